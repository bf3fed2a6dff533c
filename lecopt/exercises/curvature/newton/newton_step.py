"""Exercises of "What does the curvature tell?": Newton's step and the damped one."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def newton_step(g, H):
    """Newton's step, to the stationary point of the quadratic model.

    g: gradient, (d,). H: Hessian, (d, d), symmetric, invertible.
    Returns the step, (d,), to be added to w.
    """
    return -np.linalg.solve(H, g)


def damped_newton_step(g, H, damping):
    """Newton's step with a damped Hessian: H plus damping times the identity.

    g: gradient, (d,). H: Hessian, (d, d), symmetric. damping: >= 0.
    Returns the step, (d,), to be added to w.
    """
    return -np.linalg.solve(H + damping * np.eye(len(g)), g)


def _hessian(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, in axes that are not the coordinates'."""
    Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    return (Q * np.array(eigenvalues)) @ Q.T


def _points(rng):
    yield np.array([2.0, 4.0]), np.array([[2.0, 1.0], [1.0, 8.0]])
    yield rng.normal(size=1), rng.uniform(0.3, 4, size=(1, 1))
    for d in (2, 3, 5):
        yield rng.normal(size=d), _hessian(rng, rng.uniform(0.3, 6, d))
    yield Case((rng.normal(size=2), _hessian(rng, [1e-2, 50.0])), {}, "a narrow valley")
    yield Case((rng.normal(size=2), _hessian(rng, [2.0, -0.7])), {}, "near a saddle")
    yield Case((rng.normal(size=3), _hessian(rng, [-2.0, -0.7, -1.5])), {}, "near a maximum")


def _damped_points(rng):
    for g, H in (case.args if isinstance(case, Case) else case for case in _points(rng)):
        least = np.linalg.eigvalsh(H).min()
        yield g, H, float(rng.uniform(0.2, 2) + max(0, -1.5 * least))
    yield Case((rng.normal(size=2), _hessian(rng, [0.5, 3.0]), 0.0), {}, "no damping: Newton's step")
    yield Case((rng.normal(size=2), _hessian(rng, [0.0, 3.0]), 0.4), {}, "a singular Hessian")


EXERCISES = [
    Exercise(
        reference=newton_step,
        title="Newton's step",
        statement=(
            "Write `newton_step(g, H)`: the step $-H^{-1}g$ from a point with gradient `g` and Hessian `H` to the stationary point of the quadratic model. "
            "It is what gets added to w. Near a saddle or a maximum the formula is the same."
        ),
        hints=(
            "The step d solves the equations H d = −g.",
            "An inverse is not needed to solve equations: NumPy has a function that takes the matrix and the right-hand side.",
            "That function is `np.linalg.solve`.",
        ),
        cases=_points,
        alternatives=(Alternative("by the inverse", edit("np.linalg.solve(H, g)", "np.linalg.inv(H) @ g")),),
        mistakes=(
            Mistake("the wrong sign", edit("-np", "np"), "The sign: the step is *minus* H⁻¹g. Yours leads away from the stationary point, just as far on the other side.", "the section “The quadratic model”"),
            Mistake("multiplies by H", edit("np.linalg.solve(H, g)", "H @ g"), "You multiply by H. Newton *divides* by the curvature: short steps where it is steep, long ones where it is flat."),
            Mistake(
                "only the diagonal",
                edit("np.linalg.solve(H, g)", "g / np.diag(H)"),
                "You divide by the diagonal of H. That is right only if the axes of the bowl are the coordinate axes; the other entries of H tell how they are turned.",
            ),
            Mistake("inverts entry by entry", (edit("np.linalg.solve(H, g)", "(1 / H) @ g"), edit("np.linalg.solve(H, g)", "(H**-1.0) @ g")), "`1 / H` and `H**-1` invert every *entry*. The inverse matrix is another thing: solve the equations H d = −g."),
            Mistake("gradient descent", edit("np.linalg.solve(H, g)", "g"), "That is −g, the step of gradient descent: the curvature is not used."),
            Mistake(
                "divides by the largest curvature",
                edit("np.linalg.solve(H, g)", "g / np.abs(np.linalg.eigvalsh(H)).max()"),
                "You divide all of g by the largest curvature. That is gradient descent with lr = 1/L; Newton divides along each axis by that axis' own curvature.",
            ),
            Mistake(
                "turns negative curvatures round",
                edit("return -np.linalg.solve(H, g)", "values, Q = np.linalg.eigh(H)\n    return -Q @ (Q.T @ g / np.abs(values))"),
                "You take the absolute values of the curvatures. That is the *modified* step, which flees from saddles, and often the better one. Asked for is the plain step, which goes straight to them.",
                "the section “Three ways to go wrong”",
            ),
            Mistake("a step of length one", edit("return -np.linalg.solve(H, g)", "d = -np.linalg.solve(H, g)\n    return d / np.linalg.norm(d)"), "You divide the step by its length. Newton's step has the right length by itself: that is why it needs no learning rate."),
        ),
    ),
    Exercise(
        reference=damped_newton_step,
        title="The damped Newton step",
        statement=(
            "Write `damped_newton_step(g, H, damping)`: the step $-(H + \\delta I)^{-1}g$, where $\\delta$ is `damping`. "
            "With 0 it is Newton's step. Where $H + \\delta I$ is positive definite, a larger $\\delta$ makes it shorter and turns it towards $-g$."
        ),
        hints=(
            "The damping is added to every curvature. What matrix has the same curvature in all directions?",
            "The identity matrix is `np.eye`; how many rows does it need?",
            "Add first, then solve as in the exercise before.",
        ),
        cases=_damped_points,
        mistakes=(
            Mistake("adds to every entry", edit("damping * np.eye(len(g))", "damping"), "`H + damping` adds to *every* entry of H, which also turns its axes. Add to the diagonal only: damping times the identity."),
            Mistake("forgets the damping", edit(" + damping * np.eye(len(g))", ""), "That is Newton's step without damping."),
            Mistake(
                "a shorter step",
                (edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-np.linalg.solve(H, g) / (1 + damping)"), edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-damping * np.linalg.solve(H, g)")),
                "You shorten or stretch Newton's step and keep its direction. That helps when it is too long, but near a saddle the *direction* is wrong, too. Add the damping to the Hessian.",
            ),
            Mistake("subtracts", edit("H + damping", "H - damping"), "You subtract the damping. It has to be *added*, to lift the negative curvatures above zero."),
            Mistake("the wrong sign", edit("-np", "np"), "The sign: the step is minus (H + δI)⁻¹g. Yours leads uphill."),
            Mistake(
                "damps by the diagonal",
                edit("damping * np.eye(len(g))", "damping * np.diag(np.diag(H))"),
                "You add a share of H's own diagonal. That is Marquardt's damping, which scales with each weight; asked for is δ times the identity.",
            ),
            Mistake("damps the gradient", edit("len(g)), g)", "len(g)), g + damping)"), "You add the damping to the gradient, too. It belongs to the Hessian alone."),
            Mistake("the identity without the damping", edit("damping * np.eye(len(g))", "np.eye(len(g))"), "You add the identity as it is, which is a damping of 1. Multiply it by `damping`."),
            Mistake("the identity over the damping", edit("damping * np.eye(len(g))", "np.eye(len(g)) / damping if damping else H"), "You divide the identity by the damping. Multiply: a larger damping lifts the curvatures *more*."),
            Mistake("damps the step", edit("np.linalg.solve(H + damping * np.eye(len(g)), g)", "np.linalg.solve(H, g) - damping * g"), "You add Newton's step and a step of gradient descent. Near a saddle the first part still goes to the saddle. The damping belongs inside, added to H."),
            Mistake("gradient descent", edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-g / damping if damping else -g"), "You divide g by the damping and leave the Hessian out. That is what the step *comes to* when the damping is very large."),
            Mistake("blends instead of adding", edit("H + damping * np.eye(len(g))", "(1 - damping) * H + damping * np.eye(len(g))"), "You mix H and the identity with weights 1 − δ and δ. H keeps its full weight: H + δI."),
        ),
    ),
]
