// The cue lexicon in memory: which words lay words at somebody's door, and in which frames (data/statements).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/word_map.h"
#include "statements/statements.h"

namespace readout {

enum class CuePos : std::uint8_t { verb, noun, adjective };

// Complements of a cue that make it one. One bit each in CueEntry::frames.
enum class Frame : std::uint8_t {
    that,          // finite clause, with or without "that"
    wh,            // question clause
    quote,         // direct words
    inf,           // to do
    ing,           // doing
    obj,           // noun phrase
    told,          // addressee, then a clause
    seem,          // raising: content is subject and complement
    obj_inf,       // urge somebody to do
    obj_as,        // describe somebody as
    obj_pred,      // call somebody something
    obj_ing,       // accuse somebody of doing, imagine somebody doing
    passive_inf,   // is expected to
    passive_prep,  // is known for, is known as
};

// Prepositions that frames name, one bit each.
enum class Prep : std::uint8_t {
    about,
    against,
    as,
    at,
    behind,
    by,
    for_,
    from,
    in,
    into,
    like,
    of,
    on,
    over,
    to,
    toward,
    towards,
    with,
    around,
    upon,
};
bool parse_prep(std::string_view word, Prep& prep);

struct CueEntry {
    CuePos pos = CuePos::verb;
    bool thought = false;
    bool accusing = false;
    std::string stance = "asserts";
    std::uint32_t frames = 0, weak_frames = 0;  // a weak frame is in both
    std::uint32_t preps = 0, weak_preps = 0;    // content is the object of the preposition
    std::uint32_t object_preps = 0;             // content is the object and the prepositional phrase after it
    std::uint32_t addressee_preps = 0;
    int weight = 5;

    bool has(Frame frame) const { return frames >> static_cast<unsigned>(frame) & 1u; }
    bool is_weak(Frame frame) const { return weak_frames >> static_cast<unsigned>(frame) & 1u; }
    bool has(Prep prep) const { return preps >> static_cast<unsigned>(prep) & 1u; }
    bool is_weak(Prep prep) const { return weak_preps >> static_cast<unsigned>(prep) & 1u; }
    bool takes_after_object(Prep prep) const { return object_preps >> static_cast<unsigned>(prep) & 1u; }
};

struct CueLexicon::Inside {
    std::vector<CueEntry> entries;
    WordMap<std::uint32_t> verbs, nouns, adjectives;  // lemma -> entries; "point_out" for particle verbs
    WordSet light, medium, carrier, hedge, manner, person, weekday, passing, aspect, passage, it, occasion, poll, author,
        avoid;  // words.tsv

    WordMap<std::uint32_t> verb_forms;  // regular forms of the verbs -> entries: for words whose lemma the model got wrong

    // confidence.tsv: weights of features in sixty-fourths of a logit, and the percentage that a sum of them stands for.
    WordMap<int> weights;
    WordMap<int> judged;       // by rule of headlines ("headline.dash+known"): the percentage, whatever the sum
    std::vector<int> percent;  // for sums from `first_step` * step_size on, a step each
    int base = 0, first_step = 0, least_percent = 0;
    static constexpr int step_size = 16;

    const CueEntry* find(CuePos pos, std::string_view lemma) const;
    int weight_of(std::string_view feature) const;
    int percent_of(int sum) const;
    const CueEntry* find_form(std::string_view word) const;  // any case
};

}  // namespace readout
