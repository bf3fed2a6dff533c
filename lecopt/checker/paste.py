"""The input of a trial as a line of Python to paste, so that a learner can look at what went wrong."""

import re
from typing import Any

import numpy as np

from .model import Case, Exercise

LONGEST = 20_000  # letters; nobody pastes more


def as_line(exercise: Exercise, case: Case) -> str:
    """The arguments of a case as one line: ``W = np.array([[1.0, 2.0]]); reg = 0.1``, every digit of every number.

    What only the check can make, such as a function or a generator, is ``...``, and a comment says so.
    """
    named = dict(zip(exercise.argument_names, case.args, strict=False)) | case.kwargs
    written = {name: _written(value) for name, value in named.items()}
    line = "; ".join(f"{name} = {text}" for name, text in written.items())
    made = [name for name, text in written.items() if "..." in text]
    comment = f"  # {' and '.join(made)}: made by the check" if made else ""
    return line + comment if len(line) <= LONGEST else ""


def _written(value: Any) -> str:
    """A value as Python's source gives it back."""
    if isinstance(value, (np.ndarray, np.generic)):
        kind = "" if value.dtype.name in ("float64", "int64", "bool", "complex128") else f", dtype={value.dtype.name!r}"
        plain = value.ndim == 0 and not kind
        return _numbers(value.tolist()) if plain else f"np.array({_numbers(value.tolist())}{kind})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(_written, value)) + "," * (isinstance(value, tuple) and len(value) == 1)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, str):
        return repr(value)
    return _numbers(value) if isinstance(value, (int, float, complex, type(None))) else "..."


def _numbers(value: Any) -> str:
    """A number, or nested lists of numbers, with nan and inf as NumPy names them."""
    return re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value))
