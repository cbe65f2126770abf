#include "language/score.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <compare>
#include <cstdio>
#include <set>

#include "base/utf8.h"

namespace readout {
namespace {

// Where a word stands in the text without spaces; words of one multiword token share its span and are told apart by their order.
struct Place {
    std::uint32_t start = 0, end = 0, order = 0;
    auto operator<=>(const Place&) const = default;
};

struct Placed {
    std::vector<Place> words;
    std::vector<Place> tokens;                           // surface tokens, order 0
    std::vector<Place> sentences;                        // order 0
    std::vector<std::pair<Place, std::uint32_t>> index;  // words by place
};

std::uint32_t visible(std::string_view text) {
    std::uint32_t n = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        n += c.value != U' ' && c.value != 0xA0;
        at += c.size;
    }
    return n;
}

Placed place(const Document& document) {
    Placed placed;
    std::uint32_t at = 0;
    std::size_t range = 0;
    for (std::uint32_t i = 0; i < document.tokens.size();) {
        while (range < document.multiwords.size() && document.multiwords[range].first < i) ++range;
        const bool multiword = range < document.multiwords.size() && document.multiwords[range].first == i;
        const std::uint32_t last = multiword ? document.multiwords[range].last : i + 1;
        const std::uint32_t end = at + visible(multiword ? document.words(document.multiwords[range].span) : document.word(i));
        for (std::uint32_t k = i; k < last; ++k) placed.words.push_back({at, end, k - i});
        placed.tokens.push_back({at, end, 0});
        at = end;
        i = last;
    }
    for (const Sentence& sentence : document.sentences)
        placed.sentences.push_back({placed.words[sentence.first].start, placed.words[sentence.last - 1].end, 0});
    for (std::uint32_t i = 0; i < placed.words.size(); ++i) placed.index.emplace_back(placed.words[i], i);
    std::sort(placed.index.begin(), placed.index.end());
    return placed;
}

std::int64_t find(const Placed& placed, const Place& wanted) {
    const auto at = std::lower_bound(placed.index.begin(), placed.index.end(), std::pair<Place, std::uint32_t>(wanted, 0));
    return at != placed.index.end() && at->first == wanted ? std::int64_t{at->second} : -1;
}

double common(std::vector<Place> a, std::vector<Place> b) {
    const std::set<Place> of_a(a.begin(), a.end());
    const std::set<Place> of_b(b.begin(), b.end());
    return static_cast<double>(std::count_if(of_a.begin(), of_a.end(), [&](const Place& p) { return of_b.contains(p); }));
}

std::string lower(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c.value))));
        at += c.size;
    }
    return out;
}

bool same_head(const Placed& gold, std::int32_t gold_head, const Placed& system, std::int32_t system_head) {
    if (gold_head == no_head || system_head == no_head) return gold_head == system_head;
    return gold.words[static_cast<std::size_t>(gold_head)] == system.words[static_cast<std::size_t>(system_head)];
}

}  // namespace

std::string Score::line() const {
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "%-28s P %6.2f  R %6.2f  F1 %6.2f   (%g of %g gold, %g system)", name.c_str(),
                  precision(), recall(), f1(), right, gold, system);
    return text.data();
}

std::vector<Score> score_trees(const Document& gold, const Parse& gold_parse, const Document& system, const Parse& system_parse) {
    const Placed g = place(gold), s = place(system);
    const auto g_words = static_cast<double>(g.words.size()), s_words = static_cast<double>(s.words.size());
    Score words{"words", 0, s_words, g_words}, upos{"UPOS", 0, s_words, g_words}, lemma{"lemma", 0, s_words, g_words};
    Score uas{"UAS", 0, s_words, g_words}, las{"LAS", 0, s_words, g_words};
    for (std::size_t i = 0; i < s.words.size(); ++i) {
        const std::int64_t found = find(g, s.words[i]);
        if (found < 0) continue;
        const auto k = static_cast<std::size_t>(found);
        const std::string& gold_lemma = gold_parse.lemma[k];
        words.right += 1;
        upos.right += gold_parse.upos[k] == system_parse.upos[i];
        lemma.right += gold_lemma.empty() || gold_lemma == "_" || lower(gold_lemma) == lower(system_parse.lemma[i]);
        if (!same_head(g, gold_parse.head[k], s, system_parse.head[i])) continue;
        uas.right += 1;
        las.right += gold_parse.relation[k].rel == system_parse.relation[i].rel;
    }
    const Score tokens{"tokens", common(g.tokens, s.tokens), static_cast<double>(s.tokens.size()),
                       static_cast<double>(g.tokens.size())};
    const Score sentences{"sentences", common(g.sentences, s.sentences), static_cast<double>(s.sentences.size()),
                          static_cast<double>(g.sentences.size())};
    return {tokens, sentences, words, upos, lemma, uas, las};
}

Result<NamedSentences> read_iob2(std::string_view text, std::string name) {
    if (const auto bad = first_invalid_utf8(text))
        return Fault{FaultKind::malformed, "not valid UTF-8 at byte " + std::to_string(*bad), name, {}};
    std::string conllu;
    std::size_t id = 0;
    while (!text.empty()) {
        const std::size_t feed = text.find('\n');
        std::string_view line = text.substr(0, feed);
        text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) {
            conllu += "\n";
            id = 0;
            continue;
        }
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) {
            if (line.starts_with('#')) continue;
            return Fault{FaultKind::malformed, "a line of names has a word, a tab and a label", name, {}};
        }
        std::string_view form = line.substr(0, tab), label = line.substr(tab + 1);
        if (const std::size_t second = label.find('\t'); second != std::string_view::npos) {
            form = label.substr(0, second);
            label.remove_prefix(second + 1);
            label = label.substr(0, label.find('\t'));
        }
        const std::string_view type = label.size() > 2 ? label.substr(2) : std::string_view();
        const bool counted = type == "PER" || type == "ORG" || type == "LOC";
        conllu.append(std::to_string(++id)).append("\t").append(form).append("\t_\t_\t_\t_\t_\t_\t_\t");
        conllu.append(counted ? "NE=" : "_").append(counted ? label : std::string_view()) += '\n';
    }
    auto parsed = read_conllu(conllu, std::move(name));
    if (!parsed.ok()) return parsed.fault();
    return NamedSentences{std::move(parsed->document), std::move(parsed->parse.names)};
}

std::vector<Score> score_names(const std::vector<Name>& gold, const std::vector<Name>& system) {
    const auto key = [](const Name& n) {
        return std::array<std::uint32_t, 3>{n.first, n.last, static_cast<std::uint32_t>(n.type)};
    };
    std::set<std::array<std::uint32_t, 3>> wanted;
    for (const Name& name : gold) wanted.insert(key(name));
    std::vector<Score> scores;
    Score all{"all names"};
    for (const NameType type : {NameType::PER, NameType::ORG, NameType::LOC}) {
        Score score{std::string(name_of(type))};
        for (const Name& name : gold) score.gold += name.type == type;
        for (const Name& name : system) {
            score.system += name.type == type;
            score.right += name.type == type && wanted.contains(key(name));
        }
        all.right += score.right, all.system += score.system, all.gold += score.gold;
        scores.push_back(std::move(score));
    }
    scores.push_back(std::move(all));
    return scores;
}

}  // namespace readout
