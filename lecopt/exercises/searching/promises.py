"""What a statement promises beside the result, seen at the trial: arguments left alone, no warning, whose draws."""

import inspect
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from lecopt.checker import Complaint
from lecopt.checker.compare import agree, plain
from lecopt.checker.trial import fresh, unchanged

from ..practice.changed import CHANGED

RTOL = 1e-5  # as an exercise has it

NOT_DRAWN = (
    "Nothing was drawn from the `rng` that was given: it stands where it stood. Draw from it, and from nothing else, "
    "so that others can repeat your numbers."
)


def promised(
    reference: Callable, *, leaves: tuple = (), silent: bool = False, draws: bool = False, still: Callable | None = None
) -> Callable:
    """A trial of one call that refuses a right result where a promise of the statement was broken on the way.

    leaves: names of arguments that stay as they were. silent: no warning is given. draws: an answer that gives
    another result than the reference and has drawn nothing from the argument `rng` is told so; not where its result
    is that of `still`, which needs no draw. A wrong result is given back as it is, so that its mistake can be named.
    """
    names = list(inspect.signature(reference).parameters)

    def trial(answer, args, kwargs):
        before = fresh(args)
        with warnings.catch_warnings(record=True) as caught, np.errstate(**_LOUD if silent else {}):
            warnings.simplefilter("always")
            result = answer(*args, **kwargs)
        changed = [name for name in leaves if not _same(before, args, names.index(name))]
        idle = draws and _state(before, names) == _state(args, names)
        if not (changed or idle or silent and caught):
            return result
        right = agree(plain(reference(*fresh(before), **kwargs)), plain(result), RTOL)
        if idle and not right and not (still and agree(plain(still(*fresh(before))), plain(result), RTOL)):
            raise Complaint(NOT_DRAWN)
        if right and changed:
            i = names.index(changed[0])
            raise Complaint(left_changed(before[i], args[i]))
        if right and silent and caught:
            raise Complaint(
                f"The result is right, and on the way there is a warning: “{caught[0].message}”. The statement allows "
                f"none: divide by another number than 0 at those places, before you choose between two results."
            )
        return result

    return trial


_LOUD = {"divide": "warn", "over": "warn", "invalid": "warn"}


def _same(before, after, i):
    return unchanged(before[i], after[i])


def _state(args, names):
    return str(args[names.index("rng")].bit_generator.state)


def left_changed(before: Any, after: Any) -> str:
    """What to say where an argument that was to be left alone isn't what it was."""
    if np.shape(before) == np.shape(after) and np.allclose(before, after, rtol=1e-9, atol=1e-9):
        return f"{CHANGED} There and back doesn't lead home: 0.3 + 0.1 − 0.1 is 0.30000000000000004."
    return CHANGED
