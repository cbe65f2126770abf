// actors/casting: the work state of one document while its cast is found. Internal to the room.
//
// Order of work (cast.cpp): words -> names and agent nouns found in the tables (scan.cpp) -> names read as what they are here
// (read.cpp) -> phrases of office around them (phrases.cpp) -> mentions, places, metonyms (mentions.cpp) -> coreference
// (coref.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/actors.h"
#include "actors/knowledge.h"
#include "actors/words.h"

namespace readout::actors {

constexpr std::uint32_t nothing = 0xFFFFFFFF;

enum class Reading : std::uint8_t { none, state, adjective, demonym, actor, person, surname, place };

// A name of the tables found in the text.
struct Found {
    std::uint32_t word_first = 0, word_last = 0;    // into Casting::words
    std::uint32_t token_first = 0, token_last = 0;  // one past the last
    std::uint32_t node = 0;                         // of the trie
    Reading as = Reading::none;
    std::uint32_t target = nothing;  // actor or place
    std::uint32_t place = nothing;   // the place reading beside an actor reading ("Moscow", "Georgia")
    std::uint32_t seat = nothing;    // the power that sits there ("Moscow": Russia; "Brussels": the Union)
    bool used = false;               // part of a phrase: no mention of its own
    double confidence = 0;
    const char* rule = "";
};

// A title or a generic actor noun found in the text.
struct AgentHit {
    std::uint32_t word_first = 0, word_last = 0;
    std::uint32_t token_first = 0, token_last = 0;
    std::uint32_t agent = 0;  // into Knowledge agents
};

// Somebody the document has named in full, for later short forms.
struct Known {
    std::uint32_t entity = 0;
    std::uint32_t actor = nothing;
    std::vector<std::string> words;  // look-up words of the full name
    std::uint32_t token = 0;         // where first
};

// A title or agent noun with what belongs to it: "the Russian foreign minister", "Syrian rebels", "presidents of Chad and Niger".
struct Phrase {
    std::uint32_t first = 0, last = 0;  // tokens, with the owner and the modifiers, without determiner
    std::uint32_t agent = 0;            // into Casting::agents
    std::int32_t owner = no_index;      // into Casting::found
    std::uint32_t owner_actor = nothing;
    std::vector<std::uint32_t> other_owners;  // "the presidents of Chad and Niger"
    bool others_first = false;                // "Chadian and Nigerien ministers": they stand before the owner
    std::int32_t owner_pronoun = no_index;    // token: "his Chinese counterpart", "its foreign minister"
    std::uint64_t classes = 0;
    std::string sector, second;
    bool definite = false;
    bool plural = false;
    bool former = false;
    bool counterpart = false;
    bool located = false;            // owner after "in" or "from": where they are, and so whose
    bool used = false;               // a person's title, or part of a longer phrase: no mention of its own
    std::int32_t person = no_index;  // into Casting::people
};

// A person's name in the text.
struct PersonSpan {
    std::uint32_t first = 0, last = 0;  // tokens
    std::int32_t found = no_index;      // into Casting::found
    bool full = false;                  // more than a surname
    bool person_sure = false;           // the names or a title say that it is a person
    std::int32_t phrase = no_index;     // its title or apposition
    std::int32_t entity = no_index;
    double confidence = 0;
    const char* rule = "";
};

struct PronounTrace;

// How a sentence writes its capitals: as usual, none at all, or nothing else.
enum class Casing : std::uint8_t { usual, low, shouted };

struct Casting {
    Casting(const Document& d, const Parse& p, const Tree& t, const TimeRefs& when, const Knowledge::Inside& knowledge)
        : document(d), parse(p), tree(t), times(when), k(knowledge) {}

    const Document& document;
    const Parse& parse;
    const Tree& tree;
    const TimeRefs& times;
    const Knowledge::Inside& k;
    std::int32_t day = no_day;  // the report's

    std::vector<Word> words;
    std::vector<std::uint32_t> word_id;  // into the knowledge's words, 0: unknown
    std::vector<std::uint32_t> word_token;
    std::vector<Casing> casing;             // per word, of its sentence
    std::vector<std::uint32_t> first_word;  // per token, and one past the end
    std::vector<Found> found;               // in text order, not overlapping
    std::vector<std::int32_t> found_at;     // per token
    std::vector<AgentHit> agents;
    std::vector<std::int32_t> agent_at;                           // per token
    std::vector<std::int32_t> name_at;                            // per token: into parse.names
    std::unordered_map<std::uint32_t, double> weight;             // state actor -> how often the document speaks of it
    std::unordered_map<std::string, std::int32_t> abbreviations;  // look-up word -> found
    std::vector<Known> known;
    std::vector<Phrase> phrases;
    std::vector<std::int32_t> phrase_at;                       // per token of the agent noun
    std::vector<PersonSpan> people;                            // in text order
    std::vector<std::int32_t> person_at;                       // per token
    std::unordered_map<std::string, std::uint32_t> entity_at;  // key -> entity
    Cast cast;

    std::size_t size() const { return document.tokens.size(); }
    std::string_view text_of(std::uint32_t first, std::uint32_t last) const {
        return slice(document.text, Span{document.tokens[first].span.start, document.tokens[last - 1].span.end});
    }
    std::string_view code_of(std::uint32_t actor) const { return k.actors[actor].code.text; }
    std::uint32_t home_of(std::uint32_t actor) const { return k.actors[actor].home; }
    double weight_of(std::uint32_t state) const {
        const auto at = weight.find(state);
        return at == weight.end() ? 0 : at->second;
    }
    bool is_word(std::uint32_t token, std::string_view word) const;  // look-up form of the whole token
    std::string lower(std::uint32_t token) const;
    // The token of [first, last) whose head lies outside: it carries the range's syntax.
    std::uint32_t head_of(std::uint32_t first, std::uint32_t last) const;
    std::uint32_t sentence_first(std::uint32_t token) const;
    std::uint32_t sentence_last(std::uint32_t token) const;
};

// scan.cpp
void cut_document(Casting& c);
// Do these words of the text have the capitals a name of this kind is written with?
bool written_as(const Casting& c, const Name& name, std::uint32_t word_first, std::uint32_t word_last);
void find_names(Casting& c);
void find_abbreviations(Casting& c);

// read.cpp
void read_names(Casting& c);

struct PersonQuery {
    std::span<const Name> names;       // candidates: entries of kind person, surname, alone, given
    NameKind kind = NameKind::person;  // the kind wanted
    std::uint64_t classes = 0;         // of the title beside the name; 0: none
    std::uint32_t owner = nothing;     // state or organisation beside the name
    bool former = false;
};
struct PersonChoice {
    std::uint32_t actor = nothing;
    double confidence = 0;
    double margin = 0;         // over the next of the same name
    bool shared_code = false;  // several people, all of one code and sector: the code is known, the person is not
    std::string code, sector;
};
PersonChoice choose_person(const Casting& c, const PersonQuery& query);
bool spoken_of_or_silent(const Casting& c, std::uint32_t state);  // the report speaks of that state, or of none

// The role a person holds on the report's day, by title where one stands beside the name; null: none or unknown.
const Role* role_on_day(const Casting& c, std::uint32_t person, std::uint64_t classes, std::uint32_t owner, bool& over);
// The one person in a seat on the report's day.
std::uint32_t holder_on_day(const Casting& c, std::uint32_t owner, std::uint64_t classes, double& confidence);

// entities.cpp
std::uint32_t entity_of_state(Casting& c, std::uint32_t state);
std::uint32_t entity_of_actor(Casting& c, std::uint32_t actor);
// `title_sector`: of the title beside the name; it tells what somebody is whose offices of the day the tables do not.
std::uint32_t entity_of_person(Casting& c, std::uint32_t person, std::uint64_t classes, std::uint32_t owner, bool former,
                               std::string_view title_sector = {});
std::uint32_t entity_of_group(Casting& c, std::string_view name, std::string_view code, std::string_view sector,
                              std::string_view second, const char* rule);
std::uint32_t entity_of_unknown(Casting& c, std::string_view name, std::string_view code, std::string_view sector,
                                std::string_view office);
void set_numbers(const Casting& c, Entity& entity);

// people.cpp
void find_people(Casting& c);
void resolve_people(Casting& c);

// beside.cpp: what stands beside the name of somebody without a title
struct Beside {
    std::uint32_t state = nothing;
    std::string_view sector;
    std::int32_t by = no_index;  // into Casting::found: the name that said so, part of the person's description
};
Beside beside(const Casting& c, std::uint32_t first, std::uint32_t last);
std::uint32_t state_after_name(const Casting& c, std::uint32_t last);  // "King Abdullah of Saudi Arabia"

// phrases.cpp
void read_phrases(Casting& c);  // after find_people: gives people their titles

// mentions.cpp
void make_mentions(Casting& c);
std::uint32_t add_mention(Casting& c, std::uint32_t first, std::uint32_t last, Span shown, MentionKind kind,
                          std::vector<std::uint32_t> entities, double confidence, std::string rule);

// coref.cpp; the trace is for training, and so is blindness to the gender of names
void resolve_references(Casting& c, std::vector<PronounTrace>* trace = nullptr, bool blind = false);

// whose.cpp: the state of groups and officials whose owner the words do not name; called at the end of resolve_references.
void tell_whose(Casting& c);

// All of the above in their order (cast.cpp).
void find_cast(Casting& c, std::vector<PronounTrace>* trace = nullptr, bool blind = false);

}  // namespace readout::actors
