// events/details, the numbers of a clause: how many dead, how much money, how many weapons (data/events/sizes.tsv).
#include <algorithm>
#include <charconv>

#include "events/details.h"

namespace readout {

namespace {

const WordMap<double>& number_words() {
    static const WordMap<double> words{{"a", 1},        {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
                                       {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
                                       {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
                                       {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
                                       {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
                                       {"seventy", 70}, {"eighty", 80},  {"ninety", 90}};
    return words;
}

double scale_of(std::string_view word) {
    static const WordMap<double> scales{{"dozen", 12},    {"dozens", 12},   {"hundred", 100},   {"thousand", 1000},
                                        {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}, {"m", 1e6},
                                        {"bn", 1e9},      {"crore", 1e7},   {"lakh", 1e5},      {"mn", 1e6},
                                        {"k", 1e3}};
    const auto at = scales.find(word);
    return at == scales.end() ? 0 : at->second;
}

std::optional<double> figure(std::string_view word) {
    std::string digits;
    for (const char c : word) {
        if (c == ',') continue;
        digits += c;
    }
    if (digits.empty() || digits.size() > 15 || digits[0] < '0' || digits[0] > '9') return std::nullopt;
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec != std::errc()) return std::nullopt;
    const std::string_view rest(result.ptr, static_cast<std::size_t>(digits.data() + digits.size() - result.ptr));
    if (rest.empty()) return value;
    if (const double scale = scale_of(rest); scale > 0) return value * scale;  // "786m", "5bn"
    return std::nullopt;
}

}  // namespace

std::optional<double> number_at(const Text& text, std::uint32_t token) {
    // "twenty-five"
    const std::string& word = text.form[token];
    double value = 0;
    bool any = false;
    if (const auto found = figure(word)) {
        value = *found;
        any = true;
    } else if (const auto at = number_words().find(word); at != number_words().end() && word != "a") {
        value = at->second;
        any = true;
    } else if (const std::size_t hyphen = word.find('-'); hyphen != std::string::npos) {
        const auto tens = number_words().find(std::string_view(word).substr(0, hyphen));
        const auto ones = number_words().find(std::string_view(word).substr(hyphen + 1));
        if (tens != number_words().end() && ones != number_words().end()) {
            value = tens->second + ones->second;
            any = true;
        }
    } else if (scale_of(word) > 0 && token > 0 && text.form[token - 1] == "a") {
        value = 1;
        any = true;
        --token;
        return number_words().contains(text.form[token]) ? std::optional<double>(scale_of(word)) : std::nullopt;
    }
    if (!any) return std::nullopt;
    if (token + 1 < text.form.size()) {
        if (const double scale = scale_of(text.form[token + 1]); scale > 0) value *= scale;
    }
    return value;
}

namespace {

struct Amount {
    std::optional<double> min, max;
    std::uint32_t first = 0, last = 0;  // tokens, the number's own words
};

// "dozens", "hundreds", "tens of thousands": at least two of them, open above.
std::optional<Amount> vague_amount(const Text& text, std::uint32_t noun) {
    static const WordMap<double> words{{"dozens", 24},      {"scores", 40}, {"hundreds", 200},
                                       {"thousands", 2000}, {"tens", 20},   {"millions", 2e6}};
    const auto at = words.find(text.form[noun]);
    if (at == words.end()) return std::nullopt;
    Amount out{at->second, std::nullopt, noun, noun + 1};
    if (noun + 2 < text.form.size() && text.form[noun + 1] == "of") {
        if (const auto of = words.find(text.form[noun + 2]);
            of != words.end() && of->second > at->second && of->first != "scores") {
            *out.min *= of->second / 2;
            out.last = noun + 3;
        }
    }
    if (text.form[noun] == "tens" && out.last == noun + 1) return std::nullopt;
    return out;
}

// "several hundred", "a few dozen".
std::optional<Amount> some_of(const Text& text, std::uint32_t scale) {
    const double value = scale_of(text.form[scale]);
    if (value <= 0 || scale == 0) return std::nullopt;
    const std::string& before = text.form[scale - 1];
    if (before != "several" && before != "few" && before != "many") return std::nullopt;
    return Amount{2 * value, std::nullopt, scale - 1, scale + 1};
}

// "10-15" in one word.
std::optional<Amount> joined_range(const Text& text, std::uint32_t token) {
    const std::string& word = text.form[token];
    for (const std::string_view dash : {"-", "–"}) {
        const std::size_t at = word.find(dash);
        if (at == std::string::npos || at == 0) continue;
        const auto low = figure(std::string_view(word).substr(0, at)),
                   high = figure(std::string_view(word).substr(at + dash.size()));
        if (low && high && *low < *high) return Amount{low, high, token, token + 1};
    }
    return std::nullopt;
}

// The words before a number that leave one of its ends open, or give the lower end.
void read_bounds(const Text& text, Amount& out) {
    const std::uint32_t start = text.sentence_start(out.first);
    const auto before = [&](std::uint32_t back) -> std::string_view {
        return out.first >= start + back ? std::string_view(text.form[out.first - back]) : std::string_view();
    };
    const bool than = before(1) == "than";
    std::uint32_t words = 0;
    if ((before(1) == "least" && before(2) == "at") || (than && before(2) == "more")) {
        out.max.reset();
        words = 2;
    } else if (than && (before(2) == "fewer" || before(2) == "less") && before(3) == "no") {
        out.max.reset();
        words = 3;
    } else if (before(1) == "over" || before(1) == "exceeding") {
        out.max.reset();
        words = 1;
    } else if (before(1) == "of" && before(2) == "upwards") {
        out.max.reset();
        words = 2;
    } else if (before(1) == "nearly" || before(1) == "almost" || before(1) == "under") {
        out.min.reset();
        words = 1;
    } else if ((before(1) == "to" && (before(2) == "up" || before(2) == "close")) || (before(1) == "most" && before(2) == "at") ||
               (than && (before(2) == "fewer" || before(2) == "less"))) {
        out.min.reset();
        words = 2;
    } else if (before(1) == "as" && (before(2) == "many" || before(2) == "much") && before(3) == "as") {
        out.min.reset();
        words = 3;
    } else if ((before(1) == "to" || before(1) == "and" || before(1) == "-" || before(1) == "–") && out.first >= start + 2) {
        const auto low = number_at(text, out.first - 2);
        const bool between = out.first >= start + 3 && text.form[out.first - 3] == "between";
        if (low && out.max && *low < *out.max && (before(1) != "and" || between)) {
            out.min = low;
            words = 2;
        }
    }
    out.first -= words;
}

// The amount a noun is counted with: "at least 20", "nearly 1,200", "10 to 15", "dozens of", "hundreds of thousands of".
std::optional<Amount> amount_of(const Text& text, std::uint32_t noun) {
    if (auto vague = vague_amount(text, noun)) {
        read_bounds(text, *vague);
        return vague;
    }
    static const WordSet sums{"total", "maximum", "minimum", "average", "record"};
    if (sums.contains(text.lemma[noun])) {  // "a total of 29 people"
        for (const std::uint32_t child : text.tree.children(noun)) {
            if (text.rel(child) == Rel::nmod && text.preposition(child) == "of" && !sums.contains(text.lemma[child]))
                return amount_of(text, child);
        }
        return std::nullopt;
    }
    std::int32_t number = -1;
    for (const std::uint32_t child : text.tree.children(noun)) {
        if (text.rel(child) == Rel::nummod && child < noun) number = static_cast<std::int32_t>(child);
    }
    if (number < 0 && (text.parse.upos[noun] == Upos::NUM || scale_of(text.form[noun]) > 0))
        number = static_cast<std::int32_t>(noun);
    if (number < 0) return std::nullopt;
    const auto at = static_cast<std::uint32_t>(number);
    if (auto range = joined_range(text, at)) return range;
    if (auto some = some_of(text, at)) return some;
    std::uint32_t value_at = at;
    std::optional<double> value = number_at(text, at);
    if (!value && at > 0) {  // the head of "20 million" may be "million"
        value = number_at(text, at - 1);
        value_at = at - 1;
    }
    if (!value) return std::nullopt;
    Amount out{value, value, value_at, at + 1};
    if (at == value_at && at + 1 < text.form.size() && scale_of(text.form[at + 1]) > 0) out.last = at + 2;
    if (out.first > 0 && text.form[out.first - 1] == "a" && scale_of(text.form[out.first]) > 0)
        --out.first;  // "more than a hundred"
    read_bounds(text, out);
    return out;
}

// "three of them children", "including four children": a part of those counted already.
bool part_of_others(const Text& text, std::uint32_t token) {
    static const WordSet those{"them", "whom", "which", "these", "those"};
    for (const std::uint32_t child : text.tree.children(token)) {
        if (text.rel(child) == Rel::nmod && those.contains(text.form[child])) return true;
    }
    const std::string preposition = text.preposition(token);
    return preposition == "including" || preposition == "among";
}

// "killed a police officer": one, where a person is named by what he is.
std::optional<Amount> single(const Text& text, std::uint32_t noun) {
    if (text.parse.upos[noun] != Upos::NOUN || text.parse.features[noun].number == Number::plural) return std::nullopt;
    static const WordSet bodies{"total", "maximum", "minimum",  "record",     "quarter", "third", "half",       "average",
                                "group", "crowd",   "number",   "government", "army",    "force", "party",      "family",
                                "team",  "crew",    "majority", "part",       "police",  "staff", "delegation", "unit"};
    if (bodies.contains(text.lemma[noun]) || text.ontology.is("measure", text.lemma[noun])) return std::nullopt;
    for (const std::uint32_t child : text.tree.children(noun)) {
        if (text.rel(child) == Rel::det && (text.form[child] == "a" || text.form[child] == "an"))
            return Amount{1, 1, child, noun + 1};
    }
    return std::nullopt;
}

Span span_of(const Text& text, std::uint32_t first, std::uint32_t last) {
    return {text.document.tokens[first].span.start, text.document.tokens[last - 1].span.end};
}

void add_size(std::vector<Size>& out, Size size) {
    for (const Size& one : out) {
        if (one.span == size.span && one.what == size.what) return;
    }
    if (out.size() < 8) out.push_back(std::move(size));
}

bool has_child_word(const Text& text, std::uint32_t token, std::initializer_list<std::string_view> words) {
    for (const std::uint32_t child : text.tree.children(token)) {
        for (const std::string_view word : words) {
            if (text.form[child] == word) return true;
        }
    }
    return false;
}

bool human(const Text& text, std::uint32_t token) {
    return text.ontology.is("human", text.lemma[token]) || text.parse.upos[token] == Upos::NUM || text.form[token] == "dozens" ||
           text.form[token] == "hundreds" || text.form[token] == "thousands" || text.form[token] == "tens" ||
           text.parse.upos[token] == Upos::ADJ || text.parse.upos[token] == Upos::PROPN;
}

class Counter {
public:
    Counter(const Text& text, const std::string& category, const Clause& clause)
        : text_(text),
          counts_(text.ontology.counts),
          category_(category),
          top_(clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support)),
          trigger_(clause.trigger) {}

    void count(std::uint32_t token) {
        if (money(token)) return;
        auto amount = amount_of(text_, token);
        const bool one = !amount;
        if (one) amount = single(text_, token);
        if (!amount) return;
        if (const std::string currency = Counts::look(counts_.currency_word, text_.lemma[token]); !one && !currency.empty()) {
            add_size(out_, {"money", amount->min, amount->max, currency, std::nullopt, span_of(text_, amount->first, token + 1)});
            return;
        }
        if (part_of_others(text_, token) || of_the_charge(token)) return;
        std::string what = role(token, one);
        if (what == "weapons") {
            add_size(out_, {what, amount->min, amount->max, text_.lemma[token], std::nullopt,
                            span_of(text_, amount->first, token + 1)});
        } else if (!what.empty() && !(one && what == "participants")) {
            add_size(out_, {what, amount->min, amount->max, "people", std::nullopt, span_of(text_, amount->first, amount->last)});
        }
    }

    std::vector<Size> take() { return std::move(out_); }

private:
    // A sign before the figure: "$2.5 billion", "more than €40m".
    bool money(std::uint32_t token) {
        std::string currency = Counts::look(counts_.currency_sign, text_.form[token]);
        if (currency.empty()) return false;
        std::uint32_t first = token;
        if (token > 0 &&
            text_.document.tokens[token - 1].span.end == text_.document.tokens[token].span.start) {  // "A$" in two tokens
            if (std::string other = Counts::look(counts_.currency_sign, text_.form[token - 1] + text_.form[token]);
                !other.empty()) {
                currency = std::move(other);
                first = token - 1;
            }
        }
        if (token + 1 >= text_.form.size()) return true;
        const auto value = number_at(text_, token + 1);
        if (!value) return true;
        Amount amount{value, value, first, token + 2};
        if (token + 2 < text_.form.size() && scale_of(text_.form[token + 2]) > 0) amount.last = token + 3;
        read_bounds(text_, amount);
        add_size(out_, {"money", amount.min, amount.max, currency, std::nullopt, span_of(text_, amount.first, amount.last)});
        return true;
    }

    // "arrested on suspicion of killing a mayor", "sentenced for murdering two", "protested over the death of a man": what it is
    // for.
    bool of_the_charge(std::uint32_t token) const {
        if (category_ == "ASSAULT" || category_ == "ACCUSE") return false;
        const bool held = category_ == "COERCE" || category_ == "SANCTION";
        std::uint32_t at = token;
        for (int step = 0; step < 8 && at != top_ && at != trigger_ && text_.parse.head[at] >= 0; ++step) {
            const Rel rel = text_.rel(at);
            if (held && (rel == Rel::advcl || rel == Rel::acl)) {
                const std::string mark = text_.subordinator(at) + text_.preposition(at);
                if (mark == "of" || mark == "for" || mark == "after" || text_.sub(at) == Sub::relcl) return true;
            } else if (rel == Rel::obl || rel == Rel::nmod) {
                const std::string preposition = text_.preposition(at);
                if (at != token && ((held && preposition == "for") || preposition == "over" || preposition == "after" ||
                                    preposition == "following"))
                    return true;
            }
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
        }
        return false;
    }

    // What the people (things) at the token are counted as; empty: not of interest.
    std::string role(std::uint32_t token, bool one) const {
        std::string what = one ? std::string() : Counts::look(counts_.noun, text_.lemma[token]);
        if (what.empty()) what = undergone(token);
        if (!what.empty() || one) return what;
        const std::string thing = Counts::look(counts_.counted, counted_word(token));
        if (thing == "weapons") return thing;
        if (category_ == "MOBILIZE") return thing;
        return {};
    }

    // "dozens of soldiers": soldier.
    std::string_view counted_word(std::uint32_t token) const {
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.rel(child) == Rel::nmod && text_.preposition(child) == "of" && vague_amount(text_, token))
                return text_.lemma[child];
        }
        return text_.lemma[token];
    }

    std::string undergone(std::uint32_t token) const {
        for (int step = 0; step < 8 && text_.rel(token) == Rel::conj && text_.parse.head[token] >= 0; ++step) {
            const auto head = static_cast<std::uint32_t>(text_.parse.head[token]);
            if (text_.is_verb(head)) break;
            token = head;
        }
        std::string what = from_governor(token);
        return what.empty() ? from_participle(token) : what;
    }

    // "20 people killed in the blast"
    std::string from_participle(std::uint32_t token) const {
        const std::int32_t above = text_.parse.head[token];
        const bool left = above >= 0 && text_.lemma[static_cast<std::size_t>(above)] == "leave";
        const bool with = text_.preposition(token) == "with";
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (child > token && text_.rel(child) == Rel::amod) {  // "12 people dead"
                if (std::string what = Counts::look(counts_.noun, text_.form[child]); !what.empty()) return what;
            }
            if (text_.rel(child) != Rel::acl || text_.sub(child) == Sub::relcl || text_.tree.child(child, Rel::nsubj) >= 0 ||
                (child != trigger_ && child != top_ && !left && !with) || !text_.is_past_participle(child))
                continue;
            if (std::string what = Counts::look(counts_.object, text_.lemma[child]);
                !what.empty() && what != "troops" && what != "participants")
                return what;
        }
        return {};
    }

    std::string from_governor(std::uint32_t token) const {
        if (text_.parse.head[token] < 0) return {};
        const auto governor = static_cast<std::uint32_t>(text_.parse.head[token]);
        const Rel rel = text_.rel(token);
        if (rel == Rel::nmod) return of_noun(token, governor);
        if (rel == Rel::nsubj && !text_.is_verb(governor))
            return Counts::look(counts_.noun, text_.form[governor]);  // "five are dead"
        if (!text_.is_verb(governor)) return {};
        const bool passive_subject = rel == Rel::nsubj && text_.sub(token) == Sub::pass;
        if (rel == Rel::obj || passive_subject) return done_to(token, governor);
        if (rel == Rel::nsubj) return doing(token, governor);
        if (rel == Rel::obl && category_ == "PROTEST" && text_.preposition(token) == "by" && human(text_, token))
            return "participants";
        return {};
    }

    std::string done_to(std::uint32_t token, std::uint32_t verb) const {
        const std::string& lemma = text_.lemma[verb];
        if (counts_.mortal.contains(lemma) && has_child_word(text_, verb, {"dead", "death"})) return "dead";
        if ((lemma == "take" || lemma == "hold") && has_child_word(text_, verb, {"hostage", "captive"})) return "abducted";
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) != Rel::xcomp && text_.rel(child) != Rel::ccomp) continue;
            if (lemma == "leave") {  // "left ten dead"
                if (std::string what = Counts::look(counts_.noun, text_.lemma[child]); !what.empty()) return what;
                if (std::string what = Counts::look(counts_.object, text_.lemma[child]); what == "dead" || what == "injured")
                    return what;
            }
        }
        if (drives_away(token, verb)) return "displaced";
        std::string what = Counts::look(counts_.object, lemma);
        const std::string thing = Counts::look(counts_.counted, counted_word(token));
        if (what == "troops" || what == "personnel") return thing == "troops" || thing == "personnel" ? thing : std::string();
        if (what == "participants" && (category_ != "PROTEST" || !human(text_, token))) return {};
        if (thing == "weapons" || !countable(token, what)) return {};
        return what;
    }

    // "forcing tens of thousands of people to flee", wherever the parser hangs the infinitive
    bool drives_away(std::uint32_t token, std::uint32_t verb) const {
        static const WordSet forces{"force", "cause", "prompt", "compel", "order", "make", "drive", "send"};
        if (!forces.contains(text_.lemma[verb])) return false;
        const std::uint32_t end = std::min(text_.tree.right(verb), token + 12);
        for (std::uint32_t at = token + 1; at < end; ++at) {
            if (text_.is_verb(at) && counts_.away.contains(text_.lemma[at]) && text_.is_infinitive(at)) return true;
        }
        return false;
    }

    // "released 12 videos", "captured three villages", "evacuated two towns": no people.
    bool countable(std::uint32_t token, const std::string& what) const {
        return what == "dead" || what == "injured" || what == "arrested" || vague_amount(text_, token) ||
               text_.parse.upos[token] != Upos::NOUN || human(text_, token) || text_.ontology.is("group", text_.lemma[token]) ||
               !Counts::look(counts_.counted, text_.lemma[token]).empty();
    }

    std::string doing(std::uint32_t token, std::uint32_t verb) const {
        if (std::string what = Counts::look(counts_.subject, text_.lemma[verb]); !what.empty())
            return what != "participants" || category_ == "PROTEST" ? what : std::string();
        return category_ == "PROTEST" && (verb == top_ || text_.rel(verb) == Rel::conj) && human(text_, token) ? "participants"
                                                                                                               : std::string();
    }

    std::string of_noun(std::uint32_t token, std::uint32_t noun) const {
        const std::string preposition = text_.preposition(token);
        if (category_ == "PROTEST" && noun == trigger_ && (preposition == "by" || preposition == "of") && human(text_, token))
            return "participants";
        if (preposition != "of") return {};
        const std::string what = Counts::look(counts_.of, text_.lemma[noun]);
        if (what == "troops") {
            const std::string thing = Counts::look(counts_.counted, counted_word(token));
            return thing == "weapons" ? std::string() : thing;
        }
        return countable(token, what) ? what : std::string();
    }

    const Text& text_;
    const Counts& counts_;
    const std::string& category_;
    std::uint32_t top_, trigger_;
    std::vector<Size> out_;
};

// The verb (or "dead") that says how many an event noun killed or hurt.
std::int32_t counting_above(const Text& text, std::uint32_t trigger) {
    std::uint32_t at = trigger;
    constexpr int farthest = 3;
    const bool in_fighting = text.is_verb(at) && text.rel(at) == Rel::advcl && text.subordinator(at) == "in";
    if (text.is_verb(at) && !in_fighting) return no_head;
    for (int step = 0; step < farthest && text.parse.head[at] >= 0 && (step == 0 || !text.is_verb(at)); ++step) {
        const Rel rel = text.rel(at);
        if (rel != Rel::obl && rel != Rel::nmod && rel != Rel::nsubj && rel != Rel::compound && rel != Rel::obj &&
            !(step == 0 && in_fighting))
            break;
        at = static_cast<std::uint32_t>(text.parse.head[at]);
    }
    const Counts& counts = text.ontology.counts;
    const std::string what = Counts::look(counts.object, text.lemma[at]), noun = Counts::look(counts.noun, text.form[at]);
    const bool dies = text.is_verb(at) && (Counts::look(counts.subject, text.lemma[at]) == "dead" || what == "dead" ||
                                           what == "injured" || text.lemma[at] == "leave");
    return at != trigger && (dies || noun == "dead" || noun == "injured") ? static_cast<std::int32_t>(at) : no_head;
}

}  // namespace

std::vector<Size> sizes_of(const Text& text, const std::string& category, const std::vector<std::uint32_t>& tokens,
                           const Clause& clause) {
    std::vector<std::uint32_t> all = tokens;
    // "killed ten and wounded 20 others": what stands below a verb beside this one, where that verb counts.
    for (const std::uint32_t token : tokens) {
        for (const std::uint32_t child : text.tree.children(token)) {
            if (text.rel(child) != Rel::conj || !text.is_verb(child)) continue;
            if (Counts::look(text.ontology.counts.object, text.lemma[child]).empty()) continue;
            for (const std::uint32_t deeper : text.tree.children(child)) all.push_back(deeper);
        }
    }
    // "three people died in a shooting", "clashes left 127 dead": what the event noun hangs on.
    if (category == "ASSAULT" && clause.support == no_index) {
        if (const std::int32_t above = counting_above(text, clause.trigger); above != no_head) {
            Clause host;
            host.trigger = static_cast<std::uint32_t>(above);
            const std::vector<std::uint32_t> more = clause_tokens(text, host);
            all.insert(all.end(), more.begin(), more.end());
        }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    Counter counter(text, category, clause);
    for (const std::uint32_t token : all) counter.count(token);
    return counter.take();
}

}  // namespace readout
