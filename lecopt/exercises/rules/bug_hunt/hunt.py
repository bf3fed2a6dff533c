"""Ten broken optimizers to repair. Each is a mistake from real lecture notes; the untouched cell holds the broken rule."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit, path_of_rule


MOMENTUM = '''def {name}(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v + dw
    w = w - lr * v
    return w, (v,)
'''
NESTEROV = '''def {name}(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
    return w, (v,)
'''
ADAGRAD = '''def {name}(w, dw, s=0, *, lr=0.01, eps=1e-10):
    s = s + dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)
'''
RMSPROP = '''def {name}(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8):
    s = decay * s + (1 - decay) * dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)
'''
ADAM = '''def {name}(w, dw, m=0, v=0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (v_hat**0.5 + eps)
    return w, (m, v, t)
'''
ADAMW = ADAM.replace("eps=1e-8)", "eps=1e-8,\n               weight_decay=0.01)").replace("    w = w - lr", "    w = w * (1 - lr * weight_decay)\n    w = w - lr")

ONE_LINE = "The rule has few lines. Say for each what it is for, and which of them can't make this symptom."


def _gradients(hyper, size=1.0):
    """Cases with these hyper-parameters; a tuple of values is gone through, one a case."""

    def at(k):
        return {name: value[k % len(value)] if isinstance(value, tuple) else value for name, value in hyper.items()}

    def cases(rng):
        for k, (shape, steps) in enumerate((((1,), 1), ((2,), 3), ((3,), 5), ((2, 2), 8))):
            yield Case((2 * rng.normal(size=shape), [size * rng.normal(size=shape) for _ in range(steps)]), {"lr": float(rng.uniform(0.05, 0.2)), **at(k)})
        yield Case((rng.normal(size=2), [1e-4 * size * rng.normal(size=2) for _ in range(4)]), {"lr": 0.1, **at(0)}, "small gradients")

    return cases


def _hunt(number, rule, right, fault, symptom, hint, sentence, hyper, others=(), size=1.0, alternatives=()):
    """fault: pairs (old, new) that turn the right rule into the broken one; sentence: what is still wrong while it is in."""
    name = f"bug_hunt_{number}"
    right = right.format(name=name)
    broken = right
    for old, new in zip(fault[::2], fault[1::2], strict=True):
        assert broken.count(old) == 1, (number, old)
        broken = broken.replace(old, new)
    return Exercise(
        reference=right,
        title=f"Patient {number}",
        statement=f"`{name}` is meant to be **{rule}**. Symptom: {symptom} Repair it.",
        hints=(ONE_LINE, hint),
        starter=broken,
        cases=_gradients(hyper, size),
        trial=path_of_rule,
        alternatives=alternatives,
        mistakes=(Mistake("not repaired", edit(*fault, "    return", "    w = +w\n    return"), sentence), *others),  # touched, and still ill
    )


USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
UP = Mistake("goes up", edit("w - lr", "w + lr"), "Now it goes uphill: the step is subtracted.")
INSIDE = Mistake("eps inside the root", edit("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"), "The bug is gone, and now eps stands inside the root. It belongs outside.")
M_ONLY = Mistake("half repaired", edit("m_hat / (v_hat**0.5", "m_hat / (v**0.5"), "Half repaired: the first moment is corrected, the second one not.")
STORED = Mistake("corrects the state", edit("m_hat = m /", "m = m /", "v_hat = v /", "v = v /", "lr * m_hat / (v_hat**0.5", "lr * m / (v**0.5"), "Now the corrected moments are used, and they are stored as the state too, so they are corrected again and again. Keep m and v as they are.")
V_ONLY = Mistake("half repaired, the other half", edit("m_hat / (v_hat", "m / (v_hat"), "Half repaired: the second moment is corrected, the first one not.")

EXERCISES = [
    _hunt(
        1, "Adam", ADAM, ("m_hat / (v_hat**0.5", "m / (v**0.5"), "the first step is three times too long, and nothing warns.",
        "Which lines compute something that nobody uses?", "The corrected moments are computed, and the step still uses m and v.", USUAL, (M_ONLY, V_ONLY, STORED, UP, INSIDE),
    ),
    _hunt(
        2, "Adam", ADAM, ("    t = t + 1\n", "", "(m, v, t)\n", "(m, v, t + 1)\n"), "not a number from the first step on.",
        "What is beta to the power 0?", "The counter is still 0 when it is first used, and 1 − β⁰ = 0. Count before you use it.", USUAL,
        (
            Mistake("counts twice", edit("(m, v, t)\n", "(m, v, t + 1)\n"), "Now it counts twice a step: once at the top and once in the state."),
            Mistake("no correction at all", edit("m_hat / (v_hat**0.5", "m / (v**0.5"), "It runs, because you took the correction out of the step. Put it back, with a counter that starts at 1."),
            Mistake("eps against the zero", edit("1 - beta1**t", "1 - beta1 ** (t - 1) + eps", "1 - beta2**t", "1 - beta2 ** (t - 1) + eps"), "The nan is gone, and a tiny divisor has come in its place: the first step is enormous. Count from 1 instead."),
            Mistake("the counter stands still", edit("(m, v, t)\n", "(m, v, 0)\n"), "The counter must be part of the state, or it is 1 at every step."),
            INSIDE,
        ),
    ),
    _hunt(
        3, "AdaGrad", ADAGRAD, ("(s**0.5 + eps)", "(s + 1)**0.5"), "multiply the loss by a thousandth and it stands still; the real one would not notice.",
        "Which number in the rule has a unit, and shouldn't?", "The 1 under the root is still there. It is compared with squared gradients, so the rule sees the scale of the loss.", {"eps": 1e-10},
        (Mistake("eps inside the root", edit("(s**0.5 + eps)", "(s + eps)**0.5"), "Better, and now eps stands inside the root, where 1e-10 acts as 1e-5. It belongs outside."), Mistake("the 1 outside the root", edit("(s**0.5 + eps)", "(s**0.5 + 1)"), "The 1 stands outside the root now, and it still sees the scale of the loss. It is eps that belongs there."), Mistake("no root", edit("(s**0.5 + eps)", "(s + eps)"), "The root is gone along with the 1: divide by √s + eps."), Mistake("no eps at all", edit("(s**0.5 + eps)", "s**0.5"), "The scale is right. Without eps a weight that has never had a gradient becomes 0/0."), UP),
        size=1e-2,
    ),
    _hunt(
        4, "Adam", ADAM, ("(v_hat**0.5 + eps)", "(v_hat + eps)**0.5"), "weights with small gradients hardly move.",
        "How large is the root of 1e-8?", "eps still stands inside the root, where 1e-8 acts as 1e-4.", USUAL,
        (Mistake("no eps at all", edit("(v_hat**0.5 + eps)", "v_hat**0.5"), "Without eps a weight whose gradient is 0 becomes 0/0."), Mistake("a smaller eps inside", edit("(v_hat**0.5 + eps)", "(v_hat + eps**2)**0.5"), "With eps² inside the root the two are nearly the same, not quite. Put eps outside."), Mistake("no root", edit("(v_hat**0.5 + eps)", "(v_hat + eps)"), "The root is gone: divide by √v̂ + eps."), M_ONLY, V_ONLY, UP),
        size=1e-4,
    ),
    _hunt(
        5, "RMSProp", RMSPROP, ("decay * s + (1 - decay) * dw**2", "dw**2"), "every step has exactly the same length, and it never comes to rest.",
        "What does g divided by the root of g² leave?", "s remembers nothing yet: g/√g² is the sign of g. Keep the share `decay` of the old s.", {"decay": (0.9, 0.99, 0.8), "eps": 1e-8},
        (
            Mistake("AdaGrad", edit("decay * s + (1 - decay) * dw**2", "s + dw**2"), "Now it only adds up: that is AdaGrad. RMSProp forgets."),
            Mistake("the shares swapped", edit("decay * s + (1 - decay)", "(1 - decay) * s + decay"), "The shares are swapped: `decay` of the *old* mean is kept."),
            Mistake("still without memory", edit("decay * s + (1 - decay)", "(1 - decay)"), "The new square is scaled, and the old s is still forgotten. Add `decay * s`."),
            Mistake("the gradient for its square", edit("(1 - decay) * dw**2", "(1 - decay) * dw"), "The mean is there, and the square is gone: it is a mean of dw²."),
            Mistake("a leaky sum", edit("(1 - decay) * dw**2", "dw**2"), "The new square must enter with 1 − decay, or s is a sum and the steps are too short."),
        ),
    ),
    _hunt(
        6, "Nesterov momentum", NESTEROV, ("(dw + rho * v)", "(dw + v)"), "fine at small rates; it explodes at a rate that is still safe for the real one.",
        "By how much will the velocity be worn down before it moves us?", "It still looks ahead by the whole velocity. It is ρ·v, because friction comes first.", {"rho": (0.9, 0.8, 0.5)},
        (Mistake("plain momentum", edit("(dw + rho * v)", "v"), "It is safe now because it is plain momentum: it doesn't look ahead at all."), Mistake("no gradient in the step", edit("(dw + rho * v)", "(rho * v)"), "The look-ahead is right, and the new gradient itself has gone: dw + ρ·v."), Mistake("friction on the gradient", edit("(dw + rho * v)", "(rho * dw + v)"), "rho stands at the wrong one of the two: it wears down the velocity, ρ·v."), Mistake("friction on both", edit("(dw + rho * v)", "rho * (dw + v)"), "rho multiplies the gradient too. It wears down the velocity alone: dw + ρ·v."), UP),
    ),
    _hunt(
        7, "momentum, with the velocity a sum as in the lecture", MOMENTUM, ("rho * v + dw", "rho * v + (1 - rho) * dw"), "ten times too slow.",
        "How large does the velocity get when the gradient is 1 for ever?", "The velocity is still an average. In the lecture's form the whole gradient is added.", {"rho": (0.9, 0.5, 0.8)},
        (Mistake("mended twice", edit("w - lr * v", "w - lr / (1 - rho) * v"), "The velocity is a sum now, and you made the rate larger by 1/(1 − ρ) as well: one of the two is enough."), Mistake("ten times the rate", edit("rho * v + dw", "rho * v + (1 - rho) * dw", "w - lr * v", "w - 10 * lr * v"), "Ten is 1/(1 − ρ) for ρ = 0.9 only. Let the whole gradient into the velocity."), Mistake("no friction", edit("rho * v + dw", "v + dw"), "The friction has gone along with the average: it is `rho * v + dw`."), UP),
    ),
    _hunt(
        8, "AdamW, as in the libraries", ADAMW, ("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n", "    w = w * (1 - lr * weight_decay)\n", ""),
        "weights with large gradients are hardly shrunk.",
        "Through which division does the decay go?", "The decay still goes through the gradient, and is divided like everything else.", {**USUAL, "weight_decay": 0.5},
        (
            Mistake("the paper's form", edit("1 - lr * weight_decay", "1 - weight_decay"), "That is the paper's form. In the libraries the share lost is lr · weight_decay."),
            Mistake("no decay", edit("    w = w * (1 - lr * weight_decay)\n", ""), "Now there is no decay at all: plain Adam."),
            Mistake("both", edit("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n"), "The decay stands beside the step now, and in the gradient still. Take it out there."),
            Mistake("divided by the root", edit("    w = w * (1 - lr * weight_decay)\n", "", "lr * m_hat /", "lr * (m_hat + weight_decay * w) /"), "The decay is out of the moments, and it is still divided by √v̂. It stands beside the step."),
            UP,
        ),
        alternatives=(
            Alternative(
                "decay after the step", edit("    w = w * (1 - lr * weight_decay)\n", "", "    return w", "    w = w * (1 - lr * weight_decay)\n    return w"),
                "You let the weights decay *after* Adam's step; torch does it before. The two are the same method up to the order.",
            ),
        ),
    ),
    _hunt(
        9, "Adam", ADAM, ("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)", "m / (1 - beta1**t)", "m / (1 - beta2**t)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"),
        "it swings through the minimum for hundreds of steps.",
        "Which of the two means should remember a thousand steps?", "The betas are still swapped: β₁ = 0.9 belongs to the gradient, β₂ = 0.999 to its square.", USUAL,
        (
            Mistake("the corrections still swapped", edit("m / (1 - beta1**t)", "m / (1 - beta2**t)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"), "The means are right, and their corrections still have each other's beta."),
            Mistake("only the corrections", edit("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)"), "The corrections have their own betas, and the means are still swapped."),
            Mistake("only the first moment", edit("beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"), "The first moment is repaired. The second one still remembers ten steps only: β₂ belongs to it."),
            Mistake("only the second moment", edit("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "m / (1 - beta1**t)", "m / (1 - beta2**t)"), "The second moment is repaired. The first one still remembers a thousand steps: β₁ belongs to it."),
            M_ONLY, V_ONLY, INSIDE,
        ),
    ),
    _hunt(
        10, "AdaGrad", ADAGRAD, ("    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n", "    w = w - lr * dw / (s**0.5 + eps)\n    s = s + dw**2\n"),
        "the first step leads out of this world.", "What is s when the first step is taken?", "The first step still divides by eps alone, because the square comes in after it.", {"eps": 1e-10},
        (Mistake("a sum that starts at 1", (edit("(s**0.5 + eps)", "(s + 1)**0.5"), edit("    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n", "    w = w - lr * dw / (s + 1)**0.5\n    s = s + dw**2\n")), "A 1 under the root hides the symptom, and brings the illness of patient 3."), Mistake("no memory", (edit("s**0.5", "(dw**2)**0.5"), edit("s = s + dw**2", "s = dw**2")), "The first step is right, and what came before is forgotten: divide by the root of the *sum*."), Mistake("eps inside the root", edit("(s**0.5 + eps)", "(s + eps)**0.5"), "The order is right, and now eps stands inside the root. It belongs outside."), UP),
    ),
]

