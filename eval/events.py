#!/usr/bin/env python3
"""How right the events are. Standard library only.

  events.py dyads  [--shared ../shared]   wiki-dyads 2020-2022, pos 0: an event between the labelled pair of states, events per sentence
  events.py plv    [--shared ../shared]   PLV train: PLOVER root from the raw sentence (through ../shared/eval/score.py); whole records
  events.py noise  [--shared ../shared]   bbc sport, business, entertainment: false events in 1,000 sentences each, as judged by hand
                                          (eval/events/noise); with --errors: what is not yet judged; --outside: some of the other sentences
  events.py agreement                     how far the two passes of eval/events/annotations agree
  events.py annotations [--part held|train|all]   Readout against each pass and what both agree on; errors by kind, calibration
  events.py seeds [--shared ../shared]    the five reports of ../shared/seeds against eval/events/seeds.tsv: found, spurious, auxiliary, date
  events.py cases [--file probes|probes2|probes_last]   our own sentences of mood, syntax, actors, dates, noise: tests/cases/events/probes.tsv;
                                          eval/events/probes2.tsv, written blind, and its other half, kept for measuring
  events.py details [--file details|details_last] [--field F]   day, place, numbers, modes, contexts, CAMEO, what it is about, whose word:
                                          tests/cases/events/details.tsv, and its other half, kept for measuring
  events.py all    [--shared ../shared]   each that can be run; a corpus that is absent is skipped by name

Options: --program build/release/readout, --errors N (print up to N errors of each kind), --keep FILE (the system's records)
"""
import argparse
import collections
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import common

HERE = str(common.SOURCE)


def read(program, reports, extra=()):
    """Records of the reports, as `readout read --jsonl` prints them, by document_source_id."""
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports)
    command = program.split() + (["read", "--jsonl", *extra, "-"] if os.path.basename(program) == "readout" else [])
    done = subprocess.run(command, input=lines, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{program}: exit {done.returncode}: {done.stderr[-500:]}")
    records = [json.loads(l) for l in done.stdout.splitlines() if l.startswith("{")]
    by = collections.defaultdict(list)
    for r in records:
        if r["kind"] == "event":
            by[str(r["document_source_id"])].append(r)
    return by, done.stdout


def codes(side):
    return {x.get("code") for x in side if x.get("code")}


def names(side):
    return " ".join((x.get("name") or "") + " " + x["text"] for x in side)


def show(event):
    f = lambda side: ", ".join(f"{x['text']}/{x.get('code') or '?'}" for x in side) or "-"
    return f"{event['event']} {f(event['actor'])} -> {f(event['recipient'])} [{event.get('auxiliary') or 'plain'}] {event['rule']}"


# --------------------------------------------------------------------------------------------------------------- dyads
ORGANISATIONS = {"european union": "EU", "nato": "NATO", "united nations": "UN", "arab league": "Arab League"}
OTHER_NAMES = {"united_kingdom": "GBR", "united_states": "USA", "taiwan": "TWN", "palestine": "PSE", "kosovo": "KOS", "south korea": "KOR",
               "north korea": "PRK", "russia": "RUS", "vatican": "VAT", "holy see": "VAT", "czech republic": "CZE", "hong kong": "HKG"}


def state_codes():
    out = {}
    with open(os.path.join(HERE, "data/actors/state_names.tsv"), encoding="utf-8") as rows:
        for row in csv.DictReader((l for l in rows if not l.startswith("#")), delimiter="\t"):
            if row["kind"] in ("name", "official", "abbr"):
                out.setdefault(row["name"].lower(), row["code"])
    out.update(OTHER_NAMES)
    return out


def side_is(side, label, table):
    label = label.lower().replace("_", " ")
    if label in ORGANISATIONS:
        wanted = {"EU": ("EUR", r"\bEU\b|European (Union|Commission|Council|Parliament)"), "NATO": ("-", r"\bNATO\b|North Atlantic"),
                  "UN": ("UNO", r"\bUN\b|United Nations"), "Arab League": ("-", "Arab League")}[ORGANISATIONS[label]]
        return wanted[0] in codes(side) or re.search(wanted[1], names(side)) is not None
    return table.get(label) in codes(side)


def dyads(args):
    path = os.path.join(args.shared, "data/open/wiki-dyads/dyads.jsonl")
    if not os.path.exists(path):
        return print("dyads: skipped, no wiki-dyads under", args.shared)
    rows = [json.loads(l) for l in open(path, encoding="utf-8")]
    first, last = args.years.split("-")
    rows = [r for r in rows if r["pos"] == 0 and first <= r["date"][:4] <= last]
    for r in rows:
        r["dyads"] = [["China", "Taiwan"] if p == ["Cross", "Strait"] else p for p in r["dyads"]]
    by, out = read(args.program, [{"id": str(r["id"]), "text": r["text"], "published": r["date"]} for r in rows])
    table = state_codes()
    found = events = sentences = 0
    kinds = collections.defaultdict(list)
    for r in rows:
        sentences += max(1, len(re.findall(r"[.!?][\"”']?(?=\s+[A-Z“\"])", r["text"].strip())) + 1)
        ev = by[str(r["id"])]
        events += len(ev)
        hit = False
        for a, b in r["dyads"]:
            for e in ev:
                A, R = e["actor"], e["recipient"]
                both = (side_is(A, a, table) and side_is(R, b, table)) or (side_is(A, b, table) and side_is(R, a, table)) or (side_is(A, a, table) and side_is(A, b, table))
                hit = hit or both
        found += hit
        if not hit:
            kind = "no event at all" if not ev else "one side only" if any(
                side_is(e["actor"] + e["recipient"], a, table) or side_is(e["actor"] + e["recipient"], b, table) for e in ev for a, b in r["dyads"]) else "neither side"
            kinds[kind].append((r, ev))
    print(f"dyads {args.years}: pair recall {100 * found / len(rows):.1f} % of {len(rows)}, {events / sentences:.2f} events per sentence")
    for kind, misses in sorted(kinds.items()):
        print(f"  {kind}: {len(misses)}")
        for r, ev in random.Random(1).sample(misses, min(args.errors, len(misses))):
            print(f"    {r['dyads']} {r['text'][:300]}")
            for e in ev:
                print("        ", show(e))
    return out


# ----------------------------------------------------------------------------------------------------------------- plv
ROOT15 = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
SMALL_WORDS = {"the", "a", "an", "of", "and", "in", "to"}


def shares_words(text, side):
    """One holds the other, or they have a word of meaning in common."""
    words = lambda t: set(t.lower().split()) - SMALL_WORDS
    return any(x["text"].lower() in text.lower() or text.lower() in x["text"].lower() or words(x["text"]) & words(text) for x in side)


def to_the_letter(text, side):
    return any(x["text"].lower() == text.lower() for x in side)


def whole_records(rows, by, args):
    """Sentence -> records (actor, recipient, root). Each row marks one pair of its sentence; a sentence tells more than its marked
    pairs, so precision says too little. Errors: what stands between the marked record and the sentence's events."""
    sentences = collections.defaultdict(list)
    for i, r in enumerate(rows):
        sentences[r["sentence"]].append((str(i), r))
    for name, same in (("sides that overlap", shares_words), ("sides to the letter", to_the_letter)):
        hits = said = 0
        kinds = collections.Counter()
        examples = collections.defaultdict(list)
        for text, marked in sentences.items():
            ev = by[marked[0][0]]
            said += len(ev)
            used = set()
            for _, r in marked:
                cat = [e for e in ev if ROOT15.get(e["event"], e["event"]) == r["gold_root"]]
                at = lambda e: same(r["source"], e["actor"])
                hit = next((e["id"] for e in cat if e["id"] not in used and at(e) and
                            (same(r["target"], e["recipient"]) or (not e["recipient"] and same(r["target"], e["actor"])))), None)
                used.add(hit)
                hits += hit is not None
                kind = ("hit" if hit else "no event" if not ev else "another category" if not cat else "another actor" if not any(map(at, cat))
                        else "another recipient")
                kinds[kind] += 1
                examples[kind].append((r, ev))
        print(f"whole records (source, target, root), {name}: P {share_of(hits, said):.1f} R {share_of(hits, len(rows)):.1f} "
              f"F1 {share_of(2 * hits, said + len(rows)):.1f};", ", ".join(f"{k} {n}" for k, n in kinds.most_common()))
        for kind in ("another actor", "another recipient"):
            for r, ev in random.Random(1).sample(examples[kind], min(args.errors, len(examples[kind]))):
                print(f"  {kind}: {r['gold_root']} {r['source']} -> {r['target']} | {r['sentence']}")
                for e in ev:
                    print("        ", show(e))


def share_of(part, whole):
    return 100 * part / max(1, whole)


def plv(args):
    gold = os.path.join(args.shared, "data/restricted/plv/PLV_train.tsv")
    score = os.path.join(args.shared, "eval/score.py")
    if not os.path.exists(gold):
        return print("plv: skipped, no plv under", args.shared)
    rows = list(csv.DictReader(open(gold, encoding="utf-8"), delimiter="\t"))
    by, out = read(args.program, [{"id": str(i), "text": r["sentence"]} for i, r in enumerate(rows)])
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.write("\n".join(l for l in out.splitlines() if l.startswith("{")) + "\n")
    print(subprocess.run([sys.executable, score, "plv", gold, file.name], capture_output=True, text=True).stdout, end="")
    os.unlink(file.name)
    whole_records(rows, by, args)
    if not args.errors:
        return out
    root = ROOT15
    kinds = collections.defaultdict(list)
    for i, r in enumerate(rows):
        near = lambda spec, side: any(x["text"].lower() in spec.lower() or spec.lower() in x["text"].lower() for x in side)
        joins = lambda e: near(r["source"], e["actor"]) and (near(r["target"], e["recipient"]) or (not e["recipient"] and near(r["target"], e["actor"])))
        ev = sorted(by[str(i)], key=lambda e: (not joins(e), bool(e.get("auxiliary")), min(x["start"] for x in e["event_text"]), -e["confidence"]))
        got = root.get(ev[0]["event"], ev[0]["event"]) if ev else "NONE"
        if got != r["gold_root"]:
            kinds[r["gold_root"], got].append((r, ev))
    for (gold_root, got), misses in sorted(kinds.items(), key=lambda x: -len(x[1])):
        print(f"  {gold_root} read as {got}: {len(misses)}")
        for r, ev in random.Random(1).sample(misses, min(args.errors, len(misses))):
            print(f"    {r['marked_sentence'][:300]}")
            for e in ev:
                print("        ", show(e))
    return out


# --------------------------------------------------------------------------------------------------------------- noise
NOISE = os.path.join(HERE, "eval/events/noise")
PAGES = ("sport", "business", "entertainment")


def bbc(shared):
    """The reports of the three pages: "sport/001.txt" -> text."""
    path = os.path.join(shared, "data/restricted/bbc/bbc.tar.xz")
    if not os.path.exists(path):
        return None
    out = {}
    with tarfile.open(path) as archive:
        member = next(m for m in archive if m.name.endswith("/bbc-fulltext.zip"))
        with zipfile.ZipFile(io.BytesIO(archive.extractfile(member).read())) as inner:
            for name in sorted(inner.namelist()):
                parts = name.split("/")
                if parts[-2:-1] and parts[-2] in PAGES and name.endswith(".txt"):
                    out["/".join(parts[-2:])] = inner.read(name).decode("utf-8", "replace")
    return out


def sentences_of(text):
    """Sentences by a rule of their own, so that the sample does not move with Readout: (start, end) in code points."""
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for cut in list(re.finditer(r"[.!?][\"”’)]*(?=\s+[\"“‘(]?[A-Z0-9])", line.group())) + [None]:
            end = line.start() + cut.end() if cut else line.end()
            sentence = text[start:end]
            if len(sentence.split()) >= 5 and re.search(r"[.!?][\"”’)]*\s*$", sentence):
                yield start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())
            start = end


def draw_noise(args):
    """Draws the sample anew (it is committed; this is how it was made): 1,000 sentences of each page, all reports alike."""
    texts = bbc(args.shared)
    with open(os.path.join(NOISE, "sample.tsv"), "w", encoding="utf-8") as out:
        out.write("# 1,000 sentences of each page, drawn at random by `eval/events.py draw-noise`; offsets in code points of the file in\n"
                  "# bbc-fulltext.zip (D. Greene, P. Cunningham 2006). No text is kept here.\ndocument\tstart\tend\n")
        for page in PAGES:
            all_of = [(d, a, b) for d in sorted(texts) if d.startswith(page) for a, b in sentences_of(texts[d])]
            for row in sorted(random.Random(20261121).sample(all_of, 1000)):
                out.write("\t".join(map(str, row)) + "\n")


def table(path):
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader((l for l in lines if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def noise(args):
    texts = bbc(args.shared)
    if texts is None:
        return print("noise: skipped, no bbc under", args.shared)
    sample = table(os.path.join(NOISE, "sample.tsv"))
    judged = {(r["document"], int(r["start"]), int(r["end"]), r["category"]): r["judgement"] for r in table(os.path.join(NOISE, "judged.tsv"))}
    inside = collections.defaultdict(list)
    for r in sample:
        inside[r["document"]].append((int(r["start"]), int(r["end"])))
    by, out = read(args.program, [{"id": d, "text": texts[d]} for d in sorted(inside)])
    for page in PAGES:
        counts, errors, open_, elsewhere = collections.Counter(), [], [], 0
        for document in sorted(d for d in inside if d.startswith(page)):
            for e in by[document]:
                at = min(e["event_text"], key=lambda s: s["start"])
                if not any(a <= at["start"] < b for a, b in inside[document]):
                    elsewhere += 1
                    if args.outside and random.Random(document + str(at["start"])).random() < 0.06:
                        print("   ", show(e), e["confidence"], "|", texts[document][max(0, at["start"] - 110):at["start"] + 130].replace("\n", " "))
                    continue
                verdict = judged.get((document, at["start"], at["end"], e["event"]), "?")
                counts[verdict] += 1
                (open_ if verdict == "?" else errors if verdict == "false" else []).append((document, at, e))
        false = counts["false"] + counts["?"]
        print(f"noise: {page}: {false} false events in 1,000 sentences ({counts['?']} of them not yet judged), {counts['true']} true; "
              f"{sum(1 for k, v in judged.items() if v == 'true' and k[0].startswith(page))} true events were ever found there")
        kinds = collections.Counter(e["rule"].split("/")[0] for _, _, e in errors)
        if kinds:
            print("    false by rule:", ", ".join(f"{k} {n}" for k, n in kinds.most_common(10)))
        for document, at, e in errors[:args.errors]:
            print("    false:", show(e), e["confidence"], "|", texts[document][max(0, at["start"] - 100):at["start"] + 120].replace("\n", " "))
        for document, at, e in open_ if args.errors else []:
            print(f"{document}\t{at['start']}\t{at['end']}\t{e['event']}\t?\t{show(e)} {e['confidence']} | "
                  + next(texts[document][a:b] for a, b in inside[document] if a <= at["start"] < b).replace("\n", " "))
    return out


# --------------------------------------------------------------------------------------------------------- annotations
AUXILIARIES = ("negation", "hypothetical", "future", "historical")
sys.path.insert(0, os.path.join(HERE, "eval/events"))


def touch(some, others):
    return any(a < d and c < b for a, b in some for c, d in others)


def pair_up(one, other, alike=lambda x, y: x.category == y.category):
    """Events of one sentence whose triggers overlap, each once; those of one category first."""
    pairs = sorted(((not alike(x, y), i, j) for i, x in enumerate(one) for j, y in enumerate(other) if touch(x.trigger, y.trigger)))
    left, right, out = set(), set(), []
    for _, i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((one[i], other[j]))
    return out, [x for i, x in enumerate(one) if i not in left], [y for j, y in enumerate(other) if j not in right]


def kappa(pairs):
    n = len(pairs)
    if not n:
        return float("nan")
    same = sum(a == b for a, b in pairs) / n
    first, second = collections.Counter(a for a, _ in pairs), collections.Counter(b for _, b in pairs)
    chance = sum(first[c] * second[c] for c in first) / n / n
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def same_side(one, other):
    return touch(one, other) if one and other else not one and not other


def exact_side(one, other):
    return sorted(one) == sorted(other)


def first_auxiliary(event):
    return next((a for a in AUXILIARIES if a in event.auxiliary), "plain")


def share(what):
    what = [bool(one) for one in what]
    return 100 * sum(what) / max(1, len(what))


def agreement(args):
    """How far the two passes agree, field by field; needs no corpus."""
    import annotations
    first, second = (annotations.read_pass(name) for name in annotations.PASSES)
    both = sorted(set(first) & set(second))
    pairs, only_a, only_b = [], 0, 0
    for name in both:
        matched, a, b = pair_up(first[name], second[name])
        pairs += matched
        only_a, only_b = only_a + len(a), only_b + len(b)
    any_event = [(bool(first[n]), bool(second[n])) for n in both]
    print(f"agreement: {len(both)} sentences read by both; events {len(pairs) + only_a} and {len(pairs) + only_b}")
    print(f"  sentence tells an event at all: {share(a == b for a, b in any_event):.1f} %, kappa {kappa(any_event):.2f}")
    print(f"  trigger found by both: F1 {200 * len(pairs) / (2 * len(pairs) + only_a + only_b):.1f}")
    print(f"  of the {len(pairs)} shared: category {share(a.category == b.category for a, b in pairs):.1f} %, kappa {kappa([(a.category, b.category) for a, b in pairs]):.2f}; "
          f"auxiliary {share(first_auxiliary(a) == first_auxiliary(b) for a, b in pairs):.1f} %, kappa {kappa([(first_auxiliary(a), first_auxiliary(b)) for a, b in pairs]):.2f}")
    for side in ("actor", "recipient", "voice"):
        print(f"  {side}: overlapping or both none {share(same_side(getattr(a, side), getattr(b, side)) for a, b in pairs):.1f} %, "
              f"the same characters {share(exact_side(getattr(a, side), getattr(b, side)) for a, b in pairs):.1f} %")
    confused = collections.Counter(tuple(sorted((a.category, b.category))) for a, b in pairs if a.category != b.category)
    print("  categories confused:", ", ".join(f"{a}/{b} {n}" for (a, b), n in confused.most_common(12)))


class Read:
    """An event record in the shape of an annotated one."""

    def __init__(self, record, inner=None):
        spans = lambda all_of: [(x["start"], x["end"]) for x in all_of]
        self.record = record
        self.trigger = spans(record["event_text"])
        source = self.source = inner or record
        self.category = source["event"]
        self.actor, self.recipient = spans(source["actor"]), spans(source["recipient"])
        self.auxiliary = ["hypothetical"] if inner else record["auxiliaries"]
        self.inner = inner is not None


def annotated(args):
    """Readout against each pass and against what both passes agree on."""
    import annotations
    if not os.path.exists(os.path.join(args.shared, "data/open/wiki-current-events")):
        return print("annotations: skipped, no open corpora under", args.shared)
    texts = annotations.texts(os.path.join(args.shared, "data/open"))
    passes = [annotations.read_pass(name) for name in annotations.PASSES]
    index = annotations.index()
    names = [n for n in sorted(set(passes[0]) & set(passes[1])) if args.part == "all" or annotations.held_out(n) == (args.part == "held")]
    sentence = {n: texts[index[n]["document"]][int(index[n]["start"]):int(index[n]["end"])] for n in names}
    by, out = read(args.program, [{"id": n, "text": sentence[n]} for n in names])
    alike_category = annotations.same_category
    agreed = {}
    for n in names:
        matched, _, _ = pair_up(passes[0][n], passes[1][n])
        agreed[n] = [a for a, b in matched if a.category == b.category]
    kinds = collections.defaultdict(list)
    sure = collections.defaultdict(lambda: [0, 0])
    for title, gold in (("pass a", passes[0]), ("pass b", passes[1]), ("agreed", agreed)):
        pairs, missed, extra = [], [], []
        for n in names:
            got = [Read(r) for r in by[n]]
            matched, m, x = pair_up(gold[n], got)
            inner = [Read(r, r["content_event"]) for r in by[n] if r.get("content_event")]
            for event in list(m):  # the act inside a demand or a promise: in content_event
                hit = next((i for i in inner if alike_category(event.category, i.category)), None)
                if hit:
                    inner.remove(hit)
                    m.remove(event)
                    matched.append((event, hit))
            if title == "agreed":  # what only one of the two holds for an event is no error there
                x = [e for e in x if not any(touch(e.trigger, g.trigger) for p in passes for g in p[n])]
            pairs += [(n, a, b) for a, b in matched]
            missed += [(n, e) for e in m]
            extra += [(n, e) for e in x]
        found, right = len(pairs), sum(alike_category(a.category, b.category) for _, a, b in pairs)
        total, said = found + len(missed), found + len(extra)
        f1 = lambda k: 200 * k / max(1, total + said)
        print(f"annotations ({args.part}), {title}: {total} events; trigger P {100 * found / max(1, said):.1f} R {100 * found / max(1, total):.1f} F1 {f1(found):.1f}; "
              f"with category P {100 * right / max(1, said):.1f} R {100 * right / max(1, total):.1f} F1 {f1(right):.1f}")
        same = [(a, b) for _, a, b in pairs if alike_category(a.category, b.category)]
        alike = lambda a, b: b.actor and not b.recipient and len(b.actor) > 1
        actor = [same_side(a.actor, b.actor) or (alike(a, b) and touch(a.actor, b.actor)) for a, b in same]
        recipient = [same_side(a.recipient, b.recipient) or (alike(a, b) and touch(a.recipient, b.actor)) for a, b in same]
        print(f"   of these with the category: auxiliary {share(first_auxiliary(a) == first_auxiliary(b) for a, b in same):.1f} %, "
              f"actor {share(actor):.1f} %, recipient {share(recipient):.1f} %")
        strict = sum(bool(exact_side(a.actor, b.actor) and exact_side(a.recipient, b.recipient)) for a, b in same)
        print(f"   whole records (actor, recipient, category), F1: sides that overlap {f1(sum(bool(x and y) for x, y in zip(actor, recipient))):.1f}, "
              f"sides to the letter {f1(strict):.1f}")
        if title != "agreed":
            for n, e in extra:
                sure[min(9, int(10 * e.record["confidence"]))][1] += 1
            for n, a, b in pairs:
                if not b.inner:
                    sure[min(9, int(10 * b.record["confidence"]))][0] += alike_category(a.category, b.category)
                    sure[min(9, int(10 * b.record["confidence"]))][1] += not alike_category(a.category, b.category)
            continue
        for n, e in missed:
            kinds[f"missed {e.category}"].append((n, None, e))
        for n, e in extra:
            kinds[f"extra {e.category}"].append((n, e, None))
        for n, a, b in pairs:
            if not alike_category(a.category, b.category):
                kinds[f"{a.category} read as {b.category}"].append((n, b, a))
            elif first_auxiliary(a) != first_auxiliary(b):
                kinds[f"auxiliary {first_auxiliary(a)} read as {first_auxiliary(b)}"].append((n, b, a))
            elif not (same_side(a.actor, b.actor) or alike(a, b)):
                kinds["another actor" if a.actor and b.actor else "actor missed" if a.actor else "actor too many"].append((n, b, a))
            elif not (same_side(a.recipient, b.recipient) or alike(a, b)):
                kinds["another recipient" if a.recipient and b.recipient else "recipient missed" if a.recipient else "recipient too many"].append((n, b, a))
    print("   confidence -> share right (both passes):", ", ".join(f"{k / 10:.1f} {100 * a / (a + b):.0f} % of {a + b}" for k, (a, b) in sorted(sure.items()) if a + b))
    for kind, errors in sorted(kinds.items(), key=lambda x: -len(x[1])):
        print(f"   {kind}: {len(errors)}")
        for n, got, want in random.Random(1).sample(errors, min(args.errors, len(errors))):
            words = lambda spans: " ; ".join(sentence[n][a:b] for a, b in spans) or "-"
            print("      ", n, sentence[n])
            if want:
                print("          wanted", want.category, words(want.trigger), "|", words(want.actor), "->", words(want.recipient), want.auxiliary)
            for r in ([got.record] if got else by[n]):
                print("          read  ", show(r), r["confidence"])
    return out


# --------------------------------------------------------------------------------------------------------------- seeds
class Told:
    """A row of eval/events/seeds.tsv: an event that a report tells, with what may be held of it."""

    def __init__(self, row):
        spans = lambda cell: [] if cell == "-" else [tuple(map(int, one.split("-"))) for one in cell.split(" ")]
        self.row, self.need = row, row["need"]
        self.trigger, self.actor, self.recipient = (spans(row[k]) for k in ("trigger", "actor", "recipient"))
        self.category = row["event"]

    def category_is(self, read):
        return self.category == "*" or read.category in self.category.split("|")

    def auxiliary_is(self, read):
        return self.row["auxiliary"] == "*" or first_auxiliary(read) in self.row["auxiliary"].split("|")

    def sides_are(self, read):
        """The codes of both sides; sides that act alike may stand all as actor, or one opposite the other."""
        source = read.source
        actor, recipient = codes(source["actor"]), codes(source["recipient"])
        wanted = [[None if one == "*" else set() if one == "-" else set(one.split("+")) for one in self.row[k].split("|")]
                  for k in ("actor_codes", "recipient_codes")]
        plain = all(any(w is None or w == got for w in some) for some, got in zip(wanted, (actor, recipient)))
        alike = self.category == "*" or set(self.category.split("|")) & {"AGREE", "CONSULT", "SUPPORT", "COOPERATE"}
        both = [(a or set()) | (r or set()) for a in wanted[0] for r in wanted[1]]
        return plain or bool(alike) and any(len(b) > 1 and b == actor | recipient for b in both)

    def date_is(self, read):
        date = read.record["date"]
        for one in self.row["date"].split("|"):
            if one == "*" or (one == "-" and not date["start"]):
                return True
            first, _, last = one.partition("..")
            if one != "-" and date["start"] and date["end"] and first <= date["start"] and date["end"] <= last:
                return True
        return False


def seeds(args):
    """The five reports of ../shared/seeds against eval/events/seeds.tsv."""
    folder = os.path.join(args.shared, "seeds")
    if not os.path.isdir(folder):
        return print("seeds: skipped, no seeds under", args.shared)
    out = subprocess.run([args.program, "read", "--jsonl", folder], capture_output=True, text=True, check=True).stdout
    by, texts = collections.defaultdict(list), {}
    for record in map(json.loads, out.splitlines()):
        if record["kind"] == "document":
            texts[record["source_id"][:3]] = record["text"]
        elif record["kind"] == "event":
            by[record["document_source_id"][:3]].append(record)
    told = collections.defaultdict(list)
    for row in table(os.path.join(HERE, "eval/events/seeds.tsv")):
        told[row["report"]].append(Told(row))
    found, missed, spurious = [], [], []  # required ones only
    order = {"required": 0, "inner": 1, "optional": 2}
    for name in sorted(told):
        rows = sorted(told[name], key=lambda x: order[x.need])
        left = [Read(r) for r in by[name]]
        pending = []
        for need in order:
            pairs, without, left = pair_up([x for x in rows if x.need == need], left, Told.category_is)
            for want, got in pairs:
                if not want.category_is(got) and need != "required":
                    left.append(got)  # an act that nobody tells of here
                elif need == "required":
                    found.append((name, want, got))
            pending += [x for x in without if need == "required"]
        inner = [Read(r, r["content_event"]) for r in by[name] if r.get("content_event")]
        for want in pending:  # the act inside a demand or a promise: in content_event
            between = lambda i: texts[name][min(i.trigger[0][0], want.trigger[0][0]):max(i.trigger[0][0], want.trigger[0][0])]
            near = [i for i in inner if want.category_is(i) and not re.search(r"\n|[.!?][\"”’)]*\s", between(i))]
            if near:
                inner.remove(near[0])
                found.append((name, want, near[0]))
            else:
                missed.append((name, want))
        spurious += [(name, x) for x in left]
    named = [(n, w, g) for n, w, g in found if w.category_is(g)]
    sided = [x for x in named if x[1].sides_are(x[2])]
    outer = [x for x in named if not x[2].inner]
    all_of = len(found) + len(missed)
    told_of = lambda k, n: f"{100 * k / max(1, n):.1f} % ({k} of {n})"
    print(f"seeds: events found, category and both sides right {told_of(len(sided), all_of)}; category right {told_of(len(named), all_of)}; "
          f"trigger {told_of(len(found), all_of)}; spurious {len(spurious)} of {sum(map(len, by.values()))} read")
    print(f"   of those with the category: auxiliary right {told_of(sum(w.auxiliary_is(g) for _, w, g in named if not g.inner), len(outer))}, "
          f"date right {told_of(sum(w.date_is(g) for _, w, g in outer), len(outer))}, sides right {told_of(len(sided), len(named))}, "
          f"spans overlap: actor {told_of(sum(same_side(w.actor, g.actor) for _, w, g in named if w.actor), sum(bool(w.actor) for _, w, _ in named))}, "
          f"recipient {told_of(sum(same_side(w.recipient, g.recipient) for _, w, g in named if w.recipient), sum(bool(w.recipient) for _, w, _ in named))}")
    if not args.errors:
        return out

    def line(name, spans):
        start = min(s for s, _ in spans)
        return texts[name][max(0, start - 90):start + 110].replace("\n", " ")

    def shown(want):
        return " ".join(want.row[k] for k in ("event", "actor_codes", "recipient_codes", "auxiliary", "date"))
    for name, want in missed:
        print("  missed:", name, shown(want), "|", line(name, want.trigger))
    for name, got in spurious:
        print("  spurious:", name, show(got.record), got.record["confidence"], "|", line(name, got.trigger))
    for name, want, got in found:
        faults = ["category"] if not want.category_is(got) else [k for k, ok in (
            ("sides", want.sides_are(got)), ("auxiliary", got.inner or want.auxiliary_is(got)), ("date", got.inner or want.date_is(got))) if not ok]
        if faults:
            date = got.record["date"]
            print(f"  {', '.join(faults)}:", name, shown(want), "| read", "in content" if got.inner else "", show(got.record), date["start"], "…", date["end"], "|", line(name, want.trigger))
    return out


# --------------------------------------------------------------------------------------------------------------- cases
def matches(event, wanted):
    """wanted: "ASSAULT RUS UKR negation" ("*" anything, "-" nobody, "plain" no auxiliary; "|" or); a fifth word is the day, or first..last day."""
    category, actor, recipient, auxiliary, *day = wanted.split()
    def side(want, got, other):
        if want == "*":
            return True
        if want == "-":
            return not codes(got)
        return set(want.split("+")) <= codes(got)
    among = lambda want, got: want == "*" or got in want.split("|")
    if not among(category, event["event"]) or not among(auxiliary, event.get("auxiliary") or "plain"):
        return False
    if day and day[0] != "*":
        first, _, last = day[0].partition("..")
        start, end = event["date"]["start"], event["date"]["end"]
        if (start or end) if first == "-" else not (start and end and first <= start and end <= (last or first)):
            return False
    if side(actor, event["actor"], None) and side(recipient, event["recipient"], None):
        return True
    # sides that act alike stand all as actor
    return recipient not in ("*", "-") and set(actor.split("+")) | set(recipient.split("+")) <= codes(event["actor"]) and not event["recipient"]


def passed_off(event, forbidden):
    return matches(event, forbidden) and not (event.get("statement") and forbidden.split()[3] == "plain")


def cases(args):
    rows = table(os.path.join(HERE, "tests/cases/events" if args.file == "probes" else "eval/events", args.file + ".tsv"))
    by, out = read(args.program, [{"id": str(i), "text": r["text"], "published": r["published"] or None} if r["published"] else {"id": str(i), "text": r["text"]} for i, r in enumerate(rows)])
    kinds = collections.defaultdict(lambda: [0, 0, 0, 0])
    for i, r in enumerate(rows):
        ev = by[str(i)]
        k = kinds[r["kind"]]
        if r["wanted"]:
            k[0] += 1
            right = all(any(matches(e, w) for e in ev) for w in r["wanted"].split(";"))
            k[1] += right
        else:
            right = True
        bad = False
        if r["forbidden"]:
            k[2] += 1
            bad = any(passed_off(e, f) for e in ev for f in r["forbidden"].split(";"))
            k[3] += bad
        if (not right or bad) and args.errors:
            print(f"  {r['kind']}: {r['text']}\n      wanted {r['wanted']}{'; forbidden ' + r['forbidden'] if bad else ''}")
            for e in ev:
                print("        ", show(e), "asserted by a statement" if e.get("statement") else "")
    total = [sum(k[j] for k in kinds.values()) for j in range(4)]
    for kind, k in sorted(kinds.items()):
        print(f"  {kind:14s} right {k[1]:3d} of {k[0]:3d}   forbidden passed off {k[3]} of {k[2]}")
    print(f"{args.file}: right {100 * total[1] / total[0]:.1f} % of {total[0]}, forbidden as plain {100 * total[3] / max(1, total[2]):.1f} % of {total[2]}")
    return out

# ------------------------------------------------------------------------------------------------------------- details
FIELDS = ("date", "place", "sizes", "mode", "context", "cameo", "content", "asserted")
WANTED_NOTHING = {"date": "-", "place": "-", "sizes": "-", "asserted": "outlet"}


def days_match(wanted, date):
    """START..END, one day, "-" (none), "*"."""
    if wanted == "*":
        return True
    got = ((date or {}).get("start"), (date or {}).get("end"))
    if wanted == "-":
        return got == (None, None)
    start, end = wanted.split("..") if ".." in wanted else (wanted, wanted)
    return got == (start or None, end or None)


def place_match(wanted, place):
    if wanted in ("-", "*") or not place:
        return wanted == "*" or (wanted == "-" and not place)
    name, country, precision = wanted.rsplit(" ", 2)
    return ((name.lower() in place["name"].lower() or name.lower() in place["text"].lower()) and country in ("*", place["country"])
            and precision in ("*", place["precision"]))


def bounds(text):
    number = lambda t: float(t) if t else None
    low, _, high = text.partition("..")
    return (number(low), number(high)) if ".." in text else (number(text), number(text))


def size_match(wanted, size):
    words, _, since = wanted.partition(" since ")
    what, amount, *unit = words.split()
    return (size["what"] == what and (size["min"], size["max"]) == bounds(amount) and (size["cumulative_since"] or "") == since
            and (not unit or size["unit"] == unit[0]))


def sizes_match(wanted, sizes):
    if wanted in ("-", "*"):
        return wanted == "*" or not sizes
    wants = [w.strip() for w in wanted.split(",")]
    return len(wants) == len(sizes) and all(any(size_match(w, s) for s in sizes) for w in wants)


def modes_match(wanted, modes):
    optional = set(re.findall(r"\(([\w-]+)\)", wanted))
    needed = set(re.sub(r"\([^)]*\)", " ", wanted).replace("-  ", " ").split()) - {"-"}
    return wanted == "*" or (needed <= set(modes) and set(modes) <= needed | optional)


def context_match(wanted, contexts):
    return all((w[1:] not in contexts) if w.startswith("!") else w in contexts for w in wanted.split())


def content_match(wanted, content):
    if wanted in ("-", "*"):
        return wanted == "*" or not content
    if not content:
        return False
    event, who, when = wanted.split(" ")
    sides = [codes(content["actor"]), codes(content["recipient"])]
    if "+" in who:
        right = set(who.split("+")) <= sides[0] | sides[1]
    else:
        right = who == "*" or all(w == "*" or w in s for w, s in zip(who.split(">"), sides))
    return event in ("*", content["event"]) and right and days_match(when, content["date"])


def asserted_match(wanted, event, statements):
    if wanted == "*":
        return True
    said = [a for a in event["asserted_by"] if a.get("statement")]
    if wanted == "outlet":
        return not said
    stance, who = wanted.split(" ", 1)
    for one in said:
        speakers = statements.get(one["statement"], {}).get("speakers", [])
        if one["stance"] == stance and (who == "*" or who in codes(speakers) or who.lower() in names(speakers).lower()):
            return True
    return False


def detail_right(field, wanted, event, statements):
    got = {"date": event["date"], "place": event["location"], "sizes": event["sizes"], "mode": event["mode"], "context": event["context"],
           "cameo": event["cameo"], "content": event["content_event"]}.get(field)
    judge = {"date": days_match, "place": place_match, "sizes": sizes_match, "mode": modes_match, "context": context_match,
             "cameo": lambda w, g: w in ("*", g), "content": content_match, "asserted": lambda w, g: asserted_match(w, event, statements)}[field]
    return any(judge(w.strip(), got) for w in wanted.split("|"))


def show_detail(field, event, statements):
    if field == "date":
        d = event["date"]
        return f"{d['start']}..{d['end']} {[s['text'] for s in d['evidence']]}"
    if field == "place":
        p = event["location"]
        return p and f"{p['text']}: {p['name']} {p['country']} {p['precision']}"
    if field == "sizes":
        return [f"{s['what']} {s['min']}..{s['max']} {s['unit']} {s['cumulative_since'] or ''} '{s['span']['text']}'" for s in event["sizes"]]
    if field == "content":
        c = event["content_event"]
        return c and f"{c['event']} {sorted(codes(c['actor']))} > {sorted(codes(c['recipient']))} {c['date']['start']}..{c['date']['end']}"
    if field == "asserted":
        return [(a["stance"], [names([s]).strip() for s in statements.get(a.get("statement"), {}).get("speakers", [])]) for a in event["asserted_by"]]
    return event[field]


def details(args):
    """The details of one event a row: of the rows whose event is found, how many have each field right; and of all rows."""
    rows = table(os.path.join(HERE, "tests/cases/events" if args.file != "details_last" else "eval/events",
                              (args.file if args.file.startswith("details") else "details") + ".tsv"))
    by, out = read(args.program, [{"id": str(i), "text": r["text"], "published": r["published"]} for i, r in enumerate(rows)])
    statements = {r["id"]: r for l in out.splitlines() if l.startswith("{") for r in [json.loads(l)] if r["kind"] == "statement"}
    found = 0
    right, judged, all_of = collections.Counter(), collections.Counter(), collections.Counter()
    for i, r in enumerate(rows):
        category, _, word = r["event"].partition(" ")
        wanted = dict(WANTED_NOTHING, **dict(one.strip().split("=", 1) for one in r["wanted"].split(";")))
        wanted = {f: w for f, w in wanted.items() if w != "*"}
        all_of.update(wanted.keys())
        of_it = sorted((e for e in by[str(i)] if e["event"] == category),
                       key=lambda e: not any(word[:4].lower() in t["text"].lower() for t in e["event_text"]))
        if not of_it:
            if args.errors:
                print(f"  not found: {r['event']} | {r['text']} | {[show(e) for e in by[str(i)]]}")
            continue
        found += 1
        for field in FIELDS:
            if field not in wanted:
                continue
            judged[field] += 1
            if detail_right(field, wanted[field], of_it[0], statements):
                right[field] += 1
            elif args.errors and args.field in (None, field):
                print(f"  {field}: wanted {wanted[field]}; got {show_detail(field, of_it[0], statements)} | {r['text']} ({r['published']})")
    print(f"{os.path.basename(args.file) if args.file.startswith('details') else 'details'}: event found {found} of {len(rows)}; of these right: "
          + ", ".join(f"{f} {share_of(right[f], judged[f]):.1f} % ({right[f]} of {judged[f]})" for f in FIELDS)
          + f"; all fields {share_of(sum(right.values()), sum(judged.values())):.1f} %, of all rows {share_of(sum(right.values()), sum(all_of.values())):.1f} %")
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("task", choices=["dyads", "plv", "noise", "draw-noise", "cases", "details", "agreement", "annotations", "seeds", "all"])
    p.add_argument("--shared", default=str(common.SHARED))
    p.add_argument("--program", default=common.PROGRAM)
    p.add_argument("--errors", type=int, default=0)
    p.add_argument("--years", default="2020-2022")
    p.add_argument("--part", choices=["held", "train", "all"], default="held")
    p.add_argument("--file", choices=["probes", "probes2", "probes_last", "details", "details_last"], default="probes")
    p.add_argument("--field", choices=FIELDS)
    p.add_argument("--outside", action="store_true")
    p.add_argument("--keep")
    args = p.parse_args()
    for task in ("cases", "details", "dyads", "plv", "noise", "agreement", "annotations", "seeds") if args.task == "all" else (args.task,):
        out = {"dyads": dyads, "plv": plv, "noise": noise, "draw-noise": draw_noise, "cases": cases, "details": details, "agreement": agreement,
               "annotations": annotated, "seeds": seeds}[task](args)
        if args.keep and out:
            open(args.keep, "w", encoding="utf-8").write(out)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        pass
