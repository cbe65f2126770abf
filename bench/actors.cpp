// How fast the cast of a report is found. bench_actors INPUT… (as `readout read` takes them): parses first, then times
// find_actors alone, on one core, after checking that a known office resolves. Also the time to load the knowledge and its size.
#include "actors/actors.h"

#include <chrono>
#include <cstdio>
#include <vector>

#include "actors/knowledge.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "text/text.h"
#include "time/time.h"

using namespace readout;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

struct Read {
    Document document;
    Parse parse;
    TimeRefs times;
};

}  // namespace

int main(int count, char** arguments) {
    auto folder = data_folder();
    if (!folder) return 1;
    const auto loading = Clock::now();
    auto knowledge = Knowledge::load(*folder);
    const double load = seconds_since(loading);
    auto model = Model::load();
    auto rules = TimeRules::load(*folder);
    if (!knowledge || !model || !rules) return 1;
    const auto& k = knowledge->inside();
    double sure = 0;
    std::string holder;
    for (const std::uint32_t r : k.seat(*k.actor_of_code("RUS"), actors::bit(actors::Office::FM))) {
        if (actors::held(k.roles[r], parse_day("2022-03-30")->number) == actors::Held::certain)
            holder = k.text(k.actors[k.roles[r].person].name), ++sure;
    }
    if (sure != 1 || holder != "Sergey Lavrov") {
        std::fprintf(stderr, "the answer is wrong: %s\n", holder.c_str());
        return 1;
    }
    std::vector<Read> reports;
    std::size_t sentences = 0, tokens = 0;
    auto scratch = model->scratch();
    read_reports({arguments + 1, arguments + count}, {}, [&](Result<Report> report) {
        if (!report) return true;
        Read read{segment(std::move(*report)), {}, {}};
        read.parse = model->parse(read.document, *scratch);
        read.times = find_times(read.document, read.parse, Tree(read.document, read.parse), *rules);
        sentences += read.document.sentences.size();
        tokens += read.document.tokens.size();
        reports.push_back(std::move(read));
        return true;
    });
    double best = 1e9;
    std::size_t mentions = 0;
    for (int round = 0; round < 3; ++round) {
        const auto begun = Clock::now();
        mentions = 0;
        for (const Read& read : reports)
            mentions +=
                find_actors(read.document, read.parse, Tree(read.document, read.parse), read.times, *knowledge).mentions.size();
        best = std::min(best, seconds_since(begun));
    }
    std::printf("load %.1f ms; %zu reports, %zu sentences, %zu tokens, %zu mentions: %.0f sentences/s, %.2f us a token\n",
                load * 1e3, reports.size(), sentences, tokens, mentions, static_cast<double>(sentences) / best,
                best / static_cast<double>(tokens) * 1e6);
    return 0;
}
