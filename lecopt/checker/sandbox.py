"""Running a learner's code so that its output, its loops, its crashes and its memory don't reach the notebook.

On Linux the code runs in a forked copy of the process, which is thrown away; elsewhere, and where an exercise asks for
it, it runs here, under the same clock. Here a loop in Python is stopped, and a sleep too (in the main thread); a loop
inside one C call, such as ``sum(itertools.count())``, is not. Neither is a prison: files, the network and processes
that an answer starts are as real as in any cell of the notebook.
"""

import contextlib
import faulthandler
import gc
import json
import mmap
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from .clock import OutOfTime
from .stopwatch import LONGEST_IMPORT, PATIENCE

CAN_FORK = sys.platform == "linux"
HEADROOM = 2 << 30  # bytes that a copy may allocate
GRACE = 1.5  # seconds after its time that a copy has to stop by itself
POLL = 0.1  # seconds between two looks at the note


class Died(Exception):
    """The copy ended without a result: its text says how."""


def guarded(task: Callable, seconds: float, isolate: bool = True) -> Any:
    """The value of ``task(note)``, which JSON must be able to hold, computed where it can do no harm.

    The task runs under `quiet` and a clock of `seconds`, and deals with `OutOfTime` itself; it leaves word on the
    `Note` of where it stands, for the case that it has to be killed. Raises Died, OutOfTime (its text is what the note
    says), and KeyboardInterrupt when the learner interrupts.
    """
    if isolate and CAN_FORK:
        with contextlib.suppress(_NoCopy):
            return _in_a_copy(task, seconds)
    return task(Note(bytearray(1024)))


class Note:
    """What a task leaves word of, in memory that another process may share: where it stands, whether it imports."""

    def __init__(self, board: Any) -> None:
        self.board = board

    def stands(self, text: str) -> None:
        """Leave word of where the task stands."""
        self.board[1:] = text.encode("utf8")[: len(self.board) - 1].ljust(len(self.board) - 1, b"\0")

    def importing(self, busy: bool) -> None:
        """Leave word that an import begins or ends."""
        self.board[0] = busy

    def text(self) -> str:
        """Where the task stands."""
        return bytes(self.board[1:]).rstrip(b"\0").decode("utf8", "replace")


class _NoCopy(Exception):
    """The process could not be forked."""


def _in_a_copy(task, seconds):
    board = mmap.mmap(-1, 1024)  # memory shared with the copy: its last note
    inlet, outlet = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of threads: the copy has one, and answers need no more
            pid = os.fork()
    except OSError as error:
        os.close(inlet)
        os.close(outlet)
        raise _NoCopy from error
    if pid == 0:
        _be_the_copy(task, board, outlet)
    os.close(outlet)
    try:
        data = _received(inlet, PATIENCE * seconds + GRACE, board)
    finally:
        os.close(inlet)
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                kill(pid, signal.SIGKILL)
        status = _ended(pid)
    if data is None:
        raise OutOfTime(Note(board).text())
    try:
        kind, value = json.loads(data)
    except Exception as error:
        how = (
            f"signal {os.WTERMSIG(status)}"
            if os.WIFSIGNALED(status)
            else f"exit status {os.waitstatus_to_exitcode(status)}"
        )
        raise Died(how) from error
    if kind == "interrupted":
        raise KeyboardInterrupt
    if kind == "failed":
        raise RuntimeError(f"the check itself failed: {value}")
    return value


def _ended(pid):
    """How a child ended, as `os.waitpid` says it; 0 where the system has forgotten (somebody ignores SIGCHLD)."""
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


def _be_the_copy(task, board, outlet):
    """Run the task in the forked child, send what it gives, and end: this never returns."""
    try:
        pid = os.getpid()
        gc.freeze()  # what the notebook left for the collector is not this copy's to close
        faulthandler.disable()
        with contextlib.suppress(OSError, ValueError, ImportError):  # what a system refuses is not insisted on
            os.setpgid(0, 0)
            _bound_memory()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)

        try:
            message = ("done", task(Note(board)))
        except KeyboardInterrupt:
            message = ("interrupted", None)
        except BaseException as error:
            message = ("failed", f"{type(error).__name__}: {error}")
        if os.getpid() == pid:  # the answer may have forked
            data = memoryview(json.dumps(message).encode())
            while data:
                data = data[os.write(outlet, data) :]
    finally:
        os._exit(0)


def _bound_memory():
    import resource  # not on Windows

    with open("/proc/self/statm") as file:
        in_use = int(file.read().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = in_use + HEADROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _received(inlet, seconds, board):
    """All the bytes that come through a pipe until it is closed, or None when it still isn't after so many seconds.

    The time in which the copy imports doesn't count.
    """
    parts, start, imports = [], time.monotonic(), 0.0
    while True:
        asked = time.monotonic()
        left = seconds - (asked - start - imports)
        ready, _, _ = select.select([inlet], [], [], min(max(left, 0.0), POLL))
        if board[0] and imports < LONGEST_IMPORT:
            imports += time.monotonic() - asked
        if ready:
            part = os.read(inlet, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
        elif left <= 0:
            return None
