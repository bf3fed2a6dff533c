"""The patients of the bug hunt that are meant to be Adam and AdamW."""

from lecopt.checker import Mistake, edit

from ..adam.adam import EXERCISES as ADAMS
from ..adamw import EXERCISES as ADAMWS
from .hunt import ADAM, ADAMW, HALVES, M_ONLY, V_ONLY, patient

EXERCISES = [
    patient(
        1,
        "Adam",
        ADAM,
        ADAMS[0],
        ("m_hat / (v_hat**0.5", "m / (v**0.5"),
        "the first step is three times too long, and nothing warns.",
        (
            "Go through the first step with dw = 1 and the usual betas. How large are m, v and the two with a hat?",
            "Which lines compute something that nobody uses?",
        ),
        "Your step is still m / (√v + eps), without the bias correction: the first step is 3.16 × lr. Divide m by "
        "1 − β₁ᵗ and v by 1 − β₂ᵗ, and use the results in the step.",
        (M_ONLY, V_ONLY),
        but=("no bias correction", *HALVES),
    ),
    patient(
        2,
        "Adam",
        ADAM,
        ADAMS[0],
        ("    t = t + 1\n", "", "(m, v, t)\n", "(m, v, t + 1)\n"),
        "not a number from the first step on.",
        (
            "Not a number comes from 0/0 or inf/inf. Which divisors are there, and can one of them be 0?",
            "What is beta to the power 0?",
        ),
        "The counter is still 0 when it is first used, and 1 − β⁰ = 0. Count before you use it.",
        (
            Mistake(
                "counts twice",
                edit("(m, v, t)\n", "(m, v, t + 1)\n"),
                "Now it counts twice a step: once at the top and once in the state.",
            ),
            Mistake(
                "no correction at all",
                edit("m_hat / (v_hat**0.5", "m / (v**0.5"),
                "It runs, because there is no correction in the step any more. Put it back, with a counter that starts "
                "at 1.",
            ),
            Mistake(
                "eps against the zero",
                edit("1 - beta1**t", "1 - beta1 ** (t - 1) + eps", "1 - beta2**t", "1 - beta2 ** (t - 1) + eps"),
                "The nan is gone, and a tiny divisor has come in its place: the first step is enormous. Count "
                "from 1 instead.",
            ),
            Mistake(
                "the counter stands still",
                edit("(m, v, t)\n", "(m, v, 0)\n"),
                "Every step gets the correction of the first one. The counter must be part of the state, or it is 1 at "
                "every step.",
            ),
        ),
        but=("t from 0", "no bias correction", "t not kept"),
    ),
    patient(
        4,
        "Adam",
        ADAM,
        ADAMS[0],
        ("(v_hat**0.5 + eps)", "(v_hat + eps)**0.5"),
        "weights with small gradients hardly move.",
        (
            "Put in gradients of 1e-6. Which number in the last line is larger than the square of that?",
            "How large is the root of 1e-8?",
        ),
        "eps still stands inside the root, where 1e-8 acts as 1e-4.",
        (
            Mistake(
                "a smaller eps inside",
                edit("(v_hat**0.5 + eps)", "(v_hat + eps**2)**0.5"),
                "With eps² inside the root the two are nearly the same, not quite. Put eps outside.",
            ),
        ),
        but=("eps inside the root",),
    ),
    patient(
        9,
        "Adam",
        ADAM,
        ADAMS[0],
        (
            "beta1 * m + (1 - beta1)",
            "beta2 * m + (1 - beta2)",
            "beta2 * v + (1 - beta2)",
            "beta1 * v + (1 - beta1)",
            "m / (1 - beta1**t)",
            "m / (1 - beta2**t)",
            "v / (1 - beta2**t)",
            "v / (1 - beta1**t)",
        ),
        "it swings through the minimum for hundreds of steps.",
        (
            "Swinging: an old gradient is remembered for too long. For how many steps does m remember it here?",
            "Which of the two means should remember a thousand steps?",
        ),
        "The betas are still swapped: β₁ = 0.9 belongs to the gradient, β₂ = 0.999 to its square.",
        (
            Mistake(
                "the corrections still swapped",
                edit("m / (1 - beta1**t)", "m / (1 - beta2**t)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"),
                "The means are right, and their corrections still have each other's beta.",
            ),
            Mistake(
                "only the corrections",
                edit(
                    "beta1 * m + (1 - beta1)",
                    "beta2 * m + (1 - beta2)",
                    "beta2 * v + (1 - beta2)",
                    "beta1 * v + (1 - beta1)",
                ),
                "The corrections have their own betas, and the means are still swapped.",
            ),
            Mistake(
                "only the first moment",
                edit("beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"),
                "The first moment is repaired. The second one still remembers ten steps only: β₂ belongs to it.",
            ),
            Mistake(
                "only the second moment",
                edit("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "m / (1 - beta1**t)", "m / (1 - beta2**t)"),
                "The second moment is repaired. The first one still remembers a thousand steps: β₁ belongs to it.",
            ),
        ),
        but=("the betas swapped",),
    ),
    patient(
        8,
        "AdamW, as in the libraries",
        ADAMW,
        ADAMWS[0],
        (
            "    t = t + 1\n",
            "    t = t + 1\n    dw = dw + weight_decay * w\n",
            "    w = w * (1 - lr * weight_decay)\n",
            "",
        ),
        "weights with large gradients are hardly shrunk.",
        (
            "Follow weight_decay from the line where it comes in to the line where w changes. What happens on the way?",
            "Through which division does the decay go?",
        ),
        "The decay still goes through the gradient, and is divided like everything else.",
        (
            Mistake(
                "the paper's form",
                edit("1 - lr * weight_decay", "1 - weight_decay"),
                "That is the paper's form. In the libraries the share lost is lr · weight_decay.",
            ),
            Mistake(
                "no decay",
                edit("    w = w * (1 - lr * weight_decay)\n", ""),
                "Now there is no decay at all: plain Adam.",
            ),
        ),
        but=("L2 in the gradient", "decay not scaled by lr", "no decay"),
    ),
]
