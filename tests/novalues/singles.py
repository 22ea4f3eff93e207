"""Small pairs, each for a message that no other pair meets."""
from pair import Case, case

ITEMS = (("number", "«zeven7|achtt8»"), ("boolean", "«misschien|wellicht1»"),
         ("date", "«2004-13-01|2005-14-02»"), ("time", "«25:61:61|26:62:62»"),
         ("datetime", "«2004-13-01T00|2005-14-02T11»"))


def single():
    """All of them."""
    yield case("total-one", """rules:
  - {id: som, check: totals, across: {totaal: [a]}}
""", t_csv="a;totaal\n«4711|5822»;«4722|5844»\n")
    yield case("n-sum", "rules:\n  - {check: n, column: aantal, n: 12}\n",
               t_csv="naam,aantal\n«Wie|Wat»,«4711|5822»\n«Hoe|Dus»,«3111|4222»\n")
    yield case("ties", """rules:
  - {id: een, check: codes, tables: [t], column: bestuur, one: yes}
  - {id: naam, check: labels, tables: [t], code: bestuur, name: naam}
""", t_csv="bestuur,naam\n«40111|50222»,«Zwanen|Ganzen»\n«40112|50223»,«Hoeden|Jassen»\n"
           "«40112|50223»,«Sokken|Truien»\n«40111|50222»,«Zwanen|Ganzen»\n")
    for kind, cell in ITEMS:
        yield Case("item-" + kind, {
            "datapackage.yaml": "name: p\nresources: [{name: t, path: t.csv, schema: {fields: "
                                "[{name: "
                                f"a, type: list, itemType: {kind}, delimiter: '+'}}]}}}}]\n",
            "t.csv": f"a\n{cell}\n"}, ["."])
    yield Case("required", {
        "datapackage.yaml": "name: p\nresources: [{name: t, path: t.csv, schema: {primaryKey: [a,"
                            " b], "
                            "fields: [{name: a}, {name: b}, {name: c, constraints: {required: "
                            "true}}"
                            "]}}]\n",
        "t.csv": "a,b,c\n«Anna1|Berta»,,\n"}, ["."], bare=True)
