// serve/target: a request's path and parameters. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace readout {

struct Target {
    std::string path;                                             // decoded, without the format's suffix
    std::string suffix;                                           // "", "json" or "csv"
    std::vector<std::pair<std::string, std::string>> parameters;  // decoded, in order

    // Fault: usage, where a %-escape is broken or the bytes are not UTF-8.
    static Result<Target> parse(std::string_view target);
};

}  // namespace readout
