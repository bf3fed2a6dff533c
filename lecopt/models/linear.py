"""Linear classifiers: the scores of a weight matrix, its accuracy, and the shapes that w may have.

One sample x has a score for each class, x @ W. The losses (`linear_softmax`, `linear_svm`) are the mean over the
samples of X, plus ½ reg ‖w‖². All the functions take w in one of these shapes, and a gradient comes back in the shape
of its w:

- (inputs, classes), the matrix W itself, or (inputs * classes,), W flattened in row order;
- (runs, inputs * classes): many classifiers at once. The losses have shape (runs,), X may be (runs, samples, inputs)
  and y (runs, samples), a minibatch for each run, and reg may have shape (runs,). More leading axes work the same way.

float32 weights are computed in float32; complex weights are allowed, for the complex step.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, require_whole
from .arguments import as_labels, as_reg, as_samples, require_labels_below, require_runs


def _matrices(w, X, classes, y=None):
    """A view of w of shape (..., inputs, classes); where two readings of w's shape fit, y may tell them apart."""
    inputs = X.shape[-1]
    if classes is not None:
        require_whole("classes", classes, least=1)
    fits_matrix = w.ndim >= 2 and w.shape[-2] == inputs and classes in (None, w.shape[-1])
    fits_flat = w.ndim >= 1 and w.size > 0 and w.shape[-1] % inputs == 0 and classes in (None, w.shape[-1] // inputs)
    many = w.shape[-1] // inputs if fits_flat else 0
    if fits_matrix and inputs > 1 and many > 1 and (y is None or y.max() < many):
        raise ValueError(
            f"w of shape {w.shape} may be one matrix of {w.shape[-1]} classes or {inputs} runs of {many}: say "
            f"classes={many}"
        )
    if not (fits_matrix or fits_flat):
        c = "classes" if classes is None else classes
        raise ValueError(
            f"w must have shape ({inputs}, {c}) or (..., {inputs} * {c}), because X has {inputs} inputs, got {w.shape}"
        )
    W = w if fits_matrix else w.reshape(*w.shape[:-1], inputs, many)
    require_runs("X", X.shape[:-2], W.shape[:-2])
    return W


def checked(
    w: ArrayLike, X: ArrayLike, y: ArrayLike, reg: ArrayLike = 0.0, classes: int | None = None
) -> tuple[NDArray, NDArray, NDArray[np.integer], NDArray]:
    """W (..., inputs, classes), X, y (..., samples, 1) with the runs of W, and reg (..., 1, 1), all checked.

    >>> W, X, y, reg = checked(np.zeros((3, 8)), np.ones((5, 4)), [0, 1, 1, 0, 1], 0.1)
    >>> W.shape, y.shape, reg.shape
    ((3, 4, 2), (3, 5, 1), (1, 1))
    """
    w = as_floats("w", w, complex_too=True)
    X = as_samples(X, w.dtype)
    y = as_labels(y, X)
    W = _matrices(w, X, classes, y)
    runs = W.shape[:-2]
    require_labels_below(W.shape[-1], y)
    require_runs("y", y.shape[:-1], runs)
    y = np.broadcast_to(y, runs + y.shape[-1:])[..., None]
    return W, X, y, as_reg(reg, runs)[..., None, None].astype(X.dtype)


def regularised_mean(losses: NDArray, W: NDArray, reg: NDArray) -> float | NDArray:
    """The mean of the samples' losses, plus ½ reg ‖W‖²: a float, or an array of shape (runs,).

    >>> regularised_mean(np.array([1.0, 3.0]), np.full((2, 2), 2.0), np.array([[0.5]]))
    6.0
    """
    loss = losses.mean(-1) + 0.5 * (reg * W * W).sum((-2, -1))
    return loss if loss.ndim else loss.item()


@np.errstate(all="ignore")
def scores(w: ArrayLike, X: ArrayLike, *, classes: int | None = None) -> NDArray:
    """The score of each class for each sample, X @ W.

    Args: w, X: see the module. classes: only needed where w's shape can be read in two ways.
    Returns: array (..., samples, classes).
    Raises: ValueError naming w or X.

    >>> scores([[1.0, -1.0], [0.0, 2.0]], [[3.0, 1.0]])
    array([[ 3., -1.]])
    """
    w = as_floats("w", w, complex_too=True)
    X = as_samples(X, w.dtype)
    return X @ _matrices(w, X, classes)


@np.errstate(all="ignore")
def accuracy(w: ArrayLike, X: ArrayLike, y: ArrayLike, *, classes: int | None = None) -> float | NDArray:
    """The share of samples whose largest score is the one of their label.

    Args: w, X, y: see the module. classes: only needed where w's shape can be read in two ways.
    Returns: float in [0, 1], or an array of shape (runs,).
    Raises: ValueError naming w, X or y.

    >>> accuracy([[1.0, -1.0]], [[2.0], [3.0], [-1.0], [5.0]], [0, 0, 1, 1])
    0.75
    """
    W, X, y, _ = checked(w, X, y, classes=classes)
    if W.ndim == 3 and X.ndim == 2 and len(W) and W.dtype.kind == "f" and np.all(y == y[0]):
        return np.concatenate([_shares_right(W[k : k + 128], X, y[0, :, 0]) for k in range(0, len(W), 128)])
    share = ((X @ W).real.argmax(-1) == y[..., 0]).mean(-1)
    return share if share.ndim else share.item()


def _shares_right(W, X, y):
    """The accuracies of many classifiers on the same samples: one product for all, and the runs last, twice as fast."""
    scores = (X @ W.transpose(1, 2, 0).reshape(X.shape[1], -1)).reshape(len(X), W.shape[2], -1)
    best = scores.max(1, keepdims=True)
    if np.count_nonzero(scores == best) == best.size:
        return (scores[np.arange(len(y)), y] == best[:, 0]).mean(0)
    return (scores.argmax(1) == y[:, None]).mean(0)  # among equal scores the first counts
