#include <gtest/gtest.h>

#include "store/reports.h"
#include "stories/stories.h"

namespace readout {
namespace {

using test::country;
using test::Maker;
using test::person;

const EntityRow ruritania = country("Ruritania", "RUR"), graustark = country("Graustark", "GRA");
const EntityRow lang = person("Anna Lang", "Anna Lang", "Q2", "GRA"), rudolf = person("Rudolf", "Rudolf Elphberg", "Q1", "RUR");

const std::string wire =
    "Ruritania shelled the harbour of Strelsau before dawn on Monday, wounding two dock workers and sinking a grain barge, the "
    "port authority "
    "reported. Foreign minister Anna Lang of Graustark told parliament: \"We will not leave this attack without an answer.\" "
    "Fishing boats "
    "stayed away from the pier all day while engineers looked for shells that had not gone off.";

Maker shelled(const std::string& id, const std::string& text, const std::string& published, const std::string& outlet,
              const char* day, const std::string& size = {}) {
    Maker maker(id, text, published, outlet);
    maker.event("ASSAULT", "shelled", ruritania, graustark, day);
    std::string& json = maker.rows.rows.back().json;
    json.insert(json.size() - 1,
                ",\"sizes\":[" + (size.empty() ? "" : "{\"what\":\"injured\",\"min\":" + size + ",\"max\":" + size + "}") + "]");
    return maker;
}

std::vector<ReportRows> rows(std::vector<Maker> makers) {
    std::vector<ReportRows> out;
    for (Maker& maker : makers) out.push_back(std::move(maker.rows));
    return out;
}

std::vector<const Row*> of_kind(const Linked& linked, const std::string& kind) {
    std::vector<const Row*> out;
    for (const Row& row : linked.records)
        if (row.kind == kind) out.push_back(&row);
    return out;
}

TEST(NearDuplicates, ReprintsAndShortenedReprintsNameTheFirst) {
    const std::string other =
        "Ruritania and Graustark agreed on fishing rights near Strelsau after years of quarrels, and both ministers praised the "
        "harbour "
        "masters who had kept the talks going; boats may sail again from the first of the month, the ministries wrote.";
    const auto found =
        near_duplicates(rows({Maker("a", "Late edition. " + wire, "2022-03-30"), Maker("b", wire, "2022-03-29"),
                              Maker("c", wire.substr(0, 260), "2022-03-30"), Maker("d", other, "2022-03-30"),
                              Maker("e", "We had no choice.", "2022-03-30"), Maker("f", "We had no choice.", "2022-03-30")}));
    EXPECT_EQ(found, (std::vector<std::size_t>{1, 1, 1, 3, 4, 5})) << "the earliest published; short texts repeat by chance";
}

TEST(Stories, GroupWhatTellsOfTheSameAndKeepDistantDaysApart) {
    const std::string rain =
        "Heavy rain flooded the old town of Hentzau and the river Teufelbach rose by a metre, the weather office of Hentzau "
        "said. ";
    const auto reports = rows(
        {Maker("a", wire, "2022-03-29"),
         Maker("b", "Strelsau harbour shelled: Ruritania shells wound dock workers in Strelsau, Graustark says.", "2022-03-30"),
         Maker("c", rain, "2022-03-29"), Maker("d", "Hentzau floods: the Teufelbach rises after rain in Hentzau.", "2022-03-30"),
         Maker("e", "Strelsau harbour shelled: Ruritania shells wound dock workers in Strelsau, Graustark says.", "2022-06-30")});
    const auto groups = group_stories(reports);
    EXPECT_EQ(groups[0], groups[1]);
    EXPECT_EQ(groups[2], groups[3]);
    EXPECT_NE(groups[0], groups[2]);
    EXPECT_NE(groups[4], groups[1]) << "three months later it is another story";
    EXPECT_TRUE(group_stories({}).empty());
}

TEST(Utterances, TheSameWordsOfOneSpeakerWithinDays) {
    const std::string words = "We will not leave this attack without an answer";
    const auto said = [&](const std::string& id, const std::string& quote, const EntityRow& who, const std::string& day) {
        Maker maker(id, "In " + id + " was said: \"" + quote + "\", no more.", day);
        maker.statement(quote, who);
        return maker;
    };
    const Linked linked = link_reports(
        rows({said("a", words, lang, "2022-03-29"), said("b", words + " and we will not be hurried", lang, "2022-03-30"),
              said("c", words, rudolf, "2022-03-30"), said("d", words, lang, "2022-05-30"),
              said("e", "We will not", lang, "2022-03-29")}));
    const auto found = of_kind(linked, "utterance");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NE(found[0]->json.find("\"first_seen\":\"2022-03-29\""), std::string::npos) << found[0]->json;
    EXPECT_NE(found[0]->json.find("\"relation\":\"formula\""), std::string::npos)
        << "another said the same words, and she another time";
    std::size_t members = 0;
    for (const Link& link : linked.links) members += link.key == "utterance";
    EXPECT_EQ(members, 2u);
}

TEST(Happenings, AreOneWhereNothingSpeaksAgainstIt) {
    const std::string short_report =
        "Strelsau harbour shelled by Ruritania; Graustark counts the wounded dock workers of Strelsau.";
    const Linked linked =
        link_reports(rows({shelled("a", wire, "2022-03-29", "Harbour Post", "2022-03-28", "2"),
                           shelled("b", short_report, "2022-03-29", "Evening Star", "2022-03-28", "5"),
                           shelled("c", wire + " Reprinted.", "2022-03-30", "Reprint", "2022-03-28", "2"),
                           shelled("d", short_report + " Again.", "2022-03-30", "Other Star", "2022-03-29", "5")}));
    const auto found = of_kind(linked, "happening");
    ASSERT_EQ(found.size(), 1u);
    const std::string& json = found[0]->json;
    EXPECT_NE(json.find("\"documents\":3,\"outlets\":3,\"origins\":2"), std::string::npos)
        << "a reprint is no origin of its own: " << json;
    const auto disputes = of_kind(linked, "dispute");
    ASSERT_EQ(disputes.size(), 1u);
    EXPECT_NE(disputes[0]->json.find("\"what\":\"injured\",\"values\":[{\"value\":\"2\""), std::string::npos)
        << disputes[0]->json;
    EXPECT_NE(json.find(disputes[0]->id), std::string::npos);
}

TEST(Happenings, OtherMoodsSidesAndDaysStayApart) {
    auto planned = shelled("b", wire, "2022-03-29", "B", "2022-03-28");
    planned.rows.rows.back().auxiliary = "future";
    auto turned = shelled("c", wire, "2022-03-29", "C", "2022-03-28");
    std::swap(turned.rows.rows.back().entities[0].actor, turned.rows.rows.back().entities[1].actor);
    const Linked linked = link_reports(rows({shelled("a", wire, "2022-03-29", "A", "2022-03-28"), planned, turned,
                                             shelled("d", wire, "2022-03-29", "D", "2022-03-27")}));
    EXPECT_TRUE(of_kind(linked, "happening").empty());
}

TEST(Links, FillTheKeysThatWereNullAndNothingElse) {
    std::vector<Link> links = {
        {"ev_2", "happening", "happening_1"}, {"doc_1", "story", "story_1"}, {"doc_1", "near_duplicate_of", "doc_0"}};
    sort_links(links);
    EXPECT_EQ(with_links(R"({"id":"doc_1","text":"\"story\":null","near_duplicate_of":null,"story":null})", "doc_1", links),
              R"({"id":"doc_1","text":"\"story\":null","near_duplicate_of":"doc_0","story":"story_1"})");
    EXPECT_EQ(with_links(R"({"story":null})", "doc_2", links), R"({"story":null})");
}

TEST(Stories, TheSameRecordsInEveryRun) {
    std::vector<Maker> makers;
    for (int i = 0; i < 60; ++i)
        makers.push_back(shelled("r" + std::to_string(i), i % 3 == 0 ? wire : wire.substr(static_cast<std::size_t>(i)),
                                 "2022-03-29", "O" + std::to_string(i % 7), "2022-03-28"));
    const auto reports = rows(makers);
    const Linked a = link_reports(reports), b = link_reports(reports);
    ASSERT_EQ(a.records.size(), b.records.size());
    for (std::size_t i = 0; i < a.records.size(); ++i) EXPECT_EQ(a.records[i].json, b.records[i].json);
}

}  // namespace
}  // namespace readout
