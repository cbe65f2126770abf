// What the network computes from a word's form and mark alone, kept for the forms seen lately. Belongs to one thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace readout::language {

// Rows of `width` numbers, found by form and mark; of eight that compete for a place the one not asked for longest gives way.
template <class Number>
class FormCache {
public:
    // `places`: rows kept, a multiple of 8. `batch`: rows asked for between two calls of begin_batch, at most.
    FormCache(std::size_t width, std::size_t places, std::size_t batch)
        : width_(width),
          sets_(places / ways),
          rows_(new Number[places * width]),
          spill_(new Number[batch * width]),
          entries_(places) {}

    void begin_batch() {
        ++batch_;
        spilled_ = 0;
    }

    // The row of a form and its mark (see phrases.h); not `filled`: the caller fills it before it is read. It stays until the
    // batch ends.
    struct Found {
        Number* row;
        bool filled;
    };
    Found find(std::string_view form, std::uint8_t mark) {
        if (form.size() > most_bytes) return {spill_row(), false};
        const std::uint64_t hash = hash_of(form, mark);
        const std::size_t first = hash % sets_ * ways;
        std::size_t oldest = first;
        for (std::size_t i = first; i < first + ways; ++i) {
            Entry& entry = entries_[i];
            if (entry.hash == hash && entry.size == form.size() && entry.mark == mark && entry.used != 0 &&
                std::memcmp(entry.bytes, form.data(), form.size()) == 0) {
                entry.used = batch_;
                return {rows_.get() + i * width_, true};
            }
            if (entry.used < entries_[oldest].used) oldest = i;
        }
        if (entries_[oldest].used == batch_) return {spill_row(), false};
        Entry& entry = entries_[oldest];
        entry.hash = hash;
        entry.used = batch_;
        entry.size = static_cast<std::uint8_t>(form.size());
        entry.mark = mark;
        std::memcpy(entry.bytes, form.data(), form.size());
        return {rows_.get() + oldest * width_, false};
    }

private:
    static constexpr std::size_t ways = 8;
    static constexpr std::size_t most_bytes = 22;

    struct Entry {
        std::uint64_t hash = 0;
        std::uint64_t used = 0;  // the batch that asked last; 0: empty
        std::uint8_t size = 0;
        std::uint8_t mark = 0;
        char bytes[most_bytes];
    };

    static std::uint64_t hash_of(std::string_view form, std::uint8_t mark) {
        std::uint64_t hash = 0xCBF29CE484222325u + mark;
        for (const char c : form) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
        return hash ^ (hash >> 32);
    }
    Number* spill_row() { return spill_.get() + spilled_++ * width_; }

    std::size_t width_, sets_;
    std::unique_ptr<Number[]> rows_, spill_;  // untouched pages cost nothing
    std::vector<Entry> entries_;
    std::size_t spilled_ = 0;
    std::uint64_t batch_ = 0;
};

}  // namespace readout::language
