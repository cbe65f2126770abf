// base/ids: names made from content, so that the same words give the same id on every machine.
#pragma once

#include <string>
#include <string_view>

namespace readout {

// Builds an id from parts; each part is hashed with its length, so ("ab","c") and ("a","bc") differ.
// SHA-256, of which the first 16 hexadecimal digits are kept: "st_3f0a…".
class ContentId {
public:
    ContentId& add(std::string_view part);
    ContentId& add(long long number);
    std::string finish(std::string_view prefix) const;

private:
    std::string bytes_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace readout
