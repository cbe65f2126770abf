// actors/compile: the tables of data/actors in, one knowledge image (actors/image.h) out.
//
// An overlay is a folder with any of the tables states, state_names, actors, actor_names, persons, roles, memberships, places,
// outlets, agents, in the same columns. Its rows are merged on top: a row with a known id replaces ours, a role with the same
// person, seat, class and start replaces ours, an open role of ours ends where the overlay's next holder begins. Refused, with
// the line: other columns, unknown references, bad dates or codes, territories that fold in a circle, two holders of one single
// seat.
#pragma once

#include <string>

#include "base/result.h"

namespace readout::actors {

Result<std::string> compile_knowledge(const std::string& folder, const std::string& overlay = {});

}  // namespace readout::actors
