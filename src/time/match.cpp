#include "time/match.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace readout::timing {
namespace {

// ------------------------------------------------------------------------------------------------------- numbers in words
class Numbers {
public:
    Numbers(Line& line, const TimeRules::Inside& rules) : line_(line), items_(line.items), known_(rules.known) {}

    void merge(std::vector<Item>& out) {
        out.clear();
        for (std::size_t at = 0; at < items_.size();) {
            if (items_[at].tag_count == 0) {
                out.push_back(items_[at++]);
                continue;
            }
            const std::size_t before = at;
            if (!year_in_words(at, out) && !ordinal(at, out) && !quantity(at, out)) out.push_back(items_[at++]);
            if (at == before) ++at;
        }
    }

private:
    const Tag* tag(std::size_t at, Symbol symbol) const { return at < items_.size() ? line_.find(items_[at], symbol) : nullptr; }
    bool is(std::size_t at, Symbol literal) const { return tag(at, literal) != nullptr; }
    std::size_t skip_hyphen(std::size_t at) const { return is(at, known_.hyphen) ? at + 1 : at; }

    void push(std::vector<Item>& out, std::size_t first, std::size_t last, Symbol symbol, long long value) const {
        Item item = items_[first];
        item.span = {items_[first].span.start, items_[last - 1].span.end};
        item.tag_count = 0;
        if (last - first == 1) line_.tag_like(item, items_[first]);
        line_.tag(item, symbol, static_cast<std::int32_t>(std::min(value, 2'000'000'000LL)));
        out.push_back(item);
    }

    // "nineteen ninety-six", "twenty fourteen"
    bool year_in_words(std::size_t& at, std::vector<Item>& out) const {
        const Tag* teens = tag(at, known_.numw);
        const Tag* twenty = tag(at, known_.tens);
        const int century = teens ? teens->value : twenty ? twenty->value : 0;
        if (century < 13 || century > 20) return false;
        std::size_t next = skip_hyphen(at + 1);
        int rest = 0;
        if (const Tag* tens = tag(next, known_.tens)) {
            rest = tens->value;
            ++next;
            const std::size_t unit = skip_hyphen(next);
            if (const Tag* one = tag(unit, known_.numw); one && one->value < 10) {
                rest += one->value;
                next = unit + 1;
            }
        } else if (const Tag* ten = tag(next, known_.numw); ten && ten->value >= 10) {
            rest = ten->value;
            ++next;
        } else {
            return false;
        }
        push(out, at, next, known_.yearw, century * 100 + rest);
        at = next;
        return true;
    }

    // "first", "twenty-first"
    bool ordinal(std::size_t& at, std::vector<Item>& out) const {
        if (const Tag* tens = tag(at, known_.tens)) {
            const std::size_t unit = skip_hyphen(at + 1);
            if (const Tag* one = tag(unit, known_.ordw); one && one->value < 10 && unit > at) {
                push(out, at, unit + 1, known_.ord, tens->value + one->value);
                at = unit + 1;
                return true;
            }
            return false;
        }
        const Tag* word = tag(at, known_.ordw);
        if (!word) return false;
        push(out, at, at + 1, known_.ord, word->value);
        ++at;
        return true;
    }

    // One number: digits or words, with scale and fraction. In hundredths.
    bool quantity(std::size_t& at, std::vector<Item>& out) const {
        std::size_t next = at;
        std::optional<long long> value = digits(next);
        if (!value) value = words(next);
        if (!value) return false;
        fraction(next, *value);
        push(out, at, next, known_.qty, *value);
        at = next;
        return true;
    }

    std::optional<long long> digits(std::size_t& next) const {
        const Tag* number = tag(next, known_.num);
        if (!number) return std::nullopt;
        long long value = number->value;
        ++next;
        if (const Tag* scale = tag(next, known_.scale)) {
            value = std::min(value * scale->value, 2'000'000'000LL * 100);
            ++next;
        }
        return value;
    }

    std::optional<long long> words(std::size_t& next) const {
        constexpr long long most = 20'000'000'000LL;
        long long total = 0, group = 0;
        bool any = false;
        std::size_t at = next;
        if (is(at, known_.a) && tag(at + 1, known_.scale)) {
            group = 1;
            ++at;
        }
        while (at < items_.size()) {
            std::size_t here = any ? skip_hyphen(at) : at;
            if (any && is(here, known_.and_) && (tag(here + 1, known_.numw) || tag(here + 1, known_.tens)) && group % 100 == 0)
                ++here;
            if (const Tag* tens = tag(here, known_.tens); tens && group % 100 == 0) {
                group += tens->value;
            } else if (const Tag* one = tag(here, known_.numw);
                       one && (group % 10 == 0 && (group % 100 == 0 || one->value < 10))) {
                group += one->value;
            } else if (const Tag* scale = tag(here, known_.scale); scale && group > 0 && here == at) {
                if (scale->value == 100) {
                    group *= 100;
                } else {
                    total = std::min(total + group * scale->value, most);
                    group = 0;
                }
                if (group > most) group = most;
            } else {
                break;
            }
            any = true;
            at = here + 1;
        }
        if (!any) return std::nullopt;
        next = at;
        return (total + group) * 100;
    }

    // "2 1/2", "two and a half", "21/2" is not one.
    void fraction(std::size_t& next, long long& value) const {
        if (is(next, known_.and_) && is(next + 1, known_.a) && is(next + 2, known_.half)) {
            value += 50;
            next += 3;
            return;
        }
        if (is(next, known_.and_) && is(next + 1, known_.half)) {
            value += 50;
            next += 2;
            return;
        }
        const Tag* above = tag(next, known_.dd);
        const Tag* below = tag(next + 2, known_.dd);
        if (above && below && is(next + 1, known_.slash) && above->value < below->value && items_[next + 2].glued) {
            value += above->value * 100 / below->value;
            next += 3;
        }
    }

    Line& line_;
    const std::vector<Item>& items_;
    const Symbols& known_;
};

// --------------------------------------------------------------------------------------------------------------- one layer
class Layer {
public:
    Layer(const LoweredText& text, const TimeRules::Inside& rules, std::size_t layer, Line& line, Matches& out)
        : lower_(text.lower), rules_(rules), trie_(rules.tries[layer]), line_(line), items_(line.items), out_(out) {}

    void run(std::vector<Item>& next) {
        next.clear();
        for (std::size_t at = 0; at < items_.size();) {
            best_ = -1;
            best_end_ = 0;
            const Item& item = items_[at];
            for (std::uint32_t i = 0; i < item.tag_count; ++i) {
                const std::int32_t node = trie_.begin(line_.tags[item.first_tag + i].symbol);
                if (node >= 0) search(at, at + 1, static_cast<std::uint32_t>(node));
            }
            if (best_ < 0) {
                next.push_back(items_[at++]);
                continue;
            }
            emit(at, rules_.sequences[static_cast<std::size_t>(best_)], next);
            at = best_end_;
        }
    }

private:
    void search(std::size_t first, std::size_t at, std::uint32_t node) {
        for (const std::uint32_t id : trie_.accepts(node)) {
            const Sequence& sequence = rules_.sequences[id];
            const bool better =
                at > best_end_ ||
                (at == best_end_ && (best_ < 0 || sequence.row < rules_.sequences[static_cast<std::size_t>(best_)].row));
            if (better && allowed(rules_.rows[sequence.row], sequence, first, at)) {
                best_ = static_cast<std::int32_t>(id);
                best_end_ = at;
            }
        }
        if (at >= items_.size()) return;
        for (const Tag& tag : line_.tags_of(items_[at])) {
            const std::int32_t child = trie_.follow(node, tag.symbol);
            if (child >= 0) search(first, at + 1, static_cast<std::uint32_t>(child));
        }
    }

    std::string_view word(std::size_t at) const {
        return at < items_.size() ? slice(lower_, items_[at].span) : std::string_view();
    }

    // The word before, without the full stop of "Mr.".
    std::string_view word_before(std::size_t at) const {
        const bool stop = at >= 2 && items_[at - 1].glued && word(at - 1) == ".";
        return word(stop ? at - 2 : at - 1);
    }

    static bool listed(const std::vector<std::string>& words, std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    }

    // The sentence's end, or a mark: "STOP" in a guard.
    bool stops(std::size_t at) const {
        if (at >= items_.size()) return true;
        const char c = lower_[items_[at].span.start];
        return std::string_view(".,;:)!?\"-").find(c) != std::string_view::npos || static_cast<unsigned char>(c) == 0xE2;
    }

    // "NUMBER" in a guard.
    bool number(std::size_t at) const { return is(items_[at], rules_.known.qty) || is(items_[at], rules_.known.scale); }

    bool is(const Item& item, Symbol symbol) const { return line_.find(item, symbol) != nullptr; }

    // The span part of a match, without what is context only.
    static std::pair<std::size_t, std::size_t> inner(const Sequence& sequence, std::size_t first, int group) {
        std::size_t begin = first, end = first;
        bool any = false;
        for (std::size_t i = 0; i < sequence.elements.size(); ++i) {
            if (sequence.elements[i].group != group) continue;
            if (!any) begin = first + i;
            end = first + i + 1;
            any = true;
        }
        return {begin, end};
    }

    bool allowed(const Row& row, const Sequence& sequence, std::size_t first, std::size_t end) const {
        const auto [begin, stop] = inner(sequence, first, 0);
        for (const GuardUse& use : row.guards) {
            switch (use.guard) {
                case Guard::capital:
                    if (!items_[begin].capital) return false;
                    break;
                case Guard::lower:
                    if (items_[begin].capital) return false;
                    break;
                case Guard::glued:
                    for (std::size_t i = first + 1; i < end; ++i) {
                        if (!items_[i].glued) return false;
                    }
                    break;
                case Guard::spaced:
                    if (begin < items_.size() && items_[begin].glued) return false;
                    break;
                case Guard::year:
                    if (!year_here(begin, stop)) return false;
                    break;
                case Guard::next_is:
                    if (!listed(use.words, word(end)) && !(stops(end) && listed(use.words, "stop"))) return false;
                    break;
                case Guard::next_not:
                    if (end < items_.size() && (listed(use.words, word(end)) || (number(end) && listed(use.words, "number"))))
                        return false;
                    break;
                case Guard::prev_is:
                    if (first == 0 || !(listed(use.words, word(first - 1)) || (number(first - 1) && listed(use.words, "number"))))
                        return false;
                    break;
                case Guard::prev_not:
                    if (first > 0 &&
                        (listed(use.words, word_before(first)) || (number(first - 1) && listed(use.words, "number"))))
                        return false;
                    break;
                case Guard::at_end:
                    if (end < items_.size()) return false;
                    break;
            }
        }
        return true;
    }

    // A number of four digits that may be a year: no money, no count, no part of a longer number.
    bool year_here(std::size_t begin, std::size_t end) const {
        if (begin > 0) {
            const Item& before = items_[begin - 1];
            const std::string_view previous = word(begin - 1);
            if (is(before, rules_.known.not_year_before)) return false;
            if (items_[begin].glued &&
                (previous == "." || previous == "," || previous == ":" || is(before, rules_.known.integer)))
                return false;
        }
        if (end < items_.size()) {
            const std::string_view following = word(end);
            if (is(items_[end], rules_.known.not_year_after)) return false;
            if (items_[end].glued && (following == "%" || is(items_[end], rules_.known.integer))) return false;
            if (items_[end].glued && (following == "." || following == ":") && end + 1 < items_.size() && items_[end + 1].glued &&
                is(items_[end + 1], rules_.known.integer))
                return false;
        }
        return true;
    }

    void capture(const Item& item, const Element& element, Meaning& meaning) const {
        if (element.field < 0) return;
        const auto field = static_cast<Field>(element.field);
        if (field == Field::base || field == Field::dur || field == Field::clock) {
            meaning[field] = item.meaning;
            return;
        }
        if (item.meaning >= 0) {
            const std::int32_t known = out_.meanings[static_cast<std::size_t>(item.meaning)][field];
            if (known != unset) {
                meaning[field] = known;
                return;
            }
        }
        for (const Symbol symbol : element.symbols) {
            if (const Tag* tag = line_.find(item, symbol)) {
                meaning[field] = tag->value;
                return;
            }
        }
    }

    // Replaces the match by its expressions; a row with two <…> makes two, which lend each other what they lack ("March 3 - 5").
    void emit(std::size_t first, const Sequence& sequence, std::vector<Item>& next) {
        const Row& row = rules_.rows[sequence.row];
        std::vector<Meaning> made(static_cast<std::size_t>(sequence.groups));
        for (Meaning& meaning : made) {
            meaning.op = row.op;
            meaning.row = sequence.row;
        }
        for (std::size_t i = 0; i < sequence.elements.size(); ++i) {
            const Element& element = sequence.elements[i];
            if (element.group >= 0) capture(items_[first + i], element, made[static_cast<std::size_t>(element.group)]);
        }
        for (std::size_t i = 0; i < sequence.elements.size(); ++i) {  // context fills only what the spans left open
            const Element& element = sequence.elements[i];
            if (element.group >= 0 || element.field < 0) continue;
            for (Meaning& meaning : made) {
                if (!meaning.has(static_cast<Field>(element.field))) capture(items_[first + i], element, meaning);
            }
        }
        share(made);
        std::size_t at = first;
        for (int group = 0; group < sequence.groups; ++group) {
            const auto [begin, end] = inner(sequence, first, group);
            if (begin == end) continue;
            for (; at < begin; ++at) next.push_back(items_[at]);
            Meaning& meaning = made[static_cast<std::size_t>(group)];
            for (const auto& [field, value] : row.constants) meaning[field] = value;
            meaning.span = {items_[begin].span.start, items_[end - 1].span.end};
            next.push_back(item_of(row, items_[begin], meaning, end - begin == 1));
            at = end;
        }
        for (; at < first + sequence.elements.size(); ++at) next.push_back(items_[at]);
    }

    static void share(std::vector<Meaning>& made) {
        if (made.size() < 2) return;
        for (std::size_t i = 0; i < field_count; ++i) {
            if (static_cast<Field>(i) == Field::yy) continue;  // "2013-14"
            for (std::size_t a = 0; a < made.size(); ++a) {
                if (made[a].fields[i] != unset) continue;
                for (const Meaning& other : made) {
                    if (other.fields[i] != unset) made[a].fields[i] = other.fields[i];
                }
            }
        }
    }

    // A match of one item keeps what else the item may be ("last" + "Friday" in a later layer).
    Item item_of(const Row& row, const Item& first, const Meaning& meaning, bool alone) {
        Item item;
        item.span = meaning.span;
        item.capital = first.capital;
        item.glued = first.glued;
        item.meaning = static_cast<std::int32_t>(out_.meanings.size());
        out_.meanings.push_back(meaning);
        for (const Symbol symbol : row.classes) line_.tag(item, symbol, item.meaning);
        if (alone) line_.tag_like(item, first);
        return item;
    }

    std::string_view lower_;
    const TimeRules::Inside& rules_;
    const Trie& trie_;
    Line& line_;
    const std::vector<Item>& items_;
    Matches& out_;
    std::int32_t best_ = -1;
    std::size_t best_end_ = 0;
};

// -------------------------------------------------------------------------------------------------------------- landmarks
bool group_near(const std::vector<std::uint32_t>& group, const std::vector<Item>& items, std::size_t head, std::size_t& first,
                std::size_t& last) {
    constexpr std::size_t reach = 7;
    const std::size_t begin = head > reach ? head - reach : 0;
    const std::size_t end = std::min(items.size(), head + reach + 1);
    for (std::size_t i = begin; i < end; ++i) {
        if (i == head || std::find(group.begin(), group.end(), items[i].landmark_word) == group.end()) continue;
        first = std::min(first, i);
        last = std::max(last, i);
        return true;
    }
    return false;
}

// "the 2014 invasion" is not that of 2022.
bool other_year(const Line& line, std::size_t head, const TimeRules::Inside& rules, const Landmark& landmark) {
    const std::vector<Item>& items = line.items;
    constexpr std::size_t reach = 4;
    for (std::size_t i = head > reach ? head - reach : 0; i < std::min(items.size(), head + reach + 1); ++i) {
        const Tag* year = line.find(items[i], rules.known.year);
        if (year && (year->value < to_civil(*landmark.days.start).year || year->value > to_civil(*landmark.days.end).year))
            return true;
    }
    return false;
}

void find_landmarks(const Line& line, std::uint32_t sentence, const TimeRules::Inside& rules, Matches& out) {
    const std::vector<Item>& items = line.items;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (items[at].landmark_word == 0) continue;
        out.said[items[at].landmark_word] = true;
        for (const std::uint32_t id : rules.landmark_heads[items[at].landmark_word]) {
            std::size_t first = at, last = at;
            bool all = true;
            for (const auto& group : rules.landmarks[id].near_groups) all = all && group_near(group, items, at, first, last);
            if (all && !other_year(line, at, rules, rules.landmarks[id])) {
                out.landmarks.push_back({sentence, id, {items[first].span.start, items[last].span.end}, items[at].span});
            }
        }
    }
}

}  // namespace

void keep_landmarks(const TimeRules::Inside& rules, Matches& matches) {
    if (matches.landmarks.empty()) return;
    const auto has = [&](std::uint32_t word) { return matches.said[word]; };
    const auto fits = [&](const LandmarkFound& found) {
        for (const auto& group : rules.landmarks[found.landmark].far_groups) {
            if (std::none_of(group.begin(), group.end(), has)) return false;
        }
        return true;
    };
    std::vector<LandmarkFound> kept;
    std::copy_if(matches.landmarks.begin(), matches.landmarks.end(), std::back_inserter(kept), fits);
    // Readings of one head stand together.
    matches.landmarks.clear();
    for (std::size_t first = 0; first < kept.size();) {
        std::size_t last = first;
        bool fuller = false;
        for (; last < kept.size() && kept[last].head == kept[first].head; ++last)
            fuller = fuller || !rules.landmarks[kept[last].landmark].near_groups.empty();
        for (std::size_t i = first; i < last; ++i) {
            if (!fuller || !rules.landmarks[kept[i].landmark].near_groups.empty()) matches.landmarks.push_back(kept[i]);
        }
        first = last;
    }
}

void match_sentence(const LoweredText& text, Span sentence, std::uint32_t number, const TimeRules::Inside& rules,
                    MatchScratch& scratch, Matches& out) {
    Line& line = scratch.line;
    line.clear();
    out.said.resize(rules.landmark_heads.size());
    items_of(text, sentence, rules, line, scratch.word);
    find_landmarks(line, number, rules, out);
    if (std::none_of(line.tags.begin(), line.tags.end(), [&](const Tag& tag) { return rules.triggers[tag.symbol]; })) return;
    Numbers(line, rules).merge(scratch.next);
    line.items.swap(scratch.next);
    for (std::size_t layer = 1; layer <= layer_count; ++layer) {
        Layer(text, rules, layer, line, out).run(scratch.next);
        line.items.swap(scratch.next);
    }
    for (const Item& item : line.items) {
        if (item.meaning < 0) continue;
        const Meaning& meaning = out.meanings[static_cast<std::size_t>(item.meaning)];
        if (rules.rows[meaning.row].type >= 0) out.found.push_back({number, item.meaning, meaning.span});
    }
}

}  // namespace readout::timing
