// tests/support/cases: behaviour as text. A case file holds cases "# name", the input, a line "----", the expected output;
// cases are set apart by a line "====". With UPDATE_CASES=1 (or --update) the expectation is rewritten, so that a change shows as
// a diff.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace readout::test {

// Runs every tests/cases/<room>/*.case through `run` (input to output, both without the last line feed) as gtest checks.
// Fails when there is no case file at all.
void run_cases(std::string_view room, const std::function<std::string(const std::string& input)>& run);
// The same for the files whose name begins with `prefix`, where a room has several kinds of case.
void run_cases(std::string_view room, std::string_view prefix, const std::function<std::string(const std::string& input)>& run);

// Folder of the project's sources, where data/ and tests/ lie.
std::string source_folder();

}  // namespace readout::test
