"""The annotated sentences of eval/events/annotations: stand-off rows without text; the texts are those of ../shared/data/open.

index.tsv: id, document, start, end (code points of the document's text; `wce:N` is the N-th line, from 0, of
wiki-current-events-train.jsonl.xz; `meantime:ID` and `re3d:ID` are documents of these). pass-a.tsv, pass-b.tsv: one event a row.
"""
import csv
import functools
import hashlib
import json
import lzma
import os

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "annotations")
PASSES = ("pass-a", "pass-b")

# (annotated, read): the guide and PLOVER's codebook draw the line elsewhere. Convictions and sentences: COERCE in the guide, SANCTION
# (mode convict) in the codebook; releases, ceasefires, resignations: CONCEDE in the guide, RETREAT in the codebook, and the other way
# round where only announced.
DRAWN_ELSEWHERE = {("COERCE", "SANCTION"), ("CONCEDE", "RETREAT"), ("RETREAT", "CONCEDE")}


def same_category(annotated, read):
    return annotated == read or (annotated, read) in DRAWN_ELSEWHERE


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader((l for l in lines if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


@functools.lru_cache
def index():
    return {r["id"]: r for r in rows_of(os.path.join(FOLDER, "index.tsv"))}


def held_out(name):
    """One sentence in four, by a hash of its id, is for measuring only."""
    return hashlib.sha256(name.encode()).digest()[0] % 4 == 0


class Texts(dict):
    """document -> text."""


def texts(open_folder):
    out = Texts()
    wanted = {r["document"] for r in index().values()}
    with lzma.open(os.path.join(open_folder, "wiki-current-events/wiki-current-events-train.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if f"wce:{number}" in wanted:
                out[f"wce:{number}"] = json.loads(line)["text"]
    for name, path in (("meantime", "meantime/meantime-en-train.jsonl"), ("re3d", "re3d/re3d-train-free.jsonl")):
        with open(os.path.join(open_folder, path), encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if f"{name}:{row['id']}" in wanted:
                    out[f"{name}:{row['id']}"] = row["text"]
    return out


class Event:
    __slots__ = ("start", "end", "trigger", "actor", "recipient", "voice", "category", "auxiliary")


def spans_of(cell):
    return [] if cell == "-" else [tuple(map(int, one.split("-"))) for one in cell.split(" ")]


def read_pass(name, all_texts=None, in_bytes=False):
    """sentence id -> its events, offsets from the start of the sentence in code points (in bytes where asked for); a sentence
    that was read and tells none has an empty list."""
    out = {}
    for row in rows_of(os.path.join(FOLDER, name + ".tsv")):
        some = out.setdefault(row["sentence"], [])
        if row["trigger"] == "-":
            continue
        event = Event()
        where = index()[row["sentence"]]
        first = int(where["start"])
        text = all_texts[where["document"]] if in_bytes else None

        def local(spans):
            if not in_bytes:
                return [(s - first, e - first) for s, e in spans]
            return [(len(text[first:s].encode()), len(text[first:e].encode())) for s, e in spans]
        event.trigger = local(spans_of(row["trigger"]))
        event.start, event.end = event.trigger[0][0], event.trigger[-1][1]
        event.actor, event.recipient, event.voice = (local(spans_of(row[k])) for k in ("actor", "recipient", "voice"))
        event.category = row["category"]
        event.auxiliary = [] if row["auxiliary"] == "-" else row["auxiliary"].split("|")
        some.append(event)
    return out
