// What the network computes from a word's form alone, kept for the forms seen lately. Belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace readout::language {

class TypeCache {
public:
    // Rows of `width` half-precision numbers; at most `batch` of them are asked for between two calls of begin_batch.
    TypeCache(std::size_t width, std::size_t batch)
        : width_(width), rows_(new std::uint16_t[sets * ways * width]), spill_(new std::uint16_t[batch * width]), entries_(sets * ways) {}

    void begin_batch() {
        ++batch_;
        spilled_ = 0;
    }

    struct Found {
        std::uint16_t* row;
        bool filled;  // else the caller fills it before it is read
    };
    Found find(std::string_view form) {
        if (form.size() > most_bytes) return {spill_row(), false};
        const std::uint64_t hash = hash_of(form);
        const std::size_t first = hash % sets * ways;
        std::size_t oldest = first;
        for (std::size_t i = first; i < first + ways; ++i) {
            Entry& entry = entries_[i];
            if (entry.hash == hash && entry.size == form.size() && std::memcmp(entry.bytes, form.data(), form.size()) == 0 && entry.used != 0) {
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
        std::memcpy(entry.bytes, form.data(), form.size());
        return {rows_.get() + oldest * width_, false};
    }

private:
    static constexpr std::size_t sets = 256;
    static constexpr std::size_t ways = 8;
    static constexpr std::size_t most_bytes = 31;

    struct Entry {
        std::uint64_t hash = 0;
        std::uint64_t used = 0;  // the batch that asked last; 0: empty
        std::uint8_t size = 0;
        char bytes[most_bytes];
    };

    static std::uint64_t hash_of(std::string_view form) {
        std::uint64_t hash = 0xCBF29CE484222325u;
        for (const char c : form) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
        return hash ^ (hash >> 32);
    }
    std::uint16_t* spill_row() { return spill_.get() + spilled_++ * width_; }

    std::size_t width_;
    std::unique_ptr<std::uint16_t[]> rows_, spill_;
    std::vector<Entry> entries_;
    std::size_t spilled_ = 0;
    std::uint64_t batch_ = 0;
};

}  // namespace readout::language
