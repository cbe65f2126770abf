"""Bidirectional LSTM on packed tokens: the compiled kernel where a C++ compiler is at hand, else the same in plain torch."""
import os

import torch

_kernel = None


def kernel():
    global _kernel
    if _kernel is None:
        try:
            from torch.utils.cpp_extension import load
            here = os.path.dirname(os.path.abspath(__file__))
            _kernel = load("readout_lstm", [os.path.join(here, "lstm_kernel.cpp")],
                           extra_cflags=["-O3", "-march=native", "-ffast-math", "-fopenmp-simd"])
        except Exception as e:          # no compiler, no ninja: slower, not wrong
            print(f"lstm: kernel not built ({type(e).__name__}: {e}); using plain torch")
            _kernel = False
    return _kernel


class Packing:
    """Which packed row holds which word. lengths: of the sentences of a batch, in the batch's order."""

    def __init__(self, lengths):
        lengths = torch.as_tensor(lengths)
        self.order = torch.argsort(lengths, descending=True, stable=True)
        sorted_lengths = lengths[self.order]
        T, B = int(sorted_lengths[0]), len(lengths)
        rows = (sorted_lengths.unsqueeze(0) > torch.arange(T).unsqueeze(1)).sum(1)
        self.start = torch.cat([torch.zeros(1, dtype=torch.int64), rows.cumsum(0)])
        # row_of[b, t]: packed row of word t of sentence b (padding: row 0); batch order
        rank = torch.empty(B, dtype=torch.int64)
        rank[self.order] = torch.arange(B)
        self.mask = torch.arange(T).unsqueeze(0) < lengths.unsqueeze(1)
        self.row_of = torch.where(self.mask, self.start[:T].unsqueeze(0) + rank.unsqueeze(1), torch.zeros((), dtype=torch.int64))
        self.tokens = int(lengths.sum())
        self.sentence_of = torch.empty(self.tokens, dtype=torch.int64)
        self.sentence_of[self.row_of[self.mask]] = torch.arange(B).unsqueeze(1).expand(B, T)[self.mask]

    def pack(self, padded):
        """[B,T,...] -> [N,...] in packed order."""
        out = padded.new_empty((self.tokens,) + tuple(padded.shape[2:]))
        out[self.row_of[self.mask]] = padded[self.mask]
        return out

    def unpack(self, packed):
        return packed[self.row_of]


class BiLSTM(torch.autograd.Function):
    @staticmethod
    def forward(ctx, gates, U, start):
        gates = gates.clone() if gates.requires_grad else gates
        out, cells = kernel().forward(gates, U, start)
        ctx.save_for_backward(gates, cells, out, U, start)
        return out

    @staticmethod
    def backward(ctx, dout):
        gates, cells, out, U, start = ctx.saved_tensors
        dgates, dU = kernel().backward(dout, gates, cells, out, U, start)
        return dgates, dU, None


def plain(gates, U, start):
    H = U.shape[2]
    start = start.tolist()
    T = len(start) - 1
    sides = []
    for d in (0, 1):
        h, c, outs = None, None, [None] * T
        for t in (range(T) if d == 0 else range(T - 1, -1, -1)):
            a = gates[start[t]:start[t + 1], d * 4 * H:(d + 1) * 4 * H]
            n = a.shape[0]
            if h is None:
                h, c = a.new_zeros(n, H), a.new_zeros(n, H)
            elif h.shape[0] < n:
                pad = a.new_zeros(n - h.shape[0], H)
                h, c = torch.cat([h, pad]), torch.cat([c, pad])
            h, c = h[:n], c[:n]
            i, f, g, o = (a + h @ U[d].t()).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            outs[t] = h
        sides.append(torch.cat(outs))
    return torch.cat(sides, 1)


def bilstm(gates, U, packing):
    if kernel():
        return BiLSTM.apply(gates, U, packing.start)
    return plain(gates, U, packing.start)
