// The floor: AVX2 with FMA and F16C.
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "language/kernels.h"

namespace readout::language {
namespace {

#include "language/kernel_256.h"

inline Int add_products(Int sum, Int a, Int w) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, w), _mm256_set1_epi16(1)));
}

#include "language/kernel_body.h"

}  // namespace

const Kernels kernels_avx2 = {"avx2",   wide_relu, wide_tanh,   to_half,  lstm_step,
                            clipped, linear,    clipped_sum, products, greatest};

}  // namespace readout::language
