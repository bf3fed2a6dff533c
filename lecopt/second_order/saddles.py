"""Is a point without slope a minimum? A look at the curvature there."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .objective import Objective

PROBES = 6  # curvatures along directions, each one or two calls of grad
CLEARLY = 1e-6  # a curvature below -CLEARLY times the largest one is no rounding


def bends_down(problem: Objective, w: NDArray, path: list[NDArray] | None = None) -> bool:
    """Whether f curves downwards along some direction at w, so that w is a saddle or a maximum.

    A few differences of grad along directions look for one: a Lanczos process, which finds the outermost curvatures
    first. In more than PROBES dimensions it may overlook one. It is let off where a descent has met every curvature on
    its way: its path is given, and no direction is orthogonal to all steps.

    Args: problem: `Objective`. w: flat array (n,). path: list of flat arrays, or None where it is no descent.
    Returns: bool.

    Source: Lanczos 1950; Golub & Van Loan 2013, Algorithm 10.1.1.
    """
    start = untried(path or [w])
    if start is None:
        return False
    g, h = problem.gradient(w), np.finfo(float).eps ** 0.5 * max(1, np.linalg.norm(w))
    values, vectors = outermost(lambda v: (problem.gradient(w + h * v) - g) / h, start)
    if not values[0] < -CLEARLY * abs(values).max():
        return False
    v, h = vectors[:, 0], np.finfo(float).eps ** (1 / 3) * max(1, np.linalg.norm(w))  # once more, with less error
    curvature = v @ (problem.gradient(w + h * v) - problem.gradient(w - h * v)) / (2 * h)
    return bool(curvature < -CLEARLY * abs(values).max())


def has_negative_eigenvalue(H: NDArray) -> bool:
    """Whether a symmetric matrix has an eigenvalue that is clearly negative. One with NaN or inf has not.

    >>> has_negative_eigenvalue(np.diag([2.0, -1.0])), has_negative_eigenvalue(np.diag([2.0, 0.0]))
    (True, False)
    """
    eigenvalues = np.linalg.eigvalsh(0.5 * (H + H.T)) if np.isfinite(H).all() else np.zeros(1)
    return bool(eigenvalues[0] < -CLEARLY * abs(eigenvalues).max())


def untried(path: list[NDArray]) -> NDArray | None:
    """A direction orthogonal to all steps of a path, or None where the steps reach everywhere.

    >>> abs(untried([np.zeros(2), np.array([0.0, 3.0])])).round(6)
    array([1., 0.])
    """
    n = len(path[0])
    z = np.random.default_rng(0).standard_normal(n)
    if n > 200:  # more than the steps looked at below could reach
        return z / np.linalg.norm(z)
    steps = np.diff(path[-201:], axis=0)
    _, sizes, directions = np.linalg.svd(steps, full_matrices=False)
    tried = directions[sizes > 1e-3 * max(1, abs(path[-1]).max())]  # near a saddle tiny steps go every way
    rest = z - tried.T @ (tried @ z)
    return None if len(tried) == n else rest / np.linalg.norm(rest)


def outermost(product: Callable[[NDArray], NDArray], start: NDArray) -> tuple[NDArray, NDArray]:
    """The outermost eigenvalues of a symmetric matrix, ascending, and their vectors, by PROBES products with it.

    >>> values, vectors = outermost(lambda v: np.array([3.0, -2.0]) * v, np.array([0.6, 0.8]))
    >>> values.round(6)
    array([-2.,  3.])
    """
    V, products = [start], []
    for _ in range(PROBES):
        products.append(product(V[-1]))
        basis = np.array(V)
        rest = products[-1]
        for _ in range(2):  # twice, against rounding
            rest = rest - basis.T @ (basis @ rest)
        length = np.linalg.norm(rest)
        if not length > 1e-6 * np.linalg.norm(products[-1]) or len(V) in (PROBES, len(start)):
            break
        V.append(rest / length)
    T = basis @ np.array(products).T
    if not np.isfinite(T).all():
        return np.zeros(1), basis[:1].T
    values, vectors = np.linalg.eigh(0.5 * (T + T.T))
    return values, basis.T @ vectors
