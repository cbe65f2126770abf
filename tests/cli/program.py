"""Runs the program under test ($READOUT) for the whole-program tests."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("READOUT", "build/release/readout")
SOURCE = pathlib.Path(os.environ.get("READOUT_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
SAMPLES = SOURCE / "data" / "samples"


def clean_environment():
    """No settings of the person who runs the tests reach the program."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("READOUT") or k == "READOUT_DATA"}
    environment.update(NO_COLOR="1", HOME="/nonexistent", LC_ALL="C.UTF-8")
    return environment


class ProgramTest(unittest.TestCase):
    """Each test has an empty folder of its own, self.folder, and runs the program there."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="readout-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def run_program(self, *words, given=None, expect=0):
        done = subprocess.run([PROGRAM, *map(str, words)], input=given, capture_output=True, cwd=self.folder, env=clean_environment(),
                              timeout=300)
        shown = done.stderr.decode("utf-8", "replace")
        if expect is not None:
            self.assertEqual(done.returncode, expect, f"readout {' '.join(map(str, words))}\n{shown}")
        return done

    def records(self, *words, given=None, expect=0):
        """The records `readout read --jsonl` prints, without the run line."""
        done = self.run_program("read", "--jsonl", *words, given=given, expect=expect)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(rows[0]["kind"], "run")
        return rows[1:]

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path


def spans_in(value, document=None, path="$"):
    """Every span object of a record, with its path."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from spans_in(item, document, f"{path}[{i}]")
    elif isinstance(value, dict):
        if isinstance(value.get("start"), int) and "text" in value:
            yield path, value
        for key, item in value.items():
            yield from spans_in(item, document, f"{path}.{key}")
