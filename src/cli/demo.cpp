// readout demo: the main job on the sample reports, shown as the commands a user would type.
#include <filesystem>

#include "base/file.h"
#include "cli/all.h"
#include "cli/cli.h"

namespace readout::cli {
namespace {

int run_demo(const Arguments& arguments, Console& console) {
    const auto data = data_folder();
    if (!data) return report_fault(data.fault(), console);
    const std::string store(arguments.text("store", "readout-demo.db"));
    const std::string samples = *data + "/samples";
    const std::vector<std::vector<std::string>> steps = {
        {"read", "--store", store, samples + "/reports.jsonl", samples + "/undated.txt"},
        {"show", "documents", "--store", store},
        {"show", "statements", "--store", store, "--limit", "12"},
        {"show", "events", "--store", store, "--limit", "20"},
    };
    Console shown = console;  // tables for a reader, also where the output is kept
    shown.out_is_terminal = true;
    if (!console.out_is_terminal) shown.width = 150;
    for (const std::vector<std::string>& step : steps) {
        console.out << "\n$ readout";
        for (const std::string& word : step) console.out << " " << word;
        console.out << "\n" << std::flush;
        if (const int code = run(step, shown); code != exit_done) return code;
    }
    std::error_code error;
    const std::string program = std::filesystem::read_symlink("/proc/self/exe", error).string();
    console.out << "\nWhere to look next (readout is " << program
                << ")\n"
                   "  the page                   readout serve --store "
                << store
                << "    (then open http://127.0.0.1:8080)\n"
                   "  why a record is as it is   readout explain ID --store "
                << store
                << "\n"
                   "  your own reports           readout read FOLDER\n"
                   "  everything else            readout help, and docs/\n";
    return exit_done;
}

}  // namespace

const Command demo_command{
    "demo",
    "read the sample reports and show what was found",
    "",
    {{"store", "FILE", "where the records go (default: readout-demo.db)"}},
    {{"readout demo", "reads, then shows documents, statements and events"}},
    "The sample reports were written for Readout; their events are of public record (data/samples/README.md).",
    run_demo,
};

}  // namespace readout::cli
