"""The seven rules against torch.optim, against their definitions, and on other things than NumPy arrays."""

import inspect
from functools import cache

import numpy as np
import pytest
import sympy as sp
import torch

from lecopt.first_order import RULES, adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd

STEPS = 100
W0 = np.array([1.0, -2.0, 0.5, 3.0, -0.25])

TORCH = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.01),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.01, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.01, momentum=0.9, nesterov=True),
    "adagrad": lambda w: torch.optim.Adagrad(w, lr=0.01, eps=1e-10),
    "rmsprop": lambda w: torch.optim.RMSprop(w, lr=0.01, alpha=0.99, eps=1e-8),
    "adam": lambda w: torch.optim.Adam(w, lr=1e-3, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda w: torch.optim.AdamW(w, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
}


@cache
def _noise():
    return np.random.default_rng(0).normal(size=(STEPS, len(W0)))


@cache
def _sparse():
    return _noise() * (np.random.default_rng(1).random((STEPS, len(W0))) < 0.1)


GRADIENTS = {
    "noise": lambda w, t: _noise()[t],
    "sparse": lambda w, t: _sparse()[t],
    "badly scaled coordinates": lambda w, t: _noise()[t] * np.logspace(-8, 8, len(W0)),
    "badly scaled in time": lambda w, t: _noise()[t] * 10.0 ** np.random.default_rng(2).integers(-8, 9, STEPS)[t],
    "zeros": lambda w, t: np.zeros(len(W0)),
    "one gradient, then none": lambda w, t: _noise()[0] * (t == 0),
    "none, then gradients": lambda w, t: _noise()[t] * (t > 50),
    "constant": lambda w, t: np.array([1.0, -1e-3, 1e3, 1e-8, 7.0]),
    "tiny": lambda w, t: 1e-30 * _noise()[t],
    "a slope of its own": lambda w, t: np.array([1.0, 2.0, 5.0, 10.0, 20.0]) * w,
}


def _path(rule, gradient, w=W0, **hyper):
    state, path = (), [w]
    for t in range(STEPS):
        w, state = rule(w, gradient(w, t), *state, **hyper)
        path.append(w)
    return np.array(path)


def _torch_path(optimiser, gradient):
    w = torch.tensor(W0, dtype=torch.float64, requires_grad=True)
    optimiser, path = optimiser([w]), [W0]
    for t in range(STEPS):
        w.grad = torch.tensor(gradient(w.detach().numpy().copy(), t))
        optimiser.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


def _apart(a, b):
    """Largest difference, against the size of the path so far in that coordinate.

    A coordinate near 0 owes its last digits to that size.
    """
    return np.max(np.abs(a - b) / np.maximum(1, np.maximum.accumulate(np.abs(b))))


@pytest.mark.parametrize("case", GRADIENTS)
@pytest.mark.parametrize("name", RULES)
def test_a_rule_walks_where_torch_walks(name, case):
    assert _apart(_path(RULES[name], GRADIENTS[case]), _torch_path(TORCH[name], GRADIENTS[case])) < 1e-12


def _eps_inside(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8):
    s = decay * s + (1 - decay) * dw**2
    return w - lr * dw / (s + eps) ** 0.5, (s,)


def _adagrad_eps_inside(w, dw, s=0, *, lr=0.01, eps=1e-10):
    s = s + dw**2
    return w - lr * dw / (s + eps) ** 0.5, (s,)


def _no_bias_correction(w, dw, m=0, v=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
    return w - lr * m / (v**0.5 + eps), (m, v)


def _correction_after_eps(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, v = t + 1, beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
    return w - lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) * m / (v**0.5 + eps), (m, v, t)


def _x_plus_v(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v - lr * dw
    return w + v, (v,)


def _mean_of_gradients(w, dw, v=0, *, lr=0.01, rho=0.9):
    v = rho * v + (1 - rho) * dw
    return w - lr * v, (v,)


def _decay_as_l2(w, dw, m=0, v=0, t=0, *, weight_decay=0.01):
    return adam(w, dw + weight_decay * w, m, v, t)


def _decay_without_lr(w, dw, m=0, v=0, t=0, *, weight_decay=0.01):
    return adam(w * (1 - weight_decay), dw, m, v, t)


@pytest.mark.parametrize(
    "name, planted",
    [
        ("rmsprop", _eps_inside),
        ("adagrad", _adagrad_eps_inside),
        ("adam", _no_bias_correction),
        ("adam", _correction_after_eps),
        ("nesterov", _x_plus_v),
        ("momentum", _mean_of_gradients),
        ("adamw", _decay_as_l2),
        ("adamw", _decay_without_lr),
        ("adamw", adam),
        ("momentum", nesterov),
    ],
)
def test_the_comparison_with_torch_sees_a_planted_fault(name, planted):
    apart = [_apart(_path(planted, gradient), _torch_path(TORCH[name], gradient)) for gradient in GRADIENTS.values()]
    assert max(apart) > 1e-9


@pytest.mark.parametrize("name", RULES)
def test_a_rule_takes_torch_tensors_as_they_are(name):
    w, state = torch.tensor(W0), ()
    for dw in _noise():
        w, state = RULES[name](w, torch.tensor(dw), *state)
    assert isinstance(w, torch.Tensor) and w.dtype == torch.float64
    assert np.max(np.abs(w.numpy() - _path(RULES[name], GRADIENTS["noise"])[-1])) < 1e-12


@pytest.mark.parametrize("name", RULES)
def test_a_rule_takes_sympy_symbols_and_they_mean_what_the_numbers_do(name):
    rule, numbers = RULES[name], (0.7, 1.3, -0.4)
    symbols = sp.symbols("w g1 g2", real=True)
    w, state = rule(symbols[0], symbols[1])
    w, state = rule(w, symbols[2], *state)
    expected, other = rule(numbers[0], numbers[1])
    expected, other = rule(expected, numbers[2], *other)
    assert float(w.subs(dict(zip(symbols, numbers)))) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_changes_nothing_that_it_is_given(name):
    w, state = RULES[name](W0, _noise()[0])
    given = [w, _noise()[1], *(np.array(part) for part in state)]
    before = [array.copy() for array in given]
    for _ in range(2):
        again, _ = RULES[name](*given)
    assert all(np.array_equal(a, b) for a, b in zip(given, before))
    assert not np.shares_memory(again, w)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_the_one_shape_of_all_rules(name):
    w, dw, *rest = inspect.signature(RULES[name]).parameters.values()
    state = [p for p in rest if p.kind is p.POSITIONAL_OR_KEYWORD]
    hyper = [p for p in rest if p.kind is p.KEYWORD_ONLY]
    assert (w.name, dw.name, len(state) + len(hyper)) == ("w", "dw", len(rest))
    assert all(p.default == 0 and isinstance(p.default, int) for p in state)
    assert {p.name for p in hyper} <= {"lr", "rho", "decay", "beta1", "beta2", "eps", "weight_decay"}
    new_w, new_state = RULES[name](W0, W0)
    assert type(new_state) is tuple and len(new_state) == len(state) and new_w.shape == W0.shape


def test_the_table_names_each_rule_once_and_by_its_own_name():
    assert list(RULES) == ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
    assert all(rule.__name__ == name for name, rule in RULES.items())


@pytest.mark.parametrize("name", RULES)
def test_float32_stays_float32(name):
    w, state = W0.astype(np.float32), ()
    for dw in _noise()[:3].astype(np.float32):
        w, state = RULES[name](w, dw, *state)
    assert w.dtype == np.float32


@pytest.mark.parametrize("name", RULES)
def test_hyper_parameters_broadcast_and_each_run_is_its_own(name):
    lrs = np.array([1e-4, 1e-2, 0.3])
    many = _path(RULES[name], lambda w, t: w * [1, 2, 5, 10, 20], np.tile(W0, (3, 1)), lr=lrs[:, None])
    for k, lr in enumerate(lrs):
        assert np.array_equal(many[:, k], _path(RULES[name], lambda w, t: w * [1, 2, 5, 10, 20], lr=lr), equal_nan=True)


def test_momentum_is_the_other_formulation_with_the_learning_rate_inside():
    w, v = W0, 0
    other = [w]
    for dw in _noise():  # v = rho v - lr dw; w = w + v, the second form of the lecture
        v = 0.9 * v - 0.01 * dw
        w = w + v
        other.append(w)
    assert _apart(_path(momentum, GRADIENTS["noise"]), np.array(other)) < 1e-12


def test_nesterov_is_the_look_ahead_form_after_its_change_of_variables():
    slopes = np.array([1.0, 2.0, 5.0, 10.0, 20.0])
    x, v, ahead = W0, 0, [W0]
    for _ in range(STEPS):  # v = rho v - lr grad(x + rho v); x = x + v, as Sutskever has it; w is x + rho v
        v = 0.9 * v - 0.01 * slopes * (x + 0.9 * v)
        x = x + v
        ahead.append(x + 0.9 * v)
    assert _apart(_path(nesterov, GRADIENTS["a slope of its own"]), np.array(ahead)) < 1e-12


def test_adagrad_on_a_constant_gradient_steps_lr_over_root_t():
    steps = -np.diff(_path(adagrad, lambda w, t: np.full(5, 3.0), lr=0.1, eps=0), axis=0)
    assert np.allclose(steps, 0.1 / np.sqrt(np.arange(1, STEPS + 1))[:, None], rtol=1e-12)


@pytest.mark.parametrize("decay, times", [(0.9, 3.16), (0.99, 10.0), (0.999, 31.6)])
def test_the_first_step_of_rmsprop_is_lr_over_root_of_what_it_forgets(decay, times):
    w, _ = rmsprop(0.0, -5.0, lr=0.01, decay=decay, eps=0)
    assert w == pytest.approx(0.01 / np.sqrt(1 - decay), rel=1e-12) == pytest.approx(0.01 * times, rel=2e-3)


@pytest.mark.parametrize("g", [1e-3, 1.0, 1e3, 1e8, -4.0])
def test_the_first_step_of_adam_is_lr_whatever_the_gradient(g):
    assert adam(0.0, g, lr=0.001)[0] == pytest.approx(-0.001 * np.sign(g), rel=2e-5)


@pytest.mark.parametrize("eps, share", [(1e-8, 0.990), (1e-7, 0.909)])
def test_eps_shortens_adams_first_step_where_the_gradient_is_small(eps, share):
    assert -adam(0.0, 1e-6, lr=1.0, eps=eps)[0] == pytest.approx(share, abs=5e-4)


def test_adam_does_not_see_the_scale_of_the_loss():
    one = _path(adam, GRADIENTS["noise"], eps=0)
    assert _apart(_path(adam, lambda w, t: 1e5 * _noise()[t], eps=0), one) < 1e-12


def test_adamw_without_a_gradient_loses_the_same_share_each_step():
    path = _path(adamw, GRADIENTS["zeros"], lr=0.01, weight_decay=0.1)
    assert np.allclose(path, W0 * 0.999 ** np.arange(STEPS + 1)[:, None], rtol=1e-12)


def test_without_their_extra_rules_become_the_simpler_ones():
    noise = GRADIENTS["noise"]
    assert np.array_equal(_path(momentum, noise, rho=0), _path(sgd, noise))
    assert np.array_equal(_path(nesterov, noise, rho=0), _path(sgd, noise))
    assert np.array_equal(_path(adamw, noise, weight_decay=0), _path(adam, noise))
    steps_of_lr = W0 - 1e-3 * np.cumsum(np.sign(np.vstack([0 * W0, _noise()])), 0)
    assert _apart(_path(adam, noise, beta1=0, beta2=0, eps=0), steps_of_lr) < 1e-12
