#include <gtest/gtest.h>

#include "relations/relations.h"
#include "store/reports.h"

namespace readout {
namespace {

using test::country;
using test::Maker;

const EntityRow ruritania = country("Ruritania", "RUR"), graustark = country("Graustark", "GRA"), nobody{};

Maker told(const std::string& id, const std::string& published, const EntityRow& actor, const EntityRow& recipient,
           const char* date, const std::string& auxiliary = {}) {
    Maker maker(id, "Report " + id + ": it was shelled.", published, "Outlet " + id);
    maker.event("ASSAULT", "shelled", actor, recipient, date, auxiliary);
    std::string& json = maker.rows.rows.back().json;
    const std::string d = date == nullptr ? "null" : "\"" + std::string(date) + "\"";
    json.insert(json.size() - 1, ",\"date\":{\"start\":" + d + ",\"end\":" + d +
                                     "},\"recipient\":" + (recipient.name.empty() ? "[]" : "[{\"name\":\"x\"}]") +
                                     ",\"actor\":[{\"name\":\"a\"},{\"name\":\"b\"}]");
    return maker;
}

struct Fixture {
    Store store = *Store::open(":memory:", Store::Mode::write);

    void put(const Maker& maker) { ASSERT_TRUE(store.put(maker.rows).ok()); }

    std::string rows(RelationQuery query) {
        const auto found = relations(store, query);
        if (!found) return found.fault().line();
        std::string out;
        for (const RelationRow& row : *found) {
            out += row.period + " " + row.actor + ">" + row.recipient;
            for (const std::uint64_t n : row.counts) out += " " + std::to_string(n);
            out += " n=" + std::to_string(row.n) + " s=" + std::to_string(static_cast<int>(row.scale_sum)) +
                   " st=" + std::to_string(row.statements) + " read=" + std::to_string(row.read.reports) + "/" +
                   std::to_string(row.read.outlets) + "/" + std::to_string(row.read.origins) +
                   " naming=" + std::to_string(row.naming.reports) + "\n";
        }
        return out;
    }
};

TEST(Relations, CountsEachDirectionByPeriodOverWhatWasRead) {
    Fixture f;
    f.put(told("1", "2022-03-30", ruritania, graustark, "2022-03-28"));
    f.put(told("2", "2022-05-02", graustark, ruritania, "2022-05-01"));
    f.put(told("3", "2022-05-03", graustark, ruritania, nullptr));
    f.put(told("4", "2022-05-04", graustark, ruritania, "2022-05-04", "negation"));
    Maker other("5", "Nothing of them.", "2022-06-01", "Outlet 1");
    other.rows.origin = "Wire";
    f.put(other);
    Maker undated("6", "Nobody knows when; we had no choice.", "", "Outlet 1");
    undated.statement("we had no choice", ruritania);
    undated.rows.rows.back().entities.push_back(graustark);
    undated.rows.rows.back().entities.back().role = "about";
    f.put(undated);
    EXPECT_EQ(f.rows({"RUR", "GRA", "month", {}, {}, {"plain"}, 0}),
              "2022-03 RUR>GRA 0 0 0 1 n=1 s=-9 st=0 read=1/1/1 naming=1\n"
              "2022-03 GRA>RUR 0 0 0 0 n=0 s=0 st=0 read=1/1/1 naming=1\n"
              "2022-05 RUR>GRA 0 0 0 0 n=0 s=0 st=0 read=3/3/3 naming=3\n"
              "2022-05 GRA>RUR 0 0 0 1 n=1 s=-9 st=0 read=3/3/3 naming=3\n"
              "2022-06 RUR>GRA 0 0 0 0 n=0 s=0 st=0 read=1/1/1 naming=0\n"
              "2022-06 GRA>RUR 0 0 0 0 n=0 s=0 st=0 read=1/1/1 naming=0\n"
              "undated RUR>GRA 0 0 0 0 n=0 s=0 st=1 read=1/1/1 naming=1\n"
              "undated GRA>RUR 0 0 0 1 n=1 s=-9 st=0 read=1/1/1 naming=1\n")
        << "no row for April: nothing was read";
    EXPECT_EQ(f.rows({"GRA", "RUR", "year", {}, {}, {"plain", "negation"}, 0}).substr(0, 68),
              "2022 GRA>RUR 0 0 0 2 n=2 s=-18 st=0 read=5/4/5 naming=4\n2022 RUR>GRA");
    EXPECT_EQ(f.rows({"RUR", "GRA", "all", test::day("2022-05-01"), {}, {"plain"}, 0}).substr(0, 40),
              "all RUR>GRA 0 0 0 0 n=0 s=0 st=0 read=4/");
}

TEST(Relations, SidesThatActAlikeCountInBothDirections) {
    Fixture f;
    Maker both = told("1", "2022-03-30", ruritania, nobody, "2022-03-28");
    EntityRow second = graustark;
    second.role = "actor";
    both.rows.rows.back().entities[1] = second;
    f.put(both);
    EXPECT_EQ(f.rows({"RUR", "GRA", "all", {}, {}, {"plain"}, 0}),
              "all RUR>GRA 0 0 0 1 n=1 s=-9 st=0 read=1/1/1 naming=1\nall GRA>RUR 0 0 0 1 n=1 s=-9 st=0 read=1/1/1 naming=1\n");
}

TEST(Relations, WrongQuestionsAreFaults) {
    Fixture f;
    EXPECT_EQ(relations(f.store, {"RUR", "", "month", {}, {}, {"plain"}, 0}).fault().kind, FaultKind::usage);
    EXPECT_EQ(relations(f.store, {"RUR", "GRA", "week", {}, {}, {"plain"}, 0}).fault().kind, FaultKind::usage);
    EXPECT_EQ(relations(f.store, {"RUR", "GRA", "month", {}, {}, {"merry"}, 0}).fault().kind, FaultKind::usage);
    EXPECT_EQ(f.rows({"RUR", "GRA", "month", {}, {}, {"plain"}, 0}), "") << "nothing read, nothing claimed";
}

TEST(Relations, ARowIsARecordAndAsManyCells) {
    RelationQuery query{"RUR", "GRA", "month", {}, {}, {"plain"}, 0};
    RelationRow row;
    row.actor = "RUR", row.recipient = "GRA", row.period = "2022-03", row.counts = {1, 0, 0, 2}, row.n = 3, row.scale_sum = -10,
    row.scaled = 3;
    EXPECT_EQ(
        relation_json(row, query),
        R"({"kind":"relation","actor":"RUR","recipient":"GRA","period":"2022-03","counts":{"verbal_cooperation":1,"material_cooperation":0,)"
        R"("verbal_conflict":0,"material_conflict":2},"n":3,"event_scale_sum":-10.0,"event_scale_mean":-3.33,"statements":0,)"
        R"("read":{"reports":0,"outlets":0,"origins":0},"naming":{"reports":0,"outlets":0,"origins":0},)"
        R"("filters":{"mood":["plain"],"confidence":0.00}})");
    EXPECT_EQ(relation_cells(row).size(), relation_columns().size());
}

}  // namespace
}  // namespace readout
