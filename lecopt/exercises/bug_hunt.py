"""Ten broken optimizers to repair. Each is a mistake from real lecture notes; the untouched cell holds the broken rule."""

from .model import Case, Exercise, Mistake, edit
from .trials import path_of_rule

CHAPTER = "rules/bug_hunt"

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
ADAMW = ADAM.replace("eps=1e-8)", "eps=1e-8, weight_decay=0.01)").replace("    w = w - lr", "    w = w * (1 - lr * weight_decay)\n    w = w - lr")

ONE_LINE = "The rule has few lines. Say for each what it is for, and which of them can't make this symptom."


def _gradients(hyper, size=1.0):
    def cases(rng):
        for shape, steps in (((1,), 1), ((2,), 3), ((3,), 5), ((2, 2), 8)):
            yield Case((2 * rng.normal(size=shape), [size * rng.normal(size=shape) for _ in range(steps)]), {"lr": float(rng.uniform(0.05, 0.2)), **hyper})
        yield Case((rng.normal(size=2), [1e-3 * size * rng.normal(size=2) for _ in range(4)]), {"lr": 0.1, **hyper}, "small gradients")

    return cases


def _hunt(number, rule, right, fault, symptom, hint, sentence, hyper, others=(), size=1.0):
    """fault: pairs (old, new) that turn the right rule into the broken one; sentence: what is still wrong while it is in."""
    name = f"bug_hunt_{number}"
    right = right.format(name=name)
    broken = right
    for old, new in zip(fault[::2], fault[1::2], strict=True):
        assert broken.count(old) == 1, (number, old)
        broken = broken.replace(old, new)
    return Exercise(
        reference=right,
        chapter=CHAPTER,
        title=f"Patient {number}",
        statement=f"`{name}` is meant to be **{rule}**. Symptom: {symptom} Repair it.",
        hints=(ONE_LINE, hint),
        starter=broken,
        cases=_gradients(hyper, size),
        trial=path_of_rule,
        mistakes=(Mistake("not repaired", edit(*fault, "    return", "    w = +w\n    return"), sentence), *others),  # touched, and still ill
    )


USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
UP = Mistake("goes up", edit("w - lr", "w + lr"), "Now it goes uphill: the step is subtracted.")
INSIDE = Mistake("eps inside the root", edit("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"), "The bug is gone, and now eps stands inside the root. It belongs outside.")
M_ONLY = Mistake("half repaired", edit("m_hat / (v_hat**0.5", "m_hat / (v**0.5"), "Half repaired: the first moment is corrected, the second one not.")
V_ONLY = Mistake("half repaired, the other half", edit("m_hat / (v_hat", "m / (v_hat"), "Half repaired: the second moment is corrected, the first one not.")

EXERCISES = [
    _hunt(
        1, "Adam", ADAM, ("m_hat / (v_hat**0.5", "m / (v**0.5"), "the first step is three times too long, and nothing warns.",
        "Which lines compute something that nobody uses?", "The corrected moments are computed, and the step still uses m and v.", USUAL, (M_ONLY, V_ONLY, UP, INSIDE),
    ),
    _hunt(
        2, "Adam", ADAM, ("    t = t + 1\n", "", "(m, v, t)\n", "(m, v, t + 1)\n"), "not a number from the first step on.",
        "What is beta to the power 0?", "The counter is still 0 when it is first used, and 1 − β⁰ = 0. Count before you use it.", USUAL,
        (
            Mistake("counts twice", edit("(m, v, t)\n", "(m, v, t + 1)\n"), "Now it counts twice a step: once at the top and once in the state."),
            Mistake("no correction at all", edit("m_hat / (v_hat**0.5", "m / (v**0.5"), "It runs, because you took the correction out of the step. Put it back, with a counter that starts at 1."),
            Mistake("the counter stands still", edit("(m, v, t)\n", "(m, v, 0)\n"), "The counter must be part of the state, or it is 1 at every step."),
            INSIDE,
        ),
    ),
    _hunt(
        3, "AdaGrad", ADAGRAD, ("(s**0.5 + eps)", "(s + 1)**0.5"), "multiply the loss by a thousandth and it stands still; the real one would not notice.",
        "Which number in the rule has a unit, and shouldn't?", "The 1 under the root is still there. It is compared with squared gradients, so the rule sees the scale of the loss.", {"eps": 1e-10},
        (Mistake("eps inside the root", edit("(s**0.5 + eps)", "(s + eps)**0.5"), "Better, and now eps stands inside the root, where 1e-10 acts as 1e-5. It belongs outside."), UP),
        size=1e-2,
    ),
    _hunt(
        4, "Adam", ADAM, ("(v_hat**0.5 + eps)", "(v_hat + eps)**0.5"), "weights with small gradients hardly move.",
        "How large is the root of 1e-8?", "eps still stands inside the root, where 1e-8 acts as 1e-4.", USUAL,
        (Mistake("no eps at all", edit("(v_hat**0.5 + eps)", "v_hat**0.5"), "Without eps a weight whose gradient is 0 becomes 0/0."), M_ONLY, V_ONLY, UP),
        size=1e-4,
    ),
    _hunt(
        5, "RMSProp", RMSPROP, ("decay * s + (1 - decay) * dw**2", "dw**2"), "every step has exactly the same length, and it never comes to rest.",
        "What does g divided by the root of g² leave?", "s remembers nothing yet: g/√g² is the sign of g. Keep the share `decay` of the old s.", {"decay": 0.9, "eps": 1e-8},
        (
            Mistake("AdaGrad", edit("decay * s + (1 - decay) * dw**2", "s + dw**2"), "Now it only adds up: that is AdaGrad. RMSProp forgets."),
            Mistake("the shares swapped", edit("decay * s + (1 - decay)", "(1 - decay) * s + decay"), "The shares are swapped: `decay` of the *old* mean is kept."),
            Mistake("a leaky sum", edit("(1 - decay) * dw**2", "dw**2"), "The new square must enter with 1 − decay, or s is a sum and the steps are too short."),
        ),
    ),
    _hunt(
        6, "Nesterov momentum", NESTEROV, ("(dw + rho * v)", "(dw + v)"), "fine at small rates; it explodes at a rate that is still safe for the real one.",
        "By how much will the velocity be worn down before it moves us?", "It still looks ahead by the whole velocity. It is ρ·v, because friction comes first.", {"rho": 0.9},
        (Mistake("plain momentum", edit("(dw + rho * v)", "v"), "It is safe now because it is plain momentum: it doesn't look ahead at all."), UP),
    ),
    _hunt(
        7, "momentum, with the velocity a sum as in the lecture", MOMENTUM, ("rho * v + dw", "rho * v + (1 - rho) * dw"), "ten times too slow.",
        "How large does the velocity get when the gradient is 1 for ever?", "The velocity is still an average. In the lecture's form the whole gradient is added.", {"rho": 0.9},
        (Mistake("mended twice", edit("w - lr * v", "w - lr / (1 - rho) * v"), "The velocity is a sum now, and you made the rate larger by 1/(1 − ρ) as well: one of the two is enough."), UP),
    ),
    _hunt(
        8, "AdamW, as in the libraries", ADAMW, ("    t = t + 1\n", "    t = t + 1\n    dw = dw + weight_decay * w\n", "    w = w * (1 - lr * weight_decay)\n", ""),
        "weights with large gradients are hardly shrunk.",
        "Through which division does the decay go?", "The decay still goes through the gradient, and is divided like everything else.", {**USUAL, "weight_decay": 0.5},
        (
            Mistake("the paper's form", edit("1 - lr * weight_decay", "1 - weight_decay"), "That is the paper's form. In the libraries the share lost is lr · weight_decay."),
            Mistake("no decay", edit("    w = w * (1 - lr * weight_decay)\n", ""), "Now there is no decay at all: plain Adam."),
            UP,
        ),
    ),
    _hunt(
        9, "Adam", ADAM, ("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)", "m / (1 - beta1**t)", "m / (1 - beta2**t)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"),
        "it swings through the minimum for hundreds of steps.",
        "Which of the two means should remember a thousand steps?", "The betas are still swapped: β₁ = 0.9 belongs to the gradient, β₂ = 0.999 to its square.", USUAL,
        (
            Mistake("the corrections still swapped", edit("m / (1 - beta1**t)", "m / (1 - beta2**t)", "v / (1 - beta2**t)", "v / (1 - beta1**t)"), "The means are right, and their corrections still have each other's beta."),
            M_ONLY, V_ONLY, INSIDE,
        ),
    ),
    _hunt(
        10, "AdaGrad", ADAGRAD, ("    s = s + dw**2\n    w = w - lr * dw / (s**0.5 + eps)\n", "    w = w - lr * dw / (s**0.5 + eps)\n    s = s + dw**2\n"),
        "the first step leads out of this world.", "What is s when the first step is taken?", "The first step still divides by eps alone, because the square comes in after it.", {"eps": 1e-10},
        (Mistake("a sum that starts at 1", edit("(s**0.5 + eps)", "(s + 1)**0.5"), "A 1 under the root hides the symptom, and brings the illness of patient 3."), UP),
    ),
]

