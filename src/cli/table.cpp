#include "cli/table.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"

namespace readout::cli {
namespace {

int width_of(char32_t letter) {
    const int category = u_charType(static_cast<UChar32>(letter));
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR || category == U_CONTROL_CHAR)
        return 0;
    const int width = u_getIntPropertyValue(static_cast<UChar32>(letter), UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// What a terminal may be shown: no control characters (an escape sequence in a report is not obeyed), white space single.
std::string shown(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint letter = decode(text, at);
        const int category = u_charType(static_cast<UChar32>(letter.value));
        const bool space = u_isUWhiteSpace(static_cast<UChar32>(letter.value)) != 0;
        if (space) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (category != U_CONTROL_CHAR && category != U_FORMAT_CHAR) {
            append_utf8(out, letter.value);
        }
        at += letter.size;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

// `text` in exactly `width` columns.
std::string fitted(const std::string& text, std::size_t width, bool right) {
    const std::size_t own = display_width(text);
    if (own <= width) return right ? std::string(width - own, ' ') + text : text + std::string(width - own, ' ');
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint letter = decode(text, at);
        const auto next = static_cast<std::size_t>(width_of(letter.value));
        if (used + next + 1 > width) break;
        out.append(text, at, letter.size);
        used += next;
        at += letter.size;
    }
    out += "…";
    return out + std::string(width - used - 1, ' ');
}

std::vector<std::size_t> widths(const std::vector<TableColumn>& columns, const std::vector<std::vector<std::string>>& rows,
                                int terminal) {
    std::vector<std::size_t> width;
    for (const TableColumn& column : columns) width.push_back(display_width(column.name));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], display_width(row[i]));
    const auto total = [&] {
        std::size_t sum = 2 * (columns.size() - 1);
        for (const std::size_t one : width) sum += one;
        return sum;
    };
    // The widest column that may still shrink gives way, flexible ones down to 12 first, then the others down to 6.
    const auto most = static_cast<std::size_t>(std::max(terminal, 40));
    for (const bool flexible : {true, false}) {
        const std::size_t least = flexible ? 12 : 6;
        while (total() > most) {
            std::size_t widest = columns.size();
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (columns[i].flexible != flexible || width[i] <= std::max(least, display_width(columns[i].name))) continue;
                if (widest == columns.size() || width[i] > width[widest]) widest = i;
            }
            if (widest == columns.size()) break;
            --width[widest];
        }
    }
    return width;
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint letter = decode(text, at);
        width += static_cast<std::size_t>(width_of(letter.value));
        at += letter.size;
    }
    return width;
}

Result<Form> form_of(const Arguments& arguments, const Console& console) {
    std::vector<Form> asked;
    if (arguments.on("json")) asked.push_back(Form::json);
    if (arguments.on("jsonl")) asked.push_back(Form::jsonl);
    if (arguments.on("csv")) asked.push_back(Form::csv);
    if (asked.size() > 1)
        return Fault{FaultKind::usage, "--json, --jsonl and --csv exclude each other", "readout", "give one of them"};
    if (!asked.empty()) return asked.front();
    return console.out_is_terminal ? Form::table : Form::tsv;
}

void print_table(const std::vector<TableColumn>& columns, const std::vector<std::vector<std::string>>& rows, Console& console) {
    std::vector<std::vector<std::string>> clean;
    for (const auto& row : rows) {
        clean.emplace_back();
        for (const std::string& cell : row) clean.back().push_back(shown(cell));
    }
    const std::vector<std::size_t> width = widths(columns, clean, console.width);
    const auto print = [&](auto cell) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i)
            line += (i == 0 ? "" : "  ") + fitted(cell(i), width[i], columns[i].right);
        while (!line.empty() && line.back() == ' ') line.pop_back();
        return line;
    };
    const std::string header = print([&](std::size_t i) { return columns[i].name; });
    console.out << (console.color ? "\033[1m" + header + "\033[0m" : header) << "\n";
    for (const auto& row : clean) console.out << print([&](std::size_t i) { return row[i]; }) << "\n";
}

void print_row(const std::vector<std::string>& cells, Form form, std::ostream& out) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += form == Form::csv ? ',' : '\t';
        std::string cell = cells[i];
        if (form == Form::csv) {
            if (cell.find_first_of(",\"\r\n") == std::string::npos) {
                line += cell;
                continue;
            }
            line += '"';
            for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
            line += '"';
        } else {
            std::replace_if(
                cell.begin(), cell.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
            line += cell;
        }
    }
    out << line << (form == Form::csv ? "\r\n" : "\n");
}

}  // namespace readout::cli
