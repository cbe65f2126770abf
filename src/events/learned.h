// events/learned: what annotated sentences taught. Two linear models in integers, their every weight a row that can be read:
// which clauses tell of which category or of nothing (data/events/clauses.tsv), and who in the sentence is actor, recipient or
// neither (data/events/parties.tsv). Made by training/events/clauses.py.
//
// The first gives a pattern's event its confidence, or takes it for no event; it finds events no pattern finds; the second finds
// the side a pattern misses. Sums are integers and the exponential a table made by multiplication: the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace readout {

// The features of one decision, as hashes; as words too where somebody watches.
class FeatureList {
public:
    explicit FeatureList(bool keep_names = false) : keep_names_(keep_names) {}
    void add(std::initializer_list<std::string_view> parts);
    const std::vector<std::uint64_t>& hashes() const { return hashes_; }
    const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::uint64_t> hashes_;
    std::vector<std::string> names_;
    bool keep_names_;
};

class LinearModel {
public:
    static constexpr std::size_t most_classes = 24;
    using Scores = std::array<std::int32_t, most_classes>;  // in 1/64 of a unit of log-odds

    static Result<LinearModel> load(const std::string& path);

    bool known() const { return weights_.size() > width_; }
    const std::vector<std::string>& classes() const { return classes_; }
    Scores score(const FeatureList& features) const;
    // The share of each class, as a softmax over the first classes().size() scores.
    std::array<double, most_classes> shares(const Scores& scores) const;

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t row = 0;  // where the feature's weights begin; 0: an empty slot (the first weights are of no feature)
    };
    static constexpr std::size_t together = 8;       // weights added in one step: a row is padded to a multiple of it
    std::size_t place_of(std::uint64_t hash) const;  // of the feature, or the empty slot it would have

    std::vector<std::string> classes_;
    std::size_t width_ = 0;    // of a row
    std::vector<Slot> slots_;  // open addressing, a power of two, at most half full
    std::vector<std::int16_t> weights_;
};

}  // namespace readout
