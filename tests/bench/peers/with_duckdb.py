"""The rules in DuckDB: one query over the typed file, and what it could not convert.

    with_duckdb.py FILE CODES THREADS
"""
import sys

import duckdb

path, codes_path, threads = sys.argv[1:]
codes = [line.split(";")[0] for line in open(codes_path, encoding="utf-8")][1:]
TYPES = {"brin": "VARCHAR", "vestiging": "VARCHAR", "leerling": "VARCHAR",
         "schooljaar": "VARCHAR", "leerjaar": "TINYINT", "sector": "VARCHAR",
         "crebo": "VARCHAR", "leerweg": "VARCHAR", "uren": "SMALLINT", "datum": "DATE",
         "bedrag": "DECIMAL(12, 2)"}
RULES = {
    "brin pattern": "NOT regexp_full_match(brin, '[0-9]{2}[A-Z]{2}')",
    "vestiging pattern": "NOT regexp_full_match(vestiging, '[0-9]{2}')",
    "leerling pattern": "NOT regexp_full_match(leerling, '[0-9]{9}')",
    "schooljaar pattern": "NOT regexp_full_match(schooljaar, '20[0-9]{2}-20[0-9]{2}')",
    "leerjaar enum": "leerjaar NOT IN (3, 4)",
    "sector enum": "sector NOT IN ('Techniek', 'Economie', 'Landbouw', 'Zorg en welzijn')",
    "crebo enum": "crebo NOT IN (" + ", ".join(f"'{code}'" for code in codes) + ")",
    "leerweg enum": "leerweg NOT IN ('BOL', 'BBL')",
    "uren minimum": "uren < 800",
    "uren maximum": "uren > 1600",
    "datum minimum": "datum < DATE '2001-08-01'",
    "datum maximum": "datum > DATE '2004-12-31'",
    "bedrag minimum": "bedrag < 100",
}
counts = {f"{name} required": f"count(*) - count({name})" for name in TYPES}
counts["leerling unique"] = "count(leerling) - count(DISTINCT leerling)"
counts.update((rule, f"count(*) FILTER ({wrong})") for rule, wrong in RULES.items())

database = duckdb.connect(config={"threads": threads, "preserve_insertion_order": "false"})
columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
[found] = database.execute(
    f"SELECT {', '.join(counts.values())} FROM read_csv('{path}', header = true, delim = ',',"
    f" quote = '\"', columns = {{{columns}}}, auto_detect = false, store_rejects = true)"
).fetchall()
rejected = database.execute("SELECT column_name || CASE error_type WHEN 'CAST' THEN ' type'"
                            " ELSE ' ' || error_type END, count(*)"
                            " FROM reject_errors GROUP BY ALL").fetchall()

print("#", "DuckDB", duckdb.__version__)
for rule, count in [*zip(counts, found), *rejected]:
    print(rule, count)
