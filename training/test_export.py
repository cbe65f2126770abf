#!/usr/bin/env python3
"""A toy treebank of another language the whole way: training, calibration, model file, and the program ($READOUT) that reads with it.

Exit 77: torch is not installed.
"""
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
try:
    import numpy as np
    import torch
except ImportError as e:
    print(f"SKIPPED export: {e.name} is not installed")
    sys.exit(77)

import export
from test_training import toy


def run(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Quantising(unittest.TestCase):
    def test_sums_of_four_fit(self):
        rng = np.random.default_rng(1)
        for one_sided in (False, True):
            m = np.concatenate([rng.standard_normal((8, 64)), np.ones((1, 64)), -np.ones((1, 64)), np.zeros((1, 64))])
            numbers, scale = export.packed_rows(m, one_sided)
            fours = numbers.reshape(len(m), 8, 2, 2, 2).transpose(0, 1, 3, 2, 4).reshape(-1, 4).astype(int)
            self.assertLessEqual(np.maximum(fours, 0).sum(1).max(), export.MOST_OF_FOUR)
            self.assertLessEqual(np.maximum(-fours, 0).sum(1).max(), export.MOST_OF_FOUR)
            self.assertLess(np.abs(numbers * scale[:, None] - m).max(), 0.04)

    def test_the_checksum_sees_every_word(self):
        data = bytearray(os.urandom(640))
        before = export.checksum(bytes(data))
        self.assertEqual(before, export.checksum(bytes(data)))
        for at in range(0, 640, 8):
            data[at] ^= 1
            self.assertNotEqual(before, export.checksum(bytes(data)))
            data[at] ^= 1


class WholeWay(unittest.TestCase):
    def test_a_german_toy(self):
        with tempfile.TemporaryDirectory() as d:
            for name, seed, count in (("train", 1, 260), ("dev", 2, 60)):
                with open(f"{d}/{name}.conllu", "w", encoding="utf-8") as f:
                    f.write(toy(seed, count))
            run(sys.executable, f"{HERE}/train.py", f"{d}/out", "--treebank", f"{d}/train.conllu", "--dev", f"{d}/dev.conllu", "--language", "de",
                "--hidden", 32, "--x-dim", 32, "--tokens", 200, "--steps", 200, "--noise", 0, "--drop", 0.1, "--drop-x", 0.1, "--drop-hidden", 0)
            run(sys.executable, f"{HERE}/calibrate.py", f"{d}/out", f"{d}/dev.conllu")
            for name in ("a", "b"):
                run(sys.executable, f"{HERE}/export.py", f"{d}/out", f"{d}/{name}.model", "--name", "de-toy")
            with open(f"{d}/a.model", "rb") as a, open(f"{d}/b.model", "rb") as b:
                self.assertEqual(a.read(), b.read(), "the same checkpoint gives the same bytes")
            program = os.environ.get("READOUT", "")
            if not os.path.exists(program):
                self.skipTest("READOUT names no program")
            table = {line.split()[0]: float(line.split("F1")[1].split()[0])
                     for line in run(program, "evaluate", "parse", "--model", f"{d}/a.model", f"{d}/dev.conllu").splitlines()}
            for measure in ("UPOS", "lemma", "LAS"):
                self.assertGreater(table[measure], 95, table)


if __name__ == "__main__":
    unittest.main()
