"""Newton, BFGS and L-BFGS directions, by the equations that define them and beside torch's."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lecopt.second_order import bfgs_update, lbfgs_direction, modified_hessian, newton_direction

SEEDS = st.integers(0, 10**6)


def positive_definite(rng, n=5):
    A = rng.standard_normal((n, n))
    return A @ A.T + 0.1 * np.eye(n)


def curved_pair(rng, n=5):
    """A step and a change of gradient with sᵀy > 0."""
    s = rng.standard_normal(n)
    return s, positive_definite(rng, n) @ s


@given(SEEDS)
def test_newtons_step_solves_its_equation_and_ends_on_a_quadratic(seed):
    rng = np.random.default_rng(seed)
    A, b, w = positive_definite(rng), rng.standard_normal(5), rng.standard_normal(5)
    d = newton_direction(A @ w - b, A)
    np.testing.assert_allclose(A @ d, b - A @ w, atol=1e-9)
    np.testing.assert_allclose(A @ (w + d) - b, 0, atol=1e-9)


def test_newtons_step_leads_up_to_a_maximum():
    assert newton_direction(np.array([-2.0]), np.array([[-1.0]])) == -2.0


@given(SEEDS)
def test_the_modified_hessian_has_the_same_axes_and_positive_curvatures(seed):
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    eigenvalues = np.array([3.0, -2.0, 0.5, rng.choice([-1.0, 1.0])])
    B = modified_hessian((Q * eigenvalues) @ Q.T)
    np.testing.assert_allclose(B, (Q * abs(eigenvalues)) @ Q.T, atol=1e-12)
    g = rng.standard_normal(4)
    assert g @ newton_direction(g, B) < 0


def test_a_positive_definite_hessian_is_left_alone_and_a_singular_one_can_be_solved():
    H = positive_definite(np.random.default_rng(0))
    np.testing.assert_array_equal(modified_hessian(H), 0.5 * (H + H.T))
    for singular in (np.diag([1.0, 0.0]), np.zeros((2, 2)), np.diag([0.0, -3.0])):
        assert np.linalg.eigvalsh(modified_hessian(singular)).min() > 0


@given(SEEDS)
def test_bfgs_keeps_the_secant_equation(seed):
    rng = np.random.default_rng(seed)
    s, y = curved_pair(rng)
    H = bfgs_update(positive_definite(rng), s, y)
    np.testing.assert_allclose(H @ y, s, rtol=1e-7, atol=1e-8 * abs(H).max())


@given(SEEDS)
def test_bfgs_stays_symmetric_and_positive_definite_and_changes_by_rank_two(seed):
    rng = np.random.default_rng(seed)
    H, (s, y) = positive_definite(rng), curved_pair(rng)
    after = bfgs_update(H, s, y)
    np.testing.assert_allclose(after, after.T, atol=1e-12 * abs(after).max())
    assert np.linalg.eigvalsh(after).min() > 0
    assert np.linalg.matrix_rank(after - H, tol=1e-8 * abs(after - H).max()) == 2


@given(SEEDS)
def test_bfgs_is_the_product_that_the_books_print(seed):
    rng = np.random.default_rng(seed)
    H, (s, y) = positive_definite(rng), curved_pair(rng)
    rho, eye = 1 / (s @ y), np.eye(5)
    printed = (eye - rho * np.outer(s, y)) @ H @ (eye - rho * np.outer(y, s)) + rho * np.outer(s, s)
    np.testing.assert_allclose(bfgs_update(H, s, y), printed, rtol=1e-8, atol=1e-9 * abs(printed).max())


@pytest.mark.parametrize("y", [[-1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [np.nan, 1.0], [1e-17, 1.0]])
def test_a_pair_without_positive_curvature_changes_nothing(y):
    H, s, y = np.diag([2.0, 3.0]), np.array([1.0, 0.0]), np.array(y)
    assert bfgs_update(H, s, y) is H
    g, good = np.array([1.0, 2.0]), (np.array([0.0, 1.0]), np.array([0.5, 4.0]))
    np.testing.assert_array_equal(lbfgs_direction(g, [good, (s, y)]), lbfgs_direction(g, [good]))


def test_tiny_pairs_count_as_much_as_large_ones():
    s, y = np.array([1e-160, 0.0]), np.array([4e-160, 0.0])
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(
            bfgs_update(np.eye(2), 1e-100 * np.array([1.0, 0.0]), 1e-100 * np.array([4.0, 0.0])), np.diag([0.25, 1.0])
        )
        assert np.isfinite(bfgs_update(np.eye(2), s, y)).all()


@given(SEEDS, st.integers(0, 7))
def test_the_two_loops_equal_dense_bfgs(seed, m):
    rng = np.random.default_rng(seed)
    pairs, g = [curved_pair(rng) for _ in range(m)], rng.standard_normal(5)
    s, y = pairs[-1] if pairs else (g, g)
    H = np.eye(5) * (s @ y) / (y @ y)
    for s, y in pairs:
        H = bfgs_update(H, s, y)
    np.testing.assert_allclose(lbfgs_direction(g, pairs), -H @ g, rtol=1e-6, atol=1e-8 * np.linalg.norm(H @ g))


def test_without_pairs_lbfgs_is_steepest_descent_and_arguments_are_not_changed():
    g, s, y = np.array([1.0, -2.0]), np.array([1.0, 2.0]), np.array([2.0, 1.0])
    np.testing.assert_array_equal(lbfgs_direction(g, []), -g)
    lbfgs_direction(g, [(s, y)])
    bfgs_update(np.eye(2), s, y)
    assert g.tolist() == [1, -2] and s.tolist() == [1, 2] and y.tolist() == [2, 1]


@pytest.mark.parametrize("method", ["bfgs", "lbfgs"])
def test_with_exact_steps_a_quadratic_of_n_weights_ends_after_n_steps(method):
    n = 6
    rng = np.random.default_rng(3)
    A, w = positive_definite(rng, n), rng.standard_normal(n)
    H, pairs, g = np.eye(n), [], A @ w
    for _ in range(n):
        d = -H @ g if method == "bfgs" else lbfgs_direction(g, pairs)
        s = -(g @ d) / (d @ A @ d) * d
        w = w + s
        y, g = A @ w - g, A @ w
        H, pairs = bfgs_update(H, s, y), [*pairs, (s, y)]
    assert abs(g).max() < 1e-9
    if method == "bfgs":
        np.testing.assert_allclose(H, np.linalg.inv(A), rtol=1e-6, atol=1e-6)


def test_lbfgs_walks_beside_torchs():
    minimum = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)

    def loss(w):
        return (torch.tensor([1.0, 5.0, 30.0], dtype=torch.float64) * (w - minimum) ** 2).sum() + torch.log(
            torch.cosh(w)
        ).sum()

    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    rule = torch.optim.LBFGS([w], lr=0.8, max_iter=1, history_size=3, tolerance_grad=0, tolerance_change=0)

    def closure():
        rule.zero_grad()
        value = loss(w)
        value.backward()
        return value

    ours, pairs, old = np.zeros(3), [], None
    for step in range(12):
        at = torch.tensor(ours, requires_grad=True)
        loss(at).backward()
        g = at.grad.numpy().copy()
        if old is not None:
            pairs = [*pairs, (ours - old[0], g - old[1])][-3:]
        old = (ours, g)
        ours = ours + lbfgs_direction(g, pairs) * (0.8 * min(1, 1 / abs(g).sum()) if step == 0 else 0.8)
        rule.step(closure)
        np.testing.assert_allclose(ours, w.detach().numpy(), rtol=1e-9, atol=1e-9, err_msg=f"step {step}")


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: newton_direction(np.ones(2), np.ones((2, 3))), "H must have shape (2, 2), got (2, 3)"),
        (lambda: newton_direction(np.ones((2, 1)), np.eye(2)), "g must have shape (n,), got (2, 1)"),
        (lambda: newton_direction(np.ones(2), np.ones((2, 2))), "H is singular"),
        (lambda: modified_hessian(np.ones(3)), "H must be a finite square matrix"),
        (lambda: modified_hessian([[np.nan]]), "H must be a finite square matrix, got [[nan]]"),
        (lambda: bfgs_update(np.eye(3), np.ones(2), np.ones(2)), "H must have shape (2, 2), got (3, 3)"),
        (lambda: bfgs_update(np.eye(2), np.ones(2), np.ones(3)), "y must have shape (2,), got (3,)"),
        (
            lambda: newton_direction(np.ones(2), np.full((2, 2), np.nan)),
            "H must be finite numbers, got array([[nan, nan], [nan, nan]])",
        ),
        (
            lambda: modified_hessian([[1, 2], [3]]),
            "H must be real numbers of one shape, got rows of different lengths: [[1, 2], [3]]",
        ),
        (lambda: bfgs_update("steep", [1.0], [1.0]), "H must be real numbers of one shape, got 'steep'"),
        (lambda: lbfgs_direction(np.ones(2), None), "pairs must be a list of (s, y), got None"),
        (lambda: lbfgs_direction(np.ones(2), [(np.ones(2),)]), "pairs must be a list of (s, y), got"),
        (lambda: lbfgs_direction(np.ones(2), [(np.ones(3), np.ones(3))]), "s must have shape (2,), got (3,)"),
        (lambda: newton_direction([1 + 9j, 1], np.eye(2)), "g must be real numbers of one shape, got complex ones"),
        (lambda: newton_direction([1, 1], 1j * np.eye(2)), "H must be real numbers of one shape, got complex ones"),
        (lambda: newton_direction([np.nan, 1], np.eye(2)), "g must be finite numbers, got array([nan, 1.])"),
        (lambda: lbfgs_direction([1, np.inf], []), "g must be finite numbers, got array([ 1., inf])"),
        (lambda: lbfgs_direction([1, 1], [([1, 2], [1j, 2])]), "y must be real numbers of one shape, got complex ones"),
        (lambda: bfgs_update([[np.nan]], [1.0], [1.0]), "H must be finite numbers, got array([[nan]])"),
        (lambda: modified_hessian(1j * np.eye(2)), "H must be real numbers of one shape, got complex ones"),
        (lambda: modified_hessian(np.zeros((0, 0))), "H must be a finite square matrix, got array([], shape=(0, 0)"),
        (lambda: modified_hessian(np.eye(2), floor=5), "floor must be a finite number in (0, 1), got 5"),
        (lambda: modified_hessian(np.eye(2), floor=-1), "floor must be a finite number in (0, 1), got -1"),
        (lambda: modified_hessian(np.eye(2), floor="low"), "floor must be a finite number in (0, 1), got 'low'"),
        (lambda: newton_direction(torch.ones(2, requires_grad=True), np.eye(2)), "g is a tensor that requires grad"),
    ],
)
def test_bad_input_gets_a_sentence(call, message):
    with pytest.raises(ValueError) as problem:
        call()
    assert message in str(problem.value)
