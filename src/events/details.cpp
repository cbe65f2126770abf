#include "events/details.h"

#include <algorithm>

namespace readout {

std::vector<std::uint32_t> clause_tokens(const Text& text, const Clause& clause) {
    const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
    std::vector<std::uint32_t> out, stack{top};
    constexpr std::size_t most = 120;
    while (!stack.empty() && out.size() < most) {
        const std::uint32_t at = stack.back();
        stack.pop_back();
        out.push_back(at);
        for (const std::uint32_t child : text.tree.children(at)) {
            const Rel rel = text.rel(child);
            if (rel == Rel::ccomp || rel == Rel::parataxis || rel == Rel::punct) continue;
            if (rel == Rel::conj && text.is_verb(child)) continue;
            if (rel == Rel::acl && text.sub(child) == Sub::relcl && at != clause.trigger) continue;
            stack.push_back(child);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> modes_of(const Text& text, const CategoryRow& category, const Frame& frame, const Clause& clause,
                                  const std::vector<std::uint32_t>& tokens) {
    std::vector<std::string> out = frame.modes;
    const auto add = [&](const std::string& name) {
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    for (const ModeRow& mode : category.modes) {
        if (mode.words.empty()) continue;
        // What is asked for, threatened, refused stands anywhere below; how it was done, near the trigger.
        const bool near_only = category.quad == 4;
        for (const std::uint32_t token : tokens) {
            if (near_only) {
                const auto distance = token > clause.trigger ? token - clause.trigger : clause.trigger - token;
                if (distance > 12) continue;
            }
            if (mode.words.contains(text.lemma[token]) || mode.words.contains(text.form[token])) {
                add(mode.name);
                break;
            }
        }
        if (out.size() >= 3) break;
    }
    return out;
}

std::vector<std::string> contexts_of(const Text& text, std::uint32_t sentence) {
    std::vector<bool> shown(text.ontology.contexts.size(), false);
    const Sentence& at = text.document.sentences[sentence];
    for (std::uint32_t token = at.first; token < at.last; ++token) {
        for (const std::string* word : {&text.lemma[token], &text.form[token]}) {
            const auto found = text.ontology.contexts_of_word.find(*word);
            if (found == text.ontology.contexts_of_word.end()) continue;
            for (const std::uint16_t context : found->second) shown[context] = true;
        }
    }
    std::vector<std::string> out;
    for (std::size_t context = 0; context < shown.size(); ++context) {
        if (shown[context]) out.push_back(text.ontology.contexts[context]);
    }
    return out;
}

std::optional<PlaceMention> location_of(const Text& text, const Clause& clause, const std::vector<std::uint32_t>& tokens) {
    static const WordSet locative{"in",         "at",   "near",  "outside", "inside", "around", "along", "off", "across",
                                  "throughout", "over", "above", "on",      "within", "into",   "from",  "to",  "of"};
    static const WordSet strong{"in",    "at",  "near",   "outside",    "inside", "around",
                                "along", "off", "across", "throughout", "within"};
    const PlaceMention* best = nullptr;
    int best_rank = 0;
    for (const std::uint32_t token : tokens) {
        const std::int32_t index = text.place[token];
        if (index == no_index) continue;
        const PlaceMention& place = text.cast.places[static_cast<std::size_t>(index)];
        if (place.head != token && text.tree.under(place.head, token)) continue;
        // Up from the place: the phrase that hangs on the clause.
        std::uint32_t at = token;
        int rank = 1;
        for (int step = 0; step < 6; ++step) {
            const std::string preposition = text.preposition(at);
            if (strong.contains(preposition))
                rank = std::max(rank, 4 - step / 2);
            else if (locative.contains(preposition))
                rank = std::max(rank, 2);
            if (text.parse.head[at] < 0 || text.parse.head[at] == static_cast<std::int32_t>(clause.trigger)) break;
            at = static_cast<std::uint32_t>(text.parse.head[at]);
        }
        if (rank == 1 && text.rel(token) != Rel::obj && text.rel(token) != Rel::nmod && text.rel(token) != Rel::obl) continue;
        if (place.place.precision == "city" || place.place.precision == "point") rank += 1;
        if (rank > best_rank) {
            best_rank = rank;
            best = &place;
        }
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace readout
