"""Landscapes: against their definitions written by hand, SymPy's derivatives, and the minima that SciPy reaches."""

import warnings
from itertools import product

import numpy as np
import pytest
import read_latex
import scipy.optimize
import sympy as sp
import torch

from lecopt.gradients import numeric_gradient
from lecopt.landscapes import LANDSCAPES, Landscape, bowl, landscape, ravine
from lecopt.landscapes.minima import local_minima
from lecopt.symbolic import evaluate

x, y = sp.symbols("x y", real=True)
POINTS = np.random.default_rng(0).uniform(-1.4, 1.4, (40, 2))

# as the literature writes them (surjanovic & bingham's library of simulation experiments; the lecture for the others)
DEFINITIONS = {
    "bowl": lambda x, y: 0.5 * (x**2 + 10 * y**2),
    "ravine": lambda x, y: 0.5 * (((x + y) / np.sqrt(2)) ** 2 + 100 * ((x - y) / np.sqrt(2)) ** 2),
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "camel": lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
    "styblinski_tang": lambda x, y: 0.5 * sum(z**4 - 16 * z**2 + 5 * z for z in (x, y)),
    "rastrigin": lambda x, y: 20 + sum(z**2 - 10 * np.cos(2 * np.pi * z) for z in (x, y)),
    "ackley": lambda x, y: (
        -20 * np.exp(-0.2 * np.sqrt(0.5 * (x**2 + y**2)))
        - np.exp(0.5 * (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)))
        + np.e
        + 20
    ),
    "saddle": lambda x, y: x**2 - y**2,
    "monkey_saddle": lambda x, y: x**3 - 3 * x * y**2,
    "inflection": lambda x, y: x**3 + y**2,
    "x_cos_pi_x": lambda x, y: x * np.cos(np.pi * x) + y**2 / 2,
    "plateau": lambda x, y: 1 - np.exp(-(x**2 + y**2) / 2),
}


def derivatives(expr):
    """f, gradient and Hessian of an expression by SymPy's diff and lambdify, which know nothing of programs."""
    f = sp.lambdify((x, y), expr, "numpy")
    g = sp.lambdify((x, y), [sp.diff(expr, s) for s in (x, y)], "numpy")
    h = sp.lambdify((x, y), sp.hessian(expr, (x, y)), "numpy")
    return (lambda w: float(f(*w))), (lambda w: np.array(g(*w), float)), (lambda w: np.array(h(*w), float))


def test_there_are_the_landscapes_of_the_plan():
    assert set(LANDSCAPES) >= set(DEFINITIONS) and len(LANDSCAPES) >= 12
    assert all(land.name == name and isinstance(land, Landscape) for name, land in LANDSCAPES.items())


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_value_is_the_definition(name):
    assert np.allclose(LANDSCAPES[name](POINTS), DEFINITIONS[name](*POINTS.T), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_gradient_and_hessian_are_those_of_sympy(name):
    land = LANDSCAPES[name]
    f, g, h = derivatives(land.expr)
    for w in POINTS:
        assert land(w) == pytest.approx(f(w), rel=1e-13, abs=1e-13)
        assert np.allclose(land.grad(w), g(w), rtol=1e-12, atol=1e-12)
        assert np.allclose(land.hess(w), h(w), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_latex_read_back_is_the_function(name):
    land = LANDSCAPES[name]
    assert "$" not in land.latex
    assert np.allclose(
        read_latex.value(land.latex, {"x": POINTS[:, 0], "y": POINTS[:, 1]}),
        DEFINITIONS[name](*POINTS.T),
        rtol=1e-12,
        atol=1e-12,
    )


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_program_is_the_function(name):
    land = LANDSCAPES[name]
    assert land.program["inputs"] == ["x", "y"]
    assert np.allclose(evaluate(land.program, *POINTS.T)[0], DEFINITIONS[name](*POINTS.T), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_window_is_two_sides_and_the_start_in_it_is_not_stationary(name):
    land = LANDSCAPES[name]
    (left, right), (bottom, top) = land.window
    assert left < land.start[0] < right and bottom < land.start[1] < top
    assert np.linalg.norm(derivatives(land.expr)[1](land.start)) > 1e-3
    assert all(type(number) is float for number in (left, right, bottom, top, *land.start))


# minima


def _reached(land, starts):
    """The minima in the window that SciPy reaches from the starts, each once.

    A minimum is stationary, with a positive Hessian, or lies above nothing near.
    """
    f, g, h = derivatives(land.expr)
    found = []
    for start in starts:
        end = scipy.optimize.minimize(f, start, jac=g, method="BFGS", options={"gtol": 1e-9}).x
        if f(end) > f(start):
            continue
        at_tip = not np.all(np.isfinite(h(end))) or np.max(np.abs(g(end))) > 1e-5
        minimum = (
            all(f(end + d) > f(end) for d in 1e-5 * np.random.default_rng(0).normal(size=(50, 2)))
            if at_tip
            else np.min(np.linalg.eigvalsh(h(end))) > 1e-6
        )
        inside = all(low < coordinate < high for (low, high), coordinate in zip(land.window, end))
        if minimum and inside and not any(np.linalg.norm(end - other) < 1e-3 for other in found):
            found.append(end)
    return found


def _grid(land, n):
    return list(product(*(np.linspace(low, high, n + 2)[1:-1] for low, high in land.window)))


@pytest.mark.parametrize(
    "name, n",
    [
        ("bowl", 3),
        ("ravine", 3),
        ("rosenbrock", 5),
        ("beale", 11),
        ("himmelblau", 9),
        ("camel", 9),
        ("styblinski_tang", 9),
        ("x_cos_pi_x", 9),
        ("plateau", 5),
        ("saddle", 3),
        ("monkey_saddle", 3),
        ("inflection", 3),
    ],
)
def test_the_minima_are_those_that_scipy_reaches_from_everywhere(name, n):
    land = LANDSCAPES[name]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # SciPy on functions without a floor
        reached = _reached(land, _grid(land, n))
    assert land.minima.shape == (len(reached), 2)
    for minimum in reached:
        assert np.min(np.linalg.norm(land.minima - minimum, axis=1)) < 1e-5


@pytest.mark.parametrize("name", ["rastrigin", "styblinski_tang", "x_cos_pi_x"])
def test_the_minima_of_a_sum_are_pairs_of_the_minima_of_its_parts(name):
    land, sides = LANDSCAPES[name], []
    for symbol, (low, high) in zip((x, y), land.window):
        slope = sp.lambdify(symbol, sp.diff(land.expr, symbol), "numpy")
        nodes = np.linspace(low, high, 1000)
        sides.append(
            [
                scipy.optimize.brentq(slope, a, b, xtol=1e-14)
                for a, b in zip(nodes, nodes[1:])
                if slope(a) < 0 < slope(b)
            ]
        )
    expected = np.array(list(product(*sides)))
    apart = np.linalg.norm(land.minima[:, None] - expected, axis=-1)
    assert len(land.minima) == len(expected) and np.max(apart.min(axis=0)) < 1e-9


def test_ackley_has_a_minimum_in_each_of_its_dimples():
    land = LANDSCAPES["ackley"]
    with np.errstate(all="ignore"):
        reached = _reached(land, [0.96 * np.array(cell) + 0.01 for cell in product(range(-5, 6), repeat=2)])
    assert land.minima.shape == (121, 2) and np.array_equal(land.minima[0], [0, 0])
    apart = [np.min(np.linalg.norm(land.minima - end, axis=1)) for end in reached]
    assert len(reached) >= 100 and max(apart) < 1e-5


@pytest.mark.parametrize(
    "name, lowest",
    [
        ("bowl", [[0, 0]]),
        ("ravine", [[0, 0]]),
        ("rosenbrock", [[1, 1]]),
        ("beale", [[3, 0.5]]),
        ("camel", [[0, 0]]),
        ("styblinski_tang", [[-2.903534] * 2]),
        ("rastrigin", [[0, 0]]),
        ("ackley", [[0, 0]]),
        ("x_cos_pi_x", [[1.0904, 0]]),
        ("plateau", [[0, 0]]),
        ("himmelblau", [[-3.779310, -3.283186], [-2.805118, 3.131312], [3, 2], [3.584428, -1.848126]]),
    ],
)
def test_the_global_minima_of_the_literature_come_first(name, lowest):
    land = LANDSCAPES[name]
    assert np.allclose(land.minima[: len(lowest)], lowest, atol=5e-5 if name == "x_cos_pi_x" else 1e-6)
    heights = land(land.minima)
    assert np.all(np.diff(heights) > -1e-8) and np.all(heights[len(lowest) :] > heights[0] + 1e-6)


def test_x_cos_pi_x_has_the_second_minimum_of_the_lecture():
    assert np.allclose(LANDSCAPES["x_cos_pi_x"].minima, [[1.0904, 0], [-0.2739, 0]], atol=5e-5)


@pytest.mark.parametrize("name", ["saddle", "monkey_saddle", "inflection"])
def test_without_a_minimum_the_minima_are_an_empty_array(name):
    assert LANDSCAPES[name].minima.shape == (0, 2)


def test_beales_second_stationary_point_is_a_saddle():
    """A ring of sixteen points around (0.10054, -2.64451) lies higher; its way down is a wedge of two degrees."""
    f, g, h = derivatives(LANDSCAPES["beale"].expr)
    point = scipy.optimize.root(g, [0.1, -2.64], jac=h, tol=1e-14).x
    assert np.allclose(point, [0.10054, -2.64451], atol=1e-5) and np.max(np.abs(g(point))) < 1e-9
    assert np.linalg.eigvalsh(h(point))[0] < -0.5
    assert len(LANDSCAPES["beale"].minima) == 1


@pytest.mark.parametrize(
    "text, minima",
    [
        ("abs(x) + y**2", [[0, 0]]),
        ("abs(x - 0.333) + abs(y - 0.777)", [[0.333, 0.777]]),
        ("sqrt((x - 0.333)**2 + (y + 0.111)**2)", [[0.333, -0.111]]),
        ("abs(abs(x) - 1) + y**2", [[-1, 0], [1, 0]]),
        ("x**2 + abs(y)**1.5", [[0, 0]]),  # kinks
        ("x**4 + y**4", [[0, 0]]),
        ("x**8 + y**8", [[0, 0]]),
        ("(x**2 - 1)**2 + (y**2 - 1)**2", [[-1, -1], [-1, 1], [1, -1], [1, 1]]),  # flat and many
        ("x**2 + 1e-9*y**2", [[0, 0]]),
        ("1e-200*(x**2 + y**2)", [[0, 0]]),
        ("-exp(-100*(x**2 + y**2))", [[0, 0]]),  # narrow and small
        ("x**2", []),
        ("(x*y - 1)**2", []),
        ("(x**2 + y**2 - 1)**2", []),
        ("(x + 2*y - 1)**2", []),
        ("abs(x + y)", []),
        ("x**2*y**2", []),  # valleys
        ("1", []),
        ("x", []),
        ("exp(x)", []),
        ("log(x)", []),
        ("1/x", []),
        ("1/(x*y)", []),
        ("log(x**2 + y**2)", []),
        ("-x**2 - y**2", []),
        ("(x - 3)**2 + y**2", []),  # outside the window
    ],
)
def test_the_minima_of_a_learners_formula(text, minima):
    found = landscape(text).minima
    assert found.shape == (len(minima), 2) and np.allclose(found, np.reshape(minima, (-1, 2)), atol=1e-6)


def test_a_minimum_next_to_the_window_is_not_in_it():
    rosenbrock = LANDSCAPES["rosenbrock"].expr  # from the valley's floor inside, Newton's method walks out to (1, 1)
    assert Landscape("cut off", rosenbrock, ((-2, 0.98), (-1, 3)), (0, 0)).minima.shape == (0, 2)


def test_local_minima_takes_any_function():
    def f(w):
        return (w[..., 0] - 0.5) ** 4 + np.cosh(w[..., 1])

    _, g, h = derivatives((x - sp.Rational(1, 2)) ** 4 + sp.cosh(y))
    assert np.allclose(
        local_minima(f, g, h, ((-1, 2), (-1, 1))), [[0.5, 0]], atol=1e-3
    )  # a fourth power is flat: f rises 1e-12 there


def test_minima_cannot_be_changed_by_who_looks_at_them():
    with pytest.raises(ValueError):
        LANDSCAPES["bowl"].minima[0, 0] = 5


# shapes and numbers


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 4), (0,), (3, 0), (1, 1)])
def test_all_shapes_broadcast_and_each_point_is_its_own(name, shape):
    land = LANDSCAPES[name]
    w = np.random.default_rng(1).uniform(-1, 1, (*shape, 2))
    values, slopes, bends = land(w), land.grad(w), land.hess(w)
    assert (np.shape(values), slopes.shape, bends.shape) == (shape, (*shape, 2), (*shape, 2, 2))
    for i in np.ndindex(shape):
        assert (
            np.array_equal(values[i], land(w[i]))
            and np.array_equal(slopes[i], land.grad(w[i]))
            and np.array_equal(bends[i], land.hess(w[i]))
        )


def test_one_point_gives_a_number():
    assert isinstance(LANDSCAPES["bowl"]([1, 1]), float) and isinstance(landscape("3")([1, 1]), float)


def test_a_constant_broadcasts_too():
    flat = landscape("3")
    assert np.array_equal(flat(np.zeros((4, 2))), [3] * 4) and np.array_equal(
        flat.grad(np.zeros((4, 2))), np.zeros((4, 2))
    )
    assert flat.hess(np.zeros((4, 2))).shape == (4, 2, 2)


@pytest.mark.parametrize("w", [[1, 2], (1, 2), np.array([1, 2], np.int8), np.array([1, 2], np.float32), [True, 2]])
def test_integers_and_small_floats_are_floats(w):
    land = LANDSCAPES["rosenbrock"]
    expected = np.asarray(w, float)
    assert (
        land(w) == land(expected)
        and np.array_equal(land.grad(w), land.grad(expected))
        and land.grad(w).dtype == np.float64
    )
    small = np.float32([0.1, 0.7])
    assert land(small) == land(small.astype(float)), "computed in float64"
    assert LANDSCAPES["rosenbrock"](np.array([100, 100], np.int8)) == 99**2 + 100 * 9900**2  # no integer runs over


def test_a_tensor_is_an_array_unless_it_requires_grad():
    land = LANDSCAPES["rosenbrock"]
    for what in (land, land.grad, land.hess):
        assert np.array_equal(what(torch.tensor([1.0, 2.0])), what([1, 2]))
        with pytest.raises(ValueError, match="^w is a tensor that requires grad: give its .detach\\(\\)$"):
            what(torch.ones(2, requires_grad=True))


def test_w_is_left_alone():
    w = np.array([0.3, 0.4])
    for what in (LANDSCAPES["ackley"], LANDSCAPES["ackley"].grad, LANDSCAPES["ackley"].hess):
        what(w)
    assert np.array_equal(w, [0.3, 0.4])


@pytest.mark.parametrize("bad", [1, 1.0, [], [1], [1, 2, 3], np.zeros((2, 3)), np.zeros((2, 0))])
def test_another_last_axis_is_named(bad):
    land = LANDSCAPES["bowl"]
    for what in (land, land.grad, land.hess):
        with pytest.raises(ValueError, match=r"^w must have shape \(\.\.\., 2\), got \("):
            what(bad)


@pytest.mark.parametrize("bad", ["ab", ["1", "2"], None, [None, 1], [[1], [1, 2]], np.array([1, 2], object), {1: 2}])
def test_what_is_no_number_is_named(bad):
    land = LANDSCAPES["bowl"]
    for what, numbers in ((land, "numbers"), (land.grad, "real numbers"), (land.hess, "real numbers")):
        with pytest.raises(ValueError, match=f"^w must be {numbers} of one shape, got"):
            what(bad)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_nan_inf_and_the_very_far_run_through_and_nothing_warns(name):
    land = LANDSCAPES[name]
    w = np.array([[np.nan, 0.5], [0.5, np.nan], [np.inf, -np.inf], [1e200, 1e200], [0.5, 0.5]])
    with np.errstate(all="raise"):
        assert np.isnan(land(w)[:2]).all() and np.isnan(land.grad(w)[[0, 1], [0, 1]]).all()
        assert land.hess(w).shape == (5, 2, 2)
        assert np.array_equal(land(w)[4], land([0.5, 0.5])) and np.array_equal(land.grad(w)[4], land.grad([0.5, 0.5]))


def test_the_gradient_at_a_tip_is_the_subgradient_zero():
    for land in (LANDSCAPES["ackley"], landscape("sqrt(x**2 + y**2)"), landscape("abs(x) + abs(y)")):
        assert np.array_equal(land.grad([[0, 0], [np.nan, 0]])[0], [0, 0]) and np.isnan(land.grad([np.nan, 0])).any()


def test_the_hessian_of_an_absolute_value_is_zero_away_from_its_kink():
    assert np.array_equal(landscape("abs(x) + y**2").hess([0.5, 1]), [[0, 0], [0, 2]])


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_complex_step_may_be_taken(name):
    land = LANDSCAPES[name]
    assert np.allclose(
        numeric_gradient(land, np.array([0.7, 1.2]), scheme="complex"),
        derivatives(land.expr)[1]([0.7, 1.2]),
        rtol=1e-13,
    )


def test_the_complex_step_is_refused_where_it_would_be_wrong():
    with pytest.raises(ValueError, match="^w must be real numbers of one shape, got complex ones: array"):
        landscape("abs(x)")(np.array([1 + 1e-20j, 2]))
    with pytest.raises(ValueError, match="^w must be real numbers of one shape, got complex ones: array"):
        LANDSCAPES["bowl"].grad(np.array([1j, 2]))


# made by hand


@pytest.mark.parametrize("kappa", [1, 2.5, 1e4, np.float64(10), np.int64(7), 1e-3])
@pytest.mark.parametrize("make", [bowl, ravine])
def test_kappa_is_the_condition_number(make, kappa):
    eigenvalues = np.linalg.eigvalsh(make(kappa).hess([0.3, 0.4]))
    assert max(eigenvalues) / min(eigenvalues) == pytest.approx(max(kappa, 1 / kappa), rel=1e-9)


@pytest.mark.parametrize("bad", [0, -1, np.nan, np.inf, "10", None, [10], 1j])
def test_kappa_that_is_no_number_above_0_is_named(bad):
    with pytest.raises(ValueError, match="^kappa must be a finite number above 0, got"):
        bowl(bad)


def test_a_landscape_comes_from_its_name_a_formula_or_an_expression():
    assert landscape("bowl") is LANDSCAPES["bowl"] is landscape(LANDSCAPES["bowl"])
    assert landscape("x^2 + 3*y**2").expr == x**2 + 3 * y**2 == landscape(x**2 + 3 * y**2).expr
    plain = sp.symbols("x y")
    assert landscape(plain[0] ** 2 + plain[1]).grad([1, 2]).tolist() == [2, 1]


def test_window_and_start_may_be_arrays():
    land = landscape("x**2 + y**2", window=np.array([[-1, 1], [0, 5]]), start=np.array([0.5, 0.5]))
    assert land.window == ((-1.0, 1.0), (0.0, 5.0)) and land.start == (0.5, 0.5)
    assert land.minima.shape == (0, 2)  # (0, 0) lies on the edge


def test_a_misspelt_name_is_told_the_names_there_are():
    with pytest.raises(ValueError, match="^there is no landscape 'rosenbrok'; there are bowl, ravine, rosenbrock"):
        landscape("rosenbrok")


@pytest.mark.parametrize("what", [3, None, [x], lambda w: w, "x +", "__import__('os')"])
def test_what_is_no_formula_is_named(what):
    with pytest.raises(ValueError, match="cannot read"):
        landscape(what)


@pytest.mark.parametrize("expr", ["x**2", sp.Symbol("z"), None, object(), sp.Matrix([x]), x > 0, "open('f')"])
def test_an_expression_in_other_things_than_x_and_y_is_named(expr):
    with pytest.raises(ValueError, match="^expr must be a SymPy expression in x and y"):
        Landscape("mine", expr, ((-1, 1), (-1, 1)), (0.5, 0.5))


@pytest.mark.parametrize(
    "window",
    [((2, -2), (-1, 1)), ((0, 0), (-1, 1)), (-2, 2), None, ((np.nan, 1), (0, 1)), ((-np.inf, 1), (0, 1)), "ab"],
)
def test_a_window_that_is_none_is_named(window):
    with pytest.raises(ValueError, match="^window must be"):
        landscape("x**2 + y**2", window=window)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), "ab", (np.nan, 1), (None, 1)])
def test_a_start_that_is_no_point_is_named(start):
    with pytest.raises(ValueError, match="^start must be"):
        landscape("x**2 + y**2", start=start)
