"""The folders of data, made when they are first asked for, and kept in build/bench/data."""
import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
REGISTER = HERE.parents[1] / "rules/registers/crebo-ao-2004.csv"
# How to get what is not always there.
HOW = {"huge": "BENCH_LARGE=1 make bench", "zst": "apt-get install zstd"}
# Text columns that the quoted records have twice, with a line end between.
DOUBLED = ("vestiging", "schooljaar", "sector", "leerweg")


class Data:
    """Makes folders below `root` with the generator at `tools`, for a size in MB."""

    def __init__(self, root, tools, size, smoke=False, large=False):
        self.root, self.tools = Path(root), Path(tools)
        self.rows = 150 if smoke else 15000
        self.million_rows = 10_000 if smoke else 1_000_000
        self.tables = 20 if smoke else 500
        short, long = (2, 10) if smoke else (100, 1000)
        self.megabytes = {"plain": size, "small": min(size, 10), "short": short,
                          "large": long, "quoted": size, "gz": size, "zst": size,
                          "clean": min(size, 100), "broken": min(size, 100)}
        if large:
            self.megabytes["huge"] = 4000
        self.made = {}

    def folder(self, name):
        """The folder, made if need be; None for one that is not asked for."""
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def names(self):
        """What a label may name of them, beside the folders themselves."""
        sizes = {f"{name}_mb": size for name, size in self.megabytes.items()}
        return {"huge_mb": "4000", **sizes, "rows": self.rows,
                "million_rows": self.million_rows, "tables": self.tables}

    def size(self, name):
        """In bytes."""
        return (self.folder(name) / "pupils.csv").stat().st_size

    def rows_of(self, name):
        """The number of records."""
        return int(_told(self.folder(name))[0].split()[1])

    def planted(self, name):
        """How many cells break each rule, by "FIELD CODE"."""
        return {rule: int(count) for rule, count in
                (line.rsplit(" ", 1) for line in _told(self.folder(name))[1:])}

    def _make(self, name):
        if name in ("rules", "sums", "million", "many"):
            folder = self.root / name
            folder.mkdir(parents=True, exist_ok=True)
            getattr(self, "_make_" + name)(folder)
            return folder
        if name not in self.megabytes or (name == "zst" and not shutil.which("zstd")):
            return None
        kind = "plain" if name in ("small", "short", "large", "huge") else name
        return self._make_pupils(kind, self.megabytes[name])

    def _make_pupils(self, kind, megabytes):
        folder = self.root / f"{kind}-{megabytes}"
        folder.mkdir(parents=True, exist_ok=True)
        options = {"quoted": ["-q"], "clean": ["-e", "0"], "broken": ["-e", "1"]}
        generator, told = self.tools / "generate", folder / "told.txt"
        if not told.exists() or told.stat().st_mtime < generator.stat().st_mtime:
            with open(folder / "pupils.csv", "wb") as file, \
                    open(folder / "told.part", "wb") as part:
                subprocess.run([generator, *options.get(kind, []), str(megabytes), REGISTER],
                               stdout=file, stderr=part, check=True)
            if kind in ("gz", "zst"):
                _pack(folder, kind)
            (folder / "told.part").rename(told)
        _describe(folder, kind)
        return folder

    def _make_million(self, folder):
        enough = 100 * self.million_rows // 1_000_000 or 1
        clean = self._make_pupils("clean", enough) / "pupils.csv"
        with open(clean, "rb") as file, open(folder / "pupils.csv", "wb") as part:
            for _, line in zip(range(self.million_rows + 1), file):
                part.write(line)
        shutil.copy(HERE / "million/datapackage.yaml", folder)

    def _make_rules(self, folder):
        """Conditions and lists, half and half, no two of them the same."""
        rows = (HERE / "pupils/ten.csv").read_text()
        (folder / "pupils.csv").write_text(rows)
        for count in (1000, 10000):
            rules = ["rules:\n"]
            for i in range(count // 2):
                rules.append(f"  - {{id: hours-{i}, check: expr, expect: uren >= {i % 800}"
                             f" or bedrag > {i}}}\n"
                             f"  - {{id: list-{i}, check: codes, column: leerweg,"
                             f" list: [BOL, BBL, X{i}]}}\n")
            (folder / f"{count}.yaml").write_text("".join(rules))
            package = _package()
            package["klopt"] = {"rules": [f"{count}.yaml"]}
            (folder / f"{count}.json").write_text(json.dumps(package))

    def _make_sums(self, folder):
        """A total column and a total row: right, a wrong column total, three slips."""
        for name in ("right", "wrong", "slips"):
            thirds = fourths = 0
            lines = ["categorie,leerjaar_3,leerjaar_4,totaal"]
            for i in range(1, self.rows + 1):
                a, b = i * 7919 % 90, i * 104729 % 80
                thirds, fourths = thirds + a, fourths + b
                slip = 5 if name == "slips" and i == 77 else 0
                lines.append(f"rij {i},{a},{b + slip},{a + b}")
            slip = 9 if name == "slips" else 0
            total = thirds + fourths + (0 if name == "right" else 4)
            lines.append(f"Totaal,{thirds + slip},{fourths},{total}")
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")


    def _make_many(self, folder):
        """Small tables with types, limits and sums, in which one row in 300 is wrong."""
        fields = [{"name": "crebo", "constraints": {"pattern": "[0-9]{5}"}},
                  *({"name": name, "type": "integer", "constraints": {"minimum": 0}}
                    for name in ("leerjaar_3", "leerjaar_4", "totaal"))]
        rows = range(1, 201)
        for t in range(self.tables):
            lines = [",".join(field["name"] for field in fields)]
            for i in rows:
                a, b = (i * 7919 + t) % 90, (i * 104729 + t) % 80
                lines.append(f"{10000 + i},{a},{b},{a + b + ((i + 200 * t) % 300 == 0)}")
            (folder / f"t{t}.csv").write_text("\n".join(lines) + "\n")
        (folder / "rules.yaml").write_text(
            "rules:\n  - {id: sommen, check: totals, total: totaal,"
            " parts: [leerjaar_3, leerjaar_4]}\n")
        resources = [{"name": f"t{t}", "path": f"t{t}.csv", "schema": {"fields": fields}}
                     for t in range(self.tables)]
        (folder / "datapackage.json").write_text(json.dumps(
            {"resources": resources, "klopt": {"rules": ["rules.yaml"]}}))


def _told(folder):
    return (folder / "told.txt").read_text().splitlines()


def _pack(folder, kind):
    """Compressed as by default, and the first rows, to see whether klopt reads it."""
    with open(folder / "pupils.csv", "rb") as file:
        head = file.read(100_000)
    (folder / "probe.csv").write_bytes(head[:head.rindex(b"\n") + 1])
    program = {"gz": "gzip", "zst": "zstd"}[kind]
    for name in ("pupils.csv", "probe.csv"):
        subprocess.run([program, "-kfq", folder / name], check=True)


def _package():
    return json.loads((HERE / "pupils/datapackage.json").read_text())


def _double(field):
    """The same rule for a cell that has its text once, or twice on two lines."""
    rule = field["constraints"]
    if "pattern" in rule:
        rule["pattern"] = f"{rule['pattern']}(\\n{rule['pattern']})?"
    else:
        rule["enum"] += [f"{word}\n{word}" for word in rule["enum"]]


def _describe(folder, kind):
    """all.json: every rule; rows.json: without uniqueness; conditions.json: and rules."""
    package = _package()
    resource = package["resources"][0]
    if kind in ("gz", "zst"):
        resource["path"] += f".{kind}"
    fields = resource["schema"]["fields"]
    for field in fields:
        if kind == "quoted" and field["name"] in DOUBLED:
            _double(field)
    (folder / "all.json").write_text(json.dumps(package))
    for field in fields:
        field["constraints"].pop("unique", None)
    (folder / "rows.json").write_text(json.dumps(package))
    package["klopt"] = {"rules": ["rules.yaml"]}
    (folder / "conditions.json").write_text(json.dumps(package))
    shutil.copy(HERE / "pupils/rules.yaml", folder)
