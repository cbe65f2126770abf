#include "language/form_features.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"
#include "language/model_file.h"

namespace readout::language {
namespace {

// Quotes, hyphens and the ellipsis in their plain form; 0 where a code point stands for itself.
char32_t plain_of(char32_t c) {
    switch (c) {
        case 0x2018:
        case 0x2019:
        case 0x02BC:
        case 0x00B4:
            return U'\'';
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x00AB:
        case 0x00BB:
            return U'"';
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return U'-';
        default:
            return c;
    }
}

struct Points {
    std::array<char32_t, most_points> at;
    std::size_t size = 0;

    void add(char32_t c) {
        if (size < most_points) at[size++] = c;
    }
};

Points plain_points(std::string_view form) {
    Points points;
    for (std::size_t at = 0; at < form.size() && points.size < most_points;) {
        const CodePoint c = decode(form, at);
        at += c.size;
        if (c.value == 0x2026)
            for (int i = 0; i < 3; ++i) points.add(U'.');
        else
            points.add(plain_of(c.value));
    }
    return points;
}

char32_t lower(char32_t c) {
    return c < 128 ? (c >= U'A' && c <= U'Z' ? c + 32 : c) : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}
bool is_digit(char32_t c) { return c < 128 ? c >= U'0' && c <= U'9' : u_isdigit(static_cast<UChar32>(c)) != 0; }
bool is_letter(char32_t c) { return c < 128 ? lower(c) >= U'a' && lower(c) <= U'z' : u_isalpha(static_cast<UChar32>(c)) != 0; }

std::uint32_t shape_of(const Points& plain) {
    std::size_t letters = 0, upper = 0, digits = 0;
    bool first_upper = false, hyphen = false, other = false;
    for (std::size_t i = 0; i < plain.size; ++i) {
        const char32_t c = plain.at[i];
        if (is_letter(c)) {
            const bool up = lower(c) != c;
            if (letters == 0) first_upper = up;
            ++letters;
            upper += up;
        } else if (is_digit(c)) {
            ++digits;
        } else if (c == U'-') {
            hyphen = true;
        } else {
            other = true;
        }
    }
    std::uint32_t capitals = 6;
    if (letters == 0)
        capitals = 0;
    else if (upper == 0)
        capitals = 1;
    else if (upper == letters)
        capitals = letters == 1 ? 3 : 4;
    else if (first_upper)
        capitals = upper == 1 ? 2 : 5;
    const std::uint32_t digit_kind = digits == 0 ? 0 : digits == plain.size ? 2 : 1;
    return ((capitals * 3 + digit_kind) * 2 + (hyphen ? 1 : 0)) * 2 + (other ? 1 : 0);
}

std::uint32_t bucket(unsigned char kind, std::string_view text, std::uint32_t buckets) {
    const char head = static_cast<char>(kind);
    return 1 + fnv1a(text, fnv1a({&head, 1})) % (buckets - 1);
}

}  // namespace

std::uint64_t hash_key(std::string_view form, std::uint64_t hash) {
    const auto add = [&](std::string_view bytes) {
        for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    };
    const bool ascii = std::all_of(form.begin(), form.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
    if (ascii) {
        for (const char c : form.substr(0, most_points)) {
            const char lowered = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c >= '0' && c <= '9' ? '0' : c;
            add({&lowered, 1});
        }
        return hash;
    }
    const Points plain = plain_points(form);
    std::string key;
    for (std::size_t i = 0; i < plain.size; ++i) append_utf8(key, is_digit(plain.at[i]) ? U'0' : lower(plain.at[i]));
    add(key);
    return hash;
}

void read_form(std::string_view form, std::uint32_t buckets, FormFeatures& features) {
    const Points plain = plain_points(form);
    features.shape = shape_of(plain);

    // "<key>", with the byte at which each code point begins.
    std::string marked = "<";
    std::array<std::uint32_t, most_points + 3> begin{};
    for (std::size_t i = 0; i < plain.size; ++i) {
        begin[i + 1] = static_cast<std::uint32_t>(marked.size());
        append_utf8(marked, is_digit(plain.at[i]) ? U'0' : lower(plain.at[i]));
    }
    const std::size_t n = plain.size;
    begin[n + 1] = static_cast<std::uint32_t>(marked.size());
    marked += '>';
    begin[n + 2] = static_cast<std::uint32_t>(marked.size());
    const auto part = [&](std::size_t first, std::size_t last) {
        return std::string_view(marked).substr(begin[first], begin[last] - begin[first]);
    };

    features.key = part(1, n + 1);
    for (std::size_t length = 1; length <= 4; ++length)
        features.affix_rows[length - 1] =
            n < length ? 0 : bucket(static_cast<unsigned char>(length), part(1, 1 + length), buckets);
    for (std::size_t length = 1; length <= 5; ++length)
        features.affix_rows[3 + length] =
            n < length ? 0 : bucket(static_cast<unsigned char>(0x10 + length), part(n + 1 - length, n + 1), buckets);
    features.trigrams = std::min(n, most_trigrams);
    for (std::size_t i = 0; i < features.trigrams; ++i) features.trigram_rows[i] = bucket(0x20, part(i, i + 3), buckets);
}

}  // namespace readout::language
