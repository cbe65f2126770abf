#include "text/characters.h"

#include <unicode/uchar.h>

#include <vector>

namespace readout {
namespace {

Kind quote_or_dash(char32_t c) {
    switch (c) {
        case 0x2018:  // ‘
        case 0x201A:  // ‚
        case 0x201C:  // “
        case 0x201E:  // „
        case 0x201F:  // ‟
        case 0x2039:  // ‹
        case 0x00AB:
            return Kind::open_quote;  // «
        case 0x201D:                  // ”
        case 0x203A:                  // ›
        case 0x00BB:
            return Kind::close_quote;  // »
        case 0x2019:                   // ’
        case 0x02BC:                   // ʼ
        case 0x00B4:                   // ´
        case 0x2032:
            return Kind::apostrophe;  // ′
        case 0x2033:                  // ″
        case 0xFF02:
            return Kind::quote;  // ＂
        case 0x2010:             // ‐
        case 0x2011:
            return Kind::hyphen;  // non-breaking hyphen
        case 0x2012:              // figure dash
        case 0x2013:              // –
        case 0x2014:              // —
        case 0x2015:              // ―
        case 0x2212:
            return Kind::dash;  // −
        case 0x2026:            // …
        case 0x203D:            // ‽
        case 0xFF01:            // ！
        case 0xFF1F:
            return Kind::ender;  // ？
        case 0x3002:             // 。
        case 0xFF0E:
            return Kind::period;  // ．
        case 0x3001:              // 、
        case 0xFF0C:
            return Kind::comma;  // ，
        case 0xFF1A:             // ：
        case 0xFF1B:
            return Kind::colon;  // ；
        default:
            return Kind::symbol;
    }
}

Kind unicode_kind(char32_t c) {
    const auto code = static_cast<UChar32>(c);
    switch (u_charType(code)) {
        case U_LOWERCASE_LETTER:
            return Kind::lower;
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
            return Kind::upper;
        case U_MODIFIER_LETTER:
            if (c == 0x02BC) return Kind::apostrophe;
            return Kind::letter;
        case U_OTHER_LETTER:
        case U_NON_SPACING_MARK:
        case U_COMBINING_SPACING_MARK:
        case U_ENCLOSING_MARK:
            return Kind::letter;
        case U_DECIMAL_DIGIT_NUMBER:
            return Kind::digit;
        case U_SPACE_SEPARATOR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
        case U_CONTROL_CHAR:
            return Kind::space;
        case U_FORMAT_CHAR:
            // Soft hyphens and joiners stand inside words; the zero-width space and the byte-order mark part them.
            return c == 0x200B || c == 0xFEFF ? Kind::space : Kind::letter;
        case U_CURRENCY_SYMBOL:
            return Kind::currency;
        case U_START_PUNCTUATION:
            return c == 0x201A || c == 0x201E ? Kind::open_quote : Kind::open;
        case U_END_PUNCTUATION:
            return Kind::close;
        default:
            return quote_or_dash(c);
    }
}

}  // namespace

Character character_beyond_ascii(std::string_view text, std::size_t at) {
    constexpr char32_t common = 0x3000;  // Latin, Greek, Cyrillic, Arabic …, punctuation
    static const std::vector<Kind> kinds = [] {
        std::vector<Kind> out(common);
        for (char32_t c = 0; c < common; ++c) out[c] = unicode_kind(c);
        return out;
    }();
    const CodePoint point = decode(text, at);
    return {point.value < common ? kinds[point.value] : unicode_kind(point.value), static_cast<std::uint8_t>(point.size)};
}

std::size_t skip_space(std::string_view text, std::size_t at, std::size_t end) {
    while (at < end) {
        const Character c = character_at(text, at);
        if (c.kind != Kind::space) break;
        at += c.size;
    }
    return at;
}

std::size_t trim_space(std::string_view text, std::size_t start, std::size_t end) {
    while (end > start) {
        const CodePoint last = decode_before(text, end);
        if (character_at(text, end - last.size).kind != Kind::space) break;
        end -= last.size;
    }
    return end;
}

}  // namespace readout
