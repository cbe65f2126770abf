#!/usr/bin/env python3
"""Makes data/text/split.bin, the scores by which text is cut into tokens and sentences.

    cmake --preset release && ninja -C build/release text_tool
    training/text.py --data ../shared/data/open --tool build/release/text_tool --out data/text/split.bin

From UD English EWT (train) and the free genres of UD English GUM (train), CC BY-SA 4.0; the habits of words from plain/ (open
licences, see its SOURCE.txt). Raw text is put together again from
forms, SpaceAfter and paragraph marks, once as it is and twice with the noise of the web and of machine translation: lost
spaces, curly and lost quotes, small letters at the start, capitals throughout. The features come from the program itself
(src/text/tokens.cpp, sentences.cpp), so that training and reading see the same. Linear scores under a squared hinge, AdaGrad,
averaged over epochs and over three orders; then eight bits a weight. Only additions, products, quotients and roots in a fixed
order: the same bytes everywhere.
Needs numpy; three minutes on one core.
"""
import argparse
import collections
import lzma
import pathlib
import random
import struct
import subprocess
import tempfile

import numpy

BITS = 17
TABLE = 1 << BITS


def read_conllu(path):
    """Sentences as (starts a paragraph, [(form, words, space after)])."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        blocks = file.read().strip().split("\n\n")
    for block in blocks:
        paragraph, tokens, end = False, [], 0
        for line in block.split("\n"):
            if line.startswith("#"):
                paragraph |= line.startswith(("# newpar", "# newdoc"))
                continue
            cells = line.split("\t")
            if "." in cells[0]:
                continue
            space = "SpaceAfter=No" not in cells[9].split("|")
            if "-" in cells[0]:
                end = int(cells[0].split("-")[1])
                tokens.append([cells[1], [], space])
            elif int(cells[0]) <= end:
                tokens[-1][1].append(cells[1])
            else:
                tokens.append([cells[1], [cells[1]], space])
        yield paragraph, tokens


QUOTES = ("“”", "“”", "“”", "“”", "‘’", "''", "«»")


def with_noise(sentences, chance):
    """A copy of the sentences as careless hands and machines write them."""
    quotes, opened = "", False
    for paragraph, tokens in sentences:
        if paragraph:
            quotes, opened = chance.choice(QUOTES) if chance.random() < 0.8 else "", False
        tokens = [[form, list(words), space] for form, words, space in tokens]
        fate = chance.random()
        for i, token in enumerate(tokens):
            if quotes and token[0] == '"':
                token[0] = quotes[opened]
                token[1] = [token[0]]
                opened = not opened
            elif quotes in ("“”", "‘’") and "'" in token[0]:
                token[0] = token[0].replace("'", "’")
                token[1] = [word.replace("'", "’") for word in token[1]]
            following = tokens[i + 1][0] if i + 1 < len(tokens) else ""
            glued = token[0].isalpha() and token[0].islower() and following[:1].isupper() and following[1:].islower()
            if glued and len(token[0]) > 2 and len(following) > 2 and chance.random() < 0.02:
                token[2] = False
        if len(tokens) > 3 and chance.random() < 0.05:
            marks = [i for i, token in enumerate(tokens[:-1]) if token[0] in '"“”']
            if marks:
                lost = chance.choice(marks)
                space = tokens[lost][2]
                del tokens[lost]
                if lost > 0:
                    tokens[lost - 1][2] |= space
        if fate < 0.03 and tokens[-1][0] in ".?!”":
            tokens[-1][2] = False
        elif fate < 0.06 and tokens[0][0].istitle() and len(tokens[0][1]) == 1:
            tokens[0][0] = tokens[0][0].lower()
            tokens[0][1] = [tokens[0][0]]
        elif fate < 0.07:
            tokens = [[form.upper(), [word.upper() for word in words], space] for form, words, space in tokens]
        yield paragraph, tokens


def raw_text(sentences):
    """The text, and the byte offsets where its words and sentences begin."""
    text, words, starts = [], [], []
    at, space = 0, True

    def put(piece):
        nonlocal at
        text.append(piece)
        at += len(piece.encode())

    for paragraph, tokens in sentences:
        if paragraph and at:
            put("\n\n")
        elif at and space:
            put(" ")
        starts.append(at)
        for i, (form, parts, space) in enumerate(tokens):
            if "".join(parts) != form:
                parts = [form]
            for part in parts:
                words.append(at)
                put(part)
            if space and i + 1 < len(tokens):
                put(" ")
    return "".join(text), words, starts


def features(tool, model, sentences):
    """For tokens and for sentences: rows of table places, and which rows are cuts."""
    text, words, starts = raw_text(sentences)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "text").write_text(text, encoding="utf-8", newline="")
        (folder / "gold").write_text(" ".join(map(str, words)) + "\n" + " ".join(map(str, starts)))
        subprocess.run([tool, "features", model, folder / "text", folder / "gold", folder / "out"], check=True)
        data = numpy.fromfile(folder / "out", dtype="<u4")
    tasks = [([], []), ([], [])]
    at = 0
    while at < len(data):
        head = int(data[at])
        size = head >> 8
        rows, cuts = tasks[head & 1]
        rows.append(data[at + 1:at + 1 + size] >> (32 - BITS))
        cuts.append(bool(head & 2))
        at += 1 + size
    return [(numpy.array(rows, dtype=numpy.int64), numpy.array(cuts)) for rows, cuts in tasks]


def train(rows, cuts, importance, epochs, rate, decay, seed):
    """Weights and bias: squared hinge with margin 1, AdaGrad, mean of the second half's epochs."""
    sign = numpy.where(cuts, 1.0, -1.0)
    weights, squares = numpy.zeros(TABLE + 1), numpy.full(TABLE + 1, 0.1)
    total, kept = numpy.zeros(TABLE + 1), 0
    order = numpy.arange(len(rows))
    chance = random.Random(seed)
    for epoch in range(epochs):
        chance.shuffle(order)
        for begin in range(0, len(order), 64):
            batch = order[begin:begin + 64]
            places = rows[batch]
            score = weights[places].sum(axis=1) + weights[TABLE]
            lack = numpy.maximum(0.0, 1.0 - sign[batch] * score) * importance[batch]
            step = -lack * sign[batch]
            live = lack > 0
            if not live.any():
                continue
            flat = places[live].ravel()
            gradient = numpy.bincount(flat, weights=numpy.repeat(step[live], places.shape[1]), minlength=0)
            touched = numpy.unique(flat)
            g = gradient[touched] + decay * weights[touched]
            squares[touched] += g * g
            weights[touched] -= rate * g / numpy.sqrt(squares[touched])
            g = step[live].sum()
            squares[TABLE] += g * g
            weights[TABLE] -= rate * g / numpy.sqrt(squares[TABLE])
        if epoch >= epochs // 2:
            total += weights
            kept += 1
    return total / kept


def quantised(weights):
    """Eight bits a weight, with the scale that keeps all but the rarest."""
    size = numpy.sort(numpy.abs(weights[:TABLE]))
    scale = 127.0 / size[int(TABLE * 0.9998)]
    small = numpy.clip(numpy.rint(weights[:TABLE] * scale), -127, 127).astype(numpy.int8)
    return small, int(numpy.rint(weights[TABLE] * scale))


def word_hash(word):
    """WordLook::word of src/text/words.cpp for words of letters."""
    h = 0x811C9DC5
    for byte in word.encode()[:40]:
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return h ^ h >> 15


def read_habits(folder):
    """For each word of open text: is it written small inside sentences, and does a full stop belong to it."""
    small, large, bare, stopped, going_on = (collections.Counter() for _ in range(5))
    for path in sorted(folder.glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                tokens = line.split()
                for i, token in enumerate(tokens):
                    word = token.strip("\"'“”‘’()[],;:!?")
                    stop = len(word) > 1 and word[-1] == "." and word[:-1].isalpha()
                    if stop:
                        word = word[:-1]
                    if not word.isalpha():
                        continue
                    lower = word.lower()
                    if not lower.isascii():
                        lower = word  # the program folds plain letters only
                    if stop and token.endswith(".") and i + 1 < len(tokens):
                        stopped[lower] += 1
                        going_on[lower] += tokens[i + 1][0].islower() or tokens[i + 1][0] in ",;0123456789"
                    elif not stop:
                        bare[lower] += 1
                    if i > 0 and tokens[i - 1][-1] not in ".?!:;\"“”'’)—–-…|*>" and not tokens[i - 1].isdigit():
                        if word[0].islower():
                            small[lower] += 1
                        elif word[0].isupper():
                            large[lower] += 1
    habits = {}
    for word in set(small) | set(large) | set(stopped):
        n = small[word] + large[word]
        share = small[word] / n if n else 0.0
        case = 0 if n < 3 else 1 if share >= 0.95 else 2 if share >= 0.6 else 3 if share >= 0.1 else 4
        dots = stopped[word]
        owns = dots >= 3 and dots >= 4 * bare[word]
        runs_on = dots >= 2 and going_on[word] * 3 >= dots
        habit = case | owns << 3 | runs_on << 4
        if habit:
            habits[word] = (habit, n + dots)
    return habits


def habit_table(habits):
    """Open addressing, two bytes a slot: 11 bits of check, 5 of habit. The commonest words first, at most half full."""
    table = [0] * TABLE
    words = sorted(habits, key=lambda word: (-habits[word][1], word))[:TABLE // 2]
    kept = 0
    for word in words:
        h = word_hash(word)
        entry = (h & 0x7FF | 1) << 5 | habits[word][0]
        slot = h >> (32 - BITS)
        for _ in range(16):
            if table[slot] == 0:
                table[slot] = entry
                kept += 1
                break
            if table[slot] >> 5 == entry >> 5:
                break  # another word with its check: the commoner one stays
            slot = (slot + 1) % TABLE
    print(f"habits: {kept} words")
    return struct.pack(f"<{TABLE}H", *table)


def written(path, biases, tables, habits):
    path.write_bytes(b"RDSPLIT2" + struct.pack("<Iii", BITS, *biases) + b"".join(tables) + habits)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=pathlib.Path, required=True, help="the folder with ud-ewt, ud-gum and plain")
    arguments.add_argument("--tool", type=pathlib.Path, required=True, help="text_tool, built from this tree")
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--epochs", type=int, default=6)
    arguments.add_argument("--noise", type=float, default=0.35, help="importance of each of the two noisy copies")
    given = arguments.parse_args()
    clean = []
    for path in ("ud-ewt/en_ewt-ud-train.conllu.xz", "ud-gum/gum-train-free.conllu.xz"):
        clean += read_conllu(given.data / path)
    copies = [(clean, 1.0)] + [(list(with_noise(clean, random.Random(given.seed + copy))), given.noise) for copy in range(2)]
    habits = habit_table(read_habits(given.data / "plain"))
    nothing = bytes(TABLE)
    written(given.out, (0, 0), (nothing, nothing), habits)  # the program sees habits while it lists features
    seen = [(features(given.tool, given.out, sentences), importance) for sentences, importance in copies]
    tables, biases = [], []
    for task, name in enumerate(("token", "sentence")):
        rows = numpy.concatenate([tasks[task][0] for tasks, _ in seen])
        cuts = numpy.concatenate([tasks[task][1] for tasks, _ in seen])
        importance = numpy.concatenate([numpy.full(len(tasks[task][0]), weight) for tasks, weight in seen])
        runs = [train(rows, cuts, importance, given.epochs, rate=0.1, decay=1e-2, seed=given.seed + run) for run in range(3)]
        weights = (runs[0] + runs[1] + runs[2]) / 3
        table, bias = quantised(weights)
        right = ((table[rows].astype(numpy.int64).sum(axis=1) + bias > 0) == cuts).mean()
        print(f"{name}: {len(rows)} places, {cuts.sum()} cuts, {100 * right:.2f} % right in training")
        tables.append(table.tobytes())
        biases.append(bias)
    written(given.out, biases, tables, habits)


if __name__ == "__main__":
    main()
