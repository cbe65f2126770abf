// A report from named fields: JSON keys or column heads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.h"

namespace readout {

enum class Field : std::uint8_t { id, text, title, published, outlet, url, language, retrieved_at };
constexpr std::size_t field_count = 8;

struct FieldPlace {
    Field field;
    std::size_t rank;  // 0: the contract's own name; a lower rank wins where a record has several
};

// The field that a key or column head names, in any case and with "-", "_" or " " between words.
std::optional<FieldPlace> field_named(std::string_view name);

// Values as they come, best name first.
class Fields {
public:
    // False if a better name has already given the field.
    bool set(FieldPlace place, std::string value);
    const std::optional<std::string>& operator[](Field field) const { return values_[static_cast<std::size_t>(field)]; }
    std::optional<std::string> take(Field field) { return std::move(values_[static_cast<std::size_t>(field)]); }

private:
    std::array<std::optional<std::string>, field_count> values_;
    std::array<std::size_t, field_count> ranks_{};
};

// Where a report stands in its input.
struct Place {
    std::string where;  // for faults: the path as the user wrote it, and the line
    std::string id;     // the source id of a report that brings none
};

// `notices` gets what is odd but no reason to refuse.
Result<Report> report_from(Fields fields, const Place& place, const IngestOptions& options, std::vector<Fault>& notices);

}  // namespace readout
