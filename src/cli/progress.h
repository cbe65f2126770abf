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

    // Share of the input already taken in, 0 … 1, when it is known: gives the time left.
    void set_share(double share) { share_ = share; }
    void step();                     // one report done
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
    double share_ = 0;
};

}  // namespace readout::cli
