#!/usr/bin/env python3
"""Weights of the pronoun scorer (data/actors/pronoun_weights.tsv): a share for each candidate of a pronoun, by weighed features
and a few units (max(0, weighed features)). Eight fits from different beginnings are averaged: six units each.

    training/pronouns.py PROGRAM OPEN OUT.tsv

PROGRAM is build/<preset>/pronoun_candidates, OPEN the folder of the open corpora. Trained on

- GAP's validation part (Apache-2.0), with and without the page's title; also on its two names alone;
- GUM's free documents (CC BY);
- pronouns of plain texts (Wikipedia's current events, CC BY-SA; MASC; EWT, CC BY-SA; LitBank's novels, public domain) that have one
  candidate of their own gender only, read without the gender of names.

What the scorer has said of earlier pronouns is part of what it sees, so run it twice (build actor_knowledge in between). Needs numpy.
The weights are whole thousandths.
"""
import csv, json, lzma, os, re, subprocess, sys, tempfile, urllib.parse

os.environ.setdefault('OMP_NUM_THREADS', '1')  # the same sums on every machine
import numpy as np

WEIGHT = {'gap': 0.6, 'names': 0.5, 'gum': 0.5, 'plain': 0.1}
PRIOR = {'plain': 5.0, 'crossed': 25.0, 'shared': 2.5}  # a crossed feature leans on what it shares with others
# What reports of talks show and these corpora have too few of: "A told B that he", "A warned B that he".
EXPECTED = {'told:0': 1.0, 'told:1': -0.4, 'told:2': -0.4, 'told:3': 0.6}
FITS, UNITS, DROPPED, UNIT_PRIOR = 8, 6, 0.2, 6.0
CROSSED = ('role_before', 'role_earlier', 'role_after', 'clause', 'clause_after', 'mark')


def run(program, docs, *flags):
    """docs: (id, text, title or None) -> what the program prints for each."""
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for i, text, title in docs:
            f.write(json.dumps({'id': i, 'text': text, **({'title': title} if title else {})}) + '\n')
    out = subprocess.run([program, *flags, f.name], capture_output=True, text=True, check=True).stdout
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


def loosened(text):
    """Tokenised text as it is written."""
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m|'|[.,;:!?)\]])(?=\s|$)", r'\1', text)
    return re.sub(r'([(\[]) ', r'\1', text)


def pieces(paragraphs, size=2500):
    piece, length = [], 0
    for paragraph in paragraphs:
        piece.append(paragraph)
        length += len(paragraph)
        if length > size:
            yield '\n\n'.join(piece)
            piece, length = [], 0
    if piece:
        yield '\n\n'.join(piece)


def plain_texts(folder):
    for name in ('wiki-current-events', 'masc-tokenised', 'ewt-train'):
        with lzma.open(os.path.join(folder, 'plain', name + '.txt.xz'), 'rt', encoding='utf-8') as f:
            for document in f.read().split('\n\n'):
                paragraphs = [p for p in document.split('\n') if p.strip()]
                if name == 'masc-tokenised':
                    paragraphs = [loosened(p) for p in paragraphs]
                yield from paragraphs if name == 'wiki-current-events' else pieces(paragraphs)
    with open(os.path.join(folder, 'litbank-quotes', 'litbank-quotes-train.jsonl'), encoding='utf-8') as f:
        for d in map(json.loads, f):
            yield from pieces([loosened(p) for p in d['text'].split('\n')])


def plain_examples(program, folder):
    """Where all people have a gender and one only has the pronoun's, that is who is meant; the reading must do without it."""
    third = re.compile(r'\b(he|she|him|his|her)\b', re.I)
    docs = [(str(i), text, None) for i, text in enumerate(plain_texts(folder)) if third.search(text)]
    for d in run(program, docs, '--blind').values():
        for p in d['pronouns']:
            if any(c['named'] and 'gender' not in c for c in p['candidates']):
                continue
            known = [c for c in p['candidates'] if 'gender' in c]
            gold = [c['gender'] == p['gender'] for c in known]
            if sum(gold) == 1:
                yield [c['x'] for c in known], gold, WEIGHT['plain']


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


class Data:
    """The candidates of all examples as rows, with what is right of them."""

    def __init__(self, examples, width):
        rows = [(x, g, i) for i, (xs, gs, _) in enumerate(examples) for x, g in zip(xs, gs)]
        self.n = len(examples)
        self.x = np.zeros((len(rows), width), np.float32)
        for r, (x, _, _) in enumerate(rows):
            self.x[r, x] = 1
        self.gold = np.array([g for _, g, _ in rows])
        self.of = np.array([i for _, _, i in rows])
        self.weight = np.array([k for _, _, k in examples], np.float32)[self.of]

    def slope(self, score):
        """Of the weighted log-likelihood, by each score, times -1."""
        top = np.full(self.n, -1e9, np.float32)
        np.maximum.at(top, self.of, score)
        share = np.exp(score - top[self.of])
        share /= np.bincount(self.of, share, self.n)[self.of]
        true = share * self.gold / np.maximum(np.bincount(self.of, share * self.gold, self.n)[self.of], 1e-9)
        return (self.weight * (share - true)).astype(np.float32)


class Adam:
    def __init__(self, *values):
        self.values, self.m, self.v, self.t = values, [0 * x for x in values], [0 * x for x in values], 0

    def step(self, rate, *slopes):
        self.t += 1
        for i, (x, g) in enumerate(zip(self.values, slopes)):
            self.m[i] = 0.9 * self.m[i] + 0.1 * g
            self.v[i] = 0.99 * self.v[i] + 0.01 * g * g
            x -= rate * (self.m[i] / (1 - 0.9 ** self.t)) / (np.sqrt(self.v[i] / (1 - 0.99 ** self.t)) + 1e-8)


def fit(data, names, seed, steps=120):
    """-> weights of the features, weights of the units, where they start, what they count."""
    random = np.random.RandomState(seed)
    shares = sharing(names)
    crossed = np.array([name.split(':')[0] in CROSSED for name in names])
    prior = np.where(crossed, PRIOR['crossed'], PRIOR['plain']).astype(np.float32)
    expected = np.array([EXPECTED.get(name, 0) for name in names], np.float32)
    own, shared = expected.copy(), np.zeros(shares.shape[1], np.float32)
    units = (0.1 * random.randn(len(names), UNITS)).astype(np.float32)
    start, counts = np.zeros(UNITS, np.float32), (0.2 * random.randn(UNITS)).astype(np.float32)
    adam = Adam(own, shared, units, start, counts)
    for t in range(steps):
        kept = ((random.rand(len(names)) > DROPPED) / (1 - DROPPED)).astype(np.float32)
        sums = data.x @ (kept[:, None] * units) + start
        d = data.slope(data.x @ (kept * (own + shares @ shared)) + np.maximum(sums, 0) @ counts)
        g = kept * (d @ data.x)
        below = np.outer(d, counts) * (sums > 0)
        adam.step(0.05 if t < 0.75 * steps else 0.015, g + prior * (own - expected), shares.T @ g + PRIOR['shared'] * shared,
                  kept[:, None] * (data.x.T @ below) + UNIT_PRIOR * units, below.sum(0), np.maximum(sums, 0).T @ d + UNIT_PRIOR * counts)
    return own + shares @ shared, units, start, counts


def table(fits):
    """The fits side by side as one scorer in thousandths, their mean: a row for each feature, one of starts, one of counts."""
    own = np.mean([f[0] for f in fits], axis=0)
    units, start = np.hstack([f[1] for f in fits]), np.hstack([f[2] for f in fits])
    counts = np.hstack([f[3] for f in fits]) / len(fits)
    rows = [np.concatenate([[own[i]], units[i]]) for i in range(len(own))] + [np.concatenate([[0], start]), np.concatenate([[0], counts])]
    return [[round(1000 * float(x)) for x in row] for row in rows]


def main():
    program, folder, out = sys.argv[1:]
    names = subprocess.run([program, '--features'], capture_output=True, text=True, check=True).stdout.split()
    examples = []
    for what in (gap_examples(program, folder), gum_examples(program, folder), plain_examples(program, folder)):
        kept = [(x, g, k) for x, g, k in what if any(g) and not all(g)]
        print(len(kept), 'pronouns', flush=True)
        examples += kept
    data = Data(examples, len(names))
    rows = table([fit(data, names, seed) for seed in range(FITS)])
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Weights of the pronoun scorer (src/actors/pronouns.h), in thousandths, by training/pronouns.py from GAP validation (Apache-2.0), the free part of GUM (CC BY)\n'
                '# and pronouns of open plain texts that the gender of names tells (Wikipedia, MASC, EWT, LitBank).\n'
                'feature\tweight\t' + '\t'.join(f'unit{i + 1}' for i in range(FITS * UNITS)) + '\n')
        for name, row in zip(names + ['start', 'counts'], rows):
            f.write('\t'.join([name, *map(str, row)]) + '\n')


if __name__ == '__main__':
    main()
