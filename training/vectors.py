#!/usr/bin/env python3
"""Word vectors from open text: PPMI over position-tagged windows, truncated SVD.   vectors.py OPEN_FOLDER OUT.npz

Contexts are (offset, word) for offsets -2 -1 +1 +2 among the most frequent words; rows are words seen at least MIN times.
"""
import glob
import os
import re
import sys
from collections import Counter

import numpy as np
import scipy.sparse as sp

from corpora import conllu, lines
from features import key

MIN, ROWS, CONTEXTS, OFFSETS = 4, 40000, 8000, (-3, -2, -1, 1, 2, 3)
TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[A-Z](?:\.[A-Z])+\.|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Jr|Sr|No|vs)\.|"
                   r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+?(?=n['’]t\b)|\w+|\.\.\.|--+|[^\w\s]")


def simple_tokens(text):
    """A stand-in for the tokenizer: good enough for counts and machine-parsed text, no part of what ships."""
    return TOKEN.findall(text)


STOP = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jr|Sr|No|vs|U\.S|U\.N|U\.K|[A-Z])\.)$")


def simple_sentences(paragraph):
    parts, out = STOP.split(paragraph), []
    for p in parts:
        if out and ABBREVIATED.search(out[-1]):
            out[-1] += " " + p
        else:
            out.append(p)
    return out


def sentences(root):
    for path in sorted(glob.glob(os.path.join(root, "plain", "*.txt.xz"))):
        base = os.path.basename(path)
        if base.startswith(("ewt-", "gum-")):       # taken from the treebanks, with their tokens
            continue
        for line in lines(path):
            if line:
                yield line.split() if "tokenised" in base or "wikineural" in base else simple_tokens(line)
    for path in ("ud-ewt/en_ewt-ud-train.conllu.xz", "ud-gum/gum-train-free.conllu.xz"):
        for s in conllu(os.path.join(root, path)):
            yield s.forms


def build(stream, dim, seed=0):
    docs = [[key(w) for w in s] for s in stream]
    count = Counter(w for s in docs for w in s)
    words = [w for w, n in count.most_common(ROWS) if n >= MIN]
    row = {w: i for i, w in enumerate(words)}
    stream = np.concatenate([np.array([row.get(w, -1) for w in s] + [-1] * 3, dtype=np.int64) for s in docs])
    C = min(CONTEXTS, len(words))
    M = []
    for o in OFFSETS:
        a, b = (stream[:-o], stream[o:]) if o > 0 else (stream[-o:], stream[:o])
        ok = (a >= 0) & (b >= 0) & (b < C)
        M.append(sp.coo_matrix((np.ones(ok.sum(), dtype=np.float32), (a[ok], b[ok])), shape=(len(words), C)).tocsr())
    M = sp.hstack(M).tocsr()
    total = M.sum()
    r = np.maximum(np.asarray(M.sum(1)).ravel(), 1) / total
    c = np.maximum(np.asarray(M.sum(0)).ravel(), 1) ** 0.75
    c = c / c.sum()                                          # smoothed: rare contexts count for less
    coo = M.tocoo()
    v = np.log(coo.data / total / (r[coo.row] * c[coo.col]) + 1e-12)
    keep = v > 0
    P = sp.coo_matrix((np.sqrt(v[keep]), (coo.row[keep], coo.col[keep])), shape=M.shape).tocsr().astype(np.float32)
    rng = np.random.default_rng(seed)                       # randomised SVD, three power steps
    Q = P @ rng.standard_normal((P.shape[1], dim + 20), dtype=np.float32)
    for _ in range(3):
        Q, _r = np.linalg.qr(Q)
        Q = P @ (P.T @ Q)
    Q, _r = np.linalg.qr(Q)
    U, S, _v = np.linalg.svd((P.T @ Q).T, full_matrices=False)
    X = (Q @ U)[:, :dim] * np.sqrt(S[:dim])
    X = X / (np.linalg.norm(X, axis=1, keepdims=True) + 1e-6)
    return words, (X * np.sqrt(dim) * 0.35).astype(np.float32)


def main(root, out, dim=96):
    words, X = build(sentences(root), dim)
    np.savez(out, words=np.array(words), vectors=X)
    print(f"{len(words)} vectors of {dim} dimensions")


if __name__ == "__main__":
    main(*sys.argv[1:3])
