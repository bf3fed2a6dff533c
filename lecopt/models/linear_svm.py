"""The linear SVM: multiclass hinge loss and its gradient by hand. `linear` says which shapes w may have."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .linear import checked, regularised_mean


def _margins(W, X, y):
    """How far each wrong class comes within 1 of the right one, (..., samples, classes); 0 at the right one."""
    s = X @ W
    margins = s - np.take_along_axis(s, y, -1) + 1
    np.put_along_axis(margins, y, 0, -1)
    return margins


@np.errstate(all="ignore")
def svm_loss(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, *, classes: int | None = None
) -> float | NDArray:
    """The mean multiclass hinge loss, Σ max(0, score - score of the label + 1) over wrong classes, plus ½ reg ‖w‖².

    Args: as `softmax_loss`.
    Returns: float, or an array of shape (runs,).
    Raises: ValueError naming w, X, y or reg.

    >>> svm_loss(np.zeros((65, 10)), np.ones((3, 65)), [0, 5, 9])       # at w = 0 each wrong class costs 1
    9.0

    Source: Weston & Watkins 1999. Differs: margin 1, as in the lecture; theirs is 2.
    """
    W, X, y, reg = checked(w, X, y, reg, classes)
    margins = _margins(W, X, y)
    return regularised_mean(np.where(margins.real <= 0, 0, margins).sum(-1), W, reg)


@np.errstate(all="ignore")
def svm_gradient(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, *, classes: int | None = None
) -> NDArray:
    """The gradient of `svm_loss`; at a kink, where a margin is exactly 0, that margin counts 0.

    Args: as `softmax_loss`.
    Returns: array of w's shape.
    Raises: ValueError naming w, X, y or reg.

    >>> svm_gradient(np.zeros((1, 3)), [[4.0]], [0])
    array([[-8.,  4.,  4.]])
    """
    W, X, y, reg = checked(w, X, y, reg, classes)
    margins = _margins(W, X, y)
    d_scores = np.where(margins.real <= 0, 0, np.where(np.isnan(margins), np.nan, 1)).astype(X.dtype)
    np.put_along_axis(d_scores, y, -d_scores.sum(-1, keepdims=True), -1)
    dW = X.swapaxes(-1, -2) @ (d_scores / X.shape[-2]) + reg * W
    return dW.reshape(np.shape(w))
