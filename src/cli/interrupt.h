// Ctrl-C and SIGTERM: the first asks for a clean end, a second one ends at once.
#pragma once

#include <atomic>

namespace readout::cli {

// From here on interrupts are caught; the flag turns true at the first.
const std::atomic<bool>& catch_interrupts();

}  // namespace readout::cli
