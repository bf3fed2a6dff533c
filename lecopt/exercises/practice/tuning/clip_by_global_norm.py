"""Exercise of "How do people find the numbers?": clip the whole gradient."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def clip_by_global_norm(grads, max_norm):
    """The gradients, all scaled by one factor so that their norm is max_norm at most.

    grads: list of arrays. max_norm: > 0. Returns a list of arrays of the same shapes.
    """
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    if norm <= max_norm:
        return [g.copy() for g in grads]
    return [g * (max_norm / norm) for g in grads]


def _gradients(rng):
    def arrays(size):
        return [size * rng.normal(size=shape) for shape in ((3, 2), (2,), (4,))]

    yield arrays(5.0), 1.0
    yield arrays(1.0), 0.7
    yield [np.array([3.0, 0.0]), np.array([[4.0]])], 2.5
    yield Case((arrays(1e-3), 1.0), {}, "a gradient that is short enough")
    yield Case(([np.array([3.0]), np.array([0.1, -0.2])], 2.0), {}, "one long array, one short")
    yield Case(([np.zeros((2, 2)), np.zeros(3)], 1.0), {}, "a gradient of 0")


EXERCISES = [
    Exercise(
        reference=clip_by_global_norm,
        position=3,
        title="Clip the whole gradient",
        statement=(
            "Write `clip_by_global_norm(grads, max_norm)` by (2). `grads` is a list of arrays, one for each layer. "
            "Return a new list, all of it scaled by one factor that is at most 1."
        ),
        hints=(
            "All arrays count as one long vector. What is its length?",
            "The squares of all entries of all arrays add up under one root.",
            "What happens to a gradient that is short enough? And to one that is 0?",
        ),
        cases=_gradients,
        alternatives=(
            Alternative(
                "the smaller of 1 and the quotient",
                edit(
                    "    if norm <= max_norm:\n        return [g.copy() for g in grads]\n"
                    "    return [g * (max_norm / norm) for g in grads]",
                    "    return [g * min(1, max_norm / (norm + 1e-12)) for g in grads]",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "per array",
                edit(
                    "    norm = np.sqrt(sum((g**2).sum() for g in grads))\n    if norm <= max_norm:\n"
                    "        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]",
                    "    return [g * min(1, max_norm / max(np.sqrt((g**2).sum()), 1e-12)) for g in grads]",
                ),
                "You clip each array by itself, which turns the direction. One norm of all arrays, one factor for all.",
                "the section “Clipping”",
            ),
            Mistake(
                "scales up too",
                (
                    edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n", ""),
                    edit("norm <= max_norm", "norm == 0"),
                ),
                "A gradient that is short enough is made *longer*. The factor is never above 1.",
            ),
            Mistake(
                "division by zero",
                edit(
                    "    if norm <= max_norm:\n        return [g.copy() for g in grads]\n"
                    "    return [g * (max_norm / norm) for g in grads]",
                    "    return [g * np.minimum(1, np.float64(max_norm) / norm) if norm else g / norm for g in grads]",
                ),
                "A gradient of 0 has norm 0, and you divide by it.",
            ),
            Mistake(
                "value by value",
                (
                    edit(
                        "    if norm <= max_norm:\n        return [g.copy() for g in grads]\n"
                        "    return [g * (max_norm / norm) for g in grads]",
                        "    return [np.clip(g, -max_norm, max_norm) for g in grads]",
                    ),
                    edit(
                        "    if norm <= max_norm:\n        return [g.copy() for g in grads]\n"
                        "    return [g * (max_norm / norm) for g in grads]",
                        "    return [np.minimum(g, max_norm) for g in grads]",
                    ),
                ),
                "You clip value by value, which turns the direction. Scale all by one factor.",
            ),
            Mistake(
                "without the root",
                edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum((g**2).sum() for g in grads)"),
                "The norm is the *root* of the sum of squares.",
            ),
            Mistake(
                "the sum of the norms",
                edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum(np.sqrt((g**2).sum()) for g in grads)"),
                "You add up the norms. The squares add up, under one root.",
            ),
            Mistake(
                "the largest norm",
                edit("np.sqrt(sum((g**2).sum() for g in grads))", "max(np.sqrt((g**2).sum()) for g in grads)"),
                "You take the longest array's norm. All of them together count.",
            ),
            Mistake(
                "the sum of absolute values",
                edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum(abs(g).sum() for g in grads)"),
                "You add up absolute values. The norm is the root of the sum of squares.",
            ),
            Mistake(
                "divided by max_norm",
                (edit("(max_norm / norm)", "(1 / max_norm)"), edit("(max_norm / norm)", "max_norm")),
                "You use max_norm without the norm. The factor is max_norm over the norm of all arrays.",
            ),
            Mistake(
                "the mean of the norms",
                edit("np.sqrt(sum((g**2).sum() for g in grads))", "np.mean([np.sqrt((g**2).sum()) for g in grads])"),
                "You take the mean of the arrays' norms. The squares of all of them add up, under one root.",
            ),
            Mistake(
                "without max_norm",
                edit("(max_norm / norm)", "(1 / norm)"),
                "A gradient that is too long is brought to length 1. Its new length is max_norm.",
            ),
            Mistake(
                "upside down",
                edit("max_norm / norm", "norm / max_norm"),
                "The factor is upside down: a long gradient gets longer still.",
            ),
        ),
    ),
]
