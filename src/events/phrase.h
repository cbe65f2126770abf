// events/phrase: the words a side is shown by, whole: from the name a look-up found to the noun phrase as it stands.
//
// In: determiner, quantity, adjectives, compounds, possessors, titles before a name and the name after a title ("former Germany
// defender Christoph Metzelder"; behind a comma too: "the Palestinian president, Mahmoud Abbas"), an abbreviation in brackets,
// what an "of" says ("hundreds of banks"); "in", "from", "for", "to" where they tell which body of people is meant.
// Out: relative clauses, participles, what else stands behind a comma, the other members of a coordination.
#pragma once

#include "events/clause.h"

namespace readout {

// The whole noun phrase around the words of `span`; `span` itself where it is a pronoun or no noun phrase.
// `trigger`: the event's own word; the phrase of a side before it keeps the place behind its noun ("a court in Lyon"), and none
// grows over it.
Span whole_phrase(const Text& text, Span span, std::uint32_t trigger);

}  // namespace readout
