"""Exercises of "How far should one step go?": gradient descent, its bound and its pace."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


def gradient_descent(grad, w0, lr, steps):
    """The path of gradient descent, the start included.

    grad: w -> gradient of w's shape. w0: (d,).
    Returns an array of shape (steps + 1, d).
    """
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def largest_stable_lr(hessian):
    """The learning rate up to which gradient descent comes down a quadratic.

    hessian: (d, d), symmetric, positive definite. Returns a float.
    """
    return 2 / np.linalg.eigvalsh(hessian).max()


def iterations_to(kappa, eps):
    """The smallest number of steps that shrinks the distance by eps, at the best rate.

    kappa: condition number, above 1. eps: in (0, 1]. Returns a whole number.
    """
    factor = (kappa - 1) / (kappa + 1)
    return int(np.ceil(np.log(eps) / np.log(factor)))


def curved(rng, d):
    """A symmetric positive definite matrix, and the gradient of the bowl it makes, not centred at 0."""
    A = rng.normal(size=(d, d))
    A = A @ A.T / d + 0.2 * np.eye(d)
    centre = rng.normal(size=d)
    return A, lambda w: A @ (np.asarray(w) - centre)


def _descents(rng):
    for d, steps in ((1, 3), (2, 4), (3, 6), (2, 10)):
        A, grad = curved(rng, d)
        yield grad, rng.normal(size=d), 0.4 / np.linalg.norm(A, 2), steps
    yield Case((lambda w: np.sin(3 * w) + w, rng.normal(size=2), 0.2, 5), {}, "a landscape that is not quadratic")
    yield Case((lambda w: 2 * w, np.ones(2), 0.1, 0), {}, "no step at all: the path is the start")


def _hessians(rng):
    yield (np.diag([1.0, 10.0]),)
    for d in (2, 3, 4, 5):
        yield (curved(rng, d)[0],)


def _paces(rng):
    yield 10.0, 1e-8
    for _ in range(6):
        yield float(rng.uniform(2, 300)), float(10 ** rng.uniform(-9, -2))
    yield Case((50.0, 1.0), {}, "nothing to gain: eps is 1")


EXERCISES = [
    Exercise(
        reference=gradient_descent,
        title="Gradient descent",
        statement="Write `gradient_descent(grad, w0, lr, steps)`. It returns the path as an array of `steps + 1` points that begins with `w0`.",
        hints=(
            "Keep a list of points. What is the first one?",
            "Each new point is made from the last one, and from the gradient *there*.",
            "Make a new array at every step; an array that you change in place changes in the list too.",
        ),
        cases=_descents,
        mistakes=(
            Mistake("ascends", edit("path[-1] - lr", "path[-1] + lr"), "You go up: the gradient points uphill, so the step is *minus* lr times the gradient.", "the rule"),
            Mistake(
                "updates in place",
                edit("path = [w0]", "w = w0 * 1.0\n    path = [w]", "path.append(path[-1] - lr * grad(path[-1]))", "w -= lr * grad(w)\n        path.append(w)"),
                "All points of your path are the same one: `w -= …` changes the array that already stands in the list. Write `w = w - …`.",
            ),
            Mistake(
                "forgets the start",
                edit("    return np.array(path)", "    return np.array(path[1:]).reshape(-1, len(w0))"),
                "Your path has `steps` points. The start belongs to it: steps + 1.",
            ),
            Mistake("one step too many", edit("range(steps)", "range(steps + 1)"), "You take one step too many: `steps` steps make steps + 1 points."),
            Mistake("one step too few", edit("range(steps)", "range(steps - 1)"), "You take one step too few: the path has steps + 1 points."),
            Mistake(
                "gradient taken once",
                edit("path = [w0]", "path, dw = [w0], grad(w0)", "lr * grad(path[-1])", "lr * dw"),
                "You compute the gradient once, at the start, and go on in that direction. It changes: take it anew at every step.",
            ),
            Mistake(
                "gradient at the start",
                edit("path.append(path[-1] - lr", "path.append(w0 - lr"),
                "Every step of yours starts from w0. Start from the last point.",
            ),
            Mistake("forgets the learning rate", edit("lr * ", ""), "Your step is the whole gradient: the learning rate is missing."),
            Mistake(
                "unit steps",
                edit("lr * grad(path[-1])", "lr * grad(path[-1]) / np.linalg.norm(grad(path[-1]))"),
                "You divide the gradient by its length, so that every step is lr long. Plain gradient descent takes small steps where it is flat.",
            ),
            Mistake("only the end", edit("return np.array(path)", "return path[-1]"), "You return the last point only. The whole path is asked for."),
        ),
    ),
    Exercise(
        reference=largest_stable_lr,
        title="The largest stable learning rate",
        statement=(
            "A quadratic has the Hessian `hessian`, a symmetric positive definite matrix. Write `largest_stable_lr(hessian)`: the bound below which gradient descent "
            "converges from every start."
        ),
        hints=("Every principal axis has its own bound. Which axis is the strictest?", "The curvatures along the principal axes are the eigenvalues.", "`np.linalg.eigvalsh` is made for symmetric matrices."),
        cases=_hessians,
        mistakes=(
            Mistake("1 / L", edit("2 /", "1 /"), "That is 1/L, the rate that kills the steepest axis in one step. The bound is where the factor 1 − lr·L reaches −1: twice that.", "the bound"),
            Mistake("the trace", edit("np.linalg.eigvalsh(hessian).max()", "np.trace(hessian)"), "You divide by the trace, the *sum* of the curvatures. That is safe and too small: only the largest one counts."),
            Mistake("the flattest axis", edit(".max()", ".min()"), "You divide by the smallest curvature. The *steepest* axis breaks first, so the largest eigenvalue decides."),
            Mistake("the best rate", edit("np.linalg.eigvalsh(hessian).max()", "(np.linalg.eigvalsh(hessian).max() + np.linalg.eigvalsh(hessian).min())"), "That is 2/(L + μ), the *fastest* rate. The bound is 2/L."),
            Mistake(
                "the largest entry",
                (edit("np.linalg.eigvalsh(hessian).max()", "np.max(np.abs(hessian))"), edit("np.linalg.eigvalsh(hessian).max()", "np.max(np.diag(hessian))")),
                "You take the largest *entry*. The axes of the bowl may be turned: the curvatures are the eigenvalues.",
            ),
            Mistake("the Frobenius norm", edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.norm(hessian)"), "`np.linalg.norm` of a matrix is the Frobenius norm, the root of the sum of *all* squared eigenvalues. Only the largest counts."),
            Mistake("not the largest", (edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eig(hessian)[0][0]"), edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eig(hessian)[0][-1]")), "You take one eigenvalue of `np.linalg.eig`, which doesn't sort them. It must be the largest."),
            Mistake("one for each axis", edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eigvalsh(hessian)"), "You give one bound for each axis. All of them must hold: the smallest of these is the answer."),
            Mistake("the mean curvature", edit(".max()", ".mean()"), "You divide by the mean curvature. The *steepest* axis breaks first, so the largest one decides."),
            Mistake("the determinant", edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.det(hessian)"), "You divide by the determinant, the *product* of the curvatures. Only the largest counts."),
            Mistake("the curvature itself", edit("2 / np.linalg.eigvalsh(hessian).max()", "np.linalg.eigvalsh(hessian).max()"), "You return the largest curvature L. The bound is 2/L."),
        ),
    ),
    Exercise(
        reference=iterations_to,
        title="How many steps?",
        statement="Write `iterations_to(kappa, eps)`: the smallest whole number $k$ with $\\left(\\frac{\\kappa-1}{\\kappa+1}\\right)^k \\le \\varepsilon$, where $\\kappa$ is `kappa` and $\\varepsilon$ is `eps`.",
        hints=("Take the logarithm of both sides. Which way does the sign of the logarithm turn the inequality?", "k must be a whole number, and large enough.", "Rounding up is `np.ceil`."),
        cases=_paces,
        mistakes=(
            Mistake("rounds down", (edit("np.ceil(", "np.floor("), edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.log(eps) / np.log(factor))")), "You round down, and that is one step too early: with k steps the goal is not yet reached. Round up."),
            Mistake("the rate of 1 / L", edit("(kappa - 1) / (kappa + 1)", "1 - 1 / kappa"), "You use the factor 1 − 1/κ, which belongs to the learning rate 1/L. With the best rate it is (κ − 1)/(κ + 1), about twice as fast."),
            Mistake(
                "the rate of momentum",
                edit("(kappa - 1) / (kappa + 1)", "(np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)"),
                "You take the root of κ. That is the factor of momentum, two chapters on; gradient descent has κ itself.",
            ),
            Mistake("squares the factor", edit("(kappa - 1) / (kappa + 1)", "((kappa - 1) / (kappa + 1)) ** 2"), "That is how fast the *loss* falls, which goes with the square of the distance. Here the factor stands alone."),
            Mistake("rounds down and adds 1", edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.log(eps) / np.log(factor)) + 1"), "Nearly: where the quotient is a whole number yours is one too many. At ε = 1 no step is needed, because ≤ is enough. Round up with `np.ceil`."),
            Mistake("rounds to the nearest", edit("np.ceil(", "np.round("), "You round to the nearest whole number. Half the time that is one step too early: round *up*."),
            Mistake("not rounded", edit("int(np.ceil(np.log(eps) / np.log(factor)))", "np.log(eps) / np.log(factor)"), "A number of steps is a whole number: round up."),
            Mistake("the quotient turned round", edit("np.log(eps) / np.log(factor)", "np.log(factor) / np.log(eps)"), "Your quotient is upside down: k·ln(factor) = ln(ε), so k = ln(ε)/ln(factor)."),
            Mistake(
                "the rule of thumb",
                (edit("np.log(eps) / np.log(factor)", "kappa / 2 * np.log(1 / eps)"), edit("np.log(eps) / np.log(factor)", "kappa * np.log(1 / eps)")),
                "That is a rule of thumb for large κ (½·κ·ln(1/ε) for the best rate, twice that for 1/L). The exact number is asked for: ln(ε)/ln(factor), rounded up.",
            ),
            Mistake("one too many", edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.ceil(np.log(eps) / np.log(factor))) + 1"), "One too many: the smallest k is asked for."),
        ),
    ),
]
