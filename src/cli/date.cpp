// readout date: on what day was a report written that does not say so?
#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "record/json.h"
#include "text/text.h"
#include "time/time.h"

namespace readout::cli {
namespace {

std::string day_or_null(std::optional<Day> day) { return day ? format_day(*day) : std::string(); }

std::string percent(double probability) { return std::to_string(std::lround(probability * 100)) + " %"; }

// "2022-03-19", "2022-03-15 … 2022-03-24", "after 2022-02-24"
std::string words_of(const DateRange& range) {
    if (!range.known()) return {};
    if (range.start == range.end) return format_day(*range.start);
    if (!range.end) return "from " + format_day(*range.start);
    if (!range.start) return "to " + format_day(*range.end);
    return format_day(*range.start) + " … " + format_day(*range.end);
}

std::string as_json(const Document& document, const DateGuess& guess) {
    const CodePoints points(document.text);
    JsonWriter json;
    json.begin_object().key("source_id").string(document.source.id);
    json.key("start").string_or_null(day_or_null(guess.range.start)).key("end").string_or_null(day_or_null(guess.range.end));
    json.key("probability"), guess.range.known() ? json.decimal(guess.probability, 2) : json.null();
    json.key("evidence").begin_array();
    for (const DateGuess::Evidence& one : guess.evidence) {
        json.begin_object();
        if (one.span.empty()) {
            json.key("start").null().key("end").null().key("text").null();
        } else {
            const bool in_title = one.span.end <= document.body;
            const std::uint32_t base = in_title ? 0 : points.at_byte(document.body);
            const Span span = points.to_code_points(one.span);
            json.key("start")
                .number(span.start - base)
                .key("end")
                .number(span.end - base)
                .key("text")
                .string(document.words(one.span));
            if (in_title) json.key("field").string("title");
        }
        json.key("from").string_or_null(day_or_null(one.range.start)).key("to").string_or_null(day_or_null(one.range.end));
        json.key("reason").string(one.reason).key("contradicts").boolean(one.contradicts).end_object();
    }
    json.end_array().end_object();
    return json.take();
}

void print(const Document& document, const DateGuess& guess, Console& console) {
    console.out << document.source.id << ": ";
    if (guess.range.known()) {
        console.out << words_of(guess.range) << " (" << percent(guess.probability) << ")\n";
    } else {
        console.out << "cannot tell\n";
    }
    for (const DateGuess::Evidence& one : guess.evidence) {
        console.out << "  " << (one.contradicts ? "against" : "for    ") << "  ";
        if (!one.span.empty()) console.out << "“" << document.words(one.span) << "”  ";
        console.out << one.reason;
        if (const std::string range = words_of(one.range); !range.empty()) console.out << ": " << range;
        console.out << "\n";
    }
}

int run_date(const Arguments& arguments, Console& console) {
    const auto folder = data_folder();
    if (!folder) return report_fault(folder.fault(), console);
    const auto rules = TimeRules::load(*folder);
    if (!rules) return report_fault(rules.fault(), console);
    const auto model = Model::load(std::string(arguments.text("model")));
    if (!model) return report_fault(model.fault(), console);
    const auto scratch = model->scratch();
    std::size_t read = 0, failed = 0;
    read_reports(arguments.operands, {}, [&](Result<Report> report) {
        if (!report) {
            report_fault(report.fault(), console);
            ++failed;
            return true;
        }
        const Document document = segment(std::move(*report));
        const Parse parse = model->parse(document, *scratch);
        const DateGuess guess = guess_date(document, parse, Tree(document, parse), *rules);
        if (arguments.on("json")) {
            console.out << as_json(document, guess) << "\n";
        } else {
            print(document, guess, console);
        }
        ++read;
        return true;
    });
    if (failed == 0) return exit_done;
    return read > 0 ? exit_partly : exit_failed;
}

}  // namespace

const Command date_command{
    "date",
    "the day a report was written, from its words alone, with the evidence",
    "FILE…",
    {{"json", "", "one JSON object a report"}, model_flag},
    {{"readout date undated.txt", "an interval, how sure it is, and what speaks for and against it"},
     {"readout date --json reports.jsonl | jq -r '[.source_id,.start,.end]|@tsv'", "many at once"}},
    "A day that is given with the report or stands in its header is taken as it is. Without one, landmark events and "
    "anniversaries, "
    "\"a day after\" them, wars that are \"nearing a month\", weekdays, days and months without a year and the dateline are "
    "weighed "
    "against each other: the interval holds four fifths of the weight, or is the one day that is likelier than all others "
    "together. "
    "\"cannot tell\" is an answer.",
    run_date,
};

}  // namespace readout::cli
