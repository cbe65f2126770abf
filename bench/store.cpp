// How fast reports go into a store and are found in it. The answer is checked before the time is told.
//
// bench_store [REPORTS]: synthetic reports of some 3 KB, each with 10 statements and 8 events of varied actors, into a new file
// in the current folder; then look-ups as the page makes them. Beside it: how long this disk takes to make one small write safe.
#include "store/store.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/ids.h"
#include "record/json.h"

namespace {

using namespace readout;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

const char* const codes[] = {"USA", "CHN", "RUS", "UKR", "DEU", "FRA", "IND", "TUR", "IRN", "ISR", "BRA", "JPN"};
const char* const kinds[] = {"AGREE", "CONSULT", "SUPPORT", "REJECT", "ACCUSE", "THREATEN", "SANCTION", "ASSAULT"};

std::string prose(std::mt19937& random) {
    static const char* const words[] = {"the",   "minister", "talks", "border",   "army",   "said",   "agreement", "city",
                                        "grain", "harbour",  "on",    "election", "energy", "troops", "of",        "meeting",
                                        "trade", "with",     "envoy", "visit",    "and",    "to"};
    std::string out;
    for (int i = 0; i < 480; ++i)
        out += std::string(i == 0 ? "" : " ") + words[random() % std::size(words)] +
               (random() % 40 == 0 ? std::to_string(random() % 5000) : "");
    return out;
}

EntityRow party(std::mt19937& random, const char* role) {
    const unsigned n = static_cast<unsigned>(random() % 3000);
    const char* code = codes[n % std::size(codes)];
    return {role, "Person " + std::to_string(n), "Q" + std::to_string(n), code, "GOV", "minister " + std::to_string(n)};
}

ReportRows report(int number, std::mt19937& random) {
    ReportRows out;
    out.source_id = "r" + std::to_string(number);
    out.input = "bench";
    out.text = prose(random);
    out.outlet = "Outlet " + std::to_string(number % 200);
    out.published = Day{18000 + number / 50};
    out.document_id = ContentId().add(out.source_id).add(out.text).finish("doc_");
    const auto add = [&](const char* kind, std::string id, std::string json, const char* category,
                         std::vector<EntityRow> entities) {
        Row row;
        row.kind = kind;
        row.id = std::move(id);
        row.json = std::move(json);
        row.category = category;
        row.date = {out.published, out.published};
        row.confidence = 0.9;
        row.entities = std::move(entities);
        out.rows.push_back(std::move(row));
    };
    JsonWriter document;
    document.begin_object()
        .key("kind")
        .string("document")
        .key("id")
        .string(out.document_id)
        .key("text")
        .string(out.text)
        .end_object();
    add("document", out.document_id, document.take(), "", {});
    for (int i = 0; i < 18; ++i) {
        const bool statement = i < 10;
        std::string id = ContentId().add(out.document_id).add(i).finish(statement ? "st_" : "ev_");
        JsonWriter json;
        json.begin_object()
            .key("kind")
            .string(statement ? "statement" : "event")
            .key("id")
            .string(id)
            .key("document")
            .string(out.document_id);
        json.key("content").string(out.text.substr(static_cast<std::size_t>(i) * 100, 900)).end_object();
        if (statement) {
            add("statement", std::move(id), json.take(), "verb", {party(random, "speaker"), party(random, "about")});
        } else {
            add("event", std::move(id), json.take(), kinds[random() % std::size(kinds)],
                {party(random, "actor"), party(random, "recipient")});
        }
    }
    return out;
}

void safe_write_time() {
    const int file = ::open("bench_store.sync", O_CREAT | O_WRONLY | O_TRUNC, 0600);
    const auto begun = Clock::now();
    for (int i = 0; i < 20; ++i)
        if (::write(file, "x", 1) != 1 || ::fsync(file) != 0) return;
    std::printf("one fsync of this disk       %8.2f ms\n", seconds_since(begun) / 20 * 1000);
    ::close(file);
    ::unlink("bench_store.sync");
}

void time_query(Store& store, const char* name, const Query& query) {
    const auto begun = Clock::now();
    const auto page = store.page(query);
    if (!page) return (void)std::printf("%-28s %s\n", name, page.fault().line().c_str());
    std::printf("%-28s %8.2f ms   (%llu found)\n", name, seconds_since(begun) * 1000,
                static_cast<unsigned long long>(page->total));
}

}  // namespace

int main(int argc, char** argv) {
    const int n = argc > 1 ? std::atoi(argv[1]) : 10000;
    const char* const path = "bench_store.db";
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(std::string(path) + suffix);
    std::mt19937 random(1);
    std::vector<ReportRows> reports;
    std::size_t bytes = 0;
    for (int i = 0; i < n; ++i) {
        reports.push_back(report(i, random));
        for (const Row& row : reports.back().rows) bytes += row.json.size();
    }
    {
        auto store = Store::open(path, Store::Mode::write);
        if (!store) return std::printf("%s\n", store.fault().line().c_str()), 1;
        const auto begun = Clock::now();
        for (const ReportRows& one : reports)
            if (!store->put(one)) return 1;
        if (!store->settle()) return 1;
        const double took = seconds_since(begun);
        if (store->counts()->events != 8u * static_cast<unsigned>(n)) return std::printf("wrong number of events\n"), 1;
        std::printf("put                          %8.0f reports/s, %.1f MB/s of JSON, one transaction each\n", n / took,
                    static_cast<double>(bytes) / took / 1e6);
        const auto again = Clock::now();
        for (const ReportRows& one : reports)
            if (!*store->has(one.document_id, one.source_id, one.input)) return 1;
        std::printf("has (a rerun skips)          %8.0f reports/s\n", n / seconds_since(again));
    }
    std::printf("size                         %8.2f of the JSON\n",
                static_cast<double>(std::filesystem::file_size(path)) / static_cast<double>(bytes));
    auto store = Store::open(path, Store::Mode::read);
    Query query;
    query.limit = 50;
    query.kind = "document";
    query.order = Order::newest;
    time_query(*store, "newest 50 reports", query);
    query.text = "\"grain harbour\" envoy";
    time_query(*store, "reports with words", query);
    query = {};
    query.limit = 50;
    query.kind = "event";
    query.actor = "RUS";
    query.recipient = "UKR";
    time_query(*store, "events of a dyad", query);
    query.actor = "Person 17";
    query.recipient = {};
    time_query(*store, "events of a person", query);
    query.from = Day{18010};
    query.to = Day{18020};
    query.actor = {};
    time_query(*store, "events of ten days", query);
    safe_write_time();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(std::string(path) + suffix);
    return 0;
}
