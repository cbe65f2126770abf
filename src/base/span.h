// base/span: a half-open range of bytes in a text we hold.
//
// Inside the program every span counts bytes of Document::text; JSON shows code points (base/utf8.h, CodePoints).
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

namespace readout {

struct Span {
    std::uint32_t start = 0;
    std::uint32_t end = 0;

    constexpr std::uint32_t size() const { return end - start; }
    constexpr bool empty() const { return end <= start; }
    constexpr bool contains(Span other) const { return start <= other.start && other.end <= end; }
    constexpr bool contains(std::uint32_t at) const { return start <= at && at < end; }
    constexpr bool overlaps(Span other) const { return start < other.end && other.start < end; }
    constexpr auto operator<=>(const Span&) const = default;
};

// The words of a span. The span must lie inside the text.
constexpr std::string_view slice(std::string_view text, Span span) { return text.substr(span.start, span.size()); }

constexpr Span cover(Span a, Span b) { return {std::min(a.start, b.start), std::max(a.end, b.end)}; }

}  // namespace readout
