// Tokens of a paragraph in, its sentences out.
#pragma once

#include "text/split_model.h"
#include "text/text.h"

namespace readout {

// Cuts tokens first … the last of the document into sentences of `paragraph`.
void append_sentences(std::uint32_t first, std::uint32_t paragraph, const SplitModel& model, Document& document,
                      SplitObserver* observer = nullptr);

}  // namespace readout
