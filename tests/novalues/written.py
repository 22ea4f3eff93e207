"""Small pairs of cells that are written in a way of their own, and of files: as figures.py."""
from pair import Case, book, case, rules

FURTHER = ";«Geheim|Stille»;«4711|5822»\n" * 300     # more than frame.c looks at


def sheet(name, rows, words=(), **other):
    """A workbook of these rows of XML."""
    text = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return Case(name, {"t.xlsx": lambda side: book.book(side(text))}, [*words, "t.xlsx"],
                bare=True, **other)


def cell(place, text):
    """A cell of text."""
    return f"<c r='{place}' t='str'><v>{text}</v></c>"


def codes():
    """Codes, and the labels of codes."""
    found, words = rules("rules:\n  - {check: crebo, column: crebo, register: codes.yaml}\n",
                         soorten_csv="crebo\n«1013O2345|1014O2346»\n«123A456|124A457»\n"
                                     "«K0512|K0513»\n"
                         "«C0012|C0013»\n«23045|23046»\n«79000|79010»\n«52345|52346»\n"
                         "«31.07|42.06»\n")
    yield Case("kinds-more", {
        **found, "codes.yaml": "register: codes\ntitle: Codes\ndate: 2024-10-01\npath: codes.csv\n",
        "codes.csv": "CODE;NAAM\n«31070|42060»;«Betonwerk|Dokterhul»\n"}, words)
    yield case("codes-forms", """rules:
  - {id: gemeente, check: codes, tables: [t], column: gemeente, form: gemeente}
  - {id: brin, check: codes, tables: [t], column: brin, form: brin}
  - {id: lijst, check: codes, tables: [t], column: lijst, list: [14E3, 17E3]}
  - {id: elders, check: codes, tables: [t], column: elders, list: {table: lobs, column: code}}
""", t_csv="gemeente,brin,lijst,elders\n«12O.0|13O.0»,«02Ĳ|03Ĳ»,«14000|17000»,«l123|m234»\n"
           "«00SE|01SF»,«02PR|03PS»,14E3,«L123|M234»\n«1.2E+03|1.3E+03»,«02PR|03PS»,14E3,"
           "«L123|M234»\n",
               lobs_csv="code\n«L123|M234»\n")
    found, words = rules("rules:\n  - {check: codes, column: code, register: codes.yaml}\n",
                         t_csv="code\n«29999|39999»\n")
    yield Case("no-date", {**found, "codes.yaml": "register: codes\ntitle: C\npath: codes.csv\n",
                           "codes.csv": "CODE;NAAM\n«25080|26070»;«Betonwerk|Dokterhul»\n"}, words)
    yield case("label-codes", "rules:\n  - {check: labels, code: lob, name: naam}\n",
               t_csv="lob,naam\n«77SE|66TF»,«Zwanen|Ganzen»\n«77SE|66TF»,«Zwanen|Ganzen»\n"
                     "«77SE|66TF»,«zwanen|ganzen»\n«78SE|67TF»,«Hoeden|Jassen»\n"
                     "«78SE|67TF»,«hoeden|jassen»\n")._replace(status=0)


def shapes():
    """Files, sheets and encodings."""
    fields = "schema: {fields: [{name: a, type: date}, {name: b}]}"
    package = f"name: p\nresources: [{{name: t, path: t.csv, {fields}}}]\n"
    yield Case("date", {"datapackage.yaml": package,
                        "t.csv": "a,b\n«2004-13-01|2005-14-02»,\n"}, ["."])
    yield Case("no-column-at-all", {
        "datapackage.yaml": package.replace("{fields", "{fieldsMatch: partial, fields"),
        "t.csv": "x,y\n«Geheim|Stille»,«4711|5822»\n"}, ["."], bare=True)
    head = "<row r='3'>" + cell("B3", "naam") + cell("C3", "som") + "</row>"
    row = "<row r='{0}'>" + cell("B{0}", "«Geheim|Stille»") + cell("C{0}", "«4711|5822»") + "</row>"
    # Left of the table, further down than is looked to find where it begins.
    yield Case("edge", {"t.csv": "Lijst;;\n;;\n;naam;som\n" + FURTHER
                                 + "«Anna1|Berta»;«Geheim|Stille»;«4711|5822»\n"}, ["t.csv"],
               bare=True, status=None)
    yield Case("blank-lines", {"t.csv": ",,\n,,\nnaam,som,b\n«Geheim|Stille»,«4711|5822»,«x|y»\n"},
               ["t.csv"], bare=True, status=None)
    yield sheet("sheet-blank", head + row.format(4) + row.format(6) + row.format(9), status=None)
    yield sheet("sheet-empty", "<row r='1'><c r='A1' s='0'/></row>", status=None)
    yield sheet("sheet-formula", head + "<row r='4'>" + cell("B4", "«Geheim|Stille»")
                + "<c r='C4'><f>«B4+1|B4+2»</f></c></row>")
    yield Case("encoding-mixed", {
        "t.csv": "naam,som\n«ca|th»\\xe9,«1|2»\n«Geheim|Stille»\\xc3\\xa9,«4711|5822»\n"},
        ["t.csv"], bare=True)

    def wide(text, end=b""):
        return lambda side: b"\xff\xfe" + side(text).encode("utf-16le") + end
    text = "naam,som\n«Geheim|Stille»,«4711|5822»\n"
    yield Case("encoding-half", {"t.csv": wide(text, b"\x3d\xd8x\0,\0" b"1\0\n\0")}, ["t.csv"],
               bare=True)
    yield Case("encoding-cut", {"t.csv": wide(text, b"x\0,\0" b"1")}, ["t.csv"], bare=True)


def waivers():
    """Those that hold no more."""
    yield Case("waivers-old", {
        "datapackage.yaml": "name: w\nklopt: {rules: [rules.yaml], waivers: w.yaml}\n"
                            "resources: [{name: t, path: t.csv}]\n",
        "rules.yaml": "rules:\n  - {id: som, check: totals, across: {totaal: [a, b]}}\n"
                      "  - {id: twee, check: totals, across: {groot: [a, b]}}\n",
        "t.csv": "a,b,totaal,groot\n«1111|2222»,«101|202»,«1717|2828»,«1919|2929»\n"
                 "«1112|2223»,«101|202»,«1718|2829»,«1920|2930»\n",
        "w.yaml": """waivers:
  - {rule: som, code: total-mismatch, reason: oud, owner: Redactie, until: 1969-12-31}
  - {rule: twee, field: groot, reason: nieuw, owner: Redactie, until: 2099-12-31}
  - {rule: twee, row: 1, reason: oud, owner: Redactie, until: 1969-12-31}
  - {code: crebo-form, reason: oud, owner: Redactie, until: 1969-12-31}
"""}, ["."])


def written():
    """All of them."""
    yield from codes()
    yield from shapes()
    yield from waivers()
