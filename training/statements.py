#!/usr/bin/env python3
"""How sure a statement is: fits data/statements/confidence.tsv. To be run again after every new language model:

  ninja -C build/release statement_candidates && training/statements.py [PROGRAM]   (PROGRAM: build/release/statement_candidates)

The program proposes candidates and names what is known of each (src/statements/features.cpp). A candidate is right as far as the passes of
eval/statements/annotations have it (half right if one of two does): same cue, sources that meet, contents that share half of their
characters. Besides, clauses and quotes of ud-gum's free training documents, at half weight and with features of their own for what that
corpus marks otherwise. Open data only; both are read from ../shared/data/open (READOUT_SHARED).

The model is logistic over the named features, written in sixty-fourths of a logit as whole numbers, so that every machine reads the same
confidence from it. A sum becomes a percentage by a logistic curve fitted to held-out sums (five-fold by document). Prints what held-out
documents say: precision and recall of what is kept, and stated against observed in ten bins, the percentages of each fold fitted on the
other folds. Standard library only; the same table from the same input.
"""
import argparse
import collections
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLE = ROOT / "data" / "statements" / "confidence.tsv"
sys.path.insert(0, str(ROOT / "eval"))
import common
import statements_annotations as annotations
import statements_corpora as corpora

STEP, UNIT, FIRST, LAST = 16, 64, -28, 28  # as in src/statements/cues.h
# Candidates less likely than this percentage are dropped. For our own annotation alone more would have to go (see what is printed); people
# of other schools mark more (support, opposition, what seems so), and who wants fewer can ask for a higher confidence.
LEAST = 10
FOLDS = 5
# Headlines are in no annotated text: the share right among 120 of them (state media, American papers) read by hand in November 2026, by rule and
# by whether the cast knows the speaker.
JUDGED = {"headline.colon+known": 88, "headline.colon": 50, "headline.colon-after+known": 85, "headline.colon-after": 85,
          "headline.dash+known": 95, "headline.dash": 95}
GUM_RULES = ("verb.that", "verb.that-less", "verb.wh", "verb.quote", "verb.parenthesis", "verb.clause-by-order", "verb.insertion",
             "verb.inversion", "according-to", "adjective.that", "noun.that", "as.clause", "quote.continued")


class Row:
    def __init__(self, document, candidate, label, weight, corpus):
        self.document, self.candidate, self.label, self.weight = document, candidate, label, weight
        self.features = candidate["features"] + ([] if corpus == "own" else ["corpus=" + corpus, "corpus+rule=" + candidate["rule"]])
        self.own = corpus == "own"
        self.barred = "in-quote" in candidate["features"] or "inner" in candidate["features"]


def read(program, texts):
    """Candidates by document."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for name, text in texts.items():
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    done = subprocess.run([program, file.name], capture_output=True, text=True, check=True)
    os.unlink(file.name)
    return {one["id"]: one["candidates"] for one in map(json.loads, done.stdout.splitlines())}


def is_right(candidate, gold):
    content, source, cue = (annotations.characters(candidate[k]) for k in ("content", "source", "cue"))
    for one in gold:
        theirs, who = annotations.characters(one["content"]), annotations.characters(one["source"])
        if cue and one["cue"] and not cue & annotations.characters(one["cue"]):
            continue
        if len(content & theirs) * 2 >= len(content | theirs) and (who & source or (not who and not source)):
            return True
    return False


def own_rows(program):
    a, b, names = annotations.load("a"), annotations.load("b"), annotations.documents()
    found = read(program, corpora.texts(names))
    for document in names:
        for candidate in found[document]:
            label = (is_right(candidate, a[document]) + is_right(candidate, b[document])) / 2
            yield Row(document, candidate, label, 1.0, "own")


def gum_rows(program):
    (path,) = common.need("data/open/ud-gum/gum-attrib-train.jsonl")
    gold = {}
    for line in open(path, encoding="utf-8"):
        one = json.loads(line)
        if one["licence_class"] == "free":
            gold[one["id"]] = one
    found = read(program, {name: one["text"] for name, one in gold.items()})
    for document, one in gold.items():
        for candidate in found[document]:
            if candidate["rule"] in GUM_RULES:
                yield Row(document, candidate, float(is_right(candidate, one["attributions"])), 0.5, "gum")


def fit(rows, pull=1.0, rounds=60, seed=1):
    """Weights by stochastic gradient (AdaGrad) on the logistic loss; `pull` draws each weight to nought, in observations."""
    counts = collections.Counter(feature for row in rows for feature in row.features)
    weights = {feature: 0.0 for feature, count in counts.items() if count >= 3}
    slopes = dict.fromkeys(weights, 1e-3)
    base, base_slope = 0.0, 1e-3
    kept = [([f for f in row.features if f in weights], row.label, row.weight) for row in rows]
    order = list(range(len(kept)))
    random.Random(seed).shuffle(order)
    shrink = {feature: pull / counts[feature] for feature in weights}
    for turn in range(rounds):
        rate = 0.15 / (1 + 0.05 * turn)
        for at in order:
            features, label, weight = kept[at]
            error = weight * (sigmoid(base + sum(weights[f] for f in features)) - label)
            base_slope += error * error
            base -= rate * error / math.sqrt(base_slope)
            for f in features:
                gradient = error + shrink[f] * weights[f]
                slopes[f] += gradient * gradient
                weights[f] -= rate * gradient / math.sqrt(slopes[f])
    whole = {feature: round(UNIT * weight) for feature, weight in weights.items()}
    return round(UNIT * base), {feature: weight for feature, weight in whole.items() if weight and not feature.startswith("corpus")}


def sigmoid(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def total(model, row):
    base, weights = model
    return base + sum(weights.get(feature, 0) for feature in row.candidate["features"])


def percentages(pairs):
    """A logistic curve over the sum, by Newton's method: the held-out sums say how far the weights overstate. Whole percentages a step."""
    slope, base = 1.0, 0.0
    for _ in range(50):
        g = h_ss = h_sb = h_bb = g_slope = 0.0
        for value, label in pairs:
            x = value / UNIT
            p = sigmoid(slope * x + base)
            g, g_slope = g + p - label, g_slope + (p - label) * x
            h_bb, h_sb, h_ss = h_bb + p * (1 - p), h_sb + p * (1 - p) * x, h_ss + p * (1 - p) * x * x
        found = h_ss * h_bb - h_sb * h_sb
        if found <= 1e-9:
            break
        slope, base = slope - (h_bb * g_slope - h_sb * g) / found, base - (h_ss * g - h_sb * g_slope) / found
    return {step: min(99, max(1, round(100 * sigmoid(slope * (step + 0.5) * STEP / UNIT + base)))) for step in range(FIRST, LAST + 1)}


def percent_of(table, value):
    return table[max(FIRST, min(LAST, value // STEP))]


def ten_bins(stated):
    by = collections.defaultdict(lambda: [0.0, 0, 0.0])
    for percent, label in stated:
        one = by[min(9, percent // 10)]
        one[0] += label
        one[1] += 1
        one[2] += percent
    within = 0
    for at in range(10):
        right, n, said = by[at]
        if n:
            near = abs(said / n - 100 * right / n) <= 5
            within += near
            print(f"  {10 * at:3d}-{10 * at + 9:3d} %: stated {said / n:5.1f}   observed {100 * right / n:5.1f}   {int(n):5d} candidates   {'' if near else 'off by more than five'}")
    print(f"  {within} of {sum(1 for at in by if by[at][1])} bins within five points")


def fold_of(document):
    return sum(document.encode()) * 2654435761 % 4294967296 % FOLDS


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", nargs="?", default=str(ROOT / "build/release/statement_candidates"))
    arguments.add_argument("--calibration", action="store_true", help="print the figures and write nothing")
    options = arguments.parse_args()
    rows = list(own_rows(options.program)) + list(gum_rows(options.program))
    own = [row for row in rows if row.own]
    print(f"{len(own)} candidates of {len({row.document for row in own})} documents, {sum(row.label for row in own):.0f} right; {len(rows) - len(own)} of ud-gum")
    held = []  # (row, sum by a model that did not see its document)
    for fold in range(FOLDS):
        model = fit([row for row in rows if fold_of(row.document) != fold])
        held += [(row, total(model, row)) for row in own if fold_of(row.document) == fold]
    shown = [(row, value) for row, value in held if not row.barred]
    stated = []
    for fold in range(FOLDS):
        table = percentages([(value, row.label) for row, value in shown if fold_of(row.document) != fold])
        stated += [(percent_of(table, value), row.label) for row, value in shown if fold_of(row.document) == fold]
    print("stated against observed, documents held out (both the weights and the percentages):")
    ten_bins(stated)
    found = sum(row.label for row, _ in shown)
    gold = sum(len(one) for side in "ab" for one in annotations.load(side).values()) / 2  # with those that no candidate has
    best = max(range(20, 66), key=lambda least: 2 * sum(l for p, l in stated if p >= least) / (gold + sum(p >= least for p, _ in stated)))
    for least in sorted({LEAST, 30, 40, 50, 60, best}):
        kept = [label for percent, label in stated if percent >= least]
        print(f"  kept from {least} % on: {len(kept)} candidates, {100 * sum(kept) / max(1, len(kept)):.1f} % right, {100 * sum(kept) / found:.1f} % of the right ones, {100 * sum(kept) / gold:.1f} % of the annotated{'   <- best F1' if least == best else ''}")
    if options.calibration:
        return
    write(fit(rows), percentages([(value, row.label) for row, value in shown]), LEAST)


def write(model, percent, least):
    base, weights = model
    lines = ["# How sure a statement is. Made by training/statements.py from eval/statements/annotations (MEANTIME, re3d, Wikipedia current events)",
             "# and ud-gum's free documents. Licence: CC BY-SA 4.0. No row is written by hand.",
             "# base, weight FEATURE: sixty-fourths of a logit (features: src/statements/features.cpp). percent STEP: confidence in percent of a sum",
             "# of 16 * STEP to 16 * STEP + 15. least: candidates below this percentage are dropped. judged RULE: the confidence in percent, from",
             "# headlines read by hand.",
             "kind\tkey\tvalue", f"base\t\t{base}", f"least\t\t{least}"]
    lines += [f"percent\t{step}\t{percent[step]}" for step in range(FIRST, LAST + 1)]
    lines += [f"judged\t{rule}\t{share}" for rule, share in sorted(JUDGED.items())]
    lines += [f"weight\t{feature}\t{weight}" for feature, weight in sorted(weights.items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}: {len(weights)} weights")


if __name__ == "__main__":
    main()
