// Who carried the words: "told Interfax", "according to the broadcaster", "a readout published by state media", "citing three
// aides".
#include <algorithm>

#include "statements/draft.h"

namespace readout {
namespace {

class RelayReader {
public:
    RelayReader(const View& view, std::vector<Draft>& drafts) : view_(view), drafts_(drafts) {}

    void run() {
        for (std::size_t i = 0; i < drafts_.size(); ++i)
            if (drafts_[i].form == StatementForm::according_to) according_to(i);
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            if (drafts_[i].dropped) continue;
            carried_source(drafts_[i]);
            citing(i);
            told_outlet(drafts_[i]);
        }
    }

private:
    bool is_outlet(std::uint32_t t) const {
        if (view_.upos(t) == Upos::NOUN && view_.lexicon.carrier.contains(view_.lemma(t))) return true;
        for (const std::uint32_t below : view_.tree.children(t))  // "news agency Tass"
            if (below < t && view_.upos(below) == Upos::NOUN && view_.lexicon.carrier.contains(view_.lemma(below))) return true;
        if (t >= view_.cast.mention_at.size() || view_.cast.mention_at[t] == no_index) return false;
        const Mention& mention = view_.cast.mentions[static_cast<std::size_t>(view_.cast.mention_at[t])];
        for (const std::uint32_t i : mention.entities) {
            const Entity& entity = view_.cast.entities[i];
            if (entity.sector == "JRN" || std::find(entity.sectors.begin(), entity.sectors.end(), "JRN") != entity.sectors.end())
                return true;
        }
        return false;
    }

    // The draft whose cue is the clause that "according to" speaks about, if there is one: "X said, according to Y".
    std::int32_t reported(std::size_t from) const {
        const std::int32_t clause = drafts_[from].content_head;
        if (clause == no_token) return no_index;
        const std::size_t first = from > 24 ? from - 24 : 0, last = std::min(drafts_.size(), from + 24);
        std::int32_t below = no_index;
        for (std::size_t i = first; i < last; ++i) {
            const Draft& draft = drafts_[i];
            if (i == from || draft.dropped || draft.form == StatementForm::according_to || draft.entry == nullptr) continue;
            const bool says = draft.form == StatementForm::verb && !draft.entry->thought && draft.frame != Frame::seem &&
                              draft.frame != Frame::passive_inf && draft.source_head != no_token;
            if (!says) continue;
            if (static_cast<std::int32_t>(draft.head) == clause) return static_cast<std::int32_t>(i);
            const bool speech =
                draft.direct || draft.frame == Frame::that || draft.frame == Frame::told || draft.frame == Frame::quote;
            if (speech && draft.content_head == clause && same_sentence(draft.head, drafts_[from].head))
                below = static_cast<std::int32_t>(i);
        }
        const bool quoted = view_.quotes.outer_at[static_cast<std::size_t>(clause)] != no_region &&
                            view_.quotes.outer_at[drafts_[from].head] == no_region;
        if (below != no_index && (quoted || is_outlet(static_cast<std::uint32_t>(drafts_[from].source_head)))) return below;
        return no_index;
    }

    bool same_sentence(std::uint32_t a, std::uint32_t b) const {
        return view_.document.sentence_of(a) == view_.document.sentence_of(b);
    }

    void according_to(std::size_t i) {
        Draft& phrase = drafts_[i];
        if (phrase.source.empty()) return;
        const std::int32_t at = reported(i);
        if (at == no_index) return;
        Draft& draft = drafts_[static_cast<std::size_t>(at)];
        // Inside somebody's quoted words "according to" is theirs.
        if (view_.quotes.outer_at[phrase.head] != view_.quotes.outer_at[draft.head]) return;
        DraftRelay relay;
        relay.who = phrase.source_head;
        relay.who_range = phrase.source.front();
        relay.cue = phrase.cue;
        draft.relays.push_back(relay);
        Range whole = relay.who_range;
        for (const Range& cue : phrase.cue) whole = {std::min(whole.first, cue.first), std::max(whole.last, cue.last)};
        std::vector<Range> content;
        for (const Range& range : draft.content)
            for (Range part : without(range, {whole})) {
                trim(view_, part);
                if (!part.empty()) content.push_back(part);
            }
        if (!content.empty()) draft.content = std::move(content);
        carried(draft, static_cast<std::uint32_t>(relay.who));
        phrase.dropped = true;
    }

    // "the readout published by state media", "sources cited by the paper": the agent carried what the noun says.
    void carried(Draft& draft, std::uint32_t noun) {
        for (const std::uint32_t below : view_.tree.children(noun)) {
            if (below < noun || view_.rel(below) != Rel::acl || !view_.lexicon.passing.contains(view_.lemma(below))) continue;
            for (const std::uint32_t agent : view_.tree.children(below)) {
                if (view_.rel(agent) != Rel::obl || view_.case_of(agent) != "by") continue;
                add(draft, agent, {{below, view_.tree.left(agent) + 1}});
            }
        }
    }

    void carried_source(Draft& draft) {
        if (draft.source_head == no_token) return;
        const auto head = static_cast<std::uint32_t>(draft.source_head);
        carried(draft, head);
        // "according to Le Monde, which cited three aides"
        for (const std::uint32_t below : view_.tree.children(head)) {
            if (below < head || view_.rel(below) != Rel::acl || (view_.lemma(below) != "cite" && view_.lemma(below) != "quote"))
                continue;
            if (view_.is_passive(below)) continue;
            const std::int32_t cited = view_.child(below, Rel::obj);
            if (cited >= 0) hand_over(draft, static_cast<std::uint32_t>(cited));
        }
    }

    // "the agency reported, citing officials": the officials speak, the agency carries.
    void citing(std::size_t i) {
        Draft& draft = drafts_[i];
        if (draft.source_head == no_token || draft.content.empty()) return;
        for (const std::uint32_t below : view_.tree.children(draft.head)) {
            if (view_.lemma(below) != "cite" || below < draft.head || !view_.is_participle(below)) continue;
            const std::int32_t cited = view_.child(below, Rel::obj);
            if (cited < 0) continue;
            const auto who = static_cast<std::uint32_t>(cited);
            const bool somebody = view_.upos(who) == Upos::PROPN || view_.lexicon.person.contains(view_.lemma(who)) ||
                                  view_.lexicon.carrier.contains(view_.lemma(who));
            if (!somebody || !is_outlet(static_cast<std::uint32_t>(draft.source_head))) continue;
            hand_over(drafts_[i], who);
            for (std::size_t j = i + 1; j < std::min(drafts_.size(), i + 6); ++j)
                if (drafts_[j].head == below) drafts_[j].dropped = true;  // "citing" itself says nothing more
        }
    }

    // The one thought to speak only carried; `speaker` spoke.
    void hand_over(Draft& draft, std::uint32_t speaker) {
        DraftRelay relay;
        relay.who = draft.source_head;
        relay.who_range = draft.source.empty() ? Range{static_cast<std::uint32_t>(draft.source_head),
                                                       static_cast<std::uint32_t>(draft.source_head) + 1}
                                               : draft.source.front();
        relay.cue = draft.cue;
        draft.relays.insert(draft.relays.begin(), relay);
        draft.speakers = joint_heads(view_, speaker);
    }

    void told_outlet(Draft& draft) {
        for (const std::uint32_t to : draft.addressees) {
            if (!is_outlet(to) || view_.upos(to) == Upos::PRON || view_.lexicon.person.contains(view_.lemma(to))) continue;
            add(draft, to, draft.cue);
        }
    }

    void add(Draft& draft, std::uint32_t who, std::vector<Range> cue) {
        for (const DraftRelay& known : draft.relays)
            if (known.who == static_cast<std::int32_t>(who)) return;
        DraftRelay relay;
        relay.who = static_cast<std::int32_t>(who);
        relay.who_range = source_range(view_, who, draft.head);
        relay.cue = std::move(cue);
        draft.relays.push_back(relay);
    }

    const View& view_;
    std::vector<Draft>& drafts_;
};

}  // namespace

void find_relays(const View& view, std::vector<Draft>& drafts) { RelayReader(view, drafts).run(); }

}  // namespace readout
