"""What openpyxl must find in the workbooks that klopt wrote; for tests/gates/workbook.

Every link leads to a cell that is there. Every coloured cell has a sign or a line
of its own beside the colour, and its text can be read on it. Sheets are set up
for print, with their header on every page. The date of the check is a date.
"""
import datetime
import re
import sys

import openpyxl
from openpyxl.utils import range_boundaries

INK = "FF000000"
LEAST_CONTRAST = 4.5        # WCAG 2.1, 1.4.3


def light(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (2, 4, 6)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    low, high = sorted((light(a), light(b)))
    return (high + 0.05) / (low + 0.05)


def rgb(color, usual):
    return color.rgb if color is not None and color.type == "rgb" else usual


def faults_of_cell(cell):
    fill = rgb(cell.fill.fgColor, "") if cell.fill.patternType == "solid" else "FFFFFFFF"
    if cell.value is not None and contrast(rgb(cell.font.color, INK), fill) < LEAST_CONTRAST:
        yield "its text can hardly be read"
    if cell.comment is None:
        return
    told = cell.comment.text.split(":")[0]
    sign = cell.number_format.startswith('"')
    long = isinstance(cell.value, str) and len(cell.value.encode()) > 200
    line = cell.border.diagonal is not None and cell.border.diagonal.style is not None
    # What concerns a whole table is told at its first cell, uncoloured.
    if fill != "FFFFFFFF" and cell.row > 1 and not (sign or long or line):
        yield f"nothing but colour says {told}"


def faults_of_link(book, cell):
    name, at = re.fullmatch(r"'(.*)'!([A-Z]+[0-9]+)", cell.hyperlink.location).groups()
    name = name.replace("''", "'")
    column, row, _, _ = range_boundaries(at)
    if name not in book.sheetnames:
        yield "its link leads to no sheet"
    elif row > book[name].max_row or column > max(book[name].max_column, 1):
        yield "its link leads beyond the sheet"


def faults_of_sheet(book, sheet, first):
    setup = sheet.page_setup
    if (setup.orientation == "portrait") != first:
        yield "stands the wrong way"
    if "&P" not in (sheet.oddFooter.right.text or ""):
        yield "has no page numbers"
    if sheet.freeze_panes and not sheet.print_title_rows:
        yield "does not repeat its header"
    if sheet.freeze_panes and not (sheet.auto_filter.ref and sheet.print_area):
        yield "has no filter or print area"
    for row in sheet.iter_rows():
        for cell in row:
            for fault in faults_of_cell(cell):
                yield f"{cell.coordinate}: {fault}"
            if cell.hyperlink is not None:
                for fault in faults_of_link(book, cell):
                    yield f"{cell.coordinate}: {fault}"


def faults_of_book(path):
    book = openpyxl.load_workbook(path)
    for number, sheet in enumerate(book):
        for fault in faults_of_sheet(book, sheet, number == 0):
            yield f"{sheet.title}: {fault}"
    if not book.properties.title or book.properties.creator != "klopt":
        yield "has no title"
    if not any(isinstance(cell.value, datetime.datetime) for row in book.worksheets[0].iter_rows()
               for cell in row):
        yield "has no date of the check"


faults = [f"{path}: {fault}" for path in sys.argv[1:] for fault in faults_of_book(path)]
print("\n".join(faults[:40]), end="\n" if faults else "")
sys.exit(1 if faults else 0)
