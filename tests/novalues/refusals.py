"""What cannot be checked: the sentence may tell where, not what stands there."""
from pair import LONG, Case, book


def broken():
    """All of them."""
    secret = "naam,bedrag\n«Geheim|Stille»,«4711|5822»\n"
    crashed = "rules:\n  - {id: som, check: totals, across: {totaal: [naam, bedrag]}}\n"
    yield Case("no-column", {"t.csv": secret, "rules.yaml": crashed},
               ["-r", "rules.yaml", "t.csv"], bare=True, status=2)
    yield Case("no-row", {"t.csv": secret, "rules.yaml": "rules:\n  - {check: n, column: bedrag, "
                          "row: {naam: Totaal}, n: 12}\n"},
               ["-r", "rules.yaml", "t.csv"], bare=True, status=2)
    yield Case("no-rows", {"t.csv": secret, "rules.yaml": "rules:\n  - {check: expr, "
                           "when: naam = \"niemand\", expect: bedrag = 1}\n"},
               ["-r", "rules.yaml", "t.csv"], bare=True, status=2)
    yield Case("no-such-key", {"t.csv": secret, "rules.yaml": "rules:\n  - {check: expr, "
                               "expect: bedrag = , verwacht: 1}\n"},
               ["-r", "rules.yaml", "t.csv"], bare=True, status=2)
    yield Case("text-for-number", {"t.csv": secret, "rules.yaml": "rules:\n  - {check: expr, "
                                   "expect: naam > 5}\n  - {check: claims, says: 5 %, of: "
                                   "'cell(\"t\", "
                                   "bedrag > 5, naam)'}\n"},
               ["-r", "rules.yaml", "t.csv"], bare=True, status=2)
    yield Case("endless-pattern", {
        "t.csv": "naam\n" + "«" + "a" * 40 + "!|" + "a" * 40 + "?»\n",
        "datapackage.yaml": "name: p\nresources: [{name: t, path: t.csv, schema: {fields: [{name: "
                            "naam, constraints: {pattern: \"(a|aa)+b|(a+)+c\"}}]}}]\n"},
        ["."], bare=True, status=None)
    yield Case("no-workbook", {"t.xlsx": "PK\\x03\\x04«Geheim|Stille»"}, ["t.xlsx"], bare=True,
               status=2)
    yield Case("torn-workbook", {
        "t.xlsx": lambda side: book.book(side("<worksheet><sheetData><row><c t='str'><v>"
                                              "«Geheim|Stille»"
                                              "</v></c></row><row><c><«Anna1|Berta»></row>"))},
        ["t.xlsx"], bare=True, status=2)
    yield Case("strange-cell", {
        "t.xlsx": lambda side: book.book(side(
            "<worksheet><sheetData><row><c t='str'><v>naam</v></c></row><row><c r='A2' "
            "t='«q7|z8»'><v>«Geheim|Stille»</v></c></row><row><c t='n'><v>«1e9x|2e8y»</v></c></row>"
            "<row><c t='s'><v>«4711|5822»</v></c></row></sheetData></worksheet>"))},
        ["t.xlsx"], bare=True, status=None)
    yield Case("torn-gzip", {"t.csv.gz": "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03"
                                       "\\x01\\x30\\x00\\xcf\\xffnaam,bedrag\n«Geheim|Stille»,"
                                       "«4711|5822»\n"},
               ["t.csv.gz"], bare=True, status=2)
    yield Case("bad-earlier", {"nu.csv": "soort,aantal\n«groei|zwelt»,«2525|3636»\n",
                               "toen.csv": "soort,aantal\n\"«groei|zwelt»,«veel77|enig88»\n"},
               ["--earlier", "toen.csv", "--key", "soort", "--columns", "aantal", "nu.csv"],
               "klopt-trend", bare=True, status=None)
    yield Case("long-number", {"t.csv": "a,b,totaal\n" + LONG + ",«1|2»,«twee1|drie2»\n"},
               ["--total", "totaal", "--parts", "a,b", "t.csv"], "klopt-totals", bare=True,
               status=None)
