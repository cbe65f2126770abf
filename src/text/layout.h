// A report's lines: which are its title, headings, list items and prose, and which are no part of it.
#pragma once

#include "text/text.h"

namespace readout {

// Fills paragraphs, boilerplate, header_date, dateline and byline_agency of a document whose text, body and source are set.
void read_layout(Document& document);

// Paragraphs of running text: set apart by blank lines, nothing else.
std::vector<Span> blank_line_blocks(std::string_view text);

}  // namespace readout
