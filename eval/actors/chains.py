#!/usr/bin/env python3
"""Pronouns and descriptions of the cast against GUM's coreference.  chains.py PROGRAM GUM.jsonl[.xz] […] [--wrong]

PROGRAM is build/<preset>/show_cast, GUM.jsonl a file of GUM's entities (free documents are read). Skipped, by name, where it is not there.
P: of the mentions that the cast gives an antecedent, how many stand in one chain of GUM's with it (all of several: with a mention that
holds each). R: of GUM's mentions of the kind whose chain names somebody before (a person, organisation or place), how many of them the
cast puts there. "he, she" on GUM is what the scorer was trained on. --wrong prints the wrong ones.
"""
import collections, json, lzma, os, re, subprocess, sys, tempfile

KINDS = {'he': 'he, she', 'she': 'he, she', 'him': 'he, she', 'his': 'he, she', 'her': 'he, she', 'it': 'it', 'its': 'its',
         'they': 'they, them', 'them': 'they, them', 'their': 'their'}
DEFINITE = re.compile(r'(the|this|that|these|those|both|his|her|its|their)\b', re.I)
ACTORS = ('person', 'organization', 'place')


def read(path):
    with (lzma.open(path, 'rt', encoding='utf-8') if path.endswith('.xz') else open(path, encoding='utf-8')) as f:
        return [d for d in map(json.loads, f) if d['licence_class'] == 'free']


def casts(program, docs):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for d in docs:
            f.write(json.dumps({'id': d['id'], 'text': d['text']}) + '\n')
    out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    os.unlink(f.name)
    found, decoder, at = [], json.JSONDecoder(), 0
    while at < len(out):
        value, at = decoder.raw_decode(out, at)
        found.append(value)
        while at < len(out) and out[at].isspace():
            at += 1
    return {d['id']: d for d in found}


def kind_of(text, pronoun):
    if pronoun:
        return KINDS.get(text.lower())
    return 'descriptions' if DEFINITE.match(text) else None


def gold_of(d):
    """The mentions that point back to somebody named: {(kind, start of head): chain}."""
    chains = collections.defaultdict(list)
    for e in d['entities']:
        chains[e['eid']].append(e)
    names = [e for e in d['entities'] if e['named'] and e['type'] in ACTORS]
    out = {}
    for chain in chains.values():
        for e in chain:
            kind = kind_of(d['text'][e['start']:e['end']], e['head_upos'] in ('PRON', 'DET'))
            earlier = [x for x in chain if x['start'] < e['start'] and x['head_upos'] not in ('PRON', 'DET')]
            named = any(x['start'] <= n['start'] and n['end'] <= x['end'] and (n['eid'] == x['eid'] or kind in ('they, them', 'their', 'descriptions'))
                        for x in earlier for n in names)
            if not kind or not named or (kind == 'descriptions' and (e['type'] not in ACTORS or e['head_upos'] != 'NOUN')):
                continue
            out[kind, e['head'][0]] = None
    return out, chains


def chain_at(d, chains, start, end):
    """The chain of GUM's mention whose head lies in [start, end), the longest such mention."""
    here = [e for e in d['entities'] if start <= e['head'][0] < end and e['head'][1] <= end and e['start'] >= start - 4 and e['end'] <= end + 40]
    return chains[max(here, key=lambda e: e['end'] - e['start'])['eid']] if here else []


def right(m, cast, chain):
    places = [e for e in chain if not (e['start'] >= m['start'] and e['head'][0] < m['end'])]
    for entity in {e['index'] for e in m['entities']}:
        own = [x for x in cast['mentions'] if x is not m and x['kind'] != 'pronoun' and any(e['index'] == entity for e in x['entities'])]
        one = any(x['start'] < h['head'][1] and h['head'][0] < x['end'] for x in own for h in places)
        among = len(m['entities']) > 1 and any(h['start'] <= x['start'] and x['end'] <= h['end'] for x in own for h in places)
        if not one and not among:
            return False
    return True


def main():
    program, paths = sys.argv[1], [a for a in sys.argv[2:] if a != '--wrong']
    n = collections.Counter()
    for path in paths:
        if not os.path.exists(path):
            print('skipped: no', path)
            continue
        docs = read(path)
        found = casts(program, docs)
        for d in docs:
            gold, chains = gold_of(d)
            for kind, _ in gold:
                n[kind, 'gold'] += 1
            for m in found[d['id']]['mentions']:
                kind = kind_of(m['text'], m['kind'] == 'pronoun')
                if not kind or not m['entities'] or 'antecedent' not in m:
                    continue
                ok = right(m, found[d['id']], chain_at(d, chains, m['start'], m['end']))
                n[kind, 'said'] += 1
                n[kind, 'right'] += ok
                n[kind, 'found'] += ok and any((kind, s) in gold for s in range(m['start'], m['end']))
                if '--wrong' in sys.argv and not ok:
                    print(f"{d['id']} {kind} [{m['text']}] -> {[e['name'] for e in m['entities']]} {m['rule']}\n    "
                          + d['text'][max(0, m['start'] - 200):m['start']].replace('\n', ' ') + '<<' + m['text'] + '>>' + d['text'][m['end']:m['end'] + 60].replace('\n', ' '))
    for kind in ('he, she', 'it', 'its', 'they, them', 'their', 'descriptions'):
        said, gold = n[kind, 'said'], n[kind, 'gold']
        print(f"{kind}: P {100 * n[kind, 'right'] / max(1, said):.0f} of {said}, R {100 * n[kind, 'found'] / max(1, gold):.0f} of {gold}")


if __name__ == '__main__':
    main()
