"""What to say of a wrong answer that no named mistake fits: where it first differs, and what it looks like."""

from typing import Any

import numpy as np

from .compare import Strange, agree, as_array, close


def describe(value: Any) -> str:
    """A piece of plain data in a few words.

    >>> describe(np.array([1.0, 2.0])), describe(np.zeros((3, 5), "float32")), describe("saddle")
    ('[1., 2.]', 'an array of shape (3, 5), float32', "'saddle'")
    """
    if value is None:
        return "None"
    if isinstance(value, Strange):
        return f"a {value.kind}"
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return f"{value.item():.8g}" if value.dtype.kind in "fc" else str(value.item())
        if value.size <= 12 and value.ndim <= 2 and np.isrealobj(value):
            return np.array2string(value, precision=5, separator=", ", max_line_width=10_000).replace("\n", "")
        return f"an array of shape {value.shape}, {value.dtype}"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(describe(item) for item in value[:4])
        return f"({inside}{', …' if len(value) > 4 else ''})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {describe(item)}" for key, item in list(value.items())[:4]) + "}"
    name = getattr(value, "__name__", None) or f"a {type(value).__name__}"
    text = repr(value) if isinstance(value, (str, int, float, bool)) else "a function" if name == "<lambda>" else name
    return text if len(text) < 80 else text[:80] + "…"


def first_difference(want: Any, got: Any, rtol: float, part: str = "the result") -> str:
    """The first place where two pieces of plain data differ, in words: shapes first, then one entry. One sentence."""
    if got is None and want is not None:
        return f"{part} is None instead of {describe(want)}. Is a `return` missing?"
    if isinstance(want, dict) and isinstance(got, dict):
        for key in want:
            if key not in got:
                return f"{part} has no {key!r}."
            if not agree(want[key], got[key], rtol):
                return first_difference(want[key], got[key], rtol, f"`{key}`")
        return f"{part} has more in it than {', '.join(map(str, want))}."
    if isinstance(want, list) and as_array(want) is None:
        if not isinstance(got, list):
            return f"{part} should hold {len(want)} things, got {describe(got)}."
        if len(want) != len(got):
            return f"{part} should hold {len(want)} things, got {len(got)}."
        index = next(i for i, (w, g) in enumerate(zip(want, got, strict=True)) if not agree(w, g, rtol))
        return first_difference(want[index], got[index], rtol, f"item {index} of {part}")
    a, b = as_array(want), as_array(got)
    if a is None or b is None:
        return f"{part} should be {describe(want)}, got {describe(got)}."
    if a.shape != b.shape:
        return f"{part} should have shape {a.shape} ({a.dtype}), got shape {b.shape} ({b.dtype})."
    if a.size <= 4:
        return f"{part} should be {describe(a)} ({a.dtype}), got {describe(b)} ({b.dtype})."
    index = tuple(int(i) for i in np.argwhere(~close(a, b, rtol))[0])
    at = index[0] if len(index) == 1 else index
    return (
        f"{part}, of shape {a.shape} ({a.dtype}), differs first at [{str(at).strip('()')}]: expected {a[index]:.8g}, "
        f"got {b[index]:.8g}."
    )


def guess(pairs: list[tuple], rtol: float, sizes: list[dict[str, int]] | None = None, everywhere: bool = True) -> str:
    """What wrong results look like, as a sentence that holds for every pair (want, got), or "" where none does.

    sizes: for each pair, {name of a length: length}, so that a factor can be recognised as "the number of rows of X".
    everywhere: whether no result was right; only then one factor can be said of everything.
    """
    arrays = [(as_array(w), as_array(g)) for w, g in pairs]
    if any(a is None or b is None for a, b in arrays):
        return "Two of the results have changed places." if all(_swapped(w, g, rtol) for w, g in pairs) else ""
    if not any(a.size for a, _ in arrays):
        return ""
    with np.errstate(all="ignore"):
        for sentence, fits in _LOOKS:
            if all(fits(a, b, rtol) for a, b in arrays):
                return sentence
        return _factor(arrays, rtol, sizes or [{} for _ in arrays]) if everywhere else ""


def _swapped(want, got, rtol):
    if isinstance(want, dict) and isinstance(got, dict) and want.keys() == got.keys():
        want, got = list(want.values()), [got[key] for key in want]
    if not isinstance(want, list) or not isinstance(got, list) or len(want) != len(got):
        return False
    wrong = [i for i, (w, g) in enumerate(zip(want, got, strict=True)) if not agree(w, g, rtol)]
    return len(wrong) == 2 and agree(want[wrong[0]], got[wrong[1]], rtol) and agree(want[wrong[1]], got[wrong[0]], rtol)


def _is(change):
    return lambda a, b, rtol: a.shape == b.shape == np.shape(change(a)) and agree(change(a), b, rtol)


def _rows(fits):
    """A look at sequences: both have a first axis, and the same number of axes."""
    return lambda a, b, rtol: 0 < a.ndim == b.ndim and bool(fits(a, b, rtol))


def _sequence_is(change):
    return _rows(lambda a, b, rtol: agree(change(a), b, rtol))


def _for_each(gather):
    return lambda a, b, rtol: a.ndim == 0 < b.ndim and b.size > 1 and agree(a, gather(b), rtol)


def _cut_off(a, b, rtol):
    return bool((np.trunc(a.real) != 0).any()) and _is(np.trunc)(a, b, rtol)


_LOOKS = (
    (
        "It gives NaN: look for 0 / 0, inf − inf or the logarithm of 0.",
        lambda a, b, rtol: np.isnan(b).any() and not np.isnan(a).any(),
    ),
    ("The sign is turned round: what you give is minus the right result.", _is(np.negative)),
    ("It is the transpose: rows and columns are swapped.", lambda a, b, rtol: a.ndim == 2 and agree(a.T, b, rtol)),
    ("One number is asked for, and you give one for each: their mean is right.", _for_each(np.mean)),
    ("One number is asked for, and you give one for each: their sum is right.", _for_each(np.sum)),
    ("The first entry is missing and all others are right: off by one step.", _sequence_is(lambda a: a[1:])),
    ("The last entry is missing and all others are right: off by one step.", _sequence_is(lambda a: a[:-1])),
    (
        "There is one entry too many at the end: off by one step.",
        _rows(lambda a, b, rtol: len(b) == len(a) + 1 and agree(a, b[:-1], rtol)),
    ),
    (
        "There is one entry too many at the start: off by one step.",
        _rows(lambda a, b, rtol: len(b) == len(a) + 1 and agree(a, b[1:], rtol)),
    ),
    (
        "Every entry stands one place too late: off by one step.",
        _rows(lambda a, b, rtol: len(b) > 2 and agree(a[:-1], b[1:], rtol)),
    ),
    (
        "Every entry stands one place too early: off by one step.",
        _rows(lambda a, b, rtol: len(b) > 2 and agree(a[1:], b[:-1], rtol)),
    ),
    ("The entries are right, in reverse order.", _sequence_is(lambda a: a[::-1])),
    (
        "The entries are right, in another order.",
        lambda a, b, rtol: a.shape == b.shape and a.size > 2 and agree(np.sort(a, None), np.sort(b, None), rtol),
    ),
    (
        "The numbers are the right ones without what follows the point. Is there a `//`, an `int`, an integer array?",
        _cut_off,
    ),
    ("It is one too large: off by one.", _is(lambda a: a + 1)),
    ("It is one too small: off by one.", _is(lambda a: a - 1)),
    ("It is the reciprocal of the right result.", _is(lambda a: 1 / a)),
    ("It is the square of the right result.", _is(np.square)),
    ("It is the square root of the right result.", _is(lambda a: np.sqrt(np.abs(a)))),
)


def _factor(arrays, rtol, sizes):
    """One number, or one length of the inputs, that turns the right results into these: "2 times too large"."""
    factors = []
    for a, b in arrays:
        if a.shape != b.shape or not a.size:
            return ""
        largest = np.abs(a).argmax()
        factor = (b.flat[largest] / a.flat[largest]).real
        if not np.isfinite(factor) or factor == 0 or not agree(factor * a, b, rtol):
            return ""
        factors.append(float(factor))
    for name in sorted(set.intersection(*(set(s) for s in sizes))):
        lengths = np.array([s[name] for s in sizes], float)
        if lengths.max(initial=0) > 1 and (lengths.min() < lengths.max() or len(lengths) == 1):
            if np.allclose(factors, lengths, rtol=1e-4):
                return f"It is too large by {name}: a sum where a mean is asked?"
            if np.allclose(factors, 1 / lengths, rtol=1e-4):
                return f"It is too small by {name}: divided once too often, or a mean where a sum is asked?"
    if not np.allclose(factors, factors[0], rtol=1e-3) or np.isclose(abs(factors[0]), 1, atol=1e-3):
        return ""
    size, sign = abs(factors[0]), "with the wrong sign, and " if factors[0] < 0 else ""
    return f"Everything is {sign}" + (
        f"{size:.4g} times too large." if size > 1 else f"{1 / size:.4g} times too small."
    )
