"""Exercise of "What makes descent hard?": how long at the saddle?"""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def escape_steps(y0, lr):
    """The first step at which gradient descent on x**2 - y**2 has |y| > 1.

    y0: start, 0 < |y0| <= 1. lr: above 0. Returns a whole number.
    """
    steps, y = 0, y0
    while abs(y) <= 1:
        y = y + lr * 2 * y
        steps = steps + 1
    return steps


def _escapes(rng):
    yield 1e-3, 0.1
    for sign in (-1, 1, -1, 1, -1):
        yield float(sign * 10 ** rng.uniform(-12, -2)), float(rng.uniform(0.02, 0.3))
    yield Case((0.9, 0.1), {}, "nearly out")


EXERCISES = [
    Exercise(
        reference=escape_steps,
        position=3,
        title="How long at the saddle?",
        statement=(
            "Gradient descent runs on $x^2 - y^2$, from `y0` near 0. Write `escape_steps(y0, lr)`: the first step "
            "$t$ with $|y_t| > 1$."
        ),
        hints=(
            "The slope in y is −2y. What does one step do to y?",
            "Each step multiplies y by the same factor.",
            "Take it step by step, or solve (1 + 2 lr)ᵗ |y0| > 1 for t.",
        ),
        cases=_escapes,
        alternatives=(
            Alternative(
                "by logarithms",
                edit(
                    "    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n"
                    "        steps = steps + 1\n    return steps",
                    "    return int(np.floor(np.log(1 / abs(y0)) / np.log(1 + 2 * lr))) + 1",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "the factor 1 + lr",
                edit("lr * 2 * y", "lr * y"),
                "The slope of −y² is −2y: each step multiplies y by 1 + 2·lr, not by 1 + lr.",
            ),
            Mistake(
                "one step too few",
                edit("return steps", "return steps - 1"),
                "One step too few: the first step *after* which |y| is above 1 is asked for, counted from 1.",
            ),
            Mistake(
                "one step too many", edit("return steps", "return steps + 1"), "One step too many: y0 itself is step 0."
            ),
            Mistake(
                "to |y| = 2",
                edit("abs(y) <= 1", "abs(y) <= 2"),
                "You go on to |y| = 2. Stop as soon as |y| is above 1.",
            ),
            Mistake(
                "loses the sign",
                edit(
                    "    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n"
                    "        steps = steps + 1\n    return steps",
                    "    return np.ceil(np.log(1 / y0) / np.log(1 + 2 * lr))",
                ),
                "y0 may be negative, and then its logarithm is no number. Use |y0|.",
            ),
            Mistake(
                "not rounded",
                edit(
                    "    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n"
                    "        steps = steps + 1\n    return steps",
                    "    return np.log(1 / abs(y0)) / np.log(1 + 2 * lr)",
                ),
                "A number of steps is a whole number: round up.",
            ),
            Mistake(
                "the place, not the step",
                edit("return steps", "return y"),
                "You return where y is. The *number* of the step is asked for.",
            ),
            Mistake(
                "continuous time",
                edit(
                    "    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n"
                    "        steps = steps + 1\n    return steps",
                    "    return int(np.ceil(np.log(1 / abs(y0)) / (2 * lr)))",
                ),
                "ln(1/y0)/(2·lr) is the time of the smooth flow. Discrete steps multiply by 1 + 2·lr, so they "
                "take ln(1/y0)/ln(1 + 2·lr).",
            ),
            Mistake("forgets the rate", edit("lr * 2 * y", "2 * y"), "The learning rate plays no part in your step."),
        ),
    ),
]
