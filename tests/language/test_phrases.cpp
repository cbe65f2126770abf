#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/form_features.h"
#include "language/phrases.h"

namespace readout::language {
namespace {

// A table of phrases ("west bank", 1), laid out as training/export.py does.
std::vector<std::uint64_t> table_of(const std::vector<std::pair<std::string, std::uint8_t>>& phrases) {
    std::vector<std::uint64_t> slots(64);
    const auto put = [&](std::string_view text, std::uint8_t bits) {
        const std::uint64_t hash = hash_key(text, hash_start) & ~std::uint64_t{15};
        std::size_t at = (hash >> 24) & 63;
        while (slots[at] != 0 && (slots[at] & ~std::uint64_t{15}) != hash) at = (at + 1) & 63;
        slots[at] |= hash | bits;
    };
    for (const auto& [text, bits] : phrases) {
        put(text, bits);
        for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1))
            put(std::string_view(text).substr(0, at), Phrases::goes_on);
    }
    return slots;
}

std::vector<int> marks_of(const Phrases& phrases, std::vector<std::string_view> words) {
    std::vector<std::uint8_t> marks(words.size(), 99);
    phrases.mark(words, marks);
    return {marks.begin(), marks.end()};
}

TEST(Phrases, TheLongestFromTheLeft) {
    const auto slots = table_of({{"west bank", 1}, {"west bank daily news", 2}, {"bank of peru", 2}, {"josé núñez", 4}});
    const Phrases phrases(slots);
    EXPECT_EQ(marks_of(phrases, {"the", "West", "Bank", "of", "Peru"}), (std::vector<int>{0, 9, 1, 0, 0}));
    EXPECT_EQ(marks_of(phrases, {"WEST", "BANK", "DAILY", "NEWS", "bank", "of", "peru"}),
              (std::vector<int>{10, 2, 2, 2, 10, 2, 2}));
    EXPECT_EQ(marks_of(phrases, {"West", "Bank", "Daily", "Mail"}), (std::vector<int>{9, 1, 0, 0}));
    EXPECT_EQ(marks_of(phrases, {"JOSÉ", "Núñez", "west"}), (std::vector<int>{12, 4, 0}));
    EXPECT_EQ(marks_of(phrases, {}), (std::vector<int>{}));
}

TEST(Phrases, NoTableKnowsNone) { EXPECT_EQ(marks_of(Phrases(), {"West", "Bank"}), (std::vector<int>{0, 0})); }

}  // namespace
}  // namespace readout::language
