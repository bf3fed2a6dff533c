"""What functions ask of their arguments, refused in one sentence that names the argument; the only place."""

import math
import numbers
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

INF = math.inf


def as_array(name: str, values: Any) -> NDArray:
    """The values as an array of whatever they are.

    Raises: ValueError for rows of different lengths and for a tensor that requires grad.
    """
    if (array := _array(name, values)) is None:
        raise ValueError(f"{name} must be of one shape, got {_shown(values, array)}")
    return array


def as_floats(name: str, values: ArrayLike, *, complex_too: bool = False) -> NDArray:
    """The values as an array of floats; float32 stays float32, whole numbers and booleans become float64.

    Args: name: of the argument, for the sentence. complex_too: whether complex numbers may pass (the complex step).
    Returns: an array; the very one that was given, where it already holds floats.
    Raises: ValueError for text, objects, rows of different lengths, complex numbers and a tensor that requires grad.

    >>> as_floats("w", [1, 2])
    array([1., 2.])
    >>> as_floats("w", "steep")
    Traceback (most recent call last):
    ValueError: w must be real numbers of one shape, got 'steep'
    """
    array = _array(name, values)
    if array is None or array.dtype.kind not in ("biufc" if complex_too else "biuf"):
        what = "numbers" if complex_too else "real numbers"
        raise ValueError(f"{name} must be {what} of one shape, got {_shown(values, array)}")
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def as_weights(name: str, values: ArrayLike) -> NDArray:
    """The values as a new array: of float32 where they are float32, else of float64. Raises: as `as_floats`.

    >>> as_weights("w0", np.float16([1, 2])).dtype
    dtype('float64')
    """
    array = as_floats(name, values)
    return array.astype(np.float32 if array.dtype == np.float32 else np.float64)


def finite_floats(name: str, values: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.float64]:
    """The values as a new array of finite float64 numbers, of that shape where one is given.

    >>> finite_floats("w0", [1, 2])
    array([1., 2.])
    >>> finite_floats("start", [0, np.nan], (2,))
    Traceback (most recent call last):
    ValueError: start must be finite numbers of shape (2,), got [0, nan]
    """
    array = _array(name, values)
    good = array is not None and array.dtype.kind in "biuf" and np.isfinite(array).all()
    if not good or (shape is not None and array.shape != shape):
        of = "" if shape is None else f" of shape {shape}"
        raise ValueError(f"{name} must be finite numbers{of}, got {_shown(values, array)}")
    return array.astype(np.float64)


def as_returned(whose: str, returned: Any, like: NDArray) -> NDArray:
    """What a function of the caller's returned, as real numbers of the shape and precision of `like`.

    Args: whose: "grad", or the name of a rule.
    Returns: an array; the very one that was returned, where it fits.

    >>> as_returned("grad", [1, 2], np.zeros(2))
    array([1., 2.])
    >>> as_returned("grad", None, np.zeros(2))
    Traceback (most recent call last):
    ValueError: grad must return real numbers of the shape of w, (2,), got None
    """
    if type(returned) is np.ndarray and returned.dtype is like.dtype and returned.shape == like.shape:
        return returned  # every step of every loop comes here
    array = _array(f"what {whose} returns", returned)
    if array is None or array.dtype.kind not in "biuf":
        got = _shown(returned, array)
        raise ValueError(f"{whose} must return real numbers of the shape of w, {like.shape}, got {got}")
    if array.shape != like.shape:
        raise ValueError(f"{whose} must return the shape of w, {like.shape}, got {array.shape}")
    return array.astype(like.dtype, copy=False)


def as_value(whose: str, returned: Any, where: str = "") -> float | int | bool:
    """What a function of the caller's returned, as one real number of Python's; NaN and inf are numbers too.

    Args: whose: "f" or "loss". where: for the sentence, such as " at w0".

    >>> as_value("f", np.array([2.5]))
    2.5
    """
    if isinstance(returned, float):
        return float(returned)
    array = _array(f"what {whose} returns", returned)
    if array is None or array.size != 1 or array.dtype.kind not in "biuf":
        raise ValueError(f"{whose} must return one real number, got {shown(returned)}{where}")
    return array.item()


def as_number(
    name: str, value: Any, *, least: float = -INF, above: float = -INF, most: float = INF, below: float = INF
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
    is_array = isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "iuf"
    try:
        number = float(value if is_array or _is(numbers.Real, value) else math.nan)
    except OverflowError:  # an int beyond the largest float
        number = INF
    if not (math.isfinite(number) and least <= number <= most and above < number < below):
        raise ValueError(f"{name} must be a finite number{_range(least, above, most, below)}, got {shown(value)}")
    return number


def require_all(name: str, values: ArrayLike, good: ArrayLike, be: str) -> None:
    """Nothing, if all the values are finite and good; the sentence shows the first that isn't.

    Args: values: a number or an array of numbers. good: booleans of its shape. be: what they must be.

    >>> lr = np.array([0.1, -1.0])
    >>> require_all("lr", lr, lr >= 0, "not negative")
    Traceback (most recent call last):
    ValueError: lr must be finite and not negative, got -1.0
    """
    fine = good & np.isfinite(values)
    if not fine.all():
        raise ValueError(f"{name} must be finite and {be}, got {np.asarray(values)[np.logical_not(fine)].flat[0]}")


def require_whole(name: str, value: Any, least: int, most: int | None = None) -> int:
    """The value, if it is a whole number from `least` to `most`.

    >>> require_whole("steps", 3, least=0)
    3
    >>> require_whole("tries", 2.5, least=1)
    Traceback (most recent call last):
    ValueError: tries must be a whole number, 1 or more, got 2.5
    """
    if not _is(numbers.Integral, value) or value < least or (most is not None and value > most):
        span = f", {least} or more" if most is None else f" from {least} to {most}"
        raise ValueError(f"{name} must be a whole number{span}, got {shown(value)}")
    return int(value)


def require_rng(rng: Any) -> np.random.Generator:
    """The generator, if it is NumPy's: every random thing in this package says where its numbers come from."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a generator such as numpy.random.default_rng(0), got {shown(rng)}")
    return rng


def require_function(name: str, value: Any, of: str = "w") -> Callable:
    """The value, if it can be called. Args: of: what it is a function of, for the sentence.

    >>> require_function("grad", 3)
    Traceback (most recent call last):
    TypeError: grad must be a function of w, got 3
    """
    if not callable(value):
        raise TypeError(f"{name} must be a function of {of}, got {shown(value)}")
    return value


def shown(value: Any) -> str:
    """A value as a sentence shows it: on one line, cut after 60 characters.

    >>> shown(np.eye(2))
    'array([[1., 0.], [0., 1.]])'
    """
    return " ".join(repr(value).split())[:60]


def _array(name, values):
    """The values as an array, or None where they aren't of one shape."""
    try:
        return np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as error:
        if "requires grad" in str(error):  # torch
            raise ValueError(f"{name} is a tensor that requires grad: give its .detach()") from None
        if type(error) is ValueError and isinstance(values, (list, tuple)):
            return None
        if isinstance(error, ValueError):  # a Register's own, whose arithmetic is written down and not done
            raise
        raise ValueError(f"{name} can't become an array: {error}") from None


def _is(kind, value):
    return isinstance(value, kind) and not isinstance(value, bool)


def _shown(values, array):
    what = "rows of different lengths: " if array is None else "complex ones: " if array.dtype.kind == "c" else ""
    return what + shown(values)


def _range(least, above, most, below):
    left = f"[{least:g}" if least >= above else f"({above:g}"
    right = f"{most:g}]" if most <= below else f"{below:g})"
    if left == "[-inf":
        return "" if right == "inf]" else f" below {below:g}" if below < most else f", at most {most:g}"
    if right == "inf]":
        return f" above {above:g}" if above > least else f", {least:g} or more"
    return f" in {left}, {right}"
