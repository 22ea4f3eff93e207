"""What is run while something fails: the programs over the samples.

A case is a name, the words of its command, and the name of what it writes (a file or
folder, or None: standard output), which stands for {out} in its words.
"""
from collections import namedtuple

# tells: what it writes, or the findings in its folder, also tell what could not be
# checked, so it is written then. goes_on: it may end as ever where it said in a
# sentence what it did without.
Case = namedtuple("Case", "name words out tells goes_on", defaults=(False, False))

SAMPLE = "samples/ao-monitor-2005"
# The programs, and the sample that has rules for them.
TOOLS = {"claims": SAMPLE, "codes": "samples/levering-2005", "crebo": SAMPLE,
         "expr": SAMPLE, "labels": SAMPLE, "n": SAMPLE, "percent": SAMPLE,
         "reconcile": "samples/ao-gesprekken-2005", "schema": SAMPLE, "totals": SAMPLE}
FORMATS = ("text", "jsonl", "csv", "sarif", "junit", "github", "gitlab", "rdjson",
           "html", "xlsx")


def cases():
    """All of them; the shorter ones first."""
    yield Case("list", "klopt list checks".split(), None)
    yield Case("explain", "klopt explain total-mismatch".split(), None)
    yield Case("register", "klopt-register rules/registers/crebo-ao-2004.csv -o {out}".split(),
               "out.csv")
    yield Case("dutch", f"klopt check --lang nl {SAMPLE}".split(), None, goes_on=True)
    for tool, sample in TOOLS.items():
        yield Case(tool, f"klopt-{tool} {sample}".split(), None)
    for name in FORMATS:
        yield Case(f"check-{name}", f"klopt check -f {name} -o {{out}} {SAMPLE}".split(),
                   f"out.{name}", True)
    yield Case("levering", "klopt check samples/levering-2005".split(), None)
    yield Case("school", "klopt check samples/school-opgave/leerlingen.csv".split(), None)
    yield Case("waivers", f"klopt check --write-baseline {{out}} {SAMPLE}".split(), "baseline",
               True)
    for name, out in (("xlsx", "out.xlsx"), ("html", "out.html"), ("csv", "out"),
                      ("jsonl", "out")):
        yield Case(f"export-{name}", f"klopt-export -f {name} {SAMPLE} -o {{out}}".split(), out,
                   True)
    yield Case("clean", "klopt-clean samples/levering-2005 -o {out}".split(), "out")
    yield Case("init", "klopt-init --dry-run samples/school-opgave".split(), None,
               goes_on=True)
    yield Case("draft", "klopt-init samples/school-opgave/leerlingen.csv -o {out}".split(), "out",
               goes_on=True)
