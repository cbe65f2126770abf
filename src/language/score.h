// How right a parse is, counted as the CoNLL shared tasks count: F1 over words that stand on the same characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "language/language.h"

namespace readout {

struct Score {
    std::string name;
    double right = 0, system = 0, gold = 0;

    double precision() const { return system == 0 ? 0 : 100 * right / system; }
    double recall() const { return gold == 0 ? 0 : 100 * right / gold; }
    double f1() const { return right == 0 ? 0 : 2 * precision() * recall() / (precision() + recall()); }
    // "LAS                          P  84.44  R  84.44  F1  84.44   (21234 of 25147 gold, 25147 system)"
    std::string line() const;
};

// Tokens, sentences, words, UPOS, lemma, UAS, LAS (without subtypes). Both documents hold the same text but for white space.
std::vector<Score> score_trees(const Document& gold, const Parse& gold_parse, const Document& system, const Parse& system_parse);

// Sentences with names, as IOB2 files have them: "form tag" or "id form tag …" between tabs, a blank line after each sentence.
struct NamedSentences {
    Document document;
    std::vector<Name> names;  // PER, ORG and LOC only
};
Result<NamedSentences> read_iob2(std::string_view text, std::string name);

// Exact spans and types: PER, ORG, LOC, all.
std::vector<Score> score_names(const std::vector<Name>& gold, const std::vector<Name>& system);

}  // namespace readout
