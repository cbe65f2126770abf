"""Other names in the same sentences: a person for a person, a place for a place, of as many words. The analysis stays.

A network that meets the same few thousand names in every epoch learns them by heart; so some names are exchanged for others, known ones of
the knowledge base (words.tsv, phrases.tsv, names.txt) and those of all the corpora that name names.
"""
import os
from collections import defaultdict

from corpora import BIT, Sentence

KINDS = ("PER", "ORG", "LOC")
SINGLE = {"PER": 0x100 | 0x200, "LOC": 0x1 | 0x8 | 0x10 | 0x80}                  # bits of words.tsv
SEVERAL = {"PER": 4, "LOC": 1}                                                   # bits of phrases.tsv
SMALL = {"of", "the", "and", "de", "da", "di", "del", "la", "al", "for", "bin", "van", "von"}


def capital(word):
    return word if word in SMALL else word[:1].upper() + word[1:]


def spans(masks):
    """(first, last, kind) of the decided names of KINDS."""
    begins, goes_on = {BIT["B-" + k]: k for k in KINDS}, {BIT["I-" + k]: k for k in KINDS}
    out, at = [], 0
    while at < len(masks):
        kind, end = begins.get(masks[at]), at + 1
        while kind and end < len(masks) and goes_on.get(masks[end]) == kind:
            end += 1
        if kind:
            out.append((at, end, kind))
        at = end
    return out


class Renaming:
    def __init__(self, sentences, flags, phrase_table):
        seen, known = defaultdict(set), defaultdict(set)
        for s in sentences:
            for a, b, kind in spans(s.names or []):
                if s.forms[a][:1].isupper():
                    seen[kind, b - a].add(tuple(s.forms[a:b]))
        for w, bits in flags.items():
            for kind, wanted in SINGLE.items():
                if bits & wanted and w.isalpha() and len(w) > 2:
                    known[kind, 1].add((capital(w),))
        for p, bits in (phrase_table or {}).items():
            words = tuple(map(capital, p.split(" ")))
            for kind, wanted in SEVERAL.items():
                if bits == wanted and words[0][:1].isupper():
                    known[kind, len(words)].add(words)
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "names.txt"), encoding="utf-8") as f:
            for line in f:
                if line.startswith("organisations: "):
                    for x in line[15:].split("|"):
                        words = tuple(x.replace("-", " - ").split())
                        known["ORG", len(words)].add(words)
        order = lambda pool: {k: sorted(v) for k, v in pool.items()}
        self.seen, self.known = order(seen), order(known)

    def __call__(self, s, rng):
        """A copy of the sentence with some of its names exchanged; the sentence itself where there is none."""
        forms = list(s.forms)
        for a, b, kind in spans(s.names or []):
            if rng.random() < 0.25 or (s.tags and any(not s.tags[i].startswith("PROPN") for i in range(a, b))):
                continue
            pool = (self.seen if rng.random() < 0.5 else self.known).get((kind, b - a))
            if pool:
                for i, word in zip(range(a, b), rng.choice(pool)):
                    old = forms[i]
                    forms[i] = word.lower() if old.islower() else word.upper() if old.isupper() and len(old) > 3 else word
        if forms == s.forms:
            return s
        lemmas = s.lemmas and [n if n != o else l for o, n, l in zip(s.forms, forms, s.lemmas)]
        return Sentence(forms, s.tags, s.xpos, lemmas, s.heads, s.labels, s.names, s.genre, s.id)
