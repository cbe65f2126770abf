"""What the model sees of a word: everything here depends on the word's form alone (its *type*), never on its neighbours.

The C++ reader computes the same numbers from the same bytes; MODEL.md gives the rules in words. Change nothing here without
raising FINGERPRINT, which the model file carries and the reader checks.
"""
import unicodedata

FINGERPRINT = "readout-features-1"

# One code point in, the code points out. Applied to the form before anything else is computed.
PLAIN = {0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x00B4: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x00AB: '"', 0x00BB: '"',
         0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2015: "-", 0x2212: "-", 0x2026: "..."}

PREFIXES = (1, 2, 3, 4)          # lengths in code points
SUFFIXES = (1, 2, 3, 4, 5)
AFFIXES = len(PREFIXES) + len(SUFFIXES)
GRAMS = 16                       # trigrams of "<key>" beyond the sixteenth are not read
MAX_POINTS = 64                  # a longer form is cut to its first 64 code points before anything is computed


def fold(c):
    """Unicode simple lower case of one code point (ICU: u_tolower)."""
    return c.lower()[0]


def plain(form):
    return form.translate(PLAIN)[:MAX_POINTS]


def is_digit(c):                 # general category Nd (ICU: u_isdigit)
    return c.isdecimal()


def is_letter(c):                # general category L* (ICU: u_isalpha)
    return unicodedata.category(c)[0] == "L"


def key(form):
    """The string by which vocabularies, vectors, knowledge flags and affixes know a form."""
    return "".join("0" if is_digit(c) else fold(c) for c in plain(form))


def fnv1a(data):
    h = 0x811C9DC5
    for b in data:
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h


def bucket(kind, text, buckets):
    """Row of the affix table: 0 is 'no such affix'."""
    return 1 + fnv1a(bytes([kind]) + text.encode("utf-8", "surrogatepass")) % (buckets - 1)


def affix_rows(k, buckets):
    rows = [bucket(n, k[:n], buckets) if len(k) >= n else 0 for n in PREFIXES]
    rows += [bucket(0x10 + n, k[-n:], buckets) if len(k) >= n else 0 for n in SUFFIXES]
    return rows


def gram_rows(k, buckets):
    s = "<" + k + ">"
    return [bucket(0x20, s[i:i + 3], buckets) for i in range(len(s) - 2)][:GRAMS]


SHAPES = 7 * 3 * 2 * 2


def shape(form):
    """((capitals * 3 + digits) * 2 + hyphen) * 2 + other mark; see MODEL.md."""
    p = plain(form)
    letters = [c for c in p if is_letter(c)]
    upper = [fold(c) != c for c in letters]
    if not letters:
        capitals = 0
    elif not any(upper):
        capitals = 1
    elif all(upper):
        capitals = 3 if len(letters) == 1 else 4
    elif upper[0]:
        capitals = 2 if not any(upper[1:]) else 5
    else:
        capitals = 6
    n = sum(1 for c in p if is_digit(c))
    digits = 0 if n == 0 else 2 if n == len(p) else 1
    hyphen = int("-" in p)
    other = int(any(not is_letter(c) and not is_digit(c) and c != "-" for c in p))
    return ((capitals * 3 + digits) * 2 + hyphen) * 2 + other
