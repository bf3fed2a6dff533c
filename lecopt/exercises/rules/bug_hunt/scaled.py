"""The patients of the bug hunt that are meant to be AdaGrad and RMSProp."""

from lecopt.checker import Mistake, edit

from ..adagrad import EXERCISES as ADAGRADS
from ..rmsprop import EXERCISES as RMSPROPS
from .hunt import ADAGRAD, RMSPROP, patient

OLD_SUM = (
    "    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n",
    "    w = w - lr * dw / (s**0.5 + eps)\n    s = s + dw**2\n",
)


def old_sum(root):
    """Still the old sum in the step, with another root."""
    return edit(OLD_SUM[0], OLD_SUM[1].replace("(s**0.5 + eps)", root))


EXERCISES = [
    patient(
        3,
        "AdaGrad",
        ADAGRAD,
        ADAGRADS[0],
        ("(s**0.5 + eps)", "(s + 1)**0.5"),
        "multiply the loss by a thousandth and it stands still; the real one would not notice.",
        (
            "Multiply every dw by a thousandth and go through the lines: what becomes of s, and of the step?",
            "Which number in the rule has a unit, and shouldn't?",
        ),
        "The 1 under the root is still there. It is compared with squared gradients, so the rule sees the scale of the "
        "loss.",
        (
            Mistake(
                "the 1 outside the root",
                edit("(s**0.5 + eps)", "(s**0.5 + 1)"),
                "The 1 stands outside the root now, and it still sees the scale of the loss. It is eps that "
                "belongs there.",
            ),
        ),
        but=("the root of s + 1",),
    ),
    patient(
        5,
        "RMSProp",
        RMSPROP,
        RMSPROPS[0],
        ("decay * s + (1 - decay) * dw**2", "dw**2"),
        "every step has exactly the same length, and it never comes to rest.",
        (
            "One of the arguments of this rule is never used. Which, and what is it for?",
            "What does g divided by the root of g² leave?",
        ),
        "s remembers nothing yet: g/√g² is the sign of g. Keep the share `decay` of the old s.",
        but=("decay of zero",),
    ),
    patient(
        10,
        "AdaGrad",
        ADAGRAD,
        ADAGRADS[0],
        OLD_SUM,
        "the first step leads out of this world.",
        (
            "Every line of it is right. Go through the first step with pencil and paper: w = 1, dw = 2, s = 0.",
            "What is s when the first step is taken?",
        ),
        "The first step still divides by eps alone, because the square comes in after it.",
        (
            Mistake(
                "a sum that starts at 1",
                (edit("(s**0.5 + eps)", "(s + 1)**0.5"), old_sum("(s + 1)**0.5")),
                "A 1 under the root hides the symptom, and brings the illness of patient 3.",
            ),
            Mistake(
                "a larger eps",
                (
                    old_sum("(s**0.5 + 1e-8)"),
                    old_sum("(s**0.5 + 1e-4)"),
                    old_sum("(s**0.5 + 1e-3)"),
                    old_sum("(s**0.5 + 0.01)"),
                    old_sum("(s**0.5 + 0.1)"),
                    old_sum("(s**0.5 + 1)"),
                    edit("(s**0.5 + eps)", "(s**0.5 + 1)"),
                ),
                "A larger eps only makes the first step shorter, and it sees the scale of the loss. Add the square "
                "before the step, and leave eps as it is given.",
            ),
            Mistake(
                "eps inside the root",
                (edit("(s**0.5 + eps)", "(s + eps)**0.5"), old_sum("(s + eps)**0.5")),
                "Your eps stands inside the root. It belongs outside, and the square is added before the step.",
            ),
        ),
        but=("the old sum", "the root of s + 1", "eps inside the root"),
    ),
]
