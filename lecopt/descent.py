"""The loop: take a rule, a gradient and a start, and return the path."""

import numpy as np
from tqdm import tqdm  # the text bar: tqdm.auto makes a widget for every run in a notebook, shown or not, at 10 ms each

from lecopt.arguments import require_whole
from lecopt.signatures import name_of, parted, signature_of, starts_of, takes_any

NOT_NEGATIVE = ("lr", "weight_decay", "eps")
BELOW_ONE = ("rho", "decay", "beta1", "beta2")


def run(rule, grad, w0, steps, **hyper):
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
        would enlarge w0, or where grad or the rule returns something else than numbers of the shape of w0.

    >>> from lecopt.first_order import sgd
    >>> run(sgd, lambda w: w, [1.0, 2.0], steps=2, lr=0.5)
    array([[1.  , 2.  ],
           [0.5 , 1.  ],
           [0.25, 0.5 ]])
    """
    w0 = _start(w0)
    hyper = checked_hyper(rule, hyper, w0)
    if not callable(grad):
        raise TypeError(f"grad must be a function of w, got {grad!r}")
    require_whole("steps", steps, least=0)
    path = _empty_path(steps, w0)
    path[0] = w = w0
    starts = starts_of(rule)
    state, names = tuple(starts.values()), None if takes_any(rule)[0] else list(starts)
    with np.errstate(all="ignore"):
        for step in tqdm(range(1, steps + 1), desc=name_of(rule), unit="step", delay=2, leave=False):
            dw = _like(w0, grad(w.copy("K")), "grad").copy("K")
            w, state = parted(rule(w, dw, *state, **hyper), rule, names)
            path[step] = w = _like(w0, w, name_of(rule))
    return path


def _empty_path(steps, w0):
    """Path to fill, its coordinates first in memory (not in shape): a sweep over many runs is twice as fast so."""
    if w0.ndim < 2:
        return np.empty((steps + 1, *w0.shape), w0.dtype)
    return np.moveaxis(np.empty((steps + 1, w0.shape[-1], *w0.shape[:-1]), w0.dtype), 1, -1)


def _start(given):
    try:
        w0 = np.asarray(given)
        w0 = w0.astype(w0.dtype if w0.dtype in (np.float32, np.float64) else np.float64, casting="same_kind")
    except (TypeError, ValueError):
        raise ValueError(f"w0 must be real numbers of one shape, got {given!r}") from None
    return w0 if w0.ndim < 2 else np.moveaxis(np.ascontiguousarray(np.moveaxis(w0, -1, 0)), 0, -1)


def _like(w0, returned, whose):
    """What grad or the rule returned, as an array of the shape and precision of w0."""
    try:
        array = np.asarray(returned)
        real = array.dtype.kind in "biuf"
    except (TypeError, ValueError):
        real = False
    if not real:
        raise ValueError(f"{whose} must return real numbers of the shape of w, {w0.shape}, got {returned!r}")
    if array.shape != w0.shape:
        raise ValueError(f"{whose} must return the shape of w, {w0.shape}, got {array.shape}")
    return array.astype(w0.dtype, copy=False)


def checked_hyper(rule, hyper, w0):
    if not callable(rule):
        raise TypeError(f"rule must be a function such as lecopt.first_order.adam, got {rule!r}")
    state, known = signature_of(rule)
    for name in hyper:
        if name not in known and not takes_any(rule)[1]:
            has = ", ".join(known) or "none"
            star = f". {name} is a part of its state: a * before it makes it a hyper-parameter" if name in state else ""
            raise TypeError(f"{name_of(rule)} has no hyper-parameter {name!r}; it has: {has}{star}")
    for name, default in known.items():
        if default is None and name not in hyper:
            raise TypeError(f"{name_of(rule)} needs a value for {name}")
    return {name: _checked(name, value, w0) for name, value in hyper.items()}


def _checked(name, value, w0):
    try:
        array = np.asarray(value)
        array = array.astype(np.float64, casting="same_kind")
        enlarged = np.broadcast_shapes(array.shape, w0.shape) != w0.shape
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be a number or an array that broadcasts to the shape of w0, {w0.shape}, got {value!r}"
        ) from None
    if enlarged:
        raise ValueError(f"{name} of shape {array.shape} would enlarge w0 of shape {w0.shape}: give w0 one row a run")
    if array.ndim:
        with np.errstate(all="ignore"):
            array = array.astype(w0.dtype)  # in float32 0.999999999 is 1, so what is checked is what will be used
    if name in NOT_NEGATIVE and not np.all((array >= 0) & np.isfinite(array)):
        raise ValueError(f"{name} must be finite and not negative, got {_first_bad(array, array >= 0)}")
    if name in BELOW_ONE and not np.all((array >= 0) & (array < 1)):
        raise ValueError(f"{name} must lie in [0, 1), got {_first_bad(array, (array >= 0) & (array < 1))}")
    return array if array.ndim else float(array)


def _first_bad(array, good):
    return np.ravel(array[~(good & np.isfinite(array))])[0]
