// store: rows in, rows out, for many reports over years: an SQLite file.
//
// One transaction a report, WAL: a kill at any moment loses nothing finished and repeats nothing. The same content is stored
// once; new content under the same source_id replaces the old records. Two processes wait for each other, or say who holds it.
// Thread rule: a Store belongs to one thread; open another for another thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record.h"

namespace readout {

enum class Stored { added, replaced, unchanged };

// What to look for; empty fields do not restrict. A record must meet all.
struct Query {
    std::string kind;  // document | statement | event …
    std::string document, actor, recipient, speaker, about, event, outlet, text;
    std::optional<Day> from, to;
    std::uint64_t limit = 0;  // 0: all
    std::string after;        // cursor: the id and place after which to go on
};

struct StoreCounts {
    std::uint64_t documents = 0, statements = 0, events = 0;
};

class Store {
public:
    enum class Mode { read, write };
    // Mode::write makes the file when there is none, and migrates an older schema; a newer one is refused.
    static Result<Store> open(const std::string& path, Mode mode);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    Result<void> put_run(const Run& run);
    Result<Stored> put(const ReportRows& report);
    // Is this very report (its document id) stored already? Asked before reading it again.
    Result<bool> has(std::string_view document_id, std::string_view source_id);

    Result<StoreCounts> counts();
    // Hands each match's JSON to `take`, in a stable order, until it returns false.
    Result<void> find(const Query& query, const std::function<bool(const std::string& json)>& take);
    Result<std::string> record(std::string_view id);         // JSON of one record
    Result<std::string> document_text(std::string_view id);  // the caller's text

private:
    struct Inside;
    explicit Store(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace readout
