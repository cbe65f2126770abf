#!/usr/bin/env python3
"""GAP (gendered ambiguous pronouns): F1 of the cast's pronouns.  gap.py PROGRAM GAP.tsv [GAP.tsv …]

PROGRAM is build/<preset>/pronoun_candidates. Each file is read twice: the snippet alone, and (GAP's page context) with the title of its
page as the headline. Skipped, by name, where the corpus is not there.
A pronoun counts for the name (A or B) that a mention of its entity overlaps; F1 over both names of every snippet, as in the paper.
"""
import collections, csv, json, math, os, re, subprocess, sys, tempfile, urllib.parse


MARGIN = 2.5  # how far a third person may lead before neither name is taken (set on the validation part)
LEAST = 0.3  # the confidence below which the program stays silent (src/actors/coref.cpp)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE))


def page(url):
    return re.sub(r' \(.*', '', urllib.parse.unquote(url.rsplit('/wiki/', 1)[-1]).replace('_', ' ')).strip()


def candidates(program, rows, titled):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for r in rows:
            f.write(json.dumps({'id': r['ID'], 'text': r['Text'], **({'title': page(r['URL'])} if titled else {})}) + '\n')
    out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    os.unlink(f.name)
    return {d['id']: d for d in map(json.loads, out.splitlines())}


def overlaps(spans, start, name):
    return any(s < start + len(name) and start < e for s, e in spans)


def decide(pronoun, row):
    """The candidates in order; the chosen one is the first that the program would take."""
    best = pronoun['candidates'][0] if pronoun and pronoun['candidates'] else None
    if best is None or best['clash']:
        return False, False
    total = sum(math.exp(c['score'] - best['score']) for c in pronoun['candidates'])
    if 1 / total < LEAST:
        return False, False
    return overlaps(best['spans'], int(row['A-offset']), row['A']), overlaps(best['spans'], int(row['B-offset']), row['B'])


def decide_given(pronoun, row):
    """GAP's own task: the two names are given, and the pronoun is one of them or neither. The better-scored of the two, if it is
    no clash and no third person leads it by more than the margin."""
    if not pronoun or not pronoun['candidates']:
        return False, False
    best = pronoun['candidates'][0]
    scored = {}
    for name in 'AB':
        for c in pronoun['candidates']:
            if overlaps(c['spans'], int(row[name + '-offset']), row[name]) and not c['clash']:
                scored[name] = c['score']
                break
    if not scored:
        return False, False
    name = max(scored, key=lambda x: scored[x])
    if best['score'] - scored[name] > MARGIN:
        return False, False
    return name == 'A', name == 'B'


def score(rows, found, decide, what):
    n = collections.Counter()
    for r in rows:
        p = next((x for x in found.get(r['ID'], {'pronouns': []})['pronouns'] if x['start'] == int(r['Pronoun-offset'])), None)
        for said, gold in zip(decide(p, r), (r['A-coref'] == 'TRUE', r['B-coref'] == 'TRUE')):
            n['tp'] += said and gold
            n['fp'] += said and not gold
            n['fn'] += not said and gold
    p, q = n['tp'] / max(1, n['tp'] + n['fp']), n['tp'] / max(1, n['tp'] + n['fn'])
    print(f"{what}: P {100 * p:.1f} R {100 * q:.1f} F1 {200 * p * q / max(1e-9, p + q):.1f}")


def in_reach(r, found):
    true = [(int(r[n + '-offset']), r[n]) for n in 'AB' if r[n + '-coref'] == 'TRUE']
    here = [p for p in found[r['ID']]['pronouns'] if p['start'] == int(r['Pronoun-offset'])]
    return any(overlaps(c['spans'], *name) for p in here for c in p['candidates'] for name in true)


def main():
    program, paths = sys.argv[1], sys.argv[2:]
    for path in paths:
        if not os.path.exists(path):
            print('skipped: no', path)
            continue
        rows = read(path)
        for titled in (False, True):
            found = candidates(program, rows, titled)
            reach = sum(in_reach(r, found) for r in rows)
            print(f"{os.path.basename(path)}{', with the title of the page' if titled else ''}: {len(rows)} snippets, the true name among the candidates of {reach}")
            score(rows, found, decide, '  as the program reads (any person of the snippet)')
            score(rows, found, decide_given, '  GAP\'s task (the two names given)')


if __name__ == '__main__':
    main()
