"""Ten broken optimizers to repair, each a mistake from real lecture notes; the untouched cell holds the broken rule."""

from dataclasses import replace

from lecopt.checker import Exercise, Mistake, edit
from lecopt.checker.model import Edit

from ..shared import without

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


def patient(number, rule, right, sister, fault, symptom, hints, sentence, others=(), but=()):
    """An exercise: a rule to repair.

    sister: the exercise that asks for the same rule; its cases, its other right forms and its mistakes hold here too,
    except those named in `but`. fault: pairs (old, new) that turn the right rule into the broken one. sentence: what is
    wrong while it is in. others: what may go wrong while one repairs it.
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
        hints=hints,
        cell=broken,
        cases=sister.cases,
        trial=sister.trial,
        alternatives=tuple(form for form in sister.alternatives if isinstance(form.answer, Edit)),
        mistakes=(
            Mistake("not repaired", edit(*fault, "    return", "    w = +w\n    return"), sentence),
            *others,
            *(replace(mistake, read="") for mistake in without(sister.mistakes, *but)),
        ),  # touched, and still ill
    )


M_ONLY = Mistake(
    "half repaired",
    edit("m_hat / (v_hat**0.5", "m_hat / (v**0.5"),
    "Half repaired: the first moment is corrected, the second one not.",
)
V_ONLY = Mistake(
    "half repaired, the other half",
    edit("m_hat / (v_hat", "m / (v_hat"),
    "Half repaired: the second moment is corrected, the first one not.",
)
HALVES = ("second moment not corrected", "first moment not corrected")
