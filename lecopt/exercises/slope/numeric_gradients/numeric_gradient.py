"""Exercise of "How steep is it here?": the forward difference."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


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


def surface(rng, shape):
    """A function that bends in every coordinate, and couples neighbours."""
    a, b, c = rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape), rng.normal()

    def f(w):
        flat = np.ravel(w)
        return float((a * np.exp(b * np.asarray(w) / 2)).sum() + c * (flat[1:] * flat[:-1]).sum())

    return f


def points(rng):
    for shape, h in (((2,), 0.1), ((3,), 0.01), ((2, 3), 0.1), ((4,), 0.2), ((3, 3), 0.05)):
        yield surface(rng, shape), rng.normal(size=shape), h
    yield Case((surface(rng, (3,)), rng.integers(-2, 3, 3), 0.1), {}, "w holds integers")
    yield Case((surface(rng, (3, 2)), rng.integers(-2, 3, (3, 2)), 0.3), {}, "w holds integers")


def of_both(moved):
    """The mistakes that both differences share; `moved` is the first line that moves a coordinate."""
    loop, done = "for i in np.ndindex(w.shape):", "    return gradient"
    return (
        Mistake(
            "moves whole rows",
            edit(loop, "for i in range(len(w)):"),
            "`for i in range(len(w))` runs over the *rows* of a matrix, and `w[i]` is a whole row. Run over "
            "every entry: `np.ndindex(w.shape)`, or flatten w first.",
            "one coordinate at a time",
        ),
        Mistake(
            "h is rounded away",
            (
                edit(
                    "np.array(w, dtype=float)",
                    "np.array(w)",
                    "np.zeros_like(w)",
                    "np.zeros(w.shape)",
                    moved,
                    moved.replace("+= h", "= np.asarray(w.flat[0] * 0 + w[i] + h).astype(w.dtype)"),
                ),
            ),
            "In an array of integers w + h is cut back to w, so the slope comes out as 0. Make w an array of "
            "floats first.",
            "the exercise's text: w may hold integers",
        ),
        Mistake(
            "the result is rounded",
            edit("np.zeros_like(w)", "np.zeros_like(w, dtype=int if (w == np.round(w)).all() else float)"),
            "Your gradient has the type of w. Where w holds integers, the slopes are cut to integers too: "
            "collect them in an array of floats.",
        ),
        Mistake(
            "forgets to divide",
            None,
            "You return the *difference* of the two values. The slope is that divided by the length of the step.",
            "the limit, in numbers",
        ),
        Mistake(
            "the wrong sign",
            edit(done, "    return -gradient"),
            "The sign is turned round: where f grows with w, its slope is positive.",
        ),
        Mistake(
            "returns a flat array",
            edit(done, "    return gradient.ravel()"),
            "The numbers are right, and the shape is not: the gradient has the shape of w.",
        ),
        Mistake(
            "returns the length",
            edit(done, "    return np.linalg.norm(gradient)"),
            "You return the length of the gradient. All its entries are asked for.",
        ),
        Mistake(
            "only the first coordinate",
            edit(done, "    return gradient * (np.arange(w.size) == 0).reshape(w.shape)"),
            "Only the first coordinate is filled in. Is `return` inside the loop?",
        ),
    )


def with_answer(mistakes, **answers):
    """The shared mistakes, with the answers that differ from one exercise to the other."""
    return tuple(
        Mistake(m.name, answers[m.name.replace(" ", "_")], m.sentence, m.read) if m.answer is None else m
        for m in mistakes
    )


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
                "All your slopes are 0: the second value is taken at the moved point too. `moved = w` is not a "
                "copy; both names mean one array.",
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
                    for h in ("1e-4", "1e-5", "1e-6", "1e-7", "1e-8")
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
