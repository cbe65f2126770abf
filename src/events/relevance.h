// events/relevance: is a text about politics at all? A linear model over words (data/events/relevance.tsv), so that sport,
// markets, films and weather make no events. The weight of every word can be read in the table.
#pragma once

#include "events/clause.h"

namespace readout {

struct Relevance {
    double document = 0;           // log-odds, all words
    std::vector<double> sentence;  // log-odds of each sentence by itself
    std::vector<bool> elsewhere;   // a word of another page stands in the sentence: "wicket", "group stage"
    bool known = false;            // false: no table, nothing is filtered

    // Log-odds that a sentence of this document tells of politics.
    bool plain_elsewhere(std::uint32_t at) const { return known && elsewhere[at]; }
    double of(std::uint32_t at) const { return known ? 0.5 * sentence[at] + 0.5 * document : 10; }
};

Relevance relevance_of(const Text& text);

}  // namespace readout
