#include <algorithm>
#include <array>
#include <string_view>

#include "time/resolve.h"

namespace readout::timing {
namespace {

bool has_parse(const Reading& in) {
    return in.parse.size() == in.document.tokens.size() && in.parse.size() > 0 && in.parse.head.size() == in.parse.size();
}

std::string_view lemma(const Reading& in, std::uint32_t token) { return in.parse.lemma[token]; }

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// The tenor of one verb (or the noun or adjective that stands as a predicate), with its auxiliaries.
Tenor of_verb(std::uint32_t verb, const Reading& in) {
    bool past_auxiliary = false, present_auxiliary = false;
    for (const std::uint32_t child : in.tree.children(verb)) {
        const Relation relation = in.parse.relation[child];
        if (relation.rel != readout::Rel::aux && relation.rel != readout::Rel::cop) continue;
        const std::string_view word = lemma(in, child);
        if (is_one_of(word, {"will", "shall", "'ll", "may", "can", "should", "must"})) return Tenor::future;
        if (word == "would") return Tenor::future;
        if (in.parse.features[child].tense == Tense::past) past_auxiliary = true;
        if (in.parse.features[child].tense == Tense::present) present_auxiliary = true;
        if (word == "have") return Tenor::past;
    }
    if (past_auxiliary) return Tenor::past;
    const Features& features = in.parse.features[verb];
    if (features.verb_form == VerbForm::infinitive && !present_auxiliary) {
        if (in.tree.child(verb, readout::Rel::mark) < 0) return Tenor::unknown;
        // "is to meet", "plans to meet" look ahead; "failed to meet", "discussed how to meet" need not.
        std::int32_t head = in.parse.head[verb];
        for (int climbs = 0; head != no_head && climbs < 3 && in.parse.upos[static_cast<std::uint32_t>(head)] != Upos::VERB;
             ++climbs)
            head = in.parse.head[static_cast<std::uint32_t>(head)];
        const bool looked_back = head != no_head && in.parse.features[static_cast<std::uint32_t>(head)].tense == Tense::past;
        const bool planned =
            head != no_head && is_one_of(lemma(in, static_cast<std::uint32_t>(head)),
                                         {"plan", "expect", "schedule", "hope", "intend", "due", "slate", "set", "agree",
                                          "decide", "promise", "want", "propose", "invite", "ask", "order"});
        return looked_back && !planned ? Tenor::unknown : Tenor::future;
    }
    if (features.tense == Tense::past && !present_auxiliary) return Tenor::past;
    if (is_one_of(lemma(in, verb), {"plan", "expect", "schedule", "hope", "intend", "await", "due", "slate"}))
        return Tenor::future;
    return Tenor::unknown;
}

Tenor by_tree(std::uint32_t token, const Reading& in) {
    std::int32_t at = static_cast<std::int32_t>(token);
    for (int climbs = 0; at != no_head && climbs < 12; ++climbs) {
        const auto here = static_cast<std::uint32_t>(at);
        const Upos upos = in.parse.upos[here];
        const bool predicate = upos == Upos::VERB || (upos == Upos::AUX && in.parse.relation[here].rel == readout::Rel::root) ||
                               in.tree.child(here, readout::Rel::cop) >= 0;
        if (predicate && here != token) {
            const Tenor found = of_verb(here, in);
            if (found != Tenor::unknown) return found;
            // A bare participle or gerund takes the time of the verb it hangs on.
            const VerbForm form = in.parse.features[here].verb_form;
            if (form == VerbForm::finite || in.tree.child(here, readout::Rel::aux) >= 0) return Tenor::unknown;
        }
        at = in.parse.head[here];
    }
    return Tenor::unknown;
}

// Without a parse: words that speak of what is to come, near the expression and on this side of the next reporting verb.
Tenor by_words(std::uint32_t first, std::uint32_t last, std::uint32_t sentence, const Reading& in) {
    if (sentence >= in.document.sentences.size()) return Tenor::unknown;
    const Sentence& s = in.document.sentences[sentence];
    const auto ahead = [&](std::uint32_t token) {
        const std::string_view word = in.document.word(token);
        return is_one_of(word, {"will", "would", "shall", "'ll", "’ll", "plans", "scheduled", "expected", "due", "expects",
                                "upcoming", "planned", "until"});
    };
    const auto behind = [&](std::uint32_t token) {
        const std::string_view word = in.document.word(token);
        return is_one_of(word, {"said", "was", "were", "had", "did", "told", "has", "have"}) ||
               (word.size() > 4 && word.ends_with("ed") && word != "expected" && word != "scheduled");
    };
    const auto stop = [&](std::uint32_t token) { return is_one_of(in.document.word(token), {";", "”", "\""}); };
    for (std::uint32_t step = 1; step <= 8; ++step) {
        if (first >= s.first + step) {
            const std::uint32_t token = first - step;
            if (stop(token)) break;
            if (ahead(token)) return Tenor::future;
            if (behind(token)) return Tenor::past;
        }
    }
    for (std::uint32_t token = last; token < s.last && token < last + 6; ++token) {
        if (stop(token)) break;
        if (ahead(token)) return Tenor::future;
        if (behind(token)) return Tenor::past;
    }
    return Tenor::unknown;
}

}  // namespace

Tenor tenor_of(Span words, std::uint32_t sentence, const Reading& reading) {
    const auto [first, last] = tokens_of(words, sentence, reading.document);
    if (first == last) return Tenor::unknown;
    for (std::uint32_t back = 1; back <= 2 && first >= reading.document.sentences[sentence].first + back; ++back) {
        if (is_one_of(reading.document.word(first - back), {"until", "till", "due", "payable", "effective"}))
            return Tenor::future;
    }
    // "Wednesday's ruling" has been given.
    if (last < reading.document.sentences[sentence].last && is_one_of(reading.document.word(last), {"'s", "’s"}))
        return Tenor::past;
    if (!has_parse(reading)) return by_words(first, last, sentence, reading);
    // The head of the words: the one whose own head lies outside.
    for (std::uint32_t token = first; token < last; ++token) {
        const std::int32_t head = reading.parse.head[token];
        if (head == no_head || head < static_cast<std::int32_t>(first) || head >= static_cast<std::int32_t>(last))
            return by_tree(token, reading);
    }
    return Tenor::unknown;
}

}  // namespace readout::timing
