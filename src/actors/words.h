// actors/words: names cut into look-up words, the same way for tables and for text.
//
// A look-up word is lower-case, without diacritics, apostrophes or the periods of initials: "Xi'an" -> xian, "U.S." -> us,
// "Erdoğan" -> erdogan. Hyphens, periods and spaces part words. Letters of other scripts are kept as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace readout::actors {

struct Word {
    std::string text;         // look-up form
    Span span;                // bytes of the source
    bool capital = false;     // begins with a capital letter (or a digit)
    bool all_caps = false;    // two letters or more, all of them capital
    bool possessive = false;  // followed by 's or a bare apostrophe
};

// Appends the words of `text` (whose first byte lies at `offset` of the document) to `out`. Reuses what `out` holds beyond
// `count`.
void cut_words(std::string_view text, std::uint32_t offset, std::vector<Word>& out);
std::vector<Word> cut_words(std::string_view text);

// A key that the usual spellings of one foreign name share: Sergey/Sergei, Zelensky/Zelenskiy, Mohammed/Muhammad.
std::string sound_key(std::string_view word);

}  // namespace readout::actors
