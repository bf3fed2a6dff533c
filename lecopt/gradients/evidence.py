"""How far differences of f can be trusted: the rounding noise of f, and a second look where a slope seems wrong."""

from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .differences import nearer, real_value

SAFETY = 4  # rounding moves a central difference by about noise / h; this many times that is no evidence against grad


def rounding_noise(f: Callable, w: NDArray, f_w: float) -> tuple[float, bool]:
    """How much the values of f jitter from rounding (about one standard deviation), and whether they are float32.

    On a line of points this close a smooth f is a polynomial, whose high differences vanish: what is left in them is
    rounding. (If half of the neighbours are equal, the points were too close, and the next spacing is tried.)

    >>> noise, single = rounding_noise(lambda w: np.sin(w[0]), np.array([1.0]), np.sin(1.0))
    >>> bool(1e-17 < noise < 1e-15), single
    (True, False)

    Source: Hamming's difference table as in Moré & Wild 2011, section 3. Differs: the median of a column, so that a
    kink is not taken for noise, and the smallest of the columns 2 to 5.
    """
    direction = np.random.default_rng(0).choice([-1.0, 1.0], w.shape) * np.fmax(1.0, abs(w))
    rounding = np.finfo(w.dtype).eps / 2 * abs(f_w)
    for spacing in (1e-9, 1e-7, 1e-5):
        values = [f_w] + [real_value(f, (w + k * spacing * direction).astype(w.dtype)) for k in range(1, 10)]
        single = any(v.dtype.itemsize < 8 for v in values) or _all_float32(values)
        values = np.array(values, np.float64)
        if not np.isfinite(values).all():
            break
        if (np.diff(values) == 0).sum() < 5:
            # a j-th difference of noise has sqrt(comb(2j, j)) times its standard deviation, and its median 0.67 of that
            columns = [np.median(abs(np.diff(values, j))) / (0.67 * comb(2 * j, j) ** 0.5) for j in range(2, 6)]
            return float(max(rounding, min(columns))), single
    return rounding, False


def relative_error(a: ArrayLike, b: ArrayLike, floor: ArrayLike = 0.0, tol: float = 0.0) -> NDArray:
    """|a - b| / (|a| + |b|) entry by entry, and 0 where both are 0.

    An error above tol counts 0 if the difference is within floor, which is what rounding explains.

    >>> relative_error(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    array([0.5, 0. ])
    >>> float(relative_error(0.0, 1e-12, floor=1e-9))
    0.0
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    with np.errstate(all="ignore"):
        difference = abs(a - b)
        error = difference / (abs(a) + abs(b))
    error = np.where((a == b) | ((error > tol) & (difference <= floor)), 0.0, error)
    return np.where(np.isfinite(a) & np.isfinite(b), error, np.inf)[()]


def second_look(
    f: Callable,
    w: NDArray,
    index: tuple,
    h: float,
    f_w: float,
    claimed: float,
    noise: float,
    slack: float,
    tol: float,
) -> tuple[float, float, str]:
    """The slope of f along one coordinate with other steps, the error of what grad claims there, and what f does.

    The story is "" where f is smooth: then the error stands. "kink" says that f has one slope to the left, another to
    the right, and grad's lies between them; "bend" that a shorter step disagrees with h and agrees with grad;
    "restless" that steps disagree and none agrees with grad.

    >>> second_look(lambda w: abs(w[0]), np.zeros(1), (0,), 1e-5, 0.0, 1.0, 1e-16, 0.0, 1e-6)[1:]
    (0.0, 'kink')
    """

    def sides(t):
        move = np.zeros_like(w)
        move[index] = t
        with np.errstate(all="ignore"):
            return (f_w - real_value(f, w - move)) / t, (real_value(f, w + move) - f_w) / t

    def error(slope, t):
        return float(relative_error(claimed, slope, max(SAFETY * noise / t, slack), tol))

    left, right = sides(h)
    if not np.isfinite(left + right):
        h = nearer(h, w[index])
        left, right = sides(h)
    middle, wide = (left + right) / 2, sum(sides(2 * h)) / 2
    smooth = (4 * middle - wide) / 3  # Richardson: the error h² of the two cancels
    if error(smooth, h / 2) <= tol:
        return smooth, error(smooth, h / 2), ""
    apart, kinked, previous, before = abs(right - left), 0, middle, h
    for t in (h / 8, h / 64, h / 512, h / 4096):
        left, right = sides(t)
        shorter, rounding = (left + right) / 2, SAFETY * noise * (1 / before + 1 / t)
        between = min(left, right) - rounding <= claimed <= max(left, right) + rounding
        # Left and right slopes come together as t shrinks where f is smooth, and part for ever where it jumps.
        stay = max(apart / 2, 10 * rounding) < abs(right - left) < 4 * apart
        kinked = kinked + 1 if stay else 0
        if kinked == 2 and between:
            return shorter, 0.0, "kink"
        if abs(shorter - middle) > 3 * rounding and error(shorter, t) <= tol:
            return shorter, error(shorter, t), "bend"
        if not kinked and abs(shorter - previous) <= 3 * rounding:  # two steps agree, and not with grad
            return previous, error(previous, before), "" if t == h / 8 else "restless"
        apart, previous, before = abs(right - left), shorter, t
    return (shorter, 0.0, "kink") if kinked and between else (middle, error(middle, h), "restless")


def _all_float32(values):
    with np.errstate(all="ignore"):
        return len(set(map(float, values))) > 1 and all(float(np.float32(v)) == float(v) for v in values)
