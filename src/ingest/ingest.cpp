#include "ingest/ingest.h"

#include <algorithm>
#include <filesystem>

#include "ingest/bytes.h"
#include "ingest/formats.h"
#include "ingest/walk.h"

namespace readout {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// 64-bit FNV-1a with a finisher; a collision only makes a needless notice.
std::uint64_t hash(std::string_view text) {
    std::uint64_t h = 0xcbf29ce484222325u;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return (h ^ (h >> 31)) * 0x9e3779b97f4a7c15u;
}

// The same input named from another folder, or with "./" before it, is the same input.
std::string input_name(const std::string& input) {
    if (input == "-") return input;
    std::error_code error;
    const auto path = std::filesystem::absolute(input, error);
    return error ? input : path.lexically_normal().string();
}

const Format* format_named(std::string_view name) {
    for (const Format& format : formats())
        if (format.name == name) return &format;
    return nullptr;
}

// By the name without its packing: "news.jsonl.gz" is JSONL.
const Format* format_of_file(const std::string& path) {
    std::string name = lower(path);
    for (const std::string_view packing : {".gz", ".zst", ".zstd"})
        if (name.ends_with(packing)) {
            name.resize(name.size() - packing.size());
            break;
        }
    for (const Format& format : formats())
        for (const std::string_view extension : format.extensions)
            if (name.ends_with(extension)) return &format;
    return nullptr;
}

// Endings of files that surely are not reports; other endings are looked into.
bool is_foreign(const std::string& path, std::string& what) {
    const std::string name = lower(path);
    for (const std::string_view extension :
         {".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".warc", ".docx", ".odt", ".epub", ".parquet", ".xlsx"})
        if (name.ends_with(extension) || name.ends_with(std::string(extension) + ".gz")) {
            what = std::string(extension.substr(1)) + " files are not read";
            return true;
        }
    return false;
}

// A stream without a telling name: JSON lines begin with "{", anything else is text.
const Format* format_by_look(PeekedStream& bytes) {
    const auto head = bytes.peek(4096);
    std::string_view start = head ? *head : std::string_view();
    if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
    const std::size_t at = start.find_first_not_of(" \t\r\n");
    if (at != std::string_view::npos && start[at] == '{') {
        const std::size_t next = start.find_first_not_of(" \t\r\n", at + 1);
        if (next != std::string_view::npos && start[next] == '"') {
            // An object that closes on its first line is one of many; one that does not is a file of JSON.
            const std::size_t line_end = start.find('\n', at);
            const bool pretty =
                line_end != std::string_view::npos && start.substr(at, line_end - at).find('}') == std::string_view::npos;
            return format_named(pretty ? "json" : "jsonl");
        }
    }
    return format_named("text");
}

void read_file(const FoundFile& file, Sink& sink) {
    const std::string& where = file.where;
    std::string foreign;
    if (is_foreign(file.path, foreign)) {
        sink.put(Fault{FaultKind::unsupported, foreign, where, "give plain text, JSONL, CSV or TSV"});
        return;
    }
    auto raw = open_bytes(file.path, where);
    if (!raw) {
        sink.put(raw.fault());
        return;
    }
    auto bytes = decompressed(std::move(*raw), where);
    if (!bytes) {
        sink.put(bytes.fault());
        return;
    }
    PeekedStream stream(std::move(*bytes));
    const Format* format = nullptr;
    if (file.path == "-" && !sink.options().standard_input_format.empty()) {
        format = format_named(sink.options().standard_input_format);
        if (format == nullptr) {
            sink.put(Fault{FaultKind::usage, "unknown format '" + sink.options().standard_input_format + "'", where,
                           "text, jsonl, json, csv or tsv"});
            return;
        }
    }
    if (format == nullptr && file.path != "-") format = format_of_file(file.path);
    if (format == nullptr) format = format_by_look(stream);
    format->read(stream, {file.path, file.name, where, sink.options().charset}, sink);
}

}  // namespace

bool Sink::put(Result<Report> report, bool id_is_given) {
    if (stopped_) return false;
    if (report) report->source.input = input_;
    if (report && id_is_given && !ids_.insert(hash(report->source.id)).second) {
        notice({FaultKind::malformed,
                "the id '" + report->source.id.substr(0, 60) + "' is used a second time: both reports are kept",
                {},
                {}});
        if (stopped_) return false;
    }
    stopped_ = !take_(std::move(report));
    return !stopped_;
}

bool Sink::notice(const Fault& fault) {
    if (options_.notice) {
        options_.notice(fault);
    } else if (!stopped_) {
        stopped_ = !take_(fault);
    }
    return !stopped_;
}

const std::vector<Format>& formats() {
    static const std::vector<Format> all = {
        {"text", {".txt", ".text", ".md"}, read_text},
        {"jsonl", {".jsonl", ".ndjson", ".jsonlines"}, read_jsonl},
        {"json", {".json"}, read_json},
        {"csv", {".csv"}, read_csv},
        {"tsv", {".tsv", ".tab"}, read_tsv},
    };
    return all;
}

void read_reports(const std::vector<std::string>& inputs, const IngestOptions& options,
                  const std::function<bool(Result<Report>)>& take) {
    Sink sink(options, take);
    for (const std::string& input : inputs) {
        if (sink.stopped()) return;
        sink.begin(input_name(input));
        walk(input, [&](Result<FoundFile> file) {
            if (file) {
                read_file(*file, sink);
            } else {
                sink.put(file.fault());
            }
            return !sink.stopped();
        });
    }
}

}  // namespace readout
