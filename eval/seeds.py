#!/usr/bin/env python3
"""The five reports of ../shared/seeds, read in one go: spans true, dates right, enough found, nothing from boilerplate, same bytes at
1 and 4 threads. What must be true of them is stated here by numbers only; their text is not ours."""
import json
import re
import subprocess
import sys

import common

# The day each report was published, and how far from it a report without a date may be placed.
PUBLISHED = {"000": ("2022-04-30", 0), "001": ("2022-03-30", 0), "002": ("2022-03-19", 31), "003": ("2022-03-30", 31), "004": ("2025-02-24", 31)}
BOILERPLATE = re.compile(r"^(Also read \|.*|Related Articles|ADVERTISEMENT|Reuters|World)$", re.M)
LEAST = {"statement": 25, "event": 15}


def spans_in(value):
    if isinstance(value, list):
        for item in value:
            yield from spans_in(item)
    elif isinstance(value, dict):
        if isinstance(value.get("start"), int) and "text" in value:
            yield value
        for item in value.values():
            yield from spans_in(item)


def read(folder, threads):
    words = [common.PROGRAM, "read", "--jsonl", "--with", "times", "--threads", str(threads), str(folder)]
    return subprocess.run(words, capture_output=True, check=True).stdout


def main():
    (folder,) = common.need("seeds")
    output = read(folder, 1)
    rows = [json.loads(line) for line in output.splitlines()]
    documents = {row["id"]: row for row in rows if row["kind"] == "document"}
    faults = []
    if output != read(folder, 4):
        faults.append("1 and 4 threads give different bytes")
    spans = 0
    for row in rows:
        if row["kind"] == "run":
            continue
        text = documents[row["document"]]["text"]
        marked = [match.span() for match in BOILERPLATE.finditer(text)]
        for span in spans_in(row):
            spans += 1
            if text[span["start"]:span["end"]] != span["text"]:
                faults.append(f"{row['id']}: untrue span {span}")
            if row["kind"] in ("statement", "event") and any(a < span["end"] and span["start"] < b for a, b in marked):
                faults.append(f"{row['id']}: a {row['kind']} from boilerplate")
    for document in documents.values():
        day, slack = PUBLISHED[document["source_id"][:3]]
        date = document["published"]
        print(f"{document['source_id'][:3]}: published {day}, read {date['start']} … {date['end']} ({date['basis']})")
        if slack == 0 and (date["start"], date["end"]) != (day, day):
            faults.append(f"{document['source_id']}: dated {date['start']}, not {day}")
        if slack and date["start"] and not date["start"] <= day <= (date["end"] or "9999"):
            faults.append(f"{document['source_id']}: true day {day} outside {date['start']} … {date['end']}")
    for kind, least in LEAST.items():
        found = sum(row["kind"] == kind for row in rows)
        print(f"{kind}s {found} (at least {least})")
        if found < least:
            faults.append(f"only {found} {kind}s")
    print(f"spans checked {spans}")
    print("\n".join(faults) or "all true")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
