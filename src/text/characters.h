// Kinds of characters, as the tokenizer and the layout reader tell them apart.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace readout {

enum class Kind : std::uint8_t {
    space,        // any white space, zero-width space and byte-order mark included
    lower,        // lower-case letter
    upper,        // upper-case or title-case letter
    letter,       // letter without case; marks that follow a letter
    digit,        // decimal digit
    period,       // . and the full stops of other scripts
    ender,        // ! ? …
    comma,        // ,
    colon,        // : ;
    quote,        // " and other quotes that may open or close
    open_quote,   // “ « ‘ „
    close_quote,  // ” »
    apostrophe,   // ' ’ `
    open,         // ( [ {
    close,        // ) ] }
    hyphen,       // - and its relatives within words
    dash,         // – —
    slash,        // / and backslash
    currency,     // $ £ €
    symbol,       // everything else that can be seen
};

struct Character {
    Kind kind = Kind::space;
    std::uint8_t size = 1;  // bytes
};

constexpr Kind ascii_kind(unsigned char c) {
    if (c <= ' ' || c == 0x7F) return Kind::space;  // control characters part words and show nothing
    if (c >= 'a' && c <= 'z') return Kind::lower;
    if (c >= 'A' && c <= 'Z') return Kind::upper;
    if (c >= '0' && c <= '9') return Kind::digit;
    switch (c) {
        case '.':
            return Kind::period;
        case '!':
        case '?':
            return Kind::ender;
        case ',':
            return Kind::comma;
        case ':':
        case ';':
            return Kind::colon;
        case '"':
            return Kind::quote;
        case '\'':
        case '`':
            return Kind::apostrophe;
        case '(':
        case '[':
        case '{':
            return Kind::open;
        case ')':
        case ']':
        case '}':
            return Kind::close;
        case '-':
            return Kind::hyphen;
        case '/':
        case '\\':
            return Kind::slash;
        case '$':
            return Kind::currency;
        default:
            return Kind::symbol;
    }
}

inline constexpr std::array<Kind, 128> ascii_kinds = [] {
    std::array<Kind, 128> kinds{};
    for (unsigned char c = 0; c < 128; ++c) kinds[c] = ascii_kind(c);
    return kinds;
}();

Character character_beyond_ascii(std::string_view text, std::size_t at);

// The character that starts at byte `at`.
inline Character character_at(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    return byte < 0x80 ? Character{ascii_kinds[byte], 1} : character_beyond_ascii(text, at);
}

constexpr bool is_word(Kind kind) { return kind >= Kind::lower && kind <= Kind::digit; }
constexpr bool is_alphabetic(Kind kind) { return kind >= Kind::lower && kind <= Kind::letter; }
constexpr bool is_quote(Kind kind) { return kind >= Kind::quote && kind <= Kind::apostrophe; }

inline bool is_space_at(std::string_view text, std::size_t at) { return character_at(text, at).kind == Kind::space; }

// First byte at or after `at` that is no white space, and the like backwards (one past the last such byte).
std::size_t skip_space(std::string_view text, std::size_t at, std::size_t end);
std::size_t trim_space(std::string_view text, std::size_t start, std::size_t end);

}  // namespace readout
