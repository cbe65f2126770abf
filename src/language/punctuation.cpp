#include "language/punctuation.h"

#include <algorithm>
#include <array>

namespace readout::language {
namespace {

constexpr std::int32_t none = -1;

struct Pair {
    std::string_view open, close;
};
constexpr std::array pairs = {Pair{"(", ")"}, Pair{"[", "]"}, Pair{"{", "}"},        Pair{"“", "”"},
                              Pair{"‘", "’"}, Pair{"«", "»"}, Pair{"-LRB-", "-RRB-"}};
constexpr std::array<std::string_view, 3> straight = {"\"", "''", "``"};  // open and close alike

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

std::string_view closing_of(std::string_view open) {
    for (const Pair& pair : pairs)
        if (pair.open == open) return pair.close;
    return {};
}

bool closes(std::string_view word) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.close == word; });
}

std::string_view word_of(const Punctuation::Sentence& sentence, std::int32_t i) {
    return slice(sentence.text, sentence.tokens[static_cast<std::size_t>(i)].span);
}

}  // namespace

void Punctuation::attach(const Sentence& sentence, std::span<std::int32_t> heads) {
    const auto n = static_cast<std::int32_t>(heads.size());
    is_mark_.assign(heads.size(), false);
    bool any = false;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        is_mark_[i] = sentence.upos[i] == Upos::PUNCT;
        any = any || is_mark_[i];
        if (is_mark_[i] && heads[i] < 0) return;
    }
    if (!any) return;
    free_words(heads);
    find_depths(heads);
    find_pairs(sentence);
    for (std::int32_t i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (!is_mark_[at]) continue;
        const std::int32_t partner = partner_[at];
        if (partner > i && enclose(i, partner, heads)) continue;
        if (partner != none && partner < i) continue;  // placed with its partner
        heads[at] = place(sentence, i, heads);
    }
}

void Punctuation::free_words(std::span<std::int32_t> heads) {
    for (std::int32_t& head : heads)
        while (head >= 0 && is_mark_[static_cast<std::size_t>(head)]) head = heads[static_cast<std::size_t>(head)];
}

void Punctuation::find_depths(std::span<const std::int32_t> heads) {
    depth_.assign(heads.size(), 0);
    for (std::size_t i = 0; i < heads.size(); ++i)
        for (std::int32_t at = heads[i]; at >= 0; at = heads[static_cast<std::size_t>(at)]) ++depth_[i];
}

void Punctuation::find_pairs(const Sentence& sentence) {
    const auto n = static_cast<std::int32_t>(is_mark_.size());
    partner_.assign(is_mark_.size(), none);
    open_.clear();
    std::int32_t quote = none;
    const auto join = [&](std::int32_t a, std::int32_t b) {
        partner_[static_cast<std::size_t>(a)] = b;
        partner_[static_cast<std::size_t>(b)] = a;
    };
    for (std::int32_t i = 0; i < n; ++i) {
        if (!is_mark_[static_cast<std::size_t>(i)]) continue;
        const std::string_view word = word_of(sentence, i);
        if (is_one_of(straight, word)) {
            if (quote != none) join(quote, i);
            quote = quote == none ? i : none;
        } else if (!closing_of(word).empty()) {
            open_.push_back(i);
        } else if (closes(word) && !open_.empty() && closing_of(word_of(sentence, open_.back())) == word) {
            join(open_.back(), i);
            open_.pop_back();
        }
    }
}

// Both marks on the top of what lies between them; of several tops the one nearest to the root.
bool Punctuation::enclose(std::int32_t open, std::int32_t close, std::span<std::int32_t> heads) {
    std::int32_t top = none;
    for (std::int32_t i = open + 1; i < close; ++i) {
        const std::int32_t head = heads[static_cast<std::size_t>(i)];
        if (is_mark_[static_cast<std::size_t>(i)] || (head > open && head < close)) continue;
        if (top == none || depth_[static_cast<std::size_t>(i)] < depth_[static_cast<std::size_t>(top)]) top = i;
    }
    if (top == none) {
        partner_[static_cast<std::size_t>(open)] = partner_[static_cast<std::size_t>(close)] = none;
        return false;
    }
    heads[static_cast<std::size_t>(open)] = heads[static_cast<std::size_t>(close)] = top;
    return true;
}

// From a mark's neighbour up to the last ancestor on the same side of the mark.
void Punctuation::climb(std::int32_t from, std::int32_t mark, std::span<const std::int32_t> heads,
                        std::vector<std::int32_t>& path) {
    path.clear();
    const auto n = static_cast<std::int32_t>(heads.size());
    const std::int32_t step = from < mark ? -1 : 1;
    while (from >= 0 && from < n && is_mark_[static_cast<std::size_t>(from)]) from += step;
    if (from < 0 || from >= n) return;
    for (std::int32_t at = from; at >= 0 && (at < mark) == (from < mark); at = heads[static_cast<std::size_t>(at)])
        path.push_back(at);
}

std::int32_t Punctuation::place(const Sentence& sentence, std::int32_t mark, std::span<const std::int32_t> heads) {
    climb(mark - 1, mark, heads, left_path_);
    climb(mark + 1, mark, heads, right_path_);
    const std::int32_t now = heads[static_cast<std::size_t>(mark)];
    if (left_path_.empty() && right_path_.empty()) return now;
    if (left_path_.empty()) return right_path_.back();
    if (right_path_.empty()) return left_path_.back();
    const auto holds = [now](const std::vector<std::int32_t>& path) {
        return std::find(path.begin(), path.end(), now) != path.end();
    };
    const std::string_view word = word_of(sentence, mark);
    if (word != "," && (holds(left_path_) || holds(right_path_))) return now;

    // The mark opens the unit to its right where that hangs on something to the left, and else closes the unit to its left.
    const std::int32_t above = heads[static_cast<std::size_t>(right_path_.back())];
    const bool opens_right = above >= 0 && std::find(left_path_.begin(), left_path_.end(), above) != left_path_.end();
    return opens_right ? right_path_.back() : left_path_.back();
}

}  // namespace readout::language
