"""Exercise of "What does calculus buy?": the gradient check."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit
from lecopt.checker.compare import as_array


def gradient_check(f, grad, w):
    """The largest relative error of grad against central differences of f.

    f: array of w's shape -> float. grad: the same array -> array of w's shape.
    w: any shape. Returns a float.
    """
    w, h, worst = np.array(w, dtype=np.float64), 1e-5, 0.0
    analytic = grad(w.copy())
    for i in np.ndindex(w.shape):
        right, left = w.copy(), w.copy()
        right[i] += h
        left[i] -= h
        numeric = (f(right) - f(left)) / (2 * h)
        size = abs(analytic[i]) + abs(numeric)
        if size > 0:
            worst = max(worst, abs(analytic[i] - numeric) / size)
    return worst


def _gradients(rng):
    """Functions with gradients, right ones and wrong ones; all smooth, and the slopes no smaller than rounding."""

    def surface(shape):
        a, b = rng.uniform(0.5, 1.5, shape), rng.uniform(1, 2, shape)
        return (lambda w: float((a * np.exp(b * w / 2)).sum())), (lambda w: a * b / 2 * np.exp(b * w / 2))

    for shape, slip in (((3,), 1.5), ((2, 3), 0.3), ((4,), -1.0)):
        f, grad = surface(shape)
        off = rng.uniform(0.3, 0.9, shape) * slip
        yield f, (lambda w, grad=grad, off=off: grad(w) * (1 + off)), rng.normal(size=shape)
    for size in (4, 6):
        f, grad = surface((size,))
        off = np.zeros(size)
        off[rng.integers(1, size - 1)] = rng.uniform(0.05, 0.2)
        yield Case(
            (f, (lambda w, grad=grad, off=off: grad(w) * (1 + off)), rng.normal(size=size)),
            {},
            "one entry of grad is wrong",
        )
    f, grad = surface((3,))
    yield Case((f, (lambda w, grad=grad: 3 * grad(w)), rng.normal(size=3).astype(np.float32)), {}, "w is float32")
    yield Case((f, (lambda w, grad=grad: 1.5 * grad(w)), rng.integers(-1, 2, 3)), {}, "w holds integers")
    f, grad = surface((3, 2))
    yield Case((f, grad, rng.normal(size=(3, 2))), {}, "grad is right")
    yield Case((f, grad, rng.normal(size=(3, 2)).astype(np.float32)), {}, "grad is right, w is float32")
    c = np.array([rng.uniform(1, 2), 0.0, rng.uniform(1, 2)])
    yield Case(
        ((lambda w: float((c * w**2).sum())), (lambda w: 2.2 * c * w), rng.normal(size=3) + 3),
        {},
        "f does not depend on w[1]",
    )
    bend, centre = 10 ** rng.uniform(4, 5), rng.normal(size=2)
    yield Case(
        (
            (lambda w: float((bend * (w - centre) ** 2 + w).sum())),
            (lambda w: 2 * bend * (w - centre) + 1),
            centre + 1e-6,
        ),
        {},
        "grad is right, f bends sharply",
    )


def _same_verdict(want, got):
    """Equal within 3 %, and below 1e-4 all values are alike: what is left there is the rounding of f."""
    want, got = as_array(want), as_array(got)
    if want is None or got is None or want.size != 1 or got.size != 1 or "c" in want.dtype.kind + got.dtype.kind:
        return False
    if (want.dtype.kind == "b") != (got.dtype.kind == "b"):
        return False
    want, got = float(want.reshape(())), float(got.reshape(()))
    if np.isnan(want) or np.isnan(got):
        return bool(np.isnan(want) and np.isnan(got))
    return bool(0 <= got < 1e-4 if want < 1e-4 else abs(got - want) <= 0.03 * want)


EXERCISES = [
    Exercise(
        reference=gradient_check,
        position=4,
        title="The gradient check",
        statement=(
            "Write `gradient_check(f, grad, w)`: the largest relative error between `grad(w)` and the central "
            "differences of `f`, over all coordinates. "
            "Compute in float64, also if `w` comes as float32 or integers, and choose $h$ yourself. Where both "
            "are 0 the error is 0. "
            "Anything below $10^{-4}$ counts as a right gradient; above, your number must be right within 3 %."
        ),
        hints=(
            (
                "You have all the parts: a central difference for each coordinate, and the relative error. What do "
                "you do with 650 of them?"
            ),
            "Make w an array of float64 before anything else. In float32 the differences are mostly rounding.",
            "The worst coordinate decides. An average hides one wrong entry among many right ones.",
            "h between 1e-6 and 1e-4 suits central differences in float64.",
        ),
        cases=_gradients,
        same=_same_verdict,
        mistakes=(
            Mistake(
                "the mean error",
                edit(
                    "worst = max(worst, abs(analytic[i] - numeric) / size)",
                    "worst = worst + abs(analytic[i] - numeric) / size / w.size",
                ),
                "You average over the coordinates. One wrong entry among many right ones vanishes in a mean: "
                "take the largest.",
                "the gradient check",
            ),
            Mistake(
                "the sum of the errors",
                edit("max(worst, abs(analytic[i] - numeric) / size)", "worst + abs(analytic[i] - numeric) / size"),
                "You add the errors up. The largest one is asked for.",
            ),
            Mistake(
                "the smallest error",
                edit("1e-5, 0.0", "1e-5, np.inf", "max(worst,", "min(worst,"),
                "You return the smallest error. A gradient is as right as its *worst* entry.",
            ),
            Mistake(
                "the last coordinate",
                edit("max(worst, abs(analytic[i] - numeric) / size)", "abs(analytic[i] - numeric) / size"),
                "You keep the error of the last coordinate only. Is the maximum taken inside the loop?",
            ),
            Mistake(
                "only the first coordinate",
                edit(
                    "            worst = max(worst, abs(analytic[i] - numeric) / size)",
                    "            worst = abs(analytic[i] - numeric) / size\n        break",
                ),
                "You stop after the first coordinate. Is `return` inside the loop?",
            ),
            Mistake(
                "absolute error",
                edit(" / size)", ")"),
                "You return the largest *absolute* difference. Divide by |a| + |b|.",
                "the gradient check",
            ),
            Mistake(
                "divides by one side only",
                (
                    edit("abs(analytic[i]) + abs(numeric)", "abs(analytic[i])"),
                    edit("abs(analytic[i]) + abs(numeric)", "abs(numeric)"),
                ),
                "You divide by one of the two only. The relative error has |a| + |b| below.",
            ),
            Mistake(
                "divides by the larger",
                edit("abs(analytic[i]) + abs(numeric)", "max(abs(analytic[i]), abs(numeric))"),
                "You divide by the larger of the two. Here the relative error has the sum |a| + |b| below.",
            ),
            Mistake(
                "signed",
                edit("abs(analytic[i] - numeric)", "(analytic[i] - numeric)"),
                "Your errors have signs, so a gradient that is too small counts as right. Take the absolute value.",
            ),
            Mistake(
                "computes in float32",
                (
                    edit(
                        "np.array(w, dtype=np.float64), 1e-5", "np.array(w, dtype=np.result_type(w, np.float16)), 1e-5"
                    ),
                    edit("np.array(w, dtype=np.float64)", "np.array(w)"),
                ),
                "You compute in the precision of w. In float32 most of a difference is rounding, in integers h "
                "is cut off, and a right gradient fails: make w float64 first.",
                "when the check is fooled",
            ),
            Mistake(
                "forward difference",
                tuple(
                    edit("1e-5, 0.0", f"{h}, 0.0", "(f(right) - f(left)) / (2 * h)", "(f(right) - f(w)) / h")
                    for h in ("1e-5", "1e-3", "1e-4")
                ),
                "A right gradient fails your check where f bends sharply: the forward difference is off by "
                "½·h·f″. Use the central one.",
                "three formulas, in the chapter on numeric gradients",
            ),
            Mistake(
                "divides by h",
                edit("/ (2 * h)", "/ h"),
                "Your numeric slopes are twice too large: the two points are 2h apart, so divide by 2h.",
            ),
            Mistake(
                "forgets to divide",
                edit(" / (2 * h)", ""),
                "You compare the gradient with the bare difference f(w + h) − f(w − h). Divide it by 2h.",
            ),
            Mistake(
                "a step too small",
                tuple(edit("1e-5, 0.0", f"{h}, 0.0") for h in ("1e-12", "1e-14", "1e-13", "1e-15")),
                "Your h is so small that rounding decides: a right gradient fails. Near 1e-5 central differences "
                "are at their best.",
                "error against h, in the chapter on numeric gradients",
            ),
            Mistake(
                "0 divided by 0",
                edit(
                    "        if size > 0:\n            worst = max(worst, abs(analytic[i] - numeric) / size)",
                    "        worst = np.maximum(worst, np.float64(abs(analytic[i] - numeric)) / size)",
                ),
                "Where gradient and slope are both 0 you divide 0 by 0, and the result is NaN. The error there is 0.",
            ),
            Mistake(
                "the norms",
                edit(
                    "    return worst",
                    "    numeric = np.zeros(w.shape)\n    for i in np.ndindex(w.shape):\n"
                    "        e = np.zeros(w.shape)\n        e[i] = h\n"
                    "        numeric[i] = (f(w + e) - f(w - e)) / (2 * h)\n"
                    "    return np.linalg.norm(analytic - numeric) / (np.linalg.norm(analytic) + "
                    "np.linalg.norm(numeric))",
                ),
                "You compare the *lengths* of whole vectors. A small entry that is wholly wrong hides beside a "
                "large one: take the error coordinate by coordinate.",
            ),
            Mistake(
                "a verdict, not a number",
                edit("    return worst", "    return worst < 1e-4"),
                "You return True or False. The number is asked for: how wrong it is says more.",
            ),
        ),
    ),
]
