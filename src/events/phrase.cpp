#include "events/phrase.h"

#include <algorithm>

namespace readout {

namespace {

constexpr int deepest = 6;              // phrases within phrases
constexpr std::uint32_t farthest = 60;  // words to either side

struct Words {
    std::uint32_t first = 0, last = 0;  // tokens first … last - 1
};

class Phrase {
public:
    Phrase(const Text& text, std::uint32_t trigger) : text_(text), trigger_(trigger) {}

    Span around(Span span) const {
        const auto& tokens = text_.document.tokens;
        const auto begin =
            std::partition_point(tokens.begin(), tokens.end(), [&](const Token& one) { return one.span.end <= span.start; });
        const auto end = std::partition_point(begin, tokens.end(), [&](const Token& one) { return one.span.start < span.end; });
        if (begin == end) return span;
        Words given{static_cast<std::uint32_t>(begin - tokens.begin()), static_cast<std::uint32_t>(end - tokens.begin())};
        if (text_.in_dateline(given.first) && !text_.in_dateline(given.last - 1))
            given.first = text_.story_start[text_.document.sentence_of(given.first)];
        std::uint32_t head = head_of(given);
        if (!text_.is_noun(head) && !(text_.parse.upos[head] == Upos::NUM && given.last - given.first == 1))
            return text_.parse.upos[head] == Upos::PRON ? span : whole(given);
        if (in_pair(head)) return span;  // "US-China talks"
        const std::uint32_t title = title_before(head);
        head = title == head ? top_of(head) : title;
        Words words = extent(head, 0);
        words = trimmed(with_name({std::min(words.first, given.first), std::max(words.last, given.last)}, head), head);
        if (words.first <= trigger_ && trigger_ < words.last && !(given.first <= trigger_ && trigger_ < given.last)) {
            if (trigger_ < given.first)
                words.first = std::max(words.first, trigger_ + 1);
            else
                words.last = std::min(words.last, trigger_);
            if (words.first > given.first || words.last < given.last) words = given;
        }
        return whole(words);
    }

private:
    Span whole(Words words) const {
        return {text_.document.tokens[words.first].span.start, text_.document.tokens[words.last - 1].span.end};
    }

    bool has_parent(std::uint32_t token) const { return text_.parse.head[token] >= 0; }
    std::uint32_t parent(std::uint32_t token) const { return static_cast<std::uint32_t>(text_.parse.head[token]); }

    bool in_pair(std::uint32_t token) const {
        if (has_parent(token) && text_.paired(token, parent(token))) return true;
        const auto children = text_.tree.children(token);
        return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) { return text_.paired(child, token); });
    }

    // The word of the span that hangs on a word outside it.
    std::uint32_t head_of(Words words) const {
        for (std::uint32_t token = words.first; token < words.last; ++token) {
            if (text_.parse.upos[token] == Upos::PUNCT || text_.parse.upos[token] == Upos::DET) continue;
            if (!has_parent(token) || parent(token) < words.first || parent(token) >= words.last) return token;
        }
        return words.first;
    }

    bool between(std::uint32_t first, std::uint32_t last, std::string_view mark) const {
        for (std::uint32_t token = first; token < last; ++token) {
            if (text_.form[token] == mark) return true;
        }
        return false;
    }

    bool is_person(std::uint32_t token) const { return text_.name[token] == 1 + static_cast<int>(NameType::PER); }

    // "Christoph Metzelder" stands in the phrase of "defender", "banks" in that of "hundreds".
    std::uint32_t top_of(std::uint32_t token) const {
        for (int step = 0; step < deepest && has_parent(token); ++step) {
            const std::uint32_t above = parent(token);
            if (above == trigger_ || above > token || !text_.is_noun(above) || token - above > farthest) break;
            const Rel rel = text_.rel(token);
            const bool named = rel == Rel::flat || (rel == Rel::appos && is_name_of(above, token));
            if (!named && !counted(above, token)) break;
            token = above;
        }
        return token;
    }

    // "US Secretary of State Rex Tillerson": the parser may hang the name on the State.
    std::uint32_t title_before(std::uint32_t head) const {
        if (!is_person(head)) return head;
        std::uint32_t start = head;
        while (start > 0 && is_person(start - 1)) --start;
        std::uint32_t at = head;
        constexpr std::uint32_t longest_title = 12;
        for (int step = 0; step < 3 && has_parent(at) && parent(at) < start; ++step) {
            at = parent(at);
            if (start - at > longest_title || text_.form[at + 1] != "of" || !text_.ontology.is("title", text_.lemma[at]))
                continue;
            return between(at, start, ",") ? head : at;
        }
        return head;
    }

    // A title and its bearer, with or without a comma; a body and its abbreviation in brackets.
    bool is_name_of(std::uint32_t title, std::uint32_t bearer) const {
        if (text_.parse.upos[bearer] != Upos::PROPN) return false;
        if (!between(title + 1, bearer, ",")) return true;
        if (is_person(title)) return false;
        if (is_person(bearer)) return true;
        const auto parts = text_.tree.children(bearer);  // "the Grand Mufti of Egypt, Sheikh Shawki Allam"
        return std::any_of(parts.begin(), parts.end(),
                           [&](std::uint32_t part) { return text_.rel(part) == Rel::flat && is_person(part); });
    }

    // A name is never cut: "Jurisdiction for Peace".
    Words with_name(Words words, std::uint32_t head) const {
        for (const Name& one : text_.parse.names) {
            const bool party = one.type == NameType::PER || one.type == NameType::ORG || one.type == NameType::LOC;
            if (party && one.first <= head && head < one.last)
                return {std::min(words.first, one.first), std::max(words.last, one.last)};
        }
        return words;
    }

    // No preposition, conjunction or "no" in front; a quotation mark has its fellow.
    Words trimmed(Words words, std::uint32_t head) const {
        if (!text_.in_dateline(head)) words.first = std::max(words.first, text_.story_start[text_.document.sentence_of(head)]);
        while (words.first < head) {
            const Rel rel = text_.rel(words.first);
            const bool joint = rel == Rel::case_ || rel == Rel::mark || rel == Rel::cc;
            const bool before_noun = joint && has_parent(words.first) && text_.is_noun(parent(words.first));
            if (!before_noun && text_.parse.upos[words.first] != Upos::PUNCT && text_.form[words.first] != "no") break;
            ++words.first;
        }
        int quotes = 0;
        for (std::uint32_t token = words.first; token < words.last; ++token) quotes += is_quote(token) ? 1 : 0;
        if (quotes % 2 == 1 && words.last < text_.form.size() && is_quote(words.last)) ++words.last;
        return words;
    }

    bool is_quote(std::uint32_t token) const {
        static const WordSet marks{"\"", "“", "”", "''", "``"};
        return marks.contains(text_.form[token]);
    }

    // "hundreds of banks", "one of its employees"
    bool counted(std::uint32_t measure, std::uint32_t token) const {
        if (text_.rel(token) != Rel::nmod || text_.preposition(token) != "of" || text_.name[measure] != 0) return false;
        return text_.parse.upos[measure] == Upos::NUM || text_.ontology.is("measure", text_.lemma[measure]);
    }

    Words extent(std::uint32_t head, int depth) const {
        Words words{head, head + 1};
        if (depth > deepest) return words;
        const auto children = text_.tree.children(head);
        for (const std::uint32_t child : children) {
            if (child < head && before(child)) words.first = std::min(words.first, left_of(head, child));
        }
        for (const std::uint32_t child : children) {
            if (child < head) continue;
            const std::uint32_t end = after(head, child, depth);
            if (end > words.last && nothing_left_out(head, words.last, child)) words.last = end;
        }
        words.last = std::max(words.last, bearer_beside(head, words.last));
        while (words.first < head && text_.parse.upos[words.first] == Upos::PUNCT) ++words.first;
        return words;
    }

    bool before(std::uint32_t child) const {
        switch (text_.rel(child)) {
            case Rel::det:
                return !is_negation(child);
            case Rel::amod:
            case Rel::compound:
            case Rel::nummod:
            case Rel::flat:
            case Rel::advmod:
                return true;
            case Rel::nmod:
                return text_.sub(child) == Sub::poss || text_.preposition(child).empty();
            default:
                return false;
        }
    }

    bool is_negation(std::uint32_t child) const { return text_.form[child] == "no"; }

    // A broken tree may hang half a sentence in front of a noun: no further than a verb, a colon or a dash.
    std::uint32_t left_of(std::uint32_t head, std::uint32_t child) const {
        std::uint32_t left = text_.tree.left(child);
        if (head - left > farthest) left = child;
        for (std::uint32_t token = head; token-- > left;) {
            const bool clause = text_.is_verb(token) && text_.rel(token) != Rel::amod && text_.rel(token) != Rel::compound &&
                                text_.rel(token) != Rel::flat;
            static const WordSet marks{":", "-", "–", "—", ";"};
            const bool dash = marks.contains(text_.form[token]) && !joined_by(token);
            if (clause || dash) return token + 1;
        }
        return left;
    }

    // The hyphen of "Saudi-led".
    bool joined_by(std::uint32_t mark) const {
        const auto& tokens = text_.document.tokens;
        return mark > 0 && mark + 1 < tokens.size() && tokens[mark - 1].span.end == tokens[mark].span.start &&
               tokens[mark].span.end == tokens[mark + 1].span.start;
    }

    // Where the phrase ends with this dependent; 0 where it does not belong.
    std::uint32_t after(std::uint32_t head, std::uint32_t child, int depth) const {
        if (child - head > farthest) return 0;
        switch (text_.rel(child)) {
            case Rel::flat:
            case Rel::compound:
            case Rel::nummod:
                return between(head + 1, child, ",") ? 0 : extent(child, depth + 1).last;
            case Rel::appos:
                return apposition(head, child, depth);
            case Rel::nmod:
                return belongs(head, child) ? members_end(child, depth) : 0;
            default:
                return 0;
        }
    }

    std::uint32_t apposition(std::uint32_t head, std::uint32_t child, int depth) const {
        const std::uint32_t end = extent(child, depth + 1).last;
        if (between(head + 1, child, "(")) {  // "(PKK)", not a remark in brackets
            const bool closed = end < text_.form.size() && text_.form[end] == ")" && text_.form[child - 1] == "(";
            return closed && end == child + 1 ? end + 1 : 0;
        }
        if (between(head + 1, child, "-") || between(head + 1, child, "–") || between(head + 1, child, "—")) return 0;
        return !between(head + 1, child, ",") || is_name_of(head, child) ? end : 0;
    }

    bool belongs(std::uint32_t head, std::uint32_t child) const {
        const std::string preposition = text_.preposition(child);
        const bool named = text_.parse.upos[head] == Upos::PROPN;
        if (preposition.empty()) return !between(head + 1, child, ",") && child == head + 1;
        if (between(head + 1, child, ",")) return false;
        if (preposition == "of") return !named || !(is_person(head) || is_state(head)) || (is_titled(head) && is_state(child));
        if (named && is_person(head)) return false;
        if (preposition == "from" || preposition == "for" || preposition == "to")
            return !named && text_.ontology.is("human", text_.lemma[head]);
        if (preposition == "in")  // behind the trigger it may be where the act was
            return head < trigger_ && child < trigger_ && (text_.place[child] != no_index || text_.name[child] != 0) &&
                   !is_state(head);
        return false;
    }

    // "President Hamid Karzai of Afghanistan"
    bool is_titled(std::uint32_t head) const {
        const auto children = text_.tree.children(head);
        return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
            return child < head && text_.rel(child) != Rel::amod && text_.ontology.is("title", text_.lemma[child]);
        });
    }

    bool is_state(std::uint32_t token) const { return text_.place[token] != no_index && text_.rel(token) != Rel::compound; }

    // All of a coordination below a preposition: "diplomats from Poland, Germany and Sweden".
    std::uint32_t members_end(std::uint32_t child, int depth) const {
        std::uint32_t end = 0;
        for (const std::uint32_t member : text_.coordinated(child)) {
            if (member >= child) end = std::max(end, extent(member, depth + 1).last);
        }
        return end;
    }

    // No dependent that was left out stands between: what follows a relative clause is far from the noun.
    bool nothing_left_out(std::uint32_t head, std::uint32_t end, std::uint32_t child) const {
        const std::uint32_t start = text_.tree.left(child);
        for (std::uint32_t token = end; token < start; ++token) {
            if (text_.parse.upos[token] == Upos::PUNCT) continue;
            if (text_.tree.under(token, head)) return false;
        }
        return true;
    }

    // "Kremlin critic Alexei Navalny" read as two objects of one verb.
    std::uint32_t bearer_beside(std::uint32_t head, std::uint32_t end) const {
        if (end >= text_.form.size() || end == 0 || end - 1 != head || !is_person(end) || is_person(head)) return 0;
        if (text_.document.sentence_of(end) != text_.document.sentence_of(head)) return 0;
        if (!text_.is_noun(head) || text_.name[head] != 0 || !has_parent(end) || !has_parent(head)) return 0;
        if (parent(end) != parent(head) && parent(end) != head) return 0;
        std::uint32_t last = end;
        while (last < text_.form.size() && is_person(last) &&
               text_.document.sentence_of(last) == text_.document.sentence_of(head))
            ++last;
        return last;
    }

    const Text& text_;
    std::uint32_t trigger_;
};

}  // namespace

Span whole_phrase(const Text& text, Span span, std::uint32_t trigger) { return Phrase(text, trigger).around(span); }

}  // namespace readout
