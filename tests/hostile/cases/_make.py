"""What the cases are made of."""
import os


def write(folder, name, content):
    """A file, of text, of bytes, or of pieces of these."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        for piece in [content] if isinstance(content, (str, bytes)) else content:
            file.write(piece.encode("utf-8", "surrogateescape") if isinstance(piece, str)
                       else piece)


def named(contents):
    """A maker of files by their names; what is callable is called for its contents."""
    def make(folder):
        for name, content in contents.items():
            write(folder, name, content() if callable(content) else content)
    return make


def package(rules=None, table="a,b\n1,2\n", resource="", top=""):
    """A package of one table t, with rules in rules.yaml if they are given."""
    descriptor = top + ("klopt: {rules: [rules.yaml]}\n" if rules is not None else "") \
        + "resources:\n  - name: t\n    path: t.csv\n" + resource
    contents = {"datapackage.yaml": descriptor, "t.csv": table}
    if rules is not None:
        contents["rules.yaml"] = rules
    return named(contents)
