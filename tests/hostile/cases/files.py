"""What stands where a file is expected, and files that are only large."""
import os

from case import Case
from cases._make import named, package, write
from cases.texts import CHECK

RULES = "rules:\n  - {id: e, check: expr, expect: b > a}\n"
NO_FILE, GEEN_BESTAND = "is a pipe or a device, where a file is expected", "is een pipe of een apparaat"
HERE = "resources:\n  - {name: t, path: t.csv}\n"
REGISTER = "rules:\n  - {check: crebo, column: a, register: %s}\n"
TABLE = "a,b\n1,2\n"


def with_pipe(pipe, contents):
    """These files, and a pipe to which nobody writes."""
    def make(folder):
        named(contents)(folder)
        os.mkfifo(os.path.join(folder, pipe))
    return make


def with_links(folder):
    """A table that is a link to a link to itself."""
    write(folder, "datapackage.yaml", HERE)
    os.symlink("u.csv", os.path.join(folder, "t.csv"))
    os.symlink("t.csv", os.path.join(folder, "u.csv"))


def with_link(folder):
    """A folder of tables, one of which is a link out of it."""
    named({"d/a.csv": TABLE, "secret": TABLE, "r.yaml": RULES})(folder)
    os.symlink("../secret", os.path.join(folder, "d/z.csv"))


def wide(columns):
    """A header of so many columns, and two rows."""
    def pieces():
        yield ",".join(f"c{i}" for i in range(columns)) + "\n"
        yield ",".join("1" * columns) + "\n"
        yield ",".join("2" * columns) + "\n"
    return named({"t.csv": pieces})


def one_line(gib):
    """A table of one line that takes no room on the disk."""
    def make(folder):
        write(folder, "t.csv", "a,b\n")
        os.truncate(os.path.join(folder, "t.csv"), gib << 30)
    return make


def all_wrong(rows):
    """A table with a finding in each of so many rows."""
    def pieces():
        yield "a,b\n"
        for _ in range(rows // 1000000):
            yield "2,1\n" * 1000000
    return package(RULES, pieces)


CASES = [
    # Where a pipe is a table, the others of the package are checked.
    Case("pipe-as-table", with_pipe("p.csv", {
        "datapackage.yaml": HERE + "  - {name: p, path: p.csv}\n", "t.csv": TABLE}),
        CHECK, 2, f"^p.csv: not checked: {NO_FILE}", f"^p.csv: .*{GEEN_BESTAND}"),
    Case("pipe-in-folder", with_pipe("p.csv", {"t.csv": TABLE, "rules.yaml": RULES}),
         "klopt check -q -r rules.yaml .", 2, f"^p.csv: not checked: {NO_FILE}"),
    Case("pipe-cleaned", with_pipe("p.csv", {"datapackage.yaml": HERE.replace("t.csv", "p.csv")}),
         "klopt-clean -q -o out .; s=$?; test ! -e out && exit $s", 2, NO_FILE),
    Case("pipe-exported", with_pipe("p.csv", {"datapackage.yaml": HERE.replace("t.csv", "p.csv")}),
         "klopt-export -q -f csv -o out .; s=$?; test ! -e out && exit $s", 2, "read only once"),
    Case("pipe-drafted", with_pipe("p.csv", {"t.csv": TABLE}), "klopt-init --dry-run .", 2,
         "is no file that can be read again"),
    Case("pipe-as-descriptor", with_pipe("datapackage.yaml", {"t.csv": TABLE}), CHECK, 2, NO_FILE),
    Case("pipe-as-schema", with_pipe("p.yaml", {
        "datapackage.yaml": HERE.replace("}", ", schema: p.yaml}"), "t.csv": TABLE}),
        CHECK, 2, NO_FILE),
    Case("pipe-as-rules", with_pipe("p.yaml", {
        "datapackage.yaml": "klopt: {rules: [p.yaml]}\n" + HERE, "t.csv": TABLE}),
        CHECK, 2, "there is no rule file 'p.yaml'"),
    Case("pipe-as-waivers", with_pipe("p.yaml", {
        "datapackage.yaml": "klopt: {waivers: [p.yaml]}\n" + HERE, "t.csv": TABLE}),
        CHECK, 2, "there is no waiver file 'p.yaml'"),
    Case("pipe-as-register", with_pipe("p.csv", {
        "datapackage.yaml": "klopt: {rules: [r.yaml]}\n" + HERE, "t.csv": TABLE,
        "r.yaml": REGISTER % "p.csv"}), CHECK, 2, NO_FILE),
    Case("pipe-as-codes-of-register", with_pipe("p.csv", {
        "datapackage.yaml": "klopt: {rules: [r.yaml]}\n" + HERE, "t.csv": TABLE,
        "r.yaml": REGISTER % "x.yaml", "x.yaml": "register: x\npath: p.csv\n"}),
        CHECK, 2, NO_FILE),
    Case("device-as-table", named({"datapackage.yaml": HERE.replace("t.csv", "/dev/zero")}),
         CHECK + " --allow-outside", 2, NO_FILE),
    Case("links-in-a-ring", with_links, CHECK, 2, "Too many levels of symbolic links"),
] + [
    # A folder of plain files is no way out either.
    Case(f"link-out-{name}", with_link, command + "; s=$?; test ! -e out && exit $s", 2,
         r"^d/z\.csv: error: is a link that leaves the folder", r"^d/z\.csv: fout: ")
    for name, command in (("checked", "klopt check -r r.yaml d"), ("cleaned", "klopt-clean -o out d"),
                          ("exported", "klopt-export -f csv -r r.yaml -o out d"),
                          ("drafted", "klopt-init --dry-run d"))
] + [
    Case("link-named", with_link, "klopt check -q -r r.yaml d/z.csv", 0, ""),
    Case("line-of-1-gib", one_line(1), "klopt-schema -q t.csv", 2,
         "longer than 64 MiB", "langer dan 64 MiB", mib=200),
    Case("columns-a-million", wide(1000000), "klopt-schema -q t.csv", 0, "",
         mib=1200),
    Case("columns-a-million-clean", wide(1000000), "klopt-clean -q t.csv -o o.csv; s=$?; "
         "cmp t.csv o.csv && exit $s", 0, "", mib=800),
    Case("columns-a-million-workbook", wide(1000000), "klopt-export -q t.csv -o o.xlsx", 2,
         "a sheet of a workbook (holds|has) 16384", mib=800),
    Case("findings-ten-million", all_wrong(10000000), CHECK + " -f jsonl | wc -l", 1,
         r"^1000000\d$", seconds=120, smoke=False),
]
