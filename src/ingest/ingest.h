// ingest: bytes from anywhere in, reports out, one at a time.
//
// Files, folders, globs and standard input; plain text (one file, one report), JSONL, CSV and TSV with named columns; each also
// inside gzip or zstd. Text leaves this room as valid UTF-8, otherwise untouched: code point for code point the caller's.
//
// Thread rule: a Reader belongs to one thread. Memory: one report at a time, whatever the size of the input.
// Fails: per input, as data. A bad file, line or encoding is handed out as a Fault with its place, and reading goes on.
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
    std::string input;                 // what it was read from: absolute path of the file or folder given, a URL, or "-"
    std::optional<std::string> title;  // given apart from the text
    std::optional<Day> published;      // given apart from the text
    std::string outlet;                // name as given; empty: unknown
    std::string url;
    std::string language;      // as given, e.g. "en"; empty: not said
    std::string retrieved_at;  // as given, or the fetch time of a URL
};

struct Report {
    Source source;
    std::string text;  // valid UTF-8, never altered after decoding
};

struct IngestOptions {
    std::uint64_t max_report_bytes = 64u << 20;  // a longer report is a fault, not a crash
    std::string default_language = "en";
    std::string standard_input_format;  // "", "text", "jsonl", "csv", "tsv"; empty: looked at
};

// Hands each report, or the fault that stands in its place, to `take`, in the order of the inputs (folders by name).
// `take` returns false to stop. `inputs` are files, folders, globs or "-".
void read_reports(const std::vector<std::string>& inputs, const IngestOptions& options,
                  const std::function<bool(Result<Report>)>& take);

}  // namespace readout
