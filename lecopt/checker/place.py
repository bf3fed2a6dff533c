"""Where in a learner's code something happened: the deepest line that is theirs."""

import linecache
import os
import re
import site
import sys
import sysconfig
import types
from typing import Any

from .clock import starts_the_task

OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIBRARIES = (OURS, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"], *site.getsitepackages())
CELL = re.compile(r"ipykernel_|ipython-input|^<")


Frame = tuple[types.FrameType, int]  # and its line number


def code_of(answer: Any) -> types.CodeType | None:
    """The code object of a function, method or callable object, or None; runs none of the answer's own code."""
    kind = type(answer)
    if issubclass(kind, types.MethodType):
        answer = types.MethodType.__getattribute__(answer, "__func__")
    elif not issubclass(kind, types.FunctionType):
        answer = next((vars(k)["__call__"] for k in type.mro(kind) if "__call__" in vars(k)), None)
    return answer.__code__ if isinstance(answer, types.FunctionType) else None


def frames_of_exception() -> list[Frame]:
    """The frames of the exception being handled as (frame, line number), outermost first."""
    trace, found = sys.exc_info()[2], []
    while trace is not None:
        found.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return found


def frames_out(frame: types.FrameType) -> list[Frame]:
    """The frames from the sandbox to this one, outermost first."""
    found = []
    while frame is not None and not starts_the_task(frame):
        found.append((frame, frame.f_lineno))
        frame = frame.f_back
    return found[::-1]


def place(frames: list[Frame], answer: Any) -> str:
    """Words for the deepest of the frames that is the learner's: "line 3 (`return x / 0`)"; "" where none is.

    A frame in the file that the answer was written in goes before one elsewhere.
    """
    code = code_of(answer)
    home = code.co_filename if code else None
    theirs = [(frame, line) for frame, line in frames if frame.f_code.co_filename == home]
    theirs = theirs or [(frame, line) for frame, line in frames if not _is_library(frame.f_code.co_filename)]
    if not theirs:
        return ""
    frame, number = theirs[-1]
    file = frame.f_code.co_filename
    text = linecache.getline(file, number, frame.f_globals).strip()
    whose = "" if CELL.search(file) else f" of {os.path.basename(file)}"
    return f"line {number}{whose}" + (f" (`{text}`)" if text else "")


def _is_library(file):
    return (
        file.startswith(("<frozen", "<__array_function__", *LIBRARIES))
        or "site-packages" in file
        or "dist-packages" in file
    )
