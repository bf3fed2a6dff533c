"""What a gradient check found, in words: a verdict, the worst coordinates, a guess at the bug, what to beware of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, repr=False)
class GradientReport:
    """The result of `check_gradient`: true if the gradient is right, and readable when printed.

    ok: no relative error is above tol. worst: the largest relative error. where: its index in w, a tuple.
    errors, analytic, numeric: arrays of w's shape, the relative error, grad's value and the slope of f at each
    coordinate; nan where it wasn't checked. evaluations: calls of f. hint: a guess at the bug, or "". warnings:
    sentences.
    """

    ok: bool
    errors: NDArray
    analytic: NDArray
    numeric: NDArray
    tol: float
    evaluations: int
    hint: str
    warnings: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.ok

    @property
    def where(self) -> tuple[int, ...]:
        return self.worst_coordinates(1)[0]

    @property
    def worst(self) -> float:
        return float(self.errors[self.where])

    def worst_coordinates(self, n: int = 5) -> list[tuple[int, ...]]:
        """The indices of the n largest relative errors, the largest first; of equal ones the larger difference.

        >>> errors, grad, slopes = np.array([[1e-9, np.nan, 0.5], [2.0, np.nan, 3.0], [2.0, np.nan, 1.0]])
        >>> GradientReport(False, errors, grad, slopes, 1e-6, 6, "", ()).worst_coordinates()
        [(2,), (0,)]
        """
        checked = np.flatnonzero(~np.isnan(self.errors))
        errors, difference = self.errors.ravel()[checked], abs(self.analytic - self.numeric).ravel()[checked]
        worst = checked[np.lexsort((-difference, -errors))[:n]]
        return [tuple(int(i) for i in np.unravel_index(k, self.errors.shape)) for k in worst]

    def __str__(self) -> str:
        lines = [self._verdict()]
        if not self.ok:
            row = "  {:>16}  {:>14.7g}  {:>14.7g}  {:>14.1e}"
            lines += ["", f"  {'where':>16}  {'grad':>14}  {'slope of f':>14}  {'relative error':>14}"]
            for i in self.worst_coordinates():
                if self.errors[i] > self.tol:  # the + 0.0 makes a 0 of a -0
                    lines.append(row.format(name_of(i), self.analytic[i] + 0.0, self.numeric[i] + 0.0, self.errors[i]))
            lines.append("")
        lines += [f"  Guess: {self.hint}"] if self.hint else []
        lines += [f"  Beware: {warning}" for warning in self.warnings]
        return "\n".join(lines).rstrip()

    __repr__ = __str__

    def _verdict(self):
        checked, size = int((~np.isnan(self.errors)).sum()), self.errors.size
        where = f" the {checked} coordinates checked (of {size})" if checked < size else f" all {size} coordinates"
        where = "" if size == 1 else where
        if self.ok:
            verdict = "right" + (" in" + where if where else "")
        else:
            verdict = "WRONG" + (
                f" in {(self.errors > self.tol).sum()} of" + where.replace("all ", "") if where else ""
            )
        worst = f"relative error {self.worst:.1e} at {name_of(self.where)}"
        return f"The gradient is {verdict}: largest {worst}, tolerance {self.tol:g}."


def name_of(index: tuple[int, ...]) -> str:
    """How one writes a coordinate of w.

    >>> name_of((3, 4)), name_of(())
    ('w[3, 4]', 'w')
    """
    return f"w[{', '.join(map(str, index))}]" if index else "w"


def counted(n: int, noun: str) -> str:
    """A number and its noun, in the plural where it belongs.

    >>> counted(1, "coordinate"), counted(650, "coordinate")
    ('1 coordinate', '650 coordinates')
    """
    return f"{n} {noun}{'' if n == 1 else 's'}"


def guess(analytic: NDArray, numeric: NDArray, w: NDArray, floor: NDArray, wrong: NDArray) -> str:
    """The likeliest bug behind a wrong gradient, in a sentence; "" if nothing fits.

    Args: analytic, numeric, w, floor: arrays of one shape, nan where not checked; floor is the part of the difference
        that rounding explains. wrong: array of bools.

    >>> g = np.array([1.0, 2.0, -3.0])
    >>> guess(-g, g, np.ones(3), np.zeros(3), g != 0)
    'the sign is flipped: grad is -1 times the slope everywhere.'
    """
    seen = ~np.isnan(numeric)
    a, n, v, slack = analytic[seen], numeric[seen], w[seen], floor[seen]
    if not (np.isfinite(a).all() and np.isfinite(n).all()):
        return ""

    def agree(p, q):
        return bool((abs(p - q) <= np.maximum(1e-4 * (abs(p) + abs(q)), slack)).all())

    if agree(a, n):
        return "the difference is tiny: perhaps grad computes in a lower precision, or with a rounded constant."
    if not a.any():
        return "grad is zero everywhere, and f is not flat."
    if agree(a, -n):
        return "the sign is flipped: grad is -1 times the slope everywhere."
    ratio = (a @ n) / (n @ n) if n.any() else 0.0
    if a.size > 1 and ratio and agree(a / ratio, n):
        sum_or_mean = ", as when a sum stands where the mean belongs" if ratio > 2.5 else ""
        return f"grad is {ratio:.6g} times the slope everywhere: a forgotten factor{sum_or_mean}?"
    share = ((a - n) @ v) / (v @ v) if v.any() else 0.0
    if wrong.sum() > 1 and agree(a - share * v, n):
        return f"grad minus slope is {share:.4g} times w: look at the gradient of the regulariser."
    if seen.all() and w.ndim == 2 and w.shape[0] == w.shape[1] and agree(analytic.T.ravel(), n):
        return "grad is the transpose of the right gradient."
    if seen.all() and agree(np.sort(a), np.sort(n)):
        return "the right numbers stand in the wrong places: is something transposed or reshaped in another order?"
    return _same_row(wrong)


def _same_row(wrong):
    """Whether all the wrong coordinates share one index of w."""
    found = np.argwhere(wrong)
    if wrong.ndim < 2 or len(found) < 2:
        return ""
    for axis in range(wrong.ndim):
        if (found[:, axis] == found[0, axis]).all() and wrong.shape[axis] > 1:
            place = [":"] * wrong.ndim
            place[axis] = str(found[0, axis])
            return f"all the wrong coordinates lie in w[{', '.join(place)}]."
    return ""


STORIES = {
    "kink": "f has a kink at {}: grad lies between the slopes to the left and to the right, so it passes.",
    "bend": "f bends sharply near {}, a kink perhaps: two step sizes disagree, and the shorter one agrees with grad.",
    "restless": (
        "step sizes disagree at {}: f jumps, has a kink, or turns within a step of it. Doubt the verdict there."
    ),
}


def beware(**seen: Any) -> tuple[str, ...]:
    """What to keep in mind about a check, a tuple of sentences, from what was seen while it ran."""
    lines = []
    for name in ("f", "grad"):
        if seen[f"{name}_writes"]:
            lines.append(f"{name} changes w in place. A descent that calls it loses its way: let it work on a copy.")
    if seen["float32_used"]:
        lines.append(
            "w is float32 and h is given, so f was computed in float32: expect two or three right digits at best."
        )
    elif seen["float32_w"]:
        lines.append(
            "w is float32; it was checked as float64, because slopes in float32 have two or three right digits."
        )
    if seen["float32_f"] and not seen["float32_used"]:
        lines.append("f computes in float32, about 7 digits: let it compute in float64 for the check.")
    elif seen["relative_noise"] and not seen["float32_used"]:
        lines.append(f"f is noisy: its values are only good to a relative {seen['relative_noise']:.0e}.")
    if seen["float32_grad"] and not seen["float32_used"]:
        lines.append("grad returns float32, about 7 digits: smaller errors cannot be seen.")
    for story, what in STORIES.items():
        places = [index for index, told in seen["stories"].items() if told == story]
        if places:
            others = f" and {counted(len(places) - 1, 'other coordinate')}" if len(places) > 1 else ""
            lines.append(what.format(name_of(places[0]) + others))
    if seen["hidden"]:
        hidden, of = len(seen["hidden"]), counted(seen["checked"], "coordinate")
        where = name_of(seen["hidden"][0])
        lines.append(
            f"in {hidden} of {of}, as {where}, the slope is so small that rounding of f hides an error of 0.1 %."
        )
    return tuple(lines)
