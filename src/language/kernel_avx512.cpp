// AVX-512 with VNNI (servers since 2019, AMD since Zen 4).
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "language/kernels.h"

namespace readout::language {
namespace {

using Float = __m512;
using Int = __m512i;
constexpr std::size_t lanes = 16;
constexpr std::size_t batch_rows = 6;
constexpr std::size_t batch_groups = 4;

inline Float load(const float* p) { return _mm512_loadu_ps(p); }
inline void store(float* p, Float v) { _mm512_storeu_ps(p, v); }
inline Float all(float v) { return _mm512_set1_ps(v); }
inline Float plus(Float a, Float b) { return _mm512_add_ps(a, b); }
inline Float times(Float a, Float b) { return _mm512_mul_ps(a, b); }
inline Float divide(Float a, Float b) { return _mm512_div_ps(a, b); }
inline Float fma(Float a, Float b, Float c) { return _mm512_fmadd_ps(a, b, c); }
// Where `a` is no number, both give `b`.
inline Float most(Float a, Float b) { return _mm512_max_ps(a, b); }
inline Float least(Float a, Float b) { return _mm512_min_ps(a, b); }
inline Float load_half(const std::uint16_t* p) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
inline void store_half(std::uint16_t* p, Float v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
// Numbers between 0 and 127, rounded to even.
inline void store_bytes(std::uint8_t* p, Float v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(v)));
}
inline Float bytes_to_float(const std::int8_t* p) {
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
}
inline float greatest_lane(Float v) { return _mm512_reduce_max_ps(v); }
inline Int load_int(const void* p) { return _mm512_loadu_si512(p); }
inline void store_int(void* p, Int v) { _mm512_storeu_si512(p, v); }
inline Float to_float(Int v) { return _mm512_cvtepi32_ps(v); }
inline Int spread_four(const std::uint8_t* p) {
    std::int32_t four;
    __builtin_memcpy(&four, p, 4);
    return _mm512_set1_epi32(four);
}
constexpr std::size_t inputs_a_step = 4;
using Weights = Int;
inline Weights load_weights(const std::int8_t* p) { return load_int(p); }
inline Weights spread(const std::uint8_t* p) { return spread_four(p); }
inline Int add_products(Int sum, Int a, Int w) { return _mm512_dpbusd_epi32(sum, a, w); }

#include "language/kernel_body.h"

}  // namespace

const Kernels kernels_avx512vnni = {"avx512vnni",  wide_relu, wide_tanh,   to_half,  lstm_step, clipped,
                                    clipped_float, linear,    clipped_sum, products, greatest};

}  // namespace readout::language
