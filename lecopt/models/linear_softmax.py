"""The softmax classifier: loss, gradient and Hessian by hand. `linear` says which shapes w may have."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats
from .arguments import as_integers, fits, require_labels_below
from .linear import checked, regularised_mean


def softmax(scores: ArrayLike) -> NDArray:
    """The probabilities of the classes, exp(score) over its sum along the last axis.

    Args: scores: array (..., classes). The largest score is subtracted first, so that nothing overflows.
    Returns: array of the same shape.
    Raises: ValueError naming scores.

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    scores = _class_scores(scores)
    p = np.exp(scores - scores.real.max(-1, keepdims=True))
    return p / p.sum(-1, keepdims=True)


def cross_entropy(scores: ArrayLike, y: ArrayLike) -> NDArray:
    """The softmax loss of each sample, -log of the probability of its label, as logsumexp(scores) - scores[y].

    Args: scores: array (..., classes). y: integers (..., 1), the label of each.
    Returns: array (...).
    Raises: ValueError naming scores or y.

    >>> cross_entropy(np.zeros((1, 4)), np.array([[2]])).round(4)
    array([1.3863])
    """
    scores, y = _class_scores(scores), as_integers(y)
    if y.shape[-1:] != (1,) or y.ndim != scores.ndim or not fits(y.shape[:-1], scores.shape[:-1]):
        raise ValueError(f"y must have shape {(*scores.shape[:-1], 1)}, a label for each row of scores, got {y.shape}")
    require_labels_below(scores.shape[-1], y)
    return label_losses(scores, y)


def label_losses(scores: NDArray, y: NDArray[np.integer]) -> NDArray:
    """`cross_entropy` of arguments that have been looked at, as the losses' are in every step of a training.

    >>> label_losses(np.zeros((1, 4)), np.array([[2]])).round(4)
    array([1.3863])
    """
    shifted = scores - scores.real.max(-1, keepdims=True)
    return np.log(np.exp(shifted).sum(-1)) - np.take_along_axis(shifted, y, -1)[..., 0]


def _class_scores(scores):
    scores = as_floats("scores", scores, complex_too=True)
    if not scores.ndim or not scores.shape[-1]:
        raise ValueError(f"scores must have shape (..., classes), with one class or more, got {scores.shape}")
    return scores


@np.errstate(all="ignore")
def softmax_loss(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, *, classes: int | None = None
) -> float | NDArray:
    """The mean cross-entropy of the softmax classifier, plus ½ reg ‖w‖².

    Args: w: (inputs, classes), flat, or (runs, inputs * classes). X: (samples, inputs), or one such for each run.
        y: integer labels (samples,). reg: >= 0. classes: only needed where w's shape can be read in two ways.
    Returns: float, or an array of shape (runs,).
    Raises: ValueError naming w, X, y or reg.

    >>> round(softmax_loss(np.zeros((65, 10)), np.ones((3, 65)), [0, 5, 9]), 6)     # at w = 0 it is ln 10
    2.302585

    Source: Bishop 2006, eq. (4.108). Differs: the mean, not the sum, and ½ reg ‖w‖², the bias included.
    """
    W, X, y, reg = checked(w, X, y, reg, classes)
    return regularised_mean(label_losses(X @ W, y), W, reg)


@np.errstate(all="ignore")
def softmax_gradient(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, *, classes: int | None = None
) -> NDArray:
    """The gradient of `softmax_loss`: Xᵀ(p - onehot(y)) / samples + reg w.

    Args: as `softmax_loss`.
    Returns: array of w's shape.
    Raises: ValueError naming w, X, y or reg.

    >>> softmax_gradient(np.zeros((1, 2)), [[4.0]], [0])
    array([[-2.,  2.]])

    Source: Bishop 2006, eq. (4.109).
    """
    W, X, y, reg = checked(w, X, y, reg, classes)
    d_scores = softmax(X @ W)
    np.put_along_axis(d_scores, y, np.take_along_axis(d_scores, y, -1) - 1, -1)
    dW = X.swapaxes(-1, -2) @ (d_scores / X.shape[-2]) + reg * W
    return dW.reshape(np.shape(w))


@np.errstate(all="ignore")
def softmax_hessian(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, *, classes: int | None = None
) -> NDArray:
    """The matrix of second derivatives of `softmax_loss`, for one w. (The labels drop out of it.)

    Args: as `softmax_loss`, for one w.
    Returns: array (inputs * classes, inputs * classes), in the row order of the flat w; symmetric, and positive
        definite if reg > 0.
    Raises: ValueError naming w, X, y or reg.

    >>> softmax_hessian(np.zeros((1, 2)), [[2.0]], [0])
    array([[ 1., -1.],
           [-1.,  1.]])

    Source: Bishop 2006, eq. (4.110).
    """
    W, X, y, reg = checked(w, X, y, reg, classes)
    if W.ndim > 2 or X.ndim > 2:
        raise ValueError(f"softmax_hessian takes one w at a time, got w of shape {np.shape(w)}")
    (samples, inputs), n_classes = X.shape, W.shape[1]
    p = softmax(X @ W)
    xp = (X[:, :, None] * p[:, None, :]).reshape(samples, -1)
    hessian = -(xp.T @ xp) / samples
    for c in range(n_classes):  # the diagonal blocks, which stand in every n_classes-th row and column
        hessian[c::n_classes, c::n_classes] += (X * p[:, c : c + 1]).T @ X / samples
    hessian[np.diag_indices(inputs * n_classes)] += reg.item()
    return hessian
