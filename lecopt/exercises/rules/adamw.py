"""Exercise of "What becomes of the regulariser?": AdamW."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule

STEP = "w = w * (1 - lr * weight_decay)"


# fmt: off
def adamw(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8,
          weight_decay=0.01):
    """One step of AdamW, the decay multiplied by the learning rate as in torch.

    w, dw: arrays of one shape. m, v, t: Adam's state, 0 at first.
    Returns the new w, and the state (m, v, t).
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w * (1 - lr * weight_decay)
    w = w - lr * m_hat / (v_hat**0.5 + eps)
    return w, (m, v, t)
# fmt: on


def _steps(rng):
    usual = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    yield Case(
        (1 + rng.random(2), [np.zeros(2)]),
        {"lr": 0.1, **usual, "weight_decay": 0.5},
        "no gradient at all: only the decay moves w",
    )
    for shape, steps, decay in (((1,), 3, 0.5), ((2,), 4, 0.1), ((3,), 6, 0.3), ((2, 2), 5, 1.0)):
        yield Case(
            (3 * rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]),
            {"lr": float(rng.uniform(0.05, 0.3)), **usual, "weight_decay": decay},
        )
    yield Case(
        (3 * rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, **usual, "weight_decay": 0.0},
        "no decay: it must be Adam",
    )
    yield Case(
        (3 * rng.normal(size=2), [1e-4 * rng.normal(size=2) for _ in range(4)]),
        {"lr": 0.1, **usual, "eps": 1e-5, "weight_decay": 0.2},
        "small gradients, so that eps counts",
    )


EXERCISES = [
    Exercise(
        reference=adamw,
        title="AdamW",
        statement=(
            "Write the rule `adamw(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps, weight_decay)` in the form of "
            "the libraries. It returns `w, (m, v, t)`. "
            "You may start from your own Adam."
        ),
        hints=(
            "It is Adam, and one line more.",
            "The decay does not pass through the moments: leave dw alone.",
            "Each step keeps the share 1 − lr · weight_decay of w.",
        ),
        cases=_steps,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "decay after the step",
                edit(
                    f"    {STEP}\n    w = w - lr * m_hat / (v_hat**0.5 + eps)",
                    f"    w = w - lr * m_hat / (v_hat**0.5 + eps)\n    {STEP}",
                ),
                "You let the weights decay *after* Adam's step; torch does it before. The two are the same "
                "method up to the order: they differ by lr · weight_decay of one step.",
            ),
        ),
        mistakes=(
            Mistake(
                "L2 in the gradient",
                (
                    edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n", f"    {STEP}\n", ""),
                    edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + 2 * weight_decay * w\n", f"    {STEP}\n", ""),
                ),
                "You add the decay to the gradient. That is Adam with L2: it is divided by the size of the "
                "gradients like everything else, and weights with large gradients escape it.",
                "who is shrunk, and who is not",
            ),
            Mistake(
                "decay not scaled by lr",
                (
                    edit("1 - lr * weight_decay", "1 - weight_decay"),
                    edit(
                        f"    {STEP}\n    w = w - lr * m_hat / (v_hat**0.5 + eps)",
                        "    w = w - lr * m_hat / (v_hat**0.5 + eps)\n    w = w * (1 - weight_decay)",
                    ),
                ),
                "Your decay is not multiplied by lr. That is the *paper's* form, where rate and decay are "
                "independent; in the libraries the share lost is lr · weight_decay.",
                "two forms of AdamW",
            ),
            Mistake(
                "no decay",
                edit(f"    {STEP}\n", ""),
                "There is no decay: this is plain Adam. Shrink w by the factor 1 − lr · weight_decay at each step.",
            ),
            Mistake(
                "grows",
                edit("1 - lr * weight_decay", "1 + lr * weight_decay"),
                "Your weights *grow* by the factor 1 + lr · weight_decay. Decay shrinks them.",
            ),
            Mistake(
                "keeps too little",
                edit("w * (1 - lr * weight_decay)", "w * lr * weight_decay"),
                "You keep the share lr · weight_decay of w. That is the share *lost*: keep one minus it.",
            ),
            Mistake(
                "decay divided by the root",
                edit(
                    f"    {STEP}\n    w = w - lr * m_hat / (v_hat**0.5 + eps)",
                    "    w = w - lr * (m_hat + weight_decay * w) / (v_hat**0.5 + eps)",
                ),
                "Your decay is divided by √v̂, as in Adam with L2, so weights with large gradients escape it. It "
                "stands beside the step, undivided.",
            ),
            Mistake(
                "the decay twice",
                edit("1 - lr * weight_decay", "1 - 2 * lr * weight_decay"),
                "Your decay is twice as strong: 2λ belongs to a regulariser λ‖w‖² without the half.",
            ),
            Mistake(
                "no bias correction",
                edit("lr * m_hat / (v_hat**0.5 + eps)", "lr * m / (v**0.5 + eps)"),
                "The decay is right, and Adam's bias correction is missing in the step: use m̂ and v̂.",
            ),
            Mistake(
                "L2 and decay together",
                edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n"),
                "The decay stands in the gradient *and* beside the step. Leave the gradient alone.",
            ),
            Mistake(
                "eps inside the root",
                edit("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"),
                "The decay is right, and eps stands inside the root, where 1e-8 acts as 1e-4. It belongs "
                "outside: √v̂ + ε.",
            ),
            Mistake(
                "only the weights' sign",
                edit("w * (1 - lr * weight_decay)", "w - lr * weight_decay * np.sign(w)"),
                "You take the same amount from every weight. Decay takes the same *share*.",
            ),
        ),
    ),
]
