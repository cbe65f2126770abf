// Sentences a second of the time room alone (no parse), on one core; the answers are checked first.
//
//   bench_time [FILE]    without a file: the report below, over and over
#include "time/time.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/file.h"
#include "text/text.h"

namespace {

using namespace readout;

constexpr const char* sample =
    "The foreign ministers of two neighbouring states met on Wednesday in a small town by the river, their spokesmen said, and "
    "agreed "
    "to reopen the crossing that was closed in March 2019. The talks were the third this year.\n\n"
    "Neither side would say who is to pay for the bridge. A commission of twelve will report in six weeks, and the presidents "
    "are to "
    "meet in early May. The two states fought a war for three years before they signed a truce on 12 November 1998.\n\n"
    "Shells fell near the village again last night, two days after the truce was renewed. The army said that nobody was hurt, "
    "but "
    "people in the village told reporters that a farmer had lost his barn and most of his cattle.\n\n"
    "The opposition called the agreement a surrender. Its leader said that parliament had not been asked, that the money was not "
    "there and that the bridge led nowhere. The minister answered that bridges lead somewhere once they are built.\n\n";

bool right_answers(const TimeRules& rules) {
    Report report;
    report.text = sample;
    report.source.published = parse_day("2022-03-30");
    const Document document = segment(report);
    const Parse none;
    const TimeRefs times = find_times(document, none, Tree(document, none), rules);
    return times.timexes.size() >= 8 && times.timexes[0].value == "2022-03-30" && times.timexes[1].value == "2019-03";
}

std::vector<Document> documents_of(const std::string& text) {
    std::vector<Document> documents;
    for (int i = 0; i < 200; ++i) {
        Report report;
        report.text = text;
        report.source.published = parse_day("2022-03-30");
        documents.push_back(segment(std::move(report)));
    }
    return documents;
}

}  // namespace

int main(int argc, char** argv) {
    const auto folder = data_folder();
    const auto rules = folder ? TimeRules::load(*folder) : Result<TimeRules>(folder.fault());
    if (!rules) {
        std::fprintf(stderr, "bench_time: %s\n", rules.fault().line().c_str());
        return 1;
    }
    if (!right_answers(*rules)) {
        std::fprintf(stderr, "bench_time: wrong answers, nothing timed\n");
        return 1;
    }
    std::string text = sample;
    if (argc > 1) {
        auto read = read_file(argv[1]);
        if (!read) {
            std::fprintf(stderr, "bench_time: %s\n", read.fault().line().c_str());
            return 1;
        }
        text = std::move(*read);
    }
    const std::vector<Document> documents = documents_of(text);
    const Parse none;
    double best = 0;
    for (int round = 0; round < 5; ++round) {
        std::size_t sentences = 0, found = 0;
        const std::clock_t start = std::clock();  // of this process, so that neighbours on the machine do not count
        for (const Document& document : documents) {
            found += find_times(document, none, Tree(document, none), *rules).timexes.size();
            sentences += document.sentences.size();
        }
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        if (found > 0) best = std::max(best, static_cast<double>(sentences) / seconds);
    }
    std::printf("time: %.0f sentences/s on one core\n", best);
    return 0;
}
