// Megabytes of plain text cut into tokens and sentences in a second, on one core; the answers are checked first.
//
//   bench_text [FILE]    without a file: the text below, over and over
#include "text/text.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "base/file.h"

namespace {

using namespace readout;

constexpr const char* sample =
    "TUNXI, March 30 (Agency) — The foreign ministers of two neighbouring states met on Wednesday in a small town by the river, "
    "their spokesmen said, and agreed to reopen the crossing that was closed in 2019.\n\n"
    "“We don't want a quarrel over $3.5 million,” Gen. J. Ostrov told reporters at 4:30 p.m. “It can't go on.” He wouldn't say "
    "who'd pay; "
    "the U.S. side, which had asked for a two-day meeting, left early.\n\n"
    "According to the ministry's statement, the talks (the third this year) were “useful, open and long-awaited”. A 12-page "
    "paper, "
    "published at https://ministry.example.org/papers/12?lang=en, lists 1,204 people whose pensions are still unpaid.\n\n";

bool right_answers() {
    Report report;
    report.text = sample;
    const Document document = segment(report);
    return document.dateline && document.sentences.size() == 7 && document.word(document.sentences[2].first) == "“";
}

double megabytes_a_second(const std::string& text, Document (*cut)(std::string)) {
    double best = 0;
    for (int round = 0; round < 5; ++round) {
        std::string copy = text;
        const std::clock_t start = std::clock();  // of this process, so that neighbours on the machine do not count
        const Document document = cut(std::move(copy));
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        if (document.tokens.empty()) return 0;
        best = std::max(best, static_cast<double>(text.size()) / 1e6 / seconds);
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    if (!right_answers()) {
        std::fprintf(stderr, "bench_text: wrong answers, nothing timed\n");
        return 1;
    }
    std::string text;
    if (argc > 1) {
        auto read = read_file(argv[1]);
        if (!read) {
            std::fprintf(stderr, "bench_text: %s\n", read.fault().line().c_str());
            return 1;
        }
        text = std::move(*read);
    } else {
        // A paragraph that comes again is boilerplate: each copy gets its own number.
        for (int day = 1; text.size() < 8'000'000; ++day)
            for (std::string_view rest = sample; !rest.empty();) {
                const std::size_t end = rest.find("\n\n") + 2;
                text += "On day " + std::to_string(day) + " it was written: ";
                text += rest.substr(0, end);
                rest.remove_prefix(end);
            }
    }
    std::printf("running text  %6.1f MB/s\n",
                megabytes_a_second(text, [](std::string t) { return segment_running_text(std::move(t)); }));
    std::printf("reports       %6.1f MB/s\n", megabytes_a_second(text, [](std::string t) {
                    Report report;
                    report.text = std::move(t);
                    return segment(std::move(report));
                }));
    std::printf("normal form   %6.1f MB/s\n", megabytes_a_second(text, [](std::string t) {
                    Document document;
                    document.tokens.resize(normal_form(t).map.size());
                    return document;
                }));
}
