"""A fully connected network of any depth: softmax loss and hand-written gradient of one flat vector w.

sizes = [inputs, hidden, ..., classes]. w holds W1 (row order), b1, W2, b2, ...; each layer is z = a @ W + b, and every
layer but the last bends z with the activation. w may have shape (..., n): that many networks at once, which share X of
shape (samples, inputs) or have one each, (..., samples, inputs). Losses then have shape (...). The biases are part of
w, so give X without a column of ones.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, require_rng, require_whole, shown
from .activations import ACTIVATIONS, DERIVATIVES, require_activation
from .arguments import as_labels, as_reg, as_samples, require_labels_below, require_runs
from .initialisers import layer_std
from .linear_softmax import label_losses, softmax


def mlp_size(sizes: Sequence[int]) -> int:
    """How many numbers w holds.

    Args: sizes: two or more positive integers, [inputs, hidden, ..., classes].
    Returns: int.
    Raises: ValueError naming sizes.

    >>> mlp_size([64, 32, 10])          # 64 * 32 + 32, and 32 * 10 + 10
    2410
    """
    ordered = isinstance(sizes, Sequence) or (isinstance(sizes, np.ndarray) and sizes.ndim == 1)
    if not ordered or len(sizes) < 2 or not all(isinstance(n, (int, np.integer)) and n >= 1 for n in sizes):
        raise ValueError(f"sizes must be two or more positive integers, as [64, 32, 10], got {shown(sizes)}")
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:], strict=False))


def mlp_layers(w: ArrayLike, sizes: Sequence[int]) -> list[tuple[NDArray, NDArray]]:
    """The weights and biases of each layer, as views into w: what is written there changes w.

    Args: w: array (..., n), weights or their gradient. sizes: see the module.
    Returns: list of (W, b), of shapes (..., n_in, n_out) and (..., n_out).
    Raises: ValueError naming sizes or w.

    >>> (W, b), = mlp_layers(np.arange(6.0), [2, 2])
    >>> W, b
    (array([[0., 1.],
           [2., 3.]]), array([4., 5.]))
    """
    n = mlp_size(sizes)
    w = as_floats("w", w, complex_too=True)
    if w.ndim == 0 or w.shape[-1] != n:
        raise ValueError(f"w must hold {n} numbers along its last axis for sizes {list(sizes)}, got shape {w.shape}")
    layers, start = [], 0
    for n_in, n_out in zip(sizes, sizes[1:], strict=False):
        middle, end = start + n_in * n_out, start + (n_in + 1) * n_out
        layers.append((w[..., start:middle].reshape(*w.shape[:-1], n_in, n_out), w[..., middle:end]))
        start = end
    return layers


def mlp_init(
    sizes: Sequence[int], rng: np.random.Generator, std: float | str = "glorot", runs: int | tuple[int, ...] = ()
) -> NDArray:
    """Random first weights: normal with mean 0, the biases 0.

    Args: sizes: see the module. rng: np.random.Generator. std: standard deviation >= 0, or the scheme that gives each
        layer its own: "lecun" (variance 1 / n_in), "glorot" (2 / (n_in + n_out)) or "he" (2 / n_in).
        runs: how many networks, or the shape of the leading axes.
    Returns: array (*runs, n).
    Raises: ValueError naming sizes, rng, std or runs.

    >>> mlp_init([64, 32, 10], np.random.default_rng(0), "he", runs=8).shape
    (8, 2410)
    """
    require_rng(rng)
    runs = runs if isinstance(runs, tuple) else (runs,)
    for n in runs:
        require_whole("runs", n, least=0)
    w = np.zeros((*runs, mlp_size(sizes)))
    for W, _ in mlp_layers(w, sizes):
        W[...] = rng.normal(0, layer_std(*W.shape[-2:], std), W.shape)
    return w


def forward(
    w: ArrayLike, X: ArrayLike, sizes: Sequence[int], activation: str
) -> tuple[list[tuple[NDArray, NDArray]], list[NDArray], list[NDArray]]:
    """The layers (W, b), the input a of each layer and the output z of each layer; the last z are the scores.

    >>> layers, inputs, outputs = forward([1.0, 5.0, 2.0, 0.5], [[3.0]], [1, 1, 1], "relu")
    >>> inputs, outputs
    ([array([[3.]]), array([[8.]])], [array([[8.]]), array([[16.5]])])
    """
    require_activation(activation)
    layers = mlp_layers(w, sizes)
    X = as_samples(X, layers[0][0].dtype)
    if X.shape[-1] != sizes[0]:
        raise ValueError(f"X must have the {sizes[0]} inputs that sizes {list(sizes)} begins with, got {X.shape[-1]}")
    require_runs("X", X.shape[:-2], layers[0][0].shape[:-2])
    inputs, outputs = [X], []
    for k, (W, b) in enumerate(layers):
        if k > 0:
            inputs.append(ACTIVATIONS[activation](outputs[-1]))
        outputs.append(inputs[-1] @ W + b[..., None, :])
    return layers, inputs, outputs


def _targets(y, X, scores, reg):
    runs = scores.shape[:-2]
    y = as_labels(y, X)
    require_labels_below(scores.shape[-1], y)
    require_runs("y", y.shape[:-1], runs)
    return np.broadcast_to(y, runs + y.shape[-1:])[..., None], as_reg(reg, runs).astype(X.dtype)


@np.errstate(all="ignore")
def mlp_scores(w: ArrayLike, X: ArrayLike, sizes: Sequence[int], activation: str = "tanh") -> NDArray:
    """The score of each class for each sample.

    Args: w, X, sizes: see the module. activation: "tanh", "sigmoid", "relu", "leaky_relu" or "elu".
    Returns: array (..., samples, classes).
    Raises: ValueError naming w, X, sizes or activation.

    >>> mlp_scores([1.0, 5.0, 2.0, 0.5], [[3.0]], [1, 1, 1], "relu")        # relu(3 * 1 + 5) * 2 + 0.5
    array([[16.5]])
    """
    return forward(w, X, sizes, activation)[2][-1]


@np.errstate(all="ignore")
def mlp_accuracy(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, sizes: Sequence[int], activation: str = "tanh"
) -> float | NDArray:
    """The share of samples whose largest score is the one of their label.

    Args: as `mlp_loss`.
    Returns: float in [0, 1], or an array of shape (...).
    Raises: ValueError naming the argument.

    >>> mlp_accuracy(np.zeros(9), np.ones((4, 2)), [0, 0, 1, 2], [2, 1, 3])
    0.5
    """
    _, inputs, outputs = forward(w, X, sizes, activation)
    y, _ = _targets(y, inputs[0], outputs[-1], 0.0)
    share = (outputs[-1].real.argmax(-1) == y[..., 0]).mean(-1)
    return share if share.ndim else share.item()


@np.errstate(all="ignore")
def mlp_loss(
    w: ArrayLike,
    X: ArrayLike,
    y: ArrayLike,
    sizes: Sequence[int],
    reg: ArrayLike = 0.0,
    activation: str = "tanh",
) -> float | NDArray:
    """The mean cross-entropy of the network, plus ½ reg ‖w‖² (biases included).

    Args: w, X, sizes: see the module. y: integer labels (samples,), or one such row for each network. reg: >= 0.
        activation: "tanh", "sigmoid", "relu", "leaky_relu" or "elu".
    Returns: float, or an array of shape (...).
    Raises: ValueError naming the argument.

    >>> round(mlp_loss(np.zeros(9), np.ones((4, 2)), [0, 0, 1, 2], [2, 1, 3]), 6)      # ln 3
    1.098612
    """
    _, inputs, outputs = forward(w, X, sizes, activation)
    y, reg = _targets(y, inputs[0], outputs[-1], reg)
    w = as_floats("w", w, complex_too=True)
    loss = label_losses(outputs[-1], y).mean(-1) + 0.5 * reg * (w * w).sum(-1)
    return loss if loss.ndim else loss.item()


@np.errstate(all="ignore")
def mlp_gradient(
    w: ArrayLike,
    X: ArrayLike,
    y: ArrayLike,
    sizes: Sequence[int],
    reg: ArrayLike = 0.0,
    activation: str = "tanh",
) -> NDArray:
    """The gradient of `mlp_loss`, by hand: the chain rule from the scores back to the first layer.

    Args: as `mlp_loss`.
    Returns: array of w's shape.
    Raises: ValueError naming the argument.

    >>> mlp_gradient(np.zeros(4), [[1.0]], [0], [1, 2])         # p - onehot, for the weights and for the biases
    array([-0.5,  0.5, -0.5,  0.5])

    Source: Rumelhart, Hinton & Williams 1986, eq. (4)-(7), for the softmax loss and a whole batch.
    """
    layers, inputs, outputs = forward(w, X, sizes, activation)
    y, reg = _targets(y, inputs[0], outputs[-1], reg)
    dw = reg[..., None] * as_floats("w", w, complex_too=True)
    dz = softmax(outputs[-1])
    np.put_along_axis(dz, y, np.take_along_axis(dz, y, -1) - 1, -1)
    dz /= dz.shape[-2]
    d_layers = mlp_layers(dw, sizes)
    for k in reversed(range(len(layers))):
        dW, db = d_layers[k]
        dW += inputs[k].swapaxes(-1, -2) @ dz
        db += dz.sum(-2)
        if k > 0:
            dz = (dz @ layers[k][0].swapaxes(-1, -2)) * DERIVATIVES[activation](outputs[k - 1], inputs[k])
    return dw
