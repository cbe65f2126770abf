#!/usr/bin/env python3
"""Our own annotation of attributions (eval/statements/annotations): how far its two passes agree, and Readout against each.

  eval/statements_annotations.py              agreement of the passes; Readout against either pass and against what both have, by class
  eval/statements_annotations.py --agreement  the agreement alone (needs no corpus)
  eval/statements_annotations.py --errors [N] also the commonest kinds of error against what both passes have, with N examples each

Stand-off annotation of open text (MEANTIME's Wikinews, re3d's free part, Wikipedia's current events); the corpora are read from
../shared/data/open. An attribution is linked to another when their contents share half of their characters and their sources meet or are
both absent, as ../shared/eval/score.py links them. Standard library only.
"""
import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common
import statements_corpora as corpora

FOLDER = pathlib.Path(__file__).resolve().parent / "statements" / "annotations"
CLASSES = ("direct", "indirect", "mixed", "nominal", "according", "thought")


def spans(value):
    return [(s["start"], s["end"]) if isinstance(s, dict) else (s[0], s[1]) for s in value or []]


def characters(value):
    return {c for start, end in spans(value) for c in range(start, end)}


def load(which):
    """Attributions of a pass by document."""
    by_document = collections.defaultdict(list)
    for line in open(FOLDER / f"pass-{which}.jsonl", encoding="utf-8"):
        one = json.loads(line)
        by_document[one["document"]].append(one)
    return by_document


def documents():
    return [line.rstrip("\n") for line in open(FOLDER / "documents.txt", encoding="utf-8") if line.strip()]


def link(gold, system):
    """[(system's, gold's index or None)]: each gold attribution once, each system's to its best."""
    used, pairs = set(), []
    sets = [(characters(one["content"]), characters(one["source"])) for one in gold]
    for record in system:
        content, source = characters(record["content"]), characters(record["source"])
        best, at = 0.0, None
        for i, (theirs, who) in enumerate(sets):
            shared = len(content & theirs)
            if i in used or not shared or not (who & source or (not who and not source)):
                continue
            share = shared / len(content | theirs)
            same_cue = bool(characters(record["cue"]) & characters(gold[i]["cue"]))
            if share >= 0.5 and share + 0.01 * same_cue > best:
                best, at = share + 0.01 * same_cue, i
        if at is not None:
            used.add(at)
        pairs.append((record, at))
    return pairs


def f1(right, system, gold):
    precision, recall = right / max(1, system), right / max(1, gold)
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {200 * right / max(1, system + gold):5.1f}   ({right} of {gold}, {system} against them)"


def spread(name, part, one, other, names):
    """Exact and by characters, one pass as gold and the other as system."""
    exact = in_one = in_other = shared = chars_one = chars_other = 0
    for document in names:
        a = {tuple(spans(x[part])) for x in one[document] if x[part]}
        b = {tuple(spans(x[part])) for x in other[document] if x[part]}
        exact, in_one, in_other = exact + len(a & b), in_one + len(a), in_other + len(b)
        ca, cb = (set().union(*(characters(x[part]) for x in side[document])) for side in (one, other))
        shared, chars_one, chars_other = shared + len(ca & cb), chars_one + len(ca), chars_other + len(cb)
    print(f"{name:22s} exact F1 {200 * exact / max(1, in_one + in_other):5.1f}   characters F1 {200 * shared / max(1, chars_one + chars_other):5.1f}")


def kappa(pairs):
    seen = collections.Counter(pairs)
    n = sum(seen.values())
    alike = sum(count for (a, b), count in seen.items() if a == b) / n
    chance = sum(sum(c for (a, _), c in seen.items() if a == k) * sum(c for (_, b), c in seen.items() if b == k) for k in CLASSES) / n / n
    return (alike - chance) / (1 - chance), alike


def agreed(one, other, names):
    """What both passes have, in the words of the first; and the pairs of classes."""
    both, classes = collections.defaultdict(list), []
    for document in names:
        for record, at in link(one[document], other[document]):
            if at is not None:
                both[document].append(one[document][at])
                classes.append((one[document][at]["class"], record["class"]))
    return both, classes


def report_agreement(a, b, names):
    n_a, n_b = sum(len(a[d]) for d in names), sum(len(b[d]) for d in names)
    both, classes = agreed(a, b, names)
    print(f"== agreement of the two passes\n{len(names)} documents; attributions: pass a {n_a}, pass b {n_b}, linked {len(classes)}")
    for part in ("source", "cue", "content"):
        spread(part, part, a, b, names)
    print(f"{'linked relations':22s} {f1(len(classes), n_b, n_a)}")
    value, alike = kappa(classes)
    print(f"class of those linked: kappa {value:.2f} ({100 * alike:.0f} % alike)")
    for kind in CLASSES:
        mine = sum(x["class"] == kind for d in names for x in a[d])
        theirs = sum(x["class"] == kind for d in names for x in b[d])
        alike = sum(1 for pair in classes if pair == (kind, kind))
        print(f"  {kind:10s} pass a {mine:5d}   pass b {theirs:5d}   linked and alike {alike:5d}")
    return both


def class_of(record):
    if record["form"] == "according_to":
        return "according"
    return record["form"] if record["form"] in ("nominal", "thought") else record["voice"]


def error_of(record, gold, texts):
    content, source, cue = (characters(record[k]) for k in ("content", "source", "cue"))
    here = [one for one in gold if characters(one["cue"]) & cue]
    if here:
        one = max(here, key=lambda x: len(content & characters(x["content"])))
        theirs = characters(one["content"])
        if not (characters(one["source"]) & source) and (one["source"] or source):
            return "wrong or missing source"
        if not content & theirs:
            return "other words taken for the content"
        return "content too long" if len(content) > len(theirs) else "content too short"
    if any(len(content & characters(one["content"])) > len(content) / 2 for one in gold):
        return f"no attribution: {class_of(record)} inside another's words"
    return f"no attribution: {class_of(record)}"


def miss_of(one, records):
    cue = characters(one["cue"])
    if any(cue & characters(record["cue"]) for record in records):
        return None  # counted among the errors of records
    return f"missed: {one['class']}"


def report_readout(name, gold, by_document, names, texts=None, examples=0):
    right = system = total = 0
    precision, recall = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0])
    errors, shown = collections.Counter(), collections.defaultdict(list)

    def note(kind, document, parts):
        errors[kind] += 1
        words = (" … ".join(texts[document][a:b] for a, b in spans(parts[k])) for k in ("source", "cue", "content"))
        shown[kind].append(" | ".join(words).replace("\n", " ")[:300])

    for document in names:
        pairs = link(gold[document], by_document[document])
        found = {at for _, at in pairs if at is not None}
        right, system, total = right + len(found), system + len(pairs), total + len(gold[document])
        for record, at in pairs:
            one = precision[class_of(record)]
            one[0] += at is not None
            one[1] += 1
            if texts and at is None:
                note(error_of(record, gold[document], texts), document, record)
        for i, one in enumerate(gold[document]):
            count = recall[one["class"]]
            count[0] += i in found
            count[1] += 1
            if texts and i not in found and (kind := miss_of(one, by_document[document])):
                note(kind, document, one)
    print(f"== Readout against {name}\nlinked relations       {f1(right, system, total)}")
    for kind in CLASSES:
        (p, of_p), (r, of_r) = precision[kind], recall[kind]
        print(f"  {kind:10s} P {100 * p / max(1, of_p):5.1f} of {of_p:4d}   R {100 * r / max(1, of_r):5.1f} of {of_r:4d}")
    for kind, count in errors.most_common(10 if texts else 0):
        print(f"{count:5d}  {kind}")
        for example in shown[kind][:: max(1, count // max(1, examples))][:examples]:
            print("         " + example)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--agreement", action="store_true")
    arguments.add_argument("--errors", nargs="?", type=int, const=3, default=0)
    options = arguments.parse_args()
    a, b, names = load("a"), load("b"), documents()
    both = report_agreement(a, b, names)
    if options.agreement:
        return
    texts = corpora.texts(names)
    by_document = collections.defaultdict(list)
    for line in open(common.read([{"id": name, "text": texts[name]} for name in names]), encoding="utf-8"):
        record = json.loads(line)
        if record.get("kind") == "statement":
            by_document[record["document_source_id"]].append(record)
    report_readout("pass a", a, by_document, names)
    report_readout("pass b", b, by_document, names)
    report_readout("what both passes have", both, by_document, names, texts if options.errors else None, options.errors)


if __name__ == "__main__":
    main()
