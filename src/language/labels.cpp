// The fixed vocabularies of Universal Dependencies 2, as text and as enums.
#include <array>
#include <cstddef>

#include "language/language.h"

namespace readout {
namespace {

constexpr std::array<std::string_view, 17> upos_names = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
                                                         "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<std::string_view, 37> rel_names = {
    "acl",      "advcl",     "advmod", "amod",       "appos", "aux",      "case",      "cc",         "ccomp", "clf",
    "compound", "conj",      "cop",    "csubj",      "dep",   "det",      "discourse", "dislocated", "expl",  "fixed",
    "flat",     "goeswith",  "iobj",   "list",       "mark",  "nmod",     "nsubj",     "nummod",     "obj",   "obl",
    "orphan",   "parataxis", "punct",  "reparandum", "root",  "vocative", "xcomp"};
static_assert(static_cast<std::size_t>(Rel::xcomp) + 1 == rel_names.size());

constexpr std::array<std::string_view, 14> sub_names = {"",      "pass",     "agent", "relcl",  "poss",    "prt",  "tmod",
                                                        "npmod", "unmarked", "outer", "predet", "preconj", "desc", ""};
static_assert(static_cast<std::size_t>(Sub::other) + 1 == sub_names.size());

constexpr std::array<std::string_view, 6> name_types = {"PER", "ORG", "LOC", "NORP", "EVENT", "MISC"};

template <std::size_t n>
std::size_t find(const std::array<std::string_view, n>& names, std::string_view text) {
    for (std::size_t i = 0; i < n; ++i)
        if (names[i] == text) return i;
    return n;
}

template <class Enum, std::size_t n>
Enum value_of(const std::array<std::string_view, n>& values, std::string_view text) {
    const std::size_t at = find(values, text);
    return at == n ? Enum::none : static_cast<Enum>(at + 1);
}

constexpr std::array<std::string_view, 2> tenses = {"Past", "Pres"};
constexpr std::array<std::string_view, 3> moods = {"Ind", "Imp", "Sub"};
constexpr std::array<std::string_view, 4> verb_forms = {"Fin", "Inf", "Part", "Ger"};
constexpr std::array<std::string_view, 2> numbers = {"Sing", "Plur"};
constexpr std::array<std::string_view, 3> degrees = {"Pos", "Cmp", "Sup"};
constexpr std::array<std::string_view, 5> pron_types = {"Prs", "Dem", "Rel", "Int", "Art"};

void set_feature(Features& features, std::string_view key, std::string_view value) {
    if (key == "Tense") features.tense = value_of<Tense>(tenses, value);
    if (key == "Mood") features.mood = value_of<Mood>(moods, value);
    if (key == "VerbForm") features.verb_form = value_of<VerbForm>(verb_forms, value);
    if (key == "Number") features.number = value == "Ptan" ? Number::plural : value_of<Number>(numbers, value);
    if (key == "Degree") features.degree = value_of<Degree>(degrees, value);
    if (key == "PronType") {
        features.pron_type = value_of<PronType>(pron_types, value);
        if (features.pron_type == PronType::none) features.pron_type = PronType::other;
    }
    if (key == "Person" && value.size() == 1 && value[0] >= '1' && value[0] <= '3')
        features.person = static_cast<std::uint8_t>(value[0] - '0');
    if (key == "Voice") features.passive = value == "Pass";
    if (key == "Poss") features.possessive = value == "Yes";
    if (key == "Polarity") features.negative = value == "Neg";
}

}  // namespace

std::string_view name_of(Upos upos) { return upos_names[static_cast<std::size_t>(upos)]; }

bool parse_upos(std::string_view text, Upos& upos) {
    const std::size_t at = find(upos_names, text);
    if (at == upos_names.size()) return false;
    upos = static_cast<Upos>(at);
    return true;
}

std::string name_of(Relation relation) {
    std::string name(rel_names[static_cast<std::size_t>(relation.rel)]);
    const std::string_view sub = sub_names[static_cast<std::size_t>(relation.sub)];
    return sub.empty() ? name : name + ":" + std::string(sub);
}

Relation parse_relation(std::string_view text) {
    Relation relation;
    const std::size_t colon = text.find(':');
    const std::size_t rel = find(rel_names, text.substr(0, colon));
    if (rel == rel_names.size()) return relation;
    relation.rel = static_cast<Rel>(rel);
    if (colon == std::string_view::npos || colon + 1 == text.size()) return relation;
    const std::size_t sub = find(sub_names, text.substr(colon + 1));
    relation.sub = sub == sub_names.size() ? Sub::other : static_cast<Sub>(sub);
    return relation;
}

// "Mood=Ind|Number=Sing,Plur": of several values the first counts.
Features parse_features(std::string_view feats) {
    Features features;
    while (!feats.empty()) {
        const std::size_t bar = feats.find('|');
        const std::string_view one = feats.substr(0, bar);
        feats.remove_prefix(bar == std::string_view::npos ? feats.size() : bar + 1);
        const std::size_t equals = one.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view value = one.substr(equals + 1);
        set_feature(features, one.substr(0, equals), value.substr(0, value.find(',')));
    }
    return features;
}

std::string_view name_of(NameType type) { return name_types[static_cast<std::size_t>(type)]; }

bool parse_name_type(std::string_view text, NameType& type) {
    const std::size_t at = find(name_types, text);
    if (at == name_types.size()) return false;
    type = static_cast<NameType>(at);
    return true;
}

}  // namespace readout
