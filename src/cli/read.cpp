// readout read: reports in; records into the store, or onto stdout.
#include <filesystem>
#include <map>

#include "cli/all.h"
#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/resources.h"
#include "engine/engine.h"
#include "record/json.h"
#include "store/store.h"
#include "stories/stories.h"

namespace readout::cli {
namespace {

Result<RowOptions> finer_records(std::string_view with) {
    RowOptions rows;
    while (!with.empty()) {
        const std::size_t comma = std::min(with.find(','), with.size());
        const std::string_view name = with.substr(0, comma);
        with.remove_prefix(std::min(with.size(), comma + 1));
        if (name == "times") {
            rows.times = true;
        } else if (name == "sentences") {
            rows.sentences = true;
        } else if (name == "tokens") {
            rows.tokens = true;
        } else {
            return Fault{FaultKind::usage, "--with does not know '" + std::string(name) + "'", "readout read",
                         "any of times,sentences,tokens"};
        }
    }
    return rows;
}

Result<ReadOptions> read_options(const Arguments& arguments) {
    ReadOptions options;
    auto rows = finer_records(arguments.text("with"));
    if (!rows) return rows.fault();
    options.rows = *rows;
    const auto threads = arguments.number("threads", 0, 1, 1024);
    if (!threads) return threads.fault();
    options.threads = static_cast<unsigned>(*threads);
    options.ingest.standard_input_format = arguments.text("format");
    options.stop = &catch_interrupts();
    return options;
}

// What of the options shapes the records; the number of threads does not.
std::string options_json(const RowOptions& rows) {
    JsonWriter json;
    json.begin_object().key("times").boolean(rows.times).key("sentences").boolean(rows.sentences);
    json.key("tokens").boolean(rows.tokens).end_object();
    return json.take();
}

// Bytes of the files and folders named, for the time left; 0 where that cannot be known (standard input, packed files).
std::uint64_t bytes_of(const std::vector<std::string>& inputs) {
    namespace fs = std::filesystem;
    constexpr int most_files = 100000;  // a larger folder is not counted through before it is read
    std::uint64_t bytes = 0;
    int files = 0;
    std::error_code error;
    const auto add = [&](const fs::path& path) {
        const std::string ending = path.extension().string();
        const bool packed = ending == ".gz" || ending == ".zst" || ending == ".zstd";
        const std::uintmax_t size = fs::file_size(path, error);
        if (!error) bytes += size;
        return !packed && !error && ++files <= most_files;
    };
    for (const std::string& input : inputs) {
        if (!fs::is_directory(input, error)) {
            if (!add(input)) return 0;
            continue;
        }
        for (fs::recursive_directory_iterator at(input, error), end; !error && at != end; at.increment(error)) {
            if (at->is_regular_file(error) && !add(at->path())) return 0;
        }
        if (error) return 0;
    }
    return bytes;
}

struct Tally {
    std::uint64_t added = 0, replaced = 0, unchanged = 0, statements = 0, events = 0;

    void count(const ReportRows& report) {
        for (const Row& row : report.rows) {
            statements += row.kind == "statement";
            events += row.kind == "event";
        }
    }
};

int exit_code(const ReadCounts& counts) {
    if (counts.interrupted) return exit_interrupted;
    return counts.failed > 0 ? exit_partly : exit_done;
}

std::string plural(std::uint64_t n, std::string_view one) {
    return std::to_string(n) + " " + std::string(one) + (n == 1 ? "" : "s");
}

void print_linked(const std::vector<ReportRows>& reports, Console& console) {
    const Linked linked = link_reports(reports);
    for (const ReportRows& report : reports)
        for (const Row& row : report.rows) console.out << with_links(row.json, row.id, linked.links) << "\n";
    for (const Row& row : linked.records) console.out << row.json << "\n";
}

// Looks across all reports of the store anew.
Result<void> link_store(Store& store, Console& console) {
    std::vector<ReportRows> reports;
    const auto read = store.each_report([&](ReportRows report) {
        reports.push_back(std::move(report));
        return true;
    });
    if (!read) return read;
    const Linked linked = link_reports(reports);
    std::map<std::string, std::uint64_t> kinds;
    for (const Row& row : linked.records) ++kinds[row.kind];
    console.err << "across " << plural(reports.size(), "report") << ": " << kinds["story"] << " stories, "
                << plural(kinds["happening"], "happening") << ", " << plural(kinds["utterance"], "utterance") << ", "
                << plural(kinds["dispute"], "dispute") << "\n";
    return store.put_links(linked.records, linked.links);
}

int print_records(const Arguments& arguments, const Resources& resources, ReadOptions options, Console& console) {
    Progress progress(console, arguments.text("progress", "auto"));
    progress.expect(bytes_of(arguments.operands));
    options.ingest.notice = [&](const Fault& fault) { progress.note(fault); };
    const bool link = arguments.on("link");
    std::vector<ReportRows> all;  // kept only where they are to be linked
    console.out << run_row(resources.run(options_json(options.rows))).json << "\n";
    const ReadCounts counts = read_all(arguments.operands, resources, options, [&](Result<ReportRows> report) {
        if (!report) {
            progress.fault(report.fault());
            return true;
        }
        if (link) {
            all.push_back(std::move(*report));
        } else {
            for (const Row& row : report->rows) console.out << row.json << "\n";
        }
        progress.step(report->text.size() + report->title.size());
        return console.out.good();
    });
    if (link) print_linked(all, console);
    progress.finish();
    if (!console.out.good()) return exit_failed;
    return exit_code(counts);
}

int store_records(const Arguments& arguments, const Resources& resources, ReadOptions options, Console& console) {
    const std::string path(arguments.text("store", "readout.db"));
    auto store = Store::open(path, Store::Mode::write);
    if (!store) return report_fault(store.fault(), console);
    if (auto put = store->put_run(resources.run(options_json(options.rows))); !put) return report_fault(put.fault(), console);
    auto known = store->beside();  // this one is asked on the ingest thread
    if (!known) return report_fault(known.fault(), console);
    options.wanted = [&](const std::string& id, const Source& source) {
        const auto has = known->has(id, source.id, source.input);
        return !has || !*has;
    };
    options.skipped = [&](const Skipped& report) {
        // The writing handle counts it as seen, so that a second content under its id is kept beside it.
        if (auto seen = store->has(report.document_id, report.source_id, report.input); !seen)
            console.err << seen.fault().line() << "\n";
    };

    Progress progress(console, arguments.text("progress", "auto"));
    progress.expect(bytes_of(arguments.operands));
    options.ingest.notice = [&](const Fault& fault) { progress.note(fault); };
    Tally tally;
    std::optional<Fault> broken;
    const ReadCounts counts = read_all(arguments.operands, resources, options, [&](Result<ReportRows> report) {
        if (!report) {
            progress.fault(report.fault());
            return true;
        }
        const auto stored = store->put(*report);
        if (!stored) {
            broken = stored.fault();
            return false;
        }
        tally.added += *stored == Stored::added;
        tally.replaced += *stored == Stored::replaced;
        tally.unchanged += *stored == Stored::unchanged;
        if (*stored != Stored::unchanged) tally.count(*report);
        progress.step(report->text.size() + report->title.size());
        return true;
    });
    progress.finish();
    if (broken) return report_fault(*broken, console);
    tally.unchanged += counts.skipped;
    console.err << plural(tally.added, "report") << " added, " << tally.replaced << " replaced, " << tally.unchanged
                << " unchanged, " << counts.failed << " failed; " << plural(tally.statements, "statement") << ", "
                << plural(tally.events, "event") << " → " << path << "\n";
    if (arguments.on("link") && !counts.interrupted)
        if (auto linked = link_store(*store, console); !linked) return report_fault(linked.fault(), console);
    if (counts.interrupted) console.err << "interrupted: what was finished is stored; the same command goes on from here\n";
    return exit_code(counts);
}

int run_read(const Arguments& arguments, Console& console) {
    const auto options = read_options(arguments);
    if (!options) return report_fault(options.fault(), console);
    const auto resources = Resources::load(resource_options(arguments));
    if (!resources) return report_fault(resources.fault(), console);
    return arguments.on("jsonl") ? print_records(arguments, *resources, *options, console)
                                 : store_records(arguments, *resources, *options, console);
}

}  // namespace

const Command read_command{
    "read",
    "read reports and store (or print) their records",
    "INPUT…",
    {store_flag,
     {"jsonl", "", "print the records, one JSON object a line, and store nothing"},
     {"link", "", "look across the reports too: stories, happenings, utterances, disputes (with a store: across all it holds)"},
     {"with", "LIST", "finer records too: any of times,sentences,tokens"},
     {"threads", "N", "how many threads read (default: one a core); the records are the same"},
     {"format", "F", "what standard input holds: text, jsonl, csv or tsv (default: looked at)"},
     {"progress", "HOW", "auto, bar, plain, json or none (default auto: a bar on a terminal)"},
     model_flag,
     overlay_flag,
     ontology_flag},
    {{"readout read reports/", "every report in a folder, into readout.db"},
     {"readout read --jsonl report.txt | jq .", "the records of one report, stored nowhere"},
     {"zcat archive.jsonl.gz | readout read --store 2022.db -", "from standard input"}},
    "Inputs are files, folders, globs or - for standard input: plain text (one file, one report), JSONL, CSV and TSV, each "
    "also inside gzip or zstd. A report that is stored already is not read again; one whose words changed replaces its old "
    "records.",
    run_read,
};

}  // namespace readout::cli
