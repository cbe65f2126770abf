// The floor: AVX2 with FMA and F16C.
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "language/kernels.h"

namespace readout::language {
namespace {

#include "language/kernel_256.h"

// Eight inputs a step: the products of inputs 0 1 4 5 and of 2 3 6 7 are summed in 16 bits before they are widened. The model
// file keeps such four weights small enough (kernels.h, most_of_four).
constexpr std::size_t inputs_a_step = 8;
struct Weights {
    Int low, high;  // inputs 0 to 3, 4 to 7
};
inline Weights load_weights(const std::int8_t* p) { return {load_int(p), load_int(p + 4 * group)}; }
inline Weights spread(const std::uint8_t* p) { return {spread_four(p), spread_four(p + 4)}; }
inline Int add_products(Int sum, const Weights& a, const Weights& w) {
    const Int four = _mm256_add_epi16(_mm256_maddubs_epi16(a.low, w.low), _mm256_maddubs_epi16(a.high, w.high));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(four, _mm256_set1_epi16(1)));
}

#include "language/kernel_body.h"

}  // namespace

const Kernels kernels_avx2 = {"avx2",        wide_relu, wide_tanh,   to_half,  lstm_step, clipped,
                              clipped_float, linear,    clipped_sum, products, greatest};

}  // namespace readout::language
