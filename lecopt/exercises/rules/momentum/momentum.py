"""Exercise of "What if the hiker had weight?": momentum."""

from lecopt.checker import Alternative, Exercise, Mistake, edit, path_of_rule

from ..inputs import cases_of
from ..shared import FORGETS_RATE, LOSES_W, written_in


def momentum(w, dw, v=0, *, lr=0.01, rho=0.9):
    """One step of SGD with momentum, the learning rate outside the velocity.

    w, dw: arrays of one shape. v: the velocity, 0 at first.
    Returns the new w, and the state (v,).
    """
    v = rho * v + dw
    w = w - lr * v
    return w, (v,)


USUAL, SECOND = {"lr": 0.1, "rho": 0.9}, {"lr": 0.02, "rho": 0.5}
FIRST_LINE = "    v = rho * v + dw"


def cases(rng):
    """One for each promise, then random ones."""
    return cases_of(rng, USUAL, SECOND, zeros=("rho",), ones={"rho": 0.999})


MISTAKES = (
    Mistake(
        "the averaging form",
        (
            edit("rho * v + dw", "rho * v + (1 - rho) * dw"),
            edit("rho * v + dw", "rho * v - lr * (1 - rho) * dw", "w - lr * v", "w + v"),
        ),
        "Your velocity is a running *mean*: the gradient enters with 1 − ρ. Momentum sums: `rho * v + dw`. Your steps "
        "are 1 − ρ times as large.",
        "the section “A sum, not an average”",
    ),
    Mistake(
        "goes up",
        (
            edit("w - lr * v", "w + lr * v"),
            edit("rho * v + dw", "rho * v - dw"),
            edit("rho * v + dw", "rho * v - lr * dw", "w - lr * v", "w - v"),
            edit("rho * v + dw", "rho * v + lr * dw", "w - lr * v", "w + v"),
        ),
        "You go uphill. A velocity that *sums* the gradients points up, and w moves against it; one that *subtracts* "
        "them points down, and w moves along it.",
    ),
    Mistake(
        "forgets the velocity",
        (edit("v = rho * v + dw", "v = dw"), edit("return w, (v,)", "return w, (0 * v,)")),
        "The old velocity plays no part: this is gradient descent. Wear it down by rho, add the gradient, and return "
        "it as the state, `w, (v,)`.",
    ),
    Mistake(
        "moves along the old velocity",
        edit("    v = rho * v + dw\n    w = w - lr * v", "    w = w - lr * v\n    v = rho * v + dw"),
        "You move before the velocity knows the new gradient: every step is one gradient late. First v, then w.",
    ),
    Mistake(
        "friction on the gradient",
        edit("rho * v + dw", "v + rho * dw"),
        "rho stands at the wrong place: friction acts on the old *velocity*, `rho * v + dw`.",
    ),
    Mistake(
        "no friction",
        edit("rho * v + dw", "v + dw"),
        "There is no friction: your velocity keeps every gradient for ever. Wear the old one down: `rho * v + dw`.",
    ),
    Mistake(
        "the old velocity with a minus",
        edit("rho * v + dw", "dw - rho * v"),
        "Your old velocity enters with a minus, so it works against the new gradient: `rho * v + dw`.",
    ),
    Mistake(
        "1 − rho for rho",
        edit("rho * v + dw", "(1 - rho) * v + dw"),
        "You keep the share 1 − ρ of the velocity. ρ itself is what is kept: 0.9 keeps nine tenths.",
    ),
    Mistake(
        "the rate twice",
        edit("rho * v + dw", "rho * v + lr * dw"),
        "The learning rate counts squared: once for the gradient and once for the velocity. Put it in one of them.",
    ),
    Mistake("forgets the learning rate", edit("w - lr * v", "w - v"), FORGETS_RATE),
    Mistake(
        "the rate on the whole velocity",
        edit("rho * v + dw", "lr * (rho * v + dw)", "w - lr * v", "w - v"),
        "The rate multiplies the old velocity too, so it counts again at each step and the velocity dies at once. Only "
        "the gradient is multiplied by it: `rho * v - lr * dw`.",
    ),
    Mistake(
        "the gradient twice",
        (edit("w - lr * v", "w - lr * dw - lr * v"), edit("w - lr * v", "w - lr * dw - v")),
        "You move by the gradient and by the velocity. The gradient is in the velocity already: `w - lr * v`.",
    ),
    Mistake(
        "Nesterov",
        edit("w - lr * v", "w - lr * (dw + rho * v)"),
        "That is Nesterov's momentum, the next chapter: it looks ahead. Plain momentum moves by lr·v.",
    ),
    Mistake(
        "friction on the new gradient too",
        (edit("w - lr * v", "w - lr * rho * v"), edit("rho * v + dw", "rho * (v + dw)")),
        "rho multiplies the new gradient as well, in the velocity or in the step, so all your steps are ρ times as "
        "large. It wears down the old velocity alone: `rho * v + dw`, and then `w - lr * v`.",
    ),
    Mistake("loses w", edit("w = w - lr * v", "w = -lr * v"), LOSES_W),
    written_in("rho", FIRST_LINE, "0.9", "0.99", "0.95", "0.5"),
    written_in("lr", FIRST_LINE, "0.01", "0.1", "0.001"),
)

EXERCISES = [
    Exercise(
        reference=momentum,
        title="Momentum",
        statement=(
            "Write the rule `momentum(w, dw, v=0, *, lr, rho)`. `w` may be a vector or a matrix. It returns the new "
            "weights and its state, `w, (v,)`. "
            "Either form is right: with the learning rate outside the velocity or inside; only the path of `w` counts."
        ),
        hints=(
            "Two lines: first the velocity, then the weights.",
            "Friction wears the old velocity down; the gradient pushes it.",
            "Move along the *new* velocity, downhill, by lr times it.",
        ),
        cases=cases,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "the rate inside",
                edit("v = rho * v + dw", "v = rho * v - lr * dw", "w = w - lr * v", "w = w + v"),
                "Your learning rate stands inside the velocity. That is the same path as long as the rate is "
                "constant; when it changes, the two forms part.",
            ),
        ),
        mistakes=MISTAKES,
    ),
]
