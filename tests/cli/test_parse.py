"""readout parse and readout evaluate, as a user runs them."""
import unittest

from program import ProgramTest

TEXT = "Talks began in Lima on Monday. “We want peace,” said Maria Soto.\n\nThey don't agree.\n"
GOLD = """# newpar
# sent_id = s1
# a comment of somebody
1	Talks	talk	NOUN	NNS	Number=Plur	2	nsubj	_	Note=kept
2	began	begin	VERB	VBD	Tense=Past	0	root	_	_
2.1	began	begin	VERB	VBD	_	_	_	2:conj	_
3	in	in	ADP	IN	_	4	case	_	_
4	Lima	Lima	PROPN	NNP	Number=Sing	2	obl	_	NE=B-ORG|SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = s2
1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

"""


def rows(text):
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


class Parse(ProgramTest):
    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_running_text(self):
        out = self.run_program("parse", self.write("report.txt", TEXT)).stdout.decode()
        table = rows(out)
        self.assertTrue(all(len(row) == 10 for row in table))
        surface, skip = "", 0
        for row in table:
            if "-" in row[0]:
                skip = int(row[0].split("-")[1])
                surface += row[1]
            elif int(row[0]) > skip:
                skip = 0
                surface += row[1]
        self.assertEqual(surface, "".join(TEXT.split()), "forms hold every character but white space, in order")
        self.assertEqual(out.count("# newpar"), 2)
        self.assertIn(["2-3", "don't"], [row[:2] for row in table])
        lima = next(row for row in table if row[1] == "Lima")
        self.assertEqual((lima[3], lima[7], lima[9]), ("PROPN", "obl", "NE=B-LOC"))
        self.assertEqual([line for line in out.splitlines() if line.startswith("# sent_id")], [f"# sent_id = {i}" for i in (1, 2, 3)])

    def test_standard_input_and_tree(self):
        out = self.run_program("parse", "--format", "tree", "-", given=b"Talks began in Lima.\n").stdout.decode()
        self.assertEqual(out, "Talks began in Lima.\nbegan  root  VERB\n  Talks  nsubj  NOUN\n  Lima  obl  PROPN  [LOC]\n    in  case  ADP\n  .  punct  PUNCT\n\n")

    def test_pretokenised_keeps_what_is_not_ours(self):
        out = self.run_program("parse", "--pretokenised", self.write("gold.conllu", GOLD)).stdout.decode()
        self.assertEqual([line.split("\t")[:2] for line in out.splitlines()], [line.split("\t")[:2] for line in GOLD.splitlines()])
        self.assertIn("2.1\tbegan\tbegin\tVERB\tVBD\t_\t_\t_\t2:conj\t_", out)
        self.assertIn("# a comment of somebody", out)
        table = rows(out)
        self.assertEqual(table[0][9], "Note=kept")
        self.assertEqual(table[4][9], "NE=B-LOC|SpaceAfter=No")

    def test_faults(self):
        self.run_program("parse", self.folder / "none.txt", expect=1)
        (self.folder / "latin.txt").write_bytes(b"caf\xe9 opened\n")
        self.assertIn(b"not valid UTF-8 at byte 3", self.run_program("parse", self.folder / "latin.txt", expect=1).stderr)
        self.assertIn(b"bad.conllu:2", self.run_program("parse", "--pretokenised", self.write("bad.conllu", "# x\n1\tone\n"), expect=1).stderr)
        self.run_program("parse", "--format", "xml", "-", given=b"", expect=2)
        self.assertIn(b"not a model file", self.run_program("parse", "--model", self.write("x.model", "x" * 500), "-", given=b"a", expect=1).stderr)

    def test_evaluate(self):
        lines = self.run_program("evaluate", "parse", self.write("gold.conllu", GOLD)).stdout.decode().splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["tokens", "sentences", "words", "UPOS", "lemma", "UAS", "LAS"])
        self.assertIn("F1 100.00   (10 of 10 gold, 10 system)", lines[-1])
        raw = self.run_program("evaluate", "parse", "--raw", self.folder / "gold.conllu").stdout.decode().splitlines()
        self.assertIn("F1 100.00   (9 of 9 gold, 9 system)", raw[0])
        names = self.write("names.iob2", "1\tTalks\tO\n2\tin\tO\n3\tLima\tB-LOC\n\n1\tMaria\tB-PER\n2\tSoto\tI-PER\n3\tspoke\tO\n")
        shown = self.run_program("evaluate", "names", names).stdout.decode()
        self.assertIn("all names                    P 100.00  R 100.00  F1 100.00   (2 of 2 gold, 2 system)", shown)
        self.run_program("evaluate", "weather", names, expect=2)


if __name__ == "__main__":
    unittest.main()
