// events/clause: who stands where around a trigger, whatever the construction: active, passive, participle, relative clause,
// infinitive under control, coordination, or an event noun with its support verb.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/ontology.h"

namespace readout {

// What the reading of events works on: the document's layers and its words in lower case.
struct Text {
    Text(const Document& document_, const Parse& parse_, const Tree& tree_, const Cast& cast_, const Ontology::Inside& ontology_);

    const Document& document;
    const Parse& parse;
    const Tree& tree;
    const Cast& cast;
    const Ontology::Inside& ontology;
    std::vector<std::string> lemma, form;  // lower case
    std::vector<std::uint8_t> name;        // per token: 1 + NameType of the name it lies in, 0 for none
    std::vector<std::int32_t> mention,
        place;  // per token: the mention (place mention) that covers it, the narrowest; or no_index

    Rel rel(std::uint32_t token) const { return parse.relation[token].rel; }
    Sub sub(std::uint32_t token) const { return parse.relation[token].sub; }
    bool is_noun(std::uint32_t token) const;
    bool is_verb(std::uint32_t token) const { return parse.upos[token] == Upos::VERB || parse.upos[token] == Upos::AUX; }
    bool is_past_participle(std::uint32_t token) const;
    bool is_time(std::uint32_t token) const;
    bool is_gerund(std::uint32_t token) const;
    bool is_infinitive(std::uint32_t token) const;
    // "because_of", "in_front_of", "against"; empty without a preposition (subordinator).
    std::string preposition(std::uint32_t token) const { return joined(token, Rel::case_); }
    std::string subordinator(std::uint32_t token) const { return joined(token, Rel::mark); }
    // A token and those coordinated with it, or paired by a hyphen: "US-China talks".
    std::vector<std::uint32_t> coordinated(std::uint32_t token) const;
    bool paired(std::uint32_t one, std::uint32_t other) const;
    // "ALGIERS, Algeria - Police said": where it was written is no side.
    // The sea or strait a token lies in; nothing for others.
    const PlaceMention* water_at(std::uint32_t token) const {
        return water[token] == no_index ? nullptr : &waters[static_cast<std::size_t>(water[token])];
    }
    bool in_dateline(std::uint32_t token) const { return token < story_start[document.sentence_of(token)]; }
    std::uint32_t sentence_start(std::uint32_t token) const { return document.sentences[document.sentence_of(token)].first; }

    std::vector<PlaceMention> waters;        // of no state: "the Red Sea" is not Sudan's province of that name
    std::vector<std::int32_t> water;         // per token: into waters, or no_index
    std::vector<std::uint32_t> story_start;  // per sentence: the first word behind a dateline

private:
    void find_waters();
    std::uint32_t behind_dateline(const Sentence& sentence) const;
    std::string joined(std::uint32_t token, Rel relation) const;
};

struct Oblique {
    std::string preposition;
    std::uint32_t head = 0;
};

struct Clause {
    std::uint32_t trigger = 0;
    std::int32_t support = no_index;  // the verb that carries an event noun
    std::vector<std::uint32_t> subjects, objects, indirect, complements;
    std::vector<Oblique> obliques;
    std::vector<std::uint32_t> owners;  // event nouns: possessors, demonyms, "by"
    bool passive = false;
    bool agentless = false;  // passive, and nobody named as doer
};

Clause read_clause(const Text& text, std::uint32_t verb);
Clause read_event_noun(const Text& text, std::uint32_t noun);

// Tokens in a slot of the clause.
std::vector<std::uint32_t> slot_tokens(const Text& text, const Clause& clause, const Slot& slot);

// Does everything hold that the frame asks for? Strict: by the head nouns themselves; loose: also by what they are compounded
// with.
enum class HeadReading : std::uint8_t { strict, loose };
bool holds(const Text& text, const Clause& clause, const Frame& frame, HeadReading reading = HeadReading::loose);

}  // namespace readout
