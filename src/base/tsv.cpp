#include "base/tsv.h"

#include <algorithm>

#include "base/file.h"

namespace readout {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + 1);
        if (text.empty()) out.push_back({});
    }
    return out;
}

Fault Table::fault(std::size_t row, std::string what, std::string hint) const {
    return {FaultKind::malformed, std::move(what), name_ + ":" + std::to_string(line(row)), std::move(hint)};
}

Result<Table> Table::read(const std::string& path, const std::vector<std::string_view>& columns) {
    auto bytes = read_file(path);
    if (!bytes) return bytes.fault();
    return parse(std::move(*bytes), path, columns);
}

Result<Table> Table::parse(std::string bytes, std::string name, const std::vector<std::string_view>& columns) {
    Table table;
    table.name_ = std::move(name);
    table.bytes_.assign(bytes.begin(), bytes.end());
    table.width_ = columns.size();
    std::string_view rest(table.bytes_.data(), table.bytes_.size());
    std::vector<std::size_t> place;  // of each column asked for, in the file's header
    std::size_t header_width = 0;
    std::uint32_t line = 0;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::string_view row = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        ++line;
        if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
        if (row.empty() || row.front() == '#') continue;
        std::vector<std::string_view> cells = split(row, '\t');
        const auto where = [&] { return table.name_ + ":" + std::to_string(line); };
        if (place.empty() && header_width == 0) {
            header_width = cells.size();
            for (const std::string_view column : columns) {
                const auto at = std::find(cells.begin(), cells.end(), column);
                if (at == cells.end()) {
                    return Fault{FaultKind::malformed, "no column '" + std::string(column) + "'", where(),
                                 "the first line names the columns"};
                }
                place.push_back(static_cast<std::size_t>(at - cells.begin()));
            }
            continue;
        }
        if (cells.size() != header_width) {
            return Fault{FaultKind::malformed,
                         std::to_string(cells.size()) + " cells where the header has " + std::to_string(header_width), where(),
                         "separate the cells with tabs"};
        }
        for (const std::size_t at : place) table.cells_.push_back(cells[at]);
        table.lines_.push_back(line);
    }
    if (header_width == 0) return Fault{FaultKind::malformed, "no header row", table.name_, "the first line names the columns"};
    return table;
}

}  // namespace readout
