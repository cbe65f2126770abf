#!/usr/bin/env python3
"""Figures on gold words.   evaluate.py CHECKPOINT[,CHECKPOINT...] OPEN_FOLDER|FILE.conllu [--detail]

Labels are compared without subtypes, punctuation counts (CoNLL 2018). Names: exact span and type over PER, ORG, LOC.
Several checkpoints are averaged. --detail: per genre, per label. --markdown: the same as tables for docs/language-model.md.
"""
import os
import sys
from collections import Counter, defaultdict

import corpora
from corpora import NAME_LABELS
from model import Model
from parse import Runner


def spans(labels):
    out, start = set(), None
    for i, l in enumerate(list(labels) + ["O"]):
        if start is not None and not l.startswith("I-"):
            out.add((start, i, labels[start][2:]))
            start = None
        if l.startswith("B-"):
            start = i
    return {s for s in out if s[2] in ("PER", "ORG", "LOC")}


def score(runner, sentences, predictions=None):
    predictions = predictions or runner.all([s.forms for s in sentences])
    c = Counter()
    per, genre = defaultdict(Counter), defaultdict(Counter)
    bit = {1 << i: l for i, l in enumerate(NAME_LABELS)}
    for s, o in zip(sentences, predictions):
        if s.names:
            gold = [bit.get(m, "O") for m in s.names]
            g, p = spans(gold), spans(o["names"])
            c["name.gold"] += len(g)
            c["name.sys"] += len(p)
            c["name.tp"] += len(g & p)
            for k in ("PER", "ORG", "LOC"):
                c[k + ".gold"] += sum(x[2] == k for x in g)
                c[k + ".sys"] += sum(x[2] == k for x in p)
                c[k + ".tp"] += sum(x[2] == k for x in g & p)
        if not s.heads:
            continue
        for i in range(len(s)):
            base = lambda l: l.split(":")[0]
            uas = s.heads[i] == o["heads"][i]
            las = uas and base(s.labels[i]) == base(o["labels"][i])
            full = uas and s.labels[i] == o["labels"][i]
            for t in (c, genre[s.genre]):
                t["n"] += 1
                t["uas"] += uas
                t["las"] += las
                t["full"] += full
                t["upos"] += s.tags[i].split("\t")[0] == o["tags"][i].split("\t")[0]
                t["feats"] += s.tags[i] == o["tags"][i]
                t["xpos"] += s.xpos[i] == o["xpos"][i]
                t["lemma"] += s.lemmas[i] == o["lemmas"][i]
            per[s.labels[i]]["gold"] += 1
            per[o["labels"][i]]["sys"] += 1
            per[s.labels[i]]["tp"] += full
    return c, genre, per


def f1(tp, sys_, gold):
    return 200.0 * tp / (sys_ + gold) if sys_ + gold else 0.0


def line(name, c):
    n = max(c["n"], 1)
    s = f"{name:14s} {c['n']:6d} words  UPOS {100*c['upos']/n:5.2f}  feats {100*c['feats']/n:5.2f}  lemma {100*c['lemma']/n:5.2f}  " \
        f"UAS {100*c['uas']/n:5.2f}  LAS {100*c['las']/n:5.2f}  with subtypes {100*c['full']/n:5.2f}"
    if c["name.gold"]:
        s += "  names " + " ".join(f"{k} {f1(c[k+'.tp'], c[k+'.sys'], c[k+'.gold']):.1f}" for k in ("name", "PER", "ORG", "LOC"))
    return s


def tables(results):
    """Markdown: a row a set and genre; a row a label, a column a set."""
    percent = lambda c, k: f"{100 * c[k] / max(c['n'], 1):.1f}"
    print("| set | words | UPOS | features | lemma | UAS | LAS | with subtypes |\n|---|---|---|---|---|---|---|---|")
    for name, (c, genre, _) in results.items():
        for title, v in [(f"**{name}**", c)] + sorted(genre.items()):
            print(f"| {title} | {v['n']:,} | " + " | ".join(percent(v, k) for k in ("upos", "feats", "lemma", "uas", "las", "full")) + " |")
    for name, (c, _, _) in results.items():
        if c["name.gold"]:
            print(f"\nNames, {name}: " + ", ".join(f"{k} {f1(c[k + '.tp'], c[k + '.sys'], c[k + '.gold']):.1f}" for k in ("name", "PER", "ORG", "LOC")))
    print("\n| label | " + " | ".join(f"{n} gold | {n} F1" for n in results) + " |\n|---" * 1 + "|---|---" * len(results) + "|")
    everywhere = Counter()
    for _, _, per in results.values():
        for l, v in per.items():
            everywhere[l] += v["gold"]
    for l, n in everywhere.most_common():
        if n >= 20:
            print(f"| {l} | " + " | ".join(f"{per[l]['gold']} | {f1(per[l]['tp'], per[l]['sys'], per[l]['gold']):.0f}" for _, _, per in results.values()) + " |")


def main(argv):
    detail, markdown, results = "--detail" in argv, "--markdown" in argv, {}
    argv = [a for a in argv if not a.startswith("--")]
    runner = Runner([Model.load(p) for p in argv[1].split(",")])
    sets = {}
    for where in argv[2:]:
        if where.endswith((".conllu", ".conllu.xz")):
            sets[os.path.basename(where)[:14]] = list(corpora.conllu(where))
        else:
            sets.update(corpora.english(where)["dev"])
    for name, sentences in sets.items():
        if not name.startswith("ewt"):
            for s in sentences:
                s.names = None
        c, genre, per = score(runner, sentences)
        results[name] = (c, genre, per)
        if markdown:
            continue
        print(line(name, c))
        if detail:
            for g in sorted(genre):
                print("  " + line(g, genre[g]))
            for l, v in sorted(per.items(), key=lambda kv: -kv[1]["gold"]):
                print(f"    {l:18s} gold {v['gold']:5d}  F1 {f1(v['tp'], v['sys'], v['gold']):5.1f}")
    if markdown:
        tables(results)


if __name__ == "__main__":
    main(sys.argv)
