"""Part III: for each promise of an exercise an answer that breaks that one is refused; other styles are accepted."""

import math

import numpy as np
import pytest

from lecopt.checker.judge import judge
from lecopt.exercises import workbook

SEEDS = range(20)
FAMILY = {
    "momentum": ("momentum", "bug_hunt_7"),
    "nesterov": ("nesterov", "bug_hunt_6"),
    "adagrad": ("adagrad", "bug_hunt_3", "bug_hunt_10"),
    "rmsprop": ("rmsprop", "bug_hunt_5"),
    "adam": ("adam", "bug_hunt_1", "bug_hunt_2", "bug_hunt_4", "bug_hunt_9"),
    "adamw": ("adamw", "bug_hunt_8"),
}
USUAL = {
    "momentum": {"lr": 0.1, "rho": 0.9},
    "nesterov": {"lr": 0.1, "rho": 0.9},
    "adagrad": {"lr": 0.1, "eps": 1e-10},
    "rmsprop": {"lr": 0.1, "decay": 0.95, "eps": 1e-8},
    "adam": {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "adamw": {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.3},
}
RIGHT = {family: workbook.exercises[family].solve for family in FAMILY}
ENDS = {"momentum": "(v,)", "nesterov": "(v,)", "adagrad": "(s,)", "rmsprop": "(s,)", "adam": "(m, v, t)"}
ENDS["adamw"] = ENDS["adam"]


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)


@pytest.fixture
def unnamed(monkeypatch):
    """No search for a name, which takes its time: what is asked for here is not in it."""
    monkeypatch.setattr("lecopt.checker.judge._recognised", lambda *arguments, **options: ((), None))


quickly = pytest.mark.usefixtures("unnamed")


def judged(name, answer, seed=0):
    return judge(workbook.exercises[name], answer, np.random.default_rng(seed))


# Answers that break one promise, made of the right rule


def feeds(change):
    """The gradient is changed before the right rule gets it."""
    return lambda rule: lambda w, dw, *state, **hyper: rule(w, change(np.asarray(dw)), *state, **hyper)


def gives(change):
    """What the right rule gives is changed: change(old w, dw, new w)."""

    def broken(rule):
        def answer(w, dw, *state, **hyper):
            new, kept = rule(w, dw, *state, **hyper)
            return change(w, dw, new), kept

        return answer

    return broken


def takes(change):
    """The hyper-parameters are changed."""
    return lambda rule: lambda w, dw, *state, **hyper: rule(w, dw, *state, **change(hyper))


def starts_full(rule):
    def answer(w, dw, *state, **hyper):
        return rule(w, dw, *(state or rule(w, np.ones_like(dw), **hyper)[1]), **hyper)

    return answer


def in_a_closure(rule):
    kept = []

    def answer(w, dw, **hyper):
        w, kept[:] = rule(w, dw, *kept, **hyper)
        return w, ()

    return answer


def in_an_object(rule):
    class Optimizer:
        def __init__(self):
            self.kept = ()

        def step(self, w, dw, *state, **hyper):
            w, self.kept = rule(w, dw, *self.kept, **hyper)
            return w, self.kept

    return Optimizer().step


def first_rate_for_ever(rule):
    def answer(w, dw, lr_once=None, *state, lr, **hyper):
        lr_once = lr if lr_once is None else lr_once
        w, kept = rule(w, dw, *state, lr=lr_once, **hyper)
        return w, (lr_once, *kept)

    return answer


def forgets_after_20(rule):
    def answer(w, dw, count=0, *state, **hyper):
        w, kept = rule(w, dw, *(() if count == 20 else state), **hyper)
        return w, (count + 1, *kept)

    return answer


def never(w, dw, new):
    """nan where a weight has no gradient and has not moved."""
    return np.where((dw == 0) & (new == w) & (w != 0), np.nan, new)


COMMON = {
    "w may be a matrix": feeds(lambda dw: dw - dw.mean() if dw.ndim == 2 else dw),
    "a matrix is no vector": gives(lambda w, dw, new: np.ravel(new)),
    "each weight has its own step": feeds(lambda dw: np.full_like(dw, dw.mean())),
    "the state starts at 0": starts_full,
    "what is remembered is in the state, not in a closure": in_a_closure,
    "what is remembered is in the state, not in self": in_an_object,
    "the rate of each step counts": first_rate_for_ever,
    "large gradients count": feeds(lambda dw: np.clip(dw, -100, 100)),
    "tiny gradients count": feeds(lambda dw: np.where(abs(dw) < 1e-7, 0, dw)),
    "the norm plays no part": feeds(lambda dw: dw / max(1.0, np.linalg.norm(dw))),
    "many steps": forgets_after_20,
    "w is not rounded": gives(lambda w, dw, new: np.round(new, 3)),
    "w is not bounded": gives(lambda w, dw, new: np.clip(new, -50, 50) if abs(w).max() < 1e3 and np.any(w) else new),
}
MOVES_AT_0 = {"a gradient that is 0 once": gives(lambda w, dw, new: np.where(dw == 0, w, new))}
NO_GRADIENT = {"a weight that never has a gradient": gives(never)}


def table():
    rows = {family: dict(COMMON) for family in FAMILY}
    for family, usual in USUAL.items():
        for name, value in usual.items():
            rows[family][f"{name} as given"] = takes(lambda hyper, name=name, value=value: {**hyper, name: value})
            rows[family][f"{name} is no other one"] = takes(lambda hyper, name=name: {**hyper, name: 0.123})
            if name not in ("lr", "eps"):
                rows[family][f"{name} may be 0"] = takes(
                    lambda hyper, name=name, value=value: {**hyper, name: hyper[name] or value}
                )
            if name not in ("lr", "eps", "weight_decay"):
                near = {"beta2": 0.9995}.get(name, 0.99)
                rows[family][f"{name} may be close to 1"] = takes(
                    lambda hyper, name=name, near=near: {**hyper, name: min(hyper[name], near)}
                )
        if family not in ("adagrad", "rmsprop"):
            rows[family] |= MOVES_AT_0
        if family != "adamw":
            rows[family] |= NO_GRADIENT
    rows["adamw"]["without a gradient the decay moves w"] = gives(lambda w, dw, new: new if np.any(dw) else w)
    rows["adamw"]["large weights decay too"] = gives(lambda w, dw, new: np.where(abs(w) > 50, w, new))
    return rows


BROKEN = [
    (name, promise, broken(RIGHT[family]))
    for family, rows in table().items()
    for promise, broken in rows.items()
    for name in FAMILY[family]
]


@quickly
@pytest.mark.parametrize("name, promise, answer", BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_an_answer_that_breaks_one_promise_is_refused(name, promise, answer):
    seeds = SEEDS if name in FAMILY else SEEDS[:2]  # a patient has the cases of its family
    assert {judged(name, answer, seed).status for seed in seeds} == {"wrong"}


# The two exercises that are no rules: source texts, changed


PAIRS = {
    "best_momentum": {
        "lr is 4 over a square": ("4 /", "3.9 /"),
        "the roots of both curvatures": ("lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2", "lr = 4 / (np.sqrt(L) + 1) ** 2"),
        "a round bowl": ("    return", "    if mu == L:\n        return np.nan, np.nan\n    return"),
        "a bowl that is nearly round": ("    return", "    if L < 1.1 * mu:\n        rho = 0.0\n    return"),
        "a long narrow valley": ("    return", "    rho = min(rho, 0.99)\n    return"),
        "curvatures have a scale": ("    return", "    lr = min(lr, 1.0)\n    return"),
        "whole numbers": ("    return", "    if type(mu) is int:\n        lr = 4 // 9\n    return"),
        "the pair in its order": ("return lr, rho", "return rho, lr"),
        "two numbers and no dict": ("return lr, rho", 'return {"lr": lr, "rho": rho}'),
        "two numbers": ("return lr, rho", "return lr"),
    },
    "nesterov_lookahead": {
        "the gradient is taken ahead": ("x + rho * v)", "x)"),
        "by the worn-down velocity": ("x + rho * v)", "x + 0.9 * v)"),
        "a landscape that is not quadratic": ("grad(x + rho * v)", "(grad(x) + grad(x + 2 * rho * v)) / 2"),
        "a slope that is the same everywhere": (
            "    x = x + v",
            "    v = v * (not np.array_equal(grad(x), grad(2 * x + 1)))\n    x = x + v",
        ),
        "no velocity yet": ("    v = rho", "    if not np.any(v):\n        return x, v\n    v = rho"),
        "rho may be 0": ("    v = rho", "    rho = rho or 0.9\n    v = rho"),
        "rho may be close to 1": ("    v = rho", "    rho = min(rho, 0.99)\n    v = rho"),
        "rho as given": ("    v = rho", "    rho = 0.9\n    v = rho"),
        "lr as given": ("    v = rho", "    lr = 0.1\n    v = rho"),
        "lr multiplies the gradient": ("lr * grad", "grad"),
        "steep landscapes": ("lr * grad(x + rho * v)", "lr * np.clip(grad(x + rho * v), -100, 100)"),
        "one weight": ("    v = rho", "    if len(x) == 1:\n        rho = 0\n    v = rho"),
        "x and v have one shape": ("return x, v", "return np.ravel(x), np.ravel(v)"),
        "the new v too": ("return x, v", "return x, (v + lr * 1e-3)"),
        "the pair in its order": ("return x, v", "return v, x"),
        "two things": ("return x, v", "return x"),
        "all that is needed is given": (
            "lr, rho):",
            "lr, rho, kept=[1.0]):\n    kept[0] *= 0.9\n    lr = lr * kept[0]",
        ),
    },
}


@quickly
@pytest.mark.parametrize("name, promise", [(name, promise) for name, rows in PAIRS.items() for promise in rows])
def test_a_pair_that_breaks_one_promise_is_refused(name, promise):
    exercise = workbook.exercises[name]
    answer = exercise.build(exercise.source.replace(*PAIRS[name][promise], 1))
    assert {judged(name, answer, seed).status for seed in SEEDS} == {"wrong"}


def by_kappa(mu, L):
    root = math.sqrt(L / mu)
    return [(2 / (math.sqrt(L) + mu**0.5)) ** 2, ((root - 1) / (root + 1)) ** 2]


def by_the_rate(mu, L):
    rate = 1 - 2 / (1 + np.sqrt(L / mu))
    return np.array([(1 + rate) ** 2 / L, rate**2])


def ahead_in_place(grad, x, v, lr, rho):
    ahead = np.add(x, np.multiply(rho, v))
    v *= rho
    v -= lr * grad(ahead)
    x += v
    return [x, v]


def ahead_without_names(grad, x, v, lr, rho):
    return x + rho * v - lr * grad(x + rho * v), rho * v - lr * grad(x + rho * v)


@quickly
@pytest.mark.parametrize(
    "name, answer",
    [
        ("best_momentum", by_kappa),
        ("best_momentum", by_the_rate),
        ("nesterov_lookahead", ahead_in_place),
        ("nesterov_lookahead", ahead_without_names),
    ],
)
def test_a_right_pair_in_another_style_is_accepted(name, answer):
    verdicts = [judged(name, answer, seed) for seed in SEEDS]
    assert {verdict.status for verdict in verdicts} == {"correct"}, verdicts[0]


# What is said of the form, of constants and of what is kept elsewhere


@quickly
@pytest.mark.parametrize("family", FAMILY)
def test_the_state_is_asked_for_by_its_name(family):
    rule, ending = RIGHT[family], f"`return w, {ENDS[family]}`"

    def form(change):
        return judged(family, lambda w, dw, *state, **hyper: change(*rule(w, dw, *state, **hyper))).message

    assert "two things" in form(lambda w, s: w) and ending in form(lambda w, s: w)
    assert "None" in form(lambda w, s: None) and ending in form(lambda w, s: None)
    assert "other order" in form(lambda w, s: (s, w)) and ending in form(lambda w, s: (s, w))
    assert "Yours returns a dict" in form(lambda w, s: {"w": w, "s": s})
    assert "a dict" in form(lambda w, s: (w, {"s": s})) and ending in form(lambda w, s: (w, {"s": s}))
    assert ("with the comma" in form(lambda w, s: (w, s[0]))) == (len(ENDS[family]) == 4)
    assert ending in form(lambda w, s: (w, s[0]))
    assert "shape ()" in form(lambda w, s: (w.sum(), s)) and "Yours is a str" in form(lambda w, s: ("w", s))
    extra = judged(family, lambda w, dw, a=0, b=0, c=0, **hyper: (w, (a, b, c, 0))).message
    assert "4 things" in extra and "head" in extra
    flat = form(lambda w, s: (w, *s))
    assert ending in flat if len(ENDS[family]) > 4 else "with the comma" in flat


@pytest.mark.parametrize("family", FAMILY)
def test_a_rule_that_returns_w_unchanged_is_told_that_and_no_cause(family):
    verdict = judged(family, lambda w, dw, *state, **hyper: (w, state))
    assert verdict.mistake is None and "gives w back as it came in" in verdict.message


@quickly
@pytest.mark.parametrize("family", FAMILY)
def test_memory_outside_the_state_is_said_and_named_where_it_belongs(family):
    for broken in (in_a_closure, in_an_object):
        message = judged(family, broken(RIGHT[family])).message
        assert "Called again with the same arguments" in message and f"`return w, {ENDS[family]}`" in message


@quickly
@pytest.mark.parametrize("family, name", [(family, name) for family, usual in USUAL.items() for name in usual])
def test_a_number_in_place_of_an_argument_is_said(family, name):
    odd = judged(family, takes(lambda hyper: {**hyper, name: 0.123})(RIGHT[family]))
    assert f"does not use the `{name}`" in odd.message and "number" in odd.message
    others = [other for other in USUAL[family] if f"`{other}`" in odd.message]
    assert others == [name]


def test_what_an_experiment_shows_is_said_whatever_mistakes_are_known():
    odd = judged("adamw", takes(lambda hyper: {**hyper, "beta1": 0.123, "eps": 0.123})(RIGHT["adamw"])).message
    assert "does not use the `beta1` and `eps`" in odd
    assert "Called again" in judged("adam", in_an_object(RIGHT["adam"])).message


def test_the_nan_of_another_line_is_not_told_of_the_counter():
    def negative_root(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
        w, state = RIGHT["adam"](w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
        return w + np.sqrt(-1 - abs(dw)), state

    for name in ("adam", "bug_hunt_2"):
        verdict = judged(name, negative_root)
        assert verdict.mistake is None and "nan" in verdict.message and "counter" not in verdict.message


@quickly
@pytest.mark.parametrize("name", [name for names in FAMILY.values() for name in names])
def test_a_path_is_told_step_by_step(name):
    family = next(family for family, names in FAMILY.items() if name in names)
    message = judged(name, forgets_after_20(RIGHT[family])).message
    assert "w after step 21" in message or family == "adagrad"
    assert "step 1: " in message


SISTERS = [
    ("adam", "adamw", "bug_hunt_1", "bug_hunt_2", "bug_hunt_4", "bug_hunt_8", "bug_hunt_9"),
    ("adamw", "bug_hunt_8"),
]


def hat_form(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps, weight_decay=0):
    t = t + 1
    m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
    w = w * (1 - lr * weight_decay)
    return w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps), (m, v, t)


def decay_after(w, dw, m=0, v=0, t=0, *, lr, weight_decay, **hyper):
    w, state = RIGHT["adam"](w, dw, m, v, t, lr=lr, **hyper)
    return w * (1 - lr * weight_decay), state


def test_sister_exercises_judge_one_habit_alike_and_in_the_same_words():
    hats = [judged(name, hat_form) for name in SISTERS[0]]
    assert {verdict.mistake for verdict in hats} == {"eps before the correction"}
    assert len({verdict.message.splitlines()[0] for verdict in hats}) == 1 and "ε̂" in hats[0].message
    after = [judged(name, decay_after) for name in SISTERS[1]]
    assert {verdict.status for verdict in after} == {"correct"} and len({verdict.message for verdict in after}) == 1


def test_each_patient_has_a_first_hint_of_its_own():
    firsts = [exercise.hints[0] for name, exercise in workbook.exercises.items() if name.startswith("bug_hunt_")]
    assert len(set(firsts)) == len(firsts) == 10


def test_both_ways_to_lose_the_correction_are_told_the_same_true_sentence():
    def no_hats(w, dw, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
        m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
        return w - lr * m / (v**0.5 + eps), (m, v, t + 1)

    message = judged("bug_hunt_1", no_hats).message
    assert "without the bias correction" in message and "computed" not in message


# Right answers in other styles


def each_entry(family):
    """The rule written with a loop over the entries and math.sqrt."""

    def one(w, g, state, hyper):
        lr, eps = hyper["lr"], hyper.get("eps")
        if family in ("momentum", "nesterov"):
            (v,) = (hyper["rho"] * state[0] + g,)
            return w - lr * (v if family == "momentum" else g + hyper["rho"] * v), (v,)
        if family in ("adagrad", "rmsprop"):
            decay = hyper.get("decay")
            s = state[0] + g * g if decay is None else decay * state[0] + (1 - decay) * g * g
            return w - lr * g / (math.sqrt(s) + eps), (s,)
        m = hyper["beta1"] * state[0] + (1 - hyper["beta1"]) * g
        v = hyper["beta2"] * state[1] + (1 - hyper["beta2"]) * g * g
        t = state[2] + 1
        step = m / (1 - hyper["beta1"] ** t) / (math.sqrt(v / (1 - hyper["beta2"] ** t)) + eps)
        return w - lr * (step + hyper.get("weight_decay", 0) * w), (m, v, t)

    def answer(w, dw, *state, **hyper):
        w = w.copy()
        parts = list(state) or [np.zeros(w.shape) for _ in range(3 if "beta1" in hyper else 1)]
        new = [part.copy() for part in parts]
        for i in np.ndindex(w.shape):
            w[i], kept = one(w[i], dw[i], [part[i] for part in parts], hyper)
            for part, value in zip(new, kept, strict=True):
                part[i] = value
        return w, new

    return answer


def in_place(family):
    """The rule with None for the state at first, and arrays changed in place."""
    names = {"momentum": 1, "nesterov": 1, "adagrad": 1, "rmsprop": 1}

    def answer(w, dw, a=None, b=None, t=None, **hyper):
        if a is None:
            a, b, t = np.zeros_like(w), np.zeros_like(w), 0
        if names.get(family):
            new, (kept,) = RIGHT[family](w, dw, a, **hyper)
            a[...], w[...] = kept, new
            return w, [a]
        new, (m, v, t) = RIGHT[family](w, dw, a, b, t, **hyper)
        a[...], b[...], w[...] = m, v, new
        return w, (a, b, t)

    return answer


def scaled_state(family):
    """The state in another unit: velocities as steps, roots for squares, means not yet divided."""

    def momentum(w, dw, v=0.0, *, lr, rho):
        v = rho * v - lr * dw
        return w + v, (v,)

    def nesterov(w, dw, v=0.0, *, lr, rho):
        before, v = v, rho * v - lr * dw
        return w - rho * before + (1 + rho) * v, (v,)

    def adagrad(w, dw, root=0.0, *, lr, eps):
        root = np.hypot(root, dw)
        return w - lr * dw / (root + eps), (root,)

    def rmsprop(w, dw, root=0.0, *, lr, decay, eps):
        root = np.sqrt(decay * np.square(root) + (1.0 - decay) * np.square(dw))
        return w - np.multiply(lr, dw) / np.add(root, eps), (root,)

    def adam(w, dw, m=0, v=0, left1=1.0, left2=1.0, *, lr, beta1, beta2, eps):
        left1, left2 = left1 * beta1, left2 * beta2
        m, v = m + (1 - beta1) * (dw - m), v + (1 - beta2) * (np.square(dw) - v)
        return w - lr * (m / (1 - left1)) / (np.sqrt(v / (1 - left2)) + eps), (m, v, left1, left2)

    def adamw(w, dw, *state, lr, weight_decay, **hyper):
        moved, state = adam(w, dw, *state, lr=lr, **hyper)
        return moved - lr * weight_decay * w, state

    return locals()[family]


STYLES = {"an entry at a time": each_entry, "in place": in_place, "the state in another unit": scaled_state}


@quickly
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", [name for names in FAMILY.values() for name in names])
def test_a_right_answer_in_another_style_is_accepted(name, style):
    family = next(family for family, names in FAMILY.items() if name in names)
    answer = STYLES[style](family)
    verdicts = [judged(name, answer, seed) for seed in SEEDS]
    assert {verdict.status for verdict in verdicts} == {"correct"}, verdicts[0]
    assert ("changes `w` in place" in verdicts[0].message) == (style == "in place")
