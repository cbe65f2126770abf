// store: rows in, rows out, for many reports over years: an SQLite file.
//
// One transaction a report, WAL: a kill at any moment loses nothing finished and repeats nothing; a power cut loses at most the
// reports of the last second, and a rerun reads those again (docs/store.md). The same content is stored once; new content under
// the same source_id of the same input replaces the old records; two contents with one source_id in one run are both kept.
// Two processes take turns, report by report, or say who holds the store.
// Every file is hostile until it has proved to be a store of ours: not SQLite, somebody else's database, a newer schema, damage,
// a full disk and a folder that cannot be written are faults with a word of advice.
// Thread rule: a Store belongs to one thread; open another for another thread.
// Units: days are readout::Day; spans inside the JSON are code points.   Weak spots: docs/store.md.
#pragma once

#include <chrono>
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

// One more test on a record: `voice=direct`, `confidence__gte=0.8`. The fields of each kind are those of fields_of().
struct Condition {
    enum class Op { equal, unequal, less, at_most, greater, at_least, contains, one_of };
    std::string field;
    Op op = Op::equal;
    std::string value;  // one_of: values between commas
};
std::optional<Condition::Op> parse_op(std::string_view name);  // "" "not" "lt" "lte" "gt" "gte" "contains" "in"

// A field of a record that Conditions may name.
struct Field {
    std::string_view kind;  // document | statement | event | …
    std::string_view name;
    std::string_view type;  // text | number | date
    std::string_view note;  // what it is, in a few words
};
const std::vector<Field>& all_fields();

enum class Order {
    reading,  // as read: each document, then its records
    newest,   // by day of publication, latest first, then as read; without one: last
    oldest,
};

// What to look for; empty fields do not restrict. A record must meet all.
//
// actor … about: a country or organisation code ("RUS", all of its bodies), an actor id, a name, or a mention; whatever the case
// and the accents; where nothing is called exactly so, names that hold the words ("Lavrov"). On documents: any of its records.
// from, to: the record's date overlaps them; a date with one open end counts as its known end; without a date: not found.
// text: words, and "phrases in quotes", all of them in the report; on other records, in the record's own words.
struct Query {
    std::string kind;      // document | statement | event …; empty: all
    std::string document;  // id
    std::string actor, recipient, speaker, about, event, outlet, text;
    std::vector<std::string> named;  // at least one of these takes part, in whatever role
    std::optional<Day> from, to;
    std::vector<Condition> where;
    Order order = Order::reading;
    std::uint64_t limit = 0;    // 0: all
    std::string after;          // cursor: Page::next of the page before
    bool without_text = false;  // documents come with "" for their text: for lists
};

struct Page {
    std::vector<std::string> items;  // JSON
    std::string next;                // cursor; empty: no more
    std::uint64_t total = 0;         // of all pages
};

// One value of a field and how many records have it.
struct Facet {
    std::string value;
    std::uint64_t count = 0;
};

// What was read of a period, by day of publication: "2022-03-30", "2022-03", "2022", "all"; "" where the day is unknown.
struct Coverage {
    std::string period;
    std::uint64_t reports = 0, outlets = 0;
    std::uint64_t origins = 0;  // agencies credited, and outlets for reports that credit none: reprints of one wire count once
};

struct StoreCounts {
    std::uint64_t documents = 0, statements = 0, events = 0;
    std::uint64_t outlets = 0, origins = 0;
    std::optional<Day> first, last;  // published
};

// A document as the other rooms need it when they look across reports.
struct StoredDocument {
    std::string id, source_id, title, text, outlet, origin;
    std::optional<Day> published;
};

struct StoredRecord {
    std::string id, kind, json;
    std::string_view document_text, document_title;  // of its own document; empty where it stands for several
};

struct StoreOptions {
    std::chrono::milliseconds wait{30000};    // for another process
    std::chrono::milliseconds query_time{0};  // a look-up that takes longer is a fault (interrupted); 0: none does
};

class Store {
public:
    enum class Mode { read, write };
    // Mode::write makes the file when there is none, and migrates an older schema; a newer one is refused.
    static Result<Store> open(const std::string& path, Mode mode, const StoreOptions& options = {});
    // Another handle on the same file, for another thread; what either sees of a run (has, put), both have seen.
    Result<Store> beside() const;
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // Begins a run: what follows was made so. Runs made alike are one row. Two contents under one source_id are kept apart from
    // here to the next put_run().
    Result<void> put_run(const Run& run);
    // `again`: the same content is stored anew, for a new model.
    Result<Stored> put(const ReportRows& report, bool again = false);
    // Is this very report stored already? Asked before reading it; where it is, the report counts as seen in this run.
    Result<bool> has(std::string_view document_id, std::string_view source_id, std::string_view input = {});
    // What was found across all reports of the store takes the place of what was found before.
    Result<void> put_links(const std::vector<Row>& records, const std::vector<Link>& links);
    // Everything put so far is on the disk, whatever happens to the power. Done by itself each second and at the end.
    Result<void> settle();

    Result<StoreCounts> counts();
    // Hands each match's JSON to `take`, in a stable order, until it returns false.
    Result<void> find(const Query& query, const std::function<bool(const std::string& json)>& take);
    Result<Page> page(const Query& query);
    Result<std::uint64_t> count(const Query& query);
    Result<std::vector<Facet>> facet(const Query& query, std::string_view field, std::size_t most);
    // Of the documents that meet the query; periods in order, the undated last.
    Result<std::vector<Coverage>> coverage(const Query& query, std::string_view by);     // day | month | year | all
    Result<std::string> record(std::string_view id);                                     // JSON of one record
    Result<std::string> document_text(std::string_view id);                              // the caller's text
    Result<std::vector<std::string>> runs();                                             // JSON of each
    Result<void> each_document(const std::function<bool(const StoredDocument&)>& take);  // in reading order
    Result<void> each_record(const std::function<bool(const StoredRecord&)>& take);      // in reading order
    // Documents, statements and events as they were read, without links, in reading order: what stories look at.
    Result<void> each_report(const std::function<bool(ReportRows)>& take);
    // Changes whenever the store's content does, through whomever: for ETags.
    Result<std::string> version();
    int schema() const;

private:
    struct Inside;
    explicit Store(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// Reads every span of every record again (record room: untrue_spans) against the text of its document.
struct VerifyReport {
    std::uint64_t records = 0, spans = 0, false_spans = 0;
    std::vector<std::string> wrong;  // one line each: record, span, what is there instead
};
Result<VerifyReport> verify(Store& store, std::size_t most_lines = 1000);

// A record as a row of a flat table, for people and spreadsheets: the columns of a kind, and a record's cells. Several actors,
// spans or modes are set apart by "; ". Kinds without a table of their own have `id` and `json`.
const std::vector<std::string_view>& flat_columns(std::string_view kind);
std::vector<std::string> flat_cells(std::string_view kind, std::string_view json);

// Why a record is as it is: which words, which rule, which row of knowledge, which anchor.
struct Reason {
    std::string about;                        // "trigger", "actor", "date" …
    std::string words;                        // as they stand in the report; may be empty
    std::string says;                         // "Russia, RUS MIL: state as actor (countries.tsv)"
    std::optional<std::uint32_t> start, end;  // of the words, in code points
};
struct Explanation {
    std::string id, kind, headline, sentence;  // the words around the record, one paragraph
    std::string document, source_id, outlet, published;
    std::vector<Reason> reasons;
    std::vector<std::string> runs;  // JSON: what made the store's records
};
Result<Explanation> explain(Store& store, std::string_view id);

// Upper and lower case, accents and widths made one, white space single: how names are compared.
std::string fold_name(std::string_view name);

}  // namespace readout
