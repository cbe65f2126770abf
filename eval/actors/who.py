#!/usr/bin/env python3
"""Who is who: code and sector of hand-labelled mentions (who.tsv).

    who.py PROGRAM OPEN_DIR RESTRICTED_DIR [--part dev|held|new|dev3|last|all] [--cases FILE] [--errors]

PROGRAM is build/<preset>/show_cast. The corpora are looked for at OPEN_DIR/wiki-current-events and RESTRICTED_DIR/russian-state-media,
us-news-articles; where one is not there its cases are skipped, by name. --cases: labels kept elsewhere, in the columns of who.tsv.
right: code and sector as labelled (a further sector of the mention's counts), PLACE: no actor there. wrong: another code than the
label's. silent: no code where the label has one.
"""
import collections, json, lzma, os, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {'wiki-current-events': ('wiki-current-events-train.jsonl.xz', 'text'), 'russian-state-media': ('headlines_en.jsonl.xz', 'title'),
         'us-news-articles': ('articles.jsonl.xz', 'title')}


def cases(part, path):
    with open(path, encoding='utf-8') as f:
        rows = [l.rstrip('\n').split('\t') for l in f if not l.startswith('#')][1:]
    return [r for r in rows if part in ('all', r[6])]


def judge(found, place, label):
    if label == 'PLACE':
        return 'right' if found is None or not any(e['code'] for e in found['entities']) else 'wrong'
    gold = [tuple(x.split()) for x in label.split('+')]
    got = [] if found is None else [(e['code'] or '-', [e['sector'] or '-'] + e['sectors'].split()) for e in found['entities']]
    if gold == [('-', '-')]:
        return 'right' if all(c == '-' for c, _ in got) else 'wrong'
    if not got or all(c == '-' for c, _ in got):
        if gold[0][0] == '-' and got and gold[0][1] in got[0][1]:
            return 'right'
        return 'silent'
    if {c for c, _ in got} != {g[0] for g in gold}:
        return 'wrong'
    ok = all(any(c == g[0] and (g[1] in s or g[1] == '-') for c, s in got) for g in gold)
    return 'right' if ok else 'sector'


def main():
    args, options = [], {'--part': 'dev', '--cases': os.path.join(HERE, 'who.tsv')}
    words = iter(a for a in sys.argv[1:] if a != '--errors')
    for word in words:
        if word in options:
            options[word] = next(words)
        else:
            args.append(word)
    program, roots, part = args[0], args[1:], options['--part']
    rows = cases(part, options['--cases'])
    texts = {}
    for corpus, (name, field) in FILES.items():
        path = next((p for p in (os.path.join(r, corpus, name) for r in roots) if os.path.exists(p)), None)
        if not path:
            print('skipped: no corpus', corpus)
            rows = [r for r in rows if r[0] != corpus]
            continue
        wanted = {int(r[1]) for r in rows if r[0] == corpus}
        with lzma.open(path, 'rt', encoding='utf-8') as f:
            for i, line in enumerate(f):
                if i in wanted:
                    texts[(corpus, i)] = json.loads(line)[field]
    keys = sorted(texts)
    dates = {(r[0], int(r[1])): r[2] for r in rows}
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', delete=False) as f:
        for k in keys:
            f.write(json.dumps({'id': f'{k[0]}:{k[1]}', 'text': texts[k], 'published': dates[k]}) + '\n')
    out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    os.unlink(f.name)
    decoder, docs, at = json.JSONDecoder(), {}, 0
    while at < len(out.rstrip()):
        d, at = decoder.raw_decode(out, at)
        docs[d['id']] = d
        while at < len(out) and out[at].isspace():
            at += 1
    n = collections.Counter()
    for corpus, line, date, start, end, label, _ in rows:
        d, s, e = docs[f'{corpus}:{line}'], int(start), int(end)
        over = [m for m in d['mentions'] if m['start'] < e and s < m['end'] and m['kind'] != 'pronoun']
        over.sort(key=lambda m: (-(min(e, m['end']) - max(s, m['start'])), m['end'] - m['start']))
        found = over[0] if over else None
        verdict = judge(found, None, label)
        n[verdict] += 1
        if '--errors' in sys.argv and verdict != 'right':
            text = texts[(corpus, int(line))]
            print(f"{verdict:7s} [{label}] {text[s:e]!r} <- {[(x['code'], x['sector'], x['name']) for x in found['entities']] if found else None} {found['rule'] if found else ''} | {date} {text[max(0, s - 50):e + 40]}")
    total = sum(n.values())
    print(f"{part}: right {100 * n['right'] / total:.1f} % of {total}; wrong code {100 * n['wrong'] / total:.1f} %, sector {100 * n['sector'] / total:.1f} %, silent {100 * n['silent'] / total:.1f} %")


if __name__ == '__main__':
    main()
