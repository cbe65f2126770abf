#include <algorithm>
#include <thread>
#include <variant>
#include <vector>

#include "engine/engine.h"
#include "engine/pipeline.h"

namespace readout {
namespace {

constexpr std::uint64_t most_bytes_under_way = 256u << 20;

// What goes to a worker, and what comes from it.
using Job = std::variant<Report, Fault, Skipped>;
using Outcome = std::variant<ReportRows, Fault, Skipped>;

// The reports among the jobs are read together; each outcome stands where its job stood.
std::vector<Outcome> read_jobs(std::vector<Job> jobs, const Resources& resources, Model::Scratch& scratch,
                               const RowOptions& options) {
    std::vector<Report> reports;
    for (Job& job : jobs) {
        if (Report* report = std::get_if<Report>(&job)) reports.push_back(std::move(*report));
    }
    const std::vector<Reading> readings = read_together(std::move(reports), resources, scratch);
    std::vector<Outcome> outcomes;
    auto next = readings.begin();
    for (Job& job : jobs) {
        if (Fault* fault = std::get_if<Fault>(&job)) {
            outcomes.emplace_back(std::move(*fault));
        } else if (Skipped* skipped = std::get_if<Skipped>(&job)) {
            outcomes.emplace_back(std::move(*skipped));
        } else {
            outcomes.emplace_back(to_rows(*next++, options));
        }
    }
    return outcomes;
}

}  // namespace

ReadCounts read_all(const std::vector<std::string>& inputs, const Resources& resources, const ReadOptions& options,
                    const std::function<bool(Result<ReportRows>)>& take) {
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    const auto stopped = [&] { return options.stop != nullptr && options.stop->load(std::memory_order_relaxed); };
    Pipeline<Job, Outcome> pipeline(turn_reports * std::size_t{threads}, most_bytes_under_way);

    std::jthread producer([&] {
        read_reports(inputs, options.ingest, [&](Result<Report> report) {
            if (stopped()) return false;
            if (!report) return pipeline.push(report.fault(), 0);
            if (options.wanted) {
                const std::string id = document_id(report->source, report->text);
                if (!options.wanted(id, report->source))
                    return pipeline.push(Skipped{id, report->source.id, report->source.input}, 0);
            }
            const std::uint64_t weight = report->text.size();
            return pipeline.push(std::move(*report), weight);
        });
        pipeline.finish();
    });

    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            const Model::ScratchPtr scratch = resources.model.scratch();
            pipeline.run_together({turn_reports, turn_bytes}, [&](std::vector<Job> jobs) {
                return read_jobs(std::move(jobs), resources, *scratch, options.rows);
            });
        });
    }

    ReadCounts counts;
    while (auto outcome = pipeline.next()) {
        if (const Skipped* skipped = std::get_if<Skipped>(&*outcome)) {
            ++counts.skipped;
            if (options.skipped) options.skipped(*skipped);
        } else if (Fault* fault = std::get_if<Fault>(&*outcome)) {
            ++counts.failed;
            if (!take(std::move(*fault))) break;
        } else {
            ++counts.reports;
            if (!take(std::get<ReportRows>(std::move(*outcome)))) break;
        }
    }
    pipeline.close();
    counts.interrupted = stopped();
    return counts;
}

}  // namespace readout
