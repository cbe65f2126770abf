// What the words beside a name tell of somebody whom no title introduces: "Norwegian Anders Aukland", "Sarah Groves, a British
// fitness instructor", "King Abdullah of Saudi Arabia", "Hal Rogers (R-Ky.)".
#include <algorithm>

#include "actors/casting.h"

namespace readout::actors {
namespace {

template <std::size_t size>
bool one_of(std::string_view word, const std::string_view (&list)[size]) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

const Found* found_on(const Casting& c, std::uint32_t token) {
    return c.found_at[token] == no_index ? nullptr : &c.found[static_cast<std::size_t>(c.found_at[token])];
}

bool names_state(const Found& hit) {
    return hit.as == Reading::state || hit.as == Reading::adjective || hit.as == Reading::demonym;
}

// "Norwegian Anders Aukland", "Peruvian archaeologist Walter Alva", "England ace Alli", "Argentina's Lionel Messi".
// A body named by its kind lends its sector: "Russian state news agency Tass".
std::uint32_t nationality_before(const Casting& c, std::uint32_t first, std::int32_t& by, std::string_view& sector) {
    const std::uint32_t begin = c.sentence_first(first);
    for (std::uint32_t t = first; t > begin && first - t < 6;) {
        --t;
        if (const Found* hit = found_on(c, t); hit != nullptr && hit->as != Reading::none && hit->as != Reading::surname) {
            const bool possessive = c.words[hit->word_last - 1].possessive;
            // "Iran's Ali X", but not "Iran's foe X": a noun after the mark says whose, not who.
            if (!names_state(*hit) || (possessive && hit->token_last + 1 < first)) return nothing;
            if (hit->as == Reading::state && !possessive && hit->token_last == first) return nothing;
            if (!possessive) by = c.found_at[t];
            return hit->target;
        }
        const std::string word = c.lower(t);
        if (c.person_at[t] != no_index) return nothing;
        if (c.agent_at[t] != no_index && sector.empty())
            sector = c.k.agents[c.agents[static_cast<std::size_t>(c.agent_at[t])].agent].sector.text;
        if (word == "-" || word == "'s" || word == "\u2019s" || word == "'" || word == "\u2019") continue;
        const Upos upos = c.parse.upos[t];
        if (upos != Upos::NOUN && upos != Upos::ADJ && upos != Upos::PROPN) return nothing;
    }
    return nothing;
}

// "Sarah Groves, a British fitness instructor from Guernsey", "Tiger Woods, the American golfer".
std::uint32_t nationality_after(const Casting& c, std::uint32_t last, std::int32_t& by) {
    const std::uint32_t end = std::min(c.sentence_last(last - 1), last + 9);
    if (last + 2 >= end || c.document.word(last) != ",") return nothing;
    for (std::uint32_t t = last + 1; t < end; ++t) {
        if (const Found* hit = found_on(c, t); hit != nullptr && hit->as != Reading::none) {
            const bool noun = hit->token_last < c.sentence_last(t) &&
                              (c.parse.upos[hit->token_last] == Upos::NOUN || c.parse.upos[hit->token_last] == Upos::ADJ);
            if ((hit->as != Reading::adjective && hit->as != Reading::demonym) || !noun) return nothing;
            by = c.found_at[t];
            return hit->target;
        }
        if (c.person_at[t] != no_index) return nothing;
        const Upos upos = c.parse.upos[t];
        const bool opens = t == last + 1 && upos == Upos::DET;
        if (!opens && upos != Upos::NOUN && upos != Upos::ADJ && upos != Upos::NUM && upos != Upos::ADV && c.lower(t) != "-")
            return nothing;
    }
    return nothing;
}

// "(R-Ky.)", "(D-Calif.)", ", R-Texas,": a member of the Congress of the United States, or of one of its states'.
bool party_of_congress(const Casting& c, std::uint32_t last) {
    const std::uint32_t at = c.document.tokens[last - 1].span.end;
    std::string_view rest = std::string_view(c.document.text).substr(at, 5);
    if (rest.starts_with(" (") || rest.starts_with(", "))
        rest.remove_prefix(2);
    else
        return false;
    return rest.size() == 3 && (rest[0] == 'R' || rest[0] == 'D' || rest[0] == 'I') &&
           (rest[1] == '-' || (rest[1] == ')' && (rest[2] == ' ' || rest[2] == ',')) || (rest[1] == '.' && rest[2] == '-'));
}

}  // namespace

std::uint32_t state_after_name(const Casting& c, std::uint32_t last) {
    const std::uint32_t end = c.sentence_last(last - 1);
    if (last + 1 >= end || c.lower(last) != "of") return nothing;
    std::uint32_t t = last + 1;
    if (c.lower(t) == "the" && t + 1 < end) ++t;
    const Found* hit = found_on(c, t);
    if (hit == nullptr || hit->token_first != t) return nothing;
    if (hit->as == Reading::state) return hit->target;
    if (hit->as == Reading::place) return c.k.places[hit->target].state;
    if (hit->as == Reading::actor) return c.home_of(hit->target);
    return nothing;
}

Beside beside(const Casting& c, std::uint32_t first, std::uint32_t last) {
    Beside out;
    if (party_of_congress(c, last)) {
        out.state = c.k.actor_of_code("USA").value_or(nothing);
        out.sector = "LEG";
        return out;
    }
    out.state = nationality_before(c, first, out.by, out.sector);
    if (out.state == nothing) out.state = nationality_after(c, last, out.by);
    if (out.state == nothing) out.state = state_after_name(c, last);
    if (out.state == nothing)
        out.sector = {};
    else if (out.sector.empty())
        out.sector = "CVL";
    return out;
}

}  // namespace readout::actors
