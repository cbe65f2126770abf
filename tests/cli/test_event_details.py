"""tests/cases/events/details.tsv: day, place, numbers, mode, content … of an event, field by field, with a floor on each.

The rows that are wrong today stay in the table, seen by eval/events.py details --errors 1: floors may rise and never fall unnoticed.
"""
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from program import PROGRAM, SOURCE, clean_environment

FLOORS = {"date": 97, "place": 92, "sizes": 96, "mode": 96, "context": 100, "cameo": 92, "content": 92, "asserted": 98}
FOUND = 73  # of the rows


class EventDetails(unittest.TestCase):
    def test_fields_stay_above_their_floors(self):
        command = [sys.executable, str(pathlib.Path(SOURCE) / "eval/events.py"), "details", "--program", PROGRAM]
        done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreaterEqual(int(re.search(r"event found (\d+) of", done.stdout).group(1)), FOUND, done.stdout)
        shares = dict(re.findall(r"(\w+) ([\d.]+) % \(\d+ of \d+\)", done.stdout))
        self.assertEqual(set(shares), set(FLOORS))
        for field, floor in FLOORS.items():
            self.assertGreaterEqual(float(shares[field]), floor, field + ": " + done.stdout)


if __name__ == "__main__":
    unittest.main()
