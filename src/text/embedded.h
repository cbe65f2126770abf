// Tables of data/text that are built into the program, so that segment() needs no file and cannot fail.
#pragma once

#include <string_view>

namespace readout {

std::string_view embedded_boilerplate();    // data/text/boilerplate.tsv
std::string_view embedded_abbreviations();  // data/text/abbreviations.tsv
std::string_view embedded_contractions();   // data/text/contractions.tsv
std::string_view embedded_no_places();      // data/text/no_places.tsv
std::string_view embedded_split_model();    // data/text/split.bin

}  // namespace readout
