#!/usr/bin/env python3
"""Turns the annotators' sheets (words copied from the sentence, as GUIDELINES.md asks) into stand-off rows without text.

  annotate.py INDEX.tsv OPEN OUT pass-a SHEET… 

A row whose words do not stand in the sentence is refused, counted and named by its id.
"""
import collections
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import annotations

CATEGORIES = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split())
AUXILIARIES = ("negation", "hypothetical", "future", "historical")


def find(sentence, words):
    """Where the words stand: whole words first; "#2" asks for the second place."""
    match = re.fullmatch(r"(.*?)#(\d+)", words)
    words, which = (match.group(1), int(match.group(2))) if match else (words, 1)
    words = words.strip()
    if not words:
        return None
    whole = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(words) + r"(?!\w)", sentence)]
    places = whole if len(whole) >= which else [m.start() for m in re.finditer(re.escape(words), sentence)]
    return (places[which - 1], places[which - 1] + len(words)) if len(places) >= which else None


def main(index_path, open_folder, out, name, *sheets):
    os.makedirs(out, exist_ok=True)
    rows = annotations.rows_of(index_path) if open(index_path).readline().startswith("id") else [
        dict(zip(("id", "document", "start", "end"), l.rstrip("\n").split("\t"))) for l in open(index_path, encoding="utf-8")]
    with open(os.path.join(out, "index.tsv"), "w", encoding="utf-8") as file:
        file.write("# Annotated sentences; offsets in code points of the document's text. wce: wiki-current-events, meantime, re3d.\nid\tdocument\tstart\tend\n")
        for r in rows:
            file.write("\t".join((r["id"], r["document"], r["start"], r["end"])) + "\n")
    annotations.FOLDER = out
    annotations.index.cache_clear()
    texts = annotations.texts(open_folder)
    where = annotations.index()
    lines, refused, read = [], collections.Counter(), set()
    for sheet in sheets:
        for line in open(sheet, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 2 or cells[0] not in where:
                refused["no such sentence"] += bool(line.strip())
                continue
            start = int(where[cells[0]]["start"])
            sentence = texts[where[cells[0]]["document"]][start:int(where[cells[0]]["end"])]
            if cells[1].strip() == "-":
                if cells[0] not in read:
                    lines.append((cells[0], "-", "-", "-", "-", "-", "-"))
                read.add(cells[0])
                continue
            cells += ["-"] * (7 - len(cells))
            category = cells[4].strip().upper().replace("YIELD", "CONCEDE")
            auxiliary = [a for a in re.split(r"[,|\s]+", cells[5].strip().lower()) if a in AUXILIARIES]
            if category not in CATEGORIES:
                refused["no such category"] += 1
                continue
            spans = []
            for cell in (cells[1], cells[2], cells[3], cells[6]):
                some = []
                for words in cell.split(";"):
                    if words.strip() not in ("-", ""):
                        at = find(sentence, words.strip())
                        if at is None:
                            refused["words not in the sentence"] += 1
                        else:
                            some.append(f"{start + at[0]}-{start + at[1]}")
                spans.append(" ".join(some) or "-")
            if spans[0] == "-":
                continue
            read.add(cells[0])
            lines.append((cells[0], spans[0], spans[1], spans[2], category, "|".join(a for a in AUXILIARIES if a in auxiliary) or "-", spans[3]))
    with open(os.path.join(out, name + ".tsv"), "w", encoding="utf-8") as file:
        file.write("# One event a row, by annotators who did not see each other's work (GUIDELINES.md); offsets in code points of the document.\n"
                   "sentence\ttrigger\tactor\trecipient\tcategory\tauxiliary\tvoice\n")
        for row in sorted(lines, key=lambda r: (r[0], int(r[1].split("-")[0]) if r[1] != "-" else 0)):
            file.write("\t".join(row) + "\n")
    print(name, len(read), "sentences,", sum(1 for l in lines if l[1] != "-"), "events; refused:", dict(refused))


if __name__ == "__main__":
    main(*sys.argv[1:])
