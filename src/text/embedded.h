// Tables of data/text that are built into the program, so that segment() needs no file and cannot fail.
#pragma once

#include <string_view>

namespace readout {

std::string_view embedded_boilerplate();  // data/text/boilerplate.tsv

}  // namespace readout
