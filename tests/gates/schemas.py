#!/usr/bin/env python3
"""The JSON Schemas of klopt say what klopt says.

    schemas.py KLOPT

Every descriptor, rule file and waiver file of the samples and of klopt is valid; and
of mutants of some (a key that is misspelt or gone, a mapping, a list or nothing in
place of a value) klopt and the schema say the same, but for what SEMANTIC lists: what
a schema cannot say."""
import atexit
import copy
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import yaml

klopt = sys.argv[1]
stage = tempfile.mkdtemp()
atexit.register(shutil.rmtree, stage)
NAMES = ("klopt", "rules", "waivers")
SEMANTIC = [
    # The value must be one of the field's type, or a column or table that is there.
    r"'(minimum|maximum|exclusive\w+|enum)' of field",
    r"there is no (field|table|column|rule file|waiver file|register) ",
    r"'decimalChar' and 'groupChar' are the same",
    r"'(pattern|format|when|expect|of|where|unless)' ",
    r"takes (a condition|an expression)",
    r"expression",
    r"^two ",
    r"stands twice",
    r"is given twice",
    r"the (package|resource) has the key",
]


class Loader(yaml.SafeLoader):
    """Scalars as YAML 1.2 has them: `on` is a text, and so is a date."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
        ("bool", r"^(true|false)$", "tf"),
        ("null", r"^(null|~|)$", ["n", "~", ""]),
        ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789")):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern),
                                 list(first))


def load(path):
    with open(path) as file:
        return yaml.load(file, Loader)


def read_schema(name):
    with open(f"rules/schemas/{name}.schema.json") as file:
        return json.load(file)


schemas = {name: read_schema(name) for name in NAMES}
store = {f"file:///{name}.schema.json": schemas[name] for name in NAMES}
validators = {}
for name in NAMES:
    jsonschema.Draft202012Validator.check_schema(schemas[name])
    validators[name] = jsonschema.Draft202012Validator(
        schemas[name], resolver=jsonschema.RefResolver(
            f"file:///{name}.schema.json", schemas[name], store=store))
passed = failed = 0


def say(fine, text):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print("FAILED:", text)


def kind_of(document):
    if not isinstance(document, dict):
        return None
    return ("waivers" if "waivers" in document else
            "rules" if "rules" in document else
            "klopt" if "resources" in document else None)


def walk(node, path=()):
    items = (node.items() if isinstance(node, dict) else
             enumerate(node) if isinstance(node, list) else ())
    for key, value in list(items):
        yield path + (key,), value
        yield from walk(value, path + (key,))


def mutants(document):
    for path, value in walk(document):
        key = path[-1]

        def change(how):
            made = copy.deepcopy(document)
            parent = made
            for part in path[:-1]:
                parent = parent[part]
            how(parent)
            return made

        if isinstance(key, str):
            yield "misspelt", path, change(
                lambda parent: parent.update({key + "x": parent.pop(key)}))
            yield "gone", path, change(lambda parent: parent.pop(key))
        for what, new in ("mapping", {"x": 1}), ("list", []), ("empty", ""):
            if type(new) is not type(value) and not (new == [] and value == {}):
                yield what, path, change(
                    lambda parent: parent.__setitem__(key, new))


def complaint(folder, file):
    """What klopt says of the file itself: an error, and what it does not check."""
    said = subprocess.run([klopt, "check", "-q", folder], capture_output=True,
                          text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    told = {}
    for line in said.stderr.splitlines():
        for kind in ("error", "not checked"):
            at, _, text = line.partition(f": {kind}: ")
            if text and at.startswith(file):
                told.setdefault(kind, text)
    return told.get("error"), told.get("not checked")


def compare(folder, name, stride):
    """Of each stride-th mutant of a file of the dataset, in a copy of it."""
    work = os.path.join(stage, "mutants")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    for rules in glob.glob("rules/*.yaml"):
        shutil.copy(rules, work)
    file = os.path.join(work, name)
    document = load(file)
    validator = validators[kind_of(document)]
    for number, (what, path, made) in enumerate(mutants(document)):
        if number % stride != 0:
            continue
        with open(file, "w") as out:
            json.dump(made, out)
        told, unchecked = complaint(work, file)
        valid = validator.is_valid(made)
        semantic = told and any(re.search(known, told) for known in SEMANTIC)
        where = f"{folder}/{name}: {'/'.join(map(str, path))} {what}"
        if valid and told and not semantic:
            say(False, f"{where}: only klopt refuses: {told}")
        elif not valid and not told and not unchecked:
            error = jsonschema.exceptions.best_match(validator.iter_errors(made))
            say(False, f"{where}: only the schema refuses: {error.message[:120]}")
        else:
            say(True, "")


for file in sorted(glob.glob("samples/*/*.yaml") + glob.glob("rules/*.yaml")):
    document = load(file)
    if kind_of(document):
        error = jsonschema.exceptions.best_match(
            validators[kind_of(document)].iter_errors(document))
        say(error is None, f"{file}: {error and error.message}")
compare("samples/ci", "datapackage.yaml", 1)
compare("samples/ci", "regels.yaml", 1)
compare("samples/ci", "toelichtingen.yaml", 1)
compare("samples/levering-2005", "datapackage.yaml", 3)
compare("samples/ao-monitor-2005", "datapackage.yaml", 37)
compare("samples/ao-monitor-2005", "ao-monitor.yaml", 5)
compare("samples/ao-trajecten-2004", "ao-trajecten.yaml", 2)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
