"""A store read from a few reports, and `readout serve` on it, for the tests of the API and the page."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from program import PROGRAM, SAMPLES, clean_environment

# A title and a text that would do harm if they were taken for markup; astral characters before every record.
HOSTILE = {
    "id": "hostile",
    "title": "<img src=x onerror=\"document.title='harmed'\">",
    "published": "2022-04-04",
    "outlet": "Gazette \U0001f5de",
    "text": "\U0001f600\U0001f680 <script>document.title='harmed'</script> \U00020000 France accused Russia of shelling a hospital on Monday, "
            "and “we will answer \U0001f600 in time,” President Emmanuel Macron said.\n\nItaly & Spain praised <b>Germany</b>.",
}


class ServerTest(unittest.TestCase):
    """One store and one server for all tests of a class: self.url, self.get(path)."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="readout-web-")
        cls.addClassCleanup(cls.holder.cleanup)
        folder = pathlib.Path(cls.holder.name)
        (folder / "hostile.jsonl").write_text(json.dumps(HOSTILE) + "\n", encoding="utf-8")
        environment = clean_environment()
        subprocess.run([PROGRAM, "read", "--store", "web.db", str(SAMPLES / "reports.jsonl"), "hostile.jsonl"], cwd=folder, env=environment,
                       check=True, timeout=600, capture_output=True)
        cls.server = subprocess.Popen([PROGRAM, "serve", "--store", "web.db", "--port", "0"], cwd=folder, env=environment,
                                      stderr=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop)
        cls.url = re.search(r"http://\S+", cls.server.stderr.readline())[0]

    @classmethod
    def stop(cls):
        cls.server.terminate()
        cls.server.wait(timeout=20)
        cls.server.stderr.close()

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)
