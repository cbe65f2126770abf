#include "stories/words.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

namespace readout {

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> out;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint letter = decode(text, at);
        at += letter.size;
        const auto value = static_cast<UChar32>(letter.value);
        if (u_isalnum(value) == 0) {
            inside = false;
            continue;
        }
        if (!inside) out.push_back({{}, u_isupper(value) != 0});
        inside = true;
        append_utf8(out.back().text, static_cast<char32_t>(u_tolower(value)));
    }
    return out;
}

// FNV-1a with a last mix; only compared within one run.
std::uint64_t hash_words(const std::vector<Word>& words, std::size_t from, std::size_t n) {
    std::uint64_t hash = 1469598103934665603ull;
    for (std::size_t i = from; i < from + n; ++i) {
        for (const char c : words[i].text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
        hash = (hash ^ 0x1F) * 1099511628211ull;
    }
    hash ^= hash >> 32;
    return hash * 0x9E3779B97F4A7C15ull;
}

}  // namespace readout
