"""Exercise of "How steep is it here?": the central difference."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .numeric_gradient import of_both, points, with_answer


def central_difference(f, w, h):
    """The gradient of f at w by central differences.

    f: array of w's shape -> float. w: an array of any shape, maybe of integers.
    h: the step. Returns an array of w's shape.
    """
    w = np.array(w, dtype=float)
    gradient = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        right, left = w.copy(), w.copy()
        right[i] += h
        left[i] -= h
        gradient[i] = (f(right) - f(left)) / (2 * h)
    return gradient


EXERCISES = [
    Exercise(
        reference=central_difference,
        position=2,
        title="The central difference",
        statement=(
            "Write `central_difference(f, w, h)`: entry by entry $(f(w + h e_i) - f(w - h e_i)) / 2h$. `w` may "
            "have any shape and may hold integers; the gradient has its shape. "
            "Leave `w` as it was."
        ),
        hints=(
            "Two points for each coordinate, one on either side of w. How far apart are they?",
            "f(w) itself is not needed at all.",
            "If you go from the right point to the left one in the same array, it is 2h back.",
        ),
        cases=points,
        mistakes=(
            Mistake(
                "divides by h",
                (edit("/ (2 * h)", "/ h"), edit("/ (2 * h)", "/ 2 / h * 2")),
                "You divide by h. The two points are 2h apart, so your slopes are twice too large.",
                "three formulas",
            ),
            Mistake(
                "multiplies by h",
                edit("/ (2 * h)", "/ 2 * h"),
                "`/ 2 * h` divides by 2 and then *multiplies* by h. Put the 2h in brackets: `/ (2 * h)`.",
            ),
            Mistake(
                "goes back only to w",
                edit("left[i] -= h", "left[i] -= 0"),
                "Your left point is w itself: after `w[i] += h` a single `w[i] -= h` only goes home. The left "
                "point is 2h back from the right one.",
            ),
            Mistake(
                "forward difference",
                edit("left[i] -= h", "left[i] -= 0", "/ (2 * h)", "/ h"),
                "That is the forward difference. The central one has f(w − h) in place of f(w).",
                "three formulas",
            ),
            Mistake(
                "backward difference",
                edit("right[i] += h", "right[i] += 0", "/ (2 * h)", "/ h"),
                "That is the backward difference, from w − h to w. The central one goes from w − h to w + h.",
            ),
            Mistake(
                "does not restore w",
                (
                    edit("right, left = w.copy(), w.copy()", "right, left = w, w.copy()"),
                    edit("right, left = w.copy(), w.copy()", "right, left = w.copy(), w"),
                ),
                "You move a coordinate and don't move it back, so that the next slope is taken at another point. "
                "Restore it, or move a copy.",
                "one coordinate at a time",
            ),
            Mistake(
                "both names mean one array",
                edit("right, left = w.copy(), w.copy()", "right = left = w.copy()"),
                "All your slopes are 0. `right = left = …` makes one array with two names: what moves one moves "
                "the other back.",
            ),
            Mistake(
                "moves all coordinates at once",
                (
                    edit("right[i] += h", "right = w + h", "left[i] -= h", "left = w - h"),
                    edit("    return gradient", "    return (f(w + h) - f(w - h)) / (2 * h)"),
                ),
                "You move *every* coordinate at once. That measures the slope along the diagonal; a partial "
                "derivative moves one coordinate and holds the others.",
            ),
            Mistake(
                "the second difference",
                edit("(f(right) - f(left)) / (2 * h)", "(f(right) - 2 * f(w) + f(left)) / h**2"),
                "That is the *second* difference, the curvature. The slope is f(w + h) − f(w − h) over 2h.",
            ),
            Mistake(
                "the mean of the values",
                edit("f(right) - f(left)", "f(right) + f(left)"),
                "You add the two values. Their *difference* tells the slope.",
            ),
            Mistake(
                "twice the step",
                (
                    edit("right[i] += h", "right[i] += 2 * h", "left[i] -= h", "left[i] -= 2 * h"),
                    edit(
                        "right[i] += h",
                        "right[i] += 2 * h",
                        "left[i] -= h",
                        "left[i] -= 2 * h",
                        "/ (2 * h)",
                        "/ (4 * h)",
                    ),
                ),
                "You step 2h to either side. The two points are w + h and w − h: they are 2h apart, and that is "
                "where the 2h comes from.",
            ),
            Mistake(
                "a step of your own",
                tuple(
                    edit("        right, left", f"        h = {h}\n        right, left")
                    for h in ("1e-4", "1e-5", "1e-6")
                ),
                "You take a step of your own. Here h is an argument: use the one that is given, however coarse.",
            ),
            Mistake(
                "half the step",
                edit("right[i] += h", "right[i] += h / 2", "left[i] -= h", "left[i] -= h / 2", "/ (2 * h)", "/ h"),
                "You step h/2 to either side. That is a central difference too, of half our step: here the "
                "points are w + h and w − h.",
            ),
            *with_answer(of_both("right[i] += h"), forgets_to_divide=edit(" / (2 * h)", "")),
        ),
    ),
]
