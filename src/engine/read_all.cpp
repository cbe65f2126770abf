#include <algorithm>
#include <thread>
#include <vector>

#include "engine/engine.h"
#include "engine/pipeline.h"

namespace readout {
namespace {

constexpr std::uint64_t most_bytes_under_way = 256u << 20;

// What a worker hands on: rows, a fault, or word that the report was not wanted.
struct Outcome {
    std::optional<Result<ReportRows>> result;  // nothing: skipped
};

}  // namespace

ReadCounts read_all(const std::vector<std::string>& inputs, const Resources& resources, const ReadOptions& options,
                    const std::function<bool(Result<ReportRows>)>& take) {
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    const auto stopped = [&] { return options.stop != nullptr && options.stop->load(std::memory_order_relaxed); };
    Pipeline<std::optional<Result<Report>>, Outcome> pipeline(8 * std::size_t{threads}, most_bytes_under_way);

    std::jthread producer([&] {
        read_reports(inputs, options.ingest, [&](Result<Report> report) {
            if (stopped()) return false;
            if (report && options.wanted && !options.wanted(report->source, report->text)) return pipeline.push(std::nullopt, 0);
            const std::uint64_t weight = report ? report->text.size() : 0;
            return pipeline.push(std::move(report), weight);
        });
        pipeline.finish();
    });

    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            const Model::ScratchPtr scratch = resources.model.scratch();
            pipeline.run([&](std::optional<Result<Report>> report) -> Outcome {
                if (!report) return {};
                if (!*report) return {Result<ReportRows>(report->fault())};
                return {Result<ReportRows>(to_rows(read_report(std::move(**report), resources, *scratch), options.rows))};
            });
        });
    }

    ReadCounts counts;
    while (auto outcome = pipeline.next()) {
        if (!outcome->result) {
            ++counts.skipped;
            continue;
        }
        ++(outcome->result->ok() ? counts.reports : counts.failed);
        if (!take(std::move(*outcome->result))) break;
    }
    pipeline.close();
    counts.interrupted = stopped();
    return counts;
}

}  // namespace readout
