"""Exercises of "Can curvature be learned from gradients?": the BFGS update and the two loops of L-BFGS."""

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


def lbfgs_direction(g, pairs):
    """The direction -Hg, where H comes from the last few steps and is never formed.

    g: gradient, (d,). pairs: list of (s, y), oldest first, each (d,), sᵀy > 0.
    Returns an array (d,).
    """
    q, alphas = g, []
    for s, y in reversed(pairs):
        alphas.append((s @ q) / (s @ y))
        q = q - alphas[-1] * y
    if pairs:
        s, y = pairs[-1]
        q = q * (s @ y) / (y @ y)
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q = q + (alpha - (y @ q) / (s @ y)) * s
    return -q


def _definite(rng, d):
    A = rng.normal(size=(d, d))
    return A @ A.T / d + 0.3 * np.eye(d)


def _pair(rng, d):
    s = rng.normal(size=d)
    return s, _definite(rng, d) @ s


def _updates(rng):
    yield np.eye(2), np.array([1.0, 0.5]), np.array([3.0, 1.0])
    for d in (2, 3, 5):
        yield _definite(rng, d), *_pair(rng, d)
    s, y = _pair(rng, 3)
    yield Case((_definite(rng, 3), 0.01 * s, 0.01 * y), {}, "a short step")
    yield Case((_definite(rng, 3), s, -y), {}, "negative curvature: sᵀy < 0")
    yield Case((_definite(rng, 2), np.array([1.0, 2.0]), np.array([2.0, -1.0])), {}, "no curvature: sᵀy = 0")


def _memories(rng):
    yield Case((rng.normal(size=3), []), {}, "no pairs yet")
    yield np.array([4.0, 3.0]), [(np.array([1.0, 0.5]), np.array([4.0, 1.0]))]
    for d, m in ((2, 2), (3, 2), (4, 3), (6, 5)):
        yield rng.normal(size=d), [_pair(rng, d) for _ in range(m)]


EXERCISES = [
    Exercise(
        reference=bfgs_update,
        title="The BFGS update",
        statement=(
            "Write `bfgs_update(H, s, y)`: the new estimate of the *inverse* Hessian after the step `s` in which the gradient changed by `y`,\n\n"
            "$$\n(I - \\rho\\, s y^T)\\, H\\, (I - \\rho\\, y s^T) + \\rho\\, s s^T, \\qquad \\rho = \\frac{1}{y^T s} .\n$$\n\n"
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
                edit("    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)", "    c = rho * np.outer(s, H @ y)\n    return H - c - c.T + (rho + rho**2 * (y @ H @ y)) * np.outer(s, s)"),
            ),
        ),
        mistakes=(
            Mistake(
                "rank one",
                edit("    rho = 1 / (s @ y)\n    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)", "    r = s - H @ y\n    return H + np.outer(r, r) / (r @ y)"),
                "That is the symmetric rank-one update (SR1). It explains the step, too, but may lose positive definiteness. BFGS changes H by rank *two*.",
                "the section “The secant equation”",
            ),
            Mistake(
                "updates B, not H",
                edit("    rho = 1 / (s @ y)\n    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)", "    Hs = H @ s\n    return H + np.outer(y, y) / (s @ y) - np.outer(Hs, Hs) / (s @ Hs)"),
                "That is BFGS for the Hessian itself: your new matrix turns s into y. Here H stands for the *inverse*, and H y = s is what must hold.",
                "the section “The secant equation”",
            ),
            Mistake("s and y swapped", edit("np.outer(s, y)", "np.outer(y, s)", "np.outer(s, s)", "np.outer(y, y)"), "s and y are swapped: after your update H s = y. H is the inverse Hessian, so H y = s must hold."),
            Mistake(
                "DFP",
                edit("    V = np.eye(len(s)) - rho * np.outer(s, y)\n    return V @ H @ V.T + rho * np.outer(s, s)", "    Hy = H @ y\n    return H - np.outer(Hy, Hy) / (y @ Hy) + rho * np.outer(s, s)"),
                "That is DFP, the older sister: it keeps H y = s as well and has rank two, but it recovers badly from a poor H. BFGS is the formula above.",
            ),
            Mistake("no guard", edit("    if s @ y <= 0:\n        return H\n", ""), "You update also when sᵀy ≤ 0. Then H is no longer positive definite (or not even finite), and −Hg may lead uphill. Return H unchanged.", "the section “The secant equation”"),
            Mistake("starts again at the identity", edit("return H\n", "return np.eye(len(s))\n"), "Where sᵀy ≤ 0 you return the identity. What H had learned before is still good: return H unchanged."),
            Mistake("the absolute value", edit("    if s @ y <= 0:\n        return H\n    rho = 1 / (s @ y)", "    if s @ y == 0:\n        return H\n    rho = 1 / abs(s @ y)"), "You take the absolute value of sᵀy. A pair with negative curvature can't be explained by a positive definite H: leave H as it is."),
            Mistake("factors the wrong way round", edit("V @ H @ V.T", "V.T @ H @ V"), "The two factors are swapped: (I − ρ s yᵀ) stands on the left, its transpose on the right."),
            Mistake("only the left factor", edit("V @ H @ V.T", "V @ H"), "You multiply from the left only. The result is no longer symmetric: (I − ρ y sᵀ) belongs on the right."),
            Mistake("forgets the last term", edit(" + rho * np.outer(s, s)", ""), "The last term ρ s sᵀ is missing. Without it H y = 0: no curvature is learned, the direction is wiped out."),
            Mistake("the last term without rho", edit(" + rho * np.outer(s, s)", " + np.outer(s, s)"), "The last term lacks its ρ. Then H y = s no longer holds, and short steps count for too little."),
            Mistake("rho upside down", edit("rho = 1 / (s @ y)", "rho = s @ y"), "Your ρ is sᵀy. It is one *over* that."),
            Mistake("no identity", edit("np.eye(len(s)) - rho", "1 - rho"), "`1 - …` subtracts from one in *every* entry. The identity matrix is `np.eye`."),
            Mistake("matrices multiplied entry by entry", edit("V @ H @ V.T", "V * H * V.T"), "`*` multiplies matrices entry by entry. Their product is `@`."),
            Mistake("a number for the last term", (edit("np.outer(s, s)", "(s @ s)"), edit("np.outer(s, s)", "(s @ s) * np.eye(len(s))")), "In the last term you have the *number* sᵀs. s sᵀ is a matrix: `np.outer(s, s)`."),
            Mistake("entries instead of outer products", (edit("np.outer(s, y)", "s * y", "np.outer(s, s)", "s * s"), edit("np.outer(s, y)", "s * y", "np.outer(s, s)", "s * s", "V.T", "V"), edit("    if s @ y <= 0:\n        return H\n", "", "np.outer(s, y)", "s * y", "np.outer(s, s)", "s * s", "V.T", "V")), "`s * y` multiplies entry by entry. The matrix s yᵀ is `np.outer(s, y)`."),
        ),
    ),
    Exercise(
        reference=lbfgs_direction,
        title="The two loops of L-BFGS",
        statement=(
            "Write `lbfgs_direction(g, pairs)`: the direction $-Hg$ from the last pairs `(s, y)`, oldest first. Begin with $q = g$.\n\n"
            "1. From the newest pair to the oldest: $\\alpha_i = s_i^Tq \\,/\\, s_i^Ty_i$, then $q \\leftarrow q - \\alpha_i y_i$.\n"
            "2. Scale: $q \\leftarrow \\gamma q$ with $\\gamma = s^Ty / y^Ty$ of the newest pair.\n"
            "3. From the oldest pair to the newest: $q \\leftarrow q + (\\alpha_i - y_i^Tq \\,/\\, s_i^Ty_i)\\, s_i$.\n\n"
            "The direction is $-q$. Without pairs it is $-g$."
        ),
        hints=(
            "`reversed(pairs)` goes from the newest to the oldest.",
            "The first loop makes one α for each pair, and the third step needs them in the other order.",
            "The scaling needs a pair: what if there is none?",
        ),
        cases=_memories,
        mistakes=(
            Mistake(
                "the loops in the wrong order",
                edit("for s, y in reversed(pairs)", "for s, y in pairs", "zip(pairs, reversed(alphas), strict=True)", "zip(reversed(pairs), reversed(alphas), strict=True)"),
                "The loops run the wrong way: the first one must go from the newest pair to the oldest, the second one back.",
                "the section “Two loops in place of a matrix”",
            ),
            Mistake("both loops the same way", edit("zip(pairs, reversed(alphas), strict=True)", "zip(reversed(pairs), alphas, strict=True)"), "Both of your loops go from the newest pair to the oldest. The second one must come back: oldest first."),
            Mistake("alphas in the wrong order", edit("reversed(alphas)", "alphas"), "Your α's meet the wrong pairs: the first loop made them newest first, the second one goes oldest first. Reverse them."),
            Mistake("no initial scaling", edit("    if pairs:\n        s, y = pairs[-1]\n        q = q * (s @ y) / (y @ y)\n", ""), "Step 2 is missing: without γ the first H is the identity, whatever the scale of f, and the steps have the wrong length.", "the section “Two loops in place of a matrix”"),
            Mistake("scaled by the oldest pair", edit("s, y = pairs[-1]", "s, y = pairs[0]"), "You scale by the oldest pair. The newest one, `pairs[-1]`, knows the curvature here."),
            Mistake("gamma upside down", edit("q * (s @ y) / (y @ y)", "q * (y @ y) / (s @ y)"), "Your γ is upside down: H is an *inverse* curvature, so it is sᵀy over yᵀy."),
            Mistake("the other scaling", edit("q * (s @ y) / (y @ y)", "q * (s @ s) / (s @ y)"), "You scale by sᵀs / sᵀy. That is an inverse curvature, too, but a larger one; L-BFGS takes sᵀy / yᵀy."),
            Mistake("scaled at the start", edit("    if pairs:\n        s, y = pairs[-1]\n        q = q * (s @ y) / (y @ y)\n", "", "q, alphas = g, []", "q, alphas = g * (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else g, []"), "You scale before the first loop. That scales the whole H instead of the one it starts from: γ belongs between the loops."),
            Mistake("the wrong sign", edit("return -q", "return q"), "You return Hg, which leads uphill. The direction is −Hg."),
            Mistake("only the newest pair", edit("q, alphas = g, []", "pairs = pairs[-1:]\n    q, alphas = g, []"), "You use the newest pair only. All pairs take part."),
            Mistake("the second loop is missing", edit("q = q + (alpha - (y @ q) / (s @ y)) * s", "pass"), "The second loop is missing, or it doesn't change q: with the first one alone H is not symmetric."),
            Mistake("forgets alpha", edit("(alpha - (y @ q) / (s @ y))", "(-(y @ q) / (s @ y))"), "The second loop leaves α out. It puts back along s what the first loop took away along y."),
            Mistake("s in place of y in the second loop", edit("(y @ q) / (s @ y)", "(s @ q) / (s @ y)"), "In the second loop you use sᵀq. There it is yᵀq."),
            Mistake("y in place of s in the first loop", edit("(s @ q) / (s @ y)", "(y @ q) / (s @ y)"), "In the first loop you use yᵀq. There it is sᵀq."),
            Mistake("takes away along s", edit("q = q - alphas[-1] * y", "q = q - alphas[-1] * s"), "In the first loop you take away along s. There it is y: q is a gradient, and gradients are made of the y."),
            Mistake("adds along y", edit("/ (s @ y)) * s", "/ (s @ y)) * y"), "In the second loop you add along y. Steps are made of the s."),
            Mistake("q is not carried along", edit("(s @ q) / (s @ y)", "(s @ g) / (s @ y)"), "Every α of yours is made from g. It must be made from q, which the pairs before have already changed."),
        ),
    ),
]
