#include "events/details.h"

#include <algorithm>
#include <charconv>

namespace readout {

std::vector<std::uint32_t> clause_tokens(const Text& text, const Clause& clause) {
    const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
    std::vector<std::uint32_t> out, stack{top};
    constexpr std::size_t most = 120;
    while (!stack.empty() && out.size() < most) {
        const std::uint32_t at = stack.back();
        stack.pop_back();
        out.push_back(at);
        for (const std::uint32_t child : text.tree.children(at)) {
            const Rel rel = text.rel(child);
            if (rel == Rel::ccomp || rel == Rel::parataxis || rel == Rel::punct) continue;
            if (rel == Rel::conj && text.is_verb(child)) continue;
            if (rel == Rel::acl && text.sub(child) == Sub::relcl && at != clause.trigger) continue;
            stack.push_back(child);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> modes_of(const Text& text, const CategoryRow& category, const Frame& frame, const Clause& clause,
                                  const std::vector<std::uint32_t>& tokens) {
    std::vector<std::string> out = frame.modes;
    const auto add = [&](const std::string& name) {
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    for (const ModeRow& mode : category.modes) {
        if (mode.words.empty()) continue;
        // What is asked for, threatened, refused stands anywhere below; how it was done, near the trigger.
        const bool near_only = category.quad == 4;
        for (const std::uint32_t token : tokens) {
            if (near_only) {
                const auto distance = token > clause.trigger ? token - clause.trigger : clause.trigger - token;
                if (distance > 12) continue;
            }
            if (mode.words.contains(text.lemma[token]) || mode.words.contains(text.form[token])) {
                add(mode.name);
                break;
            }
        }
        if (out.size() >= 3) break;
    }
    return out;
}

std::vector<std::string> contexts_of(const Text& text, std::uint32_t sentence) {
    std::vector<bool> shown(text.ontology.contexts.size(), false);
    const Sentence& at = text.document.sentences[sentence];
    for (std::uint32_t token = at.first; token < at.last; ++token) {
        for (const std::string* word : {&text.lemma[token], &text.form[token]}) {
            const auto found = text.ontology.contexts_of_word.find(*word);
            if (found == text.ontology.contexts_of_word.end()) continue;
            for (const std::uint16_t context : found->second) shown[context] = true;
        }
    }
    std::vector<std::string> out;
    for (std::size_t context = 0; context < shown.size(); ++context) {
        if (shown[context]) out.push_back(text.ontology.contexts[context]);
    }
    return out;
}

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
    std::uint32_t first = 0, last = 0;
};

// The amount a noun is counted with: "at least 20", "nearly 1,200", "10 to 15", "dozens of", "hundreds of thousands of".
std::optional<Amount> amount_of(const Text& text, std::uint32_t noun) {
    Amount out;
    std::int32_t number = -1;
    for (const std::uint32_t child : text.tree.children(noun)) {
        if (text.rel(child) == Rel::nummod && child < noun) number = static_cast<std::int32_t>(child);
    }
    if (number < 0 && text.parse.upos[noun] == Upos::NUM) number = static_cast<std::int32_t>(noun);
    if (number < 0) return std::nullopt;
    auto at = static_cast<std::uint32_t>(number);
    std::uint32_t value_at = at;
    std::optional<double> value = number_at(text, at);
    if (!value && at > 0) {  // the head of "20 million" may be "million"
        value = number_at(text, at - 1);
        value_at = at - 1;
    }
    if (!value) return std::nullopt;
    out.first = value_at;
    out.last = at + 1;
    out.min = out.max = value;
    const std::uint32_t start = text.sentence_start(noun);
    const auto before = [&](std::uint32_t back) -> std::string_view {
        return out.first >= start + back ? std::string_view(text.form[out.first - back]) : std::string_view();
    };
    if ((before(1) == "least" && before(2) == "at") || (before(1) == "than" && before(2) == "more") || before(1) == "over") {
        out.max.reset();
        out.first -= before(1) == "over" ? 1 : 2;
    } else if (before(1) == "nearly" || before(1) == "almost") {
        out.min.reset();
        out.first -= 1;
    } else if ((before(1) == "to" && before(2) == "up") ||
               (before(1) == "than" && (before(2) == "fewer" || before(2) == "less"))) {
        out.min.reset();
        out.first -= 2;
    } else if ((before(1) == "to" || before(1) == "and" || before(1) == "-" || before(1) == "–") && out.first >= start + 2) {
        if (const auto low = number_at(text, out.first - 2);
            low && *low < *value && (before(1) != "and" || (out.first >= start + 3 && text.form[out.first - 3] == "between"))) {
            out.min = low;
            out.first -= 2;
        }
    }
    return out;
}

std::optional<std::string> currency_at(const Text& text, std::uint32_t token) {
    static const WordMap<std::string> signs{{"$", "USD"}, {"us$", "USD"}, {"€", "EUR"}, {"£", "GBP"},
                                            {"¥", "JPY"}, {"a$", "AUD"},  {"c$", "CAD"}};
    const auto at = signs.find(text.form[token]);
    if (at == signs.end()) return std::nullopt;
    return at->second;
}

std::string currency_word(std::string_view word) {
    static const WordMap<std::string> words{
        {"dollar", "USD"}, {"euro", "EUR"},  {"pound", "GBP"}, {"yen", "JPY"},   {"yuan", "CNY"},   {"ruble", "RUB"},
        {"rouble", "RUB"}, {"rupee", "INR"}, {"franc", "CHF"}, {"won", "KRW"},   {"lira", "TRY"},   {"peso", "MXN"},
        {"real", "BRL"},   {"rand", "ZAR"},  {"krone", "DKK"}, {"krona", "SEK"}, {"shekel", "ILS"}, {"riyal", "SAR"}};
    const auto at = words.find(word);
    return at == words.end() ? std::string() : at->second;
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

// What a count under this verb counts.
std::string counted_by(std::string_view verb) {
    static const WordMap<std::string> verbs{{"kill", "dead"},
                                            {"die", "dead"},
                                            {"slay", "dead"},
                                            {"murder", "dead"},
                                            {"massacre", "dead"},
                                            {"execute", "dead"},
                                            {"behead", "dead"},
                                            {"assassinate", "dead"},
                                            {"leave", ""},
                                            {"claim", ""},
                                            {"injure", "injured"},
                                            {"wound", "injured"},
                                            {"hurt", "injured"},
                                            {"arrest", "arrested"},
                                            {"detain", "arrested"},
                                            {"jail", "arrested"},
                                            {"imprison", "arrested"},
                                            {"displace", "displaced"},
                                            {"flee", "displaced"},
                                            {"evacuate", "displaced"},
                                            {"expel", "expelled"},
                                            {"deport", "expelled"},
                                            {"release", "released"},
                                            {"free", "released"},
                                            {"abduct", "abducted"},
                                            {"kidnap", "abducted"},
                                            {"deploy", "troops"},
                                            {"send", "troops"},
                                            {"protest", "participants"},
                                            {"march", "participants"},
                                            {"demonstrate", "participants"},
                                            {"rally", "participants"},
                                            {"attend", "participants"},
                                            {"gather", "participants"},
                                            {"participate", "participants"}};
    const auto at = verbs.find(verb);
    return at == verbs.end() ? std::string() : at->second;
}

std::string counted_noun(std::string_view noun) {
    static const WordMap<std::string> nouns{{"dead", "dead"},           {"death", "dead"},      {"fatality", "dead"},
                                            {"injured", "injured"},     {"wounded", "injured"}, {"injury", "injured"},
                                            {"casualty", "casualties"}, {"arrest", "arrested"}, {"refugee", "displaced"}};
    const auto at = nouns.find(noun);
    return at == nouns.end() ? std::string() : at->second;
}

}  // namespace

std::vector<Size> sizes_of(const Text& text, const std::string& category, const std::vector<std::uint32_t>& tokens,
                           const Clause& clause) {
    std::vector<Size> out;
    std::vector<std::uint32_t> all = tokens;
    // "…, killing ten and wounding 20": clauses beside this one
    for (const std::uint32_t token : tokens) {
        for (const std::uint32_t child : text.tree.children(token)) {
            if (text.rel(child) == Rel::conj && text.is_verb(child) && !counted_by(text.lemma[child]).empty()) {
                for (const std::uint32_t deeper : text.tree.children(child)) all.push_back(deeper);
            }
        }
    }
    const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
    for (const std::uint32_t token : all) {
        // Money: a sign before the figure, or a currency word counted.
        if (const auto currency = currency_at(text, token); currency && token + 1 < text.form.size()) {
            if (const auto value = number_at(text, token + 1)) {
                const std::uint32_t last =
                    token + 2 < text.form.size() && scale_of(text.form[token + 2]) > 0 ? token + 3 : token + 2;
                add_size(out, {"money", value, value, *currency, std::nullopt, span_of(text, token, last)});
            }
            continue;
        }
        const auto amount = amount_of(text, token);
        if (!amount) continue;
        if (const std::string currency = currency_word(text.lemma[token]); !currency.empty()) {
            add_size(out, {"money", amount->min, amount->max, currency, std::nullopt, span_of(text, amount->first, token + 1)});
            continue;
        }
        std::string what = counted_noun(text.lemma[token]);
        const std::int32_t head = text.parse.head[token];
        if (what.empty() && head >= 0) {
            const auto governor = static_cast<std::uint32_t>(head);
            const Rel rel = text.rel(token);
            const bool undergoes =
                rel == Rel::obj || (rel == Rel::nsubj && text.sub(token) == Sub::pass) || text.rel(governor) == Rel::acl;
            const std::string counted = counted_by(text.lemma[governor]);
            if (counted == "participants" ? rel == Rel::nsubj : undergoes) what = counted;
            if (text.lemma[governor] == "die" && rel == Rel::nsubj) what = "dead";
            if (what.empty() && (rel == Rel::obj || rel == Rel::xcomp) && text.lemma[governor] == "leave") {  // "left ten dead"
                for (const std::uint32_t child : text.tree.children(governor)) {
                    if (text.rel(child) == Rel::xcomp && !counted_noun(text.lemma[child]).empty())
                        what = counted_noun(text.lemma[child]);
                }
            }
            if (what == "troops" && category != "MOBILIZE" && category != "AID") what.clear();
        }
        if (what.empty() && category == "PROTEST" && head == static_cast<std::int32_t>(top) && text.rel(token) == Rel::nsubj)
            what = "participants";
        if (what.empty()) continue;
        add_size(out, {what, amount->min, amount->max, "people", std::nullopt, span_of(text, amount->first, amount->last)});
    }
    return out;
}

std::optional<PlaceMention> location_of(const Text& text, const Clause& clause, const std::vector<std::uint32_t>& tokens) {
    static const WordSet locative{"in",         "at",   "near",  "outside", "inside", "around", "along", "off", "across",
                                  "throughout", "over", "above", "on",      "within", "into",   "from",  "to",  "of"};
    static const WordSet strong{"in",    "at",  "near",   "outside",    "inside", "around",
                                "along", "off", "across", "throughout", "within"};
    const PlaceMention* best = nullptr;
    int best_rank = 0;
    for (const std::uint32_t token : tokens) {
        const std::int32_t index = text.place[token];
        if (index == no_index) continue;
        const PlaceMention& place = text.cast.places[static_cast<std::size_t>(index)];
        if (place.head != token && text.tree.under(place.head, token)) continue;
        // Up from the place: the phrase that hangs on the clause.
        std::uint32_t at = token;
        int rank = 1;
        for (int step = 0; step < 6; ++step) {
            const std::string preposition = text.preposition(at);
            if (strong.contains(preposition))
                rank = std::max(rank, 4 - step / 2);
            else if (locative.contains(preposition))
                rank = std::max(rank, 2);
            if (text.parse.head[at] < 0 || text.parse.head[at] == static_cast<std::int32_t>(clause.trigger)) break;
            at = static_cast<std::uint32_t>(text.parse.head[at]);
        }
        if (rank == 1 && text.rel(token) != Rel::obj && text.rel(token) != Rel::nmod && text.rel(token) != Rel::obl) continue;
        if (place.place.precision == "city" || place.place.precision == "point") rank += 1;
        if (rank > best_rank) {
            best_rank = rank;
            best = &place;
        }
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace readout
