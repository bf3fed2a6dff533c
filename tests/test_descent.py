"""run, sentence by sentence of its contract; the oracle is a loop of four lines."""

import functools
import warnings

import numpy as np
import pytest
import torch
import tqdm
import tqdm.std

from lecopt.descent import run
from lecopt.first_order import RULES, adam, momentum, rmsprop, sgd

WANTS_GRAD = torch.ones(2, requires_grad=True)
SLOPES = np.array([1.0, 10.0])


def quadratic(w):
    return SLOPES * w


def _loop(rule, grad, w, steps, **hyper):
    """What run must return for one start, in the words of the lecture."""
    path, state = [w], ()
    for _ in range(steps):
        w, state = rule(w, grad(w), *state, **hyper)
        path.append(w)
    return np.array(path)


@pytest.mark.parametrize("name", RULES)
def test_run_is_the_loop(name):
    path = run(RULES[name], quadratic, [1.0, -2.0], 50, lr=0.01)
    assert np.array_equal(path, _loop(RULES[name], quadratic, np.array([1.0, -2.0]), 50, lr=0.01))


@pytest.mark.parametrize(
    "w0, shape",
    [
        (3, ()),
        ([1, 2], (2,)),
        ((1, 2), (2,)),
        (np.ones((4, 2)), (4, 2)),
        (np.ones((3, 4, 2)), (3, 4, 2)),
        ([], (0,)),
        (np.ones((0, 2)), (0, 2)),
        (np.ones((3, 0)), (3, 0)),
        ([[[[1]]]], (1, 1, 1, 1)),
    ],
)
@pytest.mark.parametrize("steps", [0, 1, 5])
def test_the_path_has_one_more_point_than_steps_and_the_shape_of_w0(w0, shape, steps):
    for rule in (sgd, adam):
        path = run(rule, lambda w: 2 * w, w0, steps)
        assert type(path) is np.ndarray and path.shape == (steps + 1, *shape)
        assert np.array_equal(path[0], w0)


@pytest.mark.parametrize(
    "w0, kept",
    [
        ([1, 2], "float64"),
        (np.array([1, 2], np.int8), "float64"),
        (np.array([True, False]), "float64"),
        (np.array([1, 2], np.float16), "float64"),
        (np.array([1, 2], np.longdouble), "float64"),
        (np.array([1, 2], ">f8"), "float64"),
        (np.array([1.0, 2.0]), "float64"),
        (np.array([1, 2], np.float32), "float32"),
        (np.float32(1), "float32"),
    ],
)
@pytest.mark.parametrize("name", RULES)
def test_float32_is_kept_and_all_else_becomes_float64(w0, kept, name):
    path = run(RULES[name], lambda w: np.float64(2) * np.asarray(w, np.float64), w0, 3, lr=np.float64(0.1))
    assert path.dtype == kept
    assert np.all(path[-1] < np.asarray(w0, float) + 1e-9)


@pytest.mark.parametrize("lr", [0.1, np.float64(0.1), np.array(0.1), np.array([0.1, 0.2]), 1])
def test_float32_is_what_the_rule_and_grad_compute_with_too(lr):
    seen = set()

    def mine(w, dw, *, lr):
        seen.update({w.dtype, dw.dtype, (lr * dw).dtype})
        return w.astype(float) - lr * dw, ()

    run(mine, lambda w: seen.add(w.dtype) or w.astype(float), np.ones(2, np.float32), 3, lr=lr)
    assert seen == {np.dtype("float32")}


def test_path_0_is_a_copy_and_w0_is_left_alone():
    w0 = np.array([1.0, 2.0])
    path = run(sgd, quadratic, w0, 3)
    path[0] = 99
    assert np.array_equal(w0, [1, 2])
    path = run(sgd, quadratic, w0, 3)
    w0[:] = 99
    assert np.array_equal(path[0], [1, 2])


@pytest.mark.parametrize(
    "bad",
    [
        "12",
        ["1", "2"],
        None,
        [None, 1.0],
        [1j, 2],
        np.array([1j]),
        [[1], [1, 2]],
        {1: 2},
        np.array([1, 2], object),
        sgd,
        np.array(["2020-01-01"], "M8[D]"),
        np.array([3], "m8[s]"),
    ],
)
def test_a_start_that_is_not_numbers_is_named(bad):
    with pytest.raises(ValueError, match="^w0 must be real numbers"):
        run(sgd, quadratic, bad, 3)


@pytest.mark.parametrize("bad", [-1, 2.0, True, "3", None, np.nan, np.inf, np.float64(2), [3]])
def test_steps_that_cannot_be_counted_are_named(bad):
    with pytest.raises(ValueError, match="^steps must be a whole number, 0 or more, got"):
        run(sgd, quadratic, [1.0, 2.0], bad)


def test_numpy_integers_count_steps():
    assert run(sgd, quadratic, [1.0, 2.0], np.int64(2)).shape == (3, 2)


# hyper-parameters


@pytest.mark.parametrize("name", RULES)
def test_a_column_of_learning_rates_is_the_runs_one_by_one(name):
    lrs = np.logspace(-4, 0, 8)
    many = run(RULES[name], quadratic, np.tile([1.0, -2.0], (8, 1)), 40, lr=lrs[:, None])
    for k, lr in enumerate(lrs):
        assert np.array_equal(many[:, k], _loop(RULES[name], quadratic, np.array([1.0, -2.0]), 40, lr=lr))


def test_a_grid_of_two_hyper_parameters_is_the_runs_one_by_one():
    lrs, rhos = np.array([0.01, 0.05, 0.1]), np.array([0.0, 0.5, 0.9, 0.99])
    many = run(momentum, quadratic, np.ones((3, 4, 2)), 30, lr=lrs[:, None, None], rho=rhos[:, None])
    for i, lr in enumerate(lrs):
        for j, rho in enumerate(rhos):
            assert np.array_equal(many[:, i, j], _loop(momentum, quadratic, np.ones(2), 30, lr=lr, rho=rho))


def test_a_learning_rate_for_each_coordinate_is_one_too():
    assert np.array_equal(run(sgd, lambda w: w, [1.0, 1.0], 1, lr=[0.1, 0.5])[-1], [0.9, 0.5])


@pytest.mark.parametrize(
    "lr, w0",
    [
        (np.ones((3, 1)), [1.0, 2.0]),
        (np.ones((8, 1)), np.ones((1, 2))),
        (np.ones(2), 1.0),
        (np.ones(2), [1.0]),
        (np.ones((2, 1)), []),
    ],
)
def test_a_hyper_parameter_that_would_enlarge_w0_is_named(lr, w0):
    with pytest.raises(ValueError, match="^lr of shape .* would enlarge w0 of shape"):
        run(sgd, lambda w: w, w0, 3, lr=lr)


@pytest.mark.parametrize("bad", ["0.1", None, 1j, {}, [[1], [1, 2]], "abc", [None, 1]])
def test_a_hyper_parameter_that_is_no_number_is_named(bad):
    with pytest.raises(ValueError, match="^lr must be real numbers of one shape, got"):
        run(sgd, quadratic, [1.0, 2.0], 3, lr=bad)


@pytest.mark.parametrize("bad", [np.ones(3), [0.1, 0.2, 0.3]])
def test_a_hyper_parameter_of_another_shape_is_named(bad):
    with pytest.raises(ValueError, match=r"^lr must broadcast to the shape of w0, \(2,\), got shape \(3,\)$"):
        run(sgd, quadratic, [1.0, 2.0], 3, lr=bad)


@pytest.mark.parametrize("name", ["lr", "eps", "weight_decay"])
@pytest.mark.parametrize("bad", [-0.1, -1e-300, np.nan, np.inf, -np.inf])
def test_what_must_not_be_negative_is_named_with_its_value(name, bad):
    rule = RULES["adamw"]
    for value in (bad, np.array([[0.1], [bad]])):
        with pytest.raises(ValueError, match=f"^{name} must be finite and not negative, got {bad}$"):
            run(rule, quadratic, np.ones((2, 2)), 3, **{name: value})


@pytest.mark.parametrize("rule, name", [(momentum, "rho"), (rmsprop, "decay"), (adam, "beta1"), (adam, "beta2")])
@pytest.mark.parametrize("bad", [1, 1.0, 1.5, -0.1, np.nan, np.inf])
def test_what_must_be_a_share_is_named_with_its_value(rule, name, bad):
    for value in (bad, np.array([[0.1], [bad]])):
        with pytest.raises(ValueError, match=rf"^{name} must be finite and in \[0, 1\), got {float(bad)}$"):
            run(rule, quadratic, np.ones((2, 2)), 3, **{name: value})


def test_the_ends_of_the_ranges_are_inside():
    run(adam, quadratic, [1.0, 2.0], 3, lr=0, eps=0, beta1=0, beta2=0)
    run(momentum, quadratic, [1.0, 2.0], 3, rho=np.nextafter(1, 0))


def test_in_float32_what_is_checked_is_what_is_used():
    w0 = np.ones(2, np.float32)
    assert np.isfinite(run(adam, quadratic, w0, 3, beta2=1 - 1e-9)).all()
    with pytest.raises(
        ValueError, match=r"^beta2 must be finite and in \[0, 1\), got 1.0$"
    ):  # an array becomes float32, where this is 1
        run(adam, quadratic, w0, 3, beta2=np.array([1 - 1e-9]))


def test_an_unknown_hyper_parameter_is_told_what_there_is():
    with pytest.raises(TypeError, match="^sgd has no hyper-parameter 'rho'; it has: lr$"):
        run(sgd, quadratic, [1.0, 2.0], 3, rho=0.9)
    with pytest.raises(TypeError, match="^adam has no hyper-parameter 'learning_rate'; it has: lr, beta1, beta2, eps$"):
        run(adam, quadratic, [1.0, 2.0], 3, learning_rate=0.9)
    with pytest.raises(TypeError, match="no hyper-parameter 'dw'"):
        run(adam, quadratic, [1.0, 2.0], 3, dw=0.9)
    with pytest.raises(TypeError, match="v is a part of its state"):
        run(momentum, quadratic, [1.0, 2.0], 3, v=1.0)


def test_a_learner_who_forgets_the_star_is_told_so():
    def mine(w, dw, lr=0.1):
        return w - lr * dw, ()

    with pytest.raises(TypeError, match=r"'lr'; it has: none\. lr is a part of its state: a \* before it"):
        run(mine, quadratic, [1.0, 2.0], 3, lr=0.1)
    with pytest.raises(
        ValueError, match=r"mine takes 1 parts of state \(lr\) and returns 0\. .* \(w, dw, \*, lr=0.1\)"
    ):
        run(mine, quadratic, [1.0, 2.0], 3)


def test_a_hyper_parameter_without_a_default_is_asked_for():
    def mine(w, dw, *, lr, rho=None):
        return w - lr * dw, ()

    with pytest.raises(TypeError, match="^mine needs a value for lr$"):
        run(mine, quadratic, [1.0, 2.0], 3)
    with pytest.raises(TypeError, match="^mine needs a value for rho$"):
        run(mine, quadratic, [1.0, 2.0], 3, lr=0.1)


# rules and gradients of learners


def test_rules_may_be_partial_functions_objects_lambdas_and_wrappers():
    class Rule:
        def __call__(self, w, dw, v=0, *, lr=0.1):
            return w - lr * dw, (v,)

    def clipped(w, dw, *state, **hyper):
        return momentum(w, np.clip(dw, -1, 1), *state, **hyper)

    plain = run(sgd, quadratic, [1.0, 2.0], 3, lr=0.1)
    assert np.array_equal(run(functools.partial(sgd, lr=0.1), quadratic, [1.0, 2.0], 3), plain)
    assert np.array_equal(run(Rule(), quadratic, [1.0, 2.0], 3), plain)
    assert np.array_equal(run(lambda w, dw: (w - 0.1 * dw, ()), quadratic, [1.0, 2.0], 3), plain)
    assert np.array_equal(
        run(clipped, quadratic, [1.0, 2.0], 3, lr=0.1, rho=0.5),
        run(momentum, lambda w: np.clip(quadratic(w), -1, 1), [1.0, 2.0], 3, lr=0.1, rho=0.5),
    )


def test_state_starts_at_its_default_and_at_0_without_one():
    def counts(w, dw, t, k=5):
        return w - t - k, (t + 1, k)

    assert np.array_equal(run(counts, lambda w: w, [0.0], 3)[:, 0], [0, -5, -11, -18])


def test_a_single_part_of_state_may_come_bare_or_in_a_list():
    assert np.array_equal(
        run(lambda w, dw, v=0: (w - v - dw, v + dw), lambda w: w, [1.0], 3),
        run(lambda w, dw, v=0: (w - v - dw, [v + dw]), lambda w: w, [1.0], 3),
    )


@pytest.mark.parametrize(
    "returned, sentence",
    [
        (lambda w: w, "must return two things, the new w and its state, got ndarray"),
        (lambda w: [w, ()], "must return two things, the new w and its state, got list"),
        (lambda w: (w, 1, 2), "must return two things, the new w and its state, got a tuple of 3"),
        (lambda w: None, "must return two things, the new w and its state, got NoneType"),
        (lambda w: (w, (1, 2)), r"takes 0 parts of state \(\) and returns 2"),
        (lambda w: (w, None), r"takes 0 parts of state \(\) and returns 1"),
        (lambda w: (w[:1], ()), r"must return the shape of w, \(2,\), got \(1,\)"),
        (lambda w: (w[None], ()), r"must return the shape of w, \(2,\), got \(1, 2\)"),
        (lambda w: (0.0, ()), r"must return the shape of w, \(2,\), got \(\)"),
        (lambda w: ("ab", ()), r"must return real numbers of the shape of w, \(2,\), got 'ab'"),
        (lambda w: (w * 1j, ()), r"must return real numbers of the shape of w, \(2,\), got complex ones: array"),
        (lambda w: (None, ()), r"must return real numbers of the shape of w, \(2,\), got None"),
        (lambda w: ([[1], [1, 2]], ()), r"must return real numbers of the shape of w, \(2,\), got"),
    ],
)
def test_a_rule_that_returns_something_else_is_named(returned, sentence):
    def mine(w, dw):
        return returned(w)

    with pytest.raises(ValueError, match=f"^mine {sentence}"):
        run(mine, quadratic, [1.0, 2.0], 3)


def test_a_rule_may_return_w_as_a_list():
    assert np.array_equal(run(lambda w, dw: ([1, 2], ()), quadratic, [0.0, 0.0], 2), [[0, 0], [1, 2], [1, 2]])


@pytest.mark.parametrize(
    "bad, sentence",
    [
        (lambda w: 1.0, r"the shape of w, \(2,\), got \(\)"),
        (lambda w: w[:1], r"the shape of w, \(2,\), got \(1,\)"),
        (lambda w: w[None], r"the shape of w, \(2,\), got \(1, 2\)"),
        (lambda w: None, r"real numbers of the shape of w, \(2,\), got None"),
        (lambda w: ["a", "b"], r"real numbers of the shape of w, \(2,\), got \['a', 'b'\]"),
        (lambda w: w * 1j, r"real numbers of the shape of w, \(2,\), got complex ones: array"),
        (lambda w: [[1], [1, 2]], r"real numbers of the shape of w, \(2,\), got"),
        (lambda w: {1: 2}, r"real numbers of the shape of w, \(2,\), got \{1: 2\}"),
    ],
)
def test_a_gradient_that_is_no_gradient_is_named(bad, sentence):
    with pytest.raises(ValueError, match=f"^grad must return {sentence}"):
        run(sgd, bad, [1.0, 2.0], 3)


@pytest.mark.parametrize(
    "good",
    [
        lambda w: [1, 2],
        lambda w: (1.0, 2.0),
        lambda w: np.array([1, 2], np.int32),
        lambda w: np.array([1, 2], np.float32),
    ],
)
def test_a_gradient_may_be_a_list_and_whole_numbers(good):
    assert np.allclose(run(sgd, good, [1.0, 2.0], 2, lr=0.5)[-1], [0, 0])


@pytest.mark.parametrize("bad", [None, np.ones(2), "grad", 3.0])
def test_a_gradient_that_cannot_be_called_is_named(bad):
    with pytest.raises(TypeError, match="^grad must be a function of w, got"):
        run(sgd, bad, [1.0, 2.0], 3)


@pytest.mark.parametrize("bad", ["adam", None, 3, max, RULES])
def test_a_rule_that_cannot_be_called_is_named(bad):
    with pytest.raises(TypeError, match="^rule must be a function such as lecopt.first_order.adam, got"):
        run(bad, quadratic, [1.0, 2.0], 3)


@pytest.mark.parametrize(
    "rule, got",
    [
        (torch.optim.SGD, "the class SGD: a torch optimizer is a class, not a rule"),
        (dict, "the class dict"),
        (torch.optim.SGD([torch.ones(1)]), "SGD ( "),
    ],
)
def test_a_class_or_an_optimizer_of_torch_is_no_rule(rule, got):
    for hyper in ({}, {"lr": 0.1}):
        with pytest.raises(TypeError) as caught:
            run(rule, quadratic, [1.0, 2.0], 3, **hyper)
        assert str(caught.value).startswith(f"rule must be a function such as lecopt.first_order.adam, got {got}")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("hyper", [{}, {"lr": 0.1}])
def test_rule_and_gradient_in_the_wrong_order_are_told_so(hyper):
    said = r"^rule must be a function of w and dw, got quadratic of \(w\): have rule and grad changed places\?$"
    with pytest.raises(TypeError, match=said):
        run(quadratic, sgd, [1.0, 2.0], 3, **hyper)
    assert run(lambda *all: (all[0], ()), quadratic, [1.0, 2.0], 3).shape == (4, 2)


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: run(sgd, quadratic, WANTS_GRAD, 3), "w0 is a tensor that requires grad: give its .detach()"),
        (lambda: run(sgd, quadratic, [WANTS_GRAD], 3), "w0 is a tensor that requires grad: give its .detach()"),
        (lambda: run(sgd, quadratic, [1.0], 3, lr=WANTS_GRAD), "lr is a tensor that requires grad: give its .detach()"),
        (
            lambda: run(sgd, lambda w: WANTS_GRAD, [1.0, 2.0], 3),
            "what grad returns is a tensor that requires grad: give its .detach()",
        ),
        (
            lambda: run(lambda w, dw: (WANTS_GRAD, ()), quadratic, [1.0, 2.0], 3),
            "what <lambda> returns is a tensor that requires grad: give its .detach()",
        ),
    ],
)
def test_a_tensor_that_requires_grad_is_told_how_to_pass(call, said):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == said


def test_tensors_pass():
    w0 = torch.tensor([1.0, -2.0], dtype=torch.float64)
    path = run(sgd, lambda w: torch.from_numpy(quadratic(w)), w0, 5, lr=torch.tensor(0.1, dtype=torch.float64))
    assert np.array_equal(path, run(sgd, quadratic, [1.0, -2.0], 5, lr=0.1))


@pytest.mark.parametrize(
    "w0, size", [([1.0, 2.0], "16,000,000"), (np.float32(1), "4,000,000"), (np.ones((3, 2)), "48,000,000")]
)
def test_a_path_that_no_memory_holds_names_steps_and_its_size(w0, size):
    with pytest.raises(ValueError) as caught:
        run(sgd, lambda w: w, w0, 10**15)
    assert str(caught.value) == (f"steps must leave memory for the path, which needs {size} GB, got 1000000000000000")
    with pytest.raises(ValueError, match="^steps must leave memory for the path"):
        run(sgd, lambda w: w, w0, 10**30)  # more than an array can have


def _remembers(w, dw, last=0, *, lr=0.1):
    """A rule that keeps dw itself, so a gradient that is changed later would show."""
    return w - lr * (dw + last), (dw,)


@pytest.mark.parametrize("rule", [sgd, momentum, adam, _remembers])
def test_a_gradient_that_returns_the_same_buffer_each_time_does_no_harm(rule):
    buffer = np.empty(2)

    def lazy(w):
        return np.multiply(SLOPES, w, out=buffer)

    assert np.array_equal(run(rule, lazy, [1.0, -2.0], 10, lr=0.01), run(rule, quadratic, [1.0, -2.0], 10, lr=0.01))


@pytest.mark.parametrize("rule", [sgd, momentum, adam, _remembers])
def test_a_gradient_that_writes_on_w_does_no_harm(rule):
    def writes(w):
        w *= SLOPES
        return w

    w0 = np.array([1.0, -2.0])
    assert np.array_equal(run(rule, writes, w0, 10, lr=0.01), run(rule, quadratic, [1.0, -2.0], 10, lr=0.01))
    assert np.array_equal(w0, [1, -2])


def test_a_gradient_that_returns_w_itself_does_no_harm_to_a_rule_that_works_in_place():
    def in_place(w, dw, v=0, *, lr=0.1, rho=0.9):
        v *= rho
        v += dw
        w -= lr * v
        return w, (v,)

    w0 = np.array([1.0, -2.0])
    assert np.allclose(run(in_place, lambda w: w, w0, 10), run(momentum, lambda w: w, w0, 10, lr=0.1), rtol=1e-14)
    assert np.array_equal(w0, [1, -2])
    scalar = run(in_place, lambda w: w, 1.0, 3)
    assert np.allclose(scalar, run(momentum, lambda w: w, 1.0, 3, lr=0.1), rtol=1e-14)


def test_what_a_gradient_raises_is_the_learners_own():
    with pytest.raises(ZeroDivisionError):
        run(sgd, lambda w: 1 / 0, [1.0], 3)


# divergence


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_divergence_is_a_path_and_nothing_warns(name, dtype):
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        path = run(RULES[name], lambda w: 1e3 * w**3, np.array([1.0, 2.0], dtype), 400, lr=1e5)
        assert path.shape == (401, 2) and path.dtype == dtype
        run(RULES[name], lambda w: w / 0, np.array([1.0, 0.0], dtype), 5)
        run(RULES[name], lambda w: w, np.array([np.inf, np.nan], dtype), 5)
        run(
            RULES[name],
            lambda w: np.float64(1e300) * np.asarray(w, float),
            np.array([1.0, 2.0], dtype),
            5,
            lr=np.array([1e30, 1e-30]),
        )
        assert np.geterr()["over"] == "raise"


def test_gradient_descent_beyond_its_limit_ends_in_inf_and_then_nan():
    path = run(sgd, lambda w: w, [1.0], 400, lr=100.0)  # each step is w -> -99 w, and 99**155 > 1.8e308
    assert np.array_equal(path[:3, 0], [1, -99, 9801])
    assert np.isinf(path[155:, 0]).any() and np.isnan(path[-1, 0]) and np.isfinite(path[:154]).all()


def test_a_start_at_nan_is_a_path_too():
    assert np.array_equal(run(sgd, lambda w: w, [np.nan, 1.0], 1, lr=0.5), [[np.nan, 1], [np.nan, 0.5]], equal_nan=True)


# memory and the bar


def test_a_sweep_lies_coordinates_first_in_memory():
    starts = []
    path = run(sgd, lambda w: starts.append(w.strides) or w, np.ones((64, 32, 2)), 2)
    assert path[1, ..., 0].flags.c_contiguous and path[:, 0, 0].shape == (3, 2)
    assert set(starts) == {(32 * 8, 8, 64 * 32 * 8)}


def test_a_long_run_shows_a_bar_and_a_short_one_nothing(monkeypatch, capfd):
    run(sgd, quadratic, [1.0, 2.0], 50)
    assert capfd.readouterr() == ("", "")
    clock = iter(np.arange(0.0, 1e6, 0.5))
    monkeypatch.setattr(tqdm.std, "time", lambda: next(clock))
    run(sgd, quadratic, [1.0, 2.0], 50)
    assert "sgd" in capfd.readouterr().err


def test_the_bar_is_text_since_the_other_is_a_widget_in_every_notebook(monkeypatch):
    shown = []
    monkeypatch.setattr(tqdm, "tqdm", lambda steps, **options: shown.append(options["desc"]) or steps)
    run(sgd, quadratic, [1.0, 2.0], 3)
    assert shown == ["sgd"], "the bar is tqdm.tqdm, and not that of tqdm.auto"
