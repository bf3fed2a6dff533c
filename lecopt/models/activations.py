"""Activations: the bend between two layers of a network, and its derivative.

ACTIVATIONS maps a name to the function, DERIVATIVES to its derivative, which is handed x and y = f(x), because for half
of them y already says it all. Where a function has a kink, its derivative there is the one to the left, as in torch.
maxout stands apart: it joins several numbers into one. Complex x is allowed (for the complex step); its real part
decides at a kink.
"""

import numpy as np

from ..arguments import as_floats


def sigmoid(x):
    """1 / (1 + e^-x), from 0 to 1; neither end overflows.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = np.asarray(x)
    small = np.exp(np.where(x.real >= 0, -x, x))
    return np.where(x.real >= 0, 1, small) / (1 + small)


def tanh(x):
    """The hyperbolic tangent, from -1 to 1.

    >>> tanh(np.array([0.0, 1000.0]))
    array([0., 1.])
    """
    return np.tanh(x)


def relu(x):
    """max(0, x). At the kink, x = 0, its derivative is taken as 0.

    >>> relu(np.array([-2.0, 3.0]))
    array([0., 3.])

    Source: Nair & Hinton 2010.
    """
    x = np.asarray(x)
    return np.where(x.real <= 0, 0, x)


def leaky_relu(x, slope=0.01):
    """x where it is positive, slope * x elsewhere.

    >>> leaky_relu(np.array([-2.0, 3.0]))
    array([-0.02,  3.  ])

    Source: Maas, Hannun & Ng 2013, section 2.
    """
    x = np.asarray(x)
    return np.where(x.real <= 0, slope * x, x)


def elu(x, alpha=1.0):
    """x where it is positive, alpha (e^x - 1) elsewhere: smooth at 0 if alpha is 1, and bounded below by -alpha.

    >>> elu(np.array([-1000.0, 3.0]))
    array([-1.,  3.])

    Source: Clevert, Unterthiner & Hochreiter 2016, eq. (15).
    """
    x = np.asarray(x)
    return np.where(x.real <= 0, alpha * np.expm1(np.where(x.real <= 0, x, 0)), x)


def maxout(z):
    """The largest of several pieces, each a linear function of the input in a maxout layer.

    Args: z: array (..., pieces).
    Returns: array (...).

    >>> maxout(np.array([[1.0, 4.0], [3.0, -2.0]]))
    array([4., 3.])

    Source: Goodfellow et al. 2013, section 2.
    """
    z = _pieces(z)
    return np.take_along_axis(z, _winner(z), -1)[..., 0]


def maxout_gradient(z):
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


def _pieces(z):
    z = as_floats("z", z)
    if not z.ndim or not z.shape[-1]:
        raise ValueError(f"z must have shape (..., pieces), with one piece or more, got {z.shape}")
    return z


def _winner(z):
    return z.real.argmax(-1, keepdims=True)


ACTIVATIONS = {f.__name__: f for f in (sigmoid, tanh, relu, leaky_relu, elu)}
DERIVATIVES = {
    "sigmoid": lambda x, y: y * (1 - y),
    "tanh": lambda x, y: 1 - y * y,
    "relu": lambda x, y: (x.real > 0).astype(x.real.dtype),
    "leaky_relu": lambda x, y: np.where(x.real <= 0, x.real.dtype.type(0.01), 1),
    "elu": lambda x, y: np.where(x.real <= 0, y + 1, 1),
}


def require_activation(name):
    """Nothing, if there is an activation of this name.

    >>> require_activation("relu")
    """
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {name!r}")


def activation_gradient(name, x):
    """The derivative of an activation at x.

    Args: name: "sigmoid", "tanh", "relu", "leaky_relu" (slope 0.01) or "elu" (alpha 1). x: array of any shape.
    Returns: array of x's shape.
    Raises: ValueError naming activation.

    >>> activation_gradient("sigmoid", [0.0, 40.0]).round(3)
    array([0.25, 0.  ])
    """
    require_activation(name)
    x = as_floats("x", x)
    with np.errstate(all="ignore"):
        return DERIVATIVES[name](x, ACTIVATIONS[name](x))
