// The kernels, written once over a vector type. Included by kernel_*.cpp, each compiled for its own processor: nothing from the
// standard library may be used here, or code for a greater processor could end up in the rest of the program.
//
// The includer defines, in an unnamed namespace: Float, Int (vectors of `lanes`), Weights (those of `inputs_a_step` inputs, four
// or eight, as one value), `batch_rows` and `batch_groups` (rows and groups of 16 outputs whose sums fit the registers), and the
// operations used below.
constexpr std::size_t per_group = group / lanes;

// ---------------------------------------------------------------------------------------------- integer matrix product

struct Segment {
    const std::uint8_t* at;
    std::size_t stride;
    std::size_t inputs;
};

// Sums of R rows and G groups: out[r][g * group …] = zero + sum. `weights` of the first group; one group after the other.
template <int R, int G>
inline void tile(const Segment& first, const Segment& second, const std::int8_t* weights, std::size_t group_stride,
                 const std::int32_t* zero, std::int32_t* out) {
    Int sums[R][G][per_group];
    for (int g = 0; g < G; ++g)
        for (std::size_t v = 0; v < per_group; ++v) {
            const Int start = load_int(zero + g * group + v * lanes);
            for (int r = 0; r < R; ++r) sums[r][g][v] = start;
        }
    const std::int8_t* w = weights;
    for (int part = 0; part < 2; ++part) {
        const Segment& segment = part == 0 ? first : second;
        const std::uint8_t* a = segment.at;
        const std::size_t stride = segment.stride;
        for (std::size_t k = 0; k < segment.inputs; k += inputs_a_step, w += inputs_a_step * group) {
            Weights parts[G][per_group];
            for (int g = 0; g < G; ++g)
                for (std::size_t v = 0; v < per_group; ++v) parts[g][v] = load_weights(w + g * group_stride + v * 4 * lanes);
            for (int r = 0; r < R; ++r) {
                const Weights some = spread(a + r * stride + k);
                for (int g = 0; g < G; ++g)
                    for (std::size_t v = 0; v < per_group; ++v) sums[r][g][v] = add_products(sums[r][g][v], some, parts[g][v]);
            }
        }
    }
    for (int r = 0; r < R; ++r)
        for (int g = 0; g < G; ++g)
            for (std::size_t v = 0; v < per_group; ++v) store_int(out + (r * G + g) * group + v * lanes, sums[r][g][v]);
}

template <int G>
inline void tile_rows(std::size_t rows, const Segment& first, const Segment& second, const std::int8_t* weights,
                      std::size_t group_stride, const std::int32_t* zero, std::int32_t* out) {
    switch (rows) {
        case 1:
            return tile<1, G>(first, second, weights, group_stride, zero, out);
        case 2:
            return tile<2, G>(first, second, weights, group_stride, zero, out);
        case 3:
            return tile<3, G>(first, second, weights, group_stride, zero, out);
        case 4:
            return tile<4, G>(first, second, weights, group_stride, zero, out);
        case 5:
            if constexpr (batch_rows >= 5) return tile<5, G>(first, second, weights, group_stride, zero, out);
            break;
        case 6:
            if constexpr (batch_rows >= 6) return tile<6, G>(first, second, weights, group_stride, zero, out);
            break;
        default:
            break;
    }
}

// Calls take(row, first output, sums of one group) for every row and group of a product with one segment of inputs.
template <class Take>
inline void for_sums(const Packed& matrix, Rows in, std::size_t rows, const Take& take) {
    const std::size_t group_stride = matrix.inputs * group;
    const std::size_t groups = matrix.outputs / group;
    alignas(64) std::int32_t sums[batch_rows * batch_groups * group];
    std::size_t g = 0;
    while (g < groups) {
        const std::size_t wide = groups - g >= batch_groups ? batch_groups : 1;
        const std::int8_t* weights = matrix.weights + g * group_stride;
        for (std::size_t row = 0; row < rows; row += batch_rows) {
            const std::size_t here = rows - row < batch_rows ? rows - row : batch_rows;
            const Segment first{in.at + row * in.stride, in.stride, matrix.inputs};
            const Segment none{in.at, 0, 0};
            if (wide == batch_groups)
                tile_rows<batch_groups>(here, first, none, weights, group_stride, matrix.zero + g * group, sums);
            else
                tile_rows<1>(here, first, none, weights, group_stride, matrix.zero + g * group, sums);
            for (std::size_t r = 0; r < here; ++r)
                for (std::size_t b = 0; b < wide; ++b) take(row + r, (g + b) * group, sums + (r * wide + b) * group);
        }
        g += wide;
    }
}

inline Float value(const Packed& matrix, std::size_t output, const std::int32_t* sums) {
    return fma(to_float(load_int(sums)), load(matrix.scale + output), load(matrix.bias + output));
}

// ------------------------------------------------------------------------------------------------------------- tanh

// tanh(v) as numerator / denominator: the continued fraction cut after x^6, on |v| <= 4.97, where it reaches 1 (error below
// 1e-4).
struct Ratio {
    Float above, below;
};
inline Ratio tanh_ratio(Float v) {
    const Float x = least(most(v, all(-4.97F)), all(4.97F));
    const Float s = times(x, x);
    Float above = fma(s, all(1.0F / 135135.0F), all(378.0F / 135135.0F));
    above = fma(s, above, all(17325.0F / 135135.0F));
    above = times(x, fma(s, above, all(1.0F)));
    Float below = fma(s, all(28.0F / 135135.0F), all(3150.0F / 135135.0F));
    below = fma(s, below, all(62370.0F / 135135.0F));
    below = fma(s, below, all(1.0F));
    return {above, below};
}

// Logistic function of v as numerator / (2 * denominator).
inline Ratio logistic_ratio(Float v) {
    Ratio half = tanh_ratio(times(v, all(0.5F)));
    half.above = plus(half.above, half.below);
    return half;
}

inline void store_signed(std::uint8_t* out, Float v) {
    const Float scaled = fma(v, all(static_cast<float>(signed_levels)), all(static_cast<float>(signed_zero)));
    store_bytes(out, least(most(scaled, all(1.0F)), all(127.0F)));
}

inline void store_clipped(std::uint8_t* out, Float v, float levels) {
    store_bytes(out, least(most(times(v, all(levels)), all(0.0F)), all(static_cast<float>(clipped_levels))));
}

// ------------------------------------------------------------------------------------------------------ float layers

template <int R, class Take>
inline void wide_tile(const Wide& layer, const float* in, std::size_t output, const Take& take) {
    Float sums[R][per_group];
    for (int r = 0; r < R; ++r)
        for (std::size_t v = 0; v < per_group; ++v) sums[r][v] = all(0.0F);
    const std::int8_t* w = layer.weights + output;
    for (std::size_t k = 0; k < layer.inputs; ++k, w += layer.outputs)
        for (std::size_t v = 0; v < per_group; ++v) {
            const Float weight = bytes_to_float(w + v * lanes);
            for (int r = 0; r < R; ++r) sums[r][v] = fma(all(in[r * layer.inputs + k]), weight, sums[r][v]);
        }
    for (int r = 0; r < R; ++r)
        for (std::size_t v = 0; v < per_group; ++v) {
            const std::size_t at = output + v * lanes;
            take(static_cast<std::size_t>(r), at, fma(sums[r][v], load(layer.scale + at), load(layer.bias + at)));
        }
}

template <class Take>
inline void wide_layer(const Wide& layer, const float* in, std::size_t rows, const Take& take) {
    for (std::size_t output = 0; output < layer.outputs; output += group)
        for (std::size_t row = 0; row < rows;) {
            const float* at = in + row * layer.inputs;
            const auto here = [&](std::size_t r, std::size_t o, Float v) { take(row + r, o, v); };
            if (rows - row >= 4) {
                wide_tile<4>(layer, at, output, here);
                row += 4;
            } else {
                wide_tile<1>(layer, at, output, here);
                row += 1;
            }
        }
}

void wide_relu(const Wide& layer, const float* in, std::size_t rows, float* out) {
    wide_layer(layer, in, rows,
               [&](std::size_t row, std::size_t o, Float v) { store(out + row * layer.outputs + o, most(v, all(0.0F))); });
}

void wide_tanh(const Wide& layer, const float* in, std::size_t rows, std::uint8_t* out) {
    wide_layer(layer, in, rows, [&](std::size_t row, std::size_t o, Float v) {
        const Ratio t = tanh_ratio(v);
        store_signed(out + row * layer.outputs + o, divide(t.above, t.below));
    });
}

// ---------------------------------------------------------------------------------------------------- integer layers

void to_half(const Packed& matrix, Rows in, std::size_t rows, std::uint16_t* const* out) {
    for_sums(matrix, in, rows, [&](std::size_t row, std::size_t o, const std::int32_t* sums) {
        for (std::size_t v = 0; v < group; v += lanes) store_half(out[row] + o + v, value(matrix, o + v, sums + v));
    });
}

template <class Store>
inline void added_layer(const Packed& matrix, Rows in, std::size_t rows, Added added, const Store& put) {
    for_sums(matrix, in, rows, [&](std::size_t row, std::size_t o, const std::int32_t* sums) {
        for (std::size_t v = 0; v < group; v += lanes) {
            Float z = value(matrix, o + v, sums + v);
            if (added.rows != nullptr) z = plus(z, load_half(added.rows[row] + added.offset + o + v));
            put(row, o + v, z);
        }
    });
}

void clipped(const Packed& matrix, Rows in, std::size_t rows, Added added, float clip, std::uint8_t* out,
             std::size_t out_stride) {
    const float levels = static_cast<float>(clipped_levels) / clip;
    added_layer(matrix, in, rows, added,
                [&](std::size_t row, std::size_t o, Float z) { store_clipped(out + row * out_stride + o, z, levels); });
}

void clipped_float(const Packed& matrix, Rows in, std::size_t rows, Added added, float clip, float* out, std::size_t out_stride) {
    added_layer(matrix, in, rows, added, [&](std::size_t row, std::size_t o, Float z) {
        store(out + row * out_stride + o, least(most(z, all(0.0F)), all(clip)));
    });
}

void linear(const Packed& matrix, Rows in, std::size_t rows, float* out, std::size_t out_stride) {
    for_sums(matrix, in, rows, [&](std::size_t row, std::size_t o, const std::int32_t* sums) {
        for (std::size_t v = 0; v < group; v += lanes) store(out + row * out_stride + o + v, value(matrix, o + v, sums + v));
    });
}

void clipped_sum(const float* a, const float* b, const float* c, std::size_t n, float clip, std::uint8_t* out) {
    const float levels = static_cast<float>(clipped_levels) / clip;
    for (std::size_t i = 0; i < n; i += lanes) store_clipped(out + i, plus(plus(load(a + i), load(b + i)), load(c + i)), levels);
}

// --------------------------------------------------------------------------------------------------------------- LSTM

// One division for the new cell and one for the output: sums of fractions over their common denominator.
inline void gates(const Float (&a)[4], float* cell, std::uint8_t* out) {
    const Ratio i = logistic_ratio(a[0]), f = logistic_ratio(a[1]), g = tanh_ratio(a[2]), o = logistic_ratio(a[3]);
    const Float ig = times(i.below, g.below);
    const Float kept = times(times(f.above, load(cell)), ig);
    const Float sum = fma(times(i.above, g.above), f.below, kept);
    const Float c = divide(times(sum, all(0.5F)), times(f.below, ig));
    store(cell, c);
    const Ratio t = tanh_ratio(c);
    store_signed(out, divide(times(times(o.above, t.above), all(0.5F)), times(o.below, t.below)));
}

constexpr std::size_t lstm_rows = 24;  // rows whose sums are held between the product and the gates

void lstm_step(const LstmStep& step) {
    const Packed& matrix = *step.matrix;
    const std::size_t group_stride = matrix.inputs * group;
    const std::size_t from_below = matrix.inputs - step.hidden;
    alignas(64) std::int32_t sums[4 * lstm_rows * group];  // by gate where batch_groups is 1, else all four gates a row
    for (std::size_t unit = 0; unit < step.hidden; unit += group) {
        const std::size_t output = unit * 4;
        const std::int8_t* weights = matrix.weights + output / group * group_stride;
        for (std::size_t top = 0; top < step.rows; top += lstm_rows) {
            const std::size_t many = step.rows - top < lstm_rows ? step.rows - top : lstm_rows;
            for (std::size_t g = 0; g < 4; g += batch_groups)
                for (std::size_t r = 0; r < many; r += batch_rows) {
                    const std::size_t here = many - r < batch_rows ? many - r : batch_rows;
                    const Segment below{step.below.at + (top + r) * step.below.stride, step.below.stride, from_below};
                    const Segment before{step.before.at + (top + r) * step.before.stride, step.before.stride, step.hidden};
                    tile_rows<batch_groups>(here, below, before, weights + g * group_stride, group_stride,
                                            matrix.zero + output + g * group,
                                            sums + g * lstm_rows * group + r * batch_groups * group);
                }
            for (std::size_t r = 0; r < many; ++r)
                for (std::size_t v = 0; v < group; v += lanes) {
                    Float a[4];
                    for (std::size_t g = 0; g < 4; ++g) {
                        const std::size_t o = output + g * group + v;
                        const std::int32_t* sum = sums + (batch_groups == 4 ? r * 4 + g : g * lstm_rows + r) * group + v;
                        const Float start = step.added.rows == nullptr
                                                ? load(matrix.bias + o)
                                                : load_half(step.added.rows[top + r] + step.added.offset + o);
                        a[g] = fma(to_float(load_int(sum)), load(matrix.scale + o), start);
                    }
                    gates(a, step.cell + (top + r) * step.hidden + unit + v, step.out + (top + r) * step.out_stride + unit + v);
                }
        }
    }
}

// --------------------------------------------------------------------------------------------------------------- arcs

template <int R>
inline void products_tile(const float* q, std::size_t q_stride, const float* r, std::size_t r_stride, std::size_t inner,
                          float* out, std::size_t out_stride) {
    Float sums[R][per_group];
    for (int i = 0; i < R; ++i)
        for (std::size_t v = 0; v < per_group; ++v) sums[i][v] = all(0.0F);
    for (std::size_t k = 0; k < inner; ++k)
        for (std::size_t v = 0; v < per_group; ++v) {
            const Float right = load(r + k * r_stride + v * lanes);
            for (int i = 0; i < R; ++i) sums[i][v] = fma(all(q[i * q_stride + k]), right, sums[i][v]);
        }
    for (int i = 0; i < R; ++i)
        for (std::size_t v = 0; v < per_group; ++v) store(out + i * out_stride + v * lanes, sums[i][v]);
}

void products(const float* q, std::size_t q_stride, std::size_t rows, const float* r, std::size_t r_stride, std::size_t inner,
              std::size_t columns, float* scores, std::size_t scores_stride) {
    for (std::size_t column = 0; column < columns; column += group)
        for (std::size_t row = 0; row < rows;) {
            float* out = scores + row * scores_stride + column;
            if (rows - row >= 4) {
                products_tile<4>(q + row * q_stride, q_stride, r + column, r_stride, inner, out, scores_stride);
                row += 4;
            } else {
                products_tile<1>(q + row * q_stride, q_stride, r + column, r_stride, inner, out, scores_stride);
                row += 1;
            }
        }
}

std::size_t greatest(const float* values, std::size_t n) {
    float best = values[0];
    std::size_t i = 0;
    if (n >= lanes) {
        Float top = load(values);
        for (i = lanes; i + lanes <= n; i += lanes) top = most(load(values + i), top);
        best = greatest_lane(top);
    }
    for (; i < n; ++i) best = values[i] > best ? values[i] : best;
    for (i = 0; i < n; ++i)
        if (values[i] == best) return i;
    return 0;
}
