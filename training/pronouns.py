#!/usr/bin/env python3
"""Weights of the pronoun scorer (data/actors/pronoun_weights.tsv): conditional log-linear model over a pronoun's candidates.

    training/pronouns.py PROGRAM OPEN OUT.tsv

PROGRAM is build/<preset>/pronoun_candidates, OPEN the folder of the open corpora. Trained on

- GAP's validation part (Apache-2.0), with and without the page's title; also on its two names alone;
- GUM's free documents (CC BY).

What the scorer has said of earlier pronouns is part of what it sees, so run it twice (build actor_knowledge in between). Needs numpy.
The weights are whole thousandths.
"""
import csv, json, lzma, os, re, subprocess, sys, tempfile, urllib.parse

os.environ.setdefault('OMP_NUM_THREADS', '1')  # the same sums on every machine
import numpy as np

WEIGHT = {'gap': 0.6, 'names': 0.5, 'gum': 0.5}
PRIOR = {'plain': 5.0, 'crossed': 25.0, 'shared': 2.5}  # a crossed feature leans on what it shares with others
CROSSED = ('role_before', 'role_earlier', 'role_after', 'clause', 'clause_after', 'mark')


def run(program, docs):
    """docs: (id, text, title or None) -> what the program prints for each."""
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for i, text, title in docs:
            f.write(json.dumps({'id': i, 'text': text, **({'title': title} if title else {})}) + '\n')
    out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    os.unlink(f.name)
    return {d['id']: d for d in map(json.loads, out.splitlines())}


def overlaps(spans, start, end):
    return any(s < end and start < e for s, e in spans)


def page(url):
    return re.sub(r' \(.*', '', urllib.parse.unquote(url.rsplit('/wiki/', 1)[-1]).replace('_', ' ')).strip()


def gap_examples(program, folder):
    with open(os.path.join(folder, 'gap-coref', 'gap-validation.tsv'), encoding='utf-8', newline='') as f:
        rows = list(csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE))
    for titled in (False, True):
        found = run(program, [(r['ID'], r['Text'], page(r['URL']) if titled else None) for r in rows])
        for r in rows:
            p = next((x for x in found[r['ID']]['pronouns'] if x['start'] == int(r['Pronoun-offset'])), None)
            if not p:
                continue
            names = [(int(r[n + '-offset']), int(r[n + '-offset']) + len(r[n]), r[n + '-coref'] == 'TRUE') for n in 'AB']
            # GAP knows names only: what a title without a name may be is learnt elsewhere.
            named = [c for c in p['candidates'] if c['named']]
            gold = [any(true and overlaps(c['spans'], s, e) for s, e, true in names) for c in named]
            either = [i for i, c in enumerate(named) if any(overlaps(c['spans'], s, e) for s, e, _ in names)]
            features = [c['x'] for c in named]
            yield features, gold, WEIGHT['gap']
            yield [features[i] for i in either], [gold[i] for i in either], WEIGHT['names']


def gum_examples(program, folder):
    docs = []
    for name in ('gum-entities-dev.jsonl', 'gum-entities-train.jsonl.xz'):
        path = os.path.join(folder, 'ud-gum', name)
        with (lzma.open(path, 'rt', encoding='utf-8') if name.endswith('.xz') else open(path, encoding='utf-8')) as f:
            docs += [d for d in map(json.loads, f) if d['licence_class'] == 'free']
    found = run(program, [(d['id'], d['text'], None) for d in docs])
    for d in docs:
        chains = {}
        for e in d['entities']:
            chains.setdefault(e['eid'], []).append(e)
        for p in found[d['id']]['pronouns']:
            mine = [e for e in d['entities'] if e['start'] == p['start'] and e['end'] - e['start'] <= 8]
            if mine:
                heads = [e['head'] for e in chains[mine[0]['eid']] if e['start'] != p['start']]
                yield [c['x'] for c in p['candidates']], [any(overlaps(c['spans'], *h) for h in heads) for c in p['candidates']], WEIGHT['gum']


def sharing(names):
    """Which features share a part: crossed ones by either side of the cross."""
    shared = {}
    parallel = {(0, 0), (1, 0), (2, 1), (3, 2), (5, 2), (4, 3)}  # role, pronoun's role
    for i, name in enumerate(names):
        group, k = name.split(':')
        parts = []
        if group.startswith('role_'):
            role, own = divmod(int(k), 4)
            parts = [f'role {role}', f'{group} {role}']
            parts += [f'parallel {group}'] if (role, own) in parallel else []
            parts += [f'subject for {own} {group}', f'subject for {own}'] if role < 2 else [f'object for {own}'] if role < 4 else []
        elif group.startswith('clause') and group != 'clause_steps':
            how, subject = divmod(int(k), 2)
            parts = [f'how {how}', f'{group} {subject}', f'{group} how {how}']
        elif group == 'mark':
            parts = [f'mark {int(k) % 2}']
        for part in parts:
            shared.setdefault(part, []).append(i)
    out = np.zeros((len(names), len(shared)), np.float32)
    for j, members in enumerate(shared.values()):
        out[members, j] = 1
    return out


def fit(examples, names, steps=120):
    rows = [(x, g, i) for i, (xs, gs, _) in enumerate(examples) for x, g in zip(xs, gs)]
    features, n = np.zeros((len(rows), len(names)), np.float32), len(examples)
    for r, (x, _, _) in enumerate(rows):
        features[r, x] = 1
    gold, of = np.array([g for _, g, _ in rows]), np.array([i for _, _, i in rows])
    weight = np.array([k for _, _, k in examples], np.float32)[of]
    shares = sharing(names)
    features = np.hstack([features, features @ shares])
    crossed = np.array([name.split(':')[0] in CROSSED for name in names])
    prior = np.concatenate([np.where(crossed, PRIOR['crossed'], PRIOR['plain']), np.full(shares.shape[1], PRIOR['shared'])])
    w = m = v = np.zeros(features.shape[1], np.float32)
    for t in range(1, steps + 1):
        score = features @ w
        top = np.full(n, -1e9, np.float32)
        np.maximum.at(top, of, score)
        share = np.exp(score - top[of])
        share /= np.bincount(of, share, n)[of]
        true = share * gold / np.maximum(np.bincount(of, share * gold, n)[of], 1e-9)
        grad = features.T @ (weight * (share - true)) + prior * w
        m, v = 0.9 * m + 0.1 * grad, 0.99 * v + 0.01 * grad * grad
        w = w - (0.05 if t < 100 else 0.02) * (m / (1 - 0.9 ** t)) / (np.sqrt(v / (1 - 0.99 ** t)) + 1e-8)
    return w[:len(names)] + shares @ w[len(names):]


def main():
    program, folder, out = sys.argv[1:]
    names = subprocess.run([program, '--features'], capture_output=True, text=True, check=True).stdout.split()
    examples = []
    for what in (gap_examples(program, folder), gum_examples(program, folder)):
        kept = [(x, g, k) for x, g, k in what if any(g) and not all(g)]
        print(len(kept), 'pronouns', flush=True)
        examples += kept
    w = fit(examples, names)
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Weights of the pronoun scorer (src/actors/pronouns.h), in thousandths, by training/pronouns.py from GAP validation (Apache-2.0), the free part of GUM (CC BY).\n'
                'feature\tweight\n')
        for name, x in zip(names, w):
            f.write(f'{name}\t{round(1000 * float(x))}\n')


if __name__ == '__main__':
    main()
