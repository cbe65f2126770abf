// Words of a stretch of text: white space parts chunks, chunks fall into pieces (runs of letters, digits, or one mark), and
// every border between pieces is judged by the split model: one token or two.
#pragma once

#include "text/characters.h"
#include "text/split_model.h"
#include "text/text.h"

namespace readout {

// Appends the tokens and multiword tokens of `stretch` to the document.
void append_tokens(Span stretch, const SplitModel& model, Document& document, SplitObserver* observer = nullptr);

}  // namespace readout
