"""What functions ask of their arguments, refused in one sentence that names the argument; the only place."""

import math
import numbers
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_floats(name: str, values: ArrayLike, *, complex_too: bool = False) -> NDArray:
    """The values as an array of floats; float32 stays float32, whole numbers and booleans become float64.

    Args: name: of the argument, for the sentence. complex_too: whether complex numbers may pass (the complex step).
    Raises: ValueError for text, objects, rows of different lengths, complex numbers and a tensor that requires grad.

    >>> as_floats("w", [1, 2])
    array([1., 2.])
    >>> as_floats("w", "steep")
    Traceback (most recent call last):
    ValueError: w must be real numbers of one shape, got 'steep'
    >>> as_floats("w", [[1.0, 2.0], [3.0]])
    Traceback (most recent call last):
    ValueError: w must be real numbers of one shape, got rows of different lengths: [[1.0, 2.0], [3.0]]
    """
    array, what = _array(name, values), "numbers" if complex_too else "real numbers"
    if array is None or array.dtype.kind not in ("biufc" if complex_too else "biuf"):
        raise ValueError(f"{name} must be {what} of one shape, got {_shown(values, array)}")
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def finite_floats(name: str, values: ArrayLike, shape: tuple | None = None) -> NDArray:
    """The values as a new array of finite float64 numbers, of that shape where one is given.

    >>> finite_floats("w0", [1, 2])
    array([1., 2.])
    >>> finite_floats("start", [0, np.nan], (2,))
    Traceback (most recent call last):
    ValueError: start must be finite numbers of shape (2,), got [0, nan]
    """
    array, of = _array(name, values), "" if shape is None else f" of shape {shape}"
    if array is None or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers{of}, got {_shown(values, array)}")
    if shape is not None and array.shape != shape:
        raise ValueError(f"{name} must be finite numbers{of}, got {_shown(values, array)}")
    return array.astype(np.float64)


def as_returned(whose: str, returned: Any, like: NDArray) -> NDArray:
    """What a function of the caller's returned, as real numbers of the shape and precision of `like`.

    Args: whose: "grad", or the name of a rule.

    >>> as_returned("grad", [1, 2], np.zeros(2))
    array([1., 2.])
    >>> as_returned("grad", None, np.zeros(2))
    Traceback (most recent call last):
    ValueError: grad must return real numbers of the shape of w, (2,), got None
    """
    array = _array(whose, returned)
    if array is None or array.dtype.kind not in "biuf":
        raise ValueError(
            f"{whose} must return real numbers of the shape of w, {like.shape}, got {_shown(returned, array)}"
        )
    if array.shape != like.shape:
        raise ValueError(f"{whose} must return the shape of w, {like.shape}, got {array.shape}")
    return array.astype(like.dtype, copy=False)


def as_number(
    name: str,
    value: Any,
    *,
    least: float = -math.inf,
    above: float = -math.inf,
    most: float = math.inf,
    below: float = math.inf,
) -> float:
    """The value as a finite float in a range.

    Args: least, most: ends that belong to the range. above, below: ends that don't.
    Raises: ValueError naming the argument and its range.

    >>> as_number("eps", 1e-8, least=0)
    1e-08
    >>> as_number("factor", 2, above=0, most=1)
    Traceback (most recent call last):
    ValueError: factor must be a finite number in (0, 1], got 2
    """
    real = isinstance(value, (numbers.Real, np.ndarray)) and np.ndim(value) == 0 and not isinstance(value, bool)
    if not (real and math.isfinite(value) and least <= value <= most and above < value < below):
        raise ValueError(f"{name} must be a finite number{_range(least, above, most, below)}, got {value!r:.60}")
    return float(value)


def require_all(name: str, values: ArrayLike, good: ArrayLike, be: str) -> None:
    """Nothing, if all the values are finite and good; the sentence shows the first that isn't.

    Args: values: a number or an array of numbers. good: booleans of its shape. be: what they must be.

    >>> lr = np.array([0.1, -1.0])
    >>> require_all("lr", lr, lr >= 0, "not negative")
    Traceback (most recent call last):
    ValueError: lr must be finite and not negative, got -1.0
    """
    fine = np.asarray(good & np.isfinite(values))
    if not fine.all():
        raise ValueError(f"{name} must be finite and {be}, got {np.asarray(values)[~fine].flat[0]}")


def require_whole(name: str, value: Any, least: int, most: int | None = None) -> None:
    """Nothing, if value is a whole number from `least` to `most`.

    >>> require_whole("steps", 0, least=0)
    >>> require_whole("tries", 2.5, least=1)
    Traceback (most recent call last):
    ValueError: tries must be a whole number, 1 or more, got 2.5
    """
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not whole or value < least or (most is not None and value > most):
        span = f", {least} or more" if most is None else f" from {least} to {most}"
        raise ValueError(f"{name} must be a whole number{span}, got {value!r:.60}")


def require_rng(rng: Any) -> None:
    """Nothing, if rng is a NumPy generator: every random thing in this package says where its numbers come from.

    >>> require_rng(np.random.default_rng(0))
    """
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a generator such as numpy.random.default_rng(0), got {rng!r:.60}")


def require_function(name: str, value: Any, of: str = "w") -> Callable:
    """The value, if it can be called. Args: of: what it is a function of, for the sentence.

    >>> require_function("grad", 3)
    Traceback (most recent call last):
    TypeError: grad must be a function of w, got 3
    """
    if not callable(value):
        raise TypeError(f"{name} must be a function of {of}, got {value!r:.60}")
    return value


def _array(name, values):
    """The values as an array, or None where they aren't of one shape."""
    try:
        return np.asarray(values)
    except RuntimeError:  # what torch says of a tensor that requires grad
        raise ValueError(f"{name} is a tensor that requires grad: give {name}.detach()") from None
    except (ValueError, TypeError):
        return None


def _shown(values, array):
    if array is None:
        return f"rows of different lengths: {values!r:.60}"
    if array.dtype.kind == "c":
        return f"complex ones: {values!r:.60}"
    return f"{values!r:.60}"


def _range(least, above, most, below):
    left = f"[{least:g}" if least >= above else f"({above:g}"
    right = f"{most:g}]" if most <= below else f"{below:g})"
    if left == "[-inf":
        return "" if right == "inf]" else f" below {below:g}" if below < most else f", at most {most:g}"
    if right == "inf]":
        return f" above {above:g}" if above > least else f", {least:g} or more"
    return f" in {left}, {right}"
