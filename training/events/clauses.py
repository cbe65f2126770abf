#!/usr/bin/env python3
"""Learns data/events/clauses.tsv (does a clause tell of an event, and of which category) and data/events/parties.tsv (who in the
sentence is its actor, its recipient, or neither): two linear models in integers, read by src/events/learned.h.

  ninja -C build/release event_clauses
  clauses.py prepare OPEN WORK              the sentences to read: annotated ones, wiki-current-events to 2019, wiki-dyads to 2019
  build/release/event_clauses WORK/sentences.jsonl > WORK/clauses.tsv
  clauses.py train OPEN WORK data/events [clauses|parties]    needs numpy and scipy; both unless one is named

Three kinds of labels. Gold: eval/events/annotations, both passes, the part that eval/events.py does not hold out. Silver: what the
patterns make of wiki-current-events; there the models see the words only, not the pattern, so that they learn to do without it; a
sentence that stands under Sport, Arts, Science or Disasters tells nothing. Pairs: in a wiki-dyads sentence, the two states of the
label are sides where a pattern found one of them. First the words are learned from silver, then gold moves the weights as far as
it must (the prior of the second fit is the result of the first). OPEN is ../shared/data/open; restricted corpora are not used.
"""
import collections
import csv
import hashlib
import json
import lzma
import os
import random
import re
import sys

import numpy as np
import scipy.optimize
import scipy.sparse

HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(HERE, "eval"))
sys.path.insert(0, os.path.join(HERE, "eval/events"))
import annotations  # noqa: E402

CLASSES = "none AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
ROLES = ["none", "actor", "recipient"]
LAST_YEAR = "2019"
SILVER = 16000  # sentences of wiki-current-events
SILVER_OTHER = 5000  # … under the headings that tell no politics
OTHER = {"Sport", "Sports", "Arts and culture", "Science and technology", "Science", "Disasters and accidents", "Disasters"}
SILVER_WEIGHT, PAIR_WEIGHT = 0.3, 0.5
PRIOR_SILVER, PRIOR_GOLD = 2.0, 1.5
PRIOR_PATTERN = 0.05  # what a pattern says is new to the second fit, and few features say it
PRIOR_PARTY, PRIOR_SAID = 3.0, 0.5  # where a party stands; where a pattern has it
UNIT = 64  # weights are in 1/64 of log-odds
LEAST = 6  # smaller weights are left out


def prepare(open_folder, work):
    texts = annotations.texts(open_folder)
    index = annotations.index()
    rng = random.Random(20261121)
    rows = []
    used = set()
    for row in index.values():
        document = row["document"]
        used.add(document)
        rows.append({"id": "G:" + row["id"], "text": texts[document][int(row["start"]):int(row["end"])]})
    politics, other = [], []
    with lzma.open(os.path.join(open_folder, "wiki-current-events/wiki-current-events-train.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if row["date"][:4] > LAST_YEAR or f"wce:{number}" in used or not 5 <= len(row["text"].split()) <= 60:
                continue
            (other if row["category"] in OTHER else politics).append((number, row["text"], row["date"]))
    for kind, some, count in (("W", politics, SILVER), ("O", other, SILVER_OTHER)):
        for number, text, date in rng.sample(some, min(count, len(some))):
            rows.append({"id": f"{kind}:{number}", "text": text, "published": date})
    with open(os.path.join(open_folder, "wiki-dyads/dyads.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["date"][:4] <= LAST_YEAR and row["pos"] == 0:
                rows.append({"id": "D:" + str(row["id"]), "text": row["text"], "published": row["date"]})
    with open(os.path.join(work, "sentences.jsonl"), "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(rows), "reports")


# ---------------------------------------------------------------------------------------------------------------- the sentences read
class Clause:
    __slots__ = ("report", "start", "end", "pattern", "row", "features", "parties")

    def __init__(self, cells):
        self.report, self.start, self.end, self.pattern, self.row = cells[1], int(cells[2]), int(cells[3]), cells[4], cells[5]
        self.features, self.parties = cells[6:], []


class Party:
    __slots__ = ("start", "end", "whole", "code", "role", "features")

    def __init__(self, cells):
        self.start, self.end, self.whole = int(cells[4]), int(cells[5]), (int(cells[6]), int(cells[7]))
        self.code, self.role, self.features = cells[8], cells[9], cells[10:]

    def of(self, category):
        return [f.replace("@", category) for f in self.features]

    def words_of(self, category):
        """Without what a pattern made of it."""
        return [f for f in self.of(category) if not f.startswith("said=")]


def read_clauses(path):
    out = collections.defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] == "T":
                out[cells[1]].append(Clause(cells))
            else:
                out[cells[1]][-1].parties.append(Party(cells))
    return out


def is_pattern(feature):
    return feature.startswith(("pattern", "frame=", "row=", "specific=")) or feature.endswith(("&pattern", "&no-pattern"))


class Sample:
    """Rows of features with a label and a weight."""

    def __init__(self):
        self.features, self.labels, self.weights = [], [], []

    def add(self, features, label, weight):
        self.features.append(features)
        self.labels.append(label)
        self.weights.append(weight)

    def matrix(self, vocabulary):
        rows, columns = [], []
        for i, features in enumerate(self.features):
            known = {vocabulary[f] for f in features if f in vocabulary}
            rows += [i] * len(known)
            columns += sorted(known)
        x = scipy.sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(self.features), len(vocabulary)))
        return x, np.array(self.labels), np.array(self.weights)


def vocabulary_of(samples, least):
    count = collections.Counter()
    for sample, weight in samples:
        for features in sample.features:
            for f in set(features):
                count[f] += weight
    return {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= least))}


def fit(x, y, weight, classes, prior, strength, rounds):
    """Softmax regression whose weights are pulled to `prior`, each feature's with its own strength."""
    strength = np.broadcast_to(np.asarray(strength, np.float64).reshape(-1, 1), (prior.shape[0], 1))
    one_hot = np.zeros((x.shape[0], classes), np.float32)
    one_hot[np.arange(len(y)), y] = 1
    xt = x.T.tocsr()

    def loss(flat):
        w = flat.reshape(prior.shape)
        z = x @ w
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        value = -(weight * np.log(np.maximum(p[np.arange(len(y)), y], 1e-12))).sum() + (strength / 2 * (w - prior) ** 2).sum()
        slope = xt @ ((p - one_hot) * weight[:, None]) + strength * (w - prior)
        return value, slope.ravel().astype(np.float64)

    found = scipy.optimize.minimize(loss, prior.ravel().astype(np.float64), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8})
    return found.x.reshape(prior.shape)


def write(path, vocabulary, w, classes, what):
    rounded = np.rint(w * UNIT).astype(int)
    rounded[np.abs(rounded) < LEAST] = 0
    kept = 0
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"# {what}\n# Learned by training/events/clauses.py from Readout's own annotation of open texts, Wikipedia's Portal:Current events (CC BY-SA\n"
                  "# 4.0) and Readout's patterns. Weights in 1/64 of log-odds. This file is under CC BY-SA 4.0.\nfeature\tweights\n")
        out.write("(classes)\t" + " ".join(classes) + "\n")
        for feature, i in sorted(vocabulary.items()):
            cells = [f"{c}:{v}" for c, v in zip(classes, rounded[i]) if v]
            if cells and not feature.startswith("#") and '"' not in feature:
                out.write(feature + "\t" + " ".join(cells) + "\n")
                kept += 1
    print(path, kept, "features")


# ---------------------------------------------------------------------------------------------------------------------------- labels
def gold_clauses(clauses, gold):
    """For each annotated trigger the clause it means: the first in it that a pattern fits, else the first."""
    out = {}
    for event in gold:
        inside = [c for c in clauses if c.start < event.end and event.start < c.end]
        if inside:
            inside.sort(key=lambda c: (c.pattern == "-", c.start))
            out.setdefault(id(inside[0]), (inside[0], event))
            for other in inside[1:]:
                out.setdefault(id(other), (other, None))  # part of the same words: neither an event of its own nor nothing
    return out


def as_codebook(category, clause):
    """Where the annotators' guide and PLOVER's codebook draw a line elsewhere, the codebook's side: a conviction is SANCTION (the
    guide: COERCE), a release or a ceasefire RETREAT (the guide: CONCEDE)."""
    pattern = clause.pattern.lstrip("!")
    return pattern if (category, pattern) in annotations.DRAWN_ELSEWHERE else category


def overlap(a, b, spans):
    return any(a < e and s < b for s, e in spans)


def roles(parties, event):
    """(party, 0 neither, 1 actor, 2 recipient). Where a party's phrase is the annotated one to the letter, what merely lies in it or
    around it says nothing."""
    out = [(party, 0) for party in parties]
    for role, spans in ((1, event.actor), (2, event.recipient)):
        exact = {s for s in spans for party in parties if party.whole == s}
        for i, (party, so_far) in enumerate(out):
            if party.whole in exact:
                out[i] = (party, role)
            elif so_far == 0 and overlap(party.start, party.end, spans):
                out[i] = (party, None if overlap(party.start, party.end, exact) else role)
    return [(party, role) for party, role in out if role is not None]


def train(open_folder, work, target, only="clauses parties"):
    clauses = read_clauses(os.path.join(work, "clauses.tsv"))
    texts = annotations.texts(open_folder)
    passes = [annotations.read_pass(p, texts, in_bytes=True) for p in annotations.PASSES]
    index = annotations.index()
    silver, gold, parties_silver, parties_gold, held = Sample(), Sample(), Sample(), Sample(), Sample()
    table = {}
    for report, found in clauses.items():
        kind, name = report.split(":", 1)
        if kind == "G":
            held_out = annotations.held_out(name)
            for one in passes:
                if name not in one:
                    continue
                means = gold_clauses(found, one[name])
                for c in found:
                    clause, event = means.get(id(c), (c, "nothing"))
                    if event is None:
                        continue
                    label = 0 if event == "nothing" else CLASSES.index(as_codebook(event.category, c))
                    (held if held_out else gold).add(c.features, label, 0.5)
                    if event == "nothing" or held_out:
                        continue
                    for party, role in roles(c.parties, event):
                        parties_gold.add(party.of(event.category), role, 0.5)
        elif kind in "WD":
            for c in found:
                if c.pattern[0] == "!":
                    continue
                words = [f for f in c.features if not is_pattern(f)]
                silver.add(words, 0 if c.pattern == "-" else CLASSES.index(c.pattern), SILVER_WEIGHT)
                if c.pattern == "-":
                    continue
                if {"A", "R"} <= {party.role for party in c.parties}:
                    for party in c.parties:
                        parties_silver.add(party.words_of(c.pattern), "-AR".index(party.role), SILVER_WEIGHT)
        else:
            for c in found:
                silver.add([f for f in c.features if not is_pattern(f)], 0, SILVER_WEIGHT)
    pairs(open_folder, clauses, parties_gold)
    print(len(silver.labels), "silver", len(gold.labels), "gold", sum(1 for l in gold.labels if l), "of them events;",
          len(parties_silver.labels), "silver", len(parties_gold.labels), "gold parties;", len(held.labels), "held out")

    if "clauses" in only:
        fit_clauses(silver, gold, held, target)
    if "parties" in only:
        fit_parties(parties_silver, parties_gold, target)


def fit_clauses(silver, gold, held, target):
    words = vocabulary_of([(silver, 1), (gold, 3)], 6)
    x, y, weight = silver.matrix(words)
    w = fit(x, y, weight, len(CLASSES), np.zeros((len(words), len(CLASSES)), np.float32), PRIOR_SILVER, 60)
    everything = vocabulary_of([(silver, 1), (gold, 3)], 6)
    x, y, weight = gold.matrix(everything)
    plain = {"pattern=", "pattern&", "specific="}
    strength = [PRIOR_PATTERN if any(f.startswith(start) for start in plain) else PRIOR_GOLD for f in everything]
    w = fit(x, y, weight, len(CLASSES), w, strength, 100)
    report_held(held, everything, w)
    write(os.path.join(target, "clauses.tsv"), everything, w, CLASSES, "Does a clause tell of an event, and of which category: weights of what is seen in it.")


def fit_parties(parties_silver, parties_gold, target):
    words = vocabulary_of([(parties_silver, 1), (parties_gold, 2)], 5)
    x, y, weight = parties_silver.matrix(words)
    w = fit(x, y, weight, len(ROLES), np.zeros((len(words), len(ROLES)), np.float32), PRIOR_SILVER, 60)
    x, y, weight = parties_gold.matrix(words)
    strength = [PRIOR_SAID if f.startswith("said=") else PRIOR_PARTY for f in words]
    w = fit(x, y, weight, len(ROLES), w, strength, 80)
    write(os.path.join(target, "parties.tsv"), words, w, ROLES, "Who in the sentence is the event's actor, its recipient, or neither: weights of where he stands.")


def pairs(open_folder, clauses, sample):
    """wiki-dyads: where a pattern found one state of the labelled pair, and no other state opposite, the other one is opposite."""
    sys.path.insert(0, os.path.join(HERE, "eval"))
    import events
    table = events.state_codes()
    with open(os.path.join(open_folder, "wiki-dyads/dyads.jsonl"), encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found = clauses.get("D:" + str(row["id"]), [])
            states = [[table.get(s.lower().replace("_", " "), s) for s in pair] for pair in row["dyads"]]
            for c in found:
                if c.pattern[0] in "-!":
                    continue
                sides = {role: {party.code for party in c.parties if party.role == role} - {"-"} for role in "AR"}
                for have, lack, label in (("A", "R", 2), ("R", "A", 1)):
                    if sides[lack] or not sides[have]:
                        continue
                    wanted = {b for pair in states for a, b in (pair, pair[::-1]) if a in sides[have]}
                    if not any(party.code in wanted for party in c.parties):
                        continue
                    for party in c.parties:
                        if party.role == "-":
                            sample.add(party.words_of(c.pattern), label if party.code in wanted else 0, PAIR_WEIGHT)


def report_held(held, vocabulary, w):
    x, y, weight = held.matrix(vocabulary)
    if not len(y):
        return
    z = x @ w
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    best = p.argmax(1)
    for floor in (0.3, 0.45, 0.6, 0.75):
        said = (best > 0) & (p.max(1) >= floor)
        right = said & (best == y)
        print(f"held out, share >= {floor}: precision {100 * right.sum() / max(1, said.sum()):.1f}, recall {100 * right.sum() / max(1, (y > 0).sum()):.1f}")


if __name__ == "__main__":
    {"prepare": prepare, "train": train}[sys.argv[1]](*sys.argv[2:])
