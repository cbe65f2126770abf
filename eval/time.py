#!/usr/bin/env python3
"""How right the times are. Standard library only.

  time.py expressions   TempEval-3's visible twins (TimeBank, AQUAINT), WikiWars train, tweets: strict, relaxed, type and value F1
  time.py undated       the reports of ../shared/seeds that bear no date: the interval given
  time.py speed         sentences a second of the time room alone (build with -DREADOUT_BENCH=ON)
  time.py all           each that can be run; a corpus that is absent is skipped by name

$READOUT_SHARED names the folder of the corpora, $READOUT the program (default build/release/readout).
"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from common import PROGRAM, SHARED, SOURCE, read, scorer

GOLD = {
    "TimeBank": "restricted/tempeval3/timebank.jsonl",
    "AQUAINT": "restricted/tempeval3/aquaint.jsonl",
    "WikiWars train": "open/wikiwars/wikiwars-train.jsonl",
    "tweets train": "restricted/timex-tweets/tweets-train.jsonl",
}


def expressions():
    score = scorer()
    for name, path in GOLD.items():
        gold = SHARED / "data" / path
        if not gold.exists():
            print(f"{name}: skipped, {gold} is not here")
            continue
        system = read(list(score.reports("timex", str(gold))))
        print(f"{name}:")
        score.score_timex(str(gold), system)
        os.unlink(system)


def undated():
    seeds = SHARED / "seeds"
    if not seeds.exists():
        print(f"undated: skipped, {seeds} is not here")
        return
    files = [file for file in sorted(seeds.glob("*.txt")) if not file.read_text(encoding="utf-8").lstrip().startswith("date ")]
    done = subprocess.run([PROGRAM, "date", "--json", *map(str, files)], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        guess = json.loads(line)
        against = sum(one["contradicts"] for one in guess["evidence"])
        print(f"{guess['source_id']}: {guess['start']} … {guess['end']}, probability {guess['probability']}, "
              f"{len(guess['evidence'])} clues, {against} of them against it")


def speed():
    bench = SOURCE / "build/release/bench_time"
    if not bench.exists():
        print(f"speed: skipped, {bench} is not built (cmake --preset release -DREADOUT_BENCH=ON)")
        return
    subprocess.run([str(bench)], check=True)


TASKS = {"expressions": expressions, "undated": undated, "speed": speed}

if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task != "all" and task not in TASKS:
        sys.exit(__doc__)
    for name, run in TASKS.items():
        if task in (name, "all"):
            run()
