"""The open corpora that the attributions of eval/statements/annotations stand on: texts by document id, from ../shared/data/open."""
import json
import lzma

import common

FILES = ("wiki-current-events/wiki-current-events-train.jsonl.xz", "meantime/meantime-en-train.jsonl", "re3d/re3d-train-free.jsonl")


def texts(documents):
    """Text of each of the given documents: `wce:N` (N-th line, from 0), `meantime:ID`, `re3d:ID`."""
    wce, meantime, re3d = common.need(*(f"data/open/{name}" for name in FILES))
    found = {}
    with lzma.open(wce, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if f"wce:{number}" in documents:
                found[f"wce:{number}"] = json.loads(line)["text"]
    for name, path in (("meantime", meantime), ("re3d", re3d)):
        for line in open(path, encoding="utf-8"):
            one = json.loads(line)
            if f"{name}:{one['id']}" in documents:
                found[f"{name}:{one['id']}"] = one["text"]
    missing = [document for document in documents if document not in found]
    if missing:
        raise SystemExit(f"not in the corpora: {missing[:3]}")
    return found
