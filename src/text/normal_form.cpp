#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "text/characters.h"
#include "text/text.h"

namespace readout {
namespace {

bool is_invisible(char32_t c) {
    return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           c == 0xFEFF;
}

void put(NormalForm& out, std::string_view bytes, std::size_t from) {
    out.text += bytes;
    out.map.insert(out.map.end(), bytes.size(), static_cast<std::uint32_t>(from));
}

// A run of marks upon one base letter, composed as a whole; `text` begins at byte `from`.
void put_composed(NormalForm& out, std::string_view text, std::size_t from) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return put(out, text, from);
    const icu::UnicodeString composed =
        nfc->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), status);
    std::string bytes;
    if (U_SUCCESS(status)) composed.toUTF8String(bytes);
    put(out, U_SUCCESS(status) ? std::string_view(bytes) : text, from);
}

// One past the run of characters that may compose with the one at `at`.
std::size_t composing_run(std::string_view text, std::size_t at) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    std::size_t end = at + character_at(text, at).size;
    if (U_FAILURE(status)) return end;
    while (end < text.size()) {
        const CodePoint next = decode(text, end);
        if (next.value < 0x300 || nfc->hasBoundaryBefore(static_cast<UChar32>(next.value))) break;
        end += next.size;
    }
    return end;
}

}  // namespace

NormalForm normal_form(std::string_view text) {
    NormalForm out;
    out.text.reserve(text.size());
    out.map.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        const char32_t point = c.size == 1 ? static_cast<unsigned char>(text[at]) : decode(text, at).value;
        std::size_t end = at + c.size;
        if (is_invisible(point)) {
            // leaves no trace
        } else if (c.kind == Kind::space) {
            if (!out.text.empty() && out.text.back() != ' ') put(out, " ", at);
        } else if (c.kind == Kind::apostrophe || point == 0x2018 || point == 0x201A || point == 0x2039 || point == 0x203A) {
            put(out, "'", at);
        } else if (is_quote(c.kind)) {
            put(out, "\"", at);
        } else if (c.kind == Kind::hyphen || c.kind == Kind::dash) {
            put(out, "-", at);
        } else {
            end = composing_run(text, at);
            if (end == at + 1) {
                put(out, text.substr(at, 1), at);
            } else {
                put_composed(out, text.substr(at, end - at), at);
            }
        }
        at = end;
    }
    if (!out.text.empty() && out.text.back() == ' ') {
        out.text.pop_back();
        out.map.pop_back();
    }
    out.map.push_back(static_cast<std::uint32_t>(text.size()));
    return out;
}

}  // namespace readout
