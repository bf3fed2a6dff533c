"""Exercise of "What if the hiker had weight?": the best pair."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


def best_momentum(mu, L):
    """The rate and friction that come down fastest on a bowl between two curvatures.

    mu, L: smallest and largest curvature, 0 < mu <= L. Returns (lr, rho).
    """
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    rho = ((np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))) ** 2
    return lr, rho


def _curvatures(rng):
    yield 1.0, 100.0
    for _ in range(5):
        mu = float(10 ** rng.uniform(-2, 1))
        yield mu, mu * float(10 ** rng.uniform(0.3, 3))
    yield Case((2.0, 2.0), {}, "a round bowl")


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
        mistakes=(
            Mistake(
                "rho without the square",
                edit("(np.sqrt(L) + np.sqrt(mu))) ** 2\n    return", "(np.sqrt(L) + np.sqrt(mu)))\n    return"),
                "Your rho is the *rate*. The friction is its square, because the rate is √ρ.",
            ),
            Mistake(
                "gradient descent's rate",
                edit("4 / (np.sqrt(L) + np.sqrt(mu)) ** 2", "2 / (L + mu)"),
                "Your lr is the best one for gradient descent, 2/(L + μ). With momentum a larger one is best: "
                "4/(√L + √μ)².",
            ),
            Mistake(
                "1 / L",
                edit("4 / (np.sqrt(L) + np.sqrt(mu)) ** 2", "1 / L"),
                "Your lr is 1/L, the safe choice. The best one is 4/(√L + √μ)².",
            ),
            Mistake(
                "no roots in rho",
                edit("((np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))) ** 2", "((L - mu) / (L + mu)) ** 2"),
                "Your rho has κ where √κ belongs.",
            ),
            Mistake(
                "κ in place of μ and L",
                edit("4 / (np.sqrt(L) + np.sqrt(mu)) ** 2", "4 / (np.sqrt(L / mu) + 1) ** 2"),
                "Your lr is right for μ = 1 only. It has a unit: steeper curvatures need a smaller rate, 4/(√L + √μ)².",
            ),
            Mistake(
                "no square in lr",
                edit("(np.sqrt(L) + np.sqrt(mu)) ** 2\n    rho", "(np.sqrt(L) + np.sqrt(mu))\n    rho"),
                "The square is missing in your lr: 4/(√L + √μ)².",
            ),
            Mistake(
                "no roots in lr",
                edit("4 / (np.sqrt(L) + np.sqrt(mu)) ** 2", "4 / (L + mu) ** 2"),
                "The roots are missing in your lr: 4/(√L + √μ)².",
            ),
            Mistake(
                "2 for 4",
                edit("4 /", "2 /"),
                "Your lr is half the best one: check it on a round bowl, where it must be 1/L.",
            ),
            Mistake(
                "the other order", edit("return lr, rho", "return rho, lr"), "The pair is (lr, rho), in this order."
            ),
            Mistake(
                "Nesterov's friction",
                edit(
                    "((np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))) ** 2",
                    "(np.sqrt(3 * L + mu) - 2 * np.sqrt(mu)) / (np.sqrt(3 * L + mu) + 2 * np.sqrt(mu))",
                ),
                "That is the friction that suits Nesterov's momentum. Here it is the square of (√L − √μ)/(√L + √μ).",
            ),
        ),
    ),
]
