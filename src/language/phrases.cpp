#include "language/phrases.h"

#include <algorithm>

#include "language/form_features.h"

namespace readout::language {

std::uint8_t Phrases::find(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = (hash >> 24) & mask; slots_[at] != 0; at = (at + 1) & mask)
        if ((slots_[at] ^ hash) < 16) return slots_[at] & 15;
    return 0;
}

void Phrases::mark(std::span<const std::string_view> words, std::span<std::uint8_t> marks) const {
    std::fill(marks.begin(), marks.end(), std::uint8_t{0});
    if (empty()) return;
    for (std::size_t at = 0; at < words.size();) {
        std::uint64_t hash = hash_key(words[at], hash_start);
        std::uint8_t found = find(hash), bits = 0;
        std::size_t end = at + 1;
        for (std::size_t next = at + 1; (found & goes_on) != 0 && next < words.size(); ++next) {
            hash = hash_key(words[next], hash_key(" ", hash));
            found = find(hash);
            if ((found & kinds) != 0) end = next + 1, bits = found & kinds;
        }
        if (bits != 0) {
            std::fill(marks.begin() + static_cast<std::ptrdiff_t>(at), marks.begin() + static_cast<std::ptrdiff_t>(end), bits);
            marks[at] |= first_word;
        }
        at = end;
    }
}

}  // namespace readout::language
