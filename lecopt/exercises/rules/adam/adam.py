"""Exercise of "What if we had both, momentum and scaling?": Adam."""

from functools import partial

from lecopt.checker import Alternative, Exercise, edit, path_of_rule

from ..inputs import cases_of
from .corrections import CORRECTIONS
from .steps import STEPS


def adam(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam.

    w, dw: arrays of one shape. m, v: running means of the gradient and of its square.
    t: steps taken so far. All three start at 0.
    Returns the new w, and the state (m, v, t).
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (v_hat**0.5 + eps)
    return w, (m, v, t)


USUAL = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
SECOND = {"lr": 0.02, "beta1": 0.5, "beta2": 0.9, "eps": 1.0}
STATE = ("m", "v", "t")
MISTAKES = (*CORRECTIONS, *STEPS)


def cases(rng):
    """One for each promise, then random ones."""
    return cases_of(rng, USUAL, SECOND, zeros=("beta1", "beta2"), ones={"beta1": 0.999, "beta2": 0.99999})


EXERCISES = [
    Exercise(
        reference=adam,
        title="Adam",
        statement=(
            "Write the rule `adam(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps)`. `w` may be a vector or a matrix. "
            "It returns `w, (m, v, t)`. `eps` is added to $\\sqrt{\\hat v}$, outside the root."
        ),
        hints=(
            "Six lines: the counter, two running means, two corrections, the step.",
            "The counter must be 1 when it is first used.",
            "After t steps the missing share of a mean is beta to the power t: divide by one minus it.",
            "Both moments are corrected, and the corrected ones stand in the step.",
        ),
        cases=cases,
        trial=partial(path_of_rule, state=STATE),
        alternatives=(
            Alternative(
                "the corrections in one factor",
                edit(
                    "    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)\n"
                    "    w = w - lr * m_hat / (v_hat**0.5 + eps)",
                    "    rate = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)\n"
                    "    w = w - rate * m / (v**0.5 + eps * (1 - beta2**t) ** 0.5)",
                ),
            ),
        ),
        mistakes=MISTAKES,
    ),
]
