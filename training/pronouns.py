#!/usr/bin/env python3
"""Weights of the pronoun scorer (data/actors/pronoun_weights.tsv): conditional log-linear model over a pronoun's candidates.

    training/pronouns.py PROGRAM GAP-VALIDATION.tsv GUM-ENTITIES.jsonl[.xz] OUT.tsv

PROGRAM is build/<preset>/pronoun_candidates. Trained on GAP's validation part (Apache-2.0) and GUM's free documents (CC BY) only.
Needs numpy.
"""
import csv, json, lzma, os, subprocess, sys, tempfile

import numpy as np


def run(program, docs):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for i, text in docs:
            f.write(json.dumps({'id': i, 'text': text}) + '\n')
    out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    os.unlink(f.name)
    return {d['id']: d for d in map(json.loads, out.splitlines())}


def overlaps(spans, start, end):
    return any(s < end and start < e for s, e in spans)


def gap_examples(program, path):
    with open(path, encoding='utf-8', newline='') as f:
        rows = list(csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE))
    found = run(program, [(r['ID'], r['Text']) for r in rows])
    for r in rows:
        p = next((x for x in found[r['ID']]['pronouns'] if x['start'] == int(r['Pronoun-offset'])), None)
        if not p or len(p['candidates']) < 2:
            continue
        gold = [(int(r[n + '-offset']), int(r[n + '-offset']) + len(r[n])) for n in 'AB' if r[n + '-coref'] == 'TRUE']
        if gold:
            yield p, [any(overlaps(c['spans'], *g) for g in gold) for c in p['candidates']], 1.0


def gum_examples(program, path):
    docs = []
    with (lzma.open(path, 'rt', encoding='utf-8') if path.endswith('.xz') else open(path, encoding='utf-8')) as f:
        for line in f:
            d = json.loads(line)
            if d['licence_class'] == 'free':
                docs.append(d)
    found = run(program, [(d['id'], d['text']) for d in docs])
    for d in docs:
        chains = {}
        for e in d['entities']:
            chains.setdefault(e['eid'], []).append(e)
        for p in found.get(d['id'], {'pronouns': []})['pronouns']:
            mine = [e for e in d['entities'] if e['start'] == p['start'] and e['end'] - e['start'] <= 8]
            if not mine or len(p['candidates']) < 2:
                continue
            heads = [e['head'] for e in chains[mine[0]['eid']] if e['start'] != p['start']]
            gold = [any(overlaps(c['spans'], *h) for h in heads) for c in p['candidates']]
            if any(gold) and not all(gold):
                yield p, gold, 0.5


def main():
    program, gap, gum, out = sys.argv[1:]
    examples = list(gap_examples(program, gap)) + list(gum_examples(program, gum))
    with open(out, encoding='utf-8') as f:
        names = [l.split('\t')[0] for l in f if not l.startswith('#')][1:]
    data = [(np.array([c['x'] for c in p['candidates']], dtype=np.float64), np.array(g), k) for p, g, k in examples if any(g)]
    print(len(examples), 'pronouns,', len(data), 'with the true name among the candidates')
    w = np.zeros(len(names))
    prior = 0.3 * np.ones(len(names))
    step, m, v = 0.05, np.zeros_like(w), np.zeros_like(w)
    for it in range(1, 1500):
        grad, loss = prior * w, 0.5 * np.sum(prior * w * w)
        for x, g, k in data:
            s = x @ w
            s -= s.max()
            e = np.exp(s)
            q = e / e.sum()
            pg = q * g / max(1e-12, (q * g).sum())
            grad += k * (q - pg) @ x
            loss -= k * np.log(max(1e-12, (q * g).sum()))
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad * grad
        w -= step * (m / (1 - 0.9 ** it)) / (np.sqrt(v / (1 - 0.999 ** it)) + 1e-9)
    right = sum(bool(g[np.argmax(x @ w)]) for x, g, _ in data)
    print(f'loss {loss:.1f}, right {right} of {len(data)}')
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Weights of the pronoun scorer (src/actors/pronouns.h), by training/pronouns.py from GAP validation (Apache-2.0) and the free part of GUM.\nfeature\tweight\n')
        for n, x in zip(names, w):
            f.write(f'{n}\t{x:.3f}\n')


if __name__ == '__main__':
    main()
