#!/usr/bin/env python3
"""How well text is cut into tokens and sentences, and how often a sentence of a report is taken for boilerplate.

    ninja -C build/release text_tool && eval/text.py

Raw text is put together from the forms of UD English EWT and GUM (dev; free genres) and scored by ../shared/eval/score.py; the same in
small letters and in capitals. Boilerplate: each sentence of EWT and GUM stands as a line of its own in a report; none of them is
boilerplate but for the mail footers and photo credits that the treebanks hold. Ends with 1 below a floor.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

TOOL = os.environ.get("TEXT_TOOL", str(common.SOURCE / "build/release/text_tool"))
FLOORS = {("ewt", "tokens"): 99.2, ("ewt", "sentences"): 87.5, ("gum", "tokens"): 99.8, ("gum", "sentences"): 95.5}


def sentences(path):
    """(starts a paragraph, CoNLL-U block) of each sentence."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        yield any(line.startswith(("# newpar", "# newdoc")) for line in block.split("\n")), block


def raw_text(path):
    out, end = [], 0
    for paragraph, block in sentences(path):
        if paragraph and out:
            out.append("\n\n")
        end = 0
        for line in block.split("\n"):
            cells = line.split("\t")
            if line.startswith("#") or "." in cells[0]:
                continue
            if "-" in cells[0]:
                end = int(cells[0].split("-")[1])
            elif int(cells[0]) <= end:
                continue
            out.append(cells[1] + ("" if "SpaceAfter=No" in cells[9].split("|") else " "))
    return "".join(out).replace(" \n", "\n")


def changed(path, change, to):
    """The gold file with its forms in other letters, where that keeps their number."""
    with open(to, "w", encoding="utf-8") as out:
        for line in path.open(encoding="utf-8"):
            cells = line.split("\t")
            if len(cells) == 10 and len(change(cells[1])) == len(cells[1]):
                cells[1] = change(cells[1])
            out.write("\t".join(cells))
    return pathlib.Path(to)


def score(name, gold, folder, floors):
    text, system = folder / "text", folder / "system"
    text.write_text(raw_text(gold), encoding="utf-8")
    with open(system, "wb") as out:
        subprocess.run([TOOL, "conllu", "-", text], stdout=out, check=True)
    (scorer,) = common.need("eval/score.py")
    printed = subprocess.run([sys.executable, scorer, "conllu", gold, system], capture_output=True, text=True, check=True).stdout
    right = True
    for line in printed.splitlines():
        what = line.split()[0]
        if what in ("tokens", "sentences", "words"):
            print(f"{name:26} {line}")
            f1 = float(line.split("F1")[1].split()[0])
            right &= not floors or f1 >= FLOORS.get((name.split()[0], what), 0)
    return right


def false_boilerplate(golds, folder):
    lines = ["A headline over it all", "The report begins with this sentence."]
    for gold in golds:
        for _, block in sentences(gold):
            lines += [line[9:].strip() for line in block.split("\n") if line.startswith("# text = ")]
    lines = list(dict.fromkeys(lines))
    (folder / "report").write_text("\n\n".join(lines), encoding="utf-8")
    printed = subprocess.run([TOOL, "layout", folder / "report"], capture_output=True, text=True, check=True).stdout.splitlines()
    marked = [line for line in printed if line.startswith("boilerplate\t")]
    print(f"taken for boilerplate      {len(marked)} of {len(lines)} sentences")
    if "-v" in sys.argv:
        print("\n".join(marked))


def main():
    golds = common.need("data/open/ud-ewt/en_ewt-ud-dev.conllu", "data/open/ud-gum/gum-dev-free.conllu")
    if not pathlib.Path(TOOL).exists():
        sys.exit(f"{TOOL} is not here: ninja -C build/release text_tool")
    right = True
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, gold in zip(("ewt dev", "gum dev"), golds):
            right &= score(name, gold, folder, True)
            for what, change in (("small letters", str.lower), ("capitals", str.upper)):
                score(f"{name}, {what}", changed(gold, change, folder / "gold"), folder, False)
        false_boilerplate(golds, folder)
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
