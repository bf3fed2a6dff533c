"""The mistakes of Adam, which AdamW and the bug hunt share: corrections, shares, powers."""

from lecopt.checker import Mistake, edit

from ..shared import inside


def uncorrected(text):
    """Another fraction in the step."""
    return edit("m_hat / (v_hat**0.5 + eps)", text)


CORRECTIONS = (
    Mistake(
        "no bias correction",
        uncorrected("m / (v**0.5 + eps)"),
        "There is no bias correction in your step: with the usual betas the first step is 3.16 × lr. Divide m by "
        "1 − β₁ᵗ and v by 1 − β₂ᵗ, and use the results in the step.",
        "the section “Without the correction, measured”",
    ),
    Mistake(
        "second moment not corrected",
        uncorrected("m_hat / (v**0.5 + eps)"),
        "Your second moment is not bias-corrected: with β₂ = 0.999 the first step is 31.6 × lr. Divide v by 1 − β₂ᵗ.",
    ),
    Mistake(
        "first moment not corrected",
        uncorrected("m / (v_hat**0.5 + eps)"),
        "Your first moment is not bias-corrected: with β₁ = 0.9 the first step is a tenth of lr. Divide m by 1 − β₁ᵗ.",
    ),
    Mistake(
        "t from 0",
        edit("    t = t + 1\n", "", "return w, (m, v, t)", "return w, (m, v, t + 1)"),
        "Your counter is 0 at the first step, and 1 − β⁰ is 0: a division by zero. Count first: t = t + 1.",
        "the section “What happens at t = 0?”",
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
    inside("v_hat**0.5", "1e-8", "1e-4"),
    Mistake(
        "eps before the correction",
        edit("lr * m_hat / (v_hat**0.5 + eps)", "lr * m_hat * (1 - beta2**t) ** 0.5 / (v**0.5 + eps)"),
        "Your eps is added to √v, before v is corrected (the paper's 'efficient' form with its ε̂), so it weighs more "
        "in the first steps. It belongs beside √v̂.",
        "the section “Where the epsilon stands”",
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
    Mistake(
        "no square",
        (edit("dw**2", "abs(dw)"), edit("dw**2", "dw")),
        "The second moment is a mean of *squares*, dw².",
    ),
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
        "the section “Not momentum plus AdaGrad”",
    ),
    Mistake(
        "momentum's sum",
        edit("beta1 * m + (1 - beta1) * dw", "beta1 * m + dw"),
        "Your first moment is a sum, as in momentum. Here the gradient enters with 1 − β₁.",
    ),
    Mistake(
        "corrects the state",
        edit("m_hat = m /", "m = m /", "v_hat = v /", "v = v /", "lr * m_hat / (v_hat**0.5", "lr * m / (v**0.5"),
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
        (
            edit("beta1**t", "beta1 * t", "beta2**t", "beta2 * t"),
            edit("beta1**t", "beta1 * t"),
            edit("beta2**t", "beta2 * t"),
        ),
        "The correction holds a power, β**t, not β times t.",
    ),
    Mistake(
        "the power of 1 − β",
        (
            edit("(1 - beta1**t)", "(1 - beta1) ** t", "(1 - beta2**t)", "(1 - beta2) ** t"),
            edit("(1 - beta1**t)", "(1 - beta1) ** t"),
            edit("(1 - beta2**t)", "(1 - beta2) ** t"),
        ),
        "You take the power of the difference, (1 − β)ᵗ. The power belongs to β alone: 1 − βᵗ.",
    ),
    Mistake(
        "no brackets in the correction",
        (
            edit("(1 - beta1**t)", "1 - beta1**t", "(1 - beta2**t)", "1 - beta2**t"),
            edit("(1 - beta1**t)", "1 - beta1**t"),
            edit("(1 - beta2**t)", "1 - beta2**t"),
        ),
        "Your correction divides by 1 and takes βᵗ away: `m / 1 - beta**t`. Brackets: divide by (1 − βᵗ).",
    ),
)
