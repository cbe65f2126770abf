#include "cli/progress.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace readout::cli {
namespace {

constexpr auto bar_every = std::chrono::milliseconds(200);
constexpr auto line_every = std::chrono::seconds(5);

std::string clock(double seconds) {
    const auto whole = static_cast<long>(seconds + 0.5);
    std::ostringstream out;
    if (whole >= 3600) out << whole / 3600 << ":" << std::setw(2) << std::setfill('0');
    out << whole / 60 % 60 << ":" << std::setw(2) << std::setfill('0') << whole % 60;
    return out.str();
}

}  // namespace

Progress::Progress(Console& console, std::string_view how)
    : console_(console), style_(Style::none), start_(std::chrono::steady_clock::now()), shown_(start_) {
    if (how == "bar" || (how == "auto" && console.err_is_terminal)) style_ = Style::bar;
    if (how == "plain") style_ = Style::plain;
    if (how == "json") style_ = Style::json;
}

void Progress::step(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    ++done_;
    bytes_ += bytes;
    show(false);
}

void Progress::fault(const Fault& fault) {
    const std::lock_guard lock(mutex_);
    ++failed_;
    say(fault);
}

void Progress::note(const Fault& fault) {
    const std::lock_guard lock(mutex_);
    say(fault);
}

void Progress::finish() {
    const std::lock_guard lock(mutex_);
    show(true);
}

void Progress::say(const Fault& fault) {
    clear_bar();
    console_.err << "readout: " << fault.line() << "\n";
    show(false);
}

void Progress::clear_bar() {
    if (style_ == Style::bar) console_.err << "\r\033[K";
}

void Progress::show(bool last) {
    if (style_ == Style::none) return;
    const auto now = std::chrono::steady_clock::now();
    const auto every = style_ == Style::bar ? std::chrono::milliseconds(bar_every) : std::chrono::milliseconds(line_every);
    if (!last && now - shown_ < every) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
    const double share = expected_ > 0 ? std::min(0.99, static_cast<double>(bytes_) / static_cast<double>(expected_)) : 0;
    const double left = share > 0.005 ? seconds * (1 - share) / share : -1;
    std::ostringstream line;
    line << std::fixed << std::setprecision(1);
    if (style_ == Style::json) {
        line << "{\"done\":" << done_ << ",\"failed\":" << failed_ << ",\"per_second\":" << rate << ",\"seconds\":" << seconds;
        if (left >= 0) line << ",\"seconds_left\":" << left;
        line << "}\n";
        console_.err << line.str() << std::flush;
        return;
    }
    line << done_ << " reports, " << rate << "/s";
    if (failed_ > 0) line << ", " << failed_ << " failed";
    if (!last && left >= 0) line << ", " << clock(left) << " left";
    if (style_ == Style::plain) {
        console_.err << line.str() << "\n" << std::flush;
        return;
    }
    constexpr int width = 24;
    const int full = static_cast<int>(share * width);
    console_.err << "\r\033[K";
    if (share > 0 && !last) {
        for (int i = 0; i < width; ++i) console_.err << (i < full ? "█" : "░");
        console_.err << " ";
    }
    console_.err << line.str() << (last ? "\n" : "") << std::flush;
}

}  // namespace readout::cli
