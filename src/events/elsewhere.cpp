#include "events/elsewhere.h"

#include <algorithm>

namespace readout {

namespace {

class Opposition {
public:
    Opposition(const Text& text, const Opposed& sides) : text_(text), sides_(sides) {}

    bool of_another_page() const {
        return by_nature() || on_the_pitch() || between_firms() || at_home() || petty_offence() || review();
    }

private:
    bool is(std::string_view words, std::uint32_t token) const {
        return text_.ontology.is(words, text_.lemma[token]) || text_.ontology.is(words, text_.form[token]);
    }

    // Nobody the knowledge has, of whom the head noun is such a word.
    bool just(std::string_view words, const Side& side) const {
        const bool known =
            side.who.entity != no_index && !text_.cast.entities[static_cast<std::size_t>(side.who.entity)].actor.empty();
        return (!known || side.thing) && is(words, side.token);
    }

    bool all(std::string_view words, const std::vector<Side>& sides) const {
        return !sides.empty() && std::all_of(sides.begin(), sides.end(), [&](const Side& side) { return just(words, side); });
    }

    bool conflict() const {
        static const WordSet names{"REQUEST",  "ACCUSE",   "REJECT", "THREATEN", "PROTEST",
                                   "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",  "AID"};
        return names.contains(sides_.category);
    }

    // "a swarm of bees attacked", "the ash forced Iceland to close its airspace"
    bool by_nature() const {
        if (!conflict()) return false;
        const auto nature = [&](std::uint32_t token) {
            return is("force-of-nature", token) && !is("weapon-noun", token) && !is("human", token) && text_.is_noun(token) &&
                   !weapon(token);
        };
        if (!sides_.actor.empty() && std::all_of(sides_.actor.begin(), sides_.actor.end(),
                                                 [&](const Side& side) { return !side.direct && nature(side.token); }))
            return true;
        static const WordSet makes{"force", "cause", "prompt", "compel", "lead", "make", "oblige", "push", "drive"};
        const std::uint32_t verb = sides_.clause.trigger;
        if ((text_.rel(verb) != Rel::xcomp && text_.rel(verb) != Rel::advcl) || text_.parse.head[verb] < 0) return false;
        const auto governor = static_cast<std::uint32_t>(text_.parse.head[verb]);
        if (!makes.contains(text_.lemma[governor])) return false;
        const std::int32_t subject = text_.tree.child(governor, Rel::nsubj);
        return subject >= 0 && nature(static_cast<std::uint32_t>(subject));
    }

    // A "car bomb" is no car, a "gas attack" no gas.
    bool weapon(std::uint32_t token) const {
        for (const std::uint32_t child : text_.tree.children(token)) {
            if (text_.rel(child) == Rel::compound && is("weapon-noun", child)) return true;
        }
        return false;
    }

    bool on_the_pitch() const { return conflict() && sides_.category != "PROTEST" && all("pitch", sides_.recipient); }

    bool between_firms() const {
        const auto firm = [&](const Side& side) {
            const std::string& sector = side.who.entity == no_index
                                            ? side.who.sector
                                            : text_.cast.entities[static_cast<std::size_t>(side.who.entity)].sector;
            return (side.direct && sector == "BUS") || just("firm", side);
        };
        std::vector<Side> everybody = sides_.actor;
        everybody.insert(everybody.end(), sides_.recipient.begin(), sides_.recipient.end());
        return everybody.size() > 1 && std::all_of(everybody.begin(), everybody.end(), firm);
    }

    // "a man beat his wife"; a gang that killed a minister's wife is another matter.
    bool at_home() const {
        if (sides_.category != "ASSAULT" && sides_.category != "COERCE") return false;
        return all("private-person", sides_.actor) && all("kin", sides_.recipient);
    }

    // Fines for speeding.
    bool petty_offence() const { return sides_.category == "SANCTION" && all("petty-offender", sides_.recipient); }

    bool review() const { return all("reviewer", sides_.actor) && all("work-of-art", sides_.recipient); }

    const Text& text_;
    const Opposed& sides_;
};

}  // namespace

bool of_another_page(const Text& text, const Opposed& sides) { return Opposition(text, sides).of_another_page(); }

}  // namespace readout
