// What the judges of cuts see of a word: a hash of its letters and its shape.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/characters.h"

namespace readout {

struct WordLook {
    std::uint32_t word = 0;   // hash of the small letters; digits all alike
    std::uint32_t shape = 0;  // never 0 once looked at: hash of the kinds of its characters, runs folded, and a step of length
    Kind first = Kind::space;
    Kind last = Kind::space;
    std::uint8_t size = 0;  // characters, at most 40
    bool has_lower = false;
    bool has_upper = false;
    bool has_digit = false;
};

// Characters beyond the 40th do not count: nobody writes such words.
WordLook look_at(std::string_view word);

// The kind of abbreviation (a row of data/text/abbreviations.tsv) that a word is when a full stop follows; 0: none. Known by the
// hash of its small letters.
std::uint32_t abbreviation_kind(std::uint32_t word);

// "a.m.", "P.M."
bool is_half_day(std::string_view word);
// The number of the kind "person": "Mr.", "Gen.", which a name follows.
std::uint32_t person_kind();

}  // namespace readout
