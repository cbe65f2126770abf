// relations: what the events between two actors add up to, period by period. A store in, rows out.
//
// A directed dyad (A to B, and B to A) and a period: how many happenings of each quad class, their number, sum and mean of
// PLOVER's event scale, how many statements of A speak about B; and beside them what was read at all, without which no count
// means anything. Counted are happenings: events that stories have found to be one are one; an event alone is one. By default
// plain ones (said to have happened, not denied, feared, planned, or recalled). A date that does not lie in one period is counted
// in the row "undated". Periods without an event are rows of zeros where reports were read, and none where none were. Thread
// rule: that of the Store.   Method and weak spots: docs/relations.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace readout {

struct RelationQuery {
    std::string a, b;          // as Query::actor
    std::string by = "month";  // day | month | year | all
    std::optional<Day> from, to;
    std::vector<std::string> moods = {"plain"};  // plain negation hypothetical future historical
    double confidence = 0;                       // at least
};

struct RelationRow {
    std::string actor, recipient;           // as asked for
    std::string period;                     // "2022-03"; "undated"
    std::array<std::uint64_t, 4> counts{};  // verbal cooperation, material cooperation, verbal conflict, material conflict
    std::uint64_t n = 0;                    // happenings, those without a quad class included
    double scale_sum = 0;
    std::uint64_t scaled = 0;      // happenings with an event scale: the mean is scale_sum / scaled
    std::uint64_t statements = 0;  // of `actor` about `recipient`
    Coverage read;                 // all reports of the period
    Coverage naming;               // those that name either side
};

// Both directions of each period, periods in order, the undated last.
Result<std::vector<RelationRow>> relations(Store& store, const RelationQuery& query);

// A row as a record (docs/records.md, relation), and as cells.
std::string relation_json(const RelationRow& row, const RelationQuery& query);
const std::vector<std::string>& relation_columns();
std::vector<std::string> relation_cells(const RelationRow& row);

}  // namespace readout
