// How far a run has come, on stderr: a bar on a terminal, lines or JSON where a script listens, nothing by default elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "cli/cli.h"

namespace readout::cli {

class Progress {
public:
    // `how`: auto | bar | plain | json | none. Auto is a bar when stderr is a terminal and nothing otherwise.
    Progress(Console& console, std::string_view how);

    // Bytes of all inputs together, when they are known: gives the time left.
    void expect(std::uint64_t bytes) { expected_ = bytes; }
    void step(std::uint64_t bytes);  // one report done, of so many bytes
    void fault(const Fault& fault);  // one report failed: named at once, above the bar
    void note(const Fault& fault);   // worth saying of a report that is read nevertheless; from any thread
    void finish();

private:
    enum class Style { none, bar, plain, json };
    void say(const Fault& fault);
    void show(bool last);
    void clear_bar();

    Console& console_;
    std::mutex mutex_;
    Style style_;
    std::chrono::steady_clock::time_point start_, shown_;
    std::uint64_t done_ = 0, failed_ = 0;
    std::uint64_t expected_ = 0, bytes_ = 0;
};

}  // namespace readout::cli
