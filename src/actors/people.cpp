#include <algorithm>

#include "actors/casting.h"

namespace readout::actors {
namespace {

bool is_honorific(const Casting& c, std::uint32_t token) {
    static constexpr std::string_view words[] = {"mr",    "mr.",  "mrs",      "mrs.",   "ms",     "ms.",   "miss",
                                                 "dr",    "dr.",  "sir",      "dame",   "lord",   "lady",  "madame",
                                                 "mme",   "mme.", "monsieur", "herr",   "frau",   "señor", "st.",
                                                 "saint", "rev.", "reverend", "mullah", "sheikh", "aunt",  "uncle"};
    return std::find(std::begin(words), std::end(words), c.lower(token)) != std::end(words);
}

// A word that is a title as well as somebody's surname, with a name after it.
bool is_title_before_name(const Casting& c, const Found& hit) {
    const std::int32_t a = c.agent_at[hit.token_first];
    if (a == no_index || hit.token_last >= c.sentence_last(hit.token_first)) return false;
    const AgentHit& title = c.agents[static_cast<std::size_t>(a)];
    return title.token_first == hit.token_first && title.token_last == hit.token_last &&
           c.k.agents[title.agent].kind == AgentKind::person && c.parse.upos[hit.token_last] == Upos::PROPN &&
           (!c.words[hit.word_last - 1].possessive);
}

bool is_name_word(const Casting& c, std::uint32_t token) {
    return c.first_word[token + 1] > c.first_word[token] && c.words[c.first_word[token]].capital &&
           c.parse.upos[token] == Upos::PROPN;
}

// A capital beside a surname that the tables read as nothing else.
bool is_part_of_name(const Casting& c, std::uint32_t token) {
    if (!is_name_word(c, token) || c.agent_at[token] != no_index || c.person_at[token] != no_index) return false;
    if (c.found_at[token] == no_index) return true;
    const Reading as = c.found[static_cast<std::size_t>(c.found_at[token])].as;
    return as == Reading::none || as == Reading::surname;
}

bool in_time_expression(const Casting& c, std::uint32_t token) {
    for (const Timex& timex : c.times.timexes) {
        if (timex.first <= token && token < timex.last) return true;
    }
    return false;
}

void add_person(Casting& c, std::uint32_t first, std::uint32_t last, std::int32_t found, bool full, bool sure) {
    for (std::uint32_t t = first; t < last; ++t) {
        if (c.person_at[t] != no_index) return;
    }
    if (c.first_word[last] == c.first_word[first]) return;  // a lone emoji or sign is nobody
    PersonSpan person;
    person.first = first;
    person.last = last;
    person.found = found;
    person.full = full;
    person.person_sure = sure;
    for (std::uint32_t t = first; t < last; ++t) c.person_at[t] = static_cast<std::int32_t>(c.people.size());
    c.people.push_back(person);
}

// "Robert Koch Institute"
bool names_a_house(const Casting& c, std::uint32_t token) {
    static constexpr std::string_view houses[] = {"institute", "institution", "foundation", "university", "college", "hospital",
                                                  "airport",   "stadium",     "museum",     "school",     "center",  "centre",
                                                  "prize",     "award",       "street",     "square",     "bridge"};
    return std::find(std::begin(houses), std::end(houses), c.lower(token)) != std::end(houses);
}

// "Kim Jong-nam": the label may end before the hyphen of a given name.
std::uint32_t past_hyphen(const Casting& c, std::uint32_t last) {
    if (last + 1 >= c.size() || last + 1 >= c.sentence_last(last - 1) || c.document.word(last) != "-") return last;
    const std::string_view next = c.document.word(last + 1);
    const bool low = !next.empty() && next[0] >= 'a' && next[0] <= 'z';
    return low && !c.document.tokens[last - 1].space_after && !c.document.tokens[last].space_after ? last + 2 : last;
}

// A label of the name model, without a title it swallowed ("President Joe Biden") or a possessive at its end.
void add_labelled(Casting& c, const readout::Name& name) {
    std::uint32_t first = name.first, last = std::min<std::uint32_t>(name.last, static_cast<std::uint32_t>(c.size()));
    while (first < last && c.agent_at[first] != no_index && first + 1 < last &&
           c.agents[static_cast<std::size_t>(c.agent_at[first])].token_last < last)
        first = c.agents[static_cast<std::size_t>(c.agent_at[first])].token_last;
    while (first < last && c.found_at[first] != no_index &&
           (c.found[static_cast<std::size_t>(c.found_at[first])].as == Reading::adjective ||
            c.found[static_cast<std::size_t>(c.found_at[first])].as == Reading::state) &&
           c.found[static_cast<std::size_t>(c.found_at[first])].token_last < last) {
        first = c.found[static_cast<std::size_t>(c.found_at[first])].token_last;
    }
    while (last > first && c.parse.upos[last - 1] == Upos::PART) --last;
    if (last - first > 1) last = past_hyphen(c, last);
    if (first < last && c.agent_at[first] != no_index) {  // "Mayor of London", "the Archbishop": a title, no name
        const AgentHit& title = c.agents[static_cast<std::size_t>(c.agent_at[first])];
        const bool whole = title.token_first == first && title.token_last >= last;
        if (whole && c.k.agents[title.agent].kind == AgentKind::person &&
            ((last < c.sentence_last(first) && c.lower(last) == "of") ||
             (first > c.sentence_first(first) && c.parse.upos[first - 1] == Upos::DET)))
            return;
    }
    if (last - first > 1 && names_a_house(c, last - 1)) return;
    while (first + 1 < last && is_honorific(c, first)) ++first;
    if (first + 1 == last && is_honorific(c, first)) {  // "Mr" alone: the name is the next word
        if (last >= c.sentence_last(first) || !is_name_word(c, last)) return;
        ++first, ++last;
    }
    if (first >= last) return;
    // "Biden-Xi": two people.
    if (last - first == 1 && c.found_at[first] != no_index) {
        const auto f = static_cast<std::size_t>(c.found_at[first]);
        if (f + 1 < c.found.size() && c.found[f + 1].token_first == first && c.found[f].as == Reading::surname &&
            c.found[f + 1].as == Reading::surname)
            return;
    }
    if (last - first == 3 && c.document.word(first + 1) == "-" && c.found_at[first] != no_index &&
        c.found_at[first + 2] != no_index && c.found[static_cast<std::size_t>(c.found_at[first])].as == Reading::surname &&
        c.found[static_cast<std::size_t>(c.found_at[first + 2])].as == Reading::surname)
        return;
    // A name of the tables inside it that is somebody else (an organisation, a state alone) wins.
    const std::int32_t f = c.found_at[first];
    if (f != no_index) {
        const Found& hit = c.found[static_cast<std::size_t>(f)];
        if (hit.token_first == first && hit.token_last >= last &&
            (hit.as == Reading::actor || hit.as == Reading::state || hit.as == Reading::adjective || hit.as == Reading::demonym))
            return;
        if (hit.token_first == first && hit.token_last == last)
            return add_person(c, first, last, f, last - first > 1 || hit.as == Reading::person, true);
        if (hit.as == Reading::person && hit.token_first == first) return add_person(c, first, hit.token_last, f, true, true);
    }
    add_person(c, first, last, no_index, last - first > 1, true);
}

}  // namespace

void find_people(Casting& c) {
    c.person_at.assign(c.size(), no_index);
    for (std::size_t f = 0; f < c.found.size(); ++f) {
        const Found& hit = c.found[f];
        if (hit.as != Reading::person) continue;
        std::uint32_t first = hit.token_first, last = hit.token_last;
        // The model's name may be longer: "Mohammed bin Salman Al Saud", "Juan Pablo Duarte".
        const std::int32_t n = c.name_at[first];
        if (n != no_index && c.parse.names[static_cast<std::size_t>(n)].type == NameType::PER) {
            const readout::Name& name = c.parse.names[static_cast<std::size_t>(n)];
            if (name.first < first && c.parse.upos[name.first] == Upos::PROPN && c.agent_at[name.first] == no_index &&
                c.found_at[name.first] == no_index) {
                add_person(c, name.first, std::max(name.last, last), no_index, true, true);
                continue;
            }
        }
        // "Vincent C. Gray" is not "C. Gray".
        if (first > c.sentence_first(first) && is_part_of_name(c, first - 1) && c.document.tokens[first - 1].space_after &&
            c.words[hit.word_first].text.size() == 1) {
            add_person(c, first - 1, last, no_index, true, true);
            continue;
        }
        add_person(c, first, last, static_cast<std::int32_t>(f), true, true);
    }
    for (const readout::Name& name : c.parse.names) {
        if (name.type == NameType::PER) add_labelled(c, name);
    }
    for (std::size_t f = 0; f < c.found.size(); ++f) {
        const Found& hit = c.found[f];
        if (hit.as != Reading::surname) continue;
        std::uint32_t first = hit.token_first, last = hit.token_last;
        if (c.person_at[first] != no_index) {
            const PersonSpan& other = c.people[static_cast<std::size_t>(c.person_at[first])];
            if (other.first == first && other.last == last && other.found != no_index &&
                c.found[static_cast<std::size_t>(other.found)].word_last <= hit.word_first) {
                PersonSpan second = other;  // the other half of "Biden-Xi"
                second.found = static_cast<std::int32_t>(f);
                c.people.push_back(second);
            }
            continue;
        }
        if (is_title_before_name(c, hit)) continue;  // "Sen. Warren", "Bishop Tutu"
        // "Shi Yinhong": a known surname beside unknown capitals is another person.
        bool grown = false;
        const std::uint32_t begin = c.sentence_first(first), end = c.sentence_last(first);
        while (last < end && is_part_of_name(c, last) && c.document.tokens[last - 1].space_after) ++last, grown = true;
        while (first > begin && is_part_of_name(c, first - 1) && c.document.tokens[first - 1].space_after) --first, grown = true;
        if (in_time_expression(c, hit.token_first)) continue;
        const bool tagged = c.parse.upos[hit.token_first] == Upos::PROPN;
        if (tagged || grown) add_person(c, first, last, grown ? no_index : static_cast<std::int32_t>(f), grown, false);
    }
    std::stable_sort(c.people.begin(), c.people.end(),
                     [](const PersonSpan& a, const PersonSpan& b) { return a.first < b.first; });
    for (std::size_t p = 0; p < c.people.size(); ++p) {
        for (std::uint32_t t = c.people[p].first; t < c.people[p].last; ++t) c.person_at[t] = static_cast<std::int32_t>(p);
    }
}

namespace {

std::vector<std::string> look_up_words(const Casting& c, const PersonSpan& person) {
    std::vector<std::string> out;
    std::uint32_t first = c.first_word[person.first], last = c.first_word[person.last];
    if (person.found != no_index) {
        first = c.found[static_cast<std::size_t>(person.found)].word_first;
        last = c.found[static_cast<std::size_t>(person.found)].word_last;
    }
    for (std::uint32_t w = first; w < last; ++w) out.push_back(c.words[w].text);
    return out;
}

void remember(Casting& c, PersonSpan& person, std::uint32_t actor) {
    for (const Known& known : c.known) {
        if (known.entity == static_cast<std::uint32_t>(person.entity)) return;
    }
    Known known;
    known.entity = static_cast<std::uint32_t>(person.entity);
    known.actor = actor;
    known.words = look_up_words(c, person);
    known.token = person.first;
    if (actor != nothing) {  // the table's name too: "Lijian" after "spokesman Zhao Lijian" or after "Zhao"
        for (const Word& word : cut_words(c.k.text(c.k.actors[actor].name))) {
            if (std::find(known.words.begin(), known.words.end(), word.text) == known.words.end())
                known.words.push_back(word.text);
        }
    }
    c.known.push_back(std::move(known));
}

// The trie node of the name's look-up words, or of a spelling that sounds alike; 0: none.
std::uint32_t node_of(const Casting& c, std::uint32_t word, std::uint32_t last, std::uint32_t node, bool sound, int budget) {
    if (word == last) return node;
    if (budget <= 0) return 0;
    const std::uint32_t plain = c.k.step(node, c.word_id[word]);
    if (plain != 0) {
        const std::uint32_t end = node_of(c, word + 1, last, plain, sound, budget - 1);
        if (end != 0) return end;
    }
    if (!sound || c.words[word].text.size() < 4) return 0;
    for (const std::uint32_t other : c.k.words_that_sound_like(c.words[word].text)) {
        const std::uint32_t next = c.k.step(node, other);
        if (next == 0) continue;
        const std::uint32_t end = node_of(c, word + 1, last, next, sound, budget - 1);
        if (end != 0) return end;
    }
    return 0;
}

bool has_kind(const Casting& c, std::uint32_t node, NameKind kind) {
    for (const Name& name : c.k.names_at(node)) {
        if (name.kind == kind) return true;
    }
    return false;
}

PersonQuery query_of(const Casting& c, const PersonSpan& person, std::uint32_t node, NameKind kind) {
    PersonQuery q;
    q.names = c.k.names_at(node);
    q.kind = kind;
    if (person.phrase != no_index) {
        const Phrase& phrase = c.phrases[static_cast<std::size_t>(person.phrase)];
        q.classes = phrase.classes;
        q.owner = phrase.owner_actor;
        q.former = phrase.former;
    }
    if (q.owner == nothing) q.owner = state_after_name(c, person.last);
    return q;
}

void settle(Casting& c, PersonSpan& person, const PersonChoice& choice, const PersonQuery& q, const char* rule) {
    const std::string title_sector =
        person.phrase == no_index ? std::string() : c.phrases[static_cast<std::size_t>(person.phrase)].sector;
    person.entity = static_cast<std::int32_t>(entity_of_person(c, choice.actor, q.classes, q.owner, q.former, title_sector));
    person.confidence = choice.confidence;
    person.rule = rule;
    remember(c, person, choice.actor);
}

// Who has left such an office belongs to the elite of his country.
bool one_of_former(std::string_view sector) {
    return sector == "GOV" || sector == "LEG" || sector == "MIL" || sector == "COP" || sector == "JUD" || sector == "SPY";
}

std::uint32_t first_of_title(const Casting& c, const PersonSpan& person) {
    const Phrase& phrase = c.phrases[static_cast<std::size_t>(person.phrase)];
    return phrase.last <= person.first ? phrase.first : person.first;
}

// Somebody the tables do not hold: the name, and what the title or the apposition says.
void settle_unknown(Casting& c, PersonSpan& person, const PersonChoice& choice) {
    std::string code, sector, office;
    if (choice.shared_code) code = choice.code, sector = choice.sector;
    if (person.phrase != no_index) {
        const Phrase& phrase = c.phrases[static_cast<std::size_t>(person.phrase)];
        // Who once served an organisation is of a state that is not told.
        if (phrase.owner_actor != nothing && !(phrase.former && c.home_of(phrase.owner_actor) == nothing))
            code = c.code_of(phrase.owner_actor);
        sector = phrase.former && one_of_former(phrase.sector) ? "ELI" : phrase.sector;
        if (phrase.owner_actor != nothing && (sector == "GOV" || sector.empty())) {
            const Actor& owner = c.k.actors[phrase.owner_actor];
            if (owner.type == Type::armed || owner.type == Type::party) sector = owner.sector.text;
        }
        const AgentHit& agent = c.agents[phrase.agent];
        office = std::string(c.text_of(agent.token_first, agent.token_last));
    }
    if (code.empty()) {
        const Beside told = beside(c, person.phrase == no_index ? person.first : first_of_title(c, person), person.last);
        if (told.state != nothing) {
            code = c.code_of(told.state);
            if (sector.empty()) sector = told.sector;
            if (told.by != no_index) c.found[static_cast<std::size_t>(told.by)].used = true;
        }
    }
    person.entity = static_cast<std::int32_t>(entity_of_unknown(c, c.text_of(person.first, person.last), code, sector, office));
    person.confidence = code.empty() ? 0.5 : 0.8;
    person.rule = code.empty() ? "unknown-person" : "unknown-person-by-title";
    if (person.full) remember(c, person, nothing);
}

void resolve_full(Casting& c, PersonSpan& person) {
    const std::uint32_t from = c.first_word[person.first], to = c.first_word[person.last];
    PersonChoice choice;
    std::uint32_t node = node_of(c, from, to, 0, false, 12);
    if (node != 0 && has_kind(c, node, NameKind::person)) {
        const PersonQuery q = query_of(c, person, node, NameKind::person);
        choice = choose_person(c, q);
        if (choice.actor != nothing) return settle(c, person, choice, q, "full-name");
    } else if (to - from >= 2 && to - from <= 5) {
        node = node_of(c, from, to, 0, true, 12);
        if (node != 0 && has_kind(c, node, NameKind::person)) {
            PersonQuery q = query_of(c, person, node, NameKind::person);
            choice = choose_person(c, q);
            if (choice.actor != nothing && (c.k.actors[choice.actor].rank <= 3 || q.classes != 0)) {
                choice.confidence *= 0.9;
                return settle(c, person, choice, q, "name-that-sounds-alike");
            }
        }
    }
    // An earlier full name that shares first and last word.
    settle_unknown(c, person, choice);
}

const Known* known_by(const Casting& c, const PersonSpan& person) {
    const auto wanted = look_up_words(c, person);
    if (wanted.empty()) return nullptr;
    const Known* before = nullptr;
    const Known* after = nullptr;
    for (const Known& known : c.known) {
        bool all = true;
        for (const std::string& word : wanted)
            all &= std::find(known.words.begin(), known.words.end(), word) != known.words.end();
        if (!all) continue;
        if (known.token <= person.first) {
            if (before == nullptr || known.token > before->token) before = &known;
        } else if (after == nullptr || known.token < after->token) {
            after = &known;
        }
    }
    return before != nullptr ? before : after;
}

bool agrees(const Casting& c, const PersonSpan& person, const Known& known) {
    if (person.phrase == no_index) return true;
    const Phrase& phrase = c.phrases[static_cast<std::size_t>(person.phrase)];
    const Entity& entity = c.cast.entities[known.entity];
    return phrase.owner_actor == nothing || entity.code.empty() || c.code_of(phrase.owner_actor) == entity.code;
}

bool given_name_first(const Casting& c, const Known& known) {
    return known.words.size() > 1 && c.k.gender_of_name(known.words.front()) != 0;
}

void resolve_short(Casting& c, PersonSpan& person) {
    const Known* known = known_by(c, person);
    // "Anti-Trump" or "Clinton Foundation" taken for an unknown person's name tells nothing of "Trump".
    if (known != nullptr && known->actor == nothing && person.found != no_index &&
        has_kind(c, c.found[static_cast<std::size_t>(person.found)].node, NameKind::alone) && !given_name_first(c, *known))
        known = nullptr;
    if (known != nullptr && agrees(c, person, *known)) {
        person.entity = static_cast<std::int32_t>(known->entity);
        person.confidence = 0.93;
        person.rule = "short-for-earlier-name";
        return;
    }
    const std::uint32_t node = person.found != no_index
                                   ? c.found[static_cast<std::size_t>(person.found)].node
                                   : node_of(c, c.first_word[person.first], c.first_word[person.last], 0, false, 12);
    PersonChoice choice;
    if (node != 0) {
        static constexpr std::pair<NameKind, const char*> ways[] = {
            {NameKind::alone, "short-name"}, {NameKind::surname, "surname"}, {NameKind::given, "given-name"}};
        for (const auto& [kind, rule] : ways) {
            if (!has_kind(c, node, kind)) continue;
            PersonQuery q = query_of(c, person, node, kind);
            choice = choose_person(c, q);
            if (choice.actor == nothing) continue;
            // A bare surname is somebody only where he or she is widely known and in office.
            std::size_t namesakes = 0;
            for (const Name& name : q.names) namesakes += name.kind == kind;
            const std::uint8_t rank = c.k.actors[choice.actor].rank;
            const std::uint32_t home = c.k.actors[choice.actor].home;
            const bool stands_out =
                choice.margin >= 2.5 && person.person_sure && (rank <= 3 ? spoken_of_or_silent(c, home) : c.weight_of(home) > 0);
            if (kind != NameKind::alone && q.classes == 0 && q.owner == nothing && !stands_out && rank > (namesakes == 1 ? 3 : 1))
                continue;
            return settle(c, person, choice, q, rule);
        }
    }
    if (person.person_sure || person.phrase != no_index) settle_unknown(c, person, choice);
}

}  // namespace

namespace {

// A capital word of its own that the name model passed over: part of a name the document has spelt out, a first name, or the
// subject of a verb that the tables read as nothing else.
void find_overlooked(Casting& c) {
    std::unordered_map<std::string, int> spelt;
    for (const Known& known : c.known) {
        for (const std::string& word : known.words) ++spelt[word];
    }
    for (const PersonSpan& person : c.people) {
        if (person.full || !person.person_sure) continue;
        for (const std::string& word : look_up_words(c, person)) ++spelt[word];
    }
    std::vector<PersonSpan> more;
    for (std::uint32_t t = 0; t < c.size(); ++t) {
        if (c.person_at[t] != no_index || !is_name_word(c, t) || c.agent_at[t] != no_index ||
            c.first_word[t + 1] - c.first_word[t] != 1)
            continue;
        if (is_honorific(c, t)) continue;
        const Word& word = c.words[c.first_word[t]];
        if (word.text.size() < 3 || word.all_caps || c.name_at[t] != no_index) {
            if (c.name_at[t] == no_index || !spelt.contains(word.text)) continue;
        }
        const std::int32_t f = c.found_at[t];
        if (f != no_index) {
            const Reading as = c.found[static_cast<std::size_t>(f)].as;
            if (as == Reading::state || as == Reading::adjective || as == Reading::demonym || as == Reading::actor) continue;
            if (as == Reading::place && !spelt.contains(word.text)) continue;
        }
        const Rel rel = c.parse.relation[t].rel;
        const bool argument = rel == Rel::nsubj || rel == Rel::obj || rel == Rel::iobj || rel == Rel::obl || rel == Rel::conj ||
                              rel == Rel::appos || rel == Rel::root || rel == Rel::nmod ||
                              (rel == Rel::nmod && c.parse.relation[t].sub == Sub::poss);
        if (!argument || in_time_expression(c, t)) continue;
        const bool neighbour =
            (t > c.sentence_first(t) && c.parse.upos[t - 1] == Upos::PROPN && c.document.tokens[t - 1].space_after &&
             c.person_at[t - 1] == no_index) ||
            (t + 1 < c.sentence_last(t) && c.parse.upos[t + 1] == Upos::PROPN && c.person_at[t + 1] == no_index) ||
            (t > c.sentence_first(t) && c.parse.upos[t - 1] == Upos::DET);
        const std::int32_t verb = c.parse.head[t];
        const bool acts = rel == Rel::nsubj && verb >= 0 && c.parse.upos[static_cast<std::size_t>(verb)] == Upos::VERB &&
                          c.parse.relation[t].sub != Sub::pass;
        if (!spelt.contains(word.text) &&
            (neighbour || rel == Rel::root || rel == Rel::nmod || (rel == Rel::obl && c.k.gender_of_name(word.text) == 0) ||
             (c.k.gender_of_name(word.text) == 0 && !acts)))
            continue;
        PersonSpan person;
        person.first = t;
        person.last = t + 1;
        person.person_sure = true;
        if (f != no_index && c.found[static_cast<std::size_t>(f)].as == Reading::surname) person.found = f;
        more.push_back(person);
    }
    for (const PersonSpan& person : more) {
        c.person_at[person.first] = static_cast<std::int32_t>(c.people.size());
        c.people.push_back(person);
    }
}

}  // namespace

void resolve_people(Casting& c) {
    for (PersonSpan& person : c.people) {
        if (person.full) resolve_full(c, person);
    }
    find_overlooked(c);
    for (PersonSpan& person : c.people) {
        if (person.entity == no_index && person.phrase != no_index) resolve_short(c, person);
    }
    find_overlooked(c);  // names that the first round has taught
    for (std::size_t p = 0; p < c.people.size(); ++p) {
        if (c.people[p].entity == no_index) resolve_short(c, c.people[p]);
    }
}

}  // namespace readout::actors
