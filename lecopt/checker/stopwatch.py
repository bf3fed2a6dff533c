"""How long an answer has computed: the processor time of its thread, without what importing a library takes.

On a busy machine a right answer waits for its turn, and torch takes seconds to import: neither is a loop without end.
"""

import builtins
import threading
import time
from collections.abc import Callable

PATIENCE = 3  # times the seconds that are allowed, on the wall
ASLEEP = 0.02  # a share of the time below which a thread waits for something and doesn't compute
LONGEST_IMPORT = 120.0  # seconds
SHORT = 0.05  # seconds until one asks again


class Stopwatch:
    """Runs in a ``with`` block, in the thread that is measured; `left` may be asked from any thread.

    Args: seconds: allowed, > 0. on_import: told True when an import begins and False when it ends.
    """

    def __init__(self, seconds: float, on_import: Callable[[bool], None] = lambda busy: None) -> None:
        self.seconds, self.on_import = seconds, on_import
        self._cpu, self._wall = _cpu_clock(), time.monotonic
        self._thread, self._began, self._imports = threading.get_ident(), self._now(), (0.0, 0.0)
        self._import_began = None

    def __enter__(self) -> "Stopwatch":
        self._real = builtins.__import__
        builtins.__import__ = self._importing
        return self

    def __exit__(self, *_) -> None:
        if builtins.__import__ == self._importing:
            builtins.__import__ = self._real

    def left(self) -> float:
        """Seconds that the answer may still compute; 0 or less where it has to be stopped."""
        now, began = self._now(), self._import_began
        imports = self._imports if began is None else _sum(self._imports, _difference(now, began))
        if began is not None:
            return SHORT if imports[1] < LONGEST_IMPORT else 0.0
        cpu, wall = _difference(_difference(now, self._began), imports)
        waits = wall >= self.seconds and cpu < ASLEEP * wall
        return 0.0 if waits or wall >= PATIENCE * self.seconds else self.seconds - cpu

    def _importing(self, *arguments, **keywords):
        """What stands in the place of ``__import__``."""
        if self._import_began is not None or threading.get_ident() != self._thread:
            return self._real(*arguments, **keywords)
        self._import_began = self._now()
        self.on_import(True)
        try:
            return self._real(*arguments, **keywords)
        finally:
            self._imports = _sum(self._imports, _difference(self._now(), self._import_began))
            self._import_began = None
            self.on_import(False)

    def _now(self):
        return self._cpu(), self._wall()


def _cpu_clock():
    """The processor time of this thread, to be read from any thread; where there is no such clock, that on the wall."""
    try:
        number = time.pthread_getcpuclockid(threading.get_ident())
    except (AttributeError, OSError):
        return time.monotonic
    return lambda: time.clock_gettime(number)


def _sum(a, b):
    return a[0] + b[0], a[1] + b[1]


def _difference(a, b):
    return a[0] - b[0], a[1] - b[1]
