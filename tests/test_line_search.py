"""Step lengths, judged by the conditions that define them, on the functions that Moré and Thuente tried theirs on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lecopt.line_search import TRIALS, armijo, search, wolfe

C1, C2 = 1e-4, 0.9


def yanai(b1, b2):
    """Moré & Thuente 1994, (5.4): the slopes at 0 and far out are set by b1 and b2."""
    g = lambda b: (1 + b**2) ** 0.5 - b
    return (
        lambda t: g(b1) * np.hypot(1 - t, b2) + g(b2) * np.hypot(t, b1),
        lambda t: -g(b1) * (1 - t) / np.hypot(1 - t, b2) + g(b2) * t / np.hypot(t, b1),
    )


def bumpy(beta=0.01, waves=39):
    """Moré & Thuente 1994, (5.3): a kink smoothed over beta, and small waves on top."""

    def smoothed(t):
        return 1 - t if t <= 1 - beta else t - 1 if t >= 1 + beta else (t - 1) ** 2 / (2 * beta) + beta / 2

    k = waves * np.pi / 2
    return (
        lambda t: smoothed(t) + 2 * (1 - beta) / (waves * np.pi) * np.sin(k * t),
        lambda t: float(np.clip((t - 1) / beta, -1, 1)) + (1 - beta) * np.cos(k * t),
    )


LINES = {  # name: (value, slope), Moré & Thuente's six and a few more
    "fraction": (lambda t: -t / (t**2 + 2), lambda t: (t**2 - 2) / (t**2 + 2) ** 2),
    "power": (lambda t: (t + 0.004) ** 5 - 2 * (t + 0.004) ** 4, lambda t: 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3),
    "bumpy": bumpy(),
    "yanai 4": yanai(0.001, 0.001),
    "yanai 5": yanai(0.01, 0.001),
    "yanai 6": yanai(0.001, 0.01),
    "exponential": (lambda t: np.exp(t) - 3 * t, lambda t: np.exp(t) - 3),
    "steep wall": (lambda t: np.exp(50 * t) - 51 * t, lambda t: 50 * np.exp(50 * t) - 51),
    "far away": (lambda t: (t / 1e6 - 1) ** 2, lambda t: 2e-6 * (t / 1e6 - 1)),
    "barrier": (lambda t: -np.log(0.3 - t) - 5 * t if t < 0.3 else np.nan, lambda t: 1 / (0.3 - t) - 5),
    "infinite": (lambda t: (t - 0.01) ** 2 if t < 0.02 else np.inf, lambda t: 2 * (t - 0.01)),
}


def enough(value, slope, t, c1=C1):
    return value(t) <= value(0) + c1 * t * slope(0)


@pytest.mark.parametrize("first", [1e-3, 0.1, 1.0, 10.0, 1000.0])
@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("c2", [0.9, 0.1, 0.001])
@pytest.mark.parametrize("name", LINES)
def test_a_wolfe_step_meets_the_two_conditions_that_define_it(name, c2, strong, first):
    value, slope = LINES[name]
    with np.errstate(over="ignore"):
        t = wolfe(value, slope, 0.0, 1.0, c2=c2, strong=strong, step=first)
    assert t > 0 and enough(value, slope, t)
    assert slope(t) >= c2 * slope(0)
    assert not strong or abs(slope(t)) <= c2 * abs(slope(0))


def test_the_weak_condition_takes_steps_that_the_strong_one_refuses():
    value, slope = (lambda t: 0.5 * (t - 1) ** 2), (lambda t: t - 1)
    assert wolfe(value, slope, 0.0, 1.0, strong=False, step=1.95) == 1.95
    assert abs(slope(wolfe(value, slope, 0.0, 1.0, strong=True, step=1.95))) <= 0.9


@given(st.integers(0, 10**6), st.booleans())
def test_wolfe_holds_on_random_functions_of_many_weights(seed, strong):
    rng = np.random.default_rng(seed)
    A, a = rng.standard_normal((4, 3)), rng.standard_normal(4)
    f = lambda w: (np.logaddexp(A @ w - a, a - A @ w) + 0.1 * (A @ w) ** 2).sum()
    grad = lambda w: A.T @ (np.tanh(A @ w - a) + 0.2 * (A @ w))
    w = rng.standard_normal(3) * 10.0 ** rng.integers(-2, 3)
    d = -grad(w) * 10.0 ** rng.integers(-6, 7)
    t = wolfe(f, grad, w, d, strong=strong)
    slope_0, slope = grad(w) @ d, grad(w + t * d) @ d
    assert f(w + t * d) <= f(w) + C1 * t * slope_0
    assert C2 * slope_0 <= slope <= (-C2 * slope_0 if strong else np.inf)


@given(st.integers(0, 10**6))
def test_armijo_is_the_first_of_the_halvings_that_lowers_f_enough(seed):
    rng = np.random.default_rng(seed)
    A = rng.standard_normal((3, 3))
    f, grad = (lambda w: ((A @ w) ** 4).sum()), (lambda w: 4 * A.T @ (A @ w) ** 3)
    w = rng.standard_normal(3)
    d = -grad(w) * 10.0 ** rng.integers(-3, 4)
    t = armijo(f, grad, w, d)
    halvings = [0.5**k for k in range(TRIALS)]
    assert t == next(s for s in halvings if f(w + s * d) <= f(w) + C1 * s * (grad(w) @ d))


def test_weights_of_any_shape_and_single_numbers_will_do():
    for shape in ((), (1,), (2, 3)):
        w = np.full(shape, 2.0)
        assert armijo(lambda w: (w**2).sum(), lambda w: 2 * w, w, -2 * w) == 0.5
        assert abs(1 - wolfe(lambda w: (w**2).sum(), lambda w: 2 * w, w, -w)) <= 0.9


def test_a_slope_is_asked_only_where_the_value_is_low_enough():
    asked = []
    value, slope = LINES["steep wall"]
    t, outcome = search(value, lambda t: asked.append(t) or slope(t), value(0), slope(0))
    assert outcome == "found" and all(enough(value, slope, t) for t in asked)


def test_where_values_are_rounded_the_slopes_decide():
    value = lambda t: (
        1e9 + 1e-8 * (t - 1) ** 2 + 1e-6 * (t > 0.4)
    )  # 1e9 has 7 digits behind the point: the fall can't be seen
    slope = lambda t: 2e-8 * (t - 1)
    assert search(value, slope, value(0), slope(0), step=0.9)[0] <= 0.4
    assert search(value, slope, value(0), slope(0), step=0.9, rounding=1e-5) == (0.9, "found")
    climbs = lambda t: 2e-8 * t - 1e-8
    assert search(value, climbs, value(0), climbs(0), step=0.99, rounding=1e-5)[0] < 0.99, (
        "the slopes say it rose again"
    )


@pytest.mark.parametrize(
    "value, slope, outcome",
    [
        (lambda t: -t, lambda t: -1.0, "endless"),
        (lambda t: -np.exp(min(t, 600)), lambda t: -np.exp(min(t, 600)), "endless"),
        (lambda t: 1.0, lambda t: -1.0, "nothing"),
        (lambda t: t, lambda t: -1.0, "nothing"),
        (lambda t: np.nan if t else 0.0, lambda t: -1.0, "nothing"),
        (lambda t: -np.inf if t else 0.0, lambda t: -1.0, "nothing"),
        (lambda t: abs(t - 1 / 3), lambda t: 1.0 if t > 1 / 3 else -1.0, "short"),
        (lambda t: -t, lambda t: np.nan if t else -1.0, "nothing"),
        (lambda t: -t, lambda t: -np.inf if t else -1.0, "nothing"),
    ],
)
def test_a_search_that_cannot_succeed_ends_and_says_how(value, slope, outcome):
    calls = []
    step, said = search(lambda t: calls.append(t) or value(t), slope, value(0), -1.0, step=0.7, rounding=1e-12)
    assert said == outcome and len(calls) == TRIALS
    assert step == 0 if outcome == "nothing" else value(step) < value(0)


def test_low_and_high_close_in_even_where_every_guess_is_bad():
    wall = 0.9999
    step, outcome = search(lambda t: -t if t < wall else 1e6, lambda t: -1.0, 0.0, -1.0)
    assert outcome == "short" and wall - 1e-5 < step < wall


@pytest.mark.parametrize("find", [armijo, wolfe])
@pytest.mark.parametrize(
    "f, grad, w, d, message",
    [
        (lambda w: w, lambda w: 1.0, 0.0, 1.0, "direction must lead downhill, but the slope of f along it is 1"),
        (
            lambda w: w @ w,
            lambda w: 2 * w,
            np.ones(2),
            -np.ones(3),
            "direction must have the shape of w, (2,), got (3,)",
        ),
        (lambda w: w, lambda w: np.ones(2), 0.0, -1.0, "grad must return the shape of w, (), got (2,)"),
        (lambda w: w, lambda w: 1.0, np.nan, -1.0, "w must be finite numbers, got nan"),
        (lambda w: np.ones(2), lambda w: 1.0, 0.0, -1.0, "f must return one real number, got array([1., 1.])"),
        (lambda w: "low", lambda w: 1.0, 0.0, -1.0, "f must return one real number"),
        (lambda w: w, lambda w: -1.0, 0.0, 1.0, "is grad the gradient of f"),
        (lambda w: w, lambda w: 1.0, 1j, -1.0, "w must be finite numbers, got complex ones: 1j"),
        (lambda w: w, lambda w: 1.0, 0.0, np.nan, "direction must be finite numbers, got nan"),
        (lambda w: w, lambda w: 1j, 0.0, -1.0, "grad must return real numbers of the shape of w, (), got complex ones"),
        (lambda w: w, lambda w: None, 0.0, -1.0, "grad must return real numbers of the shape of w, (), got None"),
        (lambda w: 1j, lambda w: 1.0, 0.0, -1.0, "f must return one real number, got 1j"),
    ],
)
def test_bad_input_gets_a_sentence(find, f, grad, w, d, message):
    with pytest.raises(ValueError) as problem:
        find(f, grad, w, d)
    assert message in str(problem.value)


def test_bad_constants_and_endless_falls_get_a_sentence():
    f, grad = (lambda w: w**2), (lambda w: 2 * w)
    with pytest.raises(ValueError, match=r"c1 must be a finite number in \(0, 1\), got 0"):
        armijo(f, grad, 1.0, -1.0, c1=0)
    with pytest.raises(ValueError, match=r"c2 must be a finite number in \(0.5, 1\), got 0.1"):
        wolfe(f, grad, 1.0, -1.0, c1=0.5, c2=0.1)
    with pytest.raises(ValueError, match="step must be a finite number above 0, got -1"):
        wolfe(f, grad, 1.0, -1.0, step=-1)
    with pytest.raises(ValueError, match="f falls without end along direction"):
        wolfe(lambda w: -w, lambda w: -1.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="direction must lead downhill"):
        wolfe(f, grad, 0.0, -1.0)


@pytest.mark.parametrize("find", [armijo, wolfe])
def test_what_is_no_function_is_named(find):
    with pytest.raises(TypeError, match="^grad must be a function of w, got None$"):
        find(lambda w: w, None, 0.0, -1.0)
    with pytest.raises(TypeError, match="^f must be a function of w, got 3$"):
        find(3, lambda w: 1.0, 0.0, -1.0)


@pytest.mark.parametrize("bad", ["a", None, 1j, [0.1], True, np.nan])
def test_a_constant_that_is_no_number_is_named(bad):
    for name in ("c1", "c2", "step"):
        with pytest.raises(ValueError, match=f"^{name} must be a finite number .*, got "):
            wolfe(lambda w: w**2, lambda w: 2 * w, 1.0, -1.0, **{name: bad})
