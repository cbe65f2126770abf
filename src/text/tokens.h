// Words of a stretch of text: white space parts chunks, chunks fall into atoms (runs of letters, digits, or one mark), and
// every border between atoms is judged: one token or two.
#pragma once

#include "text/characters.h"
#include "text/text.h"

namespace readout {

// Appends the tokens and multiword tokens of `stretch` to the document.
void append_tokens(Span stretch, Document& document);

}  // namespace readout
