#include "events/mood.h"

#include <algorithm>

namespace readout {

std::vector<Auxiliary> Modality::list() const {
    std::vector<Auxiliary> out;
    if (negation) out.push_back(Auxiliary::negation);
    if (hypothetical) out.push_back(Auxiliary::hypothetical);
    if (future) out.push_back(Auxiliary::future);
    if (historical) out.push_back(Auxiliary::historical);
    return out;
}

namespace {

constexpr int longest_climb = 10;

class Climb {
public:
    Climb(const Text& text, const Clause& clause) : text_(text), clause_(clause) {}

    Modality run() {
        std::uint32_t at = clause_.trigger;
        const bool noun = text_.is_noun(at) && clause_.trigger == at;
        if (noun) read_noun(at);
        if (clause_.support != no_index) {
            at = static_cast<std::uint32_t>(clause_.support);
            apply_governor(at, "verb", "support", true);
            read_verb(at);
        } else if (!noun) {
            read_verb(at);
        }
        if (!noun && on_a_day_to_come(clause_.support == no_index ? at : static_cast<std::uint32_t>(clause_.support))) {
            mood_.weekday_to_come = true;
            apply(Auxiliary::future, text_.form[at], "present tense, with a weekday");
        }
        if (text_.is_verb(at)) read_era(at);
        climb(at, noun && clause_.support == no_index);
        question();
        return std::move(mood_);
    }

private:
    std::optional<Auxiliary> effect(const char* place, std::string_view word) const {
        const auto table = text_.ontology.mood.find(std::string_view(place));
        if (table == text_.ontology.mood.end()) return std::nullopt;
        const auto at = table->second.find(word);
        if (at == table->second.end()) return std::nullopt;
        return at->second;
    }

    void apply(Auxiliary what, std::string_view word, std::string_view place) {
        if (what == Auxiliary::negation) {
            mood_.negation = !mood_.negation;  // "did not deny", "never failed to"
        } else {
            (what == Auxiliary::hypothetical ? mood_.hypothetical
             : what == Auxiliary::future     ? mood_.future
                                             : mood_.historical) = true;
        }
        if (!mood_.reasons.empty()) mood_.reasons += ", ";
        mood_.reasons.append(word).append(" (").append(place).append(")");
    }

    // "The minister flies to Rabat on Thursday.": a plan. Headlines tell the past in the present, so a full sentence is asked
    // for.
    bool on_a_day_to_come(std::uint32_t verb) const {
        static const WordSet goes{"fly",    "travel", "head",  "visit",   "host",   "receive", "meet",
                                  "arrive", "depart", "begin", "start",   "open",   "hold",    "chair",
                                  "leave",  "return", "tour",  "welcome", "resume", "convene", "confer"};
        static const WordSet days{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
        const std::string& tag = text_.parse.xpos[verb];
        if ((tag != "VBZ" && tag != "VBP") || text_.rel(verb) != Rel::root || !goes.contains(text_.lemma[verb])) return false;
        const Sentence& sentence = text_.document.sentences[text_.document.sentence_of(verb)];
        if (sentence.last == sentence.first || text_.form[sentence.last - 1] != ".") return false;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) == Rel::aux) return false;
        }
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) == Rel::obl && child > verb && days.contains(text_.form[child])) return true;
        }
        return false;
    }

    // Negation, auxiliaries and adverbs on a verb (or a predicate).
    void read_verb(std::uint32_t verb, std::int32_t but = no_index) {
        bool own_auxiliary = false;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (static_cast<std::int32_t>(child) == but) continue;
            const Rel rel = text_.rel(child);
            if (rel == Rel::aux && text_.sub(child) != Sub::pass) own_auxiliary = true;
            read_modifier(verb, child);
        }
        // "did not attack or bomb", "will meet and sign": shared by the verbs that follow
        if (text_.rel(verb) == Rel::conj && !own_auxiliary && text_.parse.head[verb] >= 0 && !text_.is_noun(verb)) {
            const auto first = static_cast<std::uint32_t>(text_.parse.head[verb]);
            const bool bare = text_.parse.xpos[verb].empty() || text_.parse.xpos[verb] == "VB" || text_.parse.xpos[verb] == "VBN";
            if (text_.is_verb(first) && bare && !has_subject(verb)) {
                for (const std::uint32_t child : text_.tree.children(first)) {
                    if (child < verb && (text_.rel(child) == Rel::aux || text_.rel(child) == Rel::advmod))
                        read_modifier(first, child);
                }
            }
        }
    }

    bool has_subject(std::uint32_t verb) const { return text_.tree.child(verb, Rel::nsubj) >= 0; }

    // "is to meet", "was to have met": meant.
    bool meant(std::uint32_t verb, std::uint32_t copula) const {
        return text_.is_verb(verb) && copula + 1 < verb && text_.form[copula + 1] == "to" && text_.is_infinitive(verb);
    }

    void read_modifier(std::uint32_t verb, std::uint32_t child) {
        const Rel rel = text_.rel(child);
        const std::string& form = text_.form[child];
        if ((rel == Rel::cop || rel == Rel::aux) && text_.lemma[child] == "be" && meant(verb, child)) {
            const bool past = form == "was" || form == "were";
            apply(past ? Auxiliary::hypothetical : Auxiliary::future, form + " to", "aux");
            return;
        }
        if (rel == Rel::advmod || rel == Rel::det || rel == Rel::cc || rel == Rel::case_ ||
            (rel == Rel::aux && text_.parse.features[child].negative)) {
            if (const auto what = effect("adv", form)) {
                if (form == "no" && rel != Rel::det && !no_longer(child)) return;
                if (*what == Auxiliary::negation && not_only(child)) return;
                if (form == "earlier" && recent(child)) return;
                if (degree(form) && child + 1 != verb) return;  // "nearly attacked", but "nearly a hundred"
                if (form == "once" && negated_child(child))     // "not once did it attack"
                    apply(Auxiliary::negation, "not once", "adv");
                else
                    apply(*what, form, "adv");
                return;
            }
        }
        if (rel == Rel::obl && at_no_time(child)) {
            apply(Auxiliary::negation, "no " + text_.lemma[child], "adv");
            return;
        }
        if (rel == Rel::advmod && form == "longer") {
            for (const std::uint32_t no : text_.tree.children(child)) {
                if (text_.form[no] == "no") apply(Auxiliary::negation, "no longer", "adv");
            }
            return;
        }
        if (rel == Rel::nsubj) {  // "no troops attacked", "neither side"
            for (const std::uint32_t det : text_.tree.children(child)) {
                if ((text_.rel(det) == Rel::det || text_.rel(det) == Rel::cc || text_.rel(det) == Rel::advmod) &&
                    (text_.form[det] == "no" || text_.form[det] == "neither"))
                    apply(Auxiliary::negation, text_.form[det], "subject");
            }
            if (form == "nobody" || form == "none" || form == "nothing" || form == "neither")
                apply(Auxiliary::negation, form, "subject");
            return;
        }
        if (rel == Rel::mark && text_.parse.upos[child] == Upos::ADJ) {  // "is due to arrest", read as one predicate
            if (const auto what = effect("adj", form)) apply(*what, form, "mark");
            return;
        }
        if (rel != Rel::aux || text_.sub(child) == Sub::pass) return;
        const auto what = effect("aux", form);
        if (!what) {
            if (form == "had" && (inverted(verb, child) || (child + 1 < verb && text_.form[child + 1] == "better")))
                apply(Auxiliary::hypothetical, form, "inverted");
            else if (form == "had" && perfect_is_background(verb))
                apply(Auxiliary::historical, form, "past perfect");
            return;
        }
        if ((form == "would" || form == "'d" || form == "’d") && reported(verb) && !in_vain(verb, child)) {
            mood_.volitional = true;
            apply(Auxiliary::future, form, "aux, reported");
            return;
        }
        if (*what == Auxiliary::future || form == "would") mood_.volitional = true;
        if ((form == "can" || form == "could") && mood_.negation) return;
        apply(*what, form, "aux");
    }

    // "Had Turkey attacked, …": a condition without "if".
    bool inverted(std::uint32_t verb, std::uint32_t auxiliary) const {
        const std::int32_t subject = text_.tree.child(verb, Rel::nsubj);
        return subject >= 0 && static_cast<std::uint32_t>(subject) > auxiliary &&
               (text_.rel(verb) == Rel::advcl || auxiliary == text_.sentence_start(verb));
    }

    // "not only arrested but jailed": both happened.
    bool not_only(std::uint32_t token) const {
        static const WordSet only{"only", "just", "merely", "simply", "solely"};
        return token + 1 < text_.form.size() && only.contains(text_.form[token + 1]);
    }

    // "earlier this month", "earlier on Monday" is the news.
    bool recent(std::uint32_t token) const {
        static const WordSet next{"this",    "in",        "on",       "today",  "yesterday", "last",  "monday",
                                  "tuesday", "wednesday", "thursday", "friday", "saturday",  "sunday"};
        return token + 1 < text_.form.size() && next.contains(text_.form[token + 1]);
    }

    static bool degree(std::string_view form) { return form == "nearly" || form == "almost"; }

    bool negated_child(std::uint32_t token) const {
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.form[child] == "not" || text_.form[child] == "no" || text_.form[child] == "never") return true;
        }
        return false;
    }

    // "at no point", "in no way", "under no circumstances", "on no account"
    bool at_no_time(std::uint32_t token) const {
        static const WordSet of{"point", "time", "way", "circumstance", "account", "means", "moment", "stage", "case", "sense"};
        return of.contains(text_.lemma[token]) && negated_child(token);
    }

    bool no_longer(std::uint32_t token) const { return token + 1 < text_.form.size() && text_.form[token + 1] == "longer"; }

    // "would have attacked": it did not, but in "said it would have arrived by then".
    bool in_vain(std::uint32_t verb, std::uint32_t auxiliary) const {
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (child > auxiliary && text_.rel(child) == Rel::aux && text_.form[child] == "have")
                return text_.rel(verb) != Rel::ccomp;
        }
        return false;
    }

    // "said it would meet": the future seen from a past telling.
    bool reported(std::uint32_t verb) const {
        std::uint32_t at = verb;
        for (int step = 0; step < 4 && text_.parse.head[at] >= 0; ++step) {
            const Rel rel = text_.rel(at);
            const auto head = static_cast<std::uint32_t>(text_.parse.head[at]);
            if (rel == Rel::ccomp || rel == Rel::parataxis) return !conditional(verb);
            if (rel == Rel::acl && text_.is_noun(head)) return !conditional(verb) && text_.sub(at) != Sub::relcl;
            if (rel != Rel::conj && rel != Rel::xcomp) break;
            at = head;
        }
        for (const std::uint32_t child : text_.tree.children(verb)) {  // "…, the ministry said"
            if ((text_.rel(child) == Rel::parataxis || text_.rel(child) == Rel::ccomp) && text_.is_verb(child) && child > verb)
                return !conditional(verb);
        }
        return false;
    }

    bool conditional(std::uint32_t verb) const {
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) != Rel::advcl) continue;
            const std::string mark = text_.subordinator(child);
            if (mark == "if" || mark == "unless") return true;
        }
        return false;
    }

    // "had attacked" outside reported speech tells of what lies behind the news.
    bool perfect_is_background(std::uint32_t verb) const {
        std::uint32_t at = verb;
        for (int step = 0; step < 6 && text_.parse.head[at] >= 0; ++step) {
            const Rel rel = text_.rel(at);
            if (rel == Rel::ccomp || rel == Rel::parataxis) return false;
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
        }
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) == Rel::parataxis && text_.is_verb(child)) return false;
        }
        return true;
    }

    // Adjectives, determiners and the preposition of an event noun.
    void read_noun(std::uint32_t noun) {
        std::uint32_t whole = noun;  // "missile strike": what stands before the whole
        if (text_.rel(noun) == Rel::compound && text_.parse.head[noun] >= 0)
            whole = static_cast<std::uint32_t>(text_.parse.head[noun]);
        for (const std::uint32_t at : {noun, whole}) {
            for (const std::uint32_t child : text_.tree.children(at)) {
                const Rel rel = text_.rel(child);
                if (rel != Rel::amod && rel != Rel::det && rel != Rel::advmod && rel != Rel::acl) continue;
                if (const auto what = effect("mod", text_.form[child])) apply(*what, text_.form[child], "mod");
                for (const std::uint32_t deeper : text_.tree.children(child)) {
                    if (text_.rel(deeper) == Rel::advmod && rel == Rel::amod) {
                        if (const auto more = effect("adv", text_.form[deeper])) apply(*more, text_.form[deeper], "mod");
                    }
                }
            }
            if (whole == noun) break;
        }
        if (clause_.support != no_index) return;
        const std::string preposition = text_.preposition(whole);
        if (preposition.empty()) return;
        const Rel rel = text_.rel(whole);
        if (rel != Rel::obl && rel != Rel::nmod) return;
        if (const auto what = effect("case", preposition)) apply(*what, preposition, "case");
    }

    // "during the Cold War"
    void read_era(std::uint32_t verb) {
        static const WordSet within{"during", "in", "under", "throughout", "since", "before", "after"};
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) != Rel::obl || !within.contains(text_.preposition(child))) continue;
            std::string words;
            for (const std::uint32_t part : text_.tree.children(child)) {
                const Rel rel = text_.rel(part);
                if (part < child && (rel == Rel::amod || rel == Rel::compound || rel == Rel::nummod))
                    words += text_.form[part] + "_";
            }
            words += text_.form[child];
            if (const auto what = effect("era", words)) return apply(*what, words, "era");
            for (const std::uint32_t part : text_.tree.children(child)) {  // "World War II": its first word leads
                if (part > child && effect("era", text_.form[child] + "_" + text_.form[part]))
                    return apply(Auxiliary::historical, text_.form[child] + "_" + text_.form[part], "era");
            }
        }
    }

    void apply_governor(std::uint32_t governor, const char* place, std::string_view how, bool support) {
        const auto what = effect(place, text_.lemma[governor]);
        if (!what) return;
        // A support verb is the event's own telling: only those that take it back, or put it off, count.
        if (support) {
            static const WordSet counts{"deny",     "avoid",   "cancel",    "plan",     "propose",  "consider",
                                        "threaten", "promise", "pledge",    "prepare",  "schedule", "attempt",
                                        "plot",     "offer",   "authorize", "authorise"};
            if (!counts.contains(text_.lemma[governor])) return;
        }
        apply(*what, text_.lemma[governor], how);
    }

    void climb(std::uint32_t at, bool noun) {
        for (int step = 0; step < longest_climb && text_.parse.head[at] >= 0; ++step) {
            const auto governor = static_cast<std::uint32_t>(text_.parse.head[at]);
            const Rel rel = text_.rel(at);
            switch (rel) {
                case Rel::conj:
                    at = governor;
                    continue;
                case Rel::xcomp:
                    if (open_question(at)) return;
                    if (have_to(governor, at)) {
                        noun = false;
                        break;
                    }
                    govern(governor, "xcomp");
                    read_verb(governor);
                    noun = false;
                    break;
                case Rel::ccomp:
                case Rel::csubj:
                    if (open_question(at)) return;
                    if (is_true(governor)) {  // "it is not true that"
                        read_verb(governor);
                        break;
                    }
                    govern(governor, "ccomp");
                    if (!effect("verb", text_.lemma[governor])) return;  // speech: what lies above tells of the telling
                    read_verb(governor);
                    break;
                case Rel::advcl: {
                    const std::string mark = text_.subordinator(at), preposition = text_.preposition(at);
                    if (still_to_come(at, mark))
                        apply(Auxiliary::hypothetical, mark, "mark, present tense");
                    else if (mark == "after" && in_the_telling(at))
                        return;  // "are hurt after a gunman opens fire": the same news, told in the present
                    else if (const auto what = effect("mark", mark))
                        apply((mark == "until" || mark == "till") && is_past(at) ? Auxiliary::historical : *what, mark, "mark");
                    else if (const auto other = effect("mark", preposition))
                        apply(*other, preposition, "mark");
                    else if (holds_back(governor))
                        apply(Auxiliary::negation, text_.lemma[governor], "advcl");
                    else if (mark == "from" || preposition == "from" || mark == "against")
                        govern(governor, "advcl");
                    else if ((mark == "of" || preposition == "of") && stops_short(governor))
                        apply(Auxiliary::negation, text_.lemma[governor], "advcl");
                    else if (mark == "to" || text_.is_infinitive(at))
                        purpose(governor);
                    return;
                }
                case Rel::acl:
                    if (text_.sub(at) == Sub::relcl && text_.subordinator(at) != "that" && !tells(governor, at)) {
                        relative(at, governor);
                        return;
                    }
                    if (unproven(governor)) {
                        apply(Auxiliary::hypothetical, text_.lemma[governor], "noun");
                        return;
                    }
                    if (tells(governor, at) || text_.is_infinitive(at) || text_.subordinator(at) == "of" ||
                        text_.preposition(at) == "of" || text_.subordinator(at) == "that") {
                        const auto what = effect("noun", text_.lemma[governor]);
                        if (what)
                            apply_noun(*what, governor);
                        else if (text_.is_infinitive(at))
                            apply(is_asked(governor) ? Auxiliary::hypothetical : Auxiliary::future, text_.lemma[governor],
                                  "noun");
                    } else {
                        return;
                    }
                    break;
                case Rel::nmod: {
                    const std::string preposition = text_.preposition(at);
                    static const WordSet transparent{"of", "for", "about", "to", "against", "on"};
                    if (noun && transparent.contains(preposition)) {
                        if (const auto what = effect("noun", text_.lemma[governor])) apply_noun(*what, governor);
                    }
                    if (!text_.is_noun(governor)) return;
                    break;
                }
                case Rel::obj:
                    if (!noun) return;
                    object_of(governor, at);
                    noun = false;
                    break;
                case Rel::nsubj:
                    if (!noun) return;
                    subject_of(governor, at);
                    noun = false;
                    break;
                case Rel::obl: {
                    if (!noun) return;
                    const std::string preposition = text_.preposition(at);
                    static const WordSet governed{"for", "from", "against", "to", "of", "about"};
                    if (governed.contains(preposition)) govern(governor, "obl");
                    condition_above(governor);
                    return;
                }
                case Rel::compound:
                    break;
                case Rel::parataxis:
                    return;
                default:
                    return;
            }
            at = governor;
        }
    }

    // "no plans to attack", "no intention of attacking" deny what plans would announce.
    void apply_noun(Auxiliary what, std::uint32_t noun) {
        for (const std::uint32_t child : text_.tree.children(noun)) {
            if (text_.rel(child) != Rel::det || text_.form[child] != "no" || what == Auxiliary::negation) continue;
            apply(Auxiliary::negation, "no " + text_.lemma[noun], "noun");
            return;
        }
        apply(what, text_.lemma[noun], "noun");
    }

    // "has to release": not yet done; "has yet to release": not done; "had to release": done.
    bool have_to(std::uint32_t governor, std::uint32_t at) {
        if (text_.lemma[governor] != "have" || !text_.is_infinitive(at)) return false;
        for (const std::uint32_t child : text_.tree.children(governor)) {
            if (text_.form[child] != "yet") continue;
            apply(Auxiliary::negation, "have yet to", "xcomp");
            return true;
        }
        if (text_.form[governor] != "had") apply(Auxiliary::hypothetical, "have to", "xcomp");
        read_verb(governor);
        return true;
    }

    bool is_true(std::uint32_t governor) const {
        static const WordSet words{"true", "correct", "accurate", "case", "fact"};
        return words.contains(text_.lemma[governor]) && text_.tree.child(governor, Rel::cop) >= 0;
    }

    bool is_past(std::uint32_t verb) const {
        if (text_.is_past_participle(verb) || text_.parse.features[verb].tense == Tense::past) return true;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            static const WordSet past{"was", "were", "had", "did"};
            if (text_.rel(child) == Rel::aux && past.contains(text_.form[child])) return true;
        }
        return false;
    }

    // "before it attacks", "once they release him": an act that is awaited.
    bool still_to_come(std::uint32_t verb, const std::string& mark) const {
        static const WordSet marks{"before", "after", "once", "until", "till", "when", "as_soon_as"};
        if (!marks.contains(mark) || text_.tree.child(verb, Rel::aux) >= 0) return false;
        const std::string& tag = text_.parse.xpos[verb];
        if (tag != "VBZ" && tag != "VBP") return false;
        if (text_.parse.head[verb] < 0) return false;
        for (const std::uint32_t child : text_.tree.children(static_cast<std::uint32_t>(text_.parse.head[verb]))) {
            // a headline tells the past in the present, so what awaits it must show it
            if (text_.rel(child) == Rel::aux && effect("aux", text_.form[child])) return true;
        }
        return false;
    }

    bool in_the_telling(std::uint32_t verb) const {
        const std::string& tag = text_.parse.xpos[verb];
        if (tag == "VBZ" || tag == "VBP") return text_.tree.child(verb, Rel::aux) < 0;
        return std::any_of(text_.tree.children(verb).begin(), text_.tree.children(verb).end(), [&](std::uint32_t child) {
            return text_.rel(child) == Rel::aux && (text_.form[child] == "is" || text_.form[child] == "are");
        });
    }

    // "the accusation that Jordan tortured him", read as a relative clause; "a risk of Ethiopian guns hitting towns".
    bool tells(std::uint32_t noun, std::uint32_t verb) const {
        if (!effect("noun", text_.lemma[noun]) && !evidence(noun)) return false;
        bool that = false, subject = false, object = false;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            const bool is_that = text_.form[child] == "that" && child < verb;
            that = that || is_that;
            subject = subject || (text_.rel(child) == Rel::nsubj && !is_that);
            object = object || ((text_.rel(child) == Rel::obj || text_.rel(child) == Rel::obl) && !is_that);
        }
        if (text_.sub(verb) == Sub::relcl) return that && subject && object;
        if (!text_.is_gerund(verb)) return false;
        for (const std::uint32_t child : text_.tree.children(noun)) {
            if (text_.rel(child) == Rel::nmod && child < verb && child > noun && text_.preposition(child) == "of") return true;
        }
        return false;
    }

    // "how to end the war", "whom to invite"
    bool is_asked(std::uint32_t token) const {
        static const WordSet asks{"how", "what", "whether", "when", "where", "whom", "who", "which"};
        return asks.contains(text_.form[token]);
    }

    bool evidence(std::uint32_t noun) const {
        static const WordSet words{"evidence", "proof", "sign", "indication", "hint", "reason", "confirmation"};
        return words.contains(text_.lemma[noun]);
    }

    // "no evidence that", "little sign that"
    bool unproven(std::uint32_t noun) const {
        if (!evidence(noun)) return false;
        for (const std::uint32_t child : text_.tree.children(noun)) {
            static const WordSet none{"no", "little", "scant", "any", "not", "without"};
            if (none.contains(text_.form[child])) return true;
        }
        return false;
    }

    // Verbs that say of an event noun that it came about: what is said of them is said of the event.
    static bool comes_about(std::string_view lemma) {
        static const WordSet words{"happen",  "occur", "take",      "begin",  "start", "go",    "materialise", "materialize",
                                   "follow",  "come",  "ensue",     "be",     "last",  "exist", "continue",    "resume",
                                   "proceed", "arise", "transpire", "ensue",  "hold",  "carry", "launch",      "conduct",
                                   "stage",   "make",  "mount",     "wage",   "order", "sign",  "plan",        "reach",
                                   "impose",  "give",  "deliver",   "commit", "pay",   "have",  "undertake",   "open",
                                   "perform", "agree", "implement", "issue",  "file",  "set"};
        return words.contains(lemma);
    }

    // An event noun as subject: "the attack did not happen" denies it, "the attack did not stop them" does not.
    void subject_of(std::uint32_t governor, std::uint32_t noun) {
        const bool before = mood_.negation;
        if (text_.sub(noun) == Sub::pass || text_.parse.upos[governor] == Upos::ADJ) govern(governor, "subject");
        const bool governed = mood_.negation;
        read_verb(governor, static_cast<std::int32_t>(noun));
        static const WordSet checks{"confirm", "verify", "corroborate", "substantiate", "prove", "establish"};
        if (mood_.negation != governed && checks.contains(text_.lemma[governor])) {
            mood_.negation = governed;
            apply(Auxiliary::hypothetical, text_.lemma[governor], "not confirmed");
        } else if (mood_.negation != governed && governed == before && !comes_about(text_.lemma[governor])) {
            mood_.negation = governed;
        }
        if (fell_through(governor)) apply(Auxiliary::negation, text_.lemma[governor], "subject");
    }

    bool fell_through(std::uint32_t verb) const {
        if (text_.lemma[verb] != "fall") return false;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.form[child] == "through") return true;
        }
        return false;
    }

    bool definite(std::uint32_t noun) const {
        for (const std::uint32_t child : text_.tree.children(noun)) {
            static const WordSet words{"the", "this", "that", "these", "those"};
            if ((text_.rel(child) == Rel::det && words.contains(text_.form[child])) ||
                (text_.rel(child) == Rel::nmod && text_.sub(child) == Sub::poss))
                return true;
        }
        return false;
    }

    // An event noun as object: "did not launch an attack" denies it, "did not condemn the attack" does not.
    void object_of(std::uint32_t governor, std::uint32_t noun) {
        static const WordSet about{"discuss", "debate",   "study",   "examine", "explore", "evaluate",
                                   "press",   "question", "caution", "think",   "tell",    "believe"};
        const bool known = definite(noun);
        if (known && about.contains(text_.lemma[governor])) return;
        const Modality before = mood_;
        govern(governor, "obj");
        const bool moved = mood_.reasons != before.reasons;
        const bool governed = mood_.negation;
        read_verb(governor, static_cast<std::int32_t>(noun));
        if (moved || comes_about(text_.lemma[governor])) return;
        if (known)
            mood_ = before;  // "must condemn the invasion": the invasion is there
        else
            mood_.negation = governed;
    }

    // "Did the army shell the camp?" tells nothing; "why has it not condemned him?" takes for granted what it asks about.
    void question() {
        std::uint32_t at = clause_.support == no_index ? clause_.trigger : static_cast<std::uint32_t>(clause_.support);
        for (int step = 0; step < longest_climb && text_.parse.head[at] >= 0; ++step) {
            const Rel rel = text_.rel(at);
            if (rel == Rel::acl || rel == Rel::advcl || rel == Rel::parataxis || rel == Rel::obl) return;
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
        }
        const Sentence& sentence = text_.document.sentences[text_.document.sentence_of(at)];
        bool asked = false;
        for (std::uint32_t token = sentence.last; token > sentence.first && token + 3 > sentence.last; --token)
            asked = asked || text_.form[token - 1] == "?";
        if (!asked) return;
        std::int32_t first_auxiliary = no_index, subject = no_index;
        for (const std::uint32_t child : text_.tree.children(at)) {
            static const WordSet asks{"who", "what", "why", "when", "where", "how", "which", "whom", "whose"};
            if (asks.contains(text_.form[child])) return;
            for (const std::uint32_t below : text_.tree.children(child)) {
                if (asks.contains(text_.form[below])) return;
            }
            const Rel rel = text_.rel(child);
            if ((rel == Rel::aux || rel == Rel::cop) && first_auxiliary == no_index)
                first_auxiliary = static_cast<std::int32_t>(child);
            if ((rel == Rel::nsubj || rel == Rel::expl) && subject == no_index) subject = static_cast<std::int32_t>(child);
        }
        if (first_auxiliary == no_index && text_.lemma[at] == "be") first_auxiliary = static_cast<std::int32_t>(at);
        if (first_auxiliary != no_index && subject > first_auxiliary) apply(Auxiliary::hypothetical, "?", "question");
    }

    // "if Beijing gave support for attacks": a condition far above still leaves the attacks open.
    void condition_above(std::uint32_t at) {
        for (int step = 0; step < longest_climb && text_.parse.head[at] >= 0; ++step) {
            if (text_.rel(at) == Rel::advcl) {
                const std::string mark = text_.subordinator(at);
                if (mark == "if" || mark == "unless") apply(Auxiliary::hypothetical, mark, "mark");
                return;
            }
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
        }
    }

    void govern(std::uint32_t governor, std::string_view how) {
        const Upos upos = text_.parse.upos[governor];
        const char* place = upos == Upos::ADJ ? "adj" : text_.is_noun(governor) ? "noun" : "verb";
        // "was able to free", "forced it to leave" tell that it was done
        static const WordSet done{"able", "force", "compel", "coerce"};
        if (done.contains(text_.lemma[governor]) && told_as_past(governor)) return;
        apply_governor(governor, place, how, false);
    }

    bool told_as_past(std::uint32_t predicate) const {
        bool past = text_.parse.features[predicate].tense == Tense::past;
        for (const std::uint32_t child : text_.tree.children(predicate)) {
            const Rel rel = text_.rel(child);
            if (rel != Rel::aux && rel != Rel::cop) continue;
            if (effect("aux", text_.form[child])) return false;
            past = past || text_.form[child] == "was" || text_.form[child] == "were" || text_.form[child] == "been";
        }
        return past;
    }

    // "has not decided whether to send": not known.
    bool open_question(std::uint32_t clause) {
        const std::string mark = text_.subordinator(clause);
        if (mark != "if" && !mark.starts_with("whether")) return false;
        apply(Auxiliary::hypothetical, mark, "mark");
        return true;
    }

    // "held back from", "shied away from", "ruled out", "steered clear of", "backed out of"
    bool holds_back(std::uint32_t governor) const {
        static const WordSet verbs{"hold", "back", "shy",  "steer", "pull", "step", "stay",
                                   "keep", "walk", "draw", "rule",  "put",  "call"};
        static const WordSet away{"back", "off", "away", "clear", "out"};
        if (!verbs.contains(text_.lemma[governor])) return false;
        for (const std::uint32_t child : text_.tree.children(governor)) {
            if (child == governor + 1 && away.contains(text_.form[child])) return true;
        }
        return false;
    }

    bool stops_short(std::uint32_t governor) const {
        for (const std::uint32_t child : text_.tree.children(governor)) {
            if (text_.form[child] == "short") return text_.lemma[governor] == "stop" || text_.lemma[governor] == "fall";
        }
        return text_.form[governor] == "short";
    }

    // "sent troops to attack": meant, not yet done; "used drones to attack" is done.
    void purpose(std::uint32_t governor) {
        static const WordSet done{"use",    "join", "help",   "manage", "serve", "combine",     "team", "employ",
                                  "return", "meet", "gather", "march",  "rally", "demonstrate", "take", "stage"};
        const bool predicate = text_.parse.upos[governor] == Upos::ADJ || text_.parse.upos[governor] == Upos::VERB;
        const auto what =
            predicate ? effect(text_.parse.upos[governor] == Upos::ADJ ? "adj" : "verb", text_.lemma[governor]) : std::nullopt;
        if (what) {  // "is set to", "is due to", parsed as a purpose
            apply(*what, text_.lemma[governor], "advcl");
            read_verb(governor);
        } else if (!done.contains(text_.lemma[governor])) {
            apply(Auxiliary::hypothetical, text_.lemma[governor], "purpose");
        }
    }

    // "Russia, which invaded Ukraine in 2014, …": the past behind the news; "an attack that killed ten" is the news.
    void relative(std::uint32_t verb, std::uint32_t noun) {
        const auto& nouns = text_.ontology.by_lemma[static_cast<std::size_t>(Trigger::noun)];
        if (nouns.contains(text_.lemma[noun]) || text_.ontology.is("weapon-noun", text_.lemma[noun])) return;
        bool past = text_.is_past_participle(verb) || text_.parse.features[verb].tense == Tense::past;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) == Rel::aux &&
                (text_.form[child] == "have" || text_.form[child] == "has" || text_.form[child] == "had" ||
                 text_.form[child] == "was" || text_.form[child] == "were"))
                past = true;
            if (text_.rel(child) == Rel::aux && effect("aux", text_.form[child])) return;
        }
        if (past) apply(Auxiliary::historical, text_.form[verb], "relative clause");
    }

    const Text& text_;
    const Clause& clause_;
    Modality mood_;
};

}  // namespace

Modality mood_of(const Text& text, const Clause& clause) { return Climb(text, clause).run(); }

}  // namespace readout
