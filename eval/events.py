#!/usr/bin/env python3
"""How right the events are. Standard library only.

  events.py dyads  [--shared ../shared]   wiki-dyads 2020-2022, pos 0: an event between the labelled pair of states, events per sentence
  events.py plv    [--shared ../shared]   PLV train: PLOVER root from the raw sentence (through ../shared/eval/score.py)
  events.py noise  [--shared ../shared]   bbc sport, business, entertainment: events per 1,000 sentences
  events.py cases                         tests/cases/events/probes.tsv: our own sentences of mood, syntax, actors
  events.py all    [--shared ../shared]   each that can be run; a corpus that is absent is skipped by name

Options: --program build/release/readout, --errors N (print up to N errors of each kind), --keep FILE (the system's records)
"""
import argparse
import collections
import csv
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile

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
    if not args.errors:
        return out
    root = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
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
def noise(args):
    path = os.path.join(args.shared, "data/restricted/bbc/bbc.tar.xz")
    if not os.path.exists(path):
        return print("noise: skipped, no bbc under", args.shared)
    reports = bbc(path)
    by, out = read(args.program, reports)
    for kind in ("sport", "business", "entertainment"):
        chosen = [r for r in reports if r["kind"] == kind]
        sentences = sum(len(re.findall(r"[.!?](?=\s|$)", r["text"])) for r in chosen)
        events = [e for r in chosen for e in by[r["id"]]]
        print(f"noise: {kind}: {len(events)} events in {sentences} sentences, {1000 * len(events) / max(1, sentences):.1f} per 1,000 (an upper bound on the false ones)")
        rules = collections.Counter(e["rule"].split("/")[0] for e in events)
        print("   ", ", ".join(f"{k} {n}" for k, n in rules.most_common(12)))
        texts = {r["id"]: r["text"] for r in chosen}
        for e in random.Random(1).sample(events, min(args.errors, len(events))):
            at = e["event_text"][0]["start"]
            print("     ", show(e), "|", texts[str(e["document_source_id"])][max(0, at - 80):at + 100].replace("\n", " "))
    return out


def bbc(path):
    """About 300 reports of each kind, by a fixed choice."""
    import io
    import zipfile
    reports = []
    with tarfile.open(path) as archive:
        members = [m for m in archive if m.isfile()]
        for member in members:
            data = archive.extractfile(member).read()
            if member.name.endswith("bbc-fulltext.zip"):
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    for name in sorted(inner.namelist()):
                        parts = name.split("/")
                        if len(parts) >= 3 and parts[-2] in ("sport", "business", "entertainment") and name.endswith(".txt"):
                            reports.append({"id": name, "kind": parts[-2], "text": inner.read(name).decode("utf-8", "replace")})
    random.Random(7).shuffle(reports)
    kept, count = [], collections.Counter()
    for r in reports:
        if count[r["kind"]] < 200:
            count[r["kind"]] += 1
            kept.append(r)
    return kept


# --------------------------------------------------------------------------------------------------------------- cases
def matches(event, wanted):
    """wanted: "ASSAULT RUS UKR negation" ("*" anything, "-" nobody, "plain" no auxiliary)."""
    category, actor, recipient, auxiliary = wanted.split()
    def side(want, got, other):
        if want == "*":
            return True
        if want == "-":
            return not codes(got)
        return set(want.split("+")) <= codes(got)
    ok = category in ("*", event["event"]) and auxiliary in ("*", event.get("auxiliary") or "plain")
    if not ok:
        return False
    if side(actor, event["actor"], None) and side(recipient, event["recipient"], None):
        return True
    # sides that act alike stand all as actor
    return recipient not in ("*", "-") and set(actor.split("+")) | set(recipient.split("+")) <= codes(event["actor"]) and not event["recipient"]


def passed_off(event, forbidden):
    return matches(event, forbidden) and not (event.get("statement") and forbidden.split()[3] == "plain")


def cases(args):
    path = os.path.join(HERE, "tests/cases/events/probes.tsv")
    rows = list(csv.DictReader((l for l in open(path, encoding="utf-8") if not l.startswith("#")), delimiter="\t"))
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
    print(f"cases: right {100 * total[1] / total[0]:.1f} % of {total[0]}, forbidden as plain {100 * total[3] / max(1, total[2]):.1f} % of {total[2]}")
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("task", choices=["dyads", "plv", "noise", "cases", "all"])
    p.add_argument("--shared", default=str(common.SHARED))
    p.add_argument("--program", default=common.PROGRAM)
    p.add_argument("--errors", type=int, default=0)
    p.add_argument("--years", default="2020-2022")
    p.add_argument("--keep")
    args = p.parse_args()
    for task in ("cases", "dyads", "plv", "noise") if args.task == "all" else (args.task,):
        out = {"dyads": dyads, "plv": plv, "noise": noise, "cases": cases}[task](args)
        if args.keep and out:
            open(args.keep, "w", encoding="utf-8").write(out)


if __name__ == "__main__":
    main()
