"""Exercise of "What if AdaGrad could forget?": RMSProp."""

from functools import partial

from lecopt.checker import Exercise, Mistake, edit, path_of_rule

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


def rmsprop(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8):
    """One step of RMSProp.

    w, dw: arrays of one shape. s: running mean of squared gradients, 0 at first.
    Returns the new w, and the state (s,).
    """
    s = decay * s + (1 - decay) * dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


USUAL, SECOND = {"lr": 0.1, "decay": 0.95, "eps": 1e-8}, {"lr": 0.02, "decay": 0.5, "eps": 1.0}
FIRST_LINE = "    s = decay * s + (1 - decay) * dw**2"


def cases(rng):
    """One for each promise, then random ones."""
    return cases_of(rng, USUAL, SECOND, zeros=("decay",), ones={"decay": 0.9999})


MISTAKES = (
    Mistake(
        "the shares swapped",
        edit("decay * s + (1 - decay) * dw**2", "(1 - decay) * s + decay * dw**2"),
        "The shares are swapped: `decay` of the *old* mean is kept. With 0.99 at the new square your "
        "rule remembers about one step.",
    ),
    Mistake(
        "AdaGrad",
        edit("decay * s + (1 - decay) * dw**2", "s + dw**2"),
        "That is AdaGrad: your s only grows. Here a share of it is forgotten at each step.",
    ),
    Mistake(
        "decay of zero",
        (
            edit("decay * s + (1 - decay) * dw**2", "dw**2"),
            edit("return w, (s,)", "return w, (0 * s,)", "decay * s + (1 - decay) * dw**2", "dw**2"),
        ),
        "Nothing is remembered: g/√g² is the sign of the gradient, so every step is lr long.",
        "the section “\\beta = 0: only the sign is left”",
    ),
    Mistake(
        "forgets the state",
        edit("return w, (s,)", "return w, (0 * s,)"),
        "The old mean plays no part: it isn't returned as the state, `w, (s,)`, or `decay * s` is missing in the line "
        "for s.",
    ),
    inside("s**0.5", "1e-8", "1e-4"),
    Mistake(
        "a leaky sum",
        edit("(1 - decay) * dw**2", "dw**2"),
        "The new square enters whole, so your s is a leaky *sum*, 1/(1 − decay) times the mean, and your "
        "steps are too short.",
    ),
    Mistake("no root", edit("s**0.5 + eps", "s + eps"), "The root is missing: you divide by the mean square itself."),
    Mistake(
        "the mean of the gradients",
        (
            edit("(1 - decay) * dw**2", "(1 - decay) * dw", "s**0.5", "abs(s)"),
            edit("(1 - decay) * dw**2", "(1 - decay) * dw"),
        ),
        "You average the gradients. RMSProp averages their *squares*: root mean square.",
    ),
    Mistake(
        "absolute values",
        edit("dw**2", "abs(dw)", "s**0.5", "s"),
        "You average absolute values. RMS stands for root *mean square*.",
    ),
    Mistake(
        "corrects the bias",
        edit(
            "s=0, *",
            "s=0, t=0, *",
            "    w = w - lr * dw / (s**0.5 + eps)\n    return w, (s,)",
            "    t = t + 1\n    w = w - lr * dw / ((s / (1 - decay**t)) ** 0.5 + eps)\n    return w, (s, t)",
        ),
        "You divide out the bias of the start. That is a good idea, and Adam's: RMSProp has no "
        "correction, and its first step is lr/√(1 − decay).",
    ),
    Mistake(
        "the old mean",
        edit(
            "    s = decay * s + (1 - decay) * dw**2\n    w = w - lr * dw / (s**0.5 + eps)",
            "    w = w - lr * dw / (s**0.5 + eps)\n    s = decay * s + (1 - decay) * dw**2",
        ),
        "You divide before the new square is in, so the first step divides by eps alone. First the mean, "
        "then the step.",
    ),
    Mistake("no eps", edit("s**0.5 + eps", "s**0.5"), NO_EPS),
    Mistake(
        "the share squared too",
        edit("(1 - decay) * dw**2", "((1 - decay) * dw) ** 2"),
        "The share 1 − decay is squared along with the gradient. Only dw is squared: `(1 - decay) * dw**2`.",
    ),
    Mistake(
        "one mean for all weights",
        (
            edit("dw**2", "(dw**2).mean()"),
            edit("dw**2", "(dw**2).sum()"),
            edit("dw**2", "np.linalg.norm(dw)"),
        ),
        "Your s runs over the weights as well, so they share one rate. Each weight has its own mean, over the steps.",
    ),
    Mistake(
        "AdaGrad with a share",
        edit("decay * s + (1 - decay)", "s + (1 - decay)"),
        "Your old s is kept whole, so s only grows, as AdaGrad's does. Keep the share `decay` of it.",
    ),
    Mistake(
        "decay at both",
        edit("decay * s + (1 - decay)", "decay * s + decay"),
        "Your new square enters with `decay` too. The two shares add up to 1: `1 - decay` of the new one.",
    ),
    Mistake(
        "starts at the first square",
        edit(
            "s = decay * s + (1 - decay) * dw**2", "s = dw**2 if np.ndim(s) == 0 else decay * s + (1 - decay) * dw**2"
        ),
        "Your mean starts at the first square. Here it starts at 0, so the first step is lr/√(1 − decay).",
        "the section “The first step is too long”",
    ),
    Mistake(
        "starts at 1",
        edit("s=0, *", "s=1, *"),
        "Your mean starts at 1, which has the unit of a squared gradient. Here it starts at 0.",
    ),
    Mistake(
        "the root kept",
        edit("s = decay * s + (1 - decay) * dw**2", "s = (decay * s + (1 - decay) * dw**2) ** 0.5", "s**0.5", "s"),
        "You keep the *root* as the state and average the next square into it. Average squares, and take the root in "
        "the step.",
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
    Mistake("loses w", edit("w = w - lr", "w = -lr"), LOSES_W),
    Mistake("goes up", edit("w - lr", "w + lr"), UPHILL),
    Mistake("forgets the learning rate", edit("lr * dw", "dw"), FORGETS_RATE),
    written_in("decay", FIRST_LINE, "0.9", "0.99", "0.999", "0.95"),
    written_in("eps", FIRST_LINE, "1e-8", "1e-7", "1e-10", "1e-6", "1e-5", "1e-12"),
    written_in("lr", FIRST_LINE, "0.01", "0.1", "0.001"),
)

EXERCISES = [
    Exercise(
        reference=rmsprop,
        title="RMSProp",
        statement=(
            "Write the rule `rmsprop(w, dw, s=0, *, lr, decay, eps)`. `w` may be a vector or a matrix. It returns "
            "`w, (s,)`. `decay` is the share of the old mean that is kept; `eps` stands outside the root."
        ),
        hints=(
            "It is AdaGrad with another line for the state.",
            "A running mean: a share of the old one, and the rest from the new square.",
            "The two shares add up to 1.",
        ),
        cases=cases,
        trial=partial(path_of_rule, state=("s",)),
        mistakes=MISTAKES,
    ),
]
