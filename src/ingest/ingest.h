// ingest: bytes from anywhere in, reports out, one at a time.
//
// Files, folders, globs and standard input; plain text (one file, one report), JSONL, JSON, CSV and TSV with named columns; each
// also inside gzip or zstd. Text leaves this room as valid UTF-8, otherwise untouched: code point for code point the caller's.
// Charset: byte-order mark, else the one declared, else UTF-8 if the bytes are valid, else a guess (uchardet); ICU converts.
//
// Thread rule: read_reports works on the calling thread and keeps no state. Memory: one report at a time, whatever the size of
// the input (a folder: the names of one folder at a time; plus 16 bytes for each id given).
// Fails: per input, as data. A bad file, line or encoding is handed out as a Fault with its place, and reading goes on.
// Weak spots: the charset of a short text without UTF-8 is a guess; a CSV file with an unclosed quote is given up at that place.
// Formats: RFC 4180 (CSV), jsonlines.org, RFC 1952 (gzip), RFC 8878 (zstd). docs/ingest.md has the table of names.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace readout {

// What is known of a report besides its words.
struct Source {
    std::string id;                    // the caller's `id`; else path relative to the folder, base name, or FILE:LINE
    std::optional<std::string> title;  // given apart from the text
    std::optional<Day> published;      // given apart from the text
    std::string outlet;                // name as given; empty: unknown
    std::string url;
    std::string language;      // as given, e.g. "en"; empty: not said
    std::string retrieved_at;  // as given, or the fetch time of a URL
    std::string input;         // what it was read from: absolute path of the file, folder or glob given, a URL, or "-"
};

struct Report {
    Source source;
    std::string text;  // valid UTF-8, never altered after decoding
};

struct IngestOptions {
    std::uint64_t max_report_bytes = 64u << 20;  // a longer report is a fault, not a crash
    std::string default_language = "en";         // where none is given
    std::string standard_input_format;           // "", "text", "jsonl", "csv", "tsv"; empty: looked at
    std::string charset;                         // declared for all inputs, as ICU names it; empty: found
    // Takes what is worth saying of a report that is read nevertheless: a date that cannot be read, an id used twice.
    // Empty: `take` gets it as a fault, ahead of the report.
    std::function<void(const Fault&)> notice;
};

// Hands each report, or the fault that stands in its place, to `take`, in the order of the inputs (folders by name).
// `take` returns false to stop. `inputs` are files, folders, globs or "-".
void read_reports(const std::vector<std::string>& inputs, const IngestOptions& options,
                  const std::function<bool(Result<Report>)>& take);

// A day as feeds and databases write it: "2022-03-30", "2022-03-30T08:00:00+02:00", "20220330", "30 March 2022", "Mar 30, 2022",
// "Wed, 30 Mar 2022 08:00:00 GMT". The day as written, whatever the time zone. "03/04/2022" is two days, so it is none.
std::optional<Day> parse_published(std::string_view text);

// The names under which a field of a report is known in JSON keys and column heads, the contract's own first; see docs/ingest.md.
struct FieldNames {
    std::string_view field;  // "id", "text", "title", "published", "outlet", "url", "language", "retrieved_at"
    std::vector<std::string_view> names;
};
const std::vector<FieldNames>& field_names();

}  // namespace readout
