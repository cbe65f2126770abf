// Quotation marks meet their cues: whole quotes, split quotes, quotes over several sentences and paragraphs.
#include <algorithm>

#include "statements/draft.h"

namespace readout {
namespace {

class SpeechReader {
public:
    SpeechReader(const View& view, std::vector<Draft>& drafts)
        : view_(view), drafts_(drafts), owner_(view.quotes.regions.size(), no_index) {}

    void run() {
        for (std::size_t i = 0; i < view_.quotes.regions.size(); ++i)
            if (view_.quotes.regions[i].parent == no_region) outer_.push_back(static_cast<std::uint32_t>(i));
        for (std::size_t i = 0; i < drafts_.size(); ++i) stretch(i);
        for (std::size_t i = 0; i < drafts_.size(); ++i) adjacent(i);
        for (std::size_t i = 0; i < drafts_.size(); ++i) after_colon(i);
        std::erase_if(drafts_, [](const Draft& draft) { return draft.content.empty(); });
        restore_owners();
        follow();
    }

private:
    const QuoteRegion& region(std::int32_t i) const { return view_.quotes.regions[static_cast<std::size_t>(i)]; }

    // Content that begins or ends inside quotation marks takes the whole of what stands between them.
    void stretch(std::size_t i) {
        Draft& draft = drafts_[i];
        draft.in_quote = view_.quotes.outer_at[draft.head] != no_region;
        if (draft.in_quote) return;
        for (Range& part : draft.content) {
            const std::int32_t at_first = view_.quotes.outer_at[part.first];
            if (at_first != no_region && region(at_first).first < part.first &&
                free_of_cue(draft, {region(at_first).first, part.first}))
                part.first = region(at_first).first;
            if (part.first > 0 && at_first == no_region) {
                const std::int32_t before = view_.quotes.outer_at[part.first - 1];
                if (before != no_region && region(before).first == part.first - 1) part.first = part.first - 1;
            }
            const std::int32_t at_last = view_.quotes.outer_at[part.last - 1];
            if (at_last != no_region && region(at_last).last > part.last && free_of_cue(draft, {part.last, region(at_last).last}))
                part.last = region(at_last).last;
        }
        merge(draft.content);
        bool whole = false;
        for (const Range& part : draft.content) {
            const std::int32_t at = view_.quotes.outer_at[part.first];
            if (at == no_region || region(at).first < part.first) continue;
            if (region(at).last >= part.last) claim(i, at), whole = whole || is_speech(region(at));
        }
        // Beside a whole quote, plain words after the cue are its circumstances ("…, he said after the talks").
        if (whole && !draft.cue.empty())
            std::erase_if(draft.content, [&](Range part) { return part.first >= draft.cue.front().first && is_plain(part); });
    }

    bool is_plain(Range part) const {
        for (std::uint32_t t = part.first; t < part.last; ++t)
            if (view_.quotes.outer_at[t] != no_region) return false;
        return true;
    }

    static bool overlaps(Range a, Range b) { return a.first < b.last && b.first < a.last; }

    bool free_of_cue(const Draft& draft, Range range) const {
        for (const Range& cue : draft.cue)
            if (overlaps(cue, range)) return false;
        for (const Range& source : draft.source)
            if (overlaps(source, range)) return false;
        return true;
    }

    static void merge(std::vector<Range>& parts) {
        std::sort(parts.begin(), parts.end(), [](Range a, Range b) { return a.first < b.first; });
        std::vector<Range> merged;
        for (const Range& part : parts) {
            if (!merged.empty() && part.first <= merged.back().last)
                merged.back().last = std::max(merged.back().last, part.last);
            else
                merged.push_back(part);
        }
        parts = std::move(merged);
    }

    void claim(std::size_t i, std::int32_t at) {
        if (owner_[static_cast<std::size_t>(at)] == no_index) owner_[static_cast<std::size_t>(at)] = static_cast<std::int32_t>(i);
        drafts_[i].direct = true;
    }

    // Drafts were erased: regions belong to whoever holds their words now.
    void restore_owners() {
        std::fill(owner_.begin(), owner_.end(), no_index);
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            if (drafts_[i].in_quote) continue;
            for (const Range& part : drafts_[i].content)
                for (std::uint32_t t = part.first; t < part.last;) {
                    const std::int32_t at = view_.quotes.outer_at[t];
                    if (at == no_region) {
                        ++t;
                        continue;
                    }
                    std::int32_t& owner = owner_[static_cast<std::size_t>(at)];
                    if (owner == no_index || (drafts_[i].direct && !drafts_[static_cast<std::size_t>(owner)].direct))
                        owner = static_cast<std::int32_t>(i);
                    t = region(at).last;
                }
        }
    }

    // Marks that set off speech rather than a word: punctuation inside before the closing mark, or a comma or colon around them.
    bool is_speech(const QuoteRegion& quote) const {
        if (quote.words() == 0) return false;
        const std::string_view inside = view_.document.word(quote.inner_last() - 1);
        if (inside == "," || inside == "." || inside == "?" || inside == "!" || inside == "…" || inside == "...") return true;
        const std::uint32_t sentence = view_.document.sentence_of(quote.first);
        if (quote.first == view_.document.sentences[sentence].first) return quote.words() > 2;
        const std::string_view before = view_.document.word(quote.first - 1);
        if (before == "," || before == ":") return true;
        return quote.last < view_.size() && view_.document.word(quote.last) == "," && quote.words() > 3;
    }

    bool only_punctuation(std::uint32_t first, std::uint32_t last) const {
        if (first > last || last - first > 3) return false;
        for (std::uint32_t t = first; t < last; ++t)
            if (!view_.is_punct(t)) return false;
        return true;
    }

    // The outer region that ends at or before `t`, and the one that starts at or after it.
    std::int32_t last_before(std::uint32_t t) const {
        const auto at = std::upper_bound(outer_.begin(), outer_.end(), t, [&](std::uint32_t value, std::uint32_t i) {
            return value < view_.quotes.regions[i].last;
        });
        return at == outer_.begin() ? no_region : static_cast<std::int32_t>(*(at - 1));
    }
    std::int32_t first_after(std::uint32_t t) const {
        const auto at = std::lower_bound(outer_.begin(), outer_.end(), t, [&](std::uint32_t i, std::uint32_t value) {
            return view_.quotes.regions[i].first < value;
        });
        return at == outer_.end() ? no_region : static_cast<std::int32_t>(*at);
    }

    void adjacent(std::size_t i) {
        Draft& draft = drafts_[i];
        if (draft.in_quote || draft.entry == nullptr || draft.cue.empty() || draft.form == StatementForm::according_to) return;
        const bool strong = draft.frame == Frame::that || draft.frame == Frame::wh || draft.frame == Frame::told;
        if (!draft.entry->has(Frame::quote) || draft.entry->is_weak(Frame::quote)) return;
        if (!draft.content.empty() && strong && !draft.direct) {
            return;
        }
        std::uint32_t first = draft.cue.front().first, last = draft.cue.back().last;
        for (const Range& source : draft.source)
            if (source.last <= first && (only_punctuation(source.last, first) || first - source.last < 12))
                first = std::min(first, source.first);
        std::vector<Range> found;
        const std::int32_t before = view_.is_participle(draft.head) && draft.rule != std::string_view("verb.quoted-as")
                                        ? no_region
                                        : last_before(first);  // "…, adding" looks ahead
        if (before != no_region && usable(i, before) && only_punctuation(region(before).last, first))
            found.push_back(with_words_ahead(i, take(i, before)));
        if (found.empty() && draft.source.empty() && before != no_region && usable(i, before)) {
            if (const Range who = bare_source({region(before).last, draft.cue.front().first}); !who.empty()) {
                set_source(draft, who);
                found.push_back(take(i, before));
            }
        }
        const std::int32_t after = first_after(last);
        if (after != no_region && usable(i, after) && reaches(draft, last, region(after).first) &&
            (found.empty() || !has_verb(last, region(after).first)))
            found.push_back(with_words_before(draft, last, take(i, after)));
        if (found.empty()) return;
        if (!draft.direct || !strong) draft.content.clear();
        draft.content.insert(draft.content.end(), found.begin(), found.end());
        merge(draft.content);
        draft.direct = true;
        draft.by_prep = false;
        draft.weak = false;
        draft.frame = Frame::quote;
        draft.rule = "verb.quote";
        if (draft.source.empty() && !found.empty() && found.front().last <= draft.cue.front().first) {
            // "…," said the mayor: the subject that the tree does not show.
            const std::uint32_t end = view_.document.sentences[view_.document.sentence_of(draft.head)].last;
            Range who{last, last};
            while (who.last < end && !view_.is_punct(who.last) && view_.quotes.outer_at[who.last] == no_region &&
                   view_.upos(who.last) != Upos::VERB && view_.upos(who.last) != Upos::ADP)
                ++who.last;
            if (!bare_source(who).empty()) set_source(draft, who);
        }
    }

    bool has_verb(std::uint32_t first, std::uint32_t last) const {
        for (std::uint32_t t = first; t < last; ++t)
            if (view_.upos(t) == Upos::VERB) return true;
        return false;
    }

    bool usable(std::size_t i, std::int32_t at) const {
        const QuoteRegion& quote = region(at);
        const std::int32_t owner = owner_[static_cast<std::size_t>(at)];
        if (owner != no_index && owner != static_cast<std::int32_t>(i)) return false;
        const std::uint32_t head = drafts_[i].head;
        const std::uint32_t near = quote.first > head ? quote.first : quote.last - 1;
        const std::uint32_t here = view_.document.sentence_of(head), there = view_.document.sentence_of(near);
        // "“Is that all?” he said.": the mark inside ends a sentence, the cue stands alone in the next.
        const bool next_door = here == there + 1 && quote.last == view_.document.sentences[here].first &&
                               drafts_[i].content.empty() &&
                               view_.document.sentences[here].paragraph == view_.document.sentences[there].paragraph;
        return is_speech(quote) && (here == there || next_door) && !is_title(quote);
    }

    // "on the podcast “Here Is the Thing”": every word that may has a capital, and a noun or preposition stands before.
    bool is_title(const QuoteRegion& quote) const {
        if (quote.first == 0 || quote.words() > 9 || view_.is_punct(quote.first - 1)) return false;
        const Upos before = view_.upos(quote.first - 1);
        if (before == Upos::VERB || before == Upos::AUX || before == Upos::PRON || before == Upos::ADV || before == Upos::SCONJ)
            return false;
        std::uint32_t capitals = 0, small = 0;
        for (std::uint32_t t = quote.inner_first(); t < quote.inner_last(); ++t) {
            if (view_.is_punct(t)) continue;
            const std::string_view word = view_.document.word(t);
            const bool capital = word.front() >= 'A' && word.front() <= 'Z';
            capitals += capital;
            small += !capital && word.size() > 3;
        }
        return capitals >= 2 && small == 0;
    }

    Range take(std::size_t i, std::int32_t at) {
        owner_[static_cast<std::size_t>(at)] = static_cast<std::int32_t>(i);
        return {region(at).first, region(at).last};
    }

    // A quote that no comma or colon sets off goes on from the words between the cue and it: they are content too.
    Range with_words_before(const Draft& draft, std::uint32_t from, Range quote) const {
        if (quote.first <= from || view_.is_punct(quote.first - 1)) return quote;
        std::uint32_t at = from;
        for (const std::uint32_t to : draft.addressees)
            if (view_.tree.left(to) == at && view_.tree.right(to) <= quote.first) at = view_.tree.right(to);
        if (at < quote.first && view_.lexicon.weekday.contains(view_.document.word(at))) ++at;
        return {at, quote.last};
    }

    // The same before a cue: "… and lives ''on the fringes,'' he said": the sentence is all his.
    Range with_words_ahead(std::size_t i, Range quote) const {
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(quote.first)];
        if (quote.first <= sentence.first || view_.is_punct(quote.first - 1)) return quote;
        for (std::uint32_t at = sentence.first; at < quote.first; ++at) {
            const std::string_view word = view_.document.word(at);
            if (word == ":" || word == ";" || word == "-" || word == "--" || word == "—" || word == "–") return quote;
        }
        for (std::size_t j = i; j-- > 0 && i - j < 8;) {
            const Draft& other = drafts_[j];
            const bool cue = other.entry != nullptr && other.entry->weight >= 8 && other.entry->has(Frame::quote);
            if (cue && other.head >= sentence.first && other.head < quote.first) return quote;
        }
        return {sentence.first, quote.last};
    }

    // Between the cue and what follows stand only words that hang on the cue: whom it is told, when, where.
    bool reaches(const Draft& draft, std::uint32_t from, std::uint32_t to) const {
        if (to - from > 30) return false;
        const Range below = view_.subtree(draft.head);
        for (const std::uint32_t other : view_.tree.children(draft.head))
            if (view_.rel(other) == Rel::conj && view_.tree.left(other) < to && other >= from) return false;
        for (std::uint32_t t = from; t < to; ++t) {
            if (view_.is_punct(t) || below.contains(t)) continue;
            bool in_source = false;
            for (const Range& source : draft.source) in_source = in_source || source.contains(t);
            if (!in_source) return false;
        }
        return true;
    }

    // A noun phrase that stands alone: names, nouns and what belongs to them.
    Range bare_source(Range range) const {
        trim(view_, range);
        if (range.empty() || range.last - range.first > 14) return {};
        bool noun = false;
        for (std::uint32_t t = range.first; t < range.last; ++t) {
            const Upos upos = view_.upos(t);
            if (upos == Upos::VERB || upos == Upos::AUX || upos == Upos::SCONJ) return {};
            noun = noun || upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON;
        }
        return noun ? range : Range{};
    }

    void set_source(Draft& draft, Range who) {
        trim(view_, who);
        std::uint32_t head = who.first;
        for (std::uint32_t t = who.first; t < who.last; ++t) {
            const bool outside = view_.head(t) == no_head || !who.contains(static_cast<std::uint32_t>(view_.head(t)));
            if (outside && !view_.is_punct(t)) {
                head = t;
                break;
            }
        }
        draft.source.assign(1, who);
        draft.source_head = static_cast<std::int32_t>(head);
        draft.speakers = joint_heads(view_, head);
    }

    // "He said:" with the words in the next sentence or paragraph.
    void after_colon(std::size_t i) {
        Draft& draft = drafts_[i];
        if (draft.in_quote || draft.entry == nullptr || !draft.entry->has(Frame::quote) ||
            (!draft.content.empty() && !draft.by_prep))
            return;
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(draft.head)];
        if (sentence.last <= sentence.first || view_.document.word(sentence.last - 1) != ":" || sentence.last >= view_.size())
            return;
        const std::int32_t at = view_.quotes.outer_at[sentence.last];
        if (at == no_region) {
            after_colon_unmarked(draft, sentence);
            return;
        }
        if (region(at).first != sentence.last) return;
        draft.content.assign(1, take(i, at));
        draft.direct = true;
        draft.by_prep = false;
        draft.rule = "verb.quote-after-colon";
    }

    // The same without marks: a paragraph of its own, set apart by the layout.
    void after_colon_unmarked(Draft& draft, const Sentence& sentence) const {
        const auto& sentences = view_.document.sentences;
        std::size_t at = view_.document.sentence_of(sentence.last);
        const std::uint32_t paragraph = sentences[at].paragraph;
        if (paragraph == sentence.paragraph || draft.source.empty()) return;
        while (at + 1 < sentences.size() && sentences[at + 1].paragraph == paragraph) ++at;
        draft.content.assign(1, {sentence.last, sentences[at].last});
        draft.by_prep = false;
        draft.rule = "verb.block-after-colon";
    }

    // Quotes that go on: over paragraphs, after their cue's sentence, and through paragraphs without a cue.
    void follow() {
        std::vector<std::int32_t> speaker_of(drafts_.size());
        std::int32_t last = no_index;      // the draft of the last direct words
        std::int32_t carrying = no_index;  // whose quote is open at the end of a paragraph
        std::uint32_t last_paragraph = 0;
        std::vector<Draft> continued;
        std::size_t next_draft = 0;
        for (const std::uint32_t i : outer_) {
            const QuoteRegion& quote = view_.quotes.regions[i];
            while (next_draft < drafts_.size() && drafts_[next_draft].head < quote.first) {
                // A cue between that speaks for itself ends the run of quotes.
                ++next_draft;
            }
            std::int32_t owner = owner_[i];
            if (const std::int32_t before = spoke_before(quote, next_draft); before != no_index) {
                last = before;
                last_paragraph = quote.paragraph;
            }
            if (owner == no_index && carrying != no_index) {
                extend(carrying, quote);
                owner = owner_[i] = carrying;
            } else if (owner == no_index && last != no_index && stands_alone(quote)) {
                if (quote.paragraph == last_paragraph) {
                    extend(last, quote);
                    owner = owner_[i] = last;
                } else if (quote.paragraph == last_paragraph + 1 && fills_paragraph(quote)) {
                    continued.push_back(continuation(static_cast<std::size_t>(last), quote));
                    last_paragraph = quote.paragraph;
                }
            }
            carrying = quote.carried ? owner : no_index;
            if (owner != no_index && (drafts_[static_cast<std::size_t>(owner)].direct || carrying != no_index ||
                                      speaks(drafts_[static_cast<std::size_t>(owner)]))) {
                last = owner;
                last_paragraph = view_.document.sentences[view_.document.sentence_of(quote.last - 1)].paragraph;
            }
        }
        drafts_.insert(drafts_.end(), continued.begin(), continued.end());
    }

    bool speaks(const Draft& draft) const {
        return draft.entry != nullptr && !draft.entry->thought && draft.entry->weight >= 8 && draft.entry->has(Frame::quote) &&
               !draft.in_quote && !draft.source.empty() && draft.form == StatementForm::verb;
    }

    // A statement in plain words whose sentence ends where a quote without a cue of its own begins, in the same paragraph.
    std::int32_t spoke_before(const QuoteRegion& quote, std::size_t next_draft) const {
        const std::uint32_t here = view_.document.sentence_of(quote.first);
        if (here == 0 || quote.first != view_.document.sentences[here].first) return no_index;
        const Sentence& before = view_.document.sentences[here - 1];
        if (before.paragraph != quote.paragraph) return no_index;
        std::int32_t found = no_index;
        for (std::size_t i = std::min(next_draft, drafts_.size()); i-- > 0 && next_draft - i < 12;) {
            const Draft& draft = drafts_[i];
            if (draft.head < before.first || draft.head >= before.last || !speaks(draft)) continue;
            const bool said = draft.frame == Frame::that || draft.frame == Frame::told || draft.frame == Frame::quote;
            if (!said || draft.content.empty() || (found != no_index && view_.rel(draft.head) != Rel::root)) continue;
            found = static_cast<std::int32_t>(i);
        }
        return found;
    }

    void extend(std::int32_t i, const QuoteRegion& quote) {
        Draft& draft = drafts_[static_cast<std::size_t>(i)];
        const bool ordered = draft.content.empty() || draft.content.back().first < quote.first;
        draft.content.push_back({quote.first, std::max(quote.last, end_of_words_after(quote))});
        if (!ordered) std::sort(draft.content.begin(), draft.content.end(), [](Range a, Range b) { return a.first < b.first; });
    }

    // A quote that is a sentence or several of its own.
    bool stands_alone(const QuoteRegion& quote) const {
        const Sentence& first = view_.document.sentences[view_.document.sentence_of(quote.first)];
        const Sentence& last = view_.document.sentences[view_.document.sentence_of(quote.last - 1)];
        return quote.words() > 1 && quote.first == first.first && (quote.last + 1 >= last.last || goes_on(quote, last));
    }

    // “…, but not yet” to back him: a few plain words after a quote that opened its sentence, with no cue among them.
    bool goes_on(const QuoteRegion& quote, const Sentence& sentence) const {
        if (quote.words() < 5 || quote.first != sentence.first || view_.is_punct(quote.last) ||
            view_.is_punct(quote.inner_last() - 1))
            return false;
        for (std::uint32_t t = quote.last; t < sentence.last; ++t)
            if (view_.quotes.outer_at[t] == no_region && view_.upos(t) == Upos::VERB &&
                view_.lexicon.find(CuePos::verb, view_.lemma(t)) != nullptr && !view_.is_infinitive(t))
                return false;
        return true;
    }

    std::uint32_t end_of_words_after(const QuoteRegion& quote) const {
        const Sentence& last = view_.document.sentences[view_.document.sentence_of(quote.last - 1)];
        if (quote.last + 1 >= last.last || !goes_on(quote, last)) return quote.last;
        return view_.is_punct(last.last - 1) ? last.last - 1 : last.last;
    }

    bool fills_paragraph(const QuoteRegion& quote) const {
        const std::uint32_t first = view_.document.sentence_of(quote.first), last = view_.document.sentence_of(quote.last - 1);
        const auto& sentences = view_.document.sentences;
        const bool opens = first == 0 || sentences[first - 1].paragraph != quote.paragraph;
        const bool closes = last + 1 == sentences.size() || sentences[last + 1].paragraph != quote.paragraph;
        return opens && closes;
    }

    Draft continuation(std::size_t from, const QuoteRegion& quote) const {
        Draft draft;
        const Draft& before = drafts_[from];
        draft.head = quote.first;
        draft.form = StatementForm::continued;
        draft.rule = "quote.continued";
        draft.entry = before.entry;
        draft.frame = Frame::quote;
        draft.direct = true;
        draft.content.push_back({quote.first, quote.last});
        draft.source = before.source;
        draft.source_head = before.source_head;
        draft.speakers = before.speakers;
        return draft;
    }

    const View& view_;
    std::vector<Draft>& drafts_;
    std::vector<std::uint32_t> outer_;  // indices of the outermost regions, in order
    std::vector<std::int32_t> owner_;   // per region: the draft whose words it holds
};

}  // namespace

void attach_quotes(const View& view, std::vector<Draft>& drafts) { SpeechReader(view, drafts).run(); }

}  // namespace readout
