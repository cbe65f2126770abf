"""Running a model: tags, trees, names, lemmas for sentences of words, as the C++ reader decodes them (MODEL.md, section 3)."""
import numpy as np
import torch

import batches
import lemma


def chu_liu_edmonds(score):
    """score [n+1,n+1]: score[d,h]; -> heads [n+1] of the maximum spanning arborescence from 0."""
    n = score.shape[0]
    score = score.copy()
    np.fill_diagonal(score, -np.inf)
    score[0, :] = -np.inf
    heads = score.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    cyc = np.array(cycle)
    gain = score[cyc][:, outside] - score[cyc, heads[cyc]][:, None]     # entering the cycle at a node instead of its cycle head
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = score[np.ix_(outside, outside)]
    small[m, :m] = gain.max(0)
    small[:m, m] = score[np.ix_(outside, cyc)].max(1)
    enter = cyc[gain.argmax(0)]
    leave = cyc[score[np.ix_(outside, cyc)].argmax(1)]
    sub = chu_liu_edmonds(small)
    out = heads.copy()
    for k in range(1, m):
        d = outside[k]
        out[d] = leave[k] if sub[k] == m else outside[sub[k]]
    out[enter[sub[m]]] = outside[sub[m]]
    return out


def find_cycle(heads):
    state = np.zeros(len(heads), dtype=int)
    for s in range(1, len(heads)):
        path, v = [], s
        while v != 0 and state[v] == 0:
            state[v] = 1
            path.append(v)
            v = heads[v]
        if v != 0 and state[v] == 1:
            return path[path.index(v):]
        for u in path:
            state[u] = 2
    return None


def tree(scores):
    """scores [n,n+1] (log-probabilities over heads, column 0 the root) -> heads [n], a tree with exactly one root."""
    n = scores.shape[0]
    s = scores.copy()
    s[np.arange(n), np.arange(1, n + 1)] = -np.inf
    heads = s.argmax(1)
    if (heads == 0).sum() == 1 and find_cycle(np.concatenate([[0], heads])) is None:
        return heads
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:] = s
    best = chu_liu_edmonds(full)[1:]
    if (best == 0).sum() == 1:
        return best
    top = (-np.inf, None)
    for r in range(n):                                   # one root: try each, the cheap way is enough for offline use
        if s[r, 0] < top[0] - 50:
            continue
        one = full.copy()
        one[1:, 0] = -1e9
        one[r + 1, 0] = s[r, 0]
        h = chu_liu_edmonds(one)[1:]
        if (h == 0).sum() != 1:
            continue
        v = s[np.arange(n), h].sum()
        if v > top[0]:
            top = (v, h)
    return top[1] if top[1] is not None else best


def viterbi(logits, names):
    """logits [n,L]; I-X only after B-X or I-X."""
    L = len(names)
    allowed = np.zeros((L, L), dtype=bool)
    for j, b in enumerate(names):
        for i, a in enumerate(names):
            allowed[i, j] = not b.startswith("I-") or a[2:] == b[2:] and a != "O"
    trans = np.where(allowed, 0.0, -np.inf)
    start = np.array([-np.inf if b.startswith("I-") else 0.0 for b in names])
    v = logits[0] + start
    back = []
    for t in range(1, len(logits)):
        m = v[:, None] + trans
        back.append(m.argmax(0))
        v = m.max(0) + logits[t]
    path = [int(v.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [names[i] for i in reversed(path)]


class Runner:
    """One or several models (of one set of label lists) as one: their distributions are averaged."""

    def __init__(self, models):
        self.models = models
        self.hp = models[0].hp
        self.types = [batches.Types(m.hp, m.flags, m.phrases) for m in models]

    @torch.no_grad()
    def distributions(self, forms_batch):
        """-> packing and log-probabilities: arcs [B,T,T+1], and per packed row tags, xpos, lemmas, names; a function for labels."""
        total = None
        for m, types in zip(self.models, self.types):
            enc = [{k: np.zeros(len(f), dtype=np.int64) for k in ("tags", "xpos", "lemmas", "labels", "names", "heads")} |
                   {"types": types.of(f)} for f in forms_batch]
            b = batches.Batch(enc, types)
            x = m.type_inputs(*b.types)[b.inverse]
            h = m.encode(x, b.packing)
            t, e = m.hidden("tag", h, x), m.hidden("name", h, x)
            d = {k: torch.softmax(m.logits(n, z), 1) for k, n, z in
                 (("tags", "tag.tags", t), ("xpos", "tag.xpos", t), ("lemmas", "tag.lemmas", t), ("names", "name.names", e))}
            dep, head = (b.packing.unpack(z) for z in m.arc_sides(h))
            s = m.arc_scores(dep, head)
            T = s.shape[1]
            B = s.shape[0]
            s[:, :, 1:].masked_fill_(~b.packing.mask.unsqueeze(1), -1e9)
            s[:, torch.arange(T), torch.arange(1, T + 1)] = -1e9
            d["arcs"] = torch.softmax(s, 2)
            ld, lh = m.label_sides(h)
            labels = lambda rows, m=m, ld=ld, lh=lh: torch.softmax(
                m.label_logits(ld, torch.where(rows.unsqueeze(1) >= 0, lh[rows.clamp(min=0)], m["label.root"].expand(len(rows), -1))), 1)
            if total is None:
                total, functions, batch = d, [labels], b
            else:
                total = {k: total[k] + d[k] for k in total}
                functions.append(labels)
        n = len(self.models)
        total = {k: v / n for k, v in total.items()}
        return batch, total, lambda rows: sum(f(rows) for f in functions) / n

    @torch.no_grad()
    def analyse(self, forms_batch, soft=0):
        """-> a list of dicts: tags, xpos, lemmas, heads, labels, names; with soft=K also top-K ids and probabilities of each."""
        hp = self.hp
        batch, d, label_of = self.distributions(forms_batch)
        p = batch.packing
        arcs = torch.log(d["arcs"] + 1e-12).numpy()
        heads = torch.zeros(p.tokens, dtype=torch.int64)
        for i, f in enumerate(forms_batch):
            n = len(f)
            heads[p.row_of[i, :n]] = torch.from_numpy(tree(arcs[i, :n, :n + 1]))
        lab = label_of(batch.head_rows(heads))
        root = hp["labels"].index("root")
        forced = lab.clone()
        forced[:, root] = -1
        best = torch.where(heads == 0, torch.full_like(heads, root), forced.argmax(1))
        out = []
        logn = torch.log(d["names"] + 1e-12).numpy()
        a = {k: d[k].argmax(1) for k in ("tags", "xpos", "lemmas")}
        tops = {}
        if soft:
            per_row = d["arcs"].new_zeros(p.tokens, d["arcs"].shape[2])
            per_row[p.row_of[p.mask]] = d["arcs"][p.mask]
            for k, v in list(d.items()) + [("labels", lab)]:
                v = per_row if k == "arcs" else v
                pr, ids = v.topk(min(soft, v.shape[1]), 1)
                ids = ids.masked_fill(pr == 0, 0)                              # a head beyond the sentence must not be named
                tops[k + ".ids"], tops[k + ".p"] = ids.numpy().astype(np.int16), (pr / pr.sum(1, keepdim=True)).numpy().astype(np.float16)
        for i, f in enumerate(forms_batch):
            r = p.row_of[i, :len(f)]
            o = {"forms": f, "heads": heads[r].tolist(), "labels": [hp["labels"][j] for j in best[r]],
                 "tags": [hp["tags"][j] for j in a["tags"][r]], "xpos": [hp["xpos"][j] for j in a["xpos"][r]],
                 "lemmas": [lemma.apply(hp["lemmas"][j], w) for j, w in zip(a["lemmas"][r], f)],
                 "names": viterbi(logn[r.numpy()], hp["names"])}
            if soft:
                o["soft"] = {k: v[r.numpy()] for k, v in tops.items()}
            out.append(o)
        return out

    def all(self, forms_list, tokens=4000, soft=0):
        order = sorted(range(len(forms_list)), key=lambda i: len(forms_list[i]))
        out = [None] * len(forms_list)
        now, total = [], 0
        for pos, i in enumerate(order):
            now.append(i)
            total += len(forms_list[i])
            if total >= tokens or pos == len(order) - 1:
                for j, o in zip(now, self.analyse([forms_list[k] for k in now], soft)):
                    out[j] = o
                now, total = [], 0
        return out
