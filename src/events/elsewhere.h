// events/elsewhere: acts that belong to another page of the paper than politics, by who stands opposite whom: storms and bees,
// firms and their rivals, a man and his wife, a critic and a film. The words are those of data/events/words.tsv; what a whole
// text is about is asked in relevance.h.
#pragma once

#include <string>

#include "events/participants.h"

namespace readout {

struct Opposed {
    const std::string& category;
    const Clause& clause;
    const std::vector<Side>& actor;
    const std::vector<Side>& recipient;
};

bool of_another_page(const Text& text, const Opposed& sides);

}  // namespace readout
