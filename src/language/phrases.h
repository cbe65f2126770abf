// Names of several words that the model knows ("West Bank"). training/phrases.py finds the same.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace readout::language {

// An open-addressed table of whole phrases and of what they begin with, by the hash of their keys joined by spaces (hash_key). A
// slot holds the hash, its last four bits replaced: place, organisation, person; and whether a longer phrase goes on from here.
class Phrases {
public:
    static constexpr unsigned mark_bits = 4;
    static constexpr std::uint8_t kinds = 7, goes_on = 8;  // of a slot
    static constexpr std::uint8_t first_word = 8;          // of a mark, beside the kinds

    Phrases() = default;  // knows none
    // A power of two of slots, at least one of them 0.
    explicit Phrases(std::span<const std::uint64_t> slots) : slots_(slots) {}
    bool empty() const { return slots_.empty(); }

    // The longest phrase from each word on, left to right: marks[i] is 0 outside, else the kinds, and first_word where it begins.
    void mark(std::span<const std::string_view> words, std::span<std::uint8_t> marks) const;

private:
    std::uint8_t find(std::uint64_t hash) const;  // the last four bits of its slot; 0: no phrase begins so
    std::span<const std::uint64_t> slots_;
};

}  // namespace readout::language
