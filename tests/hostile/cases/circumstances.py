"""Circumstances that are none of the data: few resources, descriptors that are closed,
files that change while they are read; and what is no text in names that are printed."""
from case import Case
from cases._make import named, package
from cases.texts import CHECK, DESCRIPTOR, FOUT

RULES = "rules:\n  - {id: e, check: expr, expect: b > a}\n"
FOUND = package(RULES, "a,b\n1,2\n3,2\n")
FINDING = r"^t\.csv:3:\d+: error: "
FINDING_NL = r"^t\.csv:3:\d+: fout: "
# What a terminal obeys, and what turns its text around, as YAML may write it.
TRICKS = r"\e[31m\e]0;title\a\u202e\u200b\u0085\x9b2J"
# The same in the name of a file, and a table in which a rule is seen.
NAME = "\x1b]0;t\x07\u202e\u200b\u0085\x1b[31m"
ADDS_UP = f"a{NAME},b,totaal{NAME}\n1,2,3\n1,4,5\n3,4,7\n5,5,10\n8,2,10\n"
MANY = "a,b\n" + "1,2\n" * 2000000


def fields(types, cells):
    """A package with fields of types, and a row of cells."""
    return package(table="a,b\n" + cells, resource="    schema:\n      fields:\n" + "".join(
        f"        - {{name: {name}, {what}}}\n" for name, what in zip("ab", types)))


CASES = [
    Case("few-files", FOUND, "ulimit -n 16; " + CHECK, 1, FINDING, FINDING_NL),
    Case("few-files-several-formats", FOUND, "ulimit -n 16; " + CHECK + " -f html=o.html "
         "-f xlsx=o.xlsx -f csv=o.csv -f text; s=$?; test -s o.html && test -s o.xlsx && exit $s",
         1, FINDING),
    Case("hardly-any-files", FOUND, "ulimit -n 6; " + CHECK + " -f html=o.html -f csv=o.csv "
         "-f junit=o.xml -f sarif=o.sarif; s=$?; ls; exit $s", 2, "Too many open files"),
    Case("little-memory", FOUND, "ulimit -v 65536; " + CHECK, 1, FINDING, FINDING_NL,
         plain=True),
    Case("little-memory-workbook", FOUND, "ulimit -v 65536; " + CHECK + " -f xlsx=o.xlsx; s=$?; "
         "test -s o.xlsx && exit $s", 1, "", plain=True),
    Case("all-closed", FOUND, CHECK + " -o as.ever; " + CHECK
         + " -o closed <&- >&- 2>&-; s=$?; cmp as.ever closed && echo same; exit $s", 1,
         "^same$"),
    Case("folder-read-only", FOUND, CHECK + " -o /proc/out.txt", 2,
         "^/proc/out.txt: error: cannot write", "^/proc/out.txt: fout: "),
    Case("table-vanishes", named({"rules.yaml": RULES, "t.csv": "a,b\n1,2\n"}),
         "mkfifo first.csv; { printf 'a,b\\n'; rm t.csv; printf '1,2\\n'; } >first.csv & "
         "klopt check -q -r rules.yaml --jobs 1 first.csv t.csv", 2,
         r"t\.csv: (error|not checked): .*No such file"),
    Case("table-grows", package(RULES, MANY), "while :; do echo 3,2 >>t.csv; done & p=$!; "
         + CHECK + " --quiet >said; s=$?; kill $p; test $s -le 1", 0, "", smoke=False),
    Case("table-shrinks", package(RULES, MANY), "{ sleep .02; : >t.csv; } & "
         + CHECK + " >said 2>&1 || test $? -le 2", 0, ""),
    # Where the commas of a number and the upper case of an i are others.
    Case("locales", package(RULES, "İi,a,b\n1,1.5,1.25\nI,2,3\n"),
         "for l in tr_TR de_DE; do localedef -i $l -f UTF-8 ./$l.UTF-8; done >log 2>&1; "
         "export LOCPATH=$PWD; for l in C C.UTF-8 POSIX tr_TR.UTF-8 de_DE.UTF-8 nl_NL@euro xx; do "
         "LC_ALL=$l LANGUAGE=en " + CHECK + " -f jsonl >$l.out; echo $? >>$l.out; "
         "cmp C.out $l.out || exit 3; done; echo same", 0, "^same$", mib=400),
    Case("years-of-no-calendar", fields(["type: date", "type: date"], "0000-01-01,99999-01-01\n"),
         CHECK, 1, r"^t\.csv:2:12: error: .*99999-01-01", r"^t\.csv:2:12: fout: "),
    Case("cell-of-a-thousand-digits", fields(["type: integer", "type: number"],
                                             "1" * 1000 + ",0." + "3" * 1000 + "\n"),
         CHECK, 1, r"more digits than .*\(36\)", r"\(36\)"),
    Case("tricks-in-table-name", named({
        "datapackage.yaml": f'resources: [{{name: "{TRICKS}", path: t.csv}}]\n',
        "t.csv": "a,a\n1,2\n"}), CHECK, 1, "."),
    Case("tricks-in-path", named({
        "datapackage.yaml": f'resources: [{{name: t, path: "{TRICKS}.csv"}}]\n'}), CHECK, 2,
         "No such file", None, lines=2),
    Case("tricks-in-rule-id", package(f'rules:\n  - {{id: "{TRICKS}", check: expr, '
                                      'expect: b > a}\n', "a,b\n3,2\n"), CHECK, 1,
         r"\\x1b\[31m.*expr"),
    Case("tricks-in-message", package(f'rules:\n  - {{id: e, check: expr, expect: b > a, '
                                      f'message: "{TRICKS}"}}\n', "a,b\n3,2\n"), CHECK, 1, "."),
    # All that names something, when asked what is read and when told what was written.
    Case("tricks-told", package(f'rules:\n  - {{id: "{TRICKS}", check: expr, '
                                'expect: b > a}\n'), CHECK + " -v", 0, r"rule \\x1b\[31m.*expr"),
    Case("tricks-in-file-names", named({NAME + "/" + NAME + ".csv": ADDS_UP, NAME + "/x": "x"}),
         "klopt-init *m && klopt check -v *m && klopt-export -v -o o.xlsx *m "
         "&& klopt-clean -v -o $'new\\e[m' *31m && klopt-init --dry-run new*", 0,
         r"Written to new\\x1b\[m"),
    Case("tricks-in-waiver-file", FOUND, "klopt waive --reason r --owner o --until 2099-12-31 "
         "--waivers $'\\e[31m' 0123456789abcdef", 0, r"^klopt waive: \\x1b\[31m: 1 entry"),
    Case("tricks-in-unknown-key", package("rules:\n  - {id: e, check: expr, "
                                          f'"{TRICKS}": 1}}\n'), CHECK, 2, "unknown key"),
    Case("tricks-in-waivers", named({"datapackage.yaml": "resources: [{name: t, path: t.csv}]\n",
         "t.csv": "a,b\n1,2\n", "w.yaml": f'waivers: [{{finding: "{TRICKS}", owner: "{TRICKS}"'
         f', reason: "{TRICKS}"}}]\n'}), CHECK + " --baseline w.yaml", 2, "."),
    Case("no-utf-8-in-names", named({
        "datapackage.yaml": b'resources: [{name: "\xff\xfe", path: t.csv}]\n',
        "t.csv": "a\n1\n"}), CHECK, 2, DESCRIPTOR, FOUT),
    Case("no-utf-8-in-rule-id", package("rules:\n  - {id: \udcff, check: expr, expect: b > a}\n"),
         CHECK, 2, r"^rules\.yaml:.*error: "),
    Case("no-utf-8-in-waivers", named({
        "datapackage.yaml": "resources: [{name: t, path: t.csv}]\n", "t.csv": "a,b\n1,2\n",
        "w.yaml": b"waivers: [{owner: \xff}]\n"}), CHECK + " --baseline w.yaml", 2, "w.yaml"),
    Case("no-utf-8-in-options", FOUND, CHECK + " --rules $'\\xff\\e[31m'", 2,
         r"there is no rule file '\\xff\\x1b\[31m'"),
]
