"""Step lengths: how far to go along a direction that leads downhill."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_number, as_returned, as_value, finite_floats, require_function

TRIALS = 60  # step lengths that are tried before a search gives up


def armijo(
    f: Callable[[NDArray], float], grad: Callable[[NDArray], ArrayLike], w: ArrayLike, direction: ArrayLike, *,
    c1: float = 1e-4,
) -> float:  # fmt: skip
    """The first of the steps 1, ½, ¼, … that lowers f enough.

    Enough is a small share of what the slope promises: f(w + t d) <= f(w) + c1 t gᵀd.

    Args: f: function, w -> number. grad: function, w -> gradient of w's shape. w, direction: arrays of one shape, any.
        c1: the share, in (0, 1).
    Returns: step, a float in (0, 1]. NaN and inf never count as lower.
    Raises: ValueError if the direction leads uphill, or if no step down to 2⁻⁵⁹ lowers f; TypeError if f or grad is no
        function.

    >>> armijo(lambda w: w**2, lambda w: 2 * w, 1.0, -8.0)      # 1 and ½ and ¼ jump over the valley
    0.125

    Source: Nocedal & Wright 2006, Algorithm 3.1 with ρ = ½; Armijo 1966.
    """
    c1 = as_number("c1", c1, above=0, below=1)
    with np.errstate(all="ignore"):
        value, slope, value_0, slope_0 = _along(f, grad, w, direction)
        for k in range(TRIALS):
            step = 0.5**k
            if value(step) <= value_0 + c1 * step * slope_0:
                return step
    raise ValueError(f"no step from 1 down to 2^-{TRIALS - 1} along direction lowers f: is grad the gradient of f?")


def wolfe(
    f: Callable[[NDArray], float], grad: Callable[[NDArray], ArrayLike], w: ArrayLike, direction: ArrayLike, *,
    c1: float = 1e-4, c2: float = 0.9, strong: bool = True, step: float = 1.0,
) -> float:  # fmt: skip
    """A step that lowers f enough and leaves the steep part of the slope behind: the Wolfe conditions.

    Enough is Armijo's f(w + t d) <= f(w) + c1 t gᵀd; left behind means that the slope along d, at first gᵀd < 0, is now
    >= c2 gᵀd (weak) or within ± c2 |gᵀd| (strong).

    Args: f, grad, w, direction: as `armijo`. c1, c2: 0 < c1 < c2 < 1. strong: which of the two. step: the first trial,
        > 0; it is taken if it will do.
    Returns: step, a float > 0.
    Raises: ValueError if the direction does not lead downhill, or if no step is found, which on a smooth f that does
        not fall for ever is a sign that grad is not its gradient.

    >>> round(wolfe(lambda w: w**2, lambda w: 2 * w, 1.0, -0.02, c2=0.1), 6)    # 1 is far too short, 50 the minimum
    50.0

    Source: Nocedal & Wright 2006, eq. (3.6) and (3.7). Differs: not their Algorithm 3.5, see `search`.
    """
    c1 = as_number("c1", c1, above=0, below=1)
    c2 = as_number("c2", c2, above=c1, below=1)
    step = as_number("step", step, above=0)
    with np.errstate(all="ignore"):
        value, slope, value_0, slope_0 = _along(f, grad, w, direction)
        if not slope_0 < 0:
            raise ValueError(f"direction must lead downhill, but the slope of f along it is {slope_0:.3g}")
        found, outcome = search(value, slope, value_0, slope_0, step=step, c1=c1, c2=c2, strong=strong)
    if outcome == "endless":
        raise ValueError(f"f falls without end along direction: still at step {found:.3g}")
    if outcome != "found":
        raise ValueError("no step along direction meets the Wolfe conditions: is grad the gradient of f, and f smooth?")
    return found


def search(
    value: Callable[[float], float], slope: Callable[[float], float], value_0: float, slope_0: float, *,
    step: float = 1.0, c1: float = 1e-4, c2: float = 0.9, strong: bool = True, rounding: float = 0.0,
) -> tuple[float, str]:  # fmt: skip
    """A step that meets the Wolfe conditions for a function of one variable, and how the search ended.

    Two steps close in on one that will do. `low` lowers the function enough but is still on the steep part: too short.
    `high` does not lower it enough, or (strong) is steep again on the other side: too long. Between the two there
    always is a step that meets both conditions, strong or weak, wherever the function is smooth: it is where the
    distance to the line value_0 + c1 t slope_0 is least. The next trial is the minimum of the parabola or cubic
    through what is known, kept off the ends, and every fourth trial is the middle; so the search ends.

    Args: value, slope: functions, step -> value and derivative there; slope is asked only where value is low enough.
        value_0, slope_0: the two at 0; slope_0 < 0. step, c1, c2, strong: as `wolfe`. rounding: >= 0, the error of
        value. Where the difference of two values drowns in it, the slopes decide whether the function was lowered.
    Returns: step and one of "found", "short" (lowers enough, but only that), "endless" (the same, and nothing is too
        long), "nothing" (step 0.0).

    >>> search(lambda t: (t - 3.0) ** 2, lambda t: 2 * (t - 3.0), 9.0, -6.0, c2=0.1)
    (3.0, 'found')

    Source: Lewis & Overton 2013, Algorithm 2.6 (bisection, weak); Hager & Zhang 2005, section 4 (the "approximate Wolfe
        conditions") for `rounding`.
    """
    low = before = (0.0, value_0, slope_0)
    high = None
    for trial in range(1, TRIALS + 1):
        v = float(value(step))
        lowers = -math.inf < v <= value_0 + c1 * step * slope_0
        level = abs(v - value_0) < rounding
        s = float(slope(step)) if lowers or level else math.nan
        if (lowers or level) and -math.inf < s < c2 * slope_0:
            before, low = low, (step, v, s)
        elif (lowers or s <= (2 * c1 - 1) * slope_0) and -math.inf < s <= (-c2 * slope_0 if strong else math.inf):
            return step, "found"
        else:
            high = (step, v, s)
        step = _beyond(before, low) if high is None else _between(low, high, bisect=trial % 4 == 0)
    if not low[1] < value_0:
        return 0.0, "nothing"
    return low[0], "endless" if high is None else "short"


def _beyond(before, low):
    """A longer trial than low: where the cubic through the last two has its minimum, 2 to 10 times as far."""
    stride = low[0] - before[0]
    step = _cubic_minimum(before, low)
    return low[0] + min(max(step - low[0] if step > low[0] else 4 * stride, stride), 9 * stride)


def _between(low, high, bisect):
    """A trial between low and high: the minimum of the cubic, or of the parabola where high has no known slope."""
    width = high[0] - low[0]
    middle = low[0] + 0.5 * width
    if math.isnan(high[2]):
        bend = high[1] - low[1] - low[2] * width
        step = low[0] - 0.5 * low[2] * width * width / bend if bend > 0 else middle
    else:
        step = _cubic_minimum(low, high)
    if bisect or not math.isfinite(step):
        return middle
    return min(max(step, low[0] + 0.1 * width), high[0] - 0.1 * width)


def _cubic_minimum(left, right):
    """Where the cubic with the given (step, value, slope) at two steps is least. Nocedal & Wright 2006, eq. (3.59)."""
    (a, f_a, s_a), (b, f_b, s_b) = left, right
    d1 = s_a + s_b - 3 * (f_a - f_b) / (a - b)
    square = d1 * d1 - s_a * s_b
    if not square >= 0:
        return math.nan
    d2 = math.sqrt(square)
    below = s_b - s_a + 2 * d2
    return b - (b - a) * (s_b + d2 - d1) / below if below else math.nan


def _along(f, grad, w, direction):
    """f along the direction, as a function of the step: value, slope, and both at 0."""
    require_function("f", f)
    require_function("grad", grad)
    w, direction = finite_floats("w", w), finite_floats("direction", direction)
    if direction.shape != w.shape:
        raise ValueError(f"direction must have the shape of w, {w.shape}, got {direction.shape}")

    def value(step):
        return float(as_value("f", f(w + step * direction)))

    def slope(step):
        return float((as_returned("grad", grad(w + step * direction), w) * direction).sum())

    value_0, slope_0 = value(0.0), slope(0.0)
    if not (math.isfinite(value_0) and math.isfinite(slope_0)):
        raise ValueError(f"f and its slope must be finite at w, got {value_0} and {slope_0}: choose another w")
    if slope_0 > 0:
        raise ValueError(f"direction must lead downhill, but the slope of f along it is {slope_0:.3g}")
    return value, slope, value_0, slope_0
