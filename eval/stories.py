#!/usr/bin/env python3
"""Stories: BCubed F1 over ECB+ (../shared/data/restricted/ecbplus), skipped by name where the corpus is not.

  eval/stories.py [PROGRAM]      each half alone and both together
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = pathlib.Path(os.environ.get("READOUT_SHARED", ROOT.parent / "shared")) / "data" / "restricted" / "ecbplus"


def bcubed(gold, system):
    ids = list(gold)
    groups = [{}, {}]
    for side, labels in zip(groups, (gold, system)):
        for one in ids:
            side.setdefault(labels[one], set()).add(one)
    shared = [len(groups[0][gold[i]] & groups[1][system[i]]) for i in ids]
    precision = sum(n / len(groups[1][system[i]]) for n, i in zip(shared, ids)) / len(ids)
    recall = sum(n / len(groups[0][gold[i]]) for n, i in zip(shared, ids)) / len(ids)
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(program, name, reports):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        for one in reports:
            given.write(json.dumps({"id": one["id"], "text": one["text"]}) + "\n")
        given.flush()
        done = subprocess.run([program, "read", "--jsonl", "--link", given.name], capture_output=True, text=True, check=True)
    system = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        if record["kind"] == "document":
            system[record["source_id"]] = record["story"] or record["id"]
    gold = {one["id"]: one["subtopic"] for one in reports}
    figures = [100 * value for value in bcubed(gold, system)]
    print(f"{name:6s} {len(gold):4d} reports, {len(set(gold.values()))} stories, {len(set(system.values()))} found: "
          "BCubed P {:.1f} R {:.1f} F1 {:.1f}".format(*figures))


def main():
    if not CORPUS.is_dir():
        sys.exit(f"skipped: {CORPUS} is not here")
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "release" / "readout")
    halves = {}
    for name in ("dev", "train"):
        halves[name] = [json.loads(line) for line in open(CORPUS / f"ecbplus-{name}.jsonl", encoding="utf-8")]
    halves["both"] = halves["dev"] + halves["train"]
    for name, reports in halves.items():
        score(program, name, reports)


if __name__ == "__main__":
    main()
