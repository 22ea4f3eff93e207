"""Which messages of the registry (lib/finding/finding.def) the pairs meet, and which not."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
REGISTRY = os.path.join(HERE, "..", "..", "lib", "finding", "finding.def")
MESSAGE = re.compile(r'^KL_MESSAGE\((\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
FIGURES = re.compile(r"((?:\{\w+\})+)")
# A figure that is one number.
NUMBER = re.compile(r"\{(\w*count|(fit_|other_)?n|fit_n_last|needed)\}")
# Where a phrase may begin.
BEFORE = re.compile("; ")


def shape_of(text):
    """What a text of this message looks like; figures that touch are one group, with a name."""
    words, shape, touching = FIGURES.split(text), "", 0
    for word, run, after in zip(words[::2], words[1::2], words[2::2]):
        shape += re.escape(word)
        if run.count("{") > 1:
            touching += 1
            shape += f"(?P<touching{touching}>.*?)"
        elif NUMBER.fullmatch(run):
            shape += "([^ ,;]+)"
        else:
            # Of a column, or of rows: both are a phrase before a label.
            shape += "(.* of|.*?)" if run == "{what}" and after == " " else "(.*?)"
    return re.compile(shape + re.escape(words[-1]), re.DOTALL)


def variants():
    """How many words of its own each message has, and what it looks like, by its name."""
    with open(REGISTRY, encoding="utf-8") as file:
        for name, strings in MESSAGE.findall(file.read()):
            text = re.sub(r"\\(.)", r"\1", "".join(STRING.findall(strings)))
            yield name, len(FIGURES.sub("", text)), shape_of(text)


def parts_of(match):
    """The figures of a text; those that touch cut where a phrase may begin."""
    yield from match.groups()
    for text in match.groupdict().values():
        for cut in BEFORE.finditer(text):
            yield text[:cut.start()]
            yield text[cut.start():]


def met_by(messages):
    """The names of the messages that these texts are, or have as a phrase in them.

    Of messages of the same words, as "; {left} is {left_value}", a text does not tell which it
    is: it meets all.
    """
    known, met, seen, todo = list(variants()), set(), set(), set(messages)
    while todo:
        text = todo.pop()
        seen.add(text)
        found = [(own, name, match) for name, own, shape in known
                 if own > 0 and (match := shape.fullmatch(text))]
        most = max((own for own, _, _ in found), default=0)
        for own, name, match in found:
            if own == most:
                met.add(name)
                todo |= set(parts_of(match)) - seen
    return met


def not_met():
    """Why no pair meets a message, by its name: unmet.txt."""
    with open(os.path.join(HERE, "unmet.txt"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and line[0] != "#"]
    return dict(line.split(": ", 1) for line in lines)


def wrong_with(messages):
    """What is wrong: neither met nor with a reason, or a reason that is out of date."""
    names, met, reasons = [one[0] for one in variants()], met_by(messages), not_met()
    for name in names:
        if name not in met and name not in reasons:
            yield f"no pair meets the message {name}, and unmet.txt has no reason"
    for name in reasons:
        if name in met or name not in names:
            yield f"unmet.txt: {name} is met by a pair, or is no message"
        elif " yet" in reasons[name]:
            yield f"unmet.txt: {name} has no pair yet: write it"


def told(messages):
    """How many are met; and the others with the reason."""
    met, reasons = met_by(messages), not_met()
    yield f"messages: {len(met)} met, {len(reasons)} not met"
    for name, reason in reasons.items():
        yield f"  {name}: {reason}"
