// readout evaluate: how right a part of Readout is on a gold file.
#include <array>

#include "base/file.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "language/language.h"
#include "language/score.h"
#include "text/text.h"

namespace readout::cli {
namespace {

struct Gold {
    std::string bytes;
    std::string path;
};

int print(const std::vector<Score>& scores, Console& console) {
    for (const Score& score : scores) console.out << score.line() << "\n";
    return exit_done;
}

int evaluate_parse(const Gold& gold, const Arguments& arguments, Console& console) {
    const auto parsed = read_conllu(gold.bytes, gold.path);
    if (!parsed.ok()) return report_fault(parsed.fault(), console);
    const auto model = Model::load(std::string(arguments.text("model")));
    if (!model.ok()) return report_fault(model.fault(), console);
    const Document document = arguments.on("raw") ? segment_running_text(parsed->document.text) : parsed->document;
    const Parse parse = model->parse(document, *model->scratch());
    return print(score_trees(parsed->document, parsed->parse, document, parse), console);
}

int evaluate_names(const Gold& gold, const Arguments& arguments, Console& console) {
    const auto named = read_iob2(gold.bytes, gold.path);
    if (!named.ok()) return report_fault(named.fault(), console);
    const auto model = Model::load(std::string(arguments.text("model")));
    if (!model.ok()) return report_fault(model.fault(), console);
    return print(score_names(named->names, model->parse(named->document, *model->scratch()).names), console);
}

struct Task {
    std::string_view name;
    int (*run)(const Gold&, const Arguments&, Console&);
};
constexpr std::array tasks = {
    Task{"parse", evaluate_parse},
    Task{"names", evaluate_names},
};

int run_evaluate(const Arguments& arguments, Console& console) {
    const std::string& name = arguments.operands[0];
    for (const Task& task : tasks) {
        if (task.name != name) continue;
        auto bytes = read_file(arguments.operands[1]);
        if (!bytes.ok()) return report_fault(bytes.fault(), console);
        return task.run({std::move(*bytes), arguments.operands[1]}, arguments, console);
    }
    std::string known;
    for (const Task& task : tasks) known.append(known.empty() ? "" : ", ").append(task.name);
    return report_fault({FaultKind::usage, "there is no task '" + name + "'", "evaluate", "tasks: " + known}, console);
}

}  // namespace

const Command evaluate_command{
    "evaluate",
    "score a part of Readout on a gold file",
    "TASK GOLD",
    {{"raw", "", "parse: from raw text, with our own sentences and words"}, model_flag},
    {{"readout evaluate parse en_ewt-ud-dev.conllu", "tags, lemmas and trees on the gold's own words"},
     {"readout evaluate parse --raw en_ewt-ud-dev.conllu", "the same from raw text"},
     {"readout evaluate names en_ewt-ud-dev.iob2", "exact spans of PER, ORG, LOC"}},
    "parse takes CoNLL-U and counts as the CoNLL shared tasks do: F1 over words that stand on the same characters, relations "
    "without "
    "subtypes. names takes IOB2: a word, a tab and a label, or a number before them.",
    run_evaluate,
};

}  // namespace readout::cli
