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
    for (const char ch : slice(c.document.text, Span{from, to})) {
        if (ch != ' ' && ch != '-' && ch != '.' && ch != '\'' && ch != '&' && ch != '/' && static_cast<unsigned char>(ch) < 0x80)
            return false;
    }
    return true;
}

bool fits_case(const Casting& c, const Name& name, std::uint32_t first, std::uint32_t last) {
    int capitals = 0;
    bool all_caps = true;
    for (std::uint32_t i = first; i < last; ++i) {
        capitals += c.words[i].capital ? 1 : 0;
        all_caps &= c.words[i].all_caps || !c.words[i].capital;
    }
    switch (name.kind) {
        case NameKind::agent:
            return true;
        case NameKind::state_abbr:
        case NameKind::acronym:
            return all_caps && capitals > 0 && capitals >= name.capitals;
        default:
            return capitals > 0 && capitals >= std::min<int>(name.capitals, static_cast<int>(last - first));
    }
}

bool is_nounlike(Upos upos) { return upos == Upos::PROPN || upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::X; }

struct Walk {
    std::uint32_t name_last = 0, name_node = 0;    // longest name
    std::uint32_t agent_last = 0, agent_node = 0;  // longest agent noun
};

void take(const Casting& c, std::uint32_t first, std::uint32_t last, std::uint32_t node, Walk& walk) {
    bool name = false, agent = false;
    for (const Name& entry : c.k.names_at(node)) {
        if (!fits_case(c, entry, first, last)) continue;
        if (entry.kind == NameKind::agent)
            agent = true;
        else
            name = true;
    }
    if (name && last > walk.name_last) walk.name_last = last, walk.name_node = node;
    if (agent && last > walk.agent_last) walk.agent_last = last, walk.agent_node = node;
}

void walk_from(const Casting& c, std::uint32_t first, std::uint32_t limit, std::uint32_t node, std::uint32_t at, Walk& walk) {
    while (at < limit) {
        if (at > first && !may_join(c, at - 1, at)) return;
        if (c.words[at].possessive) {
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
