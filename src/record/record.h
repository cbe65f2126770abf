// record: what one reading found, as rows that outlive the run: ids from content, spans in code points, JSON.
//
// The door between the two halves: reading (Document … Events) goes in, rows come out; the store, stories and relations see
// rows only. The names are those of docs/records.md. Pure functions, any thread; the same reading gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actors.h"
#include "base/date.h"
#include "base/result.h"
#include "events/events.h"
#include "language/language.h"
#include "statements/statements.h"
#include "text/text.h"
#include "time/time.h"

namespace readout {

inline constexpr int schema_version = 1;
std::string_view program_version();  // "0.1.0"

// One report, read through to the end.
struct Reading {
    Document document;
    Parse parse;
    TimeRefs times;
    Cast cast;
    Statements statements;
    Events events;
    Outlet outlet;
};

// What made the records of a stream or a store.
struct Run {
    std::string model, knowledge_version, knowledge_as_of, ontology;
    std::string options;  // a JSON object
};

// Somebody in a record, for look-up.
struct EntityRow {
    std::string role;  // actor | recipient | speaker | relay | addressee | about
    std::string name, actor, code, sector, text;
};

// A record: its JSON, and what the store looks it up by.
struct Row {
    std::string kind;  // document | sentence | token | timex | statement | event
    std::string id;
    std::string json;       // one line, no line feed
    std::string category;   // event: PLOVER category; statement: form
    std::string auxiliary;  // event only
    DateRange date;
    double confidence = 0;
    std::vector<EntityRow> entities;
};

struct ReportRows {
    std::string document_id;
    std::string source_id;
    std::string input;   // Source::input: the same source_id from the same input is the same report
    std::string title;   // given or found
    std::string text;    // the caller's
    std::string outlet;  // name
    std::string origin;  // agency the report credits: reprints of one wire text count once
    std::optional<Day> published;
    std::vector<Row> rows;  // the document first
};

// A key of a record that was null when it was read, and that a look across reports has filled since.
struct Link {
    std::string record, key, value;
};

struct RowOptions {
    bool times = false, sentences = false, tokens = false;  // `--with`
};

Row run_row(const Run& run);

// The id of a report: from source_id, outlet, url, published, title and text, known before it is read.
std::string document_id(const Source& source, std::string_view text);

ReportRows to_rows(const Reading& reading, const RowOptions& options);

// Checks every span of a record (JSON) against the text and title of its document: bounds, and `text` equal to the slice.
// One line per span that is wrong; empty: all true.
struct DocumentText {
    std::string_view text, title;
};
std::vector<std::string> untrue_spans(std::string_view record_json, DocumentText own);

}  // namespace readout
