#!/usr/bin/env python3
"""Knowledge flags: which kinds of name a word is, or is part of, and names of several words.

  gazetteer.py KB_FOLDER OUT      writes OUT/words.tsv and OUT/phrases.tsv (kept in data/language)

Reads only sources that may ship (Wikidata CC0, Factbook public domain, CLDR, rigour MIT, GeoNames CC BY, WordNet).
A flag is a hint to the network, never a decision: the network sees the word in its sentence.
"""
import csv
import io
import json
import os
import re
import sys
import tarfile
from collections import Counter, defaultdict

import features

BITS = ["country", "country-part", "demonym", "capital", "city", "town", "place-part", "region",
        "given-name", "surname", "office-holder", "organisation", "organisation-part", "outlet", "armed-group", "place-other"]
SMALL = set("the of and de la le el al en der den del des di da do dos das and & for in on at to van von und a an et y e with by from".split())

HEAD = """# Knowledge flags of single words, keyed as training/features.py keys a form (lower case, digits as 0).
# bits (hexadecimal sum): {bits}
# Made by training/gazetteer.py. Sources: every-politician-scrapers (Wikidata, CC0); The World Factbook (public domain); Unicode CLDR (Unicode-3.0);
# opensanctions/rigour (MIT); GeoNames (CC BY 4.0, https://www.geonames.org); WordNet 3.0 (Princeton University, WordNet licence);
# ASD-at-GMF/state-media-profiles (MIT); training/names.txt (this project). State of the facts: 2022-08 (persons), 2026-01 (Factbook), 2024-12 (cities).
key\tbits
"""
PHRASE_BITS = ["place", "organisation", "person"]
MOST_WORDS = 8
PHRASE_HEAD = """# Names of several words, keyed word by word as training/features.py keys a form, cut as UD cuts English (hyphens and 's stand alone).
# bits (hexadecimal sum): {bits}
# Made by training/gazetteer.py from the sources of words.tsv, which see.
phrase\tbits
"""


class Kb:
    def __init__(self, folder):
        self.folder = folder

    def text(self, archive, name):
        with tarfile.open(f"{self.folder}/{archive}.tar.xz") as t:
            return t.extractfile(f"{archive}/{name}").read().decode("utf-8")

    def rows(self, archive, name):
        return csv.DictReader(io.StringIO(self.text(archive, name)), delimiter="\t", quoting=csv.QUOTE_NONE)


def phrase_of(name):
    """"Al-Qaeda" -> "al - qaeda"; None for one word, too many, or what holds anything but words."""
    words = re.sub(r"[-\u2010-\u2015]", " - ", re.sub(r"(?<=\w)(['\u2019]s)\b", r" \1", name)).split()
    if not 2 <= len(words) <= MOST_WORDS or not re.fullmatch(r"[\w .&'\u2019\u2010-\u2015-]+", name) or words[0] in SMALL - {"the"}:
        return None
    return " ".join(features.key(w) for w in words)


def words_of(name):
    return [w for w in re.split(r"[\s,()/;]+", name) if w and not w.isdigit()]


def main(folder, out):
    kb, flags, phrases = Kb(folder), defaultdict(int), defaultdict(int)

    def phrase(text, kind):
        p = phrase_of(text)
        if p and text[:1].isupper():
            phrases[p] |= 1 << PHRASE_BITS.index(kind)

    def add(word, kind):
        k = features.key(word.strip(".'\""))
        if len(k) > 1 and k not in SMALL and any(features.is_letter(c) for c in k):
            flags[k] |= 1 << BITS.index(kind)

    def name(text, whole, part, lower_parts=False):
        w = words_of(text)
        phrase(text, "organisation" if part == "organisation-part" else "place")
        if len(w) == 1:
            add(w[0], whole)
        else:
            for x in w:
                if lower_parts or x[:1].isupper():
                    add(x, part)

    for x in json.loads(kb.text("03_countries", "cldr/territories.en.json"))["main"]["en"]["localeDisplayNames"]["territories"].values():
        name(x, "country", "country-part")
    for line in kb.text("03_countries", "rigour/territories.jsonl").splitlines():
        t = json.loads(line)
        for x in [t["name"]] + t.get("names_strong", []):
            name(x, "country" if t.get("is_country") else "region", "country-part" if t.get("is_country") else "place-part")
    factbook = json.loads(kb.text("03_countries", "factbook/factbook_subset_2026-01.json"))
    for t in factbook.values():
        g = t.get("Government") or {}
        for form in (g.get("Country name") or {}).values():
            if isinstance(form, dict) and "etymology" not in form:
                x = re.sub(r"<.*?>|\(.*?\)", "", form.get("text", ""))
                if x and x != "none" and len(x) < 60:
                    name(x, "country", "country-part")
        for x in re.split(r";|,", re.sub(r"\(.*?\)|<.*?>", "", ((g.get("Capital") or {}).get("name") or {}).get("text", ""))):
            if 0 < len(x.split()) <= 3:
                name(x, "capital", "place-part")
        nation = t.get("Nationality") or {}
        for part in ("noun", "adjective"):
            x = re.sub(r"<.*?>", "", (nation.get(part) or {}).get("text", ""))
            for w in re.split(r"[,;]| or | and ", x):
                m = re.match(r"^\s*([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)(\([a-z]+\))?\s*(\(.*\))?\s*$", w)
                if m:
                    y = m.group(1).split()[-1]                # "New Zealander": only the last word is the demonym
                    add(y, "demonym")
                    if m.group(2):
                        add(y + m.group(2).strip("()"), "demonym")
        for x in re.split(r";", re.sub(r"<.*?>", " ", (t.get("Terrorist group(s)") or {}).get("text", ""))):
            for w in words_of(re.sub(r"–.*", "", x)):
                if w[:1].isupper() or "-" in w:
                    add(w, "armed-group")
    for c in kb.rows("04_places", "geonames/cities.tsv"):
        big = int(c["population"] or 0) >= 100000
        name(c["name"], "capital" if c["feature"] == "PPLC" else "city" if big else "town", "place-part")
        if big:
            for a in (c["aliases"] or "").split("|"):
                if a.isascii() and a and " " not in a:
                    add(a, "city")
        name(c["admin1_name"] or "", "region", "place-part")
    for r in json.loads(kb.text("04_places", "geonames/admin1.json")):
        name(r["name"], "region", "place-part")
    given, last = Counter(), Counter()
    holders = set()
    for table in ("office_holders_21c.tsv", "legislators_2015plus.tsv"):
        seen = set()
        for p in kb.rows("02_leaders", "every_politician/" + table):
            if p["person_qid"] in seen:
                continue
            seen.add(p["person_qid"])
            if table.startswith("office"):
                phrase(p["person"], "person")
            w = [x for x in words_of(p["person"]) if x.lower() not in SMALL]
            if len(w) < 2:
                continue
            for x in w[:-1]:
                given[features.key(x)] += 1
            last[features.key(w[-1])] += 1
            if table.startswith("office"):
                holders.add(features.key(w[-1]))
    for p in kb.rows("02_leaders", "factbook/leaders_from_history.tsv"):
        for x in re.findall(r"\b[A-Z][A-Z'-]{2,}\b", p["holder_text"] or ""):
            holders.add(features.key(x))
    for k, n in given.items():
        if n >= 2:
            add(k, "given-name")
    for k, n in last.items():
        if n >= 2:
            add(k, "surname")
    for k in holders:
        add(k, "office-holder")
    parts = Counter()
    for r in kb.rows("05_igos", "factbook/igo_participation_from_history.tsv"):
        x = r["org"]
        if re.fullmatch(r"[A-Za-z-]{2,9}", x) and sum(c.isupper() for c in x) >= 2 or x in ("Caricom", "Interpol", "Mercosur", "Quad", "Benelux"):
            add(x, "organisation")
        elif len(x.split()) <= 5:
            phrase(x, "organisation")
            parts.update(features.key(w) for w in words_of(x) if w[:1].isupper())
    for r in kb.rows("03_countries", "wordnet/wordnet30_named_groups_places.tsv"):
        for x in r["lemmas"].split("|"):
            if not x[:1].isupper():
                continue
            w = words_of(x)
            if r["lexfile"] == "15":
                name(x, "place-other", "place-part")
            elif r["lexfile"] == "14":
                if len(w) == 1 and x.isupper() and len(x) > 1:
                    add(x, "organisation")
                elif len(w) > 1:
                    phrase(x, "organisation")
                    parts.update(features.key(y) for y in w if y[:1].isupper())
    for table in ("state_media/state_media_core.tsv", "state_media/private_agencies.tsv"):
        for r in kb.rows("06_media", table):
            for x in [r["name"]] + re.split(r"[|;]", r["aliases"] or ""):
                phrase(x, "organisation")
                for w in words_of(x):
                    if w[:1].isupper():
                        add(w, "outlet")
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "names.txt")
    for line in open(own, encoding="utf-8"):
        kind, _, rest = line.rpartition(": ") if not line.startswith("#") else ("", "", "")
        for x in map(str.strip, rest.split("|")) if rest else ():
            if kind == "persons":
                phrase(x, "person")
                for w in words_of(x):
                    add(w, "surname" if w == words_of(x)[-1] else "given-name")
            elif kind == "places":
                name(x, "place-other", "place-part")
            else:
                name(x, "organisation-part" if kind == "parts" else "organisation", "organisation-part")
    for k in parts:
        add(k, "organisation-part")
    write(os.path.join(out, "words.tsv"), HEAD, BITS, flags)
    write(os.path.join(out, "phrases.tsv"), PHRASE_HEAD, PHRASE_BITS, phrases)


def write(path, head, bits, table):
    with open(path, "w", encoding="utf-8") as f:
        f.write(head.format(bits=" ".join(f"{b}={1 << i:x}" for i, b in enumerate(bits))))
        for k in sorted(table):
            if "\t" not in k:
                f.write(f"{k}\t{table[k]:x}\n")


def read(path):
    """words.tsv or phrases.tsv: {key: bits}."""
    flags = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.startswith(("#", "key\t", "phrase\t")):
                k, b = line.rstrip("\n").split("\t")
                flags[k] = int(b, 16)
    return flags


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
