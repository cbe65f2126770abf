#!/usr/bin/env python3
"""Statements against people's annotation: PolNeAR's visible part and ud-gum's attributions, by the shared scorer.

  eval/statements.py                 scores of both development sets
  eval/statements.py --classes       also precision and recall a class (direct, indirect, mixed, nominal, according_to, thought)
  eval/statements.py --errors [N]    also the commonest kinds of error with N examples each (default 3; corpus text: for the eye only)
  eval/statements.py --calibration   also stated against observed probability in ten bins

PolNeAR is measured on and never trained on (see data/README.md of the shared folder). Its annotation is not nested: what is said inside
what is said counts against us. Python 3, standard library only; READOUT names the program.
"""
import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common


def spans(value):
    return [(s["start"], s["end"]) if isinstance(s, dict) else (s[0], s[1]) for s in value or []]


def characters(value):
    return {c for start, end in spans(value) for c in range(start, end)}


def overlap(a, b):
    return len(a & b) / len(a | b) if a and b else 0.0


def link(gold, system):
    """Pairs as the scorer links them: content overlap of a half, sources that meet or are both absent; each gold once."""
    used, pairs = {}, []
    for record in system:
        content, source = characters(record["content"]), characters(record["source"])
        best, at = 0.0, None
        for i, one in enumerate(gold):
            if i in used:
                continue
            j = overlap(content, characters(one["content"]))
            theirs = characters(one["source"])
            if j >= 0.5 and j > best and (theirs & source or (not theirs and not source)):
                best, at = j, i
        if at is not None:
            used[at] = record
        pairs.append((record, at))
    return pairs, used


def class_of_gold(text, one):
    """The class of a gold attribution, from its words alone: the corpora do not mark it."""
    cue = " ".join(text[a:b] for a, b in spans(one["cue"])).lower()
    if cue.startswith(("according to", "per ", "as per")):
        return "according_to"
    marks = "“”\"«»"
    parts = [text[a:b] for a, b in spans(one["content"])]
    if parts and all(p[:1] in marks + "'" and (p[-1:] in marks + "'") for p in parts):
        return "direct"
    if any(m in p for p in parts for m in marks) or any("''" in p for p in parts):
        return "mixed"
    return "indirect"


def class_of_record(record):
    if record["form"] in ("nominal", "according_to", "thought"):
        return record["form"]
    return record["voice"]


def error_of(record, gold):
    """What is wrong with a record that links to nothing."""
    content, source, cue = (characters(record[k]) for k in ("content", "source", "cue"))
    best = max(gold, key=lambda one: overlap(content, characters(one["content"])), default=None)
    kind = class_of_record(record)
    if best is None or not content & characters(best["content"]):
        return f"no attribution there: {kind}"
    theirs = characters(best["content"])
    if cue & characters(best["cue"]):
        if overlap(content, theirs) >= 0.5:
            return f"wrong speaker: {kind}" if record["source"] and best["source"] else f"speaker on one side only: {kind}"
        if not theirs - content:
            return f"content too long: {kind}"
        return f"content too short: {kind}" if not content - theirs else f"content otherwise cut: {kind}"
    inside = cue and cue <= set().union(*(characters(one["content"]) for one in gold))
    return f"inside another's content: {kind}" if inside else f"another cue's words: {kind}"


def miss_of(text, one, records):
    """None where a record has the cue: it is counted among the errors of records."""
    cue = characters(one["cue"])
    if any(cue & characters(record["cue"]) for record in records):
        return None
    return f"cue not found: {class_of_gold(text, one)}{'' if one['source'] else ', nobody named'}"


def report(name, gold_path, system_path, options):
    print(f"== {name}")
    common.scorer().score_attribution(str(gold_path), system_path)
    by_document = collections.defaultdict(list)
    for line in open(system_path, encoding="utf-8"):
        record = json.loads(line)
        if record.get("kind") == "statement":
            by_document[str(record["document_source_id"])].append(record)
    classes = collections.defaultdict(lambda: [0, 0])
    recall = collections.defaultdict(lambda: [0, 0])
    errors, examples, bins = collections.Counter(), collections.defaultdict(list), collections.defaultdict(lambda: [0, 0, 0.0])
    for document in common.scorer().jsonl(str(gold_path)):
        text, gold = document["text"], [one for one in document["attributions"] if one["content"]]
        system = by_document[str(document["id"])]
        pairs, used = link(gold, system)
        for record, at in pairs:
            one = classes[class_of_record(record)]
            one[0] += at is not None
            one[1] += 1
            one = bins[min(9, int(record["confidence"] * 10))]
            one[0] += at is not None
            one[1] += 1
            one[2] += record["confidence"]
            if at is None:
                kind = error_of(record, gold)
                errors[kind] += 1
                examples[kind].append(" | ".join(" … ".join(text[a:b] for a, b in spans(record[k])) for k in ("source", "cue", "content")))
        for i, one in enumerate(gold):
            count = recall[class_of_gold(text, one)]
            count[0] += i in used
            count[1] += 1
            if i not in used:
                kind = miss_of(text, one, system)
                if kind is None:
                    continue
                errors[kind] += 1
                examples[kind].append(" | ".join(" … ".join(text[a:b] for a, b in spans(one[k])) for k in ("source", "cue", "content")))
    if options.classes:
        for name, (right, all_) in sorted(classes.items()):
            print(f"precision {name:14s} {100 * right / all_:6.2f}   ({right} of {all_})")
        for name, (right, all_) in sorted(recall.items()):
            print(f"recall    {name:14s} {100 * right / all_:6.2f}   ({right} of {all_})")
    if options.calibration:
        for at in sorted(bins):
            right, all_, stated = bins[at]
            print(f"stated {stated / all_:.2f}  observed {right / all_:.2f}   ({all_} records)")
    if options.errors:
        for kind, count in errors.most_common(10):
            print(f"{count:5d}  {kind}")
            for example in examples[kind][: options.errors]:
                print("         " + example.replace("\n", " ")[:300])


def report_seeds(folder):
    """The five reports against our own reading of them (eval/statements/seeds.jsonl: offsets and names, no text)."""
    gold = [json.loads(line) for line in open(pathlib.Path(__file__).resolve().parent / "statements" / "seeds.jsonl", encoding="utf-8")]
    reports = [{"id": path.name[:3], "text": path.read_text(encoding="utf-8")} for path in sorted(folder.glob("*.txt"))]
    by_document = collections.defaultdict(list)
    for line in open(common.read(reports), encoding="utf-8"):
        record = json.loads(line)
        if record.get("kind") == "statement":
            by_document[record["document_source_id"]].append(record)
    found = speaker = relays = relay = 0
    for one in gold:
        mine = max(by_document[one["report"]], key=lambda r: overlap(characters(one["content"]), characters(r["content"])), default=None)
        hit = mine is not None and overlap(characters(one["content"]), characters(mine["content"])) >= 0.5
        found += hit
        speaker += hit and {p.get("name") for p in mine["speakers"]} == set(one["speakers"])
        relays += bool(one["relays"])
        if hit and one["relays"]:
            carried = characters([r["entity"] for r in mine["relays"]])
            relay += bool(carried & characters(one["relays"]))
    print(f"== seeds, our own reading\nfound {found} of {len(gold)}; speaker right {speaker} of {found} found; relay right {relay} of {relays}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--classes", action="store_true")
    arguments.add_argument("--calibration", action="store_true")
    arguments.add_argument("--errors", nargs="?", type=int, const=3, default=0)
    options = arguments.parse_args()
    report_seeds(common.need("seeds")[0])
    polnear, gum = common.need("data/restricted/polnear/polnear-dev.jsonl", "data/open/ud-gum/gum-attrib-dev.jsonl")
    for name, path in (("PolNeAR dev", polnear), ("ud-gum attribution dev", gum)):
        reports = list(common.scorer().reports("attribution", str(path)))
        report(name, path, common.read(reports), options)


if __name__ == "__main__":
    main()
