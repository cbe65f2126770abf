// store/inside: what a Store keeps. Private to the room.
#pragma once

#include <mutex>
#include <unordered_set>

#include "store/sqlite.h"
#include "store/store.h"

namespace readout {

// What one run has met: (input, source_id, document id), hashed. Shared by handles on several threads.
class Seen {
public:
    void add(std::uint64_t key) {
        const std::lock_guard lock(mutex_);
        keys_.insert(key);
    }
    bool contains(std::uint64_t key) const {
        const std::lock_guard lock(mutex_);
        return keys_.contains(key);
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        keys_.clear();
    }

private:
    mutable std::mutex mutex_;
    std::unordered_set<std::uint64_t> keys_;
};

struct Store::Inside {
    std::unique_ptr<sqlite::Database> database;
    std::string path;
    StoreOptions options;
    std::chrono::steady_clock::time_point give_up{};  // of the look-up under way

    // Starts the clock of one look-up.
    void begin_query() { give_up = std::chrono::steady_clock::now() + options.query_time; }
    bool writable = false;
    std::optional<std::int64_t> run;  // of the last put_run()
    std::shared_ptr<Seen> seen = std::make_shared<Seen>();
    std::chrono::steady_clock::time_point settled = std::chrono::steady_clock::now();

    Result<std::optional<std::int64_t>> find_document(std::string_view id);
    Result<std::int64_t> input_number(std::string_view input);
    Result<bool> drop_former(std::int64_t input, std::string_view input_name, std::string_view source_id, std::string_view keep);
    Result<void> drop_document(std::int64_t document);
    Result<void> claim(std::int64_t input, std::string_view source_id, std::int64_t document);
    Result<std::int64_t> insert_document(const ReportRows& report);
    Result<void> insert_record(const Row& row, std::int64_t document, std::int64_t place, std::string_view text);
    Result<std::int64_t> party(const EntityRow& entity);
    Result<Stored> put(const ReportRows& report, bool again);
    Result<bool> begin_safely();
    Result<void> commit(sqlite::Transaction& transaction, bool safely);
};

// JSON of a record as it was written: the document's text put back, and what stories found out since.
// Columns of the statement, from `column` on: json, text_at, text of the document or NULL, links.
std::string restore_json(const sqlite::Sql& sql, int column, bool without_text = false);
extern const char* const restore_columns;  // of records r

// SQL functions of ours: fold(name), says(json, words).
Result<void> add_functions(sqlite::Database& database);

}  // namespace readout
