// The arithmetic of the model, one table of functions for each kind of processor.
//
// Every table gives the same bits. Products of activations (7 bits, unsigned) with weights (8 bits, signed) are summed in 32-bit
// integers, where order does not matter; on AVX2 four products are first summed in 16 bits, which the model file makes room for.
// Floating-point steps are done lane by lane with explicit FMA in one written order, so that the width of a vector does not
// matter.
#pragma once

#include <cstddef>
#include <cstdint>

namespace readout::language {

// An activation in (-1, 1) is stored as 64 + round(63 v); one in [0, clip] as round(127 v / clip).
constexpr int signed_levels = 63;
constexpr int signed_zero = 64;
constexpr int clipped_levels = 127;

constexpr std::size_t group = 16;  // outputs whose weights lie together

// Of the weights of inputs 0 1 4 5 (and 2 3 6 7) of each eight, the positive ones and the negative ones sum up to this at most:
// times 127 that is below 2^15.
constexpr int most_of_four = 258;

// An integer matrix: weights [outputs / group][inputs / 4][group][4]; value = (zero + sum of products) * scale + bias.
struct Packed {
    const std::int8_t* weights = nullptr;
    const std::int32_t* zero = nullptr;
    const float* scale = nullptr;
    const float* bias = nullptr;
    std::size_t outputs = 0;  // a multiple of `group`
    std::size_t inputs = 0;   // a multiple of 8
};

// A float layer with 8-bit weights [inputs][outputs]: value = sum * scale + bias.
struct Wide {
    const std::int8_t* weights = nullptr;
    const float* scale = nullptr;
    const float* bias = nullptr;
    std::size_t outputs = 0;  // a multiple of `group`
    std::size_t inputs = 0;
};

struct Rows {
    const std::uint8_t* at = nullptr;
    std::size_t stride = 0;
};

// What a word's form alone adds to a layer: half-precision numbers, one pointer a row.
struct Added {
    const std::uint16_t* const* rows = nullptr;  // null: nothing is added
    std::size_t offset = 0;
};

// One time step of one direction for `rows` sentences. Weights are in blocks of 16 units: 16 rows of gate i, of f, of g, of o.
struct LstmStep {
    const Packed* matrix = nullptr;  // inputs: those of `below`, then `hidden` of `before`
    std::size_t hidden = 0;
    Rows below;   // not read on the first layer, where `added` stands for it
    Rows before;  // h of the previous step
    Added added;
    float* cell = nullptr;  // [rows][hidden]
    std::uint8_t* out = nullptr;
    std::size_t out_stride = 0;
    std::size_t rows = 0;
};

struct Kernels {
    const char* name;
    // out = relu(W in + b), or tanh(W in + b) as activations.
    void (*wide_relu)(const Wide&, const float* in, std::size_t rows, float* out);
    void (*wide_tanh)(const Wide&, const float* in, std::size_t rows, std::uint8_t* out);
    // W a + b in half precision.
    void (*to_half)(const Packed&, Rows in, std::size_t rows, std::uint16_t* const* out);
    void (*lstm_step)(const LstmStep&);
    // clip(W a + b + added) as activations.
    void (*clipped)(const Packed&, Rows in, std::size_t rows, Added added, float clip, std::uint8_t* out, std::size_t out_stride);
    // The same without rounding.
    void (*clipped_float)(const Packed&, Rows in, std::size_t rows, Added added, float clip, float* out, std::size_t out_stride);
    void (*linear)(const Packed&, Rows in, std::size_t rows, float* out, std::size_t out_stride);
    // clip(a + b + c) as activations, `n` a multiple of `group`.
    void (*clipped_sum)(const float* a, const float* b, const float* c, std::size_t n, float clip, std::uint8_t* out);
    // scores[i][j] = sum over k of q[i][k] * r[k][j]; strides in floats; columns and r_stride multiples of `group`.
    void (*products)(const float* q, std::size_t q_stride, std::size_t rows, const float* r, std::size_t r_stride,
                     std::size_t inner, std::size_t columns, float* scores, std::size_t scores_stride);
    // Index of the greatest of n numbers, the first of equals.
    std::size_t (*greatest)(const float* values, std::size_t n);
};

// The best table for this processor; READOUT_CPU=avx2|avxvnni|avx512vnni asks for a lesser one.
const Kernels& choose_kernels();
// A table by name, or null where this processor cannot run it.
const Kernels* kernels_named(const char* name);

extern const Kernels kernels_avx2;
extern const Kernels kernels_avxvnni;
extern const Kernels kernels_avx512vnni;

}  // namespace readout::language
