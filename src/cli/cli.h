// cli: words of a command line in, an exit code out. One file a command; one row a command in commands.cpp.
//
// The parser, `--help`, the man pages and the completions are all made from the same Command tables. Results go to `out`,
// everything else to `err`. Exit codes are those of the record contract.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace readout::cli {

enum Exit : int { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_partly = 3, exit_interrupted = 130 };

struct Flag {
    std::string_view name;   // "threads", without dashes
    std::string_view value;  // "N"; empty: a switch
    std::string_view help;   // "how many threads read (default: one a core)"
};

struct Example {
    std::string_view line;
    std::string_view comment;
};

// What a command was called with. Flags not given on the command line come from READOUT_<FLAG>, then ./readout.toml, then the
// user's ~/.config/readout/readout.toml.
class Arguments {
public:
    std::map<std::string, std::string, std::less<>> flags;  // a switch that is on is "true"
    std::vector<std::string> operands;

    bool on(std::string_view name) const;
    std::string_view text(std::string_view name, std::string_view otherwise = {}) const;
    // A whole number in [least, most]; `otherwise` when not given; a usage fault when it is something else.
    Result<std::uint64_t> number(std::string_view name, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most) const;
};

// Where a command writes, and what is known of it.
struct Console {
    std::ostream& out;
    std::ostream& err;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool color = false;  // a terminal, and NO_COLOR not set
    int width = 80;      // columns
};

struct Command {
    std::string_view name;
    std::string_view summary;   // one line, no full stop
    std::string_view operands;  // "INPUT…" (one or more), "[INPUT…]", "FILE" (just one), "A B"; empty: none
    std::vector<Flag> flags;
    std::vector<Example> examples;
    std::string_view details;  // paragraphs of running text
    int (*run)(const Arguments&, Console&);
};

std::span<const Command* const> commands();
const Command* find_command(std::string_view name);

// The whole program: `words` without the program's name.
int run(const std::vector<std::string>& words, Console& console);

// Flags that several commands share.
inline constexpr Flag store_flag{"store", "FILE", "the store (default: readout.db)"};
inline constexpr Flag model_flag{"model", "FILE", "another language model"};
inline constexpr Flag overlay_flag{"overlay", "FOLDER", "your own knowledge tables, laid over ours"};
inline constexpr Flag ontology_flag{"ontology", "FOLDER", "your own ontology in place of PLOVER"};

// Says a fault on `err` and gives the exit code it means (usage 2, else 1).
int report_fault(const Fault& fault, Console& console);

// The help of one command as text (`readout help CMD`), its man page, and completions for a shell, all from the table.
std::string help_text(const Command& command, bool color);
std::string overview_text(bool color);
std::string man_page(const Command* command);  // null: readout(1)
Result<std::string> completions(std::string_view shell);

}  // namespace readout::cli
