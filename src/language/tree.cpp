// Children and subtrees of a parse.
#include <algorithm>

#include "language/language.h"

namespace readout {

Tree::Tree(const Document& document, const Parse& parse) : document_(&document), parse_(&parse) {
    const auto n = static_cast<std::uint32_t>(parse.size());
    start_.assign(n + 1, 0);
    std::vector<std::uint32_t> order;  // every token after its head
    order.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        if (parse.head[i] == no_head)
            order.push_back(i);
        else
            ++start_[static_cast<std::size_t>(parse.head[i]) + 1];
    }
    for (std::uint32_t i = 0; i < n; ++i) start_[i + 1] += start_[i];
    child_.resize(start_[n]);
    std::vector<std::uint32_t> next(start_.begin(), start_.end());
    for (std::uint32_t i = 0; i < n; ++i)
        if (parse.head[i] != no_head) child_[next[static_cast<std::size_t>(parse.head[i])]++] = i;

    for (std::size_t at = 0; at < order.size(); ++at)
        for (const std::uint32_t below : children(order[at])) order.push_back(below);
    left_.resize(n);
    right_.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) left_[i] = i, right_[i] = i + 1;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        if (parse.head[*at] == no_head) continue;
        const auto above = static_cast<std::size_t>(parse.head[*at]);
        left_[above] = std::min(left_[above], left_[*at]);
        right_[above] = std::max(right_[above], right_[*at]);
    }
}

Tree::Children Tree::children(std::uint32_t token) const {
    return {child_.data() + start_[token], child_.data() + start_[token + 1]};
}

std::int32_t Tree::child(std::uint32_t token, Rel rel) const {
    for (const std::uint32_t below : children(token))
        if (parse_->relation[below].rel == rel) return static_cast<std::int32_t>(below);
    return -1;
}

std::int32_t Tree::child(std::uint32_t token, Relation relation) const {
    for (const std::uint32_t below : children(token))
        if (parse_->relation[below] == relation) return static_cast<std::int32_t>(below);
    return -1;
}

bool Tree::under(std::uint32_t token, std::uint32_t above) const {
    if (token < left_[above] || token >= right_[above]) return false;
    auto at = static_cast<std::int32_t>(token);
    while (at != no_head && at != static_cast<std::int32_t>(above)) at = parse_->head[static_cast<std::size_t>(at)];
    return at != no_head;
}

Span Tree::span(std::uint32_t token) const {
    return {document_->tokens[left_[token]].span.start, document_->tokens[right_[token] - 1].span.end};
}

}  // namespace readout
