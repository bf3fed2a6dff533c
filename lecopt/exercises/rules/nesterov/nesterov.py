"""Exercise of "What if we looked where we are going?": Nesterov momentum."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule


def nesterov(w, dw, v=0, *, lr=0.01, rho=0.9):
    """One step of Nesterov momentum; w is the look-ahead point, and dw is taken there.

    w, dw: arrays of one shape. v: the velocity, 0 at first.
    Returns the new w, and the state (v,).
    """
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
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
        reference=nesterov,
        title="Nesterov momentum",
        statement=(
            "Write the rule `nesterov(w, dw, v=0, *, lr, rho)` in the second form, where `w` is the look-ahead "
            "point. It returns `w, (v,)`. "
            "The learning rate may stand outside the velocity or inside."
        ),
        hints=(
            "The velocity is that of momentum.",
            "The step is the new gradient, plus what the new velocity will still add after friction.",
            "The step is lr times (dw + rho · new v).",
        ),
        cases=_steps,
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
        mistakes=(
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
                "how far ahead",
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
            Mistake("goes up", edit("w - lr * (", "w + lr * ("), "You go uphill: subtract the step."),
            Mistake(
                "forgets the velocity",
                (edit("v = rho * v + dw", "v = dw"), edit("return w, (v,)", "return w, (0 * v,)")),
                "The old velocity plays no part. Wear it down by rho, add the gradient, and return it as the "
                "state, `w, (v,)`.",
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
                "Your velocity is a running *mean*: the gradient enters with 1 − ρ. It should be a sum, `rho * v "
                "+ dw`.",
            ),
            Mistake(
                "the rate twice",
                edit("rho * v + dw", "rho * v + lr * dw"),
                "The learning rate stands in the velocity and in the step, so it counts squared.",
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
                "You changed a sign in the lecture's line. It looks wrong and is right: `w -= rho * old_v - (1 + "
                "rho) * v`.",
                "signs that look wrong",
            ),
        ),
    ),
]
