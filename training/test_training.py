#!/usr/bin/env python3
"""Trains a small German treebank, written here by a grammar of a few rules, and checks what comes out. Exit 77: torch is not installed."""
import itertools
import os
import random
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
try:
    import numpy as np
    import torch
except ImportError as e:
    print(f"SKIPPED training: {e.name} is not installed")
    sys.exit(77)

import corpora
import evaluate
import features
import lemma
import lstm
import parse
from model import Model

NOUNS = [("Hund", "Masc"), ("Minister", "Masc"), ("Katze", "Fem"), ("Botschafterin", "Fem"), ("Haus", "Neut"), ("Schiff", "Neut")]
DET = {("Masc", "Nom"): "der", ("Masc", "Acc"): "den", ("Fem", "Nom"): "die", ("Fem", "Acc"): "die", ("Neut", "Nom"): "das", ("Neut", "Acc"): "das"}
VERBS = [("sieht", "sehen"), ("sucht", "suchen"), ("verlässt", "verlassen"), ("begrüßt", "begrüßen")]
ADVERBS = ["heute", "nie", "oft"]


def toy(seed, count):
    """Subject, verb, adverb perhaps, object, stop; half of the time the object comes first."""
    rng = random.Random(seed)
    every = [e for e in itertools.product(NOUNS, VERBS, NOUNS, [None] + ADVERBS, (False, True))
             if not e[4] or "Masc" in (e[0][1], e[2][1])]            # only the masculine tells who sees whom
    out = []
    for i, (s, v, o, adv, swapped) in enumerate(rng.sample(every, count)):
        np_ = lambda n, case: [(DET[n[1], case], DET[n[1], "Nom"], "DET", f"Case={case}|Gender={n[1]}", "det", 1), (n[0], n[0], "NOUN", f"Case={case}|Gender={n[1]}", None, None)]
        first, last = (np_(o, "Acc"), np_(s, "Nom")) if swapped else (np_(s, "Nom"), np_(o, "Acc"))
        rows = first + [(v[0], v[1], "VERB", "VerbForm=Fin", "root", None)] + ([(adv, adv, "ADV", "_", "advmod", None)] if adv else []) + last + [(".", ".", "PUNCT", "_", "punct", None)]
        text = []
        for k, (form, lem, upos, feats, rel, _) in enumerate(rows):
            if k == 0:
                form = form.capitalize()
            head = 0 if rel == "root" else 3
            if upos == "DET":
                head = k + 2
            if upos == "NOUN":
                rel = "obj" if "Acc" in feats else "nsubj"
            text.append("\t".join([str(k + 1), form, lem, upos, upos[:2], feats, str(head), rel, "_", "_"]))
        out.append(f"# sent_id = toy-{i}\n" + "\n".join(text) + "\n")
    return "\n".join(out) + "\n"


class Rules(unittest.TestCase):
    def test_lemma_rules_come_back(self):
        for form, lem in [("was", "be"), ("Dogs", "dog"), ("BUSH", "Bush"), ("running", "run"), ("IRAQI", "Iraqi"), ("begrüßt", "begrüßen"), ("'s", "be")]:
            self.assertEqual(lemma.apply(lemma.script(form, lem), form), lem)

    def test_a_rule_too_long_for_its_word_gives_the_lower_case(self):
        self.assertEqual(lemma.apply("l;4;", "Run"), "run")

    def test_features(self):
        self.assertEqual(features.key("“Été” 2022"), '"été" 0000')
        self.assertEqual(features.fnv1a(b"a"), 0xE40C292C)
        self.assertEqual(features.affix_rows("ab", 1000)[2:4], [0, 0])
        self.assertEqual(features.shape("U.S."), (4 * 3 + 0) * 4 + 1)
        self.assertEqual(features.shape("2022"), (0 * 3 + 2) * 4)
        self.assertEqual(features.shape("COVID-19"), (4 * 3 + 1) * 4 + 2)

    def test_the_kernel_is_the_plain_lstm(self):
        torch.manual_seed(3)
        p = lstm.Packing([3, 7, 1, 7])
        g = torch.randn(p.tokens, 8 * 5, requires_grad=True)
        U = torch.randn(2, 20, 5, requires_grad=True)
        w = torch.randn(p.tokens, 10)
        sides = []
        for f in (lambda: lstm.bilstm(g, U, p), lambda: lstm.plain(g, U, p.start)):
            g.grad = U.grad = None
            out = f()
            (out * w).sum().backward()
            sides.append((out.detach(), g.grad.clone(), U.grad.clone()))
        for a, b in zip(*sides):
            self.assertLess(float((a - b).abs().max()), 1e-4)

    def test_adam_survives_the_smallest_numbers(self):
        if not lstm.kernel():
            self.skipTest("kernel: not built")
        p, m, v, e = torch.ones(64), torch.zeros(64), torch.full((64,), 1e-45), torch.ones(64)
        lstm.kernel().adam(p, torch.zeros(64), m, v, e, 1e-3, 0.9, 0.97, 1.0, 1000, 0.999)
        self.assertTrue(bool(torch.isfinite(p).all()))

    def test_trees_have_one_root_and_the_best_score(self):
        rng = np.random.default_rng(5)
        for _ in range(60):
            n = int(rng.integers(2, 6))
            s = rng.standard_normal((n, n + 1)) * 3
            best = (-1e9, None)
            for h in itertools.product(range(n + 1), repeat=n):
                if any(h[i] == i + 1 for i in range(n)) or sum(x == 0 for x in h) != 1 or parse.find_cycle(np.array((0,) + h)) is not None:
                    continue
                v = sum(s[i, h[i]] for i in range(n))
                best = max(best, (v, h))
            got = parse.tree(s)
            self.assertEqual((got == 0).sum(), 1)
            self.assertAlmostEqual(sum(s[i, got[i]] for i in range(n)), best[0])

    def test_names_follow_their_beginning(self):
        names = ["O", "B-PER", "I-PER"]
        self.assertEqual(parse.viterbi(np.array([[0.0, 1.0, 5.0], [0.0, 0.0, 3.0]]), names), ["B-PER", "I-PER"])


class Training(unittest.TestCase):
    def test_a_treebank_of_another_language(self):
        with tempfile.TemporaryDirectory() as d:
            for name, seed, count in (("train", 1, 260), ("dev", 2, 60)):
                with open(f"{d}/{name}.conllu", "w", encoding="utf-8") as f:
                    f.write(toy(seed, count))
            base = [sys.executable, os.path.join(HERE, "train.py"), f"{d}/out"]
            options = ["--treebank", f"{d}/train.conllu", "--dev", f"{d}/dev.conllu", "--language", "de", "--hidden", "24", "--x-dim", "32",
                       "--tokens", "200", "--steps", "200", "--noise", "0", "--drop", "0.1", "--drop-x", "0.1", "--drop-hidden", "0", "--workers", "2"]
            done = subprocess.run(base + options, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            model = Model.load(f"{d}/out")
            self.assertEqual(model.hp["language"], "de")
            c, _, _ = evaluate.score(parse.Runner([model]), list(corpora.conllu(f"{d}/dev.conllu", "dev")))
            self.assertGreater(c["las"] / c["n"], 0.95, done.stdout)
            self.assertGreater(c["lemma"] / c["n"], 0.95, done.stdout)
            one, two = parse.Runner([model]).all([["Hund"], ["Der", "Hund"]])
            self.assertEqual((one["heads"], one["labels"], len(one["names"]), len(two["names"])), ([0], ["root"], 1, 2))
            with unittest.mock.patch("parse.viterbi", lambda logits, names: self.assertEqual(logits.shape[1], len(names)) or ["O"] * len(logits)):
                parse.Runner([model]).all([["Hund"], ["Hund"]])
            again = subprocess.run(base + ["--resume"], capture_output=True, text=True)
            self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
            self.assertIn("step 200", again.stdout)


if __name__ == "__main__":
    unittest.main()
