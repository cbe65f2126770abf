// A stream by lines, with a limit on what one line may hold in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/bytes.h"

namespace readout {

class LineReader {
public:
    LineReader(ByteStream& bytes, std::size_t limit) : bytes_(bytes), limit_(limit), buffer_(256u << 10) {}

    enum class Got { line, too_long, end };
    // The next line without its line feed into `line`. A line over the limit is passed over unread.
    Result<Got> next(std::string& line);
    std::uint64_t number() const { return number_; }  // of the line handed out last, 1-based

private:
    ByteStream& bytes_;
    std::size_t limit_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::uint64_t number_ = 0;
    bool ended_ = false;
};

}  // namespace readout
