"""The one place that runs commands: in turns, with medians and the most of memory."""
import shlex
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import answers
import peers
from data import HOW


class Unmeasurable(Exception):
    """A command ended as it must not."""


@dataclass
class Result:
    """Of one case. Seconds, MiB, bytes; nothing of what is absent."""
    case: object
    label: str
    absent: str = ""
    seconds: float = 0.0
    processor: float = 0.0
    memory: float = 0.0
    size: int = 0
    rows: int = 0
    who: str = ""
    wrong: list = field(default_factory=list)   # where the answers differ
    times: list = field(default_factory=list)

    @property
    def speed(self):
        """Bytes a second; of what reads no data, runs a second."""
        return (self.size or 1) / self.seconds


class Bench:
    """Runs groups of cases with the programs in `bin`, tools and files in `home`."""

    def __init__(self, bin_folder, home, data, rounds, with_peers=True):
        self.home, self.data, self.rounds = Path(home), data, rounds
        self.with_peers = with_peers
        self.names = {"bin": str(bin_folder), "tools": str(home), "out": f"{home}/out",
                      **data.names()}
        Path(self.names["out"]).mkdir(parents=True, exist_ok=True)

    def label(self, text):
        return text.format(**self.names)

    def group(self, group):
        """The results of its cases, in their order."""
        results, commands = [], []
        for case in group.cases:
            result, command = self._prepare(case)
            results.append(result)
            commands.append(command)
        for _ in range(self.rounds[group.rounds]):
            for result, command in zip(results, commands):
                if command:
                    self._run(result, command)
        for result in results:
            if not result.absent:
                result.seconds = statistics.median(t[0] for t in result.times)
                result.processor = statistics.median(t[1] for t in result.times)
        return results

    def _prepare(self, case):
        """A result without figures yet, and the command; None: it is absent."""
        result = Result(case, self.label(case.label))
        command, result.absent = self._command(case)
        if command and case.data:
            result.size, result.rows = self.data.size(case.data), self.data.rows_of(case.data)
        return result, command

    def _command(self, case):
        if case.peer:
            if not self.with_peers and peers.PEERS[case.peer].how:
                return None, "left out"
            command = peers.command(case.peer, self.home, self.data.folder(case.data),
                                    self.names["out"])
            return command, "" if command else peers.PEERS[case.peer].how
        if case.data and not self.data.folder(case.data):
            return None, HOW[case.data]
        command = self._words(case.command)
        if case.probe and subprocess.run(self._words(case.probe), capture_output=True,
                                         check=False).returncode != 0:
            return None, "a klopt that reads it"
        return command, ""

    def _words(self, command):
        folders = _Folders(self.names, self.data)
        return [word.format_map(folders) for word in shlex.split(command)]

    def _run(self, result, command):
        output = self.home / "out/output" if result.case.answers else "/dev/null"
        ran = subprocess.run([self.home / "measure", output, *command], check=True,
                             capture_output=True, text=True)
        wall, processor, kib, status = ran.stdout.split()
        if int(status) != result.case.status:
            raise Unmeasurable(f"{result.label}: ended with {status}, not"
                               f" {result.case.status}: {shlex.join(map(str, command))}")
        if result.case.answers and not result.times:
            found, result.who = answers.read(result.case.answers, output)
            result.wrong = answers.differences(found, self._right(result.case))
        result.times.append((float(wall), float(processor)))
        result.memory = max(result.memory, int(kib) / 1024)

    def _right(self, case):
        right = self.data.planted(case.data)
        if "rows.json" in case.command:
            right = {rule: n for rule, n in right.items() if not rule.endswith(" unique")}
        return right


class _Folders(dict):
    """The names in a command: words, or folders that are made now."""

    def __init__(self, names, data):
        super().__init__(names)
        self.data = data

    def __missing__(self, name):
        return str(self.data.folder(name))
