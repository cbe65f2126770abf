// base/utf8: code points in a UTF-8 text, and the map between bytes and code points.
//
// All functions take text that is valid UTF-8 unless they say otherwise; ingest makes it so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace readout {

struct CodePoint {
    char32_t value = 0;
    std::uint32_t size = 0;  // bytes, 1 to 4
};

// The code point that starts at byte `at`. On bytes that are not UTF-8: U+FFFD, size 1.
CodePoint decode(std::string_view text, std::size_t at);

// The code point that ends just before byte `at`; size 0 at the start of the text.
CodePoint decode_before(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t value);

// The offset of the first byte that breaks UTF-8 (surrogates and overlong forms included), or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

std::size_t count_code_points(std::string_view text);

// Byte offset <-> code-point offset of one text, in constant time after one pass. 1 byte of memory per 16 of text; none if all
// ASCII. Views the text: it must outlive the map.
class CodePoints {
public:
    explicit CodePoints(std::string_view text);

    std::uint32_t at_byte(std::uint32_t byte) const;  // `byte` on a code-point border, 0 … size
    std::uint32_t to_byte(std::uint32_t code_point) const;
    Span to_code_points(Span bytes) const { return {at_byte(bytes.start), at_byte(bytes.end)}; }
    Span to_bytes(Span code_points) const { return {to_byte(code_points.start), to_byte(code_points.end)}; }

private:
    static constexpr std::uint32_t block = 64;
    std::string_view text_;
    std::vector<std::uint32_t> before_;  // code points before each block of bytes; empty when the text is ASCII
};

}  // namespace readout
