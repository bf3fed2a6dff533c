"""Exercise of "What if AdaGrad could forget?": RMSProp."""

from lecopt.checker import Case, Exercise, Mistake, edit, path_of_rule


def rmsprop(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8):
    """One step of RMSProp.

    w, dw: arrays of one shape. s: running mean of squared gradients, 0 at first.
    Returns the new w, and the state (s,).
    """
    s = decay * s + (1 - decay) * dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


def _steps(rng):
    for shape, steps, decay in (((1,), 3, 0.9), ((2,), 4, 0.99), ((3,), 6, 0.7), ((2, 2), 5, 0.95)):
        yield Case(
            (rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]),
            {"lr": float(rng.uniform(0.01, 0.2)), "decay": decay, "eps": 1e-8},
        )
    yield Case(
        (rng.normal(size=2), [1e-4 * rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, "decay": 0.9, "eps": 1e-5},
        "small gradients, so that eps counts",
    )
    yield Case(
        (rng.normal(size=2), [1e3 * rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, "decay": 0.9, "eps": 1e-8},
        "large gradients",
    )


EXERCISES = [
    Exercise(
        reference=rmsprop,
        title="RMSProp",
        statement=(
            "Write the rule `rmsprop(w, dw, s=0, *, lr, decay, eps)`. It returns `w, (s,)`. `decay` is the share of "
            "the old mean that is kept; `eps` stands outside the root."
        ),
        hints=(
            "It is AdaGrad with another line for the state.",
            "A running mean: a share of the old one, and the rest from the new square.",
            "The two shares add up to 1.",
        ),
        cases=_steps,
        trial=path_of_rule,
        mistakes=(
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
                "only the sign is left",
            ),
            Mistake(
                "forgets the state",
                edit("return w, (s,)", "return w, (0 * s,)"),
                "Your mean is lost between the steps: return it as the state, `w, (s,)`.",
            ),
            Mistake(
                "eps inside the root",
                edit("s**0.5 + eps", "(s + eps) ** 0.5"),
                "Your eps stands inside the root, where 1e-8 acts as 1e-4. Here it stands outside, as in torch.",
            ),
            Mistake(
                "a leaky sum",
                edit("(1 - decay) * dw**2", "dw**2"),
                "The new square enters whole, so your s is a leaky *sum*, 1/(1 − decay) times the mean, and your "
                "steps are too short.",
            ),
            Mistake(
                "no root", edit("s**0.5 + eps", "s + eps"), "The root is missing: you divide by the mean square itself."
            ),
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
            Mistake(
                "no eps",
                edit("s**0.5 + eps", "s**0.5"),
                "There is no eps, so a weight whose gradient is 0 becomes 0/0. Add it to the root.",
            ),
            Mistake(
                "a fixed decay",
                (
                    edit("decay * s + (1 - decay) * dw**2", "0.9 * s + 0.1 * dw**2"),
                    edit("decay * s + (1 - decay) * dw**2", "0.99 * s + 0.01 * dw**2"),
                ),
                "The share is written as a number. Use the argument `decay`.",
            ),
            Mistake(
                "the share squared too",
                edit("(1 - decay) * dw**2", "((1 - decay) * dw) ** 2"),
                "The share 1 − decay is squared along with the gradient. Only dw is squared: `(1 - decay) * dw**2`.",
            ),
            Mistake(
                "one mean for all weights",
                edit("dw**2", "(dw**2).mean()"),
                "You take the mean over the weights as well. Each weight has its own mean, over the steps.",
            ),
            Mistake("goes up", edit("w - lr", "w + lr"), "You go uphill: subtract."),
        ),
    ),
]
