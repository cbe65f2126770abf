#include "text/tokens.h"

#include <algorithm>
#include <array>
#include <string>

namespace readout {
namespace {

struct Atom {
    Span span;
    Kind kind = Kind::space;  // of its first character; letters and digits run together by class, marks only with their like
};

bool same_run(Kind a, Kind b) { return (is_alphabetic(a) && is_alphabetic(b)) || (a == Kind::digit && b == Kind::digit); }

std::string folded(std::string_view word) {
    std::string out(word);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

class Chunk {
public:
    Chunk(std::string_view text, Span span) : text_(text), span_(span) {
        for (std::uint32_t at = span.start; at < span.end;) {
            const Character c = character_at(text, at);
            const std::uint32_t end = at + c.size;
            if (!atoms_.empty() && joins_run(c, at)) {
                atoms_.back().span.end = end;
            } else {
                atoms_.push_back({{at, end}, c.kind});
            }
            at = end;
        }
        is_address_ = looks_like_address();
    }

    std::size_t size() const { return atoms_.size(); }
    const Atom& atom(std::size_t i) const { return atoms_[i]; }
    std::string_view words(std::size_t i) const { return slice(text_, atoms_[i].span); }

    // Whether a token ends before atom i (0 < i < size).
    bool splits(std::size_t i) const {
        const Kind left = atoms_[i - 1].kind;
        const Kind right = atoms_[i].kind;
        if (is_address_) return splits_address(i);
        if (right == Kind::period) return splits_before_period(i);
        if (left == Kind::period) return splits_after_period(i);
        if (right == Kind::apostrophe || left == Kind::apostrophe) return splits_at_apostrophe(i);
        if (is_word(left) && is_word(right))
            return left == Kind::digit && is_one_of(folded(words(i)), {"am", "pm", "km", "kg", "m", "bn"});
        const bool in_number = i + 1 < size() && left == Kind::digit && atoms_[i + 1].kind == Kind::digit;
        const bool after_number_mark = i >= 2 && right == Kind::digit && atoms_[i - 2].kind == Kind::digit;
        const auto number_mark = [](Kind kind) { return kind == Kind::comma || kind == Kind::colon || kind == Kind::slash; };
        if ((in_number && number_mark(right)) || (after_number_mark && number_mark(left))) return false;
        return true;
    }

private:
    bool joins_run(Character c, std::uint32_t at) const {
        const Atom& last = atoms_.back();
        if (same_run(last.kind, c.kind)) return true;
        if (c.size > last.span.size() || is_word(c.kind)) return false;
        return text_.substr(last.span.end - c.size, c.size) == text_.substr(at, c.size);
    }

    bool looks_like_address() const {
        const std::string_view all = slice(text_, span_);
        return all.find("://") != std::string_view::npos || all.find("www.") != std::string_view::npos ||
               (all.find('@') != std::string_view::npos && all.find('.') != std::string_view::npos);
    }

    bool splits_address(std::size_t i) const {
        for (std::size_t k = i; k < size(); ++k)
            if (is_word(atoms_[k].kind) || atoms_[k].kind == Kind::slash) {
                for (std::size_t j = 0; j < i; ++j)
                    if (is_word(atoms_[j].kind)) return false;
                return true;
            }
        return true;
    }

    bool is_last_word(std::size_t i) const {
        for (std::size_t k = i; k < size(); ++k)
            if (is_word(atoms_[k].kind)) return false;
        return true;
    }

    bool splits_before_period(std::size_t i) const {
        if (atoms_[i].span.size() > 1) return true;
        const std::string word = folded(words(i - 1));
        const bool glued = i + 1 < size() && atoms_[i + 1].kind == Kind::upper && word.size() > 2;  // "began.After"
        if (!is_last_word(i)) return !is_word(atoms_[i - 1].kind) || glued;
        if (i >= 2 && atoms_[i - 2].kind == Kind::period && word.size() <= 2) return false;  // U.S., p.m.
        if (word.size() == 1 && atoms_[i - 1].kind == Kind::upper) return false;             // J. Smith
        return !is_one_of(word, {"mr",  "mrs", "ms",  "dr",  "gen",  "col", "lt",   "sgt", "sen", "rep", "gov", "st",  "jan",
                                 "feb", "mar", "apr", "aug", "sept", "sep", "oct",  "nov", "dec", "vs",  "etc", "inc", "corp",
                                 "co",  "ltd", "jr",  "sr",  "capt", "maj", "prof", "rev", "hon", "al",  "no",  "adm", "brig"});
    }

    bool splits_after_period(std::size_t i) const {
        if (atoms_[i - 1].span.size() > 1) return true;
        const bool letters = i >= 2 && is_alphabetic(atoms_[i].kind) && is_alphabetic(atoms_[i - 2].kind);
        if (letters && atoms_[i].kind == Kind::upper && atoms_[i - 2].span.size() > 2) return true;  // "began.After"
        return !is_word(atoms_[i].kind) || i < 2;
    }

    bool splits_at_apostrophe(std::size_t i) const {
        if (atoms_[i - 1].kind == Kind::apostrophe) {  // after it: "'s" stays whole, a quote is parted
            if (i < 2 || !is_word(atoms_[i - 2].kind)) return true;
            return !is_word(atoms_[i].kind);
        }
        if (i + 1 >= size() || !is_word(atoms_[i + 1].kind)) return true;
        if (!is_word(atoms_[i - 1].kind)) return true;
        return is_one_of(folded(words(i + 1)), {"s", "m", "d", "ll", "re", "ve"});
    }

    std::string_view text_;
    Span span_;
    std::vector<Atom> atoms_;
    bool is_address_ = false;
};

// "do|n't", "can|not": the byte where a run of letters falls into two words, 0 if it is one.
std::uint32_t contraction(std::string_view word) {
    const std::string lower = folded(word);
    if (lower.size() > 3 && lower.ends_with("n't")) return static_cast<std::uint32_t>(lower.size() - 3);
    if (lower.size() > 5 && lower.ends_with("n’t")) return static_cast<std::uint32_t>(lower.size() - 5);
    if (is_one_of(lower, {"cannot", "gonna", "gotta", "wanna"})) return 3;
    return 0;
}

bool is_clitic(std::string_view word) {
    const std::string lower = folded(word);
    return is_one_of(lower, {"'s", "’s", "'m", "’m", "'d", "’d", "'ll", "’ll", "'re", "’re", "'ve", "’ve"});
}

void append_token(Span span, Document& document) {
    const bool attached = !document.tokens.empty() && document.tokens.back().span.end == span.start;
    if (attached) document.tokens.back().space_after = false;
    const auto first = static_cast<std::uint32_t>(document.tokens.size());
    if (const std::uint32_t at = contraction(document.words(span)); at > 0) {
        document.tokens.push_back({{span.start, span.start + at}, false});
        document.tokens.push_back({{span.start + at, span.end}, true});
        document.multiwords.push_back({first, first + 2, span});
        return;
    }
    document.tokens.push_back({span, true});
    if (attached && is_clitic(document.words(span))) {
        const Span host = document.tokens[first - 1].span;
        document.multiwords.push_back({first - 1, first + 1, cover(host, span)});
    }
}

void append_chunk(Span span, Document& document) {
    const Chunk chunk(document.text, span);
    std::uint32_t start = span.start;
    for (std::size_t i = 1; i < chunk.size(); ++i) {
        if (!chunk.splits(i)) continue;
        append_token({start, chunk.atom(i).span.start}, document);
        start = chunk.atom(i).span.start;
    }
    append_token({start, span.end}, document);
}

}  // namespace

void append_tokens(Span stretch, Document& document) {
    std::uint32_t at = stretch.start;
    while (true) {
        at = static_cast<std::uint32_t>(skip_space(document.text, at, stretch.end));
        if (at >= stretch.end) return;
        std::uint32_t end = at;
        while (end < stretch.end) {
            const Character c = character_at(document.text, end);
            if (c.kind == Kind::space) break;
            end += c.size;
        }
        append_chunk({at, end}, document);
        at = end;
    }
}

}  // namespace readout
