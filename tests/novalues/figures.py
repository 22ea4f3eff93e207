"""Small pairs of tables whose figures differ: each for messages that no other pair meets."""
import itertools

from pair import Case, case

SHARES = "groep,ja,ja_pct,nee,nee_pct,totaal\n"
LNV = "LNV,«66|77»,55.0,«54|63»,45.0,«120|140»\nTotaal,«324|378»,71.1,«132|154»,28.9,«456|532»\n"


def printed(name, rule, **tables):
    """Tables with a printed N, each («left|right», its text)."""
    resources = "".join(f"  - {{name: {table}, path: {table}.csv, klopt: {{n: {n}}}}}\n"
                        for table, (n, _) in tables.items())
    return Case(name, {
        "datapackage.yaml": f"name: n\nklopt: {{rules: [rules.yaml]}}\nresources:\n{resources}",
        "rules.yaml": f"rules:\n  - {{check: n, tables: ['*'], {rule}}}\n",
        **{f"{table}.csv": text for table, (_, text) in tables.items()}}, ["."])


def sums():
    """Totals, and N."""
    yield case("total-of-one-row", """rules:
  - {check: totals, down: {row: {school: Totaal}, columns: [n]}}
""", t_csv="school;n\n«Noord|Zuid7»;«4711|5822»\nTotaal;«4722|5844»\n")
    yield case("total-unprinted", """rules:
  - {id: een, check: totals, across: {totaal: [a, b]}}
  - {id: twee, check: totals, across: {totaal: [c, d]}}
""", t_csv="naam;a;b;c;d;totaal\n«Noord|Zuid7»;«4711|5822»;«11|22»;«4712|5823»;«12|23»;\n")
    yield printed("n-tie", "column: ocw, same: [ocw]",
                  een=("«1212|2323»", "antwoord,ocw\n«jazeker|gewis77»,«505|606»\n"
                                      "nee,«0707|1717»\n"),
                  twee=("«1313|2424»", "antwoord,ocw\n«jazeker|gewis77»,«606|707»\n"
                                       "nee,«0707|1717»\n"))
    whole = "antwoord,ocw,lnv,totaal\nja,«505|606»,«101|202»,«606|808»\n" \
            "nee,«{0}»,«303|404»,«{1}»\nTotaal,«{2}»,«404|606»,{3}\n"
    right = whole.format("707|808", "1010|1212", "1212|1414", "«1616|2020»")
    for name, total in (("n-total", "«1717|2121»"), ("n-total-derived", "")):
        yield case(name, """rules:
  - {id: som, check: totals, across: {totaal: [ocw, lnv]}}
  - {id: groep, check: n, column: totaal, same: [lnv], n: «1616|2020»}
""", een_csv=whole.format("808|909", "1111|1313", "1313|1515", total), twee_csv=right,
                   drie_csv=right)
    yield printed("n-several", "column: totaal, multiple: [weinig]",
                  weinig=("«1010|2020»", "doel,totaal\n«lwoo7|zorg8»,«303|404»\npro,«606|707»\n"))
    yield printed("n-part", "column: totaal, same: [ocw, lnv], multiple: [meer]",
                  een=("«1010|2020»", "antwoord,ocw,lnv,totaal\n"
                       "ja,«303|606»,«202|404»,«0505|1010»\n"
                       "nee,«404|808»,«101|202»,«0505|1010»\n"),
                  meer=("«1010|2020»", "antwoord,ocw,lnv,totaal\n"
                        "lwoo,«0707|1414»,«404|808»,«1010|2020»\npro,«303|606»,«101|202»,"
                        "«404|808»\n"))


def shares():
    """Percentages, and what a text says of them."""
    rules = """rules:
  - {check: percent, pairs: {ja_pct: ja, nee_pct: nee}, of: totaal}
  - {id: rijen, check: totals, across: {totaal: [ja, nee]}}
  - {id: kolom, check: totals, down: {row: {groep: Totaal}, columns: [ja, nee, totaal]}}
"""
    yield case("percent-mended", rules,
               t_csv=SHARES + "OCW,«204|238»,76.8,«78|91»,23.2,«336|392»\n" + LNV)
    yield case("percent-mended-both", rules,
               t_csv=SHARES + "OCW,«204|238»,76.8,«78|91»,23.2,«356|432»\n" + LNV)
    yield case("percent-row", """rules:
  - {id: fase, check: percent, tables: [fase], pairs: {a_pct: a, b_pct: b, c_pct: c}, of: n}
  - {id: dicht, check: percent, tables: [dicht], pairs: {a_pct: a, b_pct: b, c_pct: c}, of: n}
""", fase_csv="a,a_pct,b,b_pct,c,c_pct,n\n«4|3»,«7.4|5.6»,26,46.3,«26|27»,«46.3|48.1»,56\n",
               dicht_csv="a,a_pct,b,b_pct,c,c_pct,n\n«12|20»,66.7,«3|5»,16.7,«3|5»,16.6,«18|30»\n")
    for name, says, count, whole in (
            ("fits", "ongeveer 85 %", "«299|298»", "361"), ("other", "82.2 %", "«299|298»", "361"),
            ("n", "10.0 %", "10", "«97|98»"), ("range", "1.0 %", "1", "«90|91»"),
            ("two", "10.0 %", "20", "«196|197»"),
            ("both", "82.2 %", "«300|305»", "«361|367»"), ("none", "50.1 %", "1", "«3|4»")):
        yield case("claim-" + name, f"rules:\n  - {{check: claims, says: {says}, "
                   "of: 'cell(\"t\", a) / cell(\"t\", b)'}\n", t_csv=f"a,b\n{count},{whole}\n")
    yield case("claim-perhaps", """rules:
  - {check: claims, says: 5055, of: 'cell("t", a)', perhaps: 'cell("t", b)'}
""", t_csv="a,b\n«4711|5822»,5055\n")
    yield case("claim-apart", """rules:
  - {check: claims, says: [zeven scholen, 6 scholen], source: [bladzijde 3, bladzijde 9]}
""", t_csv="a,b\n«4711|5822»,«5055|6066»\n")._replace(bare=True)


def conditions():
    """What a condition reckons."""
    for name, condition in (("left", "a + b < 5"), ("right", "a < b - 1"),
                            ("both", "a + b < b - 1"),
                            ("alone", "count() > 5")):
        for said in ("", ", message: dat kan niet"):
            yield case(f"expr-{name}{'-said' if said else ''}",
                       f"rules:\n  - {{check: expr, expect: '{condition}'{said}}}\n",
                       t_csv="a,b\n«9711|9822»,«5055|6066»\n")._replace(bare=name == "alone")


def records():
    """Records that explain a figure."""
    def kinds(*counts):
        letters = iter(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ZYXWVUTSRQPONMLKJIHGFEDCBA"))
        return "school,soort\n" + "".join(
            f"«98Q{left}|97R{right}»,«soorte{kind}|klasse{kind}»\n"
            for kind, count in enumerate(counts)
            for left, right in itertools.islice(letters, count))

    def table(*figures):
        return "categorie,totaal\n" + "".join(
            f"«soorte{kind}|klasse{kind}»,{figure}\n" for kind, figure in enumerate(figures))
    rule = "rules:\n  - {check: reconcile, tables: [deel], records: geld, " \
           "rows: {categorie: soort}, "
    count = rule + "columns: {totaal: \"true\"}}\n"
    for name, have, told in (("left-out", (2, 3, 3, 5), (1, 2, 1, 3)), ("all", (2, 3), (0, 0)),
                             ("row", (2, 1), (1, 2)), ("other", (1, 2), (3,))):
        yield case("records-" + name, count, geld_csv=kinds(*have), deel_csv=table(*told))
    yield case("records-twice", rule + "columns: {ocw: ministerie = \"OCW\", "
               "lnv: ministerie = \"LNV\"}}\n",
               geld_csv="school,ministerie,soort\n«98QX|97RX»,OCW,«huur1|koop2»\n"
                        "«98QY|97RY»,LNV,«huur1|koop2»\n",
               deel_csv="categorie,ocw,lnv\n«huur1|koop2»,2,1\n")
    yield case("records-values", rule + "columns: {totaal: \"true\"}, distinct: school}\n",
               geld_csv=kinds(2, 5), deel_csv=table(1, 3))


def figured():
    """All of them."""
    yield from sums()
    yield from shares()
    yield from conditions()
    yield from records()
