"""What is measured, in groups that are run in turn, and what it is held against.

In a command, {bin} has the programs of klopt, {tools} those of this folder, {out}
takes files that are written, and {plain} and such are folders of data (data.py),
that of the whole file being {plain}. A case of a peer names no command: peers.py
knows it.
"""
from dataclasses import dataclass

CHECK = "{bin}/klopt check -q -f jsonl "
TOTALS = ("{bin}/klopt-totals --total totaal --parts leerjaar_3,leerjaar_4"
          " --down-columns leerjaar_3,totaal ")


@dataclass
class Case:
    """One command. It must end with the status, and its answers be those of the data."""
    label: str
    command: str = ""
    status: int = 0
    data: str = ""       # its size makes a speed of a time
    answers: str = ""    # how it tells them: "jsonl" or "counts"; nothing: it has none
    peer: str = ""
    probe: str = ""      # must end with 0; otherwise klopt cannot do this yet


@dataclass
class Group:
    """Cases that take turns. Ratios are to the first, of the time for as many bytes."""
    name: str
    title: str
    cases: list
    rounds: str = "long"


def klopt(label, arguments, data, status=1, answers="jsonl"):
    return Case(label, CHECK + arguments, status, data, answers)


GROUPS = [
    Group("peers", "Rules on all 11 columns, and the id unique: {plain_mb} MB", [
        klopt("klopt check", "{plain}/all.json", "plain"),
        klopt("klopt check --jobs 1", "--jobs 1 {plain}/all.json", "plain"),
        Case("DuckDB, 2 threads", data="plain", answers="counts", peer="duckdb"),
        Case("pandas", data="plain", answers="counts", peer="pandas"),
        Case("libcsv alone, no rules", "{tools}/libcsv {plain}/pupils.csv", data="plain"),
        Case("libcsv alone, blanks kept", "{tools}/libcsv -b {plain}/pupils.csv", data="plain"),
        Case("wc -l", "wc -l {plain}/pupils.csv", data="plain"),
        Case("reading the file", "dd bs=256K if={plain}/pupils.csv of=/dev/null", data="plain"),
    ]),
    Group("slow", "The same of the slow ones: {small_mb} MB", [
        klopt("klopt check", "{small}/all.json", "small"),
        Case("Python's csv and checks by hand", data="small", answers="counts", peer="csv"),
        Case("qsv validate, 2 threads", data="small", answers="counts", peer="qsv"),
        Case("Frictionless", data="small", answers="counts", peer="frictionless"),
        Case("tableschema (npm)", data="small", answers="counts", peer="tableschema"),
    ]),
    Group("kinds", "What is checked, and of what: {plain_mb} MB", [
        klopt("all rules, nothing unique", "{plain}/rows.json", "plain"),
        klopt("the same with --jobs 1", "--jobs 1 {plain}/rows.json", "plain"),
        klopt("all rules, the id unique", "{plain}/all.json", "plain"),
        klopt("all rules, and conditions, forms and a register", "{plain}/conditions.json",
              "plain", answers=""),
        klopt("30 % of the cells quoted, with line ends", "{quoted}/rows.json", "quoted"),
        Case("klopt-crebo, one column",
             "{bin}/klopt-crebo -q --column crebo --register crebo-ao-2004 {plain}/pupils.csv",
             1, "plain"),
        Case("klopt-schema, structure only", "{bin}/klopt-schema -q {plain}/pupils.csv",
             data="plain"),
        Case("the same from a pipe", """sh -c 'cat "$1" | "$0" -q -'"""
             " {bin}/klopt-schema {plain}/pupils.csv", data="plain"),
        Case("zsv check, structure only", data="plain", peer="zsv"),
        Case("all rules, from .gz", CHECK + "{gz}/rows.json", 1, "gz", "jsonl",
             probe="{bin}/klopt-schema -q {gz}/probe.csv.gz"),
        Case("gzip alone", "gzip -dc {gz}/pupils.csv.gz", data="gz"),
        Case("all rules, from .zst", CHECK + "{zst}/rows.json", 1, "zst", "jsonl",
             probe="{bin}/klopt-schema -q {zst}/probe.csv.zst"),
        Case("zstd alone", "zstd -dcq {zst}/pupils.csv.zst", data="zst"),
    ]),
    Group("sizes", "Long and longer files, all rules, the id unique", [
        klopt("{short_mb} MB", "{short}/all.json", "short"),
        klopt("{large_mb} MB", "{large}/all.json", "large"),
        klopt("{huge_mb} MB", "{huge}/all.json", "huge"),
    ]),
    Group("findings", "A finding in every row: {clean_mb} MB", [
        klopt("none", "{clean}/rows.json", "clean", 0),
        Case("a finding a row, text", "{bin}/klopt check {broken}/rows.json", 1, "broken"),
        klopt("a finding a row, JSON Lines", "{broken}/rows.json", "broken"),
    ]),
    Group("rules", "Thousands of rules, ten rows", [
        Case("1000 rules", "{bin}/klopt check -q {rules}/1000.json"),
        Case("10000 rules", "{bin}/klopt check -q {rules}/10000.json"),
    ]),
    Group("start", "From start to end", [
        Case("an empty program, linked to the same libraries", "{tools}/empty"),
        Case("klopt --version", "{bin}/klopt --version"),
        Case("klopt check samples/ao-monitor-2005",
             "{bin}/klopt check samples/ao-monitor-2005", 1),
    ], "short"),
    Group("sums", "Sums down {rows} rows that must add up", [
        Case("they do", TOTALS + "{sums}/right.csv"),
        Case("a wrong total", TOTALS + "{sums}/wrong.csv", 1),
        Case("three slips", TOTALS + "{sums}/slips.csv", 1),
    ]),
    Group("tables", "{tables} small tables, of 200 rows each", [
        Case("klopt check", "{bin}/klopt check -q {many}", 1),
        Case("klopt check --jobs 1", "{bin}/klopt check -q --jobs 1 {many}", 1),
    ]),
    Group("write", "A workbook of {million_rows} rows and 11 columns", [
        Case("libxlsxwriter alone", "{tools}/xlsx_loop {million}/pupils.csv {out}/loop.xlsx"),
        Case("klopt-export", "{bin}/klopt-export -q {million}/datapackage.yaml"
             " -o {out}/million.xlsx"),
        Case("klopt-export --compress 1", "{bin}/klopt-export -q --compress 1"
             " {million}/datapackage.yaml -o {out}/fast.xlsx"),
    ]),
    Group("read", "That workbook, read", [
        Case("inflate and expat alone", "{tools}/xlsx_expat {out}/million.xlsx"),
        Case("klopt-schema", "{bin}/klopt-schema -q --sheet pupils {out}/million.xlsx"),
    ]),
]


@dataclass
class Bar:
    """A bound of a figure of one case: of itself, or against another case of its group.

    speed: bytes a second, as a ratio; time: as a ratio, or milliseconds; memory: MiB;
    more: milliseconds more; more-memory: MiB more; key: bytes more for a row.
    """
    group: str
    case: str
    figure: str
    against: str = ""
    least: float = 0.0
    most: float = float("inf")


BARS = [
    Bar("peers", "klopt check", "speed", "DuckDB, 2 threads", least=5),
    Bar("peers", "klopt check --jobs 1", "speed", "DuckDB, 2 threads", least=3),
    Bar("peers", "klopt check", "speed", "pandas", least=10),
    Bar("slow", "klopt check", "speed", "Frictionless", least=100),
    Bar("slow", "klopt check", "speed", "tableschema (npm)", least=100),
    Bar("peers", "klopt check", "speed", least=600),
    Bar("kinds", "all rules, nothing unique", "memory", most=32),
    Bar("kinds", "all rules, the id unique", "key", "all rules, nothing unique", most=20),
    Bar("kinds", "30 % of the cells quoted, with line ends", "speed",
        "all rules, nothing unique", least=0.6),
    Bar("kinds", "klopt-schema, structure only", "speed", "zsv check, structure only", least=1),
    Bar("kinds", "all rules, and conditions, forms and a register", "time",
        "klopt-crebo, one column", most=2),
    Bar("sizes", "{large_mb} MB", "speed", "{short_mb} MB", least=0.9, most=1.1),
    Bar("sizes", "{huge_mb} MB", "speed", "{short_mb} MB", least=0.9, most=1.1),
    Bar("findings", "a finding a row, text", "time", "none", most=2),
    Bar("findings", "a finding a row, text", "memory", most=32),
    Bar("findings", "a finding a row, JSON Lines", "time", "none", most=2),
    Bar("rules", "10000 rules", "time", most=1000),
    Bar("rules", "10000 rules", "time", "1000 rules", most=10),
    Bar("start", "klopt check samples/ao-monitor-2005", "time", most=10),
    Bar("start", "klopt check samples/ao-monitor-2005", "more",
        "an empty program, linked to the same libraries", most=5),
    Bar("sums", "a wrong total", "time", "they do", most=3),
    Bar("sums", "three slips", "time", "they do", most=10),
    Bar("write", "klopt-export", "time", "libxlsxwriter alone", most=0.35),
    Bar("write", "klopt-export --compress 1", "time", "libxlsxwriter alone", most=0.1),
    Bar("write", "klopt-export", "more-memory", "libxlsxwriter alone", most=24),
    Bar("read", "klopt-schema", "time", "inflate and expat alone", most=1.5),
]
