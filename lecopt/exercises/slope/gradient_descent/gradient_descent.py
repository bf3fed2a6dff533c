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
    yield (lambda w: 2 * w), np.array([1.0, -2.0]), 0.25, 3
    yield Case((lambda w: 2 * w, np.zeros(2), 0.1, 4), {}, "it starts at the minimum, and stays")
    yield Case((lambda w: 2 * w, np.array([1e-9, 2e-7]), 0.1, 5), {}, "the slope is small from the start")
    yield Case((lambda w: 2 * w, np.array([1.0, 3.0]), 1.5, 4), {}, "the rate is too large: it climbs")
    yield Case((lambda w: 0.5 * w, np.array([4.0]), 1.0, 1), {}, "one step")
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
                "stops early",
                (
                    edit(
                        "        path.append",
                        "        if not grad(path[-1]).any():\n            break\n        path.append",
                    ),
                    *(
                        edit(
                            "        path.append",
                            f"        if np.linalg.norm(grad(path[-1])) < {tol}:\n"
                            "            break\n        path.append",
                        )
                        for tol in ("1e-6", "1e-3", "1e-8", "1e-4", "1e-5", "1e-10", "1e-12", "1e-2")
                    ),
                    *(
                        edit(
                            "        path.append(path[-1] - lr * grad(path[-1]))",
                            f"        path.append(path[-1] - lr * grad(path[-1]))\n"
                            f"        if np.linalg.norm(path[-1] - path[-2]) < {tol}:\n            break",
                        )
                        for tol in ("1e-6", "1e-3", "1e-8", "1e-4", "1e-5", "1e-10", "1e-12")
                    ),
                ),
                "You stop where the slope or the step is small, and the path is too short. Asked are `steps` steps, "
                "whatever the slope: steps + 1 points.",
            ),
            Mistake(
                "collects the gradients",
                edit("path[-1] - lr * grad(path[-1])", "grad(path[-1])"),
                "You put the *gradient* into the path. The next point is the last one minus lr times the gradient.",
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
