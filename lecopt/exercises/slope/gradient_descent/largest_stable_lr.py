"""Exercise of "How far should one step go?": the largest stable learning rate."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .gradient_descent import curved


def largest_stable_lr(hessian):
    """The learning rate up to which gradient descent comes down a quadratic.

    hessian: (d, d), symmetric, positive definite. Returns a float.
    """
    return 2 / np.linalg.eigvalsh(hessian).max()


def _hessians(rng):
    yield (np.diag([1.0, 10.0]),)
    for d in (2, 3, 4, 5):
        yield (curved(rng, d)[0],)


EXERCISES = [
    Exercise(
        reference=largest_stable_lr,
        position=2,
        title="The largest stable learning rate",
        statement=(
            "A quadratic has the Hessian `hessian`, a symmetric positive definite matrix. Write "
            "`largest_stable_lr(hessian)`: the bound below which gradient descent "
            "converges from every start."
        ),
        hints=(
            "Every principal axis has its own bound. Which axis is the strictest?",
            "The curvatures along the principal axes are the eigenvalues.",
            "`np.linalg.eigvalsh` is made for symmetric matrices.",
        ),
        cases=_hessians,
        mistakes=(
            Mistake(
                "1 / L",
                edit("2 /", "1 /"),
                "That is 1/L, the rate that kills the steepest axis in one step. The bound is where the factor 1 "
                "− lr·L reaches −1: twice that.",
                "the bound",
            ),
            Mistake(
                "the trace",
                edit("np.linalg.eigvalsh(hessian).max()", "np.trace(hessian)"),
                "You divide by the trace, the *sum* of the curvatures. That is safe and too small: only the "
                "largest one counts.",
            ),
            Mistake(
                "the flattest axis",
                edit(".max()", ".min()"),
                "You divide by the smallest curvature. The *steepest* axis breaks first, so the largest "
                "eigenvalue decides.",
            ),
            Mistake(
                "the best rate",
                edit(
                    "np.linalg.eigvalsh(hessian).max()",
                    "(np.linalg.eigvalsh(hessian).max() + np.linalg.eigvalsh(hessian).min())",
                ),
                "That is 2/(L + μ), the *fastest* rate. The bound is 2/L.",
            ),
            Mistake(
                "the largest entry",
                (
                    edit("np.linalg.eigvalsh(hessian).max()", "np.max(np.abs(hessian))"),
                    edit("np.linalg.eigvalsh(hessian).max()", "np.max(np.diag(hessian))"),
                ),
                "You take the largest *entry*. The axes of the bowl may be turned: the curvatures are the eigenvalues.",
            ),
            Mistake(
                "the Frobenius norm",
                edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.norm(hessian)"),
                "`np.linalg.norm` of a matrix is the Frobenius norm, the root of the sum of *all* squared "
                "eigenvalues. Only the largest counts.",
            ),
            Mistake(
                "not the largest",
                (
                    edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eig(hessian)[0][0]"),
                    edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eig(hessian)[0][-1]"),
                ),
                "You take one eigenvalue of `np.linalg.eig`, which doesn't sort them. It must be the largest.",
            ),
            Mistake(
                "one for each axis",
                edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.eigvalsh(hessian)"),
                "You give one bound for each axis. All of them must hold: the smallest of these is the answer.",
            ),
            Mistake(
                "the mean curvature",
                edit(".max()", ".mean()"),
                "You divide by the mean curvature. The *steepest* axis breaks first, so the largest one decides.",
            ),
            Mistake(
                "the determinant",
                edit("np.linalg.eigvalsh(hessian).max()", "np.linalg.det(hessian)"),
                "You divide by the determinant, the *product* of the curvatures. Only the largest counts.",
            ),
            Mistake(
                "the curvature itself",
                edit("2 / np.linalg.eigvalsh(hessian).max()", "np.linalg.eigvalsh(hessian).max()"),
                "You return the largest curvature L. The bound is 2/L.",
            ),
        ),
    ),
]
