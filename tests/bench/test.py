#!/usr/bin/env python3
"""That the bench tells what it must: wrong answers, missed bars, other rows."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True

import answers
import cases
import judging
import peers
import tables
from data import Data
from measuring import Bench, Result, Unmeasurable

HERE = Path(__file__).resolve().parent


def result(label, seconds=1.0, **more):
    """Of a case with this label."""
    return Result(cases.Case(label, answers="counts"), label, seconds=seconds, **more)


class Answers(unittest.TestCase):
    """What programs say they found."""

    def read(self, form, text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text)
            file.flush()
            return answers.read(form, file.name)

    def test_counts(self):
        found, who = self.read("counts", "# Peer 1.2\nuren type 3\nuren minimum 0\n")
        self.assertEqual((found, who), ({"uren type": 3, "uren minimum": 0}, "Peer 1.2"))
        self.assertEqual(answers.differences(found, {"uren type": 3}), [])

    def test_findings(self):
        found, _ = self.read("jsonl", '{"field":"uren","code":"type"}\n' * 2
                             + '{"summary":{"rows":2}}\n')
        self.assertEqual(found, {"uren type": 2})

    def test_one_too_few_and_one_too_many(self):
        right = {"uren type": 2, "brin pattern": 1}
        self.assertEqual(answers.differences({"uren type": 1, "brin pattern": 1}, right),
                         ["uren type: 1, not 2"])
        self.assertEqual(answers.differences({**right, "datum type": 1}, right),
                         ["datum type: 1, not 0"])
        self.assertEqual(answers.differences({}, right),
                         ["brin pattern: 0, not 1", "uren type: 0, not 2"])


class Turns(unittest.TestCase):
    """A program that is measured, with the tools that `run` has built."""

    def found(self, script):
        """How the answers of such a peer differ from what was planted."""
        home = HERE.parents[1] / "build/bench"
        bench = Bench("nowhere", home, Data(home / "data", home, 10, smoke=True), {"long": 1})
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write(script)
            file.flush()
            honest = peers.PEERS["csv"]
            peers.PEERS["csv"] = peers.Peer(sys.executable, "", [sys.executable, file.name,
                                            "{data}/pupils.csv", "{codes}"], "")
            case = cases.Case("a peer", data="small", answers="counts", peer="csv")
            [measured] = bench.group(cases.Group("g", "t", [case]))
            peers.PEERS["csv"] = honest
        return measured.wrong

    def test_a_wrong_peer_is_told(self):
        script = (HERE / "peers/with_csv.py").read_text()
        self.assertEqual(self.found(script), [])
        [wrong] = self.found(script.replace("800, 1600", "800, 1601"))
        self.assertTrue(wrong.startswith("uren maximum: 0, not "))

    def test_a_peer_that_fails_is_told(self):
        with self.assertRaises(Unmeasurable):
            self.found("raise SystemExit(3)")


class Judging(unittest.TestCase):
    """Bars that are met and missed."""

    def judge(self, *results, **bar):
        judged = judging.judge([cases.Bar("g", "a", **bar)], {"g": list(results)})
        return [met for _, met in judged]

    def test_bars(self):
        a = result("a", 2.0, processor=1.0, memory=10.0, size=4_000_000, rows=2**20)
        b = result("b", 1.0, processor=1.0, memory=4.0, size=1_000_000)
        for bar, met in [({"figure": "speed", "against": "b", "least": 2}, True),
                         ({"figure": "speed", "against": "b", "least": 2.1}, False),
                         ({"figure": "speed", "least": 2.1}, False),
                         ({"figure": "time", "against": "b", "most": 1.9}, False),
                         ({"figure": "time", "most": 2000}, True),
                         ({"figure": "more", "against": "b", "most": 999}, False),
                         ({"figure": "memory", "most": 9}, False),
                         ({"figure": "more-memory", "against": "b", "most": 6}, True),
                         ({"figure": "key", "against": "b", "most": 5}, False)]:
            with self.subTest(bar=bar):
                self.assertEqual(self.judge(a, b, **bar), [met])

    def test_what_is_absent(self):
        gone = result("b", absent="make bench-peers")
        self.assertEqual(self.judge(result("a"), gone, figure="time", against="b", most=9),
                         [None])

    def test_bars_name_cases(self):
        labels = {group.name: [case.label for case in group.cases]
                  for group in cases.GROUPS}
        for bar in cases.BARS:
            self.assertIn(bar.case, labels[bar.group])
            if bar.against:
                self.assertIn(bar.against, labels[bar.group])


class Tables(unittest.TestCase):
    """What is printed."""

    def test_rows_are_compared_without_figures(self):
        one = tables.markdown("Of 10 MB", [result("a"), result("b 4", 3.0)])
        other = tables.markdown("Of 1000 MB", [result("a", 8.0), result("b 5", absent="x")])
        self.assertEqual(tables.rows(one), tables.rows(other))
        self.assertNotEqual(tables.rows(one), tables.rows(tables.markdown("Of 10 MB",
                            [result("a")])))

    def test_what_differs_is_told(self):
        wrong = result("a", wrong=["uren type: 1, not 2"])
        self.assertIn("differ", tables.markdown("T", [wrong]))
        self.assertIn("uren type: 1, not 2", tables.text("T", [wrong]))
        self.assertIn("agree", tables.markdown("T", [result("a")]))

    def test_region(self):
        for old in ("", "old\n"):
            readme = f"before\n{tables.BEGIN}\n{old}{tables.END}\nafter\n"
            new = tables.put(readme, "new")
            self.assertEqual(new, f"before\n{tables.BEGIN}\n\nnew\n{tables.END}\nafter\n")
        self.assertIsNone(tables.region("nothing"))


if __name__ == "__main__":
    unittest.main(verbosity=0)
