"""The sentences of a verdict: what stopped an answer, where its result differs, what it changed."""

from typing import Any

import numpy as np

from .compare import type_name
from .guess import describe, first_difference, guess
from .model import Case, Exercise, Mistake
from .report import Outcome, Raised, Returned


def give_the_function(exercise: Exercise, answer: Any) -> str:
    """What to say when the answer is no function."""
    kind = type_name(type(answer))
    article = "an" if kind[:1].lower() in "aeiou" else "a"
    call = f"`check({exercise.name!r}, {exercise.name})`"
    return f"Give the function itself, without calling it: {call}. This is not a function but {article} {kind}."


def changes_in_place(outcomes: list[Outcome]) -> str:
    """A kind word where an answer changed its arguments."""
    changed = sorted({name for outcome in outcomes if isinstance(outcome, Returned) for name in outcome.changed})
    if not changed:
        return ""
    names = " and ".join(f"`{name}`" for name in changed)
    copy = (
        f"`{changed[0]} = {changed[0]}.copy()`, or `copy.deepcopy({changed[0]})` where it is a list or dict of arrays"
    )
    return (
        f"By the way: your answer changes {names} in place, so the caller's data is no longer what it was. Work on a "
        f"copy ({copy})."
    )


def read_on(mistake: Mistake) -> str:
    """Where to read about a mistake."""
    return f"Read on: {mistake.read}." if mistake.read else ""


def difference(exercise: Exercise, case: Case, want: Outcome, got: Outcome, accepts: str = "") -> str:
    """What happened on one case on which an answer is wrong, with the input."""
    inputs = _inputs(exercise, case)
    if isinstance(got, Raised):
        at_work = got.where and got.kind != "OutOfTime"
        return _stopped(exercise, got, accepts) + (f" The input was {inputs}." if at_work else "")
    if isinstance(want, Raised):
        return f"On the input {inputs}: it should raise {want.kind}, and it returned {describe(got.value)}."
    return f"On the input {inputs}: {first_difference(want.value, got.value, exercise.rtol)}"


def looks_like(exercise: Exercise, cases: list[Case], want: list[Outcome], got: list[Outcome], wrong: list[int]) -> str:
    """A reasoned guess at what all the wrong results have in common, or ""."""
    if exercise.same or not all(isinstance(outcome, Returned) for i in wrong for outcome in (want[i], got[i])):
        return ""
    pairs = [(want[i].value, got[i].value) for i in wrong]
    return guess(pairs, exercise.rtol, [_lengths(exercise, cases[i]) for i in wrong])


def _named(exercise, case):
    return dict(zip(exercise.argument_names, case.args, strict=False)) | case.kwargs


def _inputs(exercise, case):
    words = ", ".join(f"{name} = {_input(value)}" for name, value in _named(exercise, case).items())
    return f"({case.note}) {words}" if case.note else words


def _input(value):
    if isinstance(value, np.random.Generator):
        return "a generator"
    return describe(np.asarray(value)) if isinstance(value, np.generic) else describe(value)


def _lengths(exercise, case):
    found = {}
    for name, value in _named(exercise, case).items():
        if isinstance(value, np.ndarray) and value.ndim:
            words = ("length",) if value.ndim == 1 else ("number of rows", "number of columns")
            found |= {f"the {word} of {name}": size for word, size in zip(words, value.shape, strict=False)}
    return found


def _stopped(exercise, got, accepts):
    at = f" at {got.where}" if got.where else ""
    match got.kind:
        case "OutOfTime":
            return (
                f"It was still running after {exercise.seconds:g} seconds and was stopped{at}. Is there a loop that "
                f"never ends?"
            )
        case "Died":
            return f"It ended Python itself ({got.text}). Your notebook is unharmed."
        case "TooBig":
            return f"The result is far too large: {got.text}."
        case "Complaint":
            return got.text
        case "SystemExit":
            return f"It left Python (SystemExit){at}: an answer returns its result and does not call `exit`."
        case "MemoryError":
            return f"It asked for more memory than there is{at}."
        case "RecursionError":
            return f"It calls itself without end{at}."
        case "NotImplementedError":
            return f"Part of it is not written yet{at}."
        case "TypeError" if not got.where:
            takes = f", and yours is `{accepts}`" if accepts else ""
            return f"It cannot be called as `{exercise.signature}`{takes} ({got.text})."
    return f"It stopped with {got.kind}: {got.text}{at}."
