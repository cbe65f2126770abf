#include <gtest/gtest.h>

#include "language/punctuation.h"

namespace readout {
namespace {

struct Word {
    const char* form;
    int head;  // 1-based, 0 the root
    bool mark = false;
};

std::vector<int> attached(const std::vector<Word>& words) {
    std::string text;
    std::vector<Token> tokens;
    std::vector<Upos> upos;
    std::vector<std::int32_t> heads;
    for (const Word& word : words) {
        const auto start = static_cast<std::uint32_t>(text.size());
        text += word.form;
        tokens.push_back({{start, static_cast<std::uint32_t>(text.size())}, true});
        upos.push_back(word.mark ? Upos::PUNCT : Upos::NOUN);
        heads.push_back(word.head - 1);
    }
    language::Punctuation().attach({tokens, text, upos}, heads);
    std::vector<int> out;
    for (const std::int32_t head : heads) out.push_back(head + 1);
    return out;
}

constexpr bool mark = true;

TEST(Punctuation, QuotesHangTogetherOnWhatTheyEnclose) {
    // “ We agree ” , said Soto .
    EXPECT_EQ(
        attached(
            {{"“", 6, mark}, {"We", 3}, {"agree", 6}, {"”", 6, mark}, {",", 7, mark}, {"said", 0}, {"Soto", 6}, {".", 3, mark}}),
        (std::vector<int>{3, 3, 6, 3, 3, 0, 6, 6}));
}

TEST(Punctuation, ACommaHangsOnTheUnitItOpensOrCloses) {
    // Lima , Quito and Bogota met : the comma on the conjunct it opens. In May , talks began : on the unit it closes.
    EXPECT_EQ(attached({{"Lima", 6}, {",", 6, mark}, {"Quito", 1}, {"and", 5}, {"Bogota", 1}, {"met", 0}}),
              (std::vector<int>{6, 3, 1, 5, 1, 0}));
    EXPECT_EQ(attached({{"In", 2}, {"May", 5}, {",", 5, mark}, {"talks", 5}, {"began", 0}}), (std::vector<int>{2, 5, 2, 5, 0}));
}

TEST(Punctuation, WordsLeaveMarks) {
    // talks - new ones - ended, with a word and a dash hung on dashes
    EXPECT_EQ(attached({{"talks", 6}, {"-", 6, mark}, {"new", 4}, {"ones", 2}, {"-", 2, mark}, {"ended", 0}}),
              (std::vector<int>{6, 6, 4, 6, 6, 0}));
}

TEST(Punctuation, WhatCannotBePlacedStays) {
    EXPECT_EQ(attached({{"!", 0, mark}, {"no", 1}}), (std::vector<int>{0, 1})) << "the root is a mark";
    EXPECT_EQ(attached({{"yes", 0}}), (std::vector<int>{0}));
    EXPECT_EQ(attached({{"(", 3, mark}, {")", 3, mark}, {"end", 0}}), (std::vector<int>{3, 3, 0})) << "nothing inside";
    EXPECT_EQ(attached({{"so", 0}, {"\"", 1, mark}, {"it", 1}, {"went", 3}}), (std::vector<int>{0, 1, 1, 3}))
        << "a quote that never ends";
}

}  // namespace
}  // namespace readout
