// events/details: what a clause says besides who and what: modes, contexts, sizes, the place.
#pragma once

#include "events/clause.h"

namespace readout {

// The tokens that belong to the trigger's own clause: its subtree without other clauses, in text order.
std::vector<std::uint32_t> clause_tokens(const Text& text, const Clause& clause);

std::vector<std::string> modes_of(const Text& text, const CategoryRow& category, const Frame& frame, const Clause& clause,
                                  const std::vector<std::uint32_t>& tokens);
// Contexts the words of a sentence show; the same for all its events.
std::vector<std::string> contexts_of(const Text& text, std::uint32_t sentence);
std::vector<Size> sizes_of(const Text& text, const std::string& category, const std::vector<std::uint32_t>& tokens,
                           const Clause& clause);
std::optional<PlaceMention> location_of(const Text& text, const Clause& clause, const std::vector<std::uint32_t>& tokens);

// A number in words or figures at a token ("1,200", "two dozen", "20 million"), or nothing.
std::optional<double> number_at(const Text& text, std::uint32_t token);

}  // namespace readout
