"""The schedules against torch's, their definitions and the conditions of Robbins and Monro."""

import inspect

import numpy as np
import pytest
import torch

from lecopt.descent import run
from lecopt.first_order import RULES, adam, momentum, sgd
from lecopt.symbolic import evaluate, program
from lecopt.training.schedules import cosine, exponential, inverse_time, scheduled, step

T = np.arange(200)
FOUR = {
    "step": lambda t: step(t, lr=0.3, every=30, factor=0.5),
    "exponential": lambda t: exponential(t, lr=0.3, rate=0.02),
    "inverse_time": lambda t: inverse_time(t, lr=0.3, rate=0.02),
    "cosine": lambda t: cosine(t, steps=200, lr=0.3, warmup=20),
}


def torch_lrs(scheduler, steps=200, lr=0.3):
    """The lr that torch uses at each step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    schedule, lrs = scheduler(optimizer), []
    for _ in range(steps):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return lrs


@pytest.mark.parametrize(
    "ours, theirs",
    [
        (FOUR["step"], lambda o: torch.optim.lr_scheduler.StepLR(o, 30, 0.5)),
        (FOUR["exponential"], lambda o: torch.optim.lr_scheduler.ExponentialLR(o, float(np.exp(-0.02)))),
        (lambda t: cosine(t, steps=200, lr=0.3), lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 200)),
        (FOUR["inverse_time"], lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + 0.02 * t))),
    ],
)
def test_the_schedules_are_those_of_torch(ours, theirs):
    np.testing.assert_allclose(ours(T), torch_lrs(theirs), rtol=1e-10)  # torch multiplies on, 200 roundings


def test_cosine_is_the_contract_of_the_exercise_at_every_step():
    for t in range(201):
        expected = 0.3 * t / 20 if t < 20 else 0.5 * 0.3 * (1 + np.cos(np.pi * (t - 20) / 180))
        assert cosine(t, 200, 0.3, 20) == pytest.approx(expected, rel=1e-12, abs=1e-16)
    assert cosine(0, 200, 0.3, 20) == 0 and cosine(20, 200, 0.3, 20) == 0.3 and cosine(200, 200, 0.3, 20) == 0


def test_cosine_stays_at_zero_after_the_last_step():
    assert cosine(250, steps=200, lr=0.3) == 0 and not cosine(np.arange(200, 500), steps=200, lr=0.3, warmup=50).any()


@pytest.mark.parametrize("schedule", FOUR.values(), ids=FOUR)
def test_an_array_of_times_is_many_times_at_once(schedule):
    np.testing.assert_array_equal(schedule(T), [schedule(int(t)) for t in T])
    assert schedule(T.reshape(20, 10)).shape == (20, 10)
    assert type(schedule(3)) is float


@pytest.mark.parametrize("schedule", [s for name, s in FOUR.items() if name != "cosine"])
def test_without_warm_up_a_schedule_starts_at_lr_and_never_climbs(schedule):
    assert schedule(0) == 0.3 and np.all(np.diff(schedule(T)) <= 0)


def test_only_inverse_time_meets_both_conditions_of_robbins_and_monro():
    t = np.arange(400_000)
    for name, schedule in FOUR.items():
        lr = schedule(t)
        grows = (
            lr[200_000:].sum() > 0.1 * lr[:20].sum()
        )  # the second half of the sum still counts: ln 2 / rate for 1 / t
        assert grows == (name == "inverse_time")
        assert (lr[200_000:] ** 2).sum() < 2e-3


def test_one_lr_a_run():
    lr = np.array([[0.1], [0.2]])
    assert cosine(7, steps=10, lr=lr, warmup=2).shape == (2, 1)
    path = run(scheduled(sgd, lambda t: inverse_time(t, lr=lr, rate=0.1)), lambda w: w, np.ones((2, 3)), 5)
    one = run(scheduled(sgd, lambda t: inverse_time(t, lr=0.2, rate=0.1)), lambda w: w, np.ones(3), 5)
    np.testing.assert_array_equal(path[:, 1], one)


@pytest.mark.parametrize(
    "many, one",
    [
        (lambda v: step(7, [1, 2], v, 0.5), lambda v, lr: step(7, lr, v, 0.5)),
        (lambda v: step(7, [1, 2], 3, [v[0] / 9, v[1] / 9]), lambda v, lr: step(7, lr, 3, v / 9)),
        (lambda v: exponential(7, [1, 2], v), lambda v, lr: exponential(7, lr, v)),
        (lambda v: inverse_time(7, [1, 2], v), lambda v, lr: inverse_time(7, lr, v)),
        (lambda v: cosine(7, 10, [1, 2], v), lambda v, lr: cosine(7, 10, lr, v)),
        (lambda v: cosine(7, [9 + v[0], 9 + v[1]], [1, 2], 1), lambda v, lr: cosine(7, 9 + v, lr, 1)),
    ],
)
def test_lists_and_arrays_are_taken_one_by_one(many, one):
    for values in ([0.5, 3.0], (1, 8), np.array([2, 2])):
        np.testing.assert_array_equal(many(values), [one(values[0], 1), one(values[1], 2)])


# ---------------------------------------------------------------- scheduled


def grad(w):
    return w * np.array([1.0, 10.0]) + 0.3


@pytest.mark.parametrize("name", RULES)
def test_a_constant_schedule_changes_nothing(name):
    plain = run(RULES[name], grad, [1.0, -2.0], 20, lr=0.05)
    np.testing.assert_array_equal(run(scheduled(RULES[name], lambda t: 0.05), grad, [1.0, -2.0], 20), plain)


def test_a_scheduled_rule_is_the_loop_written_out():
    w, state = np.array([1.0, -2.0]), ()
    path = run(scheduled(adam, FOUR["cosine"]), grad, w, 30, beta1=0.8)
    for t in range(30):
        w, state = adam(w, grad(w), *state, lr=FOUR["cosine"](t), beta1=0.8)
        np.testing.assert_array_equal(path[t + 1], w)


def test_a_scheduled_rule_keeps_its_name_and_its_other_hyper_parameters():
    rule = scheduled(momentum, lambda t: 0.1)
    assert rule.__name__ == "momentum" and list(inspect.signature(rule).parameters) == [
        "w",
        "dw",
        "steps_taken",
        "v",
        "rho",
    ]
    with pytest.raises(TypeError, match="momentum has no hyper-parameter 'lr'; it has: rho"):
        run(rule, grad, [1.0, 2.0], 3, lr=0.1)


def test_a_rule_that_returns_its_state_bare_can_be_scheduled():
    def bare(w, dw, v=0, *, lr):
        v = v + dw
        return w - lr * v, v

    rule = scheduled(bare, lambda t: 0.1)
    w, state = rule(1.0, 2.0)
    assert rule(w, 2.0, *state) == (pytest.approx(1 - 0.2 - 0.4), (2, 4.0))


@pytest.mark.parametrize(
    "rule",
    [
        lambda w, dw, v, *, lr: (w - lr * (v + dw), (v + dw,)),  # no default for the state
        lambda w, dw, v=0, /, *, lr=1.0: (w - lr * (v + dw), (v + dw,)),
        lambda w, dw, *state, lr: (w - lr * (sum(state) + dw), (sum(state) + dw,)),
    ],
)
def test_a_rule_may_be_written_in_any_way(rule):
    ours = run(scheduled(rule, lambda t: 0.1), grad, [1.0, -2.0], 5)
    np.testing.assert_allclose(ours, run(momentum, grad, [1.0, -2.0], 5, lr=0.1, rho=1 - 1e-12), rtol=1e-9)


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda: step(-1, 0.1, 10), ValueError, "t must be finite and not negative, got -1"),
        (lambda: exponential([0, np.nan], 0.1, 0.1), ValueError, "t must be finite"),
        (lambda: step("late", 0.1, 10), ValueError, "t must be real numbers of one shape, got 'late'"),
        (lambda: step(1, -0.1, 10), ValueError, "lr must be finite and not negative, got -0.1"),
        (lambda: step(1, 0.1, 0), ValueError, "every must be finite and positive, got 0"),
        (lambda: step(1, 0.1, 10, factor=2), ValueError, r"factor must be finite and in \(0, 1\], got 2"),
        (lambda: step(1, 0.1, 10, factor=0), ValueError, "factor must be"),
        (lambda: exponential(1, 0.1, -1), ValueError, "rate must be finite and not negative, got -1"),
        (lambda: inverse_time(1, 0.1, np.inf), ValueError, "rate must be finite and not negative, got inf"),
        (lambda: cosine(1, 0, 0.1), ValueError, "steps must be finite and positive, got 0"),
        (lambda: cosine(1, 10, 0.1, warmup=10), ValueError, r"warmup must be finite and in \[0, 10\), got 10"),
        (lambda: cosine(1, 10, 0.1, warmup=-1), ValueError, "warmup must be"),
        (lambda: scheduled(sgd, 0.1), TypeError, "schedule must be a function of t.*got 0.1"),
        (lambda: scheduled(lambda w, dw: (w, ()), lambda t: 1), TypeError, "has no lr to schedule"),
        (lambda: scheduled("sgd", lambda t: 1), TypeError, "^rule must be a function such as .*adam, got 'sgd'$"),
        (lambda: scheduled(lambda w: w, lambda t: 1), TypeError, r"^rule must be a function of w and dw, got <lambda>"),
        (lambda: scheduled(torch.optim.SGD, lambda t: 1), TypeError, "got the class SGD: a torch optimizer is a class"),
        (lambda: exponential(1j, 1, 0.1), ValueError, "^t must be real numbers of one shape, got complex ones: 1j$"),
        (lambda: exponential(1, 1, "a"), ValueError, "^rate must be real numbers of one shape, got 'a'$"),
        (lambda: exponential(1, [0.1, -0.2], 0.1), ValueError, "^lr must be finite and not negative, got -0.2$"),
        (lambda: step(1, 1, None), ValueError, "^every must be real numbers of one shape, got None$"),
        (lambda: step(1, 1, 2, np.array([0.1, 2])), ValueError, r"^factor must be finite and in \(0, 1\], got 2.0$"),
        (lambda: cosine(1, 10, 1, [1, 12]), ValueError, r"^warmup must be finite and in \[0, 10\), got 12.0$"),
        (lambda: cosine(1, [10, 20], 1, [12, 1]), ValueError, r"^warmup must be finite and in \[0, steps\), got 12.0$"),
        (
            lambda: step([1, 2, 3], [1, 2], 2),
            ValueError,
            r"^the arguments must broadcast together, got the shapes t \(3,\), lr \(2,\)$",
        ),
        (
            lambda: exponential(torch.ones(2, requires_grad=True), 1, 0.1),
            ValueError,
            "^t is a tensor that requires grad",
        ),
    ],
)
def test_a_bad_call_gets_one_sentence(call, error, said):
    with pytest.raises(error, match=said) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "given, said",
    [
        (-1.0, "must be finite and not negative, got -1.0"),
        (np.nan, "must be finite and not negative, got nan"),
        ([0.1, np.inf], "must be finite and not negative, got inf"),
        (0.1j, "must be real numbers of one shape, got complex ones: 0.1j"),
        ("fast", "must be real numbers of one shape, got 'fast'"),
        (None, "must be real numbers of one shape, got None"),
        ([0.1, 0.2, 0.3], "must broadcast to the shape of w0, (2,), got shape (3,)"),
        ([[0.1], [0.2]], "of shape (2, 1) would enlarge w0 of shape (2,): give w0 one row a run"),
        (torch.ones(2, requires_grad=True), "is a tensor that requires grad: give its .detach()"),
    ],
)
@pytest.mark.parametrize("late", [0, 2])
def test_what_a_schedule_returns_is_asked_for_at_every_step(given, said, late):
    rule = scheduled(sgd, lambda t: 0.1 if t < late else given)
    with pytest.raises(ValueError) as caught:
        run(rule, lambda w: w, [1.0, 2.0], 3)
    assert str(caught.value) == f"schedule({late}) {said}"
    assert run(rule, lambda w: w, [1.0, 2.0], late).shape == (late + 1, 2)


def test_a_schedule_called_by_hand_is_asked_too_and_arithmetic_can_still_be_written_down():
    with pytest.raises(ValueError, match=r"^schedule\(4\) must be finite and not negative, got -1.0$"):
        scheduled(sgd, lambda t: -1)(np.float64(1), 2.0, 4)
    written = program(scheduled(sgd, lambda t: 0.5 / (1 + t)))
    assert evaluate(written, 1.0, 2.0, 4) == [1.0 - 0.1 * 2.0, 5]


def test_in_float32_a_schedule_computes_as_a_constant_does():
    w = np.ones(2, np.float32)
    plain = run(adam, grad, w, 20, lr=0.05)
    np.testing.assert_array_equal(run(scheduled(adam, lambda t: np.float64(0.05)), grad, w, 20), plain)
