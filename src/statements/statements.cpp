#include "statements/statements.h"

#include <algorithm>

#include "statements/draft.h"

namespace readout {

std::string_view name_of(Voice voice) {
    return voice == Voice::direct ? "direct" : voice == Voice::indirect ? "indirect" : "mixed";
}

std::string_view name_of(StatementForm form) {
    switch (form) {
        case StatementForm::verb:
            return "verb";
        case StatementForm::nominal:
            return "nominal";
        case StatementForm::according_to:
            return "according_to";
        case StatementForm::headline:
            return "headline";
        case StatementForm::continued:
            return "continued";
        case StatementForm::thought:
            return "thought";
    }
    return "verb";
}

namespace {

class Writer {
public:
    explicit Writer(const View& view) : view_(view) {}

    Statement write(const Draft& draft) const {
        Statement statement;
        statement.form = draft.form;
        statement.voice = voice(draft);
        for (const Range& part : draft.content) statement.content.push_back(span(part));
        for (const Range& part : draft.cue) statement.cue.push_back(span(part));
        for (const Range& part : draft.source) statement.source.push_back(span(part));
        sentences(draft, statement);
        for (const std::uint32_t head : draft.speakers)
            add_participants(head, draft.source, draft.speakers.size() == 1, statement.speakers);
        for (const std::uint32_t head : draft.addressees) add_participants(head, {}, false, statement.addressees);
        for (const DraftRelay& from : draft.relays) {
            std::vector<Participant> who;
            add_participants(static_cast<std::uint32_t>(from.who), {from.who_range}, true, who);
            Relay relay;
            relay.who = who.front();
            for (const Range& part : from.cue) relay.cue.push_back(span(part));
            statement.relays.push_back(std::move(relay));
        }
        about(draft, statement);
        if (!draft.cue.empty()) {
            statement.date = date_of(draft.head, view_.document, view_.parse, view_.tree, view_.times);
            place(draft, statement);
        }
        statement.negated = draft.negated;
        if (draft.hedge != no_token) statement.hedge = view_.document.tokens[static_cast<std::size_t>(draft.hedge)].span;
        statement.cue_token = draft.head;
        statement.stance = draft.entry == nullptr ? "asserts" : draft.entry->stance;
        statement.confidence = draft.confidence;
        statement.rule = draft.rule;
        return statement;
    }

private:
    Span span(Range range) const {
        return {view_.document.tokens[range.first].span.start, view_.document.tokens[range.last - 1].span.end};
    }

    Voice voice(const Draft& draft) const {
        bool quoted = false, plain = false;
        for (const Range& part : draft.content)
            for (std::uint32_t t = part.first; t < part.last; ++t) {
                if (view_.is_punct(t)) continue;
                (view_.quotes.outer_at[t] != no_region ? quoted : plain) = true;
            }
        return quoted && plain ? Voice::mixed : quoted ? Voice::direct : Voice::indirect;
    }

    void sentences(const Draft& draft, Statement& statement) const {
        const auto add = [&](const std::vector<Range>& parts) {
            for (const Range& part : parts)
                for (std::uint32_t s = view_.document.sentence_of(part.first); s <= view_.document.sentence_of(part.last - 1);
                     ++s)
                    statement.sentences.push_back(s);
        };
        add(draft.content);
        add(draft.cue);
        if (draft.form != StatementForm::continued) add(draft.source);
        std::sort(statement.sentences.begin(), statement.sentences.end());
        statement.sentences.erase(std::unique(statement.sentences.begin(), statement.sentences.end()), statement.sentences.end());
    }

    std::int32_t mention_of(std::uint32_t head) const {
        if (head < view_.cast.mention_at.size() && view_.cast.mention_at[head] != no_index) return view_.cast.mention_at[head];
        const auto& mentions = view_.cast.mentions;
        const auto after = std::upper_bound(mentions.begin(), mentions.end(), head,
                                            [](std::uint32_t t, const Mention& m) { return t < m.first; });
        for (auto at = after; at != mentions.begin() && after - at < 4;) {
            --at;
            if (at->first <= head && head < at->last) return static_cast<std::int32_t>(at - mentions.begin());
        }
        return no_index;
    }

    // Whom a phrase stands for: its mention's entities; a relative pronoun stands for the noun it hangs on.
    void add_participants(std::uint32_t head, const std::vector<Range>& phrase, bool whole, std::vector<Participant>& out) const {
        Participant who;
        who.span = view_.document.tokens[head].span;
        std::uint32_t meant = head;
        if (view_.upos(head) == Upos::PRON &&
            (view_.lemma(head) == "who" || view_.lemma(head) == "which" || view_.lemma(head) == "that")) {
            const std::int32_t noun = relative_noun(head);
            if (noun != no_token) {
                meant = somebody_near(static_cast<std::uint32_t>(noun), head);
                who.antecedent = span(source_range(view_, meant, meant));
            }
        }
        who.mention = mention_of(meant);
        if (who.mention == no_index) {
            Range range = whole && !phrase.empty() && phrase.front().contains(head) ? phrase.front() : view_.subtree(head);
            if (!whole || phrase.empty()) {
                for (const std::uint32_t below : view_.tree.children(head)) {
                    const Range part = view_.subtree(below);
                    if (below > head &&
                        (view_.rel(below) == Rel::conj || view_.rel(below) == Rel::acl || view_.rel(below) == Rel::parataxis))
                        range.last = std::min(range.last, part.first);
                    if (below < head && (view_.rel(below) == Rel::case_ || view_.rel(below) == Rel::cc) &&
                        part.first == range.first)
                        range.first = part.last;
                }
                trim(view_, range);
            }
            if (range.last - range.first > 1 && view_.rel(range.last - 1) == Rel::case_ && view_.lemma(range.last - 1) == "'s")
                --range.last;
            if (!range.empty()) who.span = span(range);
            out.push_back(who);
            return;
        }
        const Mention& mention = view_.cast.mentions[static_cast<std::size_t>(who.mention)];
        if (meant == head) who.span = mention.span;
        who.metonym = mention.kind == MentionKind::metonym;
        if (mention.antecedent != no_index && !who.antecedent)
            who.antecedent = view_.cast.mentions[static_cast<std::size_t>(mention.antecedent)].span;
        if (mention.entities.empty()) {
            out.push_back(who);
            return;
        }
        for (const std::uint32_t entity : mention.entities) {
            who.entity = static_cast<std::int32_t>(entity);
            out.push_back(who);
        }
    }

    // The noun a relative clause hangs on, unless only the one right before the pronoun is known to be somebody.
    std::uint32_t somebody_near(std::uint32_t noun, std::uint32_t pronoun) const {
        if (mention_of(noun) != no_index || view_.lemma(pronoun) != "who") return noun;
        for (std::uint32_t before = pronoun; before-- > noun + 1;)
            if (!view_.is_punct(before)) return mention_of(before) != no_index ? before : noun;
        return noun;
    }

    std::int32_t relative_noun(std::uint32_t pronoun) const {
        std::int32_t at = static_cast<std::int32_t>(pronoun);
        for (int steps = 0; at != no_head && steps < 6; ++steps) {
            const auto t = static_cast<std::uint32_t>(at);
            if (view_.rel(t) == Rel::acl && view_.sub(t) == Sub::relcl) return view_.head(t);
            at = view_.head(t);
        }
        return no_token;
    }

    // The known actors that the content names, each once, without the speakers.
    void about(const Draft& draft, Statement& statement) const {
        std::vector<std::int32_t> seen;
        for (const Participant& speaker : statement.speakers) seen.push_back(speaker.entity);
        const auto& mentions = view_.cast.mentions;
        for (const Range& part : draft.content) {
            auto at = std::lower_bound(mentions.begin(), mentions.end(), part.first,
                                       [](const Mention& m, std::uint32_t t) { return m.first < t; });
            for (; at != mentions.end() && at->first < part.last; ++at) {
                for (const std::uint32_t i : at->entities) {
                    const auto entity = static_cast<std::int32_t>(i);
                    const Entity& known = view_.cast.entities[i];
                    if ((known.code.empty() && known.actor.empty()) || std::find(seen.begin(), seen.end(), entity) != seen.end())
                        continue;
                    if (seen.size() > 64) return;
                    seen.push_back(entity);
                    Participant who;
                    who.span = at->span;
                    who.mention = static_cast<std::int32_t>(at - mentions.begin());
                    who.entity = entity;
                    who.metonym = at->kind == MentionKind::metonym;
                    if (at->antecedent != no_index) who.antecedent = mentions[static_cast<std::size_t>(at->antecedent)].span;
                    statement.about.push_back(who);
                }
            }
        }
    }

    // Where the words were said: a place that hangs on the cue.
    void place(const Draft& draft, Statement& statement) const {
        const auto& places = view_.cast.places;
        for (const std::uint32_t below : view_.tree.children(draft.head)) {
            if (view_.rel(below) != Rel::obl) continue;
            const std::string_view marker = view_.case_of(below);
            if (marker != "in" && marker != "at" && marker != "from") continue;
            for (const Range& part : draft.content)
                if (part.contains(below)) return;
            const auto at = std::lower_bound(places.begin(), places.end(), view_.tree.left(below),
                                             [](const PlaceMention& p, std::uint32_t t) { return p.head < t; });
            if (at == places.end() || at->head >= view_.tree.right(below)) continue;
            statement.place = *at;
            return;
        }
    }

    const View& view_;
};

}  // namespace

namespace {

std::vector<Draft> draft_all(const View& view) {
    std::vector<Draft> drafts = draft_from_frames(view);
    draft_from_phrases(view, drafts);
    attach_quotes(view, drafts);
    find_relays(view, drafts);
    score(view, drafts);
    return drafts;
}

struct Collect : FeatureSink {
    std::vector<std::string> features;
    void take(std::string_view feature) override { features.emplace_back(feature); }
};

}  // namespace

std::vector<StatementCandidate> find_candidates(const Document& document, const Parse& parse, const Tree& tree,
                                                const TimeRefs& times, const Cast& cast, const CueLexicon& cues) {
    const Quotes quotes = find_quotes(document);
    const std::vector<Range> below = words_below(parse, tree);
    const View view{document, parse, tree, times, cast, cues.inside(), quotes, below};
    const Writer writer(view);
    std::vector<StatementCandidate> candidates;
    for (const Draft& draft : draft_all(view)) {
        if (draft.content.empty() || draft.confidence == 0) continue;  // never judged: part of another, or a relay
        Collect collect;
        features_of(view, draft, collect);
        candidates.push_back({writer.write(draft), !draft.dropped, std::move(collect.features)});
    }
    return candidates;
}

Statements find_statements(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times,
                           const Cast& cast, const CueLexicon& cues) {
    const Quotes quotes = find_quotes(document);
    const std::vector<Range> below = words_below(parse, tree);
    const View view{document, parse, tree, times, cast, cues.inside(), quotes, below};
    const std::vector<Draft> drafts = draft_all(view);

    std::vector<std::int32_t> place(drafts.size(), no_index);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < drafts.size(); ++i)
        if (!drafts[i].dropped) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return drafts[a].head < drafts[b].head; });
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<std::int32_t>(i);
    Statements statements;
    const Writer writer(view);
    for (const std::size_t i : order) {
        statements.push_back(writer.write(drafts[i]));
        std::int32_t parent = drafts[i].parent;
        // Past a candidate that was dropped stands the statement around it.
        for (int steps = 0; parent != no_index && place[static_cast<std::size_t>(parent)] == no_index && steps < 8; ++steps)
            parent = drafts[static_cast<std::size_t>(parent)].parent;
        statements.back().parent = parent == no_index ? no_index : place[static_cast<std::size_t>(parent)];
        if (statements.back().parent == place[i]) statements.back().parent = no_index;
    }
    return statements;
}

}  // namespace readout
