"""Activations: the bend between two layers of a network, and its derivative.

ACTIVATIONS maps a name to the function, DERIVATIVES to its derivative, which is handed x and y = f(x), because for half
of them y already says it all. Where a function has a kink, its derivative there is the one to the left, as in torch.
maxout stands apart: it joins several numbers into one. Complex x is allowed (for the complex step); its real part
decides at a kink.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, shown
from .arguments import fits, require_finite


def sigmoid(x: ArrayLike) -> NDArray:
    """1 / (1 + e^-x), from 0 to 1; neither end overflows.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = _numbers("x", x)
    small = np.exp(np.where(x.real >= 0, -x, x))
    return np.where(x.real >= 0, 1, small) / (1 + small)


def tanh(x: ArrayLike) -> NDArray:
    """The hyperbolic tangent, from -1 to 1.

    >>> tanh(np.array([0.0, 1000.0]))
    array([0., 1.])
    """
    return np.tanh(_numbers("x", x))


def relu(x: ArrayLike) -> NDArray:
    """max(0, x), integers where x holds integers. At the kink, x = 0, its derivative is taken as 0.

    >>> relu(np.array([-2.0, 3.0]))
    array([0., 3.])

    Source: Nair & Hinton 2010.
    """
    _numbers("x", x)
    x = np.asarray(x)
    return np.where(x.real <= 0, 0, x)


def leaky_relu(x: ArrayLike, slope: ArrayLike = 0.01) -> NDArray:
    """x where it is positive, slope * x elsewhere.

    >>> leaky_relu(np.array([-2.0, 3.0]))
    array([-0.02,  3.  ])

    Source: Maas, Hannun & Ng 2013, section 2.
    """
    x = _numbers("x", x)
    return np.where(x.real <= 0, _parameter("slope", slope, x) * x, x)


def elu(x: ArrayLike, alpha: ArrayLike = 1.0) -> NDArray:
    """x where it is positive, alpha (e^x - 1) elsewhere: smooth at 0 if alpha is 1, and bounded below by -alpha.

    >>> elu(np.array([-1000.0, 3.0]))
    array([-1.,  3.])

    Source: Clevert, Unterthiner & Hochreiter 2016, eq. (15).
    """
    x = _numbers("x", x)
    return np.where(x.real <= 0, _parameter("alpha", alpha, x) * np.expm1(np.where(x.real <= 0, x, 0)), x)


def maxout(z: ArrayLike) -> NDArray:
    """The largest of several pieces, each a linear function of the input in a maxout layer.

    Args: z: array (..., pieces).
    Returns: array (...).

    >>> maxout(np.array([[1.0, 4.0], [3.0, -2.0]]))
    array([4., 3.])

    Source: Goodfellow et al. 2013, section 2.
    """
    z = _pieces(z)
    return np.take_along_axis(z, _winner(z), -1)[..., 0]


def maxout_gradient(z: ArrayLike) -> NDArray:
    """The derivative of `maxout` by each piece: 1 for the largest, 0 for the others; a tie goes to the first.

    Args: z: array (..., pieces).
    Returns: array of z's shape.

    >>> maxout_gradient(np.array([[1.0, 4.0], [3.0, -2.0]]))
    array([[0., 1.],
           [1., 0.]])
    """
    z = _pieces(z)
    gradient = np.zeros(z.shape, z.real.dtype)
    np.put_along_axis(gradient, _winner(z), 1, -1)
    return gradient


def _numbers(name, values):
    return as_floats(name, values, complex_too=True)


def _parameter(name, value, x):
    """A number as it came, for Python's own leave x its precision; or an array of them."""
    array = _numbers(name, value)
    if not fits(array.shape, x.shape):
        raise ValueError(f"{name} must be a number, or numbers that fit the shape of x, {x.shape}, got {array.shape}")
    require_finite(name, array)
    return array if array.ndim else value


def _pieces(z):
    z = _numbers("z", z)
    if not z.ndim or not z.shape[-1]:
        raise ValueError(f"z must have shape (..., pieces), with one piece or more, got {z.shape}")
    return z


def _winner(z):
    return z.real.argmax(-1, keepdims=True)


ACTIVATIONS: dict[str, Callable[..., NDArray]] = {f.__name__: f for f in (sigmoid, tanh, relu, leaky_relu, elu)}
DERIVATIVES: dict[str, Callable[[NDArray, NDArray], NDArray]] = {
    "sigmoid": lambda x, y: y * (1 - y),
    "tanh": lambda x, y: 1 - y * y,
    "relu": lambda x, y: (x.real > 0).astype(x.real.dtype),
    "leaky_relu": lambda x, y: np.where(x.real <= 0, x.real.dtype.type(0.01), 1),
    "elu": lambda x, y: np.where(x.real <= 0, y + 1, 1),
}


def require_activation(name: Any) -> None:
    """Nothing, if there is an activation of this name.

    >>> require_activation("relu")
    """
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {shown(name)}")


def activation_gradient(name: str, x: ArrayLike) -> NDArray:
    """The derivative of an activation at x.

    Args: name: "sigmoid", "tanh", "relu", "leaky_relu" (slope 0.01) or "elu" (alpha 1). x: array of any shape.
    Returns: array of x's shape.
    Raises: ValueError naming activation or x.

    >>> activation_gradient("sigmoid", [0.0, 40.0]).round(3)
    array([0.25, 0.  ])
    """
    require_activation(name)
    x = _numbers("x", x)
    with np.errstate(all="ignore"):
        return DERIVATIVES[name](x, ACTIVATIONS[name](x))
