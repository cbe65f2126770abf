// events/mood: is an event told as a fact, or as denied, possible, planned, or long past?
#pragma once

#include <string>
#include <vector>

#include "events/clause.h"

namespace readout {

struct Modality {
    bool negation = false, hypothetical = false, future = false, historical = false;
    bool volitional = false;       // "will", "would", "plans to": the doer's own announcement
    bool weekday_to_come = false;  // "flies to Rabat on Thursday": the next one, not the last
    std::string reasons;           // for the explanation: "not (adv); if (mark)"

    std::vector<Auxiliary> list() const;
};

// Climbs from the trigger (or its support verb) and collects what every word on the way does to the event.
Modality mood_of(const Text& text, const Clause& clause);

}  // namespace readout
