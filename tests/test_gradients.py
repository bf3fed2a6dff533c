"""Numeric gradients against SymPy and calculus; the gradient check against right gradients and planted bugs."""

import numpy as np
import pytest
import sympy
import torch

from lecopt.gradients import Counted, check_gradient, numeric_gradient, relative_error
from lecopt.models import mlp_gradient, mlp_init, mlp_loss, softmax_gradient, softmax_loss, svm_gradient, svm_loss

SCHEMES = {"forward": 1e-6, "central": 1e-9, "complex": 1e-14}  # what each can do: about eps^½, eps^⅔, eps
SHAPE = (9, 10)


@pytest.fixture(scope="module")
def digits_like():
    """Softmax on 40 samples of 9 inputs, three of which are always 0, as in a picture's corner: f, grad and W."""
    rng = np.random.default_rng(0)
    X = np.concatenate([np.zeros((40, 3)), rng.random((40, 5)), np.ones((40, 1))], 1)
    y = rng.integers(0, 10, 40)
    f = lambda w: softmax_loss(w, X, y, 0.1)
    return f, lambda w: softmax_gradient(w, X, y, 0.1), 0.1 * rng.normal(size=SHAPE)


def product(w):
    return np.sum(w**3) + np.prod(w)


# Numeric gradients


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_finds_the_derivative_that_sympy_finds(scheme):
    symbols = sympy.symbols("a b c d")
    expression = sympy.sin(symbols[0]) * sympy.exp(symbols[1]) + symbols[2] ** 3 / symbols[3]
    point = [0.3, -1.2, 2.0, 0.7]
    expected = [float(expression.diff(s).subs(dict(zip(symbols, point, strict=True)))) for s in symbols]
    f = lambda w: np.sin(w[0]) * np.exp(w[1]) + w[2] ** 3 / w[3]
    assert numeric_gradient(f, point, scheme=scheme) == pytest.approx(
        expected, rel=SCHEMES[scheme], abs=SCHEMES[scheme]
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 1, 2), (0,)])
def test_the_gradient_has_the_shape_of_w(scheme, shape):
    w = np.random.default_rng(0).normal(size=shape)
    gradient = numeric_gradient(lambda v: (v**2).sum(), w, scheme=scheme)
    assert gradient.shape == shape
    assert gradient == pytest.approx(2 * w, rel=SCHEMES[scheme], abs=SCHEMES[scheme])


def test_the_formulas_are_those_of_the_textbook_when_h_is_given():
    f, w, h = np.exp, 0.7, 0.25
    assert numeric_gradient(f, w, h, "forward") == pytest.approx((np.exp(w + h) - np.exp(w)) / h, rel=1e-14)
    assert numeric_gradient(f, w, h, "central") == pytest.approx((np.exp(w + h) - np.exp(w - h)) / (2 * h), rel=1e-14)
    assert numeric_gradient(f, w, h, "complex") == pytest.approx(np.exp(w + 1j * h).imag / h, rel=1e-14)


@pytest.mark.parametrize("scheme, calls", [("forward", 7), ("central", 12), ("complex", 6)])
def test_a_gradient_of_six_coordinates_costs_the_calls_it_says(scheme, calls):
    f = Counted(product)
    numeric_gradient(f, np.ones((2, 3)), scheme=scheme)
    assert f.calls == calls
    assert str(calls) in repr(f)


@pytest.mark.parametrize("w", [[1, 2, 3], (1, 2, 3), np.array([1, 2, 3]), np.array([1, 2, 3], np.uint8)])
def test_integers_become_floats(w):
    assert numeric_gradient(product, w) == pytest.approx([9.0, 15.0, 29.0], rel=1e-8)
    assert numeric_gradient(product, w, h=1e-4) == pytest.approx([9.0, 15.0, 29.0], rel=1e-8)


def test_float32_is_computed_in_float64_unless_h_is_given():
    w, seen = np.array([1.0, 2.0], np.float32), []
    f = lambda v: seen.append(v.dtype) or (v**2).sum()
    assert numeric_gradient(f, w) == pytest.approx([2.0, 4.0], rel=1e-9)
    assert set(seen) == {np.dtype(np.float64)}
    seen.clear()
    assert numeric_gradient(f, w, h=1e-3) == pytest.approx([2.0, 4.0], rel=1e-2)
    assert set(seen) == {np.dtype(np.float32)}
    assert numeric_gradient(f, w, h=1e-3).dtype == np.float32


def test_a_function_that_writes_into_its_argument_changes_neither_w_nor_the_gradient():
    def f(v):
        v *= 3
        return v.sum()

    for scheme in SCHEMES:
        w = np.array([1.0, 2.0])
        assert numeric_gradient(f, w, scheme=scheme) == pytest.approx([3.0, 3.0], rel=1e-6)
        assert w.tolist() == [1.0, 2.0]


def test_w_is_unchanged_also_when_f_raises():
    def f(v):
        if v[1] != 2.0:
            raise RuntimeError("no")
        return v.sum()

    w = np.array([1.0, 2.0])
    with pytest.raises(RuntimeError):
        numeric_gradient(f, w)
    assert w.tolist() == [1.0, 2.0]


def test_the_default_step_serves_large_weights_too():
    w = np.array([1e6, -1e8])
    assert numeric_gradient(lambda v: (v**2).sum(), w) == pytest.approx(2 * w, rel=1e-8)


def logs(w):
    return np.log(w).sum()


def test_a_difference_across_the_end_of_f_is_taken_again_nearer_to_w():
    w = np.array([1e-9, 1e-6, 1.0, 1e6])
    counted = Counted(logs)
    assert numeric_gradient(counted, w) * w == pytest.approx(np.ones(4), rel=1e-8)
    assert counted.calls == 2 * 4 + 2 * 2  # the first two once more
    assert numeric_gradient(lambda v: np.sqrt(v).sum(), np.array([1e-8])) == pytest.approx([0.5e4], rel=1e-8)
    assert np.isnan(numeric_gradient(logs, w, h=1e-5)[:2]).all()  # a step that is given stands
    assert np.isnan(numeric_gradient(lambda v: np.log(v - 0.5).sum(), [0.5])).all()  # nearer is not near enough


def test_small_weights_have_the_long_step_where_f_is_finite():
    w = np.array([0.0, 1e-9, -1e-6, 1e-3])
    assert numeric_gradient(lambda v: 1 + np.sin(v).sum(), w) == pytest.approx(np.cos(w), rel=1e-9)


def test_rounding_of_a_large_f_leaves_no_more_of_a_small_slope_than_it_can():
    w, h = np.array([1e-6, 1.0, 1e6]), np.finfo(float).eps ** (1 / 3)
    found = numeric_gradient(lambda v: (v**2 / 2).sum(), w)
    bound = np.finfo(float).eps * 5e11 / (h * np.maximum(1, w))  # eps |f| / h
    assert (abs(found - w) <= bound).all() and bound[2] < 1e-4
    assert numeric_gradient(lambda v: (v**2 / 2).sum(), w, h=1e3) == pytest.approx(w, abs=1e-7)  # h is for the caller


def test_a_diverged_point_gives_nan_and_no_warning():
    assert np.isnan(numeric_gradient(lambda v: (v**2).sum(), np.array([np.inf, np.nan]))).all()


def test_no_other_step_is_better_than_the_default_by_more_than_a_factor_ten():
    points = np.random.default_rng(0).uniform(0.5, 2, 100)
    f = lambda x: np.exp(x) * np.sin(x)
    truth = np.exp(points) * (np.sin(points) + np.cos(points))
    for scheme in ("forward", "central"):
        error = lambda h, s=scheme: np.std([numeric_gradient(f, x, h, s) for x in points] - truth)
        assert error(None) < 10 * min(error(h) for h in 10.0 ** np.arange(-10, -1, 0.5))


@pytest.mark.parametrize("f", [lambda v: abs(v).sum(), lambda v: float(v[0]), lambda v: v.real.sum(), lambda v: 3.0])
def test_the_complex_step_says_so_when_f_returns_a_real_number(f):
    with pytest.raises(ValueError, match="complex"):
        numeric_gradient(f, [1.0, 2.0], scheme="complex")


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"h": 0}, "h must be a finite number above 0, got 0"),
        ({"h": -1e-4}, "h must be a finite number above 0, got -0.0001"),
        ({"h": np.nan}, "h must be a finite number above 0, got nan"),
        ({"h": np.inf}, "h must be a finite number above 0, got inf"),
        ({"h": "small"}, "h must be a finite number above 0, got 'small'"),
        ({"h": [1e-4, 1e-5]}, r"h must be a finite number above 0, got \[0.0001, 1e-05\]"),
        ({"scheme": "backward"}, "scheme must be one of forward, central, complex, got 'backward'"),
        ({"scheme": None}, "scheme must be one of"),
        ({"w": ["a"]}, r"w must be real numbers of one shape, got \['a'\]"),
        ({"w": [1j]}, r"w must be real numbers of one shape, got complex ones: \[1j\]"),
        (
            {"w": [[1.0], [1.0, 2.0]]},
            r"w must be real numbers of one shape, got rows of different lengths: \[\[1.0\], \[",
        ),
        ({"w": None}, "w must be real numbers of one shape, got None"),
        ({"w": torch.ones(2, requires_grad=True)}, r"w is a tensor that requires grad: give "),
        ({"f": lambda v: v}, r"f must return one number, got an array of shape \(2,\)"),
        ({"f": lambda v: None}, "f must return one number, got None"),
        ({"f": lambda v: "steep"}, "f must return one number, got 'steep'"),
        ({"f": lambda v: [[1.0], [1.0, 2.0]]}, r"f must return one number, got \[\[1.0\], \[1.0, 2.0\]\]"),
        (
            {"f": lambda v: torch.ones(1, requires_grad=True)},
            r"f must return one number, got tensor\(\[1.\], requires_",
        ),
        ({"f": lambda v: 1j * v.sum()}, "f must return a real number, got "),
    ],
)
def test_a_bad_call_gets_one_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        numeric_gradient(**{"f": product, "w": [1.0, 2.0], **arguments})


@pytest.mark.parametrize("nothing", [None, 3, "w**2", np.ones(2)])
def test_what_is_no_function_is_named(nothing):
    for call in (lambda: numeric_gradient(nothing, [1.0]), lambda: check_gradient(nothing, np.sign, [1.0])):
        with pytest.raises(TypeError, match="f must be a function of w, got "):
            call()
    with pytest.raises(TypeError, match="grad must be a function of w, got "):
        check_gradient(np.sum, nothing, [1.0])


def test_relative_errors_are_entry_by_entry_and_zero_beside_zero():
    a, b = [1, 0, 0, -1, np.nan, np.inf], [3, 0, 1e-30, 1, 1, np.inf]
    assert relative_error(a, b).tolist() == [0.5, 0.0, 1.0, 1.0, np.inf, np.inf]


# The gradient check, when the gradient is right


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_right_gradient_is_right_also_where_it_is_zero(digits_like, scheme):
    report = check_gradient(*digits_like, scheme=scheme)
    assert report and report.ok and report.worst <= 1e-6
    assert report.errors.shape == SHAPE and report.errors[report.where] == report.worst
    assert str(report).startswith("The gradient is right in all 90 coordinates: largest relative error")
    assert repr(report) == str(report) and report.hint == ""


@pytest.mark.parametrize("scale", [1e-2, 1.0, 30.0])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_no_right_gradient_of_a_network_is_called_wrong_at_any_scale(scale, activation):
    rng = np.random.default_rng(1)
    X, y, sizes = rng.normal(size=(30, 6)), rng.integers(0, 4, 30), [6, 8, 8, 4]
    arguments = (X, y, sizes, 0.1, activation)
    w = mlp_init(sizes, rng, scale)
    report = check_gradient(lambda v: mlp_loss(v, *arguments), lambda v: mlp_gradient(v, *arguments), w)
    assert report, report


@pytest.mark.parametrize(
    "f, grad, w",
    [
        (lambda w: (w**2).sum(), lambda w: 2 * w, np.zeros(3)),  # a minimum, where f and its slope are both 0
        (lambda w: 3.0, np.zeros_like, np.ones(2)),
        (lambda w: 5 + np.sum(w**4), lambda w: 4 * w**3, np.array([0.0, 1e-9, 1.0])),
        (lambda w: 1e8 + (w**2).sum(), lambda w: 2 * w, np.ones(3)),  # rounding of 1e8 is all that f has to say
        (lambda w: np.sin(1e4 * w).sum(), lambda w: 1e4 * np.cos(1e4 * w), np.arange(1.0, 4)),  # far too steep for h
        (lambda w: (w**3).sum(), lambda w: 3 * w**2, np.array([1e6, 1e-6, 1.0])),
        (np.sin, np.cos, 1.0),
        (np.sin, np.cos, 1),
        (lambda w: w[0] * w[1], lambda w: [w[1], w[0]], [3, 4]),
    ],
)
def test_rounding_and_steepness_are_not_held_against_a_right_gradient(f, grad, w):
    report = check_gradient(f, grad, w)
    assert report, report


def test_torch_is_content_with_what_the_check_calls_right(digits_like):
    f, grad, W = digits_like
    assert check_gradient(f, grad, W)

    class Loss(torch.autograd.Function):
        @staticmethod
        def forward(ctx, w):
            ctx.save_for_backward(w)
            return torch.tensor(f(w.numpy()), dtype=torch.float64)

        @staticmethod
        def backward(ctx, g):
            return g * torch.tensor(grad(ctx.saved_tensors[0].numpy()))

    assert torch.autograd.gradcheck(Loss.apply, torch.tensor(W, requires_grad=True))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_beside_the_end_of_f_a_right_gradient_is_right_and_a_wrong_one_wrong(scheme):
    w = np.array([1e-6, 1.0, 1e6])
    assert check_gradient(logs, lambda v: 1 / v, w, scheme=scheme)
    report = check_gradient(logs, lambda v: [1.01, 1, 1] / v, w, scheme=scheme)
    assert not report and report.where == (0,)
    assert report.numeric[0] == pytest.approx(1e6, rel=1e-6)


def test_a_step_taken_nearer_to_w_has_the_rounding_of_that_step():
    report = check_gradient(lambda w: 1e8 + logs(w), lambda w: 1 / w, np.array([1e-6]))
    assert report and warned(report, "in 1 of 1 coordinate, as w[0], the slope is so small that rounding of f hides")


# The gradient check, when it is not


def planted(grad, change):
    def wrong(w):
        g = np.array(grad(w))
        return change(g, w)

    return wrong


def one_coordinate(factor, where=(5, 3)):
    def change(g, _):
        g[where] *= factor
        return g

    return change


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("factor", [1.001, 0.999, -1, 2, 0])
def test_one_wrong_coordinate_of_90_is_found_even_by_a_tenth_of_a_percent(digits_like, scheme, factor):
    f, grad, W = digits_like
    report = check_gradient(f, planted(grad, one_coordinate(factor)), W, scheme=scheme)
    assert not report and report.where == (5, 3)
    assert report.worst == pytest.approx(abs(factor - 1) / (abs(factor) + 1), rel=1e-3)
    assert (report.errors > report.tol).sum() == 1
    assert str(report).startswith("The gradient is WRONG in 1 of 90 coordinates")
    assert "w[5, 3]" in str(report)


def test_a_wrong_coordinate_of_the_network_is_found_wherever_it_is():
    rng = np.random.default_rng(2)
    X, y, sizes = rng.normal(size=(20, 4)), rng.integers(0, 3, 20), [4, 5, 3]
    w = mlp_init(sizes, rng, 0.7)
    f, grad = (lambda v, g=g: g(v, X, y, sizes, 0.01) for g in (mlp_loss, mlp_gradient))
    for k in range(0, w.size, 4):
        report = check_gradient(f, planted(grad, one_coordinate(1.001, k)), w)
        assert not report.ok and report.where == (k,)


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda g, w: -g, "the sign is flipped"),
        (lambda g, w: 40 * g, "grad is 40 times the slope everywhere: a forgotten factor, as when a sum"),
        (lambda g, w: g / 2, "grad is 0.5 times the slope everywhere: a forgotten factor"),
        (lambda g, w: g - 0.1 * w, "grad minus slope is -0.1 times w: look at the gradient of the regulariser"),
        (lambda g, w: g + 0.1 * w, "grad minus slope is 0.1 times w: look at the gradient of the regulariser"),
        (lambda g, w: 0 * g, "grad is zero everywhere"),
        (lambda g, w: g.T.reshape(g.shape), "stand in the wrong places"),
        (lambda g, w: np.concatenate([g[:-1], 0 * g[-1:]]), r"all the wrong coordinates lie in w\[8, :\]"),
        (lambda g, w: g * (1 + 1e-5), "the difference is tiny"),
    ],
)
def test_the_report_guesses_the_bug(digits_like, change, words):
    f, grad, W = digits_like
    report = check_gradient(f, planted(grad, change), W)
    assert not report
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(report.hint)
    assert "Guess: " + report.hint in str(report)


def test_a_transposed_gradient_is_named_if_the_shape_lets_it_pass():
    A, w = np.random.default_rng(0).normal(size=(2, 4, 4))
    report = check_gradient(lambda v: (A * v**2).sum(), lambda v: (2 * A * v).T, w)
    assert not report and "transpose" in report.hint


def test_a_gradient_of_the_wrong_shape_is_a_sentence_about_grad(digits_like):
    f, grad, W = digits_like
    with pytest.raises(
        ValueError, match=r"grad must return an array of w's shape \(9, 10\), got \(10, 9\), the transpose"
    ):
        check_gradient(f, lambda w: grad(w).T, W)
    with pytest.raises(ValueError, match=r"grad must return an array of w's shape \(9, 10\), got \(90,\)"):
        check_gradient(f, lambda w: grad(w).ravel(), W)


def test_a_gradient_that_is_nan_or_infinite_is_wrong():
    for bad in (np.nan, np.inf):
        report = check_gradient(lambda w: w @ w, lambda w, b=bad: np.array([2 * w[0], b]), np.ones(2))
        assert not report and report.where == (1,) and report.worst == np.inf
        assert str(report)


def test_the_worst_coordinates_are_listed_with_both_values():
    report = check_gradient(lambda w: w @ w, lambda w: 2 * w * [1, 1.5, 1, 3], np.ones(4))
    assert report.worst_coordinates(2) == [(3,), (1,)]
    assert (report.analytic[3], report.numeric[3]) == pytest.approx((6.0, 2.0))
    assert str(report).index("w[3]") < str(report).index("w[1]")
    assert "w[0]" not in str(report)


# Chosen coordinates


def test_a_number_of_coordinates_is_drawn_from_a_large_w_and_only_they_are_evaluated():
    w = np.linspace(-1, 1, 20_000).reshape(50, 400)
    f = Counted(lambda v: float((v**2).sum()))
    report = check_gradient(f, lambda v: 2 * v, w, coordinates=20, rng=np.random.default_rng(3))
    assert report and (~np.isnan(report.errors)).sum() == 20
    assert f.calls == report.evaluations < 100
    assert "in the 20 coordinates checked (of 20000)" in str(report)
    again = check_gradient(f, lambda v: 2 * v, w, coordinates=20, rng=np.random.default_rng(3))
    assert (np.isnan(again.errors) == np.isnan(report.errors)).all()
    other = check_gradient(f, lambda v: 2 * v, w, coordinates=20, rng=np.random.default_rng(4))
    assert (np.isnan(other.errors) != np.isnan(report.errors)).any()


@pytest.mark.parametrize("coordinates", [[(1, 2)], [5], [-1], np.array([[1, 2]]), [(1, 2), 5, (-1, -1)]])
def test_a_list_of_coordinates_may_be_flat_or_tuples(coordinates):
    wrong = planted(lambda v: 2 * v, one_coordinate(1.001, (1, 2)))
    report = check_gradient(lambda v: (v**2).sum(), wrong, np.ones((2, 3)), coordinates=coordinates)
    assert not report and report.where == (1, 2) and (~np.isnan(report.errors)).sum() == 1
    assert check_gradient(lambda v: (v**2).sum(), wrong, np.ones((2, 3)), coordinates=[0, (0, 1)])


# The complex step, where f drops a part of it


@pytest.mark.parametrize("first", [1.0, 0.0], ids=["right grad", "grad with the same fault"])
def test_a_check_says_so_where_one_imaginary_part_is_lost_and_the_others_are_not(first):
    f = lambda w: abs(w[0]) + w[1] ** 2
    with pytest.raises(
        ValueError, match=r"complex numbers: the slope at w\[0\] is 0 by the complex step, 1 by central"
    ):
        check_gradient(f, lambda w: np.array([first, 2 * w[1]]), [1.0, -2.0], scheme="complex")


def test_a_partly_lost_imaginary_part_is_noticed_too():
    f = lambda w: abs(w[0]) + w @ w
    with pytest.raises(ValueError, match=r"w\[0\] is 2 by the complex step, 3 by central differences"):
        check_gradient(f, lambda w: np.sign(w) * [1, 0] + 2 * w, [1.0, -2.0], scheme="complex")


@pytest.mark.parametrize(
    "f, grad",
    [
        (lambda w: 1e8 + w[1] ** 2, lambda w: np.array([0, 2 * w[1]])),  # a slope of 0 that is one
        (lambda w: 1e-12 * w[0] + w[1] ** 2, lambda w: np.array([2e-12, 2 * w[1]])),  # the difference drowns in f
        (lambda w: np.sin(1e4 * w).sum(), lambda w: 1.1e4 * np.cos(1e4 * w)),
        (lambda w: w @ w, lambda w: 3 * w),
    ],
)
def test_a_function_that_keeps_all_of_it_is_not_accused(f, grad):
    check_gradient(f, grad, [0.7, -2.0], scheme="complex")
    assert not check_gradient(f, lambda w: 2 * grad(w) + 1, [0.7, -2.0], scheme="complex")
    assert not check_gradient(lambda w: np.exp(w).sum(), np.exp, [0.7, -2.0], scheme="complex", h=0.5)  # only coarse


# What to beware of


def warned(report, words):
    return any(words in warning for warning in report.warnings) and words in str(report)


def test_float32_weights_are_checked_in_float64_and_the_report_says_so(digits_like):
    f, grad, W = digits_like
    W = W.astype(np.float32)
    report = check_gradient(f, grad, W)
    assert report and warned(report, "float32")
    assert not check_gradient(f, planted(grad, one_coordinate(1.001)), W)
    in_float32 = check_gradient(f, grad, W, h=1e-2)
    assert in_float32 and warned(in_float32, "f was computed in float32")


def test_a_loss_that_computes_in_float32_is_noticed_and_a_gross_bug_still_found(digits_like):
    f, grad, W = digits_like
    f32, grad32 = (lambda w, g=g: g(np.asarray(w, np.float32)) for g in (f, grad))
    report = check_gradient(f32, grad32, W)
    assert report and warned(report, "f computes in float32") and warned(report, "hides an error of 0.1 %")
    assert not check_gradient(f32, lambda w: -grad32(w), W)
    assert not check_gradient(f32, lambda w: 1.1 * grad32(w), W)


@pytest.mark.parametrize("near", [0.0, 1e-12, -1e-12, 1e-9, -1e-8, 1e-6, -1e-6, 3e-6])
def test_a_kink_near_or_at_w_is_told_from_a_bug(near):
    f, w = lambda v: np.maximum(v, 0).sum() + v @ v, np.array([near, 1.0])
    report = check_gradient(f, lambda v: (v > 0) + 2 * v, w)
    assert report and warned(report, "kink"), report
    assert not check_gradient(f, lambda v: 1.001 * ((v > 0) + 2 * v), w)
    assert not check_gradient(f, lambda v: (v > 0) + 2 * v + [1.5, 0], w)


def test_a_kink_in_a_loss_of_many_samples_is_told_from_a_bug():
    X, y = np.array([[1.0, 0.5], [0.3, -1.0]]), np.array([0, 1])
    W = np.array([[1.0, 0.0], [0.0, 0.0]])  # the first margin is exactly 0 - 1 + 1
    f, grad = (lambda w, g=g: g(w, X, y, 0.1) for g in (svm_loss, svm_gradient))
    report = check_gradient(f, grad, W)
    assert report and warned(report, "f has a kink at w[0, 0] and 3 other coordinates")
    assert not check_gradient(f, lambda w: 3 * grad(w), W)


def test_a_smooth_loss_has_no_kinks_in_its_report(digits_like):
    f, grad, W = digits_like
    assert check_gradient(f, grad, W).warnings == ()
    assert check_gradient(f, planted(grad, one_coordinate(1.001)), W).warnings == ()
    assert check_gradient(f, lambda w: -grad(w), W).warnings == ()


def test_strong_but_smooth_curvature_is_not_called_a_kink():
    report = check_gradient(lambda w: np.sin(500 * w).sum(), lambda w: 500 * np.cos(500 * w), np.linspace(0.1, 1, 9))
    assert report and report.warnings == ()


def test_a_jump_is_reported_as_one():
    report = check_gradient(lambda w: np.sum(w > 0.3) + w @ w, lambda w: 2 * w, np.array([0.3, 1.0]))
    assert not report and warned(report, "f jumps")


def test_writing_into_w_is_reported():
    def f(w):
        w *= 1.0 + 1e-3
        return w @ w / 1.001**2

    def grad(w):
        w *= 2
        return w

    report = check_gradient(f, grad, np.ones(2))
    assert report and warned(report, "f changes w in place") and warned(report, "grad changes w in place")


# Bad calls


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"w": [1.0, np.nan]}, "w must hold finite numbers, got nan"),
        ({"w": []}, "w must hold finite numbers, got none"),
        ({"tol": 0}, r"tol must be a finite number in \(0, 1\), got 0"),
        ({"tol": 2}, r"tol must be a finite number in \(0, 1\), got 2"),
        ({"tol": "tight"}, r"tol must be a finite number in \(0, 1\), got 'tight'"),
        ({"w": "here"}, "w must be real numbers of one shape, got 'here'"),
        ({"w": [[1.0], [1.0, 2.0]]}, "w must be real numbers of one shape, got rows of different lengths"),
        ({"w": torch.ones(2, requires_grad=True)}, "w is a tensor that requires grad"),
        ({"h": -1}, "h must be a finite number above 0, got -1"),
        ({"scheme": "five-point"}, "scheme must be one of forward, central, complex, got 'five-point'"),
        ({"f": lambda w: np.nan}, "f must be finite at w, got nan"),
        ({"f": lambda w: w}, r"f must return one number, got an array of shape \(2,\)"),
        ({"f": lambda w, r=np.random.default_rng(0): r.normal()}, "f must give one value at one w"),
        ({"grad": lambda w: None}, r"grad\(w\) must be real numbers of one shape, got None"),
        (
            {"grad": lambda w: [[1.0], [1.0, 2.0]]},
            r"grad\(w\) must be real numbers of one shape, got rows of different",
        ),
        ({"grad": lambda w: torch.ones(2, requires_grad=True)}, r"grad\(w\) is a tensor that requires grad"),
        ({"grad": lambda w: "down"}, r"grad\(w\) must be real numbers of one shape, got 'down'"),
        ({"grad": lambda w: 1j * w}, r"grad\(w\) must be real numbers of one shape, got complex ones"),
        ({"grad": lambda w: 0.0}, r"grad must return an array of w's shape \(2,\), got \(\)"),
        ({"coordinates": 0}, "coordinates must be at least 1 when it says how many, got 0"),
        ({"coordinates": []}, "coordinates must be None, a number, or a list of indices"),
        (
            {"coordinates": [2]},
            r"coordinates must be None, a number, or a list of indices into w of shape \(2,\), got \[2\]",
        ),
        ({"coordinates": [(0, 0)]}, "coordinates must be None, a number, or a list of indices"),
        ({"coordinates": [0.5]}, "coordinates must be None, a number, or a list of indices"),
        ({"coordinates": "all"}, "coordinates must be None, a number, or a list of indices"),
        ({"coordinates": True}, "coordinates must be None, a number, or a list of indices"),
        ({"coordinates": 1, "rng": 7}, "rng must be a generator"),
        ({"f": abs, "w": 1.0, "grad": np.sign, "scheme": "complex"}, "complex"),
    ],
)
def test_a_bad_check_gets_one_sentence(changes, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        check_gradient(**{"f": lambda w: w @ w, "grad": lambda w: 2 * w, "w": np.ones(2), **changes})
    assert "\n" not in str(caught.value)
