// serve/assets: the files of web/, put into the binary when it is built. Private to the room.
#pragma once

#include <string_view>

namespace readout {

struct Asset {
    std::string_view name;  // "app.js"
    std::string_view type;  // "text/javascript; charset=utf-8"
    std::string_view bytes;
    std::string_view tag;  // of its content, for ETag
};

// Null: none of that name.
const Asset* find_asset(std::string_view name);

}  // namespace readout
