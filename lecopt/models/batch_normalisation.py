"""Batch normalisation: each feature of a batch brought to mean 0 and variance 1, then scaled and shifted.

x has shape (..., batch, features); the statistics are taken over the batch, the second axis from the end. gamma and
beta have shape (features,), or (..., features). Complex numbers are allowed, for the complex step.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, as_number, require_all
from .arguments import fits, require_finite


def batch_statistics(x: ArrayLike) -> tuple[NDArray, NDArray]:
    """The mean and the variance of each feature over the batch (divided by the batch size, not by one less).

    Args: x: array (..., batch, features), batch >= 2.
    Returns: mean and variance, each of shape (..., features).
    Raises: ValueError naming x, when it holds one sample only.

    >>> batch_statistics([[0.0, 5.0], [2.0, 5.0]])
    (array([1., 5.]), array([1., 0.]))
    """
    x = _batch(x)
    if x.shape[-2] < 2:
        raise ValueError(
            f"x must hold at least 2 samples to take statistics from, got a batch of {x.shape[-2]} (shape {x.shape})"
        )
    if x.dtype.kind == "c":  # NumPy's variance squares the modulus, which drops the imaginary part
        return x.mean(-2), ((x - x.mean(-2, keepdims=True)) ** 2).mean(-2)
    return x.mean(-2), x.var(-2)


def batchnorm(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    eps: float = 1e-5,
    *,
    mean: ArrayLike | None = None,
    variance: ArrayLike | None = None,
) -> NDArray:
    """gamma * (x - mean) / √(variance + eps) + beta.

    In training the statistics are those of the batch; at test time pass the ones that were kept in training.

    Args: x: array (..., batch, features). gamma, beta: scale and shift of each feature. eps: >= 0. mean, variance:
        arrays (features,) to use in place of the batch's own, both or neither; variance >= 0.
    Returns: array of x's shape.
    Raises: ValueError naming the argument, also for a batch of one without mean and variance.

    >>> batchnorm([[1.0], [3.0]], [10.0], [0.5], eps=0)
    array([[-9.5],
           [10.5]])

    Source: Ioffe & Szegedy 2015, Algorithm 1; at test time Algorithm 2, line 11.
    """
    x = _batch(x)
    if (mean is None) != (variance is None):
        missing = "mean" if mean is None else "variance"
        raise ValueError(f"mean and variance come together, got no {missing}")
    if mean is None:
        mean, variance = batch_statistics(x)
    else:
        mean, variance = require_finite("mean", _per_feature("mean", mean, x)), _per_feature("variance", variance, x)
    gamma, beta = _per_feature("gamma", gamma, x), _per_feature("beta", beta, x)
    return gamma[..., None, :] * _normalised(x, mean, variance, eps) + beta[..., None, :]


def batchnorm_gradient(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, eps: float = 1e-5
) -> tuple[NDArray, NDArray, NDArray]:
    """The way back through `batchnorm` in training, where the statistics depend on x too.

    With n the normalised x: dx = gamma / √(variance + eps) * (dy - mean(dy) - n * mean(dy * n)).

    Args: dy: gradient of the loss by y, of x's shape. x, gamma, eps: as `batchnorm`.
    Returns: dx, dgamma, dbeta, of the shapes of x, (..., features) and (..., features).
    Raises: ValueError naming the argument.

    >>> dx, dgamma, dbeta = batchnorm_gradient([[1.0], [0.0]], [[1.0], [3.0]], [10.0], eps=0)
    >>> dx, dgamma, dbeta       # two points always end at -1 and 1, wherever they were: dx is 0
    (array([[0.],
           [0.]]), array([-1.]), array([1.]))

    Source: Ioffe & Szegedy 2015, section 3 (the equations after Algorithm 1), gathered into one line.
    """
    x, dy = _batch(x), as_floats("dy", dy, complex_too=True)
    if dy.shape != x.shape:
        raise ValueError(f"dy must have the shape of x, {x.shape}, got {dy.shape}")
    mean, variance = batch_statistics(x)
    n = _normalised(x, mean, variance, eps)
    scale = _per_feature("gamma", gamma, x) / (variance + eps) ** 0.5
    dn = dy - dy.mean(-2, keepdims=True) - n * (dy * n).mean(-2, keepdims=True)
    return scale[..., None, :] * dn, (dy * n).sum(-2), dy.sum(-2)


def _batch(x):
    x = as_floats("x", x, complex_too=True)
    if x.ndim < 2 or x.shape[-2] == 0:
        raise ValueError(f"x must have shape (batch, features), got {x.shape}")
    return require_finite("x", x)


def _per_feature(name, values, x):
    values = as_floats(name, values, complex_too=True)
    if values.ndim == 0 or values.shape[-1] != x.shape[-1]:
        raise ValueError(
            f"{name} must hold one number for each of the {x.shape[-1]} features, got shape {values.shape}"
        )
    if not fits(values.shape[:-1], x.shape[:-2]):
        raise ValueError(f"{name} of shape {values.shape} does not fit the batches of x, whose shape is {x.shape}")
    return values


def _normalised(x, mean, variance, eps):
    as_number("eps", eps, least=0)
    require_all("variance", variance, variance.real >= 0, "not negative")
    if not np.all(variance + eps):
        where = int(np.argwhere(variance + eps == 0)[0, -1])
        raise ValueError(f"eps must be positive here, got {eps:g}: feature {where} of x has variance 0")
    return (x - mean[..., None, :]) / (variance + eps)[..., None, :] ** 0.5
