#include "store/sqlite.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace readout::sqlite {

Sql& Sql::bind(std::string_view text) {
    // An empty view may have no address; SQLite would take that for NULL.
    sqlite3_bind_text64(handle_, next_++, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Sql& Sql::bind(std::int64_t number) {
    sqlite3_bind_int64(handle_, next_++, number);
    return *this;
}

Sql& Sql::bind(double number) {
    sqlite3_bind_double(handle_, next_++, number);
    return *this;
}

Sql& Sql::bind(std::optional<Day> day) { return day ? bind(std::int64_t{day->number}) : bind_null(); }

Sql& Sql::bind_null() {
    sqlite3_bind_null(handle_, next_++);
    return *this;
}

bool Sql::row() {
    code_ = sqlite3_step(handle_);
    return code_ == SQLITE_ROW;
}

bool Sql::run() {
    while (row()) {
    }
    const bool done = code_ == SQLITE_DONE;
    reset();
    return done;
}

void Sql::reset() {
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
    next_ = 1;
}

std::string_view Sql::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return bytes == nullptr ? std::string_view{}
                            : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

std::optional<Day> Sql::day(int column) const {
    if (is_null(column)) return std::nullopt;
    return Day{static_cast<std::int32_t>(integer(column))};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, int flags) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (handle == nullptr) return Fault{FaultKind::internal, "no memory for the store", path, {}};
    std::unique_ptr<Database> database(new Database(handle, path));
    if (code != SQLITE_OK) return database->fault(code);
    // The file may come from anybody: no SQL of its own is run, its pages are checked, its schema cannot be bent.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    return database;
}

Database::~Database() {
    prepared_.clear();
    sqlite3_close_v2(handle_);
}

Result<void> Database::run(const char* script) {
    const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fault(code);
    return {};
}

Sql* Database::prepare(const char* sql) {
    if (const auto found = prepared_.find(std::string_view(sql)); found != prepared_.end()) return found->second.get();
    auto made = prepare_once(sql);
    if (made == nullptr) return nullptr;
    return prepared_.emplace(sql, std::move(made)).first->second.get();
}

std::unique_ptr<Sql> Database::prepare_once(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK)
        return nullptr;
    return std::make_unique<Sql>(statement);
}

std::optional<std::int64_t> Database::pragma(const char* name) {
    const auto sql = prepare_once(std::string("PRAGMA ") + name);
    if (sql == nullptr || !sql->row()) return std::nullopt;
    return sql->integer(0);
}

Fault Database::fault() { return fault(sqlite3_extended_errcode(handle_)); }

Fault Database::fault(int code) {
    const std::string said = sqlite3_errmsg(handle_);
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: {
            const std::string holder = holder_of(path_);
            return {FaultKind::busy, "another process holds the store" + (holder.empty() ? "" : ": " + holder), path_,
                    "wait for it to end, or stop it; nothing is lost"};
        }
        case SQLITE_NOTADB:
            return {FaultKind::malformed, "not a Readout store: not an SQLite file", path_, "name another file with --store"};
        case SQLITE_CORRUPT:
            return {FaultKind::corrupt, "the store is damaged: " + said, path_,
                    "restore a copy, or read the reports again into a new store"};
        case SQLITE_FULL:
            return {FaultKind::unreadable, "no room left on the disk", path_,
                    "make room and run again: it goes on where it stopped"};
        case SQLITE_READONLY:
            return {FaultKind::unreadable, "the store cannot be written", path_, "check the rights of the file and its folder"};
        case SQLITE_CANTOPEN:
            return {FaultKind::unreadable, "the store cannot be opened", path_,
                    "check that it is a file, and the rights of its folder"};
        case SQLITE_IOERR:
            return {FaultKind::unreadable, "the system failed to read or write: " + said, path_,
                    "check the disk and its free space"};
        case SQLITE_NOMEM:
            return {FaultKind::too_large, "no memory", path_, {}};
        case SQLITE_TOOBIG:
            return {FaultKind::too_large, "a record is larger than a store can hold (1 GB)", path_, {}};
        case SQLITE_INTERRUPT:
            return {FaultKind::interrupted, "the look-up took too long", path_, "ask for less: a day, an actor, a kind of event"};
        default:
            return {FaultKind::internal, said, path_, {}};
    }
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun.fault();
    return Transaction(database);
}

Result<void> Transaction::commit() {
    auto done = database_->run("COMMIT");
    if (done) database_ = nullptr;
    return done;
}

Transaction::~Transaction() {
    if (database_ != nullptr) (void)database_->run("ROLLBACK");
}

namespace {

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace

// In WAL mode a writer locks byte 120 of FILE-shm. The list of the system's locks is read instead of asking for the lock: opening
// and closing FILE-shm here would drop SQLite's own locks on it (POSIX).
std::string holder_of(const std::string& path) {
    struct stat status {};
    if (::stat((path + "-shm").c_str(), &status) != 0) return {};
    char place[64];
    std::snprintf(place, sizeof place, "%02x:%02x:%llu", major(status.st_dev), minor(status.st_dev),
                  static_cast<unsigned long long>(status.st_ino));
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream cells(line);
        std::string number, type, advisory, mode, process, file, start;
        cells >> number >> type >> advisory >> mode >> process >> file >> start;
        if (type != "POSIX" || mode != "WRITE" || file != place || start != "120") continue;
        if (process == std::to_string(::getpid())) continue;
        const std::string name = first_line("/proc/" + process + "/comm");
        return (name.empty() ? std::string() : name + ", ") + "process " + process;
    }
    return {};
}

}  // namespace readout::sqlite
