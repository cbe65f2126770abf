#include <algorithm>
#include <cmath>

#include "events/details.h"
#include "events/elsewhere.h"
#include "events/features.h"
#include "events/mood.h"
#include "events/participants.h"
#include "events/phrase.h"
#include "events/relevance.h"

namespace readout {

namespace {

// A frame found in a clause, with its sides.
struct Found {
    const Frame* frame = nullptr;
    std::string row;  // "assault.attack/shell"
    Clause clause;
    std::vector<Side> actor, recipient;
    std::string actor_slot, recipient_slot;
    std::int32_t content = no_index;  // token of what is agreed, asked for …
    double share = 0;                 // what the learned model gives the category; 0: not asked
};

// Shares of the learned models, chosen on the annotation (eval/events.py annotations), PLV train and wiki-dyads 2020-2022. They
// are low where a wrong event costs a low confidence and a missed one is lost.
constexpr double no_event = 0.97;            // a pattern's event in a short text that tells nothing with this share is none
constexpr double no_event_both = 0.995;      // … between two known sides
constexpr double unlikely = 0.35;            // on a page that is not political, a pattern's event below this share is none
constexpr double unlikely_both = 0.20;       // … between two known sides
constexpr double political_page = 1.0;       // log-odds of the report's politics from which patterns are believed always
constexpr double despite_page = 0.85;        // an event of people nobody knows
constexpr double despite_words = 0.80;       // in a short text, whose few words tell little of its page: an event of people
constexpr double despite_words_one = 0.60;   // … of one known side
constexpr double despite_words_both = 0.40;  // … of two
constexpr double farthest_page = -4.0;       // log-odds of a text's politics from which no clause redeems it
constexpr double alone_from = 0.60;          // without a pattern, one side known, or a noun
constexpr double alone_from_both = 0.16;     // … both sides known
constexpr double alone_elsewhere = 0.40;     // … in a report that is not political
constexpr double alone_again = 0.70;         // … both of whom a pattern has opposite each other already
constexpr double side_from = 0.20;           // a side of an event without a pattern
constexpr double recipient_from = 0.20;      // a recipient no pattern finds
constexpr double recipient_instead = 0.30;   // … instead of the pattern's
constexpr double clearly = 0.10;             // … by how much more
constexpr double actor_from = 0.40;          // an actor no pattern finds
constexpr double thing_from = 0.30;          // a thing that is nobody's is no recipient below it
constexpr double thing_acts_from = 0.20;     // … no actor
constexpr double least_confidence = 0.15;    // below it one event in six is right; dropped
constexpr std::size_t a_report = 5;          // sentences; what a whole report is about shows better than what a sentence is about
constexpr std::int32_t patience = 144;       // 1/64 of log-odds

bool any(const std::vector<Side>& sides, bool Side::*what) {
    return std::any_of(sides.begin(), sides.end(), [&](const Side& side) { return side.*what; });
}

class Reader {
public:
    Reader(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times, const Cast& cast,
           const Statements& statements, const Ontology::Inside& ontology, Watcher* watcher)
        : text_(document, parse, tree, cast, ontology),
          times_(times),
          statements_(statements),
          relevance_(relevance_of(text_)),
          watcher_(watcher) {
        taken_.assign(parse.size(), false);
        settled_.assign(parse.size(), false);
        timed_.assign(parse.size(), false);
        for (const Timex& one : times.timexes) {
            for (std::uint32_t token = one.first; token < one.last && token < timed_.size(); ++token) timed_[token] = true;
        }
        statements_in_.resize(document.sentences.size());
        for (std::size_t index = 0; index < statements.size(); ++index) {
            for (const std::uint32_t sentence : statements[index].sentences) {
                if (sentence < statements_in_.size()) statements_in_[sentence].push_back(static_cast<std::int32_t>(index));
            }
        }
    }

    Events run() {
        const auto size = static_cast<std::uint32_t>(text_.parse.size());
        // Verbs first: what they carry as object or content is not an event of its own.
        for (std::uint32_t token = 0; token < size; ++token) {
            if (text_.parse.upos[token] == Upos::VERB)
                read(token, Trigger::verb);
            else if (text_.parse.upos[token] == Upos::ADJ)
                read(token, Trigger::adjective);
        }
        for (std::uint32_t token = 0; token < size; ++token) {
            if (text_.is_noun(token) && !taken_[token] && !names_a_thing(token)) read(token, Trigger::noun);
        }
        learned_events();
        std::sort(found_.begin(), found_.end(),
                  [](const Found& a, const Found& b) { return a.clause.trigger < b.clause.trigger; });
        for (const Found& one : found_) {
            if (!taken_[one.clause.trigger]) emit(one);
        }
        merge();
        name_deeds();
        show_whole();
        return std::move(events_);
    }

private:
    // "attack helicopters", "strike group": what the thing is for, not what was done. "attack victims", "bombing campaign" are.
    bool names_a_thing(std::uint32_t token) const {
        if (text_.rel(token) != Rel::compound || text_.parse.head[token] < 0) return false;
        const auto thing = static_cast<std::uint32_t>(text_.parse.head[token]);
        return text_.ontology.is("event-named-thing", text_.lemma[thing]);
    }

    const std::vector<std::uint32_t>* frames_of(std::uint32_t token, Trigger trigger) const {
        const auto& lemmas = text_.ontology.by_lemma[static_cast<std::size_t>(trigger)];
        for (const std::string* word : {&text_.lemma[token], &text_.form[token]}) {
            if (const auto at = lemmas.find(*word); at != lemmas.end()) return &at->second;
        }
        return nullptr;
    }

    Clause clause_at(std::uint32_t token, Trigger trigger) const {
        return trigger == Trigger::noun ? read_event_noun(text_, token) : read_clause(text_, token);
    }

    // The first frame of the token, most specific first, that fits its clause and finds its sides.
    std::optional<Found> match(std::uint32_t token, Trigger trigger, int depth) const {
        const auto* frames = frames_of(token, trigger);
        if (frames == nullptr) return std::nullopt;
        const Clause clause = clause_at(token, trigger);
        // First with the head nouns themselves, then with what they are compounded with: "cruise-missile attack" is an attack.
        std::vector<std::uint32_t> loose;
        std::optional<Found> found;
        for (const std::uint32_t index : *frames) {
            const Frame& frame = text_.ontology.frames[index];
            if (!loose.empty() && text_.ontology.frames[loose.front()].specificity > frame.specificity) {
                for (const std::uint32_t other : loose) {
                    if ((found = try_frame(clause, text_.ontology.frames[other], token, depth))) return found;
                }
                loose.clear();
            }
            if (!holds(text_, clause, frame, HeadReading::strict)) {
                if (!frame.nothing && holds(text_, clause, frame, HeadReading::loose)) loose.push_back(index);
                continue;
            }
            if (frame.nothing) return nothing_at(clause);
            if ((found = try_frame(clause, frame, token, depth))) return found;
        }
        for (const std::uint32_t other : loose) {
            if ((found = try_frame(clause, text_.ontology.frames[other], token, depth))) return found;
        }
        return std::nullopt;
    }

    static std::optional<Found> nothing_at(const Clause& clause) {
        Found found;
        found.clause = clause;
        return found;  // without a frame
    }

    std::optional<Found> try_frame(const Clause& clause, const Frame& frame, std::uint32_t token, int depth) const {
        Found found;
        found.frame = &frame;
        found.clause = clause;
        found.row = frame.id + "/" + text_.lemma[token];
        if (!frame.no_content && depth < 2) found.content = content_of(clause, frame);
        fill(found, depth);
        if (!fits(found)) return std::nullopt;
        return found;
    }

    // The event below an AGREE, REQUEST, THREATEN, REJECT or ACCUSE: its complement clause, or an event noun in its slots.
    std::int32_t content_of(const Clause& clause, const Frame& frame) const {
        static const WordSet holders{"AGREE", "REQUEST", "THREATEN", "REJECT", "ACCUSE"};
        if (!holders.contains(text_.ontology.categories[frame.category].name)) return no_index;
        for (const std::uint32_t token : clause.complements) {
            if (text_.is_verb(token) && frames_of(token, Trigger::verb) != nullptr) return static_cast<std::int32_t>(token);
            if (!text_.ontology.support.contains(text_.lemma[token])) continue;
            for (const std::uint32_t child : text_.tree.children(token)) {  // "agreed to hold talks"
                if (text_.rel(child) == Rel::obj && frames_of(child, Trigger::noun) != nullptr)
                    return static_cast<std::int32_t>(child);
            }
        }
        const auto noun = [&](std::uint32_t token) { return text_.is_noun(token) && frames_of(token, Trigger::noun) != nullptr; };
        for (const std::uint32_t token : clause.objects) {
            if (noun(token)) return static_cast<std::int32_t>(token);
        }
        static const WordSet about{"for", "on", "to", "with", "of", "over", "against", "from"};
        for (const Oblique& one : clause.obliques) {
            if (about.contains(one.preposition) && noun(one.head)) return static_cast<std::int32_t>(one.head);
        }
        return no_index;
    }

    std::optional<Found> match_content(std::int32_t token, int depth) const {
        if (token == no_index) return std::nullopt;
        const auto at = static_cast<std::uint32_t>(token);
        auto found = match(at, text_.is_verb(at) ? Trigger::verb : Trigger::noun, depth + 1);
        if (found && found->frame == nullptr) return std::nullopt;
        return found;
    }

    void fill(Found& found, int depth) const {
        const Frame& frame = *found.frame;
        found.actor = side(found, frame.actor, true, depth, found.actor_slot, {});
        std::vector<Side> others = found.actor;
        found.recipient = side(found, frame.recipient, false, depth, found.recipient_slot, others);
        if (frame.swapped) {
            std::swap(found.actor, found.recipient);
            std::swap(found.actor_slot, found.recipient_slot);
        }
        prune(found.actor);
        prune(found.recipient);
        if (found.frame->reciprocal && any(found.actor, &Side::named)) {
            std::erase_if(found.recipient, [&](const Side& side) {  // nor is the place they meet at a side
                return (!side.named && !side.human) || (side.thing && !side.human && text_.place[side.token] != no_index);
            });
        }
        party_above(found);
        borrow_actor(found);
        actor_of_light_object(found);
        place_of_victims(found);
        place_of_emergency(found);
        actor_of_place(found);
        look_deeper(found);
        // "affirmed his partnership", "praised its policy": one's own things are nobody to be kind to.
        if (text_.ontology.categories[found.frame->category].quad <= 2) {
            std::erase_if(found.recipient, [&](const Side& one) {
                return one.thing && !one.human && has_pronoun_owner(one.token) &&
                       std::any_of(found.actor.begin(), found.actor.end(),
                                   [&](const Side& other) { return !code_of(one).empty() && code_of(one) == code_of(other); });
            });
        }
        // Nobody acts on himself here; the same words cannot be both sides.
        std::erase_if(found.recipient, [&](const Side& one) {
            return std::any_of(found.actor.begin(), found.actor.end(), [&](const Side& other) {
                return one.who.span == other.who.span || (one.who.entity != no_index && one.who.entity == other.who.entity);
            });
        });
    }

    bool has_pronoun_owner(std::uint32_t token) const {
        const auto children = text_.tree.children(token);
        return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
            return text_.sub(child) == Sub::poss && text_.parse.upos[child] == Upos::PRON;
        });
    }

    // Beside somebody known, words that stand for nobody are no side ("Lavrov and this Wednesday").
    static void prune(std::vector<Side>& sides) {
        if (any(sides, &Side::named)) std::erase_if(sides, [](const Side& side) { return !side.named && !side.human; });
    }

    std::vector<Side> side(const Found& found, const std::vector<Slot>& slots, bool actor, int depth, std::string& used,
                           const std::vector<Side>& others) const {
        std::vector<Side> best;
        for (const Slot& slot : slots) {
            std::vector<Side> sides;
            if (slot.first == "comp" && !slot.second.empty()) {
                sides = from_content(found, slot.second, depth, others);
            } else {
                sides = sides_in(text_, slot_tokens(text_, found.clause, slot), actor);
            }
            std::erase_if(sides, [&](const Side& one) {
                return is_time(one) || std::any_of(others.begin(), others.end(),
                                                   [&](const Side& other) { return one.who.span == other.who.span; });
            });
            if (sides.empty()) continue;
            // A slot with somebody known wins over an earlier one with words only.
            if (best.empty() || (any(sides, &Side::named) && !any(best, &Side::named))) {
                const bool better = any(sides, &Side::named);
                best = std::move(sides);
                used = slot.second.empty() ? slot.first : slot.first + "." + slot.second;
                if (better) break;
            }
        }
        return best;
    }

    // "last Monday's raid", "deported a man Friday"
    bool is_time(const Side& side) const { return timed_[side.token] && !side.named; }

    // "agreed to meet Iran": Iran; "demanded that Russia withdraw": Russia.
    std::vector<Side> from_content(const Found& found, const std::string& part, int depth,
                                   const std::vector<Side>& others) const {
        std::vector<Side> out;
        const auto keep = [&](const std::vector<Side>& sides) {
            for (const Side& one : sides) {
                const bool same = std::any_of(others.begin(), others.end(), [&](const Side& other) {
                    return one.who.span == other.who.span || (one.who.entity != no_index && one.who.entity == other.who.entity);
                });
                if (!same) out.push_back(one);
            }
        };
        if (part == "actor") {
            for (const std::uint32_t token : found.clause.complements) {
                const Clause below = read_clause(text_, token);
                keep(sides_in(text_, below.subjects.empty() ? below.objects : below.subjects, true));
            }
            return out;
        }
        if (const auto content = match_content(found.content, depth)) {
            keep(content->recipient);
            if (out.empty() && content->frame->reciprocal) keep(content->actor);
        }
        if (!out.empty()) return out;
        for (const std::uint32_t token : found.clause.complements) {  // whoever the complement names
            const Clause below = read_clause(text_, token);
            std::vector<std::uint32_t> tokens = below.indirect;
            tokens.insert(tokens.end(), below.objects.begin(), below.objects.end());
            for (const Oblique& one : below.obliques) {
                static const WordSet towards{"with", "to",   "against", "from",   "on",      "at",
                                             "for",  "into", "of",      "toward", "towards", "over"};
                if (towards.contains(one.preposition)) tokens.push_back(one.head);
            }
            for (const Side& one : sides_in(text_, tokens, false)) {
                if (one.named) {
                    keep({one});
                    if (!out.empty()) return out;
                }
            }
        }
        return out;
    }

    // The verb that a talk stands in, during or after ("said in a phone call", "affirmed his support in a phone call"), or whose
    // subject says something of it ("Russia says cooperation with China will grow").
    std::int32_t verb_over_talk(std::uint32_t noun) const {
        static const WordSet within{"in", "during", "at", "after", "following", "over", "by", "on", "before", "out_of"};
        if (text_.rel(noun) == Rel::compound && text_.parse.head[noun] >= 0)
            noun = static_cast<std::uint32_t>(text_.parse.head[noun]);
        std::int32_t above = text_.parse.head[noun];
        if (text_.rel(noun) == Rel::nsubj && above >= 0 && text_.rel(static_cast<std::uint32_t>(above)) == Rel::ccomp)
            return text_.parse.head[static_cast<std::size_t>(above)];
        if (!within.contains(text_.preposition(noun))) return no_index;
        if (text_.rel(noun) == Rel::nmod && above >= 0 && text_.rel(static_cast<std::uint32_t>(above)) == Rel::obj)
            above = text_.parse.head[static_cast<std::size_t>(above)];  // hung too low, on the verb's object
        else if (text_.rel(noun) != Rel::obl)
            return no_index;
        return above >= 0 && text_.is_verb(static_cast<std::uint32_t>(above)) ? above : no_index;
    }

    // "Biden said in a phone call with Xi": the other party is whoever did something in, during or after it. "Biden told Xi in a
    // phone call": both are.
    void party_above(Found& found) const {
        if (!found.frame->reciprocal || found.frame->trigger != Trigger::noun || found.clause.support != no_index) return;
        const std::size_t parties = found.actor.size() + found.recipient.size();
        const std::int32_t verb = parties < 2 ? verb_over_talk(found.clause.trigger) : no_index;
        if (verb == no_index) return;
        const Clause above = read_clause(text_, static_cast<std::uint32_t>(verb));
        std::vector<Side> party = sides_in(text_, above.subjects, true);
        std::vector<Side> told;
        if (parties == 0) {
            told = sides_in(text_, above.indirect.empty() ? above.objects : above.indirect, false);
            for (const char* where : {"with", "to"}) {  // "affirmed ties with Xi in a call"
                const auto beside = sides_in(text_, slot_tokens(text_, above, {where, {}}), false);
                if (told.empty() || told.front().thing) told.insert(told.end(), beside.begin(), beside.end());
            }
            std::erase_if(told, [](const Side& side) { return !side.direct || side.thing; });
            if (told.empty()) return;
        }
        const Side& one = parties == 0 ? told.front() : found.actor.empty() ? found.recipient.front() : found.actor.front();
        std::erase_if(party, [&](const Side& other) { return !other.direct || code_of(other) == code_of(one); });
        if (party.empty()) return;
        found.actor.insert(found.actor.begin(), party.begin(), party.end());
        found.actor.insert(found.actor.end(), told.begin(), told.end());
        found.actor_slot += found.actor_slot.empty() ? "subj above" : ", subj above";
    }

    // "killed in a Russian airstrike", "hit by a Turkish drone": who did it stands with the weapon.
    void borrow_actor(Found& found) const {
        if (!found.actor.empty() || text_.ontology.categories[found.frame->category].quad != 4) return;
        for (const Oblique& one : found.clause.obliques) {
            if (one.preposition != "in" && one.preposition != "by" && one.preposition != "during" && one.preposition != "from")
                continue;
            if (!text_.ontology.is("weapon-noun", text_.lemma[one.head])) continue;
            auto owners = sides_in(text_, read_event_noun(text_, one.head).owners, true);
            std::erase_if(owners, [](const Side& side) { return !side.named; });
            if (owners.empty()) continue;
            found.actor = std::move(owners);
            found.actor_slot = one.preposition + ".gen";
            return;
        }
    }

    // "American aid was delivered": whose aid it is.
    void actor_of_light_object(Found& found) const {
        if (!found.actor.empty() || !found.frame->light || found.frame->trigger != Trigger::verb) return;
        for (const std::uint32_t object : found.clause.objects) {
            if (!text_.is_noun(object)) continue;
            auto owners = sides_in(text_, read_event_noun(text_, object).owners, true);
            std::erase_if(owners, [](const Side& side) { return !side.named; });
            if (owners.empty()) continue;
            found.actor = std::move(owners);
            found.actor_slot = "obj.gen";
            return;
        }
    }

    // "bombed a refinery in Ukraine", "killed ten people in Baghdad": the place says whose they are.
    void place_of_victims(Found& found) const {
        if (!found.frame->needs_victim || found.recipient.empty() || any(found.recipient, &Side::named)) return;
        static const WordSet locative{"in", "at", "near", "outside", "inside", "on", "around"};
        for (const Oblique& one : found.clause.obliques) {
            if (!locative.contains(one.preposition)) continue;
            for (const Side& place : sides_in(text_, {one.head}, false)) {
                if (!place.named || !place.thing || place.who.code.empty()) continue;
                for (Side& side : found.recipient) {
                    side.who.code = place.who.code;
                    if (const auto sector = text_.ontology.sector_of.find(text_.lemma[side.token]);
                        sector != text_.ontology.sector_of.end())
                        side.who.sector = sector->second;
                    side.named = side.thing = true;
                }
                found.recipient_slot += ", of " + one.preposition;
                return;
            }
        }
    }

    // "declared a state of siege in the province": the province.
    void place_of_emergency(Found& found) const {
        if (found.recipient.size() != 1) return;
        static const WordSet states{"siege", "emergency", "law", "alert", "war"};
        const std::uint32_t token = found.recipient.front().token;
        if (!states.contains(text_.lemma[token]) || found.frame->trigger != Trigger::verb ||
            text_.ontology.categories[found.frame->category].name != "COERCE")
            return;
        found.recipient.clear();
        static const WordSet where{"in", "on", "over", "across", "throughout"};
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.rel(child) != Rel::nmod || !where.contains(text_.preposition(child))) continue;
            found.recipient = sides_in(text_, {child}, false);
            std::erase_if(found.recipient, [&](const Side& one) { return is_time(one); });
            found.recipient_slot += ".in";
            return;
        }
        found.recipient_slot.clear();
    }

    // "condemned the invasion of Kuwait": whoever stands in such words is not who is condemned.
    bool has_deed(const std::vector<Side>& sides) const {
        return std::any_of(sides.begin(), sides.end(),
                           [&](const Side& side) { return text_.ontology.is("deed", text_.lemma[side.token]); });
    }

    // Nobody known in the recipient's slots: somebody named deeper in the same words ("welcomed the decision to admit Finland"),
    // then anywhere in the clause.
    void look_deeper(Found& found) const {
        if (found.frame->reciprocal) return;  // what sides talk about is no side
        if (found.frame->recipient.empty() || any(found.recipient, &Side::named) || !any(found.actor, &Side::named)) return;
        if (any(found.recipient, &Side::human)) return;  // people nobody knows are who it was done to
        if (has_deed(found.recipient)) return;
        if (found.frame->swapped || (found.frame->trigger == Trigger::noun && found.clause.support == no_index)) return;
        std::vector<std::uint32_t> roots = found.clause.objects;
        static const WordSet elsewhere{"in",     "at",    "on", "during",  "by",   "near", "after",
                                       "before", "since", "as", "despite", "amid", "under"};
        for (const Oblique& one : found.clause.obliques) {
            if (!elsewhere.contains(one.preposition)) roots.push_back(one.head);
        }
        roots.insert(roots.end(), found.clause.complements.begin(), found.clause.complements.end());
        for (const std::uint32_t root : roots) {
            if (named_below(found, root)) return;
        }
        named_below(found,
                    found.clause.support == no_index ? found.clause.trigger : static_cast<std::uint32_t>(found.clause.support));
    }

    bool named_below(Found& found, std::uint32_t root) const {
        constexpr std::uint32_t farthest = 40;
        const std::uint32_t start = std::max(text_.tree.left(root), root > farthest ? root - farthest : 0);
        const std::uint32_t end = std::min(text_.tree.right(root), root + farthest);
        for (std::uint32_t token = start; token < end; ++token) {
            const std::int32_t index = text_.cast.mention_at.empty() ? no_index : text_.cast.mention_at[token];
            const std::int32_t place = text_.place[token];
            const bool a_place = place != no_index && text_.cast.places[static_cast<std::size_t>(place)].head == token;
            if ((index == no_index && !a_place) || !text_.tree.under(token, root)) continue;
            if (index != no_index && text_.cast.mentions[static_cast<std::size_t>(index)].kind == MentionKind::pronoun) continue;
            std::vector<Side> sides = sides_in(text_, {token}, false);
            std::erase_if(sides, [&](const Side& one) {
                return !one.named || code_of(one).empty() ||
                       std::any_of(found.actor.begin(), found.actor.end(), [&](const Side& other) {
                           return one.who.span == other.who.span || code_of(one) == code_of(other);
                       });
            });
            if (sides.empty()) continue;
            found.recipient = std::move(sides);
            found.recipient_slot = "deeper";
            return true;
        }
        return false;
    }

    // "was detained in Nepal": whoever holds power there.
    void actor_of_place(Found& found) const {
        if (any(found.actor, &Side::named) || !found.actor.empty() || !any(found.recipient, &Side::named)) return;
        const std::string& name = text_.ontology.categories[found.frame->category].name;
        if (name != "COERCE" && name != "SANCTION") return;
        for (const Oblique& one : found.clause.obliques) {
            if (one.preposition != "in" && one.preposition != "at") continue;
            std::vector<Side> places = sides_in(text_, {one.head}, true);
            std::erase_if(places, [&](const Side& side) {
                return !side.named || std::any_of(found.recipient.begin(), found.recipient.end(),
                                                  [&](const Side& other) { return code_of(other) == code_of(side); });
            });
            if (places.empty()) continue;
            found.actor = std::move(places);
            found.actor_slot = "in";
            return;
        }
    }

    const std::string& code_of(const Side& side) const {
        return side.who.entity == no_index ? side.who.code : text_.cast.entities[static_cast<std::size_t>(side.who.entity)].code;
    }

    bool force_of_nature(const Found& found) const {
        const auto nature = [&](std::uint32_t token) {
            static const WordSet ailments{"heart",     "panic", "asthma", "shark", "dog", "bear", "animal",
                                          "crocodile", "car",   "plane",  "train", "bus", "gas"};
            for (const std::uint32_t child : text_.tree.children(token)) {
                if (text_.rel(child) == Rel::compound && ailments.contains(text_.lemma[child]) &&
                    (text_.lemma[token] == "attack" || text_.lemma[token] == "crash" || text_.lemma[token] == "explosion"))
                    return true;
            }
            return text_.ontology.is("force-of-nature", text_.lemma[token]) &&
                   !text_.ontology.is("weapon-noun", text_.lemma[token]) && own_words_are_peaceful(token);
        };
        for (const Side& side : found.actor) {
            if (!side.direct && nature(side.token)) return true;
        }
        if (found.clause.subjects.empty()) {
            for (const Oblique& one : found.clause.obliques) {
                if (nature(one.head)) return true;
            }
        }
        return false;
    }

    // A "car bomb" is no car.
    bool own_words_are_peaceful(std::uint32_t token) const {
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.rel(child) == Rel::compound && text_.ontology.is("weapon-noun", text_.lemma[child]) &&
                text_.lemma[child] != "car")
                return false;
        }
        return true;
    }

    bool fits(const Found& found) const {
        const Frame& frame = *found.frame;
        // Hosts: the grammar's object is the visitor, so what is asked of it is asked of the actor.
        const auto& actor = frame.swapped ? found.recipient : found.actor;
        const auto& recipient = frame.swapped ? found.actor : found.recipient;
        if (frame.needs_recipient && recipient.empty()) return false;
        if (frame.needs_named_recipient && !any(recipient, &Side::named)) return false;
        if (frame.needs_human_recipient && !any(recipient, &Side::named) && !any(recipient, &Side::human)) return false;
        if (frame.needs_two_actors && !two_states(actor)) return false;
        if (frame.needs_direct_recipient && !any(recipient, &Side::direct) && !any(recipient, &Side::human)) return false;
        if (frame.needs_victim && !any(recipient, &Side::named) && !any(recipient, &Side::human)) return false;
        if (frame.needs_actor && !any(actor, &Side::named)) return false;
        if (frame.needs_actorlike && !any(actor, &Side::direct) && !any(actor, &Side::human) && !owned_act(actor)) return false;
        if (frame.needs_group && !group(actor)) return false;
        if (frame.no_forces_of_nature && force_of_nature(found)) return false;
        if (frame.reciprocal && recipient.empty() && frame.recipient.empty() && actor.size() < 2) return false;
        // Talks of one are background.
        if (frame.reciprocal && frame.trigger == Trigger::noun && found.clause.support == no_index &&
            actor.size() + recipient.size() < 2)
            return false;
        if (frame.warning && !threatens(found)) return false;
        if (frame.background && !(any(actor, &Side::named) && any(recipient, &Side::named))) return false;
        return !actor.empty() || !recipient.empty();
    }

    bool two_states(const std::vector<Side>& actor) const {
        return std::any_of(actor.begin(), actor.end(), [&](const Side& one) {
            return one.named && !code_of(one).empty() && code_of(one) != code_of(actor.front()) &&
                   !code_of(actor.front()).empty();
        });
    }

    // "the Israeli decision drew…": no; "the Russian offensive", "its navy": yes.
    static bool owned_act(const std::vector<Side>& actor) {
        return std::any_of(actor.begin(), actor.end(), [](const Side& side) { return side.thing && !side.who.sector.empty(); });
    }

    bool group(const std::vector<Side>& actor) const {
        return std::any_of(actor.begin(), actor.end(), [&](const Side& side) {
            return text_.ontology.is("group", text_.lemma[side.token]) || text_.ontology.is("group", text_.form[side.token]) ||
                   text_.parse.features[side.token].number == Number::plural || side.direct;
        });
    }

    // A warning threatens when the warner himself will act; else it is talk.
    bool threatens(const Found& found) const {
        if (found.clause.complements.empty()) return true;
        for (const std::uint32_t token : found.clause.complements) {
            if (text_.is_infinitive(token)) return true;
            const Clause below = read_clause(text_, token);
            for (const Side& doer : sides_in(text_, below.subjects, true)) {
                for (const Side& warner : found.actor) {
                    if (doer.who.entity != no_index && doer.who.entity == warner.who.entity) return true;
                    if (text_.form[doer.token] == "it" || text_.form[doer.token] == "they" || text_.form[doer.token] == "we")
                        return true;
                }
            }
            for (const Side& doer : sides_in(text_, below.subjects, true)) {
                const std::string& word = text_.lemma[doer.token];
                if (word == "consequence" || word == "action" || word == "retaliation" || word == "response" || word == "war" ||
                    word == "move")
                    return true;
            }
        }
        return false;
    }

    void read(std::uint32_t token, Trigger trigger) {
        if (taken_[token]) return;
        auto found = match(token, trigger, 0);
        if (!found) return;
        settled_[token] = true;
        if (found->frame == nullptr) return;
        if (!judge(*found, worth(*found))) return;
        take(*found);
        found_.push_back(std::move(*found));
    }

    // --- what was learned (learned.h)

    double relevance_at(std::uint32_t token) const { return relevance_.of(text_.document.sentence_of(token)); }

    LinearModel::Scores clause_scores(const Clause& clause, const Told& told) const {
        FeatureList features(watcher_ != nullptr);
        clause_features(text_, clause, told, relevance_at(clause.trigger), features);
        if (watcher_ != nullptr) watcher_->clause(text_, clause, told, features);
        return text_.ontology.clauses.score(features);
    }

    // The model's share for a pattern's event; false where it is none. Fills the side a pattern missed.
    bool judge(Found& found, bool worthy) const {
        if (watcher_ == nullptr && !text_.ontology.learned()) return worthy;
        Told told;
        told.frame = found.frame;
        told.row = found.row;
        told.worthy = worthy;
        told.actor = !found.actor.empty();
        told.recipient = !found.recipient.empty();
        told.actor_named = any(found.actor, &Side::named);
        told.recipient_named = any(found.recipient, &Side::named);
        const LinearModel::Scores scores = clause_scores(found.clause, told);
        if (watcher_ != nullptr) watch_parties(found);
        if (!text_.ontology.learned()) return worthy;
        const auto shares = text_.ontology.clauses.shares(scores);
        found.share = share_of(found.frame->category, shares);
        const bool both = (told.actor_named && told.recipient_named) || two_states(found.actor);
        if (!worthy) {
            if (!despite(found, both)) return false;
        } else if (relevance_.document < political_page) {
            const bool report = text_.document.sentences.size() >= a_report;
            if (report && found.share < (both ? unlikely_both : unlikely)) return false;
            if (!report && shares[0] > (both ? no_event_both : no_event)) return false;
        }
        correct_sides(found);
        return !found.actor.empty() || !found.recipient.empty();
    }

    // What the filter holds back all the same where the clause itself says it is politics.
    bool despite(const Found& found, bool both) const {
        if (business_rivalry(found)) return false;
        if (of_another_page(text_, opposed(found)) ||
            relevance_.plain_elsewhere(text_.document.sentence_of(found.clause.trigger)))
            return false;
        if (text_.document.sentences.size() < a_report && relevance_.document > farthest_page) {
            const bool named = any(found.actor, &Side::named) || any(found.recipient, &Side::named);
            if (found.share >= (both ? despite_words_both : named ? despite_words_one : despite_words)) return true;
        }
        return found.share >= despite_page && relevance_at(found.clause.trigger) >= 0 && relevance_.document >= 0;
    }

    double share_of(std::uint32_t category, const std::array<double, LinearModel::most_classes>& shares) const {
        for (std::size_t one = 1; one < text_.ontology.category_of_class.size(); ++one) {
            if (text_.ontology.category_of_class[one] == category) return shares[one];
        }
        return 0;
    }

    static std::string_view what_stands(const std::vector<Side>& sides) {
        return sides.empty() ? "none" : any(sides, &Side::named) ? "known" : any(sides, &Side::human) ? "people" : "words";
    }

    // Where the event has a party already.
    static Placed placed(const Found& found, const Side& side) {
        const auto in = [&](const std::vector<Side>& all) {
            return std::any_of(all.begin(), all.end(),
                               [&](const Side& one) { return one.who.span == side.who.span || one.token == side.token; });
        };
        Placed out;
        out.role = in(found.actor) ? 'A' : in(found.recipient) ? 'R' : '-';
        if (out.role != '-') out.slot = out.role == 'A' ? found.actor_slot : found.recipient_slot;
        out.actor = what_stands(found.actor);
        out.recipient = what_stands(found.recipient);
        return out;
    }

    void watch_parties(const Found& found) const {
        for (const Side& side : parties_of(text_, found.clause)) {
            const Placed place = placed(found, side);
            FeatureList features(true);
            party_features(text_, found.clause, "@", side, place, features);
            watcher_->party(text_, found.clause, side, place.role, features);
        }
    }

    struct Role {
        Side side;
        char placed = '?';
        double actor = 0, recipient = 0;
    };

    // `pattern`: the sides a pattern found are there and count.
    std::vector<Role> roles_in(const Found& found, bool pattern) const {
        std::vector<Role> out;
        for (Side& side : parties_of(text_, found.clause)) {
            if (is_time(side)) continue;
            const Placed place = pattern ? placed(found, side) : Placed{};
            FeatureList features;
            party_features(text_, found.clause, text_.ontology.categories[found.frame->category].name, side, place, features);
            const auto shares = text_.ontology.parties.shares(text_.ontology.parties.score(features));
            out.push_back({std::move(side), place.role, shares[1], shares[2]});
        }
        return out;
    }

    bool same_party(const Side& one, const Side& other) const {
        return one.who.span == other.who.span || (one.who.entity != no_index && one.who.entity == other.who.entity) ||
               (!code_of(one).empty() && code_of(one) == code_of(other));
    }

    // Each side by the shares of all who may be it, those whom the pattern put there among them.
    void correct_sides(Found& found) const {
        if (found.frame->reciprocal && found.actor.size() + found.recipient.size() > 1) return;
        const std::vector<Role> roles = roles_in(found, true);
        if (!has_deed(found.recipient))
            correct_side(found.recipient, found.recipient_slot, found.actor, roles, &Role::recipient, found.clause.trigger);
        // "the sanctions imposed on X": whoever speaks of them is not who imposed them.
        const auto trigger = static_cast<std::size_t>(found.clause.trigger);
        const bool reduced = found.clause.agentless && text_.parse.relation[trigger].rel == Rel::acl;
        if (found.actor.empty() && reduced) return;
        correct_side(found.actor, found.actor_slot, found.recipient, roles, &Role::actor, found.clause.trigger);
    }

    // "according to the UN": whoever says what the trigger is part of.
    bool tells_of_it(const Side& side, std::uint32_t trigger) const {
        const Span at = text_.document.tokens[trigger].span;
        const auto holds = [](const std::vector<Span>& spans, Span inner) {
            return std::any_of(spans.begin(), spans.end(), [&](const Span& one) { return one.contains(inner); });
        };
        const auto& near = statements_in_[text_.document.sentence_of(trigger)];
        return std::any_of(near.begin(), near.end(), [&](std::int32_t index) {
            const Statement& statement = statements_[static_cast<std::size_t>(index)];
            return holds(statement.source, side.who.span) && holds(statement.content, at);
        });
    }

    void correct_side(std::vector<Side>& sides, std::string& slot, const std::vector<Side>& other, const std::vector<Role>& roles,
                      double Role::*share, std::uint32_t trigger) const {
        const bool actor = share == &Role::actor;
        if (sides.empty() && !any(other, &Side::named)) return;
        const Role* best = nullptr;
        double now = 0;  // share of who stands there already
        bool judged = sides.empty();
        for (const Role& role : roles) {
            if (!actor && tells_of_it(role.side, trigger)) continue;
            if (role.placed == (actor ? 'A' : 'R')) {
                now = std::max(now, role.*share);
                judged = true;
                continue;
            }
            if (std::any_of(other.begin(), other.end(), [&](const Side& one) { return same_party(one, role.side); })) continue;
            if (!role.side.named && !role.side.human) continue;
            // "the French embassy" is hit, not "French"
            if (std::any_of(sides.begin(), sides.end(), [&](const Side& one) {
                    return text_.ontology.sector_of.contains(text_.lemma[one.token]) && same_party(one, role.side) &&
                           text_.tree.under(role.side.token, one.token);
                }))
                continue;
            if (best == nullptr || role.*share > best->*share) best = &role;
        }
        if (!judged) return;
        const double least = actor ? actor_from : sides.empty() ? recipient_from : recipient_instead;
        const bool open = sides.empty() || (!actor && best != nullptr && best->*share > now + clearly);
        if (open && best != nullptr && best->*share >= least) {
            sides = {best->side};
            add_coordinated(sides, roles, *best, share);
            slot = "learned";
        } else if (!sides.empty() && !any(sides, &Side::human) && !any(sides, &Side::named) &&
                   now < (actor ? thing_acts_from : thing_from)) {
            sides.clear();
            slot.clear();
        }
    }

    void add_coordinated(std::vector<Side>& sides, const std::vector<Role>& roles, const Role& best, double Role::*share) const {
        for (const Role& role : roles) {
            const bool beside = text_.rel(role.side.token) == Rel::conj && role.side.token != best.side.token &&
                                text_.tree.under(role.side.token, best.side.token);
            if (beside && role.*share > side_from && !same_party(role.side, best.side)) sides.push_back(role.side);
        }
    }

    // Clauses no pattern fits: verbs, and nouns the model knows.
    void learned_events() {
        if (watcher_ == nullptr && !text_.ontology.learned()) return;
        const auto size = static_cast<std::uint32_t>(text_.parse.size());
        for (std::uint32_t token = 0; token < size; ++token) {
            if (taken_[token] || settled_[token] || is_cue(token))
                continue;  // to say something is no act: a neutral cue accuses nobody
            const bool verb = text_.parse.upos[token] == Upos::VERB;
            const bool noun = text_.parse.upos[token] == Upos::NOUN && frames_of(token, Trigger::noun) != nullptr;
            if (verb || noun) learn_from(token, verb ? Trigger::verb : Trigger::noun);
        }
    }

    bool is_cue(std::uint32_t token) const {
        const Span word = text_.document.tokens[token].span;
        const auto& near = statements_in_[text_.document.sentence_of(token)];
        return std::any_of(near.begin(), near.end(), [&](std::int32_t index) {
            const Statement& statement = statements_[static_cast<std::size_t>(index)];
            return std::any_of(statement.cue.begin(), statement.cue.end(), [&](const Span& cue) { return cue.contains(word); });
        });
    }

    void learn_from(std::uint32_t token, Trigger trigger) {
        Found found;
        found.clause = clause_at(token, trigger);
        const LinearModel::Scores scores = clause_scores(found.clause, {});
        if (watcher_ != nullptr) {
            for (const Side& side : parties_of(text_, found.clause)) {
                FeatureList features(true);
                party_features(text_, found.clause, "@", side, {}, features);
                watcher_->party(text_, found.clause, side, '?', features);
            }
        }
        if (!text_.ontology.learned()) return;
        const std::size_t classes = text_.ontology.category_of_class.size();
        const auto first = scores.begin() + 1;
        const auto best = static_cast<std::size_t>(
            std::max_element(first, scores.begin() + static_cast<std::ptrdiff_t>(classes)) - scores.begin());
        if (scores[best] < scores[0] - patience) return;  // most clauses tell nothing; the shares need not be worked out
        found.share = text_.ontology.clauses.shares(scores)[best];
        const std::uint32_t category = text_.ontology.category_of_class[best];
        found.frame = &text_.ontology.learned_frames[category];
        found.row = found.frame->id + "/" + text_.lemma[token];
        const std::vector<Role> roles = roles_in(found, false);
        take_role(found, roles, true);
        take_role(found, roles, false);
        const bool both = any(found.actor, &Side::named) && any(found.recipient, &Side::named);
        const bool other_page = relevance_.document < political_page && text_.document.sentences.size() >= a_report;
        if (found.share < (!both || trigger == Trigger::noun ? alone_from : other_page ? alone_elsewhere : alone_from_both))
            return;
        if (!any(found.actor, &Side::named) && !any(found.recipient, &Side::named)) return;
        if (found.actor.empty()) return;
        if (found.share < alone_again && told_already(found)) return;
        if (!worth(found)) return;
        found_.push_back(std::move(found));
    }

    // A surer reading of the sentence has the same two opposite each other.
    bool told_already(const Found& found) const {
        const auto among = [&](const Side& side, const std::vector<Side>& sides) {
            return std::any_of(sides.begin(), sides.end(), [&](const Side& one) { return same_party(one, side); });
        };
        const std::uint32_t sentence = text_.document.sentence_of(found.clause.trigger);
        return std::any_of(found_.begin(), found_.end(), [&](const Found& one) {
            return text_.document.sentence_of(one.clause.trigger) == sentence &&
                   std::all_of(found.actor.begin(), found.actor.end(),
                               [&](const Side& side) { return among(side, one.actor) || among(side, one.recipient); }) &&
                   std::all_of(found.recipient.begin(), found.recipient.end(),
                               [&](const Side& side) { return among(side, one.actor) || among(side, one.recipient); });
        });
    }

    // The likeliest party, and those coordinated with it.
    void take_role(Found& found, const std::vector<Role>& roles, bool actor) const {
        const Role* best = nullptr;
        for (const Role& role : roles) {
            const double share = actor ? role.actor : role.recipient;
            if (share < side_from || share < (actor ? role.recipient : role.actor)) continue;
            if (!actor &&
                std::any_of(found.actor.begin(), found.actor.end(), [&](const Side& one) { return same_party(one, role.side); }))
                continue;
            if (best == nullptr || share > (actor ? best->actor : best->recipient)) best = &role;
        }
        if (best == nullptr) return;
        std::vector<Side>& to = actor ? found.actor : found.recipient;
        to = {best->side};
        add_coordinated(to, roles, *best, actor ? &Role::actor : &Role::recipient);
        (actor ? found.actor_slot : found.recipient_slot) = "learned";
    }

    // What the frame used up is no event of its own.
    void take(const Found& found) {
        if (found.content != no_index) {
            // In a broken tree two verbs may each be the other's content: what is taken already is not followed again.
            const bool again = taken_[static_cast<std::size_t>(found.content)];
            taken_[static_cast<std::size_t>(found.content)] = true;
            const auto content = again ? std::nullopt : match_content(found.content, 0);
            if (content) take(*content);
        }
        if (found.frame->trigger != Trigger::verb) return;
        for (const Condition& condition : found.frame->with) {
            if (condition.where == "subj" || condition.where == "comp" || condition.where == "any") continue;
            const auto use = [&](std::uint32_t token) {
                for (const std::uint32_t one : text_.coordinated(token))
                    taken_[one] = one == found.clause.trigger ? taken_[one] : true;
                for (const std::uint32_t child : text_.tree.children(token)) {
                    if (text_.rel(child) == Rel::compound) taken_[child] = true;
                }
            };
            if (condition.where.starts_with("obj")) {
                for (const std::uint32_t token : found.clause.objects) {
                    if (text_.is_noun(token)) use(token);
                }
            } else {
                for (const Oblique& one : found.clause.obliques) {
                    if (one.preposition == condition.where && text_.is_noun(one.head)) use(one.head);
                }
            }
        }
    }

    // Firms fight firms in metaphors only; what they ask of each other or charge each other with is business.
    bool business_rivalry(const Found& found) const {
        if (text_.ontology.categories[found.frame->category].quad < 3 || found.actor.empty() || found.recipient.empty())
            return false;
        const auto firm = [&](const Side& side) {
            const std::string& sector = side.who.entity == no_index
                                            ? side.who.sector
                                            : text_.cast.entities[static_cast<std::size_t>(side.who.entity)].sector;
            return side.named && (code_of(side) == "MNC" || sector == "BUS");
        };
        return std::all_of(found.actor.begin(), found.actor.end(), firm) &&
               std::all_of(found.recipient.begin(), found.recipient.end(), firm);
    }

    Opposed opposed(const Found& found) const {
        return {text_.ontology.categories[found.frame->category].name, found.clause, found.actor, found.recipient};
    }

    // Somebody must be known, or people must be at it; and the text must be about such things.
    bool worth(const Found& found) const {
        const bool named = any(found.actor, &Side::named) || any(found.recipient, &Side::named);
        const bool people = any(found.actor, &Side::human) || any(found.recipient, &Side::human);
        const double relevance = relevance_.of(text_.document.sentence_of(found.clause.trigger));
        const auto named_actors =
            std::count_if(found.actor.begin(), found.actor.end(), [](const Side& side) { return side.named; });
        const bool both = (named_actors > 0 && any(found.recipient, &Side::named)) || named_actors > 1;
        if (found.frame->trigger == Trigger::noun && found.clause.support == no_index && !named) return false;
        if (found.frame->weak && !both) return false;
        if (business_rivalry(found)) return false;
        if (of_another_page(text_,
                            {text_.ontology.categories[found.frame->category].name, found.clause, found.actor, found.recipient}))
            return false;
        // A strike or a march is what it is even on the business page.
        const double margin = text_.ontology.categories[found.frame->category].name == "PROTEST" ? 1.0 : 0.0;
        if (margin > 0 && people && relevance > 0.7 - margin && relevance_.document > -1.5) return true;
        // Between states, words of business or culture prove little where no blow is told of.
        const bool peaceful = text_.ontology.categories[found.frame->category].quad < 4;
        const bool report = text_.document.sentences.size() >= a_report;
        if (both) return relevance > (peaceful && !report ? -1.8 : -1.0);
        if (named) return relevance > -0.5 && relevance_.document > (report ? -0.7 : -1.5);
        return people && std::min(relevance, relevance_.document) > 0.7;
    }

    // --- from a found frame to an event

    void emit(const Found& found) {
        const Frame& frame = *found.frame;
        const Modality mood = mood_of(text_, found.clause);
        const CategoryRow* category = &text_.ontology.categories[frame.category];
        Event event;
        const std::uint32_t token = found.clause.trigger;
        event.trigger_token = token;
        event.trigger = trigger_spans(found.clause);
        event.sentences = {text_.document.sentence_of(token)};
        event.rule = found.row;
        event.auxiliaries = mood.list();
        event.date = date_of(token, text_.document, text_.parse, text_.tree, times_);
        const bool pattern = &frame < text_.ontology.learned_frames.data() ||
                             &frame >= text_.ontology.learned_frames.data() + text_.ontology.learned_frames.size();
        event.explanation = (pattern ? "frame " : "clauses.tsv ") + found.row;
        if (mood.weekday_to_come) put_off(event.date);
        if (mood.historical && !dated_by_itself(found.clause, event.date)) event.date = {};
        if (!found.actor_slot.empty()) event.explanation += "; actor in " + found.actor_slot;
        if (!found.recipient_slot.empty()) event.explanation += "; recipient in " + found.recipient_slot;
        if (!mood.reasons.empty()) event.explanation += "; mood: " + mood.reasons;
        set_content(found, event);
        recast(found, mood, category, event);
        place_sides(found, event);
        const std::vector<std::uint32_t> tokens = clause_tokens(text_, found.clause);
        const bool recast_here = category != &text_.ontology.categories[frame.category];
        event.category = category->name;
        if (!event.content || event.content->event == "ASSAULT") set_aid(found, event);
        if (!recast_here) {
            const std::uint32_t of = found.content == no_index ? token : static_cast<std::uint32_t>(found.content);
            event.modes = event.content && !category->mode_about.empty()
                              ? modes_about(text_, *category, frame, event.content->event, of)
                              : modes_of(text_, *category, frame, found.clause, tokens);
        }
        event.contexts = frame.contexts;
        if (event.category == "ASSAULT" && no_armies(event)) std::erase(event.contexts, "military");
        for (const std::string& context : sentence_contexts(event.sentences.front())) {
            if (std::find(event.contexts.begin(), event.contexts.end(), context) == event.contexts.end())
                event.contexts.push_back(context);
        }
        event.sizes = sizes_of(text_, event.category, tokens, found.clause);
        count_since(event);
        event.location = location_of(text_, found.clause, tokens, recast_here ? no_index : found.content);
        event.quad_code = category->quad;
        event.scale = scale_of(*category, event.modes);
        const std::string_view root = recast_here ? cameo_root(event.category) : std::string_view();
        event.cameo = cameo_of(text_.ontology, event, root.empty() ? frame.cameo : std::string(root));
        assert_event(event, recast_here);
        background_by_date(event);
        military_hand(event);
        cover_preposition(event.date);
        if (event.content) cover_preposition(event.content->date);
        event.confidence = confidence(found, event);
        if (event.confidence < least_confidence) return;
        events_.push_back(std::move(event));
    }

    // "a shootout between gangs", "a gunman killed six": no side is a state, an army or a rebel force.
    bool no_armies(const Event& event) const {
        static const WordSet arms{"MIL", "REB", "GOV", "PRM", "UAF", "COP", "SPY", "INS", "SEP"};
        const auto armed = [&](const Participant& who) {
            const std::string& own = who.sector;
            if (who.entity == no_index) return arms.contains(own);
            const Entity& entity = text_.cast.entities[static_cast<std::size_t>(who.entity)];
            return entity.actor == entity.code || arms.contains(own.empty() ? entity.sector : own) || entity.sectors.size() > 1;
        };
        return std::none_of(event.actor.begin(), event.actor.end(), armed) &&
               std::none_of(event.recipient.begin(), event.recipient.end(), armed);
    }

    // "has killed 44,000 since October": a sum from that day on.
    void count_since(Event& event) const {
        if (!event.date.range.start || event.date.range.end) return;
        const auto& tokens = text_.document.tokens;
        const bool since = std::any_of(event.date.evidence.begin(), event.date.evidence.end(), [&](const Span& span) {
            const auto after = std::lower_bound(tokens.begin(), tokens.end(), span.start,
                                                [](const Token& token, std::uint32_t start) { return token.span.start < start; });
            auto at = static_cast<std::size_t>(after - tokens.begin());
            for (int back = 0; back < 4 && at > 0; ++back) {
                if (text_.form[--at] == "since") return true;
            }
            return false;
        });
        if (!since) return;
        for (Size& size : event.sizes) {
            if (size.unit == "people") size.cumulative_since = event.date.range.start;
        }
    }

    // The Thursday after the report, where a bare weekday was read as the one before it.
    void put_off(DateValue& date) const {
        if (!times_.published.known() || !times_.published.range.start || !date.range.start || !date.range.end) return;
        const int past = *times_.published.range.start - *date.range.end;
        if (past <= 0 || past > 7) return;
        date.range.start = *date.range.start + 7;
        date.range.end = *date.range.end + 7;
    }

    // "On Monday he marked the anniversary of the invasion": Monday is not when it was. What lies behind the news has a day only
    // if its own words give one.
    bool dated_by_itself(const Clause& clause, const DateValue& date) const {
        if (date.evidence.empty()) return true;
        const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
        if (!text_.is_noun(top)) return true;
        const Span own = text_.tree.span(top);
        return std::any_of(date.evidence.begin(), date.evidence.end(), [&](const Span& span) { return own.contains(span); });
    }

    // A state that shells or deploys does so by its army: "Russia" is RUS MIL there, RUS GOV elsewhere.
    void military_hand(Event& event) const {
        if (event.category != "ASSAULT" && event.category != "MOBILIZE") return;
        static const WordSet arms{"explosives", "aerial", "drone", "heavy-weapons"};
        const bool by_arms =
            std::any_of(event.modes.begin(), event.modes.end(), [](const std::string& one) { return arms.contains(one); }) ||
            std::find(event.contexts.begin(), event.contexts.end(), "military") != event.contexts.end();
        if (!by_arms) return;
        for (Participant& who : event.actor) {
            if (who.entity == no_index) continue;
            const Entity& entity = text_.cast.entities[static_cast<std::size_t>(who.entity)];
            if (entity.actor == entity.code && entity.sector == "GOV") who.sector = "MIL";
        }
    }

    // "on Monday" is the evidence, not "Monday".
    void cover_preposition(DateValue& date) const {
        static const WordSet prepositions{"on", "in", "at", "during"};
        for (Span& span : date.evidence) {
            const auto& tokens = text_.document.tokens;
            const auto after = std::lower_bound(tokens.begin(), tokens.end(), span.start,
                                                [](const Token& token, std::uint32_t start) { return token.span.start < start; });
            if (after == tokens.begin() || after == tokens.end() || after->span.start != span.start) continue;
            const auto before = static_cast<std::size_t>(after - tokens.begin()) - 1;
            if (text_.parse.upos[before] == Upos::ADP && prepositions.contains(text_.form[before]))
                span.start = tokens[before].span.start;
        }
    }

    const std::vector<std::string>& sentence_contexts(std::uint32_t sentence) {
        if (contexts_at_ != sentence) {
            contexts_ = contexts_of(text_, sentence);
            contexts_at_ = sentence;
        }
        return contexts_;
    }

    std::vector<Span> trigger_spans(const Clause& clause) const {
        std::vector<Span> out;
        if (clause.support != no_index && static_cast<std::uint32_t>(clause.support) < clause.trigger) {
            out.push_back(text_.document.tokens[static_cast<std::size_t>(clause.support)].span);
        }
        out.push_back(text_.document.tokens[clause.trigger].span);
        for (const std::uint32_t child : text_.tree.children(clause.trigger)) {
            if (text_.rel(child) == Rel::compound && text_.sub(child) == Sub::prt)
                out.push_back(text_.document.tokens[child].span);
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    static double scale_of(const CategoryRow& category, const std::vector<std::string>& modes) {
        for (const std::string& name : modes) {
            for (const ModeRow& mode : category.modes) {
                if (mode.name == name) return mode.scale;
            }
        }
        return category.scale;
    }

    static std::vector<Participant> participants(const std::vector<Side>& sides) {
        std::vector<Participant> out;
        for (const Side& one : sides) out.push_back(one.who);
        return out;
    }

    void set_content(const Found& found, Event& event) const {
        if (const auto content = match_content(found.content, 0)) {
            ContentEvent below;
            below.event = text_.ontology.categories[content->frame->category].name;
            below.actor = participants(content->actor);
            below.recipient = participants(content->recipient);
            if (content->frame->reciprocal && !content->frame->swapped) {
                below.actor.insert(below.actor.end(), below.recipient.begin(), below.recipient.end());
                below.recipient.clear();
            }
            below.date = date_of(content->clause.trigger, text_.document, text_.parse, text_.tree, times_);
            // What was said on a day is not when the promised thing is; one expression cannot date both.
            if (below.date.known() && below.date.evidence == event.date.evidence)
                event.date = announced(found, content->clause.trigger, event.date, below.date);
            else if (!below.date.known() && charged_with(found, content->clause.trigger, event.date))
                std::swap(below.date, event.date);
            event.content = std::move(below);
        }
    }

    // "pledged 2 billion euros in aid", "asked Germany to deliver 200 missiles", "refused to send weapons": aid, where no frame
    // says so.
    void set_aid(const Found& found, Event& event) const {
        if (event.category != "AGREE" && event.category != "REQUEST" && event.category != "REJECT") return;
        if (found.frame->no_content || !text_.ontology.category_of.contains("AID")) return;
        static const WordSet gives{"give", "provide", "send", "deliver", "supply", "donate", "lend", "grant", "transfer", "ship"};
        std::vector<std::uint32_t> given = found.clause.objects;
        std::int32_t verb = no_index;
        for (const std::uint32_t token : found.clause.complements) {
            if (!gives.contains(text_.lemma[token])) continue;
            verb = static_cast<std::int32_t>(token);
            const Clause below = read_clause(text_, token);
            given.insert(given.end(), below.objects.begin(), below.objects.end());
        }
        const bool helps =
            std::any_of(given.begin(), given.end(), [&](std::uint32_t token) { return is_help(token, verb != no_index); });
        if (!helps || event.actor.empty()) return;
        ContentEvent below;
        below.event = "AID";
        below.actor = event.category == "REQUEST" ? event.recipient : event.actor;
        below.recipient = event.category == "REQUEST" ? event.actor : event.recipient;
        if (verb != no_index) {
            below.date = date_of(static_cast<std::uint32_t>(verb), text_.document, text_.parse, text_.tree, times_);
            if (below.date.known() && below.date.evidence == event.date.evidence)
                event.date = announced(found, static_cast<std::uint32_t>(verb), event.date, below.date);
        }
        event.content = std::move(below);
    }

    // Money "in aid", aid itself; with a verb of giving also weapons and money alone.
    bool is_help(std::uint32_t token, bool given) const {
        const auto in_class = [&](std::string_view name, std::uint32_t at) {
            const auto words = text_.ontology.classes.find(name);
            return words != text_.ontology.classes.end() && words->second.contains(text_.lemma[at]);
        };
        if (in_class("aid", token)) return true;
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.rel(child) == Rel::nmod && in_class("aid", child)) return true;
        }
        if (!given) return false;
        const Counts& counts = text_.ontology.counts;
        return !Counts::look(counts.counted, text_.lemma[token]).empty() || in_class("weapon", token) ||
               counts.currency_word.contains(text_.lemma[token]) || counts.currency_sign.contains(text_.form[token]);
    }

    // "accused Iran of attacking a tanker on Sunday": behind the deed the day is the deed's, wherever the parser hangs it.
    bool charged_with(const Found& found, std::uint32_t content, const DateValue& act) const {
        return text_.ontology.categories[found.frame->category].name == "ACCUSE" && text_.is_verb(content) &&
               content > found.clause.trigger && !act.evidence.empty() &&
               act.evidence.front().start > text_.document.tokens[content].span.start;
    }

    // An expression inside the content dates the content.
    DateValue announced(const Found& found, std::uint32_t content, DateValue act, DateValue& below) const {
        for (const Span& span : act.evidence) {
            const Span inside = text_.tree.span(content);
            if (inside.contains(span) && content > found.clause.trigger) return {};
        }
        if (charged_with(found, content, act)) return {};
        below = {};
        return act;
    }

    // PLOVER: a planned meeting is AGREE, a promised retreat CONCEDE, "will not release" REJECT.
    void recast(const Found& found, const Modality& mood, const CategoryRow*& category, Event& event) const {
        const auto to = [&](const std::string& name) {
            if (name.empty()) return;
            if (!event.content) {
                ContentEvent below;
                below.event = category->name;
                below.actor = participants(found.actor);
                below.recipient = participants(found.recipient);
                if (found.frame->reciprocal && !found.frame->swapped) {
                    below.actor.insert(below.actor.end(), below.recipient.begin(), below.recipient.end());
                    below.recipient.clear();
                }
                below.date = event.date;
                event.content = std::move(below);
                event.date = {};
            }
            category = &text_.ontology.categories[text_.ontology.category_of.find(name)->second];
            event.explanation += "; counts as " + name;
        };
        if (mood.negation && mood.volitional && !mood.historical && !category->when_refused.empty() && !found.actor.empty()) {
            to(category->when_refused);
            std::erase_if(event.auxiliaries, [](Auxiliary one) { return one != Auxiliary::historical; });
        } else if (event.content && found.frame->promise && !mood.negation) {
            // A promised retreat is a concession.
            const auto promised = text_.ontology.category_of.find(event.content->event);
            if (promised == text_.ontology.category_of.end()) return;
            const std::string& name = text_.ontology.categories[promised->second].when_future;
            if (name.empty() || name == category->name) return;
            category = &text_.ontology.categories[text_.ontology.category_of.find(name)->second];
            event.explanation += "; counts as " + name;
        } else if (mood.future && !mood.negation && !mood.hypothetical && !mood.historical && !category->when_future.empty()) {
            to(category->when_future);
            event.auxiliaries.clear();
        }
    }

    void place_sides(const Found& found, Event& event) const {
        event.actor = participants(found.actor);
        event.recipient = participants(found.recipient);
        // Who is agreed about does not agree: "agreed to accept refugees".
        const bool alike = !found.recipient_slot.starts_with("comp") || any(found.recipient, &Side::direct);
        if (found.frame->reciprocal && alike && !found.frame->swapped && !event.recipient.empty()) {
            event.actor.insert(event.actor.end(), event.recipient.begin(), event.recipient.end());
            event.recipient.clear();
        }
    }

    // Whose word it is: the statements whose content holds the trigger, innermost first; else the outlet.
    void assert_event(Event& event, bool recast) const {
        const Span trigger = text_.document.tokens[event.trigger_token].span;
        std::vector<std::pair<std::uint32_t, std::int32_t>> holding;  // size of the content, statement
        for (const std::int32_t index : statements_in_[event.sentences.front()]) {
            for (const Span& content : statements_[static_cast<std::size_t>(index)].content) {
                if (!content.contains(trigger)) continue;
                holding.emplace_back(content.size(), index);
                break;
            }
        }
        std::sort(holding.begin(), holding.end());
        for (const auto& [size, index] : holding) {
            const Statement& statement = statements_[static_cast<std::size_t>(index)];
            std::string stance = statement.stance.empty() ? "asserts" : statement.stance;
            if (stance == "predicts" && over_already(event)) stance = "asserts";
            if (statement.negated && stance == "asserts") continue;  // "did not say that …"
            if (presupposed(event.trigger_token, statement)) {
                if (stance != "asserts") continue;  // "vetoed a resolution proposed by France": France did propose it
            } else {
                mark_by_stance(stance, event, recast);
            }
            event.asserted_by.push_back({index, std::move(stance)});
        }
        if (event.asserted_by.empty()) event.asserted_by.push_back({no_index, "asserts"});
    }

    // "estimated that 28 people have died", "the decision to detain judges in 2007": no forecast.
    bool over_already(const Event& event) const {
        if (event.date.range.end && times_.published.range.start && *event.date.range.end < *times_.published.range.start)
            return true;
        std::uint32_t verb = event.trigger_token;
        for (int step = 0; step < 4 && text_.parse.head[verb] >= 0 && text_.parse.upos[verb] != Upos::VERB; ++step)
            verb = static_cast<std::uint32_t>(text_.parse.head[verb]);
        if (text_.rel(verb) == Rel::advcl && text_.subordinator(verb) == "in" && text_.parse.head[verb] >= 0)
            verb = static_cast<std::uint32_t>(text_.parse.head[verb]);
        bool perfect = false;
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (text_.rel(child) != Rel::aux) continue;
            if (text_.parse.upos[child] == Upos::AUX && text_.lemma[child] != "have" && text_.lemma[child] != "be")
                return false;  // "will have died"
            perfect = perfect || (text_.lemma[child] == "have" && text_.form[child] != "having");
        }
        return perfect;
    }

    // An act told in a participle or relative clause on a noun inside the content: whoever denies or rejects the noun takes it
    // for granted. "claims that it attacked", "a plan to attack" are the content itself.
    bool presupposed(std::uint32_t trigger, const Statement& statement) const {
        constexpr int farthest = 12;
        std::uint32_t at = trigger;
        for (int step = 0; step < farthest && text_.parse.head[at] >= 0; ++step) {
            const auto head = static_cast<std::uint32_t>(text_.parse.head[at]);
            const bool inside = std::any_of(statement.content.begin(), statement.content.end(),
                                            [&](const Span& span) { return span.contains(text_.document.tokens[head].span); });
            if (!inside) return false;
            if (text_.rel(at) == Rel::acl && text_.is_noun(head) && !text_.is_infinitive(at)) {
                const std::string mark = text_.subordinator(at);
                if (text_.sub(at) == Sub::relcl ? mark != "that" : mark.empty() && text_.preposition(at).empty()) return true;
            }
            at = head;
        }
        return false;
    }

    // What a plan or a promise does to the act is said already where it counts as AGREE, CONCEDE or REJECT.
    static void mark_by_stance(const std::string& stance, Event& event, bool recast) {
        if (stance == "denies") add(event, Auxiliary::negation);
        if (recast && stance != "doubts") return;
        if (stance == "predicts") add(event, Auxiliary::future);
        if (stance == "demands" || stance == "offers" || stance == "threatens" || stance == "doubts")
            add(event, Auxiliary::hypothetical);
    }

    static void add(Event& event, Auxiliary what) {
        if (std::find(event.auxiliaries.begin(), event.auxiliaries.end(), what) != event.auxiliaries.end()) return;
        event.auxiliaries.push_back(what);
        std::sort(event.auxiliaries.begin(), event.auxiliaries.end());
    }

    // Another year than the report's is background; so is a day long before it.
    void background_by_date(Event& event) const {
        if (!event.date.known() || !event.date.range.end) return;
        const Day end = *event.date.range.end;
        if (times_.published.known() && times_.published.range.start) {
            const Day published = *times_.published.range.start;
            const Day start = event.date.range.start.value_or(end);
            if (published - end > 45 && to_civil(end).year != to_civil(published).year)
                add(event, Auxiliary::historical);
            else if (published - end > 200)
                add(event, Auxiliary::historical);
            const Day last = times_.published.range.end.value_or(published);
            if (start - last > 0 && event.auxiliaries.empty() && event.date.range.start) add(event, Auxiliary::future);
            return;
        }
        if (event.date.precision == Precision::year || event.date.precision == Precision::decade)
            add(event, Auxiliary::historical);
    }

    double confidence(const Found& found, const Event& event) const {
        const bool pattern = found.row.compare(0, 8, "learned.") != 0;
        if (!pattern) return std::clamp(found.share, 0.02, 0.98);
        double odds = 0.6;
        odds += any(found.actor, &Side::direct) ? 0.8 : any(found.actor, &Side::named) ? 0.4 : -0.4;
        const bool mutual = found.frame->reciprocal && found.actor.size() > 1 && any(found.actor, &Side::direct);
        odds += mutual || any(found.recipient, &Side::direct) ? 0.7 : any(found.recipient, &Side::named) ? 0.4 : 0;
        odds += 0.06 * std::min(found.frame->specificity, 10);
        odds -= found.frame->weak ? 0.8 : 0;
        odds -= found.recipient_slot == "deeper" ? 0.7 : 0;
        odds -= found.frame->trigger == Trigger::noun && found.clause.support == no_index ? 0.4 : 0;
        odds += 0.25 * std::clamp(relevance_.of(event.sentences.front()), -2.0, 2.0);
        // Half what the pattern and its sides say, half what was learned of such clauses: right as often as it says on the
        // annotation.
        if (found.share > 0) {
            const double share = std::clamp(found.share, 0.02, 0.98);
            odds = 1.15 * (0.5 * odds + 0.5 * std::log(share / (1 - share))) - 0.45;
        }
        return 1 / (1 + std::exp(-odds));
    }

    // Two triggers of one sentence that tell the same thing of the same sides are one event.
    void merge() {
        const auto same_sides = [](const std::vector<Participant>& a, const std::vector<Participant>& b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                              [](const Participant& one, const Participant& other) { return one.span == other.span; });
        };
        for (std::size_t i = 0; i < events_.size(); ++i) {
            constexpr std::size_t farthest = 16;  // events to look ahead: a sentence tells few
            for (std::size_t j = i + 1;
                 j < events_.size() && j - i <= farthest && events_[j].sentences == events_[i].sentences;) {
                Event &first = events_[i], &second = events_[j];
                if (first.category == second.category && (aftermath(first, second) || told_twice(first, second))) {
                    join_aftermath(first, second);
                    events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(j));
                    continue;
                }
                if (first.category == second.category && (tells_of(first.actor, second) || tells_of(second.actor, first) ||
                                                          dies_in(first, second) || dies_in(second, first))) {
                    join_deed(first, second);
                    events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(j));
                    continue;
                }
                const bool same = first.category == second.category && first.auxiliaries == second.auxiliaries &&
                                  (same_sides(first.actor, second.actor) || second.actor.empty() || first.actor.empty()) &&
                                  (same_sides(first.recipient, second.recipient) || nobody_known(second.recipient) ||
                                   nobody_known(first.recipient));
                if (!same) {
                    ++j;
                    continue;
                }
                if (first.actor.empty()) first.actor = std::move(second.actor);
                if (first.recipient.empty() || (nobody_known(first.recipient) && !nobody_known(second.recipient)))
                    first.recipient = std::move(second.recipient);
                for (const Span& span : second.trigger) {
                    if (std::find(first.trigger.begin(), first.trigger.end(), span) == first.trigger.end())
                        first.trigger.push_back(span);
                }
                std::sort(first.trigger.begin(), first.trigger.end());
                take_details(first, second);
                events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(j));
            }
        }
    }

    // Who the sides are is settled: now their words, whole.
    void show_whole() {
        for (Event& event : events_) {
            whole_sides(event.actor, event.trigger_token);
            whole_sides(event.recipient, event.trigger_token);
            if (!event.content) continue;
            whole_sides(event.content->actor, event.trigger_token);
            whole_sides(event.content->recipient, event.trigger_token);
        }
    }

    bool is_pronoun(Span span) const {
        const auto& tokens = text_.document.tokens;
        const auto at =
            std::partition_point(tokens.begin(), tokens.end(), [&](const Token& one) { return one.span.end <= span.start; });
        return at != tokens.end() && at->span == span &&
               text_.parse.upos[static_cast<std::size_t>(at - tokens.begin())] == Upos::PRON;
    }

    void whole_sides(std::vector<Participant>& sides, std::uint32_t trigger) const {
        const Span sentence = text_.document.sentences[text_.document.sentence_of(trigger)].span;
        for (Participant& one : sides) {
            // "Lebanon says it will not …": of two mentions in the sentence the one that names.
            if (one.antecedent && sentence.contains(*one.antecedent) && is_pronoun(one.span)) {
                one.span = *one.antecedent;
                one.antecedent.reset();
            }
            one.span = whole_phrase(text_, one.span, trigger);
        }
    }

    static bool nobody_known(const std::vector<Participant>& all) {
        return std::all_of(all.begin(), all.end(),
                           [](const Participant& one) { return one.entity == no_index && one.code.empty(); });
    }

    // "The Israeli airstrike killed ten": the actor of the killing is the airstrike, which is an event itself.
    bool tells_of(const std::vector<Participant>& actor, const Event& deed) const {
        if (actor.size() != 1) return false;
        const Span words = actor.front().span;
        const auto verb = static_cast<std::size_t>(deed.trigger_token);  // "an attack claimed by the Taliban"
        const std::int32_t noun = text_.rel(deed.trigger_token) == Rel::acl ? text_.parse.head[verb] : no_head;
        return std::any_of(deed.trigger.begin(), deed.trigger.end(), [&](const Span& span) { return words.contains(span); }) ||
               (noun != no_head && deed.category == "ASSAULT" &&
                words.contains(text_.document.tokens[static_cast<std::size_t>(noun)].span));
    }

    // What two tellings of one act say of its day, place and numbers, each once.
    static void take_details(Event& to, Event& from) {
        for (Size& size : from.sizes) {
            const bool known = std::any_of(to.sizes.begin(), to.sizes.end(), [&](const Size& one) {
                return one.span.start < size.span.end && size.span.start < one.span.end;
            });
            if (!known) to.sizes.push_back(std::move(size));
        }
        std::sort(to.sizes.begin(), to.sizes.end(), [](const Size& a, const Size& b) { return a.span < b.span; });
        if (!to.location) to.location = std::move(from.location);
        if (!to.date.known()) to.date = std::move(from.date);
    }

    // "Ten people were killed in a bombing in Kabul": the dead are the bombing's.
    bool dies_in(const Event& death, const Event& deed) const {
        const auto noun = static_cast<std::size_t>(deed.trigger_token);
        if (death.category != "ASSAULT" || text_.is_noun(death.trigger_token) || !text_.is_noun(deed.trigger_token) ||
            text_.parse.relation[noun].rel != Rel::obl || text_.parse.head[noun] < 0 || death.recipient.empty() ||
            !death.actor.empty())
            return false;
        auto verb = static_cast<std::uint32_t>(text_.parse.head[noun]);
        constexpr int most = 4;  // "killed and 25 injured in clashes"
        for (int step = 0; step < most && verb != death.trigger_token && text_.rel(verb) == Rel::conj; ++step)
            verb = static_cast<std::uint32_t>(text_.parse.head[verb]);
        return verb == death.trigger_token;
    }

    // "attacked a church, killing 78", "kills ten and wounds 30": what a blow did is the blow's.
    bool aftermath(const Event& deed, const Event& harm) const {
        static const WordSet harms{"kill", "injure", "wound", "hurt", "maim", "leave", "die", "slay"};
        static const WordSet lesser{"injure", "wound", "hurt", "maim"};
        if (deed.category != "ASSAULT" || deed.auxiliaries != harm.auxiliaries) return false;
        const std::uint32_t verb = harm.trigger_token;
        if (text_.is_noun(verb) || !harms.contains(text_.lemma[verb]) || text_.parse.head[verb] < 0) return false;
        auto head = static_cast<std::uint32_t>(text_.parse.head[verb]);
        const Rel rel = text_.rel(verb);
        if (rel == Rel::advcl ? !text_.is_gerund(verb) : rel != Rel::conj || !lesser.contains(text_.lemma[verb])) return false;
        if (rel == Rel::advcl && text_.tree.child(verb, Rel::nsubj) >= 0) return false;
        constexpr int most = 3;
        for (int step = 0; step < most && head != deed.trigger_token && text_.rel(head) == Rel::conj; ++step)
            head = static_cast<std::uint32_t>(text_.parse.head[head]);
        if (head == deed.trigger_token) return true;
        // "launched an attack, killing 78": the verb carries the noun
        return text_.is_noun(deed.trigger_token) && text_.parse.head[deed.trigger_token] == static_cast<std::int32_t>(head) &&
               text_.rel(deed.trigger_token) == Rel::obj;
    }

    // "met with Xi to discuss trade", "held a meeting to discuss …": one talk.
    bool told_twice(const Event& talk, const Event& purpose) const {
        if (talk.category != "CONSULT") return false;
        static const WordSet again{"discuss", "talk", "negotiate", "consult", "confer", "review", "speak", "hold", "address"};
        const std::uint32_t verb = purpose.trigger_token;
        if (!again.contains(text_.lemma[verb]) || text_.rel(verb) == Rel::conj) return false;
        const auto among = [](const Participant& one, const std::vector<Participant>& all) {
            return std::any_of(all.begin(), all.end(), [&](const Participant& other) {
                return one.span == other.span || (one.entity != no_index && one.entity == other.entity);
            });
        };
        const bool shared = std::any_of(purpose.actor.begin(), purpose.actor.end(), [&](const Participant& one) {
            return among(one, talk.actor) || among(one, talk.recipient);
        });
        return shared && (text_.tree.under(verb, talk.trigger_token) ||
                          (text_.parse.head[talk.trigger_token] >= 0 && text_.is_noun(talk.trigger_token) &&
                           text_.tree.under(verb, static_cast<std::uint32_t>(text_.parse.head[talk.trigger_token]))));
    }

    // The victims stand beside what was hit.
    void join_aftermath(Event& deed, Event& harm) const {
        if (deed.category == "ASSAULT") {
            if (!harm.recipient.empty() && stands_in_place(deed.recipient)) take_victims(deed.recipient, harm.recipient);
            for (Participant& one : harm.recipient) {
                const bool there = std::any_of(deed.recipient.begin(), deed.recipient.end(), [&](const Participant& other) {
                    return one.span == other.span || (one.entity != no_index && one.entity == other.entity);
                });
                if (!there) deed.recipient.push_back(std::move(one));
            }
        }
        if (deed.actor.empty()) deed.actor = std::move(harm.actor);
        take_details(deed, harm);
        deed.confidence = std::max(deed.confidence, harm.confidence);
    }

    // "condemned the attack", "the invasion has cost": whose deed, where the report has told of one doer only.
    void name_deeds() {
        std::vector<std::string> doers;
        for (Event& event : events_) {
            for (auto* side : {&event.actor, &event.recipient}) {
                const auto& others = side == &event.actor ? event.recipient : event.actor;
                for (Participant& one : *side) {
                    if (doers.size() != 1 || !is_the_deed(one) || any_of_code(others, doers.front())) continue;
                    one.code = doers.front();
                    event.explanation += "; the deed of " + doers.front() + ", told of before";
                }
            }
            const bool told = event.auxiliary() == Auxiliary::none || event.auxiliary() == Auxiliary::historical;
            if (!told || event.category != "ASSAULT") continue;
            for (const Participant& one : event.actor) {
                const std::string& code = code_of(one);
                if (!code.empty() && std::find(doers.begin(), doers.end(), code) == doers.end()) doers.push_back(code);
            }
        }
    }

    // A deed with an article that nobody is named for: "the attack".
    bool is_the_deed(const Participant& one) const {
        if (one.entity != no_index || !one.code.empty()) return false;
        const auto& tokens = text_.document.tokens;
        auto at = std::lower_bound(tokens.begin(), tokens.end(), one.span.start,
                                   [](const Token& token, std::uint32_t start) { return token.span.start < start; });
        bool definite = false;
        for (; at != tokens.end() && at->span.end <= one.span.end; ++at) {
            const auto token = static_cast<std::uint32_t>(at - tokens.begin());
            definite = definite || text_.form[token] == "the" || text_.form[token] == "this";
            if (text_.is_noun(token)) return definite && text_.ontology.is("deed", text_.lemma[token]);
        }
        return false;
    }

    const std::string& code_of(const Participant& one) const {
        return one.entity == no_index ? one.code : text_.cast.entities[static_cast<std::size_t>(one.entity)].code;
    }

    bool any_of_code(const std::vector<Participant>& side, const std::string& code) const {
        return std::any_of(side.begin(), side.end(), [&](const Participant& one) { return code_of(one) == code; });
    }

    // "a blast in Mosul": where it was, not whom it hit.
    bool stands_in_place(const std::vector<Participant>& struck) const {
        static const WordSet locative{"in", "at", "near", "outside", "inside", "around"};
        const auto& tokens = text_.document.tokens;
        return !struck.empty() && std::all_of(struck.begin(), struck.end(), [&](const Participant& one) {
            auto at = std::partition_point(tokens.begin(), tokens.end(),
                                           [&](const Token& token) { return token.span.end <= one.span.start; });
            for (; at != tokens.end() && at->span.start < one.span.end; ++at) {
                const auto token = static_cast<std::uint32_t>(at - tokens.begin());
                if (text_.rel(token) != Rel::obl && text_.rel(token) != Rel::nmod) continue;
                if (locative.contains(text_.preposition(token))) return true;
            }
            return false;
        });
    }

    // Where only a place was hit, whoever is said to be struck there: of that place's state, if nothing else is known of them.
    void take_victims(std::vector<Participant>& struck, const std::vector<Participant>& victims) const {
        const auto known = [](const Participant& one) { return one.entity != no_index; };
        if (!struck.empty() && !stands_in_place(struck) &&
            (std::any_of(struck.begin(), struck.end(), known) || std::none_of(victims.begin(), victims.end(), known)))
            return;
        const std::string code = struck.empty() ? std::string() : struck.front().code;
        struck = victims;
        for (Participant& one : struck)
            if (one.code.empty()) one.code = code;
    }

    void join_deed(Event& first, Event& second) const {
        Event& noun = text_.is_noun(first.trigger_token) ? first : second;
        Event& verb = &noun == &first ? second : first;
        if (noun.actor.empty() || (noun.actor.front().entity == no_index && noun.actor.front().code.empty()))
            noun.actor = verb.actor;
        take_victims(noun.recipient, verb.recipient);
        noun.trigger.insert(noun.trigger.end(), verb.trigger.begin(), verb.trigger.end());
        std::sort(noun.trigger.begin(), noun.trigger.end());
        take_details(noun, verb);
        // The verb tells whether it happened; a strike that killed nobody was struck all the same.
        const bool spared = !verb.auxiliaries.empty() && verb.auxiliaries.front() == Auxiliary::negation;
        const auto& own = noun.auxiliaries;
        const bool alleged = std::find(own.begin(), own.end(), Auxiliary::hypothetical) != own.end();
        if (!spared) noun.auxiliaries = verb.auxiliaries;
        if (!spared && alleged) add(noun, Auxiliary::hypothetical);
        if (&noun != &first) first = std::move(noun);
    }

    Text text_;
    const TimeRefs& times_;
    const Statements& statements_;
    Relevance relevance_;
    std::vector<std::vector<std::int32_t>> statements_in_;  // per sentence
    Watcher* watcher_;
    std::vector<bool> taken_;
    std::vector<bool> timed_;            // stands in an expression of time
    std::vector<bool> settled_;          // a pattern fits there, or says that it is no event
    std::vector<std::string> contexts_;  // of sentence contexts_at_
    std::uint32_t contexts_at_ = static_cast<std::uint32_t>(-1);
    std::vector<Found> found_;
    Events events_;
};

}  // namespace

Events find_events(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times, const Cast& cast,
                   const Statements& statements, const Ontology& ontology, Watcher* watcher) {
    if (document.sentences.empty()) return {};
    return Reader(document, parse, tree, times, cast, statements, ontology.inside(), watcher).run();
}

Events find_events(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times, const Cast& cast,
                   const Statements& statements, const Ontology& ontology) {
    return find_events(document, parse, tree, times, cast, statements, ontology, nullptr);
}

}  // namespace readout
