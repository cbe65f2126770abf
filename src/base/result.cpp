#include "base/result.h"

#include <array>
#include <string_view>

namespace readout {

std::string_view name_of(FaultKind kind) {
    static constexpr std::array<std::string_view, 10> names = {"usage",       "not-found",   "unreadable", "malformed",
                                                               "too-large",   "unsupported", "corrupt",    "busy",
                                                               "interrupted", "internal"};
    return names[static_cast<std::size_t>(kind)];
}

std::string Fault::line() const {
    std::string out;
    if (!where.empty()) out += where + ": ";
    out += what;
    if (!hint.empty()) out += " (" + hint + ")";
    return out;
}

}  // namespace readout
