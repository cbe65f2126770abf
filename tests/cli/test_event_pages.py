"""docs/events: the pages say what the program reads today, and cover every category, mode and auxiliary.

UPDATE_DOCS=1 makes them anew, as test_docs.py does the other pages.
"""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from program import PROGRAM, SOURCE, clean_environment

sys.path.insert(0, str(pathlib.Path(SOURCE) / "eval/events"))
import pages


class EventPages(unittest.TestCase):
    def test_are_as_the_program_reads(self):
        command = [sys.executable, str(pathlib.Path(SOURCE) / "eval/events/pages.py")]
        environment = dict(clean_environment(), READOUT=PROGRAM)
        if os.environ.get("UPDATE_DOCS"):
            subprocess.run(command, env=environment, check=True)
        done = subprocess.run([*command, "--check"], env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_show_every_mode_and_auxiliary(self):
        source = pathlib.Path(SOURCE)
        shown = {(r["category"], r["shows"]) for r in pages.table(source / "tests/cases/events/pages.tsv")}
        for row in pages.table(source / "data/events/plover/modes.tsv"):
            self.assertIn((row["category"], "mode " + row["mode"]), shown)
        for row in pages.table(source / "data/events/plover/categories.tsv"):
            for auxiliary in ("plain", "negation", "hypothetical", "future", "historical"):
                self.assertIn((row["category"], auxiliary), shown)


if __name__ == "__main__":
    unittest.main()
