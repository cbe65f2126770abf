// readout relations: what the events between two actors add up to, period by period.
#include "relations/relations.h"

#include "base/tsv.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "store/store.h"

namespace readout::cli {
namespace {

Result<RelationQuery> relation_query(const Arguments& arguments) {
    RelationQuery query;
    query.a = arguments.operands[0];
    query.b = arguments.operands[1];
    query.by = arguments.text("by", "month");
    for (const auto& [name, day] : {std::pair{"from", &query.from}, {"to", &query.to}}) {
        const std::string_view given = arguments.text(name);
        if (given.empty()) continue;
        *day = parse_day(given);
        if (!*day)
            return Fault{FaultKind::usage, "'" + std::string(given) + "' is no day", "readout relations",
                         std::string("--") + name + " YYYY-MM-DD"};
    }
    if (const std::string_view moods = arguments.text("mood"); !moods.empty()) {
        query.moods.clear();
        for (const std::string_view mood : split(moods, ',')) query.moods.emplace_back(mood);
    }
    const auto percent = arguments.number("sure", 0, 0, 100);
    if (!percent) return percent.fault();
    query.confidence = static_cast<double>(*percent) / 100;
    return query;
}

void print_terminal(const std::vector<RelationRow>& rows, Console& console) {
    const std::vector<TableColumn> columns = {{"period"},
                                              {"actor", true},
                                              {"recipient", true},
                                              {"verbal+", false, true},
                                              {"material+", false, true},
                                              {"verbal-", false, true},
                                              {"material-", false, true},
                                              {"n", false, true},
                                              {"mean", false, true},
                                              {"statements", false, true},
                                              {"reports", false, true},
                                              {"naming", false, true}};
    std::vector<std::vector<std::string>> cells;
    for (const RelationRow& row : rows) {
        const std::vector<std::string> all = relation_cells(row);
        cells.push_back({all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[9], all[10], all[11], all[14]});
    }
    print_table(columns, cells, console);
}

int run_relations(const Arguments& arguments, Console& console) {
    const auto form = form_of(arguments, console);
    if (!form) return report_fault(form.fault(), console);
    const auto query = relation_query(arguments);
    if (!query) return report_fault(query.fault(), console);
    auto store = Store::open(std::string(arguments.text("store", "readout.db")), Store::Mode::read);
    if (!store) return report_fault(store.fault(), console);
    const auto rows = relations(*store, *query);
    if (!rows) return report_fault(rows.fault(), console);
    if (*form == Form::table) {
        print_terminal(*rows, console);
        return exit_done;
    }
    if (*form == Form::tsv || *form == Form::csv) print_row(relation_columns(), *form, console.out);
    bool first = true;
    for (const RelationRow& row : *rows) {
        if (*form == Form::tsv || *form == Form::csv) {
            print_row(relation_cells(row), *form, console.out);
        } else {
            console.out << (*form == Form::jsonl ? ""
                            : first              ? "["
                                                 : ",\n ")
                        << relation_json(row, *query) << (*form == Form::jsonl ? "\n" : "");
        }
        first = false;
    }
    if (*form == Form::json) console.out << (first ? "[]\n" : "]\n");
    return exit_done;
}

}  // namespace

const Command relations_command{
    "relations",
    "what the events between two actors add up to, period by period",
    "A B",
    {store_flag,
     {"by", "PERIOD", "day, month (default), year or all"},
     {"from", "DAY", "not before this day (YYYY-MM-DD)"},
     {"to", "DAY", "not after it"},
     {"mood", "LIST", "which events count: plain (default), negation, hypothetical, future, historical"},
     {"sure", "PERCENT", "only records at least so sure"},
     json_flag,
     jsonl_flag,
     csv_flag},
    {{"readout relations RUS UKR --by month", "both directions, month by month"},
     {"readout relations CHN USA --by year --csv > chn-usa.csv", "for a spreadsheet"}},
    "A and B are country or organisation codes, actor ids or names. Beside each count stands what was read in the period; a row "
    "of zeros "
    "is one where reports were read and none told of such an event.",
    run_relations,
};

}  // namespace readout::cli
