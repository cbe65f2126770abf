#include <gtest/gtest.h>

#include <algorithm>

#include "base/tsv.h"
#include "support/cases.h"
#include "text/text.h"
#include "time/calendar.h"
#include "time/rules.h"
#include "time/time.h"

namespace readout {
namespace {

const TimeRules& rules() {
    static const Result<TimeRules> loaded = TimeRules::load(test::source_folder() + "/data");
    if (!loaded) ADD_FAILURE() << loaded.fault().line();
    return *loaded;
}

Document document_of(std::string text, std::optional<Day> published) {
    Document document = segment_running_text(std::move(text));
    document.source.published = published;
    return document;
}

TimeRefs read(const Document& document) {
    const Parse no_parse;
    const Tree tree(document, no_parse);
    return find_times(document, no_parse, tree, rules());
}

// Every row of patterns.tsv that shows an example reads it as it says.
TEST(Patterns, ExamplesReadAsTheySay) {
    std::size_t examples = 0;
    for (const timing::Row& row : rules().inside().rows) {
        const std::size_t arrow = row.example.find(" => ");
        if (arrow == std::string::npos) continue;
        ++examples;
        const Document document = document_of(row.example.substr(0, arrow), parse_day("2022-03-30"));
        const std::string expected = row.example.substr(arrow + 4);
        std::string got;
        bool found = false;
        for (const Timex& timex : read(document).timexes) {
            got += " [" + std::string(document.words(timex.span)) + " = " + timex.value + " by " + timex.rule + "]";
            found = found || (timex.rule == row.name && timex.value == expected);
        }
        EXPECT_TRUE(found) << "patterns.tsv:" << row.line << " " << row.name << "\n" << row.example << "\ngot" << got;
    }
    EXPECT_GT(examples, 100u);
}

// "published 2022-03-30" or "published none", then the text; out come the expressions, their values, days and grounds.
std::string run_case(const std::string& input) {
    const std::size_t feed = input.find('\n');
    const std::string head = input.substr(0, feed);
    const std::string day = head.substr(head.find(' ') + 1);
    const Document document = document_of(input.substr(feed + 1), parse_day(day));
    std::string out;
    for (const Timex& timex : read(document).timexes) {
        const DateRange& range = timex.date.range;
        out += std::string(document.words(timex.span)) + " | " + std::string(name_of(timex.type)) + " " + timex.value + " | ";
        out += timex.date.known() ? (range.start ? format_day(*range.start) : "…") + " … " +
                                        (range.end ? format_day(*range.end) : "…") + " " + timex.date.basis
                                  : "open";
        out += " | " + timex.rule + "\n";
    }
    return out;
}

TEST(Times, Cases) { test::run_cases("time", "times", run_case); }

std::string run_guess(const std::string& input) {
    const Document document = document_of(input, std::nullopt);
    const Parse no_parse;
    const DateGuess guess = guess_date(document, no_parse, Tree(document, no_parse), rules());
    const auto text = [](const DateRange& range) {
        return (range.start ? format_day(*range.start) : "?") + " … " + (range.end ? format_day(*range.end) : "?");
    };
    std::string out = text(guess.range) + " | " + std::to_string(static_cast<int>(guess.probability * 10)) + "0 %\n";
    for (const DateGuess::Evidence& evidence : guess.evidence) {
        out += std::string(document.words(evidence.span)) + " | " + evidence.reason + " | " + text(evidence.range) +
               (evidence.contradicts ? " | contradicts" : "") + "\n";
    }
    return out;
}

TEST(Guess, Cases) { test::run_cases("time", "guess", run_guess); }

TEST(Guess, WhatOthersKnowCounts) {
    const Document document =
        document_of("The foreign minister met his colleague on Tuesday, long after the fall of the Berlin Wall.", std::nullopt);
    const Parse no_parse;
    const Tree tree(document, no_parse);
    const DateConstraint office{{4, 20}, {parse_day("1990-05-01"), parse_day("1990-05-31")}, "in office", 1e-4};
    const DateGuess guess = guess_date(document, no_parse, tree, rules(), {office});
    ASSERT_TRUE(guess.range.start.has_value());
    EXPECT_GE(*guess.range.start, *office.range.start);
    EXPECT_LE(*guess.range.end, *office.range.end + 3);
}

TEST(Guess, AnInferredDayAnchorsTheRest) {
    const Document document = document_of(
        "The leaders spoke on Monday, on the third anniversary of Russia's invasion of Ukraine. They had met last week.",
        std::nullopt);
    const TimeRefs times = read(document);
    EXPECT_EQ(times.published.basis, "inferred");
    ASSERT_TRUE(times.published.range.start.has_value());
    EXPECT_EQ(format_day(*times.published.range.start), "2025-02-24");
    EXPECT_EQ(times.timexes.back().value, "2025-W08");
}

// Words with tag, head (1-based, 0 the root) and relation, one sentence.
struct Word {
    const char* form;
    const char* upos;
    int head;
    const char* relation;
};
std::string conllu_of(const std::vector<Word>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& w = words[i];
        out += std::to_string(i + 1) + "\t" + w.form + "\t" + w.form + "\t" + w.upos + "\t_\t_\t" + std::to_string(w.head) +
               "\t" + w.relation + "\t_\t_\n";
    }
    return out + "\n";
}

DateValue date_of_word(const std::vector<Word>& words, std::uint32_t token) {
    auto parsed = read_conllu(conllu_of(words), "test");
    if (!parsed) {
        ADD_FAILURE() << parsed.fault().line();
        return {};
    }
    parsed->document.source.published = parse_day("2022-03-30");
    const Tree tree(parsed->document, parsed->parse);
    const TimeRefs times = find_times(parsed->document, parsed->parse, tree, rules());
    return date_of(token, parsed->document, parsed->parse, tree, times);
}

TEST(DateOf, EachVerbHasItsOwn) {
    const std::vector<Word> words = {{"Kyiv", "PROPN", 2, "nsubj"},  {"said", "VERB", 0, "root"},  {"on", "ADP", 4, "case"},
                                     {"Tuesday", "PROPN", 2, "obl"}, {"that", "SCONJ", 7, "mark"}, {"troops", "NOUN", 7, "nsubj"},
                                     {"left", "VERB", 2, "ccomp"},   {"on", "ADP", 9, "case"},     {"Monday", "PROPN", 7, "obl"},
                                     {".", "PUNCT", 2, "punct"}};
    EXPECT_EQ(format_day(*date_of_word(words, 1).range.start), "2022-03-29");
    EXPECT_EQ(format_day(*date_of_word(words, 6).range.start), "2022-03-28");
}

TEST(DateOf, NeverThePublicationDayByItself) {
    const std::vector<Word> words = {{"Kyiv", "PROPN", 2, "nsubj"},  {"said", "VERB", 0, "root"},  {"on", "ADP", 4, "case"},
                                     {"Tuesday", "PROPN", 2, "obl"}, {"that", "SCONJ", 7, "mark"}, {"troops", "NOUN", 7, "nsubj"},
                                     {"left", "VERB", 2, "ccomp"},   {".", "PUNCT", 2, "punct"}};
    EXPECT_FALSE(date_of_word(words, 6).known()) << "the saying's day is not the leaving's";
    EXPECT_FALSE(
        date_of_word({{"Troops", "NOUN", 2, "nsubj"}, {"left", "VERB", 0, "root"}, {".", "PUNCT", 2, "punct"}}, 1).known());
    EXPECT_FALSE(date_of_word({{"Troops", "NOUN", 2, "nsubj"}, {"left", "VERB", 0, "root"}}, 99).known());
}

TEST(DateOf, SinceAndRangesAreOpenOrWhole) {
    const DateValue since = date_of_word(
        {{"It", "PRON", 2, "nsubj"}, {"ruled", "VERB", 0, "root"}, {"since", "ADP", 4, "case"}, {"January", "PROPN", 2, "obl"}},
        1);
    EXPECT_EQ(format_day(*since.range.start), "2022-01-01");
    EXPECT_FALSE(since.range.end.has_value());
    const DateValue range = date_of_word({{"It", "PRON", 2, "nsubj"},
                                          {"lasted", "VERB", 0, "root"},
                                          {"from", "ADP", 4, "case"},
                                          {"Monday", "PROPN", 2, "obl"},
                                          {"to", "ADP", 6, "case"},
                                          {"Tuesday", "PROPN", 4, "nmod"}},
                                         1);
    EXPECT_EQ(format_day(*range.range.start), "2022-03-28");
    EXPECT_EQ(format_day(*range.range.end), "2022-03-29");
}

TEST(DateOf, TwoActsAKnownTimeApart) {
    const std::vector<Word> dated_main = {
        {"He", "PRON", 2, "nsubj"},    {"resigned", "VERB", 0, "root"}, {"on", "ADP", 4, "case"},
        {"Monday", "PROPN", 2, "obl"}, {",", "PUNCT", 7, "punct"},      {"two", "NUM", 7, "nummod"},
        {"days", "NOUN", 10, "obl"},   {"after", "SCONJ", 10, "mark"},  {"rebels", "NOUN", 10, "nsubj"},
        {"won", "VERB", 2, "advcl"},   {".", "PUNCT", 2, "punct"}};
    EXPECT_EQ(format_day(*date_of_word(dated_main, 1).range.start), "2022-03-28");
    const DateValue won = date_of_word(dated_main, 9);
    EXPECT_EQ(format_day(*won.range.start), "2022-03-26");
    EXPECT_EQ(won.precision, Precision::day);
    EXPECT_EQ(won.evidence.size(), 2u) << "the day and the lag";
    const std::vector<Word> dated_other = {{"He", "PRON", 2, "nsubj"},     {"resigned", "VERB", 0, "root"},
                                           {"three", "NUM", 4, "nummod"},  {"weeks", "NOUN", 2, "obl"},
                                           {"before", "ADP", 7, "case"},   {"the", "DET", 7, "det"},
                                           {"vote", "NOUN", 4, "nmod"},    {"on", "ADP", 9, "case"},
                                           {"Monday", "PROPN", 7, "nmod"}, {".", "PUNCT", 2, "punct"}};
    const DateValue resigned = date_of_word(dated_other, 1);
    EXPECT_EQ(format_day(*resigned.range.start), "2022-03-04");
    EXPECT_EQ(format_day(*resigned.range.end), "2022-03-10");
    EXPECT_EQ(resigned.precision, Precision::week);
    EXPECT_EQ(format_day(*date_of_word(dated_other, 6).range.start), "2022-03-28");
}

TEST(Calendar, StepsAndValues) {
    using namespace calendar;
    const Day day = *parse_day("2022-03-30");
    EXPECT_EQ(value_of(step(of_day(day), -1, Unit::month)), "2022-02");
    EXPECT_EQ(value_of(step(of_day(day), -1, Unit::week)), "2022-W12");
    EXPECT_EQ(value_of(step(of_day(day), 2, Unit::day)), "2022-04-01");
    EXPECT_EQ(value_of(step(of_day(day), -3, Unit::decade)), "199");
    EXPECT_EQ(value_of(step(of_year(-1), 1, Unit::year)), "0001") << "no year 0";
    EXPECT_EQ(value_of(step(of_month(2022, 1), -1, Unit::month)), "2021-12");
    EXPECT_FALSE(step(of_year(2022), 2, Unit::day).known()) << "two days after a year is no day";
    EXPECT_FALSE(step(of_day(day), 2'000'000'000, Unit::year).known());
    EXPECT_EQ(format_day(easter(2022)), "2022-04-17");
    EXPECT_EQ(format_day(orthodox_easter(2022)), "2022-04-24");
}

TEST(Calendar, PartsNarrowTheDays) {
    using namespace calendar;
    Stretch february = of_month(2022, 2);
    february.part = Part::start;
    EXPECT_EQ(format_day(*days_of(february).end), "2022-02-10");
    february.part = Part::end;
    EXPECT_EQ(format_day(*days_of(february).start), "2022-02-19");
    EXPECT_EQ(precision_of(february), Precision::month);
}

TEST(Times, HostileTextIsOnlyText) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += i % 3 ? "March 3 " : "99999999999999999999 years ago ";
    const Document document = document_of(text, parse_day("2022-03-30"));
    EXPECT_FALSE(read(document).timexes.empty());
    const Document empty = document_of("", std::nullopt);
    EXPECT_TRUE(read(empty).timexes.empty());
}

// Words of the tables and odd marks thrown together at random: no crash, and every span lies in its sentence.
TEST(Times, ThrownTogetherWordsKeepTheirSpans) {
    std::vector<std::string> words = {
        "’",          "–",       "…",          "ü",           "\u00a0",      ".",    ",",
        "-",          ":",       "/",          "(",           "0",           "00",   "99999999999999999999",
        "31/31/2022", "12:99",   "-1",         "1.5",         "24:00",       "'s",   "'99",
        "1990s",      "0th",     "9999-99-99", "February 30", "February 29", "9999", "BC",
        "invasion",   "Ukraine", "Russia's",   "anniversary"};
    for (const auto& [word, entry] : rules().inside().words) words.push_back(word);
    std::sort(words.begin(), words.end());
    std::uint32_t seed = 12345;
    const auto next = [&](std::size_t below) {
        seed = seed * 1664525u + 1013904223u;
        return (seed >> 8) % below;
    };
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 60; ++i) {
            std::string word = words[next(words.size())];
            if (next(3) == 0 && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
            text += word + (next(5) == 0 ? "" : next(9) == 0 ? "\n\n" : " ");
        }
        const Document document = document_of(text, round % 2 ? parse_day("2022-03-30") : std::nullopt);
        const TimeRefs times = read(document);
        std::uint32_t last = 0;
        for (const Timex& timex : times.timexes) {
            ASSERT_LE(last, timex.span.start) << text;
            ASSERT_LT(timex.span.start, timex.span.end) << text;
            ASSERT_LE(timex.span.end, document.text.size()) << text;
            ASSERT_LT(timex.first, timex.last) << text;
            if (timex.date.range.start && timex.date.range.end) {
                ASSERT_LE(*timex.date.range.start, *timex.date.range.end) << text << timex.value;
            }
            last = timex.span.end;
        }
        for (std::uint32_t token = 0; token < document.tokens.size(); token += 7) {
            const Parse no_parse;
            date_of(token, document, no_parse, Tree(document, no_parse), times);
        }
    }
}

TEST(Rules, FaultsNameTheLine) {
    const auto missing = TimeRules::load("/nonexistent");
    ASSERT_FALSE(missing.ok());
    EXPECT_NE(missing.fault().line().find("words.tsv"), std::string::npos);
}

}  // namespace
}  // namespace readout
