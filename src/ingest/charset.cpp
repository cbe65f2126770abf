#include "ingest/charset.h"

#include <uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "base/utf8.h"

namespace readout {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t sample_size = 64u << 10;

struct Mark {
    std::string_view bytes;
    const char* charset;
};
// UTF-32 before UTF-16, whose mark it begins with.
constexpr std::array<Mark, 5> marks = {{{"\xEF\xBB\xBF"sv, "UTF-8"},
                                        {"\xFF\xFE\0\0"sv, "UTF-32LE"},
                                        {"\0\0\xFE\xFF"sv, "UTF-32BE"},
                                        {"\xFF\xFE"sv, "UTF-16LE"},
                                        {"\xFE\xFF"sv, "UTF-16BE"}}};

const Mark* mark_of(std::string_view bytes) {
    for (const Mark& mark : marks)
        if (bytes.starts_with(mark.bytes)) return &mark;
    return nullptr;
}

struct Magic {
    std::string_view bytes;
    const char* name;
};
constexpr std::array<Magic, 12> magics = {{{"%PDF-"sv, "a PDF file"},
                                           {"\x89PNG"sv, "a PNG image"},
                                           {"\xFF\xD8\xFF"sv, "a JPEG image"},
                                           {"GIF8"sv, "a GIF image"},
                                           {"\x7f"
                                            "ELF"sv,
                                            "a program"},
                                           {"MZ\x90"sv, "a program"},
                                           {"SQLite format 3\0"sv, "an SQLite database"},
                                           {"\xD0\xCF\x11\xE0"sv, "an old Office file"},
                                           {"PAR1"sv, "a Parquet file"},
                                           {"{\\rtf"sv, "an RTF file"},
                                           {"OggS"sv, "an Ogg file"},
                                           {"RIFF"sv, "a RIFF file"}}};

Fault binary(const std::string& what, const std::string& where) {
    return {FaultKind::unsupported, what, where, "give plain text, JSONL, CSV or TSV"};
}

// UTF-16 without a mark: every other byte of English text is zero.
const char* unmarked_utf16(std::string_view bytes) {
    std::size_t even = 0, odd = 0;
    const std::size_t n = std::min<std::size_t>(bytes.size(), 4096) / 2;
    for (std::size_t i = 0; i < n; ++i) {
        even += bytes[2 * i] == '\0';
        odd += bytes[2 * i + 1] == '\0';
    }
    if (n < 2) return nullptr;
    if (even == 0 && odd * 10 > n * 7) return "UTF-16LE";
    if (odd == 0 && even * 10 > n * 7) return "UTF-16BE";
    return nullptr;
}

bool is_mostly_control(std::string_view bytes) {
    const auto controls = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v' && byte != 0x1B;
    });
    return static_cast<std::size_t>(controls) * 20 > bytes.size();
}

// Offset of the first broken byte, not counting a character cut off by the end of a sample.
std::optional<std::size_t> broken_at(std::string_view bytes, bool whole) {
    const auto at = first_invalid_utf8(bytes);
    if (!at || whole || bytes.size() - *at > 3) return at;
    for (std::size_t i = *at + 1; i < bytes.size(); ++i)
        if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) return at;
    return (static_cast<unsigned char>(bytes[*at]) >= 0xC2) ? std::nullopt : at;
}

// More characters of several bytes than broken bytes: damaged UTF-8.
bool is_mostly_utf8(std::string_view bytes) {
    std::size_t good = 0, bad = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const CodePoint point = decode(bytes, at);
        if (point.size > 1) ++good;
        if (point.size == 1 && static_cast<unsigned char>(bytes[at]) >= 0x80) ++bad;
        at += point.size;
    }
    return good > bad;
}

std::string guess(std::string_view bytes) {
    uchardet_t detector = uchardet_new();
    std::string name;
    if (uchardet_handle_data(detector, bytes.data(), bytes.size()) == 0) {
        uchardet_data_end(detector);
        name = uchardet_get_charset(detector);
    }
    uchardet_delete(detector);
    // Browsers read Latin-1 as Windows-1252, which has the quotes that Latin-1 lacks; so does the rest of the world.
    if (name == "ISO-8859-1" || name == "ISO-8859-15" || name == "ASCII") return "windows-1252";
    return name;
}

using Converter = std::unique_ptr<UConverter, void (*)(UConverter*)>;

Result<Converter> open_converter(const std::string& charset, const std::string& where) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(charset.c_str(), &status), &ucnv_close);
    if (U_SUCCESS(status)) ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    if (U_FAILURE(status) || !converter) return Fault{FaultKind::unsupported, "unknown charset '" + charset + "'", where, {}};
    return converter;
}

// Converts a stretch; `last` when no more follows. Stops at bytes that mean nothing in the charset.
Result<void> convert(UConverter& converter, std::string_view bytes, bool last, std::string& out, const std::string& charset,
                     const std::string& where) {
    std::array<UChar, 8192> buffer;
    const char* source = bytes.data();
    const char* end = source + bytes.size();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    char16_t held = 0;  // a high surrogate at the end of a buffer waits for its other half
    while (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        UChar* start = buffer.data();
        UChar* target = start;
        if (held != 0) *target++ = held;
        held = 0;
        ucnv_toUnicode(&converter, &target, buffer.data() + buffer.size(), &source, end, nullptr, last, &status);
        if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) break;
        if (status == U_BUFFER_OVERFLOW_ERROR && target > start && U16_IS_LEAD(target[-1])) held = *--target;
        icu::UnicodeString(false, start, static_cast<int32_t>(target - start)).toUTF8String(out);
    }
    if (U_SUCCESS(status)) return {};
    return Fault{FaultKind::malformed, "bytes that are not " + charset, where, "convert it to UTF-8"};
}

class DecodedStream : public ByteStream {
public:
    DecodedStream(std::unique_ptr<ByteStream> bytes, Converter converter, std::string charset, std::string where)
        : bytes_(std::move(bytes)),
          converter_(std::move(converter)),
          charset_(std::move(charset)),
          where_(std::move(where)),
          buffer_(65536) {}

    Result<std::size_t> read(char* out, std::size_t size) override {
        while (at_ == text_.size()) {
            if (ended_) return std::size_t{0};
            auto got = bytes_->read(buffer_.data(), buffer_.size());
            if (!got) return got.fault();
            ended_ = *got == 0;
            text_.clear();
            at_ = 0;
            auto done = convert(*converter_, {buffer_.data(), *got}, ended_, text_, charset_, where_);
            if (!done) return done.fault();
        }
        const std::size_t n = std::min(size, text_.size() - at_);
        std::memcpy(out, text_.data() + at_, n);
        at_ += n;
        return n;
    }

private:
    std::unique_ptr<ByteStream> bytes_;
    Converter converter_;
    std::string charset_;
    std::string where_;
    std::vector<char> buffer_;
    std::string text_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

}  // namespace

Result<std::string> find_charset(std::string_view sample, bool whole, const std::string& declared, const std::string& where) {
    for (const Magic& magic : magics)
        if (sample.starts_with(magic.bytes)) return binary(std::string("is ") + magic.name, where);
    if (const Mark* mark = mark_of(sample)) return std::string(mark->charset);
    if (!declared.empty()) return declared;
    if (const char* utf16 = unmarked_utf16(sample)) return std::string(utf16);
    if (is_mostly_control(sample)) return binary("is binary data", where);
    const auto broken = broken_at(sample, whole);
    if (!broken || is_mostly_utf8(sample)) return std::string("UTF-8");
    std::string charset = guess(sample);
    if (charset.empty()) {
        return Fault{FaultKind::malformed, "in no charset that we can tell (byte " + std::to_string(*broken) + " is not UTF-8)",
                     where, "convert it to UTF-8, or name the charset"};
    }
    return charset;
}

Result<std::string> decode_text(std::string bytes, const std::string& declared, const std::string& where) {
    const auto charset = find_charset(bytes, true, declared, where);
    if (!charset) return charset.fault();
    const Mark* mark = mark_of(bytes);
    if (mark != nullptr) bytes.erase(0, mark->bytes.size());
    std::string text;
    if (*charset == "UTF-8") {
        if (const auto at = first_invalid_utf8(bytes)) {
            return Fault{FaultKind::malformed,
                         "not valid UTF-8 at byte " + std::to_string(*at + (mark != nullptr ? mark->bytes.size() : 0)), where,
                         "convert it to UTF-8, or name the charset"};
        }
        text = std::move(bytes);
    } else {
        auto converter = open_converter(*charset, where);
        if (!converter) return converter.fault();
        auto done = convert(**converter, bytes, true, text, *charset, where);
        if (!done) return done.fault();
    }
    if (text.find('\0') != std::string::npos) return binary("holds NUL characters", where);
    return text;
}

Result<std::unique_ptr<ByteStream>> decoded(std::unique_ptr<ByteStream> bytes, const std::string& declared, bool may_guess,
                                            const std::string& where) {
    auto peeked = std::make_unique<PeekedStream>(std::move(bytes));
    auto head = peeked->peek(sample_size);
    if (!head) return head.fault();
    auto charset = find_charset(*head, head->size() < sample_size, declared, where);
    if (!charset) return charset.fault();
    if (!may_guess && declared.empty() && !charset->starts_with("UTF-")) charset = std::string("UTF-8");
    if (const Mark* mark = mark_of(*head)) {
        std::array<char, 4> skipped;
        auto got = peeked->read(skipped.data(), mark->bytes.size());
        if (!got) return got.fault();
    }
    if (*charset == "UTF-8") return std::unique_ptr<ByteStream>(std::move(peeked));
    auto converter = open_converter(*charset, where);
    if (!converter) return converter.fault();
    return std::unique_ptr<ByteStream>(
        std::make_unique<DecodedStream>(std::move(peeked), std::move(*converter), *charset, where));
}

}  // namespace readout
