#include <algorithm>

#include "actors/casting.h"

namespace readout::actors {
namespace {

template <std::size_t size>
bool one_of(std::string_view word, const std::string_view (&list)[size]) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

constexpr std::string_view former_words[] = {"former", "ex",     "late",   "ousted",   "deposed", "retired", "disgraced",
                                             "then",   "jailed", "exiled", "fugitive", "onetime", "past"};
constexpr std::string_view over_words[] = {"former",  "ex",     "late",     "ousted", "deposed",
                                           "retired", "exiled", "fugitive", "onetime"};
constexpr std::string_view deputy_words[] = {"deputy", "vice", "assistant", "junior"};
constexpr std::string_view pronouns[] = {"his", "her", "its", "their", "my", "our"};

bool is_owner(const Found& hit) {
    return hit.as == Reading::state || hit.as == Reading::adjective || hit.as == Reading::demonym || hit.as == Reading::actor ||
           hit.as == Reading::place;
}

// Whose a phrase is when this name stands before its noun: a state, or an organisation.
std::uint32_t owner_of(const Casting& c, const Found& hit) {
    if (hit.as == Reading::place)
        return hit.seat != nothing && c.home_of(hit.seat) != nothing ? c.home_of(hit.seat) : c.k.places[hit.target].state;
    if (hit.as == Reading::actor) {
        const Actor& actor = c.k.actors[hit.target];
        if (actor.type == Type::seat) {  // "Brussels": the Union
            if (std::string_view(actor.code.text) == "EUR")
                return c.k.european_union == nothing ? hit.target : c.k.european_union;
            return actor.home == nothing ? hit.target : actor.home;
        }
        if (actor.type == Type::institution && actor.home != nothing) return actor.home;
        return hit.target;
    }
    return hit.target;
}

bool hidden_by_name(const Casting& c, const AgentHit& agent) {
    const std::int32_t f = c.found_at[agent.token_first];
    if (f == no_index) return false;
    const Found& hit = c.found[static_cast<std::size_t>(f)];
    if (hit.as == Reading::none || hit.as == Reading::surname) return false;
    if (hit.token_first > agent.token_first || hit.token_last < agent.token_last) return false;
    return hit.word_first <= agent.word_first && hit.word_last >= agent.word_last &&
           (hit.as == Reading::actor || hit.as == Reading::place || hit.as == Reading::person ||
            (hit.as == Reading::state && hit.word_last - hit.word_first > agent.word_last - agent.word_first));
}

// "pro-Taliban", "anti-American": what they stand for is not whose they are.
bool stands_for_or_against(const Casting& c, const Found& hit) {
    if (hit.word_first == 0) return false;
    const Word& before = c.words[hit.word_first - 1];
    return (before.text == "pro" || before.text == "anti") && c.words[hit.word_first].span.start - before.span.end <= 3;
}

// "a Pentagon spokesman", "FBI officials", "Senate aides": of the institution's sector.
void lend_sector(const Casting& c, const Found& hit, Phrase& phrase) {
    if (hit.as != Reading::actor || (phrase.sector != "GOV" && !phrase.sector.empty())) return;
    const Actor& actor = c.k.actors[hit.target];
    if (actor.type == Type::institution && actor.sector.text[0] != 0) phrase.sector = actor.sector.text;
}

// "army spokesman", "opposition members" are of the body before them; "Sunni militiamen", "the Islamist government" are not.
bool takes_sector(const Casting& c, const AgentHit& agent) {
    static constexpr std::string_view heads[] = {
        "officials", "members", "member",  "leaders",   "supporters", "supporter", "sources",  "officers", "commanders", "group",
        "groups",    "chiefs",  "figures", "activists", "lawmakers",  "mps",       "fighters", "side",     "delegation", "team"};
    const Agent& row = c.k.agents[agent.agent];
    return row.kind == AgentKind::person || row.sector.text[0] == 0 || one_of(c.lower(agent.token_last - 1), heads);
}

// A possessive mark, or a hyphen without spaces; not a closing quotation mark, not a dash.
bool joins_words(const Casting& c, std::uint32_t t, std::string_view word) {
    if (word == "'s" || word == "\u2019s") return true;
    if (word == "'" || word == "\u2019") return c.first_word[t] > 0 && c.words[c.first_word[t] - 1].possessive;
    return (word == "-" || word == "\u2010") && t > 0 && !c.document.tokens[t - 1].space_after;
}

bool is_state_name(const Found& hit) { return hit.as == Reading::state || hit.as == Reading::adjective; }

// "Russian and US leaders", "Irish and British transport ministers": the states joined to the one before the noun.
void other_owners_left(Casting& c, Phrase& phrase) {
    if (!phrase.plural || phrase.owner == no_index) return;
    const Found* right = &c.found[static_cast<std::size_t>(phrase.owner)];
    if (!is_state_name(*right)) return;
    const std::uint32_t begin = c.sentence_first(phrase.first);
    for (int steps = 0; steps < 4 && right->token_first >= begin + 2; ++steps) {
        const std::string join = c.lower(right->token_first - 1);
        if (join != "and" && join != "&" && join != ",") return;
        std::uint32_t end = right->token_first - 1;
        if (join == "and" && end > begin && c.document.word(end - 1) == ",") --end;
        const std::int32_t f = end > begin ? c.found_at[end - 1] : no_index;
        if (f == no_index) return;
        Found& left = c.found[static_cast<std::size_t>(f)];
        const bool capitals = c.words[left.word_last - 1].all_caps || c.words[right->word_last - 1].all_caps;
        if (left.token_last != end || !is_state_name(left) || (left.as != right->as && (!capitals || join == ",")) ||
            (join == "," && left.as != Reading::adjective) || c.words[left.word_last - 1].possessive)
            return;
        phrase.other_owners.insert(phrase.other_owners.begin(), owner_of(c, left));
        phrase.others_first = true;
        left.used = true;
        phrase.first = left.token_first;
        right = &left;
    }
}

// "Pakistani soldiers and officials": the second noun is of the first one's state, unless they stand against each other.
void share_owner(Casting& c, Phrase& phrase) {
    if (phrase.owner != no_index || phrase.owner_pronoun != no_index || !phrase.plural || phrase.sector == "REB" ||
        phrase.sector == "UAF" || phrase.sector == "CRM" || phrase.sector == "PRM" || phrase.sector.empty())
        return;
    const std::uint32_t begin = c.sentence_first(phrase.first);
    if (phrase.first < begin + 2 || c.lower(phrase.first - 1) != "and") return;
    const std::int32_t p = c.phrase_at[phrase.first - 2];
    if (p == no_index) return;
    const Phrase& left = c.phrases[static_cast<std::size_t>(p)];
    if (!left.plural || left.owner == no_index || left.located || left.last != phrase.first - 1 || left.sector == "REB" ||
        left.sector == "CRM")
        return;
    const Found& owner = c.found[static_cast<std::size_t>(left.owner)];
    if (owner.as != Reading::adjective || owner.token_first > c.agents[left.agent].token_first) return;
    for (std::uint32_t t = begin; t < left.first; ++t) {
        if (c.lower(t) == "between") return;
    }
    phrase.owner = left.owner;
    phrase.owner_actor = left.owner_actor;
}

// "European officials" are the Union's.
bool is_of_the_union(const Casting& c, std::uint32_t t, const Phrase& phrase) {
    return c.document.word(t) == "European" && phrase.sector == "GOV" && phrase.plural &&
           t + 1 == c.agents[phrase.agent].token_first;
}

// "no sitting US president", "the next US president": whoever it may be, not today's.
bool any_holder(const Casting& c, std::uint32_t first, std::uint32_t begin) {
    static constexpr std::string_view words[] = {"no",     "any",   "every", "each",    "next",
                                                 "future", "first", "never", "another", "female"};
    for (std::uint32_t back = 1; back <= 2 && first >= begin + back; ++back) {
        if (one_of(c.lower(first - back), words)) return true;
    }
    return false;
}

void look_left(Casting& c, Phrase& phrase) {
    const AgentHit& agent = c.agents[phrase.agent];
    const std::uint32_t begin = c.sentence_first(agent.token_first);
    int modifiers = 0;
    for (std::uint32_t t = agent.token_first; t-- > begin;) {
        const std::int32_t f = c.found_at[t];
        if (f != no_index && is_owner(c.found[static_cast<std::size_t>(f)])) {
            Found& hit = c.found[static_cast<std::size_t>(f)];
            const std::uint32_t to =
                hit.token_first > begin && c.lower(hit.token_first - 1) == "the" ? hit.token_first - 1 : hit.token_first;
            if ((phrase.classes & bit(Office::AMB)) != 0 && to > begin && c.lower(to - 1) == "to") return;  // where, not whose
            if (stands_for_or_against(c, hit)) {
                phrase.first = c.word_token[hit.word_first - 1];
                return;
            }
            phrase.owner = f;
            phrase.owner_actor = owner_of(c, hit);
            lend_sector(c, hit, phrase);
            phrase.first = hit.token_first;
            if (phrase.first > begin && c.lower(phrase.first - 1) == "the") phrase.definite = true;
            if (phrase.counterpart && phrase.first > begin && one_of(c.lower(phrase.first - 1), pronouns))
                phrase.owner_pronoun = static_cast<std::int32_t>(phrase.first - 1);
            if (c.words[hit.word_last - 1].possessive) phrase.definite = true;
            // Headlines and translations leave the article out; "a Russian minister" says that it is not the one.
            const std::string before = phrase.first > begin ? c.lower(phrase.first - 1) : std::string();
            if (before != "a" && before != "an" && before != "another" && before != "some" && before != "one" &&
                before != "any" && before != "no")
                phrase.definite = true;
            if (any_holder(c, phrase.first, begin)) phrase.definite = false;
            const std::string noun = c.lower(agent.token_last - 1);
            if (noun == "diplomat" && agent.token_last - agent.token_first == 1 && (before == "top" || before == "chief")) {
                phrase.classes = bit(Office::FM);  // "the top US diplomat"
                phrase.first -= 1;
            }
            // "then-Russian", "former Soviet", "ex-US"
            for (std::uint32_t back = 1; back <= 2 && phrase.first >= begin + back; ++back) {
                if (one_of(c.lower(phrase.first - back), over_words)) phrase.former = true;
            }
            return;
        }
        const std::string word = c.lower(t);
        if (c.person_at[t] != no_index) {
            const std::string noun = c.lower(agent.token_last - 1);
            const bool named_after =
                t + 1 == agent.token_first && (noun == "government" || noun == "regime" || noun == "administration" ||
                                               noun == "cabinet" || noun == "forces" || noun == "loyalists");
            const std::uint32_t words = c.first_word[t + 1];  // 0 where nothing but signs came before
            if ((words == 0 || !c.words[words - 1].possessive) && !named_after) return;
            phrase.definite = true;  // "Putin's spokesman": settled with the person's own state
            phrase.owner_pronoun = static_cast<std::int32_t>(t);
            return;
        }
        if (joins_words(c, t, word)) continue;
        if (one_of(word, pronouns)) {
            phrase.definite = true;
            phrase.owner_pronoun = static_cast<std::int32_t>(t);
            return;
        }
        if (word == "the" || word == "this" || word == "that" || word == "both" || word == "these" || word == "those") {
            phrase.definite = true;
            return;
        }
        if (word == "a" || word == "an" || word == "least" || word == "most" || word == "mostly" || word == "more" ||
            word == "fewer" || word == "about")
            return;
        if (is_of_the_union(c, t, phrase)) {
            phrase.owner_actor = c.k.european_union;
            phrase.first = t;
            return;
        }
        if (word == "de" || word == "facto") continue;
        if (word == "when" || word == "where" || word == "while" || word == "then" || word == "how" || word == "why") return;
        if (++modifiers > 4) return;
        if (one_of(word, former_words)) {
            if (one_of(word, over_words)) phrase.former = true;
            phrase.first = t;
            continue;
        }
        if (one_of(word, deputy_words)) phrase.classes = bit(Office::DEPMIN) | bit(Office::DHOG) | bit(Office::DHOS);
        if (c.agent_at[t] != no_index) {
            // "army spokesman", "opposition lawmaker", "police chief": the body lends its sector.
            const AgentHit& body = c.agents[static_cast<std::size_t>(c.agent_at[t])];
            const Agent& row = c.k.agents[body.agent];
            if (body.token_last == agent.token_first || c.parse.relation[t].rel == Rel::compound ||
                c.parse.relation[t].rel == Rel::amod) {
                if (row.sector.text[0] != 0 && row.kind == AgentKind::body && takes_sector(c, agent))
                    phrase.sector = row.sector.text;
                const std::int32_t other = c.phrase_at[body.token_first];
                if (other != no_index) {
                    Phrase& left = c.phrases[static_cast<std::size_t>(other)];
                    left.used = true;
                    phrase.former |= left.former;
                    if (left.owner != no_index) {
                        phrase.owner = left.owner;
                        phrase.owner_actor = left.owner_actor;
                        phrase.definite = left.definite;
                        phrase.first = left.first;
                        return;
                    }
                    if (left.owner_pronoun != no_index) phrase.owner_pronoun = left.owner_pronoun;
                }
                phrase.first = body.token_first;
                t = body.token_first;
                continue;
            }
            return;
        }
        const Upos upos = c.parse.upos[t];
        if (upos != Upos::ADJ && upos != Upos::NOUN && upos != Upos::NUM && upos != Upos::PROPN && upos != Upos::ADV &&
            upos != Upos::VERB)
            return;
        if (upos == Upos::VERB && c.parse.relation[t].rel != Rel::amod) return;
        phrase.first = t;
    }
}

// "the head of the U.S. Securities and Exchange Commission": the body that is named after its state.
std::int32_t body_after(const Casting& c, const Found& hit) {
    if (!is_state_name(hit)) return no_index;
    std::uint32_t t = hit.token_last;
    if (t < c.sentence_last(hit.token_first) && c.words[hit.word_last - 1].possessive && c.parse.upos[t] == Upos::PART) ++t;
    if (t >= c.sentence_last(hit.token_first)) return no_index;
    const std::int32_t f = c.found_at[t];
    if (f == no_index || c.found[static_cast<std::size_t>(f)].token_first != t) return no_index;
    const Found& body = c.found[static_cast<std::size_t>(f)];
    if (body.as != Reading::actor) return no_index;
    return c.home_of(body.target) == hit.target || c.k.actors[body.target].type == Type::party ? f : no_index;
}

// The leader of a house of parliament, of a court or a bank leads that, not the state.
void keep_to_body(const Casting& c, Phrase& phrase) {
    if (phrase.owner == no_index) return;
    const Found& owner = c.found[static_cast<std::size_t>(phrase.owner)];
    if (owner.as != Reading::actor || c.k.actors[owner.target].type != Type::institution) return;
    if (std::string_view(c.k.actors[owner.target].sector.text) == "GOV") return;
    phrase.classes &= ~(bit(Office::HOS) | bit(Office::HOG) | bit(Office::FM));
}

// "withdrawing troops from Mogadishu": where they were, not whose they are.
bool leaves(const Casting& c, std::uint32_t noun) {
    static constexpr std::string_view stems[] = {"withdr", "pull", "evacuat", "remov", "retreat", "recall", "expel", "deport"};
    const std::int32_t above = c.parse.head[noun];
    if (above < 0) return false;
    const std::string word = c.lower(static_cast<std::uint32_t>(above));
    return std::any_of(std::begin(stems), std::end(stems), [&](std::string_view stem) { return word.starts_with(stem); });
}

// "president of Ukraine", "leaders of the European Union", "Prime Minister of the United Kingdom", "police in Kenya".
void look_right(Casting& c, Phrase& phrase) {
    const AgentHit& agent = c.agents[phrase.agent];
    const std::uint32_t end = c.sentence_last(agent.token_first);
    std::uint32_t t = agent.token_last;
    if (t >= end) return;
    const std::string preposition = c.lower(t);
    if (preposition != "of" && preposition != "for" && preposition != "in" && preposition != "from") return;
    ++t;
    for (int skipped = 0; t < end && skipped < 4; ++skipped, ++t) {
        const std::int32_t f = c.found_at[t];
        if (f != no_index && is_owner(c.found[static_cast<std::size_t>(f)])) {
            Found& hit = c.found[static_cast<std::size_t>(f)];
            if (hit.as == Reading::adjective && preposition != "of") return;
            if (preposition == "from" && leaves(c, agent.token_last - 1)) return;
            // "minister of the Russian government" but not "expert of Chinese history"
            if (hit.as == Reading::adjective &&
                (hit.token_last >= end || (c.agent_at[hit.token_last] == no_index &&
                                           (preposition != "of" || c.parse.upos[hit.token_last] != Upos::PROPN))))
                return;
            phrase.owner = f;
            phrase.owner_actor = owner_of(c, hit);
            lend_sector(c, hit, phrase);
            if (const std::int32_t body = body_after(c, hit); body != no_index) {
                const Found& inner = c.found[static_cast<std::size_t>(body)];
                hit.used = true;
                phrase.owner = body;
                phrase.owner_actor = owner_of(c, inner);
                lend_sector(c, inner, phrase);
                phrase.last = std::max(phrase.last, inner.token_last);
                return;
            }
            phrase.located = preposition == "in" || preposition == "from";
            if (!phrase.located) phrase.last = std::max(phrase.last, hit.token_last);
            std::uint32_t next = hit.token_last;
            while (next + 1 < end && (c.lower(next) == "and" || c.document.word(next) == ",")) {
                std::uint32_t at = next + 1;
                if (at < end && c.lower(at) == "and") ++at;
                if (at + 1 < end && c.lower(at) == "the") ++at;
                if (at >= end || c.found_at[at] == no_index || !is_owner(c.found[static_cast<std::size_t>(c.found_at[at])]) ||
                    !phrase.plural || (phrase.classes == 0 && phrase.sector != "GOV" && phrase.sector != "MIL") ||
                    preposition == "in")
                    break;
                const Found& another = c.found[static_cast<std::size_t>(c.found_at[at])];
                phrase.other_owners.push_back(owner_of(c, another));
                c.found[static_cast<std::size_t>(c.found_at[at])].used = true;
                phrase.last = another.token_last;
                next = another.token_last;
            }
            return;
        }
        const Upos upos = c.parse.upos[t];
        if (upos != Upos::DET && upos != Upos::ADJ && upos != Upos::NOUN && upos != Upos::PROPN &&
            !(upos == Upos::ADP && c.lower(t) == "of") && upos != Upos::CCONJ)
            return;
    }
}

// A capitalised proper noun that the tables do not read as an organisation, a state or a title.
bool is_name_capital(const Casting& c, std::uint32_t t) {
    if (c.parse.upos[t] != Upos::PROPN || c.agent_at[t] != no_index || c.person_at[t] != no_index ||
        c.first_word[t + 1] == c.first_word[t] || !c.words[c.first_word[t]].capital)
        return false;
    if (c.found_at[t] == no_index) return true;
    const Reading as = c.found[static_cast<std::size_t>(c.found_at[t])].as;
    return as == Reading::none || as == Reading::surname;
}

std::uint32_t unknown_capitals_before(const Casting& c, std::uint32_t end, std::uint32_t begin) {
    std::uint32_t start = end;
    while (start > begin && end - start < 4 && is_name_capital(c, start - 1)) --start;
    return start;
}

std::int32_t new_person(Casting& c, std::uint32_t first, std::uint32_t last) {
    PersonSpan person;
    person.first = first;
    person.last = last;
    person.full = last - first > 1;
    for (std::uint32_t t = first; t < last; ++t) c.person_at[t] = static_cast<std::int32_t>(c.people.size());
    c.people.push_back(person);
    return static_cast<std::int32_t>(c.people.size() - 1);
}

// "Minister for Health and Children Mary Harney": past the portfolio, where a person's name follows it.
std::uint32_t past_portfolio(const Casting& c, const Phrase& phrase, std::uint32_t t, std::uint32_t end) {
    const std::string noun = c.lower(c.agents[phrase.agent].token_last - 1);
    if ((noun != "minister" && noun != "secretary" && noun != "commissioner") || t >= end || c.person_at[t] != no_index) return t;
    if (c.lower(t) != "for" && c.lower(t) != "of") return t;
    for (std::uint32_t at = t + 1; at < end && at < t + 8; ++at) {
        if (c.person_at[at] != no_index) return c.people[static_cast<std::size_t>(c.person_at[at])].first == at ? at : t;
        const Upos upos = c.parse.upos[at];
        if (upos != Upos::NOUN && upos != Upos::PROPN && upos != Upos::ADJ && upos != Upos::CCONJ && upos != Upos::DET &&
            upos != Upos::ADP && c.document.word(at) != ",")
            return t;
    }
    return t;
}

// "ambassador to Saudi Arabia Sergei Kozlov", "envoy to the UN": past where somebody is posted, where a name follows.
std::uint32_t past_posting(const Casting& c, const Phrase& phrase, std::uint32_t t, std::uint32_t end) {
    const std::uint64_t posted = bit(Office::AMB) | bit(Office::UNREP) | bit(Office::ENVOY);
    if ((phrase.classes & posted) == 0 || t + 1 >= end || c.lower(t) != "to") return t;
    std::uint32_t at = t + 1;
    if (c.parse.upos[at] == Upos::DET) ++at;
    if (at >= end || c.found_at[at] == no_index) return t;
    at = c.found[static_cast<std::size_t>(c.found_at[at])].token_last;
    if (at < end && c.document.word(at) == ",") ++at;
    return at < end && c.person_at[at] != no_index && c.people[static_cast<std::size_t>(c.person_at[at])].first == at ? at : t;
}

// Nouns of the tables' bodies that say what one person is: "American hostage Jack Hensley".
bool is_human(std::string_view noun) {
    static constexpr std::string_view humans[] = {
        "hostage",    "captive",     "citizen",      "national",   "tourist",   "man",          "woman",     "girl",
        "boy",        "mother",      "student",      "pupil",      "prisoner",  "detainee",     "gunman",    "attacker",
        "assailant",  "defector",    "exile",        "immigrant",  "settler",   "demonstrator", "protester", "worker",
        "employee",   "trafficker",  "pirate",       "murderer",   "rapist",    "criminal",     "hunter",    "villager",
        "publisher",  "commentator", "broadcaster",  "campaigner", "mercenary", "militiaman",   "native",    "soldier",
        "policeman",  "policewoman", "officer",      "terrorist",  "militant",  "extremist",    "rebel",     "insurgent",
        "separatist", "jihadist",    "guerrilla",    "fighter",    "bomber",    "priest",       "nun",       "pastor",
        "monk",       "preacher",    "doctor",       "physician",  "surgeon",   "teenager",     "thief",     "robber",
        "kidnapper",  "killer",      "hitman",       "inmate",     "pilot",     "refugee",      "migrant",   "guard",
        "agent",      "spy",         "serviceman",   "marine",     "member",    "survivor",     "victim",    "sociologist",
        "educator",   "editor",      "reporter",     "author",     "analyst",   "novelist",     "teacher",   "artist",
        "singer",     "actor",       "intellectual", "reformer",   "fisherman", "farmer",       "miner",     "columnist",
        "traveler",   "traveller"};
    return one_of(noun, humans);
}

// The name that carries the title: right after it, or after a comma and before another ("his Chinese counterpart, Wang Yi,").
void find_holder(Casting& c, std::uint32_t index) {
    Phrase& phrase = c.phrases[index];
    const std::uint32_t end = c.sentence_last(phrase.first);
    std::uint32_t t = phrase.last;
    bool comma = false;
    // "Rep" and "." as two tokens, be it that a sentence was thought to end there.
    const bool stop = t < end && c.document.word(t) == "." && !c.document.tokens[t - 1].space_after && t + 1 < c.size() &&
                      c.person_at[t + 1] != no_index && c.document.word(t - 1).size() <= 4 &&
                      c.words[c.first_word[t - 1]].capital;
    if (stop) ++t;
    if (t < end && (c.document.word(t) == "," || c.document.word(t) == ":" || c.document.word(t) == "(")) comma = true, ++t;
    while (t < end &&
           (c.lower(t) == "mr" || c.lower(t) == "mr." || c.lower(t) == "mrs." || c.lower(t) == "ms." || c.lower(t) == "dr." ||
            c.lower(t) == "sir" || c.document.word(t) == "\"" || c.document.word(t) == "\u201c"))
        ++t;
    if (!comma) t = past_portfolio(c, phrase, past_posting(c, phrase, t, end), end);
    const auto attach = [&](std::int32_t p, bool sure) {
        PersonSpan& person = c.people[static_cast<std::size_t>(p)];
        if (person.phrase == no_index) person.phrase = static_cast<std::int32_t>(index);
        person.person_sure |= sure;
        phrase.person = p;
        phrase.used = true;
    };
    const Agent& agent = c.k.agents[c.agents[phrase.agent].agent];
    const AgentHit& noun = c.agents[phrase.agent];
    const bool title = agent.kind == AgentKind::person || phrase.counterpart ||
                       (!phrase.plural && c.parse.upos[noun.token_last - 1] == Upos::NOUN &&
                        (phrase.sector == "CRM" || is_human(c.lower(noun.token_last - 1))));
    if ((t < end || stop) && c.person_at[t] != no_index && c.people[static_cast<std::size_t>(c.person_at[t])].first == t) {
        const std::uint32_t after = c.people[static_cast<std::size_t>(c.person_at[t])].last;
        const bool closed = after >= end || c.parse.upos[after] == Upos::PUNCT || c.lower(after) == "and";
        if (!comma && (title || phrase.plural)) return attach(c.person_at[t], true);
        if (comma && closed && (title || (phrase.definite && phrase.owner != no_index))) return attach(c.person_at[t], true);
    }
    // Unknown capitals after a title are a person: "Gen. Aldo Ruiz".
    if (!comma && title && !phrase.plural && t < end && c.person_at[t] == no_index && c.found_at[t] == no_index &&
        c.agent_at[t] == no_index && c.parse.upos[t] == Upos::PROPN && c.first_word[t + 1] > c.first_word[t] &&
        c.words[c.first_word[t]].capital) {
        std::uint32_t last = t + 1;
        while (last < end && last < t + 4 && is_name_capital(c, last)) ++last;
        return attach(new_person(c, t, last), true);
    }
    // "Sergey Lavrov, the Russian foreign minister," and "Shi Yinhong, professor at …"
    std::uint32_t before = phrase.first;
    const std::uint32_t begin = c.sentence_first(phrase.first);
    while (before > begin && (c.parse.upos[before - 1] == Upos::DET || c.parse.upos[before - 1] == Upos::ADJ)) --before;
    const bool says_who = agent.kind == AgentKind::person || is_human(c.lower(noun.token_last - 1));
    if (before < begin + 2 || c.document.word(before - 1) != "," || !says_who || phrase.plural) return;
    if (c.person_at[before - 2] != no_index) return attach(c.person_at[before - 2], true);
    const std::uint32_t start = unknown_capitals_before(c, before - 1, begin);
    if (before - 1 - start >= 2) return attach(new_person(c, start, before - 1), true);
}

// "professor at the School of International Studies, Renmin University": an institution further on in the apposition.
void look_for_house(Casting& c, Phrase& phrase) {
    if (phrase.owner != no_index || phrase.person == no_index) return;
    const std::uint32_t end = std::min(c.sentence_last(phrase.first), phrase.last + 16);
    bool preposition = false;
    for (std::uint32_t t = c.agents[phrase.agent].token_last; t < end; ++t) {
        const std::string word = c.lower(t);
        preposition |= word == "at" || word == "of" || word == "from" || word == "with" || word == "for";
        if (c.parse.upos[t] == Upos::VERB || c.parse.upos[t] == Upos::AUX || word == "." || word == ";") return;
        if (!preposition && word != ",") {
            if (c.parse.upos[t] == Upos::PROPN) return;
            continue;
        }
        const std::int32_t f = c.found_at[t];
        if (f == no_index) continue;
        const Found& hit = c.found[static_cast<std::size_t>(f)];
        if (hit.as != Reading::actor && hit.as != Reading::state && hit.as != Reading::place) continue;
        if (hit.as == Reading::actor && c.home_of(hit.target) == nothing) continue;
        phrase.owner_actor = hit.as == Reading::place   ? c.k.places[hit.target].state
                             : hit.as == Reading::actor ? c.home_of(hit.target)
                                                        : hit.target;
        phrase.owner = f;
        if (hit.as == Reading::actor && phrase.sector.empty()) phrase.sector = c.k.actors[hit.target].sector.text;
        phrase.last = hit.token_last;
        return;
    }
}

bool plural_noun(const Casting& c, const AgentHit& hit) {
    const std::string noun = c.lower(hit.token_last - 1);
    if (c.k.agents[hit.agent].plural || noun == "leaders" || noun == "ministers" || noun == "presidents") return true;
    return c.parse.features[hit.token_last - 1].number == Number::plural;
}

Phrase begin_phrase(Casting& c, std::uint32_t a) {
    const AgentHit& hit = c.agents[a];
    const Agent& agent = c.k.agents[hit.agent];
    Phrase phrase;
    phrase.agent = a;
    phrase.first = hit.token_first;
    phrase.last = hit.token_last;
    phrase.classes = agent.classes;
    phrase.sector = agent.sector.text;
    phrase.second = agent.second.text;
    phrase.plural = plural_noun(c, hit);
    phrase.counterpart = c.lower(hit.token_last - 1).starts_with("counterpart") || c.lower(hit.token_last - 1) == "colleague";
    return phrase;
}

// Nouns that are actors only in some places: "voters head to the polls", "despite opposition", "rugby union".
bool is_no_actor_here(const Casting& c, const AgentHit& hit, std::string_view noun) {
    static constexpr std::string_view towards[] = {"to", "for", "into", "back", "home", "off", "towards", "toward"};
    static constexpr std::string_view unions[] = {"rugby",    "soviet", "civil",    "customs",
                                                  "monetary", "credit", "currency", "european"};
    const std::uint32_t begin = c.sentence_first(hit.token_first), end = c.sentence_last(hit.token_first);
    const std::string after = hit.token_last < end ? c.lower(hit.token_last) : std::string();
    const std::string before = hit.token_first > begin ? c.lower(hit.token_first - 1) : std::string();
    static constexpr std::string_view compass[] = {"eastern", "western", "northern", "southern", "east",
                                                   "west",    "north",   "south",    "other"};
    if (noun == "side" && one_of(before, compass)) return true;
    if (noun == "head" && one_of(after, towards)) return true;
    static constexpr std::string_view abstract[] = {"driving", "market", "natural", "join",
                                                    "joined",  "unite",  "joining", "uniting"};
    if (noun == "forces" && one_of(before, abstract)) return true;
    if ((noun == "regime" || noun == "regimes") && before == "free") return true;
    if (noun == "union" && one_of(before, unions)) return true;
    if (noun != "opposition" || hit.token_last - hit.token_first > 1) return false;
    if (after == "from" || after == "against" || after == "over") return true;
    const bool bare = hit.token_first > begin &&
                      (c.parse.upos[hit.token_first - 1] == Upos::ADP || c.parse.upos[hit.token_first - 1] == Upos::VERB);
    return bare &&
           (hit.token_last >= end || (c.parse.upos[hit.token_last] != Upos::NOUN && c.parse.upos[hit.token_last] != Upos::PROPN));
}

// A noun, or a title in capitals before a name; not a verb ("police", "people", "head", "state", "lead").
bool is_noun_here(const Casting& c, const AgentHit& hit) {
    const std::string noun = c.lower(hit.token_last - 1);
    // "opposition to the plan", "the visa regime", "in power"
    if (noun == "opposition" && hit.token_last < c.size() && c.lower(hit.token_last) == "to") return false;
    if (noun == "side" && ((hit.token_last < c.size() && c.lower(hit.token_last) == "by") ||
                           (hit.token_first > 0 && c.lower(hit.token_first - 1) == "by")))
        return false;
    if ((noun == "regime" || noun == "regimes") && hit.token_first > c.sentence_first(hit.token_first) &&
        c.parse.upos[hit.token_first - 1] == Upos::NOUN && c.agent_at[hit.token_first - 1] == no_index)
        return false;
    if (noun == "capital" || noun == "capitals") return false;
    if (is_no_actor_here(c, hit, noun)) return false;
    const Upos upos = c.parse.upos[hit.token_last - 1];
    return upos == Upos::NOUN || upos == Upos::PROPN || (upos == Upos::ADJ && hit.token_last - hit.token_first > 1) ||
           upos == Upos::X;
}

// "Congress" without article or owner, in a report that speaks of no other state, is that of the United States.
bool is_american_congress(const Casting& c, const AgentHit& hit, const Phrase& phrase) {
    if (phrase.owner != no_index || phrase.owner_pronoun != no_index || phrase.definite) return false;
    const Word& word = c.words[hit.word_first];
    if (hit.word_last - hit.word_first != 1 || word.text != "congress" || !word.capital) return false;
    if (hit.token_first > c.sentence_first(hit.token_first) && c.parse.upos[hit.token_first - 1] == Upos::DET) return false;
    const auto usa = c.k.actor_of_code("USA");
    for (const auto& [state, weight] : c.weight) {
        if (weight > 0 && (!usa || state != *usa)) return false;
    }
    return true;
}

// "United States Coast Guard commander, Admiral Thad Allen": two titles of one person.
void pass_owner_on(const Casting& c, Phrase& left, Phrase& right) {
    const auto title = [&](const Phrase& phrase) {
        return c.k.agents[c.agents[phrase.agent].agent].kind == AgentKind::person && !phrase.plural;
    };
    if (!title(left) || !title(right) || left.owner_actor == nothing || right.owner_actor != nothing || left.located) return;
    if (right.first != left.last + 1 || c.document.word(left.last) != "," || right.last >= c.sentence_last(right.first)) return;
    const std::int32_t p = c.person_at[right.last];
    if (p == no_index && c.parse.upos[right.last] != Upos::PROPN) return;
    right.owner_actor = left.owner_actor;
    right.former |= left.former;
    if (!left.sector.empty() && right.sector == "MIL") right.sector = left.sector;
    left.used = true;
}

// "UN envoys" as one noun of the tables: the body it begins with is its owner.
void own_first_words(Casting& c, Phrase& phrase) {
    const AgentHit& hit = c.agents[phrase.agent];
    const std::int32_t f = c.found_at[hit.token_first];
    if (phrase.owner_actor != nothing || f == no_index) return;
    const Found& first = c.found[static_cast<std::size_t>(f)];
    if (first.as != Reading::actor || first.word_first != hit.word_first || first.word_last >= hit.word_last) return;
    phrase.owner = f;
    phrase.owner_actor = owner_of(c, first);
}

}  // namespace

void read_phrases(Casting& c) {
    c.phrase_at.assign(c.size(), no_index);
    for (std::uint32_t a = 0; a < c.agents.size(); ++a) {
        const AgentHit& hit = c.agents[a];
        if (!is_noun_here(c, hit) || hidden_by_name(c, hit)) continue;
        if (c.person_at[hit.token_first] != no_index) continue;
        Phrase phrase = begin_phrase(c, a);
        look_left(c, phrase);
        other_owners_left(c, phrase);
        if (phrase.owner == no_index && phrase.owner_pronoun == no_index && phrase.owner_actor == nothing) look_right(c, phrase);
        share_owner(c, phrase);
        own_first_words(c, phrase);
        keep_to_body(c, phrase);
        for (std::uint32_t t = phrase.first; t < hit.token_first; ++t) {  // "the next president of Israel"
            if (any_holder(c, t + 1, t)) phrase.definite = false;
        }
        if (is_american_congress(c, hit, phrase)) phrase.owner_actor = c.k.actor_of_code("USA").value_or(nothing);
        const auto index = static_cast<std::int32_t>(c.phrases.size());
        for (std::uint32_t t = hit.token_first; t < hit.token_last; ++t) c.phrase_at[t] = index;
        c.phrases.push_back(std::move(phrase));
    }
    for (std::uint32_t p = 0; p + 1 < c.phrases.size(); ++p) pass_owner_on(c, c.phrases[p], c.phrases[p + 1]);
    for (std::uint32_t p = 0; p < c.phrases.size(); ++p) {
        if (!c.phrases[p].used) find_holder(c, p);
        look_for_house(c, c.phrases[p]);
    }
    for (Phrase& phrase : c.phrases) {
        if (phrase.owner != no_index && !phrase.located && (!phrase.used || phrase.person != no_index))
            c.found[static_cast<std::size_t>(phrase.owner)].used = true;
    }
}

}  // namespace readout::actors
