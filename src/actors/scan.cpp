#include <algorithm>

#include "actors/casting.h"

namespace readout::actors {

bool Casting::is_word(std::uint32_t token, std::string_view word) const {
    return first_word[token + 1] - first_word[token] == 1 && words[first_word[token]].text == word;
}

std::string Casting::lower(std::uint32_t token) const {
    std::string out(document.word(token));
    for (char& ch : out) {
        if (ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
    }
    return out;
}

std::uint32_t Casting::head_of(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t t = first; t < last; ++t) {
        const std::int32_t head = parse.head[t];
        if (head < static_cast<std::int32_t>(first) || head >= static_cast<std::int32_t>(last)) {
            // A hyphen, determiner or case mark parsed outside is not what the name hangs by.
            if (parse.upos[t] == Upos::PUNCT || parse.upos[t] == Upos::PART || parse.upos[t] == Upos::DET) continue;
            return t;
        }
    }
    return last - 1;
}

std::uint32_t Casting::sentence_first(std::uint32_t token) const { return document.sentences[document.sentence_of(token)].first; }
std::uint32_t Casting::sentence_last(std::uint32_t token) const { return document.sentences[document.sentence_of(token)].last; }

namespace {

bool is_nounlike(Upos upos) { return upos == Upos::PROPN || upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::X; }

// Short names that are everyday words where capitals tell nothing.
constexpr std::string_view everyday[] = {"who",  "us",   "it",    "is",     "as",     "act",  "aid",  "care",  "ice",  "far",
                                         "am",   "an",   "are",   "at",     "can",    "do",   "may",  "pan",   "pace", "rest",
                                         "stop", "star", "house", "china",  "turkey", "chad", "man",  "so",    "no",   "oas",
                                         "pen",  "his",  "him",   "guinea", "jersey", "mali", "male", "polish"};

bool is_everyday(std::string_view word) {
    return std::find(std::begin(everyday), std::end(everyday), word) != std::end(everyday);
}

// Sentences without any capital, and those in capitals throughout; digits and single letters tell nothing.
void tell_casing(Casting& c) {
    c.casing.assign(c.words.size(), Casing::usual);
    for (const Sentence& sentence : c.document.sentences) {
        const std::uint32_t first = c.first_word[sentence.first], last = c.first_word[sentence.last];
        int capitals = 0, shouted = 0, words = 0;
        for (std::uint32_t w = first; w < last; ++w) {
            const std::string& text = c.words[w].text;
            if (text.size() < 2 || (text[0] >= '0' && text[0] <= '9')) continue;
            ++words;
            capitals += c.words[w].capital ? 1 : 0;
            shouted += c.words[w].all_caps ? 1 : 0;
        }
        if (words < 3 || (capitals != 0 && shouted != words)) continue;
        const Casing as = capitals == 0 ? Casing::low : Casing::shouted;
        for (std::uint32_t w = first; w < last; ++w) {
            c.casing[w] = as;
            if (as == Casing::low && c.parse.upos[c.word_token[w]] == Upos::PROPN) c.words[w].capital = true;
        }
    }
}

}  // namespace

bool written_as(const Casting& c, const Name& name, std::uint32_t first, std::uint32_t last) {
    if (name.kind == NameKind::agent) return true;
    const Casing casing = c.casing[first];
    const bool one = last - first == 1;
    if (casing != Casing::usual) {
        // The tags must do where capitals cannot: a proper noun, or nouns and adjectives for what has several words.
        const bool proper = c.parse.upos[c.word_token[first]] == Upos::PROPN;
        const bool article = first > 0 && c.words[first - 1].text == "the";
        if (one && is_everyday(c.words[first].text) && !(proper && (c.words[first].text.size() > 3 || article))) return false;
        if (casing == Casing::low) {
            const bool state = name.kind <= NameKind::demonym;
            int nouns = 0, propers = 0;
            for (std::uint32_t w = first; w < last; ++w) {
                const Upos upos = c.parse.upos[c.word_token[w]];
                nouns += is_nounlike(upos) ? 1 : 0;
                propers += upos == Upos::PROPN ? 1 : 0;
            }
            if (one) return state ? nouns == 1 : propers == 1;
            return nouns >= std::min<int>(name.capitals, static_cast<int>(last - first)) && (state || propers > 0);
        }
    }
    int capitals = 0;
    bool all_caps = true;
    for (std::uint32_t i = first; i < last; ++i) {
        capitals += c.words[i].capital ? 1 : 0;
        all_caps &= c.words[i].all_caps || !c.words[i].capital;
    }
    if (name.kind == NameKind::acronym || name.kind == NameKind::state_abbr)
        return all_caps && capitals > 0 && capitals >= name.capitals;
    return capitals > 0 && capitals >= std::min<int>(name.capitals, static_cast<int>(last - first));
}

void cut_document(Casting& c) {
    const std::size_t tokens = c.size();
    c.first_word.resize(tokens + 1);
    c.words.reserve(tokens + tokens / 8);
    for (std::uint32_t t = 0; t < tokens; ++t) {
        c.first_word[t] = static_cast<std::uint32_t>(c.words.size());
        const Span span = c.document.tokens[t].span;
        const std::string_view text = slice(c.document.text, span);
        const bool clitic = !text.empty() && (text[0] == '\'' || text.starts_with("\u2019")) && t > 0 && !c.words.empty();
        if (clitic && c.document.tokens[t - 1].span.end == span.start) {
            const std::size_t mark = text[0] == '\'' ? 1 : 3;
            if (text.size() <= mark + 2) {
                if (text.size() == mark || text[mark] == 's' || text[mark] == 'S') c.words.back().possessive = true;
                continue;
            }
        }
        const std::size_t before = c.words.size();
        cut_words(text, span.start, c.words);
        c.word_token.resize(c.words.size(), t);
        (void)before;
    }
    c.first_word[tokens] = static_cast<std::uint32_t>(c.words.size());
    c.word_id.resize(c.words.size());
    for (std::size_t i = 0; i < c.words.size(); ++i) c.word_id[i] = c.k.word(c.words[i].text);
    tell_casing(c);
    c.found_at.assign(tokens, no_index);
    c.agent_at.assign(tokens, no_index);
    c.name_at.assign(tokens, no_index);
    for (std::size_t n = 0; n < c.parse.names.size(); ++n) {
        for (std::uint32_t t = c.parse.names[n].first; t < c.parse.names[n].last && t < tokens; ++t)
            c.name_at[t] = static_cast<std::int32_t>(n);
    }
}

namespace {

// Words of one name are parted by spaces, hyphens, periods, apostrophes, "&" or "/" only.
bool may_join(const Casting& c, std::uint32_t left, std::uint32_t right) {
    const std::uint32_t from = c.words[left].span.end, to = c.words[right].span.start;
    if (to < from || to - from > 6) return false;
    std::string_view between = slice(c.document.text, Span{from, to});
    if (c.words[left].possessive) {  // the mark of "People's Daily" is a token of its own
        if (between.starts_with("'"))
            between.remove_prefix(1);
        else if (between.starts_with("\u2019"))
            between.remove_prefix(3);
        if (between.starts_with('s') || between.starts_with('S')) between.remove_prefix(1);
    }
    for (const char ch : between) {
        if (ch != ' ' && ch != '-' && ch != '.' && ch != '\'' && ch != '&' && ch != '/' && static_cast<unsigned char>(ch) < 0x80)
            return false;
    }
    return true;
}

struct Walk {
    std::uint32_t name_last = 0, name_node = 0;    // longest name
    std::uint32_t agent_last = 0, agent_node = 0;  // longest agent noun
};

void take(const Casting& c, std::uint32_t first, std::uint32_t last, std::uint32_t node, Walk& walk) {
    bool name = false, agent = false;
    for (const Name& entry : c.k.names_at(node)) {
        if (!written_as(c, entry, first, last)) continue;
        if (entry.kind == NameKind::agent)
            agent = true;
        else
            name = true;
    }
    if (name && last > walk.name_last) walk.name_last = last, walk.name_node = node;
    if (agent && last > walk.agent_last) walk.agent_last = last, walk.agent_node = node;
}

// "Ya" and "alon" of "Ya'alon" as tokens of their own: an apostrophe and nothing else between them.
bool glued(const Casting& c, std::uint32_t left, std::uint32_t limit) {
    if (left + 1 >= limit) return false;
    const std::string_view between = slice(c.document.text, Span{c.words[left].span.end, c.words[left + 1].span.start});
    return between == "'" || between == "\u2019" || between == "\u2018";
}

void walk_from(const Casting& c, std::uint32_t first, std::uint32_t limit, std::uint32_t node, std::uint32_t at, Walk& walk) {
    while (at < limit) {
        if (at > first && !may_join(c, at - 1, at)) return;
        if (c.words[at].possessive && !glued(c, at, limit)) {
            // "People's Daily": the mark belongs to the name; "Russia's": it ends one.
            const std::uint32_t with = c.k.step(node, c.k.word(c.words[at].text + "s"));
            if (with != 0 && c.k.has_edges(with)) walk_from(c, first, limit, with, at + 1, walk);
            const std::uint32_t plain = c.k.step(node, c.word_id[at]);
            if (plain != 0) take(c, first, at + 1, plain, walk);
            if (with != 0) take(c, first, at + 1, with, walk);
            return;
        }
        node = c.k.step(node, c.word_id[at]);
        if (node == 0) return;
        ++at;
        take(c, first, at, node, walk);
        if (!c.k.has_edges(node)) return;
    }
}

// A single capitalised word at the head of a sentence is a name only where the tags or the names say so.
bool plausible(const Casting& c, std::uint32_t first, std::uint32_t last) {
    if (last - first > 1) return true;
    const std::uint32_t token = c.word_token[first];
    if (c.name_at[token] != no_index) return true;
    return is_nounlike(c.parse.upos[token]);
}

}  // namespace

void find_names(Casting& c) {
    for (const Sentence& sentence : c.document.sentences) {
        const std::uint32_t limit = c.first_word[sentence.last];
        std::uint32_t free_from = c.first_word[sentence.first], agent_free_from = free_from;
        for (std::uint32_t i = c.first_word[sentence.first]; i < limit; ++i) {
            if (c.word_id[i] == 0 && !c.words[i].possessive) continue;
            Walk walk;
            walk_from(c, i, limit, 0, i, walk);
            if (walk.name_last > i && i >= free_from && plausible(c, i, walk.name_last)) {
                Found hit;
                hit.word_first = i;
                hit.word_last = walk.name_last;
                hit.token_first = c.word_token[i];
                hit.token_last = c.word_token[walk.name_last - 1] + 1;
                hit.node = walk.name_node;
                c.found.push_back(hit);
                free_from = walk.name_last;
            }
            if (walk.agent_last > i && i >= agent_free_from) {
                for (const Name& entry : c.k.names_at(walk.agent_node)) {
                    if (entry.kind != NameKind::agent) continue;
                    c.agents.push_back(
                        {i, walk.agent_last, c.word_token[i], c.word_token[walk.agent_last - 1] + 1, entry.target});
                    agent_free_from = walk.agent_last;
                    break;
                }
            }
        }
    }
    for (std::size_t f = 0; f < c.found.size(); ++f) {
        for (std::uint32_t t = c.found[f].token_first; t < c.found[f].token_last; ++t) {
            if (c.found_at[t] == no_index) c.found_at[t] = static_cast<std::int32_t>(f);
        }
    }
    for (std::size_t a = 0; a < c.agents.size(); ++a) {
        for (std::uint32_t t = c.agents[a].token_first; t < c.agents[a].token_last; ++t) {
            if (c.agent_at[t] == no_index) c.agent_at[t] = static_cast<std::int32_t>(a);
        }
    }
}

// "the Popular Front for Recovery (PFR)": PFR stands for it from there on, whatever the tables say.
void find_abbreviations(Casting& c) {
    for (std::size_t f = 0; f < c.found.size(); ++f) {
        const std::uint32_t t = c.found[f].token_last;
        if (c.found[f].word_last - c.found[f].word_first < 2 || t + 2 >= c.size()) continue;
        if (c.document.word(t) != "(" || c.document.word(t + 2) != ")") continue;
        const std::uint32_t w = c.first_word[t + 1];
        if (w + 1 != c.first_word[t + 2] || !c.words[w].all_caps) continue;
        c.abbreviations.try_emplace(c.words[w].text, static_cast<std::int32_t>(f));
    }
}

}  // namespace readout::actors
