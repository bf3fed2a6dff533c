"""The patients of the bug hunt that are meant to be AdaGrad and RMSProp."""

from lecopt.checker import Mistake, edit

from .hunt import ADAGRAD, RMSPROP, UP, patient

EXERCISES = [
    patient(
        3,
        "AdaGrad",
        ADAGRAD,
        ("(s**0.5 + eps)", "(s + 1)**0.5"),
        "multiply the loss by a thousandth and it stands still; the real one would not notice.",
        "Which number in the rule has a unit, and shouldn't?",
        (
            "The 1 under the root is still there. It is compared with squared gradients, so the rule sees the scale "
            "of the loss."
        ),
        {"eps": 1e-10},
        (
            Mistake(
                "eps inside the root",
                edit("(s**0.5 + eps)", "(s + eps)**0.5"),
                "Better, and now eps stands inside the root, where 1e-10 acts as 1e-5. It belongs outside.",
            ),
            Mistake(
                "the 1 outside the root",
                edit("(s**0.5 + eps)", "(s**0.5 + 1)"),
                "The 1 stands outside the root now, and it still sees the scale of the loss. It is eps that "
                "belongs there.",
            ),
            Mistake(
                "no root", edit("(s**0.5 + eps)", "(s + eps)"), "The root is gone along with the 1: divide by √s + eps."
            ),
            Mistake(
                "no eps at all",
                edit("(s**0.5 + eps)", "s**0.5"),
                "The scale is right. Without eps a weight that has never had a gradient becomes 0/0.",
            ),
            UP,
        ),
        size=1e-2,
    ),
    patient(
        5,
        "RMSProp",
        RMSPROP,
        ("decay * s + (1 - decay) * dw**2", "dw**2"),
        "every step has exactly the same length, and it never comes to rest.",
        "What does g divided by the root of g² leave?",
        "s remembers nothing yet: g/√g² is the sign of g. Keep the share `decay` of the old s.",
        {"decay": (0.9, 0.99, 0.8), "eps": 1e-8},
        (
            Mistake(
                "AdaGrad",
                edit("decay * s + (1 - decay) * dw**2", "s + dw**2"),
                "Now it only adds up: that is AdaGrad. RMSProp forgets.",
            ),
            Mistake(
                "the shares swapped",
                edit("decay * s + (1 - decay)", "(1 - decay) * s + decay"),
                "The shares are swapped: `decay` of the *old* mean is kept.",
            ),
            Mistake(
                "still without memory",
                edit("decay * s + (1 - decay)", "(1 - decay)"),
                "The new square is scaled, and the old s is still forgotten. Add `decay * s`.",
            ),
            Mistake(
                "the gradient for its square",
                edit("(1 - decay) * dw**2", "(1 - decay) * dw"),
                "The mean is there, and the square is gone: it is a mean of dw².",
            ),
            Mistake(
                "a leaky sum",
                edit("(1 - decay) * dw**2", "dw**2"),
                "The new square must enter with 1 − decay, or s is a sum and the steps are too short.",
            ),
        ),
    ),
    patient(
        10,
        "AdaGrad",
        ADAGRAD,
        (
            "    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n",
            "    w = w - lr * dw / (s**0.5 + eps)\n    s = s + dw**2\n",
        ),
        "the first step leads out of this world.",
        "What is s when the first step is taken?",
        "The first step still divides by eps alone, because the square comes in after it.",
        {"eps": 1e-10},
        (
            Mistake(
                "a sum that starts at 1",
                (
                    edit("(s**0.5 + eps)", "(s + 1)**0.5"),
                    edit(
                        "    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n",
                        "    w = w - lr * dw / (s + 1)**0.5\n    s = s + dw**2\n",
                    ),
                ),
                "A 1 under the root hides the symptom, and brings the illness of patient 3.",
            ),
            Mistake(
                "no memory",
                (edit("s**0.5", "(dw**2)**0.5"), edit("s = s + dw**2", "s = dw**2")),
                "The first step is right, and what came before is forgotten: divide by the root of the *sum*.",
            ),
            Mistake(
                "eps inside the root",
                edit("(s**0.5 + eps)", "(s + eps)**0.5"),
                "The order is right, and now eps stands inside the root. It belongs outside.",
            ),
            UP,
        ),
    ),
]
