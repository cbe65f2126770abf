// events/ontology: the tables of an ontology as the reader uses them. See docs/events.md for the columns.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/word_map.h"
#include "events/events.h"
#include "events/learned.h"

namespace readout {

// CAMEO's root of a PLOVER category: "030" of AGREE; empty for others.
std::string_view cameo_root(std::string_view category);

struct ModeRow {
    std::string name;
    double scale = 0;
    WordSet words;  // that show this mode inside the event's clause
};

struct CategoryRow {
    std::string name;
    int quad = 0;
    double scale = 0;
    bool recipient_required = false;
    std::vector<ModeRow> modes;
    std::string when_future;          // the category a planned or promised act of this one counts as; empty: itself
    std::string when_refused;         // … of an act refused ("will not meet")
    WordMap<std::string> mode_about;  // of REQUEST and the like: the mode by the category of what it is about
};

// Where a frame names only a root of CAMEO: the code that content, mode and context point to (cameo.tsv). Empty sets ask for
// nothing.
struct CameoRow {
    std::uint32_t category = 0;
    WordSet content, mode, context, over;
    std::string code;
};

// One condition of a frame: `where` names a place in the clause, `words` what may stand there (empty: anything).
struct Condition {
    std::string where;
    WordSet words;
};

// A side of the event: where to look, in order of preference. "obj.on" is the phrase with "on" under the object.
struct Slot {
    std::string first, second;
};

enum class Trigger : std::uint8_t { verb, noun, adjective };

struct Frame {
    std::string id;
    Trigger trigger = Trigger::verb;
    std::vector<Condition> with;
    std::vector<Slot> actor, recipient;
    std::uint32_t category = 0;
    std::vector<std::string> modes, contexts;
    std::string cameo;
    // What the row's flags ask for or say.
    bool needs_recipient = false, needs_named_recipient = false, needs_direct_recipient = false, needs_human_recipient = false,
         needs_victim = false;
    bool needs_actor = false, needs_actorlike = false, no_forces_of_nature = false, needs_group = false, needs_two_actors = false;
    bool reciprocal = false, swapped = false, takes_content = false, no_content = false, weak = false, background = false;
    bool promise = false;  // a promised act counts as ontology.tsv says of a future one
    bool warning = false, allegation = false, light = false;
    bool nothing = false;  // category "-": what it matches is no event ("asked not to be named")
    int specificity = 0;   // how much it asks for: the most specific frame that fits wins
};

// What numbers count (data/events/sizes.tsv): by the word they stand with.
struct Counts {
    WordMap<std::string> object, subject, noun, of, counted, currency_sign, currency_word;
    WordSet mortal, away;

    static std::string look(const WordMap<std::string>& map, std::string_view word) {
        const auto at = map.find(word);
        return at == map.end() ? std::string() : at->second;
    }
};

struct Ontology::Inside {
    std::string name;
    std::vector<CategoryRow> categories;
    WordMap<std::uint32_t> category_of;
    WordMap<WordSet> classes;
    std::vector<std::string> contexts;
    WordMap<std::vector<std::uint16_t>> contexts_of_word;  // what a word shows, by index
    std::vector<Frame> frames;
    std::vector<CameoRow> cameo;
    std::array<WordMap<std::vector<std::uint32_t>>, 3> by_lemma;  // per Trigger: frames of a lemma, most specific first

    // Shared by all ontologies: what is language, not politics.
    WordMap<WordMap<Auxiliary>> mood;                 // place -> word -> what it does
    WordSet support;                                  // verbs that carry an event noun
    WordMap<std::string> sector_of;                   // thing or person of a state -> sector
    WordMap<WordSet> words;                           // classes of words.tsv
    WordMap<std::string> verb_of_form, noun_of_form;  // inflected form -> lemma, of the words the tables name
    WordSet hyphenated;                               // words of the tables with a hyphen: "cease-fire"
    WordMap<float> relevance;                         // weight of a word for "this is politics"; empty: no filter
    WordSet other_pages;                              // words of other pages of the paper that no clause redeems: "wicket"
    WordSet relevance_pairs;                          // first words of those of two: "group_stage", "quarter-finals"
    WordMap<Place> waters;                            // seas and straits, by name in lower case
    Counts counts;                                    // what numbers count
    float relevance_bias = 0;

    // What was learned (learned.h); off for an ontology of other categories than the model's.
    LinearModel clauses, parties;
    std::vector<std::uint32_t> category_of_class;  // of the model's classes; the first class is "none"
    std::vector<Frame> learned_frames;             // per category: stands for the pattern where the model decides alone
    bool learned() const { return !category_of_class.empty(); }

    bool is(std::string_view word_class, std::string_view word) const {
        const auto at = words.find(word_class);
        return at != words.end() && at->second.contains(word);
    }
};

}  // namespace readout
