// AVX-VNNI: 256-bit vectors with a byte dot product (client processors since 2021).
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "language/kernels.h"

namespace readout::language {
namespace {

#include "language/kernel_256.h"

constexpr std::size_t inputs_a_step = 4;
using Weights = Int;
inline Weights load_weights(const std::int8_t* p) { return load_int(p); }
inline Weights spread(const std::uint8_t* p) { return spread_four(p); }
inline Int add_products(Int sum, Int a, Int w) { return _mm256_dpbusd_avx_epi32(sum, a, w); }

#include "language/kernel_body.h"

}  // namespace

const Kernels kernels_avxvnni = {"avxvnni",     wide_relu, wide_tanh,   to_half,  lstm_step, clipped,
                                 clipped_float, linear,    clipped_sum, products, greatest};

}  // namespace readout::language
