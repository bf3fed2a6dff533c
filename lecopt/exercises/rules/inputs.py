"""What the rules of Part III are tried on: a fixed case for each promise, and random ones on top."""

from collections.abc import Iterator

import numpy as np

from lecopt.checker import Case
from lecopt.checker.trials import Varied

MATRIX = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])
MANY = 24


def steps(*gradients) -> dict[str, np.ndarray]:
    """The gradients of a path, called "step 1", "step 2", …"""
    return {f"step {k}": np.array(dw, float) for k, dw in enumerate(gradients, 1)}


def cases_of(
    rng: np.random.Generator, usual: dict, second: dict, zeros: tuple = (), ones: dict | None = None
) -> Iterator:
    """Cases of a rule with the hyper-parameters `usual`, the fixed ones first.

    second: another value of each, which must give another path. zeros: those that may be 0. ones: values close to 1.
    """
    first = {name: Varied(value, second[name]) for name, value in usual.items()}
    w = np.array([1.0, -2.0])
    yield Case((w, steps([0.5, -1], [1, 0.25], [-0.75, 2])), first)
    yield Case((np.array([2.0]), steps([-4])), usual, "one weight, one step")
    yield Case((np.zeros(2), steps([0.3, -0.2], [0, 0], [-0.1, 0.4])), usual, "w starts at 0, and a gradient is 0")
    yield Case((MATRIX, steps(MATRIX / 2, -MATRIX, MATRIX + 1)), usual, "w is a matrix")
    yield Case((w, steps([1, 0], [-2, 0], [0.5, 0])), usual, "a weight that never has a gradient")
    rates = [usual["lr"], usual["lr"], usual["lr"] / 5, usual["lr"] / 5]
    falling = {**usual, "lr": rates}
    yield Case((w, steps([1, -2], [0.5, 1], [-1, 0.5], [2, 1])), falling, "the learning rate drops on the way")
    yield Case((np.array([100.0, -200.0]), steps([1, 2], [3, -1])), usual, "large weights")
    yield Case((np.zeros(2), steps([3e6, -2e6], [-1e6, 5e6])), usual, "large gradients")
    yield Case((np.zeros(2), steps([3e-8, -2e-8], [1e-8, 5e-8])), {**usual, "lr": 1.0}, "tiny gradients")
    if "eps" in usual:
        yield Case(
            (np.zeros(2), steps([1e-4, -3e-4], [2e-4, 1e-4], [-1e-4, 2e-5])),
            {**usual, "eps": 1e-5},
            "small gradients, so that eps counts",
        )
    for name in zeros:
        yield Case((w, steps([1, -2], [0.5, 1], [-1, 0.5])), {**usual, name: 0.0}, f"{name} is 0")
    turning = np.round([[np.sin(k), np.cos(2 * k)] for k in range(1, MANY + 1)], 3)
    if ones:
        yield Case((np.zeros(2), steps(*turning[:8])), {**usual, **ones}, f"{' and '.join(ones)} close to 1")
    yield Case((w, steps(*turning)), usual, f"{MANY} steps")
    for shape, count in (((3,), 6), ((2, 2), 5)):
        drawn = {name: usual[name] + (second[name] - usual[name]) * float(rng.uniform(0.1, 0.5)) for name in usual}
        yield Case((rng.normal(size=shape), steps(*rng.normal(size=(count, *shape)))), drawn)
