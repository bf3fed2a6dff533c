"""Comparing results fairly: any result becomes plain data, and plain data is compared within a tolerance."""

import types
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 200_000  # numbers and letters that a result may hold
NUMBERS = (int, float, bool, np.floating, np.integer, np.bool_)


class TooBig(Exception):
    """A result with more numbers in it than any exercise asks for."""


@dataclass(frozen=True)
class Strange:
    """What stands for a value that is neither number, array, text, list nor dict: the name of its type."""

    kind: str


def plain(value: Any, left: list[int] | None = None) -> Any:
    """A result as plain data: arrays (a number is one without axes), text, None, and lists and dicts of these.

    Lists of numbers become arrays, iterators lists, tensors arrays; anything else `Strange`. Calls methods of the
    value, so it belongs into the sandbox. Raises TooBig beyond `MOST` numbers.

    >>> plain([1, 2.5]), plain(("a", None)), plain(object())
    (array([1. , 2.5]), ['a', None], Strange(kind='object'))
    """
    left = [MOST] if left is None else left
    _spend(left, 1)
    kind = type(value)
    if value is None:
        return None
    if issubclass(kind, str):
        _spend(left, str.__len__(value))
        return str.__str__(value)
    if issubclass(kind, (np.ndarray, np.generic)):
        return _plain_array(np.asarray(value), left)
    if issubclass(kind, (int, float, complex)):
        return _plain_number(value)
    if issubclass(kind, dict):
        return {_key(key): plain(item, left) for key, item in dict.items(value)}
    if issubclass(kind, (type, bytes, bytearray, set, frozenset, types.ModuleType)):
        return Strange(type_name(kind))
    if issubclass(kind, types.CoroutineType):
        value.close()
        return Strange("coroutine")
    if hasattr(kind, "detach") and hasattr(kind, "numpy"):  # a torch tensor
        return _plain_array(value.detach().cpu().numpy(), left)
    if hasattr(kind, "__array__"):
        return _plain_array(np.asarray(value), left)
    if hasattr(kind, "__iter__"):
        return _plain_list(value, left)
    if hasattr(kind, "__float__"):
        return _plain_number(float(value))
    return Strange(type_name(kind))


def _plain_array(value, left):
    if value.size > left[0]:
        raise TooBig(f"an array of shape {value.shape}")
    _spend(left, value.size)
    array = np.array(value, subok=False)
    if array.dtype.kind in "biufc":
        return array
    return _plain_list(array.tolist(), left) if array.ndim else plain(array.item(), left)


def _plain_number(value):
    array = np.array(value)
    if array.dtype.kind in "biufc":
        return array
    try:
        return np.array(float(value))  # an integer beyond 64 bits
    except OverflowError:
        return Strange("int beyond any float")


def _plain_list(items, left):
    found = []
    for item in items:
        _spend(left, 1)
        found.append(item)
    if found and all(type(item) in NUMBERS or issubclass(type(item), NUMBERS) for item in found):
        array = np.array(found)
        if array.dtype.kind in "biufc":
            return array
    return [plain(item, left) for item in found]


def _spend(left, count):
    left[0] -= count
    if left[0] < 0:
        raise TooBig(f"more than {MOST:,} numbers or letters")


def _key(key):
    return key if type(key) in (str, int, bool) else str(plain(key))


def type_name(kind: type) -> str:
    """The name of a type, whatever its metaclass says."""
    return type.__dict__["__name__"].__get__(kind)


def as_array(value: Any) -> NDArray | None:
    """Plain data as one numeric array, or None where it isn't one (text, ragged lists, nothing)."""
    if isinstance(value, list) and value:
        parts = [as_array(item) for item in value]
        if any(part is None or part.shape != parts[0].shape for part in parts):
            return None
        return np.stack(parts)
    if isinstance(value, list):
        return np.array([])
    return np.asarray(value) if isinstance(value, (np.ndarray, np.generic)) else None


def agree(want: Any, got: Any, rtol: float = 1e-5) -> bool:
    """Whether two pieces of plain data say the same: same shapes, numbers equal within rtol, inf and NaN in place.

    A float32 or float16 result is given the tolerance that its precision allows.

    >>> agree(np.array([1.0, 2.0]), [np.array(1.0), np.array(2.0000001)])
    True
    """
    if isinstance(want, np.ndarray) or isinstance(got, np.ndarray):
        want, got = as_array(want), as_array(got)
        return want is not None and got is not None and want.shape == got.shape and bool(close(want, got, rtol).all())
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(agree(w, g, rtol) for w, g in zip(want, got, strict=True))
    if isinstance(want, dict) and isinstance(got, dict):
        return want.keys() == got.keys() and all(agree(want[key], got[key], rtol) for key in want)
    return type(want) is type(got) and want == got


def close(want: NDArray, got: NDArray, rtol: float = 1e-5) -> NDArray:
    """Which entries of two arrays of one shape are equal within rtol, of the entry and a little of the largest."""
    rtol = max(rtol, _coarseness(want), _coarseness(got))
    with np.errstate(all="ignore"):
        want, got = (a.astype(complex if a.dtype.kind == "c" else float) for a in (want, got))
        sizes = np.abs(want[np.isfinite(want)])
        allowed = rtol * (np.abs(want) + 0.01 * sizes.max(initial=0.0)) + 1e-12
        near = np.abs(got - want) <= allowed
    same = (want == got) | (np.isnan(want) & np.isnan(got))
    return np.where(np.isfinite(want) & np.isfinite(got), near, same)


def _coarseness(array):
    """The tolerance that an array's float type asks for."""
    return {"float16": 2e-2, "float32": 1e-4}.get(array.dtype.name, 0.0)
