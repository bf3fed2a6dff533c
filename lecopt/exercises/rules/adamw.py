"""Exercise of "What becomes of the regulariser?": AdamW."""

from functools import partial

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit, path_of_rule

from .adam.adam import MISTAKES as ADAM
from .adam.adam import STATE
from .adam.steps import FIRST_LINE
from .inputs import cases_of, steps
from .shared import DECAY, DECAY_AFTER, STEP, without, written_in


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


USUAL = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.3}
SECOND = {"lr": 0.02, "beta1": 0.5, "beta2": 0.9, "eps": 1.0, "weight_decay": 0.8}


def cases(rng):
    """One for each promise, then random ones."""
    first, *others = cases_of(
        rng, USUAL, SECOND, zeros=("beta1", "beta2", "weight_decay"), ones={"beta1": 0.999, "beta2": 0.99999}
    )
    yield first
    yield Case((np.array([1.0, -2.0]), steps([0, 0])), USUAL, "no gradient at all: only the decay moves w")
    yield from others


DEFAULTS = "beta1, beta2, eps = 0.9, 0.999, 1e-8"

MISTAKES = (
    Mistake(
        "L2 in the gradient",
        (
            edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n", DECAY, ""),
            edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + 2 * weight_decay * w\n", DECAY, ""),
        ),
        "You add the decay to the gradient. That is Adam with L2: it is divided by the size of the gradients like "
        "everything else, and weights with large gradients escape it.",
        "the section “Who is shrunk, and who is not”",
    ),
    Mistake(
        "decay not scaled by lr",
        (
            edit("1 - lr * weight_decay", "1 - weight_decay"),
            edit(DECAY + STEP, STEP + "    w = w * (1 - weight_decay)\n"),
        ),
        "Your decay is not multiplied by lr. That is the *paper's* form, where rate and decay are independent; in the "
        "libraries the share lost is lr · weight_decay.",
        "the section “Two forms of AdamW”",
    ),
    Mistake(
        "no decay",
        edit(DECAY, ""),
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
        edit(DECAY + STEP, "    w = w - lr * (m_hat + weight_decay * w) / (v_hat**0.5 + eps)\n"),
        "Your decay is divided by √v̂, as in Adam with L2, so weights with large gradients escape it. It stands beside "
        "the step, undivided.",
    ),
    Mistake(
        "decay in one moment",
        (
            edit(DECAY, "", "(1 - beta1) * dw", "(1 - beta1) * (dw + weight_decay * w)"),
            edit(DECAY, "", "m_hat = m /", "m_hat = (m + weight_decay * w) /"),
        ),
        "Your decay goes into the first moment, and is divided by √v̂ with it. It stands beside the step, undivided.",
    ),
    Mistake(
        "the decay twice",
        edit("1 - lr * weight_decay", "1 - 2 * lr * weight_decay"),
        "Your decay is twice as strong: 2λ belongs to a regulariser λ‖w‖² without the half.",
    ),
    Mistake(
        "decay before and after the step",
        edit(STEP, STEP + DECAY),
        "Your weights decay twice in a step, before and after Adam's part. Once is enough.",
    ),
    Mistake(
        "the decay squared",
        (
            edit("1 - lr * weight_decay", "1 - lr * weight_decay**2"),
            edit("1 - lr * weight_decay", "1 - lr**2 * weight_decay"),
        ),
        "One of lr and weight_decay counts squared in your decay. The share lost is lr · weight_decay.",
    ),
    Mistake(
        "L2 and decay together",
        edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n"),
        "The decay stands in the gradient *and* beside the step. Leave the gradient alone.",
    ),
    Mistake(
        "only the weights' sign",
        edit("w * (1 - lr * weight_decay)", "w - lr * weight_decay * np.sign(w)"),
        "You take the same amount from every weight. Decay takes the same *share*.",
    ),
    Mistake(
        "the same from every weight",
        edit("w * (1 - lr * weight_decay)", "w - lr * weight_decay"),
        "You take lr · weight_decay from every weight, whatever its size and sign. Decay takes that *share* of w.",
    ),
    Mistake(
        "hyper-parameters not passed on",
        (
            edit(STEP, f"    lr = 1e-3\n{STEP}", FIRST_LINE, f"    {DEFAULTS}\n{FIRST_LINE}"),
            edit(FIRST_LINE, f"    {DEFAULTS}\n{FIRST_LINE}"),
            edit(
                DECAY + STEP,
                f"{STEP}{DECAY}",
                FIRST_LINE,
                f"    {DEFAULTS}\n    rate, lr = lr, 1e-3\n{FIRST_LINE}",
                "1 - lr * weight_decay",
                "1 - rate * weight_decay",
            ),
        ),
        "Your Adam moves w by its usual numbers (β₁ = 0.9, β₂ = 0.999, ε = 1e-8), whatever is given. If you call your "
        "`adam`, pass them on: `lr=lr, beta1=beta1, beta2=beta2, eps=eps`.",
    ),
    *without(ADAM, "loses w", "the betas written in"),
    written_in("weight_decay", FIRST_LINE, "0.01", "0.1", "0.001", "1e-4"),
)

EXERCISES = [
    Exercise(
        reference=adamw,
        title="AdamW",
        statement=(
            "Write the rule `adamw(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps, weight_decay)` in the form of "
            "the libraries. `w` may be a vector or a matrix. It returns `w, (m, v, t)`. `eps` is added to "
            "$\\sqrt{\\hat v}$, outside the root. The decay may stand before or after Adam's step. "
            "You may start from your own Adam."
        ),
        hints=(
            "It is Adam, and one line more.",
            "The decay does not pass through the moments: leave dw alone.",
            "Each step keeps the share 1 − lr · weight_decay of w.",
        ),
        cases=cases,
        trial=partial(path_of_rule, state=STATE),
        alternatives=(DECAY_AFTER,),
        mistakes=MISTAKES,
    ),
]
