"""Exercises of "What makes descent hard?": the condition number, the kinds of stationary points, leaving a saddle."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit

from lecopt.checker.compare import type_name


def condition_number(H):
    """Largest over smallest eigenvalue of a symmetric positive definite matrix.

    H: (d, d). Returns a float.
    Raises ValueError where H is not symmetric or not positive definite.
    """
    H = np.asarray(H, dtype=float)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.allclose(H, H.T):
        raise ValueError("H must be symmetric")
    curvatures = np.linalg.eigvalsh(H)
    if curvatures.min() <= 0:
        raise ValueError("H must be positive definite")
    return curvatures.max() / curvatures.min()


def classify_point(g, H):
    """What kind of point it is, by its gradient and Hessian.

    g: (d,). H: (d, d), symmetric.
    Returns "minimum", "maximum", "saddle", "degenerate" or "not stationary".
    """
    if np.max(np.abs(g)) > 1e-8:
        return "not stationary"
    curvatures = np.linalg.eigvalsh(H)
    up, down = np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)
    if up and down:
        return "saddle"
    if np.any(np.abs(curvatures) <= 1e-8):
        return "degenerate"
    return "minimum" if up else "maximum"


def escape_steps(y0, lr):
    """The first step at which gradient descent on x**2 - y**2 has |y| > 1.

    y0: start, 0 < |y0| <= 1. lr: above 0. Returns a whole number.
    """
    steps, y = 0, y0
    while abs(y) <= 1:
        y = y + lr * 2 * y
        steps = steps + 1
    return steps


def _turned(rng, curvatures):
    Q = np.linalg.qr(rng.normal(size=(len(curvatures), len(curvatures))))[0]
    H = Q @ np.diag(curvatures) @ Q.T
    return (H + H.T) / 2


def _matrices(rng):
    yield (np.diag([10.0, 2.0]),)
    for d in (2, 3, 5):
        yield (_turned(rng, rng.uniform(0.3, 20, d)),)
    yield Case((np.array([[3.0]]),), {}, "one weight: every curvature is the same")


def _verdict_of(answer, args, kwargs):
    """The number, or the word ValueError: refusing the wrong matrix is part of the answer."""
    (H,) = args
    skewed, saddle = H + np.triu(np.ones_like(H), 1), H - 30 * np.eye(len(H))
    results = {"value": answer(H, **kwargs)}
    for name, wrong in (("of a matrix that is not symmetric", skewed), ("of a matrix that is not positive definite", saddle)):
        if len(H) == 1 and wrong is skewed:
            continue
        try:
            answer(wrong, **kwargs)
            results[name] = "a number"
        except Exception as error:  # another exception than ValueError is a result too, and shown as one
            results[name] = type_name(type(error))
    return results


def _points(rng):
    zero = np.zeros(2)
    yield zero, np.diag([2.0, -2.0])
    yield zero, np.diag([3.0, 1.0])
    yield zero, np.diag([-3.0, -1.0])
    yield Case((np.zeros(3), _turned(rng, [-1.0, -2.0, 3.0])), {}, "three weights, two of them downhill: the determinant is positive")
    yield Case((np.zeros(4), _turned(rng, [-1.0, -2.0, -1.0, -4.0])), {}, "four weights, all downhill: the determinant is positive")
    yield Case((zero, np.diag([2.0, 0.0])), {}, "one direction is flat")
    yield Case((zero, np.zeros((2, 2))), {}, "all directions are flat")
    yield Case((np.zeros(3), np.diag([1.0, -1.0, 0.0])), {}, "both signs beside a flat direction")
    yield Case((np.array([0.1, 0.0]), np.diag([2.0, 1.0])), {}, "the gradient is not zero")
    yield Case((np.array([1.0, -1.0]), np.diag([2.0, 1.0])), {}, "the gradient's parts cancel, and are not zero")
    yield np.zeros(3), _turned(rng, rng.uniform(1, 3, 3))
    yield Case((zero, np.diag([2.0, -3e-9])), {}, "a curvature of −3e-9, which counts as 0")
    yield Case((np.array([0.0, 4e-9]), np.diag([2.0, 1.0])), {}, "a slope of 4e-9, which counts as 0")
    yield Case((np.zeros(2), np.array([[1.0, 3.0], [3.0, 1.0]])), {}, "positive on the diagonal, and a saddle all the same")


def _escapes(rng):
    yield 1e-3, 0.1
    for sign in (-1, 1, -1, 1, -1):
        yield float(sign * 10 ** rng.uniform(-12, -2)), float(rng.uniform(0.02, 0.3))
    yield Case((0.9, 0.1), {}, "nearly out")


_EXACT = ("np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)", "np.any(curvatures > 0), np.any(curvatures < 0)", "np.abs(curvatures) <= 1e-8", "curvatures == 0")
EXERCISES = [
    Exercise(
        reference=condition_number,
        title="The condition number",
        statement="Write `condition_number(H)`: largest over smallest eigenvalue of a symmetric positive definite matrix. Anything else is refused with a `ValueError`.",
        hints=("`np.linalg.eigvalsh` is made for symmetric matrices, and looks at one triangle only.", "So you have to check the symmetry yourself: compare H with its transpose.", "Positive definite means that no eigenvalue is 0 or below."),
        cases=_matrices,
        trial=_verdict_of,
        mistakes=(
            Mistake("largest eigenvalue only", edit("curvatures.max() / curvatures.min()", "curvatures.max()"), "You return the largest curvature. The condition number is its *ratio* to the smallest: 100·f is as hard as f."),
            Mistake("upside down", edit("curvatures.max() / curvatures.min()", "curvatures.min() / curvatures.max()"), "Your ratio stands upside down: largest over smallest, never below 1."),
            Mistake("does not ask for symmetry", edit(" or not np.allclose(H, H.T)", ""), "A matrix that is not symmetric is no Hessian, and `eigvalsh` doesn't notice: it reads one triangle. Refuse it with a ValueError.", "what the condition number is, and is not"),
            Mistake("does not ask for definiteness", edit("curvatures.min() <= 0", "False"), "A matrix with a negative eigenvalue has no condition number in this sense: descent does not converge there. Refuse it with a ValueError."),
            Mistake("the difference", edit("curvatures.max() / curvatures.min()", "curvatures.max() - curvatures.min()"), "You subtract. The condition number is a ratio, so that it does not depend on the unit of the loss."),
            Mistake("the root of it", edit("curvatures.max() / curvatures.min()", "np.sqrt(curvatures.max() / curvatures.min())"), "That is √κ, which belongs to momentum."),
            Mistake("eigenvalues not sorted", edit("np.linalg.eigvalsh(H)", "np.linalg.eig(H)[0]", "curvatures.max() / curvatures.min()", "curvatures[-1] / curvatures[0]"), "`np.linalg.eig` doesn't sort the eigenvalues, so the last one need not be the largest. Take `max` and `min`, or use `eigvalsh`."),
            Mistake("the diagonal", edit("np.linalg.eigvalsh(H)", "np.diag(H)"), "You take the diagonal for the eigenvalues. That is right only if the axes of the bowl are the weights' own."),
        ),
    ),
    Exercise(
        reference=classify_point,
        title="What kind of point is it?",
        statement=(
            'Write `classify_point(g, H)`. It returns one of the words `"minimum"`, `"maximum"`, `"saddle"`, `"degenerate"` and `"not stationary"`. Numbers up to $10^{-8}$ in size count as 0. '
            'Curvatures of both signs are a saddle, also beside a flat direction; otherwise a flat direction makes the point degenerate.'
        ),
        hints=("First ask whether it is stationary at all.", "The signs of the eigenvalues decide. Which combinations are there?", "Look for both signs before you look for zeros."),
        cases=_points,
        mistakes=(
            Mistake("ignores the gradient", edit("np.max(np.abs(g)) > 1e-8", "False"), "You never look at the gradient. Where it is not 0 the point is not stationary, whatever the Hessian says."),
            Mistake("the sum of the gradient", edit("np.max(np.abs(g))", "abs(np.sum(g))"), "You add up the gradient's parts, and they can cancel. Every single one must be 0."),
            Mistake(
                "the determinant only",
                tuple(
                    edit("    up, down = np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)\n", f"    product = np.prod(curvatures)\n    product = product * (abs(product) > {least})\n    up, down = product > 0 and H[0, 0] > 0 or product < 0, product < 0 or product > 0 and H[0, 0] < 0\n")
                    for least in ("0", "1e-8")
                ),
                "You decide by the determinant. With two weights that works; with three, two negative curvatures have a positive product. Look at all the eigenvalues.",
            ),
            Mistake("degenerate taken for a minimum", edit('    if np.any(np.abs(curvatures) <= 1e-8):\n        return "degenerate"\n', "", 'return "minimum" if up else', 'return "minimum" if not down else'), "A flat direction is left out: with a curvature of 0 the Hessian can't tell, think of x³. Call it degenerate."),
            Mistake("zeros before signs", edit("    if up and down:\n        return \"saddle\"\n", "", '        return "degenerate"\n', '        return "degenerate"\n    if up and down:\n        return "saddle"\n'), "You look for flat directions first. Both signs make it a saddle, whatever else is flat."),
            Mistake("minimum and maximum swapped", edit('"minimum" if up else "maximum"', '"maximum" if up else "minimum"'), "Minimum and maximum have changed places: positive curvature is a valley."),
            Mistake("the diagonal", edit("np.linalg.eigvalsh(H)", "np.diag(H)"), "You look at the diagonal. [[1, 3], [3, 1]] is positive there, and a saddle: look at the eigenvalues."),
            Mistake("no tolerance", (edit(*_EXACT, "np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) > 0"), edit(*_EXACT), edit("np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) > 0")), "You compare with 0 exactly. Computed slopes and curvatures are hardly ever exactly 0: numbers up to 1e-8 in size count as 0."),
            Mistake("a flat direction taken for a saddle", edit('return "degenerate"', 'return "saddle"'), "You call the rest a saddle. A saddle has curvatures of *both* signs; with a flat direction and one sign only the point is degenerate."),
            Mistake("the trace", edit("    up, down = np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)\n", "    up, down = np.trace(H) >= 0, np.trace(H) <= 0\n", "    if np.any(np.abs(curvatures) <= 1e-8):\n        return \"degenerate\"\n", ""), "You decide by the trace, the *sum* of the curvatures. A large positive one hides the negative ones: look at the sign of each."),
            Mistake("every stationary point a minimum", edit("    if up and down:\n        return \"saddle\"\n", "    if up and down:\n        return \"minimum\"\n"), "A point with curvatures of both signs is not a minimum: it is a saddle."),
        ),
    ),
    Exercise(
        reference=escape_steps,
        title="How long at the saddle?",
        statement="Gradient descent runs on $x^2 - y^2$, from `y0` near 0. Write `escape_steps(y0, lr)`: the first step $t$ with $|y_t| > 1$.",
        hints=("The slope in y is −2y. What does one step do to y?", "Each step multiplies y by the same factor.", "Take it step by step, or solve (1 + 2 lr)ᵗ |y0| > 1 for t."),
        cases=_escapes,
        alternatives=(Alternative("by logarithms", edit("    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n        steps = steps + 1\n    return steps", "    return int(np.floor(np.log(1 / abs(y0)) / np.log(1 + 2 * lr))) + 1")),),
        mistakes=(
            Mistake("the factor 1 + lr", edit("lr * 2 * y", "lr * y"), "The slope of −y² is −2y: each step multiplies y by 1 + 2·lr, not by 1 + lr."),
            Mistake("one step too few", edit("return steps", "return steps - 1"), "One step too few: the first step *after* which |y| is above 1 is asked for, counted from 1."),
            Mistake("one step too many", edit("return steps", "return steps + 1"), "One step too many: y0 itself is step 0."),
            Mistake("to |y| = 2", edit("abs(y) <= 1", "abs(y) <= 2"), "You go on to |y| = 2. Stop as soon as |y| is above 1."),
            Mistake("loses the sign", edit("    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n        steps = steps + 1\n    return steps", "    return np.ceil(np.log(1 / y0) / np.log(1 + 2 * lr))"), "y0 may be negative, and then its logarithm is no number. Use |y0|."),
            Mistake("not rounded", edit("    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n        steps = steps + 1\n    return steps", "    return np.log(1 / abs(y0)) / np.log(1 + 2 * lr)"), "A number of steps is a whole number: round up."),
            Mistake("the place, not the step", edit("return steps", "return y"), "You return where y is. The *number* of the step is asked for."),
            Mistake("continuous time", edit("    steps, y = 0, y0\n    while abs(y) <= 1:\n        y = y + lr * 2 * y\n        steps = steps + 1\n    return steps", "    return int(np.ceil(np.log(1 / abs(y0)) / (2 * lr)))"), "ln(1/y0)/(2·lr) is the time of the smooth flow. Discrete steps multiply by 1 + 2·lr, so they take ln(1/y0)/ln(1 + 2·lr)."),
            Mistake("forgets the rate", edit("lr * 2 * y", "2 * y"), "The learning rate plays no part in your step."),
        ),
    ),
]
