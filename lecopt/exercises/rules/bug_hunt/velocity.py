"""The patients of the bug hunt that are meant to be momentum and Nesterov momentum."""

from lecopt.checker import Mistake, edit

from .hunt import MOMENTUM, NESTEROV, UP, patient

EXERCISES = [
    patient(
        6,
        "Nesterov momentum",
        NESTEROV,
        ("(dw + rho * v)", "(dw + v)"),
        "fine at small rates; it explodes at a rate that is still safe for the real one.",
        "By how much will the velocity be worn down before it moves us?",
        "It still looks ahead by the whole velocity. It is ρ·v, because friction comes first.",
        {"rho": (0.9, 0.8, 0.5)},
        (
            Mistake(
                "plain momentum",
                edit("(dw + rho * v)", "v"),
                "It is safe now because it is plain momentum: it doesn't look ahead at all.",
            ),
            Mistake(
                "no gradient in the step",
                edit("(dw + rho * v)", "(rho * v)"),
                "The look-ahead is right, and the new gradient itself has gone: dw + ρ·v.",
            ),
            Mistake(
                "friction on the gradient",
                edit("(dw + rho * v)", "(rho * dw + v)"),
                "rho stands at the wrong one of the two: it wears down the velocity, ρ·v.",
            ),
            Mistake(
                "friction on both",
                edit("(dw + rho * v)", "rho * (dw + v)"),
                "rho multiplies the gradient too. It wears down the velocity alone: dw + ρ·v.",
            ),
            UP,
        ),
    ),
    patient(
        7,
        "momentum, with the velocity a sum as in the lecture",
        MOMENTUM,
        ("rho * v + dw", "rho * v + (1 - rho) * dw"),
        "ten times too slow.",
        "How large does the velocity get when the gradient is 1 for ever?",
        "The velocity is still an average. In the lecture's form the whole gradient is added.",
        {"rho": (0.9, 0.5, 0.8)},
        (
            Mistake(
                "mended twice",
                edit("w - lr * v", "w - lr / (1 - rho) * v"),
                "The velocity is a sum now, and you made the rate larger by 1/(1 − ρ) as well: one of the two is "
                "enough.",
            ),
            Mistake(
                "ten times the rate",
                edit("rho * v + dw", "rho * v + (1 - rho) * dw", "w - lr * v", "w - 10 * lr * v"),
                "Ten is 1/(1 − ρ) for ρ = 0.9 only. Let the whole gradient into the velocity.",
            ),
            Mistake(
                "no friction",
                edit("rho * v + dw", "v + dw"),
                "The friction has gone along with the average: it is `rho * v + dw`.",
            ),
            UP,
        ),
    ),
]
