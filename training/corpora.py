"""Readers of the open corpora: one Sentence per sentence, with None where a corpus says nothing.

names holds, per word, a bit mask of the labels of model.NAME_LABELS that the corpus leaves possible: one bit where it decides,
several where it does not (Wikigold's MISC mixes three of our classes), all where it is blind. "O" means O in every corpus, nationalities
apart: leaving the classes a corpus lacks open at every O let one such class swallow whatever the network was unsure of.
"""
import lzma
import os
import re

from model import NAME_LABELS

BIT = {l: 1 << i for i, l in enumerate(NAME_LABELS)}
ANY = (1 << len(NAME_LABELS)) - 1
OTHERS = sum(BIT[l] for l in NAME_LABELS if l[2:] in ("NORP", "EVENT", "MISC"))
OUTSIDE = BIT["O"]
INSIDE = sum(BIT[l] for l in NAME_LABELS if l.startswith("I-"))
UNSURE = BIT["O"] | OTHERS             # a book, an award: MISC to us, O to some


class Sentence:
    __slots__ = ("forms", "tags", "xpos", "lemmas", "heads", "labels", "names", "genre", "id", "scores")

    def __init__(self, forms, tags=None, xpos=None, lemmas=None, heads=None, labels=None, names=None, genre="", id=""):
        self.forms, self.tags, self.xpos, self.lemmas = forms, tags, xpos, lemmas
        self.heads, self.labels, self.names, self.genre, self.id = heads, labels, names, genre, id
        self.scores = None

    def __len__(self):
        return len(self.forms)


def lines(path):
    f = lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")
    with f:
        for line in f:
            yield line.rstrip("\n")


def conllu(path, genre=None):
    """Any UD treebank. genre: a fixed one; None: from the document id, GUM's and EWT's way."""
    rows, id, doc = [], "", ""
    for line in lines(path):
        if line.startswith("# newdoc id"):
            doc = line.split("=", 1)[1].strip()
        elif line.startswith("# sent_id"):
            id = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            c = line.split("\t")
            if c[0].isdigit():
                rows.append(c)
        elif rows:
            g = genre or (doc.split("_")[1] if doc.startswith("GUM_") else id.split("-")[0])
            s = Sentence([r[1] for r in rows], [r[3] + "\t" + r[5] for r in rows], [r[4] for r in rows],
                         [r[2] for r in rows], [int(r[6]) for r in rows], [r[7] for r in rows], None, g, id)
            s.names = gum_names(rows) if doc.startswith("GUM_") else None
            yield s
            rows = []


GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT", "object": "MISC", "abstract": "MISC", "substance": "MISC"}
TITLES = set("mr. mrs. ms. miss dr. dr prof. professor president minister prime senator sen. rep. representative governor gov. king queen "
             "prince princess sir lord lady general gen. colonel captain judge justice chancellor secretary mayor saint st. pope director "
             "chairman chief officer sheriff emperor deputy vice".split())


def gum_names(rows):
    """GUM's nested mentions, whole noun phrases, brought down to names: the run of proper nouns around a mention's head."""
    n = len(rows)
    open_, mentions = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for piece in re.findall(r"\([^()]*\)?|[^()]*\)", m.group(1)):
            if piece.startswith("("):
                f = piece.strip("()").split("-")
                open_.append((f[0], f[1] if len(f) > 1 else "", i))
                if piece.endswith(")"):
                    e = open_.pop()
                    mentions.append((e[2], i, e[1]))
            else:
                e_id = piece.rstrip(")")
                for k in range(len(open_) - 1, -1, -1):
                    if open_[k][0] == e_id:
                        e = open_.pop(k)
                        mentions.append((e[2], i, e[1]))
                        break
    masks = [OUTSIDE if r[3] != "PROPN" else ANY for r in rows]
    for a, b, kind in sorted(mentions, key=lambda m: m[0] - m[1]):            # wide ones first, inner ones overwrite
        inside = [k for k in range(a, b + 1) if not a <= int(rows[k][6]) - 1 <= b]
        if not inside or rows[inside[0]][3] != "PROPN":
            continue
        if kind not in GUM_TYPES:
            continue
        h = inside[0]
        s = h
        while s > a and rows[s - 1][3] == "PROPN":
            s -= 1
        e = h
        while e < b and rows[e + 1][3] == "PROPN":
            e += 1
        for k in range(a, b + 1):                                           # "University of Maryland": we cannot tell here
            if rows[k][3] == "PROPN" and not s <= k <= e:
                for j in range(min(k, s), max(k, e) + 1):
                    masks[j] = ANY
        label = GUM_TYPES[kind]
        if label == "PER":
            while s < e and rows[s][1].lower() in TITLES:
                masks[s] = OUTSIDE
                s += 1
        if any(masks[k] == ANY and rows[k][3] != "PROPN" for k in range(s, e + 1)):
            continue
        for k in range(s, e + 1):
            masks[k] = BIT[("B-" if k == s else "I-") + label]
    for k in range(n):                                                      # an inner name cut an outer one in two
        if masks[k] & INSIDE == masks[k] and (k == 0 or masks[k - 1] not in (masks[k], masks[k] >> 1)):
            masks[k] = ANY
    return masks


def uner(path):
    """{sent_id: (forms, [label])} of a Universal NER file."""
    out, forms, tags, id = {}, [], [], ""
    for line in list(lines(path)) + [""]:
        if line.startswith("# sent_id"):
            id = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            c = line.split("\t")
            forms.append(c[1])
            tags.append(c[2])
        elif forms:
            out[id] = (forms, tags)
            forms, tags = [], []
    return out


def uner_masks(tags, forms, demonyms=()):
    from features import key
    masks = []
    for t, f in zip(tags, forms):
        if t in BIT:
            masks.append(BIT["B-NORP"] if t == "O" and f[:1].isupper() and key(f) in demonyms else BIT[t])
        else:
            masks.append(ANY)
    return masks


CROSSNER = {"person": "PER", "politician": "PER", "writer": "PER", "musicalartist": "PER", "scientist": "PER", "researcher": "PER",
            "location": "LOC", "country": "LOC", "organisation": "ORG", "politicalparty": "ORG", "university": "ORG", "band": "ORG",
            "event": "EVENT", "election": "EVENT", "conference": "EVENT"}


def columns(path, genre, mapping, blind=()):
    """word TAB tag, blank line between sentences. mapping: class -> ours; other classes: UNSURE unless in blind (then ANY)."""
    forms, masks = [], []
    for line in list(lines(path)) + [""]:
        c = line.split("\t")
        if len(c) >= 2 and c[0]:
            forms.append(c[0])
            t = c[1]
            if t == "O":
                masks.append(OUTSIDE)
            else:
                p, k = t.split("-", 1)
                masks.append(BIT[f"{p}-{mapping[k]}"] if k in mapping else OTHERS if k.lower() == "misc" else ANY if k in blind else UNSURE)
        elif forms:
            if not any(f.startswith("http") for f in forms):
                yield Sentence(forms, names=masks, genre=genre)
            forms, masks = [], []


def masc(path):
    forms, xpos = [], []
    for line in list(lines(path)) + [""]:
        c = line.split("\t")
        if line.startswith("# "):
            continue
        if len(c) >= 2 and c[0]:
            forms.append(c[0])
            xpos.append(c[1])
        elif forms:
            if len(forms) < 100:
                yield Sentence(forms, xpos=xpos, genre="masc")
            forms, xpos = [], []


def english(root, demonyms=()):
    """-> {"trees": [...], "names": [...], "tags": [...], "dev": {name: [...]}} from the folder of open corpora."""
    p = lambda *a: os.path.join(root, *a)
    trees = []
    gold = uner(p("uner-ewt", "en_ewt-ud-train.recovered.iob2"))
    for s in conllu(p("ud-ewt", "en_ewt-ud-train.conllu.xz")):
        g = gold.get(s.id)
        if g and g[0] == s.forms:
            s.names = uner_masks(g[1], s.forms, demonyms)
        trees.append(s)
    trees += conllu(p("ud-gum", "gum-train-free.conllu.xz"))
    names = []
    names += columns(p("wikigold", "wikigold-train.tsv"), "wikigold", {"PER": "PER", "ORG": "ORG", "LOC": "LOC"})
    for domain in ("politics", "literature", "music", "science", "ai"):
        for part in ("train", "dev"):
            names += columns(p("crossner", f"{domain}-{part}.tsv"), "crossner", CROSSNER,
                             blind={"corporation", "magazine", "academicjournal", "group", "astronomicalobject", "product", "programlang"})
    names += columns(p("ner-social", "wnut17-train.tsv"), "wnut17",
                     {"person": "PER", "location": "LOC", "corporation": "ORG"}, blind={"group", "product"})
    names += columns(p("ner-social", "btc-news-tweets-sectionG.tsv"), "btc-news", {"PER": "PER", "ORG": "ORG", "LOC": "LOC"})
    tags = []
    for part in ("newspaper", "written"):
        tags += masc(p("masc-pos", f"masc-{part}-train.tsv"))
    dev_names = uner(p("uner-ewt", "en_ewt-ud-dev.iob2"))
    ewt = list(conllu(p("ud-ewt", "en_ewt-ud-dev.conllu")))
    for s in ewt:
        g = dev_names.get(s.id)
        if g and g[0] == s.forms:
            s.names = uner_masks(g[1], s.forms)
    return {"trees": trees, "names": names, "tags": tags,
            "dev": {"ewt": ewt, "gum": list(conllu(p("ud-gum", "gum-dev-free.conllu")))}}
