// engine: reports in, readings out, on all cores, in order, with bounded memory. The only room that knows all of the reading
// half.
//
// Resources are loaded once, const, shared. `read_all` runs ingest on one thread, reading on many, and hands results to `take` on
// the calling thread in the order of the input, whatever the number of threads: the same bytes out. A worker
// reads short reports several at a time, because the model is quicker on many sentences at once. At most 32 reports a thread, or
// 256 MB of text, are under way at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "actors/actors.h"
#include "base/result.h"
#include "events/events.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "record/record.h"
#include "statements/statements.h"
#include "time/time.h"

namespace readout {

struct ResourceOptions {
    std::string data_folder;  // empty: found by data_folder()
    std::string model;        // empty: the one that ships
    std::string overlay;      // a user's knowledge tables
    std::string ontology;     // a user's ontology
};

// Everything that reading needs, const and shared.
struct Resources {
    Model model;
    TimeRules time_rules;
    Knowledge knowledge;
    CueLexicon cues;
    Ontology ontology;

    static Result<Resources> load(const ResourceOptions& options = {});
    Run run(std::string options_json) const;
};

// One report read through to the end, on this thread.
Reading read_report(Report report, const Resources& resources, Model::Scratch& scratch);

// Several, in their order: the readings they would have one by one, sooner. Up to `turn_bytes` of text, or one report, is a good
// measure; all are in memory at once.
std::vector<Reading> read_together(std::vector<Report> reports, const Resources& resources, Model::Scratch& scratch);
constexpr std::size_t turn_reports = 32;
constexpr std::uint64_t turn_bytes = 48u << 10;

// A report that was not wanted: stored already.
struct Skipped {
    std::string document_id, source_id, input;
};

struct ReadOptions {
    unsigned threads = 0;  // 0: one a core
    IngestOptions ingest;
    RowOptions rows;
    const std::atomic<bool>* stop = nullptr;  // set by a signal handler: finish what is under way, take no more
    // False: skip it, it is stored already. Called on the ingest thread.
    std::function<bool(const std::string& document_id, const Source&)> wanted;
    // Told of each skipped report, in order, on the calling thread.
    std::function<void(const Skipped&)> skipped;
};

struct ReadCounts {
    std::uint64_t reports = 0, skipped = 0, failed = 0;
    bool interrupted = false;
};

// Hands the rows of each report, or the fault in its place, to `take` in order; `take` returns false to stop.
ReadCounts read_all(const std::vector<std::string>& inputs, const Resources& resources, const ReadOptions& options,
                    const std::function<bool(Result<ReportRows>)>& take);

}  // namespace readout
