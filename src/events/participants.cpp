#include "events/participants.h"

#include <algorithm>

namespace readout {

namespace {

constexpr int deepest_owner = 3;  // "the home of a leader of Hamas"

bool is_known(const Entity& entity) { return !entity.code.empty() || !entity.actor.empty(); }

Span noun_span(const Text& text, std::uint32_t token) {
    std::uint32_t first = token;
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if (child < first && (rel == Rel::det || rel == Rel::amod || rel == Rel::compound || rel == Rel::nummod ||
                              rel == Rel::nmod || rel == Rel::flat)) {
            first = std::min(first, text.tree.left(child));
        }
    }
    std::uint32_t last = token;
    for (const std::uint32_t child : text.tree.children(token)) {
        if (child > last && text.rel(child) == Rel::flat) last = child;
    }
    return {text.document.tokens[first].span.start, text.document.tokens[last].span.end};
}

bool is_human_word(const Text& text, std::uint32_t token) {
    if (text.ontology.is("human", text.lemma[token]) || text.ontology.is("human", text.form[token])) return true;
    if (text.name[token] != 0) {
        const auto type = static_cast<NameType>(text.name[token] - 1);
        return type == NameType::PER || type == NameType::ORG || type == NameType::NORP;
    }
    if (text.parse.upos[token] == Upos::NUM && text.parse.head[token] >= 0) {  // "killing three"
        const auto verb = static_cast<std::uint32_t>(text.parse.head[token]);
        const bool done_to = text.rel(token) == Rel::obj || (text.rel(token) == Rel::nsubj && text.sub(token) == Sub::pass);
        return done_to && text.is_verb(verb) && text.ontology.is("harm", text.lemma[verb]);
    }
    return text.parse.upos[token] == Upos::PRON && text.parse.features[token].pron_type == PronType::personal &&
           text.form[token] != "it";
}

// A mention whose head is this very word (or the whole name it lies in), not one that merely contains it.
std::int32_t own_mention(const Text& text, std::uint32_t token) {
    if (const std::int32_t at = text.cast.mention_at.empty() ? no_index : text.cast.mention_at[token]; at != no_index) return at;
    const std::int32_t covering = text.mention[token];
    if (covering == no_index) return no_index;
    const Mention& mention = text.cast.mentions[static_cast<std::size_t>(covering)];
    // "President Xi Jinping" with another head than the parser's: the same phrase
    return text.tree.under(mention.head, token) && mention.first <= token && token < mention.last ? covering : no_index;
}

bool add_mention(const Text& text, std::int32_t index, std::uint32_t token, std::vector<Side>& out) {
    const Mention& mention = text.cast.mentions[static_cast<std::size_t>(index)];
    bool any = false;
    for (const std::uint32_t entity : mention.entities) {
        Side side;
        side.token = token;
        side.who.span = mention.span;
        if (text.parse.upos[mention.head] == Upos::NOUN) {  // "a hospital", "the Israeli army": with its determiner
            const Span phrase = noun_span(text, mention.head);
            if (phrase.contains(mention.span)) side.who.span = phrase;
        }
        side.who.mention = index;
        side.who.entity = static_cast<std::int32_t>(entity);
        side.who.metonym = mention.kind == MentionKind::metonym;
        if (mention.antecedent != no_index)
            side.who.antecedent = text.cast.mentions[static_cast<std::size_t>(mention.antecedent)].span;
        side.named = side.direct = is_known(text.cast.entities[entity]);
        side.human = true;
        out.push_back(std::move(side));
        any = true;
    }
    return any;
}

bool stands_for_somebody(const Text& text, std::int32_t index) {
    const Mention& mention = text.cast.mentions[static_cast<std::size_t>(index)];
    return std::any_of(mention.entities.begin(), mention.entities.end(),
                       [&](std::uint32_t entity) { return is_known(text.cast.entities[entity]); });
}

// A pronoun the cast left open: "Greece said it would …" is Greece, the subject of the clause above; a possessive's is that of
// its own. Not `known`: "rebels said they would …" are the rebels, whoever they are.
std::int32_t subject_above(const Text& text, std::uint32_t token, bool known) {
    static const WordSet third{"it", "he", "she", "they", "its", "his", "her", "their"};
    if (!third.contains(text.form[token])) return no_index;
    const bool possessive = text.sub(token) == Sub::poss;
    const auto fits = [&](std::uint32_t subject) {
        if (text.parse.upos[subject] == Upos::PRON) return false;
        if (!known) return text.ontology.is("human", text.lemma[subject]) && subject < token;
        const std::int32_t index = own_mention(text, subject);
        return index != no_index && stands_for_somebody(text, index);
    };
    std::uint32_t at = token;
    constexpr int farthest = 8;
    for (int step = 0; step < farthest && text.parse.head[at] >= 0; ++step) {
        const auto head = static_cast<std::uint32_t>(text.parse.head[at]);
        const Rel rel = text.rel(at);
        const bool crossed = rel == Rel::ccomp || rel == Rel::advcl || rel == Rel::acl || rel == Rel::conj ||
                             rel == Rel::parataxis || rel == Rel::xcomp;
        if ((crossed || possessive) && text.is_verb(head)) {
            for (const std::uint32_t child : text.tree.children(head)) {
                if (text.rel(child) != Rel::nsubj || child == at || child == token || text.tree.under(token, child)) continue;
                if (fits(child)) return static_cast<std::int32_t>(child);
            }
        }
        at = head;
    }
    return no_index;
}

// "an official who was charged": the noun the clause of a relative pronoun hangs on.
std::int32_t related_noun(const Text& text, std::uint32_t token) {
    static const WordSet relative{"who", "which", "that", "whom"};
    if (text.parse.upos[token] != Upos::PRON || !relative.contains(text.form[token])) return no_index;
    std::uint32_t at = token;
    constexpr int farthest = 5;
    for (int step = 0; step < farthest && text.parse.head[at] >= 0; ++step) {
        const auto head = static_cast<std::uint32_t>(text.parse.head[at]);
        if (text.rel(at) == Rel::acl && text.is_noun(head)) return head < token ? static_cast<std::int32_t>(head) : no_index;
        at = head;
    }
    return no_index;
}

struct Owner {
    std::string code, sector;
};

std::optional<Owner> owner_of_place(const Text& text, std::uint32_t token) {
    const std::int32_t place = text.place[token];
    if (place == no_index) return std::nullopt;
    const Place& where = text.cast.places[static_cast<std::size_t>(place)].place;
    if (where.country.empty()) return std::nullopt;
    return Owner{where.country, {}};
}

std::optional<Owner> owner_of_mention(const Text& text, std::uint32_t token) {
    std::int32_t index = own_mention(text, token);
    if (index == no_index || !stands_for_somebody(text, index)) {
        if (const std::int32_t above = subject_above(text, token, true); above != no_index)
            index = own_mention(text, static_cast<std::uint32_t>(above));
    }
    if (index == no_index) return std::nullopt;
    for (const std::uint32_t entity : text.cast.mentions[static_cast<std::size_t>(index)].entities) {
        const Entity& one = text.cast.entities[entity];
        if (!one.code.empty()) return Owner{one.code, one.sector};
    }
    return std::nullopt;
}

// The words that say whose a plural is: "the leaders of Cuba and Mexico".
std::vector<std::uint32_t> several_owners(const Text& text, std::uint32_t token) {
    if (text.parse.features[token].number != Number::plural) return {};
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if (rel != Rel::nmod && rel != Rel::amod && rel != Rel::compound) continue;
        if (rel == Rel::nmod && text.sub(child) != Sub::poss && text.preposition(child) != "of" &&
            text.preposition(child) != "from")
            continue;
        const std::vector<std::uint32_t> all = text.coordinated(child);
        if (all.size() > 1) return all;
    }
    return {};
}

// Whose a thing is: its possessor, demonym or compounded name, then "of", "in", "from" …
std::optional<Owner> owner_of(const Text& text, std::uint32_t token, bool act, int depth) {
    if (depth > deepest_owner) return std::nullopt;
    const auto whose = [&](std::uint32_t child) -> std::optional<Owner> {
        if (auto found = owner_of_mention(text, child)) return found;
        if (auto found = owner_of_place(text, child)) return found;
        return owner_of(text, child, act, depth + 1);
    };
    for (const std::uint32_t child : text.tree.children(token)) {
        if (text.rel(child) == Rel::nmod && text.sub(child) == Sub::poss) {
            if (auto found = whose(child)) return found;
        }
    }
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if (rel == Rel::amod || rel == Rel::compound || rel == Rel::flat || rel == Rel::appos) {
            if (auto found = whose(child)) return found;
        }
    }
    // An act's victim is not its owner: "the attack on Israel" is nobody's here.
    static const WordSet of_acts{"by", "of", "from"};
    static const WordSet of_deeds{"by", "from"};  // "the invasion of Kuwait", "the arrest of the editor": done to them
    static const WordSet of_things{"of",   "in", "from",         "at",     "near",    "for",    "to",           "on",
                                   "with", "by", "belonging_to", "inside", "outside", "around", "on_behalf_of", "within"};
    const WordSet& of = !act ? of_things : text.ontology.is("deed", text.lemma[token]) ? of_deeds : of_acts;
    for (const std::uint32_t child : text.tree.children(token)) {
        const Rel rel = text.rel(child);
        if (rel != Rel::nmod && rel != Rel::obl) continue;
        const std::string preposition = text.preposition(child);
        if (&of == &of_deeds) {  // "the arrest of the editor by the junta", hung too low
            for (const std::uint32_t below : text.tree.children(child)) {
                if (text.preposition(below) == "by" && text.rel(below) == Rel::nmod) {
                    if (auto found = whose(below)) return found;
                }
            }
        }
        if (!of.contains(preposition) && !preposition.empty()) continue;
        if (auto found = whose(child)) return found;
    }
    for (const std::uint32_t child : text.tree.children(token)) {  // "troops based in Syria", "a group linked to Iran"
        if (text.rel(child) != Rel::acl || act) continue;
        for (const std::uint32_t phrase : text.tree.children(child)) {
            if (text.rel(phrase) != Rel::obl) continue;
            if (auto found = whose(phrase)) return found;
        }
    }
    return std::nullopt;
}

std::string sector_of(const Text& text, std::uint32_t token, const std::string& otherwise) {
    for (const std::string* word : {&text.lemma[token], &text.form[token]}) {
        if (const auto at = text.ontology.sector_of.find(*word); at != text.ontology.sector_of.end()) return at->second;
    }
    for (const std::uint32_t child : text.tree.children(token)) {  // "oil plant", "police station"
        if (text.rel(child) != Rel::compound) continue;
        if (const auto at = text.ontology.sector_of.find(text.lemma[child]); at != text.ontology.sector_of.end())
            return at->second;
    }
    return otherwise;
}

// "condemned Israel's attack", "Germany's decision": what is condemned is an act of the possessor's, and he is the side.
bool add_possessor_of_act(const Text& text, std::uint32_t token, std::vector<Side>& out) {
    const std::string& word = text.lemma[token];
    if (!text.ontology.is("event-noun-thing", word) && !text.ontology.is("possession", word)) return false;
    for (const std::uint32_t child : text.tree.children(token)) {
        if (text.rel(child) != Rel::nmod || text.sub(child) != Sub::poss || text.parse.upos[child] == Upos::PRON) continue;
        const std::int32_t index = own_mention(text, child);
        if (index == no_index || !stands_for_somebody(text, index)) continue;
        const std::size_t before = out.size();
        add_mention(text, index, token, out);
        for (std::size_t at = before; at < out.size(); ++at) {
            out[at].thing = out[at].named;
            out[at].direct = out[at].human = false;
        }
        return out.size() > before;
    }
    return false;
}

void add_one(const Text& text, std::uint32_t token, bool as_actor, std::vector<Side>& out);

// Whom a pronoun stands for that the cast left open.
bool add_antecedent(const Text& text, std::uint32_t token, bool as_actor, std::vector<Side>& out) {
    std::int32_t above = subject_above(text, token, true);
    if (above == no_index) above = subject_above(text, token, false);
    if (above == no_index) above = related_noun(text, token);
    if (above == no_index) return false;
    std::vector<Side> same;
    add_one(text, static_cast<std::uint32_t>(above), as_actor, same);
    for (Side& side : same) {
        side.token = token;
        side.who.antecedent = side.who.span;
        side.who.span = text.document.tokens[token].span;
        side.who.mention = no_index;
        out.push_back(std::move(side));
    }
    return !same.empty();
}

void add_one(const Text& text, std::uint32_t token, bool as_actor, std::vector<Side>& out) {
    const std::int32_t index = own_mention(text, token);
    // One entity for a plural of several owners is one too few.
    const auto entities = index == no_index ? 0 : text.cast.mentions[static_cast<std::size_t>(index)].entities.size();
    if (entities < 2) {
        std::vector<Side> owners;
        for (const std::uint32_t owner : several_owners(text, token)) {
            auto found = owner_of_mention(text, owner);
            if (!found) found = owner_of_place(text, owner);
            if (!found) found = owner_of(text, owner, false, 0);  // "… and the Taliban government"
            if (!found) continue;
            Side side;
            side.token = token;
            side.who.span = text.document.tokens[owner].span;
            side.who.code = found->code;
            side.who.sector = sector_of(text, token, found->sector);
            side.named = side.direct = side.human = true;
            owners.push_back(std::move(side));
        }
        if (owners.size() > 1) {
            std::move(owners.begin(), owners.end(), std::back_inserter(out));
            return;
        }
    }
    if (index == no_index || !stands_for_somebody(text, index)) {
        if (add_antecedent(text, token, as_actor, out)) return;
        // Known from the text only: whose it is says more ("the king of Jordan").
        if (index != no_index) {
            if (const auto owner = owner_of(text, token, false, 0)) {
                Side side;
                side.token = token;
                side.who.span = text.cast.mentions[static_cast<std::size_t>(index)].span;
                side.who.code = owner->code;
                side.who.sector = sector_of(
                    text, token,
                    text.cast.mentions[static_cast<std::size_t>(index)].entities.empty()
                        ? std::string()
                        : text.cast.entities[text.cast.mentions[static_cast<std::size_t>(index)].entities.front()].sector);
                side.named = side.human = true;
                side.thing = true;
                out.push_back(std::move(side));
                return;
            }
        }
    }
    if (index != no_index && add_mention(text, index, token, out)) return;
    if (add_possessor_of_act(text, token, out)) return;
    Side side;
    side.token = token;
    side.who.span = index == no_index ? noun_span(text, token) : text.cast.mentions[static_cast<std::size_t>(index)].span;
    side.who.mention = index;
    side.human = index != no_index || is_human_word(text, token);
    if (const auto place = owner_of_place(text, token)) {
        side.who.span = text.cast.places[static_cast<std::size_t>(text.place[token])].span;
        side.who.code = place->code;
        side.named = side.thing = true;
        out.push_back(std::move(side));
        return;
    }
    // Who acts in a place is of that place ("a court in Morocco"); an act there is not that place's.
    const bool act = (as_actor && !text.ontology.is("human", text.lemma[token])) ||
                     text.ontology.is("event-noun-thing", text.lemma[token]) || text.ontology.is("deed", text.lemma[token]);
    if (const auto owner = owner_of(text, token, act, 0)) {
        side.who.code = owner->code;
        side.who.sector = sector_of(text, token, {});
        side.named = side.thing = true;
    }
    out.push_back(std::move(side));
}

// "a group of soldiers", "dozens of protesters", "members of Hamas", "tens of thousands of people": the people are under "of".
std::uint32_t counted_by(const Text& text, std::uint32_t token) {
    const auto measure = [&](std::uint32_t one) { return text.ontology.is("measure", text.lemma[one]); };
    if (own_mention(text, token) != no_index || (!measure(token) && text.parse.upos[token] != Upos::NUM)) return token;
    std::uint32_t read = token;
    for (const std::uint32_t child : text.tree.children(token)) {
        if ((text.rel(child) == Rel::nmod || text.rel(child) == Rel::obl) && text.preposition(child) == "of") read = child;
    }
    if (read == token) return token;
    for (const std::uint32_t child : text.tree.children(read)) {
        if (measure(read) && text.rel(child) == Rel::nmod && text.preposition(child) == "of") return child;
    }
    return read;
}

// The subject that the parser hung on the dateline.
std::int32_t behind_dateline(const Text& text, std::uint32_t token) {
    for (const std::uint32_t child : text.tree.children(token)) {
        if (!text.in_dateline(child) && text.is_noun(child) && text.preposition(child).empty())
            return static_cast<std::int32_t>(child);
    }
    return no_index;
}

}  // namespace

std::vector<Side> sides_at(const Text& text, std::uint32_t token, bool as_actor) {
    std::vector<Side> out;
    add_one(text, counted_by(text, token), as_actor, out);
    return out;
}

std::vector<Side> sides_in(const Text& text, const std::vector<std::uint32_t>& tokens, bool as_actor) {
    std::vector<Side> out;
    for (const std::uint32_t head : tokens) {
        for (const std::uint32_t token : text.coordinated(head)) {
            if (text.in_dateline(token)) {
                if (const std::int32_t behind = behind_dateline(text, token); behind != no_index)
                    add_one(text, static_cast<std::uint32_t>(behind), as_actor, out);
                continue;
            }
            const std::uint32_t read = counted_by(text, token);
            const std::size_t before = out.size();
            add_one(text, read, as_actor, out);
            for (std::size_t at = before; at < out.size(); ++at) {  // once each
                for (std::size_t other = 0; other < before; ++other) {
                    if (out[at].who.entity != no_index && out[at].who.entity == out[other].who.entity) {
                        out.erase(out.begin() + static_cast<std::ptrdiff_t>(at--));
                        break;
                    }
                }
            }
            if (out.size() >= 32) return out;
        }
    }
    return out;
}

}  // namespace readout
