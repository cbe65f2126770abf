#!/usr/bin/env python3
"""Writes the model file that src/language reads from a checkpoint of training/train.py.

  export.py CHECKPOINT OUT.model --name en-2026.11

Numpy only; the same checkpoint gives the same bytes. The layout is told in src/language/model_file.h, the sections in docs/language.md.
"""
import argparse
import json
import os
import sys

import numpy as np

VERSION = 1
GROUP = 16                                   # outputs whose weights lie together (src/language/kernels.h)
SIGNED_LEVELS, SIGNED_ZERO, CLIPPED_LEVELS = 63, 64, 127
BORDER = 64
SIZES = ("word_dim vector_dim affix_dim buckets shape_dim flags mix x_dim layers hidden tag_dim name_dim arc_dim label_dim "
         "distance").split()


# ------------------------------------------------------------------------------------------------------- quantisation
def quantised_rows(m):
    """Rows of float -> rows of int8 in -127..127 and a scale a row."""
    m = np.asarray(m, dtype=np.float32)
    top = np.abs(m).max(axis=1)
    scale = (np.where(top > 0, top, 1) / np.float32(127)).astype(np.float32)
    return np.clip(np.rint(m / scale[:, None]), -127, 127).astype(np.int8), scale


MOST_OF_FOUR = 258                           # src/language/kernels.h


def fit_sums(numbers):
    """Lowers the greatest of four weights that AVX2 sums in 16 bits where they could overflow: inputs 0 1 4 5 and 2 3 6 7 of each eight."""
    rows, inputs = numbers.shape
    fours = numbers.reshape(rows, inputs // 8, 2, 2, 2).transpose(0, 1, 3, 2, 4).reshape(-1, 4).astype(np.int32)
    for sign in (1, -1):
        part = np.maximum(sign * fours, 0)
        while True:
            over = part.sum(axis=1) > MOST_OF_FOUR
            if not over.any():
                break
            at = np.flatnonzero(over)
            part[at, part[at].argmax(axis=1)] -= 1
        fours = np.where(sign * fours > 0, sign * part, fours)
    return fours.reshape(rows, inputs // 8, 2, 2, 2).transpose(0, 1, 3, 2, 4).reshape(rows, inputs).astype(np.int8)


def packed_rows(m, one_sided):
    """Rows of float -> rows of int8 whose sums fit, and a scale a row: of several the one that does the row least harm.

    Activations that are never negative add up an error that all weights of a row share; that is what `one_sided` counts in.
    """
    m = np.asarray(m, dtype=np.float32)
    top = np.abs(m).max(axis=1)
    base = (np.where(top > 0, top, 1) / np.float32(127)).astype(np.float32)
    best = np.full(len(m), np.inf)
    numbers, scale = np.zeros(m.shape, dtype=np.int8), base.copy()
    for factor in (1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0):
        tried = (base * np.float32(factor)).astype(np.float32)
        q = fit_sums(np.clip(np.rint(m / tried[:, None]), -127, 127).astype(np.int8))
        error = q * tried[:, None].astype(np.float64) - m
        harm = (error ** 2).sum(axis=1) + (error.sum(axis=1) ** 2 if one_sided else 0)
        better = harm < best
        best[better], numbers[better], scale[better] = harm[better], q[better], tried[better]
    return numbers, scale


def padded_rows(m):
    more = -len(m) % GROUP
    return np.concatenate([m, np.zeros((more,) + m.shape[1:], dtype=m.dtype)]) if more else m


class Sections:
    def __init__(self):
        self.rows = []

    def add(self, name, array):
        array = np.ascontiguousarray(array)
        assert name not in [n for n, _ in self.rows], name
        assert len(name) < 24 and array.dtype.itemsize in (1, 4) and array.dtype.byteorder in "=|<", name
        self.rows.append((name, array))

    def lines(self, name, lines):
        for line in lines:
            if "\n" in line:
                raise ValueError(f"{name}: a line feed in {line!r}")
        self.add(name, np.frombuffer("".join(line + "\n" for line in lines).encode("utf-8"), dtype=np.uint8))

    def embedding(self, name, table):
        numbers, scale = quantised_rows(table)
        self.add(name, numbers)
        self.add(name + ".scale", scale)

    def wide(self, name, W, b):
        """A float layer: weights [inputs][outputs], a scale an output."""
        numbers, scale = quantised_rows(W)
        self.add(name, numbers.T)
        self.add(name + ".scale", scale)
        self.add(name + ".bias", b.astype(np.float32))

    def packed(self, name, W, b, clip):
        """An integer layer over activations in (-1, 1) (clip None) or [0, clip]: see src/language/kernels.h, Packed."""
        W, b = padded_rows(W), padded_rows(b.astype(np.float32))
        assert W.shape[1] % 8 == 0, name
        numbers, scale = packed_rows(W, clip is not None)
        outputs, inputs = numbers.shape
        self.add(name, numbers.reshape(outputs // GROUP, GROUP, inputs // 4, 4).transpose(0, 2, 1, 3))
        if clip is None:
            zero = -SIGNED_ZERO * numbers.astype(np.int32).sum(axis=1)
            step = np.float32(1) / np.float32(SIGNED_LEVELS)
        else:
            zero = np.zeros(outputs, dtype=np.int32)
            step = np.float32(clip) / np.float32(CLIPPED_LEVELS)
        self.add(name + ".zero", zero.astype(np.int32))
        self.add(name + ".scale", scale * step)
        self.add(name + ".bias", b)

    def bytes(self):
        table = bytearray()
        at = BORDER + 48 * len(self.rows)
        body = bytearray()
        for name, array in self.rows:
            gap = -(at + len(body)) % BORDER
            body += bytes(gap)
            table += name.encode().ljust(24, b"\0") + np.array([array.dtype.itemsize, 0], dtype="<u4").tobytes()
            table += np.array([at + len(body), array.nbytes], dtype="<u8").tobytes()
            body += array.tobytes()
        body += bytes(-(at + len(body)) % BORDER)
        rest = bytes(table + body)
        header = b"READOUTM" + np.array([VERSION, len(self.rows)], dtype="<u4").tobytes()
        header += np.array([BORDER + len(rest), checksum(rest)], dtype="<u8").tobytes()
        return header.ljust(BORDER, b"\0") + rest


def checksum(data):
    """Eight lanes of multiply and rotate over 64-bit words, folded together (src/language/model_file.cpp)."""
    prime = np.uint64(0x9E3779B185EBCA87)
    left, right = np.uint64(29), np.uint64(35)
    lanes = np.arange(1, 9, dtype=np.uint64) * prime
    with np.errstate(over="ignore"):
        for row in np.frombuffer(data, dtype="<u8").reshape(-1, 8):
            lanes = (lanes ^ row) * prime
            lanes = (lanes << left) | (lanes >> right)
    mask, p, h = (1 << 64) - 1, int(prime), len(data)
    for lane in lanes.tolist():
        h = (h ^ lane) * p & mask
        h = (h << 29 | h >> 35) & mask
    return h


# ------------------------------------------------------------------------------------------------------- vocabulary
def fnv1a(data):
    h = 0x811C9DC5
    for b in data:
        h = (h ^ b) * 0x01000193 & 0xFFFFFFFF
    return h


def add_keys(out, meta):
    """Words, words with a vector and words with flags as one table, and an open-addressed index of it (linear probing)."""
    known = {}
    for i, w in enumerate(meta["words"]):
        known.setdefault(w, [0, 0, 0])[0] = i + 1
    for i, w in enumerate(meta["vector_words"]):
        known.setdefault(w, [0, 0, 0])[1] = i + 1
    for w, bits in meta["flag_words"].items():
        if int(bits):
            known.setdefault(w, [0, 0, 0])[2] = int(bits) & ((1 << meta["flags"] - (4 if meta.get("phrase_words") else 0)) - 1)
    text, entries, hashes = bytearray(), [], []
    for w in sorted(known, key=lambda w: w.encode("utf-8")):
        data = w.encode("utf-8")
        text += data
        hashes.append(fnv1a(data))
        entries.append([len(text)] + known[w])
    size = 1
    while size < 2 * len(entries):
        size *= 2
    slots = [0] * size
    for i, h in enumerate(hashes):
        at = h & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = i + 1
    out.add("key.text", np.frombuffer(bytes(text), dtype=np.uint8))
    out.add("key.entries", np.array(entries, dtype=np.uint32).reshape(-1, 4))
    out.add("key.slots", np.array(slots, dtype=np.uint32))


def fnv1a_64(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = (h ^ b) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def add_phrases(out, table):
    """Names of several words and what they begin with: src/language/phrases.h."""
    bits = dict(table)
    for p in table:
        for at in (i for i, c in enumerate(p) if c == " "):
            bits[p[:at]] = bits.get(p[:at], 0) | 8
    size = 1
    while 2 * size < 3 * len(bits):
        size *= 2
    slots = [0] * size
    for p in sorted(bits, key=lambda p: p.encode("utf-8")):
        h = fnv1a_64(p.encode("utf-8"))
        at = h >> 24 & size - 1
        while slots[at]:
            if slots[at] >> 4 == h >> 4:
                raise ValueError(f"{p}: two phrases of one hash")
            at = at + 1 & size - 1
        slots[at] = h & ~15 | bits[p]
    out.add("phrases", np.array(slots, dtype="<u8").view("<u4"))


# ------------------------------------------------------------------------------------------------------- the network
def units_in_blocks(hidden):
    """Row order of an LSTM's matrices: blocks of 16 units, in each the 16 rows of gate i, of f, of g, of o."""
    return np.array([gate * hidden + block + j for block in range(0, hidden, GROUP) for gate in range(4) for j in range(GROUP)])


def add_network(out, meta, t, own_clip, arc_clip, label_clip):
    H, layers = meta["hidden"], meta["layers"]
    order = units_in_blocks(H)
    zero = lambda n: np.zeros(n, dtype=np.float32)
    W = 2 * H                                # where x begins in the inputs of the tag and name layers
    out.packed("lexical",
               np.concatenate([t["lstm.0.fwd.W"][order], t["lstm.0.bwd.W"][order], t["tag.hidden.W"][:, W:], t["name.hidden.W"][:, W:]]),
               np.concatenate([t["lstm.0.fwd.b"][order], t["lstm.0.bwd.b"][order], t["tag.hidden.b"], t["name.hidden.b"]]), None)
    for l in range(layers):
        for d in ("fwd", "bwd"):
            U = t[f"lstm.{l}.{d}.U"]
            whole = U if l == 0 else np.concatenate([t[f"lstm.{l}.{d}.W"], U], axis=1)
            out.packed(f"lstm.{l}.{d}", whole[order], zero(4 * H) if l == 0 else t[f"lstm.{l}.{d}.b"][order], None)
    for k in ("tag", "name"):
        out.packed(k, t[k + ".hidden.W"][:, :W], zero(meta[k + "_dim"]), None)
    out.packed("arc", np.concatenate([t["arc.dep.W"], t["arc.head.W"]]), np.concatenate([t["arc.dep.b"], t["arc.head.b"]]), None)
    out.packed("label", np.concatenate([t["label.dep.W"], t["label.head.W"]]), zero(2 * meta["label_dim"]), None)
    kinds = ("tag.tags", "tag.xpos", "tag.lemmas")
    out.packed("tag.out", np.concatenate([padded_rows(t[k + ".W"]) for k in kinds]),
               np.concatenate([padded_rows(t[k + ".b"]) for k in kinds]), own_clip)
    out.add("name.out", padded_rows(t["name.names.W"]).T.astype(np.float32))   # small, and the most easily upset: kept in float
    out.add("name.out.bias", padded_rows(t["name.names.b"]).astype(np.float32))
    out.packed("arc.product", t["arc.U"], t["arc.u"], arc_clip)
    out.packed("label.out", t["label.labels.W"], t["label.labels.b"], label_clip)
    for name in ("arc.root", "arc.distance", "label.root"):
        out.add(name, t[name].astype(np.float32))
    out.add("label.offset", t["label.b"].astype(np.float32))


def about(meta, name, corpora):
    yield f"name\t{name}"
    yield f"language\t{meta['language']}"
    yield f"features\t{meta['features']}"
    yield "licence\tCC BY-SA 4.0"
    notes = meta.get("notes") or {}
    recipe = notes.get("recipe", "")
    if isinstance(recipe, dict):             # the settings of train.py, without the places of files
        recipe = " ".join(f"{k}={v}" for k, v in recipe.items() if not isinstance(v, (list, dict)) and "/" not in str(v))
    yield "recipe\t" + " ".join(str(recipe).split())
    for line in corpora:
        yield "corpus\t" + " ".join(line.split())


def corpora_of(meta):
    """Corpora and licences: from the checkpoint's notes, else the list beside this program."""
    notes = meta.get("notes") or {}
    if notes.get("corpora"):
        return [c if isinstance(c, str) else " · ".join(map(str, c)) for c in notes["corpora"]]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpora.tsv")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        rows = [l.rstrip("\n").split("\t") for l in f if l.strip() and not l.startswith("#")]
    return [" · ".join(r) for r in rows[1:]]


def clips_of(checkpoint, meta):
    """Tops of the ranges of the tag and name, arc and label layers: as training/calibrate.py measured them, never above the model's own."""
    path = os.path.join(checkpoint, "calibration.json")
    if not os.path.exists(path):
        print(f"{checkpoint}: no calibration.json (training/calibrate.py); every layer gets the whole range", file=sys.stderr)
        return [meta["clip"]] * 3
    with open(path, encoding="utf-8") as f:
        measured = json.load(f)
    return [min(meta["clip"], float(measured[k])) for k in ("own", "arc", "label")]


def export(checkpoint, name):
    with open(os.path.join(checkpoint, "model.json"), encoding="utf-8") as f:
        meta = json.load(f)
    if meta["format"] != "readout-checkpoint-1":
        raise ValueError(f"{checkpoint}: format {meta['format']}")
    t = np.load(os.path.join(checkpoint, "tensors.npz"))
    t = {k: t[k].astype(np.float32) for k in t.files}
    for k, v in t.items():
        if not np.isfinite(v).all():
            if not k.startswith("type.") or (~np.isfinite(v)).sum() > 16:
                raise ValueError(f"{checkpoint}: {k} holds a number that is none")
            print(f"{checkpoint}: {k}: {(~np.isfinite(v)).sum()} numbers that are none are written as 0", file=sys.stderr)
            v[~np.isfinite(v)] = 0
    out = Sections()
    out.lines("about", list(about(meta, name, corpora_of(meta))))
    out.add("sizes", np.array([meta[k] for k in SIZES], dtype=np.uint32))
    clips = clips_of(checkpoint, meta)
    out.add("clips", np.array(clips, dtype=np.float32))
    for k in ("tags", "xpos", "lemmas", "labels", "names"):
        out.lines(k, meta[k])
    add_keys(out, meta)
    if meta.get("phrase_words"):
        add_phrases(out, meta["phrase_words"])
    for k in ("word", "vector", "affix"):
        out.embedding("type." + k, t["type." + k])
    out.add("type.shape", t["type.shape"])
    out.wide("type.mix", t["type.mix.W"], t["type.mix.b"])
    out.wide("type.out", t["type.out.W"], t["type.out.b"])
    add_network(out, meta, t, *clips)
    return out.bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--name", default="en-2026.11")
    args = parser.parse_args()
    data = export(args.checkpoint, args.name)
    with open(args.out + ".tmp", "wb") as f:
        f.write(data)
    os.replace(args.out + ".tmp", args.out)
    print(f"{args.out}: {len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
