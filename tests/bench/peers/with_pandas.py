"""The rules in pandas: columns read by Arrow's threads, and checked whole.

    with_pandas.py FILE CODES
"""
import sys

import pandas
import pyarrow

path, codes_path = sys.argv[1:]
codes = [line.split(";")[0] for line in open(codes_path, encoding="utf-8")][1:]
# Text first: a cell that is no number must not stop the reading.
table = pandas.read_csv(path, engine="pyarrow", dtype_backend="pyarrow",
                        dtype=pandas.ArrowDtype(pyarrow.string()))
there = table.notna()
counts = {f"{name} required": len(table) - there[name].sum() for name in table}

for name, pattern in {"brin": "[0-9]{2}[A-Z]{2}", "vestiging": "[0-9]{2}",
                      "leerling": "[0-9]{9}",
                      "schooljaar": "20[0-9]{2}-20[0-9]{2}"}.items():
    counts[f"{name} pattern"] = (~table[name].str.fullmatch(pattern)).sum()
counts["leerling unique"] = there["leerling"].sum() - table["leerling"].nunique()
for name, words in {"sector": ["Techniek", "Economie", "Landbouw", "Zorg en welzijn"],
                    "crebo": codes, "leerweg": ["BOL", "BBL"]}.items():
    counts[f"{name} enum"] = (there[name] & ~table[name].isin(words)).sum()

values = {}
for name, pattern, kind in [("leerjaar", "-?[0-9]+", "int64"), ("uren", "-?[0-9]+", "int64"),
                            ("bedrag", r"-?[0-9]+(\.[0-9]+)?", "float64")]:
    good = table[name].str.fullmatch(pattern)
    values[name] = table[name].where(good).astype(f"{kind}[pyarrow]")
values["datum"] = pandas.to_datetime(table["datum"], format="%Y-%m-%d", errors="coerce")
for name, column in values.items():
    counts[f"{name} type"] = (there[name] & column.isna()).sum()
counts["leerjaar enum"] = (values["leerjaar"].notna() & ~values["leerjaar"].isin([3, 4])).sum()
for name, least in {"uren": 800, "bedrag": 100, "datum": "2001-08-01"}.items():
    counts[f"{name} minimum"] = (values[name] < least).sum()
for name, most in {"uren": 1600, "datum": "2004-12-31"}.items():
    counts[f"{name} maximum"] = (values[name] > most).sum()

print("#", "pandas", pandas.__version__, "with pyarrow", pyarrow.__version__)
for rule, count in counts.items():
    print(rule, count)
