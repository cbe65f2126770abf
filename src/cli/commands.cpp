// The table of commands, and how a command line becomes a call.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "cli/all.h"
#include "cli/cli.h"
#include "record/record.h"

namespace readout::cli {
namespace {

constexpr std::array all_commands = {
    &read_command,      &parse_command, &show_command,     &explain_command, &verify_command, &date_command,
    &relations_command, &serve_command, &evaluate_command, &demo_command,    &help_command,
};

// Number of edits (insert, delete, replace, swap of neighbours) between two words.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

template <class Names>
std::string nearest(std::string_view word, const Names& names) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view name : names) {
        const std::size_t cost = edits(word, name);
        if (cost < least) {
            least = cost;
            best = name;
        }
    }
    return best;
}

int usage_fault(std::string what, std::string hint, Console& console) {
    return report_fault({FaultKind::usage, std::move(what), "readout", std::move(hint)}, console);
}

int unknown_command(std::string_view word, Console& console) {
    std::vector<std::string_view> names;
    for (const Command* command : all_commands) names.push_back(command->name);
    const std::string near = nearest(word, names);
    return usage_fault("there is no command '" + std::string(word) + "'",
                       near.empty() ? "`readout help` lists them" : "did you mean '" + near + "'?", console);
}

std::string environment_name(std::string_view flag) {
    std::string name = "READOUT_";
    for (const char c : flag) name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

// Does `operands` ("INPUT…", "[ID]", "A B") allow this many?
Result<void> check_operands(const Command& command, std::size_t given) {
    std::size_t least = 0, most = 0;
    for (std::size_t at = 0; at < command.operands.size();) {
        const std::size_t end = std::min(command.operands.find(' ', at), command.operands.size());
        const std::string_view word = command.operands.substr(at, end - at);
        if (!word.starts_with('[')) ++least;
        const bool many = word.find("…") != std::string_view::npos;
        most = many || most == SIZE_MAX ? SIZE_MAX : most + 1;
        at = end + 1;
    }
    const std::string name = "readout " + std::string(command.name);
    const std::string hint = "usage: " + name + " [flags] " + std::string(command.operands);
    if (given < least) return Fault{FaultKind::usage, "something to work on is missing", name, hint};
    if (given > most) return Fault{FaultKind::usage, "more was given than it takes", name, hint};
    return {};
}

// A settings file: top-level keys hold for every command, those under [command] for one.
Result<void> settle_from_file(const Command& command, const std::string& path, Arguments& arguments) {
    if (!std::filesystem::exists(path)) return {};
    try {
        for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(path)) {
            const bool ours = item.parents.empty() || (item.parents.size() == 1 && item.parents[0] == command.name);
            const bool known =
                std::any_of(command.flags.begin(), command.flags.end(), [&](const Flag& f) { return f.name == item.name; });
            if (!ours || item.inputs.empty()) continue;
            if (known) {
                if (item.inputs[0] != "false") arguments.flags.emplace(item.name, item.inputs[0]);
            } else if (!item.parents.empty()) {
                return Fault{FaultKind::usage, "no flag '" + item.name + "' of " + item.parents[0], path,
                             "`readout help " + item.parents[0] + "` lists them"};
            }
        }
    } catch (const CLI::Error& error) {
        return Fault{FaultKind::malformed, error.what(), path, "write it as TOML: store = \"archive.db\""};
    }
    return {};
}

// What the command line leaves open: READOUT_<FLAG>, then ./readout.toml, then the user's own file.
Result<void> settle_flags(const Command& command, Arguments& arguments) {
    for (const Flag& flag : command.flags) {
        const char* value = std::getenv(environment_name(flag.name).c_str());
        if (value != nullptr && *value != '\0') arguments.flags.emplace(flag.name, value);
    }
    if (auto near = settle_from_file(command, "readout.toml", arguments); !near) return near;
    const char* home = std::getenv("HOME");
    return home == nullptr ? Result<void>()
                           : settle_from_file(command, std::string(home) + "/.config/readout/readout.toml", arguments);
}

// Reads flags and operands of one command with CLI11, whose own help is not used: ours comes from the same table.
Result<Arguments> parse_words(const Command& command, std::vector<std::string> words) {
    CLI::App app;
    app.set_help_flag();
    Arguments arguments;
    std::map<std::string, std::string> texts;
    std::map<std::string, bool> switches;
    for (const Flag& flag : command.flags) {
        const std::string name(flag.name);
        if (flag.value.empty()) {
            app.add_flag("--" + name, switches[name]);
        } else {
            app.add_option("--" + name, texts[name]);
        }
    }
    if (!command.operands.empty()) app.add_option("operands", arguments.operands);
    try {
        std::reverse(words.begin(), words.end());  // CLI11 takes the words from the back
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        std::string hint = "`readout help " + std::string(command.name) + "` shows its flags";
        if (const auto* extra = dynamic_cast<const CLI::ExtrasError*>(&error); extra != nullptr) {
            for (const std::string& word : app.remaining()) {
                std::vector<std::string_view> names;
                for (const Flag& flag : command.flags) names.push_back(flag.name);
                const std::string near = nearest(std::string_view(word).substr(std::min<std::size_t>(2, word.size())), names);
                if (!near.empty()) hint = "did you mean '--" + near + "'?";
            }
        }
        return Fault{FaultKind::usage, error.what(), "readout " + std::string(command.name), hint};
    }
    for (const auto& [name, value] : texts)
        if (app.get_option("--" + name)->count() > 0) arguments.flags[name] = value;
    for (const auto& [name, value] : switches)
        if (value) arguments.flags[name] = "true";
    if (auto settled = settle_flags(command, arguments); !settled) return settled.fault();
    if (auto fits = check_operands(command, arguments.operands.size()); !fits) return fits.fault();
    return arguments;
}

}  // namespace

bool Arguments::on(std::string_view name) const { return flags.contains(name); }

std::string_view Arguments::text(std::string_view name, std::string_view otherwise) const {
    const auto found = flags.find(name);
    return found == flags.end() ? otherwise : std::string_view(found->second);
}

Result<std::uint64_t> Arguments::number(std::string_view name, std::uint64_t otherwise, std::uint64_t least,
                                        std::uint64_t most) const {
    const auto found = flags.find(name);
    if (found == flags.end()) return otherwise;
    std::uint64_t value = 0;
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        return Fault{FaultKind::usage, "'" + text + "' is not what --" + std::string(name) + " takes", "readout",
                     "a whole number from " + std::to_string(least) + " to " + std::to_string(most)};
    }
    return value;
}

std::span<const Command* const> commands() { return all_commands; }

const Command* find_command(std::string_view name) {
    for (const Command* command : all_commands)
        if (command->name == name) return command;
    return nullptr;
}

int report_fault(const Fault& fault, Console& console) {
    console.err << (fault.where.starts_with("readout") ? "" : "readout: ") << fault.line() << "\n";
    return fault.kind == FaultKind::usage ? exit_usage : exit_failed;
}

int run(const std::vector<std::string>& words, Console& console) {
    if (words.empty()) {
        console.err << overview_text(console.color);
        return exit_usage;
    }
    if (words[0] == "--version" || words[0] == "-V") {
        console.out << "readout " << program_version() << "\n";
        return exit_done;
    }
    if (words[0] == "--help" || words[0] == "-h") {
        console.out << overview_text(console.color);
        return exit_done;
    }
    const Command* command = find_command(words[0]);
    if (command == nullptr) return unknown_command(words[0], console);
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    for (const std::string& word : rest) {
        if (word == "--") break;
        if (word == "--help" || word == "-h") {
            console.out << help_text(*command, console.color);
            return exit_done;
        }
    }
    const auto arguments = parse_words(*command, rest);
    if (!arguments) return report_fault(arguments.fault(), console);
    return command->run(*arguments, console);
}

}  // namespace readout::cli
