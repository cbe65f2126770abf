// serve/api: the tables that the API and its description are made from. Private to the room.
#pragma once

#include <string_view>
#include <vector>

namespace readout {

// A list at /api/v1/NAME, with its page at /NAME.
struct ListRoute {
    std::string_view name, kind, summary;
};
const std::vector<ListRoute>& list_routes();

// A parameter of every list, besides the fields of its kind (store room, all_fields()).
struct Parameter {
    std::string_view name, note;
};
const std::vector<Parameter>& list_parameters();

}  // namespace readout
