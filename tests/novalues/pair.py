"""Two datasets in one: in the text of a file «left|right» is a cell in one of both.

Whatever klopt finds in both is the same, and all that their cells are, and what can be
reckoned from them, differs. Both sides are as long, since a column number counts the
characters before it.
"""
import os
import sys
from collections import namedtuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hostile"))
from cases import _book as book  # noqa: E402 pylint: disable=E0401,C0413

# files: their text, or bytes, by path. words: of `klopt check` (or of `program`). bare: what
# it tells has no value in it, not even without --no-values. git: the files are those of
# the last revision, and `later` is written over them.
Case = namedtuple("Case", "name files words program stdin bare status git later",
                  defaults=("klopt check", None, False, 1, False, None))

# More digits than a number can have.
LONG = "«1234567890123456789012345678901234567|9876543210987654321098765432109876543»"


def rules(text, **files):
    """A rule file and tables, name_csv="text", checked by it."""
    found = {name.replace("_", "."): text for name, text in files.items()}
    return {"rules.yaml": text, **found}, ["-r", "rules.yaml", *sorted(found)]


def case(name, text, more=(), **files):
    """One of plain files."""
    found, words = rules(text, **files)
    return Case(name, found, [*more, *words])


def sheet_of(*rows):
    """A worksheet: texts, (type, value) pairs, or whole cells."""
    def one(value):
        if isinstance(value, tuple):
            return f'<c t="{value[0]}"><v>{value[1]}</v></c>'
        return book.cell(value)
    return "<worksheet><sheetData>" + "".join(
        "<row>" + "".join(map(one, row)) + "</row>" for row in rows) + "</sheetData></worksheet>"


def workbook(*rows):
    """What makes its bytes for one side, of the text of its cells."""
    return lambda side: book.book(side(sheet_of(*rows)))
