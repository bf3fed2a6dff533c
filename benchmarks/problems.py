"""The classical test problems for minimisers: value and gradient, and where to start."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits


class Problem(NamedTuple):
    """A function to minimise: value(w), gradient(w), the start w0, and the least value known (None: not known)."""

    name: str
    value: Callable
    gradient: Callable
    w0: np.ndarray
    least: float | None


def sum_of_squares(name, residuals, jacobian, w0, least=0.0):
    """The problem Σ r_i(w)², from the residuals r and their matrix of derivatives."""
    return Problem(
        name,
        lambda w: float(residuals(w) @ residuals(w)),
        lambda w: 2 * jacobian(w).T @ residuals(w),
        np.array(w0, float),
        least,
    )


def rosenbrock(n=2):
    """Rosenbrock's valley, n / 2 of them side by side. More, Garbow & Hillstrom 1981, (1) and (21)."""

    def residuals(w):
        x, y = w[0::2], w[1::2]
        return np.concatenate([10 * (y - x**2), 1 - x])

    def jacobian(w):
        J, i = np.zeros((n, n)), np.arange(n // 2)
        J[i, 2 * i] = -20 * w[0::2]
        J[i, 2 * i + 1] = 10
        J[n // 2 + i, 2 * i] = -1
        return J

    return sum_of_squares(
        "Rosenbrock" if n == 2 else f"extended Rosenbrock {n}", residuals, jacobian, [-1.2, 1] * (n // 2)
    )


def beale():
    """Beale's function, flat far out. More, Garbow & Hillstrom 1981, (5)."""
    k = np.arange(1, 4)
    return sum_of_squares(
        "Beale",
        lambda w: np.array([1.5, 2.25, 2.625]) - w[0] * (1 - w[1] ** k),
        lambda w: np.stack([-(1 - w[1] ** k), w[0] * k * w[1] ** (k - 1)], 1),
        [1, 1],
    )


def helical_valley():
    """A valley wound around the z axis. More, Garbow & Hillstrom 1981, (7)."""

    def residuals(w):
        x, y, z = w
        turn = np.arctan2(y, x) / (2 * np.pi)
        turn = turn + (turn < -0.25)  # the branch of the source: the cut lies along the negative y axis
        return np.array([10 * (z - 10 * turn), 10 * (np.hypot(x, y) - 1), z])

    def jacobian(w):
        x, y, _ = w
        r = np.hypot(x, y)
        c = 100 / (2 * np.pi * r**2)
        return np.array([[c * y, -c * x, 10], [10 * x / r, 10 * y / r, 0], [0, 0, 1]])

    return sum_of_squares("helical valley", residuals, jacobian, [-1, 0, 0])


def powell_singular():
    """Powell's function: its Hessian is singular at the minimum. More, Garbow & Hillstrom 1981, (13)."""
    r5, r10 = 5**0.5, 10**0.5
    return sum_of_squares(
        "Powell singular",
        lambda w: np.array([w[0] + 10 * w[1], r5 * (w[2] - w[3]), (w[1] - 2 * w[2]) ** 2, r10 * (w[0] - w[3]) ** 2]),
        lambda w: np.array(
            [
                [1, 10, 0, 0],
                [0, 0, r5, -r5],
                [0, 2 * (w[1] - 2 * w[2]), -4 * (w[1] - 2 * w[2]), 0],
                [2 * r10 * (w[0] - w[3]), 0, 0, -2 * r10 * (w[0] - w[3])],
            ]
        ),
        [3, -1, 0, 1],
    )


def wood():
    """Wood's function: two valleys coupled, and a saddle on the way. More, Garbow & Hillstrom 1981, (14)."""
    r90, r10 = 90**0.5, 10**0.5
    return sum_of_squares(
        "Wood",
        lambda w: np.array(
            [
                10 * (w[1] - w[0] ** 2),
                1 - w[0],
                r90 * (w[3] - w[2] ** 2),
                1 - w[2],
                r10 * (w[1] + w[3] - 2),
                (w[1] - w[3]) / r10,
            ]
        ),
        lambda w: np.array(
            [
                [-20 * w[0], 10, 0, 0],
                [-1, 0, 0, 0],
                [0, 0, -2 * r90 * w[2], r90],
                [0, 0, -1, 0],
                [0, r10, 0, r10],
                [0, 1 / r10, 0, -1 / r10],
            ]
        ),
        [-3, -1, -3, -1],
    )


def trigonometric(n=10):
    """Cosines and sines of all coordinates. More, Garbow & Hillstrom 1981, (26): minima of value 0 and 2.795e-5."""
    k = np.arange(1, n + 1)
    return sum_of_squares(
        f"trigonometric {n}",
        lambda w: n - np.cos(w).sum() + k * (1 - np.cos(w)) - np.sin(w),
        lambda w: np.sin(w) + np.diag(k * np.sin(w) - np.cos(w)),
        np.full(n, 1 / n),
        None,
    )


def quadratic(n, condition=1e4, seed=0):
    """½ wᵀAw - bᵀw with eigenvalues of A from 1 to `condition`, evenly in the logarithm, in random directions."""
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    A = (Q * np.geomspace(1, condition, n)) @ Q.T
    b = rng.standard_normal(n)
    least = -0.5 * b @ np.linalg.solve(A, b)
    return Problem(f"quadratic {n}", lambda w: 0.5 * w @ A @ w - b @ w, lambda w: A @ w - b, np.zeros(n), least)


def logistic(reg=1e-3):
    """Logistic regression on the 569 tumours of the breast cancer data, 30 measurements each, standardised."""
    X, y = load_breast_cancer(return_X_y=True)
    X = np.column_stack([(X - X.mean(0)) / X.std(0), np.ones(len(X))])
    Z = X * (2 * y - 1)[:, None]

    def gradient(w):
        return -Z.T @ (0.5 * (1 - np.tanh(Z @ w / 2))) / len(Z) + reg * w

    return Problem(
        "logistic, tumours", lambda w: np.logaddexp(0, -Z @ w).mean() + reg / 2 * w @ w, gradient, np.zeros(31), None
    )


def softmax_digits(reg=1e-3):
    """Softmax regression on the 1797 digits of scikit-learn, 650 weights."""
    X, y = load_digits(return_X_y=True)
    X, Y = np.column_stack([X / 16, np.ones(len(X))]), np.eye(10)[y]

    def log_p(w):
        scores = X @ w.reshape(65, 10)
        scores = scores - scores.max(1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(1, keepdims=True))

    return Problem(
        "softmax, digits",
        lambda w: -(Y * log_p(w)).sum() / len(X) + reg / 2 * w @ w,
        lambda w: (X.T @ (np.exp(log_p(w)) - Y)).ravel() / len(X) + reg * w,
        np.zeros(650),
        None,
    )


def problems():
    """All of them; the cheap ones first."""
    small = [rosenbrock(), beale(), helical_valley(), powell_singular(), wood(), trigonometric(10), trigonometric(50)]
    middling = [rosenbrock(100), *(quadratic(n, seed=n) for n in (10, 50, 200)), logistic()]
    return [*small, *middling, softmax_digits()]
