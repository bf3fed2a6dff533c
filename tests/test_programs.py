"""Programs: they are the rule, they are JSON, and what is no arithmetic is refused with a sentence that helps."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
import sympy as sp

from lecopt.first_order import RULES, adam, momentum
from lecopt.symbolic import NotArithmetic, evaluate, program

x, y = sp.symbols("x y", real=True)


def _numbers(names, seed=0, n=50):
    """Random values for the inputs of a rule: shares lie in [0, 1), means of squares are positive, t counts."""
    rng = np.random.default_rng(seed)
    values = {name: rng.normal(size=n) * 10.0 ** rng.integers(-4, 5, n) for name in ("w", "dw", "m")}
    values |= {name: rng.random(n) for name in ("lr", "rho", "decay", "beta1", "beta2", "weight_decay", "v", "s")}
    return [{**values, "eps": np.full(n, 1e-8), "t": rng.integers(0, 100, n).astype(float)}[name] for name in names]


@pytest.mark.parametrize("name", RULES)
def test_the_program_of_a_rule_is_the_rule(name):
    made = program(RULES[name])
    values = dict(zip(made["inputs"], _numbers(made["inputs"])))
    w, state = RULES[name](
        values["w"], values["dw"], *(values[s] for s in made["state"]), **{h: values[h] for h in made["hyper"]}
    )
    for got, expected in zip(evaluate(made, *values.values()), [w, *state], strict=True):
        assert np.allclose(got, expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", RULES)
def test_the_program_of_a_rule_goes_through_json_unchanged(name):
    made = program(RULES[name])
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made and len(text) < 1000
    assert set(made) == {"inputs", "ops", "outputs", "state", "hyper"}
    assert made["inputs"] == ["w", "dw", *made["state"], *made["hyper"]]
    assert len(made["outputs"]) == 1 + len(made["state"])
    assert all(isinstance(default, float) for default in made["hyper"].values())


def test_the_program_of_adam_is_as_small_as_the_plan_says():
    assert len(program(adam)["ops"]) <= 30


def test_every_register_is_written_before_it_is_read():
    for rule in RULES.values():
        made = program(rule)
        for k, (op, *arguments) in enumerate(made["ops"]):
            assert op == "const" or all(0 <= a < len(made["inputs"]) + k for a in arguments)
        assert all(0 <= out < len(made["inputs"]) + len(made["ops"]) for out in made["outputs"])


def test_nothing_is_computed_twice_or_for_nothing():
    made = program([2 * x / ((x + 1) * (y + 2)), 1 / (x + 1), (x + 1) ** 2 / sp.sqrt(y)])
    n = len(made["inputs"])
    assert len({json.dumps(op) for op in made["ops"]}) == len(made["ops"])
    read = {a for op, *arguments in made["ops"] if op != "const" for a in arguments} | set(made["outputs"])
    assert set(range(n, n + len(made["ops"]))) <= read


def test_a_rule_of_a_learner_may_work_in_place_loop_and_use_numpy():
    def mine(w, dw, v=0, *, lr=0.1):
        for _ in range(2):
            v = v + np.abs(dw) / 2
        v *= np.float64(0.5)
        w -= (
            lr
            * dw
            / (np.sqrt(v) + np.exp(-np.square(dw)) + np.tanh(w) ** 2 + 2 ** np.sign(dw) + np.negative(-1.0) * dw**3)
        )
        return w, v

    made = json.loads(json.dumps(program(mine)))
    w, dw, v, lr = np.array([1.0, -2.0]), np.array([0.5, 3.0]), np.array([0.1, 0.2]), 0.3
    new_w, new_v = mine(w.copy(), dw, v.copy(), lr=lr)
    assert np.allclose(evaluate(made, w, dw, v, lr), [new_w, new_v], rtol=1e-15)


def test_numpy_numbers_and_arithmetic_by_its_function_names_are_recorded():
    def mine(w, dw):
        return np.subtract(w, np.float32(0.5) * dw) + np.float64(2) ** dw - np.power(w, 2) + np.divide(1, w) + np.add(
            w, np.multiply(dw, dw)
        ), ()

    assert np.allclose(evaluate(program(mine), 3.0, 0.7), mine(np.float64(3), np.float64(0.7))[0], rtol=1e-15)


@pytest.mark.parametrize("power", [1, 2, 3, 7, 16, 17, 0.5, 1.5, -1, -2, 2.0, 0, np.int64(2), np.float64(0.5), True])
def test_powers_are_powers(power):
    got = evaluate(program(lambda w, dw: (dw**power, ())), 0.0, np.array([0.3, 2.0, 7.7]))[0]
    assert np.allclose(got, [math.pow(v, float(power)) for v in (0.3, 2.0, 7.7)], rtol=2e-15)


def _norm(w, dw):
    return w - dw / np.linalg.norm(dw), ()


def _branch(w, dw):
    return (w - dw if dw > 0 else w), ()


def _attribute(w, dw):
    return w - dw.mean(), ()


def _infinite(w, dw):
    return w - float("inf") * dw, ()


def _floor(w, dw):
    return w - dw // 2, ()


def _array(w, dw):
    return w - dw * np.array([1.0, 2.0]), ()


def _late(w, dw, t=1):
    return w - dw / t, (t + 1,)


def _text_default(w, dw, *, mode="fast"):
    return w - dw, ()


def _forgets(w, dw, v=0):
    return w - dw, ()


@pytest.mark.parametrize(
    "rule, sentence",
    [
        (_norm, r"np\.norm is not plain arithmetic; a program holds \+ - \* / \*\* abs and np\.sqrt, exp"),
        (_branch, "the number is not known while its arithmetic is written down: no if, no comparison"),
        (lambda w, dw: (max(dw, 0), ()), "no if, no comparison, no max"),
        (lambda w, dw: (math.sqrt(dw), ()), r"np\.sqrt"),
        (lambda w, dw: (np.maximum(dw, 0), ()), r"np\.maximum is not plain arithmetic"),
        (lambda w, dw: (np.zeros_like(w), ()), r"np\.zeros_like is not plain arithmetic"),
        (lambda w, dw: (np.add.reduce(dw), ()), r"np\.add is not plain arithmetic|becomes an array"),
        (lambda w, dw: (np.array([dw, 1.0]).sum(), ()), "a rule works on one number, but it becomes an array"),
        (_attribute, r"a rule works on one number, but it is asked for \.mean"),
        (_infinite, "a program knows finite real numbers only, got inf"),
        (_floor, "_floor does not run on symbols"),
        (_array, "a program knows finite real numbers only, got array"),
        (_late, "every part of the state starts at 0, but t of _late starts at 1"),
        (_text_default, "a program knows finite real numbers only, got 'fast'"),
        (_forgets, r"_forgets takes 1 parts of state \(v\) and returns 0"),
        (lambda w, dw: w - dw, "must return two things, the new w and its state, got Register"),
        (lambda w, dw: [w, ()], "must return two things, the new w and its state, got list"),
        (lambda w, dw: None, "must return two things, the new w and its state, got NoneType"),
        (lambda w, dw: (dw + "3", ()), "a program knows finite real numbers only, got '3'"),
        (lambda w: (w, ()), "does not run on symbols"),
        (lambda w, dw: 1 / 0, "does not run on symbols: division by zero"),
    ],
)
def test_a_rule_that_is_no_arithmetic_is_refused_with_the_reason(rule, sentence):
    with pytest.raises(NotArithmetic, match=sentence):
        program(rule)


def test_what_is_no_rule_at_all_is_refused():
    with pytest.raises(TypeError, match="^rule must be a function"):
        program(max)


def test_a_hyper_parameter_without_a_default_stays_without():
    def mine(w, dw, *, lr):
        return w - lr * dw, ()

    assert program(mine)["hyper"] == {"lr": None}


def test_defaults_of_every_kind_of_number_are_floats_in_json():
    def mine(w, dw, *, a=1, b=np.float32(0.5), c=np.int64(3)):
        return w - a * b * c * dw, ()

    assert json.dumps(program(mine)["hyper"]) == '{"a": 1.0, "b": 0.5, "c": 3.0}'


# expressions

EXPRESSIONS = [
    x,
    -x,
    x - 1,
    x / 3,
    1 / x,
    x**-2,
    x**-3,
    x**3,
    x**16,
    x**20,
    1 / sp.sqrt(x),
    x ** sp.Rational(-3, 2),
    x ** sp.Rational(1, 3),
    sp.pi * x,
    sp.E**-x,
    sp.exp(-(x**2) / 2),
    sp.log(x),
    sp.sin(x) ** 2,
    sp.cos(sp.pi * x),
    sp.tan(x),
    sp.sinh(x),
    sp.cosh(x),
    sp.tanh(x),
    sp.atan(x),
    sp.Abs(x - 1),
    sp.sign(x - 1),
    x**y,
    2**x,
    x * y / (x + y) ** 2,
    2 * x / (x + 1) / (y + 2),
    sp.Integer(5),
    sp.Rational(1, 3),
    sp.sqrt(2) * x,
    -((x + y) ** 2) / sp.sqrt(x * y),
    x * sp.cos(sp.pi * x) + y**2 / 2,
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_the_program_of_an_expression_is_the_expression(expression):
    made = json.loads(json.dumps(program(expression), allow_nan=False))
    points = np.random.default_rng(0).uniform(0.2, 3, (2, 20))
    exact = [float(expression.subs({x: sp.Float(a, 40), y: sp.Float(b, 40)}).evalf(40)) for a, b in points.T]
    assert np.allclose(evaluate(made, *points)[0], exact, rtol=5e-15, atol=1e-15)


def test_inputs_are_symbols_or_names_and_any_symbol_of_the_name_will_do():
    plain = sp.Symbol("x")
    expected = {"inputs": ["x"], "ops": [["*", 0, 0]], "outputs": [1]}
    assert program(plain**2, [plain]) == program(plain**2, ["x"]) == program(x**2, [plain]) == expected
    assert program(x**2, ["z", "x"])["ops"] == [["*", 1, 1]]


def test_several_expressions_share_what_they_have_in_common():
    made = program([sp.exp(x), sp.exp(x) + 1, x])
    assert sum(op[0] == "exp" for op in made["ops"]) == 1 and len(made["outputs"]) == 3


@pytest.mark.parametrize(
    "expression, sentence",
    [
        (sp.Symbol("z"), "z is none of the inputs x, y"),
        (sp.I * x, "finite real numbers only, got I"),
        (sp.oo * x, "finite real numbers only, got oo"),
        (sp.zoo, "finite real"),
        (sp.nan, "finite real"),
        (sp.Max(x, 0), r"cannot turn Max\(0, x\)"),
        (sp.Heaviside(x), "cannot turn Heaviside"),
        (sp.Piecewise((x, x > 0), (0, True)), "cannot turn Piecewise"),
        (sp.Derivative(sp.Abs(x), x), "cannot turn Derivative"),
        (sp.Matrix([x, y]), "cannot turn Matrix"),
        (sp.asin(x), "cannot turn asin"),
        (object(), "a program is made of a rule or of SymPy expressions"),
        ("x**2", "a program is made of a rule or of SymPy expressions, got 'x"),
    ],
)
def test_an_expression_that_is_no_arithmetic_is_refused_with_the_reason(expression, sentence):
    with pytest.raises(NotArithmetic, match=sentence):
        program(expression)


def test_text_is_never_run(tmp_path):
    code = f"open({str(tmp_path / 'run')!r}, 'w').close()"
    for text in (f"exec({code!r})", f"[{code}]", "__import__('os').getcwd()"):
        with pytest.raises(NotArithmetic):
            program(text)
    assert not (tmp_path / "run").exists()


def test_evaluate_takes_as_many_values_as_there_are_inputs():
    made = program(momentum)
    with pytest.raises(ValueError, match="a program of w, dw, v, lr, rho takes 5 values, got 3"):
        evaluate(made, 1.0, 2.0, 3.0)
    with pytest.raises(ValueError, match="takes 5 values, got 6"):
        evaluate(made, *range(6))


def test_evaluate_broadcasts():
    got = evaluate(program(momentum), np.ones((4, 1)), np.ones(3), 0.0, 0.1, 0.9)
    assert got[0].shape == (4, 3)


def test_a_program_runs_where_there_is_no_source_of_its_rule():
    text = json.dumps(program(adam))
    code = (
        f"import json; from lecopt.symbolic import evaluate; print(evaluate(json.loads({text!r}), 1., 4., 0., 0., "
        f"0., .1, .9, .999, 0.)[0])"
    )
    assert float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    ) == pytest.approx(0.9)
