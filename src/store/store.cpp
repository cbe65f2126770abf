#include "store/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>

#include "base/ids.h"
#include "record/json.h"
#include "store/inside.h"
#include "store/schema.h"

namespace readout {

using sqlite::Database;
using sqlite::Sql;
using sqlite::Transaction;
using sqlite::Use;

namespace {

std::uint64_t seen_key(std::string_view input, std::string_view source_id, std::string_view document) {
    std::string key;
    for (const std::string_view part : {input, source_id, document})
        key.append(std::to_string(part.size())).append(":").append(part);
    return std::hash<std::string>{}(key);
}

Fault no_store(const std::string& path) {
    return {FaultKind::not_found, "no such store", path, "`readout read INPUT…` makes it; another one is named with --store"};
}

Result<std::unique_ptr<Database>> open_to_write(const std::string& path) {
    auto database = Database::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!database) return database.fault();
    if (sqlite3_db_readonly((*database)->handle(), "main") == 1) return (*database)->fault(SQLITE_READONLY);
    return database;
}

// Readers may write FILE-shm, through which processes see each other. Where the folder is read-only and nobody writes, the file
// is opened as one that cannot change.
Result<std::unique_ptr<Database>> open_to_read(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return no_store(path);
    auto database = Database::open(path, SQLITE_OPEN_READWRITE);
    if (!database) return database.fault();
    if ((*database)->pragma("schema_version")) return database;
    const int code = sqlite3_extended_errcode((*database)->handle()) & 0xFF;
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return (*database)->fault();
    if (std::filesystem::exists(path + "-wal", error) && std::filesystem::file_size(path + "-wal", error) > 0)
        return (*database)->fault();
    std::string uri = "file:";
    for (const char c : path) {
        static constexpr std::string_view hex = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '/' || c == '.' || c == '-' || c == '_') {
            uri += c;
        } else {
            uri += {'%', hex[byte >> 4], hex[byte & 15]};
        }
    }
    return Database::open(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

// WAL: a commit is one write at the end of FILE-wal, which a kill leaves whole or not begun. NORMAL: the disk is waited for at
// checkpoints and, by settle(), each second.
Result<void> set_up(Database& database, const StoreOptions& options, bool write) {
    if (auto done = add_functions(database); !done) return done;
    sqlite3_busy_timeout(database.handle(), static_cast<int>(options.wait.count()));
    if (auto done =
            database.run("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA cell_size_check=ON");
        !done)
        return done;
    if (!write) {
        if (auto fits = check_schema(database); !fits) return fits;
        return database.run("PRAGMA query_only=ON");
    }
    if (auto done = database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000"); !done)
        return done;
    return migrate(database);
}

}  // namespace

Result<Store> Store::open(const std::string& path, Mode mode, const StoreOptions& options) {
    if (path.empty()) return Fault{FaultKind::usage, "the store has no name", {}, "--store FILE"};
    if (path.starts_with("postgresql://") || path.starts_with("postgres://"))
        return Fault{FaultKind::unsupported, "this program keeps its records in SQLite files", path, "--store FILE"};
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return Fault{FaultKind::unreadable, "a folder, not a store", path, "--store FILE"};
    auto database = mode == Mode::write ? open_to_write(path) : open_to_read(path);
    if (!database) return database.fault();
    if (auto ready = set_up(**database, options, mode == Mode::write); !ready) return ready.fault();
    auto inside = std::make_unique<Inside>();
    inside->database = std::move(*database);
    inside->writable = mode == Mode::write;
    inside->path = path;
    inside->options = options;
    if (options.query_time.count() > 0) {
        // SQLite asks now and then while it works; the object does not move when the Store does.
        sqlite3_progress_handler(
            inside->database->handle(), 10000,
            [](void* of) { return std::chrono::steady_clock::now() > static_cast<Inside*>(of)->give_up ? 1 : 0; }, inside.get());
    }
    return Store(std::move(inside));
}

Result<Store> Store::beside() const {
    auto other = open(inside_->path, inside_->writable ? Mode::write : Mode::read, inside_->options);
    if (!other) return other.fault();
    other->inside_->seen = inside_->seen;
    other->inside_->run = inside_->run;
    return other;
}

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() {
    if (inside_ != nullptr && inside_->writable) (void)settle();
}

int Store::schema() const { return sqlite::newest_schema(); }

Result<void> Store::put_run(const Run& run) {
    const Row row = run_row(run);
    Database& database = *inside_->database;
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.fault();
    const std::string digest = sha256_hex(row.json);
    Sql* insert = database.prepare("INSERT INTO runs(digest, json) VALUES (?, ?) ON CONFLICT(digest) DO NOTHING");
    if (insert == nullptr || (Use(*insert)->bind(digest).bind(row.json), !insert->run())) return database.fault();
    Sql* select = database.prepare("SELECT n FROM runs WHERE digest = ?");
    if (select == nullptr) return database.fault();
    Use use(*select);
    use->bind(digest);
    if (!use->row()) return database.fault();
    inside_->run = use->integer(0);
    use->reset();
    inside_->seen->clear();
    return transaction->commit();
}

Result<std::optional<std::int64_t>> Store::Inside::find_document(std::string_view id) {
    Sql* sql = database->prepare("SELECT n FROM documents WHERE id = ?");
    if (sql == nullptr) return database->fault();
    Use use(*sql);
    use->bind(id);
    if (use->row()) return std::optional<std::int64_t>(use->integer(0));
    if (use->failed()) return database->fault();
    return std::optional<std::int64_t>();
}

Result<std::int64_t> Store::Inside::input_number(std::string_view input) {
    for (int turn = 0; turn < 2; ++turn) {
        Sql* select = database->prepare("SELECT n FROM inputs WHERE name = ?");
        if (select == nullptr) return database->fault();
        Use use(*select);
        use->bind(input);
        if (use->row()) return use->integer(0);
        if (use->failed()) return database->fault();
        Sql* insert = database->prepare("INSERT INTO inputs(name) VALUES (?)");
        if (insert == nullptr || (Use(*insert)->bind(input), !insert->run())) return database->fault();
    }
    return database->fault();
}

Result<void> Store::Inside::claim(std::int64_t input, std::string_view source_id, std::int64_t document) {
    Sql* sql = database->prepare("INSERT INTO claims(input, source_id, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    if (sql == nullptr || (Use(*sql)->bind(input).bind(source_id).bind(document), !sql->run())) return database->fault();
    return {};
}

// The documents that this input once gave under this source_id, and that this run has not met again: their content is replaced.
// One that another input claims as well stays, for that input.
Result<bool> Store::Inside::drop_former(std::int64_t input, std::string_view input_name, std::string_view source_id,
                                        std::string_view keep) {
    std::vector<std::int64_t> former;
    {
        Sql* sql = database->prepare(
            "SELECT d.n, d.id FROM claims c JOIN documents d ON d.n = c.document WHERE c.input = ? AND c.source_id = ? ORDER BY "
            "d.n");
        if (sql == nullptr) return database->fault();
        Use use(*sql);
        use->bind(input).bind(source_id);
        while (use->row())
            if (use->text(1) != keep && !seen->contains(seen_key(input_name, source_id, use->text(1))))
                former.push_back(use->integer(0));
        if (use->failed()) return database->fault();
    }
    for (const std::int64_t document : former) {
        Sql* sql = database->prepare("DELETE FROM claims WHERE input = ? AND source_id = ? AND document = ?");
        if (sql == nullptr || (Use(*sql)->bind(input).bind(source_id).bind(document), !sql->run())) return database->fault();
        Sql* left = database->prepare("SELECT 1 FROM claims WHERE document = ?");
        if (left == nullptr) return database->fault();
        Use use(*left);
        use->bind(document);
        if (use->row()) continue;
        if (use->failed()) return database->fault();
        if (auto done = drop_document(document); !done) return done.fault();
    }
    return !former.empty();
}

Result<void> Store::Inside::drop_document(std::int64_t document) {
    // The full-text index holds no copy of the words: it is told which ones go.
    for (const char* text :
         {"INSERT INTO words(words, rowid, title, text) SELECT 'delete', n, title, text FROM documents WHERE n = ?",
          "DELETE FROM links WHERE record IN (SELECT id FROM records WHERE document = ?)", "DELETE FROM documents WHERE n = ?"}) {
        Sql* sql = database->prepare(text);
        if (sql == nullptr || (Use(*sql)->bind(document), !sql->run())) return database->fault();
    }
    return {};
}

Result<std::int64_t> Store::Inside::insert_document(const ReportRows& report) {
    Sql* sql = database->prepare(
        "INSERT INTO documents(id, source_id, title, text, outlet, origin, published, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    if (sql == nullptr) return database->fault();
    Use use(*sql);
    use->bind(report.document_id)
        .bind(report.source_id)
        .bind(report.title)
        .bind(report.text)
        .bind(report.outlet)
        .bind(report.origin);
    use->bind(report.published);
    run ? use->bind(*run) : use->bind_null();
    if (!use->run()) return database->fault();
    const std::int64_t document = sqlite3_last_insert_rowid(database->handle());
    Sql* words = database->prepare("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)");
    if (words == nullptr || (Use(*words)->bind(document).bind(report.title).bind(report.text), !words->run()))
        return database->fault();
    return document;
}

namespace {

// Where the caller's text stands in the document's JSON, so that it need not be kept twice; nothing where it is not found as
// written.
struct TextPlace {
    std::size_t at = 0, size = 0;
};
std::optional<TextPlace> text_place(const Row& row, std::string_view text) {
    if (row.kind != "document" || text.empty()) return std::nullopt;
    const std::string written = JsonWriter().string(text).take();
    const std::string key = "\"text\":";
    const std::size_t at = row.json.find(key);
    if (at == std::string::npos || row.json.compare(at + key.size(), written.size(), written) != 0) return std::nullopt;
    return TextPlace{at + key.size(), written.size()};
}

}  // namespace

const char* const restore_columns =
    "r.json, r.text_at, CASE WHEN r.text_at IS NULL THEN NULL ELSE (SELECT text FROM documents WHERE n = r.document) END, "
    "(SELECT group_concat(key || '=' || value, char(10)) FROM links WHERE record = r.id)";

std::string restore_json(const Sql& sql, int column, bool without_text) {
    std::string json(sql.text(column));
    if (!sql.is_null(column + 1) && !without_text) {
        const auto at = static_cast<std::size_t>(sql.integer(column + 1));
        if (at + 2 <= json.size()) json.replace(at, 2, JsonWriter().string(sql.text(column + 2)).take());
    }
    if (sql.is_null(column + 3)) return json;
    for (std::string_view rest = sql.text(column + 3); !rest.empty();) {
        const std::string_view link = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), link.size() + 1));
        const std::size_t equals = link.find('=');
        if (equals == std::string_view::npos) continue;
        // Unescaped quotes cannot stand inside a JSON string, so this is a key, and the last of its name is the record's own.
        const std::string key = "\"" + std::string(link.substr(0, equals)) + "\":";
        const std::size_t at = json.rfind(key + "null");
        if (at != std::string::npos) json.replace(at + key.size(), 4, JsonWriter().string(link.substr(equals + 1)).take());
    }
    return json;
}

Result<void> Store::Inside::insert_record(const Row& row, std::int64_t document, std::int64_t place, std::string_view text) {
    const auto written = text_place(row, text);
    std::string shorter;
    if (written) shorter = row.json.substr(0, written->at) + "\"\"" + row.json.substr(written->at + written->size);
    Sql* sql = database->prepare(
        "INSERT INTO records(id, document, place, kind, json, text_at, category, auxiliary, date_start, date_end, confidence) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (sql == nullptr) return database->fault();
    Use use(*sql);
    use->bind(row.id);
    document == 0 ? use->bind_null() : use->bind(document);
    use->bind(place).bind(row.kind).bind(written ? std::string_view(shorter) : std::string_view(row.json));
    written ? use->bind(static_cast<std::int64_t>(written->at)) : use->bind_null();
    use->bind(row.category).bind(row.auxiliary).bind(row.date.start).bind(row.date.end).bind(row.confidence);
    if (!use->run()) return database->fault();
    const std::int64_t record = sqlite3_last_insert_rowid(database->handle());
    std::int64_t turn = 0;
    for (const EntityRow& entity : row.entities) {
        const auto who = party(entity);
        if (!who) return who.fault();
        Sql* insert = database->prepare("INSERT INTO entities(record, place, role, party) VALUES (?, ?, ?, ?)");
        if (insert == nullptr || (Use(*insert)->bind(record).bind(turn++).bind(entity.role).bind(*who), !insert->run()))
            return database->fault();
    }
    return {};
}

Result<std::int64_t> Store::Inside::party(const EntityRow& entity) {
    Sql* select =
        database->prepare("SELECT n FROM parties WHERE text = ? AND name = ? AND actor = ? AND code = ? AND sector = ?");
    if (select == nullptr) return database->fault();
    {
        Use use(*select);
        use->bind(entity.text).bind(entity.name).bind(entity.actor).bind(entity.code).bind(entity.sector);
        if (use->row()) return use->integer(0);
        if (use->failed()) return database->fault();
    }
    const std::string name_key = fold_name(entity.name), text_key = fold_name(entity.text);
    Sql* insert = database->prepare(
        "INSERT INTO parties(name, actor, code, sector, text, name_key, text_key) VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (insert == nullptr) return database->fault();
    Use use(*insert);
    use->bind(entity.name)
        .bind(entity.actor)
        .bind(entity.code)
        .bind(entity.sector)
        .bind(entity.text)
        .bind(name_key)
        .bind(text_key);
    if (!use->run()) return database->fault();
    return sqlite3_last_insert_rowid(database->handle());
}

// Once a second a commit waits for the disk, and with it all that came before in the same log.
Result<bool> Store::Inside::begin_safely() {
    if (std::chrono::steady_clock::now() - settled < std::chrono::seconds(1)) return false;
    if (auto done = database->run("PRAGMA synchronous=FULL"); !done) return done.fault();
    return true;
}

Result<void> Store::Inside::commit(Transaction& transaction, bool safely) {
    Sql* sql = database->prepare("UPDATE changes SET n = n + 1");
    if (sql == nullptr || !sql->run()) return database->fault();
    const auto done = transaction.commit();
    if (!done || !safely) return done;
    settled = std::chrono::steady_clock::now();
    return database->run("PRAGMA synchronous=NORMAL");
}

Result<Stored> Store::Inside::put(const ReportRows& report, bool again) {
    const auto safely = begin_safely();
    if (!safely) return safely.fault();
    auto transaction = Transaction::begin(*database);
    if (!transaction) return transaction.fault();
    auto known = find_document(report.document_id);
    if (!known) return known.fault();
    auto input = input_number(report.input);
    if (!input) return input.fault();
    const auto dropped = drop_former(*input, report.input, report.source_id, report.document_id);
    if (!dropped) return dropped.fault();
    Stored stored = *dropped ? Stored::replaced : Stored::added;
    std::int64_t document = 0;
    if (*known && !again) {
        document = **known;
        stored = *dropped ? Stored::replaced : Stored::unchanged;
    } else {
        std::vector<std::pair<std::int64_t, std::string>> claims;
        if (*known) {
            stored = Stored::replaced;
            Sql* sql = database->prepare("SELECT input, source_id FROM claims WHERE document = ?");
            if (sql == nullptr) return database->fault();
            Use use(*sql);
            use->bind(**known);
            while (use->row()) claims.emplace_back(use->integer(0), use->text(1));
            if (use->failed()) return database->fault();
            use->reset();
            if (auto done = drop_document(**known); !done) return done.fault();
        }
        const auto inserted = insert_document(report);
        if (!inserted) return inserted.fault();
        document = *inserted;
        std::int64_t place = 0;
        for (const Row& row : report.rows)
            if (auto done = insert_record(row, document, place++, report.text); !done) return done.fault();
        for (const auto& [other, source_id] : claims)
            if (auto done = claim(other, source_id, document); !done) return done.fault();
    }
    if (auto done = claim(*input, report.source_id, document); !done) return done.fault();
    if (auto done = commit(*transaction, *safely); !done) return done.fault();
    seen->add(seen_key(report.input, report.source_id, report.document_id));
    return stored;
}

Result<void> Store::put_links(const std::vector<Row>& records, const std::vector<Link>& links) {
    Database& database = *inside_->database;
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.fault();
    if (auto done = database.run("DELETE FROM records WHERE document IS NULL; DELETE FROM links"); !done) return done;
    std::int64_t place = 0;
    for (const Row& row : records)
        if (auto done = inside_->insert_record(row, 0, place++, {}); !done) return done;
    Sql* sql = database.prepare("INSERT OR REPLACE INTO links(record, key, value) VALUES (?, ?, ?)");
    if (sql == nullptr) return database.fault();
    for (const Link& link : links)
        if ((Use(*sql)->bind(link.record).bind(link.key).bind(link.value), !sql->run())) return database.fault();
    return inside_->commit(*transaction, false);
}

Result<Stored> Store::put(const ReportRows& report, bool again) { return inside_->put(report, again); }

Result<bool> Store::has(std::string_view document_id, std::string_view source_id, std::string_view input) {
    Database& database = *inside_->database;
    const auto document = inside_->find_document(document_id);
    if (!document) return document.fault();
    if (!*document) return false;
    Sql* sql = database.prepare(
        "SELECT 1 FROM claims c JOIN inputs i ON i.n = c.input WHERE i.name = ? AND c.source_id = ? AND c.document = ?");
    if (sql == nullptr) return database.fault();
    bool claimed = false;
    {
        Use use(*sql);
        use->bind(input).bind(source_id).bind(**document);
        claimed = use->row();
        if (use->failed()) return database.fault();
    }
    if (!claimed && inside_->writable) {
        auto transaction = Transaction::begin(database);
        if (!transaction) return transaction.fault();
        const auto number = inside_->input_number(input);
        if (!number) return number.fault();
        if (auto done = inside_->claim(*number, source_id, **document); !done) return done.fault();
        if (auto done = transaction->commit(); !done) return done.fault();
    }
    inside_->seen->add(seen_key(input, source_id, document_id));
    return true;
}

Result<void> Store::settle() {
    Database& database = *inside_->database;
    if (!inside_->writable) return {};
    inside_->settled = std::chrono::steady_clock::now();
    // A checkpoint writes the log to the disk first. One that another process holds up has still done that.
    const int code = sqlite3_wal_checkpoint_v2(database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return database.fault(code);
    return {};
}

}  // namespace readout
