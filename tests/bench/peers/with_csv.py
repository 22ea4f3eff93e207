"""The rules in plain Python: the csv module, compiled patterns, sets.

    with_csv.py FILE CODES
"""
import csv
import platform
import re
import sys
from collections import Counter
from datetime import date

path, codes_path = sys.argv[1:]
codes = {line.split(";")[0] for line in open(codes_path, encoding="utf-8")} - {"CODE"}
found, pupils = Counter(), set()


def pattern(name, text):
    matches = re.compile(text).fullmatch

    def check(cell):
        if not matches(cell):
            found[f"{name} pattern"] += 1
    return check


def enum(name, words):
    def check(cell):
        if cell not in words:
            found[f"{name} enum"] += 1
    return check


def ordered(name, convert, least, most):
    def check(cell):
        try:
            value = convert(cell)
        except ValueError:
            found[f"{name} type"] += 1
            return
        if value < least:
            found[f"{name} minimum"] += 1
        elif most is not None and value > most:
            found[f"{name} maximum"] += 1
    return check


def leerjaar(cell):
    try:
        if int(cell) not in (3, 4):
            found["leerjaar enum"] += 1
    except ValueError:
        found["leerjaar type"] += 1


id_pattern = pattern("leerling", "[0-9]{9}")


def leerling(cell):
    id_pattern(cell)
    if cell in pupils:
        found["leerling unique"] += 1
    pupils.add(cell)


checks = [
    pattern("brin", "[0-9]{2}[A-Z]{2}"), pattern("vestiging", "[0-9]{2}"), leerling,
    pattern("schooljaar", "20[0-9]{2}-20[0-9]{2}"), leerjaar,
    enum("sector", {"Techniek", "Economie", "Landbouw", "Zorg en welzijn"}),
    enum("crebo", codes), enum("leerweg", {"BOL", "BBL"}),
    ordered("uren", int, 800, 1600),
    ordered("datum", date.fromisoformat, date(2001, 8, 1), date(2004, 12, 31)),
    ordered("bedrag", float, 100, None),
]
with open(path, newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    names = next(rows)
    for row in rows:
        for check, cell, name in zip(checks, row, names):
            if cell:
                check(cell)
            else:
                found[f"{name} required"] += 1

print("#", "Python", platform.python_version())
for rule, count in found.items():
    print(rule, count)
