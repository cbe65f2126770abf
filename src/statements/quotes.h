// Quotation regions of a document: which words stand between quotation marks, however the marks were meant or mangled.
//
// Marks are paired inside a paragraph; a region open at its end is carried on where the next paragraph opens with a mark
// (the typographers' way of quoting over paragraphs), and is else closed at a sensible place. One pass over the tokens.
#pragma once

#include <cstdint>
#include <vector>

#include "text/text.h"

namespace readout {

constexpr std::int32_t no_region = -1;

struct QuoteRegion {
    std::uint32_t first = 0, last = 0;  // tokens first … last - 1, with their marks
    std::uint32_t paragraph = 0;
    std::int32_t parent = no_region;  // the region it stands in
    bool closed = true;               // by a mark of its own
    bool carried = false;             // goes on in the next region of the same depth
    bool single = false;              // 'single' marks

    // Tokens between the marks.
    std::uint32_t inner_first() const { return first + 1; }
    std::uint32_t inner_last() const { return closed ? last - 1 : last; }
    std::uint32_t words() const { return inner_last() > inner_first() ? inner_last() - inner_first() : 0; }
};

struct Quotes {
    std::vector<QuoteRegion> regions;    // in order of their first token
    std::vector<std::int32_t> outer_at;  // per token: the outermost region it stands in (marks included), or no_region
};

Quotes find_quotes(const Document& document);

}  // namespace readout
