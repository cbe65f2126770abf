// Candidates without a cue verb: "according to X", "per X", "in the words of X", "in X's view", "for X, …"; headlines and
// transcripts.
#include <algorithm>
#include <string>

#include "statements/draft.h"

namespace readout {
namespace {

bool same_letters(std::string_view word, std::string_view lower) {
    if (word.size() != lower.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if ((word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] + 32) : word[i]) != lower[i]) return false;
    return true;
}

bool is_clause(const View& view, std::uint32_t t) {
    if (view.upos(t) == Upos::VERB || view.rel(t) == Rel::root) return true;
    return view.child(t, Rel::cop) >= 0 || view.child(t, Rel::nsubj) >= 0;
}

// The clause that an adverbial phrase speaks about.
std::int32_t clause_above(const View& view, std::uint32_t nominal) {
    std::int32_t at = view.head(nominal);
    for (int steps = 0; at != no_head && steps < 12; ++steps) {
        const auto t = static_cast<std::uint32_t>(at);
        if (is_clause(view, t)) return at;
        at = view.head(t);
    }
    return no_token;
}

class PhraseReader {
public:
    PhraseReader(const View& view, std::vector<Draft>& drafts) : view_(view), drafts_(drafts) {}

    void run() {
        for (std::uint32_t t = 0; t + 1 < view_.size(); ++t) {
            const std::string_view word = view_.document.word(t);
            if (word.size() < 2 || word.size() > 9) continue;
            if (same_letters(word, "according") && same_letters(view_.document.word(t + 1), "to"))
                according_to(t);
            else if (same_letters(word, "per") && view_.upos(t) == Upos::ADP)
                per(t);
            else if (view_.upos(t) == Upos::NOUN && view_.lexicon.passage.contains(view_.lemma(t)))
                passage(t);
            else if (word == "For")
                for_somebody(t);
            else if (same_letters(word, "in") && view_.upos(t) == Upos::ADP)
                in_a_poll(t);
        }
        for (const Sentence& sentence : view_.document.sentences) line(sentence);
    }

private:
    void according_to(std::uint32_t t) {
        std::int32_t source = no_token;
        if (view_.rel(t) == Rel::case_) source = view_.head(t);
        if (source == no_token)
            for (const std::uint32_t below : view_.tree.children(t))
                if (below > t + 1 && (view_.rel(below) == Rel::obl || view_.rel(below) == Rel::obj ||
                                      view_.rel(below) == Rel::nmod || view_.rel(below) == Rel::xcomp))
                    source = static_cast<std::int32_t>(below);
        if (source == no_token && view_.head(t + 1) != no_head && static_cast<std::uint32_t>(view_.head(t + 1)) > t)
            source = view_.head(t + 1);
        if (source == no_token || static_cast<std::uint32_t>(source) < t) return;
        add(static_cast<std::uint32_t>(source), {t, t + 2}, "according-to", 9);
    }

    void per(std::uint32_t t) {
        if (view_.head(t) == no_head) return;
        auto source = static_cast<std::uint32_t>(view_.head(t));
        if (view_.rel(t) == Rel::fixed && view_.head(source) != no_head)
            source = static_cast<std::uint32_t>(view_.head(source));  // "as per"
        if (source < t || view_.upos(source) != Upos::PROPN) {
            if (source < t || !(view_.lexicon.carrier.contains(view_.lemma(source)) && view_.rel(source) == Rel::obl)) return;
        }
        if (view_.rel(source) != Rel::obl) return;
        const bool as = t > 0 && same_letters(view_.document.word(t - 1), "as");
        add(source, {as ? t - 1 : t, t + 1}, "per", 6);
    }

    // "in the words of X", "in X's view", "by X's own admission"
    void passage(std::uint32_t t) {
        const std::string_view marker = view_.case_of(t);
        if (view_.rel(t) != Rel::obl || (marker != "in" && marker != "by")) return;
        std::int32_t source = view_.child(t, {Rel::nmod, Sub::poss});
        if (source < 0)
            for (const std::uint32_t below : view_.tree.children(t))
                if (below > t && view_.rel(below) == Rel::nmod && view_.case_of(below) == "of")
                    source = static_cast<std::int32_t>(below);
        if (source < 0) return;
        const auto who = static_cast<std::uint32_t>(source);
        if (view_.upos(who) != Upos::PROPN && view_.upos(who) != Upos::PRON && !view_.lexicon.person.contains(view_.lemma(who)) &&
            mention(who) == no_index)
            return;
        Range cue = view_.subtree(t);
        const Range whose = view_.subtree(who);
        for (const Range& part : without(cue, {whose}))
            if (part.contains(t)) cue = part;
        add(who, cue, "in-the-words-of", 6, view_.subtree(t), static_cast<std::int32_t>(t));
    }

    // "… in the latest Reuters poll": what is so there, the poll says.
    void in_a_poll(std::uint32_t t) {
        if (view_.head(t) == no_head || view_.rel(t) != Rel::case_) return;
        const auto source = static_cast<std::uint32_t>(view_.head(t));
        if (source < t || view_.rel(source) != Rel::obl || !view_.lexicon.poll.contains(view_.lemma(source))) return;
        add(source, {t, t + 1}, "in-a-poll", 6);
    }

    // "For the Chinese minister, the relationship has “withstood the test”": only with words of his in the clause.
    void for_somebody(std::uint32_t t) {
        if (view_.head(t) == no_head || view_.rel(t) != Rel::case_) return;
        const auto source = static_cast<std::uint32_t>(view_.head(t));
        Range phrase = view_.subtree(source);
        while (phrase.last > phrase.first && view_.is_punct(phrase.last - 1)) --phrase.last;
        if (source < t || phrase.first != t || phrase.last >= view_.size() || view_.document.word(phrase.last) != ",") return;
        if (!view_.lexicon.person.contains(view_.lemma(source)) && mention(source) == no_index) return;
        const std::int32_t clause = clause_above(view_, source);
        if (clause == no_token) return;
        const Range range = view_.subtree(static_cast<std::uint32_t>(clause));
        for (std::uint32_t at = phrase.last; at < range.last; ++at)
            if (view_.quotes.outer_at[at] != no_region) return add(source, {t, t + 1}, "for-somebody", 7);
    }

    std::int32_t mention(std::uint32_t t) const { return t < view_.cast.mention_at.size() ? view_.cast.mention_at[t] : no_index; }

    void add(std::uint32_t source, Range cue, const char* rule, int weight) {
        add(source, cue, rule, weight, view_.subtree(source), static_cast<std::int32_t>(source));
    }

    void add(std::uint32_t source, Range cue, const char* rule, int weight, Range phrase, std::int32_t attached) {
        phrase.first = std::min(phrase.first, cue.first);
        phrase.last = std::max(phrase.last, cue.last);
        while (phrase.first < cue.first && view_.is_punct(phrase.first)) ++phrase.first;
        // What follows in the phrase after a comma may be the rest of the sentence (a parser's mistake): the source ends there.
        std::int32_t clause = clause_above(view_, static_cast<std::uint32_t>(attached));
        if (clause != no_token && phrase.contains(static_cast<std::uint32_t>(clause))) clause = no_token;
        if (clause != no_token) clause = whole_clause(static_cast<std::uint32_t>(clause), phrase);
        Draft draft;
        draft.head = cue.first;
        draft.form = StatementForm::according_to;
        draft.rule = rule;
        draft.weak = weight < 7;
        Range who = source_range(view_, source, cue.first);
        for (const Range& part : without(who, {cue}))
            if (part.contains(source)) who = part;
        trim(view_, who);
        draft.source_head = static_cast<std::int32_t>(source);
        draft.source.push_back(who);
        draft.speakers = joint_heads(view_, source);
        draft.cue.push_back(cue);
        if (clause == no_token) return;
        draft.content_head = clause;
        for (Range part : without(content_clause(static_cast<std::uint32_t>(clause), phrase), {phrase})) {
            trim(view_, part);
            if (!part.empty()) draft.content.push_back(part);
        }
        if (!draft.content.empty()) drafts_.push_back(std::move(draft));
    }

    // A phrase set off by a comma speaks about the whole clause, not about the participle or relative clause next to it.
    std::int32_t whole_clause(std::uint32_t clause, Range phrase) const {
        if (phrase.first > 0 && phrase.first > clause && view_.document.word(phrase.first - 1) != ",")
            return static_cast<std::int32_t>(clause);
        for (int steps = 0; steps < 8 && view_.head(clause) != no_head; ++steps) {
            const Rel rel = view_.rel(clause);
            const bool part = rel == Rel::acl || rel == Rel::advcl || rel == Rel::xcomp || rel == Rel::csubj ||
                              rel == Rel::appos || rel == Rel::nmod || rel == Rel::obl || rel == Rel::obj ||
                              (rel == Rel::conj && view_.child(clause, Rel::nsubj) < 0);
            if (!part) break;
            clause = static_cast<std::uint32_t>(view_.head(clause));
        }
        return static_cast<std::int32_t>(clause);
    }

    // The clause's words without its conjunction, its subordinator, and clauses joined to it on the far side of the phrase.
    Range content_clause(std::uint32_t clause, Range phrase) const {
        Range range = view_.subtree(clause);
        while (range.first < clause && (view_.rel(range.first) == Rel::cc || view_.is_punct(range.first)) &&
               view_.head(range.first) == static_cast<std::int32_t>(clause))
            ++range.first;
        for (const std::uint32_t below : view_.tree.children(clause)) {
            const bool joined = view_.rel(below) == Rel::conj || view_.rel(below) == Rel::parataxis;
            if (joined && below > clause && names_its_own(view_.subtree(below)))
                range.last = std::min(range.last, view_.tree.left(below));
            if (joined && below > clause && phrase.first >= clause && view_.tree.left(below) >= phrase.last)
                range.last = std::min(range.last, view_.tree.left(below));
        }
        return range;
    }

    // A joined clause with an "according to" of its own.
    bool names_its_own(Range range) const {
        for (std::uint32_t t = range.first; t + 1 < range.last; ++t)
            if (same_letters(view_.document.word(t), "according") && same_letters(view_.document.word(t + 1), "to")) return true;
        return false;
    }

    // -------------------------------------------------------------------------------------------- "X: …" and "…: X"
    void line(const Sentence& sentence) {
        if (sentence.paragraph >= view_.document.paragraphs.size()) return;
        const ParagraphKind kind = view_.document.paragraphs[sentence.paragraph].kind;
        const bool headline = kind == ParagraphKind::title || kind == ParagraphKind::heading;
        const std::uint32_t opens =
            sentence.first + (view_.quotes.outer_at[sentence.first] != no_region && view_.is_punct(sentence.first) ? 1 : 0);
        for (std::uint32_t t = opens + 1; t + 1 < sentence.last && t < opens + 8; ++t) {
            if (view_.document.word(t) != ":") continue;
            const Range name{opens, t};
            if (!names_somebody(name, headline) || sentence.last - t < 4) return;
            // In running text only a transcript's line begins so: at the start of its paragraph.
            if (!headline && !starts_paragraph(sentence)) return;
            Range content{t + 1, sentence.last};
            if (!headline) content.last = paragraph_end(sentence);
            return add_line(name, {t, t + 1}, content, headline ? "headline.colon" : "transcript");
        }
        if (headline)
            tail(sentence, true);
        else if (!dash(sentence) && stands_alone(sentence))
            tail(sentence, false);
    }

    // "Sanctions harm everybody: minister", "Moscow ready to help — Lavrov (VIDEO)"
    void tail(const Sentence& sentence, bool headline) {
        constexpr std::uint32_t longest = 6;
        Range name{sentence.first, sentence.last};
        if (view_.document.word(name.last - 1) == ")") {
            while (name.last > name.first + 1 && view_.document.word(name.last - 1) != "(") --name.last;
            --name.last;
        }
        if (name.last < sentence.first + 4) return;  // too short; nothing may be left before a bracket that opens nowhere
        for (std::uint32_t t = name.last - 1; t > sentence.first + 2 && t + longest > name.last; --t) {
            const bool colon = view_.document.word(t) == ":" && headline;
            if (!colon && !is_dash(t)) continue;
            name.first = t + 1;
            trim(view_, name);
            if (!name.empty() && names_somebody(name, headline))
                add_line(name, {t, t + 1}, {sentence.first, t}, colon ? "headline.colon-after" : "headline.dash");
            return;
        }
    }

    // A dash between blanks, not a hyphen.
    bool is_dash(std::uint32_t t) const {
        const std::string_view mark = view_.document.word(t);
        if (mark != "—" && mark != "–" && mark != "―" && mark != "--" && mark != "-") return false;
        const auto blank = [&](std::uint32_t before) {
            return view_.document.tokens[before].span.end < view_.document.tokens[before + 1].span.start;
        };
        return t > 0 && t + 1 < view_.document.tokens.size() && blank(t - 1) && blank(t);
    }

    // A line by itself without a full stop, as a headline given as text has it.
    bool stands_alone(const Sentence& sentence) const {
        const std::string_view end = view_.document.word(sentence.last - 1);
        return starts_paragraph(sentence) && paragraph_end(sentence) == sentence.last && end != "." && end != "!" && end != "?";
    }

    // “We shall stay.” — Ana Lopes
    bool dash(const Sentence& sentence) {
        if (!starts_paragraph(sentence) || view_.quotes.outer_at[sentence.first] == no_region) return false;
        const std::uint32_t last = paragraph_end(sentence);
        const QuoteRegion& quote = view_.quotes.regions[static_cast<std::size_t>(view_.quotes.outer_at[sentence.first])];
        if (quote.first != sentence.first || quote.last + 1 >= last || last - quote.last > 16) return false;
        const std::string_view mark = view_.document.word(quote.last);
        if (mark != "—" && mark != "–" && mark != "―" && mark != "--" && mark != "-") return false;
        Range name{quote.last + 1, last};
        trim(view_, name);
        if (name.empty() || view_.upos(name.first) != Upos::PROPN) return false;
        add_line(name, {quote.last, quote.last + 1}, {quote.first, quote.last}, "quote.dash");
        return true;
    }

    bool starts_paragraph(const Sentence& sentence) const {
        return sentence.first == 0 ||
               view_.document.sentences[view_.document.sentence_of(sentence.first - 1)].paragraph != sentence.paragraph;
    }

    std::uint32_t paragraph_end(const Sentence& sentence) const {
        std::size_t at = view_.document.sentence_of(sentence.first);
        while (at + 1 < view_.document.sentences.size() && view_.document.sentences[at + 1].paragraph == sentence.paragraph) ++at;
        return view_.document.sentences[at].last;
    }

    bool names_somebody(Range name, bool headline) const {
        bool proper = false;
        for (std::uint32_t t = name.first; t < name.last; ++t) {
            const Upos upos = view_.upos(t);
            if (view_.document.word(t).find("://") != std::string_view::npos) return false;
            if (upos == Upos::VERB || upos == Upos::AUX || upos == Upos::NUM || upos == Upos::ADV || upos == Upos::SCONJ)
                return false;
            proper = proper || upos == Upos::PROPN;
            if (!headline && upos != Upos::PROPN && upos != Upos::PUNCT) return false;
            if (headline && upos == Upos::NOUN && stands_for_somebody(t)) proper = true;
        }
        if (!proper) return false;
        if (!headline && all_capitals(name)) return true;
        for (const Name& known : view_.parse.names) {
            if (known.first >= name.last) break;
            if (known.last > name.first && (known.type == NameType::PER || known.type == NameType::ORG)) return true;
        }
        const std::uint32_t last = name.last - 1;
        return mention(last) != no_index || stands_for_somebody(last) ||
               (headline && view_.upos(last) == Upos::PROPN && !is_place(last));
    }

    bool stands_for_somebody(std::uint32_t t) const {
        const std::string_view word = view_.lemma(t);
        return view_.lexicon.carrier.contains(word) || view_.lexicon.person.contains(word) || view_.lexicon.author.contains(word);
    }

    bool is_place(std::uint32_t t) const {
        for (const Name& known : view_.parse.names)
            if (known.first <= t && t < known.last) return known.type != NameType::PER && known.type != NameType::ORG;
        return false;
    }

    // "WALLACE:" as transcripts have it.
    bool all_capitals(Range name) const {
        for (std::uint32_t t = name.first; t < name.last; ++t)
            for (const char c : view_.document.word(t))
                if (c >= 'a' && c <= 'z') return false;
        return true;
    }

    void add_line(Range name, Range cue, Range content, const char* rule) {
        Draft draft;
        draft.head = cue.first;
        draft.form = StatementForm::headline;
        draft.rule = rule;
        trim(view_, content);
        if (content.empty()) return;
        std::uint32_t head = name.first;
        for (std::uint32_t t = name.first; t < name.last; ++t)
            if (view_.head(t) == no_head || !name.contains(static_cast<std::uint32_t>(view_.head(t)))) head = t;
        draft.source_head = static_cast<std::int32_t>(head);
        draft.source.push_back(name);
        draft.speakers.push_back(head);
        draft.cue.push_back(cue);
        draft.content.push_back(content);
        drafts_.push_back(std::move(draft));
    }

    const View& view_;
    std::vector<Draft>& drafts_;
};

}  // namespace

void draft_from_phrases(const View& view, std::vector<Draft>& drafts) {
    PhraseReader(view, drafts).run();
    std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) { return a.head < b.head; });
}

}  // namespace readout
