"""Exercise of "Can curvature be learned from gradients?": a step that meets the Wolfe conditions."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit


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


def bowl(minimum, slope, turn=0.3):
    """A search on a turned bowl: `minimum` is the step to the minimum along the direction, `slope` that at first."""
    A, w = np.array([[1.3, 0.4], [0.4, 0.7]]), np.array([1.0, 0.5])
    d = -np.linalg.solve(A, w) + turn * np.array([1, -1])
    d = d * (-(d @ A @ w) / (d @ A @ d)) / minimum
    A = A * slope / -(d @ A @ w)
    return (lambda w: float(w @ A @ w / 2)), (lambda w: A @ w), w, d


def line(value, slope, w=0.0, d=1.0):
    """A search on a function of one weight."""
    return (lambda w: float(value(w[0]))), (lambda w: np.array([slope(w[0])])), np.array([w]), np.array([d])


def _searches(rng):
    for (minimum, slope), note in (
        ((1.2, 2.0), "the first trial is fine"),
        ((50.0, 5.0), "the first trial is much too short"),
        ((15.0, 2.0), "the first trial is too short: the slope there is 0.93 of that at the start"),
        ((50.0, 0.4), "the first trial is much too short, and all slopes are small"),
        ((0.025, 3.0), "the first trial is much too long"),
        ((0.518, 0.4), "the first trial lies on the far side, nearly as high as the start"),
        ((2e-4, 2.0), "a step of about 0.0002 is needed"),
        ((rng.uniform(0.9, 1.4), 2.0), "the first trial is fine"),
        ((rng.uniform(40, 60), 5.0), "the first trial is much too short"),
        ((rng.uniform(0.02, 0.03), 3.0), "the first trial is much too long"),
    ):
        yield Case(bowl(minimum, slope), {}, note)
    k = 4.7
    wave = line(lambda x: -np.sin(k * x), lambda x: -k * np.cos(k * x))
    yield Case(wave, {}, "the first trial lies on top of the next wave")
    hill = line(  # f(1) = f(0) − 0.00005, level there
        lambda x: -x + 1.99985 * x**2 - 0.9999 * x**3 + 5 * x**2 * (x - 1) ** 2,
        lambda x: -1 + 3.9997 * x - 2.9997 * x**2 + 10 * x * (x - 1) * (2 * x - 1),
    )
    yield Case(hill, {}, "the first trial is lower by half of what the first condition asks")
    yield Case(line(lambda x: np.exp(x) - 7 * x, lambda x: np.exp(x) - 7, d=4.0), {}, "a wall")


MOST = 1000  # calls of f and grad


class _Endless(Exception):
    """More calls than any search needs."""


def conditions(answer, args, kwargs):
    """Which of the Wolfe conditions the answer's step meets, in words, so that any step that meets them is right."""
    f, grad, w, direction = args
    looks = []

    def watched(function):
        def look(point):
            t = float((np.asarray(point, float) - w) @ direction / (direction @ direction))
            looks.append(t)
            if len(looks) > MOST:
                raise _Endless
            return function(point)

        return look

    try:
        step = answer(watched(f), watched(grad), w.copy(), direction.copy())
    except _Endless:
        return {"the step": "none found", "the last that was tried": "below 1" if abs(looks[-1]) < 1 else "1 or longer"}
    if step is None:
        raise Complaint("It returned None, and a step is a number. Is a `return` missing?")
    step = np.asarray(step)
    if step.shape == w.shape and step.shape != ():
        return {"the step": "an array like w"}
    if step.shape != () or step.dtype.kind not in "iuf":
        raise Complaint(f"A step is one number, and yours is {'an array' if step.shape else 'no number'}.")
    if not 0 < step < np.inf:
        return {"the step": "negative" if -np.inf < step < 0 else f"{float(step):g}"}
    start, there = grad(w) @ direction, grad(w + step * direction) @ direction
    low = f(w + step * direction) <= f(w) + 1e-4 * step * start
    found = {
        "the step": "a positive number",
        "the value there": "low enough" if low else "not low enough",
        "the slope there": "still steep"
        if there < 0.9 * start
        else "steep again, upwards"
        if there > -0.9 * start
        else "gentle",
    }
    first = next((t for t in looks if t), 1.0)  # who tries nothing is judged by what comes out
    return found if abs(first - 1) < 1e-9 else found | {"the first step tried": f"{first:.4g}"}


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
                "You return an array like w: the new point, or the way to it. The *step* is asked for, a number.",
            ),
            Mistake(
                "a negative step",
                edit("return step", "return -step"),
                "Your step is negative. The direction already goes down: the step is positive.",
            ),
            Mistake(
                "only shrinks",
                tuple(
                    edit(
                        "        step = 2 * low if high == np.inf else (low + high) / 2",
                        f"        step = {shrink} * step",
                    )
                    for shrink in (0.5, 0.9)
                ),
                "Where a trial is too short you try a shorter one, and no step is ever found. As long as none was too "
                "long, double.",
            ),
            Mistake(
                "the conditions swapped",
                edit("value + 1e-4 *", "value + 0.9 *", "there > -0.9", "there > -1e-4", "there < 0.9", "there < 1e-4"),
                "The two numbers are swapped: 10⁻⁴ belongs to the value, 0.9 to the slope.",
            ),
            Mistake(
                "no share of the slope in the value",
                (
                    edit("value + 1e-4 * step * slope", "value"),
                    edit("value + 1e-4 * step * slope", "value + 1e-9 * step * slope"),
                ),
                "You are content with any lower value. The first condition asks for a fall of at least c₁ t |gᵀd|.",
            ),
            Mistake(
                "begins elsewhere",
                tuple(edit("np.inf, 1.0\n", f"np.inf, {first}\n") for first in (0.5, 0.1, 2.0, 0.01)),
                "Your steps meet both conditions. But t = 1 should be the first that you try: near the minimum it is "
                "the right one for quasi-Newton methods.",
            ),
        ),
    ),
]
