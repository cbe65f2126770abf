#include "text/dates.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/tsv.h"
#include "text/characters.h"
#include "text/embedded.h"

namespace readout {
namespace {

constexpr std::array<std::string_view, 12> months = {"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};
constexpr std::size_t longest_dateline = 110;  // bytes

std::string lower(std::string_view word) {
    std::string out(word);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// 1 … 12 for "March", "Mar", "mar."; 0 for anything else.
int month_of(std::string_view word) {
    const std::string name = lower(word);
    if (name.size() < 3) return 0;
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i].starts_with(name) && (name.size() <= 4 || name.size() == months[i].size())) return static_cast<int>(i) + 1;
    return 0;
}

// Reads along a line: words, numbers, marks.
class Cursor {
public:
    Cursor(std::string_view text, Span line) : text_(text), at_(line.start), end_(line.end) {}

    std::uint32_t at() const { return at_; }
    bool done() const { return at_ >= end_; }
    Kind kind() const { return done() ? Kind::space : character_at(text_, at_).kind; }
    char byte() const { return done() ? '\0' : text_[at_]; }
    void skip_spaces() { at_ = static_cast<std::uint32_t>(skip_space(text_, at_, end_)); }
    void step() { at_ += character_at(text_, at_).size; }

    bool take(char c) {
        if (byte() != c) return false;
        ++at_;
        return true;
    }

    std::string_view letters() {
        const std::uint32_t start = at_;
        while (is_alphabetic(kind())) step();
        return text_.substr(start, at_ - start);
    }

    // Up to four digits, -1 if there is none.
    int number() {
        int value = -1;
        for (int i = 0; i < 4 && byte() >= '0' && byte() <= '9'; ++i, ++at_) value = std::max(value, 0) * 10 + (byte() - '0');
        return kind() == Kind::digit ? -1 : value;
    }

private:
    std::string_view text_;
    std::uint32_t at_;
    std::uint32_t end_;
};

std::optional<Day> day_from(int year, int month, int day) {
    const Civil civil{year, month, day};
    if (year < 1000 || !is_valid(civil)) return std::nullopt;
    return to_day(civil);
}

// "2022-04-30", "30 April 2022", "April 30, 2022" at the cursor, which is left behind it.
std::optional<Day> take_full_date(Cursor& cursor) {
    Cursor c = cursor;
    std::optional<Day> day;
    if (c.kind() == Kind::digit) {
        const int first = c.number();
        const char mark = c.byte();
        if (c.take('-')) {
            const int month = c.number();
            if (!c.take('-')) return std::nullopt;
            day = day_from(first, month, c.number());
        } else if (mark == '.' || mark == '/') {  // 30.04.2022; 30/04/2022 where it can be nothing else; 2022/04/30
            c.step();
            const int second = c.number();
            if (!c.take(mark)) return std::nullopt;
            const int third = c.number();
            if (first >= 1000) day = day_from(first, second, third);
            if (first < 1000 && (mark == '.' || first > 12)) day = day_from(third, second, first);
        } else {
            c.skip_spaces();
            const int month = month_of(c.letters());
            c.take('.');
            c.take(',');
            c.skip_spaces();
            day = day_from(c.number(), month, first);
        }
    } else {
        const int month = month_of(c.letters());
        c.take('.');
        c.skip_spaces();
        const int number = c.number();
        c.take(',');
        c.skip_spaces();
        day = day_from(c.number(), month, number);
    }
    if (day) cursor = c;
    return day;
}

// "March 30", "30 March", "Feb. 4, 2022", "2022-02-04" at the cursor; the span, empty if there is none.
Span take_dateline_date(Cursor& cursor) {
    const std::uint32_t start = cursor.at();
    if (take_full_date(cursor)) return {start, cursor.at()};
    Cursor c = cursor;
    if (c.kind() == Kind::digit) {
        const int day = c.number();
        c.skip_spaces();
        if (day < 1 || day > 31 || month_of(c.letters()) == 0) return {start, start};
        c.take('.');
    } else {
        if (month_of(c.letters()) == 0) return {start, start};
        c.take('.');
        c.skip_spaces();
        const int day = c.number();
        if (day < 1 || day > 31) return {start, start};
    }
    cursor = c;
    return {start, cursor.at()};
}

// "Wednesday, ", "Wed "
void skip_weekday(Cursor& cursor) {
    Cursor c = cursor;
    const std::string word = lower(c.letters());
    bool is_weekday = false;
    for (const std::string_view day : {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        is_weekday |= word == day || (word.size() >= 3 && word.size() <= 5 && day.starts_with(word));
    if (!is_weekday) return;
    c.take('.');
    c.take(',');
    c.skip_spaces();
    cursor = c;
}

bool is_dateline_end(Cursor& cursor) {
    cursor.skip_spaces();
    const Kind kind = cursor.kind();
    if (kind == Kind::dash) return cursor.step(), true;
    if (!cursor.take('-')) return false;
    while (cursor.take('-')) {
    }
    return cursor.kind() == Kind::space;
}

// Capital letters only, at least three: "TUNXI", "NEW DELHI", "WASHINGTON, D.C."; or "Kyiv" where an agency or date follows.
struct PlaceRead {
    Span span;
    bool all_capitals = false;
};

PlaceRead take_place(Cursor& cursor, std::string_view text) {
    Cursor c = cursor;
    const std::uint32_t start = c.at();
    std::uint32_t end = start;
    std::uint32_t capitals = 0, small = 0;
    int words = 0;
    while (c.kind() == Kind::upper && words < 5) {
        Cursor word = c;
        const std::string_view letters = word.letters();
        if (month_of(letters) != 0 && words > 0) break;  // "TUNXI, March 30"
        for (std::size_t i = 0; i < letters.size(); i += character_at(letters, i).size) {
            const Kind kind = character_at(letters, i).kind;
            capitals += kind == Kind::upper;
            small += kind == Kind::lower;
        }
        while (word.byte() == '-' || word.byte() == '\'' || (word.byte() == '.' && letters.size() <= 4)) {
            Cursor next = word;
            next.step();
            if (word.byte() != '.' && !is_alphabetic(next.kind())) break;
            word = next;
            for (const char letter : word.letters()) capitals += letter >= 'A' && letter <= 'Z';
        }
        c = word;
        end = c.at();
        ++words;
        Cursor next = c;
        if (next.take(',') || next.take('/')) {
        }
        next.skip_spaces();
        if (next.kind() != Kind::upper) break;
        c = next;
    }
    cursor = Cursor(text, {end, std::max<std::uint32_t>(end, start)});
    return {{start, end}, small == 0 && capitals >= 2};
}

// "Reuters", "Xinhua", "RIA Novosti", "AFP/Anadolu": a few words of letters; no "(D-N.Y.)", no clause.
bool is_agency(std::string_view words) {
    if (words.empty() || words.size() > 40 || std::count(words.begin(), words.end(), ' ') > 4) return false;
    for (std::size_t at = 0; at < words.size();) {
        const Character c = character_at(words, at);
        const bool fits = is_alphabetic(c.kind) || c.kind == Kind::space || c.kind == Kind::hyphen || c.kind == Kind::slash ||
                          c.kind == Kind::apostrophe || words[at] == '&' || words[at] == ',' || is_quote(c.kind);
        if (!fits) return false;
        at += c.size;
    }
    return true;
}

// Capitals that stand before a dash and are no place: rows of data/text/no_places.tsv.
bool is_no_place(std::string_view words) {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> out;
        const auto table = Table::parse(std::string(embedded_no_places()), "data/text/no_places.tsv", {"words"});
        if (!table) return out;  // a test reads the table and names its fault
        for (std::size_t row = 0; row < table->rows(); ++row) out.emplace_back(table->cell(row, 0));
        std::sort(out.begin(), out.end());
        return out;
    }();
    return std::binary_search(all.begin(), all.end(), words);
}

}  // namespace

std::optional<HeaderDate> find_header_date(std::string_view text, Span line) {
    Cursor c(text, line);
    bool labelled = false;
    for (int words = 0; words < 4; ++words) {  // "date", "Last updated on", "First published:"
        Cursor next = c;
        const std::string word = lower(next.letters());
        constexpr std::array<std::string_view, 11> labels = {"date",   "dated", "published", "updated", "posted", "publication",
                                                             "issued", "first", "last",      "on",      "of"};
        if (std::find(labels.begin(), labels.end(), word) == labels.end()) break;
        labelled |= word != "on" && word != "of" && word != "first" && word != "last";
        c = next;
        c.skip_spaces();
        c.take(':');
        c.skip_spaces();
    }
    if (!labelled) return std::nullopt;
    skip_weekday(c);
    const auto day = take_full_date(c);
    if (!day || is_word(c.kind())) return std::nullopt;
    return HeaderDate{{line.start, c.at()}, *day};
}

std::optional<HeaderDate> find_date_line(std::string_view text, Span line) {
    constexpr std::uint32_t longest = 60;  // bytes
    if (line.size() > longest) return std::nullopt;
    Cursor c(text, line);
    skip_weekday(c);
    const auto day = take_full_date(c);
    if (!day || is_word(c.kind())) return std::nullopt;
    // Behind it only a clock time and a zone: digits, marks, words of up to four letters in all.
    int words = 0;
    while (!c.done()) {
        if (const std::string_view word = c.letters(); !word.empty()) {
            if (++words > 3 || word.size() > 4) return std::nullopt;
        } else {
            c.step();
        }
    }
    return HeaderDate{line, *day};
}

std::optional<Dateline> find_dateline(std::string_view text, Span paragraph) {
    const Span start{paragraph.start, std::min(paragraph.end, paragraph.start + static_cast<std::uint32_t>(longest_dateline))};
    Cursor c(text, start);
    const PlaceRead place = take_place(c, text);
    if (place.span.empty()) return std::nullopt;
    c = Cursor(text, {place.span.end, start.end});
    Dateline out;
    out.place = place.span;
    c.take(',');
    c.skip_spaces();
    if (const Span date = take_dateline_date(c); !date.empty()) out.date = date;
    c.take(',');
    c.take('.');
    c.skip_spaces();
    for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'/', '/'}}) {
        if (!c.take(open)) continue;
        const std::uint32_t from = c.at();
        while (!c.done() && c.byte() != close) c.step();
        if (c.done()) return std::nullopt;
        out.agency = Span{from, c.at()};
        if (!is_agency(slice(text, *out.agency))) return std::nullopt;
        c.take(close);
        c.take('.');
        break;
    }
    const bool slashed = out.agency && text[out.agency->start - 1] == '/';
    // A colon ends one only behind a date or an agency: "LAVROV: We talked" is a speaker.
    const bool ended = is_dateline_end(c) || ((out.date || out.agency) && c.take(':'));
    if (!ended && !(slashed && out.date)) return std::nullopt;
    if (!out.date && !out.agency) {  // "LONDON — The minister", but not "Lavrov — the minister — said" or "NATO — which"
        Cursor next = c;
        next.skip_spaces();
        const bool begins = next.kind() == Kind::upper || is_quote(next.kind()) || next.kind() == Kind::digit;
        if (!place.all_capitals || !begins || is_no_place(slice(text, place.span))) return std::nullopt;
    }
    out.span = {place.span.start, c.at()};
    out.span.end = static_cast<std::uint32_t>(trim_space(text, out.span.start, out.span.end));
    return out;
}

}  // namespace readout
