// A statement in the making, in tokens; and the view of a document that every step of the room shares.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "statements/cues.h"
#include "statements/quotes.h"
#include "statements/statements.h"

namespace readout {

struct Range {
    std::uint32_t first = 0, last = 0;  // tokens first … last - 1
    bool empty() const { return last <= first; }
    bool contains(std::uint32_t token) const { return first <= token && token < last; }
    bool operator==(const Range&) const = default;
};

constexpr std::int32_t no_token = -1;

struct DraftRelay {
    std::int32_t who = no_token;
    Range who_range;
    std::vector<Range> cue;
};

struct Draft {
    std::uint32_t head = 0;  // of the cue
    const CueEntry* entry = nullptr;
    Frame frame = Frame::that;
    StatementForm form = StatementForm::verb;
    std::vector<Range> content, cue, source;
    std::int32_t source_head = no_token;
    std::vector<std::uint32_t> speakers, addressees;  // head tokens
    std::vector<DraftRelay> relays;
    std::int32_t content_head = no_token;  // of the clause that is the content, where the tree has one
    std::int32_t hedge = no_token;
    std::int32_t parent = no_index;
    bool negated = false;
    bool weak = false;      // a frame in which the word is more often no cue
    bool by_prep = false;   // content is a preposition's object
    bool in_quote = false;  // the cue stands between quotation marks
    bool direct = false;    // content was found by its quotation marks
    bool dropped = false;
    double confidence = 0;
    const char* rule = "";
};

// What every step reads. Made once a document; refers to the caller's objects.
struct View {
    const Document& document;
    const Parse& parse;
    const Tree& tree;
    const TimeRefs& times;
    const Cast& cast;
    const CueLexicon::Inside& lexicon;
    const Quotes& quotes;
    const std::vector<Range>& words;  // per token, see words_below()

    std::string_view lemma(std::uint32_t t) const { return parse.lemma[t]; }
    Rel rel(std::uint32_t t) const { return parse.relation[t].rel; }
    Sub sub(std::uint32_t t) const { return parse.relation[t].sub; }
    Upos upos(std::uint32_t t) const { return parse.upos[t]; }
    std::int32_t head(std::uint32_t t) const { return parse.head[t]; }
    Range subtree(std::uint32_t t) const;  // words below `t` and the marks next to them
    bool is_punct(std::uint32_t t) const { return parse.upos[t] == Upos::PUNCT; }
    std::int32_t child(std::uint32_t t, Rel rel) const { return tree.child(t, rel); }
    std::int32_t child(std::uint32_t t, Relation relation) const { return tree.child(t, relation); }
    std::uint32_t size() const { return static_cast<std::uint32_t>(parse.size()); }

    std::string_view case_of(std::uint32_t t) const;  // lemma of the first case mark of a nominal, "" if none
    std::string_view mark_of(std::uint32_t t) const;  // lemma of the first mark of a clause, "" if none
    bool is_time(std::uint32_t nominal) const;        // "Monday", a word of a time expression
    bool is_passive(std::uint32_t verb) const;
    bool is_participle(std::uint32_t verb) const;  // "saying"
    bool is_infinitive(std::uint32_t verb) const;  // "to say"
    bool is_question(std::uint32_t clause) const;  // "whether …", "what …"
};

// spans.cpp: what belongs to which part.
// Per token, the words of its subtree without punctuation: parsers hang marks on far words, and a full stop must not stretch a
// clause.
std::vector<Range> words_below(const Parse& parse, const Tree& tree);
Range source_range(const View& view, std::uint32_t head, std::uint32_t cue);
std::int32_t find_source(const View& view, std::uint32_t verb, int depth = 0);
Range cue_range(const View& view, std::uint32_t head);
void trim(const View& view, Range& range);
std::vector<std::uint32_t> joint_heads(const View& view, std::uint32_t head);
std::vector<Range> without(Range range, const std::vector<Range>& holes);

// frames.cpp: candidates from the tree.
std::vector<Draft> draft_from_frames(const View& view);
// phrases.cpp: candidates from "according to", "in the words of", headlines.
void draft_from_phrases(const View& view, std::vector<Draft>& drafts);
// speech.cpp: quotation marks meet their cues.
void attach_quotes(const View& view, std::vector<Draft>& drafts);
// relays.cpp: who carried the words.
void find_relays(const View& view, std::vector<Draft>& drafts);
// features.cpp: what is known of a candidate, by name.
struct FeatureSink {
    virtual ~FeatureSink() = default;
    virtual void take(std::string_view feature) = 0;
};
void features_of(const View& view, const Draft& draft, FeatureSink& sink);
// score.cpp: how sure, and what is dropped.
// Inside what another says, only somebody named who says something in a clause or quote is a statement of its own.
bool is_part_of_another(const View& view, const Draft& draft);
void score(const View& view, std::vector<Draft>& drafts);

}  // namespace readout
