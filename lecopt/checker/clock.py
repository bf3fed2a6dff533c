"""A time limit for code that may never end: an exception inside it, repeated for code that swallows exceptions."""

import contextlib
import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from .stopwatch import Stopwatch

TICK = 0.05  # seconds between two attempts to stop


class OutOfTime(BaseException):
    """Raised inside code that runs longer than it may. Not an Exception, so ``except Exception`` lets it through."""


@contextlib.contextmanager
def time_limit(
    seconds: float, on_time: Callable = lambda frame: None, on_import: Callable = lambda busy: None
) -> Iterator[Callable]:
    """Gives ``run(task)``, which returns task() or raises OutOfTime; ``on_time(frame)`` is told where it stood.

    The seconds are those of a `Stopwatch`: computing counts, importing doesn't. In the main thread of a POSIX system an
    alarm does it, so that sleeping is interrupted too. Elsewhere a second thread asks the interpreter to raise, which
    works between two lines of Python.
    """
    here = threading.current_thread() is threading.main_thread()
    guard = _alarm if here and hasattr(signal, "setitimer") else _watchdog
    with Stopwatch(seconds, on_import) as watch, guard(watch, on_time):
        yield _inside


def _inside(task):
    return task()


def starts_the_task(frame: FrameType) -> bool:
    """Whether a frame is the one that called the task: every frame of the task lies deeper."""
    return frame.f_code is _inside.__code__


def _is_inside(frame):
    while frame is not None and not starts_the_task(frame):
        frame = frame.f_back
    return frame is not None


@contextlib.contextmanager
def _alarm(watch, on_time):
    tracing, ticks = sys.gettrace(), 0

    def stop(signum, frame):
        nonlocal ticks
        if not _is_inside(frame):
            return
        if ticks == 0 and (left := watch.left()) > 0:
            signal.setitimer(signal.ITIMER_REAL, max(left, TICK), TICK)
            return
        ticks += 1
        if ticks == 1:
            on_time(frame)
        else:  # it was swallowed: make the handler that swallows it raise at its next line
            while not starts_the_task(frame):
                frame.f_trace, frame = _raise_at_next_line, frame.f_back
            sys.settrace(_raise_at_next_line)
        raise OutOfTime

    start = time.monotonic()
    handler = signal.signal(signal.SIGALRM, stop)
    theirs = signal.setitimer(signal.ITIMER_REAL, watch.seconds, TICK)
    try:
        yield
    finally:
        remaining = max(1e-3, theirs[0] - (time.monotonic() - start)) if theirs[0] else 0
        signal.setitimer(signal.ITIMER_REAL, remaining, theirs[1])
        signal.signal(signal.SIGALRM, handler)
        if ticks > 1:
            sys.settrace(tracing)


def _raise_at_next_line(frame, event, arg):
    if not _is_inside(frame):
        return None
    if event == "line":
        raise OutOfTime
    return _raise_at_next_line


@contextlib.contextmanager
def _watchdog(stopwatch, on_time):
    thread, done, asked = threading.get_ident(), threading.Event(), []

    def watch():
        wait = stopwatch.seconds
        while not done.wait(wait):
            frame = sys._current_frames().get(thread)
            if not asked and (left := stopwatch.left()) > 0:
                wait = max(left, TICK)
                continue
            if _is_inside(frame):
                if not asked:
                    on_time(frame)
                asked.append(True)
                _raise_in(thread, OutOfTime)
            wait = TICK

    guard = threading.Thread(target=watch, daemon=True)
    guard.start()
    try:
        yield
    finally:
        try:
            done.set()
            guard.join()
        except OutOfTime:  # one was still on its way; outside the task no other is asked for
            done.set()
            guard.join()
        if asked:
            _take_back(thread)


def _take_back(thread):
    """Let an exception that was asked for arrive here, where it does no harm.

    Python 3.11 raises a flag with each request and lowers it only when an exception is delivered. A request withdrawn
    (by asking for none) leaves the flag up, and the next function that a debugger traces never starts.
    """
    with contextlib.suppress(OutOfTime):
        _raise_in(thread, OutOfTime)
        while True:
            time.sleep(0)


def _raise_in(thread, kind):
    """Ask the interpreter to raise an exception of this kind in a thread."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))
