"""Exercise of "What does calculus buy?": the gradient check."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .checked_gradients import gradients, same_verdict


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
        cases=gradients,
        same=same_verdict,
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
                (
                    edit("abs(analytic[i] - numeric)", "(analytic[i] - numeric)"),
                    edit("abs(analytic[i] - numeric)", "(numeric - analytic[i])"),
                    edit("1e-5, 0.0", "1e-5, -np.inf", "abs(analytic[i] - numeric)", "(analytic[i] - numeric)"),
                    edit("1e-5, 0.0", "1e-5, -np.inf", "abs(analytic[i] - numeric)", "(numeric - analytic[i])"),
                    edit("abs(analytic[i] - numeric)", "(analytic[i] - numeric)", "return worst", "return abs(worst)"),
                    edit(
                        "1e-5, 0.0",
                        "1e-5, -np.inf",
                        "abs(analytic[i] - numeric)",
                        "(analytic[i] - numeric)",
                        "return worst",
                        "return abs(worst)",
                    ),
                ),
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
                tuple(edit("1e-5, 0.0", f"{h}, 0.0") for h in ("1e-12", "1e-14", "1e-13", "1e-15", "1e-11", "1e-10")),
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
                "a step too large",
                tuple(edit("1e-5, 0.0", f"{h}, 0.0") for h in ("0.1", "0.05", "0.5", "1.0")),
                "Your h is so large that a right gradient fails where f is bent: the central difference is off by "
                "h²·f‴/6. Near 1e-5 it is at its best.",
                "error against h, in the chapter on numeric gradients",
            ),
            Mistake(
                "largest difference over largest size",
                edit(
                    "        if size > 0:\n            worst = max(worst, abs(analytic[i] - numeric) / size)\n"
                    "    return worst",
                    "        worst = max(worst, abs(analytic[i] - numeric))\n"
                    "        largest = max(size, largest)\n    return worst / largest",
                    "1e-5, 0.0",
                    "1e-5, 0.0\n    largest = 1e-300",
                ),
                "You divide the largest difference by the largest size, of another coordinate perhaps. Divide in each "
                "coordinate first, and take the largest after that.",
            ),
            Mistake(
                "signs cancel above",
                edit("abs(analytic[i] - numeric)", "abs(abs(analytic[i]) - abs(numeric))"),
                "You compare the absolute values, so 1 and −1 count as equal. A turned sign is the commonest bug of "
                "all.",
            ),
            Mistake(
                "a verdict, not a number",
                edit("    return worst", "    return worst < 1e-4"),
                "You return True or False. The number is asked for: how wrong it is says more.",
            ),
        ),
    ),
]
