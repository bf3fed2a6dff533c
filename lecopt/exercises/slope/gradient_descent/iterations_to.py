"""Exercise of "How far should one step go?": how many steps?"""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


def iterations_to(kappa, eps):
    """The smallest number of steps that shrinks the distance by eps, at the best rate.

    kappa: condition number, above 1. eps: in (0, 1]. Returns a whole number.
    """
    factor = (kappa - 1) / (kappa + 1)
    return int(np.ceil(np.log(eps) / np.log(factor)))


def _paces(rng):
    yield 10.0, 1e-8
    for _ in range(6):
        yield float(rng.uniform(2, 300)), float(10 ** rng.uniform(-9, -2))
    yield Case((50.0, 1.0), {}, "nothing to gain: eps is 1")


EXERCISES = [
    Exercise(
        reference=iterations_to,
        position=3,
        title="How many steps?",
        statement=(
            "Write `iterations_to(kappa, eps)`: the smallest whole number $k$ with "
            "$\\left(\\frac{\\kappa-1}{\\kappa+1}\\right)^k \\le \\varepsilon$, where $\\kappa$ is `kappa` and "
            "$\\varepsilon$ is `eps`."
        ),
        hints=(
            "Take the logarithm of both sides. Which way does the sign of the logarithm turn the inequality?",
            "k must be a whole number, and large enough.",
            "Rounding up is `np.ceil`.",
        ),
        cases=_paces,
        mistakes=(
            Mistake(
                "rounds down",
                (
                    edit("np.ceil(", "np.floor("),
                    edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.log(eps) / np.log(factor))"),
                ),
                "You round down, and that is one step too early: with k steps the goal is not yet reached. Round up.",
            ),
            Mistake(
                "the rate of 1 / L",
                edit("(kappa - 1) / (kappa + 1)", "1 - 1 / kappa"),
                "You use the factor 1 − 1/κ, which belongs to the learning rate 1/L. With the best rate it is (κ "
                "− 1)/(κ + 1), about twice as fast.",
            ),
            Mistake(
                "the rate of momentum",
                edit("(kappa - 1) / (kappa + 1)", "(np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)"),
                "You take the root of κ. That is the factor of momentum, two chapters on; gradient descent has κ "
                "itself.",
            ),
            Mistake(
                "squares the factor",
                edit("(kappa - 1) / (kappa + 1)", "((kappa - 1) / (kappa + 1)) ** 2"),
                "That is how fast the *loss* falls, which goes with the square of the distance. Here the factor "
                "stands alone.",
            ),
            Mistake(
                "rounds down and adds 1",
                edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.log(eps) / np.log(factor)) + 1"),
                "Nearly: where the quotient is a whole number yours is one too many. At ε = 1 no step is needed, "
                "because ≤ is enough. Round up with `np.ceil`.",
            ),
            Mistake(
                "rounds to the nearest",
                edit("np.ceil(", "np.round("),
                "You round to the nearest whole number. Half the time that is one step too early: round *up*.",
            ),
            Mistake(
                "not rounded",
                edit("int(np.ceil(np.log(eps) / np.log(factor)))", "np.log(eps) / np.log(factor)"),
                "A number of steps is a whole number: round up.",
            ),
            Mistake(
                "the quotient turned round",
                edit("np.log(eps) / np.log(factor)", "np.log(factor) / np.log(eps)"),
                "Your quotient is upside down: k·ln(factor) = ln(ε), so k = ln(ε)/ln(factor).",
            ),
            Mistake(
                "the rule of thumb",
                (
                    edit("np.log(eps) / np.log(factor)", "kappa / 2 * np.log(1 / eps)"),
                    edit("np.log(eps) / np.log(factor)", "kappa * np.log(1 / eps)"),
                ),
                "That is a rule of thumb for large κ (½·κ·ln(1/ε) for the best rate, twice that for 1/L). The "
                "exact number is asked for: ln(ε)/ln(factor), rounded up.",
            ),
            Mistake(
                "one too many",
                edit("int(np.ceil(np.log(eps) / np.log(factor)))", "int(np.ceil(np.log(eps) / np.log(factor))) + 1"),
                "One too many: the smallest k is asked for.",
            ),
        ),
    ),
]
