"""Learning rates that change with time: each a function of t, the number of steps taken so far, which may be an array.

`lr` may be an array instead, one for each of many runs.

Robbins and Monro (1951) proved for noisy gradients that the lr may add up to infinity, so that every place can be
reached, while its squares add up to something finite, so that the noise dies out. Of these four only `inverse_time`
does both: the sums of the others are finite, or in `cosine` they end. They stop moving in the end, wherever they are,
and are used because they do well in a given number of steps.

`scheduled` makes of a rule and a schedule another rule, for `lecopt.run` and `lecopt.training.train`.
"""

import inspect

import numpy as np

from lecopt.arguments import as_floats


def step(t, lr, every, factor=0.1):
    """The lr falls by a factor every so many steps, like a staircase: lr · factor^⌊t / every⌋.

    Args: t: >= 0, a number or an array. lr: at t = 0, >= 0. every: > 0. factor: in (0, 1].
    Returns: float, or an array of t's shape.
    Raises: ValueError naming the argument.

    >>> step([0, 99, 100, 250], lr=1.0, every=100, factor=0.5)
    array([1.  , 1.  , 0.5 , 0.25])

    Source: the lecture, learning rate decay; He et al. 2016, section 3.4, divide by 10 at each plateau.
    """
    t = _time(t, lr)
    _require("every", every, every > 0, "positive")
    _require("factor", factor, 0 < factor <= 1, "in (0, 1]")
    return _numbers(lr * factor ** np.floor(t / every))


def exponential(t, lr, rate):
    """The lr falls by the same share each step: lr · e^(-rate · t).

    Args: t: >= 0, a number or an array. lr: at t = 0, >= 0. rate: >= 0; after 1 / rate steps the lr is 37 % of its
        start.
    Returns: float, or an array of t's shape.
    Raises: ValueError naming the argument.

    >>> exponential([0, 100], lr=1.0, rate=0.01).round(4)
    array([1.    , 0.3679])

    Source: cs231n, neural networks 3, "exponential decay".
    """
    t = _time(t, lr)
    _require("rate", rate, rate >= 0, "not negative")
    return _numbers(lr * np.exp(-rate * t))


def inverse_time(t, lr, rate):
    """The lr falls fast, then ever more slowly: lr / (1 + rate · t).

    Args: t: >= 0, a number or an array. lr: at t = 0, >= 0. rate: >= 0; after 1 / rate steps the lr has halved.
    Returns: float, or an array of t's shape.
    Raises: ValueError naming the argument.

    >>> inverse_time([0, 10, 30], lr=1.0, rate=0.1)
    array([1.  , 0.5 , 0.25])

    Source: Robbins & Monro 1951, sequences of type 1/n; cs231n, neural networks 3, "1/t decay".
    """
    t = _time(t, lr)
    _require("rate", rate, rate >= 0, "not negative")
    return _numbers(lr / (1 + rate * t))


def cosine(t, steps, lr, warmup=0):
    """The lr climbs in a straight line during warm-up, then falls along half a cosine to 0.

    lr · t / warmup before warmup, then ½ lr (1 + cos π(t - warmup) / (steps - warmup)), and 0 from `steps` on.

    Args: t: >= 0, a number or an array. steps: of the whole run, > 0. lr: the largest, >= 0. warmup: steps, in [0,
        steps).
    Returns: float, or an array of t's shape.
    Raises: ValueError naming the argument.

    >>> cosine([0, 5, 10, 60, 110], steps=110, lr=1.0, warmup=10)
    array([0. , 0.5, 1. , 0.5, 0. ])

    Source: Loshchilov & Hutter 2017, eq. (5), one period down to 0; warm-up as in Goyal et al. 2017, section 2.2.
    Differs: the first step of a warm-up has lr 0, so that the line starts at the origin.
    """
    t = _time(t, lr)
    _require("steps", steps, steps > 0, "positive")
    _require("warmup", warmup, 0 <= warmup < steps, f"in [0, {steps})")
    done = np.clip((t - warmup) / (steps - warmup), 0, 1)
    falling = 0.5 * lr * (1 + np.cos(np.pi * done))
    return _numbers(np.where(t < warmup, lr * t / (warmup or 1), falling))


def scheduled(rule, schedule):
    """The rule with an lr that follows a schedule; the count of its steps becomes the first part of its state.

    Args: rule: w, state = rule(w, dw, *state, lr=…, …). schedule: t (0 at the first step) -> lr.
    Returns: a rule of the same kind and the same name, without the hyper-parameter lr.
    Raises: TypeError for a rule without lr or a schedule that can't be called.

    >>> from lecopt.descent import run
    >>> from lecopt.first_order import sgd
    >>> run(scheduled(sgd, lambda t: step(t, lr=0.5, every=1, factor=0.5)), lambda w: w, [1.0], steps=2)[:, 0]
    array([1.   , 0.5  , 0.375])
    """
    if not callable(schedule):
        raise TypeError(
            f"schedule must be a function of t, such as lambda t: cosine(t, steps=1000, lr=0.1), got {schedule!r}"
        )
    parameters = inspect.signature(rule).parameters
    if "lr" not in parameters:
        raise TypeError(f"{getattr(rule, '__name__', rule)} has no lr to schedule")

    def following(w, dw, t=0, *state, **hyper):
        w, state = rule(w, dw, *state, lr=schedule(t), **hyper)
        return w, (t + 1, *(state if isinstance(state, (tuple, list)) else (state,)))

    taken = [p for name, p in parameters.items() if name != "lr"]
    count = inspect.Parameter("steps_taken", taken[1].kind)
    following.__name__ = getattr(rule, "__name__", type(rule).__name__)
    following.__signature__ = inspect.Signature([*taken[:2], count, *taken[2:]])
    return following


def _time(t, lr):
    t = as_floats("t", t)
    _require("t", t, t >= 0, "not negative")
    _require("lr", lr, as_floats("lr", lr) >= 0, "not negative")
    return t


def _require(name, value, good, be):
    if not np.all(good & np.isfinite(value)):
        raise ValueError(f"{name} must be finite and {be}, got {value}")


def _numbers(values):
    return values.item() if np.ndim(values) == 0 else values
