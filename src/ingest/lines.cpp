#include "ingest/lines.h"

#include <cstring>

namespace readout {

Result<LineReader::Got> LineReader::next(std::string& line) {
    line.clear();
    if (ended_ && at_ == end_) return Got::end;
    bool too_long = false, any = false;
    while (true) {
        if (at_ == end_) {
            if (!ended_) {
                auto got = bytes_.read(buffer_.data(), buffer_.size());
                if (!got) {
                    ended_ = true;
                    return got.fault();
                }
                at_ = 0;
                end_ = *got;
                ended_ = *got == 0;
            }
            if (ended_) {
                if (!any) return Got::end;
                break;
            }
        }
        if (!any) ++number_;
        any = true;
        const char* start = buffer_.data() + at_;
        const auto* feed = static_cast<const char*>(std::memchr(start, '\n', end_ - at_));
        const std::size_t size = feed != nullptr ? static_cast<std::size_t>(feed - start) : end_ - at_;
        if (line.size() + size > limit_) {
            too_long = true;
            line.clear();
            line.shrink_to_fit();
        }
        if (!too_long) line.append(start, size);
        at_ += size + (feed != nullptr ? 1 : 0);
        if (feed != nullptr) break;
    }
    if (too_long) return Got::too_long;
    return Got::line;
}

}  // namespace readout
