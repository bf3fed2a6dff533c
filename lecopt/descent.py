"""The loop: take a rule, a gradient and a start, and return the path."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, as_returned, as_weights, require_all, require_function, require_whole
from lecopt.signatures import name_of, parted, require_rule, signature_of, starts_of, takes_any

# What run and train ask of the hyper-parameters that they know by name: 0 <= value < the end, and its words.
RANGES = dict.fromkeys(("lr", "weight_decay", "eps"), (np.inf, "not negative"))
RANGES |= dict.fromkeys(("rho", "decay", "beta1", "beta2"), (1, "in [0, 1)"))


def run(rule: Callable, grad: Callable[[NDArray], ArrayLike], w0: ArrayLike, steps: int, **hyper: ArrayLike) -> NDArray:
    """Path of an update rule down a gradient, from w0.

    Many runs go at once: only the last axis of w0 holds coordinates, everything before it are independent runs, and a
    hyper-parameter may be an array. ``lr=np.logspace(-4, 0, 64)[:, None]`` with w0 of shape (64, 2) is 64 runs.

    Args:
        rule: update rule, ``w, state = rule(w, dw, *state, **hyper)``, such as those of `lecopt.first_order`.
        grad: function, w -> gradient of exactly the shape of w0. It gets a copy of w, and its result is copied.
        w0: start; numbers, a list or an array of shape (..., coordinates). float32 stays float32, all else is float64.
        steps: number of steps, >= 0.
        hyper: hyper-parameters of the rule by name, numbers or arrays that broadcast to the shape of w0.
            lr, weight_decay and eps are >= 0; rho, decay, beta1 and beta2 lie in [0, 1).
    Returns: array of shape (steps + 1, *w0.shape); path[0] is a copy of w0. A run that diverges is a path too: inf and
        NaN run on and nothing warns.
    Raises: TypeError for an unknown or missing hyper-parameter; ValueError for a value outside its range, one that
        would enlarge w0, a path that memory can't hold, or where grad or the rule returns something else than numbers
        of the shape of w0.

    >>> from lecopt.first_order import sgd
    >>> run(sgd, lambda w: w, [1.0, 2.0], steps=2, lr=0.5)
    array([[1.  , 2.  ],
           [0.5 , 1.  ],
           [0.25, 0.5 ]])
    """
    from tqdm import tqdm  # the text bar: tqdm.auto makes a widget for every run in a notebook, shown or not, at 10 ms

    w0 = _coordinates_first(as_weights("w0", w0))
    hyper = checked_hyper(rule, hyper, w0)
    require_function("grad", grad)
    path = _empty_path(require_whole("steps", steps, least=0), w0)
    path[0] = w = w0
    starts, name = starts_of(rule), name_of(rule)
    state, names = tuple(starts.values()), None if takes_any(rule)[0] else list(starts)
    with np.errstate(all="ignore"):
        for step in tqdm(range(1, steps + 1), desc=name, unit="step", delay=2, leave=False):
            dw = as_returned("grad", grad(w.copy("K")), w0).copy("K")
            w, state = parted(rule(w, dw, *state, **hyper), rule, names)
            path[step] = w = as_returned(name, w, w0)
    return path


def checked_hyper(rule: Callable, hyper: dict[str, Any], w0: NDArray) -> dict[str, float | NDArray]:
    """The hyper-parameters that a rule is given by name, each as `as_hyper` returns it.

    Args: rule: update rule. hyper: its hyper-parameters by name. w0: the weights, array of shape (..., coordinates).
    Returns: dict of the same names.
    Raises: TypeError for what is no rule, an unknown name, and one that is missing and has no default; ValueError as
        `as_hyper`.

    >>> from lecopt.first_order import momentum
    >>> checked_hyper(momentum, {"lr": 1, "rho": [0.5, 0.9]}, np.ones(2))
    {'lr': 1.0, 'rho': array([0.5, 0.9])}
    """
    require_rule(rule)
    state, known = signature_of(rule)
    for name in hyper:
        if name not in known and not takes_any(rule)[1]:
            has = ", ".join(known) or "none"
            star = f". {name} is a part of its state: a * before it makes it a hyper-parameter" if name in state else ""
            raise TypeError(f"{name_of(rule)} has no hyper-parameter {name!r}; it has: {has}{star}")
    for name, default in known.items():
        if default is None and name not in hyper:
            raise TypeError(f"{name_of(rule)} needs a value for {name}")
    return {name: as_hyper(name, value, w0) for name, value in hyper.items()}


def as_hyper(name: str, value: ArrayLike, w0: NDArray, said: str = "") -> float | NDArray:
    """One hyper-parameter for weights of the shape of w0, in the precision of w0.

    Args: name: of the hyper-parameter; lr, weight_decay and eps must be >= 0, rho, decay, beta1 and beta2 in [0, 1),
        all others may be any number. value: a number, or an array that broadcasts to w0.shape. said: what the sentence
        calls it, if not by its name.
    Returns: a float, or an array.
    Raises: ValueError naming it: for what is no number, a shape that would enlarge w0, a value outside the range.

    >>> as_hyper("lr", -1, np.ones(2), said="schedule(0)")
    Traceback (most recent call last):
    ValueError: schedule(0) must be finite and not negative, got -1.0
    """
    said = said or name
    array = value if isinstance(value, float) else as_floats(said, value)
    if isinstance(array, np.ndarray) and array.ndim:
        _require_fit(said, array.shape, w0.shape)
        with np.errstate(all="ignore"):
            array = array.astype(w0.dtype)  # in float32 0.999999999 is 1, so what is checked is what will be used
    else:
        array = float(array)
    if name in RANGES:
        end, be = RANGES[name]
        require_all(said, array, (array >= 0) & (array < end), be)
    return array


def _require_fit(name, shape, whole):
    try:
        enlarged = np.broadcast_shapes(shape, whole) != whole
    except ValueError:
        raise ValueError(f"{name} must broadcast to the shape of w0, {whole}, got shape {shape}") from None
    if enlarged:
        raise ValueError(f"{name} of shape {shape} would enlarge w0 of shape {whole}: give w0 one row a run")


def _coordinates_first(w0):
    """The start with its coordinates first in memory (not in shape), as in the path."""
    return w0 if w0.ndim < 2 else np.moveaxis(np.ascontiguousarray(np.moveaxis(w0, -1, 0)), 0, -1)


def _empty_path(steps, w0):
    """Path to fill, its coordinates first in memory (not in shape): a sweep over many runs is twice as fast so."""
    try:
        if w0.ndim < 2:
            return np.empty((steps + 1, *w0.shape), w0.dtype)
        return np.moveaxis(np.empty((steps + 1, w0.shape[-1], *w0.shape[:-1]), w0.dtype), 1, -1)
    except (MemoryError, ValueError):  # ValueError: more than memory has addresses for
        size = (steps + 1) * w0.nbytes / 1e9
        raise ValueError(f"steps must leave memory for the path, which needs {size:,.0f} GB, got {steps}") from None
