// readout verify: is every record of a store still true to its words?
#include "cli/all.h"
#include "cli/cli.h"
#include "store/store.h"

namespace readout::cli {
namespace {

int run_verify(const Arguments& arguments, Console& console) {
    auto store = Store::open(std::string(arguments.text("store", "readout.db")), Store::Mode::read);
    if (!store) return report_fault(store.fault(), console);
    const auto found = verify(*store);
    if (!found) return report_fault(found.fault(), console);
    for (const std::string& line : found->wrong) console.out << line << "\n";
    if (found->false_spans > found->wrong.size())
        console.out << "… and " << found->false_spans - found->wrong.size() << " more\n";
    console.out << found->records << " records, " << found->spans << " spans, " << found->false_spans << " false\n";
    return found->false_spans == 0 ? exit_done : exit_failed;
}

}  // namespace

const Command verify_command{
    "verify",
    "read every span of a store again: is each record true to its words?",
    "",
    {store_flag},
    {{"readout verify", "the store readout.db"}},
    "Every span of every record is compared with the words of its report. Exit code 1 when one is false.",
    run_verify,
};

}  // namespace readout::cli
