"""What the widgets ask of their arguments beyond `lecopt.arguments`: ends of axes, texts, switches, fractions.

It also has the trait that asks: a value which it refuses, None among them, leaves it as it was.
"""

import numbers
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np
import sympy as sp
import traitlets
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, as_number, finite_floats, shown


class Checked(traitlets.TraitType):
    """A trait that asks its widget's `checked(name, value)`, at once and for every value.

    traitlets itself lets None pass a validator, and waits with it while notifications are held.
    """

    default_value = None

    def validate(self, obj: Any, value: Any) -> Any:
        """What the widget makes of the value."""
        return obj.checked(self.name, value)


def plain(value: Any) -> Any:
    """A fraction, a decimal or a number of SymPy as a float, also inside a list; all else as it is.

    >>> plain([sp.Rational(1, 4), 2, "x"])
    [0.25, 2, 'x']
    """
    if isinstance(value, (numbers.Rational, Decimal)) and not isinstance(value, numbers.Integral):
        return float(value)
    if isinstance(value, sp.Expr):
        return float(value) if value.is_number and value.is_extended_real else value
    if isinstance(value, np.ndarray) and value.dtype == object:
        return plain(value.tolist())
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def number(name: str, value: Any, **span: float) -> float:
    """The value as a finite float, fractions too. span: as of `lecopt.arguments.as_number`."""
    return as_number(name, plain(value), **span)


def floats(name: str, value: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.float64]:
    """The values as finite floats, fractions too."""
    return finite_floats(name, plain(value), shape)


def drawn(name: str, value: ArrayLike, log: str = "") -> NDArray:
    """The values as an array with something to draw in it. log: the argument that makes their axis logarithmic, if any.

    >>> drawn("lines: a", [-1, -2], log="log_y")
    Traceback (most recent call last):
    ValueError: log_y needs values above 0, and lines: a has none
    """
    array = as_floats(name, plain(value))
    if array.size and not np.isfinite(array).any():
        raise ValueError(f"{name} has no finite value")
    if array.size and log and not (array[np.isfinite(array)] > 0).any():
        raise ValueError(f"{log} needs values above 0, and {name} has none")
    return array


def ends(name: str, value: ArrayLike, log: bool = False) -> tuple[float, float]:
    """The two ends of an axis, low before high, above 0 where it is logarithmic.

    >>> ends("x", (2, -2))
    Traceback (most recent call last):
    ValueError: x must go from low to high, got (2, -2)
    """
    low, high = floats(name, value, (2,)).tolist()
    if not low < high:
        raise ValueError(f"{name} must go from low to high, got {shown(value)}")
    if log and low <= 0:
        raise ValueError(f"{name} must be above 0 where log_{name} is set, got {shown(value)}")
    return low, high


def text(name: str, value: Any) -> str:
    """The value, if it is a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, got {shown(value)}")
    return str(value)


def texts(name: str, values: Iterable[str], count: int, each: str) -> list[str]:
    """The values, if they are as many texts. each: what they are for, such as "formula"."""
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if not isinstance(values, (list, tuple)) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} must be a list of texts, got {shown(values)}")
    if len(values) != count:
        many = "1 text" if count == 1 else f"{count} texts"
        raise ValueError(f"{name} must be {many}, one for each {each}, got {len(values)}: {shown(values)}")
    return [str(value) for value in values]


def switch(name: str, value: Any) -> bool:
    """The value, if it is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name} must be True or False, got {shown(value)}")
    return bool(value)


def named(name: str, values: Any, of: str) -> dict:
    """The values, if they are a dict whose keys are words; None is an empty one. of: what it holds."""
    if not isinstance({} if values is None else values, dict) or not all(isinstance(key, str) for key in values or ()):
        raise ValueError(f"{name} must be a dict from names to {of}, got {shown(values)}")
    return dict(values or {})
