// The readers: one .cpp a format, one table of them. A reader gets the decoded stream of one input and hands out its reports.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "ingest/bytes.h"
#include "ingest/ingest.h"

namespace readout {

// Where the reports of all inputs go. Remembers the ids given, so that a second use can be named.
class Sink {
public:
    Sink(const IngestOptions& options, const std::function<bool(Result<Report>)>& take) : options_(options), take_(take) {}

    const IngestOptions& options() const { return options_; }
    bool stopped() const { return stopped_; }
    void begin(std::string input) { input_ = std::move(input); }  // as Source::input names it
    // False when the taker wants no more.
    bool put(Result<Report> report, bool id_is_given = false);
    bool notice(const Fault& fault);

private:
    const IngestOptions& options_;
    const std::function<bool(Result<Report>)>& take_;
    std::unordered_set<std::uint64_t> ids_;  // hashes
    std::string input_;
    bool stopped_ = false;
};

struct Input {
    std::string path;     // "-": standard input
    std::string name;     // source id of a text, file of FILE:LINE; relative to the folder, or the base name
    std::string where;    // the path as the user wrote it, for faults
    std::string charset;  // declared; empty: not
};

struct Format {
    std::string_view name;                     // "text", "jsonl" …
    std::vector<std::string_view> extensions;  // in small letters, with the dot
    void (*read)(ByteStream& bytes, const Input& input, Sink& sink);
};
const std::vector<Format>& formats();

void read_text(ByteStream& bytes, const Input& input, Sink& sink);   // one input, one report
void read_jsonl(ByteStream& bytes, const Input& input, Sink& sink);  // one line, one report
void read_json(ByteStream& bytes, const Input& input, Sink& sink);   // one object, an array of them, or one of them a line
void read_csv(ByteStream& bytes, const Input& input, Sink& sink);    // comma or semicolon, RFC 4180 quotes
void read_tsv(ByteStream& bytes, const Input& input, Sink& sink);    // tab

}  // namespace readout
