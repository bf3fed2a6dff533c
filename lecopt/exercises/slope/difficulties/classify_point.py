"""Exercise of "What makes descent hard?": what kind of point is it?"""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from .condition_number import turned


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


def _points(rng):
    zero = np.zeros(2)
    yield zero, np.diag([2.0, -2.0])
    yield zero, np.diag([3.0, 1.0])
    yield zero, np.diag([-3.0, -1.0])
    yield Case(
        (np.zeros(3), turned(rng, [-1.0, -2.0, 3.0])),
        {},
        "three weights, two of them downhill: the determinant is positive",
    )
    yield Case(
        (np.zeros(4), turned(rng, [-1.0, -2.0, -1.0, -4.0])),
        {},
        "four weights, all downhill: the determinant is positive",
    )
    yield Case((np.zeros(3), np.diag([2.0, 1.0, -1.0])), {}, "three weights, the third downhill")
    yield Case((zero, np.diag([2.0, 0.0])), {}, "one direction is flat")
    yield Case((zero, np.zeros((2, 2))), {}, "all directions are flat")
    yield Case((np.zeros(3), np.diag([1.0, -1.0, 0.0])), {}, "both signs beside a flat direction")
    yield Case((np.array([0.1, 0.0]), np.diag([2.0, 1.0])), {}, "the gradient is not zero")
    yield Case((np.array([1.0, -1.0]), np.diag([2.0, 1.0])), {}, "the gradient's parts cancel, and are not zero")
    yield np.zeros(3), turned(rng, rng.uniform(1, 3, 3))
    yield Case((zero, np.diag([2.0, -3e-9])), {}, "a curvature of −3e-9, which counts as 0")
    yield Case((np.array([0.0, 4e-9]), np.diag([2.0, 1.0])), {}, "a slope of 4e-9, which counts as 0")
    yield Case((zero, np.diag([-2.0, 0.0])), {}, "one direction is flat, the other goes down")
    yield Case((zero, np.diag([2.0, -2e-8])), {}, "a curvature of −2e-8, which does not count as 0")
    yield Case((zero, np.diag([2.0, -5e-13])), {}, "a curvature of −5e-13, which counts as 0")
    yield Case((np.array([0.0, 5e-13]), np.diag([2.0, 1.0])), {}, "a slope of 5e-13, which counts as 0")
    yield Case((np.array([2e-8, 0.0]), np.diag([2.0, 1.0])), {}, "a slope of 2e-8, which does not count as 0")
    yield Case((np.array([-0.5, 0.0]), np.diag([2.0, 1.0])), {}, "a slope below 0")
    yield Case((np.array([1e-8, 0.0]), np.diag([2.0, 1.0])), {}, "a slope of 1e-8, which counts as 0")
    yield Case((np.full(4, 8e-9), np.eye(4)), {}, "four slopes of 8e-9, each of which counts as 0")
    yield Case((np.zeros(1), np.array([[-2.0]])), {}, "one weight")
    yield Case(
        (np.zeros(2), np.array([[1.0, 3.0], [3.0, 1.0]])), {}, "positive on the diagonal, and a saddle all the same"
    )


_EXACT = (
    "np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)",
    "np.any(curvatures > 0), np.any(curvatures < 0)",
    "np.abs(curvatures) <= 1e-8",
    "curvatures == 0",
)


EXERCISES = [
    Exercise(
        reference=classify_point,
        position=2,
        title="What kind of point is it?",
        statement=(
            'Write `classify_point(g, H)`. It returns one of the words `"minimum"`, `"maximum"`, `"saddle"`, '
            '`"degenerate"` and `"not stationary"`. Numbers up to $10^{-8}$ in size count as 0. '
            "Curvatures of both signs are a saddle, also beside a flat direction; otherwise a flat direction "
            "makes the point degenerate."
        ),
        hints=(
            "First ask whether it is stationary at all.",
            "The signs of the eigenvalues decide. Which combinations are there?",
            "Look for both signs before you look for zeros.",
        ),
        cases=_points,
        mistakes=(
            Mistake(
                "ignores the gradient",
                edit("np.max(np.abs(g)) > 1e-8", "False"),
                "You never look at the gradient. Where it is not 0 the point is not stationary, whatever the "
                "Hessian says.",
            ),
            Mistake(
                "the sum of the gradient",
                edit("np.max(np.abs(g))", "abs(np.sum(g))"),
                "You add up the gradient's parts, and they can cancel. Every single one must be 0.",
            ),
            Mistake(
                "the determinant only",
                tuple(
                    edit(
                        "    up, down = np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)\n",
                        f"    product = np.prod(curvatures)\n    product = product * (abs(product) > {least})\n"
                        f"    up, down = product > 0 and H[0, 0] > 0 or product < 0, product < 0 or product > 0 "
                        f"and H[0, 0] < 0\n",
                    )
                    for least in ("0", "1e-8")
                ),
                "You decide by the determinant. With two weights that works; with three, two negative curvatures "
                "have a positive product. Look at all the eigenvalues.",
            ),
            Mistake(
                "degenerate taken for a minimum",
                edit(
                    '    if np.any(np.abs(curvatures) <= 1e-8):\n        return "degenerate"\n',
                    "",
                    'return "minimum" if up else',
                    'return "minimum" if not down else',
                ),
                "A flat direction is left out: with a curvature of 0 the Hessian can't tell, think of x³. Call "
                "it degenerate.",
            ),
            Mistake(
                "zeros before signs",
                edit(
                    '    if up and down:\n        return "saddle"\n',
                    "",
                    '        return "degenerate"\n',
                    '        return "degenerate"\n    if up and down:\n        return "saddle"\n',
                ),
                "You look for flat directions first. Both signs make it a saddle, whatever else is flat.",
            ),
            Mistake(
                "minimum and maximum swapped",
                edit('"minimum" if up else "maximum"', '"maximum" if up else "minimum"'),
                "Minimum and maximum have changed places: positive curvature is a valley.",
            ),
            Mistake(
                "the diagonal",
                edit("np.linalg.eigvalsh(H)", "np.diag(H)"),
                "You look at the diagonal. [[1, 3], [3, 1]] is positive there, and a saddle: look at the eigenvalues.",
            ),
            Mistake(
                "no tolerance",
                (
                    edit(*_EXACT, "np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) > 0"),
                    edit(*_EXACT),
                    edit("np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) > 0"),
                ),
                "You compare with 0 exactly. Computed slopes and curvatures are hardly ever exactly 0: numbers "
                "up to 1e-8 in size count as 0.",
            ),
            Mistake(
                "the length of the gradient",
                edit("np.max(np.abs(g))", "np.linalg.norm(g)"),
                "You compare the *length* of the gradient. Each number up to 1e-8 counts as 0, and four of 8e-9 have a "
                "length of 1.6e-8.",
            ),
            Mistake(
                "the sign of the gradient",
                edit("np.max(np.abs(g))", "np.max(g)"),
                "You leave out the absolute value: a slope far below 0 is not 0 either.",
            ),
            Mistake(
                "another tolerance",
                tuple(
                    edit(
                        "np.max(np.abs(g)) > 1e-8",
                        f"np.max(np.abs(g)) > {tol}",
                        "np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)",
                        f"np.any(curvatures > {tol}), np.any(curvatures < -{tol})",
                        "np.abs(curvatures) <= 1e-8",
                        f"np.abs(curvatures) <= {tol}",
                    )
                    for tol in ("1e-6", "1e-10", "1e-7", "1e-5", "1e-4", "1e-3", "1e-12", "1e-9")
                ),
                "Your tolerance isn't 1e-8: numbers up to 1e-8 in size count as 0, larger ones don't.",
            ),
            Mistake(
                "1e-8 itself",
                edit("np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) >= 1e-8"),
                "Numbers *up to* 1e-8 count as 0, and 1e-8 itself is one of them.",
            ),
            Mistake(
                "some curvature decides",
                (
                    edit(
                        "np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)",
                        "curvatures[0] > 1e-8, curvatures[-1] < -1e-8",
                    ),
                    edit(
                        "np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)",
                        "curvatures[0] > 1e-8, curvatures[0] < -1e-8",
                    ),
                    edit(
                        "np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)",
                        "curvatures[-1] > 1e-8, curvatures[-1] < -1e-8",
                    ),
                ),
                "You look at one end of the eigenvalues only. A saddle shows at both: the smallest is below 0, the "
                "largest above.",
            ),
            Mistake(
                "a flat direction taken for a saddle",
                edit('return "degenerate"', 'return "saddle"'),
                "You call the rest a saddle. A saddle has curvatures of *both* signs; with a flat direction and "
                "one sign only the point is degenerate.",
            ),
            Mistake(
                "the trace",
                edit(
                    "    up, down = np.any(curvatures > 1e-8), np.any(curvatures < -1e-8)\n",
                    "    up, down = np.trace(H) >= 0, np.trace(H) <= 0\n",
                    '    if np.any(np.abs(curvatures) <= 1e-8):\n        return "degenerate"\n',
                    "",
                ),
                "You decide by the trace, the *sum* of the curvatures. A large positive one hides the negative "
                "ones: look at the sign of each.",
            ),
            Mistake(
                "every stationary point a minimum",
                edit(
                    '    if up and down:\n        return "saddle"\n', '    if up and down:\n        return "minimum"\n'
                ),
                "A point with curvatures of both signs is not a minimum: it is a saddle.",
            ),
        ),
    ),
]
