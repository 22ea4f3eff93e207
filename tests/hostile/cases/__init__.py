"""The tables of cases: one file a kind of hostility."""
import importlib
import pkgutil


def every():
    """All of them, by the names of the files."""
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        if not module.name.startswith("_"):
            found += importlib.import_module("cases." + module.name).CASES
    return found
