#include "actors/words.h"

#include <unicode/unorm2.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace readout::actors {
namespace {

struct Folded {
    char letters[3] = {0, 0, 0};  // ASCII, lower-case
    bool capital = false;
};

constexpr char32_t first_folded = 0xC0;
constexpr char32_t last_folded = 0x24F;
constexpr char32_t first_additional = 0x1E00;  // Vietnamese and other letters with two marks
constexpr char32_t last_additional = 0x1EFF;

struct Special {
    char32_t upper, lower;
    const char* letters;
};
// Letters that Unicode does not take apart.
constexpr Special specials[] = {{0xC6, 0xE6, "ae"},  {0xD0, 0xF0, "d"},   {0xD8, 0xF8, "o"},   {0xDE, 0xFE, "th"},
                                {0x110, 0x111, "d"}, {0x126, 0x127, "h"}, {0x141, 0x142, "l"}, {0x152, 0x153, "oe"},
                                {0x18F, 0x259, "e"}, {0, 0xDF, "ss"},     {0x130, 0x131, "i"}};

Folded fold_letter(char32_t letter) {
    Folded out;
    for (const Special& special : specials) {
        if (letter != special.upper && letter != special.lower) continue;
        out.capital = letter == special.upper;
        for (int i = 0; special.letters[i] != 0; ++i) out.letters[i] = special.letters[i];
        return out;
    }
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* nfd = unorm2_getNFDInstance(&error);
    UChar buffer[8];
    char32_t at = letter;
    for (int round = 0; round < 4 && at > 0x7F; ++round) {
        error = U_ZERO_ERROR;
        if (unorm2_getRawDecomposition(nfd, static_cast<UChar32>(at), buffer, 8, &error) <= 0 || U_FAILURE(error)) return out;
        at = buffer[0];
    }
    if (at >= 'A' && at <= 'Z') {
        out.capital = true;
        out.letters[0] = static_cast<char>(at - 'A' + 'a');
    } else if (at >= 'a' && at <= 'z') {
        out.letters[0] = static_cast<char>(at);
    }
    return out;
}

const Folded& folded(char32_t letter) {
    static const auto table = [] {
        std::array<Folded, (last_folded - first_folded + 1) + (last_additional - first_additional + 1)> out{};
        for (char32_t c = first_folded; c <= last_folded; ++c) out[c - first_folded] = fold_letter(c);
        for (char32_t c = first_additional; c <= last_additional; ++c)
            out[last_folded - first_folded + 1 + c - first_additional] = fold_letter(c);
        return out;
    }();
    static const Folded nothing;
    if (letter >= first_folded && letter <= last_folded) return table[letter - first_folded];
    if (letter >= first_additional && letter <= last_additional)
        return table[last_folded - first_folded + 1 + letter - first_additional];
    return nothing;
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2BB || c == 0x60 || c == 0xB4;
}

bool is_other_letter(char32_t c) {
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
    return !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xFE00 && c <= 0xFF0F) && c < 0x1F000 &&
           c != 0xFFFD && c != 0xFEFF;
}

// One word growing letter by letter.
struct Growing {
    Word word;
    int letters = 0;
    int capitals = 0;

    bool empty() const { return word.text.empty(); }

    void add(char32_t c, std::uint32_t at, std::uint32_t size) {
        if (empty()) word.span.start = at;
        word.span.end = at + size;
        const bool first = empty();
        if (c < 0x80) {
            const bool upper = c >= 'A' && c <= 'Z';
            const bool digit = c >= '0' && c <= '9';
            word.text += static_cast<char>(upper ? c - 'A' + 'a' : c);
            letters += digit ? 0 : 1;
            capitals += upper ? 1 : 0;
            if (first) word.capital = upper || digit;
            return;
        }
        const Folded& fold = folded(c);
        ++letters;
        capitals += fold.capital ? 1 : 0;
        if (first) word.capital = fold.capital;
        if (fold.letters[0] == 0) {
            append_utf8(word.text, c);
            return;
        }
        for (int i = 0; i < 3 && fold.letters[i] != 0; ++i) word.text += fold.letters[i];
    }

    void flush(std::vector<Word>& out) {
        if (empty()) return;
        word.all_caps = letters >= 2 && capitals == letters;
        out.push_back(std::move(word));
        *this = Growing{};
    }
};

bool is_letter_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return false;
    const CodePoint c = decode(text, at);
    return (c.value < 0x80 && ((c.value | 0x20) >= 'a' && (c.value | 0x20) <= 'z')) || is_other_letter(c.value);
}

// Most tokens are one word of plain letters.
bool cut_plain(std::string_view text, std::uint32_t offset, std::vector<Word>& out) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.empty() || !std::all_of(text.begin(), text.end(), letter)) return false;
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    Word& word = out.emplace_back();
    word.span = {offset, offset + static_cast<std::uint32_t>(text.size())};
    word.capital = capital(text.front());
    word.all_caps = text.size() >= 2 && std::all_of(text.begin(), text.end(), capital);
    word.text.resize(text.size());
    std::transform(text.begin(), text.end(), word.text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return true;
}

}  // namespace

void cut_words(std::string_view text, std::uint32_t offset, std::vector<Word>& out) {
    if (cut_plain(text, offset, out)) return;
    Growing growing;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        const std::uint32_t place = offset + static_cast<std::uint32_t>(at);
        const std::size_t next = at + c.size;
        const bool ascii_word =
            c.value < 0x80 && ((c.value >= '0' && c.value <= '9') || ((c.value | 0x20) >= 'a' && (c.value | 0x20) <= 'z'));
        if (ascii_word || is_other_letter(c.value)) {
            growing.add(c.value, place, c.size);
        } else if (is_apostrophe(c.value) && !growing.empty() && is_letter_at(text, next)) {
            // "Sa'ar" is one word; "Russia's" is a word and a possessive.
            const char letter = text[next];
            if ((letter == 's' || letter == 'S') && !is_letter_at(text, next + 1)) {
                growing.word.possessive = true;
                growing.flush(out);
                at = next + 1;
                continue;
            }
        } else if (is_apostrophe(c.value) && !growing.empty()) {
            growing.word.possessive = true;
            growing.flush(out);
        } else if (c.value == '.' && growing.letters == growing.capitals && growing.letters > 0 && is_letter_at(text, next) &&
                   growing.letters < 6 && (growing.letters == 1 || text[at - 2] == '.')) {
            // the periods of "U.S." and "U.S.S.R"
        } else {
            growing.flush(out);
        }
        at = next;
    }
    growing.flush(out);
}

std::vector<Word> cut_words(std::string_view text) {
    std::vector<Word> out;
    cut_words(text, 0, out);
    return out;
}

std::string sound_key(std::string_view word) {
    struct Change {
        std::string_view from, to;
    };
    static constexpr Change changes[] = {{"sch", "sh"}, {"tch", "ch"}, {"kh", "h"}, {"ph", "f"},
                                         {"ck", "k"},   {"oo", "u"},   {"ou", "u"}};
    static constexpr Change letters[] = {{"w", "v"}, {"q", "k"}, {"y", "i"}, {"j", "i"},
                                         {"e", "i"}, {"o", "u"}, {"z", "s"}, {"x", "ks"}};
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        const std::string_view rest = word.substr(at);
        std::string_view part = rest.substr(0, 1);
        std::size_t taken = 1;
        for (const Change& change : changes) {
            if (rest.starts_with(change.from)) {
                part = change.to;
                taken = change.from.size();
                break;
            }
        }
        for (const char c : part) {
            std::string_view letter(&c, 1);
            for (const Change& change : letters) {
                if (letter == change.from) letter = change.to;
            }
            for (const char l : letter) {
                if (out.empty() || out.back() != l) out += l;
            }
        }
        at += taken;
    }
    return out;
}

}  // namespace readout::actors
