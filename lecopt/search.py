"""Searches that know nothing of slopes: random search, random local search, simulated annealing.

Each takes a loss, w -> number, and calls it as often as it says. The ``_path`` forms make the same search with the same
random numbers, and return every point on the way.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import (
    as_array,
    as_number,
    as_value,
    finite_floats,
    require_all,
    require_function,
    require_rng,
    require_whole,
    shown,
)

Loss = Callable[[Any], float]
Temperature = float | Callable[[int], float]


def random_search(loss: Loss, sample: Callable[[Generator], Any], tries: int, rng: Generator) -> tuple[Any, float]:
    """The best of many random draws, and its loss.

    Args: loss: w -> number. sample: rng -> one random w. tries: how many draws, >= 1. rng: generator.
    Returns: (best_w, best_loss); of equal ones the first.
    Raises: ValueError naming tries or rng, or the loss where it is NaN or no number.

    >>> rng = np.random.default_rng(0)
    >>> w, best = random_search(lambda w: (w - 1) ** 2, lambda rng: rng.uniform(-3, 3), 1000, rng)
    >>> bool(abs(w - 1) < 0.01), bool(best == (w - 1) ** 2)
    (True, True)

    Source: the lecture, idea 1 ("bad idea!").
    """
    return min(_draws(loss, sample, tries, rng), key=lambda draw: draw[1])


def random_search_path(
    loss: Loss, sample: Callable[[Generator], Any], tries: int, rng: Generator
) -> tuple[NDArray, NDArray]:
    """Every draw of a random search, in order: `best_of_n` of -losses tells how the best of them went.

    Args: as `random_search`.
    Returns: draws (tries, *shape of w) and losses (tries,).
    Raises: as `random_search`.

    >>> random_search_path(lambda w: w * w, lambda rng: rng.integers(-9, 9), 3, np.random.default_rng(0))
    (array([6, 2, 0]), array([36.,  4.,  0.]))
    """
    return _gathered(_draws(loss, sample, tries, rng))


def local_search(loss: Loss, w0: ArrayLike, scale: ArrayLike, tries: int, rng: Generator) -> tuple[NDArray, float]:
    """Where random steps lead that are taken only downhill.

    Args:
        loss: w -> number. w0: start, of any shape.
        scale: of a step, w + scale * standard normal; > 0, a number or one for each coordinate.
        tries: how many steps are proposed, >= 1. rng: generator.
    Returns: (w, loss); a step is taken only if the loss is strictly less.
    Raises: ValueError naming w0, scale, tries or rng, or the loss where it is NaN or no number.

    >>> w, loss = local_search(lambda w: (w * w).sum(), [3.0, 4.0], 0.3, 1000, np.random.default_rng(0))
    >>> bool(loss < 0.01)
    True

    Source: cs231n, optimization notes, strategy 2; Rastrigin 1963.
    """
    return _last(_walk(loss, w0, scale, tries, rng, _strictly_down))


def local_search_path(
    loss: Loss, w0: ArrayLike, scale: ArrayLike, tries: int, rng: Generator
) -> tuple[NDArray, NDArray]:
    """Where a local search stands at the start and after each try.

    Args: as `local_search`.
    Returns: path (tries + 1, *shape of w0), path[0] is w0, and losses (tries + 1,).
    Raises: as `local_search`.

    >>> path, losses = local_search_path(lambda w: w * w, 5.0, 1.0, 100, np.random.default_rng(0))
    >>> path.shape, bool(np.all(np.diff(losses) <= 0))
    ((101,), True)
    """
    return _gathered(_walk(loss, w0, scale, tries, rng, _strictly_down))


def simulated_annealing(
    loss: Loss, w0: ArrayLike, scale: ArrayLike, temperature: Temperature, tries: int, rng: Generator
) -> tuple[NDArray, float]:
    """The best point of a random walk that also goes uphill, the more rarely the colder it is.

    A step that raises the loss by d is taken with probability exp(-d / temperature): hot it wanders, cold it descends.

    Args:
        loss, w0, scale, tries, rng: as `local_search`.
        temperature: a number >= 0 in the units of the loss, or a function, number of the try (from 0) -> such a number.
    Returns: (best_w, best_loss), the least loss that was seen, w0's included.
    Raises: as `local_search`, and ValueError naming temperature.

    >>> def two_valleys(x): return float(x * np.cos(np.pi * x))      # a shallow one at -0.27, the deeper one at 1.09
    >>> rng = np.random.default_rng(0)
    >>> x, loss = simulated_annealing(two_valleys, -0.3, 0.2, lambda t: 0.5 * 0.99**t, 1000, rng)
    >>> bool(abs(x - 1.0904) < 0.05)
    True

    Source: Kirkpatrick, Gelatt & Vecchi 1983; the rule of acceptance is Metropolis et al. 1953.
    """
    return min(_walk(loss, w0, scale, tries, rng, _metropolis(temperature, rng)), key=lambda point: point[1])


def simulated_annealing_path(
    loss: Loss, w0: ArrayLike, scale: ArrayLike, temperature: Temperature, tries: int, rng: Generator
) -> tuple[NDArray, NDArray]:
    """Where a simulated annealing stands at the start and after each try.

    Args: as `simulated_annealing`.
    Returns: path (tries + 1, *shape of w0), path[0] is w0, and losses (tries + 1,), which go up and down.
    Raises: as `simulated_annealing`.

    >>> path, losses = simulated_annealing_path(lambda w: w * w, 1.0, 0.5, 0.1, 100, np.random.default_rng(0))
    >>> path.shape, bool(np.any(np.diff(losses) > 0))
    ((101,), True)
    """
    return _gathered(_walk(loss, w0, scale, tries, rng, _metropolis(temperature, rng)))


def best_of_n(accuracies: ArrayLike, n: int | None = None) -> NDArray:
    """The best accuracy so far, after each of the first n tries: a running maximum, which never oscillates.

    Args: accuracies: (tries,), one number or more; a loss goes in with its sign turned. n: how many to look at, all
        if None.
    Returns: array (n,).
    Raises: ValueError naming accuracies or n.

    >>> best_of_n([0.1, 0.3, 0.2, 0.4], 3)
    array([0.1, 0.3, 0.3])
    """
    row = as_array("accuracies", accuracies)
    if row.ndim != 1 or row.size == 0 or row.dtype.kind not in "biuf" or np.isnan(row).any():
        raise ValueError(f"accuracies must be one row of numbers without NaN, got {shown(accuracies)}")
    n = require_whole("n", len(row) if n is None else n, least=1)
    if n > len(row):
        raise ValueError(f"n must be at most the number of accuracies, {len(row)}, got {n}")
    return np.maximum.accumulate(row[:n])


def _draws(loss, sample, tries, rng):
    """(w, loss) of each draw."""
    require_function("loss", loss)
    require_function("sample", sample, "rng")
    for t in _tries(tries, rng, "random search"):
        w = sample(rng)
        yield w, _value(loss, w, f"try {t}")


def _walk(loss, w0, scale, tries, rng, accepts):
    """(w, loss) at the start and after each try, where accepts(rise of the loss, try) decides."""
    require_function("loss", loss)
    w, scale = finite_floats("w0", w0), finite_floats("scale", scale)
    require_all("scale", scale, scale > 0, "positive")
    if scale.ndim and scale.shape != w.shape[w.ndim - scale.ndim :]:
        raise ValueError(f"scale of shape {scale.shape} does not fit w0 of shape {w.shape}")
    steps = _tries(tries, rng, "search")
    value = _value(loss, w, "w0")
    yield w, value
    for t in steps:
        candidate = w + scale * rng.standard_normal(w.shape)
        found = _value(loss, candidate, f"try {t}")
        if accepts(found - value if found != value else 0.0, t):
            w, value = candidate, found
        yield w, value


def _strictly_down(rise, t):
    return rise < 0


def _metropolis(temperature, rng):
    """Whether to go up, as Metropolis decides."""
    given = temperature if callable(temperature) else None
    constant = None if given else as_number("temperature", temperature, least=0)

    def accepts(rise, t):
        T = as_number(f"temperature({t})", given(t), least=0) if given else constant
        return rise <= 0 or (T > 0 and rng.random() < math.exp(-rise / T))

    return accepts


def _tries(tries, rng, name):
    from tqdm import tqdm

    require_whole("tries", tries, least=1)
    require_rng(rng)
    return tqdm(range(tries), desc=name, unit="try", delay=2, leave=False)


def _value(loss, w, where):
    value = as_value("loss", loss(w), f" at {where}")
    if math.isnan(value):
        raise ValueError(f"loss must return one real number, got nan at {where}")
    return value


def _last(points):
    *_, last = points
    return last


def _gathered(points):
    """The (w, loss) of an iterable as two arrays."""
    ws, losses = zip(*points)
    return as_array("what sample returns", ws), np.array(losses, dtype=float)
