"""What many functions ask of their arguments: numbers, whole or finite ones, a generator; refused in one sentence."""

import numbers

import numpy as np


def require_whole(name, value, least):
    """Nothing, if value is a whole number, `least` or more.

    >>> require_whole("steps", 0, least=0)
    >>> require_whole("tries", 2.5, least=1)
    Traceback (most recent call last):
    ValueError: tries must be a whole number, 1 or more, got 2.5
    """
    if not isinstance(value, numbers.Integral) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} must be a whole number, {least} or more, got {value!r}")


def require_rng(rng):
    """Nothing, if rng is a NumPy generator: every random thing in this package says where its numbers come from.

    >>> require_rng(np.random.default_rng(0))
    """
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a generator such as numpy.random.default_rng(0), got {rng!r}")


def as_floats(name, values):
    """The values as an array of floats (or complex numbers); float32 stays float32.

    >>> as_floats("w", [1, 2])
    array([1., 2.])
    >>> as_floats("w", "steep")
    Traceback (most recent call last):
    ValueError: w must be an array of numbers, got str 'steep'
    """
    try:
        array = np.asarray(values)
    except ValueError:  # a ragged list
        array = np.array(None)
    if array.dtype.kind not in "biufc":
        raise ValueError(f"{name} must be an array of numbers, got {type(values).__name__} {values!r:.60}")
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def finite_floats(name, value):
    """value as a new array of finite float64 numbers.

    >>> finite_floats("w0", [1, 2])
    array([1., 2.])
    """
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers, got {value!r:.60}")
    return array
