"""Exercise of "What if every weight had its own step?": AdaGrad."""

from functools import partial

from lecopt.checker import Alternative, Exercise, Mistake, edit, path_of_rule

from .inputs import cases_of
from .shared import (
    BRACKETS,
    FORGETS_RATE,
    LOSES_W,
    MULTIPLIES,
    NO_EPS,
    NO_GRADIENT,
    SQUARED_STEP,
    UPHILL,
    inside,
    written_in,
)


def adagrad(w, dw, s=0, *, lr=0.01, eps=1e-10):
    """One step of AdaGrad.

    w, dw: arrays of one shape. s: sum of squared gradients, 0 at first.
    Returns the new w, and the state (s,).
    """
    s = s + dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


USUAL, SECOND = {"lr": 0.1, "eps": 1e-10}, {"lr": 0.02, "eps": 1.0}
FIRST_LINE = "    s = s + dw**2"


def cases(rng):
    """One for each promise, then random ones."""
    return cases_of(rng, USUAL, SECOND)


MISTAKES = (
    Mistake(
        "the root of s + 1",
        edit("s**0.5 + eps", "(s + 1) ** 0.5"),
        "You divide by √(s + 1). The 1 has the unit of a squared gradient, so your rule sees the scale "
        "of the loss: with small gradients it stands still. It is √s + eps.",
        "the section “A formula that destroys it”",
    ),
    inside("s**0.5", "1e-10", "1e-5"),
    Mistake(
        "does not accumulate",
        (edit("s = s + dw**2", "s = dw**2"), edit("return w, (s,)", "return w, (0 * s,)")),
        "Nothing is added up: every step is lr times the *sign* of the gradient. Keep the sum, `s + "
        "dw**2`, as the state.",
    ),
    Mistake(
        "decays",
        (
            edit("s = s + dw**2", "s = 0.9 * s + 0.1 * dw**2"),
            edit("s = s + dw**2", "s = 0.99 * s + 0.01 * dw**2"),
        ),
        "Your s forgets: that is RMSProp, the next chapter. AdaGrad's sum only grows.",
    ),
    Mistake(
        "the mean for the sum",
        edit(
            "s=0, *",
            "s=0, n=0, *",
            "s = s + dw**2",
            "s, n = s + dw**2, n + 1",
            "s**0.5 + eps",
            "(s / n) ** 0.5 + eps",
            "return w, (s,)",
            "return w, (s, n)",
        ),
        "You divide by the root of the *mean* square. AdaGrad takes the sum; that is why its steps shrink like 1/√t.",
    ),
    Mistake(
        "no root",
        edit("s**0.5 + eps", "s + eps"),
        "The root is missing: you divide by s, which has the unit of a squared gradient.",
    ),
    Mistake(
        "absolute values",
        edit("dw**2", "abs(dw)", "s**0.5", "s"),
        "You add up absolute values. AdaGrad adds *squares* and takes the root of the sum.",
    ),
    Mistake(
        "the old sum",
        edit(
            "    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)",
            "    w = w - lr * dw / (s**0.5 + eps)\n    s = s + dw**2",
        ),
        "You divide before the new square is added, so the first step divides by eps alone. First the "
        "sum, then the step.",
    ),
    Mistake(
        "one sum for all weights",
        (
            edit("s + dw**2", "s + (dw**2).sum()"),
            edit("s + dw**2", "s + np.linalg.norm(dw)"),
            edit("s + dw**2", "s + (dw**2).mean()"),
            edit("s + dw**2", "s + (dw**2).sum(axis=0)"),
        ),
        "Your sum runs over weights as well, so they share one rate. Each weight has its own sum, over the steps.",
    ),
    Mistake("no eps", edit("s**0.5 + eps", "s**0.5"), NO_EPS),
    Mistake(
        "adds up the gradients",
        edit("dw**2", "dw", "s**0.5", "abs(s)"),
        "You add up the gradients themselves, and those of opposite sign cancel. Add their *squares*.",
    ),
    Mistake(
        "a sum that starts at 0.1",
        edit("s**0.5 + eps", "(s + 0.1) ** 0.5 + eps"),
        "Your sum starts at 0.1, as in some libraries. Here it starts at 0, so that the first step is lr long.",
    ),
    Mistake(
        "eps and eps",
        edit("s**0.5 + eps", "(s + eps) ** 0.5 + eps"),
        "Your eps stands twice, inside the root and outside. Outside is enough: inside, 1e-10 acts as 1e-5.",
    ),
    Mistake(
        "eps outside the fraction",
        (
            edit("lr * dw / (s**0.5 + eps)", "lr * dw / s**0.5 + eps"),
            edit("lr * dw / (s**0.5 + eps)", "(lr * dw / s**0.5 + eps)"),
            edit("lr * dw / (s**0.5 + eps)", "lr * (dw / s**0.5 + eps)"),
        ),
        BRACKETS,
    ),
    Mistake("multiplies", edit("dw / (s**0.5 + eps)", "dw * (s**0.5 + eps)"), MULTIPLIES),
    Mistake("no gradient in the step", edit("lr * dw /", "lr /"), NO_GRADIENT),
    Mistake("squares the step", edit("lr * dw /", "lr * dw**2 /"), SQUARED_STEP),
    Mistake(
        "the root added to",
        edit("s = s + dw**2", "s = (s + dw**2) ** 0.5", "s**0.5 + eps", "s + eps"),
        "You keep the *root* as the state and add the next square to it. Add squares to squares, and take the root in "
        "the step.",
    ),
    Mistake("loses w", edit("w = w - lr", "w = -lr"), LOSES_W),
    Mistake("goes up", edit("w - lr", "w + lr"), UPHILL),
    Mistake("forgets the learning rate", edit("lr * dw", "dw"), FORGETS_RATE),
    written_in("eps", FIRST_LINE, "1e-8", "1e-7", "1e-10", "1e-6", "1e-5", "1e-12"),
    written_in("lr", FIRST_LINE, "0.01", "0.1", "0.001"),
)

EXERCISES = [
    Exercise(
        reference=adagrad,
        title="AdaGrad",
        statement=(
            "Write the rule `adagrad(w, dw, s=0, *, lr, eps)`. `w` may be a vector or a matrix. It returns `w, (s,)`. "
            "`eps` stands outside the root."
        ),
        hints=(
            "The state is a sum. Of what?",
            "Each weight has its own sum of squared gradients; nothing is taken together over the weights.",
            "Add the new square first, then divide by the root of the sum plus eps.",
        ),
        cases=cases,
        trial=partial(path_of_rule, state=("s",)),
        alternatives=(
            Alternative(
                "the root kept as state", edit("s = s + dw**2", "s = (s**2 + dw**2) ** 0.5", "s**0.5 + eps", "s + eps")
            ),
        ),
        mistakes=MISTAKES,
    ),
]
