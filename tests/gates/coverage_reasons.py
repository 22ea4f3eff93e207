#!/usr/bin/env python3
"""Why lines and branches of the code are not reached, as far as the code tells it.

  tests/gates/coverage_reasons.py ROOM COVERAGE.json OUT

ROOM is a folder, as lib; COVERAGE.json is what gcovr --json wrote. To OUT goes each
line that is not reached, or has a branch that is not, with the reason; to standard
output how many lines and branches there are of each. A reason is read off the
condition that leads there, and what stands behind it and was not run either:

  no memory       it is asked whether an allocation failed, or that is told
  system call     it is asked whether a call to the system, or to a library that
                  makes some, failed, or that is told
  processor       it is chosen by what the processor can do
  does not fit    it is asked whether a number or a count is too large, or that is told
  handed on       it is asked whether a function below failed, and that is returned
  never called    the function that it is in is never called
  the rest        what input could reach, or a bound that no test comes to

The first that fits counts. The first two are what `make faults` is for, and much of
what is handed on is one of them.
"""
import json
import re
import sys
from collections import Counter

REASONS = (
    ("no memory", re.compile(
        r"no_memory|out_of_memory|NO_MEMORY|ENOMEM|\bfailed\b|kl_grow|kl_reserve"
        r"|\b[mc]alloc\(|realloc\(|strdup\(|kl_arena_|kl_index_add"
        r"|kl_name_index_make|open_memstream|pthread_\w+_init")),
    ("system call", re.compile(
        r"kl_io_error|errno|EOF\b|ferror|fflush|f(?:read|write|seek|tell)o?\(|fclose|fstat|fsync"
        r"|temporary_failed|\b(?:read|write|open|lseek|pread|chmod|rename|mkdir|getcwd|dup)\("
        r"|pthread_create|(?:un)?zip\w*\(|ZIP_OK|UNZ_OK|Z_OK|LXW_")),
)
TOO_LARGE = re.compile(
    r"kl_(?:decimal|ratio|range|interval|share)_(?:add|subtract|multiply|divide|scale|round|whole)"
    r"|_overflow\(|U?INT(?:32|64)_MAX|SIZE_MAX / |\b[A-Z_]+_MOST\b|KL_LIMIT|KL_XLSX_LINKS")
# A name that got its value from an allocation: `== NULL` of it asks for memory.
ALLOCATION = r"\b%s\s*=\s*(?:\([^()]*\)\s*)?(?:kl_\w*(?:alloc|arena|new|make|copy|node|text|join|" \
    r"folder|keep|term|span)\w*|[mc]alloc|realloc|strdup|make_\w+|new_\w+|add\w*)\("
NULL_TEST = re.compile(r"(?:([\w.>\[\]-]+)\s*[!=]= NULL)")
HANDED_ON = re.compile(
    r"^(?:return (?:false|NULL|status|0|KL_\w+|p->status|done|-1)?;|goto \w+;|break;|continue;|"
    r"done = false;|fine = false;|status = \w+;|return [^;]*status;)")
CALL = re.compile(r"\b[a-z_]\w*\(")
KEYWORD = re.compile(r"^(?:\} )?(?:else )?(?:if|while|for|switch|return) \(?")
STATUS = re.compile(r"\bstatus\b|\bKL_OK\b|\bdone\b|\bfine\b|\bkept\b|\badded\b")
PROCESSOR = re.compile(r"__attribute__\(\(target|__builtin_cpu_supports")


class Source:
    """The lines of a file, and what belongs to one of them."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.lines = [line.strip() for line in file]

    def line(self, number):
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def statement(self, number):
        """The condition that the line is part of, and where what it guards begins."""
        first = number
        while first > 1 and number - first < 8 \
                and not re.search(r"[;{}:]$|^$|\*/$|^#", self.line(first - 1)) \
                and not re.match(r"(?:if|while|for|else|switch|case)\b", self.line(first)):
            first -= 1
        last = number
        while last < len(self.lines) and last - number < 8 \
                and self.unclosed(first, last) and not self.line(last).endswith(";"):
            last += 1
        return " ".join(self.lines[first - 1:last]), last + 1

    def unclosed(self, first, last):
        text = re.sub(r"'\\?.'|\"(?:\\.|[^\"\\])*\"", "", " ".join(self.lines[first - 1:last]))
        return text.count("(") > text.count(")")

    def function(self, number):
        """Where the function begins that the line is in."""
        while number > 1 and not (self.line(number) == "{" or self.line(number) == "}"):
            number -= 1
        return number


def asks_for_memory(source, number, statement):
    """A test of a pointer that an allocation gave some lines before."""
    names = [name.strip("*") for name in NULL_TEST.findall(statement)]
    names += re.findall(r"\(!?\*?(\w+)\)", statement)
    before = " ".join(source.lines[max(source.function(number), number - 16) - 1:number])
    return any(re.search(ALLOCATION % re.escape(name), before) for name in names if name)


def reason_of(source, number, counts):
    """The reason that a branch of the line is not taken."""
    statement, guarded = source.statement(number)
    behind = source.line(guarded)
    told = statement + " " + (behind if counts.get(guarded, 0) == 0 else "")
    for reason, pattern in REASONS:
        if pattern.search(told):
            return reason
    if asks_for_memory(source, number, statement):
        return "no memory"
    begins = source.function(number)
    if any(PROCESSOR.search(source.line(at)) for at in range(max(begins - 5, 1), begins)) \
            or PROCESSOR.search(statement):
        return "processor"
    if TOO_LARGE.search(told):
        return "does not fit"
    passed = HANDED_ON.match(behind) and counts.get(guarded, 0) == 0 \
        and CALL.search(KEYWORD.sub("", statement))
    if passed or STATUS.search(source.line(number)):
        return "handed on"
    return "the rest"


def is_called(source, number, counts):
    """Whether anything of the function was run before the line."""
    return any(counts.get(at, 0) for at in range(source.function(number), number + 1))


def condition_of(number, lines):
    """The last line before it that was run and has a branch that was not."""
    while number > 0:
        line = lines.get(number)
        if line and line["count"] > 0 and any(b["count"] == 0 for b in line["branches"]):
            break
        number -= 1
    return number


def reasons(source, lines):
    """Of each line that is missed, in whole or in part: its number, missed branches,
    and the reason."""
    counts = {number: line["count"] for number, line in lines.items()}
    for number, line in lines.items():
        missed = sum(branch["count"] == 0 for branch in line["branches"])
        if missed == 0 and line["count"] > 0:
            continue
        if not is_called(source, number, counts):
            reason = "never called"
        elif line["count"] > 0:
            reason = reason_of(source, number, counts)
        else:
            reason = reason_of(source, condition_of(number, lines), counts)
        yield number, missed, reason


def main():
    """Writes the list and the sums."""
    room, coverage, out = sys.argv[1:]
    with open(coverage, encoding="utf-8") as file:
        files = json.load(file)["files"]
    lines, branches = Counter(), Counter()
    with open(out, "w", encoding="utf-8") as to:
        for file in files:
            if not file["file"].startswith(room + "/"):
                continue
            source = Source(file["file"])
            of = {line["line_number"]: line for line in file["lines"]
                  if not line["gcovr/noncode"]}
            for number, missed, reason in reasons(source, of):
                whole = of[number]["count"] == 0
                lines[reason] += whole
                branches[reason] += missed
                what = "line" if whole else f"{missed} of {len(of[number]['branches'])} branches"
                to.write(f"{file['file']}:{number}: {what}: {reason}: {source.line(number)}\n")
    for reason, count in branches.most_common():
        print(f"  {lines[reason]:5} {count:5}  {reason}")


main()
