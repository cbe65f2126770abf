#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "record/json.h"
#include "record/record.h"

namespace readout {
namespace {

TEST(JsonWriter, WritesValuesInOrder) {
    JsonWriter json;
    json.begin_object().key("b").number(-3).key("a").begin_array().string("x").null().boolean(true).end_array();
    json.key("c").decimal(0.905, 2).key("d").decimal(-0.001, 2).key("e").string_or_null("").end_object();
    EXPECT_EQ(json.text(), R"({"b":-3,"a":["x",null,true],"c":0.91,"d":0.00,"e":null})");
}

TEST(JsonWriter, EscapesWhatJsonForbids) {
    JsonWriter json;
    json.string(std::string("q\" b\\ \n\t\r nul\0 esc\x1b é😀", 26));
    EXPECT_EQ(json.text(), "\"q\\\" b\\\\ \\n\\t\\r nul\\u0000 esc\\u001b é😀\"");
    JsonWriter number;
    number.decimal(std::numeric_limits<double>::infinity(), 2);
    EXPECT_EQ(number.text(), "null");
}

// A report of one sentence with a title, and one statement and event laid on it by hand.
Reading hand_made_reading() {
    Reading reading;
    Document& document = reading.document;
    document.source = {};
    document.source.id = "r1";
    document.source.title = "Café talks";
    document.source.published = parse_day("2023-05-10");
    document.text = "Café talks\n\nÉire said 😀 Kenya met Ghana.";
    document.body = 13;
    document.sentences = {{{0, 11}, 0, 1, 0}, {{13, 48}, 1, 2, 1}};
    reading.times.published.range = {document.source.published, document.source.published};
    reading.times.published.basis = "given";
    reading.cast.entities = {{"Ireland", "irl", "IRL", "GOV", {}, 205, 205, "Q27", "", "state"}};
    Statement statement;
    statement.sentences = {1};
    statement.content = {{29, 44}};
    statement.cue = {{19, 23}};
    statement.source = {{13, 18}};
    Participant speaker;
    speaker.span = {13, 18};
    speaker.entity = 0;
    statement.speakers = {speaker};
    reading.statements = {statement, statement};
    Event event;
    event.sentences = {1};
    event.category = "CONSULT";
    event.trigger = {{35, 38}};
    event.auxiliaries = {Auxiliary::hypothetical, Auxiliary::historical};
    event.asserted_by = {{0, "asserts"}, {no_index, "asserts"}};
    reading.events = {event};
    return reading;
}

const Row& row_of(const ReportRows& rows, std::string_view kind) {
    for (const Row& row : rows.rows)
        if (row.kind == kind) return row;
    ADD_FAILURE() << "no row of kind " << kind;
    return rows.rows.front();
}

TEST(Records, CountCodePointsAndVerify) {
    const ReportRows rows = to_rows(hand_made_reading(), {});
    EXPECT_EQ(rows.text, "Éire said 😀 Kenya met Ghana.");
    EXPECT_EQ(rows.title, "Café talks");
    const Row& statement = row_of(rows, "statement");
    EXPECT_NE(statement.json.find(R"("cue":[{"start":5,"end":9,"text":"said"}])"), std::string::npos) << statement.json;
    EXPECT_NE(statement.json.find(R"("content":[{"start":12,"end":27)"), std::string::npos) << statement.json;
    for (const Row& row : rows.rows) EXPECT_TRUE(untrue_spans(row.json, {rows.text, rows.title}).empty()) << row.json;
}

TEST(Records, OfOnePlaceKeepApart) {
    const ReportRows rows = to_rows(hand_made_reading(), {});
    std::vector<std::string> ids;
    for (const Row& row : rows.rows) ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(Records, IdsOutliveConfidenceAndRule) {
    Reading reading = hand_made_reading();
    const ReportRows before = to_rows(reading, {});
    reading.statements[0].confidence = 0.3;
    reading.statements[0].rule = "another";
    reading.events[0].confidence = 0.9;
    const ReportRows after = to_rows(reading, {});
    EXPECT_EQ(row_of(before, "statement").id, row_of(after, "statement").id);
    EXPECT_EQ(row_of(before, "event").id, row_of(after, "event").id);
    reading.document.text += " More.";
    EXPECT_NE(row_of(before, "event").id, row_of(to_rows(reading, {}), "event").id);
}

TEST(Records, ShowMoodAndSource) {
    const ReportRows rows = to_rows(hand_made_reading(), {});
    const Row& event = row_of(rows, "event");
    EXPECT_EQ(event.auxiliary, "hypothetical");
    EXPECT_NE(event.json.find(R"("auxiliaries":["hypothetical","historical"])"), std::string::npos) << event.json;
    const std::string statement = row_of(rows, "statement").id;
    EXPECT_NE(event.json.find("\"asserted_by\":[{\"statement\":\"" + statement + "\",\"stance\":\"asserts\"},{\"outlet\":null"),
              std::string::npos)
        << event.json;
}

TEST(Records, AnUndatedStatementOfADatedReportWasSaidByThatDay) {
    const Row statement = row_of(to_rows(hand_made_reading(), {}), "statement");
    EXPECT_EQ(statement.date.start, std::nullopt);
    EXPECT_EQ(statement.date.end, parse_day("2023-05-10"));
}

TEST(UntrueSpans, AreNamedWithTheirPlace) {
    const DocumentText own{"Éire said so", "A title"};
    EXPECT_TRUE(
        untrue_spans(R"({"x":[{"start":0,"end":4,"text":"Éire"}],"date":{"start":"2022-01-01","end":null}})", own).empty());
    EXPECT_TRUE(untrue_spans(R"({"x":{"start":2,"end":7,"text":"title","field":"title"}})", own).empty());
    const auto wrong = untrue_spans(R"({"x":[{"start":0,"end":4,"text":"Eire"}]})", own);
    ASSERT_EQ(wrong.size(), 1u);
    EXPECT_EQ(wrong[0], "$.x[0] [0,4) says 'Eire' where the document has 'Éire'");
    EXPECT_EQ(untrue_spans(R"({"start":5,"end":99,"text":""})", own).size(), 1u);
    EXPECT_EQ(untrue_spans(R"({"start":-1,"end":2,"text":""})", own).size(), 1u);
    EXPECT_EQ(untrue_spans("{", own).size(), 1u);
}

}  // namespace
}  // namespace readout
