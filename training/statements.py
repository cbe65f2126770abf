#!/usr/bin/env python3
"""How sure a statement is: fits data/statements/confidence.tsv to the judged candidates in eval/statements/annotations.

  training/statements.py            writes the table and prints stated against observed in ten bins (five-fold: each fold judged by the others)

Each candidate has the points that src/statements/score.cpp gave it when it was judged, the rule that proposed it, and a label: right (a
person would mark it: somebody says or thinks it, this is who, this is what) or wrong. The model is a logistic curve over the points with a
bias a rule, biases drawn towards nought; it is written as whole numbers, so that every machine reads the same confidence from it.
Open data only (see eval/statements/annotations/GUIDELINES.md). Standard library only.
"""
import collections
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "eval" / "statements" / "annotations"
TABLE = ROOT / "data" / "statements" / "confidence.tsv"


def examples():
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in open(path, encoding="utf-8"):
            one = json.loads(line)
            yield one["points"], one["rule"], one["label"] == "right", one["document"]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def fit(rows, pull=4.0, steps=4000, rate=0.5):
    """Maximum likelihood by gradient; `pull` is the strength with which a rule's bias is drawn to nought."""
    base, slope, bias = 0.0, 0.5, collections.defaultdict(float)
    n = len(rows)
    for _ in range(steps):
        g_base = g_slope = 0.0
        g_bias = collections.defaultdict(float)
        for points, rule, right, _ in rows:
            error = sigmoid(base + slope * (points - 6) + bias[rule]) - right
            g_base += error
            g_slope += error * (points - 6)
            g_bias[rule] += error
        base -= rate * g_base / n
        slope -= rate * g_slope / n / 6
        for rule in bias:
            bias[rule] -= rate * (g_bias[rule] + pull * bias[rule]) / max(8, n / 20)
    return base, slope, dict(bias)


def predict(model, points, rule):
    base, slope, bias = model
    return sigmoid(base + slope * (points - 6) + bias.get(rule, 0.0))


def bins(pairs):
    by = collections.defaultdict(lambda: [0, 0, 0.0])
    for stated, right in pairs:
        one = by[min(9, int(stated * 10))]
        one[0] += right
        one[1] += 1
        one[2] += stated
    for at in sorted(by):
        right, n, stated = by[at]
        print(f"  stated {stated / n:.2f}  observed {right / n:.2f}  ({n})")


def write(model):
    base, slope, bias = model
    lines = ["# How sure a statement is. Made by training/statements.py from eval/statements/annotations (MEANTIME: CC BY 4.0; Wikipedia current events: CC BY-SA 4.0). Licence: CC BY-SA 4.0.",
             "# kind rule: half points added for the rule that proposed it.  kind percent: half points -> confidence in percent.",
             "kind\tkey\tvalue"]
    for rule in sorted(bias):
        lines.append(f"rule\t{rule}\t{round(2 * bias[rule] / slope)}")
    for half in range(-10, 31):
        lines.append(f"percent\t{half}\t{min(99, max(1, round(100 * sigmoid(base + slope * (half / 2 - 6)))))}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    rows = list(examples())
    documents = sorted({row[3] for row in rows})
    fold = {document: i % 5 for i, document in enumerate(documents)}
    pairs = []
    for held in range(5):
        model = fit([row for row in rows if fold[row[3]] != held])
        pairs += [(predict(model, points, rule), right) for points, rule, right, document in rows if fold[document] == held]
    print(f"{len(rows)} candidates, {sum(r[2] for r in rows)} right, {len(documents)} documents; five-fold:")
    bins(pairs)
    write(fit(rows))


if __name__ == "__main__":
    main()
