"""Exercise of "Can curvature be learned from gradients?": the two loops of L-BFGS."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from .bfgs_update import pair


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


def _memories(rng):
    yield Case((rng.normal(size=3), []), {}, "no pairs yet")
    yield np.array([4.0, 3.0]), [(np.array([1.0, 0.5]), np.array([4.0, 1.0]))]
    for d, m in ((2, 2), (3, 2), (4, 3), (6, 5)):
        yield rng.normal(size=d), [pair(rng, d) for _ in range(m)]


EXERCISES = [
    Exercise(
        reference=lbfgs_direction,
        position=2,
        title="The two loops of L-BFGS",
        statement=(
            "Write `lbfgs_direction(g, pairs)`: the direction $-Hg$ from the last pairs `(s, y)`, oldest first. "
            "Begin with $q = g$.\n\n"
            "1. From the newest pair to the oldest: $\\alpha_i = s_i^Tq \\,/\\, s_i^Ty_i$, then $q \\leftarrow q "
            "- \\alpha_i y_i$.\n"
            "2. Scale: $q \\leftarrow \\gamma q$ with $\\gamma = s^Ty / y^Ty$ of the newest pair.\n"
            "3. From the oldest pair to the newest: $q \\leftarrow q + (\\alpha_i - y_i^Tq \\,/\\, s_i^Ty_i)\\, "
            "s_i$.\n\n"
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
                edit(
                    "for s, y in reversed(pairs)",
                    "for s, y in pairs",
                    "zip(pairs, reversed(alphas), strict=True)",
                    "zip(reversed(pairs), reversed(alphas), strict=True)",
                ),
                "The loops run the wrong way: the first one must go from the newest pair to the oldest, the "
                "second one back.",
                "the section “Two loops in place of a matrix”",
            ),
            Mistake(
                "both loops the same way",
                edit("zip(pairs, reversed(alphas), strict=True)", "zip(reversed(pairs), alphas, strict=True)"),
                "Both of your loops go from the newest pair to the oldest. The second one must come back: oldest "
                "first.",
            ),
            Mistake(
                "alphas in the wrong order",
                edit("reversed(alphas)", "alphas"),
                "Your α's meet the wrong pairs: the first loop made them newest first, the second one goes "
                "oldest first. Reverse them.",
            ),
            Mistake(
                "no initial scaling",
                edit("    if pairs:\n        s, y = pairs[-1]\n        q = q * (s @ y) / (y @ y)\n", ""),
                "Step 2 is missing: without γ the first H is the identity, whatever the scale of f, and the "
                "steps have the wrong length.",
                "the section “Two loops in place of a matrix”",
            ),
            Mistake(
                "scaled by the oldest pair",
                edit("s, y = pairs[-1]", "s, y = pairs[0]"),
                "You scale by the oldest pair. The newest one, `pairs[-1]`, knows the curvature here.",
            ),
            Mistake(
                "gamma upside down",
                edit("q * (s @ y) / (y @ y)", "q * (y @ y) / (s @ y)"),
                "Your γ is upside down: H is an *inverse* curvature, so it is sᵀy over yᵀy.",
            ),
            Mistake(
                "the other scaling",
                edit("q * (s @ y) / (y @ y)", "q * (s @ s) / (s @ y)"),
                "You scale by sᵀs / sᵀy. That is an inverse curvature, too, but a larger one; L-BFGS takes sᵀy / yᵀy.",
            ),
            Mistake(
                "scaled at the start",
                edit(
                    "    if pairs:\n        s, y = pairs[-1]\n        q = q * (s @ y) / (y @ y)\n",
                    "",
                    "q, alphas = g, []",
                    "q, alphas = g * (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else g, []",
                ),
                "You scale before the first loop. That scales the whole H instead of the one it starts from: γ "
                "belongs between the loops.",
            ),
            Mistake(
                "the wrong sign",
                edit("return -q", "return q"),
                "You return Hg, which leads uphill. The direction is −Hg.",
            ),
            Mistake(
                "only the newest pair",
                edit("q, alphas = g, []", "pairs = pairs[-1:]\n    q, alphas = g, []"),
                "You use the newest pair only. All pairs take part.",
            ),
            Mistake(
                "the second loop is missing",
                edit("q = q + (alpha - (y @ q) / (s @ y)) * s", "pass"),
                "The second loop is missing, or it doesn't change q: with the first one alone H is not symmetric.",
            ),
            Mistake(
                "forgets alpha",
                edit("(alpha - (y @ q) / (s @ y))", "(-(y @ q) / (s @ y))"),
                "The second loop leaves α out. It puts back along s what the first loop took away along y.",
            ),
            Mistake(
                "s in place of y in the second loop",
                edit("(y @ q) / (s @ y)", "(s @ q) / (s @ y)"),
                "In the second loop you use sᵀq. There it is yᵀq.",
            ),
            Mistake(
                "y in place of s in the first loop",
                edit("(s @ q) / (s @ y)", "(y @ q) / (s @ y)"),
                "In the first loop you use yᵀq. There it is sᵀq.",
            ),
            Mistake(
                "takes away along s",
                edit("q = q - alphas[-1] * y", "q = q - alphas[-1] * s"),
                "In the first loop you take away along s. There it is y: q is a gradient, and gradients are made "
                "of the y.",
            ),
            Mistake(
                "adds along y",
                edit("/ (s @ y)) * s", "/ (s @ y)) * y"),
                "In the second loop you add along y. Steps are made of the s.",
            ),
            Mistake(
                "q is not carried along",
                edit("(s @ q) / (s @ y)", "(s @ g) / (s @ y)"),
                "Every α of yours is made from g. It must be made from q, which the pairs before have already changed.",
            ),
        ),
    ),
]
