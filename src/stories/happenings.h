// stories/happenings: the two searches among single records. Private to the room.
#pragma once

#include "stories/stories.h"

namespace readout {

void find_utterances(const std::vector<ReportRows>& reports, Linked& out);
void find_happenings(const std::vector<ReportRows>& reports, const std::vector<std::size_t>& copies,
                     const std::vector<std::size_t>& stories, Linked& out);

}  // namespace readout
