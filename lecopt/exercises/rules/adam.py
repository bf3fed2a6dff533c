"""Exercise of "What if we had both, momentum and scaling?": Adam."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule


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


def _steps(rng):
    usual = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    yield Case((rng.normal(size=1), [rng.normal(size=1)]), {"lr": 0.1, **usual}, "one step only")
    for shape, steps, other in (
        ((2,), 4, {}),
        ((3,), 6, {"beta1": 0.8, "beta2": 0.95}),
        ((2, 2), 8, {"beta1": 0.5, "beta2": 0.9}),
        ((2,), 15, {}),
    ):
        yield Case(
            (rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]),
            {"lr": float(rng.uniform(0.01, 0.2)), **usual, **other},
        )
    yield Case(
        (rng.normal(size=2), [1e-4 * rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, **usual, "eps": 1e-5},
        "small gradients, so that eps counts",
    )
    yield Case(
        (rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, **usual, "beta1": 0.0},
        "beta1 is 0: no first moment",
    )


def _uncorrected(text):
    return edit("m_hat / (v_hat**0.5 + eps)", text)


EXERCISES = [
    Exercise(
        reference=adam,
        title="Adam",
        statement=(
            "Write the rule `adam(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps)`. It returns `w, (m, v, t)`. `eps` "
            "stands outside the root."
        ),
        hints=(
            "Six lines: the counter, two running means, two corrections, the step.",
            "The counter must be 1 when it is first used.",
            "After t steps the missing share of a mean is beta to the power t: divide by one minus it.",
            "Both moments are corrected, and the corrected ones stand in the step.",
        ),
        cases=_steps,
        trial=path_of_rule,
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
        mistakes=(
            Mistake(
                "no bias correction",
                (
                    _uncorrected("m / (v**0.5 + eps)"),
                    edit(
                        "    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)\n", "    m_hat, v_hat = m, v\n"
                    ),
                ),
                "There is no bias correction in your step (computed and not used counts as none): with the usual "
                "betas the first step is 3.16 × lr. Divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ, and use the results.",
                "without the correction",
            ),
            Mistake(
                "second moment not corrected",
                _uncorrected("m_hat / (v**0.5 + eps)"),
                "Your second moment is not bias-corrected: with β₂ = 0.999 the first step is 31.6 × lr. Divide v "
                "by 1 − β₂ᵗ.",
            ),
            Mistake(
                "first moment not corrected",
                _uncorrected("m / (v_hat**0.5 + eps)"),
                "Your first moment is not bias-corrected: with β₁ = 0.9 the first step is a tenth of lr. Divide "
                "m by 1 − β₁ᵗ.",
            ),
            Mistake(
                "t from 0",
                edit("    t = t + 1\n", "", "return w, (m, v, t)", "return w, (m, v, t + 1)"),
                "Your counter is 0 at the first step, and 1 − β⁰ is 0: a division by zero. Count first: t = t + 1.",
                "what happens at t = 0",
            ),
            Mistake(
                "t one ahead",
                edit("beta1**t", "beta1 ** (t + 1)", "beta2**t", "beta2 ** (t + 1)"),
                "Your counter is one ahead: at the first step the powers must be β¹.",
            ),
            Mistake(
                "t not kept",
                edit("return w, (m, v, t)", "return w, (m, v, 0 * t)"),
                "Every step gets the correction of the first one, so it never fades. Either the new t is not "
                "returned in the state, or the power is missing: it is βᵗ, not β.",
            ),
            Mistake(
                "eps inside the root",
                edit("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"),
                "Your eps stands inside the root, where 1e-8 acts as 1e-4. In the paper and in torch it stands "
                "outside: √v̂ + ε.",
                "where the epsilon stands",
            ),
            Mistake(
                "eps before the correction",
                edit("lr * m_hat / (v_hat**0.5 + eps)", "lr * m_hat * (1 - beta2**t) ** 0.5 / (v**0.5 + eps)"),
                "Your eps is added before v is corrected (the paper's 'efficient' form with its ε̂), so it "
                "weighs more in the first steps. It belongs beside √v̂.",
            ),
            Mistake(
                "the betas swapped",
                edit(
                    "beta1 * m + (1 - beta1)",
                    "beta2 * m + (1 - beta2)",
                    "beta2 * v + (1 - beta2)",
                    "beta1 * v + (1 - beta1)",
                    "beta1**t",
                    "beta_2**t",
                    "beta2**t",
                    "beta1**t",
                    "beta_2**t",
                    "beta2**t",
                ),
                "The betas are swapped: β₁ belongs to the first moment m, β₂ to the second, v.",
            ),
            Mistake(
                "the shares swapped",
                edit(
                    "beta1 * m + (1 - beta1) * dw",
                    "(1 - beta1) * m + beta1 * dw",
                    "beta2 * v + (1 - beta2) * dw**2",
                    "(1 - beta2) * v + beta2 * dw**2",
                ),
                "The shares are swapped: β of the *old* mean is kept, 1 − β of the new value comes in.",
            ),
            Mistake("no square", edit("dw**2", "abs(dw)"), "The second moment is a mean of *squares*, dw²."),
            Mistake(
                "the square of m",
                edit("dw**2", "m**2"),
                "Your second moment is fed with m². It is the mean of the squared *gradient*, dw².",
            ),
            Mistake("no root", edit("v_hat**0.5 + eps", "v_hat + eps"), "The root is missing: divide by √v̂ + ε."),
            Mistake(
                "AdaGrad's sum",
                edit("beta2 * v + (1 - beta2) * dw**2", "v + dw**2", "v / (1 - beta2**t)", "v"),
                "Your second moment is a sum that only grows: that is AdaGrad's. Adam's is a running mean.",
                "not momentum plus AdaGrad",
            ),
            Mistake(
                "momentum's sum",
                edit("beta1 * m + (1 - beta1) * dw", "beta1 * m + dw"),
                "Your first moment is a sum, as in momentum. Here the gradient enters with 1 − β₁.",
            ),
            Mistake(
                "corrects the state",
                edit(
                    "    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)\n"
                    "    w = w - lr * m_hat / (v_hat**0.5 + eps)",
                    "    m = m / (1 - beta1**t)\n    v = v / (1 - beta2**t)\n    w = w - lr * m / (v**0.5 + eps)",
                ),
                "You store the corrected moments as the state, so they are corrected again and again. Keep m and "
                "v as they are, and correct copies.",
            ),
            Mistake(
                "the gradient in the step",
                edit("lr * m_hat", "lr * dw"),
                "Your step uses the gradient itself, so the first moment plays no part: that is RMSProp with a "
                "correction. Use m̂.",
            ),
            Mistake(
                "multiplies by the correction",
                edit("m / (1 - beta1**t)", "m * (1 - beta1**t)", "v / (1 - beta2**t)", "v * (1 - beta2**t)"),
                "You multiply by 1 − βᵗ. The moments are too *small* at first: divide by it.",
            ),
            Mistake(
                "corrects the root",
                edit("v / (1 - beta2**t)", "v / (1 - beta2**t) ** 2"),
                "You divide the *root* of v by 1 − β₂ᵗ. Correct v first, then take the root.",
            ),
            Mistake(
                "beta1 in both corrections",
                edit("v / (1 - beta2**t)", "v / (1 - beta1**t)"),
                "Both corrections use β₁. The one of v belongs to β₂.",
            ),
            Mistake(
                "beta times t",
                edit("beta1**t", "beta1 * t", "beta2**t", "beta2 * t"),
                "The correction holds a power, β**t, not β times t.",
            ),
            Mistake(
                "no eps",
                edit("v_hat**0.5 + eps", "v_hat**0.5"),
                "There is no eps, so a weight whose gradient is 0 becomes 0/0. Add it to the root.",
            ),
            Mistake(
                "eps outside the fraction",
                edit("m_hat / (v_hat**0.5 + eps)", "m_hat / v_hat**0.5 + eps"),
                "eps stands outside the fraction, so it moves the weights. Brackets: divide by (√v̂ + eps).",
            ),
            Mistake(
                "m and v in the wrong order",
                edit("return w, (m, v, t)", "return w, (v, m, t)"),
                "The state comes back in another order than it is taken: m, v, t.",
            ),
            Mistake("goes up", edit("w - lr", "w + lr"), "You go uphill: subtract."),
        ),
    ),
]
