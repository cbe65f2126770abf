#!/usr/bin/env python3
"""docs/events/CATEGORY.md: each category with an example of each mode and auxiliary, as Readout reads it. Standard library only.

  pages.py [--check]      writes the pages; --check: says which is not as the program reads today, and ends with 1

The sentences are tests/cases/events/pages.tsv. What is read otherwise than meant stands on the page under its own heading.
"""
import collections
import csv
import json
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("READOUT", str(SOURCE / "build/release/readout"))
PUBLISHED = "2024-05-15"  # a Wednesday
TITLE = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def table(path):
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader((l for l in lines if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def readings(rows):
    """The events of each row's sentence, each read as a report of its own."""
    given = "".join(json.dumps({"id": str(i), "text": r["text"], "published": PUBLISHED}) + "\n" for i, r in enumerate(rows))
    done = subprocess.run([PROGRAM, "read", "--jsonl", "-"], input=given, capture_output=True, text=True, check=True)
    out = collections.defaultdict(list)
    for record in map(json.loads, done.stdout.splitlines()):
        if record["kind"] == "event":
            out[int(record["document_source_id"])].append(record)
    return out


def as_meant(row, event):
    if event["event"] != row["category"]:
        return promised(row, event)
    if row["shows"].startswith("mode "):
        return row["shows"][5:] in event["mode"]
    if row["shows"] == "asserted":
        return event["statement"] is not None and event["auxiliary"] is None
    return (event["auxiliary"] or "plain") == row["shows"]


def promised(row, event):
    """PLOVER: what is announced of these is AGREE, a retreat CONCEDE; what is refused is REJECT."""
    content = event["content_event"]
    return row["shows"] in ("future", "negation") and content is not None and content["event"] == row["category"]


def side(all_of):
    return " + ".join(f"{x['text']} ({' '.join(filter(None, (x['code'], x['sector']))) or '?'})" for x in all_of) or "–"


def line(event):
    modes = "".join(f" ({m})" for m in event["mode"])
    auxiliary = ", ".join(event["auxiliaries"]) or "plain"
    content = event["content_event"]
    about = f" · about {content['event']} {side(content['actor'])} → {side(content['recipient'])}" if content else ""
    whose = " · asserted by a speaker" if event["statement"] else ""
    return f"{event['event']}{modes}: {side(event['actor'])} → {side(event['recipient'])} · {auxiliary}{about}{whose} · `{event['rule']}`"


def pages():
    rows = table(SOURCE / "tests/cases/events/pages.tsv")
    read = readings(rows)
    definitions = {r["category"]: r for r in table(SOURCE / "data/events/plover/categories.tsv")}
    out = {}
    for name, category in definitions.items():
        good, other = [], []
        for i, row in enumerate(rows):
            if row["category"] != name:
                continue
            hit = next((e for e in read[i] if as_meant(row, e)), None)
            if hit:
                good.append((row, line(hit)))
            else:
                other.append((row, "<br>".join(line(e) for e in read[i]) or "no event"))
        text = [f"# {name}", "", f"{category['definition'][0].upper()}{category['definition'][1:]}.", "",
                f"Quad class {category['quad']} ({TITLE[int(category['quad'])]}), scale {category['scale']}. "
                "Made by `eval/events/pages.py`; do not edit. Read as reports of their own, published on " + PUBLISHED + ".", ""]
        for title, some in (("As read", good), ("Read otherwise than meant", other)):
            if some:
                text += [f"## {title}", "", "| shows | sentence | Readout |", "|---|---|---|"]
                text += [f"| {row['shows']} | {row['text']} | {reading} |" for row, reading in some] + [""]
        out[f"{name}.md"] = "\n".join(text)
    total = sum(1 for r in rows)
    right = sum(any(as_meant(r, e) for e in read[i]) for i, r in enumerate(rows))
    index = ["# The categories, by example", "", "A page a category: each mode and auxiliary with a sentence and what Readout makes of it. Made by "
             "`eval/events/pages.py`, checked by a test.", "", f"{right} of {total} are read as meant; the others stand on their page as they are read.", ""]
    index += [f"- [{n}]({n}.md) – {c['definition']}" for n, c in definitions.items()]
    out["README.md"] = "\n".join(index) + "\n"
    return out, right, total


def main():
    folder = SOURCE / "docs/events"
    made, right, total = pages()
    if sys.argv[1:] == ["--check"]:
        stale = [n for n, text in made.items() if not (folder / n).exists() or (folder / n).read_text(encoding="utf-8") != text]
        if stale:
            print("not as the program reads today:", ", ".join(stale), "- run eval/events/pages.py")
        return 1 if stale else 0
    folder.mkdir(exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages, {right} of {total} sentences read as meant")
    return 0


if __name__ == "__main__":
    sys.exit(main())
