"""Exercise of "What does the curvature tell?": Newton's step."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def newton_step(g, H):
    """Newton's step, to the stationary point of the quadratic model.

    g: gradient, (d,). H: Hessian, (d, d), symmetric, invertible.
    Returns the step, (d,), to be added to w.
    """
    return -np.linalg.solve(H, g)


def hessian(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, in axes that are not the coordinates'."""
    Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    return (Q * np.array(eigenvalues)) @ Q.T


def points(rng):
    yield np.array([2.0, 4.0]), np.array([[2.0, 1.0], [1.0, 8.0]])
    yield rng.normal(size=1), rng.uniform(0.3, 4, size=(1, 1))
    for d in (2, 3, 5):
        yield rng.normal(size=d), hessian(rng, rng.uniform(0.3, 6, d))
    yield Case((rng.normal(size=2), hessian(rng, [1e-2, 50.0])), {}, "a narrow valley")
    yield Case((rng.normal(size=2), hessian(rng, [2.0, -0.7])), {}, "near a saddle")
    yield Case((rng.normal(size=3), hessian(rng, [-2.0, -0.7, -1.5])), {}, "near a maximum")


EXERCISES = [
    Exercise(
        reference=newton_step,
        title="Newton's step",
        statement=(
            "Write `newton_step(g, H)`: the step $-H^{-1}g$ from a point with gradient `g` and Hessian `H` to "
            "the stationary point of the quadratic model. "
            "It is what gets added to w. Near a saddle or a maximum the formula is the same."
        ),
        hints=(
            "The step d solves the equations H d = −g.",
            (
                "An inverse is not needed to solve equations: NumPy has a function that takes the matrix and the "
                "right-hand side."
            ),
            "That function is `np.linalg.solve`.",
        ),
        cases=points,
        alternatives=(Alternative("by the inverse", edit("np.linalg.solve(H, g)", "np.linalg.inv(H) @ g")),),
        mistakes=(
            Mistake(
                "the wrong sign",
                edit("-np", "np"),
                "The sign: the step is *minus* H⁻¹g. Yours leads away from the stationary point, just as far on "
                "the other side.",
                "the section “The quadratic model”",
            ),
            Mistake(
                "multiplies by H",
                edit("np.linalg.solve(H, g)", "H @ g"),
                "You multiply by H. Newton *divides* by the curvature: short steps where it is steep, long ones "
                "where it is flat.",
            ),
            Mistake(
                "only the diagonal",
                edit("np.linalg.solve(H, g)", "g / np.diag(H)"),
                "You divide by the diagonal of H. That is right only if the axes of the bowl are the coordinate "
                "axes; the other entries of H tell how they are turned.",
            ),
            Mistake(
                "inverts entry by entry",
                (edit("np.linalg.solve(H, g)", "(1 / H) @ g"), edit("np.linalg.solve(H, g)", "(H**-1.0) @ g")),
                "`1 / H` and `H**-1` invert every *entry*. The inverse matrix is another thing: solve the "
                "equations H d = −g.",
            ),
            Mistake(
                "gradient descent",
                edit("np.linalg.solve(H, g)", "g"),
                "That is −g, the step of gradient descent: the curvature is not used.",
            ),
            Mistake(
                "divides by the largest curvature",
                edit("np.linalg.solve(H, g)", "g / np.abs(np.linalg.eigvalsh(H)).max()"),
                "You divide all of g by the largest curvature. That is gradient descent with lr = 1/L; Newton "
                "divides along each axis by that axis' own curvature.",
            ),
            Mistake(
                "turns negative curvatures round",
                edit(
                    "return -np.linalg.solve(H, g)",
                    "values, Q = np.linalg.eigh(H)\n    return -Q @ (Q.T @ g / np.abs(values))",
                ),
                "You take the absolute values of the curvatures. That is the *modified* step, which flees from "
                "saddles, and often the better one. Asked for is the plain step, which goes straight to them.",
                "the section “Three ways to go wrong”",
            ),
            Mistake(
                "a step of length one",
                edit("return -np.linalg.solve(H, g)", "d = -np.linalg.solve(H, g)\n    return d / np.linalg.norm(d)"),
                "You divide the step by its length. Newton's step has the right length by itself: that is why it "
                "needs no learning rate.",
            ),
        ),
    ),
]
