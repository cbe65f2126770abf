// What the model sees of a word: everything here depends on the word's form alone. training/features.py computes the same.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace readout::language {

constexpr std::size_t affixes = 9;  // prefixes of 1 to 4 code points, suffixes of 1 to 5
constexpr std::size_t most_trigrams = 16;
constexpr std::size_t most_points = 64;  // a longer form is cut
constexpr std::size_t shapes = 7 * 3 * 2 * 2;

struct FormFeatures {
    std::string key;  // lower-cased, digits as 0: what vocabularies know a form by
    std::array<std::uint32_t, affixes> affix_rows{};
    std::array<std::uint32_t, most_trigrams> trigram_rows{};
    std::size_t trigrams = 0;
    std::uint32_t shape = 0;
};

// FNV-1a of 64 bits of the form's key, going on from `hash`.
constexpr std::uint64_t hash_start = 0xCBF29CE484222325u;
std::uint64_t hash_key(std::string_view form, std::uint64_t hash);

// `form` is valid UTF-8; `buckets` is the number of rows of the affix table.
void read_form(std::string_view form, std::uint32_t buckets, FormFeatures& features);

}  // namespace readout::language
