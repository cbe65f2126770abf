#include "store/schema.h"

#include <array>

namespace readout::sqlite {
namespace {

// One step each; never edited once released, only followed by another.
//
// changes    one number, raised by every change: what the server's ETags are made of
// documents  a report, its text once; `records` keeps its JSON without the text, which is put back at `text_at` on the way out
// claims     which input lays claim to a document under which source_id; a document goes when no claim is left
// records    everything read from it, in reading order (`place`); document NULL: across documents
// parties    each distinct way somebody was named, with the folded forms that look-up compares
// entities   who takes part in a record, and as what
constexpr const char* first = R"(
CREATE TABLE changes (n INTEGER NOT NULL) STRICT;
INSERT INTO changes VALUES (0);
CREATE TABLE runs (n INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_id TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    outlet TEXT NOT NULL, origin TEXT NOT NULL, published INTEGER, run INTEGER REFERENCES runs(n)) STRICT;
CREATE INDEX documents_published ON documents(published);
CREATE TABLE inputs (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE claims (
    input INTEGER NOT NULL REFERENCES inputs(n), source_id TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents(n) ON DELETE CASCADE,
    PRIMARY KEY (input, source_id, document)) STRICT, WITHOUT ROWID;
CREATE INDEX claims_document ON claims(document);
CREATE TABLE records (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, document INTEGER REFERENCES documents(n) ON DELETE CASCADE, place INTEGER NOT NULL,
    kind TEXT NOT NULL, json TEXT NOT NULL, text_at INTEGER, category TEXT NOT NULL, auxiliary TEXT NOT NULL,
    date_start INTEGER, date_end INTEGER, confidence REAL NOT NULL) STRICT;
CREATE INDEX records_id ON records(id);
CREATE INDEX records_document ON records(document, place);
CREATE INDEX records_kind ON records(kind, category);
CREATE INDEX records_day ON records(kind, coalesce(date_start, date_end));
CREATE TABLE parties (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL, actor TEXT NOT NULL, code TEXT NOT NULL, sector TEXT NOT NULL, text TEXT NOT NULL,
    name_key TEXT NOT NULL, text_key TEXT NOT NULL, UNIQUE (text, name, actor, code, sector)) STRICT;
CREATE INDEX parties_name ON parties(name_key);
CREATE INDEX parties_text ON parties(text_key);
CREATE INDEX parties_actor ON parties(actor);
CREATE INDEX parties_code ON parties(code, sector);
CREATE TABLE entities (
    record INTEGER NOT NULL REFERENCES records(n) ON DELETE CASCADE, place INTEGER NOT NULL, role TEXT NOT NULL,
    party INTEGER NOT NULL REFERENCES parties(n), PRIMARY KEY (record, place)) STRICT, WITHOUT ROWID;
CREATE INDEX entities_party ON entities(party, role, record);
)";

// Full text: the words of each report, whatever their case and accents; the index points into documents and holds no second copy.
constexpr const char* full_text = R"(
CREATE VIRTUAL TABLE words USING fts5(title, text, content='documents', content_rowid='n', tokenize='unicode61 remove_diacritics 2');
INSERT INTO words(words) VALUES ('rebuild');
)";

// What stories find out about a record afterwards: the value of one of its keys that was null when it was read.
constexpr const char* links = R"(
CREATE TABLE links (record TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (record, key)) STRICT, WITHOUT ROWID;
)";

constexpr std::array steps = {first, full_text, links};

Fault newer(const Database& database, std::int64_t version) {
    return {FaultKind::unsupported,
            "made by a newer Readout (schema " + std::to_string(version) + ", this program knows " +
                std::to_string(newest_schema()) + ")",
            database.path(), "use that program, or another file with --store"};
}

// The schema version; 0 for an empty file. A database that is not ours is a fault.
Result<std::int64_t> version_of(Database& database) {
    const auto version = database.pragma("user_version");
    if (!version) return database.fault();
    if (database.pragma("application_id") == application_id) return *version;
    const auto tables = database.prepare_once("SELECT count(*) FROM sqlite_schema");
    if (tables == nullptr || !tables->row()) return database.fault();
    if (*version == 0 && tables->integer(0) == 0) return std::int64_t{0};
    return Fault{FaultKind::malformed, "not a Readout store: another program's SQLite file", database.path(),
                 "name another file with --store"};
}

}  // namespace

int newest_schema() { return static_cast<int>(steps.size()); }

Result<void> migrate_to(Database& database, int target) {
    auto version = version_of(database);
    if (!version) return version.fault();
    if (*version > newest_schema()) return newer(database, *version);
    while (*version < target) {
        auto transaction = Transaction::begin(database);
        if (!transaction) return transaction.fault();
        // Another process may have done it while this one waited for its turn.
        version = version_of(database);
        if (!version) return version.fault();
        if (*version >= target) return {};
        if (auto done = database.run(steps[static_cast<std::size_t>(*version)]); !done) return done;
        ++*version;
        const std::string mark =
            "PRAGMA application_id=" + std::to_string(application_id) + "; PRAGMA user_version=" + std::to_string(*version);
        if (auto done = database.run(mark.c_str()); !done) return done;
        if (auto done = transaction->commit(); !done) return done;
    }
    return {};
}

Result<void> migrate(Database& database) { return migrate_to(database, newest_schema()); }

Result<void> check_schema(Database& database) {
    const auto version = version_of(database);
    if (!version) return version.fault();
    if (*version > newest_schema()) return newer(database, *version);
    if (*version == 0)
        return Fault{FaultKind::not_found, "an empty file: no report was read into it yet", database.path(),
                     "`readout read INPUT…`"};
    if (*version < newest_schema()) {
        return Fault{FaultKind::unsupported, "a store of an older Readout (schema " + std::to_string(*version) + ")",
                     database.path(), "any `readout read` into it brings it up to date"};
    }
    return {};
}

}  // namespace readout::sqlite
