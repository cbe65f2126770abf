"""Every command shown in the README and the docs runs, and prints what is shown there.

A fenced block marked `console` holds commands after "$ " and what they print; a line "…" stands for any lines. The block runs in a
folder that holds the sample reports, one folder a page, block after block. UPDATE_DOCS=1 rewrites the output (not beyond a "…").

A `json` block after a line `<!-- record KIND N of INPUT -->` shows the N-th record of that kind which `readout read --jsonl --with
times,sentences,tokens INPUT` prints, one key a line; with ", short" after INPUT without what is empty and without the reasons.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from program import PROGRAM, SAMPLES, SOURCE, clean_environment

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)


RECORD = re.compile(r"^<!-- record (\w+) (\d+) of (\S+?)(, short)? -->\n```json\n(.*?)^```$", re.S | re.M)


REASONS = {"id", "document", "document_source_id", "rule", "explanation", "actor", "ccode", "gwcode", "wikidata", "geonameid", "sentences"}


def shortened(value, top=True):
    """Without empty values, and without the keys that say how a record came about."""
    if isinstance(value, list):
        return [shortened(item, False) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: shortened(item, False) for key, item in value.items() if key not in REASONS or (top and key == "actor")}
    return {key: item for key, item in kept.items() if item not in (None, [], {}, False)}


def laid_out(record):
    """One key of the record a line."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return "{" + ",\n ".join(lines) + "}"


def commands_of(block):
    """[(command, [output line])] of one block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def matches(expected, got):
    pattern = "\n".join(r"(?:.*\n?)*?" if line.strip() == "…" else re.escape(line) for line in expected)
    pattern = pattern.replace("(?:.*\\n?)*?\n", "(?:.*\\n)*?")
    return re.fullmatch(pattern + r"\n*", got) is not None


class Docs(unittest.TestCase):
    def run_page(self, page):
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="readout-docs-") as folder:
            shutil.copytree(SAMPLES, pathlib.Path(folder) / "samples")
            environment = clean_environment()
            environment["PATH"] = f"{pathlib.Path(PROGRAM).resolve().parent}:{environment['PATH']}"
            for block in RECORD.finditer(text):
                kind, number, given, short, shown = block[1], int(block[2]), block[3], block[4] or "", block[5]
                done = subprocess.run([PROGRAM, "read", "--jsonl", "--with", "times,sentences,tokens", given], cwd=folder, env=environment,
                                      text=True, timeout=300, capture_output=True, check=True)
                rows = [row for row in map(json.loads, done.stdout.splitlines()) if row["kind"] == kind]
                got = laid_out(shortened(rows[number - 1]) if short else rows[number - 1]) + "\n"
                if os.environ.get("UPDATE_DOCS"):
                    text = text.replace(block[0], f"<!-- record {kind} {number} of {given}{short} -->\n```json\n{got}```")
                else:
                    with self.subTest(page=page.name, record=kind):
                        self.assertEqual(shown, got)
            for block in BLOCK.finditer(text):
                shown = []
                for command, expected in commands_of(block[1]):
                    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, timeout=300,
                                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    if os.environ.get("UPDATE_DOCS") and "…" not in [line.strip() for line in expected]:
                        expected = done.stdout.splitlines()
                    shown += ["$ " + command, *expected]
                    with self.subTest(page=page.name, command=command):
                        self.assertTrue(matches(expected, done.stdout), f"{command}\nprinted:\n{done.stdout}")
                text = text.replace(block[0], "```console\n" + "\n".join(shown) + "\n```")
        if os.environ.get("UPDATE_DOCS"):
            page.write_text(text, encoding="utf-8")

    def test_every_page(self):
        pages = [SOURCE / "README.md", *sorted((SOURCE / "docs").rglob("*.md"))]
        self.assertTrue(any(BLOCK.search(page.read_text(encoding="utf-8")) for page in pages))
        for page in pages:
            self.run_page(page)


if __name__ == "__main__":
    unittest.main()
