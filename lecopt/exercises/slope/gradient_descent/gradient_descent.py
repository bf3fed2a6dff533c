"""Exercise of "How far should one step go?": gradient descent."""

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


EXERCISES = [
    Exercise(
        reference=gradient_descent,
        title="Gradient descent",
        statement=(
            "Write `gradient_descent(grad, w0, lr, steps)`. It returns the path as an array of `steps + 1` points "
            "that begins with `w0`."
        ),
        hints=(
            "Keep a list of points. What is the first one?",
            "Each new point is made from the last one, and from the gradient *there*.",
            "Make a new array at every step; an array that you change in place changes in the list too.",
        ),
        cases=_descents,
        mistakes=(
            Mistake(
                "ascends",
                edit("path[-1] - lr", "path[-1] + lr"),
                "You go up: the gradient points uphill, so the step is *minus* lr times the gradient.",
                "the rule",
            ),
            Mistake(
                "updates in place",
                edit(
                    "path = [w0]",
                    "w = w0 * 1.0\n    path = [w]",
                    "path.append(path[-1] - lr * grad(path[-1]))",
                    "w -= lr * grad(w)\n        path.append(w)",
                ),
                "All points of your path are the same one: `w -= …` changes the array that already stands in the "
                "list. Write `w = w - …`.",
            ),
            Mistake(
                "forgets the start",
                edit("    return np.array(path)", "    return np.array(path[1:]).reshape(-1, len(w0))"),
                "Your path has `steps` points. The start belongs to it: steps + 1.",
            ),
            Mistake(
                "one step too many",
                edit("range(steps)", "range(steps + 1)"),
                "You take one step too many: `steps` steps make steps + 1 points.",
            ),
            Mistake(
                "one step too few",
                edit("range(steps)", "range(steps - 1)"),
                "You take one step too few: the path has steps + 1 points.",
            ),
            Mistake(
                "gradient taken once",
                edit("path = [w0]", "path, dw = [w0], grad(w0)", "lr * grad(path[-1])", "lr * dw"),
                "You compute the gradient once, at the start, and go on in that direction. It changes: take it "
                "anew at every step.",
            ),
            Mistake(
                "gradient at the start",
                edit("path.append(path[-1] - lr", "path.append(w0 - lr"),
                "Every step of yours starts from w0. Start from the last point.",
            ),
            Mistake(
                "forgets the learning rate",
                edit("lr * ", ""),
                "Your step is the whole gradient: the learning rate is missing.",
            ),
            Mistake(
                "unit steps",
                edit("lr * grad(path[-1])", "lr * grad(path[-1]) / np.linalg.norm(grad(path[-1]))"),
                "You divide the gradient by its length, so that every step is lr long. Plain gradient descent "
                "takes small steps where it is flat.",
            ),
            Mistake(
                "only the end",
                edit("return np.array(path)", "return path[-1]"),
                "You return the last point only. The whole path is asked for.",
            ),
        ),
    ),
]
