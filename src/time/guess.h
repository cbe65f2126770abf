// time/guess (inside the room): the day of a report from its words alone.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "time/resolve.h"
#include "time/time.h"

namespace readout::timing {

DateGuess guess(const Reading& reading, const std::vector<DateConstraint>& constraints);

}  // namespace readout::timing
