#!/usr/bin/env python3
"""Speed of the language core beside a peer on the same text in one run.

  bench/language.py [--udpipe MODEL] [--words N]

Text: Wikinews and Wikipedia sentences of the shared folder's open corpora. Readout: build/release/bench_language (cmake --preset release
-DREADOUT_BENCH=ON). The peer is UDPipe 1 (`pip install ufal.udpipe`) with a model you give (a public one, or one trained by
ufal.udpipe.Trainer); before its time counts, its answers on EWT's development set are scored beside ours.
"""
import argparse
import lzma
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "eval"))
import common

TEXTS = ["data/open/plain/meantime-wikinews.txt.xz", "data/open/plain/wikiwars.txt.xz", "data/open/plain/wiki-current-events.txt.xz"]
GOLD = "data/open/ud-ewt/en_ewt-ud-dev.conllu"


def text_of(paths, words):
    out = []
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as f:
            for line in f:
                words -= len(line.split())
                out.append(line)
                if words < 0:
                    return "".join(out)
    return "".join(out)


def udpipe(model, text, gold, score):
    import ufal.udpipe as u
    loaded = u.Model.load(model)
    if not loaded:
        sys.exit(f"{model}: not a UDPipe model")
    error = u.ProcessingError()
    answers = u.Pipeline(loaded, "conllu", u.Pipeline.DEFAULT, u.Pipeline.DEFAULT, "conllu").process(gold.read_text(encoding="utf-8"), error)
    with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as f:
        f.write(answers)
        f.flush()
        print("UDPipe 1, EWT dev, gold words:")
        score.score_conllu(str(gold), f.name)
    pipeline = u.Pipeline(loaded, "tokenize", u.Pipeline.DEFAULT, u.Pipeline.DEFAULT, "conllu")
    part = text[:200_000]
    start = time.process_time()
    parsed = pipeline.process(part, error)
    spent = time.process_time() - start
    tokens = sum(line[:1].isdigit() for line in parsed.splitlines())
    print(f"udpipe\tall {tokens / spent:.0f} tokens/s\t({tokens} tokens)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--udpipe")
    parser.add_argument("--words", type=int, default=200_000)
    args = parser.parse_args()
    (gold,) = common.need(GOLD)
    text = text_of(common.need(*TEXTS), args.words)
    score = common.scorer()
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f, tempfile.NamedTemporaryFile(suffix=".conllu") as ours:
        f.write(text)
        f.flush()
        subprocess.run([common.PROGRAM, "parse", "--pretokenised", str(gold)], stdout=ours, check=True)
        print("Readout, EWT dev, gold words:")
        score.score_conllu(str(gold), ours.name)
        sys.stdout.flush()
        bench = os.environ.get("BENCH_LANGUAGE", str(common.SOURCE / "build/release/bench_language"))
        subprocess.run([bench, f.name], check=True)
    if args.udpipe:
        udpipe(args.udpipe, text, gold, score)
    else:
        print("skipped: UDPipe (give --udpipe MODEL)")


if __name__ == "__main__":
    main()
