"""Small sets drawn from a known truth, so that a chapter can say how far from it an answer is."""

import numpy as np
from numpy.typing import NDArray

from lecopt.arguments import as_number, require_rng, require_whole


def noisy_sine(n: int, rng: np.random.Generator, noise: float = 0.3) -> tuple[NDArray, NDArray]:
    """Samples of sin 3x on [-1, 1], each with an error: what a polynomial can fit well, and overfit.

    Args: n: how many. rng: generator. noise: standard deviation of the error, >= 0.
    Returns: x (n,), ascending, and y (n,).
    Raises: ValueError naming n, rng or noise.

    >>> x, y = noisy_sine(20, np.random.default_rng(1))
    >>> x.shape, bool(np.all(np.diff(x) > 0)), bool(np.abs(y - np.sin(3 * x)).max() < 1)
    ((20,), True, True)
    """
    require_whole("n", n, least=1)
    require_rng(rng)
    noise = as_number("noise", noise, least=0)
    x = np.sort(rng.uniform(-1, 1, n))
    return x, np.sin(3 * x) + noise * rng.standard_normal(n)


def least_squares(n: int, d: int, noise: float, rng: np.random.Generator) -> tuple[NDArray, NDArray, NDArray]:
    """A linear regression with a known truth: y = X @ w + error.

    Args: n, d: samples and weights. noise: standard deviation of the error, >= 0. rng: generator.
    Returns: X (n, d) and the true w (d,), all standard normal, and y (n,), in the order X, y, w.
    Raises: ValueError naming n, d, noise or rng.

    >>> X, y, w = least_squares(200, 5, 0.0, np.random.default_rng(1))
    >>> bool(np.allclose(X @ w, y))
    True
    """
    require_whole("n", n, least=1)
    require_whole("d", d, least=1)
    noise = as_number("noise", noise, least=0)
    require_rng(rng)
    w = rng.standard_normal(d)
    X = rng.standard_normal((n, d))
    return X, X @ w + noise * rng.standard_normal(n), w


def blobs(n: int, rng: np.random.Generator, classes: int = 3, spread: float = 0.5) -> tuple[NDArray, NDArray]:
    """Round clouds of points in the plane, one for each class, their centres on a circle of radius 2.

    Args: n: points in all, dealt out evenly. rng: generator. classes: how many clouds. spread: their standard
        deviation, >= 0.
    Returns: X (n, 2) and labels y (n,), 0 to classes - 1 in turn.
    Raises: ValueError naming n, rng, classes or spread.

    >>> X, y = blobs(4, np.random.default_rng(0), classes=2, spread=0.0)
    >>> X.round(9) + 0.0, y
    (array([[ 2.,  0.],
           [-2.,  0.],
           [ 2.,  0.],
           [-2.,  0.]]), array([0, 1, 0, 1]))
    """
    require_whole("n", n, least=1)
    require_rng(rng)
    require_whole("classes", classes, least=1)
    spread = as_number("spread", spread, least=0)
    y = np.arange(n) % classes
    angle = 2 * np.pi * y / classes
    centres = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return centres + spread * rng.standard_normal((n, 2)), y
