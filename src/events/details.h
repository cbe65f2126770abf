// events/details: what a clause says besides who and what: modes, contexts, sizes, the place.
#pragma once

#include "events/clause.h"

namespace readout {

// The tokens that belong to the trigger's own clause: its subtree without other clauses, in text order.
std::vector<std::uint32_t> clause_tokens(const Text& text, const Clause& clause);

std::vector<std::string> modes_of(const Text& text, const CategoryRow& category, const Frame& frame, const Clause& clause,
                                  const std::vector<std::uint32_t>& tokens);
// Modes of an act by what it is about: the act at `token`, of category `content`.
std::vector<std::string> modes_about(const Text& text, const CategoryRow& category, const Frame& frame,
                                     const std::string& content, std::uint32_t token);
// The code of cameo.tsv for an event whose frame says `code`; `code` itself where no row says more.
std::string cameo_of(const Ontology::Inside& ontology, const Event& event, const std::string& code);
// Contexts the words of a sentence show; the same for all its events.
std::vector<std::string> contexts_of(const Text& text, std::uint32_t sentence);
std::vector<Size> sizes_of(const Text& text, const std::string& category, const std::vector<std::uint32_t>& tokens,
                           const Clause& clause);
// Where the act happened; the country where the text names no more. `content`: the verb of what is promised or demanded, whose
// place is not the act's; or no_index.
std::optional<PlaceMention> location_of(const Text& text, const Clause& clause, const std::vector<std::uint32_t>& tokens,
                                        std::int32_t content);

// A number in words or figures at a token ("1,200", "two dozen", "20 million"), or nothing.
std::optional<double> number_at(const Text& text, std::uint32_t token);

}  // namespace readout
