"""The rules as a JSON Schema for qsv validate, and its report of errors, counted.

    with_qsv.py QSV FOLDER OUT

JSON Schema bounds no dates: patterns do. qsv writes what is right to a file too, and
takes blank numbers for one number that stands often, which is not counted here.
"""
import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

qsv, folder, out = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]) / "qsv"
OLDEST, NEWEST = "^(2001-(0[89]|1)|200[2-9]|20[1-9])", "^(1|200[0-4])"


def rule_of(field):
    """The schema of one field."""
    rule = field["constraints"]
    if field["type"] == "date":
        return {"type": "string", "format": "date",
                "allOf": [{"pattern": OLDEST}, {"pattern": NEWEST}]}
    schema = {key: rule[key] for key in ("enum", "minimum", "maximum") if key in rule}
    if "pattern" in rule:
        schema["pattern"] = f"^{rule['pattern']}$"
    return {"type": field["type"], **schema}


WORDS = [("does not match", "pattern"), ("is not one of", "enum"),
         ("is less than the minimum", "minimum"), ("is greater than the maximum", "maximum"),
         ('is not a "date"', "type")]


def rules_of(row):
    """The rules that a row of the report is about: one, or none that counts."""
    field, error = row["field"], row["error"]
    cast = re.match(r"Can't cast to \w+\. key: (\w+)", error)
    if cast:
        return [f"{cast[1]} type"]
    if error.startswith("Combination"):
        return ["leerling unique"]
    if error.startswith("null "):
        return [f"{field} required"] if "not of type" in error else []
    if field == "datum" and "does not match" in error:
        return ["datum minimum" if OLDEST in error else "datum maximum"]
    return [f"{field} {code}" for words, code in WORDS if words in error][:1] or [error]


out.mkdir(exist_ok=True)
fields = json.loads((folder / "all.json").read_text())["resources"][0]["schema"]["fields"]
(out / "schema.json").write_text(json.dumps({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
    "properties": {field["name"]: rule_of(field) for field in fields},
    "required": [field["name"] for field in fields], "uniqueCombinedWith": ["leerling"]}))
for old in out.glob("pupils.csv*"):
    old.unlink()
(out / "pupils.csv").symlink_to(folder / "pupils.csv")
subprocess.run([qsv, "validate", "--quiet", "--jobs", "2", "pupils.csv", "schema.json"],
               cwd=out, check=False, stdout=subprocess.DEVNULL,
               stderr=subprocess.DEVNULL)
with open(out / "pupils.csv.validation-errors.tsv", newline="", encoding="utf-8") as report:
    rows = list(csv.DictReader(report, delimiter="\t", quoting=csv.QUOTE_NONE))
blank = {row["row_number"] for row in rows if row["field"] == "leerling"
         and row["error"].startswith("null ")}
found = Counter(rule for row in rows for rule in rules_of(row)
                if rule != "leerling unique" or row["row_number"] not in blank)

version = subprocess.run([qsv, "--version"], check=True, capture_output=True, text=True)
print("#", " ".join(re.match(r"(\w+) ([\d.]+)", version.stdout).groups()))
for name, count in found.items():
    print(name, count)
