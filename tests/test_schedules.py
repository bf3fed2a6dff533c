"""The schedules against torch's, their definitions and the conditions of Robbins and Monro."""

import inspect

import numpy as np
import pytest
import torch

from lecopt.descent import run
from lecopt.first_order import RULES, adam, momentum, sgd
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
    ],
)
def test_a_bad_call_gets_one_sentence(call, error, said):
    with pytest.raises(error, match=said):
        call()
