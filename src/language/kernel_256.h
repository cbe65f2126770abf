// Vectors of eight for kernel_body.h. No include guard: included once by each kernel_*.cpp that uses it.
using Float = __m256;
using Int = __m256i;
constexpr std::size_t lanes = 8;
constexpr std::size_t batch_rows = 4;
constexpr std::size_t batch_groups = 1;

inline Float load(const float* p) { return _mm256_loadu_ps(p); }
inline void store(float* p, Float v) { _mm256_storeu_ps(p, v); }
inline Float all(float v) { return _mm256_set1_ps(v); }
inline Float plus(Float a, Float b) { return _mm256_add_ps(a, b); }
inline Float times(Float a, Float b) { return _mm256_mul_ps(a, b); }
inline Float divide(Float a, Float b) { return _mm256_div_ps(a, b); }
inline Float fma(Float a, Float b, Float c) { return _mm256_fmadd_ps(a, b, c); }
// Where `a` is no number, both give `b`.
inline Float most(Float a, Float b) { return _mm256_max_ps(a, b); }
inline Float least(Float a, Float b) { return _mm256_min_ps(a, b); }
inline Float load_half(const std::uint16_t* p) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))); }
inline void store_half(std::uint16_t* p, Float v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
// Numbers between 0 and 127, rounded to even.
inline void store_bytes(std::uint8_t* p, Float v) {
    const __m256i whole = _mm256_cvtps_epi32(v);
    const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(words, words));
}
inline Float bytes_to_float(const std::int8_t* p) {
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}
inline float greatest_lane(Float v) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    four = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(four, _mm_movehdup_ps(four)));
}
inline Int load_int(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
inline void store_int(void* p, Int v) { _mm256_storeu_si256(static_cast<__m256i*>(p), v); }
inline Float to_float(Int v) { return _mm256_cvtepi32_ps(v); }
inline Int spread_four(const std::uint8_t* p) {
    std::int32_t four;
    __builtin_memcpy(&four, p, 4);
    return _mm256_set1_epi32(four);
}
