"""What goes into a store comes out of it: show, explain, verify, relations; and a reader that is killed."""
import csv
import io
import json
import pathlib
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from program import PROGRAM, SAMPLES, ProgramTest, clean_environment


class Store(ProgramTest):
    def read_samples(self):
        self.run_program("read", SAMPLES / "reports.jsonl")

    def show(self, *words):
        return self.run_program("show", *words).stdout.decode()

    def test_every_form_shows_the_same_records(self):
        self.read_samples()
        for kind in ("documents", "statements", "events"):
            lines = [json.loads(line) for line in self.show(kind, "--jsonl").splitlines()]
            self.assertGreater(len(lines), 5)
            self.assertEqual(json.loads(self.show(kind, "--json")), lines)
            table = list(csv.DictReader(io.StringIO(self.show(kind, "--csv"))))
            self.assertEqual([row["id"] for row in table], [line["id"] for line in lines])
            tabs = [row.split("\t") for row in self.show(kind).splitlines()]
            self.assertEqual([row[0] for row in tabs[1:]], [line["id"] for line in lines])
            self.assertEqual({len(row) for row in tabs}, {len(tabs[0])})
            self.assertEqual(len(self.show(kind, "--limit", "2", "--jsonl").splitlines()), 2)

    def test_the_store_gives_what_reading_prints(self):
        self.read_samples()
        printed = self.run_program("read", "--jsonl", SAMPLES / "reports.jsonl").stdout.splitlines()[1:]
        kinds = {b"documents", b"statements", b"events"}
        shown = {line for kind in kinds for line in self.run_program("show", kind.decode(), "--jsonl").stdout.splitlines()}
        self.assertEqual(shown, set(printed))

    def test_filters(self):
        self.read_samples()
        events = [json.loads(line) for line in self.show("events", "--jsonl", "--actor", "SAU").splitlines()]
        self.assertGreater(len(events), 0)
        for event in events:
            self.assertIn("SAU", [one["code"] for one in event["actor"]])
        self.assertEqual(self.show("events", "--jsonl", "--text", "zzzzzz"), "")
        self.assertEqual(self.show("events", "--json", "--from", "2090-01-01"), "[]\n")

    def test_wrong_questions_are_usage_faults(self):
        self.read_samples()
        for words in (["show"], ["show", "nonsense"], ["show", "events", "--from", "May"], ["show", "events", "--where", "x"],
                      ["show", "events", "--where", "nothing=1"], ["show", "events", "--json", "--csv"], ["relations", "RUS"],
                      ["relations", "RUS", "UKR", "--by", "week"]):
            self.assertNotEqual(self.run_program(*words, expect=2).stderr, b"", words)
        self.run_program("show", "events", "--store", "none.db", expect=1)
        self.run_program("explain", "ev_none", expect=1)
        self.write("prose.db", "x" * 5000)
        for words in (["verify"], ["show", "events"], ["read", SAMPLES / "reports.jsonl"]):
            done = self.run_program(*words, "--store", "prose.db", expect=1)
            self.assertIn(b"not a Readout store", done.stderr)

    def test_every_record_can_be_explained_and_every_span_is_true(self):
        self.read_samples()
        done = self.run_program("verify")
        self.assertRegex(done.stdout.decode(), r"^\d+ records, \d+ spans, 0 false\n$")
        for kind in ("documents", "statements", "events"):
            for line in self.show(kind, "--jsonl").splitlines()[:4]:
                record = json.loads(line)
                why = json.loads(self.run_program("explain", "--json", record["id"]).stdout)
                self.assertEqual(why["id"], record["id"])
                self.assertGreater(len(why["reasons"]), 1)

    def test_linking_and_relations(self):
        self.run_program("read", "--link", SAMPLES / "reports.jsonl")
        stories = [json.loads(line) for line in self.show("stories", "--jsonl").splitlines()]
        self.assertGreater(len(stories), 0)
        documents = {json.loads(line)["id"]: json.loads(line) for line in self.show("documents", "--jsonl").splitlines()}
        for story in stories:
            for one in story["documents"]:
                self.assertEqual(documents[one]["story"], story["id"])
        self.run_program("verify")
        rows = [json.loads(line) for line in self.run_program("relations", "IRN", "SAU", "--by", "year", "--jsonl").stdout.splitlines()]
        self.assertGreater(sum(row["n"] for row in rows), 0)
        self.assertTrue(all(row["read"]["reports"] >= row["naming"]["reports"] for row in rows))

    def test_killed_in_between_it_ends_in_the_same_store(self):
        sides = ["Germany", "France", "Turkey", "Iran", "India", "Japan"]
        verbs = ["praised", "condemned", "attacked", "sanctioned", "met", "warned"]
        lines = [json.dumps({"id": str(i), "published": "2022-03-30", "outlet": f"Paper {i % 7}",
                             "text": f"{sides[i % 6]} {verbs[i % 5]} {sides[(i + 1 + i % 4) % 6]} on Monday, minister number {i} said."}) for i in range(1500)]
        self.write("many.jsonl", "\n".join(lines) + "\n")
        self.run_program("read", "--store", "whole.db", "many.jsonl")
        dice = random.Random(7)
        kills = 0
        while True:
            reader = subprocess.Popen([PROGRAM, "read", "--store", "killed.db", "many.jsonl"], cwd=self.folder, env=clean_environment(),
                                      stderr=subprocess.DEVNULL)
            if kills < 4:
                # Not before the store has begun to fill.
                until = time.monotonic() + 60
                while not (self.folder / "killed.db-wal").exists() and time.monotonic() < until and reader.poll() is None:
                    time.sleep(0.01)
                time.sleep(dice.uniform(0.02, 0.3))
                reader.send_signal(signal.SIGKILL)
                kills += 1
            if reader.wait(timeout=300) == 0:
                break
        for kind in ("documents", "statements", "events"):
            whole = self.show(kind, "--jsonl", "--store", "whole.db")
            self.assertEqual(self.show(kind, "--jsonl", "--store", "killed.db"), whole)
            self.assertNotEqual(whole, "")


if __name__ == "__main__":
    unittest.main()
