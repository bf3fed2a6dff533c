"""Exercise of "What if the hiker had weight?": the best pair."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit


def best_momentum(mu, L):
    """The rate and friction that come down fastest on a bowl between two curvatures.

    mu, L: smallest and largest curvature, 0 < mu <= L. Returns (lr, rho).
    """
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    rho = ((np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))) ** 2
    return lr, rho


LR = "4 / (np.sqrt(L) + np.sqrt(mu)) ** 2"
RHO = "((np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))) ** 2"


def _curvatures(rng):
    yield 1.0, 100.0
    yield 4.0, 9.0
    yield Case((2.0, 2.0), {}, "a round bowl")
    yield Case((1.0, 1.01), {}, "a bowl that is nearly round")
    yield Case((1e-6, 1e6), {}, "a long narrow valley")
    yield Case((1e-4, 1e-2), {}, "both curvatures below 1")
    yield Case((1, 4), {}, "whole numbers")
    for _ in range(3):
        mu = float(10 ** rng.uniform(-2, 1))
        yield mu, mu * float(10 ** rng.uniform(0.3, 3))


def pair(answer, args, kwargs):
    """What an answer returns, by name."""
    result = answer(*args, **kwargs)
    if isinstance(result, dict):
        raise Complaint("You return a dict. The pair is two numbers, in this order: `return lr, rho`.")
    if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
        count = len(result) if isinstance(result, (tuple, list)) else type(result).__name__
        raise Complaint(f"Return two numbers, `return lr, rho`. Yours returns {count}.")
    return {"lr": result[0], "rho": result[1]}


EXERCISES = [
    Exercise(
        reference=best_momentum,
        position=2,
        title="The best pair",
        statement=(
            "Write `best_momentum(mu, L)`: the pair `(lr, rho)` of (2) for a bowl whose curvatures lie between `mu` "
            "and `L`."
        ),
        hints=(
            "Both numbers are made of the roots of the two curvatures.",
            "Check on a round bowl, mu = L: one plain step of 1/L should do, and friction must be 0.",
            "lr is 4 over a square; rho is a square.",
        ),
        cases=_curvatures,
        trial=pair,
        mistakes=(
            Mistake(
                "gradient descent's pair",
                (
                    edit(LR, "2 / (L + mu)", RHO, "(L - mu) / (L + mu)"),
                    edit(LR, "2 / (L + mu)", RHO, "((L - mu) / (L + mu)) ** 2"),
                    edit(LR, "2 / (L + mu)", RHO, "0.0 * L"),
                ),
                "Those are gradient descent's numbers: its best rate 2/(L + μ), and (L − μ)/(L + μ) or no friction. "
                "With momentum the roots of the curvatures count: lr = 4/(√L + √μ)².",
            ),
            Mistake(
                "rho without the square",
                edit("(np.sqrt(L) + np.sqrt(mu))) ** 2\n    return", "(np.sqrt(L) + np.sqrt(mu)))\n    return"),
                "Your rho is the *rate*. The friction is its square, because the rate is √ρ.",
            ),
            Mistake(
                "gradient descent's rate",
                edit(LR, "2 / (L + mu)"),
                "Your lr is the best one for gradient descent, 2/(L + μ). With momentum a larger one is best: "
                "4/(√L + √μ)².",
            ),
            Mistake(
                "1 / L",
                edit(LR, "1 / L"),
                "Your lr is 1/L, the safe choice. The best one is 4/(√L + √μ)².",
            ),
            Mistake("no roots in rho", edit(RHO, "((L - mu) / (L + mu)) ** 2"), "Your rho has κ where √κ belongs."),
            Mistake(
                "no roots and no square in rho",
                edit(RHO, "(L - mu) / (L + mu)"),
                "Your rho is the rate of gradient descent, (L − μ)/(L + μ). Put the roots of the curvatures in their "
                "place, and square the quotient.",
            ),
            Mistake(
                "κ in place of μ and L",
                edit(LR, "4 / (np.sqrt(L / mu) + 1) ** 2"),
                "Your lr is right for μ = 1 only. It has a unit: steeper curvatures need a smaller rate, 4/(√L + √μ)².",
            ),
            Mistake(
                "a minus in lr",
                edit("4 / (np.sqrt(L) + np.sqrt(mu))", "4 / (np.sqrt(L) - np.sqrt(mu))"),
                "Your lr has a minus where the plus belongs: 4/(√L + √μ)². On a round bowl yours divides by 0.",
            ),
            Mistake(
                "a plus in rho",
                edit(RHO, "((np.sqrt(L) + np.sqrt(mu)) / (np.sqrt(L) - np.sqrt(mu))) ** 2"),
                "Your rho stands upside down: the difference of the roots is divided by their sum, and rho is below 1.",
            ),
            Mistake(
                "the root of the sum",
                (
                    edit(LR, "4 / np.sqrt(L + mu) ** 2"),
                    edit(LR, "4 / (L + mu)", RHO, "(L - mu) / (L + mu)"),
                    edit(LR, "4 / (L + mu)", RHO, "((L - mu) / (L + mu)) ** 2"),
                ),
                "Your lr is 4/(L + μ): √(L + μ) is not √L + √μ. Each curvature has its own root.",
            ),
            Mistake(
                "no square in lr",
                edit("(np.sqrt(L) + np.sqrt(mu)) ** 2\n    rho", "(np.sqrt(L) + np.sqrt(mu))\n    rho"),
                "The square is missing in your lr: 4/(√L + √μ)².",
            ),
            Mistake("no roots in lr", edit(LR, "4 / (L + mu) ** 2"), "The roots are missing in your lr: 4/(√L + √μ)²."),
            Mistake(
                "2 for 4",
                edit("4 /", "2 /"),
                "Your lr is half the best one: check it on a round bowl, where it must be 1/L.",
            ),
            Mistake(
                "1 for 4",
                edit("4 /", "1 /"),
                "Your lr is a quarter of the best one: check it on a round bowl, where it must be 1/L.",
            ),
            Mistake(
                "the other order", edit("return lr, rho", "return rho, lr"), "The pair is (lr, rho), in this order."
            ),
            Mistake(
                "a usual rho",
                (edit(RHO, "0.9"), edit(RHO, "0.99")),
                "Your rho is the same number for every bowl. The best friction follows from the curvatures: it is 0 on "
                "a round bowl, and near 1 in a long valley.",
            ),
            Mistake(
                "1 − rho",
                edit("return lr, rho", "return lr, 1 - rho"),
                "You return 1 − ρ, the share that is lost. rho is the share of the velocity that is kept.",
            ),
            Mistake(
                "Nesterov's friction",
                edit(RHO, "(np.sqrt(3 * L + mu) - 2 * np.sqrt(mu)) / (np.sqrt(3 * L + mu) + 2 * np.sqrt(mu))"),
                "That is the friction that suits Nesterov's momentum. Here it is the square of (√L − √μ)/(√L + √μ).",
            ),
        ),
    ),
]
