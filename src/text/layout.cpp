#include "text/layout.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "text/boilerplate.h"
#include "text/characters.h"
#include "text/dates.h"

namespace readout {
namespace {

constexpr std::uint32_t longest_title = 220;      // bytes
constexpr std::uint32_t longest_heading = 110;    // bytes
constexpr std::size_t shortest_cut_title = 20;    // letters; of a title that comes again with more or less at its end
constexpr std::size_t shortest_repeated = 40;     // characters; a shorter line may be said twice
constexpr std::uint32_t longest_clock_time = 30;  // bytes after a date: "10:15 PM (GMT +3)"
constexpr std::uint32_t widest_wrapped = 120;     // bytes; longer lines were not broken by hand

struct Line {
    Span span;  // trimmed, not empty
    bool after_blank = false;
};

bool is_line_end(std::string_view text, std::size_t at, std::uint32_t& size) {
    const char c = text[at];
    if (c == '\n' || c == '\f' || c == '\v') return size = 1, true;
    if (c == '\r') return size = at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1, true;
    if (text.compare(at, 2, "\xC2\x85") == 0) return size = 2, true;                                                  // NEL
    if (text.compare(at, 3, "\xE2\x80\xA8") == 0 || text.compare(at, 3, "\xE2\x80\xA9") == 0) return size = 3, true;  // LS, PS
    return false;
}

std::vector<Line> lines_of(std::string_view text, std::uint32_t from) {
    std::vector<Line> lines;
    bool blank = true;
    std::uint32_t start = from;
    const auto size = static_cast<std::uint32_t>(text.size());
    const auto close = [&](std::uint32_t end) {
        const auto first = static_cast<std::uint32_t>(skip_space(text, start, end));
        const auto last = static_cast<std::uint32_t>(trim_space(text, first, end));
        if (first < last) lines.push_back({{first, last}, blank});
        blank = first >= last;
    };
    for (std::uint32_t at = from; at < size;) {
        std::uint32_t width = 1;
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte > 0x0D && byte < 0xC2) || !is_line_end(text, at, width)) {
            ++at;
            continue;
        }
        close(at);
        at += width;
        start = at;
    }
    close(size);
    return lines;
}

Kind last_kind(std::string_view text, Span span) {
    return character_at(text, span.end - decode_before(text, span.end).size).kind;
}

// The kind of the last character that is no quote or bracket.
Kind closing_kind(std::string_view text, Span span) {
    while (span.end > span.start) {
        const CodePoint last = decode_before(text, span.end);
        const Kind kind = character_at(text, span.end - last.size).kind;
        if (!is_quote(kind) && kind != Kind::close) return kind;
        span.end -= last.size;
    }
    return Kind::space;
}

bool is_list_item(std::string_view text, Span span) {
    const std::string_view line = slice(text, span);
    for (const std::string_view bullet :
         {"- ", "* ", "– ", "— ", "• ", "· ", "‣ ", "▪ ", "● ", "■ ", "◆ ", "> ", "→ ", "•", "▪", "●"})
        if (line.starts_with(bullet)) return true;
    std::size_t digits = 0;
    while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9') ++digits;
    if (digits == 0 && line.size() > 2 && line[0] == '(') return false;
    return digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
}

// Lines broken by hand at a fixed width: many lines run on in small letters on the next.
bool is_wrapped(std::string_view text, const std::vector<Line>& lines) {
    std::size_t pairs = 0, running_on = 0;
    std::uint32_t widest = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        widest = std::max(widest, lines[i].span.size());
        if (i == 0 || lines[i].after_blank) continue;
        ++pairs;
        const Kind end = last_kind(text, lines[i - 1].span);
        const bool open_end = is_word(end) || end == Kind::comma || end == Kind::hyphen;
        running_on += open_end && character_at(text, lines[i].span.start).kind == Kind::lower;
    }
    return widest <= widest_wrapped && pairs >= 2 && running_on * 4 >= pairs;
}

std::vector<Line> join_wrapped(std::string_view text, const std::vector<Line>& lines) {
    std::uint32_t widest = 0;
    for (const Line& line : lines) widest = std::max(widest, line.span.size());
    std::vector<Line> joined;
    std::uint32_t last_width = 0;
    for (const Line& line : lines) {
        const bool runs_on =
            !joined.empty() && !line.after_blank && last_width * 5 >= widest * 3 && !is_list_item(text, line.span);
        if (runs_on) {
            joined.back().span.end = line.span.end;
        } else {
            joined.push_back(line);
        }
        last_width = line.span.size();
    }
    return joined;
}

// Letters and digits only, small: two lines with one key say the same.
std::string key_of(std::string_view line) {
    std::string key;
    for (std::size_t at = 0; at < line.size();) {
        const Character c = character_at(line, at);
        if (c.size == 1 && line[at] >= 'A' && line[at] <= 'Z') {
            key += static_cast<char>(line[at] - 'A' + 'a');
        } else if (is_word(c.kind)) {
            key += line.substr(at, c.size);
        }
        at += c.size;
    }
    return key;
}

// The letters and digits of a line as a number: two lines with one number say the same, whatever their quotes and marks. Zero:
// neither letter nor digit.
std::uint64_t sense_of(std::string_view line) {
    std::uint64_t h = 0xcbf29ce484222325u;
    bool any = false;
    for (std::size_t at = 0; at < line.size();) {
        const Character c = character_at(line, at);
        if (is_word(c.kind)) {
            any = true;
            if (c.size == 1) {
                h = (h ^ static_cast<unsigned char>(c.kind == Kind::upper ? line[at] | 0x20 : line[at])) * 0x100000001b3u;
            } else {
                for (std::size_t i = 0; i < c.size; ++i) h = (h ^ static_cast<unsigned char>(line[at + i])) * 0x100000001b3u;
            }
        }
        at += c.size;
    }
    return any ? h | 1 : 0;
}

class LayoutReader {
public:
    explicit LayoutReader(Document& document) : document_(document), text_(document.text) {}

    void read() {
        if (document_.body > 0) read_given_title();
        lines_ = lines_of(text_, document_.body);
        if (is_wrapped(text_, lines_)) lines_ = join_wrapped(text_, lines_);
        read_header();
        for (std::size_t i = 0; i < lines_.size(); ++i) read_line(i);
    }

private:
    void add(Span span, ParagraphKind kind) {
        if (kind == ParagraphKind::boilerplate) document_.boilerplate.push_back(span);
        if (kind == ParagraphKind::title) has_title_ = true;
        if (kind == ParagraphKind::prose) ++prose_;
        document_.paragraphs.push_back({span, kind});
    }

    void read_given_title() {
        const std::uint32_t end = static_cast<std::uint32_t>(document_.source.title->size());
        const Span span{static_cast<std::uint32_t>(skip_space(text_, 0, end)),
                        static_cast<std::uint32_t>(trim_space(text_, 0, end))};
        if (span.empty()) return;
        add(span, ParagraphKind::title);
        title_key_ = key_of(slice(text_, span));
    }

    // "date 2022-04-30 …": the rest of the line is report.
    void read_header() {
        if (lines_.empty()) return;
        const auto header = find_header_date(text_, lines_[0].span);
        if (!header) return;
        document_.header_date = *header;
        add(header->span, ParagraphKind::boilerplate);
        const auto rest = static_cast<std::uint32_t>(skip_space(text_, header->span.end, lines_[0].span.end));
        if (rest < lines_[0].span.end) {
            lines_[0].span.start = rest;
        } else {
            lines_.erase(lines_.begin());
        }
    }

    // A line of its own before the report with its date, labelled or bare.
    bool read_date_line(Span span) {
        auto header = find_header_date(text_, span);
        if (header && span.end - header->span.end > longest_clock_time) return false;
        if (!header) header = find_date_line(text_, span);
        if (!header) return false;
        document_.header_date = header;
        add(span, ParagraphKind::boilerplate);
        return true;
    }

    void read_line(std::size_t i) {
        const Span span = lines_[i].span;
        const std::string_view line = slice(text_, span);
        const bool at_top = prose_ == 0;
        const std::uint64_t sense = sense_of(line);
        if (sense == 0) return add(span, ParagraphKind::boilerplate);  // "***", "—"
        if (at_top && !document_.header_date && read_date_line(span)) return;
        if (const auto match = match_boilerplate(line, !at_top ? Place::middle : has_title_ ? Place::top : Place::first)) {
            if (match->kind == "agency" && !document_.byline_agency) document_.byline_agency = span;
            return add(span, ParagraphKind::boilerplate);
        }
        const bool leads_in = closing_kind(text_, span) == Kind::colon;  // "The minister said:" may stand above two quotations
        const bool is_title = repeats_title(span, at_top && could_be_title(span));
        const bool seen = !seen_.insert(sense).second && !leads_in && count_code_points(line) >= shortest_repeated;
        if (is_title || seen) return add(span, ParagraphKind::boilerplate);
        if (is_list_item(text_, span)) return add(span, ParagraphKind::list_item);
        if (at_top && !has_title_ && i + 1 < lines_.size() && could_be_title(span)) {
            title_key_ = key_of(line);
            return add(span, ParagraphKind::title);
        }
        if (could_be_heading(i)) return add(span, ParagraphKind::heading);
        if (prose_ < 3 && !document_.dateline) document_.dateline = find_dateline(text_, span);
        add(span, ParagraphKind::prose);
    }

    // The title again, or again but for the outlet's name at its end.
    bool repeats_title(Span span, bool at_top) const {
        if (title_key_.empty() || span.size() > longest_title) return false;
        const std::string_view line = slice(text_, span);
        const Character first = character_at(line, 0);  // most lines differ in their first letter
        if (is_word(first.kind) && key_of(line.substr(0, first.size)).front() != title_key_.front()) return false;
        const std::string key = key_of(line);
        if (key == title_key_) return true;
        const std::size_t shorter = std::min(key.size(), title_key_.size());
        return at_top && shorter >= shortest_cut_title && key.compare(0, shorter, title_key_, 0, shorter) == 0;
    }

    bool could_be_title(Span span) const {
        const Kind end = closing_kind(text_, span);
        return span.size() <= longest_title && end != Kind::period && end != Kind::comma && end != Kind::colon &&
               !find_dateline(text_, span);
    }

    // A short line without a full stop, with a longer one after it.
    bool could_be_heading(std::size_t i) const {
        const Span span = lines_[i].span;
        if (span.size() > longest_heading || i + 1 >= lines_.size() || lines_[i + 1].span.size() <= span.size()) return false;
        const Kind end = closing_kind(text_, span);
        if (!is_word(end) && end != Kind::ender && end != Kind::close) return false;
        const Kind start = character_at(text_, span.start).kind;
        return start != Kind::lower && !is_list_item(text_, lines_[i + 1].span);
    }

    Document& document_;
    std::string_view text_;
    std::vector<Line> lines_;
    std::unordered_set<std::uint64_t> seen_;
    std::string title_key_;
    bool has_title_ = false;
    std::size_t prose_ = 0;
};

}  // namespace

void read_layout(Document& document) { LayoutReader(document).read(); }

std::vector<Span> blank_line_blocks(std::string_view text) {
    std::vector<Span> blocks;
    for (const Line& line : lines_of(text, 0)) {
        if (line.after_blank || blocks.empty()) {
            blocks.push_back(line.span);
        } else {
            blocks.back().end = line.span.end;
        }
    }
    return blocks;
}

}  // namespace readout
