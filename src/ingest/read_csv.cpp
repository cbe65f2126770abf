// CSV and TSV with named columns, RFC 4180 quotes: a quoted cell may hold line feeds, and "" is one quote.
#include <algorithm>
#include <array>
#include <vector>

#include "ingest/charset.h"
#include "ingest/fields.h"
#include "ingest/formats.h"
#include "ingest/lines.h"

namespace readout {
namespace {

// One row from as many lines as its quotes need.
class RowReader {
public:
    RowReader(ByteStream& bytes, char separator, std::size_t limit)
        : lines_(bytes, limit), separator_(separator), limit_(limit) {}

    enum class Got { row, too_long, unclosed, end };
    Result<Got> next(std::vector<std::string>& cells) {
        auto got = lines_.next(line_);
        if (!got) return got.fault();
        number_ = lines_.number();
        if (*got == LineReader::Got::end) return Got::end;
        if (*got == LineReader::Got::too_long) return Got::too_long;
        cells.assign(1, {});
        std::size_t held = 0;
        bool quoted = false;
        while (true) {
            read_line(cells, quoted);
            if (!quoted) {
                if (line_.ends_with('\r')) cells.back().pop_back();
                return Got::row;
            }
            cells.back() += '\n';  // inside quotes: the next line belongs to the cell
            held += line_.size() + 1;
            if (held > limit_) return Got::unclosed;
            got = lines_.next(line_);
            if (!got) return got.fault();
            if (*got != LineReader::Got::line) return Got::unclosed;
        }
    }
    std::uint64_t number() const { return number_; }  // of the row's first line

    void set_separator(char separator) { separator_ = separator; }

private:
    void read_line(std::vector<std::string>& cells, bool& quoted) {
        std::string_view rest = line_;
        while (!rest.empty()) {
            if (quoted) {
                const std::size_t quote = rest.find('"');
                cells.back() += rest.substr(0, quote);
                if (quote == std::string_view::npos) return;
                rest.remove_prefix(quote + 1);
                if (rest.starts_with('"')) {
                    cells.back() += '"';
                    rest.remove_prefix(1);
                } else {
                    quoted = false;
                }
                continue;
            }
            if (cells.back().empty() && rest.front() == '"' && !was_quoted_) {
                quoted = true;
                was_quoted_ = true;  // a second quote in this cell is a mark like any other
                rest.remove_prefix(1);
                continue;
            }
            const std::size_t end = rest.find(separator_);
            cells.back() += rest.substr(0, end);
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
            cells.emplace_back();
            was_quoted_ = false;
        }
        if (!quoted) was_quoted_ = false;
    }

    LineReader lines_;
    char separator_;
    std::size_t limit_;
    std::string line_;
    std::uint64_t number_ = 0;
    bool was_quoted_ = false;
};

// The separator that parts the head line into the most cells outside quotes.
char separator_of(std::string_view text) {
    const std::string_view head = text.substr(0, text.find('\n'));
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t', '|'}) {
        bool quoted = false;
        std::ptrdiff_t count = 0;
        for (const char c : head) {
            if (c == '"') quoted = !quoted;
            count += !quoted && c == candidate;
        }
        if (count > most) {
            most = count;
            best = candidate;
        }
    }
    return best;
}

std::string joined(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells) {
        if (out.size() > 200) return out + ", …";
        out += (out.empty() ? "" : ", ") + cell.substr(0, 40);
    }
    return out;
}

class TableReader {
public:
    TableReader(ByteStream& bytes, char separator, const Input& input, Sink& sink)
        : rows_(bytes, separator, sink.options().max_report_bytes * 2 + (64u << 10)), input_(input), sink_(sink) {}

    void read() {
        std::vector<std::string> cells;
        if (!next(cells)) return;
        while (cells.size() == 1 && cells[0].empty())
            if (!next(cells)) return;
        for (const std::string& head : cells) places_.push_back(field_named(head));
        const bool has_words = std::any_of(places_.begin(), places_.end(), [](const auto& place) {
            return place && (place->field == Field::text || place->field == Field::title);
        });
        if (!has_words) {
            sink_.put(Fault{FaultKind::malformed, "no column `text` or `title` (there are: " + joined(cells) + ")", input_.where,
                            "name the columns in the first line"});
            return;
        }
        while (!sink_.stopped() && next(cells)) put(cells);
    }

private:
    // False at the end, or where reading cannot go on.
    bool next(std::vector<std::string>& cells) {
        while (!sink_.stopped()) {
            const auto got = rows_.next(cells);
            const std::string where = input_.where + ":" + std::to_string(rows_.number());
            if (!got) {
                sink_.put(got.fault());
                return false;
            }
            switch (*got) {
                case RowReader::Got::row:
                    return true;
                case RowReader::Got::end:
                    return false;
                case RowReader::Got::too_long:
                    sink_.put(Fault{FaultKind::too_large, "the line is too long", where, "split it, or raise the limit"});
                    break;
                case RowReader::Got::unclosed:
                    sink_.put(Fault{FaultKind::malformed, "a quote is opened and never closed: what follows was not read", where,
                                    "write quotes inside a cell twice"});
                    return false;
            }
        }
        return false;
    }

    void put(std::vector<std::string>& cells) {
        if (cells.size() == 1 && cells[0].empty()) return;  // an empty line
        const std::string number = ":" + std::to_string(rows_.number());
        const Place at{input_.where + number, input_.name + number};
        if (cells.size() != places_.size()) {
            sink_.put(Fault{FaultKind::malformed,
                            std::to_string(cells.size()) + " cells where the head has " + std::to_string(places_.size()),
                            at.where, "put cells that hold the separator in quotes"});
            return;
        }
        Fields fields;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (places_[i] && !cells[i].empty()) fields.set(*places_[i], std::move(cells[i]));
        const bool id_is_given = fields[Field::id].has_value();
        std::vector<Fault> notices;
        auto report = report_from(std::move(fields), at, sink_.options(), notices);
        for (const Fault& notice : notices)
            if (!sink_.notice(notice)) return;
        sink_.put(std::move(report), id_is_given);
    }

    RowReader rows_;
    const Input& input_;
    Sink& sink_;
    std::vector<std::optional<FieldPlace>> places_;
};

void read_table(ByteStream& bytes, char separator, const Input& input, Sink& sink) {
    auto text = decoded(std::make_unique<BorrowedStream>(bytes), input.charset, true, input.where);
    if (!text) {
        sink.put(text.fault());
        return;
    }
    PeekedStream peeked(std::move(*text));
    auto head = peeked.peek(64u << 10);
    if (!head) {
        sink.put(head.fault());
        return;
    }
    if (head->find_first_not_of(" \t\r\n") == std::string_view::npos) {
        sink.put(Fault{FaultKind::malformed, "the file is empty", input.where, {}});
        return;
    }
    if (separator == '\0') separator = separator_of(*head);
    TableReader(peeked, separator, input, sink).read();
}

}  // namespace

void read_csv(ByteStream& bytes, const Input& input, Sink& sink) { read_table(bytes, '\0', input, sink); }
void read_tsv(ByteStream& bytes, const Input& input, Sink& sink) { read_table(bytes, '\t', input, sink); }

}  // namespace readout
