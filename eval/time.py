#!/usr/bin/env python3
"""How right the times are. Standard library only.

  time.py expressions   TempEval-3's visible twins (TimeBank, AQUAINT), WikiWars train, tweets: strict, relaxed, type and value F1
  time.py undated       the reports of ../shared/seeds that bear no date: the interval given
  time.py dating        dated reports and speeches read without their date: how often the interval given holds the true day
  time.py speed         sentences a second of the time room alone (build with -DREADOUT_BENCH=ON)
  time.py all           each that can be run; a corpus that is absent is skipped by name

$READOUT_SHARED names the folder of the corpora, $READOUT the program (default build/release/readout).
"""
import csv
import datetime
import io
import json
import lzma
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

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


def dated_articles(path, every=6):
    """Every sixth dated article of up to 2019 (day, text)."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for i, line in enumerate(lines):
            article = json.loads(line)
            if i % every == 0 and "1999" < article["date"][:4] < "2020" and len(article["content_original"]) > 500:
                yield article["date"][:10], article["content_original"][:6000]


def dated_speeches(path, every=1):
    """Speeches and statements (day, text)."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if not member.name.endswith(".csv"):
                continue
            rows = csv.DictReader(io.TextIOWrapper(archive.extractfile(member), encoding="utf-8", errors="replace"))
            for i, row in enumerate(rows):
                if i % every == 0 and row.get("text"):
                    yield row["date"], row["text"][:8000]


def day_of(text):
    for form in ("%Y-%m-%d", "%B %d, %Y", "%d %B %Y"):
        try:
            return datetime.datetime.strptime(text.strip(), form).date()
        except ValueError:
            pass
    return None


def dating():
    csv.field_size_limit(1 << 27)
    folder = SHARED / "data/restricted"
    for name, load in (("us-news-articles/articles.jsonl.xz", dated_articles), ("us-russia-statements/us-russia-statements.tar.xz", dated_speeches)):
        if not (folder / name).exists():
            print(f"{name}: skipped, it is not here")
            continue
        days = {}
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as reports:
            for i, (day, text) in enumerate(load(folder / name)):
                if day_of(day):
                    days[str(i)] = day_of(day)
                    reports.write(json.dumps({"id": str(i), "text": text}) + "\n")
        done = subprocess.run([PROGRAM, "date", "--json", reports.name], capture_output=True, text=True)
        os.unlink(reports.name)
        answers = []
        for guess in map(json.loads, done.stdout.splitlines()):
            if guess["start"]:
                start, end = (datetime.date.fromisoformat(guess[key]) for key in ("start", "end"))
                answers.append(((end - start).days + 1, start <= days[guess["source_id"]] <= end, guess["probability"]))
        print(f"{name}: {len(days)} reports, {len(answers)} answered")
        for what, least, most in (("a day", 1, 1), ("up to a month", 2, 31), ("longer", 32, 400)):
            these = [a for a in answers if least <= a[0] <= most]
            print(f"  {what}: {len(these)}, true {sum(a[1] for a in these)}, claimed {sum(a[2] for a in these):.1f}")


def speed():
    bench = SOURCE / "build/release/bench_time"
    if not bench.exists():
        print(f"speed: skipped, {bench} is not built (cmake --preset release -DREADOUT_BENCH=ON)")
        return
    subprocess.run([str(bench)], check=True)


TASKS = {"expressions": expressions, "undated": undated, "dating": dating, "speed": speed}

if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task != "all" and task not in TASKS:
        sys.exit(__doc__)
    for name, run in TASKS.items():
        if task in (name, "all"):
            run()
