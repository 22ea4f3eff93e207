"""The same descriptor in Frictionless, which reports every error.

    with_frictionless.py FOLDER
"""
import re
import sys
from collections import Counter

import frictionless
from frictionless import Package, system

with system.use_context(trusted=True):
    report = Package(f"{sys.argv[1]}/all.json").validate(limit_errors=10**9)

found = Counter()
for error in report.tasks[0].errors:
    if error.type == "constraint-error":
        code = re.match(r'constraint "(\w+)"', error.note)[1]
    else:
        code = error.type.removesuffix("-error")
    found[f"{getattr(error, 'field_name', '?')} {code}"] += 1

print("#", "Frictionless", frictionless.__version__)
for rule, count in found.items():
    print(rule, count)
