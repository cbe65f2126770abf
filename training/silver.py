#!/usr/bin/env python3
"""Machine-parsed text for a student: the averaged distributions of the teachers, the top four of each.

silver.py OUT.npz --teachers CKPT,CKPT... --open FOLDER [--words N] [--seed S] [--part I/N]
Sentences: wiki current events (most), MASC, state of the union, wikipedia, wikiwars, re3d, and the words of the name corpora.
"""
import argparse
import glob
import json
import os
import random

import numpy as np

import corpora
import vectors
from model import Model
from parse import Runner

TOP = 4


def texts(root):
    """Sentences as word lists, with their source; 5 to 70 words, no mark-up, no repeats."""
    seen = set()
    for path in sorted(glob.glob(os.path.join(root, "plain", "*.txt.xz"))):
        base = os.path.basename(path).split(".")[0]
        if base in ("ewt-train", "gum-free", "us-inaugural"):
            continue
        for line in corpora.lines(path):
            if not line:
                continue
            for s in ([line] if "tokenised" in base or "wikineural" in base else vectors.simple_sentences(line)):
                words = s.split() if "tokenised" in base or "wikineural" in base else vectors.simple_tokens(s)
                h = hash(" ".join(words))
                if not 5 <= len(words) <= 70 or h in seen or "http" in s or "|" in s:
                    continue
                seen.add(h)
                yield base, words
    for s in corpora.english(root)["names"]:
        if 5 <= len(s.forms) <= 70:
            yield "names", s.forms


SHARE = {"wiki-current-events": 0.45, "masc-tokenised": 0.6, "us-state-of-the-union": 0.15, "wikipedia-sentences-wikineural-val": 0.8}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("out")
    a.add_argument("--teachers", required=True)
    a.add_argument("--open", required=True)
    a.add_argument("--words", type=int, default=1000000)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--part", default="0/1")
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    import torch
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    chosen = [w for base, w in texts(args.open) if rng.random() < SHARE.get(base, 1.0)]
    rng.shuffle(chosen)
    total, keep = 0, []
    for w in chosen:
        if total > args.words:
            break
        keep.append(w)
        total += len(w)
    i, n = map(int, args.part.split("/"))
    keep = keep[i::n]
    runner = Runner([Model.load(p) for p in args.teachers.split(",")])
    out, columns = [], None
    for at in range(0, len(keep), 4000):
        part = runner.all(keep[at:at + 4000], soft=TOP)
        for w, o in zip(keep[at:at + 4000], part):
            s = o["soft"]
            out.append(w)
            if columns is None:
                columns = {k: [] for k in s}
            for k in s:
                columns[k].append(pad(s[k]))
        print(f"{at + len(part)} of {len(keep)} sentences", flush=True)
    np.savez(args.out, forms=np.array(json.dumps(out, ensure_ascii=False)), **{k: np.concatenate(v) for k, v in columns.items()})


def pad(a):
    return a if a.shape[1] == TOP else np.pad(a, ((0, 0), (0, TOP - a.shape[1])))


if __name__ == "__main__":
    main()
