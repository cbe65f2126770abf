#include "support/cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/file.h"

namespace readout::test {
namespace {

struct Case {
    std::string head;  // comment lines before the input, with their '#'
    std::string input;
    std::string expected;
};

constexpr std::string_view between = "====\n";
constexpr std::string_view border = "----\n";

bool updating() { return std::getenv("UPDATE_CASES") != nullptr; }

std::string without_last_feed(std::string text) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

// Finds `line` at the start of a line.
std::size_t find_line(std::string_view text, std::string_view line, std::size_t from = 0) {
    for (std::size_t at = text.find(line, from); at != std::string_view::npos; at = text.find(line, at + 1))
        if (at == 0 || text[at - 1] == '\n') return at;
    return std::string_view::npos;
}

Case parse_case(std::string_view block, const std::string& file) {
    Case found;
    while (block.starts_with("# ")) {
        const std::size_t end = block.find('\n');
        found.head += std::string(block.substr(0, end)) + "\n";
        block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
    }
    const std::size_t at = find_line(block, border);
    if (at == std::string_view::npos) {
        ADD_FAILURE() << file << ": a case without a line '----'";
        found.input = without_last_feed(std::string(block));
        return found;
    }
    found.input = without_last_feed(std::string(block.substr(0, at)));
    found.expected = without_last_feed(std::string(block.substr(at + border.size())));
    return found;
}

std::vector<Case> parse_file(std::string_view text, const std::string& file) {
    std::vector<Case> cases;
    while (!text.empty()) {
        const std::size_t at = find_line(text, between);
        cases.push_back(parse_case(text.substr(0, at), file));
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + between.size());
    }
    return cases;
}

std::string to_text(const std::vector<Case>& cases) {
    std::string out;
    for (const Case& one : cases) {
        if (!out.empty()) out += between;
        out += one.head + one.input + "\n" + std::string(border) + one.expected + (one.expected.empty() ? "" : "\n");
    }
    return out;
}

void run_file(const std::string& path, const std::function<std::string(const std::string&)>& run) {
    auto bytes = read_file(path);
    ASSERT_TRUE(bytes.ok()) << bytes.fault().line();
    std::vector<Case> cases = parse_file(*bytes, path);
    bool changed = false;
    for (Case& one : cases) {
        SCOPED_TRACE(path + "\n" + one.head + one.input);
        const std::string got = without_last_feed(run(one.input));
        if (updating() && got != one.expected) {
            one.expected = got;
            changed = true;
        }
        EXPECT_EQ(one.expected, got);
    }
    if (changed) {
        const auto written = write_file(path, to_text(cases));
        ASSERT_TRUE(written.ok()) << written.fault().line();
    }
}

}  // namespace

std::string source_folder() { return READOUT_SOURCE_DIR; }

void run_cases(std::string_view room, const std::function<std::string(const std::string&)>& run) { run_cases(room, "", run); }

void run_cases(std::string_view room, std::string_view prefix, const std::function<std::string(const std::string&)>& run) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(source_folder()) / "tests" / "cases" / room;
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const bool named = entry.path().filename().string().starts_with(prefix);
        if (named && entry.path().extension() == ".case") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    ASSERT_FALSE(files.empty()) << "no case files in " << folder;
    for (const std::string& file : files) run_file(file, run);
}

}  // namespace readout::test
