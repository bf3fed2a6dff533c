"""Trials for answers that one call cannot judge: an update rule is judged by the path of w."""

import contextlib
import inspect
import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compare import type_name
from .model import Complaint

OTHERWISE = "Is it missing, or is a number written in its place?"


class Varied(float):
    """A hyper-parameter with a second value, ``other``: a rule that uses it takes another path there."""

    def __new__(cls, value: float, other: float) -> "Varied":
        made = super().__new__(cls, value)
        made.other = float(other)
        return made


def path_of_rule(answer: Callable, args: tuple, kwargs: dict, state: tuple = ("v",)) -> NDArray | dict:
    """Path of w under a learner's update rule; args are (w, gradients), kwargs the hyper-parameters.

    The gradients are given, one for each step, so the path is the same whatever the scale of the state. As a dict
    {"step 1": gradient, …} they give a dict {"w after step 1": w, …}; as a list, an array from the start on. A
    hyper-parameter that is a list has one value for each step. The state may be a tuple or a list; `state` names its
    parts, for the sentences.

    Where a hyper-parameter is `Varied`, two experiments on the answer come on top: does a rule that took another step
    in between still do the same, and does its path change with each of those hyper-parameters?

    Where the first step gives nan or inf and the state counts the steps in "t", the result also holds what a count that
    starts at 1 gives: only an answer that this heals has its fault in the counter.
    """
    w, gradients = args
    steps = list(gradients.values() if isinstance(gradients, dict) else gradients)
    varied = {name: value for name, value in kwargs.items() if isinstance(value, Varied)}
    start, ours = np.array(w), [np.array(dw) for dw in steps]
    if varied:
        with silence():
            _remembers(answer, start, ours, kwargs, state)
    path, extra = _path(answer, w, steps, kwargs, state, hints=bool(varied))
    if all(np.array_equal(row, start) for row in path) and np.any(ours):
        raise Complaint("Your rule gives w back as it came in, at every step.")
    if varied and np.isfinite(path).all():
        with silence():
            other = lambda hyper: _path(answer, start.copy(), [dw.copy() for dw in ours], {**kwargs, **hyper}, state)[0]
            unused = ignored(varied, path, other)
        if unused:
            raise Complaint(unused)
    if not isinstance(gradients, dict):
        return np.array([start, *path])
    return {f"w after {name}": row for name, row in zip(gradients, path, strict=True)} | extra


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """What an answer prints in an experiment of ours is not shown."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def ignored(varied: dict[str, Varied], result: Any, other: Callable[[dict], Any]) -> str:
    """A sentence on the hyper-parameters whose second value changes nothing, or "".

    result: what the first values gave. other: {name: value} -> what that gives.
    """
    names = [name for name, value in varied.items() if np.array_equal(other({name: value.other}), result)]
    if not names:
        return ""
    *most, last = (f"`{name}`" for name in names)
    listed = f"{', '.join(most)} and {last}" if most else last
    first = varied[names[0]]
    changed = "other numbers" if most else f"{first.other:g} in place of {float(first):g}"
    return f"Your answer does not use the {listed} that it is given: with {changed} it gives the same. {OTHERWISE}"


def _remembers(answer, w, gradients, kwargs, state):
    """Complain of a rule that does something else when it is called again with the same arguments."""
    dw, hyper = gradients[0], _at(kwargs, 0)
    first, _ = _step(answer, w.copy(), dw.copy(), (), hyper, state)
    _step(answer, w.copy(), 1 - 3 * dw, (), hyper, state)
    again, _ = _step(answer, w.copy(), dw.copy(), (), hyper, state)
    if not np.array_equal(first, again, equal_nan=True):
        raise Complaint(
            "Called again with the same arguments, your rule gives another w: something outside its arguments has "
            f"changed in between. All that a rule remembers is in the state that it returns, {_ending(state)}, and "
            "gets back at the next step."
        )


def _path(answer, w, gradients, kwargs, names, hints=False):
    """The w after each step, and what the first step gives with t = 1 where it is not finite."""
    path, kept, extra = [], (), {}
    for k, dw in enumerate(gradients):
        hyper = _at(kwargs, k)
        if k == 1 and hints:
            _takes_its_state(answer, w, dw, kept, hyper)
        before = (w.copy(), dw.copy()) if k == 0 and "t" in names else ()
        w, kept = _step(answer, w, dw, kept, hyper, names)
        if before and not np.isfinite(w).all():
            with silence(), contextlib.suppress(Exception):
                counted = [int(name == "t") for name in names]
                extra = {"w after step 1, with t = 1 in its state": _step(answer, *before, counted, hyper, names)[0]}
        path.append(w)
        w = w.copy()
    return path, extra


def _at(kwargs, k):
    values = {name: value[k] if isinstance(value, list) else value for name, value in kwargs.items()}
    return {name: float(value) if isinstance(value, Varied) else value for name, value in values.items()}


def _step(answer, w, dw, kept, hyper, names):
    """The new w as an array, and the state; a `Complaint` where a rule returns something else."""
    result = answer(w, dw, *kept, **hyper)
    ending = _ending(names)
    if result is None:
        raise Complaint(f"Your rule returns None: is its `return` missing? Its last line is {ending}.")
    if not isinstance(result, (tuple, list)):
        kind = _kind(result)
        raise Complaint(f"A rule returns two things, the new w and its state: {ending}. Yours returns {kind}.")
    if len(result) != 2:
        things = "1 thing" if len(result) == 1 else f"{len(result)} things"
        raise Complaint(
            f"A rule returns two things, the new w and the tuple of its state: {ending}. Yours returns {things}."
        )
    new, kept = result
    if isinstance(new, (tuple, list)) and _shape(new) != w.shape and _shape(kept) == w.shape:
        raise Complaint(f"The two results are in the other order. First the new w, then its state: {ending}.")
    if not isinstance(kept, (tuple, list)):
        one = f"also when it holds one thing: {ending}, with the comma" if len(names) == 1 else f"in brackets: {ending}"
        raise Complaint(f"The state is a tuple, {one}. Yours is {_kind(kept)}.")
    if _shape(new) is None or np.asarray(new).dtype.kind not in "biufc":
        raise Complaint(f"The new w must be an array of numbers. Yours is {_kind(new)}.")
    if _shape(new) != dw.shape:
        raise Complaint(f"The new w has shape {_shape(new)}, and w had shape {dw.shape}.")
    return np.array(new), kept


def _takes_its_state(answer, w, dw, kept, hyper):
    """Complain where a rule's head doesn't fit the state that it returned itself."""
    try:
        inspect.signature(answer).bind(w, dw, *kept, **hyper)
    except TypeError as error:
        things = "1 thing" if len(kept) == 1 else f"{len(kept)} things"
        raise Complaint(
            f"From step 2 on a rule gets its own state back, part by part, right after `dw`. Yours returned {things} "
            f"as its state, and its head doesn't take that: {error}."
        ) from None
    except ValueError:
        pass  # something without a signature: the call itself will tell


def _ending(names):
    return f"`return w, ({', '.join(names)}{',' * (len(names) == 1)})`"


def _shape(value):
    try:
        return np.shape(value)
    except ValueError:
        return None


def _kind(value):
    if value is None:
        return "None"
    name = type_name(type(value))
    if name == "ndarray":
        return "an array"
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
