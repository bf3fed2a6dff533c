"""Directions that know about curvature: Newton's, and the two that learn it from gradients, BFGS and L-BFGS."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, as_number, shown


def newton_direction(g: ArrayLike, H: ArrayLike) -> NDArray:
    """The step -H⁻¹g, to the stationary point of the quadratic with gradient g and Hessian H.

    It leads downhill if H is positive definite; otherwise it may lead up, to a saddle or a maximum.

    Args: g: gradient, shape (n,). H: Hessian, shape (n, n), symmetric.
    Returns: array (n,).
    Raises: ValueError if the shapes don't fit or g or H is not finite; LinAlgError, which is one, if H is singular.

    >>> newton_direction(np.array([2.0, 4.0]), np.array([[2.0, 0.0], [0.0, 8.0]]))
    array([-1. , -0.5])

    Source: Nocedal & Wright 2006, eq. (2.15).
    """
    g = _finite("g", _vector("g", g))
    H = _matrix("H", H, len(g))
    try:
        return -np.linalg.solve(H, g)
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError("H is singular: there is no Newton direction") from None


def modified_hessian(H: ArrayLike, floor: float = 1e-8) -> NDArray:
    """H itself where it is (clearly) positive definite, else H with every eigenvalue λ replaced by |λ|.

    So Newton's direction leads downhill everywhere, and away from a saddle instead of to it.

    Args: H: symmetric, shape (n, n). floor: the least |λ| that is left, as a share of the largest, in (0, 1).
    Returns: array (n, n), symmetric positive definite.
    Raises: ValueError if H is not a finite square matrix, or floor not in its range.

    >>> modified_hessian(np.array([[2.0, 0.0], [0.0, -3.0]]))
    array([[2., 0.],
           [0., 3.]])

    Source: Nocedal & Wright 2006, section 3.4; the absolute values: Greenstadt 1967, Dauphin et al. 2014.
    """
    given, H = H, as_floats("H", H)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or H.size == 0 or not np.isfinite(H).all():
        raise ValueError(f"H must be a finite square matrix, got {shown(given)}")
    floor, H = as_number("floor", floor, above=0, below=1), H.astype(np.float64, copy=False)
    H = 0.5 * (H + H.T)
    try:
        pivots = np.linalg.cholesky(H).diagonal() ** 2
        if pivots.min() > 10 * len(H) * np.finfo(float).eps * pivots.max():
            return H
    except np.linalg.LinAlgError:  # not positive definite
        pass
    eigenvalues, Q = np.linalg.eigh(H)
    sizes = abs(eigenvalues)
    return (Q * np.maximum(sizes, floor * sizes.max() or 1.0)) @ Q.T


def bfgs_update(H: ArrayLike, s: ArrayLike, y: ArrayLike) -> NDArray:
    """The estimate of the inverse Hessian after one more step: BFGS.

    Of all symmetric matrices that explain the new pair, H y = s, it is the one nearest to the old. The change has rank
    two. A pair without positive curvature, sᵀy <= 0, would make H indefinite: then H is returned as it was.

    Args: H: symmetric positive definite, shape (n, n). s: the step w_new - w, shape (n,). y: the change of the
        gradient, shape (n,).
    Returns: array (n, n), symmetric positive definite.
    Raises: ValueError if the shapes don't fit or H is not finite.

    >>> H = bfgs_update(np.eye(2), np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    >>> H
    array([[0.25, 0.  ],
           [0.  , 1.  ]])

    Source: Nocedal & Wright 2006, eq. (6.17), multiplied out: O(n²) instead of two products of matrices.
    """
    s, y = _vector("s", s), _vector("y", y)
    _require_shape("y", y, s.shape)
    H = _matrix("H", H, len(s))
    if not curves_up(s, y):
        return H
    rho = 1 / (s @ y)
    Hy = H @ y
    cross = np.outer(rho * s, Hy)
    return H - cross - cross.T + np.outer((1 + rho * (y @ Hy)) * rho * s, s)


def lbfgs_direction(g: ArrayLike, pairs: Iterable[tuple[ArrayLike, ArrayLike]]) -> NDArray:
    """The step -Hg, where H is what BFGS makes of the last few pairs; H itself is never formed.

    H starts at γI with γ = sᵀy / yᵀy of the newest pair. Two loops over the pairs cost 4mn multiplications, not n².
    No pairs give -g.

    Args: g: gradient, shape (n,). pairs: list of (s, y), oldest first, each of shape (n,).
    Returns: array (n,).
    Raises: ValueError if the shapes don't fit or g is not finite.

    >>> lbfgs_direction(np.array([4.0, 3.0]), [(np.array([1.0, 0.0]), np.array([4.0, 0.0]))])
    array([-1.  , -0.75])

    Source: Nocedal & Wright 2006, Algorithm 7.4; γ: eq. (7.20). Differs: pairs with sᵀy <= 0 are passed over.
    """
    q = _finite("g", _vector("g", g)).copy()
    try:
        pairs = [(s, y) for s, y in pairs]
    except (TypeError, ValueError):
        raise ValueError(f"pairs must be a list of (s, y), got {shown(pairs)}") from None
    pairs = [(_vector("s", s), _vector("y", y)) for s, y in pairs]
    for s, y in pairs:
        _require_shape("s", s, q.shape)
        _require_shape("y", y, q.shape)
    pairs = [(s, y, 1 / (s @ y)) for s, y in pairs if curves_up(s, y)]
    alphas = []
    for s, y, rho in reversed(pairs):
        alphas.append(rho * (s @ q))
        q -= alphas[-1] * y
    if pairs:
        s, y, rho = pairs[-1]
        q /= rho * (y @ y)
    for (s, y, rho), alpha in zip(pairs, reversed(alphas), strict=True):
        q += (alpha - rho * (y @ q)) * s
    return -q


def curves_up(s: NDArray, y: NDArray) -> bool:
    """Whether f was found to curve upwards along the step s: sᵀy > 0, and not by rounding alone.

    >>> curves_up(np.array([1.0]), np.array([-2.0]))
    False
    """
    float64 = np.finfo(float)
    with np.errstate(all="ignore"):
        return bool(s @ y > max(float64.tiny, float64.eps * np.sqrt(s @ s) * np.sqrt(y @ y)))


def _vector(name, values):
    values = as_floats(name, values).astype(np.float64, copy=False)
    if values.ndim != 1:
        raise ValueError(f"{name} must have shape (n,), got {values.shape}")
    return values


def _matrix(name, values, n):
    values = as_floats(name, values).astype(np.float64, copy=False)
    _require_shape(name, values, (n, n))
    return _finite(name, values)


def _finite(name, values):
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite numbers, got {shown(values)}")
    return values


def _require_shape(name, array, shape):
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
