// The scores that decide where tokens and sentences end: sums of small integers over hashed features of the place.
//
// The table is data/text/split.bin, made by training/text.py from UD English EWT and GUM and built into the program. It also
// holds the habits of words in open text: whether a word is written small, whether it is an abbreviation.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace readout {

// Hashes of what can be seen at a place where the text may be cut.
class Features {
public:
    static constexpr std::size_t most = 56;

    void clear() { size_ = 0; }
    // Each template of features has its own number, so that "the word before" and "the word after" differ.
    void add(std::uint32_t number, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0) {
        std::uint32_t h = number * 0x9E3779B1u;
        h = mix(h ^ a);
        h = mix(h ^ b);
        h = mix(h ^ c);
        hashes_[size_++] = h;
    }
    std::span<const std::uint32_t> hashes() const { return {hashes_.data(), size_}; }

private:
    static constexpr std::uint32_t mix(std::uint32_t h) {
        h *= 0x85EBCA6Bu;
        return h ^ (h >> 15);
    }
    std::array<std::uint32_t, most> hashes_{};
    std::size_t size_ = 0;
};

class SplitModel {
public:
    enum class Task : std::uint8_t { token, sentence };
    static constexpr unsigned bits = 17;  // of a table of weights

    // Faults on bytes that are no such table. The bytes must outlive the model.
    static Result<SplitModel> open(std::string_view bytes);
    static const SplitModel& shipped();

    // Above zero: cut here.
    int score(Task task, const Features& features) const {
        const std::int8_t* weights = weights_[static_cast<std::size_t>(task)];
        int sum = bias_[static_cast<std::size_t>(task)];
        for (const std::uint32_t hash : features.hashes()) sum += weights[hash >> (32 - bits)];
        return sum;
    }

    // How a word behaves: bits 0-2 whether it is written with a small letter inside sentences (0 unknown, 1 always … 4 hardly
    // ever), bits 3-4 whether a full stop belongs to it (0 no). `word` is WordLook::word of the word without its full stop.
    std::uint32_t habit(std::uint32_t word) const {
        for (std::uint32_t slot = word >> (32 - bits), step = 0; step < 16; slot = (slot + 1) & (table - 1), ++step) {
            const std::uint32_t entry = habits_[2 * slot] | static_cast<std::uint32_t>(habits_[2 * slot + 1]) << 8;
            if (entry == 0) return 0;
            if (entry >> 5 == check_of(word)) return entry & 31;
        }
        return 0;
    }

private:
    static constexpr std::uint32_t table = std::uint32_t{1} << bits;
    static constexpr std::uint32_t check_of(std::uint32_t word) { return (word & 0x7FF) | 1; }  // 11 bits, never zero

    const std::uint8_t* habits_ = nullptr;
    std::array<const std::int8_t*, 2> weights_{};
    std::array<std::int32_t, 2> bias_{};
};

// Sees every place that is judged, and may decide otherwise: training gives the right answers and writes the features down.
class SplitObserver {
public:
    virtual ~SplitObserver() = default;
    // Whether to cut before byte `at`, where the model would say `cut`.
    virtual bool decide(SplitModel::Task task, std::uint32_t at, const Features& features, bool cut) = 0;
};

}  // namespace readout
