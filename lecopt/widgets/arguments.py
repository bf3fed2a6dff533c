"""Arguments of the widgets, checked: what comes back is plain JSON, what is wrong gets one sentence."""

import math
import numbers

import numpy as np


def number(name, value):
    """A finite float, else a ValueError that names the argument and the value."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def size(name, value):
    """A finite float that is not negative."""
    if number(name, value) < 0:
        raise ValueError(f"{name} must not be negative, got {value!r}")
    return float(value)


def whole(name, value, low, high):
    """An int from low to high; a float without a fraction will do."""
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Real)
        or value != value // 1
        or not low <= value <= high
    ):
        raise ValueError(f"{name} must be a whole number from {low} to {high}, got {value!r}")
    return int(value)


def point(name, value):
    """A list of two finite floats."""
    try:
        x, y = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be two numbers, got {value!r}") from None
    if not (np.ndim(x) == np.ndim(y) == 0 and math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"{name} must be two finite numbers, got {value!r}")
    return [float(x), float(y)]
