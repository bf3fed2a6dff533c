"""Ten broken optimizers to repair, each a mistake from real lecture notes; the untouched cell holds the broken rule."""

from lecopt.checker import Case, Exercise, Mistake, edit, path_of_rule

MOMENTUM = """def {name}(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v + dw
    w = w - lr * v
    return w, (v,)
"""
NESTEROV = """def {name}(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
    return w, (v,)
"""
ADAGRAD = """def {name}(w, dw, s=0, *, lr=0.01, eps=1e-10):
    s = s + dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)
"""
RMSPROP = """def {name}(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8):
    s = decay * s + (1 - decay) * dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)
"""
ADAM = """def {name}(w, dw, m=0, v=0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (v_hat**0.5 + eps)
    return w, (m, v, t)
"""
ADAMW = ADAM.replace("eps=1e-8)", "eps=1e-8,\n               weight_decay=0.01)").replace(
    "    w = w - lr", "    w = w * (1 - lr * weight_decay)\n    w = w - lr"
)

ONE_LINE = "The rule has few lines. Say for each what it is for, and which of them can't make this symptom."


def _gradients(hyper, size=1.0):
    """Cases with these hyper-parameters; a tuple of values is gone through, one a case."""

    def at(k):
        return {name: value[k % len(value)] if isinstance(value, tuple) else value for name, value in hyper.items()}

    def cases(rng):
        for k, (shape, steps) in enumerate((((1,), 1), ((2,), 3), ((3,), 5), ((2, 2), 8))):
            yield Case(
                (2 * rng.normal(size=shape), [size * rng.normal(size=shape) for _ in range(steps)]),
                {"lr": float(rng.uniform(0.05, 0.2)), **at(k)},
            )
        yield Case(
            (rng.normal(size=2), [1e-4 * size * rng.normal(size=2) for _ in range(4)]),
            {"lr": 0.1, **at(0)},
            "small gradients",
        )

    return cases


def patient(number, rule, right, fault, symptom, hint, sentence, hyper, others=(), size=1.0, alternatives=()):
    """An exercise: a rule to repair.

    fault: pairs (old, new) that turn the right rule into the broken one. sentence: what is wrong while it is in.
    """
    name = f"bug_hunt_{number}"
    right = right.format(name=name)
    broken = right
    for old, new in zip(fault[::2], fault[1::2], strict=True):
        assert broken.count(old) == 1, (number, old)
        broken = broken.replace(old, new)
    return Exercise(
        reference=right,
        position=number,
        title=f"Patient {number}",
        statement=f"`{name}` is meant to be **{rule}**. Symptom: {symptom} Repair it.",
        hints=(ONE_LINE, hint),
        cell=broken,
        cases=_gradients(hyper, size),
        trial=path_of_rule,
        alternatives=alternatives,
        mistakes=(
            Mistake("not repaired", edit(*fault, "    return", "    w = +w\n    return"), sentence),
            *others,
        ),  # touched, and still ill
    )


USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
UP = Mistake("goes up", edit("w - lr", "w + lr"), "Now it goes uphill: the step is subtracted.")
INSIDE = Mistake(
    "eps inside the root",
    edit("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"),
    "The bug is gone, and now eps stands inside the root. It belongs outside.",
)
M_ONLY = Mistake(
    "half repaired",
    edit("m_hat / (v_hat**0.5", "m_hat / (v**0.5"),
    "Half repaired: the first moment is corrected, the second one not.",
)
STORED = Mistake(
    "corrects the state",
    edit("m_hat = m /", "m = m /", "v_hat = v /", "v = v /", "lr * m_hat / (v_hat**0.5", "lr * m / (v**0.5"),
    "Now the corrected moments are used, and they are stored as the state too, so they are corrected again and "
    "again. Keep m and v as they are.",
)
V_ONLY = Mistake(
    "half repaired, the other half",
    edit("m_hat / (v_hat", "m / (v_hat"),
    "Half repaired: the second moment is corrected, the first one not.",
)
