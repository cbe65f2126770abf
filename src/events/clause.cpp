#include "events/clause.h"

#include <algorithm>

namespace readout {

namespace {

std::string lowered(std::string_view word) {
    std::string out(word);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool all_capitals(std::string_view word) {
    return word.size() > 1 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

constexpr int deepest_control = 6;  // how many governors a missing subject is looked for in

bool contains(const std::vector<std::uint32_t>& tokens, std::uint32_t token) {
    return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

}  // namespace

namespace {

// "shot" is a form, of "shoot", and no word by itself.
bool is_base(const WordMap<std::string>& forms, const std::string& lemma) {
    const auto at = forms.find(lemma);
    return at != forms.end() && at->second == lemma;
}

}  // namespace

Text::Text(const Document& document_, const Parse& parse_, const Tree& tree_, const Cast& cast_,
           const Ontology::Inside& ontology_)
    : document(document_), parse(parse_), tree(tree_), cast(cast_), ontology(ontology_) {
    const std::size_t size = parse.size();
    lemma.reserve(size);
    form.reserve(size);
    for (std::size_t token = 0; token < size; ++token) {
        lemma.push_back(lowered(parse.lemma[token]));
        form.push_back(lowered(document.word(token)));
        // A form of a word the tables name has that word's lemma, whatever the parser guessed.
        const Upos upos = parse.upos[token];
        if (upos == Upos::VERB || upos == Upos::NOUN) {
            const auto& forms = upos == Upos::VERB ? ontology.verb_of_form : ontology.noun_of_form;
            if (const auto at = forms.find(form.back()); at != forms.end() && !is_base(forms, lemma.back()))
                lemma.back() = at->second;
        }
    }
    for (std::size_t token = 2; token < size; ++token) {  // "test-fired", "cease-fire" in three tokens
        if (form[token - 1] != "-" || document.tokens[token - 2].span.end != document.tokens[token - 1].span.start ||
            document.tokens[token - 1].span.end != document.tokens[token].span.start)
            continue;
        if (std::string whole = form[token - 2] + "-" + lemma[token]; ontology.hyphenated.contains(whole))
            lemma[token] = std::move(whole);
    }
    name.assign(size, 0);
    for (const Name& one : parse.names) {
        for (std::uint32_t token = one.first; token < one.last && token < size; ++token)
            name[token] = static_cast<std::uint8_t>(1 + static_cast<int>(one.type));
    }
    mention.assign(size, no_index);
    place.assign(size, no_index);
    const auto cover = [&](const auto& all, std::vector<std::int32_t>& covering) {
        for (std::size_t index = 0; index < all.size(); ++index) {
            for (std::uint32_t token = all[index].first; token < all[index].last && token < size; ++token) {
                std::int32_t& at = covering[token];
                const auto width = [&](std::int32_t one) {
                    return all[static_cast<std::size_t>(one)].last - all[static_cast<std::size_t>(one)].first;
                };
                if (at == no_index || width(static_cast<std::int32_t>(index)) < width(at)) at = static_cast<std::int32_t>(index);
            }
        }
    };
    cover(cast.mentions, mention);
    cover(cast.places, place);
    find_waters();
    story_start.reserve(document.sentences.size());
    for (const Sentence& sentence : document.sentences) story_start.push_back(behind_dateline(sentence));
}

void Text::find_waters() {
    constexpr std::uint32_t longest = 4;
    const auto size = static_cast<std::uint32_t>(form.size());
    water.assign(size, no_index);
    for (std::uint32_t first = 0; first < size; ++first) {
        if (parse.upos[first] != Upos::PROPN && parse.upos[first] != Upos::ADJ && parse.upos[first] != Upos::NOUN) continue;
        const std::string_view word = document.word(first);
        if (word.empty() || word.front() < 'A' || word.front() > 'Z') continue;
        std::string words;
        std::uint32_t last = first;
        const Place* found = nullptr;
        for (std::uint32_t at = first; at < size && at < first + longest; ++at) {
            words += (at == first ? "" : " ") + form[at];
            if (const auto known = ontology.waters.find(words); known != ontology.waters.end()) {
                found = &known->second;
                last = at + 1;
            }
        }
        if (found == nullptr) continue;
        std::uint32_t head = first;  // the token whose head lies outside
        for (std::uint32_t at = first; at < last; ++at) {
            if (parse.head[at] < static_cast<std::int32_t>(first) || parse.head[at] >= static_cast<std::int32_t>(last)) head = at;
        }
        // "the Atlantic Council", "Red Sea state": part of another name, or before another noun
        if (rel(head) == Rel::compound || rel(head) == Rel::amod || rel(head) == Rel::flat) continue;
        PlaceMention there;
        there.span = {document.tokens[first].span.start, document.tokens[last - 1].span.end};
        there.first = first;
        there.last = last;
        there.head = head;
        there.place = *found;
        there.confidence = 0.9;
        for (std::uint32_t at = first; at < last; ++at) {
            place[at] = no_index;
            water[at] = static_cast<std::int32_t>(waters.size());
        }
        waters.push_back(std::move(there));
        first = last - 1;
    }
}

// The ingest marks the datelines of whole reports; a sentence given alone may bring one too. Capitals, or a day or an agency,
// then a dash that stands free or the agency's bracket: "ALGIERS, Algeria - ", "Bogota, March 8 (IANS) ", "TEHRAN (Reuters) - ".
std::uint32_t Text::behind_dateline(const Sentence& sentence) const {
    constexpr std::uint32_t longest = 14;
    constexpr int least_capitals = 5;  // "NATO - which"
    int capitals = 0;
    std::uint32_t token = sentence.first;
    for (; token < sentence.last && all_capitals(document.word(token)); ++token)
        capitals += static_cast<int>(document.word(token).size());
    static const WordSet months{"january", "february", "march",    "april", "may",  "june", "july", "august", "september",
                                "october", "november", "december", "jan.",  "feb.", "mar.", "apr.", "jun.",   "jul.",
                                "aug.",    "sept.",    "sep.",     "oct.",  "nov.", "dec.", "jan",  "feb",    "mar",
                                "apr",     "jun",      "jul",      "aug",   "sept", "sep",  "oct",  "nov",    "dec"};
    bool dated = false;
    const std::uint32_t end = std::min(sentence.last, sentence.first + longest);
    for (token = sentence.first; token < end; ++token) {
        const std::string& word = form[token];
        const bool dash = word == "-" || word == "--" || word == "–" || word == "—";
        if (dash && token > sentence.first && document.tokens[token - 1].span.end < document.tokens[token].span.start)
            return (dated || capitals >= least_capitals) && token + 1 < sentence.last ? token + 1 : sentence.first;
        if (word == ")" && (dated || capitals >= least_capitals) && all_capitals(document.word(token - 1)))
            return token + 1 < sentence.last && form[token + 1] != "-" && form[token + 1] != "--"
                       ? token + 1
                       : std::min(token + 2, sentence.last - 1);
        const bool comma = token > sentence.first && form[token - 1] == ",";
        if (comma && months.contains(word) && token + 1 < end && parse.upos[token + 1] == Upos::NUM) dated = true;
        if (is_verb(token) && !months.contains(word)) break;
    }
    return sentence.first;
}

bool Text::is_noun(std::uint32_t token) const {
    const Upos upos = parse.upos[token];
    return upos == Upos::NOUN || upos == Upos::PROPN;
}

bool Text::is_past_participle(std::uint32_t token) const {
    if (!parse.xpos[token].empty()) return parse.xpos[token] == "VBN" || parse.xpos[token] == "VBD";
    return parse.features[token].verb_form == VerbForm::participle && parse.features[token].tense == Tense::past;
}

// "Monday", "March", "last year", "2019": when, not who.
bool Text::is_time(std::uint32_t token) const {
    const Upos upos = parse.upos[token];
    if (upos == Upos::NUM) return form[token].size() == 4 && (form[token].starts_with("19") || form[token].starts_with("20"));
    if (mention[token] != no_index && upos != Upos::PROPN) return false;
    if (upos == Upos::PROPN) return name[token] == 0 && ontology.is("calendar", form[token]);
    return upos == Upos::NOUN && ontology.is("time-word", lemma[token]);
}

bool Text::is_gerund(std::uint32_t token) const {
    if (!parse.xpos[token].empty()) return parse.xpos[token] == "VBG";
    return parse.features[token].verb_form == VerbForm::gerund ||
           (parse.features[token].verb_form == VerbForm::participle && parse.features[token].tense == Tense::present);
}

bool Text::is_infinitive(std::uint32_t token) const {
    for (const std::uint32_t child : tree.children(token)) {
        if (rel(child) == Rel::mark && form[child] == "to") return true;
    }
    return false;
}

std::string Text::joined(std::uint32_t token, Rel relation) const {
    std::string out;
    for (const std::uint32_t child : tree.children(token)) {
        if (rel(child) != relation || child > token) continue;
        if (!out.empty()) out += '_';
        out += form[child];
        for (const std::uint32_t part : tree.children(child)) {
            if (rel(part) == Rel::fixed) out += '_' + form[part];
        }
    }
    return out;
}

std::vector<std::uint32_t> Text::coordinated(std::uint32_t token) const {
    std::vector<std::uint32_t> out{token};
    for (std::size_t i = 0; i < out.size() && out.size() < 64; ++i) {
        for (const std::uint32_t child : tree.children(out[i])) {
            const bool joined = rel(child) == Rel::conj && parse.upos[child] != Upos::VERB;
            if ((joined || paired(child, out[i])) && child != token) out.push_back(child);
        }
    }
    return out;
}

bool Text::paired(std::uint32_t one, std::uint32_t other) const {
    if (rel(one) != Rel::compound && rel(one) != Rel::flat) return false;
    const auto [left, right] = std::minmax(one, other);
    const std::string& mark = form[left + 1];
    if (right != left + 2 || (mark != "-" && mark != "–" && mark != "/")) return false;
    const std::int32_t a = mention[one], b = mention[other];
    return a != no_index && b != no_index && a != b;
}

namespace {

bool is_relative(const Text& text, std::uint32_t token) {
    static const WordSet words{"who", "which", "that", "whom", "whose"};
    return text.parse.upos[token] == Upos::PRON && words.contains(text.form[token]);
}

bool is_agent_phrase(const Text& text, std::uint32_t token, const std::string& preposition) {
    return text.sub(token) == Sub::agent || preposition == "by";
}

bool is_passive(const Text& text, std::uint32_t verb) {
    for (const std::uint32_t child : text.tree.children(verb)) {
        const Sub sub = text.sub(child);
        if ((text.rel(child) == Rel::nsubj || text.rel(child) == Rel::aux || text.rel(child) == Rel::csubj) && sub == Sub::pass)
            return true;
    }
    return false;
}

// Adds what hangs on `verb` itself.
void add_own(const Text& text, std::uint32_t verb, Clause& clause) {
    for (const std::uint32_t child : text.tree.children(verb)) {
        switch (text.rel(child)) {
            case Rel::nsubj:
                if (text.sub(child) == Sub::outer) break;
                if (text.is_time(child) && text.parse.upos[child] == Upos::PROPN) break;  // a parser's slip
                (clause.passive ? clause.objects : clause.subjects).push_back(child);
                break;
            case Rel::obj:
                if (text.is_time(child) && text.parse.upos[child] == Upos::PROPN) break;
                clause.objects.push_back(child);
                break;
            case Rel::iobj:
                clause.indirect.push_back(child);
                break;
            case Rel::obl: {
                std::string preposition = text.preposition(child);
                if (text.is_time(child) && preposition != "to" && preposition != "for") break;  // "jailed for ten years"
                if (clause.passive && is_agent_phrase(text, child, preposition)) {
                    clause.subjects.push_back(child);
                } else {
                    clause.obliques.push_back({std::move(preposition), child});
                }
                break;
            }
            case Rel::nmod:  // a parser's slip, or a headline
                if (text.is_time(child)) break;
                clause.obliques.push_back({text.preposition(child), child});
                break;
            case Rel::xcomp:
            case Rel::ccomp:
                clause.complements.push_back(child);
                break;
            case Rel::advcl:
                // "accused of shelling", "barred from entering"
                if (const std::string mark = text.subordinator(child);
                    mark == "of" || mark == "for" || mark == "from" || mark == "against" || mark == "with" || mark == "to") {
                    clause.complements.push_back(child);
                } else if (const std::string preposition = text.preposition(child);
                           preposition == "of" || preposition == "for" || preposition == "from" || preposition == "against") {
                    clause.complements.push_back(child);
                }
                break;
            default:
                break;
        }
    }
}

std::vector<std::uint32_t> surface_subjects(const Text& text, std::uint32_t verb) {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t child : text.tree.children(verb)) {
        if (text.rel(child) == Rel::nsubj && text.sub(child) != Sub::outer) out.push_back(child);
    }
    return out;
}

// The noun a relative clause hangs on takes the place of its pronoun.
void resolve_relatives(const Text& text, std::uint32_t noun, Clause& clause) {
    for (auto* tokens : {&clause.subjects, &clause.objects, &clause.indirect}) {
        for (std::uint32_t& token : *tokens) {
            if (is_relative(text, token)) token = noun;
        }
    }
    for (Oblique& one : clause.obliques) {
        if (is_relative(text, one.head)) one.head = noun;
    }
}

std::vector<std::uint32_t> doer_of(const Text& text, std::uint32_t verb, int depth);

// Who does what an infinitive or participle under `governor` says.
std::vector<std::uint32_t> controller(const Text& text, std::uint32_t verb, std::uint32_t governor, int depth) {
    static const WordSet subject_control{"promise", "threaten", "vow", "pledge", "offer", "agree", "refuse", "use", "deny"};
    const Rel rel = text.rel(verb);
    const bool object_control = rel == Rel::xcomp || (rel == Rel::advcl && [&] {
                                    const std::string mark = text.subordinator(verb) + text.preposition(verb);
                                    return mark == "of" || mark == "for" || mark == "from" || mark == "against" || mark == "into";
                                }());
    static const WordSet calls{"call", "appeal", "plead", "prevail"};
    if ((object_control || (calls.contains(text.lemma[governor]) && text.is_infinitive(verb))) &&
        !subject_control.contains(text.lemma[governor])) {
        for (const Rel wanted : {Rel::iobj, Rel::obj}) {
            const std::int32_t child = text.tree.child(governor, wanted);
            if (child >= 0 && static_cast<std::uint32_t>(child) != verb) return {static_cast<std::uint32_t>(child)};
        }
        if (rel == Rel::xcomp || rel == Rel::advcl) {  // "called on Russia to withdraw"
            for (const std::uint32_t child : text.tree.children(governor)) {
                if (text.rel(child) != Rel::obl || child > verb) continue;
                const std::string preposition = text.preposition(child);
                if (preposition == "on" || preposition == "upon" || (preposition == "to" && text.lemma[governor] == "appeal") ||
                    (preposition == "for" && text.lemma[governor] == "call"))
                    return {child};
            }
        }
    }
    auto own = surface_subjects(text, governor);
    if (!own.empty()) return own;
    return doer_of(text, governor, depth + 1);
}

// The subject of a verb that shows none: from the verb it is coordinated with, the noun it modifies, or the verb that governs it.
std::vector<std::uint32_t> doer_of(const Text& text, std::uint32_t verb, int depth) {
    if (depth > deepest_control || text.parse.head[verb] < 0) return {};
    const auto governor = static_cast<std::uint32_t>(text.parse.head[verb]);
    switch (text.rel(verb)) {
        case Rel::conj:
        case Rel::parataxis: {
            if (!text.is_verb(governor)) {
                if (text.rel(verb) == Rel::parataxis) return {};
                auto own = surface_subjects(text, governor);
                return own.empty() ? doer_of(text, governor, depth + 1) : own;
            }
            auto own = surface_subjects(text, governor);
            if (!own.empty()) {
                if (own.size() == 1 && is_relative(text, own[0]) && text.rel(governor) == Rel::acl &&
                    text.parse.head[governor] >= 0) {
                    return {static_cast<std::uint32_t>(text.parse.head[governor])};
                }
                return own;
            }
            return doer_of(text, governor, depth + 1);
        }
        case Rel::xcomp:
        case Rel::advcl:
        case Rel::ccomp:
        case Rel::csubj:
            return controller(text, verb, governor, depth);
        case Rel::acl: {
            if (!text.is_infinitive(verb)) {
                // "signed an order freezing assets": the signer freezes
                static const WordSet papers{"order",  "decree",     "law",         "bill",      "statement",
                                            "letter", "resolution", "legislation", "directive", "proclamation",
                                            "edict",  "measure",    "declaration", "note"};
                if (papers.contains(text.lemma[governor]) && text.is_gerund(verb) && text.parse.head[governor] >= 0) {
                    const auto above = static_cast<std::uint32_t>(text.parse.head[governor]);
                    if (text.is_verb(above) && text.rel(governor) == Rel::obj) {
                        auto own = surface_subjects(text, above);
                        if (!own.empty()) return own;
                    }
                }
                return {governor};
            }
            // "a plan to attack": whose plan, or who has it
            for (const std::uint32_t child : text.tree.children(governor)) {
                if (text.rel(child) == Rel::nmod && text.sub(child) == Sub::poss) return {child};
            }
            for (const std::uint32_t child : text.tree.children(governor)) {
                if ((text.rel(child) == Rel::amod || text.rel(child) == Rel::compound) && text.mention[child] != no_index)
                    return {child};
                if (text.rel(child) == Rel::nmod && (text.preposition(child) == "by" || text.preposition(child) == "of"))
                    return {child};
            }
            if (text.parse.head[governor] < 0) return {};
            const auto above = static_cast<std::uint32_t>(text.parse.head[governor]);
            if (!text.is_verb(above)) return {};
            auto own = surface_subjects(text, above);
            return own.empty() ? doer_of(text, above, depth + 1) : own;
        }
        default:
            return {};
    }
}

}  // namespace

Clause read_clause(const Text& text, std::uint32_t verb) {
    Clause clause;
    clause.trigger = verb;
    clause.passive = is_passive(text, verb);
    const Rel rel = text.rel(verb);
    const std::int32_t head = text.parse.head[verb];
    const bool participle = rel == Rel::acl && text.sub(verb) != Sub::relcl && head >= 0;
    const bool reduced_passive =
        participle && text.is_past_participle(verb) && !clause.passive && text.tree.child(verb, Rel::obj) < 0;
    const bool bare_passive = !participle && !clause.passive && (rel == Rel::advcl || rel == Rel::conj) &&
                              text.parse.xpos[verb] == "VBN" && text.tree.child(verb, Rel::aux) < 0 &&
                              text.tree.child(verb, Rel::obj) < 0;
    bool shared_passive = false;
    if (bare_passive && rel == Rel::conj && head >= 0) shared_passive = is_passive(text, static_cast<std::uint32_t>(head));
    if (reduced_passive || shared_passive || (bare_passive && rel == Rel::advcl)) clause.passive = true;
    add_own(text, verb, clause);
    if (rel == Rel::acl && text.sub(verb) == Sub::relcl && head >= 0) {
        const auto noun = static_cast<std::uint32_t>(head);
        resolve_relatives(text, noun, clause);
        if (clause.subjects.empty() && clause.objects.empty() && !clause.passive)
            clause.subjects.push_back(noun);
        else if (!clause.passive && !clause.subjects.empty() && clause.objects.empty() && !contains(clause.subjects, noun)) {
            bool placed = false;
            for (const Oblique& one : clause.obliques) placed = placed || one.head == noun;
            if (!placed) clause.objects.push_back(noun);
        }
    } else if (reduced_passive) {
        clause.objects.push_back(static_cast<std::uint32_t>(head));
    } else if (clause.passive ? clause.objects.empty() : clause.subjects.empty()) {
        auto found = doer_of(text, verb, 0);
        (clause.passive ? clause.objects : clause.subjects) = std::move(found);
    }
    // "attacked and killed soldiers": the object of the last may be that of all, and the other way round.
    if (clause.objects.empty() && !clause.passive) {
        for (const std::uint32_t child : text.tree.children(verb)) {
            if (text.rel(child) != Rel::conj || !text.is_verb(child) || is_passive(text, child)) continue;
            const std::int32_t object = text.tree.child(child, Rel::obj);
            bool adjacent = true;  // nothing but "and" and adverbs between the verbs
            for (std::uint32_t between = verb + 1; between < child; ++between) {
                const Upos upos = text.parse.upos[between];
                adjacent = adjacent && (upos == Upos::CCONJ || upos == Upos::ADV || upos == Upos::PUNCT);
            }
            if (object >= 0 && adjacent) clause.objects.push_back(static_cast<std::uint32_t>(object));
        }
    }
    if (clause.objects.empty() && !clause.indirect.empty()) clause.objects.swap(clause.indirect);  // "asked Venezuela to …"
    if (clause.objects.empty() && !clause.passive) {  // "killed at least 20 people", read as an oblique without a preposition
        for (const Oblique& one : clause.obliques) {
            const Sub sub = text.sub(one.head);
            if (one.preposition.empty() && one.head > verb && sub == Sub::none && text.is_noun(one.head))
                clause.objects.push_back(one.head);
        }
    }
    if (clause.passive && clause.subjects.empty()) {  // "imposed on Belarus by Canada": the agent hung too low
        for (const Oblique& one : clause.obliques) {
            for (const std::uint32_t child : text.tree.children(one.head)) {
                if (text.rel(child) == Rel::nmod && text.preposition(child) == "by") clause.subjects.push_back(child);
            }
        }
    }
    clause.agentless = clause.passive && clause.subjects.empty();
    return clause;
}

namespace {

void add_noun_phrases(const Text& text, std::uint32_t noun, Clause& clause) {
    for (const std::uint32_t child : text.tree.children(noun)) {
        switch (text.rel(child)) {
            case Rel::nmod:
            case Rel::obl: {
                if (text.sub(child) == Sub::poss) {
                    clause.owners.push_back(child);
                    break;
                }
                std::string preposition = text.preposition(child);
                if (preposition == "by") {
                    clause.owners.insert(clause.owners.begin(), child);
                } else if (preposition.empty()) {
                    clause.owners.push_back(child);
                } else {
                    clause.obliques.push_back({std::move(preposition), child});
                }
                break;
            }
            case Rel::amod:
            case Rel::compound:
                if (text.mention[child] != no_index || text.place[child] != no_index) clause.owners.push_back(child);
                break;
            case Rel::acl:
                // "an attack blamed on Russia" is another frame's; "an attack carried out by Russia", "talks held with Iran"
                if (text.is_past_participle(child) && text.ontology.support.contains(text.lemma[child])) {
                    for (const std::uint32_t phrase : text.tree.children(child)) {
                        if (text.rel(phrase) != Rel::obl) continue;
                        std::string preposition = text.preposition(phrase);
                        if (preposition == "by")
                            clause.owners.insert(clause.owners.begin(), phrase);
                        else
                            clause.obliques.push_back({std::move(preposition), phrase});
                    }
                }
                if (!text.is_past_participle(child) || !text.is_noun(noun)) clause.complements.push_back(child);
                break;
            default:
                break;
        }
    }
}

}  // namespace

Clause read_event_noun(const Text& text, std::uint32_t noun) {
    Clause clause;
    clause.trigger = noun;
    add_noun_phrases(text, noun, clause);
    std::int32_t head = text.parse.head[noun];
    Rel rel = text.rel(noun);
    if (rel == Rel::compound && head >= 0) {  // "peace talks", "missile strike": phrases hang on the last noun
        const auto whole = static_cast<std::uint32_t>(head);
        Clause outer;
        add_noun_phrases(text, whole, outer);
        for (const Oblique& one : outer.obliques) clause.obliques.push_back(one);
        for (const std::uint32_t owner : outer.owners) {
            if (owner != noun) clause.owners.push_back(owner);
        }
        rel = text.rel(whole);
        head = text.parse.head[whole];
        noun = whole;
    }
    std::uint32_t first = noun;  // of coordinated nouns: "talks and a signing"
    while (rel == Rel::conj && head >= 0 && text.is_noun(static_cast<std::uint32_t>(head))) {
        first = static_cast<std::uint32_t>(head);
        rel = text.rel(first);
        head = text.parse.head[first];
    }
    if (head < 0) return clause;
    const auto governor = static_cast<std::uint32_t>(head);
    static const WordSet wholes{"war", "act", "campaign", "wave", "spate", "series", "string", "round", "pattern"};
    if (rel == Rel::nmod && text.preposition(first) == "of" && wholes.contains(text.lemma[governor])) {
        add_noun_phrases(text, governor, clause);  // "the Moroccan war of aggression in the desert": whose the war is
        std::erase_if(clause.obliques, [&](const Oblique& one) { return one.head == first; });
        return clause;
    }
    if (!text.is_verb(governor) || !text.ontology.support.contains(text.lemma[governor])) return clause;
    const Clause verb = read_clause(text, governor);
    if (!contains(verb.objects, first)) return clause;
    clause.support = head;
    clause.subjects = verb.subjects;
    clause.indirect = verb.indirect;
    clause.passive = verb.passive;
    for (const Oblique& one : verb.obliques) clause.obliques.push_back(one);
    return clause;
}

namespace {

bool preposition_is(const std::string& found, const std::string& wanted) {
    if (found == wanted) return true;
    // "out_of" is asked for as itself or by its last word
    const std::size_t cut = found.rfind('_');
    return cut != std::string::npos && std::string_view(found).substr(cut + 1) == wanted;
}

std::vector<std::uint32_t> phrases_under(const Text& text, std::uint32_t noun, const std::string& preposition) {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t child : text.tree.children(noun)) {
        if (text.rel(child) != Rel::nmod && text.rel(child) != Rel::obl && text.rel(child) != Rel::acl) continue;
        if (preposition_is(text.preposition(child), preposition)) out.push_back(child);
    }
    return out;
}

std::vector<std::uint32_t> first_place(const Text& text, const Clause& clause, const std::string& where) {
    if (where == "subj") return clause.subjects;
    if (where == "obj") return clause.objects;
    if (where == "iobj") return clause.indirect;
    if (where == "comp") return clause.complements;
    if (where == "gen") {
        std::vector<std::uint32_t> out = clause.owners;
        if (out.empty()) out = clause.subjects;  // of the support verb
        return out;
    }
    std::vector<std::uint32_t> out;
    for (const Oblique& one : clause.obliques) {
        if (preposition_is(one.preposition, where)) out.push_back(one.head);
    }
    // The phrase may hang on the object: "imposed sanctions on Iran".
    if (out.empty()) {
        for (const std::uint32_t object : clause.objects) {
            if (!text.is_noun(object)) continue;
            for (const std::uint32_t child : phrases_under(text, object, where)) out.push_back(child);
        }
    }
    // … or, hung too low, on another phrase: "a visit by the president to Algeria".
    if (out.empty() && where != "of" && where != "in") {
        for (const std::uint32_t owner : clause.owners) {
            if (!text.preposition(owner).empty()) {
                for (const std::uint32_t child : phrases_under(text, owner, where)) out.push_back(child);
            }
        }
        for (const Oblique& one : clause.obliques) {
            for (const std::uint32_t child : phrases_under(text, one.head, where)) out.push_back(child);
        }
    }
    return out;
}

}  // namespace

std::vector<std::uint32_t> slot_tokens(const Text& text, const Clause& clause, const Slot& slot) {
    if (slot.second.empty()) return first_place(text, clause, slot.first);
    std::vector<std::uint32_t> out;
    for (const std::uint32_t token : first_place(text, clause, slot.first)) {
        for (const std::uint32_t child : phrases_under(text, token, slot.second)) out.push_back(child);
    }
    // "held a meeting on Monday with Iran": the phrase may hang on the verb instead.
    if (out.empty() && slot.first == "obj") {
        for (const Oblique& one : clause.obliques) {
            if (preposition_is(one.preposition, slot.second)) out.push_back(one.head);
        }
    }
    return out;
}

namespace {

bool any_lemma(const Text& text, std::uint32_t token, const WordSet& words) {
    return words.contains(text.lemma[token]) || words.contains(text.form[token]);
}

// The head noun or one compounded with it: "peace talks", "arms shipment".
bool noun_is(const Text& text, std::uint32_t token, const WordSet& words, HeadReading reading, int depth = 0) {
    if (any_lemma(text, token, words)) return true;
    if (text.place[token] != no_index && text.parse.upos[token] == Upos::PROPN && words.contains("(place)")) return true;
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if (reading == HeadReading::loose && (rel == Rel::compound || rel == Rel::flat || rel == Rel::conj) &&
            any_lemma(text, child, words))
            return true;
        // "a series of talks", "tens of thousands of people", "a package of sanctions"
        if (rel == Rel::nmod && text.preposition(child) == "of" &&
            (any_lemma(text, child, words) || (depth < 2 && noun_is(text, child, words, reading, depth + 1)))) {
            static const WordSet measures{"series",   "package", "round",   "number",   "group",   "ten",     "hundred",
                                          "thousand", "million", "billion", "dozen",    "lot",     "set",     "wave",
                                          "ton",      "tonne",   "batch",   "shipment", "member",  "barrage", "million",
                                          "dollar",   "euro",    "worth",   "kind",     "type",    "form",    "state",
                                          "crowd",    "couple",  "act",     "dose",     "delivery"};
            if (measures.contains(text.lemma[token]) || text.parse.upos[token] == Upos::NUM) return true;
        }
    }
    return false;
}

bool modifier_is(const Text& text, std::uint32_t token, const WordSet& words) {
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if ((rel == Rel::amod || rel == Rel::compound || rel == Rel::nmod || rel == Rel::advmod || rel == Rel::acl ||
             rel == Rel::xcomp) &&
            any_lemma(text, child, words)) {
            return true;
        }
        if (rel == Rel::compound || rel == Rel::amod) {  // "ballistic missile test"
            for (const std::uint32_t deeper : text.tree.children(child)) {
                if (any_lemma(text, deeper, words)) return true;
            }
        }
    }
    // "martial law" the other way round: a compound whose head is the trigger's head
    return false;
}

bool complement_holds(const Text& text, const Clause& clause, const WordSet& words) {
    static const WordSet must{"must", "should", "ought"};
    static const WordSet will{"will", "would", "shall", "'ll", "wo", "could", "may", "might"};
    for (const std::uint32_t token : clause.complements) {
        const Rel rel = text.rel(token);
        if (words.contains("inf") && text.is_infinitive(token)) return true;
        if (words.contains("that") && rel == Rel::ccomp && !text.is_infinitive(token) && !text.is_gerund(token)) return true;
        if (words.contains("ing") && text.is_gerund(token)) return true;
        if (words.contains("must") || words.contains("will")) {
            const WordSet& wanted = words.contains("must") ? must : will;
            // "insisted that Japan return it": a bare verb is a demand as well
            if (words.contains("must") && rel == Rel::ccomp && text.parse.xpos[token] == "VB" &&
                text.tree.child(token, Rel::aux) < 0 && text.tree.child(token, Rel::nsubj) >= 0 && !text.is_infinitive(token))
                return true;
            for (const std::uint32_t child : text.tree.children(token)) {
                if (text.rel(child) == Rel::aux && (wanted.contains(text.form[child]) || wanted.contains(text.lemma[child])))
                    return true;
            }
        }
        if (words.contains("hostile") && (text.is_infinitive(token) || rel == Rel::ccomp)) {
            for (const std::uint32_t frame : [&]() -> std::vector<std::uint32_t> {
                     const auto& verbs = text.ontology.by_lemma[static_cast<std::size_t>(Trigger::verb)];
                     const auto at = verbs.find(text.lemma[token]);
                     return at == verbs.end() ? std::vector<std::uint32_t>{} : at->second;
                 }()) {
                const CategoryRow& category = text.ontology.categories[text.ontology.frames[frame].category];
                if (category.quad == 4 && holds(text, read_clause(text, token), text.ontology.frames[frame])) return true;
            }
        }
        if (any_lemma(text, token, words) || modifier_is(text, token, words)) return true;
    }
    return false;
}

bool any_under(const Text& text, std::uint32_t token, const WordSet& words, bool before = false) {
    constexpr std::uint32_t farthest = 40;
    const std::uint32_t end = std::min<std::uint32_t>(text.tree.right(token), token + farthest);
    const std::uint32_t left = std::max(text.tree.left(token), token > farthest ? token - farthest : 0);
    for (std::uint32_t at = before ? left : token; at < end; ++at) {
        if (any_lemma(text, at, words) && text.tree.under(at, token)) return true;
    }
    return false;
}

bool particle_is(const Text& text, std::uint32_t verb, const WordSet& words) {
    for (const std::uint32_t child : text.tree.children(verb)) {
        const Rel rel = text.rel(child);
        const bool particle = rel == Rel::compound && text.sub(child) == Sub::prt;
        if ((particle || rel == Rel::advmod || rel == Rel::compound) && (words.empty() || words.contains(text.form[child])))
            return true;
        // "pulled out of the deal": "out of" as a preposition
        if (rel == Rel::obl && words.contains("out") && text.preposition(child) == "out_of") return true;
    }
    return false;
}

bool noun_slot_is(const Text& text, const std::vector<std::uint32_t>& tokens, const WordSet& words, HeadReading reading) {
    if (words.empty()) return !tokens.empty();
    return std::any_of(tokens.begin(), tokens.end(), [&](std::uint32_t token) { return noun_is(text, token, words, reading); });
}

bool condition_holds(const Text& text, const Clause& clause, const Condition& condition, HeadReading reading) {
    const std::string& where = condition.where;
    const WordSet& words = condition.words;
    if (where == "obj" || where == "subj")
        return noun_slot_is(text, where == "obj" ? clause.objects : clause.subjects, words, reading);
    if (where == "nocomp") return clause.complements.empty();
    if (where == "no") return clause.objects.empty() || clause.passive;
    if (where == "has")
        return std::all_of(words.begin(), words.end(),
                           [&](const std::string& one) { return !first_place(text, clause, one).empty(); });
    if (where == "hasany") {
        return std::any_of(words.begin(), words.end(), [&](const std::string& one) {
            if (one == "prt" || one == "adv") return particle_is(text, clause.trigger, {});
            if (one == "obj") return !clause.objects.empty();
            if (one == "poss") {
                return std::any_of(clause.objects.begin(), clause.objects.end(), [&](std::uint32_t token) {
                    return text.tree.child(token, Relation{Rel::nmod, Sub::poss}) >= 0;
                });
            }
            if (one == "out" || one == "home" || one == "back") return particle_is(text, clause.trigger, {one});
            return !first_place(text, clause, one).empty();
        });
    }
    if (where == "prt" || where == "adv") return particle_is(text, clause.trigger, words);
    if (where == "comp") return complement_holds(text, clause, words);
    if (where == "objmod" || where == "objany" || where == "objhas") {
        return std::any_of(clause.objects.begin(), clause.objects.end(), [&](std::uint32_t token) {
            if (where == "objhas")
                return std::any_of(words.begin(), words.end(),
                                   [&](const std::string& one) { return !phrases_under(text, token, one).empty(); });
            if (where == "objany") return any_under(text, token, words, true);  // "chemical weapons"
            return modifier_is(text, token, words);
        });
    }
    if (where == "mod") return modifier_is(text, clause.trigger, words);
    if (where == "nobj") {  // "release of hostages", "arms deliveries"
        return modifier_is(text, clause.trigger, words) || noun_slot_is(text, first_place(text, clause, "of"), words, reading);
    }
    if (where == "any" || where == "purpose")
        return any_under(text, clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support), words);
    return noun_slot_is(text, first_place(text, clause, where), words, reading);
}

}  // namespace

bool holds(const Text& text, const Clause& clause, const Frame& frame, HeadReading reading) {
    return std::all_of(frame.with.begin(), frame.with.end(),
                       [&](const Condition& one) { return condition_holds(text, clause, one, reading); });
}

}  // namespace readout
