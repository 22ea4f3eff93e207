"""Descriptors, rule files, expressions and patterns that are deep, wide or endless."""
from case import Case
from cases._make import named, package


def laughs(depth, quote='"'):
    """Each alias stands for ten of the one before."""
    yield f"a0: &a0 [{quote}ha{quote}]\n"
    for level in range(1, depth):
        yield f"a{level}: &a{level} [{','.join(['*a%d' % (level - 1)] * 10)}]\n"


def rule(expect, **more):
    """A package whose one rule is an expression."""
    extra = "".join(f"    {key}: {value}\n" for key, value in more.items())
    return package(f"rules:\n  - id: e\n    check: expr\n{extra}    expect: '{expect}'\n",
                   "a,b\n1,2\n" + "1," + "a" * 60 + "!\n")


def pattern(text, cells):
    """A package whose field a has a pattern."""
    return package(table="a,b\n" + "".join(f"{cell},1\n" for cell in cells), resource=(
        "    schema:\n      fields:\n"
        f"        - {{name: a, type: string, constraints: {{pattern: '{text}'}}}}\n"
        "        - {name: b}\n"))


def enum(count):
    """A package with an enum of so many values."""
    def pieces():
        yield "resources:\n  - name: t\n    path: t.csv\n    schema:\n      fields:\n"
        yield "        - {name: a, constraints: {enum: ["
        for start in range(0, count, 1000):
            yield ",".join(f"v{i}" for i in range(start, min(count, start + 1000))) + ",\n"
        yield "v]}}\n        - {name: b}\n"
    return named({"datapackage.yaml": pieces, "t.csv": "a,b\nv1,1\nnot,2\n"})


DESCRIPTOR = r"^datapackage\.(yaml|json):\d+:\d+: error: "
FOUT = r"^datapackage\.(yaml|json):\d+:\d+: fout: "
RULES = r"^rules\.yaml:\d+:\d+: error: "
REGELS = r"^rules\.yaml:\d+:\d+: fout: "
UNREAD = r"^rules\.yaml:\d+:\d+: not checked: "
ONGELEZEN = r"^rules\.yaml:\d+:\d+: niet gecontroleerd: "
TOO_DEEP = UNREAD + "too deep"
TE_DIEP = ONGELEZEN + "te diep"
CHECK = "klopt check ."
TWO_IDS = "rules:\n" + 2 * "  - {id: e, check: expr, expect: a > 0}\n"

CASES = [
    Case("yaml-billion-laughs", named({"datapackage.yaml": lambda: laughs(12)}), CHECK, 2,
         DESCRIPTOR + "more than 1000000 nodes", FOUT),
    Case("yaml-laughs-in-rules", package("".join(laughs(12)) + "rules: []\n"), CHECK, 2,
         RULES + "more than", REGELS),
    Case("yaml-deep-flow", named({"datapackage.yaml": "resources: " + "[" * 100000}), CHECK, 2,
         DESCRIPTOR, FOUT),
    Case("yaml-deep-block", named({"datapackage.yaml": lambda: (
        " " * i + "a:\n" for i in range(5000))}), CHECK, 2, DESCRIPTOR, FOUT),
    Case("yaml-deep-dashes", named({"datapackage.yaml": "- " * 200000}), CHECK, 2,
         DESCRIPTOR, FOUT),
    Case("yaml-many-anchors", named({"datapackage.yaml": lambda: (
        f"k{i}: &n{i} 1\n" for i in range(300000))}), CHECK, 2, DESCRIPTOR, FOUT, mib=200),
    Case("yaml-one-anchor-again", named({"datapackage.yaml": lambda: (
        f"k{i}: *n\n" if i else "k: &n 1\n" for i in range(300000))}), CHECK, 2, DESCRIPTOR,
        FOUT, mib=200),
    Case("yaml-one-key-of-many", named({"datapackage.yaml": lambda: (
        f"key{i}: 1\n" for i in range(200000))}), CHECK, 2, DESCRIPTOR, FOUT, mib=200),
    Case("yaml-too-large", named({"datapackage.yaml": lambda: (
        "# nothing\n" * 10000 for _ in range(700))}), CHECK, 2, "64 MiB|larger", "64 MiB",
        mib=200, smoke=False),
    Case("yaml-a-long-scalar", named({"datapackage.yaml": lambda: (
        "x" * 1000000 for _ in range(40))}), CHECK, 2, DESCRIPTOR, FOUT, mib=300, smoke=False),
    Case("yaml-a-long-number", package(resource="    klopt: {n: " + "9" * 5000 + "}\n"), CHECK,
         2, DESCRIPTOR, FOUT),
    Case("json-deep", named({"datapackage.json": '{"resources":' + "[" * 100000}), CHECK, 2,
         DESCRIPTOR, FOUT),
    Case("json-deep-maps", named({"datapackage.json": '{"a":' * 100000}), CHECK, 2,
         DESCRIPTOR, FOUT),
    Case("json-surrogate-alone", named({
        "datapackage.json": '{"resources":[{"name":"\\ud800","path":"t.csv"}]}',
        "t.csv": "a\n1\n"}), CHECK, 2, DESCRIPTOR, FOUT),
    Case("json-nul", named({
        "datapackage.json": '{"resources":[{"name":"t","path":"t.csv\\u0000.png"}]}',
        "t.csv": "a\n1\n"}), CHECK, 2, DESCRIPTOR, FOUT),
    Case("expression-deep-parentheses", rule("(" * 10000 + "a" + ")" * 10000 + " > 0"), CHECK,
         2, TOO_DEEP, TE_DIEP),
    Case("expression-deep-not", rule("not " * 10000 + "a > 0"), CHECK, 2, TOO_DEEP,
         TE_DIEP),
    Case("expression-deep-minus", rule("- " * 10000 + "a > 0"), CHECK, 2, TOO_DEEP,
         TE_DIEP),
    Case("expression-deep-calls", rule("abs(" * 10000 + "a" + ")" * 10000 + " > 0"), CHECK, 2,
         TOO_DEEP, TE_DIEP),
    Case("expression-deep-sum-of", rule("sum(" * 10000 + "a" + ")" * 10000 + " > 0"), CHECK, 2,
         TOO_DEEP, TE_DIEP),
    Case("expression-long-chain", rule(" + ".join(["a"] * 10000) + " > 0"), CHECK, 2,
         UNREAD + "the expression has too many parts", ONGELEZEN),
    Case("expression-long-powers", rule(" * ".join(["a * 999999999999"] * 2000) + " > 0"), CHECK,
         2, UNREAD + "the expression has too many parts", ONGELEZEN),
    Case("expression-too-long", rule("a > " + "1" * 70000), CHECK, 2, UNREAD + ".* longer than",
         ONGELEZEN),
    Case("expression-a-thousand-digits", rule("a > " + "1" * 1000), CHECK, 2,
         UNREAD + ".*36 digits", ONGELEZEN),
    Case("expression-fractions-grow", rule(" + ".join(
        f"a / {10 ** 15 + 2 * i + 1}" for i in range(300)) + " > 0"), CHECK, 2,
        UNREAD + ".*could decide nothing: .*too long", ONGELEZEN),
    Case("expression-many-in", rule("a in (" + ", ".join(str(i) for i in range(9000)) + ")"),
         CHECK, 0, "e +expr +1 +2"),
    Case("expression-backtracks", rule('b matches "(a+)+[bc]|2"'), CHECK, 2,
         UNREAD + ".*this pattern takes too long on line 3 of table t", ONGELEZEN),
    Case("pattern-backtracks", pattern("(a+)+[bc]", ["a" * 40, "a" * 60 + "!"]), CHECK, 2,
         r"^t\.csv:\d+.*: not checked: .*pattern", r"^t\.csv:\d+.*: niet gecontroleerd: ", lines=3),
    Case("pattern-backtracks-often", pattern("(a|aa|aaa)+[bc]", ["a" * 200] * 2000), CHECK, 2,
         r"not checked: .*pattern", seconds=10, lines=3),
    Case("pattern-back-references", pattern(r"(.*)(.*)(.*)(.*)\1\2\3\4[xy]", ["ab" * 3000]), CHECK,
         2, "not checked: .*pattern", lines=3),
    Case("pattern-recurses", pattern(r"(?R)?a", ["a" * 3000]), CHECK, 2, ".", lines=3),
    Case("pattern-deep", pattern("(" * 10000 + "a" + ")" * 10000, ["a"]), CHECK, 2, DESCRIPTOR,
         FOUT),
    Case("pattern-grows", pattern("((((a{1,100}){1,100}){1,100}){1,100}){1,100}", ["a"]), CHECK,
         2, DESCRIPTOR, FOUT),
    Case("pattern-calls-out", pattern(r"(*LIMIT_MATCH=4000000000)(a+)+[bc]", ["a" * 60]), CHECK, 2,
         "not checked: .*pattern", lines=3),
    Case("pattern-of-utf-off", pattern(r"(*UTF)(*NO_JIT)(a+)+[bc]", ["a" * 60]), CHECK, 2,
         "not checked: .*pattern", lines=3),
    Case("enum-of-a-million", enum(900000), CHECK, 1, r"t\.csv:3:1: error: .*\[enum\]", mib=700,
         smoke=False),
    Case("enum-of-many", enum(100000), CHECK, 1, r"t\.csv:3:1: error: .*\[enum\]", mib=200),
    Case("enum-of-too-many", enum(1100000), CHECK, 2, DESCRIPTOR + "more than 1000000", FOUT,
         mib=700, smoke=False),
    Case("rules-of-one-id", package(TWO_IDS), CHECK, 2,
         RULES + ".*'e'", REGELS),
    Case("rules-very-many", package("rules:\n" + "".join(
        f"  - {{id: r{i}, check: expr, expect: a > 0}}\n" for i in range(20000))), CHECK, 0,
        "r19999 +expr +1 +1", mib=700, seconds=60),
]
