#include <gtest/gtest.h>

#include "base/date.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/tsv.h"
#include "base/utf8.h"

namespace readout {
namespace {

TEST(Utf8, FindsTheFirstInvalidByte) {
    EXPECT_EQ(first_invalid_utf8("plain, naïve, 日本, 😀"), std::nullopt);
    EXPECT_EQ(first_invalid_utf8("ab\xff"), 2u);
    EXPECT_EQ(first_invalid_utf8("\xc0\xaf"), 0u) << "overlong";
    EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0u) << "surrogate";
    EXPECT_EQ(first_invalid_utf8("\xf4\x90\x80\x80"), 0u) << "above U+10FFFF";
    EXPECT_EQ(first_invalid_utf8("a\xe2\x82"), 1u) << "cut short";
}

TEST(Utf8, DecodesBothWays) {
    const std::string text = "aé日😀";
    EXPECT_EQ(decode(text, 0).value, U'a');
    EXPECT_EQ(decode(text, 1).value, U'é');
    EXPECT_EQ(decode(text, 3).value, U'日');
    EXPECT_EQ(decode(text, 6).value, U'😀');
    EXPECT_EQ(decode_before(text, 10).value, U'😀');
    EXPECT_EQ(decode_before(text, 3).value, U'é');
    EXPECT_EQ(decode_before(text, 0).size, 0u);
    std::string copy;
    for (std::size_t at = 0; at < text.size(); at += decode(text, at).size) append_utf8(copy, decode(text, at).value);
    EXPECT_EQ(copy, text);
}

TEST(CodePoints, MapsEveryBorderBothWays) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "aé日😀 “x” ";
    const CodePoints map(text);
    std::uint32_t code_point = 0;
    for (std::uint32_t at = 0; at < text.size(); at += decode(text, at).size, ++code_point) {
        ASSERT_EQ(map.at_byte(at), code_point);
        ASSERT_EQ(map.to_byte(code_point), at);
    }
    EXPECT_EQ(map.at_byte(static_cast<std::uint32_t>(text.size())), code_point);
    EXPECT_EQ(map.to_byte(code_point), text.size());
}

TEST(Days, ReadAndWrite) {
    EXPECT_EQ(parse_day("1970-01-01"), Day{0});
    EXPECT_EQ(format_day(*parse_day("2024-02-29")), "2024-02-29");
    EXPECT_EQ(parse_day("2023-02-29"), std::nullopt);
    EXPECT_EQ(parse_day("2023-2-09"), std::nullopt);
    EXPECT_EQ(parse_day("0000-01-01"), std::nullopt);
    EXPECT_EQ(weekday(*parse_day("2022-03-30")), 3);
    EXPECT_EQ(format_day(*month_range(2022, 2).end), "2022-02-28");
}

TEST(ContentId, DependsOnPartsNotOnTheirJoin) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_NE(ContentId().add("ab").add("c").finish("x_"), ContentId().add("a").add("bc").finish("x_"));
    EXPECT_EQ(ContentId().add("ab").finish("doc_").size(), 4u + 16u);
}

TEST(Table, GivesTheColumnsAskedForAndNamesWrongLines) {
    const auto table =
        Table::parse("# source: us\nword\tkind\tnote\nsay\tverb\tx\n\ntell\tverb\t\n", "cues.tsv", {"kind", "word"});
    ASSERT_TRUE(table.ok()) << table.fault().line();
    ASSERT_EQ(table->rows(), 2u);
    EXPECT_EQ(table->cell(1, 1), "tell");
    EXPECT_EQ(table->line(1), 5u);
    const auto short_row = Table::parse("a\tb\n1\n", "t.tsv", {"a"});
    ASSERT_FALSE(short_row.ok());
    EXPECT_EQ(short_row.fault().line(), "t.tsv:2: 1 cells where the header has 2 (separate the cells with tabs)");
    const auto no_column = Table::parse("a\tb\n1\t2\n", "t.tsv", {"c"});
    EXPECT_EQ(no_column.fault().kind, FaultKind::malformed);
}

TEST(Files, MissingOnesAreNamed) {
    const auto missing = read_file("/nowhere/at/all");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.fault().kind, FaultKind::not_found);
    EXPECT_EQ(missing.fault().where, "/nowhere/at/all");
}

}  // namespace
}  // namespace readout
