#!/usr/bin/env python3
"""The language core on the visible treebanks: tags, lemmas, trees on gold words and from raw text, names, by the shared scorer.

  eval/language.py                 EWT and GUM (free genres) development sets: gold words and raw text; UNER EWT names
  eval/language.py --genres        also LAS by genre (gold words)
  eval/language.py --labels        also F1 of each relation (head and label right), by how often it is gold
  eval/language.py --others        also treebanks that are only measured on: GUM's non-commercial genres, ParTUT, LinES
  eval/language.py --model FILE    another model

Python 3, standard library only; READOUT names the program.
"""
import argparse
import collections
import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common

SETS = {"EWT dev": "data/open/ud-ewt/en_ewt-ud-dev.conllu", "GUM dev, free genres": "data/open/ud-gum/gum-dev-free.conllu"}
NAMES = {"UNER EWT dev": ("data/open/uner-ewt/en_ewt-ud-dev.iob2", "data/open/ud-ewt/en_ewt-ud-dev.conllu")}


def parse(path, model, *flags):
    """Readout's CoNLL-U for a file, as a path that goes with the process."""
    out = tempfile.NamedTemporaryFile("wb", suffix=".conllu", delete=False)
    with out:
        subprocess.run([common.PROGRAM, "parse", *(["--model", model] if model else []), *flags, str(path)], stdout=out, check=True)
    return out.name


def blocks(path):
    lines = []
    with open(path, encoding="utf-8") as f:
        for line in [*f, "\n"]:
            line = line.rstrip("\n")
            if line:
                lines.append(line)
            elif lines:
                yield lines
                lines = []


def raw_text(path):
    """The running text of a treebank: sentences joined as their paragraphs say."""
    paragraphs = [[]]
    for lines in blocks(path):
        if any(l.startswith(("# newpar", "# newdoc")) for l in lines) and paragraphs[-1]:
            paragraphs.append([])
        text, skip = "", 0
        for l in lines:
            c = l.split("\t")
            if l.startswith("#") or "." in c[0]:
                continue
            if "-" in c[0]:
                skip = int(c[0].split("-")[1])
            elif int(c[0]) <= skip:
                continue
            text += c[1] + ("" if "SpaceAfter=No" in c[9] else " ")
        paragraphs[-1].append(text)
    out = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8")
    with out:
        out.write("\n\n".join("".join(p).strip() for p in paragraphs) + "\n")
    return out.name


def words(lines):
    return [c for c in (l.split("\t") for l in lines if not l.startswith("#")) if c[0].isdigit()]


def genre_of(lines, last):
    for l in lines:
        if l.startswith("# newdoc id"):
            name = l.split("=", 1)[1].strip()
            last = name.split("_")[1] if name.startswith("GUM_") else last
        if l.startswith("# sent_id") and "GUM" not in l:
            last = l.split("=", 1)[1].strip().split("-")[0]
    return last


def tables(gold, system):
    """LAS by genre; per relation the counts right, system, gold (words are the same in both)."""
    genres, labels, genre = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter), ""
    for g, s in zip(blocks(gold), blocks(system)):
        genre = genre_of(g, genre)
        for a, b in zip(words(g), words(s)):
            want, have = a[7].split(":")[0], b[7].split(":")[0]
            right = a[6] == b[6] and want == have
            genres[genre]["words"] += 1
            genres[genre]["right"] += right
            labels[want]["gold"] += 1
            labels[have]["system"] += 1
            labels[want]["right"] += right
    return genres, labels


def show_labels(labels):
    print("  relation      gold  precision  recall     F1   share of errors")
    errors = sum(c["gold"] - c["right"] for c in labels.values())
    for name, c in sorted(labels.items(), key=lambda kv: -kv[1]["gold"]):
        p, r = 100 * c["right"] / max(1, c["system"]), 100 * c["right"] / max(1, c["gold"])
        f = 2 * p * r / (p + r) if p + r else 0.0
        print(f"  {name:12s} {c['gold']:5d}  {p:9.1f} {r:7.1f} {f:6.1f}   {100 * (c['gold'] - c['right']) / errors:5.1f} %")


def quiet(function, *args):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model")
    for flag in ("genres", "labels", "others"):
        parser.add_argument("--" + flag, action="store_true")
    args = parser.parse_args()
    score = common.scorer()
    for name, path in SETS.items():
        (gold,) = common.need(path)
        system = parse(gold, args.model, "--pretokenised")
        print(f"== {name}, gold words")
        score.score_conllu(str(gold), system)
        genres, labels = tables(gold, system)
        if args.genres:
            for g, c in sorted(genres.items()):
                print(f"  {g:14s} {c['words']:6d} words  LAS {100 * c['right'] / c['words']:.2f}")
        if args.labels:
            show_labels(labels)
        print(f"== {name}, raw text")
        score.score_conllu(str(gold), parse(raw_text(gold), args.model))
    for name, (path, treebank) in NAMES.items():
        gold, trees = common.need(path, treebank)
        print(f"== {name}")
        score.score_names(str(gold), parse(trees, args.model, "--pretokenised"))
    if args.others:
        for path in sorted((common.SHARED / "data/restricted").glob("ud-*/*.conllu")):
            result = quiet(score.score_conllu, str(path), parse(path, args.model, "--pretokenised"))
            print(f"== {path.name}, gold words: " + "  ".join(f"{k} {v:.2f}" for k, v in result.items()))


if __name__ == "__main__":
    main()
