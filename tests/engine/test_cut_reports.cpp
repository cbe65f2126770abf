// Reports that break off anywhere: no room may read past the end of what there is.
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "support/cases.h"

namespace readout {
namespace {

std::vector<Report> samples() {
    std::vector<Report> out;
    read_reports({test::source_folder() + "/data/samples/reports.jsonl"}, {}, [&](Result<Report> report) {
        if (report) out.push_back(std::move(*report));
        return true;
    });
    return out;
}

// True where every span of the reading lies in its text.
bool in_bounds(const Reading& reading) {
    const std::size_t size = reading.document.text.size();
    for (const Statement& statement : reading.statements) {
        for (const Span& span : statement.content)
            if (span.start >= span.end || span.end > size) return false;
    }
    return true;
}

TEST(CutReports, AreReadToWhereTheyEnd) {
    auto resources = Resources::load();
    ASSERT_TRUE(resources.ok()) << resources.fault().line();
    const auto scratch = resources->model.scratch();
    const std::vector<Report> reports = samples();
    ASSERT_GE(reports.size(), 8u);
    std::size_t read = 0;
    for (const Report& whole : reports) {
        for (std::size_t end = 1; end < whole.text.size(); ++end) {
            const bool word_ends = whole.text[end] == ' ' && whole.text[end - 1] != ' ';
            if (!word_ends) continue;
            Report cut = whole;
            cut.text.resize(end);
            // by turns the text alone, the last line as a title without text, and both
            const std::size_t line = cut.text.rfind('\n');
            if (read % 3 == 1)
                cut.source.title = line == std::string::npos ? cut.text : cut.text.substr(line + 1), cut.text.clear();
            if (read % 3 == 2) cut.source.title = cut.text.substr(0, std::min<std::size_t>(cut.text.size(), 90));
            const Reading reading = read_report(std::move(cut), *resources, *scratch);
            EXPECT_TRUE(in_bounds(reading)) << whole.text.substr(0, end);
            ++read;
        }
    }
    EXPECT_GT(read, 700u);
}

}  // namespace
}  // namespace readout
