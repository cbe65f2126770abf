// actors/pronouns: the features by which a candidate for "he" or "she" is scored, and their learned weights.
//
// A pronoun's candidates are the people mentioned up to five sentences before it, or after it in its own sentence; each is
// scored by a linear model over the features below (weights: data/actors/pronoun_weights.tsv, made by training/pronouns.py from
// GAP's validation part and the free part of GUM). The best is taken when it leads the second by enough.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace readout::actors {

struct Casting;

constexpr std::string_view pronoun_feature_names[] = {
    "same_sentence",
    "one_back",
    "two_back",
    "three_or_more_back",
    "log_distance",
    "subject",
    "object",
    "oblique",
    "possessive",
    "modifier",
    "last_was_pronoun",
    "log_mentions",
    "first_in_document",
    "first_in_sentence",
    "same_role",
    "subject_above",
    "gender_match",
    "gender_clash",
    "gender_unknown",
    "same_clause",
    "after_pronoun",
    "full_name",
    "conjunct",
    "pronoun_in_quote_of",
    "depth",
    "possessive_subject",
    "nearest",
    "subject_of_previous",
    "apposed",
    "mentioned_in_both",
    "passive_subject",
    "same_clause_possessive",
    "rank",
    "subject_for_subject",
    "subject_for_possessive",
    "subject_for_object",
    "object_for_subject",
    "object_for_possessive",
    "possessive_for_possessive",
    "possessive_for_subject",
    "pronoun_in_same_sentence",
    "log_mentions_in_document",
    "joined_clause",
    "tree_distance",
    "main_subject",
    "gender_match_sure",
    "clash_sure",
    "next_clause_object",
    "in_its_relative_clause",
    "subject_that_follows",
    "has_relative_clause",
    "possessor_in_same_phrase",
    "object_of_nearest_verb",
    "title_before",
};
constexpr std::size_t pronoun_features = std::size(pronoun_feature_names);

struct PronounCandidate {
    std::uint32_t entity = 0;
    std::uint32_t mention = 0;  // its nearest
    std::array<float, pronoun_features> x{};
    double score = 0;
};

struct PronounTrace {  // for training
    std::uint32_t token = 0;
    std::vector<PronounCandidate> candidates;
};

}  // namespace readout::actors
