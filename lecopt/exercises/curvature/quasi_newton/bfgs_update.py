"""Exercise of "Can curvature be learned from gradients?": the BFGS update."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def bfgs_update(H, s, y):
    """The estimate of the inverse Hessian, corrected so that it explains the last step.

    H: (d, d), symmetric, positive definite. s: step, y: change of the gradient, (d,).
    Returns an array (d, d).
    """
    if s @ y <= 0:
        return H
    rho = 1 / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ H @ V.T + rho * np.outer(s, s)


def definite(rng, d):
    A = rng.normal(size=(d, d))
    return A @ A.T / d + 0.3 * np.eye(d)


def pair(rng, d):
    s = rng.normal(size=d)
    return s, definite(rng, d) @ s


def _updates(rng):
    yield np.eye(2), np.array([1.0, 0.5]), np.array([3.0, 1.0])
    for d in (2, 3, 5):
        yield definite(rng, d), *pair(rng, d)
    s, y = pair(rng, 3)
    yield Case((definite(rng, 3), 0.01 * s, 0.01 * y), {}, "a short step")
    yield Case((definite(rng, 3), s, -y), {}, "negative curvature: sᵀy < 0")
    yield Case((definite(rng, 2), np.array([1.0, 2.0]), np.array([2.0, -1.0])), {}, "no curvature: sᵀy = 0")


EXERCISES = [
    Exercise(
        reference=bfgs_update,
        title="The BFGS update",
        statement=(
            "Write `bfgs_update(H, s, y)`: the new estimate of the *inverse* Hessian after the step `s` in which "
            "the gradient changed by `y`,\n\n"
            "$$\n(I - \\rho\\, s y^T)\\, H\\, (I - \\rho\\, y s^T) + \\rho\\, s s^T, \\qquad \\rho = "
            "\\frac{1}{y^T s} .\n$$\n\n"
            "If $s^Ty \\le 0$, return `H` unchanged."
        ),
        hints=(
            "The matrix s yᵀ, made of two vectors, is `np.outer(s, y)`; the number sᵀy is `s @ y`.",
            "The right factor is the transpose of the left one.",
            "What would ρ be if sᵀy were 0, and what sign would it have below? Deal with that first.",
        ),
        cases=_updates,
        alternatives=(
            Alternative(
                "multiplied out",
                edit(
                    "    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)",
                    "    c = rho * np.outer(s, H @ y)\n"
                    "    return H - c - c.T + (rho + rho**2 * (y @ H @ y)) * np.outer(s, s)",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "rank one",
                edit(
                    "    rho = 1 / (s @ y)\n    V = np.eye(len(s)) - rho * np.outer(s, y)\n"
                    "    return V @ H @ V.T + rho * np.outer(s, s)",
                    "    r = s - H @ y\n    return H + np.outer(r, r) / (r @ y)",
                ),
                "That is the symmetric rank-one update (SR1). It explains the step, too, but may lose positive "
                "definiteness. BFGS changes H by rank *two*.",
                "the section “The secant equation”",
            ),
            Mistake(
                "updates B, not H",
                edit(
                    "    rho = 1 / (s @ y)\n    V = np.eye(len(s)) - rho * np.outer(s, y)\n"
                    "    return V @ H @ V.T + rho * np.outer(s, s)",
                    "    Hs = H @ s\n    return H + np.outer(y, y) / (s @ y) - np.outer(Hs, Hs) / (s @ Hs)",
                ),
                "That is BFGS for the Hessian itself: your new matrix turns s into y. Here H stands for the "
                "*inverse*, and H y = s is what must hold.",
                "the section “The secant equation”",
            ),
            Mistake(
                "s and y swapped",
                edit("np.outer(s, y)", "np.outer(y, s)", "np.outer(s, s)", "np.outer(y, y)"),
                "s and y are swapped: after your update H s = y. H is the inverse Hessian, so H y = s must hold.",
            ),
            Mistake(
                "DFP",
                edit(
                    "    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)",
                    "    Hy = H @ y\n    return H - np.outer(Hy, Hy) / (y @ Hy) + rho * np.outer(s, s)",
                ),
                "That is DFP, the older sister: it keeps H y = s as well and has rank two, but it recovers badly "
                "from a poor H. BFGS is the formula above.",
            ),
            Mistake(
                "no guard",
                edit("    if s @ y <= 0:\n        return H\n", ""),
                "You update also when sᵀy ≤ 0. Then H is no longer positive definite (or not even finite), and "
                "−Hg may lead uphill. Return H unchanged.",
                "the section “The secant equation”",
            ),
            Mistake(
                "starts again at the identity",
                edit("return H\n", "return np.eye(len(s))\n"),
                "Where sᵀy ≤ 0 you return the identity. What H had learned before is still good: return H unchanged.",
            ),
            Mistake(
                "the absolute value",
                edit(
                    "    if s @ y <= 0:\n        return H\n    rho = 1 / (s @ y)",
                    "    if s @ y == 0:\n        return H\n    rho = 1 / abs(s @ y)",
                ),
                "You take the absolute value of sᵀy. A pair with negative curvature can't be explained by a "
                "positive definite H: leave H as it is.",
            ),
            Mistake(
                "factors the wrong way round",
                edit("V @ H @ V.T", "V.T @ H @ V"),
                "The two factors are swapped: (I − ρ s yᵀ) stands on the left, its transpose on the right.",
            ),
            Mistake(
                "only the left factor",
                edit("V @ H @ V.T", "V @ H"),
                "You multiply from the left only. The result is no longer symmetric: (I − ρ y sᵀ) belongs on the "
                "right.",
            ),
            Mistake(
                "forgets the last term",
                edit(" + rho * np.outer(s, s)", ""),
                "The last term ρ s sᵀ is missing. Without it H y = 0: no curvature is learned, the direction is "
                "wiped out.",
            ),
            Mistake(
                "the last term without rho",
                edit(" + rho * np.outer(s, s)", " + np.outer(s, s)"),
                "The last term lacks its ρ. Then H y = s no longer holds, and short steps count for too little.",
            ),
            Mistake(
                "rho upside down", edit("rho = 1 / (s @ y)", "rho = s @ y"), "Your ρ is sᵀy. It is one *over* that."
            ),
            Mistake(
                "no identity",
                edit("np.eye(len(s)) - rho", "1 - rho"),
                "`1 - …` subtracts from one in *every* entry. The identity matrix is `np.eye`.",
            ),
            Mistake(
                "matrices multiplied entry by entry",
                edit("V @ H @ V.T", "V * H * V.T"),
                "`*` multiplies matrices entry by entry. Their product is `@`.",
            ),
            Mistake(
                "a number for the last term",
                (edit("np.outer(s, s)", "(s @ s)"), edit("np.outer(s, s)", "(s @ s) * np.eye(len(s))")),
                "In the last term you have the *number* sᵀs. s sᵀ is a matrix: `np.outer(s, s)`.",
            ),
            Mistake(
                "entries instead of outer products",
                (
                    edit("np.outer(s, y)", "s * y", "np.outer(s, s)", "s * s"),
                    edit("np.outer(s, y)", "s * y", "np.outer(s, s)", "s * s", "V.T", "V"),
                    edit(
                        "    if s @ y <= 0:\n        return H\n",
                        "",
                        "np.outer(s, y)",
                        "s * y",
                        "np.outer(s, s)",
                        "s * s",
                        "V.T",
                        "V",
                    ),
                ),
                "`s * y` multiplies entry by entry. The matrix s yᵀ is `np.outer(s, y)`.",
            ),
        ),
    ),
]
