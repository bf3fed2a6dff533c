"""Exercise of "Can curvature be learned from gradients?": a step that meets the Wolfe conditions."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


def wolfe(f, grad, w, direction):
    """A step that meets the strong Wolfe conditions with c1 = 1e-4 and c2 = 0.9.

    f: w -> float. grad: w -> gradient. w, direction: (d,), the direction goes down.
    Returns the step, a float.
    """
    low, high, step = 0.0, np.inf, 1.0
    value, slope = f(w), grad(w) @ direction
    while True:
        there = grad(w + step * direction) @ direction
        if f(w + step * direction) > value + 1e-4 * step * slope or there > -0.9 * slope:
            high = step
        elif there < 0.9 * slope:
            low = step
        else:
            return step
        step = 2 * low if high == np.inf else (low + high) / 2


def _searches(rng):
    for minimum, slope, note in (
        (rng.uniform(0.9, 1.4), 2.0, "the first trial is fine"),
        (rng.uniform(40, 60), 5.0, "the first trial is much too short"),
        (rng.uniform(40, 60), 0.4, "the first trial is much too short, and all slopes are small"),
        (rng.uniform(0.02, 0.03), 3.0, "the first trial is much too long"),
        (rng.uniform(0.516, 0.522), 0.4, "the first trial lies on the far side, nearly as high as the start"),
    ):
        A, w = rng.normal(size=(2, 2)), rng.normal(size=2) + 1
        A = A @ A.T + 0.3 * np.eye(2)
        d = -np.linalg.solve(A, w) + 0.2 * w @ A @ w * np.array([1, -1]) / np.abs(A @ w).sum() * rng.uniform(-1, 1)
        d = d * (-(d @ A @ w) / (d @ A @ d)) / minimum  # so that the minimum along d is at this step
        A = A * slope / -(d @ A @ w)  # and the slope at the start is this one
        yield Case((lambda w, A=A: float(w @ A @ w / 2), lambda w, A=A: A @ w, w, d), {}, note)
    k = rng.uniform(4.6, 4.8)
    wave, slope = (
        (lambda w: float(-np.sin(k * w[0]) + w[1] ** 2)),
        (lambda w: np.array([-k * np.cos(k * w[0]), 2 * w[1]])),
    )
    yield Case((wave, slope, np.zeros(2), np.array([1.0, 0.0])), {}, "the first trial lies on top of the next wave")
    far = rng.uniform(6, 9)
    yield Case(
        (
            lambda w: float(np.exp(w[0]) - far * w[0]),
            lambda w: np.array([np.exp(w[0]) - far]),
            np.zeros(1),
            np.array([4.0]),
        ),
        {},
        "a wall",
    )


def conditions(answer, args, kwargs):
    """Which of the Wolfe conditions the answer's step meets, in words, so that any step that meets them is right."""
    f, grad, w, direction = args
    step = np.asarray(answer(f, grad, w.copy(), direction.copy()))
    if step.shape == w.shape and step.shape != ():
        return {"the step": "a point like w"}
    if step.shape != () or step.dtype.kind not in "iuf" or not 0 < step < np.inf:
        return {"the step": "not a positive number"}
    start, there = grad(w) @ direction, grad(w + step * direction) @ direction
    low = f(w + step * direction) <= f(w) + 1e-4 * step * start
    return {
        "the step": "a positive number",
        "the value there": "low enough" if low else "not low enough",
        "the slope there": "still steep"
        if there < 0.9 * start
        else "steep again, upwards"
        if there > -0.9 * start
        else "gentle",
    }


EXERCISES = [
    Exercise(
        reference=wolfe,
        position=3,
        title="A step that meets the Wolfe conditions",
        statement=(
            "Write `wolfe(f, grad, w, direction)`: a step $t > 0$ that meets the strong Wolfe conditions with "
            "$c_1 = 10^{-4}$ and $c_2 = 0.9$,\n\n"
            "$$\nf(w + td) \\le f(w) + c_1\\, t\\, g^Td, \\qquad \\vert \\nabla f(w + td)^Td \\vert \\le c_2\\, "
            "\\vert g^Td \\vert .\n$$\n\n"
            "Any step that meets both is right, and $t = 1$ should be the first that you try."
        ),
        hints=(
            (
                "A trial can be too long in two ways (too high, or steep again on the way up), and too short in one "
                "(still steep downwards)."
            ),
            (
                "Remember the longest step known to be too short, and the shortest known to be too long. Where "
                "should the next trial lie?"
            ),
            "As long as nothing was too long, double. After that, take the middle of the two.",
        ),
        cases=_searches,
        trial=conditions,
        fixed_inputs=True,  # the inputs are new each time, but what is right about them is not
        mistakes=(
            Mistake(
                "Armijo only",
                tuple(
                    edit(
                        " or there > -0.9 * slope",
                        "",
                        "elif there < 0.9 * slope",
                        "elif False",
                        "2 * low if high == np.inf else (low + high) / 2",
                        f"{shrink} * step",
                    )
                    for shrink in (0.5, 0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1)
                ),
                "You ask only for a lower value, which is Armijo's condition. A step that is far too short meets "
                "it, too; the second condition is there to refuse that, and it makes sᵀy > 0.",
                "the section “The line search keeps the promise”",
            ),
            Mistake(
                "weak instead of strong",
                edit(" or there > -0.9 * slope", ""),
                "Your step may lie on the far side, where it goes steeply up: that is the *weak* condition. The "
                "strong one bounds the slope on both sides.",
            ),
            Mistake(
                "no Armijo",
                edit("f(w + step * direction) > value + 1e-4 * step * slope or there", "there"),
                "You look at the slope only. It is gentle on top of a hill, too: the value must also have fallen.",
            ),
            Mistake(
                "always 1",
                edit("    low, high, step = 0.0, np.inf, 1.0\n", "    return 1.0\n"),
                "You return 1 whatever f does. It is the first step to *try*.",
            ),
            Mistake(
                "never longer than 1",
                edit(
                    "np.inf, 1.0",
                    "1.0, 1.0",
                    "        if f(",
                    "        if low > 0.999:\n            return step\n        if f(",
                ),
                "You never try a step longer than 1. Where 1 is still steep, double it.",
            ),
            Mistake(
                "forgets the slope at the start",
                edit("there > -0.9 * slope", "there > 0.9", "there < 0.9 * slope", "there < -0.9"),
                "You compare the slope with 0.9 itself. It has to be compared with 0.9 times the slope at the "
                "*start*, gᵀd.",
            ),
            Mistake(
                "returns the new w",
                edit("return step", "return w + step * direction"),
                "You return the new point. The *step* is asked for, a number.",
            ),
            Mistake(
                "a negative step",
                edit("return step", "return -step"),
                "Your step is negative. The direction already goes down: the step is positive.",
            ),
        ),
    ),
]
