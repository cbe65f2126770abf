#include "text/sentences.h"

#include "text/characters.h"

namespace readout {
namespace {

Kind kind_of(const Document& document, std::size_t token) {
    return character_at(document.text, document.tokens[token].span.start).kind;
}

bool is_closer(Kind kind) {
    return kind == Kind::quote || kind == Kind::close_quote || kind == Kind::close || kind == Kind::apostrophe;
}

// Whether a sentence ends after token `at`, which is not the paragraph's last.
bool ends_after(const Document& document, std::size_t first, std::size_t at) {
    std::size_t mark = at;
    while (mark > first && is_closer(kind_of(document, mark)) && !document.tokens[mark - 1].space_after) --mark;
    const Kind kind = kind_of(document, mark);
    const std::string_view word = document.word(mark);
    const bool stop =
        kind == Kind::ender || (kind == Kind::period && word.size() != 2) || (word.size() > 1 && word.back() == '.');
    if (!stop || (mark == at && !document.tokens[at].space_after && is_closer(kind_of(document, at + 1)))) return false;
    if (kind != Kind::ender && kind != Kind::period) {  // an abbreviation
        const std::string_view after = document.word(at + 1);
        const bool starter = after == "The" || after == "It" || after == "He" || after == "But" || after == "In" ||
                             after == "She" || after == "They";
        if (word.find('.') + 1 < word.size() && !starter) return false;  // "U.S. Army"
        if (word.size() == 2 || word == "Mr." || word == "Mrs." || word == "Dr." || word == "Gen." || word == "St.") return false;
    }
    const Kind next = kind_of(document, at + 1);
    return next == Kind::upper || next == Kind::digit || next == Kind::quote || next == Kind::open_quote || next == Kind::open ||
           next == Kind::letter || next == Kind::hyphen || next == Kind::dash;
}

}  // namespace

void append_sentences(std::uint32_t first, std::uint32_t paragraph, Document& document) {
    const auto last = static_cast<std::uint32_t>(document.tokens.size());
    std::uint32_t start = first;
    for (std::uint32_t at = first; at < last; ++at) {
        if (at + 1 < last && !ends_after(document, start, at)) continue;
        const Span span = cover(document.tokens[start].span, document.tokens[at].span);
        document.sentences.push_back({span, start, at + 1, paragraph});
        start = at + 1;
    }
}

}  // namespace readout
