// Candidates from the tree: cue words with the complements that data/statements/cues.tsv gives them.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "statements/draft.h"

namespace readout {
namespace {

using Tokens = std::vector<std::uint32_t>;

class FrameReader {
public:
    explicit FrameReader(const View& view) : view_(view) {}

    std::vector<Draft> run() {
        for (std::uint32_t t = 0; t < view_.size(); ++t) {
            if (view_.upos(t) == Upos::VERB || view_.upos(t) == Upos::AUX)
                verb(t);
            else if (view_.upos(t) == Upos::NOUN || view_.upos(t) == Upos::PROPN)
                noun(t);
            else if (view_.upos(t) == Upos::ADJ)
                adjective(t);
        }
        share_sources();
        return std::move(drafts_);
    }

private:
    // "…, said Xi, adding that …": a participle speaks with the source of the cue it hangs on, which may have been read from the
    // order of the words.
    void share_sources() {
        std::unordered_map<std::uint32_t, std::size_t> by_head;
        for (std::size_t i = 0; i < drafts_.size(); ++i) by_head.emplace(drafts_[i].head, i);
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            Draft& draft = drafts_[i];
            const Rel rel = view_.rel(draft.head);
            const bool hangs =
                rel == Rel::advcl || rel == Rel::parataxis || (draft.source.empty() && (rel == Rel::ccomp || rel == Rel::dep));
            if (draft.rule == std::string_view("verb.quoted-as") || !hangs || !view_.is_participle(draft.head) ||
                view_.head(draft.head) == no_head)
                continue;
            const auto above = by_head.find(static_cast<std::uint32_t>(view_.head(draft.head)));
            std::size_t from = above == by_head.end() ? drafts_.size() : above->second;
            if (above == by_head.end() && draft.source.empty()) from = just_before(i);
            if (from == drafts_.size() || drafts_[from].source.empty()) continue;
            const Draft& other = drafts_[from];
            draft.source = other.source;
            draft.source_head = other.source_head;
            draft.speakers = other.speakers;
        }
    }

    // The cue right before a participle that hangs on a word of the quote by mistake.
    std::size_t just_before(std::size_t at) const {
        const Draft& draft = drafts_[at];
        for (std::size_t i = at; i-- > 0 && at - i < 8;) {
            const Draft& other = drafts_[i];
            if (other.head >= draft.head) continue;
            const bool near = draft.head - other.head < 10 && !other.source.empty() &&
                              view_.document.sentence_of(other.head) == view_.document.sentence_of(draft.head);
            return near && other.frame == Frame::quote ? i : drafts_.size();
        }
        return drafts_.size();
    }

    // ------------------------------------------------------------------------------------------------------------ verbs
    const CueEntry* entry_of_verb(std::uint32_t t) {
        const std::string_view lemma = view_.lemma(t);
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t || below > t + 4) continue;
            const bool particle = view_.rel(below) == Rel::compound && view_.sub(below) == Sub::prt;
            if (!particle && view_.rel(below) != Rel::advmod && view_.rel(below) != Rel::xcomp) continue;
            key_.assign(lemma);
            key_ += '_';
            key_ += view_.lemma(below);
            if (const CueEntry* entry = view_.lexicon.find(CuePos::verb, key_)) return entry;
        }
        if (const CueEntry* entry = view_.lexicon.find(CuePos::verb, lemma)) return entry;
        return view_.lexicon.find_form(view_.document.word(t));
    }

    // "called on the police to …": the lexicon has the verb with its preposition, whose object is the one addressed.
    const CueEntry* entry_with_preposition(std::uint32_t t, std::int32_t& object_at) {
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t || view_.rel(below) != Rel::obl) continue;
            key_.assign(view_.lemma(t));
            key_ += '_';
            key_ += view_.case_of(below);
            if (const CueEntry* entry = view_.lexicon.find(CuePos::verb, key_)) {
                object_at = static_cast<std::int32_t>(below);
                return entry;
            }
        }
        return nullptr;
    }

    void verb(std::uint32_t t) {
        if (is_claimed(t) || quoted_as_saying(t)) return;
        if (light_verb(t)) return;
        const CueEntry* entry = entry_of_verb(t);
        if (put_it(t)) {
            static const CueEntry plain = [] {
                CueEntry made;
                made.weight = 8;
                return made;
            }();
            Draft draft;
            draft.head = t;
            draft.entry = entry == nullptr ? &plain : entry;
            if (sentence_around(draft)) return finish(std::move(draft));
        }
        if (entry == nullptr) return;
        if (view_.rel(t) == Rel::amod || view_.rel(t) == Rel::compound || view_.rel(t) == Rel::case_ ||
            view_.rel(t) == Rel::fixed)
            return;
        Draft draft;
        draft.head = t;
        draft.entry = entry;
        if (entry->thought) draft.form = StatementForm::thought;
        if (std::int32_t object_at = no_token; const CueEntry* wider = entry_with_preposition(t, object_at)) {
            draft.entry = wider;
            const auto at = static_cast<std::uint32_t>(object_at);
            if (object_and_more(draft, object_at) || plain_object(draft, object_at)) {
                Range cue = widened(cue_range(view_, t));
                if (view_.tree.left(at) == cue.last) cue.last = view_.tree.left(at) + 1;
                draft.cue.push_back(cue);
                return finish(std::move(draft));
            }
            draft.entry = entry;
        }
        if (!complement(draft) && !by_order(draft)) {
            // A cue of direct words may still find them by their marks.
            if (!entry->has(Frame::quote)) return;
            draft.frame = Frame::quote;
            draft.rule = "verb.quote";
        }
        finish(std::move(draft));
    }

    // A verb of saying whose clause the tree does not show: "…, said the mayor" and "said … " by the order of the words.
    bool by_order(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (draft.entry->thought || draft.entry->weight < 8 || !draft.entry->has(Frame::quote) || view_.is_infinitive(t) ||
            view_.is_passive(t) || view_.quotes.outer_at[t] != no_region)
            return false;
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(t)];
        const Range cue = widened(cue_range(view_, t));
        return inverted(draft, cue, sentence) || clause_by_order(draft, cue, sentence);
    }

    bool inverted(Draft& draft, Range cue, const Sentence& sentence) {
        const std::uint32_t t = draft.head;
        if (view_.is_participle(t)) return false;
        if (cue.first < sentence.first + 3 || view_.document.word(cue.first - 1) != "," || cue.last >= sentence.last ||
            !has_finite({sentence.first, cue.first}))
            return false;
        std::int32_t who = no_token;
        for (const std::uint32_t below : view_.tree.children(t))
            if (below > t && view_.tree.left(below) == cue.last &&
                (view_.rel(below) == Rel::nsubj || view_.rel(below) == Rel::obj || view_.rel(below) == Rel::iobj))
                who = static_cast<std::int32_t>(below);
        if (who == no_token && view_.upos(cue.last) == Upos::PROPN) who = static_cast<std::int32_t>(cue.last);
        if (who == no_token) return false;
        draft.source_head = who;
        draft.content.assign(1, {sentence.first, cue.first});
        draft.frame = Frame::that;
        draft.rule = "verb.inversion";
        return true;
    }

    bool clause_by_order(Draft& draft, Range cue, const Sentence& sentence) {
        if (!draft.entry->has(Frame::that) && !draft.entry->has(Frame::wh)) return false;
        std::uint32_t at = cue.last;
        if (at < sentence.last && view_.lexicon.weekday.contains(view_.document.word(at))) ++at;
        std::uint32_t opens = at;
        for (std::uint32_t seek = at; seek < std::min(at + 14, sentence.last); ++seek) {
            if (view_.is_punct(seek) && view_.document.word(seek) != ",") break;
            if (view_.lemma(seek) != "that" && view_.lemma(seek) != "whether" && view_.lemma(seek) != "if" &&
                !(draft.entry->has(Frame::wh) && view_.parse.xpos[seek].starts_with("W")))
                continue;
            opens = seek;
            break;
        }
        if (opens == at && (draft.entry->has(Frame::told) || at >= sentence.last || view_.is_punct(at))) return false;
        const Upos first = view_.upos(opens);
        if (opens == at && first != Upos::PRON && first != Upos::DET && first != Upos::NOUN && first != Upos::PROPN &&
            first != Upos::ADJ && first != Upos::NUM && first != Upos::SCONJ)
            return false;
        std::uint32_t end = opens;
        while (end < sentence.last &&
               !(view_.document.word(end) == "," && end + 1 < sentence.last && view_.is_participle(end + 1)) &&
               view_.document.word(end) != ";")
            ++end;
        if (!has_finite({opens, end})) return false;
        draft.content.assign(1, {opens, end});
        draft.frame = Frame::that;
        draft.rule = "verb.clause-by-order";
        addressees(draft);
        return true;
    }

    void finish(Draft draft) {
        const std::uint32_t t = draft.head;
        if (draft.cue.empty()) draft.cue.push_back(widened(cue_range(view_, t)));
        if (draft.source_head == no_token && draft.source.empty() && draft.frame != Frame::seem) {
            const auto from = goes_on_.find(t);
            draft.source_head = find_source(view_, from == goes_on_.end() ? t : from->second);
        }
        if (draft.source_head != no_token) {
            const auto head = static_cast<std::uint32_t>(draft.source_head);
            if (view_.rel(head) == Rel::expl) draft.source_head = no_token;
        }
        if (draft.source_head != no_token && draft.source.empty()) {
            const auto head = static_cast<std::uint32_t>(draft.source_head);
            Range range = source_range(view_, head, t);
            for (const Range& part : without(range, draft.cue))
                if (part.contains(head)) range = part;
            draft.source.push_back(range);
            draft.speakers = joint_heads(view_, head);
        }
        insertion(draft);
        if (draft.source.empty()) subject_by_order(draft);
        negation(draft);
        clean(draft);
        drafts_.push_back(std::move(draft));
    }

    // A finite cue whose subject the tree hangs elsewhere ("his wife, Jane, called for …"): the whole noun phrase whose words end
    // right before it.
    void subject_by_order(Draft& draft) {
        const std::uint32_t t = draft.head;
        const std::string_view tag = view_.parse.xpos[t];
        if ((tag != "VBD" && tag != "VBZ" && tag != "VBP") || view_.is_passive(t) || draft.cue.empty() ||
            draft.frame == Frame::seem || view_.rel(t) == Rel::conj || view_.child(t, Rel::expl) >= 0)
            return;
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(t)];
        const std::uint32_t cue = draft.cue.front().first;
        std::uint32_t end = cue;
        while (end > sentence.first && view_.is_punct(end - 1) && view_.document.word(end - 1) != ":") --end;
        if (end == sentence.first || view_.quotes.outer_at[end - 1] != no_region) return;
        std::uint32_t at = end - 1;
        while (view_.head(at) != no_head && static_cast<std::uint32_t>(view_.head(at)) < cue &&
               view_.words[static_cast<std::size_t>(view_.head(at))].last <= cue)
            at = static_cast<std::uint32_t>(view_.head(at));
        const Upos upos = view_.upos(at);
        if (upos != Upos::NOUN && upos != Upos::PROPN && upos != Upos::PRON) return;
        if (!view_.case_of(at).empty() || view_.child(at, Rel::nsubj) >= 0 || view_.is_time(at)) return;
        Range who = source_range(view_, at, t);
        who.last = std::min(who.last, end);
        for (const Range& part : draft.content)
            if (part.first < who.last && who.first < part.last) return;
        if (who.empty() || who.last != end) return;
        draft.source_head = static_cast<std::int32_t>(at);
        draft.source.assign(1, who);
        draft.speakers = joint_heads(view_, at);
    }

    // "The talks, he said, were hard." and "…, he said." whatever the tree makes of it: a noun phrase between a comma and the
    // cue, and a comma or the end after it.
    void insertion(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::quote) || draft.form == StatementForm::according_to || view_.is_participle(t) ||
            view_.is_infinitive(t) || view_.is_passive(t) || draft.cue.size() != 1)
            return;
        if (view_.parse.xpos[t] == "VBN" && draft.cue.front().first == t) return;
        const Range cue = draft.cue.front();
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(t)];
        if (cue.first <= sentence.first + 1 || view_.quotes.outer_at[t] != no_region) return;
        if (quote_then_cue(draft, cue, sentence) || quote_then_name(draft, cue, sentence)) return;
        front_part(draft, cue, sentence);
        const bool has_source =
            !draft.source.empty() && (draft.source.front().first >= cue.last || cue.first - draft.source.front().last <= 2);
        bool ahead = false;
        for (const Range& part : draft.content) ahead = ahead || part.first < cue.first;
        if (has_source && (ahead || !draft.content.empty())) return;
        if (draft.source.empty() && !draft.content.empty() && !ahead) return name_before(draft, cue, sentence);
        if (!draft.entry->has(Frame::that) || draft.entry->thought || draft.entry->weight < 8 ||
            !closes(draft, cue.last, sentence))
            return;
        const Range who = chunk_before(cue.first, sentence);
        if (who.empty() || who.first <= sentence.first + 1 || !is_nominal(who)) return;
        const std::string_view before = view_.document.word(who.first - 1);
        if (before != "," && before != "--" && before != "-") return;
        const std::uint32_t after = end_of_own_words(cue.last, sentence);
        const std::string_view mark = after < sentence.last ? view_.document.word(after) : std::string_view(".");
        const bool goes_on = mark == "," || mark == "--" || mark == "-";
        if (!has_finite({sentence.first, who.first}) && !(goes_on && has_finite({after, sentence.last}))) return;
        set_source(draft, who);
        draft.content.assign(1, {sentence.first, who.first});
        if (goes_on) draft.content.push_back({after + 1, sentence.last});
        draft.frame = Frame::that;
        draft.weak = draft.by_prep = false;
        draft.rule = "verb.insertion";
        draft.addressees.clear();
        addressees(draft);
    }

    // "Without the money, he said, the work would stop.": what stands before an inserted cue is part of what is said.
    void front_part(Draft& draft, Range cue, const Sentence& sentence) {
        if (draft.content.size() != 1 || draft.source.size() != 1 || draft.frame == Frame::quote || draft.entry->thought) return;
        const Range who = draft.source.front();
        if (cue.last + 1 >= sentence.last || view_.document.word(cue.last) != "," || draft.content.front().first > cue.last + 1 ||
            draft.content.front().first < cue.last || who.last != cue.first || who.first < sentence.first + 3 ||
            view_.document.word(who.first - 1) != ",")
            return;
        const std::string_view first = view_.lemma(sentence.first);
        if (first == "ask" || first == "when" || view_.lexicon.find(CuePos::verb, first) != nullptr) return;
        if (view_.quotes.outer_at[cue.last + 1] != no_region) return;
        for (std::uint32_t at = sentence.first; at < who.first; ++at)
            if (view_.lexicon.medium.contains(view_.lemma(at)) || view_.lexicon.occasion.contains(view_.lemma(at))) return;
        if (who.first - sentence.first <= 4 && view_.is_time(who.first - 2)) return;
        std::uint32_t from = sentence.first;
        if (view_.rel(from) == Rel::cc) ++from;
        draft.content.insert(draft.content.begin(), {from, who.first});
    }

    // “…,” said the mayor: the tree may take a word of the quote for the subject.
    bool quote_then_cue(Draft& draft, Range cue, const Sentence& sentence) {
        const std::int32_t at = view_.quotes.outer_at[cue.first - 1];
        if (at == no_region || cue.last >= sentence.last) return false;
        const QuoteRegion& quote = view_.quotes.regions[static_cast<std::size_t>(at)];
        if (quote.last != cue.first || quote.words() < 2 || !view_.is_punct(quote.inner_last() - 1)) return false;
        if (!draft.source.empty() && draft.source.front().first >= cue.last) return false;
        Range who{cue.last, cue.last};
        while (who.last < sentence.last && who.last - who.first < 16 && !view_.is_punct(who.last) &&
               view_.upos(who.last) != Upos::VERB && view_.upos(who.last) != Upos::AUX &&
               view_.quotes.outer_at[who.last] == no_region)
            ++who.last;
        if (who.empty() || !is_name_phrase(who)) return false;
        set_source(draft, who);
        draft.content.assign(1, with_words_ahead({quote.first, quote.last}, sentence));
        draft.frame = Frame::quote;
        draft.weak = draft.by_prep = false;
        draft.rule = "verb.quote";
        return true;
    }

    // “…,” Ana Lopes (D-Md.), the mayor, said: the name between the marks and the cue, where the tree has another subject or
    // none.
    bool quote_then_name(Draft& draft, Range cue, const Sentence& sentence) {
        std::uint32_t at = cue.first;
        while (at > sentence.first && cue.first - at < 30 && view_.quotes.outer_at[at - 1] == no_region) --at;
        if (at == cue.first || at == sentence.first || view_.quotes.outer_at[at - 1] == no_region) return false;
        const QuoteRegion& quote = view_.quotes.regions[static_cast<std::size_t>(view_.quotes.outer_at[at - 1])];
        if (quote.last != at || quote.words() < 2 || !view_.is_punct(quote.inner_last() - 1)) return false;
        Range who{at, cue.first};
        trim(view_, who);
        if (who.empty() || !is_name_phrase(who)) return false;
        for (const Range& source : draft.source)
            if (source.first < who.last && who.first < source.last) return false;
        set_source(draft, who);
        draft.content.assign(1, with_words_ahead({quote.first, quote.last}, sentence));
        draft.frame = Frame::quote;
        draft.weak = draft.by_prep = false;
        draft.rule = "verb.quote";
        return true;
    }

    // A quote that goes on from plain words right before it, with no mark between, is part of a sentence that is all said.
    Range with_words_ahead(Range quote, const Sentence& sentence) const {
        if (quote.first <= sentence.first || view_.is_punct(quote.first - 1)) return quote;
        for (std::uint32_t at = sentence.first; at < quote.first; ++at) {
            const std::string_view word = view_.document.word(at);
            if (word == ":" || word == ";" || word == "-" || word == "--" || word == "—" || word == "–") return quote;
            if (view_.upos(at) != Upos::VERB) continue;
            const CueEntry* entry = view_.lexicon.find(CuePos::verb, view_.lemma(at));
            if (entry != nullptr && entry->weight >= 8 && entry->has(Frame::quote)) return quote;
        }
        return {sentence.first, quote.last};
    }

    // Starts with a name, noun or pronoun and has no verb but in a relative clause.
    bool is_name_phrase(Range who) const {
        const Upos first = view_.upos(who.first);
        if (first != Upos::PROPN && first != Upos::PRON && first != Upos::DET && first != Upos::NOUN && first != Upos::ADJ)
            return false;
        bool noun = false, relative = false;
        for (std::uint32_t at = who.first; at < who.last; ++at) {
            const Upos upos = view_.upos(at);
            noun = noun || upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON;
            relative = relative || (at > who.first && view_.parse.xpos[at].starts_with("W"));
            if ((upos == Upos::VERB || upos == Upos::AUX || upos == Upos::SCONJ) && !relative &&
                !view_.parse.xpos[at].starts_with("VBN") && !view_.parse.xpos[at].starts_with("VBG"))
                return false;
        }
        return noun;
    }

    // A finite cue whose subject the tree does not show: the noun phrase right before it.
    void name_before(Draft& draft, Range cue, const Sentence& sentence) {
        if (!view_.parse.xpos[draft.head].starts_with("VB") || view_.parse.xpos[draft.head] == "VBN" ||
            view_.is_passive(draft.head) || view_.rel(draft.head) == Rel::conj)
            return;
        const Range who = chunk_before(cue.first, sentence);
        if (!who.empty() && is_nominal(who) && is_name_phrase(who)) set_source(draft, who);
    }

    // Words before `end` back to punctuation outside brackets, or to another verb.
    Range chunk_before(std::uint32_t end, const Sentence& sentence) const {
        Range who{end, end};
        bool bracket = false;
        while (who.first > sentence.first && who.last - who.first < 14) {
            const std::uint32_t at = who.first - 1;
            const std::string_view word = view_.document.word(at);
            if (word == ")" && !bracket) {
                bracket = true;
            } else if (word == "(" && bracket) {
                bracket = false;
            } else if (!bracket) {
                const Upos upos = view_.upos(at);
                if (view_.is_punct(at) || upos == Upos::SCONJ || upos == Upos::CCONJ || view_.quotes.outer_at[at] != no_region)
                    break;
                if (upos == Upos::VERB || upos == Upos::AUX) return {};
            }
            --who.first;
        }
        return who;
    }

    bool has_finite(Range range) const {
        for (std::uint32_t at = range.first; at < range.last; ++at)
            if (view_.parse.features[at].verb_form == VerbForm::finite) return true;
        return false;
    }

    bool is_nominal(Range who) const {
        bool noun = false;
        for (std::uint32_t at = who.first; at < who.last; ++at) {
            noun = noun || view_.upos(at) == Upos::NOUN || view_.upos(at) == Upos::PROPN || view_.upos(at) == Upos::PRON;
            if (view_.parse.features[at].pron_type == PronType::relative || view_.lemma(at) == "who" ||
                view_.lemma(at) == "which" || view_.lemma(at) == "that")
                return false;
        }
        return noun && view_.upos(who.first) != Upos::ADP;
    }

    // Past the cue's own adverbs, addressees and times.
    std::uint32_t end_of_own_words(std::uint32_t from, const Sentence& sentence) const {
        std::uint32_t at = from;
        while (at < sentence.last && at < from + 12 && !view_.is_punct(at)) ++at;
        return at;
    }

    // Nothing follows the cue but its adverbs, its day, its medium, those it is told to, and then a mark.
    bool closes(const Draft& draft, std::uint32_t from, const Sentence& sentence) const {
        const std::uint32_t at = end_of_own_words(from, sentence);
        if (at > from && !draft.entry->has(Frame::told)) {
            const Upos upos = view_.upos(from);
            if (upos != Upos::ADV && upos != Upos::ADP && !view_.lexicon.weekday.contains(view_.document.word(from)))
                return false;
        }
        for (std::uint32_t own = from; own < at; ++own)
            if (view_.upos(own) == Upos::VERB || view_.upos(own) == Upos::SCONJ || view_.upos(own) == Upos::AUX) return false;
        if (at == sentence.last) return true;
        const std::string_view mark = view_.document.word(at);
        return mark == "," || mark == "." || mark == "--" || mark == "-" || mark == ";" || mark == "?" ||
               view_.quotes.outer_at[at] != no_region;
    }

    void set_source(Draft& draft, Range who) {
        trim(view_, who);
        std::uint32_t head = who.first;
        for (std::uint32_t t = who.last; t-- > who.first;) {
            const bool outside = view_.head(t) == no_head || !who.contains(static_cast<std::uint32_t>(view_.head(t)));
            if (outside && !view_.is_punct(t)) head = t;
        }
        draft.source.assign(1, who);
        draft.source_head = static_cast<std::int32_t>(head);
        draft.speakers = joint_heads(view_, head);
        std::erase_if(draft.speakers, [&](std::uint32_t speaker) { return !who.contains(speaker); });
    }

    // "went on to say": the verbs that only lead to the cue belong to it.
    Range widened(Range cue) {
        std::uint32_t t = cue.last;
        for (t = cue.first; t < cue.last; ++t)
            if (view_.upos(t) == Upos::VERB) break;
        if (t == cue.last || view_.rel(t) != Rel::xcomp || view_.head(t) == no_head) return cue;
        const auto up = static_cast<std::uint32_t>(view_.head(t));
        if (up < t && t - up <= 4 && view_.lexicon.aspect.contains(view_.lemma(up))) cue.first = cue_range(view_, up).first;
        return cue;
    }

    void negation(Draft& draft) {
        for (const Range& part : draft.cue)
            for (std::uint32_t t = part.first; t < part.last; ++t) {
                const std::string_view lemma = view_.lemma(t);
                if (lemma == "not" || lemma == "never" || lemma == "n't" || lemma == "refuse" || lemma == "decline")
                    draft.negated = true;
                if (view_.rel(t) == Rel::advmod && view_.lexicon.hedge.contains(lemma))
                    draft.hedge = static_cast<std::int32_t>(t);
            }
        if (view_.is_participle(draft.head) && view_.head(draft.head) != no_head &&
            view_.lexicon.avoid.contains(view_.lemma(static_cast<std::uint32_t>(view_.head(draft.head)))))
            draft.negated = true;
        for (const std::uint32_t below : view_.tree.children(draft.head)) {
            if (view_.rel(below) != Rel::advmod || view_.quotes.outer_at[below] != no_region || (below > draft.head + 2) ||
                below + 6 < draft.head)
                continue;
            if (view_.lexicon.hedge.contains(view_.lemma(below))) draft.hedge = static_cast<std::int32_t>(below);
            if (view_.lemma(below) == "never" || view_.lemma(below) == "not") draft.negated = true;
        }
    }

    // Content without the cue, the source and their punctuation.
    void clean(Draft& draft) {
        std::vector<Range> holes = draft.cue;
        holes.insert(holes.end(), draft.source.begin(), draft.source.end());
        std::vector<Range> content;
        for (const Range& range : draft.content)
            for (Range part : without(range, holes)) {
                trim(view_, part);
                if (!part.empty()) content.push_back(part);
            }
        draft.content = std::move(content);
    }

    // Finds the complement that the entry's frames ask for; false: none.
    bool complement(Draft& draft) {
        const std::uint32_t t = draft.head;
        const CueEntry& entry = *draft.entry;
        if (view_.is_passive(t)) {
            if (passive(draft)) return true;
        }
        return clause(draft) || sentence_around(draft) || object_and_more(draft) || infinitive(draft) || raising(draft) ||
               prepositional(draft, entry) || plain_object(draft) || doing(draft);
    }

    void take(Draft& draft, Frame frame, Range content, const char* rule) {
        const bool clause = frame == Frame::that || frame == Frame::wh || frame == Frame::told || frame == Frame::quote;
        if (!clause && view_.upos(draft.head) == Upos::VERB && content.first > draft.head) {
            reach(draft.head, content, false);
            cut_aside(draft.head, content, frame == Frame::obj);
        }
        draft.frame = frame;
        draft.content.push_back(content);
        draft.rule = rule;
        draft.weak = draft.entry->is_weak(frame);
    }

    // Ends a noun phrase or infinitive before a comma with a participle of saying, "after …" or "not …" behind it.
    void cut_aside(std::uint32_t t, Range& content, bool noun) const {
        for (std::uint32_t at = content.first + 1; at + 1 < content.last; ++at) {
            if (view_.quotes.outer_at[at] != no_region) continue;
            const std::string_view here = view_.lemma(at);
            if (view_.rel(at) == Rel::mark && (here == "while" || here == "because" || here == "although" || here == "though")) {
                content.last = at;
                return;
            }
            if (view_.document.word(at) != ",") continue;
            const std::uint32_t next = at + 1;
            const bool saying = view_.is_participle(next) && view_.lexicon.find(CuePos::verb, view_.lemma(next)) != nullptr;
            const std::string_view word = view_.lemma(next);
            const bool aside = word == "after" || word == "while" || word == "because" || word == "although" ||
                               word == "though" || word == "who" ||
                               (noun && (word == "which" || word == "when" || word == "where"));
            if (!saying && !aside) continue;
            if (saying && view_.head(next) != no_head && static_cast<std::uint32_t>(view_.head(next)) > t &&
                view_.rel(next) == Rel::conj)
                continue;
            content.last = at;
            return;
        }
    }

    // The objects of a verb that has a clause are those it is said to.
    void addressees(Draft& draft) {
        const std::uint32_t t = draft.head;
        for (const std::uint32_t below : view_.tree.children(t)) {
            const Rel rel = view_.rel(below);
            if ((rel == Rel::obj && view_.case_of(below) == "to") || (rel == Rel::iobj && draft.entry->has(Frame::told)) ||
                (rel == Rel::obj && (draft.entry->has(Frame::told) || draft.entry->has(Frame::obj_inf))) ||
                (rel == Rel::nsubj && view_.sub(below) == Sub::pass)) {
                draft.addressees.push_back(below);
            } else if (rel == Rel::obl && below > t) {
                Prep prep{};
                const std::string_view marker = view_.case_of(below);
                if (marker == "to" ||
                    (parse_prep(marker, prep) && (draft.entry->addressee_preps >> static_cast<unsigned>(prep) & 1u)))
                    if (is_somebody(below)) draft.addressees.push_back(below);
            }
        }
    }

    bool is_somebody(std::uint32_t t) const {
        return view_.upos(t) == Upos::PROPN || view_.upos(t) == Upos::PRON || view_.lexicon.person.contains(view_.lemma(t)) ||
               (t < view_.cast.mention_at.size() && view_.cast.mention_at[t] != no_index);
    }

    bool takes_clause(const CueEntry& entry, bool question) const {
        if (question && entry.has(Frame::wh)) return true;
        return entry.has(Frame::that) || entry.has(Frame::told) || entry.has(Frame::quote) || entry.has(Frame::wh);
    }

    bool clause(Draft& draft) {
        const std::uint32_t t = draft.head;
        for (const std::uint32_t below : view_.tree.children(t)) {
            const bool before_colon = view_.rel(below) == Rel::parataxis && below > t && is_quoted_or_after_colon(below);
            const bool fronted = view_.rel(below) == Rel::parataxis && below < t && draft.entry->has(Frame::that);
            if (view_.rel(below) != Rel::ccomp && !before_colon && !fronted) continue;
            if (below < t && view_.tree.right(below) - view_.tree.left(below) == 1 &&
                (view_.upos(below) == Upos::ADV || view_.upos(below) == Upos::PRON))
                continue;
            if (is_circumstance(below, t) || is_bare_noun(below, t) || is_attribution(below, t)) continue;
            const bool question = view_.is_question(below);
            if (!takes_clause(*draft.entry, question)) continue;
            take(draft,
                 question && draft.entry->has(Frame::wh) ? Frame::wh
                 : draft.entry->has(Frame::told)         ? Frame::told
                 : draft.entry->has(Frame::that)         ? Frame::that
                                                         : Frame::quote,
                 view_.subtree(below),
                 view_.mark_of(below) == "that" ? "verb.that"
                 : question                     ? "verb.wh"
                                                : "verb.that-less");
            draft.content_head = static_cast<std::int32_t>(below);
            addressees(draft);
            if (below < t) goes_on_after(draft);
            if (below > t) widen_clause(draft), end_before_next_cue(draft, below), end_before_participle(draft);
            return true;
        }
        return hidden_clause(draft);
    }

    // "Had the talks failed, a diplomat said, there would have been war.": the clause after the cue, too.
    void goes_on_after(Draft& draft) {
        for (const std::uint32_t below : view_.tree.children(draft.head)) {
            if (below < draft.head || view_.rel(below) != Rel::ccomp) continue;
            const std::uint32_t comma = draft.head + 1;  // before `below`, so there is one
            if (view_.document.word(comma) != ",") continue;
            draft.content.push_back({comma, view_.subtree(below).last});
            draft.content.front().first = std::min(draft.content.front().first, view_.subtree(below).first);
            draft.content_head = static_cast<std::int32_t>(below);
            return;
        }
    }

    // "said it was over, adding that …": a participle of saying after a comma goes on from the cue, not from the clause.
    void end_before_participle(Draft& draft) {
        const std::uint32_t t = draft.head;
        Range& content = draft.content.back();
        if (draft.entry->thought || draft.entry->weight < 8) return;
        for (std::uint32_t at = content.first + 2; at + 2 < content.last; ++at) {
            if (view_.document.word(at) != "," || view_.quotes.outer_at[at] != no_region || !view_.is_participle(at + 1))
                continue;
            const CueEntry* entry = view_.lexicon.find(CuePos::verb, view_.lemma(at + 1));
            if (entry == nullptr || entry->thought || entry->weight < 7 || !entry->has(Frame::that) || !entry->has(Frame::quote))
                continue;
            content.last = at;
            goes_on_.emplace(at + 1, t);
            return;
        }
    }

    // The tag of what makes a clause finite: its verb, or the auxiliary or copula below it.
    std::string_view finite_tag(std::uint32_t clause_at) const {
        for (const std::uint32_t below : view_.tree.children(clause_at))
            if (below < clause_at && (view_.rel(below) == Rel::aux || view_.rel(below) == Rel::cop))
                return view_.parse.xpos[below];
        return view_.parse.xpos[clause_at];
    }

    // A verb of saying with a clause or an infinitive of its own.
    bool speaks_on(std::uint32_t verb_at) {
        const CueEntry* entry = entry_of_verb(verb_at);
        if (entry == nullptr || entry->thought || entry->weight < 7 || !entry->has(Frame::that)) return false;
        const std::int32_t done = view_.child(verb_at, Rel::xcomp);
        return view_.child(verb_at, Rel::ccomp) >= 0 || (done >= 0 && view_.is_infinitive(static_cast<std::uint32_t>(done)));
    }

    // "said she regretted it and promised to stay", "said it will hold and blamed the weather": a verb in the cue's own tense,
    // joined to a reported clause in another tense, or a verb of saying in any, goes on from the cue.
    void end_before_next_cue(Draft& draft, std::uint32_t clause_at) {
        const std::uint32_t t = draft.head;
        if (draft.entry->thought || draft.entry->weight < 8 || view_.quotes.outer_at[clause_at] != no_region) return;
        for (const std::uint32_t joined : view_.tree.children(clause_at)) {
            if (joined < clause_at || view_.rel(joined) != Rel::conj || view_.upos(joined) != Upos::VERB) continue;
            if (view_.parse.xpos[joined] != view_.parse.xpos[t] || view_.child(joined, Rel::nsubj) >= 0 ||
                view_.child(joined, Rel::aux) >= 0 || view_.quotes.outer_at[joined] != no_region)
                continue;
            if (finite_tag(clause_at) == view_.parse.xpos[t] && !speaks_on(joined)) continue;
            const std::int32_t and_at = view_.child(joined, Rel::cc);
            const std::uint32_t end = and_at >= 0 ? static_cast<std::uint32_t>(and_at) : view_.tree.left(joined);
            Range& content = draft.content.back();
            if (end <= content.first || end >= content.last) continue;
            content.last = end;
            goes_on_.emplace(joined, t);
            return;
        }
    }

    // "…, he said, referring to the talks" and "Asked about the talks, he said …": a participle without a subject, set off by a
    // comma, is no reported clause whatever the tree calls it.
    bool is_circumstance(std::uint32_t clause_at, std::uint32_t t) const {
        if (view_.child(clause_at, Rel::nsubj) >= 0 || view_.child(clause_at, Rel::aux) >= 0 ||
            view_.child(clause_at, Rel::cop) >= 0 || view_.quotes.outer_at[clause_at] != no_region)
            return false;
        const bool past = view_.parse.xpos[clause_at] == "VBN" || view_.parse.xpos[clause_at] == "VBD";
        const Range words = view_.words[clause_at];
        if (clause_at > t)
            return view_.is_participle(clause_at) && words.first > t + 1 && view_.document.word(words.first - 1) == ",";
        return (past || view_.is_participle(clause_at)) && words.first == clause_at && words.last < t &&
               view_.document.word(words.last) == ",";
    }

    // "told CBS on Sunday": a noun without a subject is whom it is told.
    bool is_bare_noun(std::uint32_t clause_at, std::uint32_t t) const {
        return clause_at > t && (view_.upos(clause_at) == Upos::NOUN || view_.upos(clause_at) == Upos::PROPN) &&
               view_.child(clause_at, Rel::nsubj) < 0 && view_.child(clause_at, Rel::cop) < 0 &&
               view_.child(clause_at, Rel::expl) < 0 && view_.quotes.outer_at[clause_at] == no_region &&
               draft_has_quote_before(t);
    }

    // "told him in a call that …, an official said.": the last words say whose report that is, not what was told.
    bool is_attribution(std::uint32_t clause_at, std::uint32_t t) const {
        const std::uint32_t opens = view_.tree.left(clause_at);
        if (clause_at < t || opens <= t || view_.child(clause_at, Rel::ccomp) >= 0 || view_.child(clause_at, Rel::nsubj) < 0)
            return false;
        if (view_.document.word(opens) != "," && view_.document.word(opens - 1) != ",") return false;
        const CueEntry* entry = view_.lexicon.find(CuePos::verb, view_.lemma(clause_at));
        return entry != nullptr && !entry->thought && entry->weight >= 8 && entry->has(Frame::that) && entry->has(Frame::quote);
    }

    bool draft_has_quote_before(std::uint32_t t) const {
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(t)];
        return view_.quotes.outer_at[sentence.first] != no_region;
    }

    // "said at a rally that …": the parser may hang the clause on the noun before it.
    bool hidden_clause(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::that) && !draft.entry->has(Frame::told)) return false;
        for (const std::uint32_t below : view_.tree.children(t)) {
            const Rel rel = view_.rel(below);
            if (below < t || (rel != Rel::obl && rel != Rel::obj && rel != Rel::iobj)) continue;
            const Range part = view_.subtree(below);
            if (part.last - part.first > 120) continue;
            for (std::uint32_t at = part.first + 1; at < part.last; ++at) {
                const std::int32_t clause_at = that_clause(at);
                if (clause_at == no_token || !hangs_on_noun(static_cast<std::uint32_t>(clause_at), draft, rel)) continue;
                take(draft, Frame::that, view_.subtree(static_cast<std::uint32_t>(clause_at)), "verb.that");
                draft.content_head = clause_at;
                if (rel == Rel::obj || rel == Rel::iobj) draft.addressees.push_back(below);
                return true;
            }
        }
        return false;
    }

    // The head of the clause that a "that" at `at` opens, with a subject of its own.
    std::int32_t that_clause(std::uint32_t at) const {
        if (view_.lemma(at) != "that" || view_.head(at) == no_head) return no_token;
        const auto clause_at = static_cast<std::uint32_t>(view_.head(at));
        const Rel rel = view_.rel(clause_at);
        if (clause_at < at || view_.tree.left(clause_at) != at || (rel != Rel::acl && rel != Rel::advcl && rel != Rel::ccomp))
            return no_token;
        if (view_.rel(at) != Rel::mark && view_.rel(at) != Rel::obj) return no_token;
        return view_.child(clause_at, Rel::nsubj) >= 0 || view_.child(clause_at, Rel::expl) >= 0
                   ? static_cast<std::int32_t>(clause_at)
                   : no_token;
    }

    // A noun that takes such a clause itself ("a letter that …") keeps it, but not from a verb that wants one.
    bool hangs_on_noun(std::uint32_t clause_at, const Draft& draft, Rel rel) const {
        if (view_.head(clause_at) == no_head) return false;
        const auto noun_at = static_cast<std::uint32_t>(view_.head(clause_at));
        const bool cue_noun = view_.lexicon.find(CuePos::noun, view_.lemma(noun_at)) != nullptr;
        return draft.entry->weight >= 8 && (!cue_noun || rel == Rel::obl);
    }

    // A clause that follows its cue runs from there to where the cue's other complements begin: the words that the tree hangs
    // on the cue itself by mistake belong to it.
    void widen_clause(Draft& draft) {
        const std::uint32_t t = draft.head;
        Range& content = draft.content.back();
        for (std::uint32_t at = cue_range(view_, t).last; at < content.first;) {
            if (view_.is_punct(at)) {
                if (view_.quotes.outer_at[at] != no_region && view_.quotes.outer_at[content.first] == view_.quotes.outer_at[at])
                    break;
                ++at;
                continue;
            }
            const std::uint32_t other = child_holding(t, at, draft);
            if (other == t || view_.tree.left(other) != at) {
                if (content.first - at <= 25 && other == t) content.first = at;
                break;
            }
            at = view_.tree.right(other);
        }
        reach(t, content, true);
        past_quote(t, content);
    }

    // Words in marks inside a clause mislead parsers about where it ends: "… called it “a help,” and she would stay" goes on, and
    // so does "… what they told him: “Stay.”"
    void past_quote(std::uint32_t t, Range& content) const {
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(t)];
        std::uint32_t at = content.last;
        while (at < sentence.last && view_.is_punct(at) && view_.document.word(at) != ":" &&
               view_.quotes.outer_at[at] != no_region)
            ++at;
        if (at + 2 >= sentence.last) return;
        if (view_.document.word(at) == ":") {
            const std::int32_t region = view_.quotes.outer_at[at + 1];
            if (region != no_region && view_.quotes.regions[static_cast<std::size_t>(region)].first == at + 1)
                content.last = view_.quotes.regions[static_cast<std::size_t>(region)].last;
            return;
        }
        if (view_.quotes.outer_at[at - 1] == no_region || view_.upos(at) != Upos::CCONJ || view_.quotes.outer_at[at] != no_region)
            return;
        const std::int32_t joined = view_.head(at);
        if (joined == no_head || static_cast<std::uint32_t>(joined) < at) return;
        const auto verb_at = static_cast<std::uint32_t>(joined);
        const bool subject = view_.child(verb_at, Rel::nsubj) >= 0;
        const CueEntry* entry =
            view_.upos(verb_at) == Upos::VERB ? view_.lexicon.find(CuePos::verb, view_.lemma(verb_at)) : nullptr;
        const bool speaks = entry != nullptr && entry->weight >= 8 && !entry->thought;
        if ((subject || view_.child(verb_at, Rel::aux) >= 0) && !speaks)
            content.last = std::max(content.last, view_.words[verb_at].last);
    }

    // Content goes on through the cue's further complements that follow it without a mark between, but for when and where it
    // was said.
    void reach(std::uint32_t t, Range& content, bool clause) const {
        for (const std::uint32_t below : view_.tree.children(t)) {
            const Range part = view_.subtree(below);
            if (below < t || part.first < content.last) continue;
            const Rel rel = view_.rel(below);
            const bool that = clause && rel == Rel::conj && view_.mark_of(below) == "that";
            const bool complement =
                rel == Rel::obj || rel == Rel::ccomp || rel == Rel::xcomp || rel == Rel::nmod || rel == Rel::acl ||
                (rel == Rel::advcl && !(clause && view_.is_participle(below)) && (clause || !opens_circumstance(below))) ||
                (rel == Rel::obl && !is_setting(below) && (clause || view_.case_of(below) != "in")) ||
                (rel == Rel::compound && view_.sub(below) == Sub::prt) ||
                (rel == Rel::advmod && !clause && part.last - part.first == 1 && !view_.document.word(below).ends_with("ly"));
            if (that || (part.first == content.last && complement && !view_.is_punct(part.first))) content.last = part.last;
        }
    }

    // "after …", "because …": why and when, not what.
    bool opens_circumstance(std::uint32_t clause_at) const {
        const std::string_view mark = view_.mark_of(clause_at);
        return mark == "because" || mark == "when" || mark == "while" || mark == "as" || mark == "although" || mark == "though";
    }

    // A time, a day, or the medium of the words: the setting of the saying, not what is said.
    bool is_setting(std::uint32_t nominal) const {
        if (view_.lexicon.weekday.contains(view_.document.word(nominal)) || view_.lexicon.medium.contains(view_.lemma(nominal)))
            return true;
        if (view_.is_time(nominal)) return true;
        return view_.lexicon.occasion.contains(view_.lemma(nominal));
    }

    // The dependent of `verb` (other than the content) in whose words `at` stands; `verb` itself when it is part of no such
    // dependent.
    std::uint32_t child_holding(std::uint32_t verb, std::uint32_t at, const Draft& draft) const {
        for (const std::uint32_t below : view_.tree.children(verb)) {
            if (static_cast<std::int32_t>(below) == draft.content_head) continue;
            const Rel rel = view_.rel(below);
            const bool own = rel == Rel::obl || rel == Rel::advmod || rel == Rel::iobj || rel == Rel::advcl ||
                             rel == Rel::nsubj || rel == Rel::compound || rel == Rel::discourse ||
                             (rel == Rel::obj && draft.entry->has(Frame::told)) || rel == Rel::obj;
            if (own && view_.subtree(below).contains(at)) return below;
        }
        return verb;
    }

    bool is_quoted_or_after_colon(std::uint32_t t) const {
        if (view_.quotes.outer_at[t] != no_region) return true;
        const std::uint32_t first = view_.tree.left(t);
        for (std::uint32_t at = first; at < std::min(first + 2, view_.size()); ++at)
            if (view_.document.word(at) == ":") return true;
        return first > 0 && view_.document.word(first - 1) == ":";
    }

    // "…, officials say": the cue hangs on the clause that it reports.
    bool sentence_around(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (view_.rel(t) != Rel::parataxis && !as_clause(t)) return false;
        if (as_clause(t) && !put_it(t) && (draft.entry->weight < 8 || draft.entry->thought)) return false;
        if (view_.head(t) == no_head || find_source(view_, t) == no_token) return false;
        if (!put_it(t) && !draft.entry->has(Frame::that) && !draft.entry->has(Frame::quote)) return false;
        if (view_.is_participle(t)) return false;
        if (!as_clause(t) && !only_speaks(t, *draft.entry)) return false;
        const auto up = static_cast<std::uint32_t>(view_.head(t));
        if (view_.upos(up) == Upos::PROPN && view_.child(up, Rel::nsubj) < 0) return false;
        draft.content = without(view_.subtree(up), {inserted(t, up)});
        draft.frame = draft.entry->has(Frame::that) ? Frame::that : Frame::quote;
        draft.content_head = view_.head(t);
        draft.rule = as_clause(t) ? "as.clause" : "verb.parenthesis";
        if (as_clause(t)) {
            draft.form = StatementForm::according_to;
            Range cue = cue_range(view_, t);
            if (put_it(t) && static_cast<std::uint32_t>(object(t)) == cue.last) ++cue.last;
            draft.cue.push_back(cue);
        }
        addressees(draft);
        return true;
    }

    // An inserted cue has a subject and no complement of its own: "they say", "officials told reporters".
    bool only_speaks(std::uint32_t t, const CueEntry& entry) const {
        if (!entry.has(Frame::that) || entry.weight < 6) return false;
        for (const std::uint32_t below : view_.tree.children(t)) {
            const Rel rel = view_.rel(below);
            if (rel == Rel::ccomp || rel == Rel::xcomp || rel == Rel::mark || (rel == Rel::obj && !entry.has(Frame::told)))
                return false;
        }
        return true;
    }

    // The words of an inserted cue clause, without marks that the tree hangs on it from beyond its host.
    Range inserted(std::uint32_t t, std::uint32_t host) const {
        Range range = view_.subtree(t);
        if (!range.contains(host)) return range;
        if (host > t)
            range.last = std::min(range.last, view_.tree.left(host) > t ? view_.tree.left(host) : t + 1);
        else
            range.first = std::max(range.first, host + 1);
        for (const std::uint32_t below : view_.tree.children(host))
            if (below != t && below > t) range.last = std::min(range.last, std::max(t + 1, view_.tree.left(below)));
        return range;
    }

    // "as Russia calls it", "as the minister put it": a clause of its own with nothing it reports inside.
    bool as_clause(std::uint32_t t) const {
        return view_.rel(t) == Rel::advcl && view_.mark_of(t) == "as" && view_.child(t, Rel::ccomp) < 0 &&
               (view_.child(t, Rel::obj) < 0 || put_it(t));
    }

    bool put_it(std::uint32_t t) const {
        if (!view_.lexicon.it.contains(view_.lemma(t)) || view_.rel(t) != Rel::advcl || view_.mark_of(t) != "as") return false;
        const std::int32_t it = object(t);
        return it >= 0 && view_.lemma(static_cast<std::uint32_t>(it)) == "it";
    }

    std::int32_t object(std::uint32_t t) const {
        const std::int32_t direct = view_.child(t, Rel::obj);
        return direct >= 0 ? direct : view_.child(t, Rel::iobj);
    }

    bool is_relative_word(std::uint32_t t) const {
        return view_.parse.features[t].pron_type == PronType::relative || view_.lemma(t) == "which" || view_.lemma(t) == "what";
    }

    // Object with what follows it: urge somebody to do, call somebody something, accuse somebody of something.
    bool object_and_more(Draft& draft) { return object_and_more(draft, object(draft.head)) || predicate_by_order(draft); }

    bool object_and_more(Draft& draft, std::int32_t object_at) {
        const std::uint32_t t = draft.head;
        const CueEntry& entry = *draft.entry;
        if (object_at < 0 || static_cast<std::uint32_t>(object_at) < t || is_relative_word(static_cast<std::uint32_t>(object_at)))
            return false;
        Range range = view_.subtree(static_cast<std::uint32_t>(object_at));
        Frame frame = Frame::obj;
        const char* rule = nullptr;
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below <= static_cast<std::uint32_t>(object_at)) continue;
            const Rel rel = view_.rel(below);
            Prep prep{};
            if ((rel == Rel::xcomp || rel == Rel::advcl || rel == Rel::ccomp) && view_.is_infinitive(below) &&
                entry.has(Frame::obj_inf)) {
                frame = Frame::obj_inf, rule = "verb.object-infinitive";
            } else if (rel == Rel::xcomp && entry.has(Frame::obj_pred) && !view_.is_infinitive(below)) {
                frame = Frame::obj_pred, rule = "verb.object-predicate";
            } else if ((rel == Rel::obl || rel == Rel::advcl || rel == Rel::xcomp) && entry.has(Frame::obj_as) &&
                       (view_.case_of(below) == "as" || view_.mark_of(below) == "as")) {
                frame = Frame::obj_as, rule = "verb.object-as";
            } else if ((rel == Rel::advcl || rel == Rel::xcomp || rel == Rel::ccomp) && entry.has(Frame::obj_ing) &&
                       view_.is_participle(below)) {
                frame = Frame::obj_ing, rule = "verb.object-doing";
            } else if (rel == Rel::obl && parse_prep(view_.case_of(below), prep) && entry.takes_after_object(prep)) {
                frame = Frame::obj, rule = "verb.object-preposition";
            } else if (rel == Rel::advcl && parse_prep(view_.mark_of(below), prep) && entry.takes_after_object(prep)) {
                frame = Frame::obj, rule = "verb.object-preposition";
            } else {
                continue;
            }
            range.last = std::max(range.last, view_.tree.right(below));
            break;
        }
        if (rule == nullptr) return false;
        take(draft, frame, range, rule);
        if (frame == Frame::obj_inf) draft.addressees.push_back(static_cast<std::uint32_t>(object_at));
        return true;
    }

    // "called the plan a hoax", where the tree has two objects, a clause, or one noun phrase out of both.
    bool predicate_by_order(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::obj_pred) || draft.entry->has(Frame::that) || draft.entry->has(Frame::seem)) return false;
        Range range{};
        for (const std::uint32_t below : view_.tree.children(t)) {
            const Rel rel = view_.rel(below);
            if (below < t || (rel != Rel::obj && rel != Rel::iobj && rel != Rel::xcomp && rel != Rel::ccomp)) continue;
            const Range part = view_.subtree(below);
            range = range.empty() ? part : Range{std::min(range.first, part.first), std::max(range.last, part.last)};
        }
        if (range.empty() || range.first < t || is_relative_word(range.first)) return false;
        if (range.last < view_.size() && view_.quotes.outer_at[range.last] != no_region) {  // called it 'a small war'
            const QuoteRegion& quote = view_.quotes.regions[static_cast<std::size_t>(view_.quotes.outer_at[range.last])];
            if (quote.first == range.last) range.last = quote.last;
        }
        take(draft, Frame::obj_pred, range, "verb.object-predicate");
        return true;
    }

    bool infinitive(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::inf)) return false;
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t || (view_.rel(below) != Rel::xcomp && view_.rel(below) != Rel::ccomp) || !view_.is_infinitive(below))
                continue;
            take(draft, Frame::inf, view_.subtree(below), "verb.infinitive");
            draft.content_head = static_cast<std::int32_t>(below);
            return true;
        }
        return infinitive_after_time(draft);
    }

    // "agreed on Friday to reopen": after a day the parser takes the infinitive for a purpose, or hangs it on the day.
    bool infinitive_after_time(Draft& draft) {
        const auto to_do = [&](std::uint32_t above, Rel rel) {
            for (const std::uint32_t below : view_.tree.children(above)) {
                if (below < draft.head || !view_.is_infinitive(below) || view_.rel(below) != rel) continue;
                const Range range = view_.subtree(below);
                if (range.first == 0 || range.first <= draft.head || !view_.is_time(range.first - 1)) continue;
                take(draft, Frame::inf, range, "verb.infinitive");
                draft.content_head = static_cast<std::int32_t>(below);
                return true;
            }
            return false;
        };
        if (to_do(draft.head, Rel::advcl)) return true;
        for (const std::uint32_t day : view_.tree.children(draft.head))
            if (day > draft.head && view_.rel(day) == Rel::obl && view_.is_time(day) && to_do(day, Rel::acl)) return true;
        return false;
    }

    // "He appears to …": what seems so is said of the subject, and nobody is named who says it.
    bool raising(Draft& draft) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::seem)) return false;
        const std::int32_t complement = view_.child(t, Rel::xcomp);
        const std::int32_t subject = view_.child(t, Rel::nsubj);
        if (complement < 0 || static_cast<std::uint32_t>(complement) < t) return false;
        if (subject >= 0) draft.content.push_back(source_range(view_, static_cast<std::uint32_t>(subject), t));
        take(draft, Frame::seem, view_.subtree(static_cast<std::uint32_t>(complement)), "verb.raising");
        return true;
    }

    bool prepositional(Draft& draft, const CueEntry& entry) {
        const std::uint32_t t = draft.head;
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t) continue;
            const Rel rel = view_.rel(below);
            if (rel != Rel::obl && rel != Rel::advcl && rel != Rel::nmod && rel != Rel::xcomp && rel != Rel::ccomp) continue;
            const std::string_view marker = rel == Rel::obl || rel == Rel::nmod ? view_.case_of(below) : view_.mark_of(below);
            Prep prep{};
            if (!parse_prep(marker, prep) || !entry.has(prep)) continue;
            if (rel != Rel::obl && rel != Rel::nmod && view_.is_infinitive(below)) continue;
            if (rel == Rel::nmod) continue;
            if (rel == Rel::obl && marker != "about" && marker != "of" && is_plain_time(below)) continue;
            Range range = view_.subtree(below);
            std::uint32_t marker_at = range.first;
            while (marker_at < range.last && view_.lemma(marker_at) != marker) ++marker_at;
            if (marker_at >= below) continue;
            Range cue = widened(cue_range(view_, t));
            if (marker_at >= cue.last && marker_at - cue.last <= 2) cue.last = marker_at + 1;
            range.first = marker_at + 1;
            draft.cue.push_back(cue);
            take(draft, Frame::obj, range, "verb.preposition");
            draft.weak = entry.is_weak(prep);
            draft.by_prep = true;
            for (const std::uint32_t other : view_.tree.children(t))
                if (view_.rel(other) == Rel::obl && other != below &&
                    (view_.case_of(other) == "to" || view_.case_of(other) == "with") && is_somebody(other))
                    draft.addressees.push_back(other);
            return true;
        }
        return false;
    }

    // "agreed on Friday": when it was said, not what.
    bool is_plain_time(std::uint32_t nominal) const {
        return view_.is_time(nominal) && view_.words[nominal].last - view_.words[nominal].first <= 6;
    }

    bool plain_object(Draft& draft) { return plain_object(draft, object(draft.head)); }

    bool plain_object(Draft& draft, std::int32_t object_at) {
        const std::uint32_t t = draft.head;
        if (!draft.entry->has(Frame::obj) || object_at < 0) return false;
        const auto at = static_cast<std::uint32_t>(object_at);
        if (at < t || is_relative_word(at) || is_plain_time(at)) return false;
        if (draft.entry->has(Frame::told)) return false;  // the one who is told
        const std::uint32_t next = view_.tree.right(at);
        if (view_.lemma(t) == "say" && view_.upos(at) != Upos::PRON && view_.upos(at) != Upos::DET && by_order(draft))
            return true;
        if (draft.entry->has(Frame::that) && next < view_.size() &&
            view_.document.sentence_of(next) == view_.document.sentence_of(t) && has_finite({next, next + 1}) && by_order(draft))
            return true;
        take(draft, Frame::obj, view_.subtree(at), "verb.object");
        return true;
    }

    bool doing(Draft& draft) {
        if (!draft.entry->has(Frame::ing)) return false;
        for (const std::uint32_t below : view_.tree.children(draft.head)) {
            if (below < draft.head || (view_.rel(below) != Rel::xcomp && view_.rel(below) != Rel::ccomp) ||
                !view_.is_participle(below))
                continue;
            take(draft, Frame::ing, view_.subtree(below), "verb.doing");
            return true;
        }
        return false;
    }

    // "is expected to", "was called a", "was told that", "was criticised by".
    bool passive(Draft& draft) {
        const std::uint32_t t = draft.head;
        const CueEntry& entry = *draft.entry;
        std::int32_t subject = no_token;
        for (const std::uint32_t below : view_.tree.children(t))
            if (view_.rel(below) == Rel::nsubj && view_.sub(below) == Sub::pass) subject = static_cast<std::int32_t>(below);
        if (subject == no_token && view_.rel(t) == Rel::acl && view_.head(t) != no_head && view_.sub(t) != Sub::relcl)
            subject = view_.head(t);
        draft.source_head = find_source(view_, t);
        const auto subject_range = [&] {
            const auto at = static_cast<std::uint32_t>(subject);
            return source_range(view_, at, t);
        };
        const std::int32_t complement = view_.child(t, Rel::xcomp);
        if (complement >= 0 && static_cast<std::uint32_t>(complement) > t) {
            const bool infinitive = view_.is_infinitive(static_cast<std::uint32_t>(complement));
            const bool fits =
                infinitive ? entry.has(Frame::passive_inf) || entry.has(Frame::obj_inf) : entry.has(Frame::obj_pred);
            if (fits) {
                if (subject != no_token) draft.content.push_back(subject_range());
                take(draft, infinitive ? Frame::passive_inf : Frame::obj_pred,
                     view_.subtree(static_cast<std::uint32_t>(complement)),
                     infinitive ? "verb.passive-infinitive" : "verb.passive-predicate");
                return true;
            }
        }
        if (clause(draft)) return true;
        if (subject == no_token) return false;
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t || view_.rel(below) != Rel::obl) continue;
            Prep prep{};
            const std::string_view marker = view_.case_of(below);
            if (!parse_prep(marker, prep) || marker == "by") continue;
            if (!entry.takes_after_object(prep) && !(marker == "as" && entry.has(Frame::obj_as))) continue;
            draft.content.push_back(subject_range());
            take(draft, Frame::obj_as, view_.subtree(below), "verb.passive-preposition");
            return true;
        }
        if (!entry.has(Frame::obj)) return false;
        if (draft.source_head == no_token && (entry.thought || entry.weight < 8 || entry.is_weak(Frame::obj))) return false;
        Range cue = widened(cue_range(view_, t));
        if (draft.source_head != no_token) {
            const auto by = static_cast<std::uint32_t>(draft.source_head);
            if (view_.tree.left(by) == cue.last && view_.lemma(cue.last) == "by") ++cue.last;
        }
        draft.cue.push_back(cue);
        take(draft, Frame::obj, subject_range(), "verb.passive");
        return true;
    }

    // -------------------------------------------------------------------------------------------- "was quoted as saying by"
    bool quoted_as_saying(std::uint32_t t) {
        if (!view_.is_participle(t) || view_.head(t) == no_head) return false;
        const auto up = static_cast<std::uint32_t>(view_.head(t));
        const std::string_view above = view_.lemma(up);
        if (up > t || t - up > 8 || (above != "quote" && above != "cite" && above != "report")) return false;
        if (view_.mark_of(t) != "as" && view_.case_of(t) != "as") return false;
        const CueEntry* entry = view_.lexicon.find(CuePos::verb, view_.lemma(t));
        if (entry == nullptr) return false;
        Draft draft;
        draft.head = t;
        draft.entry = entry;
        draft.rule = "verb.quoted-as";
        DraftRelay relay;
        const bool passive = view_.is_passive(up);
        for (const std::uint32_t below : view_.tree.children(up)) {
            const Rel rel = view_.rel(below);
            if (rel == Rel::nsubj) (passive ? draft.source_head : relay.who) = static_cast<std::int32_t>(below);
            if (rel == Rel::obj && !passive) draft.source_head = static_cast<std::int32_t>(below);
            if (rel == Rel::obl && view_.case_of(below) == "by") relay.who = static_cast<std::int32_t>(below);
            if ((rel == Rel::ccomp || rel == Rel::parataxis) && draft.content.empty())
                draft.content.push_back(view_.subtree(below)), draft.content_head = static_cast<std::int32_t>(below);
        }
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (view_.rel(below) == Rel::obl && view_.case_of(below) == "by") relay.who = static_cast<std::int32_t>(below);
            if (view_.rel(below) == Rel::ccomp)
                draft.content.assign(1, view_.subtree(below)), draft.content_head = static_cast<std::int32_t>(below);
        }
        if (draft.source_head == no_token && view_.rel(up) == Rel::acl) draft.source_head = view_.head(up);
        Range cue = cue_range(view_, up);
        cue.last = t + 1;
        if (relay.who != no_token) {
            const auto who = static_cast<std::uint32_t>(relay.who);
            relay.who_range = source_range(view_, who, up);
            if (relay.who_range.first > cue.last - 1 && relay.who_range.first - cue.last <= 1 && passive)
                cue.last = relay.who_range.first;
            for (const Range& part : without(cue, {relay.who_range})) relay.cue.push_back(part);
            draft.relays.push_back(relay);
        }
        draft.cue = relay.who != no_token ? without(cue, {relay.who_range}) : std::vector<Range>{cue};
        if (draft.content.empty() && view_.rel(up) == Rel::parataxis && view_.head(up) != no_head) {
            draft.content = without(view_.subtree(static_cast<std::uint32_t>(view_.head(up))), {view_.subtree(up)});
            draft.content_head = view_.head(up);
        }
        if (draft.content.empty()) draft.frame = Frame::quote;
        while (!drafts_.empty() && drafts_.back().head == up) drafts_.pop_back();  // "quotes" alone, read before
        finish(std::move(draft));
        return true;
    }

    // ----------------------------------------------------------------------------------- "made the claim that", nouns alone
    struct NounContent {
        Range content, marker;
        bool clause = false;
        bool prep = false;
        std::int32_t head = no_token;
    };

    // What a cue noun says: its clause, infinitive, or the object of its preposition.
    bool noun_content(std::uint32_t t, const CueEntry& entry, NounContent& found) const {
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t) continue;
            const Rel rel = view_.rel(below);
            if ((rel == Rel::acl || rel == Rel::ccomp) && view_.sub(below) != Sub::relcl) {
                const bool that = view_.mark_of(below) == "that" || view_.is_question(below);
                if ((that && entry.has(Frame::that)) || (view_.is_infinitive(below) && entry.has(Frame::inf))) {
                    found = {view_.subtree(below), {}, that, false, static_cast<std::int32_t>(below)};
                    return true;
                }
            }
            Prep prep{};
            if ((rel == Rel::nmod || rel == Rel::acl) && view_.sub(below) != Sub::poss && view_.sub(below) != Sub::relcl) {
                const std::string_view marker = rel == Rel::nmod ? view_.case_of(below) : view_.mark_of(below);
                if (!parse_prep(marker, prep) || !entry.has(prep) || marker == "from" || marker == "by") continue;
                Range range = view_.subtree(below);
                found = {
                    {range.first + 1, range.last}, {range.first, range.first + 1}, false, true, static_cast<std::int32_t>(below)};
                return true;
            }
        }
        return false;
    }

    bool light_verb(std::uint32_t t) {
        if (!view_.lexicon.light.contains(view_.lemma(t)) || view_.is_passive(t)) return false;
        const std::int32_t object_at = object(t);
        if (object_at < 0 || static_cast<std::uint32_t>(object_at) < t) return false;
        const auto noun = static_cast<std::uint32_t>(object_at);
        if (noun - t > 6 || view_.upos(noun) != Upos::NOUN) return false;
        const CueEntry* entry = view_.lexicon.find(CuePos::noun, view_.lemma(noun));
        if (entry == nullptr || view_.child(noun, {Rel::nmod, Sub::poss}) >= 0) return false;
        Draft draft;
        draft.head = t;
        draft.entry = entry;
        draft.form = entry->thought ? StatementForm::thought : StatementForm::nominal;
        Range cue = widened(cue_range(view_, t));
        cue.last = noun + 1;
        NounContent found;
        if (noun_content(noun, *entry, found)) {
            if (found.prep && found.marker.first == cue.last) cue.last = found.marker.last;
            draft.frame = found.clause ? Frame::that : found.prep ? Frame::obj : Frame::inf;
            draft.by_prep = found.prep;
        } else if (const std::int32_t saying = participle_cue(noun); saying != no_token) {
            const auto verb_at = static_cast<std::uint32_t>(saying);
            Draft inner;
            inner.head = verb_at;
            inner.entry = view_.lexicon.find(CuePos::verb, view_.lemma(verb_at));
            if (inner.entry == nullptr || !complement(inner)) return false;
            found.content = inner.content.front();
            draft.frame = inner.frame;
            draft.entry = inner.entry;
            if (verb_at == cue.last) cue.last = inner.cue.empty() ? verb_at + 1 : inner.cue.front().last;
            claimed_.push_back(verb_at);
        } else {
            for (const std::uint32_t below : view_.tree.children(t)) {
                if (below <= noun ||
                    (view_.rel(below) != Rel::ccomp && view_.rel(below) != Rel::xcomp && view_.rel(below) != Rel::advcl))
                    continue;
                const bool that = view_.rel(below) == Rel::ccomp;
                if (!that && !(view_.is_infinitive(below) && entry->has(Frame::inf))) continue;
                found = {view_.subtree(below), {}, that, false, static_cast<std::int32_t>(below)};
                draft.frame = that ? Frame::that : Frame::inf;
                break;
            }
        }
        if (found.content.empty()) return false;
        draft.content.push_back(found.content);
        draft.content_head = found.head;
        draft.cue.push_back(cue);
        draft.rule = "noun.light-verb";
        claimed_.push_back(noun);
        finish(std::move(draft));
        return true;
    }

    // "a statement saying …"
    std::int32_t participle_cue(std::uint32_t noun) const {
        for (const std::uint32_t below : view_.tree.children(noun))
            if (below > noun && view_.rel(below) == Rel::acl && view_.is_participle(below) &&
                view_.lexicon.find(CuePos::verb, view_.lemma(below)) != nullptr)
                return static_cast<std::int32_t>(below);
        return no_token;
    }

    bool is_claimed(std::uint32_t t) const {
        return std::find(claimed_.rbegin(),
                         claimed_.rbegin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(claimed_.size(), 8)),
                         t) != claimed_.rbegin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(claimed_.size(), 8));
    }

    void noun(std::uint32_t t) {
        const CueEntry* entry = view_.lexicon.find(CuePos::noun, view_.lemma(t));
        if (entry == nullptr || is_claimed(t) || view_.rel(t) == Rel::compound || view_.rel(t) == Rel::flat) return;
        Draft draft;
        draft.head = t;
        draft.entry = entry;
        draft.form = entry->thought ? StatementForm::thought : StatementForm::nominal;
        NounContent found;
        if (!noun_content(t, *entry, found)) return;
        const std::int32_t owner = view_.child(t, {Rel::nmod, Sub::poss});
        Range cue{t, t + 1};
        if (owner >= 0 && static_cast<std::uint32_t>(owner) < t) {
            draft.source_head = owner;
            draft.source.push_back(view_.subtree(static_cast<std::uint32_t>(owner)));
            draft.speakers = joint_heads(view_, static_cast<std::uint32_t>(owner));
            cue.first = view_.tree.right(static_cast<std::uint32_t>(owner));
        } else {
            for (const std::uint32_t below : view_.tree.children(t)) {
                const std::string_view marker =
                    view_.rel(below) == Rel::nmod && below > t ? view_.case_of(below) : std::string_view{};
                if (marker != "from" && marker != "by") continue;
                draft.source_head = static_cast<std::int32_t>(below);
            }
            cue.first = view_.tree.left(t);
            if (view_.rel(t) == Rel::obl || view_.rel(t) == Rel::nmod)
                while (cue.first < t && (view_.rel(cue.first) == Rel::case_ || view_.is_punct(cue.first))) ++cue.first;
        }
        if (draft.source_head == no_token && !found.clause) return;
        if (cue.first > t || t - cue.first > 5) cue.first = t;
        if (found.prep && found.marker.first == cue.last) cue.last = found.marker.last;
        draft.frame = found.clause ? Frame::that : found.prep ? Frame::obj : Frame::inf;
        draft.by_prep = found.prep;
        draft.content.push_back(found.content);
        draft.content_head = found.head;
        draft.cue.push_back(cue);
        draft.rule = found.clause ? "noun.that" : found.prep ? "noun.preposition" : "noun.infinitive";
        finish_noun(std::move(draft));
    }

    void finish_noun(Draft draft) {
        if (draft.source_head != no_token && draft.source.empty()) {
            const auto head = static_cast<std::uint32_t>(draft.source_head);
            draft.source.push_back(source_range(view_, head, draft.head));
            draft.speakers = joint_heads(view_, head);
        }
        negation(draft);
        clean(draft);
        drafts_.push_back(std::move(draft));
    }

    // -------------------------------------------------------------------------------------------------------- adjectives
    void adjective(std::uint32_t t) {
        const CueEntry* entry = view_.lexicon.find(CuePos::adjective, view_.lemma(t));
        if (entry == nullptr || view_.rel(t) == Rel::amod) return;
        const std::int32_t subject = find_source(view_, t);
        if (subject == no_token) return;
        Draft draft;
        draft.head = t;
        draft.entry = entry;
        draft.form = StatementForm::thought;
        draft.source_head = subject;
        Range cue = cue_range(view_, t);
        for (const std::uint32_t below : view_.tree.children(t)) {
            if (below < t) continue;
            const Rel rel = view_.rel(below);
            Prep prep{};
            const std::string_view marker = rel == Rel::obl                          ? view_.case_of(below)
                                            : rel == Rel::advcl || rel == Rel::ccomp ? view_.mark_of(below)
                                                                                     : std::string_view{};
            if (rel == Rel::ccomp && (entry->has(Frame::that) || entry->has(Frame::wh))) {
                take(draft, view_.is_question(below) ? Frame::wh : Frame::that, view_.subtree(below), "adjective.that");
            } else if ((rel == Rel::xcomp || rel == Rel::advcl) && view_.is_infinitive(below) && entry->has(Frame::inf)) {
                take(draft, Frame::inf, view_.subtree(below), "adjective.infinitive");
            } else if (parse_prep(marker, prep) && entry->has(prep)) {
                Range range = view_.subtree(below);
                if (range.first == cue.last) ++cue.last;
                ++range.first;
                take(draft, Frame::obj, range, "adjective.preposition");
                draft.by_prep = true;
            } else {
                continue;
            }
            draft.content_head = static_cast<std::int32_t>(below);
            break;
        }
        if (draft.content.empty()) return;
        draft.cue.push_back(cue);
        finish(std::move(draft));
    }

    const View& view_;
    std::vector<Draft> drafts_;
    std::vector<std::uint32_t> claimed_;                        // cue words that are part of another cue
    std::unordered_map<std::uint32_t, std::uint32_t> goes_on_;  // a cue -> the one whose subject it shares against the tree
    std::string key_;
};

}  // namespace

std::vector<Draft> draft_from_frames(const View& view) { return FrameReader(view).run(); }

}  // namespace readout
