#include <algorithm>

#include "actors/casting.h"

namespace readout::actors {
namespace {

template <std::size_t size>
bool one_of(std::string_view word, const std::string_view (&list)[size]) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr std::string_view locative[] = {"in",     "at",  "near",  "inside", "outside", "across", "throughout",
                                         "around", "off", "above", "within", "amid",    "via"};
constexpr std::string_view motion[] = {"travel",   "fly",      "go",       "come",     "arrive",    "return", "head",
                                       "move",     "send",     "invite",   "summon",   "visit",     "flee",   "drive",
                                       "walk",     "march",    "get",      "deport",   "extradite", "ship",   "land",
                                       "relocate", "evacuate", "withdraw", "transfer", "take",      "bring",  "depart",
                                       "leave",    "retreat",  "live",     "meet",     "gather",    "hold",   "born"};
constexpr std::string_view place_objects[] = {"visit",   "leave",    "reach",   "enter", "capture", "seize",   "bomb",
                                              "shell",   "hit",      "rock",    "shake", "attack",  "strike",  "surround",
                                              "besiege", "liberate", "retake",  "flood", "tour",    "lock",    "storm",
                                              "cross",   "defend",   "destroy", "flee",  "depart",  "evacuate"};
constexpr std::string_view place_nouns[] = {
    "city",     "town",      "village",   "street",     "outskirt", "suburb",    "centre",       "center",        "north",
    "south",    "east",      "west",      "district",   "airport",  "region",    "province",     "area",          "port",
    "part",     "kilometre", "kilometer", "km",         "mile",     "resident",  "population",   "siege",         "battle",
    "fall",     "capture",   "mayor",     "university", "suburbs",  "outskirts", "neighborhood", "neighbourhood", "bombing",
    "shelling", "attack",    "visit",     "trip",       "flight",   "journey",   "tour",         "road",          "way",
    "morgue",   "hospital",  "mosque",    "church",     "stadium",  "square",    "hotel",        "market",        "station",
    "metro",    "subway",    "museum",    "prison",     "palace",   "cathedral", "restaurant",   "bar",           "theatre",
    "theater",  "zoo",       "control",   "liberation", "park",     "suburb",    "slum",         "streets",       "skyline",
    "bridge",   "airports"};
constexpr std::string_view relation_nouns[] = {
    "tie",      "relation", "relationship", "talk",       "summit",    "rivalry", "cooperation", "alliance", "partnership",
    "policy",   "stance",   "tension",      "pact",       "deal",      "war",     "conflict",    "dispute",  "official",
    "diplomat", "decision", "position",     "government", "agreement", "axis",    "call"};

// "Moscow officials"; but "the Paris agreement", "the Geneva talks" tell a place.
constexpr std::string_view spoken_for[] = {"official", "diplomat", "policy",     "stance",
                                           "decision", "position", "government", "source"};

std::string_view lemma(const Casting& c, std::int32_t token) {
    return token < 0 ? std::string_view{} : std::string_view(c.parse.lemma[static_cast<std::size_t>(token)]);
}

// The preposition before a range; tokens first, tree second.
std::string preposition(const Casting& c, std::uint32_t first, std::uint32_t head) {
    const std::uint32_t begin = c.sentence_first(first);
    for (std::uint32_t t = first; t > begin && first - t < 4;) {
        --t;
        if (c.parse.upos[t] == Upos::ADP) return c.lower(t);
        if (c.parse.upos[t] == Upos::SCONJ) return c.lower(t) == "than" ? "than" : std::string();
        if (c.parse.upos[t] != Upos::DET && c.parse.upos[t] != Upos::ADJ && c.parse.upos[t] != Upos::NOUN) break;
        if (c.parse.upos[t] == Upos::NOUN && c.parse.relation[t].rel != Rel::compound) break;
    }
    const std::int32_t mark = c.tree.child(head, Rel::case_);
    if (mark >= 0 && mark < static_cast<std::int32_t>(first) && c.parse.upos[static_cast<std::size_t>(mark)] == Upos::ADP)
        return c.lower(static_cast<std::uint32_t>(mark));
    return {};
}

// The capital of a state: does its name stand for the government here?
bool stands_for_power(const Casting& c, const Found& hit, int depth = 0) {
    const std::uint32_t head = c.head_of(hit.token_first, hit.token_last);
    const Relation relation = c.parse.relation[head];
    const std::int32_t governor = c.parse.head[head];
    const std::string_view above = lemma(c, governor);
    const bool verb = governor >= 0 && (c.parse.upos[static_cast<std::size_t>(governor)] == Upos::VERB ||
                                        c.parse.upos[static_cast<std::size_t>(governor)] == Upos::AUX);
    if (c.words[hit.word_last - 1].possessive) {
        const bool named =
            governor >= 0 && c.parse.upos[static_cast<std::size_t>(governor)] == Upos::PROPN;  // "London's Wembley Stadium"
        return !one_of(above, place_nouns) && !(named && c.agent_at[static_cast<std::size_t>(governor)] == no_index &&
                                                c.person_at[static_cast<std::size_t>(governor)] == no_index);
    }
    // "the Paris attackers", "the Beijing declaration"; "Moscow officials"
    if (relation.rel == Rel::compound && governor > static_cast<std::int32_t>(head)) {
        // "Moscow comments on …": a headline's verb that the tags take for a noun.
        const bool headline = hit.token_first == c.sentence_first(head) &&
                              governor == static_cast<std::int32_t>(hit.token_last) &&
                              c.parse.relation[static_cast<std::size_t>(governor)].rel == Rel::root &&
                              c.lower(hit.token_last).ends_with('s') && hit.token_last + 1 < c.sentence_last(head) &&
                              c.parse.upos[hit.token_last + 1] == Upos::ADP && c.lower(hit.token_last + 1) != "of";
        return headline || one_of(above, spoken_for);
    }
    const std::string before = preposition(c, hit.token_first, head);
    if (!before.empty()) {
        if (one_of(before, locative)) return false;
        if (before == "by" || before == "with" || before == "against" || before == "between" || before == "toward" ||
            before == "towards" || before == "for" || before == "than")
            return true;
        if (before == "of") return !one_of(above, place_nouns);
        if (before == "to" || before == "from" || before == "into")
            return verb ? !one_of(above, motion) && before != "into" : !one_of(above, place_nouns) && above != "ambassador";
        if (before == "on") return true;
        return false;
    }
    switch (relation.rel) {
        case Rel::nsubj:
        case Rel::iobj:
            return true;
        case Rel::obj:
            return !one_of(above, place_objects);
        case Rel::compound:
        case Rel::nmod:
        case Rel::amod:
            return one_of(above, relation_nouns);
        case Rel::conj:
        case Rel::flat: {
            if (depth > 3 || governor < 0) return false;
            const std::int32_t other = c.found_at[static_cast<std::size_t>(governor)];
            if (other != no_index && &c.found[static_cast<std::size_t>(other)] != &hit &&
                c.found[static_cast<std::size_t>(other)].as == Reading::place)
                return stands_for_power(c, c.found[static_cast<std::size_t>(other)], depth + 1);
            return other != no_index && c.found[static_cast<std::size_t>(other)].as != Reading::place;
        }
        case Rel::nummod:
        case Rel::appos:
        case Rel::list:
            return false;
        default:
            break;
    }
    // A headline's bare name, or a tree that does not say: a verb of speech right after it, or "to" and a verb.
    const std::uint32_t end = c.sentence_last(head);
    if (hit.token_first == c.sentence_first(head) && hit.token_last + 1 < end && c.lower(hit.token_last) == "to" &&
        c.parse.upos[hit.token_last + 1] == Upos::VERB)
        return true;
    return hit.token_last < end && (c.parse.upos[hit.token_last] == Upos::VERB || c.parse.upos[hit.token_last] == Upos::AUX);
}

// "Paris, France", "Tunxi, in southeastern China"
bool followed_by_its_region(const Casting& c, const Found& hit) {
    const std::uint32_t end = c.sentence_last(hit.token_first);
    if (hit.token_last + 1 >= end || c.document.word(hit.token_last) != ",") return false;
    const std::int32_t next = c.found_at[hit.token_last + 1];
    if (next == no_index) return false;
    const Found& other = c.found[static_cast<std::size_t>(next)];
    return (other.as == Reading::place || other.as == Reading::state) && other.token_first == hit.token_last + 1 &&
           hit.place != nothing &&
           (other.as == Reading::state ? other.target == c.k.places[hit.place].state
                                       : c.k.places[other.target].state == c.k.places[hit.place].state);
}

readout::Place place_of(const Casting& c, std::uint32_t index) {
    const PlaceRow& row = c.k.places[index];
    readout::Place place;
    place.name = c.k.text(row.name);
    place.country = c.k.actors[row.state].code.text;
    place.precision = row.kind == PlaceKind::adm1 || row.kind == PlaceKind::region ? "province"
                      : row.kind == PlaceKind::district                            ? "point"
                                                                                   : "city";
    if (row.located) {
        // As the tables spell them, to four places: the same on every machine.
        place.latitude =
            static_cast<double>(static_cast<long>(row.latitude * 10000.0f + (row.latitude < 0 ? -0.5f : 0.5f))) / 10000.0;
        place.longitude =
            static_cast<double>(static_cast<long>(row.longitude * 10000.0f + (row.longitude < 0 ? -0.5f : 0.5f))) / 10000.0;
    }
    place.geonameid = row.geonameid;
    return place;
}

void add_place(Casting& c, const Found& hit, readout::Place place, double confidence) {
    PlaceMention mention;
    mention.first = hit.token_first;
    mention.last = hit.token_last;
    mention.span = {c.words[hit.word_first].span.start, c.words[hit.word_last - 1].span.end};
    mention.head = c.head_of(hit.token_first, hit.token_last);
    mention.place = std::move(place);
    mention.confidence = confidence;
    c.cast.places.push_back(std::move(mention));
}

Span shown(const Casting& c, const Found& hit) {
    return {c.words[hit.word_first].span.start, c.words[hit.word_last - 1].span.end};
}

// "Brussels" is the Union unless the document speaks of Belgium; other seats are the power they name.
std::uint32_t power_at(const Casting& c, const Found& hit) {
    const std::uint32_t state = c.k.places[hit.place].state;
    if (hit.seat == nothing) return state;
    const Actor& seat = c.k.actors[hit.seat];
    if (seat.home != nothing) return seat.home;
    if (c.weight_of(state) >= 2) return state;
    return c.k.european_union == nothing ? hit.seat : c.k.european_union;
}

// "Paisley, Scotland": the state after one of its places.
bool closes_a_place(const Casting& c, const Found& hit) {
    if (hit.token_first < c.sentence_first(hit.token_first) + 2 || c.document.word(hit.token_first - 1) != ",") return false;
    const std::int32_t before = c.found_at[hit.token_first - 2];
    std::uint32_t start = hit.token_first - 1;
    while (start > c.sentence_first(hit.token_first) && hit.token_first - start < 5 && c.parse.upos[start - 1] == Upos::PROPN)
        --start;
    const Rel rel = c.parse.relation[c.head_of(hit.token_first, hit.token_last)].rel;
    const bool argument = rel == Rel::nsubj || rel == Rel::obj || rel == Rel::iobj;  // "in Taipei, China condemned …"
    if (!argument && start < hit.token_first - 1 && start > c.sentence_first(hit.token_first) &&
        one_of(c.lower(start - 1), locative))
        return true;
    if (before == no_index) {
        // A small place that the tables lack: "in Fundación, Magdalena, Colombia".
        const std::uint32_t t = hit.token_first - 2;
        return c.parse.upos[t] == Upos::PROPN && (c.parse.relation[t].rel == Rel::obl || c.parse.relation[t].rel == Rel::nmod) &&
               hit.token_last < c.sentence_last(t) && c.parse.upos[hit.token_last] == Upos::PUNCT;
    }
    const Found& other = c.found[static_cast<std::size_t>(before)];
    if (other.as == Reading::state && other.target == hit.target) return true;  // "Bristol, England, United Kingdom"
    if (other.place != nothing && c.k.places[other.place].state == hit.target && other.as != Reading::state) return true;
    return other.as == Reading::place && c.k.actors[c.k.places[other.target].state].home == hit.target;
}

// "Arkansas reports …", "Quebec will begin …": a first-level region that acts.
bool region_acts(const Casting& c, const Found& hit) {
    if (c.k.places[hit.place].kind != PlaceKind::adm1) return false;
    const std::uint32_t head = c.head_of(hit.token_first, hit.token_last);
    const std::int32_t verb = c.parse.head[head];
    return c.parse.relation[head] == Relation{Rel::nsubj, Sub::none} && verb >= 0 &&
           c.parse.upos[static_cast<std::size_t>(verb)] == Upos::VERB && preposition(c, hit.token_first, head).empty();
}

void place_or_power(Casting& c, Found& hit) {
    const PlaceRow& row = c.k.places[hit.place];
    const bool seat_of_power = row.kind == PlaceKind::capital || hit.seat != nothing;
    if (seat_of_power && !followed_by_its_region(c, hit) && stands_for_power(c, hit)) {
        const std::uint32_t power = power_at(c, hit);
        add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::metonym, {entity_of_actor(c, power)}, 0.85,
                    hit.seat != nothing ? "seat-of-power" : "capital-for-government");
        return;
    }
    if (region_acts(c, hit)) {
        const PlaceRow& region = c.k.places[hit.place];
        add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::metonym,
                    {entity_of_group(c, c.k.text(region.name), c.code_of(region.state), "GOV", {}, "a region's government")}, 0.7,
                    "region-acts");
        return;
    }
    add_place(c, hit, place_of(c, hit.place), hit.confidence);
}

constexpr std::string_view directions[] = {
    "northern",     "southern",     "eastern",       "western",       "central",       "northeastern",  "northwestern",
    "southeastern", "southwestern", "north-eastern", "north-western", "south-eastern", "south-western", "mainland",
    "rural",        "coastal",      "upper",         "north",         "south",         "east",          "west",
    "northeast",    "northwest",    "southeast",     "southwest",     "downtown",      "occupied"};
constexpr std::string_view parts_of_land[] = {"coast",   "shore",    "border", "part",    "much",     "most",      "half",
                                              "area",    "north",    "south",  "east",    "west",     "city",      "town",
                                              "village", "province", "waters", "capital", "region",   "island",    "outside",
                                              "rest",    "airspace", "centre", "center",  "interior", "territory", "crossing"};
// What a possessive state has of land: "Yemen's capital", "Ukraine's east".
constexpr std::string_view lands_owned[] = {
    "regions",   "provinces",   "districts", "cities", "parts",   "suburbs",   "coast",     "capital",   "governorate",
    "oblast",    "north",       "south",     "east",   "west",    "northeast", "northwest", "southeast", "southwest",
    "highlands", "countryside", "interior",  "border", "borders", "territory", "waters",    "airspace",  "coastline"};
constexpr std::string_view fled_to[] = {"flee",    "flees",    "fled",      "fleeing", "escape",
                                        "escaped", "emigrate", "emigrated", "migrate"};
// "the Gaza blockade", "2005 Kashmir earthquake"
constexpr std::string_view befallen[] = {
    "blockade", "earthquake", "quake",      "tsunami",  "flood",     "floods",    "flooding",    "storm", "cyclone",
    "typhoon",  "bombing",    "bombings",   "massacre", "wildfires", "explosion", "explosions",  "blast", "outbreak",
    "drought",  "landslide",  "landslides", "shooting", "floods",    "siege",     "earthquakes", "crash", "epidemic"};
constexpr std::string_view goings[] = {"evacuate", "flee", "escape", "deport", "expel",    "repatriate",
                                       "shake",    "rock", "flood",  "batter", "devastate"};

constexpr std::string_view departures[] = {"withdrawal", "withdraw", "pullout",   "evacuation", "deportation",
                                           "expulsion",  "escape",   "departure", "refugee",    "migrant"};
constexpr std::string_view between_lands[] = {"border",   "exclave",  "frontier", "road", "flight",
                                              "pipeline", "crossing", "strait",   "lie"};
constexpr std::string_view proper_lands[] = {"island",   "islands", "province",   "state",     "city",   "region",
                                             "district", "county",  "prefecture", "peninsula", "valley", "coast"};

// By its form: the lemma of "fled" is not to be relied on.
bool flees(const Casting& c, std::int32_t verb) {
    return verb >= 0 && one_of(c.lower(static_cast<std::uint32_t>(verb)), fled_to);
}

// "much of New Zealand", "central Chile", "fled from Oman", "entered Gaza", "through Poland": land, not a power.
bool state_as_land(const Casting& c, const Found& hit, std::uint32_t head) {
    const std::uint32_t begin = c.sentence_first(hit.token_first);
    if (hit.token_first > begin && c.document.tokens[hit.token_first - 1].space_after &&
        one_of(c.lower(hit.token_first - 1), directions))
        return true;
    const std::string_view above = lemma(c, c.parse.head[head]);
    const std::string before = preposition(c, hit.token_first, head);
    if (before == "of") return one_of(above, parts_of_land);
    if (before == "through" || before == "across") return true;
    if (before == "from") return one_of(above, goings) || one_of(above, departures);
    if (before == "with" && above == "border") return true;
    if (before == "between") return one_of(above, between_lands);
    if (before == "to") return above == "pilgrimage" || above == "flight" || above == "journey" || flees(c, c.parse.head[head]);
    if (c.parse.relation[head].rel == Rel::compound) {  // "Gaza border crossings"
        const std::int32_t noun = c.parse.head[head];
        return noun > static_cast<std::int32_t>(head) &&
               (one_of(above, parts_of_land) || one_of(c.lower(static_cast<std::uint32_t>(noun)), befallen));
    }
    if (before.empty() && c.parse.relation[head].rel == Rel::obj) return one_of(above, goings) || above == "enter";
    return false;
}

// "a Palestinian", "the first American", "two Iraqis": somebody, not the state.
bool is_one_of_the_people(const Casting& c, const Found& hit, std::uint32_t head) {
    if (c.words[hit.word_last - 1].possessive) return false;
    const Rel rel = c.parse.relation[head].rel;
    if (rel != Rel::nsubj && rel != Rel::obj && rel != Rel::obl && rel != Rel::iobj && rel != Rel::nmod && rel != Rel::conj)
        return false;
    if (c.parse.upos[head] != Upos::NOUN && c.parse.upos[head] != Upos::PROPN && c.parse.upos[head] != Upos::ADJ) return false;
    if (hit.token_last < c.sentence_last(head) &&
        (c.parse.upos[hit.token_last] == Upos::NOUN || c.parse.upos[hit.token_last] == Upos::PROPN ||
         c.parse.upos[hit.token_last] == Upos::ADJ))
        return false;
    if (hit.token_first == c.sentence_first(head)) return false;
    const std::string before = c.lower(hit.token_first - 1);
    return before == "a" || before == "an" || before == "another" || before == "one" || before == "first" || before == "young" ||
           c.parse.upos[hit.token_first - 1] == Upos::NUM;
}

// Forms, not lemmas: the lemmas of "shelled" and "bombed" are not to be relied on.
constexpr std::string_view striking[] = {"shelled",  "shells",  "shelling", "bombed", "bombs", "bombing",    "bombarded",
                                         "bombards", "strafed", "strafes",  "shell",  "bomb",  "bombarding", "torpedoed"};
constexpr std::string_view launching[] = {"launch", "conduct", "carry"};
constexpr std::string_view strikes_launched[] = {"airstrike",   "airstrikes", "strike",    "strikes",  "shelling",
                                                 "bombardment", "barrage",    "bombing",   "bombings", "raid",
                                                 "raids",       "artillery",  "airstrikes"};

// "Russia shelled a hospital", "airstrikes were launched by Turkey": the state's forces do that.
bool strikes(const Casting& c, const Found& hit, std::uint32_t head) {
    if (hit.as != Reading::state || c.words[hit.word_last - 1].possessive) return false;
    const std::int32_t verb = c.parse.head[head];
    if (verb < 0 || c.parse.upos[static_cast<std::size_t>(verb)] != Upos::VERB) return false;
    const Relation relation = c.parse.relation[head];
    const bool subject = relation == Relation{Rel::nsubj, Sub::none};
    const bool agent = relation.rel == Rel::obl && preposition(c, hit.token_first, head) == "by";
    if (!subject && !agent) return false;
    if (one_of(c.lower(static_cast<std::uint32_t>(verb)), striking)) return true;
    if (!one_of(lemma(c, verb), launching)) return false;
    const std::int32_t object = c.tree.child(static_cast<std::uint32_t>(verb), agent ? Rel::nsubj : Rel::obj);
    return object >= 0 && one_of(c.lower(static_cast<std::uint32_t>(object)), strikes_launched);
}

bool names_the_pole(const Casting& c, const Found& hit) {
    if (c.document.word(hit.token_first) != "Pole" || hit.token_first == c.sentence_first(hit.token_first)) return false;
    const std::string before = c.lower(hit.token_first - 1);
    return before == "north" || before == "south";
}

// "the Cleveland Indians": a city and a people are a team.
bool names_a_team(const Casting& c, const Found& hit) {
    if (hit.token_first == c.sentence_first(hit.token_first) || c.parse.upos[hit.token_first - 1] != Upos::PROPN) return false;
    const std::int32_t f = c.found_at[hit.token_first - 1];
    if (f == no_index || c.words[c.first_word[hit.token_first] - 1].possessive) return false;
    const Found& city = c.found[static_cast<std::size_t>(f)];
    return city.as == Reading::place && city.token_last == hit.token_first;
}

// "Japan's Fukuoka prefecture", "Yemen's southwestern Taiz Governorate", "Puerto Rico's southwest coast": land.
bool owns_land(const Casting& c, const Found& hit) {
    if (!c.words[hit.word_last - 1].possessive) return false;
    const std::uint32_t end = std::min(c.sentence_last(hit.token_first), hit.token_last + 6);
    std::uint32_t t = hit.token_last;
    if (t < end && c.parse.upos[t] == Upos::PART) ++t;
    for (; t < end; ++t) {
        const std::string word = c.lower(t);
        const std::int32_t f = c.found_at[t];
        if (f != no_index && c.found[static_cast<std::size_t>(f)].as == Reading::place) {
            const Found& place = c.found[static_cast<std::size_t>(f)];
            if (c.agent_at[t] != no_index || c.k.places[place.target].state != hit.target) return false;
            t = place.token_last - 1;
            // "Japan's Osaka University" is no land.
            if (t + 1 >= end || (c.parse.upos[t + 1] != Upos::PROPN && c.agent_at[t + 1] == no_index)) return true;
            continue;
        }
        if (one_of(word, proper_lands) || one_of(word, lands_owned)) return true;
        if (one_of(word, directions)) continue;
        if (c.person_at[t] != no_index || c.agent_at[t] != no_index) return false;
        const Upos upos = c.parse.upos[t];
        if (upos != Upos::ADJ && upos != Upos::PROPN && upos != Upos::CCONJ &&
            !(upos == Upos::NOUN && c.parse.relation[t].rel == Rel::compound))
            return false;
    }
    return false;
}

bool is_land(const Casting& c, const Found& hit, std::uint32_t head);

// "between Poland and Lithuania", "the border with Turkey and Iraq": as the one it is joined to.
bool joined_to_land(const Casting& c, const Found& hit, std::uint32_t head) {
    if (c.parse.relation[head].rel != Rel::conj || c.parse.head[head] < 0) return false;
    const auto first = static_cast<std::uint32_t>(c.parse.head[head]);
    const std::int32_t f = c.found_at[first];
    if (f == no_index || first >= head) return false;
    const Found& other = c.found[static_cast<std::size_t>(f)];
    if (other.as != Reading::state || &other == &hit || c.words[other.word_last - 1].possessive) return false;
    return is_land(c, other, first);
}

// "in U.S. custody", "as part of Russia-US talks": what the preposition governs is another noun.
bool modifies_a_noun(const Casting& c, const Found& hit, std::uint32_t head) {
    const std::int32_t noun = c.parse.head[head];
    if (c.parse.relation[head].rel != Rel::compound || noun < static_cast<std::int32_t>(hit.token_last)) return false;
    const std::string word = c.lower(static_cast<std::uint32_t>(noun));
    return word != "head" && c.parse.upos[static_cast<std::size_t>(noun)] == Upos::NOUN && !one_of(word, place_nouns) &&
           !one_of(word, proper_lands) && !one_of(word, parts_of_land);
}

// "the Gaza blockade", "Gaza border crossings"
bool befalls_land(const Casting& c, std::uint32_t head) {
    const std::int32_t noun = c.parse.head[head];
    return one_of(lemma(c, noun), parts_of_land) || one_of(c.lower(static_cast<std::uint32_t>(noun)), befallen);
}

bool is_land(const Casting& c, const Found& hit, std::uint32_t head) {
    if (hit.as != Reading::state) return false;
    if (modifies_a_noun(c, hit, head)) return befalls_land(c, head);
    return one_of(preposition(c, hit.token_first, head), locative) || closes_a_place(c, hit) || state_as_land(c, hit, head) ||
           joined_to_land(c, hit, head);
}

void state_mention(Casting& c, Found& hit) {
    const std::uint32_t head = c.head_of(hit.token_first, hit.token_last);
    if (hit.as == Reading::state) {
        const bool possessive = c.words[hit.word_last - 1].possessive;
        if (possessive ? owns_land(c, hit) : is_land(c, hit, head)) {
            readout::Place place;
            place.name = c.k.text(c.k.actors[hit.target].name);
            place.country = c.k.actors[hit.target].code.text;
            place.precision = "country";
            add_place(c, hit, std::move(place), 0.9);
            return;
        }
    }
    if (hit.as == Reading::demonym && (names_a_team(c, hit) || names_the_pole(c, hit))) return;
    if (hit.as == Reading::demonym && c.parse.relation[head].rel != Rel::amod && c.parse.relation[head].rel != Rel::compound) {
        const Actor& state = c.k.actors[hit.target];
        const std::string name(c.text_of(hit.token_first, hit.token_last));
        add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::agent,
                    {entity_of_group(c, name, state.code.text, "CVL", {}, "people of a state")}, 0.8, "demonym");
        return;
    }
    if (hit.as == Reading::adjective && is_one_of_the_people(c, hit, head)) {
        const std::string name(c.text_of(hit.token_first, hit.token_last));
        add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::agent,
                    {entity_of_group(c, name, c.code_of(hit.target), "CVL", {}, "one of a state's people")}, 0.8, "demonym");
        return;
    }
    if (hit.as != Reading::demonym && strikes(c, hit, head)) {
        add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::name,
                    {entity_of_group(c, c.k.text(c.k.actors[hit.target].name), c.code_of(hit.target), "MIL", {},
                                     "a state that shells or bombs: its forces")},
                    0.85, "state-that-strikes");
        return;
    }
    add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::name, {entity_of_state(c, hit.target)},
                hit.confidence, hit.rule);
}

// "Thailand's Food and Drug Administration": a body of that name, but of the state before it.
std::uint32_t another_states(const Casting& c, const Found& hit) {
    const Actor& body = c.k.actors[hit.target];
    if (body.type != Type::institution || body.home == nothing || &hit == c.found.data()) return nothing;
    const Found& before = *(&hit - 1);
    if ((before.as != Reading::state && before.as != Reading::adjective) || before.target == body.home) return nothing;
    std::uint32_t at = before.token_last;
    if (at < hit.token_first && c.words[before.word_last - 1].possessive && c.parse.upos[at] == Upos::PART) ++at;
    return at == hit.token_first ? before.target : nothing;
}

void found_mention(Casting& c, Found& hit) {
    if (c.person_at[hit.token_first] != no_index || hit.as == Reading::none || hit.as == Reading::surname ||
        hit.as == Reading::person)
        return;
    if (hit.used && hit.as != Reading::actor) return;
    switch (hit.as) {
        case Reading::state:
        case Reading::adjective:
        case Reading::demonym:
            state_mention(c, hit);
            return;
        case Reading::place:
            place_or_power(c, hit);
            return;
        case Reading::actor: {
            if (hit.used) return;
            if (const std::uint32_t state = another_states(c, hit); state != nothing) {
                const Actor& body = c.k.actors[hit.target];
                add_mention(c, hit.token_first, hit.token_last, shown(c, hit), MentionKind::name,
                            {entity_of_group(c, c.text_of(hit.token_first, hit.token_last), c.code_of(state), body.sector.text,
                                             {}, "a body of the state named before it")},
                            0.8, "body-of-another-state");
                return;
            }
            const bool seat = c.k.actors[hit.target].type == Type::seat;
            const std::uint32_t head = c.head_of(hit.token_first, hit.token_last);
            if (seat && one_of(preposition(c, hit.token_first, head), locative)) {
                readout::Place place;
                place.name = c.k.text(c.k.actors[hit.target].name);
                place.country = c.k.actors[hit.target].code.text;
                place.precision = "point";
                add_place(c, hit, std::move(place), 0.7);
                return;
            }
            add_mention(c, hit.token_first, hit.token_last, shown(c, hit), seat ? MentionKind::metonym : MentionKind::name,
                        {entity_of_actor(c, hit.target)}, hit.confidence, hit.rule);
            return;
        }
        default:
            return;
    }
}

void person_mentions(Casting& c) {
    for (const PersonSpan& person : c.people) {
        if (person.entity == no_index) continue;
        std::uint32_t first = person.first;
        if (person.phrase != no_index) {
            const Phrase& phrase = c.phrases[static_cast<std::size_t>(person.phrase)];
            if (phrase.first < person.first && phrase.last <= person.first && phrase.first >= c.sentence_first(person.first))
                first = phrase.first;
        }
        std::vector<std::uint32_t> who{static_cast<std::uint32_t>(person.entity)};
        // The name is part of a longer title phrase: its tokens count as the mention's, the span shows the name.
        const bool one = person.found != no_index;
        const std::uint32_t w0 = one ? c.found[static_cast<std::size_t>(person.found)].word_first : c.first_word[person.first];
        const std::uint32_t w1 = one ? c.found[static_cast<std::size_t>(person.found)].word_last : c.first_word[person.last];
        const Span span = w1 > w0 ? Span{c.words[w0].span.start, c.words[w1 - 1].span.end}
                                  : Span{c.document.tokens[person.first].span.start, c.document.tokens[person.last - 1].span.end};
        add_mention(c, first, person.last, span, MentionKind::name, who, person.confidence, person.rule);
    }
}

bool is_argument(const Casting& c, std::uint32_t token) {
    switch (c.parse.relation[token].rel) {
        case Rel::compound:
        case Rel::flat:
        case Rel::fixed:
        case Rel::amod:
        case Rel::det:
            return false;
        default:
            return true;
    }
}

Span phrase_span(const Casting& c, const Phrase& phrase) {
    return {c.document.tokens[phrase.first].span.start, c.document.tokens[phrase.last - 1].span.end};
}

// What the words around a group say of its state: "a hospital in Kherson", "police in Kenya".
std::string code_in_phrase(const Casting& c, const Phrase& phrase) {
    if (phrase.owner_actor != nothing) return std::string(c.code_of(phrase.owner_actor));
    return {};
}

// Somebody the document names who holds, or held, the office spoken of: the last one before the phrase, else the first after it.
std::uint32_t holder_named_before(const Casting& c, const Phrase& phrase) {
    std::uint32_t person = nothing, token = 0;
    bool before = false;
    for (const Known& known : c.known) {
        if (known.actor == nothing) continue;
        bool fits = false;
        for (const Role& role : c.k.roles_of(known.actor)) {
            if (!(phrase.classes & bit(role.cls)) ||
                (role.for_actor != phrase.owner_actor && c.home_of(role.for_actor) != phrase.owner_actor))
                continue;
            fits |= c.day == no_day || held(role, c.day) != Held::no;
        }
        if (!fits) continue;
        const bool is_before = known.token <= phrase.first;
        if (person == nothing || (is_before && (!before || known.token > token)) ||
            (!is_before && !before && known.token < token)) {
            person = known.actor;
            token = known.token;
            before = is_before;
        }
    }
    return person;
}

void office_or_group(Casting& c, Phrase& phrase) {
    const AgentHit& hit = c.agents[phrase.agent];
    const Agent& agent = c.k.agents[hit.agent];
    const std::uint32_t head = c.head_of(hit.token_first, hit.token_last);
    if (!is_argument(c, head) && phrase.owner_actor == nothing) return;
    if (phrase.owner != no_index) {  // "the Donetsk leader" is not the state's
        const Found& owner = c.found[static_cast<std::size_t>(phrase.owner)];
        if (owner.as == Reading::place && owner.seat == nothing && c.k.places[owner.target].kind != PlaceKind::capital)
            phrase.classes &= ~(bit(Office::HOS) | bit(Office::HOG));
    }
    const Span span = phrase_span(c, phrase);
    if (phrase.counterpart && phrase.owner_pronoun != no_index) {  // "his Chinese counterpart": settled with "his"
        add_mention(c, phrase.first, phrase.last, span, MentionKind::description, {}, 0.5, "agent-alone");
        return;
    }
    if (phrase.owner_actor != nothing && agent.kind == AgentKind::person && phrase.classes != 0 && phrase.definite &&
        !phrase.plural && !phrase.former) {
        double confidence = 0;
        std::uint32_t person = holder_named_before(c, phrase);
        if (person != nothing)
            confidence = 0.95;
        else
            person = holder_on_day(c, phrase.owner_actor, phrase.classes, confidence);
        if (person != nothing) {
            const std::uint32_t entity = entity_of_person(c, person, phrase.classes, phrase.owner_actor, false);
            add_mention(c, phrase.first, phrase.last, span, MentionKind::office, {entity}, confidence, "office-on-the-day");
            Known known;
            known.entity = entity;
            known.actor = person;
            known.token = phrase.first;
            for (const Word& word : cut_words(c.k.text(c.k.actors[person].name))) known.words.push_back(word.text);
            c.known.push_back(std::move(known));
            return;
        }
    }
    // "the leaders of France and Germany", "the presidents of Chad and Niger"
    if (phrase.owner_actor != nothing && phrase.plural && !phrase.other_owners.empty()) {
        std::vector<std::uint32_t> who;
        std::vector<std::uint32_t> owners{phrase.owner_actor};
        owners.insert(phrase.others_first ? owners.begin() : owners.end(), phrase.other_owners.begin(),
                      phrase.other_owners.end());
        for (const std::uint32_t owner : owners) {
            double confidence = 0;
            const std::uint32_t person = phrase.classes != 0 ? holder_on_day(c, owner, phrase.classes, confidence) : nothing;
            const Actor& row = c.k.actors[owner];
            const bool body = phrase.classes == 0 && phrase.sector != "GOV" && row.type <= Type::former_state;
            who.push_back(person != nothing ? entity_of_person(c, person, phrase.classes, owner, false)
                          : body ? entity_of_group(c, c.text_of(hit.token_first, hit.token_last), row.code.text, phrase.sector,
                                                   phrase.second, "agent noun with several states")
                                 : entity_of_actor(c, owner));
        }
        add_mention(c, phrase.first, phrase.last, span, MentionKind::office, std::move(who), 0.8, "offices-on-the-day");
        return;
    }
    const std::string code = code_in_phrase(c, phrase);
    std::string sector =
        phrase.former && (phrase.sector == "GOV" || phrase.sector == "LEG" || phrase.sector == "SPY") ? "ELI" : phrase.sector;
    if (phrase.owner_actor != nothing) {
        const Actor& owner = c.k.actors[phrase.owner_actor];
        // "Hamas officials", "Taliban fighters", "NATO troops": the group's own sector, unless the noun says more.
        if ((owner.type == Type::armed || owner.type == Type::party) &&
            (sector == "GOV" || sector == "REB" || sector == "UAF" || sector.empty() ||
             (owner.type == Type::armed && (sector == "MIL" || sector == "SPY")) ||
             (owner.type == Type::party && sector == "LEG" && agent.kind == AgentKind::body &&
              c.lower(hit.token_last - 1) == "congress")))
            sector = owner.sector.text;
        // The state itself speaks through "the Chinese side", "the Russian government".
        const std::string noun = c.lower(hit.token_last - 1);
        if (owner.type <= Type::former_state && (noun == "government" || noun == "side" || noun == "state" || noun == "regime" ||
                                                 noun == "administration" || noun == "authorities" || noun == "leadership")) {
            add_mention(c, phrase.first, phrase.last, span, MentionKind::agent, {entity_of_state(c, phrase.owner_actor)}, 0.92,
                        "government-of-a-state");
            return;
        }
        if (owner.type != Type::person && owner.type > Type::former_state && owner.type != Type::armed &&
            owner.type != Type::party && (sector == "GOV" || sector.empty()) && owner.sector.text[0] != 0)
            sector = owner.sector.text;
        if (sector.empty() && owner.type <= Type::former_state) sector = "GOV";
        add_mention(
            c, phrase.first, phrase.last, span, agent.kind == AgentKind::person ? MentionKind::office : MentionKind::agent,
            {entity_of_group(c, c.text_of(phrase.first, phrase.last), code, sector, phrase.second, "agent noun with its state")},
            0.85, "agent-with-owner");
        return;
    }
    static constexpr std::string_view equipment[] = {"warplanes", "warplane",   "fighter jets",     "fighter jet", "jets",
                                                     "jet",       "airstrikes", "air strikes",      "airstrike",   "air strike",
                                                     "drones",    "drone",      "missiles",         "missile",     "tanks",
                                                     "tank",      "warships",   "warship",          "helicopters", "helicopter",
                                                     "submarine", "submarines", "aircraft carrier", "artillery",   "frigate",
                                                     "destroyer", "aircraft"};
    if (sector.empty() || sector == "UNK" || one_of(c.k.text(agent.phrase), equipment)) return;
    add_mention(c, phrase.first, phrase.last, span, phrase.definite ? MentionKind::description : MentionKind::agent, {}, 0.5,
                "agent-alone");
}

// "the Beijing Declaration", "the Korean War": what the name model may take for an organisation.
bool names_no_body(const Casting& c, const readout::Name& name) {
    static constexpr std::string_view things[] = {
        "declaration", "agreement",  "treaty",       "act",        "accord",    "accords",    "war",      "summit",
        "conference",  "prize",      "cup",          "games",      "day",       "plan",       "talks",    "relations",
        "election",    "elections",  "referendum",   "crisis",     "flight",    "bridge",     "airport",  "protocol",
        "convention",  "resolution", "constitution", "initiative", "operation", "revolution", "award",    "championship",
        "street",      "square",     "river",        "sea",        "disease",   "virus",      "statement"};
    std::uint32_t last = name.last - 1;
    for (std::uint32_t t = name.first; t < name.last; ++t) {
        if (c.lower(t) == "of" && t > name.first) {
            last = t - 1;
            break;
        }
    }
    return one_of(c.lower(last), things) || one_of(c.lower(name.last - 1), things);
}

// The noun that says what kind of body it is: the last one before "of", else the last.
std::string_view sector_by_noun(const Casting& c, const readout::Name& name) {
    static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"party", "PTY"},        {"court", "JUD"},        {"tribunal", "JUD"},    {"police", "COP"},      {"army", "MIL"},
        {"navy", "MIL"},         {"forces", "MIL"},       {"brigade", "MIL"},     {"battalion", "MIL"},   {"regiment", "MIL"},
        {"guard", "MIL"},        {"guards", "MIL"},       {"ministry", "GOV"},    {"department", "GOV"},  {"agency", "GOV"},
        {"commission", "GOV"},   {"authority", "GOV"},    {"bureau", "GOV"},      {"government", "GOV"},  {"university", "EDU"},
        {"college", "EDU"},      {"school", "EDU"},       {"institute", "EDU"},   {"academy", "EDU"},     {"bank", "BUS"},
        {"airlines", "BUS"},     {"airways", "BUS"},      {"airline", "BUS"},     {"corporation", "BUS"}, {"company", "BUS"},
        {"group", ""},           {"hospital", "MED"},     {"church", "REL"},      {"rabbinate", "REL"},   {"mosque", "REL"},
        {"broadcasting", "JRN"}, {"television", "JRN"},   {"radio", "JRN"},       {"news", "JRN"},        {"times", "JRN"},
        {"post", "JRN"},         {"parliament", "LEG"},   {"assembly", "LEG"},    {"senate", "LEG"},      {"congress", "LEG"},
        {"cartel", "CRM"},       {"intelligence", "SPY"}, {"observatory", "SOC"}, {"federation", ""},     {"brigades", "REB"}};
    std::string_view told;
    for (std::uint32_t t = name.first; t < name.last; ++t) {
        const std::string word = c.lower(t);
        if (word == "of" && !told.empty()) break;
        for (const auto& [noun, sector] : kinds) {
            if (noun == word) told = sector;
        }
    }
    return told;
}

// Organisations only the name model knows; their state from a name inside ("Bank of Japan"), their sector from a noun.
void unknown_organisations(Casting& c) {
    for (const readout::Name& name : c.parse.names) {
        if (name.type != NameType::ORG || name.first >= name.last || name.last > c.size()) continue;
        bool taken = false;
        std::uint32_t state = nothing;
        std::string sector;
        for (std::uint32_t t = name.first; t < name.last; ++t) {
            if (c.person_at[t] != no_index) taken = true;
            const std::int32_t p = c.phrase_at[t];
            if (p != no_index) {
                const Phrase& phrase = c.phrases[static_cast<std::size_t>(p)];
                if (phrase.owner_actor != nothing || phrase.used || phrase.first < name.first || phrase.last > name.last)
                    taken = true;
                sector = c.phrases[static_cast<std::size_t>(p)].sector;
            }
            const std::int32_t f = c.found_at[t];
            if (f == no_index) continue;
            const Found& hit = c.found[static_cast<std::size_t>(f)];
            if (hit.as == Reading::actor || (hit.token_first <= name.first && hit.token_last >= name.last &&
                                             hit.as != Reading::surname && hit.as != Reading::none))
                taken = true;
            if (hit.as == Reading::state || hit.as == Reading::adjective) state = hit.target;
            if (hit.as == Reading::place) state = c.k.places[hit.target].state;
        }
        if (taken || names_no_body(c, name)) continue;
        if (const std::string_view told = sector_by_noun(c, name); !told.empty()) sector = told;
        for (std::uint32_t t = name.first; t < name.last; ++t) {
            if (c.found_at[t] != no_index) c.found[static_cast<std::size_t>(c.found_at[t])].used = true;
            if (c.phrase_at[t] != no_index) c.phrases[static_cast<std::size_t>(c.phrase_at[t])].used = true;
        }
        if (state == nothing) {  // "Egypt's Supreme Council of Antiquities", "Memorial, a Russian human rights organization"
            const Beside told = beside(c, name.first, std::min<std::uint32_t>(name.last, static_cast<std::uint32_t>(c.size())));
            state = told.state;
            if (told.by != no_index) c.found[static_cast<std::size_t>(told.by)].used = true;
            if (sector.empty() && told.sector != "CVL" && told.sector != "LEG") sector = told.sector;
        }
        const std::string code = state == nothing ? "" : std::string(c.code_of(state));
        std::uint32_t first = name.first;
        const std::uint32_t entity = entity_of_unknown(c, c.text_of(first, name.last), code, sector, {});
        add_mention(c, first, name.last, Span{c.document.tokens[first].span.start, c.document.tokens[name.last - 1].span.end},
                    MentionKind::name, {entity}, code.empty() ? 0.4 : 0.7, "unknown-organisation");
    }
}

}  // namespace

std::uint32_t add_mention(Casting& c, std::uint32_t first, std::uint32_t last, Span span, MentionKind kind,
                          std::vector<std::uint32_t> entities, double confidence, std::string rule) {
    Mention mention;
    mention.span = span;
    mention.first = first;
    mention.last = last;
    mention.head = c.head_of(first, last);
    mention.kind = kind;
    mention.entities = std::move(entities);
    mention.confidence = confidence;
    mention.rule = std::move(rule);
    c.cast.mentions.push_back(std::move(mention));
    return static_cast<std::uint32_t>(c.cast.mentions.size() - 1);
}

void make_mentions(Casting& c) {
    unknown_organisations(c);
    person_mentions(c);
    for (Phrase& phrase : c.phrases) {
        if (!phrase.used) office_or_group(c, phrase);
    }
    for (Found& hit : c.found) found_mention(c, hit);
}

}  // namespace readout::actors
