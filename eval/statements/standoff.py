#!/usr/bin/env python3
"""Annotators' sheets (eval/statements/annotations/GUIDELINES.md) to stand-off lines without text.

  eval/statements/standoff.py TEXT INDEX OUT SHEET…

TEXT: the sentences as the annotators saw them (id TAB sentence; "== document" lines between). INDEX: id, document, start, end in code
points of the corpus text. OUT: one JSON line an attribution: document, sentence [start, end], source, cue, content (lists of [start, end]),
class. What cannot be found in the corpus text is named on stderr and left out. Standard library only.
"""
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import statements_corpora as corpora

CLASSES = {"direct", "indirect", "mixed", "nominal", "according", "thought"}


def pattern(words):
    """The words with any white space between; at word borders where they begin or end with a letter."""
    body = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile((r"(?<!\w)" if words[0].isalnum() else "") + body + (r"(?!\w)" if words[-1].isalnum() else ""))


def occurrences(text, words, start, end):
    numbered = re.search(r"\s*#(\d+)$", words)
    which = numbered.group(1) if numbered else ""
    words = words[: numbered.start()] if numbered else words
    if not words.strip():
        return []
    found = [match.span() for match in pattern(words.strip()).finditer(text, start, end)]
    if not found:  # part of a word, or cut at odd places
        found = [match.span() for match in re.compile(r"\s+".join(map(re.escape, words.split()))).finditer(text, start, end)]
    if which.isdigit() and found:
        return [found[min(int(which), len(found)) - 1]]
    return found


def nearest(spans, to):
    return min(spans, key=lambda span: max(to[0] - span[1], span[0] - to[1], 0) + 0.001 * abs(span[0] - to[0]))


def place(text, sentences, at, source, cue, content):
    """Spans of the three parts, or a word on what is missing."""
    start, end = sentences[at]
    last = sentences[min(len(sentences) - 1, at + 12)][1]
    first = sentences[max(0, at - 3)][0]
    cues = occurrences(text, cue, start, end)
    if not cues:
        return "cue"
    who = []
    if source != "-":
        who = occurrences(text, source, start, end)
        if not who:
            who = occurrences(text, source, first, start)[-1:] or occurrences(text, source, end, last)[:1] or occurrences(text, source, first, last)[:1]
        if not who:
            return "source"
    cue_at = cues[0]
    if len(cues) > 1 and who:
        cue_at = nearest(cues, nearest(who, cues[0])) if len(who) == 1 else cues[0]
    pieces, floor = [], start
    for piece in content.split(" | "):
        head, _, tail = piece.partition(" ... ")
        heads = [span for span in occurrences(text, head, floor, last) if not overlap(span, cue_at)]
        if not heads and floor == start:
            heads = [span for span in occurrences(text, head, first, start)][-1:]
        heads = [span for span in heads if span[0] < end] or heads[:1]
        if not heads:
            return "content"
        from_ = nearest(heads, cue_at) if len(heads) > 1 and "..." not in piece and len(head.split()) < 3 else heads[0]
        to = from_
        if tail:
            tails = occurrences(text, tail, from_[0], last)
            if not tails:
                return "end of content"
            to = tails[0]
        pieces.append([from_[0], max(from_[1], to[1])])
        floor = pieces[-1][1]
    source_at = [list(nearest(who, cue_at))] if who else []
    return {"source": source_at, "cue": [list(cue_at)], "content": pieces}


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def main():
    text_path, index_path, out, *sheets = sys.argv[1:]
    sentences, order = {}, {}
    for line in open(index_path, encoding="utf-8"):
        sid, document, start, end = line.rstrip("\n").split("\t")
        order.setdefault(document, []).append((int(start), int(end)))
        sentences[sid] = (document, len(order[document]) - 1)
    shown = dict(line.rstrip("\n").split("\t", 1) for line in open(text_path, encoding="utf-8") if "\t" in line)
    texts = corpora.texts(order)
    for sid, (document, at) in sentences.items():
        start, end = order[document][at]
        if texts[document][start:end].split() != shown[sid].split():
            sys.exit(f"{sid}: the sentence shown is not {document} {start}-{end}")
    lines, lost = [], {}
    for sheet in sheets:
        for number, line in enumerate(open(sheet, encoding="utf-8"), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 5 or fields[0] not in sentences or fields[4] not in CLASSES:
                if line.strip():
                    lost[sheet, number] = "fields"
                continue
            sid, source, cue, content, kind = fields
            document, at = sentences[sid]
            parts = place(texts[document], order[document], at, source.strip(), cue.strip(), content.strip())
            if isinstance(parts, str):
                lost[sheet, number] = parts
                continue
            lines.append({"document": document, "sentence": list(order[document][at]), **parts, "class": kind})
    lines.sort(key=lambda one: (one["document"], one["sentence"], one["cue"]))
    with open(out, "w", encoding="utf-8") as file:
        for one in lines:
            file.write(json.dumps(one) + "\n")
    print(f"{out}: {len(lines)} attributions; {len(lost)} lines could not be placed", file=sys.stderr)
    for (sheet, number), why in list(lost.items())[:40]:
        print(f"  {sheet}:{number}: {why}", file=sys.stderr)


if __name__ == "__main__":
    main()
