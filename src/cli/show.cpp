// readout show: what a store holds, as a table.
#include <algorithm>
#include <map>

#include "base/tsv.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "record/json.h"
#include "record/read_json.h"
#include "store/store.h"

namespace readout::cli {
namespace {

struct Shown {
    std::string_view name;  // as typed
    std::string_view kind;
};
constexpr Shown shown_kinds[] = {{"documents", "document"},   {"statements", "statement"}, {"events", "event"},
                                 {"happenings", "happening"}, {"utterances", "utterance"}, {"disputes", "dispute"},
                                 {"stories", "story"}};

Result<Query> query_of(const Arguments& arguments, std::string_view kind) {
    Query query;
    query.kind = kind;
    query.actor = arguments.text("actor");
    query.recipient = arguments.text("recipient");
    query.speaker = arguments.text("speaker");
    query.about = arguments.text("about");
    query.event = arguments.text("event");
    query.outlet = arguments.text("outlet");
    query.text = arguments.text("text");
    for (const auto& [name, to] : {std::pair{"from", &query.from}, {"to", &query.to}}) {
        const std::string_view given = arguments.text(name);
        if (given.empty()) continue;
        *to = parse_day(given);
        if (!*to)
            return Fault{FaultKind::usage, "'" + std::string(given) + "' is no day", "readout show",
                         std::string("--") + name + " YYYY-MM-DD"};
    }
    for (const std::string_view condition : split(arguments.text("where"), ' ')) {
        if (condition.empty()) continue;
        const std::size_t equals = condition.find('=');
        const std::string_view left = condition.substr(0, equals);
        const std::size_t under = left.find("__");
        const auto op = parse_op(under == std::string_view::npos ? "" : left.substr(under + 2));
        if (equals == std::string_view::npos || !op)
            return Fault{FaultKind::usage, "'" + std::string(condition) + "' is no condition", "readout show",
                         "--where \"voice=direct confidence__gte=0.8\""};
        query.where.push_back({std::string(left.substr(0, under)), *op, std::string(condition.substr(equals + 1))});
    }
    return query;
}

std::string day_or_range(JsonValue record, std::string_view key) {
    const auto date = json_at(record, key);
    if (!date) return {};
    std::string_view text;
    if (!date->get(text)) return std::string(text);
    const std::string start(json_text(*date, "start")), end(json_text(*date, "end"));
    if (start == end) return start;
    if (start.empty()) return "≤ " + end;
    if (end.empty()) return "≥ " + start;
    const std::string_view precision = json_text(*date, "precision");
    if (precision == "month") return start.substr(0, 7);
    if (precision == "year") return start.substr(0, 4);
    return start + "…" + end.substr(start.substr(0, 4) == end.substr(0, 4) ? 5 : 0);
}

std::string people(JsonValue record, std::string_view key) {
    std::string out;
    for (const JsonValue entity : json_items(record, key)) {
        if (!out.empty()) out += ", ";
        const std::string_view name = json_text(entity, "name"), code = json_text(entity, "code");
        out += name.empty() ? json_text(entity, "text") : name;
        if (!code.empty())
            out += " [" + std::string(code) +
                   (json_text(entity, "sector").empty() ? "" : " " + std::string(json_text(entity, "sector"))) + "]";
    }
    return out;
}

std::string words(JsonValue record, std::string_view key) {
    std::string out;
    for (const JsonValue span : json_items(record, key)) out += (out.empty() ? "" : " … ") + std::string(json_text(span, "text"));
    return out;
}

// A few columns of each kind for a terminal; every column goes to TSV and CSV.
struct Brief {
    std::vector<TableColumn> columns;
    std::vector<std::string> (*cells)(JsonValue record, Store& store);
};

std::string how_many(Store& store, JsonValue document, const char* kind) {
    Query query;
    query.kind = kind;
    query.document = json_text(document, "id");
    const auto count = store.count(query);
    return count ? std::to_string(*count) : std::string();
}

const Brief& brief_of(std::string_view kind) {
    static const std::map<std::string_view, Brief> briefs = {
        {"document",
         {{{"published"},
           {"outlet", true},
           {"origin", true},
           {"title", true},
           {"statements", false, true},
           {"events", false, true},
           {"id"}},
          [](JsonValue r, Store& store) -> std::vector<std::string> {
              std::string title(json_text(r, "title"));
              if (title.empty()) title = std::string(json_text(r, "text").substr(0, 300));
              const auto outlet = json_at(r, "outlet");
              return {day_or_range(r, "published"),        outlet ? std::string(json_text(*outlet, "name")) : "",
                      std::string(json_text(r, "origin")), title,
                      how_many(store, r, "statement"),     how_many(store, r, "event"),
                      std::string(json_text(r, "id"))};
          }}},
        {"statement",
         {{{"date"}, {"speaker", true}, {"cue", true}, {"content", true}, {"id"}},
          [](JsonValue r, Store&) -> std::vector<std::string> {
              std::string cue = words(r, "cue");
              if (json_text(r, "polarity") == "negated") cue = "not: " + cue;
              return {day_or_range(r, "date"), people(r, "speakers"), cue, words(r, "content"), std::string(json_text(r, "id"))};
          }}},
        {"event",
         {{{"date"}, {"actor", true}, {"event"}, {"recipient", true}, {"words", true}, {"where", true}, {"mood"}, {"id"}},
          [](JsonValue r, Store&) -> std::vector<std::string> {
              const auto location = json_at(r, "location");
              std::string mood(json_text(r, "auxiliary"));
              if (mood.empty()) mood = json_text(r, "statement").empty() ? "plain" : "plain, as said";
              return {day_or_range(r, "date"),
                      people(r, "actor"),
                      std::string(json_text(r, "event")),
                      people(r, "recipient"),
                      words(r, "event_text"),
                      location ? std::string(json_text(*location, "name")) : "",
                      mood,
                      std::string(json_text(r, "id"))};
          }}},
    };
    static const Brief none{};
    const auto found = briefs.find(kind);
    return found == briefs.end() ? none : found->second;
}

int show_table(Store& store, Query query, Console& console) {
    const auto page = store.page(query);
    if (!page) return report_fault(page.fault(), console);
    const Brief& brief = brief_of(query.kind);
    std::vector<TableColumn> columns = brief.columns;
    if (columns.empty())
        for (const std::string_view name : flat_columns(query.kind)) columns.push_back({std::string(name), name != "id"});
    std::vector<std::vector<std::string>> rows;
    simdjson::dom::parser parser;
    for (const std::string& json : page->items) {
        JsonValue record;
        if (brief.cells == nullptr) {
            rows.push_back(flat_cells(query.kind, json));
        } else if (!parser.parse(json).get(record)) {
            rows.push_back(brief.cells(record, store));
        }
    }
    print_table(columns, rows, console);
    if (page->total > rows.size()) console.err << rows.size() << " of " << page->total << "; all with --limit 0\n";
    return exit_done;
}

int show_lines(Store& store, const Query& query, Form form, Console& console) {
    if (form == Form::tsv || form == Form::csv) {
        std::vector<std::string> header;
        for (const std::string_view name : flat_columns(query.kind)) header.emplace_back(name);
        print_row(header, form, console.out);
    }
    bool first = true;
    const auto done = store.find(query, [&](const std::string& json) {
        if (form == Form::json) {
            console.out << (first ? "[" : ",\n ") << json;
        } else if (form == Form::jsonl) {
            console.out << json << "\n";
        } else {
            print_row(flat_cells(query.kind, json), form, console.out);
        }
        first = false;
        return console.out.good();
    });
    if (form == Form::json) console.out << (first ? "[]\n" : "]\n");
    if (!done) return report_fault(done.fault(), console);
    return console.out.good() ? exit_done : exit_failed;
}

void show_rows(const std::vector<TableColumn>& columns, const std::vector<std::vector<std::string>>& rows, Form form,
               Console& console) {
    if (form == Form::table) return print_table(columns, rows, console);
    if (form == Form::tsv || form == Form::csv) {
        std::vector<std::string> header;
        for (const TableColumn& column : columns) header.push_back(column.name);
        print_row(header, form, console.out);
        for (const auto& row : rows) print_row(row, form, console.out);
        return;
    }
    JsonWriter all;
    if (form == Form::json) all.begin_array();
    for (const auto& row : rows) {
        JsonWriter json;
        json.begin_object();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            json.key(columns[i].name);
            columns[i].right ? json.raw(row[i].empty() ? "0" : row[i]) : json.string_or_null(row[i]);
        }
        json.end_object();
        if (form == Form::jsonl) {
            console.out << json.text() << "\n";
        } else {
            all.raw(json.text());
        }
    }
    if (form == Form::json) console.out << all.end_array().text() << "\n";
}

// Who takes part, and how often as what.
int show_actors(Store& store, const Query& query, std::uint64_t limit, Form form, Console& console) {
    static constexpr std::string_view roles[] = {"speaker", "actor", "recipient", "about", "relay"};
    std::map<std::string, std::array<std::uint64_t, std::size(roles)>> counts;
    for (std::size_t i = 0; i < std::size(roles); ++i) {
        const auto facets = store.facet(query, roles[i], 1000000);
        if (!facets) return report_fault(facets.fault(), console);
        for (const Facet& one : *facets) counts[one.value][i] += one.count;
    }
    std::vector<std::pair<std::uint64_t, std::string>> order;
    for (const auto& [name, by_role] : counts) {
        std::uint64_t sum = 0;
        for (const std::uint64_t n : by_role) sum += n;
        order.emplace_back(sum, name);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (limit != 0 && order.size() > limit) order.resize(limit);
    std::vector<TableColumn> columns = {{"actor", true}};
    for (const std::string_view role : roles) columns.push_back({"as_" + std::string(role), false, true});
    std::vector<std::vector<std::string>> rows;
    for (const auto& [sum, name] : order) {
        rows.push_back({name});
        for (const std::uint64_t n : counts[name]) rows.back().push_back(std::to_string(n));
    }
    show_rows(columns, rows, form, console);
    return exit_done;
}

// What was published, said and done, day by day. A record without a day is counted in the last row.
int show_timeline(Store& store, Query query, std::uint64_t limit, Form form, Console& console) {
    std::map<std::string, std::array<std::uint64_t, 3>> days;
    static constexpr const char* kinds[] = {"document", "statement", "event"};
    for (std::size_t i = 0; i < 3; ++i) {
        query.kind = kinds[i];
        simdjson::dom::parser parser;
        const auto done = store.find(query, [&](const std::string& json) {
            JsonValue record;
            if (parser.parse(json).get(record)) return true;
            const auto date = json_at(record, i == 0 ? "published" : "date");
            std::string day(date ? json_text(*date, "start") : "");
            if (day.empty() && i == 1 && date) day = json_text(*date, "end");
            ++days[day.empty() ? "~" : day][i];
            return true;
        });
        if (!done) return report_fault(done.fault(), console);
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& [day, counts] : days) {
        if (limit != 0 && rows.size() == limit) break;
        rows.push_back(
            {day == "~" ? "undated" : day, std::to_string(counts[0]), std::to_string(counts[1]), std::to_string(counts[2])});
    }
    show_rows({{"day"}, {"reports", false, true}, {"statements", false, true}, {"events", false, true}}, rows, form, console);
    return exit_done;
}

int run_show(const Arguments& arguments, Console& console) {
    const std::string& what = arguments.operands.front();
    const auto* kind = std::find_if(std::begin(shown_kinds), std::end(shown_kinds),
                                    [&](const Shown& one) { return one.name == what || one.kind == what; });
    const bool actors = what == "actors", timeline = what == "timeline";
    if (kind == std::end(shown_kinds) && !actors && !timeline) {
        return report_fault({FaultKind::usage, "there are no '" + what + "' to show", "readout show",
                             "documents, statements, events, happenings, utterances, disputes, stories, actors or timeline"},
                            console);
    }
    const auto form = form_of(arguments, console);
    if (!form) return report_fault(form.fault(), console);
    const auto limit = arguments.number("limit", *form == Form::table ? 50 : 0, 0, UINT64_MAX);
    if (!limit) return report_fault(limit.fault(), console);
    auto query = query_of(arguments, kind == std::end(shown_kinds) ? "" : kind->kind);
    if (!query) return report_fault(query.fault(), console);
    auto store = Store::open(std::string(arguments.text("store", "readout.db")), Store::Mode::read);
    if (!store) return report_fault(store.fault(), console);
    if (actors) return show_actors(*store, *query, *limit, *form, console);
    if (timeline) return show_timeline(*store, *query, *limit, *form, console);
    query->limit = *limit;
    query->order = arguments.on("newest") ? Order::newest : Order::reading;
    return *form == Form::table ? show_table(*store, *query, console) : show_lines(*store, *query, *form, console);
}

}  // namespace

const Command show_command{
    "show",
    "list what was found: documents, statements, events, actors …",
    "KIND",
    {store_flag,
     {"actor", "WHO", "who acts: a country code (RUS), an actor id, a name or a mention"},
     {"recipient", "WHO", "to whom"},
     {"speaker", "WHO", "who is said to have said it"},
     {"about", "WHO", "whom it speaks about"},
     {"event", "LIST", "PLOVER categories, e.g. ASSAULT,COERCE"},
     {"from", "DAY", "not before this day (YYYY-MM-DD)"},
     {"to", "DAY", "not after it"},
     {"outlet", "NAME", "who published it"},
     {"text", "WORDS", "words, \"phrases in quotes\" and beginnings* that must be there"},
     {"where", "CONDITIONS", "any other field, e.g. \"voice=direct confidence__gte=0.8\" (docs/store.md)"},
     {"limit", "N", "at most so many (default: 50 on a terminal, all elsewhere; 0: all)"},
     {"newest", "", "latest reports first"},
     json_flag,
     jsonl_flag,
     csv_flag},
    {{"readout show events --actor RUS --recipient UKR", "who did what to whom"},
     {"readout show statements --speaker Lavrov --csv > lavrov.csv", "every statement, for a spreadsheet"},
     {"readout show documents --text '\"grain corridor\"'", "reports with these words"}},
    "KIND is documents, statements, events, happenings, utterances, disputes, stories, actors or timeline. A table on a "
    "terminal, "
    "tab-separated values with every column elsewhere.",
    run_show,
};

}  // namespace readout::cli
