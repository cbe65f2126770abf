// events/participants: the words in a slot, and who they stand for.
#pragma once

#include "events/clause.h"

namespace readout {

struct Side {
    Participant who;
    std::uint32_t token = 0;
    bool named = false;   // stands for somebody with a code or an id, directly or as a thing of theirs
    bool direct = false;  // … directly
    bool human = false;   // people, an organisation or a state, known or not
    bool thing = false;   // a thing or place whose owner is known
};

// Whoever stands at the token alone.
std::vector<Side> sides_at(const Text& text, std::uint32_t token, bool as_actor);

// Everybody in the slot's words, coordination included. `as_actor`: an act ("the Israeli decision") stands for who did it.
std::vector<Side> sides_in(const Text& text, const std::vector<std::uint32_t>& tokens, bool as_actor);

}  // namespace readout
