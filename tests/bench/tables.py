"""The results as tables: of text, and of Markdown for README.md, where they are marked."""
import re

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
HEADS = ["time", "processor", "speed", "ratio", "memory", "answers"]


def _time(seconds):
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _ratio(result, first):
    if result.absent or first.absent:
        return ""
    return f"{first.speed / result.speed:.2f}"


def _answers(result):
    if not result.case.answers:
        return ""
    return "differ" if result.wrong else "agree"


def cells(result, first):
    """Of one row, under HEADS. What is absent has a dash."""
    if result.absent:
        return ["–"] + [""] * (len(HEADS) - 1)
    speed = f"{result.speed / 1e6:.0f} MB/s" if result.size else ""
    return [_time(result.seconds), _time(result.processor), speed, _ratio(result, first),
            f"{result.memory:.1f} MiB", _answers(result)]


def _columns(results):
    """The heads that have something in a group, so that no column is empty."""
    rows = [cells(result, results[0]) for result in results]
    return [i for i in range(len(HEADS)) if any(row[i] for row in rows)]


def text(title, results):
    """A table for a terminal."""
    lines = [f"{title:<52}" + "".join(f"{head:>11}" for head in HEADS)]
    for result in results:
        row = "".join(f"{cell:>11}" for cell in cells(result, results[0]))
        lines.append(f"  {result.label:<50}{row}".rstrip())
        lines += [f"      {wrong}" for wrong in result.wrong]
    return "\n".join(lines) + "\n"


def markdown(title, results):
    """The same for a page; the columns of figures end on the right."""
    columns = _columns(results)
    lines = [f"| {title} | " + " | ".join(HEADS[i] for i in columns) + " |",
             "|---|" + "---:|" * len(columns)]
    for result in results:
        row = cells(result, results[0])
        lines.append(f"| {result.label} | " + " | ".join(row[i] for i in columns) + " |")
    return "\n".join(lines) + "\n"


def rows(page):
    """What is measured by a page of such tables, without any number."""
    return [re.sub(r"\d[\d .]*", "N", line.split("|")[1].strip())
            for line in page.splitlines() if line.startswith("| ")]


def region(readme):
    """What stands between the marks; None: there are none."""
    found = re.search(f"{BEGIN}\n(.*?){END}", readme, re.DOTALL)
    return found and found[1]


def put(readme, page):
    """The text of README.md with this page between the marks."""
    before, rest = readme.split(f"{BEGIN}\n", 1)
    return f"{before}{BEGIN}\n\n{page}\n{END}" + rest.split(END, 1)[1]
