"""`readout read` as a user calls it: records, exit codes, the store, bad input, interruption."""
import gzip
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from program import PROGRAM, SAMPLES, ProgramTest, clean_environment, spans_in

MET = "The foreign ministers of Norway and Chile met in Oslo on Tuesday.\n"


def dump(store):
    """All tables of a store, as text that does not depend on how it came about."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type='table' and name not like 'sqlite_%' order by 1")]
        return {table: sorted(map(repr, db.execute(f'select * from "{table}"'))) for table in tables if not table.startswith("search_")}


class Records(ProgramTest):
    def test_every_span_is_true(self):
        rows = self.records("--with", "times,sentences,tokens", SAMPLES / "reports.jsonl", SAMPLES / "undated.txt")
        documents = {row["id"]: row for row in rows if row["kind"] == "document"}
        self.assertEqual(len(documents), 12)
        checked = 0
        for row in rows:
            document = documents[row["document"]]
            self.assertEqual(row["document_source_id"], document["source_id"])
            for path, span in spans_in(row):
                text = document["title"] if span.get("field") == "title" else document["text"]
                self.assertEqual(text[span["start"]:span["end"]], span["text"], f"{row['id']} {path}")
                checked += 1
        self.assertGreater(checked, 1000)

    def test_the_samples_give_statements_and_events(self):
        rows = self.records(SAMPLES)
        kinds = [row["kind"] for row in rows]
        self.assertGreaterEqual(kinds.count("statement"), 15)
        self.assertGreaterEqual(kinds.count("event"), 15)

    def test_the_same_bytes_at_any_number_of_threads(self):
        outputs = {self.run_program("read", "--jsonl", "--with", "times,tokens", "--threads", n, SAMPLES).stdout for n in (1, 2, 4, 7)}
        self.assertEqual(len(outputs), 1)

    def test_the_text_stays_the_callers(self):
        text = "\u00a0 “Caf\u0065\u0301”\u200b said Ann.\r\n\r\n\tAstral 😀 letters.  "
        given = json.dumps({"id": "a", "text": text}).encode()
        document = self.records("-", given=given)[0]
        self.assertEqual(document["text"], text)

    def test_a_title_given_apart_has_its_own_spans(self):
        given = json.dumps({"id": "a", "published": "2023-05-10", "title": "France says it will send envoys to Mali",
                            "text": "No date was given."}).encode()
        rows = self.records("--with", "tokens", "-", given=given)
        fields = {row.get("field") for row in rows if row["kind"] == "token"}
        self.assertEqual(fields, {None, "title"})

    def test_nothing_dates_itself(self):
        rows = self.records("-", given=json.dumps({"id": "a", "text": "France and Mali signed an agreement."}).encode())
        self.assertIsNone(rows[0]["published"]["start"])
        for row in rows:
            if row["kind"] == "event":
                self.assertIsNone(row["date"]["start"])


class Store(ProgramTest):
    def test_reading_again_changes_nothing_and_new_words_replace(self):
        self.write("a.txt", MET)
        self.run_program("read", "a.txt")
        first = dump(self.folder / "readout.db")
        again = self.run_program("read", "a.txt")
        self.assertIn(b"1 unchanged", again.stderr)
        self.assertEqual(dump(self.folder / "readout.db"), first)
        self.write("a.txt", MET.replace("Norway", "Sweden"))
        changed = self.run_program("read", "a.txt")
        self.assertIn(b"1 replaced", changed.stderr)
        with sqlite3.connect(self.folder / "readout.db") as db:
            self.assertEqual(db.execute("select count(*) from documents").fetchone(), (1,))

    def test_every_span_of_the_store_verifies(self):
        self.run_program("read", SAMPLES)
        self.run_program("verify")

    def test_killed_four_times_it_ends_in_the_same_store(self):
        lines = []
        for i in range(6000):
            day = f"2023-{i % 12 + 1:02}-{i % 28 + 1:02}"
            text = f"Report {i}. Kenya and Ghana signed an agreement on Monday. “We welcome it,” the Kenyan president said."
            lines.append(json.dumps({"id": f"r{i}", "published": day, "outlet": "Wire", "text": text}))
        self.write("many.jsonl", "\n".join(lines))
        self.run_program("read", "--store", "whole.db", "many.jsonl")
        for share in (0.1, 0.3, 0.5, 0.8):
            child = subprocess.Popen([PROGRAM, "read", "--store", "killed.db", "many.jsonl"], cwd=self.folder, env=clean_environment(),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.wait_until(self.folder / "killed.db", share * 6000, child)
            child.send_signal(signal.SIGKILL)
            child.wait()
        self.run_program("read", "--store", "killed.db", "many.jsonl")
        self.assertEqual(dump(self.folder / "killed.db"), dump(self.folder / "whole.db"))

    def wait_until(self, store, count, child):
        """Until the store holds `count` reports, or the child is done."""
        for _ in range(3000):
            if child.poll() is not None:
                return
            try:
                with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
                    if db.execute("select count(*) from documents").fetchone()[0] >= count:
                        return
            except sqlite3.Error:
                pass
            time.sleep(0.01)

    def test_interrupted_it_keeps_what_is_finished(self):
        self.write("many.jsonl", "\n".join(json.dumps({"id": f"r{i}", "text": MET * 20}) for i in range(20000)))
        child = subprocess.Popen([PROGRAM, "read", "many.jsonl"], cwd=self.folder, env=clean_environment(), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        self.wait_until(self.folder / "readout.db", 50, child)
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(60), 130)
        self.assertIn(b"what was finished is stored", child.stderr.read())
        child.stderr.close()
        with sqlite3.connect(self.folder / "readout.db") as db:
            self.assertEqual(db.execute("pragma integrity_check").fetchone(), ("ok",))
            self.assertGreaterEqual(db.execute("select count(*) from documents").fetchone()[0], 50)


class BadInput(ProgramTest):
    def test_each_bad_input_is_named_and_the_run_goes_on(self):
        self.write("in/good.txt", MET)
        self.write("in/empty.txt", b"")
        self.write("in/binary.txt", bytes(range(256)) * 40)
        self.write("in/lines.jsonl", json.dumps({"text": MET}) + "\n{\"text\": 3}\nnot json\n" + json.dumps({"text": MET}) + "\n")
        self.write("in/cut.jsonl.gz", gzip.compress(json.dumps({"text": MET}).encode() * 50)[:60])
        done = self.run_program("read", "--jsonl", "in", expect=3)
        errors = done.stderr.decode()
        for name in ("empty.txt", "binary.txt", "lines.jsonl:2", "lines.jsonl:3", "cut.jsonl.gz"):
            self.assertIn(name, errors)
        documents = [json.loads(line) for line in done.stdout.splitlines() if b'"kind":"document"' in line]
        self.assertEqual(sorted(d["source_id"] for d in documents if "cut" not in d["source_id"]),
                         ["good.txt", "lines.jsonl:1", "lines.jsonl:4"])

    def test_a_missing_input_is_named(self):
        done = self.run_program("read", "--jsonl", "nowhere.txt", expect=3)
        self.assertIn(b"nowhere.txt", done.stderr)

    def test_other_encodings_are_read(self):
        self.write("latin.txt", "Le président a déclaré à Orléans que c'était fini, à l'été prochain.\n".encode("latin-1"))
        self.write("wide.txt", MET.encode("utf-16"))
        texts = {row["source_id"]: row["text"] for row in self.records("latin.txt", "wide.txt") if row["kind"] == "document"}
        self.assertIn("déclaré", texts["latin.txt"])
        self.assertEqual(texts["wide.txt"], MET)


class Usage(ProgramTest):
    def test_wrong_words_say_what_is_near(self):
        self.assertIn(b"did you mean 'read'?", self.run_program("raed", expect=2).stderr)
        self.assertIn(b"did you mean '--threads'?", self.run_program("read", "--thread", "2", "x", expect=2).stderr)
        self.assertIn(b"usage: readout read", self.run_program("read", expect=2).stderr)
        self.assertIn(b"a whole number", self.run_program("read", "--threads", "many", "x", expect=2).stderr)
        self.assertIn(b"times,sentences,tokens", self.run_program("read", "--with", "trees", "x", expect=2).stderr)

    def test_every_command_has_help_a_man_page_and_completions(self):
        overview = self.run_program("--help").stdout.decode()
        names = [line.split()[0] for line in overview.split("Commands\n")[1].splitlines()]
        self.assertIn("read", names)
        scripts = {shell: self.run_program("help", "--completions", shell).stdout.decode() for shell in ("bash", "zsh", "fish")}
        for name in names:
            text = self.run_program("help", name).stdout.decode()
            self.assertEqual(text, self.run_program(name, "--help").stdout.decode())
            for part in ("Examples", "Usage", "Exit codes"):
                self.assertIn(part, text, name)
            self.assertIn(".SH SYNOPSIS", self.run_program("help", name, "--man").stdout.decode())
            for shell, script in scripts.items():
                self.assertIn(name, script, shell)
        subprocess.run(["bash", "-n"], input=scripts["bash"].encode(), check=True)

    def test_settings_come_from_flags_then_environment_then_file(self):
        self.write("a.txt", MET)
        self.write("readout.toml", 'store = "from-file.db"\n')
        environment = dict(clean_environment(), READOUT_STORE="from-environment.db")
        subprocess.run([PROGRAM, "read", "--store", "from-flag.db", "a.txt"], cwd=self.folder, env=environment, check=True, capture_output=True)
        subprocess.run([PROGRAM, "read", "a.txt"], cwd=self.folder, env=environment, check=True, capture_output=True)
        self.run_program("read", "a.txt")
        self.assertEqual({p.name for p in self.folder.glob("*.db")}, {"from-flag.db", "from-environment.db", "from-file.db"})


if __name__ == "__main__":
    unittest.main()
