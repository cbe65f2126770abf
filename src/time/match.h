// time/match (inside the room): a sentence in, its expressions out, not yet resolved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "time/rules.h"

namespace readout::timing {

struct Found {
    std::uint32_t sentence = 0;
    std::int32_t meaning = 0;  // into Matches::meanings
    Span span;
};

struct LandmarkFound {
    std::uint32_t sentence = 0;
    std::uint32_t landmark = 0;
    Span span;
    Span head;  // "invasion"; several landmarks on one head are readings of the same words
};

struct Matches {
    std::vector<Meaning> meanings;
    std::vector<Found> found;  // in text order
    std::vector<LandmarkFound> landmarks;
    std::vector<bool> said;  // by number of a word that landmarks are known by: does the report say it?
};

// Buffers of one thread, kept from sentence to sentence.
struct MatchScratch {
    Line line;
    std::vector<Item> next;
    std::string word;
};

// A text and its copy with small letters for A to Z; other letters stand as they are, so that offsets are the same.
struct LoweredText {
    explicit LoweredText(std::string_view of);
    std::string_view text;
    std::string lower;
};

// Adds the expressions of one sentence.
void match_sentence(const LoweredText& text, Span sentence, std::uint32_t number, const TimeRules::Inside& rules,
                    MatchScratch& scratch, Matches& out);

// Drops landmarks whose far words the report lacks, and plain readings of a head that has a fuller one.
void keep_landmarks(const TimeRules::Inside& rules, Matches& matches);

// Words, numbers and marks of a stretch of text. Offsets are those of the whole text.
void items_of(const LoweredText& text, Span stretch, const TimeRules::Inside& rules, Line& line, std::string& buffer);

}  // namespace readout::timing
