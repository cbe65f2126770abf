// Help, man pages and completions, all made from the command tables.
#include <algorithm>

#include "cli/all.h"
#include "cli/cli.h"
#include "record/record.h"

namespace readout::cli {
namespace {

struct ExitMeaning {
    int code;
    std::string_view meaning;
};

constexpr ExitMeaning exit_meanings[] = {
    {exit_done, "done"},
    {exit_failed, "failed"},
    {exit_usage, "wrong usage"},
    {exit_partly, "done, but some inputs failed (each named on stderr with its reason)"},
    {exit_interrupted, "interrupted; finished work is kept"},
};

std::string bold(std::string_view text, bool color) {
    return color ? "\033[1m" + std::string(text) + "\033[0m" : std::string(text);
}

std::string usage_line(const Command& command) {
    std::string line = "readout " + std::string(command.name);
    if (!command.flags.empty()) line += " [flags]";
    if (!command.operands.empty()) line += " " + std::string(command.operands);
    return line;
}

std::string flag_words(const Flag& flag) {
    std::string words = "--" + std::string(flag.name);
    if (!flag.value.empty()) words += " " + std::string(flag.value);
    return words;
}

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width) {
    const std::size_t have = columns(text);
    if (have < width) text.append(width - have, ' ');
    return text;
}

// In roff a line that starts with '.' or a quote is a request, and a backslash or hyphen means something.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
            out += "\\&";
            out += c;
        } else {
            out += c;
        }
    }
    return out;
}

std::string man_header(const std::string& name, std::string_view summary) {
    std::string upper = name;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return ".TH " + roff(upper) + " 1 \"\" \"readout " + std::string(program_version()) + "\"\n.SH NAME\n" + roff(name) +
           " \\- " + roff(summary) + "\n";
}

std::string man_exits() {
    std::string out = ".SH EXIT STATUS\n";
    for (const ExitMeaning& exit : exit_meanings)
        out += ".TP\n.B " + std::to_string(exit.code) + "\n" + roff(exit.meaning) + "\n";
    return out;
}

std::string man_of_program() {
    std::string out = man_header("readout", "reads news reports and writes down who did and said what to whom");
    out += ".SH SYNOPSIS\n.B readout\n.I command\n[flags] [operands]\n.SH COMMANDS\n";
    for (const Command* command : commands()) {
        out += ".TP\n.B " + roff(command->name) + "\n" + roff(command->summary) + "\n";
    }
    return out + man_exits();
}

std::string bash_completions() {
    std::string names, cases;
    for (const Command* command : commands()) {
        names += (names.empty() ? "" : " ") + std::string(command->name);
        cases += "    " + std::string(command->name) + ") words=\"";
        for (const Flag& flag : command->flags) cases += "--" + std::string(flag.name) + " ";
        cases += "--help\" ;;\n";
    }
    return "# bash completion for readout: source it, or put it in /etc/bash_completion.d\n_readout() {\n"
           "  local current=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=\"" +
           names + "\"\n  else case \"${COMP_WORDS[1]}\" in\n" + cases +
           "  esac; fi\n  case \"$current\" in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
           "    *) if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\")); else "
           "COMPREPLY=($(compgen -f -- "
           "\"$current\")); fi ;;\n  esac\n}\ncomplete -o filenames -F _readout readout\n";
}

std::string in_quotes(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return "'" + out + "'";
}

std::string fish_completions() {
    std::string out = "# fish completion for readout: put it in ~/.config/fish/completions/readout.fish\n";
    for (const Command* command : commands()) {
        out += "complete -c readout -n __fish_use_subcommand -a " + std::string(command->name) + " -d " +
               in_quotes(command->summary) + "\n";
        for (const Flag& flag : command->flags) {
            out += "complete -c readout -n '__fish_seen_subcommand_from " + std::string(command->name) + "' -l " +
                   std::string(flag.name) + (flag.value.empty() ? "" : " -r") + " -d " + in_quotes(flag.help) + "\n";
        }
    }
    return out;
}

std::string zsh_completions() {
    std::string commands_list, cases;
    for (const Command* command : commands()) {
        commands_list += "    " + in_quotes(std::string(command->name) + ":" + std::string(command->summary)) + "\n";
        cases += "    " + std::string(command->name) + ") _arguments";
        for (const Flag& flag : command->flags) {
            cases += " " + in_quotes("--" + std::string(flag.name) + "[" + std::string(flag.help) + "]" +
                                     (flag.value.empty() ? "" : ":" + std::string(flag.value) + ":_files"));
        }
        cases += " '*:file:_files' ;;\n";
    }
    return "#compdef readout\n_readout() {\n  local -a names\n  names=(\n" + commands_list +
           "  )\n  if (( CURRENT == 2 )); then _describe command names; return; fi\n  case $words[2] in\n" + cases +
           "  esac\n}\n_readout \"$@\"\n";
}

int run_help(const Arguments& arguments, Console& console) {
    if (arguments.on("completions")) {
        const auto script = completions(arguments.text("completions"));
        if (!script) return report_fault(script.fault(), console);
        console.out << *script;
        return exit_done;
    }
    const Command* command = nullptr;
    if (!arguments.operands.empty()) {
        command = find_command(arguments.operands[0]);
        if (command == nullptr) return run({arguments.operands[0]}, console);  // says what is near
    }
    if (arguments.on("man")) {
        console.out << man_page(command);
    } else {
        console.out << (command != nullptr ? help_text(*command, console.color) : overview_text(console.color));
    }
    return exit_done;
}

}  // namespace

std::string help_text(const Command& command, bool color) {
    std::string out = bold("readout " + std::string(command.name), color) + " — " + std::string(command.summary) + "\n\n";
    if (!command.examples.empty()) {
        out += bold("Examples", color) + "\n";
        for (const Example& example : command.examples) {
            out += "  " + std::string(example.line) + "\n";
            if (!example.comment.empty()) out += "      " + std::string(example.comment) + "\n";
        }
        out += "\n";
    }
    out += bold("Usage", color) + "\n  " + usage_line(command) + "\n";
    if (!command.flags.empty()) {
        out += "\n" + bold("Flags", color) + "\n";
        std::size_t width = 0;
        for (const Flag& flag : command.flags) width = std::max(width, columns(flag_words(flag)));
        for (const Flag& flag : command.flags) out += "  " + padded(flag_words(flag), width + 2) + std::string(flag.help) + "\n";
    }
    if (!command.details.empty()) out += "\n" + std::string(command.details) + "\n";
    out += "\n" + bold("Exit codes", color) + "\n";
    for (const ExitMeaning& exit : exit_meanings)
        out += "  " + padded(std::to_string(exit.code), 5) + std::string(exit.meaning) + "\n";
    return out;
}

std::string overview_text(bool color) {
    std::string out = bold("readout", color) + " — reads news reports and writes down who did and said what to whom\n\n" +
                      bold("Examples", color) +
                      "\n  readout read reports.jsonl\n      read the reports into the store readout.db\n"
                      "  readout read --jsonl report.txt\n      print the records of one report, store nothing\n"
                      "  readout help read\n      everything about one command\n\n" +
                      bold("Commands", color) + "\n";
    std::size_t width = 0;
    for (const Command* command : commands()) width = std::max(width, command->name.size());
    for (const Command* command : commands())
        out += "  " + padded(std::string(command->name), width + 2) + std::string(command->summary) + "\n";
    return out;
}

std::string man_page(const Command* command) {
    if (command == nullptr) return man_of_program();
    std::string out = man_header("readout-" + std::string(command->name), command->summary);
    out += ".SH SYNOPSIS\n.B readout " + roff(command->name) + "\n" + (command->flags.empty() ? "" : "[flags] ") +
           roff(command->operands) + "\n";
    if (!command->examples.empty()) out += ".SH EXAMPLES\n";
    for (const Example& example : command->examples) out += ".TP\n.B " + roff(example.line) + "\n" + roff(example.comment) + "\n";
    if (!command->flags.empty()) out += ".SH OPTIONS\n";
    for (const Flag& flag : command->flags) out += ".TP\n.B " + roff(flag_words(flag)) + "\n" + roff(flag.help) + "\n";
    if (!command->details.empty()) out += ".SH DESCRIPTION\n" + roff(command->details) + "\n";
    return out + man_exits();
}

Result<std::string> completions(std::string_view shell) {
    if (shell == "bash") return bash_completions();
    if (shell == "zsh") return zsh_completions();
    if (shell == "fish") return fish_completions();
    return Fault{FaultKind::usage, "no completions for '" + std::string(shell) + "'", "readout help", "bash, zsh or fish"};
}

const Command help_command{
    "help",
    "show how a command is used",
    "[COMMAND]",
    {{"man", "", "print the man page (roff) instead"}, {"completions", "SHELL", "print completions for bash, zsh or fish"}},
    {{"readout help read", "the flags of `read`, with examples"},
     {"readout help read --man | man -l -", "the same as a man page"},
     {"readout help --completions bash > /etc/bash_completion.d/readout", "completions"}},
    "",
    run_help,
};

}  // namespace readout::cli
