// Whose are they? The state of groups, bodies and officials whose owner no word beside them names: "police", "militants",
// "the health ministry", "Mayor Marty Walsh".
//
// In this order: who sends them ("Ethiopia withdraws troops from Mogadishu"), where the sentence takes place ("in Mansoura,
// Algeria, … 24 policemen"), the one state that the sentence and the report speak of. What is not told stays null.
#include <algorithm>
#include <string>
#include <vector>

#include "actors/walk.h"

namespace readout::actors {
namespace {

struct Heard {  // states that one sentence speaks of
    std::vector<std::uint32_t> places, powers;
    std::vector<std::uint32_t> mentions;
    bool allied = false;  // of an alliance's forces: "soldiers with the NATO-led force"
};

struct Ground {
    Casting& c;
    std::vector<Heard> sentences;
    std::vector<std::uint32_t> states;  // of the whole report, each once
    std::vector<int> times;             // how often, beside `states`
    std::vector<int> voices;            // through what, beside `states`: a sum of Voice
};

// Forces tell little of the people they strike, rebels nothing of the forces they fight.
enum Voice : int { civil = 1, military = 2, rebel = 4 };

void add_once(std::vector<std::uint32_t>& list, std::uint32_t state) {
    if (std::find(list.begin(), list.end(), state) == list.end()) list.push_back(state);
}

std::uint32_t state_of_code(const Casting& c, const std::string& code) {
    if (code.size() != 3) return nothing;
    const auto state = c.k.actor_of_code(code);
    return state && c.k.actors[*state].type <= Type::former_state ? *state : nothing;
}

// "pro-Russian rebels", "anti-Iraq War demonstrators": what they stand for is not where they are.
bool after_pro_or_anti(const Casting& c, const Mention& mention) {
    std::uint32_t w = c.first_word[mention.first];
    while (w < c.first_word[mention.last] && c.words[w].span.start < mention.span.start) ++w;
    if (w == 0 || w >= c.words.size()) return false;
    const Word& before = c.words[w - 1];
    return (before.text == "pro" || before.text == "anti") && c.words[w].span.start <= before.span.end + 3;
}

void hear(Ground& g, std::uint32_t token, std::uint32_t state, bool place, int voice) {
    if (state == nothing) return;
    Heard& heard = g.sentences[g.c.document.sentence_of(token)];
    add_once(place ? heard.places : heard.powers, state);
    const auto at = static_cast<std::size_t>(std::find(g.states.begin(), g.states.end(), state) - g.states.begin());
    if (at == g.states.size()) g.states.push_back(state), g.times.push_back(0), g.voices.push_back(0);
    ++g.times[at];
    g.voices[at] |= voice;
}

// "Syrian soldiers", "Colombian rebels" are at home; named forces and rebels, and what strikes from the air, may not be.
int voice_of(const Casting& c, const Mention& mention, const Entity& entity) {
    static constexpr std::string_view from_afar[] = {"strike",  "strikes",  "airstrike", "airstrikes", "drone",       "drones",
                                                     "missile", "missiles", "jets",      "warplanes",  "warplane",    "aircraft",
                                                     "raid",    "warships", "warship",   "navy",       "peacekeepers"};
    const bool named = mention.kind == MentionKind::name || one_of(c.lower(mention.last - 1), from_afar);
    if (!named) return civil;
    return entity.sector == "MIL" ? military : entity.sector == "REB" ? rebel : civil;
}

void index_mentions(Ground& g) {
    g.sentences.resize(g.c.document.sentences.size());
    for (std::uint32_t m = 0; m < g.c.cast.mentions.size(); ++m)
        g.sentences[g.c.document.sentence_of(g.c.cast.mentions[m].head)].mentions.push_back(m);
}

void listen(Ground& g) {
    const Casting& c = g.c;
    for (const PlaceMention& place : c.cast.places) hear(g, place.head, state_of_code(c, place.place.country), true, civil);
    for (const Mention& mention : c.cast.mentions) {
        if (mention.kind == MentionKind::pronoun || mention.kind == MentionKind::description) continue;
        if (after_pro_or_anti(c, mention)) continue;
        for (const std::uint32_t e : mention.entities) {
            const Entity& entity = c.cast.entities[e];
            // Who reports, and a firm that is dealt with, tell nothing of where.
            if (mention.kind == MentionKind::name && (entity.sector == "JRN" || entity.sector == "BUS")) continue;
            const int voice = voice_of(c, mention, entity);
            hear(g, mention.head, state_of_code(c, entity.code), false, voice);
            if (entity.code == "IGO" && voice == military) g.sentences[c.document.sentence_of(mention.head)].allied = true;
        }
    }
}

std::uint32_t only(const std::vector<std::uint32_t>& list) { return list.size() == 1 ? list[0] : nothing; }

bool none_but(const std::vector<std::uint32_t>& list, std::uint32_t state) {
    return std::all_of(list.begin(), list.end(), [&](std::uint32_t s) { return s == state; });
}

const Mention* mention_over(const Ground& g, std::uint32_t token) {
    const Mention* best = nullptr;
    for (const std::uint32_t m : g.sentences[g.c.document.sentence_of(token)].mentions) {
        const Mention& mention = g.c.cast.mentions[m];
        if (mention.first > token || token >= mention.last || mention.entities.empty()) continue;
        if (best == nullptr || mention.last - mention.first < best->last - best->first) best = &mention;
    }
    return best;
}

// The verb that a noun is the object of, also as one of several nouns.
std::int32_t verb_over(const Casting& c, std::uint32_t token) {
    std::uint32_t at = token;
    for (int steps = 0; steps < 3 && c.parse.relation[at].rel == Rel::conj && c.parse.head[at] >= 0; ++steps)
        at = static_cast<std::uint32_t>(c.parse.head[at]);
    if (c.parse.relation[at].rel != Rel::obj) return no_index;
    return c.parse.head[at];
}

constexpr std::string_view sending[] = {"send",     "deploy",   "withdraw", "pull",   "station", "mobilize",  "mobilise",
                                        "dispatch", "move",     "recall",   "mass",   "commit",  "pledge",    "lose",
                                        "redeploy", "evacuate", "urge",     "advise", "warn",    "tell",      "order",
                                        "call",     "bring",    "expel",    "amass",  "train",   "contribute"};
// Who has them sends them, warns them, calls them home.
constexpr std::string_view sent[] = {"troops",  "soldiers",   "forces",    "citizens", "nationals",  "envoy",    "envoys",
                                     "warship", "warships",   "personnel", "ships",    "fighters",   "soldier",  "military",
                                     "police",  "ambassador", "diplomats", "army",     "reservists", "battalion"};

// "Turkey says it will not send troops": the state that is subject of the verb, or of the one above it.
std::uint32_t sender_of(Ground& g, std::uint32_t head, std::string_view noun) {
    const Casting& c = g.c;
    if (!one_of(noun, sent)) return nothing;
    std::int32_t verb = verb_over(c, head);
    if (verb == no_index && c.parse.relation[head].rel == Rel::obl) verb = c.parse.head[head];  // "calls on nationals to …"
    if (verb < 0 || !one_of(c.parse.lemma[static_cast<std::size_t>(verb)], sending)) return nothing;
    const std::int32_t subject = subject_of(c, verb);
    if (subject < 0 || static_cast<std::uint32_t>(subject) == head) return nothing;
    const Mention* who = mention_over(g, static_cast<std::uint32_t>(subject));
    if (who == nullptr || who->entities.size() != 1) return nothing;
    return state_of_code(c, c.cast.entities[who->entities[0]].code);
}

// Sectors of which a place or a state tells whose they are.
constexpr std::string_view local[] = {"COP", "JUD", "CVL", "REB", "OPP", "PRM", "CRM", "EDU", "LAB", "MED", "REL", "SOC"};
constexpr std::string_view official[] = {"GOV", "LEG", "PTY"};
// They come from elsewhere, or may.
constexpr std::string_view from_elsewhere[] = {
    "tourists",   "tourist",  "hostages", "hostage",     "foreigners", "foreigner",    "travelers",   "travellers", "traveler",
    "traveller",  "visitors", "migrants", "immigrants",  "refugees",   "passengers",   "expatriates", "climbers",   "athletes",
    "athlete",    "settlers", "settler",  "backpackers", "backpacker", "hikers",       "immigrant",   "settlement", "settlements",
    "defectors",  "defector", "exile",    "exiles",      "pirates",    "pirate",       "invaders",    "experts",    "researchers",
    "scientists", "website",  "websites", "blog",        "blogs",      "vips",         "astronauts",  "analysts",   "terrorists",
    "economists", "hackers",  "actors",   "rappers",     "captives",   "peacekeepers", "scholars",    "union",      "unions"};
constexpr std::string_view elsewhere[] = {"foreign", "international", "global", "expatriate", "overseas", "un", "u.n.", "allied"};
constexpr std::string_view own_media[] = {"state", "local", "national", "government", "official"};

// Offices of which a report names several states' without saying so ("ministers", "the ambassadors", "leaders").
constexpr std::uint64_t of_many_states = bit(Office::HOS) | bit(Office::HOG) | bit(Office::FM) | bit(Office::DM) |
                                         bit(Office::FIN) | bit(Office::AMB) | bit(Office::UNREP) | bit(Office::ENVOY) |
                                         bit(Office::IGOHEAD) | bit(Office::DHOS) | bit(Office::DHOG) | bit(Office::MIN);

// Rebels fought by these are seldom at home.
constexpr std::string_view afar[] = {"USA", "GBR", "FRA", "ISR", "DEU", "AUS", "CAN", "NLD", "ITA", "ESP"};

struct Asked {
    std::uint32_t head = 0;
    std::string noun;
    std::string_view sector;
    bool local_body = false;  // "local officials"
    bool singular_office = false;
    bool person = false;  // by name
};

// The nearest sentence before that takes place in one state.
std::uint32_t scene_before(const Ground& g, std::size_t sentence) {
    for (std::size_t back = 1; back <= 3 && back <= sentence; ++back) {
        const Heard& heard = g.sentences[sentence - back];
        if (heard.places.empty() && heard.powers.empty()) continue;
        const std::uint32_t place = only(heard.places);
        return place;
    }
    return nothing;
}

std::uint32_t state_for(Ground& g, const Asked& asked) {
    const Casting& c = g.c;
    if (const std::uint32_t sender = sender_of(g, asked.head, asked.noun); sender != nothing) return sender;
    static constexpr std::string_view of_a_person[] = {"ELI", "BUS", "JRN", "SPY"};
    const bool is_local = one_of(asked.sector, local) || asked.local_body || (asked.person && one_of(asked.sector, of_a_person));
    static constexpr std::string_view departments[] = {"department", "departments", "agency", "agencies", "service", "office"};
    const bool is_official = one_of(asked.sector, official) && !one_of(asked.noun, departments);
    const bool forces = asked.sector == "MIL";
    if (!is_local && !is_official && !forces) return nothing;
    if (asked.person && asked.sector == "CVL") return nothing;  // singers and players travel
    const std::size_t sentence = c.document.sentence_of(asked.head);
    const Heard& here = g.sentences[sentence];
    if (forces && here.allied) return nothing;
    const std::uint32_t all = only(g.states);
    const bool rebels = asked.sector == "REB" || asked.sector == "PRM";
    const auto may = [&](std::uint32_t state) { return !(rebels && one_of(c.code_of(state), afar)); };
    if (!here.places.empty()) {
        const std::uint32_t place = only(here.places);
        if (place == nothing) return nothing;
        if (is_local && !asked.singular_office) return place;
        return none_but(here.powers, place) ? place : nothing;
    }
    if (all != nothing)
        return may(all) && (g.voices[0] & (asked.sector == "CVL" ? civil | rebel : civil | military)) ? all : nothing;
    if (forces || rebels || asked.singular_office) return nothing;
    if (here.powers.empty()) {
        const std::uint32_t scene = scene_before(g, sentence);
        return is_local || (scene != nothing && none_but(g.sentences[sentence > 0 ? sentence - 1 : 0].powers, scene)) ? scene
                                                                                                                      : nothing;
    }
    const std::uint32_t power = only(here.powers);
    if (power == nothing || asked.sector == "CVL") return nothing;
    const int most = *std::max_element(g.times.begin(), g.times.end());
    const auto at = static_cast<std::size_t>(std::find(g.states.begin(), g.states.end(), power) - g.states.begin());
    return g.times[at] == most && 2 * most > static_cast<int>(g.states.size()) ? power : nothing;
}

// "House passes new defense bill", "hold onto House seat"
bool is_the_house(const Casting& c, const Mention& mention) {
    if (c.document.word(mention.last - 1) != "House") return false;
    const Rel rel = c.parse.relation[mention.head].rel;
    return rel == Rel::nsubj || rel == Rel::compound || rel == Rel::obl || rel == Rel::nmod;
}

// Is nothing said of other states, or is America spoken of?
bool may_be_american(const Ground& g) {
    if (g.states.empty()) return true;
    const auto usa = g.c.k.actor_of_code("USA");
    return usa && std::find(g.states.begin(), g.states.end(), *usa) != g.states.end();
}

// Without any state named, English-language reports mean the American one.
bool american_by_name(const Casting& c, const Mention& mention) {
    static constexpr std::string_view names[] = {"Senate",
                                                 "Supreme Court",
                                                 "Congress",
                                                 "Border Patrol",
                                                 "Air Force",
                                                 "Coast Guard",
                                                 "National Guard",
                                                 "Secret Service",
                                                 "Homeland Security",
                                                 "Senators",
                                                 "House Republicans",
                                                 "House Democrats",
                                                 "House Speaker",
                                                 "Senate Republicans",
                                                 "Senate Democrats",
                                                 "Justice Department",
                                                 "Federal Reserve",
                                                 "Attorney General"};
    std::uint32_t first = mention.first;
    if (first < mention.last && c.parse.upos[first] == Upos::DET) ++first;
    if (first >= mention.last) return false;
    if (one_of(c.text_of(first, mention.last), names)) return true;
    static constexpr std::string_view words[] = {"Republican", "Democrat", "Democratic",  "GOP",          "House",
                                                 "Senate",     "Dem",      "Republicans", "Congressional"};
    for (std::uint32_t t = first; t + 1 < mention.last; ++t) {
        if (one_of(c.document.word(t), words)) return true;
    }
    return mention.last - first == 1 && is_the_house(c, mention);
}

std::int32_t phrase_of(const Casting& c, const Mention& mention) {
    return c.phrase_at[mention.last - 1] != no_index ? c.phrase_at[mention.last - 1] : c.phrase_at[mention.head];
}

bool says_elsewhere(const Casting& c, const Phrase& phrase) {
    for (std::uint32_t t = phrase.first; t < phrase.last; ++t) {
        if (one_of(c.lower(t), elsewhere)) return true;
    }
    return one_of(c.lower(c.agents[phrase.agent].token_last - 1), from_elsewhere);
}

void tell_group(Ground& g, Mention& mention) {
    Casting& c = g.c;
    const std::int32_t p = phrase_of(c, mention);
    if (p == no_index) return;
    const Phrase& phrase = c.phrases[static_cast<std::size_t>(p)];
    if (phrase.sector.empty() || phrase.counterpart) return;
    const bool person = c.k.agents[c.agents[phrase.agent].agent].kind == AgentKind::person;
    Asked asked;
    asked.head = mention.head;
    asked.noun = c.lower(c.agents[phrase.agent].token_last - 1);
    asked.sector = phrase.sector;
    const std::string first = c.lower(phrase.first);
    asked.local_body = first == "local" || first == "regional" || first == "provincial" || first == "municipal";
    asked.singular_office = person && !phrase.plural && (phrase.classes & of_many_states) != 0;
    if (phrase.sector == "JRN" && one_of(first, own_media)) asked.sector = "GOV";
    const bool shared_office = person && phrase.plural && (phrase.classes & of_many_states) != 0;
    std::uint32_t state = shared_office || says_elsewhere(c, phrase) ? nothing : state_for(g, asked);
    if (state == nothing && may_be_american(g) && american_by_name(c, mention))
        state = c.k.actor_of_code("USA").value_or(nothing);
    const std::string_view name = c.text_of(phrase.first, phrase.last);
    if (state == nothing) {
        mention.entities = {entity_of_group(c, name, {}, phrase.sector, phrase.second, "agent noun; whose is not said")};
        return;
    }
    mention.entities = {entity_of_group(c, name, c.code_of(state), phrase.sector, phrase.second,
                                        "agent noun; the state that the sentence and the report speak of")};
    mention.confidence = 0.6;
    mention.rule = "only-state-spoken-of";
}

void set_state(Casting& c, Entity& entity, std::uint32_t state) {
    entity.code = c.code_of(state);
    entity.explanation += "; the state that the sentence and the report speak of";
    set_numbers(c, entity);
}

// "Mayor Marty Walsh", "researcher Gita Ramjee" in a report about one state.
void tell_officials(Ground& g) {
    Casting& c = g.c;
    for (const PersonSpan& person : c.people) {
        if (person.entity == no_index || person.phrase == no_index) continue;
        Entity& entity = c.cast.entities[static_cast<std::size_t>(person.entity)];
        if (!entity.code.empty() || !entity.actor.empty() || entity.sector.empty()) continue;
        Asked asked;
        asked.head = person.first;
        asked.sector = entity.sector;
        asked.singular_office = asked.person = true;
        const std::uint32_t state = state_for(g, asked);
        if (state != nothing) set_state(c, entity, state);
    }
}

// "its new leader": whose that is, coreference has found.
const Entity* office_at(const Ground& g, const AgentHit& hit) {
    const Casting& c = g.c;
    for (const std::uint32_t m : g.sentences[c.document.sentence_of(hit.token_first)].mentions) {
        const Mention& mention = c.cast.mentions[m];
        if (mention.first <= hit.token_first && hit.token_last <= mention.last && mention.kind != MentionKind::name &&
            mention.entities.size() == 1)
            return &c.cast.entities[mention.entities[0]];
    }
    return nullptr;
}

// "Ikililou Dhoinine is elected President of the Comoros", "… elects Leanne Wood as its new leader", "Edwards becomes the first
// British writer to …", "Smith is the mayor of Leeds": what somebody becomes, or is.
void tell_by_predicate(Ground& g, const PersonSpan& person) {
    Casting& c = g.c;
    static constexpr std::string_view becoming[] = {"become",   "elect",  "re-elect", "reelect", "appoint", "name",      "swear",
                                                    "nominate", "choose", "select",   "install", "remain",  "inaugurate"};
    if (person.entity == no_index) return;
    Entity& entity = c.cast.entities[static_cast<std::size_t>(person.entity)];
    if (!entity.code.empty() && !entity.sector.empty() && entity.sector != "ELI") return;
    const std::uint32_t head = c.head_of(person.first, person.last);
    const Rel rel = c.parse.relation[head].rel;
    const std::int32_t verb = c.parse.head[head];
    if (verb < 0 || (rel != Rel::nsubj && rel != Rel::obj)) return;
    const auto at = static_cast<std::uint32_t>(verb);
    const bool becomes = one_of(c.parse.lemma[at], becoming);
    if (!becomes && !(rel == Rel::nsubj && c.tree.child(at, Rel::cop) >= 0)) return;
    const std::uint32_t from = std::max(person.last, becomes ? at + 1 : person.last);
    const std::uint32_t end = std::min(c.sentence_last(head), from + 10);
    for (std::uint32_t t = from; t < end; ++t) {
        const std::string_view word = c.document.word(t);
        if (word == "," || word == ";" || word == ".") return;
        const std::int32_t p = c.phrase_at[t];
        if (p == no_index) continue;
        const Phrase& phrase = c.phrases[static_cast<std::size_t>(p)];
        const AgentHit& hit = c.agents[phrase.agent];
        if (phrase.plural || phrase.person != no_index || c.k.agents[hit.agent].kind != AgentKind::person) return;
        if (!becomes && verb != static_cast<std::int32_t>(c.head_of(hit.token_first, hit.token_last))) return;
        if (entity.code.empty()) {
            const Entity* office = phrase.owner_actor == nothing ? office_at(g, hit) : nullptr;
            if (office != nullptr && entity.sector.empty()) entity.sector = office->sector;
            entity.code = phrase.owner_actor != nothing ? std::string(c.code_of(phrase.owner_actor))
                          : office != nullptr           ? office->code
                                                        : "";
            set_numbers(c, entity);
        }
        // A former minister who is elected prime minister is no longer of the elite only.
        if (becomes && entity.sector == "ELI" && !phrase.former && phrase.owner_actor != nothing &&
            entity.code == c.code_of(phrase.owner_actor) && c.parse.lemma[at] != "nominate")
            entity.sector.clear();
        if (entity.sector.empty()) entity.sector = phrase.former && phrase.sector == "GOV" ? "ELI" : phrase.sector;
        entity.explanation += "; by what the sentence says that he or she is";
        return;
    }
}

bool is_of_the_world(const Casting& c, const Mention& mention) {
    static constexpr std::string_view words[] = {
        "International", "World", "Global",  "European", "African",           "Asian", "United", "Inter-American",
        "Latin",         "Arab",  "Pacific", "Nations",  "Interparliamentary"};
    for (std::uint32_t t = mention.first; t < mention.last; ++t) {
        if (one_of(c.document.word(t), words)) return true;
    }
    return false;
}

// "the Independence Party", "Ministry of Health": bodies that only the text names.
void tell_bodies(Ground& g) {
    Casting& c = g.c;
    static constexpr std::string_view kinds[] = {"PTY", "LEG", "JUD", "GOV", "COP", "EDU", "MED", "MIL"};
    for (Mention& mention : c.cast.mentions) {
        if (mention.rule != "unknown-organisation" || mention.entities.size() != 1) continue;
        Entity& entity = c.cast.entities[mention.entities[0]];
        if (entity.code.empty() && entity.sector.empty() && mention.last - mention.first == 1 && is_the_house(c, mention))
            entity.sector = "LEG";
        if (!entity.code.empty() || !one_of(entity.sector, kinds) || is_of_the_world(c, mention)) continue;
        Asked asked;
        asked.head = mention.head;
        asked.sector = entity.sector;
        asked.singular_office = true;
        std::uint32_t state = state_for(g, asked);
        if (state == nothing && may_be_american(g) && american_by_name(c, mention))
            state = c.k.actor_of_code("USA").value_or(nothing);
        if (state == nothing) continue;
        set_state(c, entity, state);
        mention.confidence = 0.55;
    }
}

}  // namespace

void tell_whose(Casting& c) {
    Ground g{c, {}, {}, {}, {}};
    index_mentions(g);
    for (const PersonSpan& person : c.people) tell_by_predicate(g, person);
    listen(g);
    tell_officials(g);
    tell_bodies(g);
    for (Mention& mention : c.cast.mentions) {
        if (mention.entities.empty() && mention.kind != MentionKind::pronoun) tell_group(g, mention);
    }
}

}  // namespace readout::actors
