// cli/table: rows out, for people and for programs: an aligned table on a terminal, TSV otherwise, CSV or JSON where asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.h"

namespace readout::cli {

enum class Form { table, tsv, csv, json, jsonl };

inline constexpr Flag json_flag{"json", "", "one JSON array"};
inline constexpr Flag jsonl_flag{"jsonl", "", "one JSON object a line"};
inline constexpr Flag csv_flag{"csv", "", "comma-separated values, with a header"};

// What the flags ask for; without one a table on a terminal and TSV elsewhere.
Result<Form> form_of(const Arguments& arguments, const Console& console);

struct TableColumn {
    std::string name;
    bool flexible = false;  // gives way first where the terminal is narrow
    bool right = false;     // numbers
};

// An aligned table no wider than the terminal; what does not fit ends in "…".
void print_table(const std::vector<TableColumn>& columns, const std::vector<std::vector<std::string>>& rows, Console& console);

// One row of TSV (tabs and line feeds become spaces) or CSV (RFC 4180).
void print_row(const std::vector<std::string>& cells, Form form, std::ostream& out);

// Columns of a terminal that `text` takes; wide characters take two.
std::size_t display_width(std::string_view text);

}  // namespace readout::cli
