// Inputs as the user names them in, files in their order out.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace readout {

struct FoundFile {
    std::string path;
    std::string name;   // relative to the named folder, or the base name; valid UTF-8
    std::string where;  // the path for faults; valid UTF-8
};

// Calls `take` for every file that `input` (a file, folder, glob or "-") stands for, folders by name and to any depth, and for
// what cannot be walked. Names that begin with "." inside folders are passed over. `take` returns false to stop.
void walk(const std::string& input, const std::function<bool(Result<FoundFile>)>& take);

}  // namespace readout
