#include "text/words.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/tsv.h"
#include "text/embedded.h"

namespace readout {
namespace {

constexpr std::uint32_t prime = 0x01000193u;

std::uint32_t length_step(std::uint32_t size) {
    if (size <= 4) return size;
    return size <= 6 ? 5 : size <= 10 ? 6 : 7;
}

using AbbreviationKinds = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // sorted by hash

AbbreviationKinds read_abbreviations() {
    AbbreviationKinds out;
    const auto table = Table::parse(std::string(embedded_abbreviations()), "data/text/abbreviations.tsv", {"word", "kind"});
    if (!table) return out;  // a test reads the table and names its fault
    std::vector<std::string_view> kinds;
    for (std::size_t row = 0; row < table->rows(); ++row) kinds.push_back(table->cell(row, 1));
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto kind = std::lower_bound(kinds.begin(), kinds.end(), table->cell(row, 1)) - kinds.begin();
        out.emplace_back(look_at(table->cell(row, 0)).word, static_cast<std::uint32_t>(kind) + 1);
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

std::uint32_t person_kind() {
    static const std::uint32_t kind = abbreviation_kind(look_at("mr").word);
    return kind;
}

std::uint32_t abbreviation_kind(std::uint32_t word) {
    static const AbbreviationKinds kinds = read_abbreviations();
    const auto found = std::lower_bound(kinds.begin(), kinds.end(), std::pair{word, 0u});
    return found != kinds.end() && found->first == word ? found->second : 0;
}

WordLook look_at(std::string_view word) {
    WordLook look;
    std::uint32_t h = 0x811C9DC5u, shape = 0x811C9DC5u, size = 0, runs = 0, kinds = 0;
    Kind before = Kind::space;
    for (std::size_t at = 0; at < word.size() && size < 40;) {
        const Character c = character_at(word, at);
        if (size == 0) look.first = c.kind;
        if (c.size == 1) {
            const auto byte = static_cast<unsigned char>(word[at]);
            const std::uint32_t folded = c.kind == Kind::digit        ? '0'
                                         : c.kind == Kind::upper      ? byte | 0x20u
                                         : c.kind == Kind::apostrophe ? '\''
                                                                      : byte;
            h = (h ^ folded) * prime;
        } else if (c.kind == Kind::apostrophe) {
            h = (h ^ '\'') * prime;
        } else {
            for (std::size_t i = 0; i < c.size; ++i) h = (h ^ static_cast<unsigned char>(word[at + i])) * prime;
        }
        const bool marks = !is_word(c.kind);
        if ((c.kind != before || marks) && runs < 8) {
            // A mark shows itself, a letter its kind.
            shape = (shape ^
                     (marks && c.size == 1 ? static_cast<unsigned char>(word[at]) : 128u + static_cast<std::uint32_t>(c.kind))) *
                    prime;
            ++runs;
        }
        kinds |= 1u << static_cast<unsigned>(c.kind);
        before = c.kind;
        ++size;
        at += c.size;
    }
    look.last = word.empty() ? Kind::space : character_at(word, word.size() - decode_before(word, word.size()).size).kind;
    const auto has = [&](Kind kind) { return (kinds >> static_cast<unsigned>(kind) & 1) != 0; };
    look.has_lower = has(Kind::lower);
    look.has_upper = has(Kind::upper);
    look.has_digit = has(Kind::digit);
    look.size = static_cast<std::uint8_t>(size);
    look.word = h ^ (h >> 15);
    look.shape = (shape ^ length_step(size)) * prime;
    look.shape ^= look.shape >> 13;
    if (look.shape == 0) look.shape = 1;  // zero: not looked at
    return look;
}

bool is_half_day(std::string_view word) {
    return word.size() == 4 && ((word[0] | 0x20) == 'a' || (word[0] | 0x20) == 'p') && (word[2] | 0x20) == 'm' &&
           word[1] == '.' && word[3] == '.';
}

}  // namespace readout
