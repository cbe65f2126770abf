#!/usr/bin/env python3
"""Measures how far the activations of a checkpoint's hidden layers reach, so that export.py spends its 7 bits where they are.

  calibrate.py CHECKPOINT FILE.conllu…        writes CHECKPOINT/calibration.json: {"own", "arc", "label"}: the top of each range

The top is the greatest activation but for one in a hundred thousand, and a twentieth more. 2,000 sentences at most are read.
"""
import json
import os
import sys

import numpy as np
import torch

import batches
from model import Model

SENTENCES, LONGEST = 2000, 60


def sentences(paths):
    found, forms, heads = [], [], []
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in [*f, "\n"]:
                c = line.rstrip("\n").split("\t")
                if len(c) == 10 and c[0].isdigit():
                    forms.append(c[1])
                    heads.append(int(c[6]) if c[6].isdigit() else 0)
                elif c == [""] and forms:
                    if len(forms) <= LONGEST:
                        found.append((forms, heads))
                    forms, heads = [], []
    step = max(1, len(found) // SENTENCES)
    return found[::step][:SENTENCES]


@torch.no_grad()
def reach(model, found):
    types = batches.Types(model.hp, model.flags, model.phrases)
    seen = {"own": [], "arc": [], "label": []}
    for at in range(0, len(found), 32):
        part = found[at:at + 32]
        empty = lambda n: {k: np.zeros(n, dtype=np.int64) for k in ("tags", "xpos", "lemmas", "labels", "names")}
        enc = [dict(empty(len(f)), types=types.of(f), heads=np.array(h)) for f, h in part]
        b = batches.Batch(enc, types)
        x = model.type_inputs(*b.types)[b.inverse]
        h = model.encode(x, b.packing)
        seen["own"] += [model.hidden("tag", h, x), model.hidden("name", h, x)]
        seen["arc"] += model.arc_sides(h)
        dep, head = (b.packing.unpack(z) for z in model.label_sides(h))
        for i, (f, heads) in enumerate(part):
            heads = torch.as_tensor(heads)
            above = torch.where(heads.unsqueeze(1) > 0, head[i][(heads - 1).clamp(min=0)], model["label.root"])
            seen["label"].append(model.clipped(dep[i][:len(f)] + above + model["label.b"]))
    tops = {}
    for kind, values in seen.items():
        v = np.sort(np.concatenate([z.numpy().ravel() for z in values]))
        tops[kind] = round(float(v[int((len(v) - 1) * (1 - 1e-5))]) * 1.05, 3)
    return tops


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    checkpoint = sys.argv[1]
    tops = reach(Model.load(checkpoint), sentences(sys.argv[2:]))
    with open(os.path.join(checkpoint, "calibration.json"), "w", encoding="utf-8") as f:
        json.dump(tops, f)
    print(tops)


if __name__ == "__main__":
    main()
