"""The programs that klopt is measured against: where they are, how they are called.

Those of Python and npm are installed by `make bench-peers`, in build/bench.
"""
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent / "peers"


@dataclass
class Peer:
    program: str    # must be there; a name is looked for on the path
    needs: str      # a file or folder that must be there too
    command: list   # with {program}, {data} and {codes}
    how: str        # to get it


def _python(name, needs, *arguments):
    return Peer("{home}/venv/bin/python", f"{{home}}/venv/lib/python*/site-packages/{needs}",
                ["{program}", str(HERE / name), *arguments], "make bench-peers")


PEERS = {
    "duckdb": _python("with_duckdb.py", "duckdb", "{data}/pupils.csv", "{codes}", "2"),
    "pandas": _python("with_pandas.py", "pyarrow", "{data}/pupils.csv", "{codes}"),
    "frictionless": _python("with_frictionless.py", "frictionless", "{data}"),
    "csv": Peer(sys.executable, "", ["{program}", str(HERE / "with_csv.py"),
                "{data}/pupils.csv", "{codes}"], ""),
    "tableschema": Peer("node", "{home}/node_modules/tableschema", ["{program}",
                        str(HERE / "with_tableschema.js"), "{data}", "{home}/node_modules"],
                        "make bench-peers"),
    "qsv": Peer("qsvlite", "", [sys.executable, str(HERE / "with_qsv.py"), "{program}",
                "{data}", "{out}"], "cargo install qsv --locked --no-default-features"
                " --features lite --bin qsvlite (half an hour)"),
    "zsv": Peer("zsv", "", ["{program}", "check", "{data}/pupils.csv"],
                "https://github.com/liquidaty/zsv, of which Debian has no package"),
}


def command(name, home, data, out):
    """What runs a peer over a folder of data, or None: it is not there."""
    peer = PEERS[name]
    names = {"home": str(home), "data": str(data), "out": str(out),
             "codes": "rules/registers/crebo-ao-2004.csv"}
    program = shutil.which(peer.program.format(**names))
    needs = peer.needs.format(**names)
    if program is None or (needs and not any(Path("/").glob(needs.lstrip("/")))):
        return None
    return [word.format(program=program, **names) for word in peer.command]
