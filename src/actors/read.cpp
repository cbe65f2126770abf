#include <algorithm>
#include <array>

#include "actors/casting.h"
#include "actors/labels.h"

namespace readout::actors {
namespace {

constexpr std::int32_t year = 365;

bool valid_on(const Actor& actor, std::int32_t day) {
    if (day == no_day) return actor.to == no_day || actor.from != no_day;  // undated: the later of two rows
    return (actor.from == no_day || actor.from <= day) && (actor.to == no_day || day <= actor.to);
}

// What may precede a name that is a place here.
bool is_locative(std::string_view word) {
    static constexpr std::string_view words[] = {"in",         "at",     "near", "inside", "outside", "across",
                                                 "throughout", "around", "off",  "above",  "within"};
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool after_locative(const Casting& c, const Found& hit) {
    if (hit.token_first == 0) return false;
    const std::uint32_t first = c.sentence_first(hit.token_first);
    for (std::uint32_t back = 1; back <= 3 && hit.token_first >= first + back; ++back) {
        const std::string word = c.lower(hit.token_first - back);
        if (is_locative(word)) return true;
        if (word != "the" && word != "northern" && word != "southern" && word != "eastern" && word != "western" &&
            word != "central" && word != "of" && word != "city" && word != "town" && word != "village" && word != "downtown")
            return false;
    }
    return false;
}

struct Options {
    std::uint32_t state = nothing, adjective = nothing, demonym = nothing, place = nothing, capital = nothing;
    std::vector<std::uint32_t> actors;  // valid on the day
    std::vector<std::uint32_t> seats;
    bool person = false, alone = false, surname = false, strong_place = false;
};

// "Oxford, Michigan, United States", "the US city of Imperial": is the state, or a part of it, named beside the place?
bool closed_by(const Casting& c, const Found& hit, std::uint32_t state) {
    const auto names = [&](std::int32_t f) {
        if (f == no_index) return false;
        for (const Name& name : c.k.names_at(c.found[static_cast<std::size_t>(f)].node)) {
            if (name.kind <= NameKind::adjective && name.target == state) return true;
            if (name.kind == NameKind::place && c.k.places[name.target].state == state &&
                c.k.places[name.target].kind == PlaceKind::adm1)
                return true;
        }
        return false;
    };
    const std::uint32_t begin = c.sentence_first(hit.token_first), end = c.sentence_last(hit.token_first);
    if (hit.token_last + 1 < end && c.document.word(hit.token_last) == "," && names(c.found_at[hit.token_last + 1])) return true;
    for (std::uint32_t back = 1; back <= 4 && hit.token_first >= begin + back; ++back) {
        if (names(c.found_at[hit.token_first - back])) return true;
    }
    return false;
}

// The better of two places of one name: the one whose state the document speaks of, then the larger.
bool better_place(const Casting& c, const Found& hit, std::uint32_t a, std::uint32_t b) {
    const PlaceRow &x = c.k.places[a], &y = c.k.places[b];
    // A small place's state counts where it stands beside the name; that the report speaks of it says less.
    const auto pull = [&](const PlaceRow& p) {
        const double told = std::min(3.0, c.weight_of(p.state));
        const bool small = p.population < 100000 && p.kind == PlaceKind::city;
        return (small ? 0.3 * told : told) + (told > 0 && closed_by(c, hit, p.state) ? 4.0 : 0.0);
    };
    const double wx = pull(x), wy = pull(y);
    const auto size = [](const PlaceRow& p) {
        return (p.kind == PlaceKind::capital ? 4.0
                : p.kind == PlaceKind::adm1  ? -1.6
                                             : 0.0) +
               (p.population > 2000000  ? 3
                : p.population > 500000 ? 2
                : p.population > 100000 ? 1
                                        : 0);
    };
    const double sx = wx * 1.5 + size(x), sy = wy * 1.5 + size(y);
    if (sx != sy) return sx > sy;
    return x.population > y.population;
}

bool fits(const Casting& c, const Found& hit, const Name& name) { return written_as(c, name, hit.word_first, hit.word_last); }

Options options_of(const Casting& c, const Found& hit) {
    Options out;
    for (const Name& name : c.k.names_at(hit.node)) {
        if (!fits(c, hit, name)) continue;
        switch (name.kind) {
            case NameKind::state:
            case NameKind::state_abbr:
                if (out.state == nothing || c.weight_of(name.target) > c.weight_of(out.state)) out.state = name.target;
                break;
            case NameKind::adjective:
                if (out.adjective == nothing || c.weight_of(name.target) > c.weight_of(out.adjective))
                    out.adjective = name.target;
                break;
            case NameKind::demonym:
                if (out.demonym == nothing || c.weight_of(name.target) > c.weight_of(out.demonym)) out.demonym = name.target;
                break;
            case NameKind::actor:
            case NameKind::acronym:
                if (c.k.actors[name.target].type == Type::seat)
                    out.seats.push_back(name.target);
                else if (valid_on(c.k.actors[name.target], c.day))
                    out.actors.push_back(name.target);
                break;
            case NameKind::person:
                out.person = true;
                break;
            case NameKind::alone:
                out.alone = true;
                break;
            case NameKind::surname:
            case NameKind::given:
                out.surname = true;
                break;
            case NameKind::place:
                if (out.place == nothing || better_place(c, hit, name.target, out.place)) {
                    out.place = name.target;
                    out.strong_place = name.weak == 0;
                }
                if (c.k.places[name.target].kind == PlaceKind::capital) out.capital = name.target;
                break;
            case NameKind::agent:
                break;
        }
    }
    return out;
}

// Made of words that parties of many states are called by.
bool is_common_party_name(const Casting& c, const Found& hit) {
    static constexpr std::string_view words[] = {
        "national",     "union",       "party",   "people",       "peoples",    "democratic",  "social",     "socialist",
        "liberal",      "green",       "greens",  "progressive",  "republican", "movement",    "front",      "alliance",
        "coalition",    "freedom",     "justice", "unity",        "new",        "popular",     "democrats",  "democracy",
        "conservative", "labour",      "labor",   "workers",      "communist",  "christian",   "centre",     "center",
        "radical",      "nationalist", "reform",  "independence", "the",        "of",          "for",        "and",
        "united",       "left",        "right",   "independent",  "patriotic",  "development", "future",     "action",
        "solidarity",   "citizens",    "rally",   "list",         "our",        "time",        "development"};
    for (std::uint32_t w = hit.word_first; w < hit.word_last; ++w) {
        if (std::find(std::begin(words), std::end(words), c.words[w].text) == std::end(words)) return false;
    }
    return true;
}

// "Constitutional Democratic Rally", "National Union of Mineworkers": part of a longer name.
bool inside_longer_name(const Casting& c, const Found& hit) {
    const std::uint32_t begin = c.sentence_first(hit.token_first), end = c.sentence_last(hit.token_first);
    const auto unknown = [&](std::uint32_t t) {
        return c.found_at[t] == no_index && c.agent_at[t] == no_index && c.first_word[t + 1] > c.first_word[t] &&
               c.words[c.first_word[t]].capital && c.parse.upos[t] == Upos::PROPN;
    };
    if (hit.token_first > begin + 1 && c.document.tokens[hit.token_first - 1].space_after && unknown(hit.token_first - 1))
        return true;
    std::uint32_t t = hit.token_last;
    if (t + 1 < end && c.lower(t) == "of") return unknown(t + 1);
    return t < end && c.document.tokens[t - 1].space_after && unknown(t);
}

// One of several organisations of one name: the one whose home the document speaks of.
std::uint32_t choose_actor(const Casting& c, const Found& hit, const std::vector<std::uint32_t>& options, double& confidence) {
    const bool one_word = hit.word_last - hit.word_first == 1;
    confidence = 0.95;
    const auto score = [&](std::uint32_t a) {
        const Actor& actor = c.k.actors[a];
        double s = actor.home == nothing ? 1.0 : std::min(3.0, c.weight_of(actor.home));
        if (actor.type == Type::igo || actor.type == Type::bloc) s += 1.5;
        return s;
    };
    std::uint32_t best = nothing;
    double best_score = -1, second = -1;
    for (const std::uint32_t a : options) {
        const double s = score(a);
        if (s > best_score)
            second = best_score, best_score = s, best = a;
        else
            second = std::max(second, s);
    }
    if (best == nothing) return nothing;
    const Actor& actor = c.k.actors[best];
    // A party's short name means something else in other countries; so does "the National Union".
    if (actor.type == Type::party && best_score <= 0 && (one_word || is_common_party_name(c, hit))) return nothing;
    if (options.size() > 1) {
        bool same_code = true;
        for (const std::uint32_t a : options)
            same_code &=
                c.code_of(a) == c.code_of(best) && std::string_view(c.k.actors[a].sector.text) == c.k.actors[best].sector.text;
        if (!same_code && best_score - second < 0.5) return nothing;
        confidence = 0.8;
    }
    return best;
}

// "Georgia": the state, or the state of the United States.
bool prefers_place(const Casting& c, const Found& hit, const Options& o) {
    if (o.place == nothing) return false;
    const PlaceRow& place = c.k.places[o.place];
    if (place.state == o.state) return false;
    if (place.kind != PlaceKind::adm1 && place.kind != PlaceKind::capital) return false;
    // "Atlanta, Georgia"
    if (hit.token_first >= 2 && c.document.word(hit.token_first - 1) == ",") {
        const std::int32_t before = c.found_at[hit.token_first - 2];
        if (before != no_index) {
            for (const Name& name : c.k.names_at(c.found[static_cast<std::size_t>(before)].node)) {
                if (name.kind == NameKind::place && c.k.places[name.target].state == place.state &&
                    c.k.places[name.target].adm1.at == place.adm1.at)
                    return true;
            }
        }
    }
    return c.weight_of(place.state) > 1.5 * c.weight_of(o.state) + 1;
}

bool inside_longer_person(const Casting& c, const Found& hit) {
    const std::int32_t n = c.name_at[hit.token_first];
    if (n == no_index) return false;
    const readout::Name& name = c.parse.names[static_cast<std::size_t>(n)];
    if (name.type == NameType::PER && name.last - name.first == 3 && c.document.word(name.first + 1) == "-")
        return false;  // "Biden-Xi"
    return name.type == NameType::PER && (name.first < hit.token_first || name.last > hit.token_last);
}

// "Mara Ellwood": beside unknown capitals a small place's name is somebody's first name.
bool beside_unknown_name(const Casting& c, const Found& hit) {
    const auto unknown = [&](std::uint32_t t) {
        if (c.found_at[t] != no_index) {
            for (const Name& name : c.k.names_at(c.found[static_cast<std::size_t>(c.found_at[t])].node)) {
                if (name.kind != NameKind::surname && name.kind != NameKind::given) return false;
            }
        }
        return c.parse.upos[t] == Upos::PROPN && c.agent_at[t] == no_index && c.first_word[t + 1] > c.first_word[t] &&
               c.words[c.first_word[t]].capital && !c.words[c.first_word[t]].all_caps;
    };
    if (hit.token_last < c.sentence_last(hit.token_first) && c.document.tokens[hit.token_last - 1].space_after &&
        unknown(hit.token_last))
        return true;
    return hit.token_first > c.sentence_first(hit.token_first) && c.document.tokens[hit.token_first - 1].space_after &&
           unknown(hit.token_first - 1);
}

bool labelled(const Casting& c, const Found& hit, NameType type) {
    const std::int32_t n = c.name_at[hit.token_first];
    return n != no_index && c.parse.names[static_cast<std::size_t>(n)].type == type;
}

void set(Found& hit, Reading as, std::uint32_t target, double confidence, const char* rule) {
    hit.as = as;
    hit.target = target;
    hit.confidence = confidence;
    hit.rule = rule;
}

// "Darra Adam Khel", "New Southgate": a word of another place's name.
bool inside_longer_place(const Casting& c, const Found& hit) {
    if (!labelled(c, hit, NameType::LOC)) return false;
    static constexpr std::string_view kinds[] = {"State",    "Province",   "Oblast",       "City",    "Governorate", "District",
                                                 "County",   "Region",     "Prefecture",   "Island",  "Islands",     "Valley",
                                                 "Republic", "Department", "Municipality", "Town",    "Division",    "Krai",
                                                 "Greater",  "The",        "Old",          "Central", "Downtown",    "Mount"};
    const readout::Name& name = c.parse.names[static_cast<std::size_t>(c.name_at[hit.token_first])];
    for (std::uint32_t t = name.first; t < name.last; ++t) {
        if (t >= hit.token_first && t < hit.token_last) continue;
        if (c.parse.upos[t] != Upos::PROPN || c.found_at[t] != no_index) return false;
        if (std::find(std::begin(kinds), std::end(kinds), c.document.word(t)) != std::end(kinds)) return false;
    }
    return name.first < hit.token_first || name.last > hit.token_last;
}

// Is a one-word name likely a place here? Small places share their names with too much else.
bool takes_place(const Casting& c, const Found& hit, const Options& o) {
    if (o.place == nothing) return false;
    const PlaceRow& place = c.k.places[o.place];
    if (inside_longer_place(c, hit)) return false;
    if (hit.word_last - hit.word_first > 1) return true;
    if (labelled(c, hit, NameType::LOC) || after_locative(c, hit) ||
        (place.kind == PlaceKind::capital && place.population > 100000))
        return true;
    if (labelled(c, hit, NameType::PER) || labelled(c, hit, NameType::ORG)) return false;
    if (c.parse.upos[hit.token_first] != Upos::PROPN) return false;
    if (place.kind != PlaceKind::capital && beside_unknown_name(c, hit)) return false;
    return place.kind == PlaceKind::capital || place.population > 400000 || (place.kind == PlaceKind::adm1 && o.strong_place) ||
           c.weight_of(place.state) > 0;
}

// "South China Sea", "Indian Ocean", "Gulf of Mexico", "Korean Peninsula": part of the name of water or land.
bool inside_name_of_water(const Casting& c, const Found& hit) {
    static constexpr std::string_view after[] = {"Sea",       "Ocean",   "Gulf",      "Strait", "Straits",
                                                 "Peninsula", "Channel", "Mountains", "Desert", "Subcontinent"};
    static constexpr std::string_view before[] = {"Sea", "Gulf", "Strait", "Straits", "Bay"};
    const std::uint32_t begin = c.sentence_first(hit.token_first), end = c.sentence_last(hit.token_first);
    if (hit.token_last < end && std::find(std::begin(after), std::end(after), c.document.word(hit.token_last)) != std::end(after))
        return true;
    return hit.token_first >= begin + 2 && c.lower(hit.token_first - 1) == "of" &&
           std::find(std::begin(before), std::end(before), c.document.word(hit.token_first - 2)) != std::end(before);
}

// "the Pakistan Foreign Office": an institution's name after another state's is that state's.
bool of_another_state(const Casting& c, const Found& hit, std::uint32_t actor) {
    const bool party = c.k.actors[actor].type == Type::party && is_common_party_name(c, hit);
    if ((c.k.actors[actor].type != Type::institution && !party) || &hit == c.found.data()) return false;
    const std::int32_t a = c.agent_at[hit.token_first];
    if (!party && (a == no_index || c.agents[static_cast<std::size_t>(a)].token_last != hit.token_last)) return false;
    const Found& before = *(&hit - 1);
    std::uint32_t gap = hit.token_first;
    if (gap > before.token_last && c.words[before.word_last - 1].possessive) --gap;
    if (before.token_last != gap) return false;
    for (const Name& name : c.k.names_at(before.node)) {
        if (name.kind <= NameKind::adjective && fits(c, before, name) && c.home_of(name.target) != c.home_of(actor)) return true;
    }
    return false;
}

// "Three Numbers That Could Hold the Key to a Romney Win": capitals tell no names there.
bool in_title_case(const Casting& c, const Found& hit) {
    const std::uint32_t first = c.first_word[c.sentence_first(hit.token_first)];
    const std::uint32_t last = std::min(c.first_word[c.sentence_last(hit.token_first)], first + 24);
    int capitals = 0, words = 0;
    for (std::uint32_t w = first; w < last; ++w) {
        if (c.words[w].text.size() < 4) continue;
        ++words;
        capitals += c.words[w].capital ? 1 : 0;
    }
    return words >= 4 && capitals * 10 >= words * 8;
}

// "Latin America", "South American", "the North Island": no state's name.
bool part_of_a_continent(const Casting& c, const Found& hit) {
    static constexpr std::string_view parts[] = {"latin", "north", "south", "central"};
    const std::string& word = c.words[hit.word_first].text;
    if (word == "island") return true;
    if (word != "america" && word != "american" && word != "americans") return false;
    if (hit.word_first <= c.first_word[c.sentence_first(hit.token_first)]) return false;
    const std::string& before = c.words[hit.word_first - 1].text;
    return std::find(std::begin(parts), std::end(parts), before) != std::end(parts);
}

void read_one(Casting& c, Found& hit) {
    if (inside_name_of_water(c, hit)) return set(hit, Reading::none, nothing, 0, "part-of-a-name-of-water");
    const bool one_word = hit.word_last - hit.word_first == 1;
    if (one_word && part_of_a_continent(c, hit)) return set(hit, Reading::none, nothing, 0, "part-of-a-longer-name");
    if (one_word) {
        const auto short_form = c.abbreviations.find(c.words[hit.word_first].text);
        if (short_form != c.abbreviations.end() && c.words[hit.word_first].all_caps &&
            &c.found[static_cast<std::size_t>(short_form->second)] != &hit) {
            const Found& full = c.found[static_cast<std::size_t>(short_form->second)];
            if (full.as == Reading::actor) return set(hit, Reading::actor, full.target, 0.95, "abbreviation-defined");
        }
    }
    const Options o = options_of(c, hit);
    // "LAM", "USS": capitals throughout are no surname.
    const Word& word = c.words[hit.word_first];
    if (one_word && word.all_caps && c.casing[hit.word_first] != Casing::shouted && word.text.size() <= 5 && o.state == nothing &&
        o.actors.empty() && o.seats.empty() && o.place == nothing)
        return;
    if (o.person && !(o.state != nothing) &&
        slice(c.document.text, Span{word.span.start, c.words[hit.word_last - 1].span.end}).find('&') == std::string_view::npos) {
        hit.place = o.place;
        return set(hit, Reading::person, nothing, 0, "full-name");
    }
    const bool after_of = hit.token_first > c.sentence_first(hit.token_first) && c.lower(hit.token_first - 1) == "of";
    if (inside_longer_person(c, hit) && !(after_of && o.state != nothing) &&
        (o.surname || o.alone || o.place != nothing || o.state != nothing) && o.adjective == nothing)
        return set(hit, Reading::none, nothing, 0, "part-of-a-person's-name");
    double confidence = 0;
    const std::uint32_t actor = o.actors.empty() ? nothing : choose_actor(c, hit, o.actors, confidence);
    if (actor != nothing && of_another_state(c, hit, actor))
        return set(hit, Reading::none, nothing, 0, "an-institution-of-another-state");
    if (actor != nothing && c.k.actors[actor].type == Type::party && is_common_party_name(c, hit) && inside_longer_name(c, hit))
        return set(hit, Reading::none, nothing, 0, "part-of-a-longer-name");
    const bool party_word =
        actor != nothing && one_word && (c.k.actors[actor].type == Type::party || c.k.actors[actor].type == Type::company);
    if (actor != nothing && o.state == nothing && o.adjective == nothing && !(party_word && (o.place != nothing || o.surname)) &&
        !(one_word && (o.alone || o.capital != nothing))) {
        hit.place = nothing;
        return set(hit, Reading::actor, actor, confidence, "name");
    }
    hit.place = o.place;
    if (!o.seats.empty()) {
        hit.seat = o.seats.front();
        if (o.place == nothing && o.state == nothing) return set(hit, Reading::actor, o.seats.front(), 0.95, "seat-of-power");
    }
    if (o.state != nothing && !prefers_place(c, hit, o)) return set(hit, Reading::state, o.state, 0.97, "state-name");
    if (o.adjective != nothing && (o.state == nothing)) return set(hit, Reading::adjective, o.adjective, 0.97, "adjective");
    if (o.demonym != nothing) return set(hit, Reading::demonym, o.demonym, 0.95, "demonym");
    if (o.alone && !labelled(c, hit, NameType::LOC)) return set(hit, Reading::surname, nothing, 0, "short-name");
    if (one_word && !o.alone && in_title_case(c, hit) && !labelled(c, hit, NameType::PER) && !labelled(c, hit, NameType::LOC) &&
        !after_locative(c, hit) && (o.place == nothing || c.k.places[o.place].population < 400000))
        return;
    if (o.surname && labelled(c, hit, NameType::PER)) return set(hit, Reading::surname, nothing, 0, "surname");
    if (takes_place(c, hit, o)) return set(hit, Reading::place, o.place, o.capital == o.place ? 0.95 : 0.85, "place-name");
    if (o.surname) return set(hit, Reading::surname, nothing, 0, "surname");
    if (o.place != nothing && !one_word) return set(hit, Reading::place, o.place, 0.8, "place-name");
}

// How often the document speaks of each state, by names that can be nothing else.
void weigh(Casting& c) {
    for (const Found& hit : c.found) {
        std::uint32_t only = nothing;
        bool sure = true;
        double points = 1;
        for (const Name& name : c.k.names_at(hit.node)) {
            std::uint32_t state = nothing;
            switch (name.kind) {
                case NameKind::state:
                case NameKind::adjective:
                case NameKind::demonym:
                case NameKind::state_abbr:
                    state = fits(c, hit, name) ? name.target : nothing;
                    break;
                case NameKind::actor:
                case NameKind::acronym:
                    state = c.k.actors[name.target].type != Type::outlet && c.k.actors[name.target].type != Type::party &&
                                    !(name.kind == NameKind::acronym && c.k.actors[name.target].type == Type::armed) &&
                                    fits(c, hit, name)
                                ? c.k.actors[name.target].home
                                : nothing;
                    points = 0.7;
                    break;
                case NameKind::place:
                    if (name.weak ||
                        (c.k.places[name.target].kind != PlaceKind::capital && c.k.places[name.target].population < 300000))
                        continue;
                    state = c.k.places[name.target].state;
                    points = 0.7;
                    break;
                case NameKind::person:
                    state = c.k.actors[name.target].rank <= 2 ? c.k.actors[name.target].home : nothing;
                    points = 0.5;
                    break;
                default:
                    continue;
            }
            if (state == nothing) continue;
            if (only != nothing && only != state) sure = false;
            only = state;
        }
        if (only == nothing) continue;
        if (sure) c.weight[only] += points;
    }
}

}  // namespace

void read_names(Casting& c) {
    weigh(c);
    for (Found& hit : c.found) {
        if (hit.word_last - hit.word_first > 1) read_one(c, hit);
    }
    for (Found& hit : c.found) {
        if (hit.word_last - hit.word_first == 1) read_one(c, hit);
    }
}

// ------------------------------------------------------------------------------------------------ people and offices

const Role* role_on_day(const Casting& c, std::uint32_t person, std::uint64_t classes, std::uint32_t owner, bool& over) {
    const Role* best = nullptr;
    double best_score = -1e9;
    over = false;
    bool any_open = false, any_past = false;
    for (const Role& role : c.k.roles_of(person)) {
        const Held now = held(role, c.day);
        if (c.day != no_day && now == Held::no) {
            any_past |= role.start != no_day && role.start <= c.day;
            continue;
        }
        any_open = true;
        double score = now == Held::certain ? 3 : 2;
        if (classes & bit(role.cls)) score += 6;
        if (owner != nothing && (role.for_actor == owner || c.home_of(role.for_actor) == owner)) score += 2;
        static constexpr std::array<double, 6> rank_points = {2.5, 2, 1.5, 1, 0.5, 0};
        const bool top = role.cls == Office::HOS || role.cls == Office::HOG || role.cls == Office::IGOHEAD;
        score += top                                                       ? rank_points[0]
                 : role.cls == Office::FM || role.cls == Office::ARMLEAD   ? rank_points[1]
                 : role.cls == Office::LEG || role.cls == Office::OFFICIAL ? 0
                                                                           : rank_points[3];
        if (c.home_of(role.for_actor) == c.k.actors[person].home) score += 0.4;  // a monarch of several realms
        if (role.start != no_day) score += role.start / 1e6;                     // the later of two alike
        if (score > best_score) best_score = score, best = &role;
    }
    over = !any_open && any_past;
    return best;
}

namespace {

struct Scored {
    std::uint32_t actor = nothing;
    double score = -1e9;
};

double score_person(const Casting& c, const PersonQuery& q, std::uint32_t person) {
    const Actor& actor = c.k.actors[person];
    double score = 0;
    bool over = false;
    const Role* role = role_on_day(c, person, q.classes, q.owner, over);
    double ever = 0, owner_match = 0;
    bool recent = false;
    for (const Role& r : c.k.roles_of(person)) {
        if (q.classes & bit(r.cls)) ever = std::max(ever, q.former ? 3.0 : 1.5);
        if (q.owner != nothing && (r.for_actor == q.owner || c.home_of(r.for_actor) == q.owner)) owner_match = 4;
        if (c.day == no_day || (r.end != no_day && r.end <= c.day && c.day - r.end < 10 * year)) recent = true;
    }
    if (role != nullptr) {
        // The office held now counts; a former head of government who sits in parliament is less than one in office.
        score += 3 + (5 - std::min<int>(5, rank_of(role->cls))) * 0.4 + (5 - std::min<int>(5, actor.rank)) * 0.1;
        if (q.classes & bit(role->cls)) score += 3;
    } else {
        score += over ? (recent ? 1.2 : 0.4) + (5 - std::min<int>(5, actor.rank)) * 0.3 : -1.5;
    }
    score += ever;
    if (q.owner != nothing) {
        const bool owner_is_home = actor.home == q.owner || c.home_of(q.owner) == actor.home;
        score += owner_match > 0 ? owner_match : owner_is_home ? 3 : -6;
    }
    if (actor.home != nothing) score += std::min(2.0, 0.6 * c.weight_of(actor.home));
    for (const Known& known : c.known) {
        if (known.actor == person) score += 6;
    }
    return score;
}

}  // namespace

bool spoken_of_or_silent(const Casting& c, std::uint32_t state) {
    if (c.weight_of(state) > 0) return true;
    return std::all_of(c.weight.begin(), c.weight.end(), [](const auto& x) { return x.second <= 0; });
}

PersonChoice choose_person(const Casting& c, const PersonQuery& q) {
    Scored best, second;
    std::vector<Scored> all;
    for (const Name& name : q.names) {
        if (name.kind != q.kind) continue;
        Scored s{name.target, score_person(c, q, name.target)};
        all.push_back(s);
        if (s.score > best.score)
            second = best, best = s;
        else if (s.score > second.score)
            second = s;
    }
    PersonChoice out;
    if (best.actor == nothing) return out;
    const Actor& actor = c.k.actors[best.actor];
    double needed = 0;
    if (q.kind == NameKind::person)
        needed = actor.rank <= 2 || (actor.rank == 3 && second.actor == nothing) ? -2
                 : actor.rank <= 4                                               ? 1.5
                 : second.actor == nothing && spoken_of_or_silent(c, actor.home) ? 2.9
                                                                                 : 3.6;
    if (q.kind == NameKind::alone) needed = -4;
    if (q.kind == NameKind::surname || q.kind == NameKind::given)
        // One in office today among namesakes who are not stands out.
        needed = q.classes != 0 || q.owner != nothing                          ? 4.5
                 : second.actor == nothing || best.score - second.score >= 2.5 ? 3.4
                                                                               : 4.9;
    if (best.score < needed) return out;
    const double margin = best.score - second.score;
    if (second.actor != nothing && second.actor != best.actor && margin < (q.kind == NameKind::person ? 0.8 : 1.2)) {
        // Which of them is not told; their state and sector may be all the same.
        bool over = false, other_over = false;
        const Role* a = role_on_day(c, best.actor, q.classes, q.owner, over);
        const Role* b = role_on_day(c, second.actor, q.classes, q.owner, other_over);
        const bool same_sector = a != nullptr && b != nullptr && std::string_view(a->sector.text) == b->sector.text;
        const bool both_over = a == nullptr && b == nullptr && over && other_over;
        if (c.code_of(best.actor) == c.code_of(second.actor) && (same_sector || both_over)) {
            out.shared_code = true;
            out.code = c.code_of(best.actor);
            out.sector = both_over ? "ELI" : a->sector.text;
            out.confidence = 0.7;
        }
        return out;
    }
    out.actor = best.actor;
    out.margin = second.actor == nothing ? 9 : margin;
    out.confidence = std::clamp(0.6 + 0.06 * (best.score - needed), 0.6, 0.98);
    return out;
}

std::uint32_t holder_on_day(const Casting& c, std::uint32_t owner, std::uint64_t classes, double& confidence) {
    // "leader", "ruler": the head of state or of government, whichever leads there.
    const std::uint64_t heads = bit(Office::HOS) | bit(Office::HOG);
    if ((classes & heads) == heads && c.k.actors[owner].type <= Type::former_state)
        classes &= c.k.actors[owner].led_by_head_of_state ? ~bit(Office::HOG) : ~bit(Office::HOS);
    // The office's classes in the order of what the title most often means; the first that has one holder decides.
    for (int cls = 0; cls < static_cast<int>(Office::count); ++cls) {
        const std::uint64_t one = std::uint64_t{1} << cls;
        if (!(classes & one)) continue;
        std::uint32_t person = nothing;
        Held sure = Held::no;
        bool several = false;
        for (const std::uint32_t r : c.k.seat(owner, one)) {
            const Role& role = c.k.roles[r];
            const Held now = c.day == no_day ? Held::likely : held(role, c.day);
            if (now == Held::no || now < sure) continue;
            if (now > sure) person = nothing, several = false, sure = now;
            if (person != nothing && person != role.person) several = true;
            person = role.person;
        }
        if (person == nothing) continue;
        if (several) return nothing;
        confidence = sure == Held::certain ? 0.93 : 0.7;
        return person;
    }
    return nothing;
}

}  // namespace readout::actors
