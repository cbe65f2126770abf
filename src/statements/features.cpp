// What is known of a candidate before it is judged: named features, each weighed by data/statements/confidence.tsv.
#include <algorithm>
#include <charconv>
#include <cstring>

#include "statements/draft.h"

namespace readout {
namespace {

// "name=value" and "name=value+value", put together without allocation. What does not fit is cut off, alike in training.
class Name {
public:
    Name& operator<<(std::string_view part) {
        const std::size_t n = std::min(part.size(), sizeof letters_ - size_);
        std::memcpy(letters_ + size_, part.data(), n);
        size_ += n;
        return *this;
    }
    Name& operator<<(int number) {
        const auto end = std::to_chars(letters_ + size_, letters_ + sizeof letters_, number).ptr;
        size_ = static_cast<std::size_t>(end - letters_);
        return *this;
    }
    std::string_view text() const { return {letters_, size_}; }

private:
    char letters_[96];
    std::size_t size_ = 0;
};

// 1, 2, 3 (to 4), 5 (to 8), 9 (to 16), 17 (to 32), 33.
int rough(std::uint32_t n) {
    for (const std::uint32_t least : {33u, 17u, 9u, 5u, 3u})
        if (n >= least) return static_cast<int>(least);
    return static_cast<int>(n);
}

std::uint32_t words_in(const std::vector<Range>& parts) {
    std::uint32_t n = 0;
    for (const Range& part : parts) n += part.last - part.first;
    return n;
}

class Description {
public:
    Description(const View& view, const Draft& draft, FeatureSink& sink) : view_(view), draft_(draft), sink_(sink) {}

    void run() {
        const std::string_view rule = draft_.rule;
        const int weight = draft_.entry == nullptr ? 0 : draft_.entry->weight;
        const std::string_view who = source_class();
        put("rule=", rule);
        put("src=", who);
        sink_.take((Name() << "rule+src=" << rule << "+" << who).text());
        sink_.take((Name() << "weight=" << weight).text());
        sink_.take((Name() << "points=" << hand_points()).text());
        sink_.take((Name() << "rule+weight=" << rule << "+" << weight).text());
        cue(rule);
        source();
        content(rule);
        circumstances(rule);
    }

private:
    void put(std::string_view name, std::string_view value) { sink_.take((Name() << name << value).text()); }
    void put(std::string_view name, int value) { sink_.take((Name() << name << value).text()); }

    // A rough sum by hand, which holds for cues that the annotation does not have.
    int hand_points() const {
        int sum = 2 * (draft_.entry == nullptr ? 8 : draft_.entry->weight);
        sum += draft_.direct ? 3 : 0;
        sum -= draft_.weak ? 6 : 0;
        sum -= draft_.by_prep ? 2 : 0;
        sum -= draft_.frame == Frame::obj || draft_.frame == Frame::ing ? 2 : 0;
        const bool nobody = draft_.frame == Frame::seem || draft_.frame == Frame::passive_inf || draft_.frame == Frame::obj_as ||
                            draft_.frame == Frame::wh;
        if (draft_.source.empty()) sum -= nobody ? 2 : 10;
        sum -= draft_.form == StatementForm::nominal ? 2 : 0;
        return sum / 2;
    }

    std::string_view source_class() const {
        if (draft_.source.empty() || draft_.source_head == no_token) return "none";
        const auto head = static_cast<std::uint32_t>(draft_.source_head);
        const std::string_view lemma = view_.lemma(head);
        switch (view_.upos(head)) {
            case Upos::PRON:
                for (const std::string_view known :
                     {"he", "she", "they", "it", "who", "which", "that", "you", "we", "I", "this", "what", "one"})
                    if (lemma == known) return known;
                return "pronoun";
            case Upos::PROPN:
                return "name";
            case Upos::NOUN:
                if (view_.lexicon.person.contains(lemma)) return "person";
                if (view_.lexicon.carrier.contains(lemma)) return "carrier";
                if (view_.lexicon.author.contains(lemma)) return "author";
                return "noun";
            case Upos::NUM:
                return "number";
            case Upos::ADJ:
            case Upos::DET:
                return "some";
            default:
                return "other";
        }
    }

    void cue(std::string_view rule) {
        const std::uint32_t head = draft_.head;
        const std::string_view lemma = view_.lemma(head);
        if (draft_.entry != nullptr && draft_.form != StatementForm::continued) {
            const std::string_view pos = name_of(view_.upos(head));
            sink_.take((Name() << "cue=" << lemma << "/" << pos).text());
            sink_.take((Name() << "cue+rule=" << lemma << "+" << rule).text());
            put("thought=", draft_.entry->thought);
            put("accusing=", draft_.entry->accusing);
        }
        const std::string_view xpos = view_.parse.xpos[head];
        const std::string rel = readout::name_of(Relation{view_.rel(head), view_.sub(head)});
        put("tag=", xpos);
        sink_.take((Name() << "rule+tag=" << rule << "+" << xpos).text());
        put("rel=", rel);
        sink_.take((Name() << "rule+rel=" << rule << "+" << rel).text());
        for (const std::uint32_t below : view_.tree.children(head)) {
            if (below > head) break;
            if (view_.rel(below) == Rel::aux && view_.parse.xpos[below] == "MD") put("modal=", view_.lemma(below));
            if (view_.rel(below) == Rel::mark) put("mark=", view_.lemma(below));
        }
        put("passive=", view_.is_passive(head));
        put("negated=", draft_.negated);
        put("weak=", draft_.weak);
        sink_.take((Name() << "rule+weak=" << rule << "+" << static_cast<int>(draft_.weak)).text());
    }

    void source() {
        if (draft_.source.empty() || draft_.source_head == no_token) return;
        const auto head = static_cast<std::uint32_t>(draft_.source_head);
        const Range who = draft_.source.front();
        const std::int32_t mention = head < view_.cast.mention_at.size() ? view_.cast.mention_at[head] : no_index;
        const bool known = mention != no_index && !view_.cast.mentions[static_cast<std::size_t>(mention)].entities.empty();
        put("known=", known);
        put("src-size=", rough(who.last - who.first));
        bool verb = false;
        for (std::uint32_t t = who.first; t < who.last; ++t) verb = verb || view_.parse.features[t].verb_form == VerbForm::finite;
        put("src-verb=", verb);
        if (!draft_.cue.empty()) {
            const Range cue = draft_.cue.front();
            const bool before = who.first < cue.first;
            const std::uint32_t gap =
                before ? cue.first - std::min(cue.first, who.last) : who.first - std::min(who.first, cue.last);
            sink_.take((Name() << "src-gap=" << (before ? "-" : "+") << rough(gap)).text());
        }
    }

    void content(std::string_view rule) {
        const std::uint32_t size = words_in(draft_.content);
        put("size=", rough(size));
        sink_.take((Name() << "rule+size=" << rule << "+" << rough(size)).text());
        put("pieces=", static_cast<int>(std::min<std::size_t>(draft_.content.size(), 4)));
        if (draft_.content.empty()) return;
        bool finite = false, quoted = false, plain = false, name = false;
        for (const Range& part : draft_.content)
            for (std::uint32_t t = part.first; t < part.last; ++t) {
                if (view_.is_punct(t)) continue;
                finite = finite || view_.parse.features[t].verb_form == VerbForm::finite;
                name = name || view_.upos(t) == Upos::PROPN;
                (view_.quotes.outer_at[t] != no_region ? quoted : plain) = true;
            }
        put("finite=", finite);
        put("name=", name);
        put("voice=", quoted && plain ? "mixed" : quoted ? "quoted" : "plain");
        sink_.take((Name() << "rule+voice=" << rule << (quoted ? "+q" : "+p") << (finite ? "+f" : "+n")).text());
        const std::uint32_t first = draft_.content.front().first;
        put("opens=", name_of(view_.upos(first)));
        if (draft_.content_head != no_token)
            put("content=", name_of(view_.upos(static_cast<std::uint32_t>(draft_.content_head))));
        if (!draft_.cue.empty()) {
            const Range cue = draft_.cue.back();
            const bool ahead = first < draft_.cue.front().first;
            const std::uint32_t gap =
                ahead ? draft_.cue.front().first - std::min(draft_.cue.front().first, draft_.content.front().last)
                      : first - std::min(first, cue.last);
            sink_.take((Name() << "gap=" << (ahead ? "-" : "+") << rough(gap)).text());
        }
    }

    void circumstances(std::string_view rule) {
        if (draft_.parent != no_index) sink_.take("nested"), put("rule+nested=", rule);
        if (draft_.in_quote) sink_.take("in-quote");
        if (is_part_of_another(view_, draft_)) sink_.take("inner");
        const Sentence& sentence = view_.document.sentences[view_.document.sentence_of(draft_.head)];
        if (sentence.paragraph < view_.document.paragraphs.size()) {
            const ParagraphKind kind = view_.document.paragraphs[sentence.paragraph].kind;
            put("heading=", kind == ParagraphKind::title || kind == ParagraphKind::heading);
        }
    }

    const View& view_;
    const Draft& draft_;
    FeatureSink& sink_;
};

}  // namespace

void features_of(const View& view, const Draft& draft, FeatureSink& sink) { Description(view, draft, sink).run(); }

}  // namespace readout
