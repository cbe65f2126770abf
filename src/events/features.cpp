#include "events/features.h"

#include <algorithm>

namespace readout {

namespace {

constexpr std::size_t longest_path = 6;  // steps up and down the tree; beyond it is far
constexpr std::size_t most_parties = 14;

std::string_view name_of_rel(const Text& text, std::uint32_t token) {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (int rel = 0; rel <= static_cast<int>(Rel::xcomp); ++rel)
            out.push_back(name_of(Relation{static_cast<Rel>(rel), Sub::none}));
        return out;
    }();
    return names[static_cast<std::size_t>(text.rel(token))];
}

std::string_view kind_of_entity(const Entity& entity) {
    if (entity.code == "MNC") return "firm";
    if (!entity.actor.empty() && entity.actor == entity.code) return "state";
    if (!entity.sector.empty()) return entity.sector;
    return entity.code.empty() ? "who" : "org";
}

// What stands at a token: a state, somebody of a sector, people, a weapon, a number …
std::string_view kind_of(const Text& text, std::uint32_t token) {
    const std::int32_t at = text.cast.mention_at.empty() ? no_index : text.cast.mention_at[token];
    const std::int32_t index = at == no_index ? text.mention[token] : at;
    if (index != no_index) {
        const Mention& mention = text.cast.mentions[static_cast<std::size_t>(index)];
        for (const std::uint32_t entity : mention.entities) {
            const Entity& one = text.cast.entities[entity];
            if (!one.code.empty() || !one.actor.empty()) return kind_of_entity(one);
        }
    }
    if (text.place[token] != no_index) return "place";
    if (text.name[token] != 0) {
        switch (static_cast<NameType>(text.name[token] - 1)) {
            case NameType::PER:
                return "name-of-person";
            case NameType::ORG:
                return "name-of-org";
            default:
                return "name";
        }
    }
    if (text.ontology.is("human", text.lemma[token])) return "people";
    if (text.ontology.is("weapon-noun", text.lemma[token])) return "weapon";
    if (text.ontology.sector_of.contains(text.lemma[token])) return "thing";
    if (text.ontology.by_lemma[static_cast<std::size_t>(Trigger::noun)].contains(text.lemma[token])) return "act";
    switch (text.parse.upos[token]) {
        case Upos::PRON:
            return "pronoun";
        case Upos::NUM:
            return "number";
        default:
            return "word";
    }
}

std::string_view part_of(const Text& text, std::uint32_t token) {
    return text.is_noun(token) ? "N:" : text.parse.upos[token] == Upos::ADJ ? "A:" : "V:";
}

bool is_word(const Text& text, std::uint32_t token) {
    switch (text.parse.upos[token]) {
        case Upos::NOUN:
        case Upos::VERB:
        case Upos::ADJ:
        case Upos::ADV:
            return true;
        default:
            return false;
    }
}

void add_dependents(const Text& text, const Clause& clause, std::string_view lemma, FeatureList& out) {
    const auto side = [&](std::string_view slot, const std::vector<std::uint32_t>& tokens) {
        if (tokens.empty()) {
            out.add({slot, "=none"});
            return;
        }
        const std::uint32_t token = tokens.front();
        const std::string_view kind = kind_of(text, token);
        out.add({slot, "k=", kind});
        out.add({lemma, "&", slot, "k=", kind});
        if (text.name[token] == 0) {
            out.add({slot, "=", text.lemma[token]});
            out.add({lemma, "&", slot, "=", text.lemma[token]});
        }
    };
    side("subj", clause.subjects);
    side("obj", clause.objects);
    if (!clause.indirect.empty()) side("iobj", clause.indirect);
    if (text.is_noun(clause.trigger)) side("own", clause.owners);
    std::size_t count = 0;
    for (const Oblique& one : clause.obliques) {
        if (++count > 6) break;
        const std::string_view kind = kind_of(text, one.head);
        out.add({"p=", one.preposition});
        out.add({lemma, "&p=", one.preposition});
        out.add({"p=", one.preposition, "k=", kind});
        if (text.name[one.head] == 0) out.add({"p=", one.preposition, "&", text.lemma[one.head]});
    }
    for (const std::uint32_t token : clause.complements) {
        const std::string_view how = text.is_infinitive(token) ? "inf" : text.is_gerund(token) ? "ing" : "that";
        out.add({"comp=", how});
        out.add({lemma, "&comp=", how});
        out.add({"comp&", text.lemma[token]});
    }
    const std::string_view subject = clause.subjects.empty() ? "none" : kind_of(text, clause.subjects.front());
    const std::string_view object = clause.objects.empty() ? "none" : kind_of(text, clause.objects.front());
    out.add({"sides=", subject, ">", object});
}

void add_modifiers(const Text& text, std::uint32_t trigger, std::string_view lemma, FeatureList& out) {
    for (const std::uint32_t child : text.tree.children(trigger)) {
        const Rel rel = text.rel(child);
        if (rel == Rel::compound || rel == Rel::amod || rel == Rel::advmod) {
            out.add({"mod=", text.lemma[child]});
            out.add({lemma, "&mod=", text.lemma[child]});
        } else if (rel == Rel::aux) {
            out.add({"aux=", text.form[child]});
        }
    }
    out.add({"rel=", name_of_rel(text, trigger)});
    if (text.parse.head[trigger] >= 0) {
        const auto head = static_cast<std::uint32_t>(text.parse.head[trigger]);
        out.add({"head=", name_of_rel(text, trigger), "&", text.lemma[head]});
    }
}

void add_words_around(const Text& text, std::uint32_t trigger, FeatureList& out) {
    const Sentence& sentence = text.document.sentences[text.document.sentence_of(trigger)];
    constexpr std::uint32_t reach = 7;
    const std::uint32_t first = std::max(sentence.first, trigger > reach ? trigger - reach : 0);
    const std::uint32_t last = std::min(sentence.last, trigger + reach + 1);
    for (std::uint32_t token = first; token < last; ++token) {
        if (token != trigger && is_word(text, token) && text.name[token] == 0) out.add({"w=", text.lemma[token]});
    }
}

void add_pattern(const Told& told, const Text& text, FeatureList& out) {
    if (told.frame == nullptr) {
        out.add({"pattern=none"});
        return;
    }
    const std::string& category = text.ontology.categories[told.frame->category].name;
    out.add({"pattern=", category});
    out.add({"frame=", told.frame->id});
    out.add({"row=", told.row});
    const std::string_view actor = told.actor_named ? "known" : told.actor ? "some" : "none";
    const std::string_view recipient = told.recipient_named ? "known" : told.recipient ? "some" : "none";
    out.add({"pattern=", category, "&", actor, ">", recipient});
    out.add({"pattern&", actor, ">", recipient});
    if (told.frame->weak || told.frame->background) out.add({"pattern&weak"});
    if (!told.worthy) {
        out.add({"pattern&unworthy"});
        out.add({"pattern=", category, "&unworthy"});
    }
    out.add({"specific=", told.frame->specificity >= 6 ? "yes" : "no"});
}

// The steps from a party up to where its way meets the trigger's, and down to it.
std::string path_between(const Text& text, std::uint32_t from, std::uint32_t to) {
    std::vector<std::uint32_t> up{from}, down{to};
    while (up.size() <= longest_path + 1 && text.parse.head[up.back()] >= 0)
        up.push_back(static_cast<std::uint32_t>(text.parse.head[up.back()]));
    while (down.size() <= longest_path + 1 && text.parse.head[down.back()] >= 0)
        down.push_back(static_cast<std::uint32_t>(text.parse.head[down.back()]));
    for (std::size_t i = 0; i < up.size(); ++i) {
        const auto meet = std::find(down.begin(), down.end(), up[i]);
        if (meet == down.end()) continue;
        const auto steps = static_cast<std::size_t>(meet - down.begin());
        if (i + steps > longest_path) return "far";
        std::string out;
        for (std::size_t k = 0; k < i; ++k) {
            out += name_of_rel(text, up[k]);
            if (text.rel(up[k]) == Rel::nmod || text.rel(up[k]) == Rel::obl) {
                if (text.sub(up[k]) == Sub::poss) out += "'s";
                if (text.sub(up[k]) == Sub::agent) out += "-by";
            }
            if (text.sub(up[k]) == Sub::pass) out += "-pass";
            out += '^';
        }
        for (std::size_t k = steps; k > 0; --k) {
            out += name_of_rel(text, down[k - 1]);
            if (text.sub(down[k - 1]) == Sub::relcl) out += "-relcl";
            out += '_';
        }
        return out;
    }
    return "far";
}

std::string slot_of(const Text& text, const Clause& clause, std::uint32_t token) {
    const auto in = [&](const std::vector<std::uint32_t>& tokens) {
        return std::any_of(tokens.begin(), tokens.end(), [&](std::uint32_t head) {
            const auto all = text.coordinated(head);
            return std::find(all.begin(), all.end(), token) != all.end();
        });
    };
    if (in(clause.subjects)) return "subj";
    if (in(clause.objects)) return "obj";
    if (in(clause.indirect)) return "iobj";
    if (in(clause.owners)) return "own:" + text.preposition(token);
    for (const Oblique& one : clause.obliques) {
        if (in({one.head})) return "p:" + one.preposition;
    }
    for (const std::uint32_t complement : clause.complements) {
        if (text.tree.under(token, complement)) return "comp";
    }
    if (!clause.objects.empty() && text.tree.under(token, clause.objects.front())) return "in-obj:" + text.preposition(token);
    if (!clause.subjects.empty() && text.tree.under(token, clause.subjects.front())) return "in-subj:" + text.preposition(token);
    return text.tree.under(token, clause.trigger) ? "below" : "outside";
}

}  // namespace

void clause_features(const Text& text, const Clause& clause, const Told& told, double relevance, FeatureList& out) {
    const std::uint32_t trigger = clause.trigger;
    const std::string word = std::string(part_of(text, trigger)) + text.lemma[trigger];
    out.add({"(bias)"});
    out.add({word});
    out.add({"part=", part_of(text, trigger)});
    if (clause.passive) {
        out.add({"passive"});
        out.add({word, "&passive"});
    }
    if (clause.support != no_index) {
        out.add({"support=", text.lemma[static_cast<std::size_t>(clause.support)]});
        out.add({word, "&support"});
    }
    add_dependents(text, clause, word, out);
    add_modifiers(text, trigger, word, out);
    add_words_around(text, trigger, out);
    add_pattern(told, text, out);
    const int level = std::clamp(static_cast<int>(relevance * 2 + 20.5) - 20, -6, 8);
    static constexpr std::array<std::string_view, 15> levels{"-6", "-5", "-4", "-3", "-2", "-1", "0", "1",
                                                             "2",  "3",  "4",  "5",  "6",  "7",  "8"};
    const std::string_view shown = levels[static_cast<std::size_t>(level + 6)];
    out.add({"politics=", shown});
    out.add({"politics=", shown, told.frame == nullptr ? "&no-pattern" : "&pattern"});
}

void party_features(const Text& text, const Clause& clause, std::string_view category, const Side& side, const Placed& placed,
                    FeatureList& out) {
    const std::uint32_t token = side.token, trigger = clause.trigger;
    const std::string word = std::string(part_of(text, trigger)) + text.lemma[trigger];
    const std::string slot = slot_of(text, clause, token), path = path_between(text, token, trigger);
    const std::string_view kind = kind_of(text, token), part = part_of(text, trigger);
    const std::string preposition = text.preposition(token);
    const std::string_view order = token < trigger ? "before" : "after";
    const std::string_view known = side.direct ? "known" : side.named ? "owned" : "unknown";
    out.add({"(bias)"});
    out.add({"part=", part});
    for (const std::string_view what : {std::string_view(slot), std::string_view(path)}) {
        const std::string_view place = what.data() == slot.data() ? "slot=" : "path=";
        out.add({place, what});
        out.add({place, what, "&", category});
        out.add({place, what, "&", part, order});
        out.add({place, what, "&", known});
        out.add({place, what, "&", preposition});
    }
    out.add({"slot=", slot, "&", word});
    out.add({"slot=", slot, clause.passive ? "&passive" : "&active"});
    out.add({"kind=", kind});
    out.add({"kind=", kind, "&", category});
    out.add({"kind=", kind, "&", slot});
    out.add({"known=", known, "&", category});
    out.add({"p=", preposition, "&", category});
    out.add({"p=", preposition, "&", word});
    out.add({"order=", order, "&", category});
    const std::uint32_t distance = token < trigger ? trigger - token : token - trigger;
    const std::string_view far = distance <= 2    ? "2"
                                 : distance <= 5  ? "5"
                                 : distance <= 10 ? "10"
                                 : distance <= 18 ? "18"
                                                  : "more";
    out.add({"distance=", order, far});
    if (text.parse.head[token] >= 0) {
        const auto head = static_cast<std::uint32_t>(text.parse.head[token]);
        out.add({"head=", text.lemma[head], "&", name_of_rel(text, token), "&", preposition});
        out.add({"head=", text.lemma[head], "&", category});
    }
    if (clause.subjects.empty()) out.add({"no-subject&", slot});
    if (clause.objects.empty()) out.add({"no-object&", slot});
    if (text.name[token] == 0) {
        out.add({"w=", text.lemma[token]});
        out.add({"w=", text.lemma[token], "&", category});
    }
    if (placed.role == '?') return;
    const std::string_view said = placed.role == 'A' ? "A" : placed.role == 'R' ? "R" : "-";
    out.add({"said=", said});
    out.add({"said=", said, ":", placed.slot});
    out.add({"said=", said, ":", placed.slot, "&", kind});
    out.add({"said=", said, ":", placed.slot, "&", category});
    out.add({"said=", said, "&", known});
    out.add({"said=", said, "&A-", placed.actor});
    out.add({"said=", said, "&R-", placed.recipient});
    out.add({"said=", said, "&R-", placed.recipient, "&", slot});
    out.add({"said=", said, "&R-", placed.recipient, "&", category});
    out.add({"said=", said, "&A-", placed.actor, "&", slot});
    out.add({"said=", said, "&A-", placed.actor, "&", category});
}

std::vector<Side> parties_of(const Text& text, const Clause& clause) {
    const Sentence& sentence = text.document.sentences[text.document.sentence_of(clause.trigger)];
    std::vector<std::uint32_t> tokens;
    const auto add = [&](std::uint32_t token) {
        if (token != clause.trigger && !text.in_dateline(token) && std::find(tokens.begin(), tokens.end(), token) == tokens.end())
            tokens.push_back(token);
    };
    for (const auto* slot : {&clause.subjects, &clause.objects, &clause.indirect, &clause.owners}) {
        for (const std::uint32_t head : *slot) {
            for (const std::uint32_t token : text.coordinated(head)) add(token);
        }
    }
    for (const Oblique& one : clause.obliques) add(one.head);
    const std::size_t in_clause = tokens.size();
    for (std::uint32_t token = sentence.first; token < sentence.last && tokens.size() < in_clause + most_parties; ++token) {
        const bool mention = !text.cast.mention_at.empty() && text.cast.mention_at[token] != no_index;
        const std::int32_t place = text.place[token];
        const bool people =
            text.is_noun(token) && text.rel(token) != Rel::compound && text.ontology.is("human", text.lemma[token]);
        if (mention || people || (place != no_index && text.cast.places[static_cast<std::size_t>(place)].head == token))
            add(token);
    }
    std::vector<Side> out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        for (Side& side : sides_at(text, tokens[i], false)) {
            if (i >= in_clause && !side.named && !side.human) continue;
            out.push_back(std::move(side));
        }
    }
    return out;
}

}  // namespace readout
