// Bidirectional LSTM over packed tokens, forward and backward, both directions in one call.
//
// Packed order: time-major, sentences sorted by falling length; step t holds rows [start[t], start[t+1]). One GEMM a step and
// direction, gates fused behind it in one vectorised pass, own backward: about twice as fast on a CPU as torch's LSTM on short
// sentences. Gate order i, f, g, o. Not part of what ships.
#include <torch/extension.h>

#include <cmath>
#include <thread>
#include <vector>

namespace {

// exp of an argument in [-60, 60], written so that the compiler vectorises the loops around it; relative error below 3e-7.
inline float exp_(float x) {
    const float t = x * 1.44269504f, r = __builtin_rintf(t), f = (t - r) * 0.693147181f;
    const float p =
        1.0f + f * (1.0f + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * (0.00833333333f + f * 0.00138888889f)))));
    const int bits = (static_cast<int>(r) + 127) << 23;
    float scale;
    __builtin_memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}
inline float clamp(float x) {
    x = x > 30.0f ? 30.0f : x;
    return x < -30.0f ? -30.0f : x;
}
inline float sigmoid(float x) { return 1.0f / (1.0f + exp_(-clamp(x))); }
inline float tanh_(float x) { return 2.0f / (1.0f + exp_(-2.0f * clamp(x))) - 1.0f; }

struct Packing {
    std::vector<int64_t> start;
    int64_t steps() const { return static_cast<int64_t>(start.size()) - 1; }
    int64_t rows(int64_t t) const { return start[t + 1] - start[t]; }
};

// gates [N,2,4H] holds W x + b on entry and the activated gates on leaving; cells [N,2,H] are written; out is [N,2H].
void forward_direction(int d, float* gates, float* cells, float* out, at::Tensor gates_t, at::Tensor out_t, at::Tensor U,
                       const Packing& p, int64_t H) {
    at::Tensor Ut = U.t();
    const std::vector<float> zero(static_cast<size_t>(H), 0.0f);
    const int64_t T = p.steps();
    for (int64_t s = 0; s < T; ++s) {
        const int64_t t = d == 0 ? s : T - 1 - s, from = d == 0 ? t - 1 : t + 1;
        const int64_t n = p.rows(t), known = from < 0 || from >= T ? 0 : std::min(n, p.rows(from));
        if (known > 0) {
            at::Tensor G = gates_t.narrow(0, p.start[t], known).narrow(1, d * 4 * H, 4 * H);
            G.addmm_(out_t.narrow(0, p.start[from], known).narrow(1, d * H, H), Ut);
        }
        for (int64_t r = 0; r < n; ++r) {
            float* __restrict g = gates + ((p.start[t] + r) * 2 + d) * 4 * H;
            float* __restrict c = cells + ((p.start[t] + r) * 2 + d) * H;
            float* __restrict h = out + (p.start[t] + r) * 2 * H + d * H;
            const float* __restrict before = r < known ? cells + ((p.start[from] + r) * 2 + d) * H : zero.data();
#pragma omp simd
            for (int64_t k = 0; k < H; ++k) {
                const float i = sigmoid(g[k]), f = sigmoid(g[H + k]), u = tanh_(g[2 * H + k]), o = sigmoid(g[3 * H + k]);
                const float v = i * u + f * before[k];
                g[k] = i, g[H + k] = f, g[2 * H + k] = u, g[3 * H + k] = o;
                c[k] = v;
                h[k] = o * tanh_(v);
            }
        }
    }
}

// dgates [N,2,4H] is written; dout [N,2H] is the gradient of the output, used as scratch (recurrent parts are added to it).
void backward_direction(int d, const float* gates, const float* cells, float* dout, float* dgates, at::Tensor dgates_t,
                        at::Tensor dout_t, at::Tensor U, const Packing& p, int64_t H) {
    const int64_t T = p.steps();
    const std::vector<float> zero(static_cast<size_t>(H), 0.0f);
    std::vector<float> dcell(static_cast<size_t>(p.rows(0) * H), 0.0f);  // rows of sentences, in packed order
    for (int64_t s = T - 1; s >= 0; --s) {
        const int64_t t = d == 0 ? s : T - 1 - s, from = d == 0 ? t - 1 : t + 1;
        const int64_t n = p.rows(t), known = from < 0 || from >= T ? 0 : std::min(n, p.rows(from));
        for (int64_t r = 0; r < n; ++r) {
            const float* __restrict g = gates + ((p.start[t] + r) * 2 + d) * 4 * H;
            const float* __restrict c = cells + ((p.start[t] + r) * 2 + d) * H;
            const float* __restrict dh = dout + (p.start[t] + r) * 2 * H + d * H;
            const float* __restrict before = r < known ? cells + ((p.start[from] + r) * 2 + d) * H : zero.data();
            float* __restrict dg = dgates + ((p.start[t] + r) * 2 + d) * 4 * H;
            float* __restrict dc = dcell.data() + r * H;
#pragma omp simd
            for (int64_t k = 0; k < H; ++k) {
                const float i = g[k], f = g[H + k], u = g[2 * H + k], o = g[3 * H + k], tc = tanh_(c[k]);
                const float e = dc[k] + dh[k] * o * (1.0f - tc * tc);
                dg[k] = e * u * i * (1.0f - i);
                dg[H + k] = e * before[k] * f * (1.0f - f);
                dg[2 * H + k] = e * i * (1.0f - u * u);
                dg[3 * H + k] = dh[k] * tc * o * (1.0f - o);
                dc[k] = e * f;
            }
        }
        if (known > 0) {
            at::Tensor D = dout_t.narrow(0, p.start[from], known).narrow(1, d * H, H);
            D.addmm_(dgates_t.narrow(0, p.start[t], known).narrow(1, d * 4 * H, 4 * H), U);
        }
    }
}

Packing packing_of(const at::Tensor& start) {
    const int64_t* s = start.data_ptr<int64_t>();
    return Packing{std::vector<int64_t>(s, s + start.numel())};
}

// Calls work(0), work(1): on two threads where torch may use two.
template <class Work>
void both(Work work) {
    if (at::get_num_threads() < 2) {
        work(0);
        work(1);
        return;
    }
    std::thread other([&] {
        c10::InferenceMode off(false);
        at::NoGradGuard no;
        work(1);
    });
    work(0);
    other.join();
}

}  // namespace

std::vector<at::Tensor> forward(at::Tensor gates, at::Tensor U, at::Tensor start) {
    at::NoGradGuard no;
    const int64_t H = U.size(2), N = gates.size(0);
    const Packing p = packing_of(start);
    at::Tensor out = at::empty({N, 2 * H}, gates.options()), cells = at::empty({N, 2 * H}, gates.options());
    both([&](int d) {
        forward_direction(d, gates.data_ptr<float>(), cells.data_ptr<float>(), out.data_ptr<float>(), gates, out, U[d], p, H);
    });
    return {out, cells};
}

std::vector<at::Tensor> backward(at::Tensor dout, at::Tensor gates, at::Tensor cells, at::Tensor out, at::Tensor U,
                                 at::Tensor start) {
    at::NoGradGuard no;
    const int64_t H = U.size(2), N = gates.size(0);
    const Packing p = packing_of(start);
    dout = dout.contiguous().clone();
    at::Tensor dgates = at::empty_like(gates), dU = at::empty_like(U);
    at::Tensor previous = at::zeros({N, 2 * H}, gates.options());
    const int64_t T = p.steps();
    for (int64_t t = 0; t < T; ++t) {
        if (t > 0)
            previous.narrow(0, p.start[t], p.rows(t))
                .narrow(1, 0, H)
                .copy_(out.narrow(0, p.start[t - 1], p.rows(t)).narrow(1, 0, H));
        if (t + 1 < T)
            previous.narrow(0, p.start[t], p.rows(t + 1))
                .narrow(1, H, H)
                .copy_(out.narrow(0, p.start[t + 1], p.rows(t + 1)).narrow(1, H, H));
    }
    both([&](int d) {
        backward_direction(d, gates.data_ptr<float>(), cells.data_ptr<float>(), dout.data_ptr<float>(), dgates.data_ptr<float>(),
                           dgates, dout, U[d], p, H);
        at::Tensor D = dU[d];
        at::mm_out(D, dgates.narrow(1, d * 4 * H, 4 * H).t(), previous.narrow(1, d * H, H));
    });
    return {dgates, dU};
}

// One pass over one tensor: Adam, and the running mean of the weights. scale multiplies the gradient (clipping).
void adam(at::Tensor p, at::Tensor g, at::Tensor m, at::Tensor v, at::Tensor mean, double rate, double beta1, double beta2,
          double scale, int64_t step, double keep) {
    TORCH_CHECK(p.is_contiguous() && g.is_contiguous() && m.is_contiguous() && v.is_contiguous() && mean.is_contiguous(),
                "adam: contiguous tensors");
    const int64_t n = p.numel();
    float* __restrict P = p.data_ptr<float>();
    const float* __restrict G = g.data_ptr<float>();
    float* __restrict M = m.data_ptr<float>();
    float* __restrict V = v.data_ptr<float>();
    float* __restrict E = mean.data_ptr<float>();
    const float b1 = beta1, b2 = beta2, s = scale, k = keep;
    const float r = rate / (1.0 - std::pow(beta1, step)), c = 1.0 / (1.0 - std::pow(beta2, step));
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
        const float d = G[i] * s;
        M[i] = b1 * M[i] + (1.0f - b1) * d;
        V[i] = b2 * V[i] + (1.0f - b2) * d * d;
        P[i] -= r * M[i] / (std::sqrt(V[i] * c + 1e-20f) + 1e-8f);  // the floor: -ffast-math's root of a denormal is not a number
        E[i] += (P[i] - E[i]) * (1.0f - k);
    }
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
    m.def("forward", &forward);
    m.def("backward", &backward);
    m.def("adam", &adam);
}
