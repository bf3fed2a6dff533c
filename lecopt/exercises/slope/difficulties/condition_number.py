"""Exercise of "What makes descent hard?": the condition number."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit
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
    yield (turned(rng, [1.0, 4.0, 0.01]),)
    yield Case((np.array([[3.0]]),), {}, "one weight: every curvature is the same")
    yield Case((2 * np.eye(3),), {}, "a round bowl")
    yield Case((np.diag([1.0, 1.0 + 1e-6]),), {}, "almost round")
    yield Case((np.diag([1e6, 1e-3]),), {}, "very narrow")
    yield Case((np.array([[2.0, 1.0], [0.0, 2.0]]),), {}, "not symmetric")
    yield Case((np.array([[2.0, 0.5], [0.4, 1.0]]),), {}, "not symmetric")
    yield Case((np.array([[3.0, 0.5, 0.0], [0.2, 2.0, 0.0], [0.0, 0.0, 1.0]]),), {}, "not symmetric")
    yield Case((turned(rng, [1.0, 4.0, 2.0]) + np.triu(np.ones((3, 3)), 1),), {}, "not symmetric")
    yield Case((np.diag([3.0, -1.0]),), {}, "a saddle")
    yield Case((np.array([[1.0, 2.0], [2.0, 1.0]]),), {}, "a saddle, positive on the diagonal")
    yield Case((np.diag([-1.0, -2.0]),), {}, "downhill in both directions: the determinant is positive")
    yield Case((turned(rng, [2.0, -1.0, -3.0]),), {}, "downhill in two directions: the determinant is positive")
    yield Case((np.diag([1.0, 0.0]),), {}, "singular: one direction is flat")
    yield Case((np.zeros((2, 2)),), {}, "all directions are flat")
    yield Case((np.array([[-2.0]]),), {}, "one weight, downhill")
    yield Case((np.ones((2, 3)),), {}, "not square")


def _number_or_refusal(answer, args, kwargs):
    """The number, or the words "raises ValueError": refusing the wrong matrix is part of the answer."""
    (H,) = args
    try:
        wanted = condition_number(H)
    except ValueError:
        wanted = None
    try:
        result = answer(H, **kwargs)
    except Exception as error:
        if wanted is not None or isinstance(error, NotImplementedError):
            raise
        return "raises ValueError" if isinstance(error, ValueError) else f"raises {type_name(type(error))}"
    if isinstance(result, type) and issubclass(result, Exception) or isinstance(result, Exception):
        raise Complaint("The exception is returned. It must be raised: `raise ValueError(…)`.")
    return result


KINDS = ("AssertionError", "Exception", "TypeError", "RuntimeError", "ArithmeticError")


def _refusing_with(kind):
    """An answer whose comparison with the transpose is all that it asks of the shape."""
    return f"""
def condition_number(H):
    if not np.allclose(H, H.T):
        raise {kind}
    curvatures = np.linalg.eigvalsh(H)
    if curvatures.min() <= 0:
        raise {kind}
    return curvatures.max() / curvatures.min()
"""


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
        trial=_number_or_refusal,
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
                "refuses nothing",
                tuple(
                    f"def condition_number(H):\n    found = {found}\n    return {ratio}\n"
                    for found, ratio in (
                        ("np.linalg.cond(H)", "found"),
                        ("np.linalg.eigvalsh(H)", "found.max() / found.min()"),
                        ("np.linalg.eig(H)[0]", "found.max() / found.min()"),
                        ("np.linalg.svd(H)[1]", "found.max() / found.min()"),
                    )
                ),
                "You give a number for every matrix. One that is not symmetric, or not positive definite, is refused "
                "with a `ValueError`.",
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
                "lets a flat direction through",
                edit("curvatures.min() <= 0", "curvatures.min() < 0"),
                "You let an eigenvalue of 0 through. Positive definite means that all are *above* 0; with a flat "
                "direction the ratio is infinite. Refuse it with a ValueError.",
            ),
            Mistake(
                "the determinant decides",
                edit("curvatures.min() <= 0", "np.linalg.det(H) <= 0"),
                "You ask whether the determinant, the *product* of the eigenvalues, is positive. Two negative ones "
                "have a positive product: ask for the smallest eigenvalue.",
            ),
            Mistake(
                "the diagonal decides",
                edit("curvatures.min() <= 0", "np.diag(H).min() <= 0"),
                "You ask whether the diagonal is positive. [[1, 2], [2, 1]] is positive there and has the eigenvalue "
                "−1: ask for the smallest eigenvalue.",
            ),
            Mistake(
                "another exception",
                tuple(
                    edit(
                        'raise ValueError("H must be symmetric")',
                        f"raise {kind}",
                        'raise ValueError("H must be positive definite")',
                        f"raise {kind}",
                    )
                    for kind in KINDS
                )
                + tuple(_refusing_with(kind) for kind in KINDS),
                "You refuse the wrong matrix, and not with a ValueError. (`assert` raises an AssertionError.)",
            ),
            Mistake(
                "a value for a refusal",
                tuple(
                    edit(
                        'raise ValueError("H must be symmetric")',
                        f"return {value}",
                        'raise ValueError("H must be positive definite")',
                        f"return {value}",
                    )
                    for value in ("None", "np.nan", "np.inf", "0", "-1", "False", "'ValueError'")
                ),
                "You return something where the matrix is to be refused. Refuse it with `raise ValueError(…)`.",
            ),
            Mistake(
                "absolute eigenvalues",
                (
                    edit("curvatures.min() <= 0", "False", "np.linalg.eigvalsh(H)", "np.abs(np.linalg.eigvalsh(H))"),
                    edit("curvatures.min() <= 0", "False", "np.linalg.eigvalsh(H)", "np.linalg.svd(H)[1]"),
                ),
                "You take the sizes of the eigenvalues, without their signs. A negative one means that H is not "
                "positive definite: refuse it with a ValueError.",
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
