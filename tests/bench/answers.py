"""What each program found: the number of violations of each rule, as "FIELD CODE"."""
import json
from collections import Counter


def read(form, path):
    """The counts in the output of a program, and who it says it is."""
    found, who = Counter(), ""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if form == "jsonl":
                finding = json.loads(line)
                if "code" in finding:
                    found[f"{finding['field']} {finding['code']}"] += 1
            elif line.startswith("# "):
                who = line[2:].strip()
            else:
                rule, count = line.rsplit(" ", 1)
                found[rule] += int(count)
    return found, who


def differences(found, right):
    """The rules on which they do not agree, a sentence each; none: they agree."""
    return [f"{rule}: {found.get(rule, 0)}, not {right.get(rule, 0)}"
            for rule in sorted({*found, *right})
            if found.get(rule, 0) != right.get(rule, 0)]
