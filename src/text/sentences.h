// Tokens of a paragraph in, its sentences out.
#pragma once

#include "text/split_model.h"
#include "text/text.h"

namespace readout {

// Where a sentence may end. In edited prose and in headlines it ends with a mark; on the web it may end anywhere.
enum class Ending { anywhere, at_marks };

// Cuts tokens first … the last of the document into sentences of `paragraph`.
void append_sentences(std::uint32_t first, std::uint32_t paragraph, Ending ending, const SplitModel& model, Document& document,
                      SplitObserver* observer = nullptr);

}  // namespace readout
