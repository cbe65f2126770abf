"""Lemma rules: an edit script per word. `case;cut;append`, or `=lemma` where no script is shorter than the lemma itself.

case  k  the form as it is        l  every code point lower-cased        t  lower-cased, the result's first code point upper-cased
cut      code points taken from the end          append   what is put there instead
"""
from features import fold


def lower(s):
    return "".join(fold(c) for c in s)


def upper_first(s):
    return s[:1].upper() + s[1:] if len(s[:1].upper()) == 1 else s


def script(form, lemma):
    if lemma == "_" and form != "_":
        return "k;0;"
    best = None
    for case in "lkt":
        base = form if case == "k" else lower(form)
        goal = lemma
        if case == "t":
            goal = lower(lemma[:1]) + lemma[1:]
            if upper_first(goal) != lemma or lemma[:1] == goal[:1]:
                continue
        n = 0
        while n < len(base) and n < len(goal) and base[n] == goal[n]:
            n += 1
        cut, add = len(base) - n, goal[n:]
        if n == 0 and len(base) > 0:
            continue
        cost = cut + len(add)
        if best is None or cost < best[0]:
            best = (cost, f"{case};{cut};{add}")
    if best is None or best[0] > 8:
        return "=" + lemma
    return best[1]


def apply(rule, form):
    if rule.startswith("="):
        return rule[1:]
    case, cut, add = rule.split(";", 2)
    base = form if case == "k" else lower(form)
    cut = int(cut)
    if cut > len(base) or (cut == len(base) and not add):
        return lower(form)
    base = base[:len(base) - cut] + add
    return upper_first(base) if case == "t" else base
