// actors/walk: the state of coreference while it walks through one document, shared by coref.cpp and pronouns.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/casting.h"
#include "actors/pronouns.h"

namespace readout::actors {

// What an entity is, for agreement.
enum class Sort : std::uint8_t { person, state, body, group };

struct Referent {
    Sort sort = Sort::body;
    char gender = 0;
    bool plural = false;
    std::uint32_t actor = nothing;
    int mentions = 0;       // so far
    int in_document = 0;    // by name
    bool by_title = false;  // "Mrs", "his wife" told the gender
    bool full = false;      // named in full somewhere
    std::uint32_t first_token = nothing;
};

// A capitalised name that neither the tables nor the name model read as a person, but that "he" or "she" may mean: "Dunlap is the
// worst man …. He has …". It becomes a person only when a pronoun takes it.
enum class Doubt : std::uint8_t { nobody_known, surname, organisation, place, other_tag };  // what else it is read as
struct Doubtful {
    Mention mention;              // no entity yet
    std::uint32_t name = 0;       // spans of the same words share a number
    std::uint32_t own = nothing;  // the mention it has as an organisation nobody knows
    Doubt doubt = Doubt::nobody_known;
    bool taken = false;  // has become a person
};

struct Walk {
    Walk(Casting& casting, std::vector<PronounTrace>* for_training) : c(casting), trace(for_training) {}

    Casting& c;
    std::vector<Referent> referent;      // per entity
    std::vector<std::uint32_t> order;    // mentions passed so far, by token; windows are walked from its end
    std::vector<std::uint32_t> given;    // all mentions made before, by token
    std::size_t next = 0;                // the first of `given` still ahead
    std::vector<std::uint8_t> in_quote;  // per token
    std::vector<std::uint8_t> in_brackets;
    std::vector<std::uint32_t> he, she;  // the pronouns passed so far, by token
    std::vector<Doubtful> doubtful;      // by token
    std::size_t next_doubtful = 0;
    std::vector<Referent> doubtful_names;
    std::vector<std::string> headline;  // its words in look-up form
    std::vector<PronounTrace>* trace = nullptr;
    bool blind = false;  // for training: to the gender of names

    std::uint32_t sentence(std::uint32_t token) const { return c.document.sentence_of(token); }
};

template <std::size_t size>
bool one_of(std::string_view word, const std::string_view (&list)[size]) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr std::string_view speech[] = {
    "say",       "tell",      "state",     "announce", "declare", "warn",        "add",      "insist",  "claim",
    "note",      "argue",     "pledge",    "promise",  "vow",     "confirm",     "deny",     "believe", "think",
    "want",      "hope",      "expect",    "urge",     "stress",  "acknowledge", "admit",    "report",  "explain",
    "agree",     "decide",    "intend",    "plan",     "refuse",  "accuse",      "condemn",  "call",    "maintain",
    "reiterate", "emphasize", "emphasise", "see",      "know",    "consider",    "threaten", "offer"};

// The relation of a token, of the first of its coordination or apposition.
Rel role(const Casting& c, std::uint32_t token);
bool is_possessive_role(const Casting& c, std::uint32_t token);
// The verb a token is an argument of: the nearest above.
std::int32_t clause_of(const Casting& c, std::uint32_t token);
int depth_of(const Casting& c, std::uint32_t token);
// Is `above` the token or an ancestor of it?
bool governs(const Casting& c, std::int32_t above, std::uint32_t token);
// Who does what the verb says, also where it stands once for several verbs or for an infinitive; no_index: not told.
std::int32_t subject_of(const Casting& c, std::int32_t verb);

bool is_unnamed_person(const Walk& w, const Mention& mention);  // "the Chinese spokesman", or a pronoun for one
// What a noun tells: "spokeswoman" f, "king" m.
char gender_of_noun(const Casting& c, std::uint32_t token);
// The people that "he" (gender m) or "she" (f) may mean, best first.
std::vector<PronounCandidate> people_for(const Walk& w, std::uint32_t token, char gender);
void find_doubtful(Walk& w);

}  // namespace readout::actors
