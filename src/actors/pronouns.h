// actors/pronouns: the features by which a candidate for "he" or "she" is scored, and their learned weights.
//
// A pronoun's candidates are the people mentioned up to five sentences before it, or after it in its own sentence; each is
// scored over the features below by their weights and by a few units, each of which adds when the features that it weighs hold
// together (data/actors/pronoun_weights.tsv, made by training/pronouns.py). The best is taken when its share is large enough.
// Whole numbers, so that every machine says the same.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace readout::actors {

// A group of features is one question with several answers; most answers are yes or no.
struct FeatureGroup {
    std::string_view name;
    int size;
};

enum class Ask : std::uint8_t {
    sentences_back,       // same, 1, 2, 3 or more
    tokens_between,       // up to 3, 6, 12, 25, 50, more
    rank,                 // how many other candidates are nearer: 0, 1, 2, 3 or more
    role_before,          // its role x the pronoun's, in the same sentence before it
    role_earlier,         // … in an earlier sentence
    role_after,           // … after the pronoun
    clause,               // how the two clauses stand in the tree, x subject or not
    clause_after,         // … for one after the pronoun
    clause_steps,         // clause borders between: 0, 1, 2, 3 or more
    subject_of_clause,    // subject of the pronoun's clause, of the one above, above that; of the last one of the sentence before
    object_of_clause,     // object of the pronoun's clause, of the one above; oblique of the one above
    mark,                 // the word that opens the pronoun's clause x subject or not
    fronted,              // pronoun before the main subject: the main subject; somebody earlier; somebody else
    inside,               // pronoun inside its own phrase: and his wife; his mother's friend; who … his; "Meg, his mother"
    predicate,            // "X is his brother": X is not he
    reflexive,            // subject of the same clause for "himself"; anybody else
    own_subject_governs,  // the pronoun is the subject above it
    quote,                // pronoun in quotation marks x candidate in them
    speaker,              // speaks the words the pronoun stands in; both are subjects of speaking
    same_verb,            // both are subjects of the same verb
    salience,             // mentions so far: 2, 3, 5 or more
    salience_document,    // mentions by name in all: 2, 3, 5 or more
    most_mentioned,       // of the candidates: so far; in all
    chain,                // taken by the last pronoun of the same kind: in this sentence, the last, before
    last_was_pronoun,
    mentioned_here,  // more than once in this sentence; in the sentence before too
    first,           // first person of the report, of its sentence; mentioned for the first time
    name_form,       // full; single word; titled; in the tables; doubtful; doubtful and a place; a title without a name
    doubt,           // doubtful, and nobody known; a surname; an organisation; a place; tagged as no proper noun
    joined,          // first of a coordination; later in one
    apposition,      // is one; has one; has a relative clause
    possessor,       // of the subject of its clause; in the pronoun's own phrase
    depth,           // in the tree: 1, 2, 3, 4 or more
    gender,          // sure match, match by first name, unknown, clash by first name, sure clash
    only_fitting,    // no other candidate fits by gender; the nearest that fits; second
    headline,        // named in the report's headline; another candidate is, and this one is not
    label,           // the name model says: a person; something else; nothing
    naming,          // new in full; full again; short after full; short only; pronoun, named in full; pronoun, short only
    topic,           // pronouns of the same kind before its first mention: none, 1, more; x named in full or not
    passed_over,     // pronouns of the same kind since its last mention: 1, 2, 3 or more
    was_subject,     // in this sentence before, in the last, before; more than twice; never
    introduced,      // as "his", "her" somebody; as "Modi's" somebody; anybody's
    preposition,     // before it: by, with, to, of, for, from, in/on/at, after/before, between/among, as, other
    governor,        // subject, else x speaks, is (a nominal), does
    opening,         // "He" opens the sentence x main subject of the last, other subject of it, other in it, here, older
    nearest_of,      // nearest subject; second; nearest in the same role as the pronoun
    hobbs,           // its place in the order of Hobbs: 0, 1, 2, 3 or more
    brackets,        // candidate in brackets and the pronoun not; the other way round; both
    steps_up,        // from the pronoun to what both hang on: 1, 2, 3, 4, 5 or more
    steps_down,      // from there to the candidate: 0, 1, 2, 3, 4 or more
    first_rank,      // of the candidates the first named; second; last
    lead,            // mentions so far against the next: 2 more, 1 more, the same, fewer
    pronoun_before,  // a pronoun of the same kind earlier in the sentence: means it; means another; is open
    told,            // "A told B that he": A; B; "A warned B that he": A; B
    count_
};

constexpr FeatureGroup feature_groups[] = {{"sentences_back", 4},
                                           {"tokens_between", 6},
                                           {"rank", 4},
                                           {"role_before", 28},
                                           {"role_earlier", 28},
                                           {"role_after", 28},
                                           {"clause", 24},
                                           {"clause_after", 24},
                                           {"clause_steps", 4},
                                           {"subject_of_clause", 6},
                                           {"object_of_clause", 4},
                                           {"mark", 16},
                                           {"fronted", 6},
                                           {"inside", 4},
                                           {"predicate", 1},
                                           {"reflexive", 2},
                                           {"own_subject_governs", 1},
                                           {"quote", 4},
                                           {"speaker", 2},
                                           {"same_verb", 1},
                                           {"salience", 3},
                                           {"salience_document", 3},
                                           {"most_mentioned", 2},
                                           {"chain", 3},
                                           {"last_was_pronoun", 1},
                                           {"mentioned_here", 2},
                                           {"first", 3},
                                           {"name_form", 7},
                                           {"doubt", 5},
                                           {"joined", 2},
                                           {"apposition", 3},
                                           {"possessor", 2},
                                           {"depth", 4},
                                           {"gender", 5},
                                           {"only_fitting", 3},
                                           {"headline", 2},
                                           {"label", 3},
                                           {"naming", 6},
                                           {"topic", 6},
                                           {"passed_over", 3},
                                           {"was_subject", 5},
                                           {"introduced", 3},
                                           {"preposition", 11},
                                           {"governor", 6},
                                           {"opening", 5},
                                           {"nearest_of", 3},
                                           {"hobbs", 4},
                                           {"brackets", 3},
                                           {"steps_up", 5},
                                           {"steps_down", 5},
                                           {"first_rank", 3},
                                           {"lead", 4},
                                           {"pronoun_before", 3},
                                           {"told", 4}};
static_assert(std::size(feature_groups) == static_cast<std::size_t>(Ask::count_));

constexpr std::size_t first_of(Ask ask) {
    std::size_t at = 0;
    for (std::size_t g = 0; g < static_cast<std::size_t>(ask); ++g) at += static_cast<std::size_t>(feature_groups[g].size);
    return at;
}
constexpr std::size_t pronoun_features = first_of(Ask::count_);
constexpr double pronoun_unit = 1000;  // weights and scores are in thousandths
// A row of weights for each feature: its own, then one for each unit; then a row of what each unit starts from, and one of what
// its sum counts where it is above nothing.
constexpr std::size_t pronoun_units = 48;
constexpr std::size_t pronoun_row = 1 + pronoun_units;
constexpr std::size_t pronoun_weights = (pronoun_features + 2) * pronoun_row;
constexpr double least_pronoun_confidence = 0.3;  // below it "he" stays open

std::string pronoun_feature_name(std::size_t feature);  // "rank:2"; the last two rows are "start" and "counts"
std::int32_t pronoun_score(std::span<const std::int32_t> weights, std::span<const std::uint16_t> asks);

enum class CandidateKind : std::uint8_t { person, doubtful, unnamed };  // unnamed: "a Russian official"

struct PronounCandidate {
    CandidateKind kind = CandidateKind::person;
    std::uint32_t entity = 0;         // or `nothing`: doubtful, or nobody knows yet whose official it is
    std::uint32_t mention = 0;        // its nearest; of a doubtful one: into Walk::doubtful
    std::vector<std::uint16_t> asks;  // the features that hold
    std::int32_t score = 0;           // in thousandths
    bool clash = false;               // surely of the other gender
    char gender = 0;                  // what its names tell
};

struct PronounTrace {  // for training
    std::uint32_t token = 0;
    char gender = 0;
    std::vector<PronounCandidate> candidates;
    std::vector<std::vector<Span>> doubtful;  // per doubtful candidate of the walk, all its places
};

}  // namespace readout::actors
