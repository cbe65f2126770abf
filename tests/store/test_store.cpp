#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/file.h"
#include "store/reports.h"
#include "store/schema.h"
#include "store/store.h"

namespace readout {
namespace {

using test::country;
using test::day;
using test::Maker;
using test::person;

namespace fs = std::filesystem;

class StoreTest : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() / ("readout_" + std::string(info->name()) + "_" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        path_ = (folder_ / "readout.db").string();
    }
    void TearDown() override { fs::remove_all(folder_); }

    Store open(Store::Mode mode = Store::Mode::write, int wait_ms = 30000) {
        auto store = Store::open(path_, mode, {std::chrono::milliseconds(wait_ms)});
        if (!store) {
            ADD_FAILURE() << store.fault().line();
            std::abort();
        }
        return std::move(*store);
    }

    static std::vector<std::string> found(Store& store, const Query& query) {
        std::vector<std::string> out;
        const auto done = store.find(query, [&](const std::string& json) {
            out.push_back(json);
            return true;
        });
        EXPECT_TRUE(done.ok()) << done.fault().line();
        return out;
    }
    static std::size_t how_many(Store& store, const Query& query) { return found(store, query).size(); }

    // Everything a reader could learn from a store, whatever the numbers of its rows.
    static std::string dump(const std::string& path) {
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        std::string out;
        for (const char* sql : {"PRAGMA integrity_check", "PRAGMA foreign_key_check", "SELECT json FROM runs ORDER BY n",
                                "SELECT id, source_id, title, text, outlet, origin, published FROM documents ORDER BY n",
                                "SELECT i.name, c.source_id, d.id FROM claims c JOIN inputs i ON i.n = c.input JOIN documents d "
                                "ON d.n = c.document ORDER BY d.n, 1, 2",
                                "SELECT d.id, r.place, r.id, r.kind, r.json, r.text_at, r.category, r.auxiliary, r.date_start, "
                                "r.date_end, r.confidence "
                                "FROM records r JOIN documents d ON d.n = r.document ORDER BY r.n",
                                "SELECT r.id, e.place, e.role, p.name, p.actor, p.code, p.sector, p.text FROM entities e JOIN "
                                "records r ON r.n = e.record "
                                "JOIN parties p ON p.n = e.party ORDER BY r.n, e.place",
                                "SELECT rowid FROM words WHERE words MATCH 'harbour' ORDER BY 1"}) {
            const int code = sqlite3_exec(
                db, sql,
                [](void* to, int columns, char** values, char**) {
                    for (int i = 0; i < columns; ++i)
                        *static_cast<std::string*>(to) += std::string(values[i] ? values[i] : "NULL") + "\t";
                    *static_cast<std::string*>(to) += "\n";
                    return 0;
                },
                &out, nullptr);
            EXPECT_EQ(code, SQLITE_OK) << sql << ": " << sqlite3_errmsg(db);
            out += "----\n";
        }
        sqlite3_close(db);
        return out;
    }

    fs::path folder_;
    std::string path_;
};

Maker shelling(const std::string& id = "r1") {
    Maker maker(id, "Ruritania shelled the harbour of Graustark on Monday, Rudolf Elphberg said: \"We had no choice.\"");
    maker.event("ASSAULT", "shelled", country("Ruritania", "RUR"), country("Graustark", "GRA"), "2022-03-28");
    maker.statement("We had no choice", person("Rudolf Elphberg", "Rudolf Elphberg", "Q1", "RUR"));
    return maker;
}

TEST_F(StoreTest, GivesBackWhatWasPutByteForByte) {
    const ReportRows rows = shelling().rows;
    Store store = open();
    ASSERT_EQ(*store.put(rows), Stored::added);
    const auto all = found(store, {});
    ASSERT_EQ(all.size(), 3u);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], rows.rows[i].json);
    EXPECT_EQ(*store.record(rows.rows[1].id), rows.rows[1].json);
    EXPECT_EQ(*store.record(rows.document_id), rows.rows[0].json);
    EXPECT_EQ(*store.document_text(rows.document_id), rows.text);
    EXPECT_EQ(store.record("ev_0").fault().kind, FaultKind::not_found);
    const StoreCounts counts = *store.counts();
    EXPECT_EQ(counts.documents, 1u);
    EXPECT_EQ(counts.statements, 1u);
    EXPECT_EQ(counts.events, 1u);
    EXPECT_EQ(counts.first, day("2022-03-30"));
}

TEST_F(StoreTest, TextsWithEveryKindOfSignComeBack) {
    std::string text = "quote \" backslash \\ tab \t line \n null ";
    text += '\0';
    text += " bell \a del \x7f astral 😀 \"text\":\"\" end";
    Store store = open();
    const ReportRows rows = Maker("odd", text).rows;
    ASSERT_TRUE(store.put(rows).ok());
    EXPECT_EQ(*store.record(rows.document_id), rows.rows[0].json);
    EXPECT_EQ(*store.document_text(rows.document_id), text);
    const ReportRows empty = Maker("empty", "").rows;
    ASSERT_TRUE(store.put(empty).ok());
    EXPECT_EQ(*store.record(empty.document_id), empty.rows[0].json);
}

TEST_F(StoreTest, TheSameContentIsStoredOnce) {
    Store store = open();
    EXPECT_EQ(*store.put(shelling().rows), Stored::added);
    EXPECT_EQ(*store.put(shelling().rows), Stored::unchanged);
    EXPECT_TRUE(*store.has(shelling().rows.document_id, "r1", "/tmp/reports.jsonl"));
    EXPECT_FALSE(*store.has("doc_other", "r1", "/tmp/reports.jsonl"));
    EXPECT_EQ(store.counts()->documents, 1u);
    EXPECT_EQ(*store.put(shelling().rows, true), Stored::replaced) << "asked to read it again";
    EXPECT_EQ(store.counts()->documents, 1u);
    EXPECT_EQ(store.counts()->events, 1u);
}

TEST_F(StoreTest, NewContentReplacesAllRecordsInTheNextRun) {
    Store store = open();
    ASSERT_TRUE(store.put_run({}).ok());
    ASSERT_TRUE(store.put(shelling().rows).ok());
    ASSERT_TRUE(store.put_run({}).ok());
    const ReportRows second = Maker("r1", "Nothing happened in the harbour.").rows;
    EXPECT_EQ(*store.put(second), Stored::replaced);
    EXPECT_EQ(store.counts()->documents, 1u);
    EXPECT_EQ(store.counts()->events, 0u);
    Query query;
    query.text = "shelled";
    EXPECT_EQ(how_many(store, query), 0u) << "the full-text index forgets, too";
    query.text = "harbour";
    EXPECT_EQ(how_many(store, query), 1u);
}

TEST_F(StoreTest, TwoContentsUnderOneIdInOneRunAreBothKept) {
    const ReportRows a = Maker("same", "The first harbour report.").rows, b = Maker("same", "The second harbour report.").rows;
    const ReportRows c = Maker("same", "A third, which takes the first's place.").rows;
    const auto run = [&](const std::vector<const ReportRows*>& reports) {
        Store store = open();
        EXPECT_TRUE(store.put_run({}).ok());
        for (const ReportRows* one : reports) EXPECT_TRUE(store.put(*one).ok());
        return store.counts()->documents;
    };
    EXPECT_EQ(run({&a, &b}), 2u);
    EXPECT_EQ(run({&a, &b}), 2u) << "a rerun changes nothing";
    EXPECT_EQ(run({&c, &b}), 2u) << "one changed, one the same";
    Store store = open();
    EXPECT_FALSE(*store.has(a.document_id, "same", a.input));
    EXPECT_TRUE(*store.has(b.document_id, "same", b.input));
    EXPECT_TRUE(*store.has(c.document_id, "same", c.input));
}

TEST_F(StoreTest, OneInputDoesNotTakeAnothersReports) {
    ReportRows a = Maker("1", "The harbour of one paper.").rows, b = Maker("1", "The harbour of another paper.").rows;
    b.input = "/tmp/other.jsonl";
    Store store = open();
    ASSERT_TRUE(store.put_run({}).ok());
    ASSERT_TRUE(store.put(a).ok());
    ASSERT_TRUE(store.put_run({}).ok());
    EXPECT_EQ(*store.put(b), Stored::added);
    EXPECT_EQ(store.counts()->documents, 2u);
    // A report that two inputs hold goes only when neither does any more.
    ReportRows copy = a;
    copy.input = "/tmp/copy.jsonl";
    EXPECT_EQ(*store.put(copy), Stored::unchanged);
    ASSERT_TRUE(store.put_run({}).ok());
    ReportRows changed = Maker("1", "One paper thought again.").rows;
    EXPECT_EQ(*store.put(changed), Stored::replaced);
    EXPECT_TRUE(*store.has(a.document_id, "1", "/tmp/copy.jsonl"));
    EXPECT_EQ(store.counts()->documents, 3u);
    changed.input = "/tmp/copy.jsonl";
    ASSERT_TRUE(store.put_run({}).ok());
    EXPECT_EQ(*store.put(changed), Stored::replaced);
    EXPECT_FALSE(*store.has(a.document_id, "1", "/tmp/reports.jsonl"));
    EXPECT_EQ(store.counts()->documents, 2u);
}

TEST_F(StoreTest, FindsByWhoWhatWhenAndWords) {
    Store store = open();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    Maker second("r2", "Graustark's envoy Anna Lang met Rudolf Elphberg in Vienna. \"Peace,\" Lang said.", "2022-04-02",
                 "Évening Star");
    second.event("CONSULT", "met", person("Anna Lang", "Anna Lang", "Q2", "GRA"),
                 person("Rudolf Elphberg", "Rudolf Elphberg", "Q1", "RUR"), "2022-04-01", "future");
    second.statement("Peace", person("Lang", "Anna Lang", "Q2", "GRA"));
    ASSERT_TRUE(store.put(second.rows).ok());

    const auto count = [&](auto set) {
        Query query;
        set(query);
        const std::size_t n = how_many(store, query);
        EXPECT_EQ(*store.count(query), n);
        return n;
    };
    EXPECT_EQ(count([](Query& q) { q.kind = "event"; }), 2u);
    EXPECT_EQ(count([](Query& q) { q.actor = "RUR"; }), 1u) << "code";
    EXPECT_EQ(count([](Query& q) { q.recipient = "elphberg"; }), 1u) << "part of a name";
    EXPECT_EQ(count([](Query& q) { q.speaker = "ANNA  LANG"; }), 1u);
    EXPECT_EQ(count([](Query& q) { q.speaker = "Lang"; }), 1u) << "mention";
    EXPECT_EQ(count([](Query& q) { q.actor = "Lang"; }), 1u) << "the actor behind the mention, named otherwise elsewhere";
    EXPECT_EQ(count([](Query& q) { q.speaker = "Q2"; }), 1u) << "actor id";
    EXPECT_EQ(count([](Query& q) { q.speaker = "La"; }), 0u) << "no half words";
    EXPECT_EQ(count([](Query& q) { q.event = "assault,consult"; }), 2u);
    EXPECT_EQ(count([](Query& q) { q.kind = "document", q.actor = "Q2"; }), 1u) << "documents by their records";
    EXPECT_EQ(count([](Query& q) { q.kind = "event", q.outlet = "evening star"; }), 1u) << "case and accents";
    EXPECT_EQ(count([](Query& q) { q.kind = "event", q.from = day("2022-03-29"); }), 1u);
    EXPECT_EQ(count([](Query& q) { q.kind = "event", q.to = day("2022-03-28"); }), 1u);
    EXPECT_EQ(count([](Query& q) { q.kind = "statement", q.from = day("2022-04-01"); }), 1u) << "said by the second of April";
    EXPECT_EQ(count([](Query& q) { q.kind = "document", q.text = "elphberg vienna"; }), 1u);
    EXPECT_EQ(count([](Query& q) { q.kind = "document", q.text = "\"envoy anna\""; }), 1u);
    EXPECT_EQ(count([](Query& q) { q.kind = "document", q.text = "\"anna envoy\""; }), 0u);
    EXPECT_EQ(count([](Query& q) { q.kind = "document", q.text = "graust*"; }), 2u);
    EXPECT_EQ(count([](Query& q) { q.kind = "statement", q.text = "peace"; }), 1u) << "in the record's own words";
    EXPECT_EQ(count([](Query& q) { q.kind = "statement", q.text = "vienna"; }), 0u);
    const auto where = [&](const char* kind, const char* field, Condition::Op op, const char* value) {
        return count([&](Query& q) { q.kind = kind, q.where = {{field, op, value}}; });
    };
    using Op = Condition::Op;
    EXPECT_EQ(where("event", "auxiliary", Op::equal, "plain"), 1u);
    EXPECT_EQ(where("event", "auxiliary", Op::unequal, "plain"), 1u);
    EXPECT_EQ(where("event", "mode", Op::equal, "explosives"), 2u);
    EXPECT_EQ(where("event", "mode", Op::equal, "x"), 0u);
    EXPECT_EQ(where("event", "event_scale", Op::less, "-8.5"), 2u);
    EXPECT_EQ(where("event", "date", Op::at_least, "2022-04-01"), 1u);
    EXPECT_EQ(where("event", "outlet", Op::contains, "STAR"), 1u);
    EXPECT_EQ(where("event", "event", Op::one_of, "ASSAULT,AID"), 1u);
    for (const Condition& bad :
         std::vector<Condition>{{"nothing", Op::equal, "x"}, {"event_scale", Op::less, "far"}, {"date", Op::equal, "May"}}) {
        Query query;
        query.kind = "event";
        query.where = {bad};
        EXPECT_EQ(store.count(query).fault().kind, FaultKind::usage) << bad.field;
    }
    const auto facets = store.facet({}, "actor", 10);
    ASSERT_TRUE(facets.ok()) << facets.fault().line();
    EXPECT_EQ(facets->size(), 2u);
    Query events;
    events.kind = "event";
    EXPECT_EQ(store.facet(events, "mode", 10)->at(0).count, 2u);
}

TEST_F(StoreTest, EveryFieldOfTheTableCanBeAsked) {
    Store store = open();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    for (const Field& field : all_fields()) {
        Query query;
        query.kind = field.kind;
        query.where = {{std::string(field.name), Condition::Op::equal,
                        field.type == "date"     ? "2022-03-30"
                        : field.type == "number" ? "1"
                                                 : "x"}};
        const auto count = store.count(query);
        EXPECT_TRUE(count.ok()) << field.kind << "." << field.name << ": " << count.fault().line();
    }
}

TEST_F(StoreTest, PagesJoinToTheWholeInEveryOrder) {
    Store store = open();
    for (int i = 0; i < 23; ++i) {
        const std::string published = i % 5 == 0 ? "" : "2022-03-" + std::string(i % 3 == 0 ? "11" : "12");
        ASSERT_TRUE(store.put(Maker("r" + std::to_string(i), "Harbour " + std::to_string(i), published).rows).ok());
    }
    for (const Order order : {Order::reading, Order::newest, Order::oldest}) {
        Query query;
        query.kind = "document";
        query.order = order;
        const auto whole = found(store, query);
        ASSERT_EQ(whole.size(), 23u);
        query.limit = 4;
        std::vector<std::string> joined;
        for (int pages = 0; pages < 10; ++pages) {
            const auto page = store.page(query);
            ASSERT_TRUE(page.ok()) << page.fault().line();
            EXPECT_EQ(page->total, 23u);
            joined.insert(joined.end(), page->items.begin(), page->items.end());
            query.after = page->next;
            if (page->next.empty()) break;
        }
        EXPECT_EQ(joined, whole);
    }
    Query query;
    query.after = "1 OR 1";
    EXPECT_EQ(store.page(query).fault().kind, FaultKind::usage);
}

TEST_F(StoreTest, WordsOfTheCallerAreNeverSqlOrFtsSyntax) {
    Store store = open();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    const std::string nasty[] = {"' OR 1=1 --",
                                 "\"",
                                 "\"\"\"",
                                 "title:harbour",
                                 "harbour OR nothing",
                                 "NEAR(a b)",
                                 "harbour*\" OR \"*",
                                 "-harbour AND NOT",
                                 "{title text}: x",
                                 "); DROP TABLE records; --",
                                 std::string("a\0b", 3),
                                 "%",
                                 "_",
                                 "[]",
                                 "json_each(1)",
                                 std::string(20000, '"'),
                                 std::string(20000, 'a') + "*"};
    for (const std::string& value : nasty) {
        Query query;
        query.text = value;
        if (const auto count = store.count(query); count) {
            EXPECT_EQ(*count, 0u) << value.substr(0, 40);
        } else {
            EXPECT_EQ(count.fault().kind, FaultKind::usage) << value.substr(0, 40) << ": " << count.fault().line();
        }
        Query names;
        names.kind = "event";
        names.actor = names.recipient = names.speaker = names.outlet = names.event = names.document = value;
        EXPECT_EQ(how_many(store, names), 0u) << value.substr(0, 40);
        EXPECT_EQ(store.record(value).fault().kind, FaultKind::not_found);
    }
    EXPECT_EQ(store.counts()->events, 1u);
}

TEST_F(StoreTest, FilesThatAreNoStoreAreNamedAndLeftAlone) {
    const auto fault = [&](Store::Mode mode) {
        auto store = Store::open(path_, mode);
        EXPECT_FALSE(store.ok());
        return store ? Fault{} : store.fault();
    };
    EXPECT_EQ(fault(Store::Mode::read).kind, FaultKind::not_found);
    const std::string prose(5000, 'x');
    ASSERT_TRUE(write_file(path_, prose).ok());
    EXPECT_EQ(fault(Store::Mode::write).kind, FaultKind::malformed);
    EXPECT_EQ(fault(Store::Mode::read).kind, FaultKind::malformed);
    EXPECT_EQ(*read_file(path_), prose);
    fs::remove(path_);

    sqlite3* db = nullptr;
    sqlite3_open(path_.c_str(), &db);
    sqlite3_exec(db, "CREATE TABLE bookmarks (url)", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    EXPECT_EQ(fault(Store::Mode::write).kind, FaultKind::malformed) << "another program's";
    fs::remove(path_);

    { open(); }
    sqlite3_open(path_.c_str(), &db);
    sqlite3_exec(db, "PRAGMA user_version = 99", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    EXPECT_EQ(fault(Store::Mode::write).kind, FaultKind::unsupported);
    EXPECT_EQ(fault(Store::Mode::read).kind, FaultKind::unsupported);

    EXPECT_EQ(Store::open(folder_.string(), Store::Mode::write).fault().kind, FaultKind::unreadable);
    EXPECT_EQ(Store::open((folder_ / "no" / "such.db").string(), Store::Mode::write).fault().kind, FaultKind::unreadable);
    EXPECT_EQ(Store::open("postgresql://h/d", Store::Mode::write).fault().kind, FaultKind::unsupported);
    EXPECT_EQ(Store::open("", Store::Mode::write).fault().kind, FaultKind::usage);
}

TEST_F(StoreTest, DamageIsAFaultAndNeverACrash) {
    {
        Store store = open();
        for (int i = 0; i < 50; ++i) ASSERT_TRUE(store.put(shelling("r" + std::to_string(i)).rows).ok());
    }
    const std::string whole = *read_file(path_);
    std::mt19937 random(7);
    int faults = 0;
    for (int turn = 0; turn < 60; ++turn) {
        std::string bytes = whole;
        if (turn % 3 == 0) bytes.resize(bytes.size() * (random() % 1000) / 1000);
        for (int i = 0; i < 200 && !bytes.empty() && turn % 3 != 0; ++i)
            bytes[100 + random() % (bytes.size() - 100)] = static_cast<char>(random());
        ASSERT_TRUE(write_file(path_, bytes).ok());
        auto store = Store::open(path_, turn % 2 == 0 ? Store::Mode::read : Store::Mode::write);
        if (!store) {
            ++faults;
            continue;
        }
        std::uint64_t seen = 0;
        const auto done = store->find({}, [&](const std::string&) { return ++seen < 10000; });
        const auto searched = store->count([] {
            Query query;
            query.text = "harbour";
            return query;
        }());
        if (!done || !searched || (turn % 2 == 1 && !store->put(shelling("new").rows))) ++faults;
    }
    EXPECT_GT(faults, 20);
}

TEST_F(StoreTest, AReadOnlyFolderCanBeReadAndSaysSoOnWriting) {
    {
        Store store = open();
        ASSERT_TRUE(store.put(shelling().rows).ok());
    }
    ASSERT_EQ(::chmod(path_.c_str(), 0444), 0);
    ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);
    const pid_t child = ::fork();
    if (child == 0) {  // root may write anywhere: be nobody
        if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
        auto reader = Store::open(path_, Store::Mode::read);
        if (!reader) ::_exit(1);
        if (reader->counts()->events != 1) ::_exit(2);
        auto writer = Store::open(path_, Store::Mode::write);
        if (writer) ::_exit(3);
        ::_exit(writer.fault().kind == FaultKind::unreadable ? 0 : 4);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::chmod(folder_.c_str(), 0755);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(StoreTest, AFullDiskIsAFaultAndWhatWasFinishedStays) {
    Store store = open();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    const pid_t child = ::fork();
    if (child == 0) {
        // A limit on file size fails writes as a full disk does.
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{400000, 400000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto own = Store::open(path_, Store::Mode::write);
        if (!own) ::_exit(1);
        for (int i = 0; i < 100; ++i) {
            const auto stored =
                own->put(Maker("big" + std::to_string(i), "harbour " + std::string(50000, 'a' + static_cast<char>(i % 26))).rows);
            if (!stored) ::_exit(stored.fault().kind == FaultKind::unreadable && own->counts().ok() ? 0 : 2);
        }
        ::_exit(3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_GE(store.counts()->documents, 1u);
    EXPECT_TRUE(dump(path_).starts_with("ok"));
}

TEST_F(StoreTest, OlderStoresAreBroughtUpToDate) {
    for (int version = 1; version < sqlite::newest_schema(); ++version) {
        fs::remove(path_);
        {
            auto database = sqlite::Database::open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            ASSERT_TRUE(database.ok());
            ASSERT_TRUE(sqlite::migrate_to(**database, version).ok());
            ASSERT_TRUE((*database)
                            ->run("INSERT INTO documents(id, source_id, title, text, outlet, origin) VALUES ('doc_1', 'a', '', "
                                  "'The harbour of Graustark', '', '')")
                            .ok());
            ASSERT_TRUE((*database)
                            ->run("INSERT INTO records(id, document, place, kind, json, category, auxiliary, confidence) VALUES "
                                  "('doc_1', 1, 0, 'document', '{\"kind\":\"document\"}', '', '', 1)")
                            .ok());
            if (version >= 2) {
                ASSERT_TRUE((*database)->run("INSERT INTO words(words) VALUES ('rebuild')").ok());
            }
        }
        EXPECT_EQ(Store::open(path_, Store::Mode::read).fault().kind, FaultKind::unsupported);
        Store store = open();
        Query query;
        query.text = "graustark";
        EXPECT_EQ(how_many(store, query), 1u) << "version " << version;
        EXPECT_TRUE(store.put(shelling().rows).ok());
    }
}

// Thousands of reports, some of them replaced, some with one id: what `read` would put, in its order.
std::vector<ReportRows> many_reports(int n, bool shared_ids = true) {
    std::vector<ReportRows> out;
    for (int i = 0; i < n; ++i) {
        Maker maker("id" + std::to_string(shared_ids && i % 17 == 0 ? i / 34 * 34 : i),
                    "Report " + std::to_string(i) + ": Ruritania shelled the harbour; minister number " + std::to_string(i) +
                        " said: \"We had no choice.\"");
        maker.event("ASSAULT", "shelled", country("Ruritania", "RUR"), country("Graustark", "GRA"), "2022-03-28");
        maker.statement("We had no choice", person("minister number " + std::to_string(i), "", "", "RUR"));
        out.push_back(std::move(maker.rows));
    }
    return out;
}

// What `read` does: skip what is there, put what is not.
int read_into(const std::string& path, const std::vector<ReportRows>& reports, int acknowledge = -1) {
    auto store = Store::open(path, Store::Mode::write);
    if (!store || !store->put_run({})) return 1;
    for (const ReportRows& report : reports) {
        const auto has = store->has(report.document_id, report.source_id, report.input);
        if (!has) return 2;
        if (!*has && !store->put(report)) return 3;
        if (acknowledge >= 0 && ::write(acknowledge, "x", 1) != 1) return 4;
    }
    return 0;
}

TEST_F(StoreTest, KilledAtAnyMomentNothingIsLostAndNothingRepeated) {
    const auto reports = many_reports(3000);
    ASSERT_EQ(read_into(path_, reports), 0);
    const std::string undisturbed = dump(path_);
    ASSERT_TRUE(undisturbed.starts_with("ok\t\n----\n----\n"));

    const std::string killed = (folder_ / "killed.db").string();
    std::mt19937 random(2022);
    int kills = 0, in_the_midst = 0;
    for (bool done = false; !done;) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe[0]);
            ::_exit(read_into(killed, reports, pipe[1]));
        }
        ::close(pipe[1]);
        if (kills < 25) {
            ::usleep(5000 + random() % 60000);
            ::kill(child, SIGKILL);
            ++kills;
        }
        std::size_t acknowledged = 0;
        char buffer[4096];
        for (ssize_t n; (n = ::read(pipe[0], buffer, sizeof buffer)) > 0;) acknowledged += static_cast<std::size_t>(n);
        ::close(pipe[0]);
        in_the_midst += acknowledged > 0 && acknowledged < reports.size();
        int status = 0;
        ::waitpid(child, &status, 0);
        done = WIFEXITED(status);
        if (done) {
            EXPECT_EQ(WEXITSTATUS(status), 0);
        }
        // Whatever was reported as finished is there.
        if (acknowledged > 0) {
            auto store = Store::open(killed, Store::Mode::read);
            ASSERT_TRUE(store.ok()) << store.fault().line();
            for (std::size_t i = 0; i < acknowledged; i += 37)
                EXPECT_TRUE(*store->has(reports[i].document_id, reports[i].source_id, reports[i].input)) << i;
        }
    }
    EXPECT_GT(in_the_midst, 3);
    EXPECT_EQ(dump(killed), undisturbed) << "after " << kills << " kills";
}

TEST_F(StoreTest, TwoProcessesTakeTurns) {
    const auto reports = many_reports(600, false);
    std::vector<pid_t> children;
    for (int half = 0; half < 2; ++half) {
        const pid_t child = ::fork();
        if (child == 0) {
            std::vector<ReportRows> own;
            for (std::size_t i = 0; i < reports.size(); ++i)
                if (i % 2 == static_cast<std::size_t>(half) || i % 10 == 0) own.push_back(reports[i]);
            ::_exit(read_into(path_, own));
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    Store store = open();
    EXPECT_EQ(store.counts()->documents, 600u);
    EXPECT_EQ(store.counts()->events, 600u);
    EXPECT_TRUE(dump(path_).starts_with("ok\t\n----\n----\n"));
}

TEST_F(StoreTest, ABusyStoreSaysWhoHoldsIt) {
    { open(); }
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        sqlite3* db = nullptr;
        sqlite3_open(path_.c_str(), &db);
        sqlite3_exec(db, "BEGIN IMMEDIATE; UPDATE changes SET n = n + 1", nullptr, nullptr, nullptr);
        if (::write(pipe[1], "x", 1) != 1) ::_exit(1);
        ::pause();
    }
    char ready = 0;
    ASSERT_EQ(::read(pipe[0], &ready, 1), 1);
    Store store = open(Store::Mode::write, 50);
    const auto stored = store.put(shelling().rows);
    ASSERT_FALSE(stored.ok());
    EXPECT_EQ(stored.fault().kind, FaultKind::busy);
    EXPECT_NE(stored.fault().what.find("process " + std::to_string(child)), std::string::npos) << stored.fault().line();
    EXPECT_TRUE(store.counts().ok()) << "readers do not wait";
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(store.put(shelling().rows).ok()) << "and it goes on";
}

TEST_F(StoreTest, ReadersSeeAVersionThatMovesWithEveryChange) {
    Store store = open();
    const std::string before = *store.version();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    EXPECT_NE(*store.version(), before);
    Store reader = open(Store::Mode::read);
    EXPECT_EQ(*reader.version(), *store.version());
    EXPECT_FALSE(reader.put(shelling("r2").rows).ok()) << "a reader does not write";
}

TEST_F(StoreTest, LinksFillKeysAndGoWithTheirRecords) {
    Store store = open();
    const ReportRows rows = shelling().rows;
    ASSERT_TRUE(store.put(rows).ok());
    Row happening = rows.rows[1];
    happening.kind = "happening";
    happening.id = "happening_1";
    happening.json = R"({"kind":"happening","id":"happening_1"})";
    const std::string event = rows.rows[1].id;
    for (int turn = 0; turn < 2; ++turn)  // a second look takes the first one's place
        ASSERT_TRUE(
            store.put_links({happening}, {{event, "happening", "happening_1"}, {rows.document_id, "story", "story_1"}}).ok());
    EXPECT_NE(store.record(event)->find("\"happening\":\"happening_1\""), std::string::npos);
    EXPECT_NE(store.record(rows.document_id)->find("\"story\":\"story_1\""), std::string::npos);
    Query query;
    query.kind = "happening";
    query.actor = "RUR";
    EXPECT_EQ(how_many(store, query), 1u);
    query = {};
    query.kind = "event";
    query.where = {{"happening", Condition::Op::equal, "happening_1"}};
    EXPECT_EQ(how_many(store, query), 1u);
    std::vector<ReportRows> back;
    ASSERT_TRUE(store
                    .each_report([&](ReportRows one) {
                        back.push_back(std::move(one));
                        return true;
                    })
                    .ok());
    ASSERT_EQ(back.size(), 1u);
    ASSERT_EQ(back[0].rows.size(), 2u);
    EXPECT_EQ(back[0].rows[0].json, rows.rows[1].json) << "as it was read";
    EXPECT_EQ(back[0].rows[0].entities[1].name, "Graustark");
    EXPECT_EQ(back[0].rows[0].date, rows.rows[1].date);
    ASSERT_TRUE(store.put_run({}).ok());
    ASSERT_TRUE(store.put(Maker("r1", "Another text.").rows).ok());
    ASSERT_TRUE(store.put_links({}, {}).ok());
    EXPECT_EQ(found(store, {}).size(), 1u);
}

TEST_F(StoreTest, VerifyReadsEverySpanAgain) {
    Store store = open();
    ASSERT_TRUE(store.put(shelling().rows).ok());
    auto report = verify(store);
    ASSERT_TRUE(report.ok()) << report.fault().line();
    EXPECT_EQ(report->records, 3u);
    EXPECT_EQ(report->spans, 2u);
    EXPECT_TRUE(report->wrong.empty());
    Maker wrong("r2", "The harbour is calm.");
    wrong.event("ASSAULT", "calm", {}, {});
    std::string& json = wrong.rows.rows.back().json;
    json.replace(json.find("\"calm\""), 6, "\"loud\"");
    ASSERT_TRUE(store.put(wrong.rows).ok());
    report = verify(store);
    ASSERT_EQ(report->wrong.size(), 1u);
    EXPECT_TRUE(report->wrong[0].starts_with(wrong.rows.rows.back().id)) << report->wrong[0];
}

TEST(FoldName, MakesSpellingsOne) {
    EXPECT_EQ(fold_name("  Recep  Tayyip ERDOĞAN "), "recep tayyip erdogan");
    EXPECT_EQ(fold_name("Côte d’Ivoire"), "cote d’ivoire");
    EXPECT_EQ(fold_name("ＩＭＦ"), "imf");
    EXPECT_EQ(fold_name("王毅"), "王毅");
    EXPECT_EQ(fold_name(""), "");
}

}  // namespace
}  // namespace readout
