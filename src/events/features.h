// events/features: what the learned models look at.
#pragma once

#include "events/learned.h"
#include "events/participants.h"

namespace readout {

// What a pattern found in the clause, if one did.
struct Told {
    const Frame* frame = nullptr;
    std::string_view row;  // "assault.attack/shell"
    bool worthy = true;    // on a page and with sides that patterns make events of
    bool actor = false, recipient = false, actor_named = false, recipient_named = false;
};

// Does the clause tell of an event, and of which? `relevance`: log-odds that the sentence is about politics.
void clause_features(const Text& text, const Clause& clause, const Told& told, double relevance, FeatureList& out);

// What a pattern makes of one party, and of the event's sides.
struct Placed {
    char role = '?';                                      // A actor, R recipient, - neither; ? no pattern
    std::string_view slot;                                // "obj", "deeper" … where the pattern has the party
    std::string_view actor = "none", recipient = "none";  // known | people | words | none
};

// Is the one at `side` its actor, its recipient, or neither? `category` of the event; "@": not decided, for training.
void party_features(const Text& text, const Clause& clause, std::string_view category, const Side& side, const Placed& placed,
                    FeatureList& out);

// Everybody in the sentence of the trigger who may be a side: the known, people, and who stands in the clause.
std::vector<Side> parties_of(const Text& text, const Clause& clause);

// For training: sees every decision's features.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void clause(const Text& text, const Clause& clause, const Told& told, const FeatureList& features) = 0;
    // role: A actor, R recipient, - neither, as the pattern has it; ? no pattern.
    virtual void party(const Text& text, const Clause& clause, const Side& side, char role, const FeatureList& features) = 0;
};

Events find_events(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times, const Cast& cast,
                   const Statements& statements, const Ontology& ontology, Watcher* watcher);

}  // namespace readout
