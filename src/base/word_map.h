// base/word_map: tables keyed by words, filled when a program starts and asked of every word of every report.
//
// Open addressing over one array of hashes: a look-up takes any string_view, allocates nothing, and of an unknown word mostly
// sees one slot. Entries stand in the order in which they were added, so that walking through a table gives the same order on
// every machine. Nothing is ever removed.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace readout {

// For tables in memory only: never written anywhere.
inline std::uint32_t hash_of_word(std::string_view word) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15u;
    const auto part = [&](std::size_t at, std::size_t size) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, word.data() + at, size);
        return bytes;
    };
    std::uint64_t hash = word.size() * factor;
    const auto mix = [&](std::uint64_t bytes) {
        hash = (hash ^ bytes) * factor;
        hash ^= hash >> 29;
    };
    const std::size_t size = word.size();
    std::size_t at = 0;
    for (; size - at > 8; at += 8) mix(part(at, 8));
    // The last eight bytes or fewer, read as two halves that may overlap.
    if (size - at >= 4) {
        mix(part(at, 4) | part(size - 4, 4) << 32);
    } else if (size > at) {
        const auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])); };
        mix(byte(at) | byte(at + (size - at) / 2) << 8 | byte(size - 1) << 16);
    }
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

// Where the words of a table lie: shared by WordMap and WordSet, whose entries it leads to.
class WordIndex {
public:
    // The number of the entry that bears `word`, or `none`; `word_at(number)` gives an entry's word.
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    template <class WordAt>
    std::uint32_t find(std::string_view word, const WordAt& word_at) const {
        if (slots_.empty()) return none;
        const std::uint32_t hash = hash_of_word(word);
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.number == none) return none;
            if (slot.hash == hash && word_at(slot.number) == word) return slot.number;
        }
    }

    // Of a word that is not there yet.
    void add(std::string_view word, std::uint32_t number) {
        if (2 * (std::size_t{number} + 1) > slots_.size()) grow();
        put({hash_of_word(word), number});
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = none;
    };

    std::size_t mask() const { return slots_.size() - 1; }

    void put(Slot slot) {
        std::size_t at = slot.hash & mask();
        while (slots_[at].number != none) at = (at + 1) & mask();
        slots_[at] = slot;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.number != none) put(slot);
        }
    }

    std::vector<Slot> slots_;  // a power of two, at most half full
};

template <class Value>
class WordMap {
public:
    using Entry = std::pair<std::string, Value>;
    using const_iterator = typename std::vector<Entry>::const_iterator;
    using iterator = typename std::vector<Entry>::iterator;

    WordMap() = default;
    WordMap(std::initializer_list<Entry> entries) {
        for (const Entry& entry : entries) emplace(entry.first, entry.second);
    }

    const_iterator begin() const { return entries_.begin(); }
    const_iterator end() const { return entries_.end(); }
    iterator begin() { return entries_.begin(); }
    iterator end() { return entries_.end(); }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }

    const_iterator find(std::string_view word) const { return begin() + static_cast<std::ptrdiff_t>(place(word)); }
    iterator find(std::string_view word) { return begin() + static_cast<std::ptrdiff_t>(place(word)); }
    bool contains(std::string_view word) const { return place(word) != size(); }

    // The word's entry, made with these arguments where there was none, and whether it was made.
    template <class... Arguments>
    std::pair<iterator, bool> emplace(std::string_view word, Arguments&&... arguments) {
        const std::size_t at = place(word);
        const bool made = at == size();
        if (made) {
            index_.add(word, static_cast<std::uint32_t>(at));
            entries_.emplace_back(std::piecewise_construct, std::forward_as_tuple(word),
                                  std::forward_as_tuple(std::forward<Arguments>(arguments)...));
        }
        return {begin() + static_cast<std::ptrdiff_t>(at), made};
    }
    Value& operator[](std::string_view word) { return emplace(word).first->second; }

private:
    // size(): not there.
    std::size_t place(std::string_view word) const {
        const std::uint32_t found =
            index_.find(word, [&](std::uint32_t number) -> std::string_view { return entries_[number].first; });
        return found == WordIndex::none ? size() : found;
    }

    WordIndex index_;
    std::vector<Entry> entries_;
};

class WordSet {
public:
    WordSet() = default;
    WordSet(std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words) insert(word);
    }

    std::vector<std::string>::const_iterator begin() const { return words_.begin(); }
    std::vector<std::string>::const_iterator end() const { return words_.end(); }
    std::size_t size() const { return words_.size(); }
    bool empty() const { return words_.empty(); }

    bool contains(std::string_view word) const { return number(word) != WordIndex::none; }
    void insert(std::string_view word) {
        if (contains(word)) return;
        index_.add(word, static_cast<std::uint32_t>(words_.size()));
        words_.emplace_back(word);
    }
    void insert(const WordSet& words) {
        for (const std::string& word : words) insert(word);
    }

private:
    std::uint32_t number(std::string_view word) const {
        return index_.find(word, [&](std::uint32_t n) -> std::string_view { return words_[n]; });
    }

    WordIndex index_;
    std::vector<std::string> words_;
};

}  // namespace readout
