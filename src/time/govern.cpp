// Which expression dates a verb: the one that hangs on it in the tree, else one that its clause shares, else none. Of two acts
// told as "two days after" each other, the day of one gives that of the other.
#include <algorithm>
#include <optional>
#include <string_view>

#include "time/time.h"

namespace readout {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string lower_word(const Document& document, std::uint32_t token) {
    std::string out(document.word(token));
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
}

// Something with days that may date an event: an expression or a landmark.
struct Candidate {
    std::uint32_t first = 0, last = 0;
    Span span;
    DateValue date;
    bool landmark = false;
};

// "resigned two days after the vote": the act after the marker and the one it hangs on lie a known time apart.
struct Lag {
    std::uint32_t marker = 0;  // "after"
    std::uint32_t other = 0;   // "vote"
    std::uint32_t main = 0;    // "resigned"
    int direction = 1;         // of the main act from the other: after 1, before -1
    int count = 0;             // of units; hours and less count as no days
    char unit = 'D';           // D, W, M, Y as in a TIMEX3 duration
    Span words;
};

// "P2D", "PT5H"; nothing for what has no number or several units.
std::optional<std::pair<int, char>> single_unit(std::string_view duration) {
    if (duration.size() < 3 || duration.size() > 6 || duration[0] != 'P') return std::nullopt;
    if (duration[1] == 'T') return std::pair{0, 'D'};
    int count = 0;
    for (const char c : duration.substr(1, duration.size() - 2)) {
        if (c < '0' || c > '9') return std::nullopt;
        count = 10 * count + (c - '0');
    }
    const char unit = duration.back();
    if (unit != 'D' && unit != 'W' && unit != 'M' && unit != 'Y') return std::nullopt;
    return std::pair{count, unit};
}

Precision precision_of(char unit) {
    return unit == 'D' ? Precision::day : unit == 'W' ? Precision::week : unit == 'M' ? Precision::month : Precision::year;
}

// A month of a year, given as months since year 0.
DateRange months_range(int months) { return month_range(months / 12, months % 12 + 1); }

// A day moved by a lag; no finer than the lag's unit.
std::optional<DateValue> moved(DateValue date, const Lag& lag, int direction) {
    if (!date.range.start || !date.range.end || date.precision > precision_of(lag.unit)) return std::nullopt;
    const int by = direction * lag.count;
    const Civil start = to_civil(*date.range.start);
    switch (lag.unit) {
        case 'D':
            date.range = {*date.range.start + by, *date.range.end + by};
            break;
        case 'W': {
            const Day middle = *date.range.start + (*date.range.end - *date.range.start) / 2 + 7 * by;
            date.range = {middle - 3, middle + 3};
            break;
        }
        case 'M':
            date.range = months_range(12 * start.year + start.month - 1 + by);
            break;
        default:
            date.range = year_range(start.year + by);
    }
    date.precision = precision_of(lag.unit);
    date.basis = "relative";
    date.evidence.push_back(lag.words);
    return date;
}

class Governor {
public:
    Governor(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times)
        : document_(document), parse_(parse), tree_(tree), times_(times) {}

    DateValue find(std::uint32_t token) {
        if (token >= document_.tokens.size()) return {};
        const Sentence& sentence = document_.sentences[document_.sentence_of(token)];
        collect(sentence);
        if (candidates_.empty()) return {};
        if (has_parse()) {
            for (const Lag& lag : lags_of(sentence)) {
                if (auto date = by_lag(token, lag, sentence)) return tidy(*date);
            }
        }
        return pick(token, sentence);
    }

private:
    DateValue pick(std::uint32_t token, const Sentence& sentence) const {
        const std::int32_t best = has_parse() ? by_tree(token) : nearest(token);
        return best < 0 ? DateValue{} : dated(static_cast<std::size_t>(best), sentence);
    }

    std::vector<Lag> lags_of(const Sentence& sentence) const {
        std::vector<Lag> out;
        const auto begins = [](const Timex& timex, std::uint32_t token) { return timex.first < token; };
        for (auto at = std::lower_bound(times_.timexes.begin(), times_.timexes.end(), sentence.first, begins);
             at != times_.timexes.end() && at->first < sentence.last; ++at) {
            if (at->type != TimexType::duration || at->last >= sentence.last) continue;
            const std::string word = lower_word(document_, at->last);
            const auto unit = single_unit(at->value);
            if (!unit || !is_one_of(word, {"after", "following", "before"})) continue;
            const std::int32_t other = parse_.head[at->last];
            if (other <= static_cast<std::int32_t>(at->last)) continue;
            std::int32_t main = parse_.head[static_cast<std::size_t>(other)];
            while (main >= static_cast<std::int32_t>(at->first) && main < static_cast<std::int32_t>(at->last))
                main = parse_.head[static_cast<std::size_t>(main)];
            if (main == no_head || main == static_cast<std::int32_t>(at->last)) continue;
            out.push_back({at->last, static_cast<std::uint32_t>(other), static_cast<std::uint32_t>(main),
                           word == "before" ? -1 : 1, unit->first, unit->second, at->span});
        }
        return out;
    }

    // The day of a token by a lag it stands on either side of, where only the other side has a day of its own.
    std::optional<DateValue> by_lag(std::uint32_t token, const Lag& lag, const Sentence& sentence) {
        const bool inside = token > lag.marker && tree_.under(token, lag.other);
        const bool same_clause = steps_up(token, inside ? lag.other : lag.main).has_value();
        if (!same_clause) return std::nullopt;
        const std::vector<Candidate> all = candidates_;
        const auto only = [&](bool below) {
            candidates_ = all;
            std::erase_if(candidates_, [&](const Candidate& c) {
                return (c.first > lag.marker && tree_.under(head_of(c), lag.other)) != below;
            });
        };
        only(inside);
        DateValue own = pick(token, sentence);
        if (!own.known()) {
            only(!inside);
            const DateValue base = pick(inside ? lag.main : lag.other, sentence);
            if (auto there = moved(base, lag, inside ? -lag.direction : lag.direction)) own = *there;
        }
        candidates_ = all;
        return own;
    }

    bool has_parse() const { return parse_.head.size() == document_.tokens.size() && !parse_.head.empty(); }

    void collect(const Sentence& sentence) {
        const auto begins = [](const auto& ref, std::uint32_t token) { return ref.first < token; };
        for (auto at = std::lower_bound(times_.timexes.begin(), times_.timexes.end(), sentence.first, begins);
             at != times_.timexes.end() && at->first < sentence.last; ++at) {
            if (at->date.known() && at->first < at->last && !an_age(*at, sentence))
                candidates_.push_back({at->first, at->last, at->span, at->date, false});
        }
        for (auto at = std::lower_bound(times_.landmarks.begin(), times_.landmarks.end(), sentence.first, begins);
             at != times_.landmarks.end() && at->first < sentence.last; ++at) {
            if (at->first == at->last || !introduced(at->first, sentence)) continue;
            const auto inside = [&](const Candidate& other) { return other.first < at->last && at->first < other.last; };
            if (std::any_of(candidates_.begin(), candidates_.end(), inside)) continue;
            DateValue date;
            date.range = at->days;
            date.precision = *at->days.start == *at->days.end ? Precision::day : Precision::unknown;
            date.basis = "anchor";
            date.evidence = {at->span};
            candidates_.push_back({at->first, at->last, at->span, date, true});
        }
    }

    // "two men in their early 30s"
    bool an_age(const Timex& timex, const Sentence& sentence) const {
        if (timex.date.precision != Precision::decade) return false;
        for (std::uint32_t back = 1; back <= 2 && timex.first >= sentence.first + back; ++back) {
            if (is_one_of(lower_word(document_, timex.first - back), {"his", "her", "their", "my", "our"})) return true;
        }
        return is_one_of(lower_word(document_, timex.first), {"his", "her", "their", "my", "our"});
    }

    // A landmark dates something only as "since the …", "after the …", "during the …".
    bool introduced(std::uint32_t first, const Sentence& sentence) const { return !relation_word(first, sentence).empty(); }

    std::string relation_word(std::uint32_t first, const Sentence& sentence) const {
        for (std::uint32_t back = 1; back <= 3 && first >= sentence.first + back; ++back) {
            std::string word = lower_word(document_, first - back);
            if (is_one_of(word, {"since", "after", "before", "during", "until", "till", "by", "following", "from"})) return word;
            if (!is_one_of(word, {"the", "a", "its", "his", "their", "start", "beginning", "of", "end", "early", "late", "about",
                                  "around"}))
                break;
        }
        return {};
    }

    // The token of a span whose head lies outside it.
    std::uint32_t head_of(const Candidate& c) const {
        for (std::uint32_t token = c.first; token < c.last; ++token) {
            const std::int32_t head = parse_.head[token];
            if (head == no_head || head < static_cast<std::int32_t>(c.first) || head >= static_cast<std::int32_t>(c.last))
                return token;
        }
        return c.first;
    }

    // Does this dependent open a clause with a time of its own?
    bool opens_clause(std::uint32_t token) const {
        switch (parse_.relation[token].rel) {
            case Rel::advcl:
                // "killed in fighting on Friday": a phrase, whatever the parser calls it
                return !(is_gerund(token) && marked(token, {"in"}));
            case Rel::ccomp:
            case Rel::csubj:
            case Rel::parataxis:
                return true;
            case Rel::acl:
                return true;
            case Rel::conj:
                return parse_.upos[token] == Upos::VERB;
            default:
                return false;
        }
    }

    bool is_gerund(std::uint32_t token) const {
        return parse_.features[token].verb_form == VerbForm::gerund ||
               (parse_.features[token].verb_form == VerbForm::participle && parse_.features[token].tense == Tense::present) ||
               (!parse_.xpos[token].empty() && parse_.xpos[token] == "VBG");
    }

    // Has the clause one of these words before its verb, as what joins it to the rest?
    bool marked(std::uint32_t verb, std::initializer_list<std::string_view> words) const {
        for (const std::uint32_t child : tree_.children(verb)) {
            if (child > verb) break;
            const Rel rel = parse_.relation[child].rel;
            if ((rel == Rel::mark || rel == Rel::advmod || rel == Rel::case_) && is_one_of(lower_word(document_, child), words))
                return true;
        }
        return false;
    }

    // A clause told at the same time as what it hangs on: "… when their convoy was hit", "…, killing three".
    bool at_the_same_time(std::uint32_t verb) const {
        if (parse_.relation[verb].rel != Rel::advcl) return false;
        if (marked(verb, {"when", "as"})) return !marked(verb, {"if"});
        return is_gerund(verb) && tree_.child(verb, Rel::mark) < 0 && tree_.child(verb, Rel::nsubj) < 0 &&
               tree_.child(verb, Rel::case_) < 0;
    }

    // Nothing dates the act itself: what dates the act told beside it. "raided an office and arrested six on Saturday".
    std::int32_t beside(std::uint32_t token) const {
        std::uint32_t at = token;
        for (int climbs = 0; climbs < 4; ++climbs) {
            for (const std::uint32_t child : tree_.children(at)) {
                if (child < at || parse_.upos[child] != Upos::VERB) continue;
                const bool shared = parse_.relation[child].rel == Rel::conj && parse_.upos[at] == Upos::VERB &&
                                    tree_.child(child, Rel::nsubj) < 0 && tree_.child(child, Rel::aux) < 0 &&
                                    tree_.child(child, Rel::ccomp) < 0;
                if (parse_.relation[child].rel == Rel::conj && !shared) {  // "one was killed and five were hurt when …"
                    for (const std::uint32_t deeper : tree_.children(child)) {
                        if (deeper < child || !at_the_same_time(deeper)) continue;
                        if (const std::int32_t best = closest_below(deeper); best >= 0) return best;
                    }
                }
                if (!shared && !at_the_same_time(child)) continue;
                if (const std::int32_t best = closest_below(child); best >= 0) return best;
            }
            const std::int32_t head = parse_.head[at];
            if (head == no_head || parse_.upos[at] == Upos::VERB || opens_clause(at)) break;
            at = static_cast<std::uint32_t>(head);
        }
        return -1;
    }

    // "sentenced for a murder in 2002", "resigned after the vote on Sunday": the day is that of what the phrase names.
    bool of_another_act(std::uint32_t noun) const {
        const Rel rel = parse_.relation[noun].rel;
        if (rel == Rel::appos) return true;  // "X, a guard there in 1943,"
        if (rel != Rel::obl && rel != Rel::nmod) return false;
        for (const std::uint32_t child : tree_.children(noun)) {
            if (child > noun) break;
            if (parse_.relation[child].rel == Rel::case_ &&
                is_one_of(lower_word(document_, child),
                          {"for", "over", "after", "before", "following", "since", "despite", "ahead", "amid", "about"}))
                return true;
        }
        return false;
    }

    // "its 1945 defeat", "the 2002 violence"
    bool before_its_noun(std::uint32_t year) const {
        const std::int32_t noun = parse_.head[year];
        if (noun <= static_cast<std::int32_t>(year) || parse_.upos[year] != Upos::NUM) return false;
        const Rel rel = parse_.relation[year].rel;
        return (rel == Rel::nummod || rel == Rel::compound || rel == Rel::nmod || rel == Rel::amod) &&
               parse_.upos[static_cast<std::size_t>(noun)] == Upos::NOUN && lower_word(document_, year).size() == 4;
    }

    // Steps from a candidate up to `token` without leaving the token's clause; nothing if it does not lie below.
    std::optional<int> steps_up(std::uint32_t from, std::uint32_t token) const {
        int steps = 0;
        for (std::int32_t at = static_cast<std::int32_t>(from); at != no_head && steps < 64; ++steps) {
            const auto here = static_cast<std::uint32_t>(at);
            if (here == token) return steps;
            if (here == from && before_its_noun(from)) {  // "sentenced for the 2002 violence": the violence's
                if (parse_.head[here] != static_cast<std::int32_t>(token)) return std::nullopt;
            }
            if (opens_clause(here) || (here != from && of_another_act(here))) return std::nullopt;
            at = parse_.head[here];
        }
        return std::nullopt;
    }

    // "making 2009 the deadliest year": what is told of, not when.
    bool told_of(const Candidate& c) const {
        if (c.landmark || c.date.precision < Precision::year || c.date.precision == Precision::unknown) return false;
        const std::uint32_t head = head_of(c);
        const Rel rel = parse_.relation[head].rel;
        return (rel == Rel::nsubj || rel == Rel::obj) && tree_.child(head, Rel::case_) < 0;
    }

    std::int32_t closest_below(std::uint32_t token) const {
        std::int32_t best = -1;
        int best_cost = 1 << 20;
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            const auto steps = steps_up(head_of(candidates_[i]), token);
            if (!steps || told_of(candidates_[i])) continue;
            const int distance = std::abs(static_cast<int>(candidates_[i].first) - static_cast<int>(token));
            const int cost = *steps * 100 + std::min(distance, 99) + (candidates_[i].landmark ? 50 : 0);
            if (cost < best_cost) {
                best_cost = cost;
                best = static_cast<std::int32_t>(i);
            }
        }
        return best;
    }

    std::int32_t by_tree(std::uint32_t token) const {
        std::uint32_t at = token;
        for (int climbs = 0; climbs < 6; ++climbs) {
            if (const std::int32_t best = closest_below(at); best >= 0) return best;
            const std::int32_t head = parse_.head[at];
            if (head == no_head) break;
            const Rel rel = parse_.relation[at].rel;
            // What a word shares with its head: complements without a subject, nouns in a clause, later members of a list.
            const bool verb = parse_.upos[at] == Upos::VERB || parse_.upos[at] == Upos::AUX;
            const bool shares = rel == Rel::xcomp || rel == Rel::conj || rel == Rel::aux || rel == Rel::cop ||
                                rel == Rel::compound || rel == Rel::flat || (!verb && !opens_clause(at)) || at_the_same_time(at);
            if (!shares) break;
            if (rel == Rel::conj && tree_.child(at, Rel::nsubj) >= 0) break;
            at = static_cast<std::uint32_t>(head);
        }
        return beside(token);
    }

    // Without a parse: the nearest, unless a word of speech or the end of a clause lies between.
    std::int32_t nearest(std::uint32_t token) const {
        constexpr std::uint32_t reach = 15;
        std::int32_t best = -1;
        std::uint32_t best_distance = reach + 1;
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            const Candidate& c = candidates_[i];
            const std::uint32_t distance = c.first > token ? c.first - token : token - c.last + 1;
            if (distance < best_distance && !broken(std::min(token, c.first), std::max(token, c.first))) {
                best_distance = distance;
                best = static_cast<std::int32_t>(i);
            }
        }
        return best;
    }

    bool broken(std::uint32_t from, std::uint32_t to) const {
        for (std::uint32_t token = from + 1; token < to; ++token) {
            const std::string word = lower_word(document_, token);
            if (is_one_of(word, {"said", "says", "told", "that", ";", "\"", "“", "”", "which", "who", "while", "but"}))
                return true;
        }
        return false;
    }

    DateValue dated(std::size_t index, const Sentence& sentence) const {
        const Candidate& c = candidates_[index];
        DateValue out = c.date;
        out.evidence.push_back(c.span);
        if (join_range(index, sentence, out)) return tidy(out);
        const std::string word = relation_word(c.first, sentence);
        if (word == "since" || (c.landmark && word == "from")) {
            open_end(out, out.range.start, std::nullopt);
        } else if (word == "after" || word == "following") {
            if (out.range.end) open_end(out, *out.range.end + (c.landmark ? 0 : 1), std::nullopt);
        } else if (word == "before") {
            if (out.range.start) open_end(out, std::nullopt, *out.range.start - 1);
        } else if (word == "until" || word == "till" || word == "by") {
            open_end(out, std::nullopt, out.range.end);
        }
        return tidy(out);
    }

    static void open_end(DateValue& out, std::optional<Day> start, std::optional<Day> end) {
        out.range = {start, end};
        out.precision = Precision::unknown;
    }

    static DateValue tidy(DateValue out) {
        std::sort(out.evidence.begin(), out.evidence.end());
        out.evidence.erase(std::unique(out.evidence.begin(), out.evidence.end()), out.evidence.end());
        return out;
    }

    // "from Monday to Friday", "between 3 and 5 March"
    bool join_range(std::size_t index, const Sentence& sentence, DateValue& out) const {
        for (const std::size_t first : {index, index == 0 ? candidates_.size() : index - 1}) {
            if (first + 1 >= candidates_.size()) continue;
            const Candidate& a = candidates_[first];
            const Candidate& b = candidates_[first + 1];
            if (b.first != a.last + 1 || a.first == sentence.first) continue;
            const std::string before = lower_word(document_, a.first - 1), between = lower_word(document_, a.last);
            const bool from = before == "from" && is_one_of(between, {"to", "until", "till", "through", "-", "–"});
            const bool both = before == "between" && between == "and";
            if (!(from || both) || !a.date.range.start || !b.date.range.end || *b.date.range.end < *a.date.range.start) continue;
            out = a.date;
            out.range.end = b.date.range.end;
            out.precision = Precision::unknown;
            out.evidence.push_back(a.span);
            out.evidence.push_back(b.span);
            return true;
        }
        return false;
    }

    const Document& document_;
    const Parse& parse_;
    const Tree& tree_;
    const TimeRefs& times_;
    std::vector<Candidate> candidates_;
};

}  // namespace

DateValue date_of(std::uint32_t token, const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times) {
    return Governor(document, parse, tree, times).find(token);
}

}  // namespace readout
