"""Exercise of "What if the hiker had weight?": momentum."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule


def momentum(w, dw, v=0, *, lr=0.01, rho=0.9):
    """One step of SGD with momentum, the learning rate outside the velocity.

    w, dw: arrays of one shape. v: the velocity, 0 at first.
    Returns the new w, and the state (v,).
    """
    v = rho * v + dw
    w = w - lr * v
    return w, (v,)


def _steps(rng):
    for shape, steps, rho in (((1,), 3, 0.9), ((2,), 4, 0.5), ((3,), 6, 0.8), ((2, 2), 5, 0.95)):
        yield Case(
            (rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]),
            {"lr": float(rng.uniform(0.01, 0.2)), "rho": rho},
        )
    yield Case(
        (rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, "rho": 0.0},
        "rho is 0, and it must be gradient descent",
    )
    yield Case(
        (rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]),
        {"lr": [0.1, 0.1, 0.02, 0.02], "rho": 0.9},
        "the learning rate drops on the way",
    )


EXERCISES = [
    Exercise(
        reference=momentum,
        title="Momentum",
        statement=(
            "Write the rule `momentum(w, dw, v=0, *, lr, rho)`. It returns the new weights and its state, `w, (v,)`. "
            "Either form is right: with the learning rate outside the velocity or inside; only the path of `w` counts."
        ),
        hints=(
            "Two lines: first the velocity, then the weights.",
            "Friction wears the old velocity down; the gradient pushes it.",
            "Move along the *new* velocity, downhill, by lr times it.",
        ),
        cases=_steps,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "the rate inside",
                edit("v = rho * v + dw", "v = rho * v - lr * dw", "w = w - lr * v", "w = w + v"),
                "Your learning rate stands inside the velocity. That is the same path as long as the rate is "
                "constant; when it changes, the two forms part.",
            ),
        ),
        mistakes=(
            Mistake(
                "the averaging form",
                (
                    edit("rho * v + dw", "rho * v + (1 - rho) * dw"),
                    edit("rho * v + dw", "rho * v - lr * (1 - rho) * dw", "w - lr * v", "w + v"),
                ),
                "Your velocity is a running *mean*: the gradient enters with 1 − ρ. Momentum sums: `rho * v + "
                "dw`. Your steps are 1 − ρ times as large.",
                "a sum, not an average",
            ),
            Mistake(
                "goes up",
                (
                    edit("w - lr * v", "w + lr * v"),
                    edit("rho * v + dw", "rho * v - dw"),
                    edit("rho * v + dw", "rho * v - lr * dw", "w - lr * v", "w - v"),
                    edit("rho * v + dw", "rho * v + lr * dw", "w - lr * v", "w + v"),
                ),
                "You go uphill. A velocity that *sums* the gradients points up, and w moves against it; one that "
                "*subtracts* them points down, and w moves along it.",
            ),
            Mistake(
                "forgets the velocity",
                (edit("v = rho * v + dw", "v = dw"), edit("return w, (v,)", "return w, (0 * v,)")),
                "The old velocity plays no part: this is gradient descent. Wear it down by rho, add the "
                "gradient, and return it as the state, `w, (v,)`.",
            ),
            Mistake(
                "moves along the old velocity",
                edit("    v = rho * v + dw\n    w = w - lr * v", "    w = w - lr * v\n    v = rho * v + dw"),
                "You move before the velocity knows the new gradient: every step is one gradient late. First v, "
                "then w.",
            ),
            Mistake(
                "friction on the gradient",
                edit("rho * v + dw", "v + rho * dw"),
                "rho stands at the wrong place: friction acts on the old *velocity*, `rho * v + dw`.",
            ),
            Mistake(
                "1 − rho for rho",
                edit("rho * v + dw", "(1 - rho) * v + dw"),
                "You keep the share 1 − ρ of the velocity. ρ itself is what is kept: 0.9 keeps nine tenths.",
            ),
            Mistake(
                "the rate twice",
                edit("rho * v + dw", "rho * v + lr * dw"),
                "The learning rate stands in both lines, so it counts squared. Put it in one of them.",
            ),
            Mistake(
                "forgets the learning rate",
                edit("w - lr * v", "w - v"),
                "The learning rate is missing: w moves by the whole velocity.",
            ),
            Mistake(
                "the rate on the whole velocity",
                edit("rho * v + dw", "lr * (rho * v + dw)", "w - lr * v", "w - v"),
                "The rate multiplies the old velocity too, so it counts again at each step and the velocity dies "
                "at once. Only the gradient is multiplied by it: `rho * v - lr * dw`.",
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
                "friction on the step too",
                edit("w - lr * v", "w - lr * rho * v"),
                "You multiply by rho once more in the step. The velocity has been worn down already.",
            ),
        ),
    ),
]
