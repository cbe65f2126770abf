#include "cli/interrupt.h"

#include <csignal>

namespace readout::cli {
namespace {

std::atomic<bool> stop_asked = false;

void on_interrupt(int signal) {
    stop_asked.store(true);
    std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>& catch_interrupts() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
    return stop_asked;
}

}  // namespace readout::cli
