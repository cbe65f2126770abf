#include "text/tokens.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/tsv.h"
#include "text/embedded.h"
#include "text/words.h"

namespace readout {
namespace {

enum class Verdict : std::uint8_t { open, cut, join };  // on the border before a piece

// A run of letters, of digits, or of one mark; or part of a word that may be two ("do|n't", "can|not").
struct Piece {
    Span span;
    WordLook look;              // filled when a border of its chunk has to be judged
    Kind kind = Kind::space;    // of its first character
    bool may_contract = false;  // the border before it lies inside a word
    bool is_glued = false;      // a word that lost the space before it
    Verdict verdict = Verdict::open;
};

constexpr std::size_t most_judged = 48;  // pieces of a chunk; beyond them all but addresses are cut apart unjudged
constexpr std::size_t longest_contraction = 12;

using Cuts = std::vector<std::uint32_t>;
struct Contractions {
    std::unordered_map<std::string, Cuts> words;
    std::array<std::uint32_t, 32> lengths{};  // by first letter: bit n for a word of n letters
};

Contractions read_contractions() {
    Contractions out;
    const auto table = Table::parse(std::string(embedded_contractions()), "data/text/contractions.tsv", {"word", "at"});
    if (!table) return out;  // a test reads the table and names its fault
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string word(table->cell(row, 0));
        Cuts cuts;
        for (const std::string_view cell : split(table->cell(row, 1), ','))
            cuts.push_back(static_cast<std::uint32_t>(cell[0] - '0'));
        if (word.empty() || word.size() > longest_contraction) continue;
        out.lengths[static_cast<unsigned char>(word[0]) & 31] |= 1u << word.size();
        out.words.emplace(word, std::move(cuts));
    }
    return out;
}

const Contractions& contractions() {
    static const Contractions all = read_contractions();
    return all;
}

// Where a word without apostrophe may fall apart; null for most.
const Cuts* cuts_of(std::string_view word) {
    if (word.size() > longest_contraction) return nullptr;
    const Contractions& all = contractions();
    if ((all.lengths[static_cast<unsigned char>(word[0]) & 31] >> word.size() & 1) == 0) return nullptr;
    std::string lower(word);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    const auto found = all.words.find(lower);
    return found == all.words.end() ? nullptr : &found->second;
}

bool ends_with_letter(std::string_view word, char letter) { return !word.empty() && (word.back() | 0x20) == letter; }

class Tokenizer {
public:
    Tokenizer(const SplitModel& model, Document& document, SplitObserver* observer)
        : model_(model), document_(document), text_(document.text), observer_(observer) {}

    void read(Span stretch) {
        end_ = stretch.end;
        std::uint32_t at = stretch.start;
        while (true) {
            at = static_cast<std::uint32_t>(skip_space(text_, at, end_));
            if (at >= end_) return;
            const std::uint32_t word = plain_word_end(at);
            if (word > at) {
                append({at, word});
                before_ = {at, word};
                at = word;
                continue;
            }
            const Span chunk{at, chunk_end(at)};
            read_chunk(chunk);
            at = chunk.end;
        }
    }

private:
    std::uint32_t chunk_end(std::uint32_t at) const {
        while (at < end_) {
            const Character c = character_at(text_, at);
            if (c.kind == Kind::space) break;
            at += c.size;
        }
        return at;
    }

    // Most of a text: ASCII letters between white space, with no second word in them. `at` itself for anything else.
    std::uint32_t plain_word_end(std::uint32_t at) const {
        std::uint32_t end = at;
        bool inner_capital = false;
        while (end < end_) {
            const auto byte = static_cast<unsigned char>(text_[end]);
            if (byte >= 0x80) return at;
            const Kind kind = ascii_kinds[byte];
            if (!is_alphabetic(kind)) {
                if (kind != Kind::space) return at;
                break;
            }
            inner_capital |= kind == Kind::upper && end > at;
            ++end;
        }
        const std::string_view word = slice(text_, {at, end});
        const bool is_plain = !inner_capital && cuts_of(word) == nullptr && glued_according(word) == 0;
        return is_plain ? end : at;
    }

    void read_chunk(Span chunk) {
        find_pieces(chunk);
        address_ = {};
        settle();
        if (std::any_of(pieces_.begin() + 1, pieces_.end(), [](const Piece& piece) { return piece.verdict == Verdict::open; })) {
            describe_chunk(chunk);
        }
        std::uint32_t start = chunk.start;
        bool inside_word = false;
        for (std::size_t i = 1; i < pieces_.size(); ++i) {
            if (!cuts_before(i)) continue;
            append({start, pieces_[i].span.start}, inside_word);
            inside_word = pieces_[i].may_contract;
            start = pieces_[i].span.start;
        }
        append({start, chunk.end}, inside_word);
        before_ = pieces_.back().span;
    }

    // ---- pieces

    void find_pieces(Span chunk) {
        pieces_.clear();
        for (std::uint32_t at = chunk.start; at < chunk.end;) {
            const Character c = character_at(text_, at);
            std::uint32_t end = at + c.size;
            if (is_alphabetic(c.kind)) {
                while (end < chunk.end) {
                    const Character more = character_at(text_, end);
                    if (!is_alphabetic(more.kind)) break;
                    end += more.size;
                }
                add_letters({at, end}, chunk);
            } else {
                while (end < chunk.end && continues(c, at, end)) end += character_at(text_, end).size;
                add_piece({at, end});
            }
            at = end;
        }
    }

    void add_piece(Span span, bool may_contract = false, bool is_glued = false) {
        Piece& piece = pieces_.emplace_back();
        piece.span = span;
        piece.kind = character_at(text_, span.start).kind;
        piece.may_contract = may_contract;
        piece.is_glued = is_glued;
    }

    // Digits run together, a mark only with itself.
    bool continues(Character first, std::uint32_t at, std::uint32_t next) const {
        if (first.kind == Kind::digit) return character_at(text_, next).kind == Kind::digit;
        return text_.substr(at, first.size) == text_.substr(next, first.size);
    }

    // A run of letters, parted where it may be two words.
    void add_letters(Span span, Span chunk) {
        const std::string_view word = slice(text_, span);
        const auto part = [&](std::uint32_t at) {
            add_piece({span.start, span.start + at}, contracting_);
            span.start += at;
        };
        contracting_ = false;
        if (const Cuts* cuts = cuts_of(word)) {
            std::uint32_t done = 0;
            for (const std::uint32_t cut : *cuts) {
                part(cut - done);
                contracting_ = true;
                done = cut;
            }
        } else if (span.size() > 1 && ends_with_letter(word, 'n') && span.end < chunk.end &&
                   character_at(text_, span.end).kind == Kind::apostrophe) {
            const std::uint32_t after = span.end + character_at(text_, span.end).size;
            if (after < chunk.end && (text_[after] | 0x20) == 't') {  // "do|n't"
                part(span.size() - 1);
                contracting_ = true;
            }
        } else if (const std::uint32_t according = glued_according(word); according > 0) {
            part(according);
            add_piece(span, false, true);
            return;
        } else if (const std::uint32_t capital = glued_capital(word); capital > 0) {
            part(capital);
        }
        add_piece(span, contracting_);
        contracting_ = false;
    }

    // "orderaccording to": machine translation loses the comma and the space before it. No English word ends so.
    static std::uint32_t glued_according(std::string_view word) {
        constexpr std::string_view according = "according";
        if (word.size() < according.size() + 3 || !word.ends_with(according)) return 0;
        return static_cast<std::uint32_t>(word.size() - according.size());
    }

    // "countryEuropean": a capital after small letters may begin a word; 0 if there is none.
    static std::uint32_t glued_capital(std::string_view word) {
        for (std::size_t i = 2; i + 1 < word.size(); ++i) {
            const auto is_small = [&](std::size_t k) { return word[k] >= 'a' && word[k] <= 'z'; };
            if (word[i] >= 'A' && word[i] <= 'Z' && is_small(i - 1) && is_small(i - 2) && is_small(i + 1))
                return static_cast<std::uint32_t>(i);
        }
        return 0;
    }

    // ---- judging

    void describe_chunk(Span chunk) {
        for (Piece& piece : pieces_) piece.look = look_at(slice(text_, piece.span));
        before_look_ = look_at(slice(text_, before_));
        const std::string_view all = slice(text_, chunk);
        has_at_ = all.find('@') != std::string_view::npos;
        has_scheme_ = false;
        address_ = {};
        find_web_address(chunk, all);
        if (has_at_ && address_.empty()) find_mail_address(chunk);
        next_look_ = look_at(word_behind(chunk));
        std::uint32_t h = 0;
        for (std::size_t i = 0; i < pieces_.size() && i < 10; ++i)
            h = h * 31 + static_cast<std::uint32_t>(pieces_[i].look.first) + 1;
        chunk_kinds_ = h;
        chunk_word_ = look_at(all).word;
        last_word_ = 0;
        for (std::size_t i = 0; i < pieces_.size(); ++i)
            if (is_word(pieces_[i].look.first)) last_word_ = i;
    }

    // The first word or mark behind the chunk.
    std::string_view word_behind(Span chunk) const {
        const auto next = static_cast<std::uint32_t>(skip_space(text_, chunk.end, end_));
        const std::string_view head = slice(text_, {next, std::min(end_, next + 48)});
        std::size_t end = 0;
        while (end < head.size()) {
            const Character c = character_at(head, end);
            if ((end > 0 && !is_word(c.kind)) || c.kind == Kind::space || end + c.size > head.size()) break;
            end += c.size;
        }
        return head.substr(0, std::min(end, head.size()));
    }

    // "(see http://www.example.org/a?b=c)." holds one token from "http" to "c".
    void find_web_address(Span chunk, std::string_view all) {
        std::size_t start = all.find("://");
        while (start != std::string_view::npos && start > 0 && is_alphabetic(character_at(all, start - 1).kind)) --start;
        if (start == std::string_view::npos) {
            start = all.find("www.");
            if (start > 0 && start != std::string_view::npos && is_word(character_at(all, start - 1).kind))
                start = std::string_view::npos;
        }
        if (start == std::string_view::npos) return;
        has_scheme_ = true;
        Span address{chunk.start + static_cast<std::uint32_t>(start), chunk.end};
        const bool has_open = slice(text_, address).find('(') != std::string_view::npos;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {  // ends at a mark that no address holds
            const Piece& piece = pieces_[i];
            const char mark = text_[piece.span.start];
            const bool ends =
                mark == '<' || mark == '>' || mark == '"' || is_double_quote(piece.span.start) || (mark == ')' && !has_open);
            if (piece.span.start > address.start && ends) {
                address.end = piece.span.start;
                break;
            }
        }
        address_ = without_trailing_marks(address);
    }

    bool is_double_quote(std::uint32_t at) const {
        const Kind kind = character_at(text_, at).kind;
        return kind == Kind::open_quote || kind == Kind::close_quote;
    }

    Span without_trailing_marks(Span address) const {
        while (!address.empty()) {
            const std::uint32_t last = address.end - decode_before(text_, address.end).size;
            const Kind kind = character_at(text_, last).kind;
            if (kind != Kind::period && kind != Kind::comma && kind != Kind::colon && kind != Kind::ender &&
                kind != Kind::apostrophe)
                break;
            address.end = last;
        }
        return address;
    }

    // The longest run of words, dots, hyphens and underscores around an "@" with words on both sides.
    void find_mail_address(Span chunk) {
        const auto may_hold = [&](const Piece& piece) {
            const char mark = text_[piece.span.start];
            return is_word(character_at(text_, piece.span.start).kind) || mark == '.' || mark == '-' || mark == '_' ||
                   mark == '+';
        };
        for (std::size_t i = 1; i + 1 < pieces_.size() && i < most_judged; ++i) {
            if (slice(text_, pieces_[i].span) != "@") continue;
            std::size_t first = i, last = i + 1;
            while (first > 0 && may_hold(pieces_[first - 1])) --first;
            while (last < pieces_.size() && may_hold(pieces_[last])) ++last;
            while (first < i && !is_word(character_at(text_, pieces_[first].span.start).kind)) ++first;
            if (first == i || last == i + 1) return;
            address_ =
                without_trailing_marks({pieces_[first].span.start, last < pieces_.size() ? pieces_[last].span.start : chunk.end});
            return;
        }
    }

    WordLook look(std::size_t i, int away) const {
        const auto at = static_cast<std::ptrdiff_t>(i) + away;
        if (at < 0 || at >= static_cast<std::ptrdiff_t>(pieces_.size())) return {};
        return pieces_[static_cast<std::size_t>(at)].look;
    }

    void describe(std::size_t i) {
        const WordLook l = look(i, -1), l2 = look(i, -2), l3 = look(i, -3), r = look(i, 0), r2 = look(i, 1), r3 = look(i, 2);
        const auto place = static_cast<std::uint32_t>(std::min<std::size_t>(i, 6));
        const auto left = static_cast<std::uint32_t>(std::min<std::size_t>(pieces_.size() - i, 6));
        const std::uint32_t nature =
            (pieces_[i].may_contract ? 1u : 0u) | (has_at_ ? 2u : 0u) | (has_scheme_ ? 4u : 0u) | (i > last_word_ ? 8u : 0u);
        const std::uint32_t kinds = static_cast<std::uint32_t>(l.first) * 32 + static_cast<std::uint32_t>(r.first);
        Features& f = features_;
        f.clear();
        f.add(1, l.word, r.word);
        f.add(2, l.word, r.shape);
        f.add(3, l.shape, r.word);
        f.add(4, l.shape, r.shape, nature);
        f.add(5, l2.shape, l.shape, r.shape);
        f.add(6, l.shape, r.shape, r2.shape);
        f.add(7, l2.shape, l.shape, r.shape * 31 + r2.shape);
        f.add(8, l3.shape * 31 + l2.shape, l.shape * 31 + r.shape, r2.shape * 31 + r3.shape);
        f.add(9, l2.word, l.word, r.word);
        f.add(10, l.word, r.word, r2.word);
        f.add(11, l2.word * 31 + l.word, r.word, r2.word);
        f.add(12, chunk_kinds_, place);
        f.add(13, chunk_word_, place);
        f.add(14, kinds, place, left);
        f.add(15, kinds, nature);
        f.add(16, l.word, static_cast<std::uint32_t>(r.first), nature);
        f.add(17, r.word, static_cast<std::uint32_t>(l.first), nature);
        f.add(18, l.word, r.word, static_cast<std::uint32_t>(next_look_.first));
        f.add(19, l.shape, r.word, static_cast<std::uint32_t>(next_look_.first) + (i + 1 == pieces_.size() ? 64u : 0u));
        f.add(20, l.word, r.word, next_look_.word);
        f.add(21, l.word, r.word, before_look_.word);
        f.add(22, r.word, l2.word, next_look_.shape);
        f.add(23, l2.word, r.word, kinds);
        f.add(24, l.shape, r.word, before_look_.shape);
        f.add(25, chunk_word_, next_look_.word, place);
        f.add(26, chunk_word_, before_look_.word, place);
        f.add(27, r.word, r2.word, kinds);
        f.add(28, l2.word, l.word, kinds);
        const std::uint32_t hl = model_.habit(l.word), hr = model_.habit(r.word), hn = model_.habit(next_look_.word) & 7;
        f.add(29, hl, r.word, static_cast<std::uint32_t>(next_look_.first) + (i + 1 == pieces_.size() ? 64u : 0u));
        f.add(30, hl, r.word, hn * 32 + static_cast<std::uint32_t>(next_look_.first));
        f.add(31, hl, hr, l.shape * 31 + r.shape);
        f.add(32, model_.habit(l2.word) * 32 + hr, l.word, kinds);
        f.add(33, hl, r.word, l.shape * 31 + next_look_.shape);
        const std::uint32_t abbreviation = r.first == Kind::period ? abbreviation_kind(l.word) : 0;
        const std::uint32_t next_kind = static_cast<std::uint32_t>(next_look_.first) + (i + 1 == pieces_.size() ? 64u : 0u);
        f.add(34, abbreviation, r.word, next_kind);
        f.add(35, abbreviation, r.word, hn * 128 + next_kind);
    }

    // Borders on which the treebanks never differ and of which running text is full.
    void settle() {
        const std::size_t n = pieces_.size();
        if (n < 2) return;
        const Piece& last = pieces_[n - 1];
        const Piece& before_last = pieces_[n - 2];
        for (std::size_t i = 1; i < n; ++i)
            if (pieces_[i].is_glued) pieces_[i].verdict = Verdict::cut;
        if (observer_ != nullptr) return;  // training learns from the sure cases too
        for (std::size_t i = 1; i < n; ++i)
            if (pieces_[i].kind == Kind::close_quote && pieces_[i].span.size() <= 3) pieces_[i].verdict = Verdict::cut;
        if (slice(text_, pieces_[0].span) == "“") pieces_[1].verdict = Verdict::cut;
        if (last.span.size() == 1 && is_alphabetic(before_last.kind)) {
            const bool ends_word =
                last.kind == Kind::comma || (last.kind == Kind::period && n == 2 && is_common_word(before_last));
            if (ends_word) pieces_[n - 1].verdict = Verdict::cut;
        }
        settle_contraction();
        settle_half_day(cover(pieces_.front().span, last.span));
    }

    // "5 p.m. Monday", "4 a.m. local time": the full stop belongs to the word unless what follows may begin a sentence.
    void settle_half_day(Span chunk) {
        if (!is_half_day(slice(text_, chunk))) return;
        pieces_[1].verdict = pieces_[2].verdict = Verdict::join;
        const WordLook next = look_at(word_behind(chunk));
        const std::uint32_t habit = model_.habit(next.word) & 7;
        const bool begins = next.first == Kind::upper && next.has_lower && (habit == 1 || habit == 2);
        if (is_word(next.first) && !begins) pieces_[3].verdict = Verdict::join;
    }

    // A word of small letters to which no full stop belongs.
    bool is_common_word(const Piece& piece) const {
        if (piece.span.size() < 3 || piece.kind != Kind::lower) return false;
        const WordLook look = look_at(slice(text_, piece.span));
        return !look.has_upper && look.last == Kind::lower && abbreviation_kind(look.word) == 0 &&
               model_.habit(look.word) >> 3 == 0;
    }

    // "John|'s", "they|'ll", "do|n't" with nothing else about them.
    void settle_contraction() {
        if (pieces_.size() == 3 && is_alphabetic(pieces_[0].kind) && is_single_apostrophe(1)) {
            const std::string_view clitic = slice(text_, pieces_[2].span);
            if (clitic != "s" && clitic != "re" && clitic != "ve" && clitic != "ll" && clitic != "m") return;
            pieces_[1].verdict = Verdict::cut;
            pieces_[2].verdict = Verdict::join;
        }
        if (pieces_.size() == 4 && pieces_[1].may_contract && slice(text_, pieces_[1].span) == "n" && is_single_apostrophe(2) &&
            slice(text_, pieces_[3].span) == "t") {
            pieces_[1].verdict = Verdict::cut;
            pieces_[2].verdict = pieces_[3].verdict = Verdict::join;
        }
    }
    bool is_single_apostrophe(std::size_t i) const { return pieces_[i].kind == Kind::apostrophe && pieces_[i].span.size() <= 3; }

    bool cuts_before(std::size_t i) {
        if (!address_.empty()) {
            const std::uint32_t at = pieces_[i].span.start;
            if (at > address_.start && at < address_.end) return false;
            if (at == address_.start || at == address_.end) return true;
        }
        if (pieces_[i].verdict != Verdict::open) return pieces_[i].verdict == Verdict::cut;
        if (i >= most_judged) return !has_scheme_;  // no word has so many parts: a line of marks, a dump
        describe(i);
        const bool cut = model_.score(SplitModel::Task::token, features_) > 0;
        if (observer_ != nullptr) return observer_->decide(SplitModel::Task::token, pieces_[i].span.start, features_, cut);
        return cut;
    }

    // ---- tokens

    // `inside_word`: the token was cut off the one before it inside a word.
    void append(Span span, bool inside_word = false) {
        std::vector<Token>& tokens = document_.tokens;
        const bool attached = !tokens.empty() && tokens.back().span.end == span.start;
        if (attached) tokens.back().space_after = false;
        tokens.push_back({span, true});
        const auto last = static_cast<std::uint32_t>(tokens.size());
        if (!attached || !(inside_word || is_clitic(span, tokens[last - 2].span))) {
            if (character_at(text_, span.start).kind == Kind::apostrophe) open_quote_ = !attached && !open_quote_;
            return;
        }
        std::vector<Multiword>& multiwords = document_.multiwords;
        if (!multiwords.empty() && multiwords.back().last == last - 1) {  // "I'd've"
            multiwords.back().last = last;
            multiwords.back().span.end = span.end;
        } else {
            multiwords.push_back({last - 2, last, cover(tokens[last - 2].span, span)});
        }
    }

    // "'s" and its like after a word; the bare apostrophe after s, unless it closes a quotation.
    bool is_clitic(Span span, Span host) const {
        const Character mark = character_at(text_, span.start);
        if (mark.kind != Kind::apostrophe || span.size() > 6u) return false;
        const CodePoint before = decode_before(text_, host.end);
        if (!is_word(character_at(text_, host.end - before.size).kind)) return false;
        const std::string_view rest = slice(text_, {span.start + mark.size, span.end});
        if (rest.empty()) return !open_quote_ && ends_with_letter(slice(text_, host), 's');
        if (rest.size() > 2) return false;
        return std::all_of(rest.begin(), rest.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
    }

    const SplitModel& model_;
    Document& document_;
    std::string_view text_;
    SplitObserver* observer_;
    Features features_;
    std::vector<Piece> pieces_;
    bool contracting_ = false;
    std::uint32_t end_ = 0;  // of the stretch
    Span before_;            // last piece of the chunk before
    WordLook before_look_;   // of it
    WordLook next_look_;     // first word or mark of the chunk after
    std::uint32_t chunk_kinds_ = 0;
    std::uint32_t chunk_word_ = 0;
    std::size_t last_word_ = 0;
    Span address_;  // the part of the chunk that is one web or mail address
    bool has_at_ = false;
    bool has_scheme_ = false;
    bool open_quote_ = false;
};

}  // namespace

void append_tokens(Span stretch, const SplitModel& model, Document& document, SplitObserver* observer) {
    Tokenizer(model, document, observer).read(stretch);
}

}  // namespace readout
