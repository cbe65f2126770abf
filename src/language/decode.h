// From scores to answers: the best tree, the best name labels, the lemma a rule makes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/model_file.h"

namespace readout::language {

// The best tree with exactly one root. scores[i * stride + j] is word i's score for head j, scores[i * stride + n] for the root.
// Greedy where that is a tree; else the maximum spanning tree (Chu-Liu and Edmonds, dense, in n^2 steps; a penalty on the root's
// edges that exceeds every difference of trees leaves one of them: Stanojević and Cohen 2021). Of equals the lower head, root
// first.
class TreeSearch {
public:
    // heads[i] is -1 for the root.
    void run(const float* scores, std::size_t stride, std::size_t n, std::int32_t* heads);

    std::uint64_t searched = 0;  // sentences whose greedy heads were no tree

private:
    struct Edge {
        std::uint16_t from, to;  // nodes: 0 is the root, word i is i + 1
    };
    bool is_tree(std::size_t n, const std::int32_t* heads);
    void fill(const float* scores, std::size_t stride, std::size_t n);
    void choose(std::size_t slot);
    void contract(std::size_t slot);
    void span(std::size_t n, std::int32_t* heads);

    double& weight(std::size_t from, std::size_t to) { return weights_[to * nodes_ + from]; }
    Edge& edge(std::size_t from, std::size_t to) { return edges_[to * nodes_ + from]; }

    std::size_t nodes_ = 0;
    std::vector<double> weights_;  // [to slot][from slot]
    std::vector<Edge> edges_;      // the words' own edge behind each weight
    std::vector<std::uint16_t> active_, best_, id_;
    std::vector<std::uint32_t> colour_;
    std::vector<std::uint16_t> parent_;   // by id: words and contracted circles
    std::vector<Edge> enter_;             // by id
    std::vector<std::uint16_t> circles_;  // ids in the order of their making
    std::vector<std::vector<std::uint16_t>> members_;
    std::vector<std::uint32_t> seen_;
};

// The best path where I-X follows only B-X or I-X. `scores` has `labels.size()` numbers a word, `stride` apart.
class NameSearch {
public:
    void run(std::span<const NameLabel> labels, const float* scores, std::size_t stride, std::size_t n, std::uint8_t* chosen);

private:
    void search(std::span<const NameLabel> labels, const float* scores, std::size_t stride, std::size_t n, std::uint8_t* chosen);
    std::vector<float> best_, next_;
    std::vector<std::uint8_t> from_;
};

bool may_follow(const NameLabel& before, const NameLabel& label);

std::string apply_rule(const LemmaRule& rule, std::string_view form);

}  // namespace readout::language
