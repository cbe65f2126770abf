// store/sqlite: the little of SQLite's C interface that the store needs, with faults in place of codes. Private to the room.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace readout::sqlite {

// A prepared statement. bind() numbers parameters from 1 in the order of the calls; text must live until reset().
class Sql {
public:
    explicit Sql(sqlite3_stmt* handle) : handle_(handle) {}
    ~Sql() { sqlite3_finalize(handle_); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    Sql& bind(std::string_view text);
    Sql& bind(std::int64_t number);
    Sql& bind(double number);
    Sql& bind(std::optional<Day> day);
    Sql& bind_null();
    // A row is there: true. Done or failed: false, and code() says which.
    bool row();
    // Steps to the end and resets. False: failed.
    bool run();
    void reset();
    int code() const { return code_; }
    bool failed() const { return code_ != SQLITE_DONE && code_ != SQLITE_ROW && code_ != SQLITE_OK; }

    std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
    double decimal(int column) const { return sqlite3_column_double(handle_, column); }
    std::string_view text(int column) const;
    bool is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
    std::optional<Day> day(int column) const;

private:
    sqlite3_stmt* handle_;
    int next_ = 1;
    int code_ = SQLITE_OK;
};

// Resets a statement at the end of a scope, so that it holds no lock and no view of the caller's bytes.
class Use {
public:
    explicit Use(Sql& sql) : sql_(sql) { sql_.reset(); }
    ~Use() { sql_.reset(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    Sql* operator->() { return &sql_; }
    Sql& operator*() { return sql_; }

private:
    Sql& sql_;
};

class Database {
public:
    static Result<std::unique_ptr<Database>> open(const std::string& path, int flags);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Result<void> run(const char* script);  // several statements, no rows wanted
    // Prepared once, kept; for fixed texts. Null on a fault: see fault().
    Sql* prepare(const char* sql);
    // For texts put together from parts, and for those whose rows are handed to a caller, who may ask for more.
    std::unique_ptr<Sql> prepare_once(const std::string& sql);
    std::optional<std::int64_t> pragma(const char* name);
    // The last failure as a fault of ours: what, which file, what to do.
    Fault fault();
    Fault fault(int code);
    sqlite3* handle() const { return handle_; }
    const std::string& path() const { return path_; }

private:
    Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
    sqlite3* handle_;
    std::string path_;
    std::map<std::string, std::unique_ptr<Sql>, std::less<>> prepared_;
};

// Rolls back unless committed.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);  // BEGIN IMMEDIATE: waits for its turn here, not half-way
    Result<void> commit();
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

// "readout (process 4711)", as far as the system tells; empty: unknown.
std::string holder_of(const std::string& path);

}  // namespace readout::sqlite
