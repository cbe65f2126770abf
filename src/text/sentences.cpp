#include "text/sentences.h"

#include <algorithm>
#include <vector>

#include "text/words.h"

namespace readout {
namespace {

// Tokens. A text without full stops, a table or a dump is cut here, because trees cost the square of a sentence's length.
constexpr std::uint32_t longest_sentence = 500;

std::uint32_t step_of(std::uint32_t n) {
    if (n <= 4) return n;
    if (n <= 6) return 5;
    if (n <= 9) return 6;
    if (n <= 14) return 7;
    if (n <= 24) return 8;
    return n <= 40 ? 9 : 10;
}

bool is_terminal(const WordLook& look) { return look.last == Kind::period || look.last == Kind::ender; }

class SentenceSplitter {
public:
    SentenceSplitter(std::uint32_t first, Ending ending, const SplitModel& model, Document& document, SplitObserver* observer)
        : ending_(ending),
          model_(model),
          document_(document),
          observer_(observer),
          first_(first),
          last_(static_cast<std::uint32_t>(document.tokens.size())) {
        looks_.resize(last_ - first_);
        for (std::uint32_t t = first_; t < last_; ++t) note_edges(t);
        find_terminals();
    }

    void split(std::uint32_t paragraph) {
        std::uint32_t start = first_;
        sentence_start_ = 0;
        std::size_t multiword =
            static_cast<std::size_t>(std::lower_bound(document_.multiwords.begin(), document_.multiwords.end(), first_,
                                                      [](const Multiword& m, std::uint32_t t) { return m.last <= t; }) -
                                     document_.multiwords.begin());
        for (std::uint32_t t = first_; t < last_; ++t) {
            while (multiword < document_.multiwords.size() && document_.multiwords[multiword].last <= t + 1) ++multiword;
            const bool inside = multiword < document_.multiwords.size() && document_.multiwords[multiword].first <= t;
            note(t - first_);
            const bool full = t - start + 1 >= longest_sentence;
            if (t + 1 < last_ && (inside || !(full || ends_after(t - first_)))) continue;
            document_.sentences.push_back(
                {cover(document_.tokens[start].span, document_.tokens[t].span), start, t + 1, paragraph});
            start = t + 1;
            sentence_start_ = start - first_;
            open_brackets_ = 0;
            straight_quotes_ = 0;
            open_quotes_ = 0;
        }
    }

private:
    // First and last character, and whether there are more, which every judgement asks for; the rest is looked at when needed.
    void note_edges(std::uint32_t t) {
        const std::string_view word = document_.word(t);
        WordLook& look = looks_[t - first_];
        const Character first = character_at(word, 0);
        look.first = first.kind;
        look.size = first.size == word.size() ? 1 : 2;
        const auto byte = static_cast<unsigned char>(word.back());
        look.last =
            byte < 0x80 ? ascii_kinds[byte] : character_at(word, word.size() - decode_before(word, word.size()).size).kind;
    }

    // How far it is from each token to the next full stop, to its right.
    void find_terminals() {
        to_terminal_.assign(looks_.size(), 255);
        std::uint32_t distance = 255;
        for (std::size_t i = looks_.size(); i-- > 0;) {
            distance = is_terminal(looks_[i]) ? 0 : std::min<std::uint32_t>(distance + 1, 255);
            to_terminal_[i] = static_cast<std::uint8_t>(distance);
        }
    }

    void note(std::size_t i) {
        const Kind kind = looks_[i].first;
        if (kind == Kind::open) ++open_brackets_;
        if (kind == Kind::close && open_brackets_ > 0) --open_brackets_;
        if (kind == Kind::quote) ++straight_quotes_;
        if (kind == Kind::open_quote) ++open_quotes_;
        if (kind == Kind::close_quote && open_quotes_ > 0) --open_quotes_;
    }

    // Inside running words no sentence ends.
    bool is_candidate(std::size_t i) {
        const WordLook& here = looks_[i];
        const WordLook& next = looks_[i + 1];
        if (here.last == Kind::period && here.size > 1 && next.first == Kind::upper && name_goes_on(i)) return false;
        if (opens(i) || closes(i + 1)) return false;
        const bool goes_on = here.first == Kind::close || trails_off(i);
        if (next.first == Kind::lower && goes_on && looks_[sentence_start_].first == Kind::upper) return false;
        if (next.first == Kind::upper && is_half_day(document_.word(first_ + static_cast<std::uint32_t>(i)))) return false;
        if (next.first == Kind::lower) return !is_word(here.last) && here.last != Kind::comma && here.last != Kind::hyphen;
        return true;
    }

    // ". . ." or "..." with small letters behind it.
    bool trails_off(std::size_t i) const {
        return looks_[i].first == Kind::period && (looks_[i].size > 1 || (i > 0 && looks_[i - 1].last == Kind::period));
    }

    // Bound to the word after it, as an opening quote or bracket is; bound to the word before it.
    bool opens(std::size_t i) const {
        const Kind kind = looks_[i].first;
        if (space_after(i)) return false;
        if (kind == Kind::period || kind == Kind::ender)
            return i > 0 && space_after(i - 1) && !is_word(looks_[i].last);  // "...And"
        if (looks_[i].size != 1) return false;
        if (kind == Kind::open || kind == Kind::open_quote) return true;
        return (kind == Kind::quote || kind == Kind::apostrophe) && (i == 0 || space_after(i - 1));
    }
    bool closes(std::size_t i) const {
        const Kind kind = looks_[i].first;
        if (space_after(i - 1) || looks_[i].size != 1) return false;
        if (kind == Kind::close || kind == Kind::close_quote) return true;
        return (kind == Kind::quote || kind == Kind::apostrophe) && (i + 1 == looks_.size() || space_after(i));
    }

    // "Gen. Mousavi", "John K. Albright": a title or an initial, and a capital that no common word owes to its place.
    bool name_goes_on(std::size_t i) {
        const std::uint32_t habit = model_.habit(look(i + 1).word) & 7;
        if (habit == 1 || habit == 2) return false;
        const WordLook word = stem(i);
        if (abbreviation_kind(word.word) == person_kind()) return true;
        return word.size == 1 && word.first == Kind::upper && i > sentence_start_ && look(i, -1).first == Kind::upper &&
               look(i + 1).has_lower;
    }

    // "at 4 p.m. “It": behind an abbreviation and an opening quote stands a capital that a common word owes to its place. Too
    // rare in the treebanks to be learned.
    bool quotation_begins(std::size_t i) {
        if (looks_[i].last != Kind::period || looks_[i].size < 2 || i + 2 >= looks_.size() || !space_after(i)) return false;
        if (looks_[i + 1].first != Kind::open_quote && looks_[i + 1].first != Kind::quote) return false;
        const std::uint32_t habit = model_.habit(look(i + 2).word) & 7;
        return !space_after(i + 1) && looks_[i + 2].first == Kind::upper && (habit == 1 || habit == 2) &&
               abbreviation_kind(stem(i).word) != person_kind();
    }

    // A full stop, question or exclamation mark, behind closing quotes and brackets or not.
    bool has_end_mark(std::size_t i) const {
        std::size_t m = i;
        while (m > sentence_start_ && i - m < 4 && !is_terminal(looks_[m]) && !is_word(looks_[m].last)) --m;
        return is_terminal(looks_[m]);
    }

    bool ends_after(std::size_t i) {
        if ((ending_ == Ending::at_marks && !has_end_mark(i)) || !is_candidate(i)) return false;
        describe(i);
        const bool cut = quotation_begins(i) || model_.score(SplitModel::Task::sentence, features_) > 0;
        if (observer_ != nullptr)
            return observer_->decide(SplitModel::Task::sentence, document_.tokens[first_ + i + 1].span.start, features_, cut);
        return cut;
    }

    const WordLook& look(std::size_t i, int away = 0) {
        static const WordLook none;
        const auto at = static_cast<std::ptrdiff_t>(i) + away;
        if (at < 0 || at >= static_cast<std::ptrdiff_t>(looks_.size())) return none;
        WordLook& found = looks_[static_cast<std::size_t>(at)];
        if (found.shape == 0) found = look_at(document_.word(first_ + static_cast<std::uint32_t>(at)));
        return found;
    }
    // The word of an abbreviation without its full stop.
    WordLook stem(std::size_t i) const {
        const std::string_view word = document_.word(first_ + i);
        return look_at(word.substr(0, word.size() - 1));
    }
    bool space_after(std::size_t i) const { return document_.tokens[first_ + i].space_after; }

    void describe(std::size_t i) {
        const WordLook &w0 = look(i, 0), &l1 = look(i, -1), &l2 = look(i, -2), &n1 = look(i, 1), &n2 = look(i, 2),
                       &n3 = look(i, 3);
        // The last mark that is no closing quote or bracket, and the word before it.
        std::size_t m = i;
        while (m > sentence_start_ && i - m < 4 && (is_quote(looks_[m].first) || looks_[m].first == Kind::close)) --m;
        const WordLook& mark = look(m);
        const WordLook& before_mark = look(m, -1);
        const std::uint32_t closers = static_cast<std::uint32_t>(std::min<std::size_t>(i - m, 3));
        const std::uint32_t space = space_after(i) ? 1u : 0u;
        const std::uint32_t space_before = i > 0 && space_after(i - 1) ? 2u : 0u;
        const std::uint32_t length = step_of(static_cast<std::uint32_t>(i - sentence_start_) + 1);
        const std::uint32_t left = step_of(static_cast<std::uint32_t>(looks_.size() - i) - 1);
        const std::uint32_t far = step_of(to_terminal_[i + 1]);
        const std::uint32_t inside = std::min(open_brackets_, 1u) | (straight_quotes_ % 2) << 1 | std::min(open_quotes_, 1u) << 2;
        const std::uint32_t stops = (is_terminal(mark) ? 1u : 0u) | closers << 1;
        const WordLook& start = look(sentence_start_);
        const auto kind = [](const WordLook& w) { return static_cast<std::uint32_t>(w.first); };
        Features& f = features_;
        f.clear();
        f.add(1, w0.word, n1.word);
        f.add(2, w0.word, n1.shape, space);
        f.add(3, w0.shape, n1.word, space);
        f.add(4, w0.shape, n1.shape, space | space_before);
        f.add(5, l1.shape, w0.shape, n1.shape);
        f.add(6, w0.shape, n1.shape, n2.shape);
        f.add(7, l1.shape * 31 + w0.shape, n1.shape, n2.shape);
        f.add(8, l1.word, w0.word, n1.shape);
        f.add(9, l1.word, w0.word, n1.word);
        f.add(10, l1.word, w0.word);
        f.add(11, n1.word, n2.word, kind(w0));
        f.add(12, w0.word, n1.word, n2.word);
        f.add(13, n1.word, stops, space);
        f.add(14, n1.shape, stops, kind(n2));
        f.add(15, mark.word, before_mark.shape, n1.shape);
        f.add(16, mark.word, before_mark.word, kind(n1));
        f.add(17, mark.word, closers, kind(n1) * 2 + space);
        f.add(18, length, stops, kind(n1));
        f.add(19, length, left, stops);
        f.add(20, far, stops, kind(n1));
        f.add(21, far, w0.shape, n1.shape);
        f.add(22, inside, mark.word, kind(n1) * 2 + space);
        f.add(23, inside, w0.word, n1.shape);
        f.add(24, start.word, length, stops);
        f.add(25, start.shape, w0.shape, n1.shape);
        f.add(26, l2.shape * 31 + l1.shape, w0.shape, n1.shape * 31 + n2.shape);
        f.add(27, n1.shape, n2.shape, n3.shape * 31 + w0.shape);
        f.add(28, w0.word, length, kind(n1));
        f.add(29, n1.word, length, kind(w0));
        f.add(30, l1.shape, w0.word, n1.word);
        f.add(31, w0.shape, n1.word, n2.shape);
        f.add(32, l1.word, w0.word, n1.word * 31 + n2.word);
        f.add(33, left, w0.shape, n1.shape);
        f.add(34, n1.word, n2.word, n3.word);
        f.add(35, l2.word, l1.word, w0.word);
        f.add(36, start.word, w0.word, n1.shape);
        const std::uint32_t h1 = model_.habit(n1.word) & 7, h2 = model_.habit(n2.word) & 7, hl = model_.habit(l1.word) & 7;
        const bool stopped = w0.last == Kind::period && w0.size > 1;
        const std::uint32_t word = stopped ? stem(i).word : w0.word;
        const std::uint32_t h0 = model_.habit(word);
        const std::uint32_t abbreviation = stopped ? abbreviation_kind(word) + 1 : 0;
        f.add(37, h1, n1.shape, stops * 2 + space);
        f.add(38, h1, n1.shape, w0.shape);
        f.add(39, h0, h1, w0.shape * 31 + n1.shape);
        f.add(40, hl, h1, w0.word * 31 + n1.shape);
        f.add(41, h1 * 8 + h2, n1.shape * 31 + n2.shape, kind(w0));
        f.add(42, h0 * 8 + h1, w0.shape * 31 + n1.shape, far);
        f.add(43, h0, mark.word, h1 * 32 + kind(n1));
        f.add(44, h1, length * 16 + left, w0.shape * 31 + n1.shape);
        f.add(45, model_.habit(before_mark.word), mark.word, h1 * 32 + kind(n1));
        f.add(46, abbreviation, n1.shape, h1);
        f.add(47, abbreviation, kind(n1), space);
        f.add(48, abbreviation, l1.shape, h1 * 32 + kind(n1));
        f.add(49, w0.shape, l1.shape, n1.shape * 31 + h1);
        f.add(50, w0.shape, hl, n1.shape * 31 + h1);
        // The word that would begin the sentence, behind its opening quote.
        const bool quoted =
            n1.first == Kind::open_quote || ((n1.first == Kind::quote || n1.first == Kind::apostrophe) && !space_after(i + 1));
        const WordLook& begin = quoted ? n2 : n1;
        const std::uint32_t hb = model_.habit(begin.word) & 7;
        f.add(51, hb * 4 + (quoted ? 2u : 0u) + (stopped ? 1u : 0u), kind(begin), stops);
        f.add(52, quoted ? 1u : 0u, begin.word, stops);
        f.add(53, hb * 2 + (quoted ? 1u : 0u), w0.word, kind(begin));
        f.add(54, hb * 2 + (quoted ? 1u : 0u), mark.shape, begin.shape);
    }

    Ending ending_;
    const SplitModel& model_;
    Document& document_;
    SplitObserver* observer_;
    std::uint32_t first_;
    std::uint32_t last_;
    Features features_;
    std::vector<WordLook> looks_;
    std::vector<std::uint8_t> to_terminal_;
    std::size_t sentence_start_ = 0;
    std::uint32_t open_brackets_ = 0;
    std::uint32_t straight_quotes_ = 0;
    std::uint32_t open_quotes_ = 0;
};

}  // namespace

void append_sentences(std::uint32_t first, std::uint32_t paragraph, Ending ending, const SplitModel& model, Document& document,
                      SplitObserver* observer) {
    if (first < document.tokens.size()) SentenceSplitter(first, ending, model, document, observer).split(paragraph);
}

}  // namespace readout
