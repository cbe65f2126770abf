#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "time/match.h"

namespace readout::timing {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || is_upper(c) || static_cast<unsigned char>(c) >= 0xC0; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || is_upper(c); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

// Curly quotes, dashes and odd spaces in the one form that tables use; size 0: an ordinary character.
struct Mark {
    char plain = 0;
    std::uint32_t size = 0;
};
Mark mark_at(std::string_view text, std::size_t at) {
    if (static_cast<unsigned char>(text[at]) < 0x80) return {};
    const CodePoint point = decode(text, at);
    switch (point.value) {
        case U'‘':
        case U'’':
        case U'ʼ':
            return {'\'', point.size};
        case U'“':
        case U'”':
        case U'«':
        case U'»':
            return {'"', point.size};
        case U'‐':
        case U'‑':
        case U'–':
        case U'—':
        case U'−':
            return {'-', point.size};
        case U'\u00A0':
        case U'\u2009':
        case U'\u202F':
        case U'\u2002':
        case U'\u3000':
            return {' ', point.size};
        case U'\u00AD':
        case U'\u200B':
        case U'\uFEFF':
            return {'\0', point.size};
        default:
            return {};
    }
}

class Lexer {
public:
    Lexer(const LoweredText& text, Span stretch, const TimeRules::Inside& rules, Line& line, std::string& buffer)
        : text_(text.text.substr(0, stretch.end)),
          lower_(text.lower),
          at_(stretch.start),
          rules_(rules),
          line_(line),
          dotless_(buffer) {}

    void run() {
        bool space = true;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            const Mark mark = mark_at(text_, at_);
            const char plain = mark.size ? mark.plain : c;
            const std::uint32_t size = mark.size ? mark.size : 1;
            if (plain == ' ' || plain == '\t' || plain == '\n' || plain == '\r' || plain == '\0') {
                space = space || plain != '\0';
                at_ += size;
                continue;
            }
            const auto start = static_cast<std::uint32_t>(at_);
            item_ = Item{};
            item_.glued = !space;
            looked_up_ = {};
            if (is_digit(c)) {
                number();
            } else if (!mark.size && is_letter(c)) {
                letters();
            } else if (plain == '\'' && apostrophe(size)) {
            } else {
                punctuation(plain, size);
            }
            item_.span = {start, static_cast<std::uint32_t>(at_)};
            item_.landmark_word = landmark_word(slice(lower_, item_.span));
            line_.items.push_back(item_);
            space = false;
        }
    }

private:
    char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void look_up(std::string_view word, bool capital) {
        looked_up_ = word;
        entry_ = rules_.words.find(word);
        if (entry_ == rules_.words.end()) return;
        for (const Tag& tag : entry_->second.tags) line_.tag(item_, tag.symbol, tag.value);
        if (!capital) return;
        for (const Tag& tag : entry_->second.capital_tags) line_.tag(item_, tag.symbol, tag.value);
    }

    // Landmarks are known by words as they stand; what was looked up for tags is mostly the same word.
    std::uint32_t landmark_word(std::string_view written) {
        if (looked_up_ != written) entry_ = rules_.words.find(written);
        return entry_ == rules_.words.end() ? 0 : entry_->second.landmark_word;
    }

    void punctuation(char plain, std::uint32_t size) {
        const std::string_view written = lower_.substr(at_, size);
        at_ += size;
        look_up(in_tables(plain, written), false);
    }

    // The word by which tables call a mark.
    static std::string_view in_tables(char plain, std::string_view written) {
        switch (plain) {
            case '/':
                return "slash";
            case '(':
                return "lparen";
            case ')':
                return "rparen";
            case '\'':
                return "'";
            case '"':
                return "\"";
            case '-':
                return "-";
            default:
                return written;
        }
    }

    // "a.m.", "B.C.", "U.S.": single letters with dots are one word without them.
    bool dotted() {
        if (!(is_ascii_letter(peek(0)) && peek(1) == '.' && is_ascii_letter(peek(2)))) return false;
        if (is_letter(peek(3))) return false;
        dotless_.clear();
        std::size_t length = 0;
        while (length <= 12 && is_ascii_letter(peek(length)) && peek(length + 1) == '.') {
            dotless_ += lower(peek(length));
            length += 2;
        }
        if (is_ascii_letter(peek(length)) && !is_letter(peek(length + 1)) &&
            !is_digit(peek(length + 1))) {  // "p.m" without its last dot
            dotless_ += lower(peek(length));
            ++length;
        }
        at_ += length;
        return true;
    }

    void letters() {
        item_.capital = is_upper(text_[at_]);
        if (dotted()) {
            look_up(dotless_, item_.capital);
            return;
        }
        const std::size_t start = at_;
        while (at_ < text_.size() && letter_here()) {
        }
        // Longer than any word of the tables: never looked up.
        if (at_ - start <= 24) look_up(lower_.substr(start, at_ - start), item_.capital);
    }

    // Passes one letter, or the bytes of a letter beyond ASCII.
    bool letter_here() {
        const char c = text_[at_];
        if (static_cast<unsigned char>(c) < 0x80) {
            if (!is_ascii_letter(c)) return false;
            ++at_;
            return true;
        }
        if (mark_at(text_, at_).size) return false;
        at_ += decode(text_, at_).size;
        return true;
    }

    // "'s", "'90s", "'45". False: a plain apostrophe.
    bool apostrophe(std::uint32_t size) {
        const std::size_t after = size;
        if (lower(peek(after)) == 's' && !is_letter(peek(after + 1)) && item_.glued) {
            at_ += after + 1;
            look_up("'s", false);
            return true;
        }
        if (is_digit(peek(after)) && is_digit(peek(after + 1)) && !is_digit(peek(after + 2))) {
            const int value = (peek(after) - '0') * 10 + (peek(after + 1) - '0');
            if (peek(after + 2) == 's' && !is_letter(peek(after + 3)) && value % 10 == 0) {
                line_.tag(item_, rules_.known.decade2, value);
                at_ += after + 3;
            } else if (!is_letter(peek(after + 2))) {
                line_.tag(item_, rules_.known.year2, value);
                at_ += after + 2;
            } else {
                return false;
            }
            return true;
        }
        return false;
    }

    void number() {
        std::size_t length = 0;
        long long value = 0;
        while (is_digit(peek(length))) {
            if (value < 1'000'000'000'000LL) value = value * 10 + (peek(length) - '0');
            ++length;
        }
        const bool lone = suffix(length, value);
        if (lone) return;
        std::size_t digits = length;
        bool grouped = false;
        while (peek(length) == ',' && is_digit(peek(length + 1)) && is_digit(peek(length + 2)) && is_digit(peek(length + 3)) &&
               !is_digit(peek(length + 4)) && digits <= 3) {
            for (std::size_t i = 1; i <= 3; ++i) {
                if (value < 1'000'000'000'000LL) value = value * 10 + (peek(length + i) - '0');
            }
            length += 4;
            grouped = true;
        }
        long long hundredths = value * 100;
        bool decimal = false;
        const bool in_dots = at_ >= 2 && text_[at_ - 1] == '.' && is_digit(text_[at_ - 2]);
        if (!in_dots && peek(length) == '.' && is_digit(peek(length + 1)) &&
            !(is_digit(peek(length + 2)) && peek(length + 3) == '.' && is_digit(peek(length + 4)))) {
            std::size_t fraction = 1;
            int scale = 10;
            while (is_digit(peek(length + fraction))) {
                hundredths += (peek(length + fraction) - '0') * scale;
                scale /= 10;
                ++fraction;
            }
            // "30.03.2022" is a date in dots, not a decimal.
            if (peek(length + fraction) == '.' && is_digit(peek(length + fraction + 1))) {
                hundredths = value * 100;
            } else {
                decimal = true;
                decimal_dot_ = length;
                length += fraction;
            }
        }
        at_ += length;
        tag_number(value, hundredths, digits, grouped, decimal, length);
    }

    // "20th", "1990s", "90s". True: all done.
    bool suffix(std::size_t length, long long value) {
        const char a = lower(peek(length)), b = lower(peek(length + 1));
        const bool ends = !is_letter(peek(length + 2)) && !is_digit(peek(length + 2));
        if (ends && ((a == 't' && b == 'h') || (a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd'))) {
            if (value <= 100'000) line_.tag(item_, rules_.known.ord, static_cast<std::int32_t>(value));
            at_ += length + 2;
            return true;
        }
        std::size_t s = length;
        const Mark mark = peek(length) == '\''          ? Mark{'\'', 1}
                          : at_ + length < text_.size() ? mark_at(text_, at_ + length)
                                                        : Mark{};
        if (mark.plain == '\'') s += mark.size;
        if (peek(s) == 's' && !is_letter(peek(s + 1)) && !is_digit(peek(s + 1))) {
            if ((length == 4 && value % 10 == 0 && value >= 1000 && value <= 2100) || (length == 3 && value % 10 == 0)) {
                line_.tag(item_, rules_.known.decade, static_cast<std::int32_t>(value));
                at_ += s + 1;
                return true;
            }
            if (length == 2 && value % 10 == 0 && value >= 10 && s == length) {
                line_.tag(item_, rules_.known.decade2, static_cast<std::int32_t>(value));
                at_ += s + 1;
                return true;
            }
        }
        return false;
    }

    void tag_number(long long value, long long hundredths, std::size_t digits, bool grouped, bool decimal, std::size_t length) {
        const auto& known = rules_.known;
        constexpr long long most = 2'000'000'000LL;
        line_.tag(item_, known.num, static_cast<std::int32_t>(std::min(hundredths, most)));
        if (decimal) {  // "14.30" is a time of day in British papers
            const long long minute = hundredths % 100;
            if (length == decimal_dot_ + 3 && digits <= 2 && value <= 24 && minute < 60)
                line_.tag(item_, known.hhmm, static_cast<std::int32_t>(value * 100 + minute));
            return;
        }
        if (grouped || value > most) return;
        const auto small = static_cast<std::int32_t>(value);
        line_.tag(item_, known.integer, small);
        if (digits <= 2) {
            if (value >= 1 && value <= 31) line_.tag(item_, known.dd, small);
            if (value >= 1 && value <= 12) line_.tag(item_, known.mm, small);
            if (value <= 24) line_.tag(item_, known.hh, small);
            if (digits == 2) {
                if (value < 60) line_.tag(item_, known.mi, small);
                line_.tag(item_, known.yy, small);
            }
        }
        if (digits == 4) {
            if (value >= 1000 && value <= 2199) line_.tag(item_, known.year, small);
            if (value / 100 <= 24 && value % 100 < 60) line_.tag(item_, known.hhmm, small);
        }
    }

    std::string_view text_, lower_;
    std::size_t at_;
    const TimeRules::Inside& rules_;
    Line& line_;
    std::string& dotless_;  // "am" of "a.m."
    Item item_;
    std::string_view looked_up_;                              // of this item
    WordMap<TimeRules::Inside::Word>::const_iterator entry_;  // what it led to
    std::size_t decimal_dot_ = 0;
};

}  // namespace

void items_of(const LoweredText& text, Span stretch, const TimeRules::Inside& rules, Line& line, std::string& buffer) {
    Lexer(text, stretch, rules, line, buffer).run();
}

LoweredText::LoweredText(std::string_view of) : text(of), lower(of) {
    std::transform(of.begin(), of.end(), lower.begin(), [](char c) { return timing::lower(c); });
}

}  // namespace readout::timing
