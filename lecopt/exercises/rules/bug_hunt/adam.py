"""The patients of the bug hunt that are meant to be Adam and AdamW."""

from lecopt.checker import Alternative, Mistake, edit

from .hunt import ADAM, ADAMW, INSIDE, M_ONLY, STORED, UP, USUAL, V_ONLY, patient

EXERCISES = [
    patient(
        1,
        "Adam",
        ADAM,
        ("m_hat / (v_hat**0.5", "m / (v**0.5"),
        "the first step is three times too long, and nothing warns.",
        "Which lines compute something that nobody uses?",
        "The corrected moments are computed, and the step still uses m and v.",
        USUAL,
        (M_ONLY, V_ONLY, STORED, UP, INSIDE),
    ),
    patient(
        2,
        "Adam",
        ADAM,
        ("    t = t + 1\n", "", "(m, v, t)\n", "(m, v, t + 1)\n"),
        "not a number from the first step on.",
        "What is beta to the power 0?",
        "The counter is still 0 when it is first used, and 1 − β⁰ = 0. Count before you use it.",
        USUAL,
        (
            Mistake(
                "counts twice",
                edit("(m, v, t)\n", "(m, v, t + 1)\n"),
                "Now it counts twice a step: once at the top and once in the state.",
            ),
            Mistake(
                "no correction at all",
                edit("m_hat / (v_hat**0.5", "m / (v**0.5"),
                "It runs, because you took the correction out of the step. Put it back, with a counter that "
                "starts at 1.",
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
                "The counter must be part of the state, or it is 1 at every step.",
            ),
            INSIDE,
        ),
    ),
    patient(
        4,
        "Adam",
        ADAM,
        ("(v_hat**0.5 + eps)", "(v_hat + eps)**0.5"),
        "weights with small gradients hardly move.",
        "How large is the root of 1e-8?",
        "eps still stands inside the root, where 1e-8 acts as 1e-4.",
        USUAL,
        (
            Mistake(
                "no eps at all",
                edit("(v_hat**0.5 + eps)", "v_hat**0.5"),
                "Without eps a weight whose gradient is 0 becomes 0/0.",
            ),
            Mistake(
                "a smaller eps inside",
                edit("(v_hat**0.5 + eps)", "(v_hat + eps**2)**0.5"),
                "With eps² inside the root the two are nearly the same, not quite. Put eps outside.",
            ),
            Mistake("no root", edit("(v_hat**0.5 + eps)", "(v_hat + eps)"), "The root is gone: divide by √v̂ + eps."),
            M_ONLY,
            V_ONLY,
            UP,
        ),
        size=1e-4,
    ),
    patient(
        9,
        "Adam",
        ADAM,
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
        "Which of the two means should remember a thousand steps?",
        "The betas are still swapped: β₁ = 0.9 belongs to the gradient, β₂ = 0.999 to its square.",
        USUAL,
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
            M_ONLY,
            V_ONLY,
            INSIDE,
        ),
    ),
    patient(
        8,
        "AdamW, as in the libraries",
        ADAMW,
        (
            "    t = t + 1\n",
            "    t = t + 1\n    dw = dw + weight_decay * w\n",
            "    w = w * (1 - lr * weight_decay)\n",
            "",
        ),
        "weights with large gradients are hardly shrunk.",
        "Through which division does the decay go?",
        "The decay still goes through the gradient, and is divided like everything else.",
        {**USUAL, "weight_decay": 0.5},
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
            Mistake(
                "both",
                edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n"),
                "The decay stands beside the step now, and in the gradient still. Take it out there.",
            ),
            Mistake(
                "divided by the root",
                edit("    w = w * (1 - lr * weight_decay)\n", "", "lr * m_hat /", "lr * (m_hat + weight_decay * w) /"),
                "The decay is out of the moments, and it is still divided by √v̂. It stands beside the step.",
            ),
            UP,
        ),
        alternatives=(
            Alternative(
                "decay after the step",
                edit(
                    "    w = w * (1 - lr * weight_decay)\n",
                    "",
                    "    return w",
                    "    w = w * (1 - lr * weight_decay)\n    return w",
                ),
                "You let the weights decay *after* Adam's step; torch does it before. The two are the same "
                "method up to the order.",
            ),
        ),
    ),
]
