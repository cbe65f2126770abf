#include "language/decode.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"

namespace readout::language {
namespace {

constexpr std::uint16_t none = 0xFFFF;

}  // namespace

// ------------------------------------------------------------------------------------------------------------- trees

void TreeSearch::run(const float* scores, std::size_t stride, std::size_t n, std::int32_t* heads) {
    for (std::size_t i = 0; i < n; ++i) {
        const float* row = scores + i * stride;
        float best = row[n];
        std::int32_t head = -1;
        for (std::size_t j = 0; j < n; ++j)
            if (row[j] > best && j != i) best = row[j], head = static_cast<std::int32_t>(j);
        heads[i] = head;
    }
    if (is_tree(n, heads)) return;
    ++searched;
    fill(scores, stride, n);
    span(n, heads);
}

// Exactly one root and no circle.
bool TreeSearch::is_tree(std::size_t n, const std::int32_t* heads) {
    if (std::count(heads, heads + n, -1) != 1) return false;
    seen_.assign(n, 0);
    for (std::uint32_t i = 0; i < n; ++i) {
        std::int32_t at = static_cast<std::int32_t>(i);
        while (at >= 0 && seen_[static_cast<std::size_t>(at)] == 0) {
            seen_[static_cast<std::size_t>(at)] = i + 1;
            at = heads[at];
        }
        if (at >= 0 && seen_[static_cast<std::size_t>(at)] == i + 1) return false;
    }
    return true;
}

void TreeSearch::fill(const float* scores, std::size_t stride, std::size_t n) {
    nodes_ = n + 1;
    weights_.assign(nodes_ * nodes_, 0.0);
    edges_.resize(nodes_ * nodes_);
    double greatest = 1.0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= n; ++j)
            greatest = std::max(
                greatest, static_cast<double>(scores[i * stride + j] < 0 ? -scores[i * stride + j] : scores[i * stride + j]));
    const double penalty = 4.0 * greatest * static_cast<double>(nodes_);
    for (std::size_t i = 0; i < n; ++i) {
        weight(0, i + 1) = static_cast<double>(scores[i * stride + n]) - penalty;
        for (std::size_t j = 0; j < n; ++j) weight(j + 1, i + 1) = static_cast<double>(scores[i * stride + j]);
        for (std::size_t from = 0; from < nodes_; ++from)
            edge(from, i + 1) = {static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(i + 1)};
    }
    active_.clear();
    id_.resize(nodes_);
    for (std::size_t v = 0; v < nodes_; ++v) {
        active_.push_back(static_cast<std::uint16_t>(v));
        id_[v] = static_cast<std::uint16_t>(v);
    }
    best_.assign(nodes_, 0);
    colour_.assign(nodes_, 0);
    parent_.assign(2 * nodes_, none);
    enter_.assign(2 * nodes_, Edge{0, 0});
    circles_.clear();
    members_.clear();
}

// The best edge into a slot from another active one.
void TreeSearch::choose(std::size_t slot) {
    std::uint16_t best = none;
    for (const std::uint16_t from : active_)
        if (from != slot && (best == none || weight(from, slot) > weight(best, slot))) best = from;
    best_[slot] = best;
}

// Makes one node of the circle of best edges that runs through `slot`, in the slot's own place.
void TreeSearch::contract(std::size_t slot) {
    std::vector<std::uint16_t> circle;
    for (std::size_t at = slot; circle.empty() || at != slot; at = best_[at]) circle.push_back(static_cast<std::uint16_t>(at));

    const auto id = static_cast<std::uint16_t>(nodes_ + circles_.size());
    circles_.push_back(id);
    members_.emplace_back();
    std::vector<double> in_circle;
    for (const std::uint16_t v : circle) {
        in_circle.push_back(weight(best_[v], v));
        enter_[id_[v]] = edge(best_[v], v);
        parent_[id_[v]] = id;
        members_.back().push_back(id_[v]);
    }
    std::vector<bool> inside(nodes_, false);
    for (const std::uint16_t v : circle) inside[v] = true;

    for (const std::uint16_t u : active_) {
        if (inside[u]) continue;
        // Into the circle: what entering at v gains over the circle's own edge into v. Out of it: the best of its members.
        double in = 0, out = 0;
        Edge in_edge{}, out_edge{};
        for (std::size_t i = 0; i < circle.size(); ++i) {
            const std::uint16_t v = circle[i];
            const double gain = weight(u, v) - in_circle[i];
            if (i == 0 || gain > in) in = gain, in_edge = edge(u, v);
            if (u != 0 && (i == 0 || weight(v, u) > out)) out = weight(v, u), out_edge = edge(v, u);
        }
        weight(u, slot) = in;
        edge(u, slot) = in_edge;
        if (u == 0) continue;
        weight(slot, u) = out;
        edge(slot, u) = out_edge;
        if (inside[best_[u]]) best_[u] = static_cast<std::uint16_t>(slot);
    }
    std::erase_if(active_, [&](std::uint16_t v) { return inside[v] && v != slot; });
    id_[slot] = id;
    choose(slot);
}

void TreeSearch::span(std::size_t n, std::int32_t* heads) {
    for (std::size_t v = 1; v < nodes_; ++v) choose(v);
    for (std::uint32_t start = 1; start < nodes_; ++start) {
        std::size_t at = start;
        if (std::find(active_.begin(), active_.end(), at) == active_.end()) continue;
        while (at != 0 && colour_[at] != start) {
            if (colour_[at] != 0) break;  // joins a path that reaches the root
            colour_[at] = start;
            at = best_[at];
            while (at != 0 && colour_[at] == start) {  // a circle: one node now, and the walk goes on from it
                contract(at);
                at = best_[at];
            }
        }
    }
    for (const std::uint16_t v : active_)
        if (v != 0) enter_[id_[v]] = edge(best_[v], v);
    for (std::size_t c = circles_.size(); c-- > 0;) {
        const Edge entering = enter_[circles_[c]];
        std::uint16_t member = entering.to;
        while (parent_[member] != circles_[c]) member = parent_[member];
        enter_[member] = entering;
    }
    for (std::size_t i = 0; i < n; ++i) heads[i] = static_cast<std::int32_t>(enter_[i + 1].from) - 1;
}

// ------------------------------------------------------------------------------------------------------------- names

bool may_follow(const NameLabel& before, const NameLabel& label) {
    return label.outside || label.begins || (!before.outside && before.type == label.type);
}

void NameSearch::run(std::span<const NameLabel> labels, const float* scores, std::size_t stride, std::size_t n,
                     std::uint8_t* chosen) {
    // Label by label first: where that path is allowed, none is better.
    const std::size_t k = labels.size();
    const NameLabel outside;
    const NameLabel* before = &outside;
    for (std::size_t i = 0; i < n; ++i) {
        const float* row = scores + i * stride;
        std::size_t best = 0;
        float top = row[0];
        for (std::size_t y = 1; y < k; ++y) best = row[y] > top ? y : best, top = row[y] > top ? row[y] : top;
        chosen[i] = static_cast<std::uint8_t>(best);
        if (!may_follow(*before, labels[best])) return search(labels, scores, stride, n, chosen);
        before = &labels[best];
    }
}

void NameSearch::search(std::span<const NameLabel> labels, const float* scores, std::size_t stride, std::size_t n,
                        std::uint8_t* chosen) {
    const std::size_t k = labels.size();
    const NameLabel outside;
    constexpr float never = -1e30F;
    best_.assign(k, never);
    next_.resize(k);
    from_.assign(n * k, 0);
    for (std::size_t y = 0; y < k; ++y)
        if (may_follow(outside, labels[y])) best_[y] = scores[y];
    for (std::size_t i = 1; i < n; ++i) {
        for (std::size_t y = 0; y < k; ++y) {
            std::size_t from = 0;  // label 0 is O
            float top = 2 * never;
            for (std::size_t x = 0; x < k; ++x)
                if (may_follow(labels[x], labels[y]) && best_[x] > top) top = best_[x], from = x;
            next_[y] = top + scores[i * stride + y];
            from_[i * k + y] = static_cast<std::uint8_t>(from);
        }
        std::swap(best_, next_);
    }
    std::size_t y = static_cast<std::size_t>(std::max_element(best_.begin(), best_.end()) - best_.begin());
    for (std::size_t i = n; i-- > 0;) {
        chosen[i] = static_cast<std::uint8_t>(y);
        y = from_[i * k + y];
    }
}

// ------------------------------------------------------------------------------------------------------------ lemmas

namespace {

void append_lower(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) < 128) {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            ++at;
            continue;
        }
        const CodePoint point = decode(text, at);
        append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(point.value))));
        at += point.size;
    }
}

void upper_first(std::string& word) {
    if (word.empty()) return;
    const CodePoint first = decode(word, 0);
    std::string upper;
    append_utf8(upper, static_cast<char32_t>(u_toupper(static_cast<UChar32>(first.value))));
    word.replace(0, first.size, upper);
}

}  // namespace

std::string apply_rule(const LemmaRule& rule, std::string_view form) {
    if (rule.letters == LetterCase::whole) return rule.append;
    std::string word;
    word.reserve(form.size() + rule.append.size());
    if (rule.letters == LetterCase::keep)
        word = form;
    else
        append_lower(word, form);
    std::size_t end = word.size();
    std::uint32_t cut = 0;
    for (; cut < rule.cut && end > 0; ++cut) end -= decode_before(word, end).size;
    if (cut < rule.cut || (end == 0 && rule.append.empty())) {
        word.clear();
        append_lower(word, form);
        return word;
    }
    word.resize(end);
    word += rule.append;
    if (rule.letters == LetterCase::title) upper_first(word);
    return word;
}

}  // namespace readout::language
