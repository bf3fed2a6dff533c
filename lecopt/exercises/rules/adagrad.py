"""Exercise of "What if every weight had its own step?": AdaGrad."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule


def adagrad(w, dw, s=0, *, lr=0.01, eps=1e-10):
    """One step of AdaGrad.

    w, dw: arrays of one shape. s: sum of squared gradients, 0 at first.
    Returns the new w, and the state (s,).
    """
    s = s + dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


def _steps(rng):
    for shape, steps, eps in (((1,), 3, 1e-10), ((2,), 4, 1e-10), ((3,), 6, 1e-8), ((2, 2), 5, 1e-10)):
        yield Case(
            (rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]),
            {"lr": float(rng.uniform(0.05, 0.5)), "eps": eps},
        )
    yield Case(
        (rng.normal(size=2), [1e-4 * rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, "eps": 1e-5},
        "small gradients, so that eps counts",
    )
    yield Case(
        (rng.normal(size=2), [1e3 * rng.normal(size=2) for _ in range(4)]), {"lr": 0.1, "eps": 1e-10}, "large gradients"
    )


EXERCISES = [
    Exercise(
        reference=adagrad,
        title="AdaGrad",
        statement=(
            "Write the rule `adagrad(w, dw, s=0, *, lr, eps)`. It returns `w, (s,)`. `eps` stands outside the root."
        ),
        hints=(
            "The state is a sum. Of what?",
            "Each weight has its own sum of squared gradients; nothing is taken together over the weights.",
            "Add the new square first, then divide by the root of the sum plus eps.",
        ),
        cases=_steps,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "the root kept as state", edit("s = s + dw**2", "s = (s**2 + dw**2) ** 0.5", "s**0.5 + eps", "s + eps")
            ),
        ),
        mistakes=(
            Mistake(
                "the root of s + 1",
                edit("s**0.5 + eps", "(s + 1) ** 0.5"),
                "You divide by √(s + 1). The 1 has the unit of a squared gradient, so your rule sees the scale "
                "of the loss: with small gradients it stands still. It is √s + eps.",
                "a formula that destroys it",
            ),
            Mistake(
                "eps inside the root",
                edit("s**0.5 + eps", "(s + eps) ** 0.5"),
                "Your eps stands inside the root, where 1e-10 acts as 1e-5. Here, in the paper and in torch it "
                "stands outside.",
            ),
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
                "You divide by the root of the *mean* square. AdaGrad takes the sum; that is why its steps "
                "shrink like 1/√t.",
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
                edit("s + dw**2", "s + (dw**2).sum()"),
                "You add up over the weights as well, so all of them share one rate. Each weight has its own sum.",
            ),
            Mistake(
                "no eps",
                edit("s**0.5 + eps", "s**0.5"),
                "There is no eps, so a weight that has never had a gradient becomes 0/0. Add it to the root.",
            ),
            Mistake(
                "adds up the gradients",
                edit("dw**2", "dw", "s**0.5", "abs(s)"),
                "You add up the gradients themselves, and those of opposite sign cancel. Add their *squares*.",
            ),
            Mistake("goes up", edit("w - lr", "w + lr"), "You go uphill: subtract."),
            Mistake("forgets the learning rate", edit("lr * dw", "dw"), "The learning rate is missing."),
        ),
    ),
]
