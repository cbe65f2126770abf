// actors/checksum: a fast 64-bit sum against damage (not against malice), and the hash of the trie's edges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace readout::actors {

constexpr std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    x ^= x >> 33;
    return x;
}

// Four lanes of eight bytes each, so that it runs at the speed of memory.
inline std::uint64_t checksum(const char* bytes, std::size_t size) {
    std::uint64_t lane[4] = {1, 2, 3, 4};
    std::size_t at = 0;
    for (; at + 32 <= size; at += 32) {
        for (int i = 0; i < 4; ++i) {
            std::uint64_t word;
            std::memcpy(&word, bytes + at + 8 * i, 8);
            lane[i] = (lane[i] ^ word) * 0x9E3779B97F4A7C15ULL;
            lane[i] ^= lane[i] >> 29;
        }
    }
    for (; at < size; ++at) lane[0] = (lane[0] ^ static_cast<unsigned char>(bytes[at])) * 0x100000001b3ULL;
    return mix(lane[0]) ^ mix(lane[1] + 0x51) ^ mix(lane[2] + 0xA3) ^ mix(lane[3] + size);
}

}  // namespace readout::actors
