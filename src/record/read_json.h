// record/read_json: looks into a record's JSON. Absent keys, null and values of another type are empty; nothing throws.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace readout {

using JsonValue = simdjson::dom::element;

inline std::optional<JsonValue> json_at(JsonValue object, std::string_view key) {
    JsonValue found;
    if (object.type() != simdjson::dom::element_type::OBJECT || object.at_key(key).get(found) || found.is_null())
        return std::nullopt;
    return found;
}

inline std::string_view json_text(JsonValue object, std::string_view key) {
    std::string_view text;
    if (const auto found = json_at(object, key); found && !found->get(text)) return text;
    return {};
}

inline std::optional<double> json_number(JsonValue object, std::string_view key) {
    double number = 0;
    if (const auto found = json_at(object, key); found && !found->get(number)) return number;
    return std::nullopt;
}

inline std::optional<Day> json_day(JsonValue object, std::string_view key) { return parse_day(json_text(object, key)); }

// The items of an array; an object or a text stands for itself; none for null.
inline std::vector<JsonValue> json_items(JsonValue object, std::string_view key) {
    std::vector<JsonValue> items;
    const auto found = json_at(object, key);
    if (!found) return items;
    simdjson::dom::array array;
    if (found->get(array)) {
        items.push_back(*found);
        return items;
    }
    for (const JsonValue item : array) items.push_back(item);
    return items;
}

}  // namespace readout
