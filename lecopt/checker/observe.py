"""What an answer visibly does, said before any cause: it returns what came in, or the same whatever comes in."""

import types
from typing import Any

import numpy as np

from .compare import agree, as_array, plain
from .guess import describe
from .model import Case, Exercise, call
from .report import Outcome, Returned

FEWEST = 3  # inputs on which it must be seen
ALL = {
    "0": lambda numbers: numbers == 0,
    "inf": lambda numbers: numbers == np.inf,
    "-inf": lambda numbers: numbers == -np.inf,
    "nan": np.isnan,
}


def belongs_to_the_book(answer: Any) -> bool:
    """Whether an answer is a function of the package that the course uses, and not one that a learner wrote."""
    if type(answer) is not types.FunctionType:
        return False
    module = answer.__module__ or ""
    return module.startswith("lecopt.") and not module.startswith(("lecopt.exercises", "lecopt.checker"))


def observed(exercise: Exercise, cases: list[Case], want: list[Outcome], got: list[Outcome]) -> str:
    """What a wrong answer does on every input alike, as a sentence, or ""."""
    if len(got) < FEWEST or not all(isinstance(outcome, Returned) for outcome in got):
        return ""
    values = [outcome.value for outcome in got]
    names = _returned_as_they_came(exercise, cases, values) if exercise.trial is call else []
    if names:
        are = "as it came in" if len(names) == 1 else "as they came in"
        return f"Your function returns {' and '.join(f'`{name}`' for name in names)} {are}."
    if not _differ([outcome.value for outcome in want if isinstance(outcome, Returned)]):
        return ""
    arrays = [as_array(value) for value in values]
    if all(array is not None and array.size for array in arrays):
        for word, holds in ALL.items():
            if all(holds(array).all() for array in arrays):
                return f"On every input, all that your function returns is {word}."
    if not _differ(values):
        return f"Whatever comes in, your function returns {describe(values[0])}."
    return ""


def _returned_as_they_came(exercise, cases, values):
    """The names of the arguments that the results are, on every input; [] where they aren't."""
    names = exercise.argument_names
    given = [[plain(value) for value in case.args] for case in cases]
    for k, name in enumerate(names[: min(map(len, given))]):
        if all(_same(case[k], value) for case, value in zip(given, values, strict=True)):
            return [name]
    count = len(values[0]) if isinstance(values[0], list) else 0
    alike = count > 1 and all(_same(case[:count], value) for case, value in zip(given, values, strict=True))
    return names[:count] if alike else []


def _same(came, returned):
    """Whether a result is what came in, and no constant that any function may return."""
    array = as_array(came)
    telling = not isinstance(came, (str, type(None))) and (array is None or array.size > 1)
    return telling and agree(came, returned, 1e-12)


def _differ(values):
    return any(not agree(values[0], value, 1e-9) for value in values[1:])
