#!/usr/bin/env python3
"""Learns data/events/relevance.tsv: the weight of each word for "this is politics", from the categories people gave to the
dated sentences of Wikipedia's Portal:Current events (CC BY-SA 4.0). Logistic regression; a text is the sum of its words'
weights over the square root of their number, as src/events/relevance.cpp reads it.

  relevance.py wiki-current-events-train.jsonl.xz data/actors/state_names.tsv data/events/relevance.tsv
"""
import collections
import json
import lzma
import re
import sys

import numpy as np
import scipy.optimize
import scipy.sparse

POLITICS = {"Armed conflicts and attacks", "Armed conflict and attacks", "Armed conflicts and incidents", "International relations",
            "Politics and elections", "Politics", "Law and crime", "Syrian civil war", "Arab Spring", "Conflict in Iraq",
            "2011 Egyptian protests", "Israeli–Palestinian conflict", "2011 Libyan civil war", "2008 South Ossetia war",
            "2006 Israel-Lebanon conflict", "Iraq War", "War in North-West Pakistan", "2014 pro-Russian unrest in Ukraine"}
OTHER = {"Sport", "Sports", "Arts and culture", "Business and economy", "Business and economics", "Science and technology", "Science",
         "Disasters and accidents", "Disasters"}
WORDS = 12000
DECAY = 2.0


def words(text):
    found = re.findall(r"\d{1,3}[-–]\d{1,3}(?!\d)|[^\W\d_]+(?:-[^\W\d_]+)*|\$|%|£|€", text.lower())
    return ["(score)" if w[0].isdigit() else w for w in found]


def state_words(path):
    """Words of the names of states and peoples: who it is says nothing about what it is."""
    with open(path, encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {w for row in rows[1:] for w in words(row[1])} - {"the", "of", "and", "republic", "state", "states", "union", "people", "new", "united", "kingdom"}


def main(source, names, target):
    texts, labels = [], []
    states = state_words(names)
    with lzma.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["date"] >= "2022-01-01":  # kept for the figures in docs/events.md
                continue
            if row["category"] in POLITICS or row["category"] in OTHER:
                texts.append(words(row["text"]))
                labels.append(row["category"] in POLITICS)
    frequency = collections.Counter(w for text in texts for w in set(text) if w not in states)
    vocabulary = {w: i for i, (w, n) in enumerate(sorted(frequency.items(), key=lambda x: (-x[1], x[0]))[:WORDS])}
    rows, columns, values = [], [], []
    for i, text in enumerate(texts):
        known = [vocabulary[w] for w in text if w in vocabulary]
        for w in known:
            rows.append(i); columns.append(w); values.append(1 / len(known) ** 0.5)
    x = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))
    y = np.array(labels)
    balance = np.where(y, 0.5 / y.mean(), 0.5 / (1 - y.mean()))

    def loss(w):
        z = x @ w[:-1] + w[-1]
        signed = np.where(y, z, -z)
        value = (balance * np.logaddexp(0, -signed)).sum() + DECAY / 2 * (w[:-1] ** 2).sum()
        slope = balance * np.where(y, -1, 1) / (1 + np.exp(signed))
        return value, np.append(x.T @ slope + DECAY * w[:-1], slope.sum())

    w = scipy.optimize.minimize(loss, np.zeros(len(vocabulary) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    right = ((x @ w[:-1] + w[-1] > 0) == y).mean()
    print(f"{len(texts)} sentences, {y.mean():.2f} politics, {100 * right:.1f} % right on the training part")
    with open(target, "w", encoding="utf-8") as out:
        out.write("# Weights of words for \"this is politics\", learned by training/events/relevance.py from the categories of Wikipedia's\n"
                  "# Portal:Current events, 2002-2021 (CC BY-SA 4.0). This file is under CC BY-SA 4.0.\nword\tweight\n")
        out.write(f"(bias)\t{w[-1]:.4f}\n")
        for word, i in sorted(vocabulary.items()):
            if abs(w[i]) >= 0.05:
                out.write(f"{word}\t{w[i]:.3f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
