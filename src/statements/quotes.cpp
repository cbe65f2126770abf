#include "statements/quotes.h"

#include "base/utf8.h"

namespace readout {
namespace {

enum class Mark : std::uint8_t { none, open, close, either };

struct MarkToken {
    Mark mark = Mark::none;
    char family = 0;  // '"' double, '\'' single, '<' guillemets
};

bool is_space(char32_t c) {
    return c == 0 || c == U' ' || c == U'\n' || c == U'\t' || c == U'\r' || c == 0xA0 || c == 0x2009 || c == 0x202F;
}

bool is_opening(char32_t c) {
    return is_space(c) || c == U'(' || c == U'[' || c == U'-' || c == 0x2013 || c == 0x2014 || c == 0x201C || c == 0x2018 ||
           c == U'"' || c == U'\'' || c == U':';
}

// Which way a mark that could be either is turned, from the characters around it.
Mark turned(const Document& document, Span span) {
    const char32_t before = decode_before(document.text, span.start).value;
    const char32_t after = span.end < document.text.size() ? decode(document.text, span.end).value : 0;
    const bool may_open = (span.start == 0 || is_opening(before)) && !is_space(after);
    const bool may_close = span.start != 0 && !is_space(before);
    if (may_open && !may_close) return Mark::open;
    if (may_close && !may_open) return Mark::close;
    return Mark::either;
}

MarkToken mark_of(const Document& document, std::uint32_t token) {
    const std::string_view word = document.word(token);
    const Span span = document.tokens[token].span;
    if (word.empty() || word.size() > 6) return {};
    if (word == "\"" || word == "''" || word == "'''" || word == "＂") return {turned(document, span), '"'};
    if (word == "``" || word == "„") return {Mark::open, '"'};
    if (word == "“") {
        const Mark mark = turned(document, span);
        return {mark == Mark::close ? Mark::either : Mark::open, '"'};
    }
    if (word == "”") {
        const Mark mark = turned(document, span);
        return {mark == Mark::open ? Mark::either : Mark::close, '"'};
    }
    if (word == "«" || word == "»" || word == "‹" || word == "›") return {turned(document, span), '<'};
    if (word == "‘" || word == "`") return {Mark::open, '\''};
    if (word == "’" || word == "'") return {turned(document, span), '\''};
    return {};
}

class Pairing {
public:
    explicit Pairing(const Document& document) : document_(document) {}

    Quotes run() {
        std::size_t sentence = 0;
        for (std::uint32_t token = 0; token < document_.tokens.size(); ++token) {
            while (sentence + 1 < document_.sentences.size() && token >= document_.sentences[sentence].last) ++sentence;
            const std::uint32_t paragraph = document_.sentences.empty() ? 0 : document_.sentences[sentence].paragraph;
            if (paragraph != paragraph_) end_paragraph(token, paragraph);
            const MarkToken mark = mark_of(document_, token);
            if (mark.mark != Mark::none) meet(token, mark);
        }
        end_paragraph(static_cast<std::uint32_t>(document_.tokens.size()), paragraph_ + 1);
        quotes_.outer_at.assign(document_.tokens.size(), no_region);
        for (std::size_t i = 0; i < quotes_.regions.size(); ++i) {
            const QuoteRegion& region = quotes_.regions[i];
            if (region.parent != no_region) continue;
            for (std::uint32_t token = region.first; token < region.last; ++token)
                quotes_.outer_at[token] = static_cast<std::int32_t>(i);
        }
        return std::move(quotes_);
    }

private:
    struct Open {
        std::int32_t region;
        char family;
    };

    std::int32_t open_of(char family) const {
        for (std::size_t i = open_.size(); i-- > 0;)
            if (open_[i].family == family) return static_cast<std::int32_t>(i);
        return -1;
    }

    void meet(std::uint32_t token, MarkToken mark) {
        const std::int32_t at = open_of(mark.family);
        if (mark.family == '\'' && !single_is_quote(token, mark, at)) return;
        if (mark.mark == Mark::either) mark.mark = at >= 0 ? Mark::close : Mark::open;
        if (mark.mark == Mark::open) {
            // A second opening mark of a kind that is open: the first was never closed.
            if (at >= 0 && open_.size() == static_cast<std::size_t>(at) + 1) {
                close_unbalanced(token);
            }
            if (open_.size() < 8) open(token, mark.family);
            return;
        }
        if (at < 0) return;
        while (open_.size() > static_cast<std::size_t>(at) + 1) drop_innermost();
        QuoteRegion& region = quotes_.regions[static_cast<std::size_t>(open_.back().region)];
        region.last = token + 1;
        open_.pop_back();
    }

    // An apostrophe is no mark: a single mark opens only where a closing one follows in the paragraph.
    bool single_is_quote(std::uint32_t token, MarkToken mark, std::int32_t at) const {
        if (at >= 0) return mark.mark != Mark::open;
        if (mark.mark == Mark::close || mark.mark == Mark::either) return false;
        const std::uint32_t end = std::min<std::uint32_t>(token + 120, static_cast<std::uint32_t>(document_.tokens.size()));
        for (std::uint32_t next = token + 2; next < end; ++next) {
            const MarkToken other = mark_of(document_, next);
            if (other.family == '\'' && other.mark == Mark::close) return true;
            if (other.family == '\'' && other.mark == Mark::open) return false;
        }
        return false;
    }

    void open(std::uint32_t token, char family) {
        QuoteRegion region;
        region.first = token;
        region.last = token + 1;
        region.paragraph = paragraph_;
        region.single = family == '\'';
        region.closed = true;
        region.parent = open_.empty() ? no_region : open_.back().region;
        open_.push_back({static_cast<std::int32_t>(quotes_.regions.size()), family});
        quotes_.regions.push_back(region);
    }

    // A region that never met its mark inside another: to the end of the one around it.
    void drop_innermost() {
        QuoteRegion& region = quotes_.regions[static_cast<std::size_t>(open_.back().region)];
        region.closed = false;
        region.last = region.first + 1;
        open_.pop_back();
    }

    // The end of the sentence in which a region opened, but not past `limit`.
    std::uint32_t sentence_end(std::uint32_t token, std::uint32_t limit) const {
        return std::min(limit, document_.sentences[document_.sentence_of(token)].last);
    }

    void close_unbalanced(std::uint32_t limit) {
        QuoteRegion& region = quotes_.regions[static_cast<std::size_t>(open_.back().region)];
        region.closed = false;
        region.last = sentence_end(region.first, limit);
        open_.pop_back();
    }

    // A quote of several paragraphs whose marks stand only at its two ends: the next mark after the break closes.
    bool closes_later(std::uint32_t token) const {
        const std::uint32_t end = std::min<std::uint32_t>(token + 300, static_cast<std::uint32_t>(document_.tokens.size()));
        for (; token < end; ++token) {
            const MarkToken mark = mark_of(document_, token);
            if (mark.family == '"') return mark.mark == Mark::close;
        }
        return false;
    }

    bool opens_with_mark(std::uint32_t token) const {
        if (token >= document_.tokens.size()) return false;
        const MarkToken mark = mark_of(document_, token);
        return mark.family == '"' && mark.mark != Mark::close;
    }

    void end_paragraph(std::uint32_t token, std::uint32_t next) {
        const bool runs_on = open_.size() == 1 && open_.front().family == '"' && !opens_with_mark(token) && closes_later(token);
        while (!open_.empty() && !runs_on) {
            QuoteRegion& region = quotes_.regions[static_cast<std::size_t>(open_.back().region)];
            const bool carries = region.parent == no_region && opens_with_mark(token) &&
                                 document_.sentences[document_.sentence_of(token)].paragraph == paragraph_ + 1;
            if (carries) {
                region.closed = false;
                region.carried = true;
                region.last = token;
                open_.pop_back();
            } else if (region.parent != no_region) {
                drop_innermost();
            } else if (region.first == paragraph_first_) {
                region.closed = false;
                region.last = token;
                open_.pop_back();
            } else {
                close_unbalanced(token);
            }
        }
        paragraph_ = next;
        paragraph_first_ = token;
    }

    const Document& document_;
    Quotes quotes_;
    std::vector<Open> open_;
    std::uint32_t paragraph_ = 0;
    std::uint32_t paragraph_first_ = 0;
};

}  // namespace

Quotes find_quotes(const Document& document) {
    if (document.sentences.empty()) return {{}, std::vector<std::int32_t>(document.tokens.size(), no_region)};
    return Pairing(document).run();
}

}  // namespace readout
