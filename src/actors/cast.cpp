#include <algorithm>
#include <numeric>

#include "actors/casting.h"
#include "actors/pronouns.h"

namespace readout {
namespace {

using namespace actors;

void sort_mentions(Cast& cast) {
    std::vector<std::uint32_t> order(cast.mentions.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Mention &x = cast.mentions[a], &y = cast.mentions[b];
        return x.first != y.first ? x.first < y.first : x.last > y.last;
    });
    std::vector<std::int32_t> where(order.size());
    std::vector<Mention> sorted;
    sorted.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        where[order[i]] = static_cast<std::int32_t>(i);
        sorted.push_back(std::move(cast.mentions[order[i]]));
    }
    for (Mention& mention : sorted) {
        if (mention.antecedent != no_index) mention.antecedent = where[static_cast<std::size_t>(mention.antecedent)];
    }
    cast.mentions = std::move(sorted);
    std::stable_sort(cast.places.begin(), cast.places.end(),
                     [](const PlaceMention& a, const PlaceMention& b) { return a.first < b.first; });
}

// What is shown of a noun phrase begins with its article ("a hospital"); its tokens, which others index, do not.
void show_articles(const Document& document, Cast& cast) {
    for (Mention& mention : cast.mentions) {
        if (mention.kind != MentionKind::agent && mention.kind != MentionKind::office && mention.kind != MentionKind::description)
            continue;
        if (mention.first == 0 || mention.span.start != document.tokens[mention.first].span.start) continue;
        const Span before = document.tokens[mention.first - 1].span;
        const std::string_view word = slice(document.text, before);
        if (document.sentence_of(mention.first - 1) != document.sentence_of(mention.first)) continue;
        if (word == "a" || word == "an" || word == "the" || word == "A" || word == "An" || word == "The")
            mention.span.start = before.start;
    }
}

// The head of the phrase, the last word of the name and a title that heads it in the tree ("Mr Trump") lead to the mention; an
// inner mention wins over an outer one.
void index_mentions(Cast& cast, std::size_t tokens, const Parse& parse) {
    cast.mention_at.assign(tokens, no_index);
    for (std::size_t m = 0; m < cast.mentions.size(); ++m) {
        const Mention& mention = cast.mentions[m];
        if (mention.head < tokens) cast.mention_at[mention.head] = static_cast<std::int32_t>(m);
    }
    for (std::size_t m = 0; m < cast.mentions.size(); ++m) {
        const Mention& mention = cast.mentions[m];
        for (std::uint32_t t = mention.first; t < mention.last && t < tokens; ++t) {
            if (mention.kind != MentionKind::name) break;
            if (cast.mention_at[t] == no_index) cast.mention_at[t] = static_cast<std::int32_t>(m);
            if (t >= parse.size()) continue;
            const std::int32_t title = parse.head[t];
            if (parse.relation[t].rel == Rel::flat && title >= 0 && title < static_cast<std::int32_t>(mention.first) &&
                cast.mention_at[static_cast<std::size_t>(title)] == no_index)
                cast.mention_at[static_cast<std::size_t>(title)] = static_cast<std::int32_t>(m);
        }
    }
}

}  // namespace

namespace actors {

void find_cast(Casting& c, std::vector<PronounTrace>* trace, bool blind) {
    cut_document(c);
    find_names(c);
    find_abbreviations(c);
    read_names(c);
    find_people(c);
    read_phrases(c);
    resolve_people(c);
    make_mentions(c);
    resolve_references(c, trace, blind);
}

}  // namespace actors

Cast find_actors(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times,
                 const Knowledge& knowledge) {
    Casting c(document, parse, tree, times, knowledge.inside());
    if (times.published.known())
        c.day = (times.published.range.end ? *times.published.range.end : *times.published.range.start).number;
    find_cast(c, nullptr);
    show_articles(document, c.cast);
    sort_mentions(c.cast);
    index_mentions(c.cast, document.tokens.size(), parse);
    return std::move(c.cast);
}

}  // namespace readout
