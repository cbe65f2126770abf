#include <algorithm>
#include <cmath>

#include "actors/walk.h"

namespace readout::actors {

Rel role(const Casting& c, std::uint32_t token) {
    Rel rel = c.parse.relation[token].rel;
    for (int steps = 0; steps < 4 && (rel == Rel::conj || rel == Rel::flat || rel == Rel::appos); ++steps) {
        const std::int32_t head = c.parse.head[token];
        if (head < 0) break;
        token = static_cast<std::uint32_t>(head);
        rel = c.parse.relation[token].rel;
    }
    return rel;
}

bool is_possessive_role(const Casting& c, std::uint32_t token) {
    return c.parse.relation[token].sub == Sub::poss ||
           (c.first_word[token + 1] > c.first_word[token] && c.words[c.first_word[token + 1] - 1].possessive);
}

// The verb a token is an argument of: itself for a verb, else the nearest verb above.
std::int32_t clause_of(const Casting& c, std::uint32_t token) {
    std::int32_t at = c.parse.head[token];
    for (int steps = 0; at >= 0 && steps < 12; ++steps) {
        const auto t = static_cast<std::size_t>(at);
        const Rel rel = c.parse.relation[t].rel;
        if (c.parse.upos[t] == Upos::VERB || rel == Rel::root || rel == Rel::ccomp || rel == Rel::advcl || rel == Rel::acl ||
            rel == Rel::xcomp || rel == Rel::parataxis)
            return at;
        at = c.parse.head[t];
    }
    return at;
}

int depth_of(const Casting& c, std::uint32_t token) {
    int depth = 0;
    for (std::int32_t at = c.parse.head[token]; at >= 0 && depth < 10; at = c.parse.head[static_cast<std::size_t>(at)]) ++depth;
    return depth;
}

// Is `above` an ancestor of `token`?
bool governs(const Casting& c, std::int32_t above, std::uint32_t token) {
    std::int32_t at = static_cast<std::int32_t>(token);
    for (int steps = 0; at >= 0 && steps < 40; ++steps) {
        if (at == above) return true;
        at = c.parse.head[static_cast<std::size_t>(at)];
    }
    return false;
}

namespace {

constexpr std::string_view he_words[] = {"he", "him", "his", "himself"};
constexpr std::string_view she_words[] = {"she", "her", "hers", "herself"};
constexpr std::string_view it_words[] = {"it", "its", "itself"};
constexpr std::string_view they_words[] = {"they", "them", "their", "theirs", "themselves"};
constexpr std::string_view female_words[] = {
    "queen",         "princess",      "actress", "mother",      "wife",       "daughter",    "sister",
    "lady",          "mrs",           "ms",      "miss",        "woman",      "spokeswoman", "chairwoman",
    "congresswoman", "businesswoman", "girl",    "duchess",     "countess",   "baroness",    "widow",
    "aunt",          "niece",         "dame",    "grandmother", "girlfriend", "bride",       "nun",
    "madame",        "stepmother",    "goddess", "heroine",     "empress",    "mme"};
constexpr std::string_view male_words[] = {
    "king",        "prince",      "father", "husband",  "son",        "brother", "mr",      "man",   "spokesman", "chairman",
    "congressman", "businessman", "boy",    "duke",     "count",      "baron",   "widower", "uncle", "nephew",    "sir",
    "grandfather", "boyfriend",   "groom",  "monsieur", "stepfather", "emperor", "lord",    "pope",  "friar",     "monk"};
}  // namespace

char gender_of_noun(const Casting& c, std::uint32_t token) {
    const std::string word = c.lower(token);
    return one_of(word, female_words) ? 'f' : one_of(word, male_words) ? 'm' : 0;
}

namespace {

char gender_from_context(const Casting& c, const PersonSpan& person) {
    // "Mrs Clinton", "his wife, Ellen", "Queen Rania": words up to three tokens before, or an apposition right after.
    const std::uint32_t begin = c.sentence_first(person.first);
    for (std::uint32_t t = person.first, steps = 0; t > begin && steps < 3; ++steps) {
        --t;
        std::string word = c.lower(t);
        if (!word.empty() && word.back() == '.') word.pop_back();
        if (one_of(word, female_words)) return 'f';
        if (one_of(word, male_words)) return 'm';
        if (word != "," && c.parse.upos[t] != Upos::ADJ && c.parse.upos[t] != Upos::PROPN) break;
    }
    return 0;
}

void describe_entities(Walk& w) {
    Casting& c = w.c;
    w.referent.resize(c.cast.entities.size());
    for (const auto& [key, entity] : c.entity_at) {
        Referent& r = w.referent[entity];
        const std::uint32_t number = key.size() > 1 && key[1] >= '0' && key[1] <= '9' && key[0] != 'G' && key[0] != 'U'
                                         ? static_cast<std::uint32_t>(std::stoul(key.substr(1)))
                                         : nothing;
        switch (key[0]) {
            case 'P':
                r.sort = Sort::person, r.actor = number, r.gender = c.k.actors[number].gender;
                break;
            case 'S':
                r.sort = Sort::state, r.actor = number;
                break;
            case 'A':
                r.sort = Sort::body, r.actor = number;
                break;
            case 'G':
                r.sort = Sort::group;
                break;
            default:
                r.sort = Sort::body;
                break;
        }
    }
    for (const PersonSpan& person : c.people) {
        if (person.entity == no_index) continue;
        Referent& r = w.referent[static_cast<std::size_t>(person.entity)];
        r.sort = Sort::person;
        r.full |= person.full;
        if (r.gender != 0) continue;
        r.gender = gender_from_context(c, person);
        r.by_title = r.gender != 0;
        if (r.gender == 0 && person.full && c.first_word[person.last] > c.first_word[person.first])
            r.gender = c.k.gender_of_name(c.words[c.first_word[person.first]].text);
        // A single word may be a first name itself ("Kathleen was their third daughter").
        if (r.gender == 0 && !person.full && person.found == no_index && c.first_word[person.last] > c.first_word[person.first])
            r.gender = c.k.gender_of_name(c.words[c.first_word[person.first]].text);
    }
}

void read_headline(Walk& w) {
    const Casting& c = w.c;
    for (const Sentence& sentence : c.document.sentences) {
        if (c.document.paragraphs[sentence.paragraph].kind != ParagraphKind::title) continue;
        for (std::uint32_t i = c.first_word[sentence.first]; i < c.first_word[sentence.last] && w.headline.size() < 40; ++i) {
            if (c.words[i].capital) w.headline.push_back(c.words[i].text);
        }
    }
}

void mark_quotes(Walk& w) {
    const Casting& c = w.c;
    w.in_quote.assign(c.size(), 0);
    w.in_brackets.assign(c.size(), 0);
    bool open = false;
    std::uint32_t paragraph = 0;
    for (const Sentence& sentence : c.document.sentences) {
        if (sentence.paragraph != paragraph) open = false;
        paragraph = sentence.paragraph;
        bool brackets = false;
        for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
            const std::string_view word = c.document.word(t);
            if (word == "\u201c" || word == "``" || word == "\u00ab")
                open = true;
            else if (word == "\u201d" || word == "''" || word == "\u00bb")
                open = false;
            else if (word == "\"")
                open = !open;
            w.in_quote[t] = open ? 1 : 0;
            if (word == "(" || word == "-LRB-" || word == "[")
                brackets = true;
            else if (word == ")" || word == "-RRB-" || word == "]")
                brackets = false;
            w.in_brackets[t] = brackets ? 1 : 0;
        }
    }
}

void add_reference(Walk& w, std::uint32_t first, std::uint32_t last, MentionKind kind, std::vector<std::uint32_t> entities,
                   std::int32_t antecedent, double confidence, const char* rule) {
    Casting& c = w.c;
    const Span span{c.document.tokens[first].span.start, c.document.tokens[last - 1].span.end};
    const std::uint32_t m = add_mention(c, first, last, span, kind, std::move(entities), confidence, rule);
    c.cast.mentions[m].antecedent = antecedent;
    for (const std::uint32_t e : c.cast.mentions[m].entities) {
        if (e < w.referent.size()) ++w.referent[e].mentions;
    }
    w.order.push_back(m);  // so that the next pronoun sees it
}

// A doubtful name that a pronoun takes is a person: its places before the pronoun join those passed, the others those ahead.
std::uint32_t become_person(Walk& w, std::uint32_t chosen) {
    Casting& c = w.c;
    const std::uint32_t name = w.doubtful[chosen].name;
    const std::uint32_t entity =
        entity_of_unknown(c, c.text_of(w.doubtful[chosen].mention.first, w.doubtful[chosen].mention.last), {}, {}, {});
    w.referent.resize(c.cast.entities.size());
    w.referent[entity] = w.doubtful_names[name];
    const auto by_head = [&](std::uint32_t token, std::uint32_t m) { return token < c.cast.mentions[m].head; };
    std::uint32_t mention = nothing;
    for (std::size_t d = 0; d < w.doubtful.size(); ++d) {
        Doubtful& other = w.doubtful[d];
        if (other.name != name || other.taken) continue;
        other.taken = true;
        if (other.own != nothing) {  // read as an organisation nobody knows: it has its mention
            Mention& own = c.cast.mentions[other.own];
            own.entities = {entity}, own.confidence = 0.5, own.rule = "person-by-pronoun";
            if (d == chosen) mention = other.own;
            continue;
        }
        const Mention& at = other.mention;
        const std::uint32_t m = add_mention(c, at.first, at.last, at.span, MentionKind::name, {entity}, 0.5, "person-by-pronoun");
        const bool passed = d < w.next_doubtful;
        auto& list = passed ? w.order : w.given;
        const auto from = passed ? list.begin() : list.begin() + static_cast<std::ptrdiff_t>(w.next);
        list.insert(std::upper_bound(from, list.end(), c.cast.mentions[m].head, by_head), m);
        if (d == chosen) mention = m;
    }
    return mention;
}

void resolve_person_pronoun(Walk& w, std::uint32_t token, char gender) {
    std::vector<PronounCandidate> candidates = people_for(w, token, gender);
    (gender == 'm' ? w.he : w.she).push_back(token);
    if (w.trace != nullptr) {
        PronounTrace& trace = w.trace->emplace_back();
        trace.token = token, trace.gender = gender, trace.candidates = candidates;
        trace.doubtful.resize(w.doubtful.size());
        for (std::size_t d = 0; d < w.doubtful.size(); ++d) {
            for (const Doubtful& other : w.doubtful) {
                if (other.name == w.doubtful[d].name) trace.doubtful[d].push_back(other.mention.span);
            }
        }
    }
    if (candidates.empty() || candidates[0].clash) return;  // nobody, or only people of the other gender
    double total = 0;
    for (const PronounCandidate& x : candidates) total += std::exp((x.score - candidates[0].score) / pronoun_unit);
    const double confidence = 1.0 / total;
    if (confidence < least_pronoun_confidence) return;
    std::uint32_t mention = candidates[0].mention;
    if (candidates[0].kind == CandidateKind::doubtful) mention = become_person(w, mention);
    if (mention == nothing) return;
    // Of a title whose owner is not known yet the entity is copied at the end.
    add_reference(w, token, token + 1, MentionKind::pronoun, w.c.cast.mentions[mention].entities,
                  static_cast<std::int32_t>(mention), std::min(0.97, confidence), "pronoun-scorer");
}

// ------------------------------------------------------------------------------------------------ it and they

bool is_subject(const Casting& c, std::uint32_t token) { return role(c, token) == Rel::nsubj && !is_possessive_role(c, token); }

// "protesters", "officials": whose, may not be known yet.
bool is_group_noun(const Casting& c, const Mention& mention) {
    if (mention.kind != MentionKind::agent && mention.kind != MentionKind::office) return false;
    const std::int32_t p = c.phrase_at[mention.last - 1] != no_index ? c.phrase_at[mention.last - 1] : c.phrase_at[mention.head];
    return p != no_index && c.phrases[static_cast<std::size_t>(p)].plural;
}

// The noun that a relative clause above says more of: "the firm, which urged its …": the firm does what the clause says.
std::int32_t noun_of_relative(const Casting& c, std::uint32_t token) {
    static constexpr std::string_view which[] = {"which", "that", "who"};
    std::int32_t at = static_cast<std::int32_t>(token);
    for (int steps = 0; at >= 0 && steps < 12; ++steps, at = c.parse.head[static_cast<std::size_t>(at)]) {
        const auto verb = static_cast<std::uint32_t>(at);
        if (c.parse.relation[verb].rel != Rel::acl) continue;
        const std::int32_t subject = c.tree.child(verb, Rel::nsubj);
        if (subject < 0) continue;
        return one_of(c.lower(static_cast<std::uint32_t>(subject)), which) ? c.parse.head[verb] : no_index;
    }
    return no_index;
}

// The state or body that is subject of the clause above, or of the sentence before.
std::int32_t subject_for(const Walk& w, std::uint32_t token, bool plural) {
    const Casting& c = w.c;
    const std::uint32_t here = w.sentence(token);
    const std::int32_t relative = noun_of_relative(c, token);
    std::int32_t best = no_index;
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token) continue;
        const std::uint32_t there = w.sentence(mention.head);
        if (there + 1 < here) break;
        if (mention.entities.empty() && !(plural && is_group_noun(c, mention))) continue;
        if (!plural && is_unnamed_person(w, mention)) continue;
        bool fits = true;
        for (const std::uint32_t e : mention.entities) {
            const Referent& r = w.referent[e];
            if (plural)
                fits &= r.sort == Sort::group || r.sort == Sort::person || mention.entities.size() > 1;
            else
                fits &= r.sort == Sort::state || r.sort == Sort::body ||
                        (r.sort == Sort::group && c.parse.features[mention.head].number != Number::plural &&
                         mention.rule != "demonym");
        }
        if (!fits || (plural && mention.entities.size() == 1 && w.referent[mention.entities[0]].sort == Sort::person)) continue;
        if (static_cast<std::int32_t>(mention.head) == relative) return static_cast<std::int32_t>(w.order[i]);
        if (!is_subject(c, mention.head)) continue;
        const std::int32_t verb = clause_of(c, mention.head);
        const bool governed = verb >= 0 && governs(c, verb, token);
        if (there == here && governed) return static_cast<std::int32_t>(w.order[i]);
        if (best == no_index && (there == here || (verb >= 0 && c.parse.head[static_cast<std::size_t>(verb)] < 0)))
            best = static_cast<std::int32_t>(w.order[i]);
    }
    return best;
}

// Another noun between that "it" could mean as well.
bool rival_between(const Walk& w, std::uint32_t from, std::uint32_t token) {
    const Casting& c = w.c;
    for (std::uint32_t t = from + 1; t < token; ++t) {
        if (c.parse.upos[t] != Upos::NOUN || c.parse.relation[t].rel != Rel::nsubj) continue;
        if (c.phrase_at[t] == no_index) return true;
    }
    return false;
}

// Others who "they" could be as well: plural nouns nobody has a name for, as actors between the two.
bool plural_between(const Walk& w, std::uint32_t from, std::uint32_t token) {
    const Casting& c = w.c;
    for (std::uint32_t t = from + 1; t < token; ++t) {
        if (c.parse.upos[t] != Upos::NOUN || c.parse.features[t].number != Number::plural || c.phrase_at[t] != no_index) continue;
        const Rel rel = c.parse.relation[t].rel;
        if (rel == Rel::nsubj) return true;
    }
    return false;
}

// "it is time for …", "it is likely that …": nobody is meant. "Russia said it is ready to …" means Russia.
bool weather_it(const Casting& c, std::uint32_t token) {
    const std::int32_t head = c.parse.head[token];
    if (head < 0 || c.parse.relation[token].rel != Rel::nsubj) return false;
    const auto predicate = static_cast<std::uint32_t>(head);
    if (c.tree.child(predicate, Rel::cop) < 0) return false;
    static constexpr std::string_view of_minds[] = {
        "ready",     "willing",   "able",    "unable", "determined", "prepared",    "committed", "open",  "confident",
        "concerned", "convinced", "opposed", "keen",   "unwilling",  "responsible", "free",      "aware", "interested"};
    static constexpr std::string_view of_facts[] = {
        "time",  "clear",   "true",    "likely",    "unlikely", "possible", "impossible", "important", "necessary", "essential",
        "vital", "crucial", "unclear", "difficult", "hard",     "easy",     "reasonable", "wrong",     "right",     "unfortunate",
        "up",    "matter",  "fact",    "question",  "source",   "pity",     "shame",      "honour",    "honor",     "pleasure"};
    const std::string_view word = c.parse.lemma[predicate];
    if (one_of(word, of_facts)) return true;
    if (one_of(word, of_minds)) return false;
    for (const std::uint32_t child : c.tree.children(predicate)) {
        const Rel rel = c.parse.relation[child].rel;
        if (rel == Rel::csubj || rel == Rel::ccomp || (rel == Rel::xcomp && c.parse.upos[predicate] == Upos::ADJ)) return true;
    }
    return false;
}

// "its": the one state or body that the sentence has named before, where no other thing stands between.
std::int32_t only_one_before(const Walk& w, std::uint32_t token) {
    const Casting& c = w.c;
    std::int32_t found = no_index;
    std::size_t seen = 0;
    for (std::size_t i = w.order.size(); i-- > 0 && seen < 60; ++seen) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token) continue;
        if (w.sentence(mention.head) != w.sentence(token)) break;
        if (mention.entities.size() != 1 || mention.last > token) continue;
        const Sort sort = w.referent[mention.entities[0]].sort;
        if (sort != Sort::state && sort != Sort::body) continue;
        if (mention.kind == MentionKind::pronoun && c.lower(mention.head).starts_with("h")) continue;
        if (found != no_index && c.cast.mentions[static_cast<std::size_t>(found)].entities[0] != mention.entities[0])
            return no_index;
        found = static_cast<std::int32_t>(w.order[i]);
    }
    if (found == no_index) return no_index;
    const std::uint32_t from = c.cast.mentions[static_cast<std::size_t>(found)].head;
    for (std::uint32_t t = c.sentence_first(token); t < token; ++t) {
        if (c.parse.upos[t] != Upos::NOUN || c.phrase_at[t] != no_index || c.parse.features[t].number == Number::plural) continue;
        const Rel rel = c.parse.relation[t].rel;
        if (rel == Rel::nsubj || (t > from && (rel == Rel::obj || rel == Rel::iobj))) return no_index;
    }
    return found;
}

void resolve_it(Walk& w, std::uint32_t token) {
    const Casting& c = w.c;
    if (c.parse.relation[token].rel == Rel::expl || weather_it(c, token)) return;
    const bool possessive = c.lower(token) == "its" || c.lower(token) == "itself";
    std::int32_t m = subject_for(w, token, false);
    const bool by_subject = m != no_index &&
                            (w.sentence(c.cast.mentions[static_cast<std::size_t>(m)].head) == w.sentence(token) || !possessive) &&
                            !rival_between(w, c.cast.mentions[static_cast<std::size_t>(m)].head, token);
    if (!by_subject && possessive) {
        const std::int32_t only = only_one_before(w, token);
        if (only != no_index) {
            add_reference(w, token, token + 1, MentionKind::pronoun, c.cast.mentions[static_cast<std::size_t>(only)].entities,
                          only, 0.65, "only-one-of-the-sentence");
            return;
        }
    }
    if (m == no_index) return;
    const Mention mention = c.cast.mentions[static_cast<std::size_t>(m)];
    const std::int32_t verb = clause_of(c, mention.head);
    const bool same = w.sentence(mention.head) == w.sentence(token);
    const bool speaks = verb >= 0 && one_of(c.parse.lemma[static_cast<std::size_t>(verb)], speech);
    if (rival_between(w, mention.head, token)) return;
    const std::int32_t own_verb = c.parse.head[token];
    const bool acts = own_verb >= 0 && one_of(c.parse.lemma[static_cast<std::size_t>(own_verb)], speech);
    // "It is believed that …"
    if (acts && c.parse.relation[token].sub == Sub::pass) return;
    if (!possessive && !is_subject(c, token)) {
        if (!(same && speaks)) return;
    }
    if (!same && !possessive && !acts) return;
    const double confidence = same && speaks ? 0.88 : same ? 0.8 : 0.65;
    add_reference(w, token, token + 1, MentionKind::pronoun, mention.entities, m, confidence,
                  same ? "subject-of-the-clause-above" : "subject-of-the-sentence-before");
}

// "Lavrov and Wang … their": subjects joined by "and".
std::vector<std::uint32_t> joined_subjects(const Walk& w, std::uint32_t token, std::int32_t& antecedent) {
    const Casting& c = w.c;
    const std::uint32_t here = w.sentence(token);
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token) continue;
        if (w.sentence(mention.head) + 1 < here) break;
        if (mention.entities.size() > 1) {
            antecedent = static_cast<std::int32_t>(w.order[i]);
            return mention.entities;
        }
        if (mention.entities.size() != 1 || c.parse.relation[mention.head].rel != Rel::conj) continue;
        const std::int32_t head = c.parse.head[mention.head];
        std::vector<std::uint32_t> out;
        std::int32_t first = no_index;
        for (std::size_t o = 0; o < w.order.size(); ++o) {
            const std::uint32_t m = w.order[w.order.size() - 1 - o];
            const Mention& other = c.cast.mentions[m];
            if (w.sentence(other.head) < w.sentence(mention.head)) break;
            const bool joins = static_cast<std::int32_t>(other.head) == head ||
                               (c.parse.relation[other.head].rel == Rel::conj && c.parse.head[other.head] == head);
            if (!joins || other.entities.size() != 1 || other.head >= token) continue;
            if (std::find(out.begin(), out.end(), other.entities[0]) == out.end()) out.insert(out.begin(), other.entities[0]);
            first = static_cast<std::int32_t>(m);
        }
        if (out.size() >= 2) {
            antecedent = first;
            return out;
        }
    }
    return {};
}

std::uint32_t first_of_name(const Casting& c, std::uint32_t token) {
    for (int steps = 0; steps < 3 && c.parse.head[token] >= 0; ++steps) {
        const Rel rel = c.parse.relation[token].rel;
        if (rel != Rel::flat && rel != Rel::appos && rel != Rel::compound) break;
        token = static_cast<std::uint32_t>(c.parse.head[token]);
    }
    return token;
}

constexpr std::string_view done_together[] = {"meet",  "talk",   "speak", "discuss", "agree",     "sign", "hold", "negotiate",
                                              "visit", "confer", "join",  "consult", "telephone", "call", "host", "receive"};

// "Xi met Putin in Samarkand. They discussed …": who does such a thing and with whom, in the sentence before or a clause above.
std::vector<std::uint32_t> met(const Walk& w, std::uint32_t token, std::int32_t& antecedent) {
    const Casting& c = w.c;
    const std::uint32_t here = w.sentence(token);
    std::int32_t partner = no_index;
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token) continue;
        if (w.sentence(mention.head) + 1 < here) break;
        if (mention.entities.size() != 1) continue;
        const Sort sort = w.referent[mention.entities[0]].sort;
        if (sort != Sort::person && sort != Sort::state) continue;
        std::uint32_t at = first_of_name(c, mention.head);
        // "held talks with Putin": the partner hangs on the talks.
        if (c.parse.relation[at].rel == Rel::nmod && c.parse.head[at] >= 0) at = static_cast<std::uint32_t>(c.parse.head[at]);
        const Rel rel = c.parse.relation[at].rel;
        const std::int32_t verb = c.parse.head[at];
        if (verb < 0 || !one_of(c.parse.lemma[static_cast<std::size_t>(verb)], done_together)) continue;
        if (rel == Rel::obj || rel == Rel::obl) {
            partner = static_cast<std::int32_t>(w.order[i]);
            continue;
        }
        if (rel != Rel::nsubj || partner == no_index || is_possessive_role(c, mention.head)) continue;
        const Mention& other = c.cast.mentions[static_cast<std::size_t>(partner)];
        if (other.entities[0] == mention.entities[0] || w.referent[other.entities[0]].sort != sort) continue;
        if (w.sentence(other.head) != w.sentence(mention.head)) continue;
        antecedent = static_cast<std::int32_t>(w.order[i]);
        return {mention.entities[0], other.entities[0]};
    }
    return {};
}

void resolve_they(Walk& w, std::uint32_t token) {
    const std::int32_t m = subject_for(w, token, true);
    std::int32_t joined = no_index;
    std::vector<std::uint32_t> several = joined_subjects(w, token, joined);
    const Casting& c = w.c;
    const auto contested = [&](std::int32_t mention) {
        return plural_between(w, c.cast.mentions[static_cast<std::size_t>(mention)].head, token);
    };
    if (!several.empty() && contested(joined)) several.clear();
    if (!several.empty() && (m == no_index || c.cast.mentions[static_cast<std::size_t>(joined)].head >=
                                                  c.cast.mentions[static_cast<std::size_t>(m)].head)) {
        add_reference(w, token, token + 1, MentionKind::pronoun, std::move(several), joined, 0.75, "joined-antecedents");
        return;
    }
    if (m != no_index) {
        const Mention mention = c.cast.mentions[static_cast<std::size_t>(m)];
        if (contested(m)) return;
        add_reference(w, token, token + 1, MentionKind::pronoun, mention.entities, m, 0.7, "plural-subject");
        return;
    }
    if (c.lower(token) == "them" || c.lower(token) == "themselves") return;
    if (std::vector<std::uint32_t> pair = met(w, token, joined); !pair.empty())
        add_reference(w, token, token + 1, MentionKind::pronoun, std::move(pair), joined, 0.7, "those-who-met");
}

// ------------------------------------------------------------------------------------------------ descriptions

struct Described {
    std::int32_t mention = no_index;
    std::uint32_t entity = nothing;
};

bool holds(const Walk& w, std::uint32_t entity, std::uint64_t classes) {
    const Referent& r = w.referent[entity];
    if (r.sort != Sort::person) return false;
    if (r.actor == nothing) return false;
    for (const Role& role : w.c.k.roles_of(r.actor)) {
        if ((classes & bit(role.cls)) && (w.c.day == no_day || held(role, w.c.day) != Held::no)) return true;
    }
    return false;
}

// Unknown people are known by the words of their title.
bool titled(const Walk& w, std::uint32_t entity, std::string_view noun) {
    const Entity& e = w.c.cast.entities[entity];
    if (w.referent[entity].sort != Sort::person || e.office.empty()) return false;
    std::string office = e.office;
    for (char& ch : office) ch = ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch;
    return office.size() >= noun.size() && office.find(noun) != std::string::npos;
}

// The distinct entities mentioned before `token`, newest first, that pass `test`.
template <class Test>
std::vector<Described> before(const Walk& w, std::uint32_t token, std::uint32_t back, Test test) {
    std::vector<Described> out;
    const std::uint32_t here = w.sentence(token);
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = w.c.cast.mentions[w.order[i]];
        if (mention.head >= token || mention.last > token) continue;
        if (w.sentence(mention.head) + back < here) break;
        for (const std::uint32_t e : mention.entities) {
            const bool seen = std::any_of(out.begin(), out.end(), [&](const Described& d) { return d.entity == e; });
            if (!seen && test(e)) out.push_back({static_cast<std::int32_t>(w.order[i]), e});
        }
    }
    return out;
}

std::uint32_t state_of(const Walk& w, std::uint32_t entity) {
    const Casting& c = w.c;
    const std::string& code = c.cast.entities[entity].code;
    if (code.size() != 3) return nothing;
    return c.k.actor_of_code(code).value_or(nothing);
}

// "the Trump-Putin summit": names that only modify a noun are not who the passage speaks of.
bool only_modifies(const Casting& c, const Mention& mention) {
    const Rel rel = c.parse.relation[mention.head].rel;
    return rel == Rel::compound || rel == Rel::amod;
}

// The two that "both leaders" mean, in the order of the text: the two that the nearest sentence names that names two, or that
// were last spoken of as two; of more, the two spoken of most.
template <class Test>
std::vector<Described> pair_before(const Walk& w, std::uint32_t token, std::uint32_t back, Test test) {
    const Casting& c = w.c;
    const std::uint32_t here = w.sentence(token);
    std::vector<Described> all, sentence;
    std::uint32_t at = here;
    const auto add = [](std::vector<Described>& list, const Described& d) {
        if (std::none_of(list.begin(), list.end(), [&](const Described& x) { return x.entity == d.entity; })) list.push_back(d);
    };
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token || mention.last > token) continue;
        const std::uint32_t there = w.sentence(mention.head);
        if (there + 2 * back < here) break;
        if (there != at && sentence.size() == 2 && at + back >= here) return {sentence[1], sentence[0]};
        if (there != at) sentence.clear(), at = there;
        if (mention.entities.size() == 2 && test(mention.entities[0]) && test(mention.entities[1]) && sentence.size() <= 2) {
            const auto m = static_cast<std::int32_t>(w.order[i]);
            return {{m, mention.entities[0]}, {m, mention.entities[1]}};
        }
        if (mention.entities.size() != 1 || !test(mention.entities[0]) || only_modifies(c, mention)) continue;
        add(sentence, {static_cast<std::int32_t>(w.order[i]), mention.entities[0]});
        if (there + back >= here) add(all, sentence.back());
    }
    if (sentence.size() == 2 && at + back >= here) return {sentence[1], sentence[0]};
    if (all.size() < 2) return {};
    std::stable_sort(all.begin(), all.end(), [&](const Described& a, const Described& b) {
        return w.referent[a.entity].mentions > w.referent[b.entity].mentions;
    });
    all.resize(2);
    std::sort(all.begin(), all.end(), [](const Described& a, const Described& b) { return a.mention < b.mention; });
    return all;
}

// "Russia and Ukraine": either.
bool joined(const Casting& c, std::uint32_t token) {
    if (c.parse.relation[token].rel == Rel::conj) return true;
    const std::int32_t second = c.tree.child(token, Rel::conj);
    return second >= 0 && c.parse.upos[static_cast<std::size_t>(second)] == Upos::PROPN;
}

// The two states the passage is about: the newest two of those mentioned, people standing for theirs.
std::vector<Described> two_states(Walk& w, std::uint32_t token) {
    const Casting& c = w.c;
    struct State {
        Described described;
        int weight = 0;
    };
    std::vector<State> states;
    const std::uint32_t here = w.sentence(token);
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (mention.head >= token || mention.last > token) continue;
        const std::uint32_t back = here - std::min(here, w.sentence(mention.head));
        if (back > 6 || (back > 4 && states.size() >= 2)) break;
        for (const std::uint32_t e : mention.entities) {
            if (w.referent[e].sort != Sort::state && w.referent[e].sort != Sort::person) continue;
            const std::uint32_t state = state_of(w, e);
            if (state == nothing || c.k.actors[state].type > Type::former_state) continue;
            auto known = std::find_if(states.begin(), states.end(), [&](const State& x) { return x.described.entity == state; });
            if (known == states.end())
                known = states.insert(states.end(), State{{static_cast<std::int32_t>(w.order[i]), state}, 0});
            // Nearness counts most, then being spoken of as one of two, then being who acts.
            known->weight += (back == 0   ? 4
                              : back == 1 ? 3
                              : back == 2 ? 2
                                          : 1) +
                             (mention.entities.size() == 2 ? 3 : 0) + (is_subject(c, mention.head) ? 1 : 0) +
                             (joined(c, mention.head) ? 2 : 0) - (only_modifies(c, mention) ? 1 : 0);
        }
    }
    std::vector<Described> out;
    if (states.size() > 2)
        std::stable_sort(states.begin(), states.end(), [](const State& a, const State& b) { return a.weight > b.weight; });
    for (std::size_t i = 0; i < states.size() && i < 3; ++i) out.push_back(states[i].described);
    if (out.size() > 1 && out[0].mention < out[1].mention) std::swap(out[0], out[1]);  // newest first
    return out;
}

bool dual_words_before(const Casting& c, std::uint32_t first, std::uint32_t noun, bool& two) {
    two = false;
    for (std::uint32_t t = first; t < noun; ++t) {
        const std::string word = c.lower(t);
        if (word == "both" || word == "two") two = true;
    }
    if (first > c.sentence_first(first)) {
        const std::string word = c.lower(first - 1);
        if (word == "both" || word == "two") two = true;
    }
    return two;
}

void refer(Walk& w, Mention& mention, std::vector<std::uint32_t> entities, std::int32_t antecedent, double confidence,
           const char* rule) {
    mention.entities = std::move(entities);
    mention.antecedent = antecedent;
    mention.confidence = confidence;
    mention.rule = rule;
    mention.kind = MentionKind::description;
    w.referent.resize(w.c.cast.entities.size());
    for (const std::uint32_t e : mention.entities) ++w.referent[e].mentions;
}

// "the leaders", "both ministers", "the two presidents"
bool resolve_plural_office(Walk& w, std::uint32_t m, const Phrase& phrase) {
    Casting& c = w.c;
    bool two = false;
    dual_words_before(c, phrase.first, c.agents[phrase.agent].token_last - 1, two);
    if (!phrase.definite && !two) return false;
    const std::uint32_t token = c.cast.mentions[m].first;
    const std::vector<Described> found =
        pair_before(w, token, two ? 6 : 4, [&](std::uint32_t e) { return holds(w, e, phrase.classes); });
    if (found.size() < 2) return false;
    refer(w, c.cast.mentions[m], {found[0].entity, found[1].entity}, found[0].mention, two ? 0.85 : 0.75, "the-leaders");
    return true;
}

bool resolve_sides(Walk& w, std::uint32_t m, const Phrase& phrase) {
    Casting& c = w.c;
    bool two = false;
    dual_words_before(c, phrase.first, c.agents[phrase.agent].token_last - 1, two);
    if (!two && !(phrase.definite && phrase.plural)) return false;
    std::vector<Described> states = two_states(w, c.cast.mentions[m].first);
    if (states.size() < 2) return false;
    // Two: unless a third is as near as the second.
    const double confidence = states.size() == 2 ? 0.85 : 0.7;
    std::vector<std::uint32_t> who{entity_of_state(c, states[1].entity), entity_of_state(c, states[0].entity)};
    w.referent.resize(c.cast.entities.size());
    for (std::size_t i = 0; i < 2; ++i) {
        w.referent[who[i]].sort = Sort::state;
        w.referent[who[i]].actor = states[1 - i].entity;
    }
    refer(w, c.cast.mentions[m], std::move(who), states[1].mention, confidence, "both-sides");
    return true;
}

bool resolve_one_office(Walk& w, std::uint32_t m, const Phrase& phrase) {
    Casting& c = w.c;
    const AgentHit& hit = c.agents[phrase.agent];
    const std::string noun = c.lower(hit.token_last - 1);
    const std::uint32_t token = c.cast.mentions[m].first;
    const auto found = before(w, token, 8, [&](std::uint32_t e) { return holds(w, e, phrase.classes) || titled(w, e, noun); });
    if (found.empty()) return false;
    refer(w, c.cast.mentions[m], {found[0].entity}, found[0].mention, found.size() == 1 ? 0.85 : 0.7, "office-named-before");
    return true;
}

// "the army", "the government" in a report about one state.
bool resolve_body(Walk& w, std::uint32_t m, const Phrase& phrase) {
    Casting& c = w.c;
    double total = 0, most = 0;
    std::uint32_t state = nothing;
    for (const auto& [s, weight] : c.weight) {
        total += weight;
        if (weight > most || (weight == most && s < state)) most = weight, state = s;
    }
    if (state == nothing || most < 3 || most < 0.75 * total) return false;
    const std::string noun = c.lower(c.agents[phrase.agent].token_last - 1);
    std::uint32_t entity = 0;
    if (noun == "government" || noun == "authorities" || noun == "regime" || noun == "administration")
        entity = entity_of_state(c, state);
    else
        entity = entity_of_group(c, c.text_of(phrase.first, phrase.last), c.code_of(state), phrase.sector, phrase.second,
                                 "agent noun in a report about one state");
    refer(w, c.cast.mentions[m], {entity}, no_index, 0.65, "state-of-the-report");
    return true;
}

// Whom "his", "its" or "Putin's" before a title means.
std::uint32_t owner_by_pronoun(const Walk& w, const Phrase& phrase, std::int32_t& antecedent, std::uint32_t& person) {
    const Casting& c = w.c;
    person = nothing;
    const auto token = static_cast<std::uint32_t>(phrase.owner_pronoun);
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const std::uint32_t m = w.order[i];
        const Mention& mention = c.cast.mentions[m];
        if (w.sentence(mention.head) < w.sentence(token)) break;
        if (mention.first > token || token >= mention.last || mention.entities.size() != 1) continue;
        antecedent = mention.antecedent != no_index ? mention.antecedent : static_cast<std::int32_t>(m);
        if (w.referent[mention.entities[0]].sort == Sort::person) person = mention.entities[0];
        const Referent& r = w.referent[mention.entities[0]];
        if (r.sort == Sort::body && r.actor != nothing) return r.actor;
        return state_of(w, mention.entities[0]);
    }
    return nothing;
}

std::uint64_t classes_of_person(const Walk& w, std::uint32_t entity) {
    const Referent& r = w.referent[entity];
    if (r.actor == nothing) return 0;
    bool over = false;
    const Role* role = role_on_day(w.c, r.actor, 0, nothing, over);
    if (role == nullptr) return 0;
    const std::uint64_t heads = bit(Office::HOS) | bit(Office::HOG);
    return (bit(role->cls) & heads) ? heads : bit(role->cls);
}

bool resolve_owned(Walk& w, std::uint32_t m, const Phrase& phrase) {
    Casting& c = w.c;
    std::int32_t antecedent = no_index;
    std::uint32_t person = nothing;
    std::uint32_t owner = owner_by_pronoun(w, phrase, antecedent, person);
    std::uint64_t classes = phrase.classes;
    if (phrase.counterpart) {
        // "his Chinese counterpart": the same office there.
        if (phrase.owner_actor == nothing) return false;
        classes = person == nothing ? 0 : classes_of_person(w, person);
        owner = phrase.owner_actor;
    }
    if (owner == nothing) return false;
    double confidence = 0;
    const std::uint32_t holder =
        classes != 0 && !phrase.plural && !phrase.former ? holder_on_day(c, owner, classes, confidence) : nothing;
    if (holder != nothing) {
        const std::uint32_t entity = entity_of_person(c, holder, classes, owner, false);
        w.referent.resize(c.cast.entities.size());
        w.referent[entity].sort = Sort::person;
        w.referent[entity].actor = holder;
        w.referent[entity].gender = c.k.actors[holder].gender;
        refer(w, c.cast.mentions[m], {entity}, antecedent, 0.9 * confidence,
              phrase.counterpart ? "counterpart-on-the-day" : "office-on-the-day-by-pronoun");
        return true;
    }
    // "elects him as its leader": a party's or a movement's leader is of its sector.
    const Actor& body = c.k.actors[owner];
    const bool movement = (body.type == Type::armed || std::string_view(body.sector.text) == "PTY") && phrase.sector == "GOV";
    const std::uint32_t entity =
        entity_of_group(c, c.text_of(phrase.first, phrase.last), c.code_of(owner), movement ? body.sector.text : phrase.sector,
                        phrase.second, "agent noun owned through a pronoun");
    refer(w, c.cast.mentions[m], {entity}, antecedent, 0.7, "agent-owned-through-a-pronoun");
    return true;
}

void resolve_description(Walk& w, std::uint32_t m) {
    Casting& c = w.c;
    const Mention& mention = c.cast.mentions[m];
    if (!mention.entities.empty() || (mention.kind != MentionKind::description && mention.kind != MentionKind::agent)) return;
    const std::int32_t p = c.phrase_at[mention.last - 1] != no_index ? c.phrase_at[mention.last - 1] : c.phrase_at[mention.head];
    if (p == no_index) return;
    const Phrase& phrase = c.phrases[static_cast<std::size_t>(p)];
    const Agent& agent = c.k.agents[c.agents[phrase.agent].agent];
    const std::string noun = c.lower(c.agents[phrase.agent].token_last - 1);
    if (phrase.owner_pronoun != no_index) {
        resolve_owned(w, m, phrase);
        return;
    }
    if (noun == "sides" || noun == "side") {
        resolve_sides(w, m, phrase);
        return;
    }
    if (phrase.plural) {
        if (phrase.classes != 0) resolve_plural_office(w, m, phrase);
        return;
    }
    if (!phrase.definite) return;
    if (agent.kind == AgentKind::person && phrase.classes != 0)
        resolve_one_office(w, m, phrase);
    else if (agent.kind == AgentKind::body &&
             (phrase.sector == "GOV" || phrase.sector == "MIL" || phrase.sector == "COP" || phrase.sector == "LEG"))
        resolve_body(w, m, phrase);
}

// "the Asian country", "both countries", "the bloc", "his country": nouns for states and bodies that are no agent nouns.
struct Kindred {
    std::string_view noun;
    Sort sort;
    bool plural;
};
constexpr Kindred kindred[] = {
    {"country", Sort::state, false}, {"nation", Sort::state, false},      {"republic", Sort::state, false},
    {"kingdom", Sort::state, false}, {"countries", Sort::state, true},    {"nations", Sort::state, true},
    {"states", Sort::state, true},   {"neighbours", Sort::state, true},   {"neighbors", Sort::state, true},
    {"powers", Sort::state, true},   {"bloc", Sort::body, false},         {"alliance", Sort::body, false},
    {"group", Sort::body, false},    {"organisation", Sort::body, false}, {"organization", Sort::body, false},
    {"movement", Sort::body, false}, {"union", Sort::body, false},        {"company", Sort::body, false},
    {"firm", Sort::body, false},     {"party", Sort::body, false},        {"agency", Sort::body, false}};
constexpr std::pair<std::string_view, std::string_view> continents[] = {
    {"asian", "AS"}, {"european", "EU"}, {"african", "AF"}, {"american", "SA"}, {"oceanic", "OC"}, {"pacific", "OC"}};

bool of_kind(const Walk& w, std::uint32_t entity, const Kindred& kind) {
    const Referent& r = w.referent[entity];
    if (kind.sort == Sort::state) return r.sort == Sort::state;
    if (r.sort != Sort::body || r.actor == nothing) return false;
    const Type type = w.c.k.actors[r.actor].type;
    if (kind.noun == "bloc" || kind.noun == "union") return type == Type::igo || type == Type::bloc;
    if (kind.noun == "alliance") return type == Type::igo && std::string_view(w.c.k.actors[r.actor].sector.text) == "MIL";
    if (kind.noun == "company" || kind.noun == "firm") return type == Type::company;
    if (kind.noun == "party") return type == Type::party;
    if (kind.noun == "agency") return type == Type::outlet || type == Type::institution;
    return type == Type::armed || type == Type::ngo || type == Type::movement || type == Type::party || type == Type::igo;
}

// The one state that this sentence and the two before it name as land ("in Venezuela"); nothing where there are two.
std::uint32_t only_land(const Casting& c, std::uint32_t token, std::string_view continent) {
    const std::uint32_t here = c.document.sentence_of(token);
    const std::uint32_t from = c.document.sentences[here >= 2 ? here - 2 : 0].first;
    std::uint32_t state = nothing;
    for (std::uint32_t t = token; t-- > from && token - t < 200;) {
        if (c.found_at[t] == no_index) continue;
        const Found& hit = c.found[static_cast<std::size_t>(c.found_at[t])];
        if (hit.as != Reading::state && hit.as != Reading::adjective) continue;
        if (state != nothing && hit.target != state) return nothing;
        state = hit.target;
    }
    if (state == nothing || c.k.actors[state].type > Type::former_state) return nothing;
    return continent.empty() || std::string_view(c.k.actors[state].continent, 2) == continent ? state : nothing;
}

void resolve_kindred(Walk& w, std::uint32_t token, const Kindred& kind) {
    Casting& c = w.c;
    const std::uint32_t begin = c.sentence_first(token);
    std::uint32_t first = token;
    std::string_view continent;
    bool definite = false, two = false;
    std::int32_t pronoun = no_index;
    while (first > begin && token - first < 4) {
        const std::string word = c.lower(first - 1);
        if (word == "the" || word == "this" || word == "that") {
            definite = true;
            break;
        }
        if (word == "his" || word == "her" || word == "its" || word == "their") {
            pronoun = static_cast<std::int32_t>(first - 1);
            break;
        }
        if (word == "both" || word == "two")
            two = true;
        else if (c.parse.upos[first - 1] != Upos::ADJ && c.parse.upos[first - 1] != Upos::NUM &&
                 c.parse.upos[first - 1] != Upos::PROPN && c.parse.upos[first - 1] != Upos::NOUN)
            break;
        for (const auto& [name, code] : continents) {
            if (word == name) continent = code;
        }
        if (c.found_at[first - 1] != no_index &&
            c.found[static_cast<std::size_t>(c.found_at[first - 1])].as == Reading::adjective)
            return;  // "the Chinese nation"
        --first;
    }
    if (two) definite = true;
    if (pronoun != no_index && kind.sort == Sort::state && !kind.plural) {
        for (std::size_t i = w.order.size(); i-- > 0;) {
            const std::uint32_t m = w.order[i];
            const Mention& mention = c.cast.mentions[m];
            if (w.sentence(mention.head) < w.sentence(token)) break;
            if (mention.first != static_cast<std::uint32_t>(pronoun) || mention.entities.size() != 1) continue;
            const std::uint32_t state = state_of(w, mention.entities[0]);
            if (state == nothing) return;
            const std::uint32_t entity = entity_of_state(c, state);
            w.referent.resize(c.cast.entities.size());
            w.referent[entity].sort = Sort::state;
            w.referent[entity].actor = state;
            const std::int32_t antecedent = mention.antecedent != no_index ? mention.antecedent : static_cast<std::int32_t>(m);
            add_reference(w, static_cast<std::uint32_t>(pronoun), token + 1, MentionKind::description, {entity}, antecedent,
                          0.85 * mention.confidence, "country-of-a-person");
            return;
        }
        return;
    }
    if (!definite) return;
    if (kind.plural) {
        if (!two) return;
        const std::vector<Described> states = two_states(w, first);
        if (states.size() < 2) return;
        std::vector<std::uint32_t> who{entity_of_state(c, states[1].entity), entity_of_state(c, states[0].entity)};
        w.referent.resize(c.cast.entities.size());
        for (std::size_t i = 0; i < 2; ++i)
            w.referent[who[i]].sort = Sort::state, w.referent[who[i]].actor = states[1 - i].entity;
        add_reference(w, first, token + 1, MentionKind::description, std::move(who), states[1].mention,
                      states.size() == 2 ? 0.85 : 0.7, "both-countries");
        return;
    }
    // A clause that says more about the noun ("the country that …") introduces somebody else.
    if (c.tree.child(token, Rel::nmod) >= 0 || c.tree.child(token, Relation{Rel::acl, Sub::relcl}) >= 0) return;
    std::vector<Described> found = before(w, first, 4, [&](std::uint32_t e) {
        if (!of_kind(w, e, kind)) return false;
        if (continent.empty()) return true;
        const Actor& actor = c.k.actors[w.referent[e].actor];
        const std::string_view there(actor.continent, 2);
        return there == continent || (continent == "SA" && there == "NA");
    });
    // "the Asian country" tells of a speaker's own state too: people stand for theirs.
    if (found.empty() && kind.sort == Sort::state) {
        for (const Described& d : before(w, first, 4, [&](std::uint32_t e) { return w.referent[e].sort == Sort::person; })) {
            const std::uint32_t state = state_of(w, d.entity);
            if (state == nothing || (!continent.empty() && std::string_view(c.k.actors[state].continent, 2) != continent))
                continue;
            const std::uint32_t entity = entity_of_state(c, state);
            w.referent.resize(c.cast.entities.size());
            w.referent[entity].sort = Sort::state;
            w.referent[entity].actor = state;
            add_reference(w, first, token + 1, MentionKind::description, {entity}, d.mention, 0.7, "country-of-a-person");
            return;
        }
        // What is fled, left or entered stays land.
        const bool acts = is_subject(c, token) || is_possessive_role(c, token);
        if (const std::uint32_t state = acts ? only_land(c, first, continent) : nothing; state != nothing) {
            const std::uint32_t entity = entity_of_state(c, state);
            w.referent.resize(c.cast.entities.size());
            w.referent[entity].sort = Sort::state;
            w.referent[entity].actor = state;
            add_reference(w, first, token + 1, MentionKind::description, {entity}, no_index, 0.65, "only-land-named");
        }
        return;
    }
    if (found.empty()) return;
    // Of several states, the one that the report speaks of most, by far.
    const auto by_far = [&]() -> std::size_t {
        double most = 0, next = 0;
        std::size_t at = found.size();
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double weight = c.weight_of(w.referent[found[i].entity].actor);
            if (weight > most)
                next = most, most = weight, at = i;
            else
                next = std::max(next, weight);
        }
        return most >= 3 && most >= 2 * next ? at : found.size();
    };
    // The subject of a sentence is spoken of on; without a number of rivals the nearest one.
    std::size_t choice = 0;
    for (std::size_t i = 0; i < found.size() && i < 3; ++i) {
        if (is_subject(c, c.cast.mentions[static_cast<std::size_t>(found[i].mention)].head)) {
            choice = i;
            break;
        }
    }
    if (found.size() > 1 && kind.sort == Sort::state && continent.empty() && choice == 0 &&
        !is_subject(c, c.cast.mentions[static_cast<std::size_t>(found[0].mention)].head)) {
        choice = by_far();
        if (choice == found.size()) return;
    }
    add_reference(w, first, token + 1, MentionKind::description, {found[choice].entity}, found[choice].mention,
                  found.size() == 1 ? 0.85 : 0.7, "description");
}

void walk(Walk& w) {
    Casting& c = w.c;
    std::vector<std::int32_t> described(c.size(), no_index);
    for (std::size_t m = 0; m < c.cast.mentions.size(); ++m) {
        if (c.cast.mentions[m].entities.empty() && c.cast.mentions[m].last > 0)
            described[c.cast.mentions[m].last - 1] = static_cast<std::int32_t>(m);
    }
    for (const Sentence& sentence : c.document.sentences) {
        for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
            for (; w.next < w.given.size() && c.cast.mentions[w.given[w.next]].head <= t; ++w.next) {
                const std::uint32_t m = w.given[w.next];
                w.order.push_back(m);
                for (const std::uint32_t e : c.cast.mentions[m].entities) {
                    Referent& r = w.referent[e];
                    ++r.mentions;
                    if (r.first_token == nothing) r.first_token = c.cast.mentions[m].head;
                }
            }
            for (; w.next_doubtful < w.doubtful.size() && w.doubtful[w.next_doubtful].mention.head <= t; ++w.next_doubtful) {
                Referent& r = w.doubtful_names[w.doubtful[w.next_doubtful].name];
                ++r.mentions;
                if (r.first_token == nothing) r.first_token = t;
            }
            if (described[t] != no_index) resolve_description(w, static_cast<std::uint32_t>(described[t]));
            const Upos upos = c.parse.upos[t];
            if (upos == Upos::PRON || upos == Upos::DET) {
                const std::string word = c.lower(t);
                if (one_of(word, he_words))
                    resolve_person_pronoun(w, t, 'm');
                else if (one_of(word, she_words))
                    resolve_person_pronoun(w, t, 'f');
                else if (one_of(word, it_words))
                    resolve_it(w, t);
                else if (one_of(word, they_words))
                    resolve_they(w, t);
            } else if (upos == Upos::NOUN && c.found_at[t] == no_index) {
                const std::string word = c.lower(t);
                for (const Kindred& kind : kindred) {
                    if (word == kind.noun && described[t] == no_index) resolve_kindred(w, t, kind);
                }
            }
        }
    }
}

}  // namespace

void resolve_references(Casting& c, std::vector<PronounTrace>* trace, bool blind) {
    Walk w(c, trace);
    w.blind = blind;
    describe_entities(w);
    find_doubtful(w);
    read_headline(w);
    mark_quotes(w);
    for (const Mention& mention : c.cast.mentions) {
        for (const std::uint32_t e : mention.entities) ++w.referent[e].in_document;
    }
    for (std::uint32_t m = 0; m < c.cast.mentions.size(); ++m) w.given.push_back(m);
    std::stable_sort(w.given.begin(), w.given.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return c.cast.mentions[a].head < c.cast.mentions[b].head; });
    walk(w);
    tell_whose(c);
    for (Mention& mention : c.cast.mentions) {  // "he" after such a noun
        if (mention.kind == MentionKind::pronoun && mention.entities.empty() && mention.antecedent != no_index)
            mention.entities = c.cast.mentions[static_cast<std::size_t>(mention.antecedent)].entities;
    }
}

}  // namespace readout::actors
