// stories/words: texts as words without case and marks. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace readout {

struct Word {
    std::string text;      // lower case
    bool capital = false;  // began with a capital letter
};

std::vector<Word> words_of(std::string_view text);

// Union-find over 0 … n-1; the smallest member names a group.
class Groups {
public:
    explicit Groups(std::size_t n) : parent_(n) {
        for (std::size_t i = 0; i < n; ++i) parent_[i] = i;
    }
    std::size_t of(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = of(a), b = of(b);
        if (a != b) parent_[a < b ? b : a] = a < b ? a : b;
    }

private:
    std::vector<std::size_t> parent_;
};

std::uint64_t hash_words(const std::vector<Word>& words, std::size_t from, std::size_t n);

}  // namespace readout
