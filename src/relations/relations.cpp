#include "relations/relations.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "record/json.h"
#include "record/read_json.h"

namespace readout {
namespace {

constexpr const char* undated = "undated";

std::string period_of(Day day, const std::string& by) {
    const std::string text = format_day(day);
    if (by == "day") return text;
    if (by == "month") return text.substr(0, 7);
    return by == "year" ? text.substr(0, 4) : "all";
}

// The one period that a date lies in; a date of another grain, or half open, lies in none.
std::string period_of(JsonValue record, const std::string& by) {
    const auto date = json_at(record, "date");
    if (!date) return undated;
    const auto start = json_day(*date, "start"), end = json_day(*date, "end");
    if (!start || !end) return undated;
    const std::string first = period_of(*start, by), last = period_of(*end, by);
    return first == last ? first : undated;
}

// A statement's day is often known only as "by the day of the report", which is then taken.
std::string period_said(JsonValue record, const std::string& by) {
    const auto date = json_at(record, "date");
    if (!date) return undated;
    const auto start = json_day(*date, "start"), end = json_day(*date, "end");
    return end && !start ? period_of(*end, by) : period_of(record, by);
}

// The rows of one direction, by period.
using Rows = std::map<std::string, RelationRow>;

class Adder {
public:
    Adder(Store& store, const RelationQuery& query) : store_(store), query_(query) {}

    Result<Rows> direction(const std::string& actor, const std::string& recipient) {
        rows_.clear();
        seen_.clear();
        Query events = base("event");
        events.actor = actor;
        events.recipient = recipient;
        if (auto done = add_events(events, false); !done) return done.fault();
        // Sides that act alike, without a recipient: each to the other.
        events.recipient.clear();
        events.named = {recipient};
        if (auto done = add_events(events, true); !done) return done.fault();
        Query statements = base("statement");
        statements.speaker = actor;
        statements.about = recipient;
        if (auto done = add_statements(statements); !done) return done.fault();
        return std::move(rows_);
    }

private:
    Query base(const char* kind) const {
        Query query;
        query.kind = kind;
        query.from = query_.from;
        query.to = query_.to;
        if (query_.confidence > 0)
            query.where.push_back({"confidence", Condition::Op::at_least, std::to_string(query_.confidence)});
        return query;
    }

    Result<void> add_events(Query query, bool together) {
        std::string moods;
        for (const std::string& mood : query_.moods) moods += (moods.empty() ? "" : ",") + mood;
        query.where.push_back({"auxiliary", Condition::Op::one_of, moods});
        return store_.find(query, [&](const std::string& json) {
            JsonValue event;
            if (parser_.parse(json).get(event)) return true;
            if (together && (!json_items(event, "recipient").empty() || json_items(event, "actor").size() < 2)) return true;
            const std::string_view happening = json_text(event, "happening");
            if (!seen_.insert(std::string(happening.empty() ? json_text(event, "id") : happening)).second) return true;
            RelationRow& row = rows_[period_of(event, query_.by)];
            ++row.n;
            const auto quad = json_number(event, "quad_code"), scale = json_number(event, "event_scale");
            if (quad && *quad >= 1 && *quad <= 4) ++row.counts[static_cast<std::size_t>(*quad) - 1];
            if (scale) row.scale_sum += *scale, ++row.scaled;
            return true;
        });
    }

    Result<void> add_statements(const Query& query) {
        return store_.find(query, [&](const std::string& json) {
            JsonValue statement;
            if (parser_.parse(json).get(statement)) return true;
            const std::string_view utterance = json_text(statement, "utterance");
            if (!utterance.empty() && !seen_.insert(std::string(utterance)).second) return true;
            ++rows_[period_said(statement, query_.by)].statements;
            return true;
        });
    }

    Store& store_;
    const RelationQuery& query_;
    simdjson::dom::parser parser_;
    Rows rows_;
    std::set<std::string> seen_;
};

Result<std::map<std::string, Coverage>> coverage_of(Store& store, const RelationQuery& query, std::vector<std::string> named) {
    Query documents;
    documents.named = std::move(named);
    documents.from = query.from;
    documents.to = query.to;
    const auto found = store.coverage(documents, query.by);
    if (!found) return found.fault();
    std::map<std::string, Coverage> out;
    for (const Coverage& one : *found) out[one.period.empty() ? undated : one.period] = one;
    return out;
}

std::string decimal(double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.2f", value);
    return buffer;
}

}  // namespace

Result<std::vector<RelationRow>> relations(Store& store, const RelationQuery& query) {
    if (query.a.empty() || query.b.empty()) return Fault{FaultKind::usage, "a relation has two sides", {}, "name both"};
    static const std::set<std::string> known = {"plain", "negation", "hypothetical", "future", "historical"};
    for (const std::string& mood : query.moods)
        if (!known.contains(mood))
            return Fault{FaultKind::usage, "no mood '" + mood + "'", {}, "plain, negation, hypothetical, future, historical"};
    const auto read = coverage_of(store, query, {});
    if (!read) return read.fault();
    const auto naming = coverage_of(store, query, {query.a, query.b});
    if (!naming) return naming.fault();
    Adder adder(store, query);
    auto there = adder.direction(query.a, query.b);
    if (!there) return there.fault();
    auto back = adder.direction(query.b, query.a);
    if (!back) return back.fault();

    std::set<std::string> periods;
    for (const auto& [period, one] : *read) periods.insert(period);
    for (const Rows* rows : {&*there, &*back})
        for (const auto& [period, one] : *rows) periods.insert(period);  // "undated" sorts after every number
    std::vector<RelationRow> out;
    for (const std::string& period : periods) {
        for (const auto& [rows, actor, recipient] : {std::tuple{&*there, &query.a, &query.b}, {&*back, &query.b, &query.a}}) {
            RelationRow row = (*rows)[period];
            row.actor = *actor;
            row.recipient = *recipient;
            row.period = period;
            if (const auto found = read->find(period); found != read->end()) row.read = found->second;
            if (const auto found = naming->find(period); found != naming->end()) row.naming = found->second;
            out.push_back(std::move(row));
        }
    }
    return out;
}

std::string relation_json(const RelationRow& row, const RelationQuery& query) {
    static constexpr std::string_view quads[] = {"verbal_cooperation", "material_cooperation", "verbal_conflict",
                                                 "material_conflict"};
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    JsonWriter json;
    json.begin_object().key("kind").string("relation").key("actor").string(row.actor).key("recipient").string(row.recipient);
    json.key("period").string(row.period).key("counts").begin_object();
    for (std::size_t i = 0; i < 4; ++i) json.key(quads[i]).number(number(row.counts[i]));
    json.end_object().key("n").number(number(row.n)).key("event_scale_sum").decimal(row.scale_sum, 1).key("event_scale_mean");
    row.scaled == 0 ? json.null() : json.decimal(row.scale_sum / static_cast<double>(row.scaled), 2);
    json.key("statements").number(number(row.statements));
    for (const auto& [name, coverage] : {std::pair{"read", &row.read}, {"naming", &row.naming}}) {
        json.key(name)
            .begin_object()
            .key("reports")
            .number(number(coverage->reports))
            .key("outlets")
            .number(number(coverage->outlets));
        json.key("origins").number(number(coverage->origins)).end_object();
    }
    json.key("filters").begin_object().key("mood").begin_array();
    for (const std::string& mood : query.moods) json.string(mood);
    json.end_array().key("confidence").decimal(query.confidence, 2).end_object().end_object();
    return json.take();
}

const std::vector<std::string>& relation_columns() {
    static const std::vector<std::string> columns = {"period",
                                                     "actor",
                                                     "recipient",
                                                     "verbal_cooperation",
                                                     "material_cooperation",
                                                     "verbal_conflict",
                                                     "material_conflict",
                                                     "n",
                                                     "event_scale_sum",
                                                     "event_scale_mean",
                                                     "statements",
                                                     "reports",
                                                     "outlets",
                                                     "origins",
                                                     "reports_naming",
                                                     "outlets_naming",
                                                     "origins_naming"};
    return columns;
}

std::vector<std::string> relation_cells(const RelationRow& row) {
    std::vector<std::string> cells = {row.period, row.actor, row.recipient};
    for (const std::uint64_t count : row.counts) cells.push_back(std::to_string(count));
    cells.push_back(std::to_string(row.n));
    cells.push_back(decimal(row.scale_sum));
    cells.push_back(row.scaled == 0 ? "" : decimal(row.scale_sum / static_cast<double>(row.scaled)));
    cells.push_back(std::to_string(row.statements));
    for (const Coverage* one : {&row.read, &row.naming})
        for (const std::uint64_t value : {one->reports, one->outlets, one->origins}) cells.push_back(std::to_string(value));
    return cells;
}

}  // namespace readout
