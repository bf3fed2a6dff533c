"""Exercise of "What does calculus buy?": relative error."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from ...searching.promises import promised


def relative_error(a, b):
    """|a - b| / (|a| + |b|) entry by entry, and 0 where both are 0.

    a, b: arrays of one shape. Returns an array of that shape.
    """
    difference, size = np.abs(a - b), np.abs(a) + np.abs(b)
    return np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)


def _pairs(rng):
    yield np.array([1.0, 2.0, -3.0]), np.array([3.0, 2.0, -1.0])
    for shape in ((4,), (2, 3), (5,)):
        a = rng.normal(size=shape)
        yield a, a * (1 + rng.normal(size=shape) * 10.0 ** rng.integers(-4, 0, shape))
    yield Case((rng.normal(size=4), rng.normal(size=4)), {}, "some of opposite signs")
    a, b = rng.normal(size=5), rng.normal(size=5)
    a[1] = b[1] = a[3] = b[4] = 0
    yield Case((a, b), {}, "some are 0, at one place both")
    yield Case((np.array([0.0, 2.0, 3.0]), np.array([0.0, -2.0, -1.0])), {}, "0 beside 0, and opposite signs")
    yield Case((np.zeros((2, 1)), np.zeros((2, 1))), {}, "all are 0")
    yield Case((np.array([0.0, 5.0]), np.array([3.0, 0.0])), {}, "one of the two is 0")
    yield Case((np.array([3e-30, 1e-150]), np.array([1e-30, -1e-150])), {}, "tiny numbers")
    yield Case((1e-12 * rng.normal(size=3), 1e-12 * rng.normal(size=3)), {}, "very small numbers")


SMALL = ("1e-8", "1e-12", "1e-10", "1e-7", "1e-6", "1e-9", "1e-15", "1e-16", "2.220446049250313e-16", "1e-20", "1e-30")

EXERCISES = [
    Exercise(
        reference=relative_error,
        position=3,
        title="Relative error",
        statement=(
            "Write `relative_error(a, b)`, entry by entry as in (7): $|a - b| / (|a| + |b|)$, and 0 where both are "
            "0. No warning, no NaN."
        ),
        hints=(
            "The formula is one line. Where does it divide 0 by 0?",
            "At those places the numerator is 0: dividing by anything else than 0 gives 0.",
            "`np.where(condition, this, that)` chooses entry by entry.",
        ),
        cases=_pairs,
        trial=promised(relative_error, silent=True),
        mistakes=(
            Mistake(
                "0 divided by 0",
                edit("np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)", "difference / size"),
                "Where both are 0 you divide 0 by 0 and get NaN. A right gradient that is 0 is right: 0 there.",
                "the gradient check",
            ),
            Mistake(
                "1 where both are 0",
                edit(", 0.0)", ", 1.0)"),
                "Where both are 0 you return 1. They agree: the error is 0.",
            ),
            Mistake(
                "divides by one side only",
                (edit("np.abs(a) + np.abs(b)", "np.abs(a)"), edit("np.abs(a) + np.abs(b)", "np.abs(b)")),
                "You divide by one of the two only. Then it matters which is which, and where that one is 0 the "
                "error vanishes or explodes.",
                "the gradient check",
            ),
            Mistake(
                "divides by the larger",
                edit("np.abs(a) + np.abs(b)", "np.maximum(np.abs(a), np.abs(b))"),
                "You divide by the larger of the two. Some books do; here it is their sum, so that the error "
                "lies between 0 and 1.",
            ),
            Mistake(
                "divides by the mean",
                edit("np.abs(a) + np.abs(b)", "(np.abs(a) + np.abs(b)) / 2"),
                "You divide by the mean of the two: your error is twice ours. Here it is their sum, so that the "
                "error lies between 0 and 1.",
            ),
            Mistake(
                "signs cancel below",
                edit("np.abs(a) + np.abs(b)", "np.abs(a + b)"),
                "You divide by |a + b|. With opposite signs the two cancel there; take the absolute values first.",
            ),
            Mistake(
                "signs cancel above",
                edit("np.abs(a - b)", "np.abs(np.abs(a) - np.abs(b))"),
                "You compare the absolute values, so 1 and −1 count as equal. A turned sign is the commonest bug "
                "of all.",
            ),
            Mistake(
                "signed",
                edit("np.abs(a - b)", "(a - b)"),
                "Your errors have signs. An error is |a − b| over the rest, never negative.",
            ),
            Mistake(
                "absolute error",
                edit("np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)", "difference"),
                "That is the absolute error. 0.0001 is nothing beside 10 and everything beside 0.0001: divide by "
                "the size of the two.",
            ),
            Mistake(
                "a small constant below",
                tuple(
                    edit("np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)", f"difference / {below}")
                    for c in SMALL
                    for below in (f"(size + {c})", f"np.maximum(size, {c})")
                ),
                "A small constant in the denominator avoids 0 / 0, and hides the error of small entries: "
                "gradients of 1e-12 pass whatever they are. Treat the place where both are 0 apart.",
            ),
            Mistake(
                "0 where one is 0",
                edit("return np.where(size > 0,", "return np.where((a != 0) & (b != 0),"),
                "Where only *one* of the two is 0 they disagree completely: the error there is 1, not 0.",
            ),
            Mistake(
                "in percent",
                edit("difference / np.where(size > 0, size, 1)", "100 * difference / np.where(size > 0, size, 1)"),
                "You give percent. The error lies between 0 and 1.",
            ),
            Mistake(
                "squared",
                edit("difference, size = np.abs(a - b), ", "difference, size = (a - b) ** 2, "),
                "You square the difference. The error is |a − b| over |a| + |b|, both with power 1.",
            ),
            Mistake(
                "divides by the root of the squares",
                edit("np.abs(a) + np.abs(b)", "np.sqrt(a**2 + b**2)"),
                "You divide by √(a² + b²). Here it is |a| + |b|, so that the error lies between 0 and 1.",
            ),
            Mistake(
                "one number for all",
                (
                    edit("return np.where", "return np.max(np.where", ", 0.0)", ", 0.0))"),
                    edit(
                        "np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)",
                        "np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))",
                    ),
                ),
                "You return one number. The error entry by entry is asked for: where it is large is half of the "
                "diagnosis.",
            ),
        ),
    ),
]
