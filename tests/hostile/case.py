"""What a case is, and how one is run: bounds, status, sentence, and what it may print."""
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import traceback
from typing import Callable, NamedTuple, Optional

KEPT = 4 << 20          # bytes that are looked at from each end of what a program prints
ADDRESS_SPACE = 6 << 30  # of a case that asks for no less: the machine outlives it
# What a terminal or a log obeys, or what hides or reorders text; and bytes of no UTF-8.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e"
                    "\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]|[\udc80-\udcff]")


class Case(NamedTuple):
    """One hostile input, and what must come of it.

    `make` writes the files of the case into an empty folder; `command` is run there by
    bash, with the programs on the path. `says` is a regular expression that matches in
    what is printed, and `zegt` one for the same command in Dutch (None: not run). With
    status 2 what is printed on standard error is one sentence, unless `lines` tells
    how many it may be. `plain`: not for sanitizers, which reserve memory. `look` looks
    further: it takes the folder and what was printed, and returns what is wrong, or
    None."""
    name: str
    make: Callable
    command: str
    status: int
    says: str
    zegt: Optional[str] = None
    lines: int = 1
    seconds: int = 30
    mib: int = 96
    smoke: bool = True
    plain: bool = False
    look: Optional[Callable] = None


class Done(NamedTuple):
    """How a run ended."""
    status: int
    out: str
    err: str
    mib: int
    seconds: float
    late: bool


def beginning_and_end(file):
    """Of what was printed as much as is looked at; bytes of no UTF-8 as surrogates."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    text = file.read(KEPT)
    if size > 2 * KEPT:
        file.seek(size - KEPT)
        # Not in the middle of a character.
        text += b"\n" + file.read(KEPT).split(b"\n", 1)[-1]
    else:
        text += file.read()
    return text.decode("utf-8", "surrogateescape")


def limit():
    """In the child: an address space, and no core files."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, folder, environment, seconds, sanitized):
    """Runs it in the folder, in a group of its own that is killed when it takes longer."""
    late = []
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            ["bash", "-c", "set -o pipefail; " + command], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
            preexec_fn=None if sanitized else limit)

        def stop():
            late.append(True)
            os.killpg(child.pid, signal.SIGKILL)

        begun = time.monotonic()
        timer = threading.Timer(seconds, stop)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        return Done(child.returncode, beginning_and_end(out), beginning_and_end(err),
                    usage.ru_maxrss >> 10, time.monotonic() - begun, bool(late))


def printed_wrong(case, done):
    """What a program may not print, on standard output or standard error."""
    for name, text in (("output", done.out), ("error", done.err)):
        found = OBEYED.search(text)
        if found:
            near = text[max(0, found.start() - 60):found.end() + 20]
            return f"prints {found[0]!r} on standard {name}: {near!r}"
    return None


def wrong(case, done, says, sanitized):
    """What is wrong with how it ended; None: nothing."""
    told = done.err + "\n" + done.out
    if done.late:
        return f"not done in {case.seconds} s"
    if done.status != case.status:
        return f"ended with {done.status}, not {case.status}"
    if not re.search(says, told, re.M):
        return f"does not say: {says}"
    if done.mib > case.mib and not sanitized:
        return f"took {done.mib} MiB, more than {case.mib}"
    if case.status == 2 and done.err.count("\n") > case.lines:
        return f"{done.err.count(chr(10))} lines on standard error, not {case.lines}"
    return printed_wrong(case, done)


def made(case, folder):
    """Makes the files in a process of its own: what that takes of memory is not counted
    as that of the programs, which begin as a copy of this process."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            case.make(folder)
            status = 0
        except BaseException:  # pylint: disable=broad-except
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def environment_of(bin_folder, folder, dutch):
    """Nothing of the user's own."""
    return {"PATH": bin_folder + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder,
            "LC_ALL": "C.UTF-8", "LANGUAGE": "nl" if dutch else "en", "TZ": "UTC",
            "TERM": "xterm", "SOURCE_DATE_EPOCH": "0", "TMPDIR": os.path.join(folder, ".tmp")}


def left(folder):
    """Temporary files that nobody needs any more."""
    names = os.listdir(os.path.join(folder, ".tmp"))
    return f"left in TMPDIR: {names}" if names else None


def try_case(case, bin_folder, work, sanitized):
    """Runs a case, in both languages; returns what is wrong or None, MiB and seconds.
    Sanitizers take much more memory and time, which are not compared then."""
    mib, seconds = 0, 0.0
    for dutch in (False, True):
        says = case.zegt if dutch else case.says
        if says is None:
            continue
        folder = tempfile.mkdtemp(prefix=case.name + "-", dir=work)
        try:
            os.mkdir(os.path.join(folder, ".tmp"))
            if not made(case, folder):
                return "its files could not be made", mib, seconds
            done = run(case.command, folder, environment_of(bin_folder, folder, dutch),
                       case.seconds * (10 if sanitized else 1), sanitized)
            mib, seconds = max(mib, done.mib), max(seconds, done.seconds)
            fault = wrong(case, done, says, sanitized) or left(folder) \
                or (case.look and case.look(folder, done))
            if fault:
                language = "in Dutch: " if dutch else ""
                return f"{language}{fault}\n{shown(done)}", mib, seconds
        finally:
            subprocess.run(["chmod", "-R", "u+rwx", folder], check=False)
            shutil.rmtree(folder, ignore_errors=True)
    return None, mib, seconds


def shown(done):
    """The first lines of what was printed, safe to show."""
    lines = (done.err + done.out).splitlines()[:12]
    return "\n".join("    " + ascii(line)[1:-1][:240] for line in lines)
