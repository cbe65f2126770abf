#include <gtest/gtest.h>

#include <random>

#include "base/tsv.h"
#include "support/cases.h"
#include "text/characters.h"
#include "text/embedded.h"
#include "text/split_model.h"
#include "text/text.h"

namespace readout {
namespace {

std::string_view name_of(ParagraphKind kind) {
    switch (kind) {
        case ParagraphKind::prose:
            return "prose";
        case ParagraphKind::title:
            return "title";
        case ParagraphKind::heading:
            return "heading";
        case ParagraphKind::list_item:
            return "list";
        case ParagraphKind::boilerplate:
            return "boilerplate";
    }
    return "?";
}

std::string tokens_shown(const Document& document, const Sentence& sentence) {
    std::string out;
    std::size_t multiword = 0;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        while (multiword < document.multiwords.size() && document.multiwords[multiword].last <= t) ++multiword;
        const bool inside = multiword < document.multiwords.size() && document.multiwords[multiword].first < t &&
                            t < document.multiwords[multiword].last;
        if (t > sentence.first) out += inside ? "|" : " ";
        out += document.word(t);
    }
    return out;
}

// One line a paragraph, and under it one a sentence.
std::string shown(const Document& document) {
    std::string out;
    if (document.header_date) out += "date " + format_day(document.header_date->day) + "\n";
    if (document.dateline) {
        out += "dateline place=" + std::string(document.words(document.dateline->place));
        if (document.dateline->date) out += " date=" + std::string(document.words(*document.dateline->date));
        if (document.dateline->agency) out += " agency=" + std::string(document.words(*document.dateline->agency));
        out += "\n";
    }
    if (document.byline_agency) out += "agency " + std::string(document.words(*document.byline_agency)) + "\n";
    for (std::uint32_t p = 0; p < document.paragraphs.size(); ++p) {
        const Paragraph& paragraph = document.paragraphs[p];
        out += std::string(name_of(paragraph.kind));
        if (paragraph.kind == ParagraphKind::boilerplate) out += ": " + std::string(document.words(paragraph.span));
        out += "\n";
        for (const Sentence& sentence : document.sentences)
            if (sentence.paragraph == p) out += "  " + tokens_shown(document, sentence) + "\n";
    }
    if (!out.empty()) out.pop_back();
    return out;
}

TEST(Cases, Reports) {
    test::run_cases("text", "report", [](const std::string& input) {
        Report report;
        report.text = input;
        if (input.starts_with("TITLE: ")) {
            const std::size_t end = input.find('\n');
            report.source.title = input.substr(7, end - 7);
            report.text = input.substr(end + 1);
        }
        return shown(segment(std::move(report)));
    });
}

TEST(Cases, RunningText) {
    test::run_cases("text", "running", [](const std::string& input) { return shown(segment_running_text(input)); });
}

// What must hold of any document.
void check(const Document& document) {
    std::vector<char> covered(document.text.size(), 0);
    const auto mark = [&](Span span, char by) {
        ASSERT_LE(span.start, span.end);
        ASSERT_LE(span.end, document.text.size());
        for (std::uint32_t at = span.start; at < span.end; ++at) {
            ASSERT_EQ(covered[at], 0) << "byte " << at << " is in two spans";
            covered[at] = by;
        }
    };
    for (const Span span : document.boilerplate) mark(span, 'b');
    std::uint32_t next = 0;
    for (std::size_t s = 0; s < document.sentences.size(); ++s) {
        const Sentence& sentence = document.sentences[s];
        ASSERT_EQ(sentence.first, next) << "sentences partition the tokens";
        ASSERT_LT(sentence.first, sentence.last);
        ASSERT_LT(sentence.paragraph, document.paragraphs.size());
        ASSERT_TRUE(document.paragraphs[sentence.paragraph].span.contains(sentence.span));
        next = sentence.last;
        for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
            ASSERT_TRUE(sentence.span.contains(document.tokens[t].span));
            ASSERT_FALSE(document.tokens[t].span.empty());
            ASSERT_EQ(document.sentence_of(t), s);
            mark(document.tokens[t].span, 't');
        }
    }
    ASSERT_EQ(next, document.tokens.size());
    for (std::size_t at = 0; at < document.text.size();) {
        const Character c = character_at(document.text, at);
        ASSERT_TRUE(c.kind == Kind::space || covered[at] != 0) << "byte " << at << " is in no token";
        at += c.size;
    }
    for (const Multiword& multiword : document.multiwords) {
        ASSERT_LT(multiword.first + 1, multiword.last);
        ASSERT_EQ(document.sentence_of(multiword.first), document.sentence_of(multiword.last - 1));
        ASSERT_EQ(multiword.span, cover(document.tokens[multiword.first].span, document.tokens[multiword.last - 1].span));
    }
}

// Pieces that make trouble, glued at random: every document must still be whole.
TEST(Properties, HoldOnAnyText) {
    const std::vector<std::string> pieces = {"don't",
                                             "cannot",
                                             "U.S.",
                                             "Gen.",
                                             "J.",
                                             "Smith",
                                             "said",
                                             ".",
                                             ",",
                                             " ",
                                             " ",
                                             " ",
                                             "\n",
                                             "\n\n",
                                             "“",
                                             "”",
                                             "\"",
                                             "'",
                                             "’s",
                                             "—",
                                             "-",
                                             "--",
                                             "...",
                                             "…",
                                             "$5",
                                             "4:30pm",
                                             "http://a.example/b?c=d",
                                             "a@b.example",
                                             "(",
                                             ")",
                                             "[",
                                             "é",
                                             "e\u0301",
                                             "日本",
                                             "😀",
                                             "\u00ad",
                                             "\u200b",
                                             "\u00a0",
                                             "Also read | more",
                                             "ADVERTISEMENT",
                                             "date 2022-04-30 ",
                                             "MOSCOW, March 3 (Agency) — ",
                                             "Reuters",
                                             "\r\n",
                                             "\t",
                                             "- item",
                                             "1. ",
                                             "began.After",
                                             std::string(1, '\0'),
                                             "\x01",
                                             "World",
                                             "Title of it",
                                             "Lavrov",
                                             "orderaccording",
                                             "to",
                                             "«",
                                             "»",
                                             "%",
                                             "5",
                                             "Ω",
                                             "ß",
                                             "İ",
                                             "/",
                                             "?",
                                             "!"};
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        const auto n = random() % 40;
        for (unsigned i = 0; i < n; ++i) text += pieces[random() % pieces.size()];
        Report report;
        report.text = text;
        if (round % 3 == 0) report.source.title = pieces[random() % pieces.size()] + " " + pieces[random() % pieces.size()];
        const Document document = segment(report);
        ASSERT_NO_FATAL_FAILURE(check(document)) << testing::PrintToString(document.text);
        ASSERT_EQ(document.text.substr(document.body), text) << "the caller's text is never altered";
        ASSERT_NO_FATAL_FAILURE(check(segment_running_text(text))) << testing::PrintToString(text);
    }
}

TEST(Tables, AreWhole) {
    EXPECT_TRUE(SplitModel::open(embedded_split_model()).ok());
    const auto boilerplate =
        Table::parse(std::string(embedded_boilerplate()), "boilerplate.tsv", {"pattern", "kind", "place", "words"});
    ASSERT_TRUE(boilerplate.ok()) << boilerplate.fault().line();
    for (std::size_t row = 0; row < boilerplate->rows(); ++row) {
        const std::string_view words = boilerplate->cell(row, 3);
        EXPECT_FALSE(boilerplate->cell(row, 0).empty()) << boilerplate->line(row);
        EXPECT_TRUE(boilerplate->cell(row, 2) == "top" || boilerplate->cell(row, 2) == "below" ||
                    boilerplate->cell(row, 2) == "any")
            << boilerplate->line(row);
        EXPECT_TRUE(!words.empty() && words.find_first_not_of("0123456789") == std::string_view::npos) << boilerplate->line(row);
    }
    EXPECT_TRUE(Table::parse(std::string(embedded_no_places()), "no_places.tsv", {"words"}).ok());
    EXPECT_TRUE(Table::parse(std::string(embedded_abbreviations()), "abbreviations.tsv", {"word", "kind"}).ok());
    const auto contractions = Table::parse(std::string(embedded_contractions()), "contractions.tsv", {"word", "at"});
    ASSERT_TRUE(contractions.ok()) << contractions.fault().line();
    for (std::size_t row = 0; row < contractions->rows(); ++row)
        for (const std::string_view at : split(contractions->cell(row, 1), ','))
            EXPECT_TRUE(at.size() == 1 && at[0] > '0' &&
                        static_cast<std::size_t>(at[0] - '0') < contractions->cell(row, 0).size())
                << contractions->cell(row, 0);
}

TEST(Tables, DamagedScoresAreAFault) {
    std::string bytes(embedded_split_model());
    EXPECT_FALSE(SplitModel::open(std::string_view(bytes).substr(1)).ok());
    EXPECT_FALSE(SplitModel::open(std::string_view(bytes).substr(0, bytes.size() - 1)).ok());
    bytes[8] ^= 1;
    EXPECT_FALSE(SplitModel::open(bytes).ok());
}

TEST(Sentences, HaveALongestLength) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "word don't ";
    const Document document = segment_running_text(text);
    check(document);
    ASSERT_FALSE(document.sentences.empty());
    for (const Sentence& sentence : document.sentences) EXPECT_LE(sentence.last - sentence.first, 514u);
}

TEST(NormalForm, MapsBack) {
    const std::string text = "  “Na\u0069\u0308ve”\u00a0 co\u00adop\u2011eration\u200b – l’ami\n";
    const NormalForm form = normal_form(text);
    EXPECT_EQ(form.text, "\"Na\u00efve\" coop-eration - l'ami");
    ASSERT_EQ(form.map.size(), form.text.size() + 1);
    EXPECT_EQ(form.map.back(), text.size());
    const std::size_t at = form.text.find("eration");
    EXPECT_EQ(text.substr(form.map[at], 7), "eration");
    for (std::size_t i = 1; i < form.map.size(); ++i) EXPECT_LE(form.map[i - 1], form.map[i]);
}

}  // namespace
}  // namespace readout
