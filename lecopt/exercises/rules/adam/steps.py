"""The mistakes of Adam, which AdamW and the bug hunt share: state, moments, step, written-in numbers."""

from lecopt.checker import Mistake, edit

from ..shared import (
    BRACKETS,
    FORGETS_RATE,
    LOSES_W,
    MULTIPLIES,
    NO_EPS,
    NO_GRADIENT,
    UPHILL,
    written_in,
)

FIRST_LINE = "    t = t + 1"
STEPS = (
    Mistake("no eps", edit("v_hat**0.5 + eps", "v_hat**0.5"), NO_EPS),
    Mistake(
        "eps outside the fraction",
        (
            edit("lr * m_hat / (v_hat**0.5 + eps)", "lr * m_hat / v_hat**0.5 + eps"),
            edit("lr * m_hat / (v_hat**0.5 + eps)", "(lr * m_hat / v_hat**0.5 + eps)"),
            edit("lr * m_hat / (v_hat**0.5 + eps)", "lr * (m_hat / v_hat**0.5 + eps)"),
        ),
        BRACKETS,
    ),
    Mistake(
        "the state in another order",
        (
            edit("return w, (m, v, t)", "return w, (v, m, t)"),
            edit("return w, (m, v, t)", "return w, (t, m, v)"),
            edit("return w, (m, v, t)", "return w, (m, t, v)"),
        ),
        "The state comes back in another order than it is taken: m, v, t.",
    ),
    Mistake(
        "a moment is not kept",
        (
            edit("return w, (m, v, t)", "return w, (0 * m, v, t)"),
            edit("return w, (m, v, t)", "return w, (m, 0 * v, t)"),
            edit("return w, (m, v, t)", "return w, (0 * m, 0 * v, t)"),
        ),
        "One of your moments forgets its old value: it isn't returned in the state, `(m, v, t)`, or its line leaves "
        "out β times the old one.",
    ),
    Mistake(
        "nothing is kept",
        edit("return w, (m, v, t)", "return w, ()"),
        "Nothing is remembered: every step is a first step, lr times the *sign* of the gradient. Return the state, "
        "`w, (m, v, t)`.",
    ),
    Mistake(
        "both moments are sums",
        (
            edit("beta1 * m + (1 - beta1) * dw", "m + dw", "beta2 * v + (1 - beta2) * dw**2", "v + dw**2"),
            edit(
                "beta1 * m + (1 - beta1) * dw",
                "beta1 * m + dw",
                "beta2 * v + (1 - beta2) * dw**2",
                "beta2 * v + dw**2",
            ),
        ),
        "Both of your moments are sums: the new value enters whole. In a mean it enters with 1 − β, the old with β.",
    ),
    Mistake(
        "the second moment a leaky sum",
        edit("(1 - beta2) * dw**2", "dw**2"),
        "Your second moment takes the new square whole. It enters with 1 − β₂.",
    ),
    Mistake(
        "the share squared too",
        edit("(1 - beta2) * dw**2", "((1 - beta2) * dw) ** 2"),
        "The share 1 − β₂ is squared along with the gradient. Only dw is squared: `(1 - beta2) * dw**2`.",
    ),
    Mistake(
        "one second moment for all weights",
        (
            edit("dw**2", "np.sum(dw**2)"),
            edit("dw**2", "np.mean(dw**2)"),
            edit("dw**2", "np.dot(dw.ravel(), dw.ravel())"),
            edit("dw**2", "np.linalg.norm(dw)"),
        ),
        "Your second moment runs over the weights as well, so they share one rate. Each weight has its own mean, over "
        "the steps.",
    ),
    Mistake(
        "the largest second moment",
        edit(
            "v = beta2 * v + (1 - beta2) * dw**2",
            "v = np.maximum(v, beta2 * v + (1 - beta2) * dw**2)",
        ),
        "Your second moment never comes down: you keep the larger of the old and the new one. That is a variant "
        "(AMSGrad); Adam's v is the running mean itself.",
    ),
    Mistake(
        "the moments one step late",
        edit(
            "    m = beta1 * m + (1 - beta1) * dw\n    v = beta2 * v + (1 - beta2) * dw**2\n",
            "",
            "    return w",
            "    m = beta1 * m + (1 - beta1) * dw\n    v = beta2 * v + (1 - beta2) * dw**2\n    return w",
        ),
        "Your step is taken before the moments know the new gradient. First m and v, then the step.",
    ),
    Mistake("multiplies", edit("m_hat / (v_hat**0.5 + eps)", "m_hat * (v_hat**0.5 + eps)"), MULTIPLIES),
    Mistake("no first moment in the step", edit("lr * m_hat /", "lr /"), NO_GRADIENT),
    Mistake("forgets the learning rate", edit("lr * m_hat", "m_hat"), FORGETS_RATE),
    Mistake("loses w", edit("w = w - lr", "w = -lr"), LOSES_W),
    Mistake("goes up", edit("w - lr", "w + lr"), UPHILL),
    Mistake(
        "the betas written in",
        (edit(FIRST_LINE, f"    beta1, beta2 = 0.9, 0.999\n{FIRST_LINE}"),),
        "Your rule does the same whatever `beta1` and `beta2` it is given: numbers stand in their places. Use the "
        "arguments.",
    ),
    written_in("beta1", FIRST_LINE, "0.9", "0.99", "0.95", "0.5"),
    written_in("beta2", FIRST_LINE, "0.999", "0.99", "0.9", "0.95"),
    written_in("eps", FIRST_LINE, "1e-8", "1e-7", "1e-10", "1e-6", "1e-5", "1e-12"),
    written_in("lr", FIRST_LINE, "0.001", "0.01", "0.1"),
)
