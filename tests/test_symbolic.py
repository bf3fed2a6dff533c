r"""One formula, three readers: the LaTeX read back is the rule, the proofs hold, and false ones do not."""

import numpy as np
import pytest
import read_latex
import sympy as sp

from lecopt.first_order import RULES, adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd
from lecopt.landscapes import LANDSCAPES
from lecopt.signatures import signature_of
from lecopt.symbolic import NotArithmetic, evaluate, latex, path, program, same, step, symbols_of

# the glossary of lecopt/__init__.py, in LaTeX
GLOSSARY = {
    "dw": "g",
    "lr": r"\alpha",
    "rho": r"\rho",
    "decay": r"\beta",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "eps": r"\epsilon",
    "weight_decay": r"\lambda",
}


def _symbol(name):
    return GLOSSARY.get(name) or (name if len(name) == 1 and name != "g" else rf"\mathrm{{{name}}}".replace("_", r"\_"))


def _formula_is_the_rule(rule, latex_text=None):
    """Whether the LaTeX, done by a reader that knows nothing of lecopt, gives the w and the state of the rule."""
    state, hyper = signature_of(rule)
    rng = np.random.default_rng(0)
    values = {name: rng.uniform(0.2, 0.9, 20) for name in ("w", "dw", *state, *hyper)}
    parameters = list(rule.__code__.co_varnames[: 2 + len(state)]) if hasattr(rule, "__code__") else ["w", "dw", *state]
    values = dict(zip(parameters, (values["w"], values["dw"]))) | {name: values[name] for name in (*state, *hyper)}
    new_w, new_state = rule(*(values[p].copy() for p in parameters), **{name: values[name] for name in hyper})
    new_state = new_state if isinstance(new_state, (tuple, list)) else (new_state,)
    after = read_latex.after_lines(latex_text or latex(rule), {_symbol(name): value for name, value in values.items()})
    got = [after[_symbol(name)] for name in (parameters[0], *parameters[2:])]
    return all(np.allclose(a, b, rtol=1e-13, atol=1e-14) for a, b in zip(got, [new_w, *new_state], strict=True))


@pytest.mark.parametrize("name", RULES)
def test_the_latex_of_a_rule_read_back_is_the_rule(name):
    assert _formula_is_the_rule(RULES[name])


@pytest.mark.parametrize(
    "name, pieces",
    [
        ("sgd", [r"w &\leftarrow w - \alpha g"]),
        ("momentum", [r"v &\leftarrow \rho v + g", r"w &\leftarrow w - \alpha v"]),
        ("nesterov", [r"\rho v"]),
        ("adagrad", [r"s + g^{2}", r"\sqrt{s} + \epsilon"]),
        ("rmsprop", [r"\beta s + \left(1 - \beta\right) g^{2}", r"\sqrt{s} + \epsilon"]),
        (
            "adam",
            [
                r"\hat{m} &\leftarrow \frac{m}{1 - \beta_1^{t}}",
                r"\hat{v} &\leftarrow \frac{v}{1 - \beta_2^{t}}",
                r"\alpha \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
            ],
        ),
        ("adamw", [r"w &\leftarrow w \left(1 - \alpha \lambda\right)", r"\sqrt{\hat{v}} + \epsilon"]),
    ],
)
def test_the_latex_of_a_rule_looks_as_in_the_paper(name, pieces):
    text = latex(RULES[name])
    assert all(piece in text for piece in pieces)
    assert text.startswith(r"\begin{aligned}") and text.endswith(r"\end{aligned}") and "$" not in text


@pytest.mark.parametrize(
    "name, right, wrong",
    [
        ("adam", r"\sqrt{\hat{v}} + \epsilon", r"\sqrt{\hat{v} + \epsilon}"),
        ("adam", r"1 - \beta_2^{t}", r"1 - \beta_1^{t}"),
        ("adam", r"t + 1", "t"),
        ("nesterov", r"g + \rho v", r"\rho v"),
        ("momentum", r"- \alpha v", r"+ \alpha v"),
        ("adagrad", r"g^{2}", "g"),
        ("rmsprop", r"1 - \beta", r"\beta"),
        ("adamw", r"w \left(1 - \alpha \lambda\right)", r"w \left(1 - \lambda\right)"),
        ("sgd", r"\alpha", r"\alpha^{2}"),
    ],
)
def test_the_reading_back_sees_a_planted_fault(name, right, wrong):
    assert right in latex(RULES[name])
    assert not _formula_is_the_rule(RULES[name], latex(RULES[name]).replace(right, wrong))


@pytest.mark.parametrize("text", ["2 3 x", r"\frac{x}{2}^{2}", "x 2", "q", "x +", r"\left(x", "x)", r"x - -y"])
def test_the_reader_refuses_what_a_person_could_read_in_two_ways(text):
    with pytest.raises((read_latex.Unclear, KeyError, TypeError)):
        read_latex.value(text, {"x": 2.0, "y": 3.0})


@pytest.mark.parametrize(
    "text, value",
    [
        ("2 x^{2} y", 24),
        ("1e-08 x", np.e - 16),
        (r"-x^{2}", -4),
        (r"\frac{x}{y} x", 4 / 3),
        (r"x - \left(y - x\right)", 1),
        (r"\sqrt{x y}", 6**0.5),
        (r"\left|-x\right|^{y}", 8),
        (r"\cos^{2}{\left(x y \right)}", np.cos(6) ** 2),
        (r"2 \cdot 3 x", 12),
        (r"10^{-8} x", 2e-8),
        (r"e^{x}", np.e**2),
    ],
)
def test_the_reader_reads(text, value):
    assert read_latex.value(text, {"x": 2.0, "y": 3.0}) == pytest.approx(value)


# rules of learners


def _polyak(w, dw, old=0, *, lr=0.1, rho=0.9):
    return w - lr * dw + rho * (w - old), (w,)


def _in_place(w, dw, v=0, *, lr=0.1, rho=0.9):
    """A learner's docstring."""
    v *= rho
    v += dw
    w -= lr * v
    return w, (v,)


def _state_in_the_return(w, dw, v=0, *, lr=0.1, rho=0.9):
    return w - lr * (rho * v + dw), rho * v + dw


def _swaps(w, dw, a=0, b=0, *, lr=0.1):
    return w - lr * dw * a, (b, a)


def _new_name(w, dw, *, lr=0.1):
    w_new = w - lr * dw
    return w_new, ()


def _l2_adam(w, dw, m=0, v=0, t=0, *, lr=0.1, beta1=0.9, beta2=0.9, eps=1e-8, weight_decay=0.1):
    return adam(w, dw + weight_decay * w, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def _fixed_rho(w, dw, v=0, *, lr=0.1):
    return momentum(w, dw, v, lr=lr)


def _other_names(x, g, u=0, *, lr=0.1, rho=0.9):
    return momentum(x, g, u, lr=lr, rho=rho)


def _half_the_gradient(w, dw, v=0, *, lr=0.1, rho=0.9):
    return nesterov(w, dw / 2, 2 * v, rho=rho, lr=lr * 3)


def _own_g(w, dw, g=0, *, lr=0.1):
    g = g + dw
    return w - lr * g, (g,)


def _numpy(w, dw, s=0, *, lr=0.1, eps=1e-8):
    s = s + np.square(dw)
    step = np.sqrt(s) + np.exp(-s) + np.abs(dw) ** 2 + np.sign(w) * np.tanh(w) + np.log(s) ** 2
    return w - lr * dw / step, (s,)


def _brackets(w, dw, *, lr=0.1, rho=0.9):
    a = lr * -dw - -w + -lr * dw
    b = (-dw) ** 2 - dw**2 + (lr / rho) ** 2 * 3 + (lr * w / rho) ** 2
    c = 2 * (3 * dw) + 2 * 3 / dw + 2 * (3 / dw) + 2 * (w * 3)
    d = 1e-8 * dw + 1.5e-8 + 123456.789 + 2.0 + 1e-8**2 * w + 2 * 1e-3 + 1e16 * (1e-17 * dw)
    e = dw / (lr * 2 / rho) + lr / rho / dw + lr / (rho / dw)
    f = (lr * dw) ** 0.5 + dw**-0.5 + dw ** (1 / 2) + 2**dw**2 + (2**dw) ** 2 + abs(dw - w) ** 3
    h = lr - (rho - dw) - (lr + rho) + (lr - rho) - lr * (rho - dw) * (-dw) + (+dw) - (-(-dw)) + lr * (-(dw - w))
    i = 10 * 2**dw * 0.5 * dw * 4 / 3 * 2
    return w - (a + b + c + d + e + f + h - i), ()


LEARNERS = [
    _polyak,
    _in_place,
    _state_in_the_return,
    _swaps,
    _new_name,
    _l2_adam,
    _fixed_rho,
    _other_names,
    _half_the_gradient,
    _own_g,
    _numpy,
    _brackets,
]


@pytest.mark.parametrize("rule", LEARNERS, ids=lambda rule: rule.__name__)
def test_the_latex_of_a_learners_rule_read_back_is_the_rule(rule):
    assert _formula_is_the_rule(rule)


@pytest.mark.parametrize("rule", LEARNERS, ids=lambda rule: rule.__name__)
def test_the_program_of_a_learners_rule_is_the_rule(rule):
    made = program(rule)
    values = np.random.default_rng(0).uniform(0.2, 0.9, (len(made["inputs"]), 20))
    n = 2 + len(made["state"])
    w, state = rule(*values[:n].copy(), **dict(zip(made["hyper"], values[n:])))
    state = state if isinstance(state, tuple) else (state,)
    assert np.allclose(evaluate(made, *values), [w, *state], rtol=1e-14)


def _loop(w, dw):
    for _ in range(2):
        w = w - dw
    return w, ()


def _two_at_once(w, dw):
    a, b = dw, w
    return b - a, ()


def _chain(w, dw):
    a = b = dw
    return w - a - b, ()


def _clips(w, dw):
    return w - np.clip(dw, -1, 1), ()


def _unknown(w, dw):
    return nowhere(w, dw)  # noqa: F821, that is the point


def _starred(w, dw, *state):
    return momentum(w, dw, *state)


def _says_nothing(w, dw):
    w = w - dw


def _text(w, dw):
    return w - "dw", ()


def _too_large(w, dw):
    return w - 1e999 * dw, ()


def _true(w, dw):
    return w - True * dw, ()


def _drops_its_state(w, dw, v=0):
    return w - dw, ()


def _chooses(w, dw):
    return w - (dw if True else w), ()


@pytest.mark.parametrize(
    "rule, sentence",
    [
        (_loop, "line 2 of _loop is no assignment, so it has no formula: for _ in range"),
        (_two_at_once, "line 2 of _two_at_once is no assignment"),
        (_chain, "is no assignment"),
        (_clips, r"np\.clip\(dw, -1, 1\) is not plain arithmetic"),
        (_unknown, r"nowhere\(w, dw\) at the end of _unknown has no formula"),
        (_starred, "plain arithmetic|no formula"),
        (_says_nothing, "_says_nothing returns nothing"),
        (_text, "'dw' is not plain arithmetic"),
        (_too_large, "is not plain arithmetic"),
        (_true, "True is not plain arithmetic"),
        (_drops_its_state, "1 parts of state come in and 0 are returned"),
        (_chooses, "not plain arithmetic"),
    ],
)
def test_a_rule_without_a_formula_is_refused_with_the_reason(rule, sentence):
    with pytest.raises(NotArithmetic, match=sentence):
        latex(rule)


class _Rule:
    def __call__(self, w, dw):
        return w - dw, ()


def _makes(rule=lambda w, dw: (w - dw, ())):
    return rule


@pytest.mark.parametrize(
    "what", [3, None, "adam", np.add, lambda w, dw: (w - dw, ()), _makes(), _Rule, _Rule(), LANDSCAPES["bowl"], max]
)
def test_what_has_no_source_is_named(what):
    with pytest.raises(ValueError, match="^latex needs the source of the rule, a function made with def, got"):
        latex(what)


def test_a_rule_written_in_a_notebook_cell_has_its_source_too(tmp_path, monkeypatch):
    import linecache

    source = "def mine(w, dw, *, lr=0.1):\n    return w - lr * dw, ()\n"
    linecache.cache["<cell>"] = (len(source), None, source.splitlines(True), "<cell>")  # as IPython does
    names = {}
    exec(compile(source, "<cell>", "exec"), names)
    assert latex(names["mine"]) == latex(sgd)


def test_the_latex_of_an_expression_is_that_of_sympy():
    a, b = sp.symbols("a b")
    assert latex(a**2 / b) == r"\frac{a^{2}}{b}"


# proofs

w, g, g1, g2, g3, lr, rho, lam = (
    sp.Symbol(name, real=True) for name in ("w", "g", "g1", "g2", "g3", "alpha", "rho", "lambda")
)


def _inside(w, dw, v=0, *, lr, rho):
    """The second form of momentum: v = rho v - lr dw, w = w + v."""
    v = rho * v - lr * dw
    return w + v, (v,)


def _look_ahead(x, gradient, v, *, lr, rho):
    """Nesterov in Sutskever's form, on x and its gradient as a function."""
    v = rho * v - lr * gradient(x + rho * v)
    return x + v, v


def test_the_two_forms_of_momentum_give_the_same_weights():
    ours, other = (path(rule, w, (g1, g2, g3), lr=lr, rho=rho) for rule in (momentum, _inside))
    assert len(ours) == 4 and all(same(a, b) for a, b in zip(ours, other))


def test_with_a_changing_learning_rate_the_two_forms_differ():
    lrs = sp.symbols("a1 a2")
    ends = []
    for rule in (momentum, _inside):
        state, end = (), w
        for dw, rate in zip((g1, g2), lrs):
            end, state = rule(end, dw, *state, lr=rate, rho=rho)
        ends.append(end)
    assert not same(*ends)


@pytest.mark.parametrize("gradient", [lambda w: w, lambda w: w**2 - 3, sp.Function("f")])
def test_nesterov_is_the_look_ahead_form_after_its_change_of_variables(gradient):
    ours = path(nesterov, w, [gradient] * 3, lr=lr, rho=rho)
    x, v = w, 0
    for point in ours:
        assert same(point, x + rho * v)
        x, v = _look_ahead(x, gradient, v, lr=lr, rho=rho)
    assert not same(path(momentum, w, [gradient] * 2, lr=lr, rho=rho)[-1], ours[2])


def test_adams_first_step_is_lr():
    positive = sp.Symbol("g", positive=True)
    assert step(adam, eps=0, dw=positive) == -sp.Symbol("lr", positive=True)
    assert step(adam, eps=0, dw=-positive) == sp.Symbol("lr", positive=True)
    assert not same(step(adam, dw=positive), -sp.Symbol("lr", positive=True))  # with eps it is a little less


def test_rmsprops_first_step_is_lr_over_root_of_what_it_forgets():
    symbols = symbols_of(rmsprop)
    taken = step(rmsprop, eps=0, dw=sp.Symbol("g", positive=True), decay=sp.Rational(3, 4))
    assert same(taken, -2 * symbols["lr"])
    assert same(step(adagrad, eps=0, dw=sp.Symbol("g", positive=True)), -symbols["lr"])


def _decayed(rule, gradients, **hyper):
    """Weight decay: the weights shrink beside the rule's own step."""
    state, end = (), w
    for dw in gradients:
        after, state = rule(end, dw, *state, **hyper)
        end = after - lr * lam * end
    return end


def test_l2_and_weight_decay_are_the_same_for_sgd():
    with_l2 = path(sgd, w, [lambda w, g=g: g + lam * w for g in (g1, g2)], lr=lr)[-1]
    assert same(with_l2, _decayed(sgd, (g1, g2), lr=lr))


def test_l2_and_weight_decay_are_not_the_same_for_adam():
    hyper = {"lr": lr, "beta1": sp.Rational(9, 10), "beta2": sp.Rational(99, 100), "eps": 0}
    with_l2 = path(adam, w, [lambda w: g1 + lam * w], **hyper)[-1]
    assert not same(with_l2, _decayed(adam, (g1,), **hyper))
    assert same(path(adamw, w, [g1], weight_decay=lam, **hyper)[-1], _decayed(adam, (g1,), **hyper))


def test_l2_and_weight_decay_are_not_the_same_for_adagrad():
    with_l2 = path(adagrad, w, [lambda w: g1 + lam * w], lr=lr, eps=0)[-1]
    assert not same(with_l2, _decayed(adagrad, (g1,), lr=lr, eps=0))


@pytest.mark.parametrize(
    "a, b, equal",
    [
        ((w + 1) ** 2, w**2 + 2 * w + 1, True),
        (w**2, w, False),
        (sp.sin(w) ** 2 + sp.cos(w) ** 2, 1, True),
        (0.5 * w, w / 2, True),
        (w**0.5, sp.sqrt(w), True),
        (sp.sqrt(w**2), abs(w), True),
        (sp.sqrt(w**2), w, False),
        (1e-10 * w, 0, False),
        (1e-20 * w, 0, False),
        (w, w + 1e-12, False),
        (0.3, sp.Rational(3, 10), True),
        (0.1 + 0.2, sp.Rational(3, 10), False),
        (1, 1, True),
        (1, 2, False),
        (g1 * g2, g2 * g1, True),
        (w / (1 - rho) - w, rho * w / (1 - rho), True),
        (sp.exp(g1 + g2), sp.exp(g1) * sp.exp(g2), True),
        (2.718281828 * w, sp.E * w, False),
    ],
)
def test_same_is_true_of_what_is_equal_and_of_nothing_else(a, b, equal):
    assert same(a, b) is equal and same(b, a) is equal


def test_same_never_runs_text(tmp_path):
    with pytest.raises(ValueError, match="^same compares SymPy expressions and numbers, got"):
        same(f"open({str(tmp_path / 'run')!r}, 'w').close()", 1)
    assert not (tmp_path / "run").exists()


def test_symbols_have_the_signs_of_what_they_stand_for():
    symbols = symbols_of(adam)
    assert list(symbols) == ["w", "dw", "m", "v", "t", "lr", "beta1", "beta2", "eps"]
    assert (
        all(symbols[name].is_positive for name in ("lr", "beta1", "beta2", "eps"))
        and symbols["w"].is_positive is None
        and symbols["w"].is_real
    )


def test_path_takes_gradients_as_values_and_as_functions_of_the_weights():
    points = path(sgd, w, [g1, lambda w: 2 * w], lr=lr)
    assert points[:2] == [w, w - lr * g1] and same(points[2], (w - lr * g1) * (1 - 2 * lr))
    assert path(sgd, w, [], lr=lr) == [w]


def test_a_rule_that_asks_numpy_about_a_symbol_gets_a_sentence():
    for proof in (lambda: step(_numpy), lambda: path(_numpy, w, [g1], lr=lr)):
        with pytest.raises(NotArithmetic, match="_numpy does not run on symbols"):
            proof()


def test_step_keeps_a_small_eps():
    assert step(sgd, dw=sp.Symbol("g"), lr=1e-20) != 0
