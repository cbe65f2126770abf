#include "time/time.h"

#include <gtest/gtest.h>

#include "base/tsv.h"
#include "support/cases.h"
#include "text/text.h"
#include "time/calendar.h"
#include "time/rules.h"

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
        out += timex.date.known() ? (range.start ? format_day(*range.start) : "…") + " … " + (range.end ? format_day(*range.end) : "…") + " " + timex.date.basis : "open";
        out += " | " + timex.rule + "\n";
    }
    return out;
}

TEST(Times, Cases) { test::run_cases("time", "times", run_case); }

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

TEST(Rules, FaultsNameTheLine) {
    const auto missing = TimeRules::load("/nonexistent");
    ASSERT_FALSE(missing.ok());
    EXPECT_NE(missing.fault().line().find("words.tsv"), std::string::npos);
}

}  // namespace
}  // namespace readout
