#include <gtest/gtest.h>

#include "store/reports.h"
#include "store/store.h"

namespace readout {
namespace {

// A report with one statement and one event as the record room writes them, shortened where a part is of no matter here.
struct Sample {
    Store store;
    std::string document, event, statement;
};

Sample sample() {
    test::Maker maker("r1", "😀 Graustark said Ruritania shelled a harbour on Monday.\nMore of it.");
    const std::string document = maker.rows.document_id;
    const auto add = [&](const char* kind, const std::string& json) {
        Row row;
        row.kind = kind;
        row.id = json.substr(json.find("\"id\":\"") + 6, 4);
        row.json = json;
        row.category = "x";
        maker.rows.rows.push_back(row);
    };
    const std::string common = R"("document":")" + document + R"(","document_source_id":"r1",)";
    add("statement",
        R"({"kind":"statement","id":"st_1",)" + common +
            R"("voice":"indirect","form":"verb","content":[{"start":17,"end":55,"text":"Ruritania shelled a harbour on Monday"}],)"
            R"("cue":[{"start":12,"end":16,"text":"said"}],"speakers":[{"start":2,"end":11,"text":"Graustark","name":"Graustark",)"
            R"("code":"GRA","sector":"GOV","metonym":true,"rule":"state","explanation":"states.tsv:7"}],"relays":[],)"
            R"("date":{"start":null,"end":"2022-03-30","precision":"unknown","basis":null,"evidence":[]},"polarity":"affirmed",)"
            R"("confidence":0.97,"rule":"verb.that-less"})");
    add("event",
        R"({"kind":"event","id":"ev_1",)" + common +
            R"("event":"ASSAULT","mode":["explosives"],"context":[],"actor":[{"start":17,"end":26,"text":"Ruritania","name":"Ruritania",)"
            R"("code":"RUR","sector":"MIL"}],"recipient":[{"start":35,"end":44,"text":"a harbour","name":null,"code":null}],)"
            R"("date":{"start":"2022-03-28","end":"2022-03-28","precision":"day","basis":"relative",)"
            R"("evidence":[{"start":45,"end":54,"text":"on Monday"}]},"event_text":[{"start":27,"end":34,"text":"shelled"}],)"
            R"("auxiliary":null,"asserted_by":[{"statement":"st_1","stance":"asserts"}],"statement":"st_1","quad_code":4,)"
            R"("event_scale":-9.0,"confidence":0.91,"rule":"assault.shell","explanation":"verbs.tsv:12"})");
    auto store = Store::open(":memory:", Store::Mode::write);
    EXPECT_TRUE(store->put(maker.rows).ok());
    return {std::move(*store), document, "ev_1", "st_1"};
}

TEST(Explain, NamesTheWordsTheRuleTheRowAndTheAnchor) {
    Sample sample_ = sample();
    const auto why = explain(sample_.store, sample_.event);
    ASSERT_TRUE(why.ok()) << why.fault().line();
    EXPECT_EQ(why->headline, "ASSAULT (explosives), plain");
    EXPECT_EQ(why->sentence, "😀 Graustark said Ruritania shelled a harbour on Monday.") << "the paragraph, by code points";
    EXPECT_EQ(why->source_id, "r1");
    std::string chain;
    for (const Reason& one : why->reasons) chain += one.about + "|" + one.words + "|" + one.says + "\n";
    EXPECT_EQ(chain,
              "trigger|shelled|ASSAULT\n"
              "actor|Ruritania|Ruritania, RUR MIL\n"
              "recipient|a harbour|not identified\n"
              "date|on Monday|2022-03-28, day, relative\n"
              "asserted by|said|Graustark, asserts (st_1)\n"
              "rule||assault.shell · verbs.tsv:12 · confidence 0.91\n");
    EXPECT_EQ(why->reasons[0].start, 27u);
}

TEST(Explain, StatementsAndDocumentsToo) {
    Sample sample_ = sample();
    const auto why = explain(sample_.store, sample_.statement);
    ASSERT_TRUE(why.ok());
    EXPECT_EQ(why->headline, "Graustark: indirect statement, verb");
    EXPECT_EQ(why->reasons[2].says, "Graustark, GRA GOV, the place stands for its government · state · states.tsv:7");
    EXPECT_EQ(why->reasons[3].says, "… to 2022-03-30, unknown");
    EXPECT_TRUE(explain(sample_.store, sample_.document).ok());
    EXPECT_EQ(explain(sample_.store, "ev_none").fault().kind, FaultKind::not_found);
}

TEST(Flat, OneCellAColumn) {
    Sample sample_ = sample();
    const auto row = [&](const std::string& kind, const std::string& id) {
        const auto cells = flat_cells(kind, *sample_.store.record(id));
        const auto& columns = flat_columns(kind);
        EXPECT_EQ(cells.size(), columns.size());
        std::map<std::string_view, std::string> out;
        for (std::size_t i = 0; i < columns.size(); ++i) out[columns[i]] = cells[i];
        return out;
    };
    auto event = row("event", "ev_1");
    EXPECT_EQ(event["actor"], "Ruritania");
    EXPECT_EQ(event["recipient"], "a harbour") << "the words where there is no name";
    EXPECT_EQ(event["mode"], "explosives");
    EXPECT_EQ(event["event_scale"], "-9.0");
    EXPECT_EQ(event["stance"], "asserts");
    EXPECT_EQ(event["date_start"], "2022-03-28");
    EXPECT_EQ(event["source_id"], "r1");
    auto statement = row("statement", "st_1");
    EXPECT_EQ(statement["speaker"], "Graustark");
    EXPECT_EQ(statement["content"], "Ruritania shelled a harbour on Monday");
    EXPECT_EQ(statement["date_start"], "");
    EXPECT_EQ(row("document", sample_.document)["outlet"], "Harbour Post");
    EXPECT_EQ(flat_cells("event", "not json").size(), flat_columns("event").size());
}

}  // namespace
}  // namespace readout
