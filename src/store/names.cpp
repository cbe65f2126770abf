// Folded names: what two spellings of one name have in common.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "store/store.h"

namespace readout {
namespace {

bool is_plain(std::string_view name) {
    for (const char c : name)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

// Lower case without marks: NFKD after NFKC_Casefold, marks dropped.
std::string fold_letters(std::string_view name) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
    const icu::Normalizer2* split = icu::Normalizer2::getNFKDInstance(error);
    if (U_FAILURE(error)) return std::string(name);
    const icu::UnicodeString given =
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    const icu::UnicodeString apart = split->normalize(fold->normalize(given, error), error);
    if (U_FAILURE(error)) return std::string(name);
    icu::UnicodeString kept;
    for (int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        const UChar32 letter = apart.char32At(at);
        if (u_charType(letter) != U_NON_SPACING_MARK) kept.append(letter);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

}  // namespace

std::string fold_name(std::string_view name) {
    const std::string folded = is_plain(name) ? std::string(name) : fold_letters(name);
    std::string out;
    for (const char c : folded) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace readout
