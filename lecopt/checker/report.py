"""What an answer did on the cases, as plain data that JSON can carry from one process to another."""

import base64
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .compare import Strange


@dataclass(frozen=True)
class Returned:
    """A trial that gave a result. changed: the arguments that are no longer what they were."""

    value: object
    changed: tuple = ()


@dataclass(frozen=True)
class Raised:
    """A trial that ended in an exception. where: "line 3 (`return x / 0`)", or "" if no line of theirs is known."""

    kind: str
    text: str = ""
    where: str = ""


Outcome = Returned | Raised


@dataclass
class Report:
    """What an answer did on all cases; shorter than the cases when it had to be stopped."""

    outcomes: list = field(default_factory=list)
    printed: list = field(default_factory=list)  # what each trial printed
    empty: bool = False  # its body does nothing
    accepts: str = ""  # its own signature, where one is known

    def packed(self) -> dict:
        """The report as JSON can hold it."""
        outcomes = [[type(outcome).__name__, _packed(vars(outcome))] for outcome in self.outcomes]
        return {**vars(self), "outcomes": outcomes}

    @classmethod
    def unpacked(cls, data: dict) -> "Report":
        """The report of what `packed` gave."""
        kinds = {"Returned": Returned, "Raised": Raised}
        outcomes = [kinds[kind](**_unpacked(fields)) for kind, fields in data["outcomes"]]
        return cls(**{**data, "outcomes": outcomes})


def _packed(value: Any) -> Any:
    """Plain data, as `lecopt.checker.compare.plain` makes it, for JSON: a list that says its kind first."""
    if isinstance(value, np.ndarray):
        return ["array", value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]
    if isinstance(value, Strange):
        return ["strange", value.kind]
    if isinstance(value, dict):
        return ["dict", *([key, _packed(item)] for key, item in value.items())]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(_packed, value)]
    return value


def _unpacked(value: Any) -> Any:
    """The value of what `_packed` gave."""
    if not isinstance(value, list):
        return value
    kind, *rest = value
    if kind == "array":
        code, shape, data = rest
        return np.frombuffer(base64.b64decode(data), np.dtype(code)).reshape(shape).copy()
    if kind == "strange":
        return Strange(*rest)
    if kind == "dict":
        return {key: _unpacked(item) for key, item in rest}
    return {"list": list, "tuple": tuple}[kind](map(_unpacked, rest))
