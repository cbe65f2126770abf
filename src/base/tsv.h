// base/tsv: the tables under data/. UTF-8, one row a line, cells between tabs; the first line that is no comment names the
// columns.
//
// Lines that start with '#' and empty lines are comments. A row with more or fewer cells than columns is a fault with its line
// number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace readout {

class Table {
public:
    // `columns` are those the caller needs; the table may have more. `name` is used in faults.
    static Result<Table> parse(std::string bytes, std::string name, const std::vector<std::string_view>& columns);
    static Result<Table> read(const std::string& path, const std::vector<std::string_view>& columns);

    std::size_t rows() const { return lines_.size(); }
    // Cell of `row` in the `column`-th of the columns asked for. Lives as long as the table.
    std::string_view cell(std::size_t row, std::size_t column) const { return cells_[row * width_ + column]; }
    std::uint32_t line(std::size_t row) const { return lines_[row]; }  // 1-based line number in the file
    const std::string& name() const { return name_; }
    Fault fault(std::size_t row, std::string what, std::string hint = {}) const;

private:
    std::string name_;
    std::vector<char> bytes_;
    std::vector<std::string_view> cells_;  // into bytes_, which does not move when the table does
    std::vector<std::uint32_t> lines_;
    std::size_t width_ = 0;
};

// Cells that hold lists: "a|b|c" -> a, b, c. An empty cell is no item.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace readout
