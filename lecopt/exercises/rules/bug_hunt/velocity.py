"""The patients of the bug hunt that are meant to be momentum and Nesterov momentum."""

from lecopt.checker import Mistake, edit

from ..momentum.momentum import EXERCISES as MOMENTUMS
from ..nesterov.nesterov import EXERCISES as NESTEROVS
from .hunt import MOMENTUM, NESTEROV, patient

EXERCISES = [
    patient(
        6,
        "Nesterov momentum",
        NESTEROV,
        NESTEROVS[0],
        ("(dw + rho * v)", "(dw + v)"),
        "fine at small rates; it explodes at a rate that is still safe for the real one.",
        (
            "Two lines. One says how the velocity comes about, one where we go. Which of the two looks ahead?",
            "By how much will the velocity be worn down before it moves us?",
        ),
        "It still looks ahead by the whole velocity. It is ρ·v, because friction comes first.",
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
        ),
        but=("x + v", "plain momentum", "no gradient in the step"),
    ),
    patient(
        7,
        "momentum, with the velocity a sum as in the lecture",
        MOMENTUM,
        MOMENTUMS[0],
        ("rho * v + dw", "rho * v + (1 - rho) * dw"),
        "ten times too slow.",
        (
            "Feed it the gradient 1 at each step, by hand, with rho = 0.9. What is v after one step, after two?",
            "How large does the velocity get when the gradient is 1 for ever?",
        ),
        "The velocity is still an average. In the lecture's form the whole gradient is added.",
        (
            Mistake(
                "mended twice",
                edit("w - lr * v", "w - lr / (1 - rho) * v"),
                "The velocity is a sum now, and the rate is larger by 1/(1 − ρ) as well: one of the two is enough.",
            ),
            Mistake(
                "ten times the rate",
                edit("rho * v + dw", "rho * v + (1 - rho) * dw", "w - lr * v", "w - 10 * lr * v"),
                "Ten is 1/(1 − ρ) for ρ = 0.9 only. Let the whole gradient into the velocity.",
            ),
            Mistake(
                "ten times the gradient",
                edit("rho * v + dw", "rho * v + 10 * dw"),
                "The gradient enters ten times now. Let it in once, as it is: `rho * v + dw`.",
            ),
        ),
        but=("the averaging form",),
    ),
]
