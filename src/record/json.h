// record/json: a small writer of JSON. Keys come out in the order they are written; nothing is escaped that need not be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace readout {

// json.begin_object().key("n").number(3).end_object(); the caller keeps the nesting right (checked in debug builds).
class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view text);          // valid UTF-8
    JsonWriter& string_or_null(std::string_view text);  // "" is null
    JsonWriter& number(std::int64_t value);
    JsonWriter& decimal(double value, int places);  // fixed places; not finite: null
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);  // already JSON

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    void separate();
    std::string out_;
    bool comma_ = false;
};

}  // namespace readout
