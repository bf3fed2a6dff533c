"""The sentences of a verdict: what stopped an answer, where its result differs, what it changed."""

from collections.abc import Callable
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


def write_your_own(answer: Callable) -> str:
    """What to say when the answer is the book's own function."""
    return (
        f"This is the book's own `{answer.__name__}`, from {answer.__module__}. Write yours, and run its cell before "
        "you check it."
    )


def changes_in_place(exercise: Exercise, cases: list[Case], outcomes: list[Outcome]) -> str:
    """A kind word where an answer changed its arguments."""
    changed = {}
    for case, outcome in zip(cases, outcomes, strict=False):
        for name in outcome.changed if isinstance(outcome, Returned) else ():
            changed.setdefault(name, _named(exercise, case)[name])
    if not changed:
        return ""
    names = " and ".join(f"`{name}`" for name in sorted(changed))
    copies = ", ".join(f"`{_copied(name, value)}`" for name, value in sorted(changed.items()))
    return (
        f"By the way: your answer changes {names} in place, so the caller's data is no longer what it was. Work on a "
        f"copy: {copies}."
    )


def _copied(name, value):
    """The line that copies an argument of this kind, deep enough that nothing of it is shared."""
    if isinstance(value, np.ndarray):
        return f"{name} = {name}.copy()"
    if isinstance(value, list) and all(isinstance(item, np.ndarray) for item in value):
        return f"{name} = [part.copy() for part in {name}]"
    if isinstance(value, dict) and all(isinstance(item, np.ndarray) for item in value.values()):
        return f"{name} = {{key: part.copy() for key, part in {name}.items()}}"
    if isinstance(value, list) and not any(isinstance(item, (list, dict, tuple)) for item in value):
        return f"{name} = list({name})"
    return f"{name} = copy.deepcopy({name})"


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
    return guess(pairs, exercise.rtol, [_lengths(exercise, cases[i]) for i in wrong], everywhere=len(wrong) == len(got))


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
                "never ends, or far too much to compute?"
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
