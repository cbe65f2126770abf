// readout explain: which words, which rule, which row of knowledge, which anchor made a record what it is.
#include <algorithm>

#include "cli/all.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "record/json.h"
#include "store/store.h"

namespace readout::cli {
namespace {

std::string as_json(const Explanation& why) {
    JsonWriter json;
    json.begin_object().key("id").string(why.id).key("kind").string(why.kind).key("headline").string(why.headline);
    json.key("document").string_or_null(why.document).key("source_id").string_or_null(why.source_id);
    json.key("outlet").string_or_null(why.outlet).key("published").string_or_null(why.published);
    json.key("sentence").string_or_null(why.sentence).key("reasons").begin_array();
    for (const Reason& one : why.reasons) {
        json.begin_object().key("about").string(one.about).key("words").string_or_null(one.words);
        json.key("start"), one.start ? json.number(*one.start) : json.null();
        json.key("end"), one.end ? json.number(*one.end) : json.null();
        json.key("says").string(one.says).end_object();
    }
    json.end_array().key("made_by").begin_array();
    for (const std::string& run : why.runs) json.raw(run);
    json.end_array().end_object();
    return json.take();
}

// Words in lines of at most `width` columns, each begun by `indent` spaces.
void wrap(const std::string& text, std::size_t indent, std::size_t width, std::ostream& out) {
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n\t", at), text.size());
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        const std::size_t own = display_width(word);
        if (used > 0 && indent + used + 1 + own > width) {
            out << "\n";
            used = 0;
        }
        out << (used == 0 ? std::string(indent, ' ') : " ") << word;
        used += own + (used > 0);
    }
    out << "\n";
}

void print(const Explanation& why, Console& console) {
    const auto bold = [&](const std::string& text) { return console.color ? "\033[1m" + text + "\033[0m" : text; };
    std::ostream& out = console.out;
    out << bold(why.id) << "  " << why.headline << "\n";
    std::string report = why.source_id;
    for (const std::string& part : {why.outlet, why.published, why.document})
        if (!part.empty() && part != why.id) report += (report.empty() ? "" : " · ") + part;
    if (!report.empty()) out << "in " << report << "\n";
    if (!why.sentence.empty()) {
        out << "\n";
        wrap(why.sentence, 4, static_cast<std::size_t>(std::max(console.width, 40)), out);
    }
    out << "\n";
    std::size_t widest = 0;
    for (const Reason& one : why.reasons) widest = std::max(widest, one.about.size());
    for (const Reason& one : why.reasons) {
        out << "  " << one.about << std::string(widest - one.about.size() + 2, ' ');
        if (!one.words.empty()) {
            out << "“" << one.words << "”";
            if (one.start && one.end) out << " [" << *one.start << "," << *one.end << ")";
            out << (one.says.empty() ? "" : "  ");
        }
        out << one.says << "\n";
    }
    for (const std::string& run : why.runs) out << "\n  made by  " << run << "\n";
}

int run_explain(const Arguments& arguments, Console& console) {
    auto store = Store::open(std::string(arguments.text("store", "readout.db")), Store::Mode::read);
    if (!store) return report_fault(store.fault(), console);
    const auto why = explain(*store, arguments.operands.front());
    if (!why) return report_fault(why.fault(), console);
    if (arguments.on("json")) {
        console.out << as_json(*why) << "\n";
    } else {
        print(*why, console);
    }
    return exit_done;
}

}  // namespace

const Command explain_command{
    "explain",
    "why a record is as it is: words, rule, knowledge, anchor",
    "ID",
    {store_flag, {"json", "", "as one JSON object"}},
    {{"readout explain ev_3f0a1b2c4d5e6f70", "why this event"},
     {"readout show events --jsonl | head -1 | jq -r .id | xargs readout explain", "the first one"}},
    "ID is that of a document, statement or event, as `readout show` lists it.",
    run_explain,
};

}  // namespace readout::cli
