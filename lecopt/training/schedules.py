"""Learning rates that change with time: each a function of t, the number of steps taken so far, which may be an array.

So may all other arguments be, such as one lr for each of many runs; all broadcast together.

Robbins and Monro (1951) proved for noisy gradients that the lr may add up to infinity, so that every place can be
reached, while its squares add up to something finite, so that the noise dies out. Of these four only `inverse_time`
does both: the sums of the others are finite, or in `cosine` they end. They stop moving in the end, wherever they are,
and are used because they do well in a given number of steps.

`scheduled` makes of a rule and a schedule another rule, for `lecopt.run` and `lecopt.training.train`.
"""

import inspect
from collections.abc import Callable
from numbers import Number

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, require_all, require_function
from lecopt.descent import as_hyper
from lecopt.signatures import name_of, parted, require_rule


def step(t: ArrayLike, lr: ArrayLike, every: ArrayLike, factor: ArrayLike = 0.1) -> float | NDArray:
    """The lr falls by a factor every so many steps, like a staircase: lr · factor^⌊t / every⌋.

    Args: t: >= 0. lr: at t = 0, >= 0. every: > 0. factor: in (0, 1]. Each a number, a list or an array.
    Returns: float, or an array of the shape to which the arguments broadcast.
    Raises: ValueError naming the argument.

    >>> step([0, 99, 100, 250], lr=1.0, every=100, factor=0.5)
    array([1.  , 1.  , 0.5 , 0.25])

    Source: the lecture, learning rate decay; He et al. 2016, section 3.4, divide by 10 at each plateau.
    """
    t, lr, every, factor = _together(t=t, lr=lr, every=every, factor=factor)
    require_all("every", every, every > 0, "positive")
    require_all("factor", factor, (factor > 0) & (factor <= 1), "in (0, 1]")
    return _numbers(lr * factor ** np.floor(t / every))


def exponential(t: ArrayLike, lr: ArrayLike, rate: ArrayLike) -> float | NDArray:
    """The lr falls by the same share each step: lr · e^(-rate · t).

    Args: t: >= 0. lr: at t = 0, >= 0. rate: >= 0; after 1 / rate steps the lr is 37 % of its start. Each a number, a
        list or an array.
    Returns: float, or an array of the shape to which the arguments broadcast.
    Raises: ValueError naming the argument.

    >>> exponential([0, 100], lr=1.0, rate=0.01).round(4)
    array([1.    , 0.3679])

    Source: cs231n, neural networks 3, "exponential decay".
    """
    t, lr, rate = _together(t=t, lr=lr, rate=rate)
    require_all("rate", rate, rate >= 0, "not negative")
    return _numbers(lr * np.exp(-rate * t))


def inverse_time(t: ArrayLike, lr: ArrayLike, rate: ArrayLike) -> float | NDArray:
    """The lr falls fast, then ever more slowly: lr / (1 + rate · t).

    Args: t: >= 0. lr: at t = 0, >= 0. rate: >= 0; after 1 / rate steps the lr has halved. Each a number, a list or an
        array.
    Returns: float, or an array of the shape to which the arguments broadcast.
    Raises: ValueError naming the argument.

    >>> inverse_time([0, 10, 30], lr=1.0, rate=0.1)
    array([1.  , 0.5 , 0.25])

    Source: Robbins & Monro 1951, sequences of type 1/n; cs231n, neural networks 3, "1/t decay".
    """
    t, lr, rate = _together(t=t, lr=lr, rate=rate)
    require_all("rate", rate, rate >= 0, "not negative")
    return _numbers(lr / (1 + rate * t))


def cosine(t: ArrayLike, steps: ArrayLike, lr: ArrayLike, warmup: ArrayLike = 0) -> float | NDArray:
    """The lr climbs in a straight line during warm-up, then falls along half a cosine to 0.

    lr · t / warmup before warmup, then ½ lr (1 + cos π(t - warmup) / (steps - warmup)), and 0 from `steps` on.

    Args: t: >= 0. steps: of the whole run, > 0. lr: the largest, >= 0. warmup: steps, in [0, steps). Each a number, a
        list or an array.
    Returns: float, or an array of the shape to which the arguments broadcast.
    Raises: ValueError naming the argument.

    >>> cosine([0, 5, 10, 60, 110], steps=110, lr=1.0, warmup=10)
    array([0. , 0.5, 1. , 0.5, 0. ])

    Source: Loshchilov & Hutter 2017, eq. (5), one period down to 0; warm-up as in Goyal et al. 2017, section 2.2.
    Differs: the first step of a warm-up has lr 0, so that the line starts at the origin.
    """
    t, steps, lr, warmup = _together(t=t, steps=steps, lr=lr, warmup=warmup)
    require_all("steps", steps, steps > 0, "positive")
    require_all(
        "warmup", warmup, (warmup >= 0) & (warmup < steps), f"in [0, {steps:g})" if steps.ndim == 0 else "in [0, steps)"
    )
    done = np.clip((t - warmup) / (steps - warmup), 0, 1)
    falling = 0.5 * lr * (1 + np.cos(np.pi * done))
    return _numbers(np.where(t < warmup, lr * t / np.where(warmup > 0, warmup, 1), falling))


def scheduled(rule: Callable, schedule: Callable[[int], ArrayLike]) -> Callable:
    """The rule with an lr that follows a schedule; the count of its steps becomes the first part of its state.

    Args: rule: w, state = rule(w, dw, *state, lr=…, …). schedule: t (0 at the first step) -> lr, a number >= 0 or an
        array of such that broadcasts to w's shape.
    Returns: a rule of the same kind and the same name, without the hyper-parameter lr.
    Raises: TypeError for a rule without lr or a schedule that can't be called. The rule that is returned: ValueError
        naming schedule(t) and what it gave, if that is no lr.

    >>> from lecopt.descent import run
    >>> from lecopt.first_order import sgd
    >>> run(scheduled(sgd, lambda t: step(t, lr=0.5, every=1, factor=0.5)), lambda w: w, [1.0], steps=2)[:, 0]
    array([1.   , 0.5  , 0.375])
    """
    require_function("schedule", schedule, "t, such as lambda t: cosine(t, steps=1000, lr=0.1)")
    require_rule(rule)
    parameters = inspect.signature(rule).parameters
    if "lr" not in parameters:
        raise TypeError(f"{name_of(rule)} has no lr to schedule")

    def following(w, dw, t=0, *state, **hyper):
        lr = schedule(t)
        if isinstance(w, (np.ndarray, Number)):  # and not where a race writes the arithmetic down
            lr = as_hyper("lr", lr, np.asarray(w), said=f"schedule({t})")
        w, state = parted(rule(w, dw, *state, lr=lr, **hyper), rule)
        return w, (t + 1, *state)

    taken = [p for name, p in parameters.items() if name != "lr"]
    count = inspect.Parameter("steps_taken", taken[1].kind)
    following.__name__ = name_of(rule)
    following.__signature__ = inspect.Signature([*taken[:2], count, *taken[2:]])
    return following


def _together(**given):
    """The arguments as arrays of floats that broadcast together; t and lr are not negative."""
    arrays = {name: as_floats(name, values) for name, values in given.items()}
    for name in ("t", "lr"):
        require_all(name, arrays[name], arrays[name] >= 0, "not negative")
    shapes = {name: array.shape for name, array in arrays.items() if array.ndim}
    try:
        if len(shapes) > 1:
            np.broadcast_shapes(*shapes.values())
    except ValueError:
        names = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"the arguments must broadcast together, got the shapes {names}") from None
    return arrays.values()


def _numbers(values):
    return values.item() if np.ndim(values) == 0 else values
