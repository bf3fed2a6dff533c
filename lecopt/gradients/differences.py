"""Numeric gradients: the slope of f along each coordinate, from values of f alone."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, as_number, require_function, shown

# The step that balances the formula's own error (h, h²) against the rounding of f (eps / h); the complex step has no
# difference to round, so its h may be as small as one likes.
STEPS = {"forward": lambda eps: eps ** (1 / 2), "central": lambda eps: eps ** (1 / 3), "complex": lambda eps: 1e-20}
ADVICE = "use scheme='central', or write f without abs, max, float() and comparisons"


class Counted:
    """A function that counts how often it is called: an honest price, the same on every machine.

    >>> f = Counted(lambda x: x**2)
    >>> f(3.0) + f(4.0), f.calls
    (25.0, 2)
    """

    def __init__(self, f: Callable) -> None:
        self.f, self.calls = f, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.f(*args, **kwargs)

    def __repr__(self) -> str:
        return f"{getattr(self.f, '__name__', 'f')}, called {self.calls} times"


def numeric_gradient(
    f: Callable[[NDArray], Any], w: ArrayLike, h: float | None = None, scheme: str = "central"
) -> NDArray:
    """The gradient of f at w by finite differences, one coordinate at a time.

    "forward" is (f(w + h) - f(w)) / h, "central" (f(w + h) - f(w - h)) / 2h, "complex" the imaginary part of
    f(w + ih) / h. They call f n + 1, 2n and n times for n coordinates. Where a difference isn't finite, as that of log
    across 0, it is taken again with h times abs(w_i), if 0 < abs(w_i) < 1. What the default step can't do: an f that
    bends within less than it, as log at 1e-5, needs an h of its own; and of a slope that is no larger than
    eps abs(f(w)) / h the rounding of f leaves nothing, as beside a weight of a million in (w**2).sum().

    Args: f: function of an array of w's shape, returns one number; it gets a fresh copy each time. w: array of any
        shape; integers are taken as float64, and float32 too unless h is given. h: the absolute step, > 0; by default
        eps^½ (forward) or eps^⅓ (central) times max(1, abs(w_i)), and 1e-20 (complex).
    Returns: array of w's shape. Where f gives NaN, so does the gradient; "complex" gives 0 where f drops the imaginary
        part of one weight and not of all, as abs(w[0]) + w[1] does: `check_gradient` notices.
    Raises: ValueError naming h, scheme, w or f; among these "complex" if f returns a real number to the complex step.
        TypeError if f is no function.

    >>> numeric_gradient(lambda w: w[0] ** 2 + 3 * w[1], [2, 5]).round(6)
    array([4., 3.])

    Source: Nocedal & Wright 2006, section 8.1; the complex step: Squire & Trapp 1998.
    """
    require_function("f", f)
    w, steps = point_and_steps(w, h, scheme)
    gradient = np.empty_like(w)
    f_w = value(f, w) if scheme == "forward" and w.size else None
    for i in np.ndindex(w.shape):
        gradient[i], _ = slope_and_step(f, w, i, steps[i], scheme, f_w, given=h is not None)
    return gradient[()]


def point_and_steps(w: ArrayLike, h: float | None, scheme: str) -> tuple[NDArray, NDArray]:
    """A copy of w in the precision to compute in, and the step of each coordinate.

    >>> point_and_steps([3, 4], 0.5, "central")
    (array([3., 4.]), array([0.5, 0.5]))
    """
    if not isinstance(scheme, str) or scheme not in STEPS:
        raise ValueError(f"scheme must be one of {', '.join(STEPS)}, got {shown(scheme)}")
    w = np.array(as_floats("w", w))
    if h is None:
        w = w.astype(np.promote_types(w.dtype, np.float64))
        return w, default_steps(w, scheme, np.finfo(w.dtype).eps)
    return w, np.full(w.shape, as_number("h", h, above=0), w.dtype)


def default_steps(w: NDArray, scheme: str, eps: float) -> NDArray:
    """The step of each coordinate that suits an f known to a relative precision of eps.

    >>> default_steps(np.array([0.5, 100.0]), "forward", 1e-16)
    array([1.e-08, 1.e-06])
    """
    scale = np.ones(w.shape) if scheme == "complex" else np.fmax(1.0, abs(w))
    return np.asarray(STEPS[scheme](eps) * scale)


def value(f: Callable[[NDArray], Any], w: NDArray) -> np.inexact:
    """f at a copy of w, as one NumPy number.

    >>> float(value(np.sum, np.ones(3)))
    3.0
    """
    result = f(w.copy()[()])
    try:
        number = as_floats("f(w)", result, complex_too=True)
    except ValueError:
        raise ValueError(f"f must return one number, got {shown(result)}") from None
    if number.size != 1:
        raise ValueError(f"f must return one number, got an array of shape {number.shape}")
    return number.reshape(())[()]


def slope_and_step(
    f: Callable, w: NDArray, index: tuple, h: float, scheme: str, f_w: Any = None, *, given: bool = False
) -> tuple[float, float]:
    """The slope of f along one coordinate, and the step of it: h, or a nearer one where f isn't finite that far off.

    Args: given: whether the caller gave h, which then stands.

    >>> near, step = slope_and_step(lambda w: np.log(w[0]), np.array([0.25]), (0,), 0.5, "central")
    >>> round(float(near), 3), float(step)
    (4.394, 0.125)
    """
    found, near = slope(f, w, index, h, scheme, f_w), nearer(h, w[index])
    if given or scheme == "complex" or near == h or np.isfinite(found):
        return found, h
    return slope(f, w, index, near, scheme, f_w), near


def nearer(h: float, weight: float) -> float:
    """The step in proportion to a weight between 0 and 1 in size; h itself for any other weight.

    >>> nearer(1e-5, -0.5), nearer(1e-5, 2.0), nearer(1e-5, 0.0)
    (5e-06, 1e-05, 1e-05)
    """
    return h * min(1.0, abs(weight)) or h


def slope(f: Callable, w: NDArray, index: tuple, h: float, scheme: str, f_w: Any = None) -> float:
    """The derivative of f along one coordinate of w; f_w is f(w), which only "forward" needs.

    >>> round(float(slope(np.prod, np.array([2.0, 3.0]), (0,), 1e-6, "central")), 6)
    3.0
    """
    if scheme == "complex":
        return _complex_value(f, _moved(w.astype(np.result_type(w, np.complex64)), index, 1j * h)).imag / h
    with np.errstate(all="ignore"):
        if scheme == "forward":
            return (real_value(f, _moved(w, index, h)) - f_w) / h
        return (real_value(f, _moved(w, index, h)) - real_value(f, _moved(w, index, -h))) / (2 * h)


def real_value(f: Callable[[NDArray], Any], w: NDArray) -> np.floating:
    """f at w, which must be real.

    >>> float(real_value(np.sum, np.ones(2)))
    2.0
    """
    number = value(f, w)
    if number.dtype.kind == "c":
        raise ValueError(f"f must return a real number, got {number}")
    return number


def _moved(w, index, step):
    moved = w.copy()
    moved[index] += step
    return moved


def _complex_value(f, w):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            number = value(f, w)
    except (TypeError, np.exceptions.ComplexWarning) as problem:
        raise ValueError(f"f cannot take complex numbers ({problem}): {ADVICE}") from problem
    if number.dtype.kind != "c":
        raise ValueError(f"f must return a complex number to scheme='complex', got the real number {number}: {ADVICE}")
    return number
