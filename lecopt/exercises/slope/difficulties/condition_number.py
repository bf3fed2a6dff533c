"""Exercise of "What makes descent hard?": the condition number."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit
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


def turned(rng, curvatures):
    Q = np.linalg.qr(rng.normal(size=(len(curvatures), len(curvatures))))[0]
    H = Q @ np.diag(curvatures) @ Q.T
    return (H + H.T) / 2


def _matrices(rng):
    yield (np.diag([10.0, 2.0]),)
    for d in (2, 3, 5):
        yield (turned(rng, rng.uniform(0.3, 20, d)),)
    yield Case((np.array([[3.0]]),), {}, "one weight: every curvature is the same")


def _verdict_of(answer, args, kwargs):
    """The number, or the word ValueError: refusing the wrong matrix is part of the answer."""
    (H,) = args
    skewed, saddle = H + np.triu(np.ones_like(H), 1), H - 30 * np.eye(len(H))
    results = {"value": answer(H, **kwargs)}
    for name, wrong in (
        ("of a matrix that is not symmetric", skewed),
        ("of a matrix that is not positive definite", saddle),
    ):
        if len(H) == 1 and wrong is skewed:
            continue
        try:
            answer(wrong, **kwargs)
            results[name] = "a number"
        except Exception as error:  # another exception than ValueError is a result too, and shown as one
            results[name] = type_name(type(error))
    return results


EXERCISES = [
    Exercise(
        reference=condition_number,
        title="The condition number",
        statement=(
            "Write `condition_number(H)`: largest over smallest eigenvalue of a symmetric positive definite matrix. "
            "Anything else is refused with a `ValueError`."
        ),
        hints=(
            "`np.linalg.eigvalsh` is made for symmetric matrices, and looks at one triangle only.",
            "So you have to check the symmetry yourself: compare H with its transpose.",
            "Positive definite means that no eigenvalue is 0 or below.",
        ),
        cases=_matrices,
        trial=_verdict_of,
        mistakes=(
            Mistake(
                "largest eigenvalue only",
                edit("curvatures.max() / curvatures.min()", "curvatures.max()"),
                "You return the largest curvature. The condition number is its *ratio* to the smallest: 100·f is "
                "as hard as f.",
            ),
            Mistake(
                "upside down",
                edit("curvatures.max() / curvatures.min()", "curvatures.min() / curvatures.max()"),
                "Your ratio stands upside down: largest over smallest, never below 1.",
            ),
            Mistake(
                "does not ask for symmetry",
                edit(" or not np.allclose(H, H.T)", ""),
                "A matrix that is not symmetric is no Hessian, and `eigvalsh` doesn't notice: it reads one "
                "triangle. Refuse it with a ValueError.",
                "what the condition number is, and is not",
            ),
            Mistake(
                "does not ask for definiteness",
                edit("curvatures.min() <= 0", "False"),
                "A matrix with a negative eigenvalue has no condition number in this sense: descent does not "
                "converge there. Refuse it with a ValueError.",
            ),
            Mistake(
                "the difference",
                edit("curvatures.max() / curvatures.min()", "curvatures.max() - curvatures.min()"),
                "You subtract. The condition number is a ratio, so that it does not depend on the unit of the loss.",
            ),
            Mistake(
                "the root of it",
                edit("curvatures.max() / curvatures.min()", "np.sqrt(curvatures.max() / curvatures.min())"),
                "That is √κ, which belongs to momentum.",
            ),
            Mistake(
                "eigenvalues not sorted",
                edit(
                    "np.linalg.eigvalsh(H)",
                    "np.linalg.eig(H)[0]",
                    "curvatures.max() / curvatures.min()",
                    "curvatures[-1] / curvatures[0]",
                ),
                "`np.linalg.eig` doesn't sort the eigenvalues, so the last one need not be the largest. Take "
                "`max` and `min`, or use `eigvalsh`.",
            ),
            Mistake(
                "the diagonal",
                edit("np.linalg.eigvalsh(H)", "np.diag(H)"),
                "You take the diagonal for the eigenvalues. That is right only if the axes of the bowl are the "
                "weights' own.",
            ),
        ),
    ),
]
