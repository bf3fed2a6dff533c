"""Exercise of "What if we looked where we are going?": Nesterov momentum."""

from lecopt.checker import Alternative, Exercise, Mistake, edit, path_of_rule

from ..momentum.momentum import cases
from ..shared import FORGETS_RATE, LOSES_W, UPHILL, written_in


def nesterov(w, dw, v=0, *, lr=0.01, rho=0.9):
    """One step of Nesterov momentum; w is the look-ahead point, and dw is taken there.

    w, dw: arrays of one shape. v: the velocity, 0 at first.
    Returns the new w, and the state (v,).
    """
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
    return w, (v,)


FIRST_LINE = "    v = rho * v + dw"

MISTAKES = (
    Mistake(
        "plain momentum",
        (
            edit("w - lr * (dw + rho * v)", "w - lr * v"),
            edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + v"),
        ),
        "That is plain momentum: it moves by lr·v. Nesterov's step is lr·(dw + ρ·v), with the new v.",
    ),
    Mistake(
        "x + v",
        edit("lr * (dw + rho * v)", "lr * (dw + v)"),
        "You look ahead by the whole velocity. It will be worn down first: ρ·v, not v.",
        "the section “How far ahead?”",
    ),
    Mistake(
        "old and new velocity swapped",
        (
            edit(
                "    v = rho * v + dw\n    w = w - lr * (dw + rho * v)",
                "    old_v = v\n    v = rho * v + dw\n    w = w - lr * ((1 + rho) * old_v - rho * v)",
            ),
            edit(
                "    v = rho * v + dw\n    w = w - lr * (dw + rho * v)",
                "    old_v = v\n    v = rho * v - lr * dw\n    w = w - (rho * v - (1 + rho) * old_v)",
            ),
        ),
        "Old and new velocity have changed places: the *new* one enters with 1 + ρ, and ρ times the old "
        "one is taken away.",
    ),
    Mistake("goes up", edit("w - lr * (", "w + lr * ("), UPHILL),
    Mistake(
        "forgets the velocity",
        (edit("v = rho * v + dw", "v = dw"), edit("return w, (v,)", "return w, (0 * v,)")),
        "The old velocity plays no part. Wear it down by rho, add the gradient, and return it as the state, `w, (v,)`.",
    ),
    Mistake(
        "no gradient in the step",
        (
            edit("(dw + rho * v)", "(rho * v)"),
            edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + rho * v"),
        ),
        "The step lacks the gradient itself: lr·(dw + ρ·v).",
    ),
    Mistake(
        "moves twice",
        (
            edit("(dw + rho * v)", "(v + rho * v)"),
            edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + v + rho * v"),
        ),
        "You move by v, and then ahead by ρ·v. But w is ahead already, by ρ times the *old* v: take that "
        "away, and lr·(dw + ρ·v) is left.",
    ),
    Mistake(
        "the averaging form",
        edit("rho * v + dw", "rho * v + (1 - rho) * dw"),
        "Your velocity is a running *mean*: the gradient enters with 1 − ρ. It should be a sum, `rho * v + dw`.",
    ),
    Mistake(
        "the rate twice",
        edit("rho * v + dw", "rho * v + lr * dw"),
        "The learning rate counts squared: once for the gradient and once for the velocity. Put it in one of them.",
    ),
    Mistake(
        "the lecture's signs repaired",
        (
            edit(
                "    v = rho * v + dw\n",
                "    old_v = v\n    v = rho * v - lr * dw\n",
                "w - lr * (dw + rho * v)",
                "w - (rho * old_v + (1 + rho) * v)",
            ),
            edit(
                "    v = rho * v + dw\n",
                "    old_v = v\n    v = rho * v - lr * dw\n",
                "w - lr * (dw + rho * v)",
                "w + (rho * old_v + (1 + rho) * v)",
            ),
            edit(
                "    v = rho * v + dw\n",
                "    old_v = v\n    v = rho * v - lr * dw\n",
                "w - lr * (dw + rho * v)",
                "w + (rho * old_v - (1 + rho) * v)",
            ),
        ),
        "You changed a sign in the lecture's line. It looks wrong and is right: `w -= rho * old_v - (1 + rho) * v`.",
        "the section “Signs that look wrong”",
    ),
    Mistake(
        "friction on the gradient",
        edit("(dw + rho * v)", "(rho * dw + v)"),
        "rho stands at the wrong one of the two in your step. It wears down the velocity: dw + ρ·v.",
    ),
    Mistake(
        "friction on both",
        edit("(dw + rho * v)", "rho * (dw + v)"),
        "rho multiplies the gradient too in your step. It wears down the velocity alone: dw + ρ·v.",
    ),
    Mistake(
        "the rate on the gradient alone",
        edit("lr * (dw + rho * v)", "lr * dw - rho * v"),
        "In your step the learning rate multiplies dw alone, and ρ·v moves w without it. It belongs to both: "
        "lr·(dw + ρ·v).",
    ),
    Mistake(
        "the velocity with the other sign",
        edit("(dw + rho * v)", "(dw - rho * v)"),
        "Gradient and velocity pull against each other in your step: lr·(dw + ρ·v), with a plus.",
    ),
    Mistake(
        "no friction",
        edit("rho * v + dw", "v + dw"),
        "There is no friction: your velocity keeps every gradient for ever. Wear the old one down: `rho * v + dw`.",
    ),
    Mistake("forgets the learning rate", edit("lr * (dw + rho * v)", "(dw + rho * v)"), FORGETS_RATE),
    Mistake("loses w", edit("w = w - lr", "w = -lr"), LOSES_W),
    written_in("rho", FIRST_LINE, "0.9", "0.99", "0.95", "0.5"),
    written_in("lr", FIRST_LINE, "0.01", "0.1", "0.001"),
)

EXERCISES = [
    Exercise(
        reference=nesterov,
        title="Nesterov momentum",
        statement=(
            "Write the rule `nesterov(w, dw, v=0, *, lr, rho)` in the second form, where `w` is the look-ahead "
            "point. `w` may be a vector or a matrix. It returns `w, (v,)`. "
            "The learning rate may stand outside the velocity or inside."
        ),
        hints=(
            "The velocity is that of momentum.",
            "The step is the new gradient, plus what the new velocity will still add after friction.",
            "The step is lr times (dw + rho · new v).",
        ),
        cases=cases,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "the lecture's form",
                edit(
                    "    v = rho * v + dw\n",
                    "    old_v = v\n    v = rho * v - lr * dw\n",
                    "w - lr * (dw + rho * v)",
                    "w - (rho * old_v - (1 + rho) * v)",
                ),
                "Your learning rate stands inside the velocity, as in the lecture. That is the same path as long "
                "as the rate is constant.",
            ),
        ),
        mistakes=MISTAKES,
    ),
]
