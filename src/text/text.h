// text: a report in, a document out: what is report and what is not, paragraphs, sentences, tokens.
//
// Everything is an offset in bytes into Document::text, which holds a separately given title, two line feeds, and the caller's
// text unchanged; `body` says where the caller's text begins (0 without a given title).
//
// Sentences and tokens follow UD English (EWT, GUM): contractions split ("do" "n't"), hyphens joined or split as there. A
// dateline is a sentence of its own. Tokens cover every visible character outside boilerplate, and sentences partition the
// tokens; a boilerplate span is a paragraph of that kind or the last sentences of another. Pure functions, any thread. Nothing
// fails: any valid UTF-8 below 4 GB gives a document, possibly without sentences. Method: scores over features of each place
// (split_model.h), patterns of lines (boilerplate.h); docs/text.md, also for weak spots.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/span.h"
#include "ingest/ingest.h"

namespace readout {

struct Token {
    Span span;
    bool space_after = true;  // white space (or the end of the text) follows
};

// A surface token of several words ("don't"); its words are tokens first … last - 1. In English each word has its own letters.
struct Multiword {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    Span span;
};

struct Sentence {
    Span span;
    std::uint32_t first = 0;  // tokens first … last - 1
    std::uint32_t last = 0;
    std::uint32_t paragraph = 0;
};

enum class ParagraphKind : std::uint8_t {
    prose,
    title,        // the report's headline, given apart or found at its top
    heading,      // a line that heads a section
    list_item,    // "- Russian foreign minister … said"
    boilerplate,  // no part of the report: marked, kept, never read for records
};

struct Paragraph {
    Span span;
    ParagraphKind kind = ParagraphKind::prose;
};

// "TUNXI, March 30 (Agency) —"
struct Dateline {
    Span span;                   // all of it
    Span place;                  // "TUNXI"
    std::optional<Span> date;    // "March 30"
    std::optional<Span> agency;  // "Agency"
};

struct HeaderDate {
    Span span;  // "date 2022-04-30"
    Day day;
};

struct Document {
    Source source;
    std::string text;
    std::uint32_t body = 0;
    std::vector<Paragraph> paragraphs;
    std::vector<Sentence> sentences;  // none from boilerplate
    std::vector<Token> tokens;
    std::vector<Multiword> multiwords;
    std::vector<Span> boilerplate;
    std::optional<HeaderDate> header_date;
    std::optional<Dateline> dateline;
    std::optional<Span> byline_agency;  // "Reuters" on a line of its own: the agency the report credits

    std::string_view word(std::size_t token) const { return slice(text, tokens[token].span); }
    std::string_view words(Span span) const { return slice(text, span); }
    // The sentence that holds a token; tokens lie in exactly one.
    std::uint32_t sentence_of(std::uint32_t token) const;
};

// The whole reading of a report's layout.
Document segment(Report report);

// Running text without header, dateline or boilerplate handling: blank line = paragraph (`readout parse`).
Document segment_running_text(std::string text);

// Normal form for look-up only: NFC, straight quotes and hyphens, no soft hyphens or zero-width marks, one space for white
// space. `map[i]` is the byte offset in `text` of byte i of the normal form (one more entry for the end).
struct NormalForm {
    std::string text;
    std::vector<std::uint32_t> map;
};
NormalForm normal_form(std::string_view text);

}  // namespace readout
