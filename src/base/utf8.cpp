#include "base/utf8.h"

#include <algorithm>

namespace readout {
namespace {

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Bytes of the sequence that starts at `at`, 0 if it is not valid UTF-8.
std::uint32_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    const std::uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return 0;
    for (std::uint32_t i = 1; i < size; ++i)
        if (!is_continuation(byte(i))) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
    if (lead == 0xED && byte(1) > 0x9F) return 0;  // surrogates
    if (lead == 0xF0 && byte(1) < 0x90) return 0;  // overlong
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;  // above U+10FFFF
    return size;
}

std::uint32_t count_leads(std::string_view text) {
    std::uint32_t n = 0;
    for (const char c : text) n += !is_continuation(static_cast<unsigned char>(c));
    return n;
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
    const std::uint32_t size = sequence_length(text, at);
    if (size == 0) return {0xFFFD, 1};
    const auto lead = static_cast<unsigned char>(text[at]);
    if (size == 1) return {lead, 1};
    char32_t value = lead & (0xFFu >> (size + 1));
    for (std::uint32_t i = 1; i < size; ++i) value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    return {value, size};
}

CodePoint decode_before(std::string_view text, std::size_t at) {
    if (at == 0) return {};
    std::size_t start = at - 1;
    while (start > 0 && at - start < 4 && is_continuation(static_cast<unsigned char>(text[start]))) --start;
    const CodePoint found = decode(text, start);
    if (start + found.size == at) return found;
    return {0xFFFD, 1};
}

void append_utf8(std::string& out, char32_t value) {
    const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | (value >> 6));
        put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | (value >> 12));
        put(0x80 | ((value >> 6) & 0x3F));
        put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | (value >> 18));
        put(0x80 | ((value >> 12) & 0x3F));
        put(0x80 | ((value >> 6) & 0x3F));
        put(0x80 | (value & 0x3F));
    }
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::uint32_t size = sequence_length(text, at);
        if (size == 0) return at;
        at += size;
    }
    return std::nullopt;
}

std::size_t count_code_points(std::string_view text) { return count_leads(text); }

CodePoints::CodePoints(std::string_view text) : text_(text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return;
    before_.reserve(text.size() / block + 1);
    std::uint32_t seen = 0;
    for (std::size_t at = 0; at <= text.size(); at += block) {
        before_.push_back(seen);
        seen += count_leads(text.substr(at, block));
    }
}

std::uint32_t CodePoints::at_byte(std::uint32_t byte) const {
    if (before_.empty()) return byte;
    const std::uint32_t b = byte / block;
    return before_[b] + count_leads(text_.substr(b * block, byte - b * block));
}

std::uint32_t CodePoints::to_byte(std::uint32_t code_point) const {
    if (before_.empty()) return code_point;
    const auto after = std::upper_bound(before_.begin(), before_.end(), code_point);
    const auto b = static_cast<std::uint32_t>(after - before_.begin()) - 1;
    std::uint32_t seen = before_[b];
    std::size_t at = std::size_t{b} * block;
    while (at < text_.size() && is_continuation(static_cast<unsigned char>(text_[at]))) ++at;
    while (seen < code_point && at < text_.size()) {
        at += decode(text_, at).size;
        ++seen;
    }
    return static_cast<std::uint32_t>(at);
}

}  // namespace readout
