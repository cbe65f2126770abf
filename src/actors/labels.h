// actors/labels: the words of the tables for types, offices and kinds of place.
#pragma once

#include <optional>
#include <string_view>

#include "actors/image.h"

namespace readout::actors {

std::optional<Type> parse_type(std::string_view text);
std::optional<Office> parse_office(std::string_view text);
std::optional<PlaceKind> parse_place_kind(std::string_view text);
std::string_view name_of(Office office);
// How widely known holders of such an office are; 0 is most.
std::uint8_t rank_of(Office office);

}  // namespace readout::actors
