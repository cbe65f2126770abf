"""Sentences to tensors: types and their inputs, targets, noise, batches of like length."""
import random
from collections import Counter

import numpy as np
import torch

import features
import lemma
import lstm
import phrases
from corpora import ANY
from model import NAME_LABELS

NONE = -100                      # a target that no loss reads


class Types:
    """Every form seen so far and the numbers of MODEL.md, section 1."""

    def __init__(self, hp, flags, phrase_table=None):
        self.hp, self.flags, self.ids = hp, flags, {}
        self.phrases = phrases.Phrases(phrase_table) if phrase_table else None
        self.word = {w: i + 1 for i, w in enumerate(hp["words"])}
        self.vector = {w: i + 1 for i, w in enumerate(hp["vector_words"])}
        self.n, self.cap = 0, 1024
        self.table = np.zeros((self.cap, 3 + features.AFFIXES + features.GRAMS + 1), dtype=np.int64)
        self.bits = np.zeros((self.cap, hp["flags"]), dtype=np.float32)

    def of(self, forms):
        """The types of a sentence's words: a form, and its place in a name of several words."""
        marks = self.phrases.marks(forms) if self.phrases else [0] * len(forms)
        return np.array([self.id(f, m) for f, m in zip(forms, marks)], dtype=np.int64)

    def id(self, form, mark=0):
        i = self.ids.get((form, mark))
        if i is not None:
            return i
        if self.n == self.cap:
            self.cap *= 2
            self.table = np.resize(self.table, (self.cap, self.table.shape[1]))
            self.bits = np.resize(self.bits, (self.cap, self.bits.shape[1]))
        i = self.n
        self.n += 1
        self.ids[form, mark] = i
        k = features.key(form)
        g = features.gram_rows(k, self.hp["buckets"])
        self.table[i] = ([self.word.get(k, 0), self.vector.get(k, 0), features.shape(form)] + features.affix_rows(k, self.hp["buckets"])
                         + g + [0] * (features.GRAMS - len(g)) + [len(g)])
        b = self.flags.get(k, 0) | mark << self.hp["flags"] - phrases.BITS
        self.bits[i] = [b >> j & 1 for j in range(self.hp["flags"])]
        return i

    def inputs(self, ids, unknown=None):
        """Arguments of Model.type_inputs for an array of type ids; unknown: 1 withholds a word's id, 2 its vector too."""
        t = self.table[ids]
        if unknown is not None:
            t[unknown > 0, 0] = 0
            t[unknown > 1, 1] = 0
        a = 3 + features.AFFIXES
        T = torch.from_numpy
        return (T(t[:, 0].copy()), T(t[:, 1].copy()), T(t[:, 3:a].copy()), T(t[:, a:a + features.GRAMS].copy()), T(t[:, -1].astype(np.float32)),
                T(t[:, 2].copy()), T(self.bits[ids]))


def inventories(sentences, min_count=2, min_lemma=2):
    """Label lists from training sentences: most frequent first, ties by name."""
    words, tags, xpos, lemmas, labels = Counter(), Counter(), Counter(), Counter(), Counter()
    for s in sentences:
        words.update(features.key(f) for f in s.forms)
        if s.tags:
            tags.update(s.tags)
            lemmas.update(lemma.script(f, l) for f, l in zip(s.forms, s.lemmas))
            labels.update(s.labels)
        if s.xpos:
            xpos.update(x for x in s.xpos)
    order = lambda c, n: [k for k, v in sorted(c.items(), key=lambda kv: (-kv[1], kv[0])) if v >= n]
    return dict(words=order(words, min_count), tags=order(tags, min_count), xpos=order(xpos, min_count),
                lemmas=order(lemmas, min_lemma), labels=order(labels, 2), names=NAME_LABELS)


class Encoder:
    """Sentence -> arrays of targets, made once; noise makes a changed copy."""

    def __init__(self, hp, types):
        self.types = types
        self.index = {k: {v: i for i, v in enumerate(hp[k])} for k in ("tags", "xpos", "lemmas", "labels")}
        self.backoff = {}
        for t, i in self.index["tags"].items():             # an unseen feature string: the same UPOS, most frequent first
            self.backoff.setdefault(t.split("\t")[0], i)

    def __call__(self, s):
        n = len(s)
        look = lambda k, values: np.array([self.index[k].get(v, NONE) for v in values]) if values else np.full(n, NONE)
        e = {"types": self.types.of(s.forms), "xpos": look("xpos", s.xpos), "labels": look("labels", s.labels),
             "lemmas": look("lemmas", [lemma.script(f, l) for f, l in zip(s.forms, s.lemmas)] if s.lemmas else None),
             "tags": np.array([self.index["tags"].get(t, self.backoff.get(t.split("\t")[0], NONE)) for t in s.tags]) if s.tags else np.full(n, NONE),
             "heads": np.array(s.heads) if s.heads else np.full(n, NONE), "names": np.array(s.names if s.names else [ANY] * n), "soft": s.scores}
        return e

    def noisy(self, s, rng):
        """All capitals, all lower case, headline case, no final stop: the words change, the analysis stays."""
        from corpora import Sentence
        kind = rng.random()
        forms = list(s.forms)
        keep = len(forms)
        if kind < 0.3:
            forms = [f.upper() for f in forms]
        elif kind < 0.65:
            forms = [f.lower() for f in forms]
        elif kind < 0.8:
            forms = [f[:1].upper() + f[1:] if len(f) > 3 or i == 0 else f for i, f in enumerate(forms)]
        if kind > 0.7 and s.labels and len(forms) > 2 and s.labels[-1] == "punct" and len(forms) not in s.heads:
            keep = len(forms) - 1
        cut = lambda v: v[:keep] if v else None
        t = Sentence(forms[:keep], cut(s.tags), cut(s.xpos), cut(s.lemmas), cut(s.heads), cut(s.labels), cut(s.names), s.genre, s.id)
        if kind < 0.65 and s.xpos and not s.tags:
            t.xpos = None
        return self(t)


class Batch:
    def __init__(self, encoded, types, word_dropout=0.0, rng=None):
        self.lengths = [len(e["types"]) for e in encoded]
        p = self.packing = lstm.Packing(self.lengths)
        rows = p.row_of[p.mask].numpy()                                          # packed row of each word in reading order

        def packed(name, dtype=np.int64):
            flat = np.concatenate([e[name] for e in encoded])
            out = np.empty(len(flat), dtype=dtype)
            out[rows] = flat
            return out

        ids = packed("types")
        dice = rng.random(len(ids)) if word_dropout else np.ones(len(ids))
        withheld = (dice < word_dropout).astype(np.int64) + (dice < word_dropout / 2)
        unique, self.inverse = np.unique(ids * 3 + withheld, return_inverse=True)
        self.inverse = torch.from_numpy(self.inverse)
        self.types = types.inputs(unique // 3, unique % 3)
        t = lambda name: torch.from_numpy(packed(name))
        self.tags, self.xpos, self.lemmas, self.labels, self.names, self.heads = map(t, ("tags", "xpos", "lemmas", "labels", "names", "heads"))
        self.trees = bool((self.heads >= 0).any())
        self.soft = None
        if encoded[0].get("soft") is not None:                                   # silver: every sentence of the batch has it
            soft = [e["soft"] for e in encoded]
            self.soft = {}
            for k in soft[0]:
                flat = np.concatenate([q[k] for q in soft])
                out = np.empty_like(flat)
                out[rows] = flat
                self.soft[k] = torch.from_numpy(out.astype(np.int64) if k.endswith(".ids") else out.astype(np.float32))

    def head_rows(self, heads):
        """Packed row of each word's head (words of packed order); root and unknown: -1."""
        p = self.packing
        s = p.sentence_of
        h = heads.clamp(min=0)
        rows = p.row_of[s, (h - 1).clamp(min=0)]
        return torch.where(heads > 0, rows, torch.full_like(rows, -1))


SHORT = 5


def schedule(encoded, tokens, rng):
    """Indices in batches of about `tokens` words, like lengths together, in random order.

    The shortest sentences are dealt out over all batches: else all the greetings, signatures and headings of an epoch would be one step."""
    length = [len(e["types"]) for e in encoded]
    order = sorted((i for i in range(len(encoded)) if length[i] > SHORT), key=lambda i: length[i] * (0.8 + 0.4 * rng.random()))
    short = [i for i in range(len(encoded)) if length[i] <= SHORT]
    rng.shuffle(short)
    share = sum(length[i] for i in short) / max(1, sum(length))
    full = max(1.0, tokens * (1 - share))
    batches, now, total = [], [], 0
    for i in order:
        if now and total + length[i] > full:
            batches.append(now)
            now, total = [], 0
        now.append(i)
        total += length[i]
    if now or not batches:
        batches.append(now)
    for k, i in enumerate(short):
        batches[k % len(batches)].append(i)
    batches = [b for b in batches if b]
    rng.shuffle(batches)
    return batches
