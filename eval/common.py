"""What the evaluations share: where the program, the corpora and the scorer are, and how to run them.

The corpora are not part of the project: $READOUT_SHARED (default ../shared) names the folder that holds data/ and eval/score.py. An
evaluation whose corpus is not there says so by name and ends with exit code 0.
"""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("READOUT_SHARED", SOURCE.parent / "shared"))
PROGRAM = os.environ.get("READOUT", str(SOURCE / "build/release/readout"))


def need(*paths):
    """The paths under SHARED; leaves, naming it, when one is missing."""
    found = [SHARED / path for path in paths]
    for path in found:
        if not path.exists():
            print(f"skipped: {path} is not here (set READOUT_SHARED)")
            sys.exit(0)
    return found


def scorer():
    """The functions of ../shared/eval/score.py."""
    (path,) = need("eval/score.py")
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(reports, *flags):
    """Readout's records for reports (a list of dicts, as JSONL lines), as a path to a JSONL file that goes with the process."""
    given = "".join(json.dumps(report, ensure_ascii=False) + "\n" for report in reports)
    out = tempfile.NamedTemporaryFile("wb", suffix=".jsonl", delete=False)
    with out:
        done = subprocess.run([PROGRAM, "read", "--jsonl", "--with", "times", *flags, "-"], input=given.encode(), stdout=out)
    if done.returncode not in (0, 3):
        sys.exit(f"readout read ended with {done.returncode}")
    return out.name
