"""Exercise of "How steep is it here?": the forward difference."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .of_both_differences import ALL_ZERO, asked_at, of_both, points, with_answer


def numeric_gradient(f, w, h):
    """The gradient of f at w by forward differences.

    f: array of w's shape -> float. w: an array of any shape, maybe of integers.
    h: the step. Returns an array of w's shape.
    """
    w = np.array(w, dtype=float)
    f_w = f(w)
    gradient = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        moved = w.copy()
        moved[i] += h
        gradient[i] = (f(moved) - f_w) / h
    return gradient


EXERCISES = [
    Exercise(
        reference=numeric_gradient,
        title="The forward difference",
        statement=(
            "Write `numeric_gradient(f, w, h)`: entry by entry the forward difference $(f(w + h e_i) - f(w)) / "
            "h$, where $e_i$ moves one coordinate only. "
            "`w` may have any shape and may hold integers; the gradient has its shape. Leave `w` as it was."
        ),
        hints=(
            "How many coordinates move at a time?",
            (
                "After you have moved one coordinate, it must be back in its place before the next one moves. A "
                "fresh copy is the safe way."
            ),
            "`for i in np.ndindex(w.shape)` visits every entry of an array of any shape.",
            "`np.array(…, dtype=float)` makes a copy, and makes floats of integers.",
        ),
        cases=points,
        trial=asked_at(numeric_gradient),
        mistakes=(
            Mistake(
                "does not restore w",
                (edit("moved = w.copy()", "moved = w"), edit("moved = w.copy()", "moved = w\n        f_w = f(w)")),
                "You move a coordinate and don't move it back, so that the next slope is taken at another point. "
                "Restore it, or move a copy.",
                "one coordinate at a time",
            ),
            Mistake(
                "compares w with itself",
                edit("(f(moved) - f_w)", "(f(moved) - f(moved))"),
                ALL_ZERO,
            ),
            Mistake(
                "moves all coordinates at once",
                (
                    edit("moved[i] += h", "moved = w + h"),
                    edit("    return gradient", "    return (f(w + h) - f_w) / h"),
                ),
                "You add h to *every* coordinate at once. That measures the slope along the diagonal; a partial "
                "derivative moves one coordinate and holds the others.",
                "one coordinate at a time",
            ),
            Mistake(
                "a step of your own",
                tuple(
                    edit("moved[i] += h", f"h = {h}\n        moved[i] += h")
                    for h in ("1e-4", "1e-5", "1e-6", "1e-7", "1e-8", "1e-3", "1e-2", "1e-10")
                ),
                "You take a step of your own. Here h is an argument: use the one that is given, however coarse.",
            ),
            Mistake(
                "brackets forgotten",
                edit("(f(moved) - f_w) / h", "f(moved) - f_w / h"),
                "Without brackets only f(w) is divided by h. Put the difference in brackets: `(f(moved) - f(w)) / h`.",
            ),
            Mistake(
                "divides by 2h",
                edit("/ h", "/ (2 * h)"),
                "You divide by 2h. The two points of a forward difference are h apart; 2h belongs to the central "
                "difference.",
            ),
            Mistake(
                "central difference",
                edit("(f(moved) - f_w) / h", "(f(moved) - f(2 * w - moved)) / (2 * h)"),
                "That is the central difference, and a better formula. Here the forward one is asked for, with "
                "f(w + h) and f(w): the next exercise is yours already.",
            ),
            Mistake(
                "backward difference",
                edit("+= h", "-= h", "f(moved) - f_w", "f_w - f(moved)"),
                "You step back: (f(w) − f(w − h)) / h is the *backward* difference. Forward is f(w + h) − f(w).",
            ),
            Mistake(
                "steps back, divides forward",
                edit("+= h", "-= h"),
                "You step to w − h and then divide by h as if it were forward, so the sign is turned round.",
            ),
            Mistake(
                "a step relative to w",
                edit("moved[i] += h", "moved[i] += h * abs(w[i])"),
                "You move by h·|w|, and divide by h. Here h is the absolute step, the same for every coordinate.",
            ),
            *with_answer(of_both("moved[i] += h"), forgets_to_divide=edit(" / h", "")),
        ),
    ),
]
