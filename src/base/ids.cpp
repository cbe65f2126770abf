#include "base/ids.h"

#include <openssl/sha.h>

#include <array>

namespace readout {

ContentId& ContentId::add(std::string_view part) {
    bytes_ += std::to_string(part.size());
    bytes_ += ':';
    bytes_ += part;
    return *this;
}

ContentId& ContentId::add(long long number) { return add(std::to_string(number)); }

std::string ContentId::finish(std::string_view prefix) const { return std::string(prefix) + sha256_hex(bytes_).substr(0, 16); }

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string out;
    out.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
    return out;
}

}  // namespace readout
