// stories: the reports of many outlets in, what they have in common out: repeated texts, things said, things that happened,
// disputes, stories.
//
// Rows in (one reading each), records across them out, with the keys of the single records that they fill. Careful rather than
// greedy: two records are one only where nothing known of them speaks against it and enough for it.
//   near duplicates  shared word 5-grams, at least 80 % of the shorter text (Broder 1997, containment)
//   utterances       the same quoted words of the same speaker within a week
//   happenings       plain events of one category with the same actors and recipients, days and places that agree
//   disputes         what the events of one happening give differently: numbers so far
//   stories          TF-IDF over the opening, names twice, average linkage cut at 0.20 (ECB+: docs/stories.md), days apart weaken
// Pure function of the set of reports, in their order; the same records out whatever the number of threads. Memory: all reports
// at once.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "record/record.h"

namespace readout {

struct Linked {
    std::vector<Row> records;  // utterances, happenings, disputes, stories
    std::vector<Link> links;   // near_duplicate_of, story, utterance, happening
};

Linked link_reports(const std::vector<ReportRows>& reports);

// The record's JSON with its links filled in.
std::string with_links(std::string json, std::string_view id, const std::vector<Link>& sorted_links);
void sort_links(std::vector<Link>& links);

// The parts, for tests and measurement: for each report the number of the first one it belongs with.
std::vector<std::size_t> near_duplicates(const std::vector<ReportRows>& reports);
std::vector<std::size_t> group_stories(const std::vector<ReportRows>& reports);

}  // namespace readout
