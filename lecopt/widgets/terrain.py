"""Terrain: what the browser needs to know of a landscape, and which learning rate suits it."""

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from lecopt.landscapes import Landscape
from lecopt.landscapes.landscape import x, y
from lecopt.symbolic import program
from lecopt.widgets.racers import Racer

RATES = np.array([digit * 10.0**power for power in range(-5, 1) for digit in (1, 2, 5)] + [10.0])


def terrain(land: Landscape, hessian: bool = False) -> dict:
    """A landscape as plain JSON; its one program gives the value and the gradient, and the Hessian when asked."""
    orders = [(), (x,), (y,), *([(x, x), (x, y), (y, y)] if hessian else [])]
    expressions = [sp.diff(land.expr, *order) if order else land.expr for order in orders]
    return {
        "name": land.name,
        "program": program(expressions, (x, y)),
        "window": [list(side) for side in land.window],
        "minima": land.minima.tolist(),
        "lowest": lowest(land),
        "tip": bool(land._has_tip),
        "noise": _noise_range(land),
    }


def _grid(land):
    return np.stack(np.meshgrid(*(np.linspace(*side, 101) for side in land.window)), axis=-1)


def lowest(land: Landscape) -> float:
    """The landscape's lowest value in its window: at its global minimum, or on a grid where it has none."""
    return float(land(land.minima[0])) if len(land.minima) else float(np.nanmin(land(_grid(land))))


def _noise_range(land):
    """A noise as large as the median gradient is all that a slider needs: 1, 2 or 5 × 10^k."""
    median = np.nanmedian(np.abs(land.grad(_grid(land))))
    power = 10.0 ** np.floor(np.log10(median)) if np.isfinite(median) and median > 0 else 1.0
    return float(power * next((digit for digit in (1, 2, 5) if digit * power >= median), 10))


def tuned_rate(racer: Racer, land: Landscape, start: ArrayLike, steps: int, **hyper: float) -> float:
    """The learning rate of 1, 2, 5 × 10^k (1e-5 to 10) with the lowest loss over the second half of the race.

    It is sought among those whose path stays in the window and never climbs above its start; loss counts as the
    logarithm of its height above the lowest. The rule's default where it can't run many rates at once.
    """
    try:
        starts = np.tile(np.asarray(start, dtype=float), (len(RATES), 1))
        paths = racer.path(land, starts, steps, **hyper | {"lr": RATES[:, None]})
    except Exception:  # a learner's rule that is made for one run at a time may raise anything
        return racer.hyper["lr"]
    (left, right), (bottom, top) = land.window
    with np.errstate(all="ignore"):
        loss = land(paths)
        inside = np.all((paths >= (left, bottom)) & (paths <= (right, top)) & (loss <= loss[0])[..., None], axis=(0, 2))
        score = np.mean(np.log(np.maximum(loss[len(loss) // 2 :] - lowest(land), 1e-12)), axis=0)
    return float(RATES[np.argmin(np.where(inside, score, np.inf))]) if inside.any() else float(RATES[0])
