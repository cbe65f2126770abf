#!/usr/bin/env python3
"""Answers of a checkpoint in float32, to check another implementation against.   reference.py CHECKPOINT FILE.conllu... > REFERENCE.jsonl

One line a sentence: forms, tags, xpos, lemmas, heads, labels, names. The first RAW lines also carry raw numbers, rounded to six digits:
x [n][x_dim], h [n][2*hidden], logits of tags, xpos, lemmas (first word) and names (all words), arcs [n][n+1] (column 0 the root), labels [n][labels].
"""
import json
import sys

import torch

import batches
import corpora
from model import Model
from parse import Runner

COUNT, RAW = 100, 12


@torch.no_grad()
def raw(model, types, forms, heads):
    import numpy as np
    e = {k: np.zeros(len(forms), dtype=np.int64) for k in ("tags", "xpos", "lemmas", "labels", "names", "heads")}
    e["types"] = types.of(forms)
    b = batches.Batch([e], types)
    r = b.packing.row_of[0]
    x = model.type_inputs(*b.types)[b.inverse]
    h = model.encode(x, b.packing)
    t, n = model.hidden("tag", h, x), model.hidden("name", h, x)
    dep, head = model.arc_sides(h)
    arcs = model.arc_scores(b.packing.unpack(dep), b.packing.unpack(head))[0]
    ld, lh = model.label_sides(h)
    rows = b.head_rows(torch.as_tensor(heads)[torch.argsort(r)])
    z = torch.where(rows.unsqueeze(1) >= 0, lh[rows.clamp(min=0)], model["label.root"])
    labels = model.label_logits(ld, z)
    show = lambda v: [[round(float(q), 6) for q in row] for row in v]
    return {"x": show(x[r]), "h": show(h[r]), "tags": show(model.logits("tag.tags", t)[r][:1]), "xpos": show(model.logits("tag.xpos", t)[r][:1]),
            "lemmas": show(model.logits("tag.lemmas", t)[r][:1]), "names": show(model.logits("name.names", n)[r]), "arcs": show(arcs), "labels": show(labels[r])}


def main(argv):
    model = Model.load(argv[1])
    runner = Runner([model])
    for path in argv[2:]:
        sentences = [s.forms for s in corpora.conllu(path, "dev")][50:50 + COUNT]
        for i, o in enumerate(runner.all(sentences)):
            if i < RAW:
                o["raw"] = raw(model, runner.types[0], o["forms"], o["heads"])
            print(json.dumps(o, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv)
