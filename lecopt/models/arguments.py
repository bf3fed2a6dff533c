"""What the models accept: samples, labels, reg and many runs at once, each refused in one sentence that names it."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from ..arguments import as_floats, require_all, shown


def as_samples(X: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray:
    """X as finite floats of shape (..., samples, inputs), with the precision of dtype.

    >>> as_samples([[1, 2]]).shape
    (1, 2)
    """
    X = as_floats("X", X)
    if X.ndim < 2:
        raise ValueError(f"X must have shape (samples, inputs) or (runs, samples, inputs), got {X.shape}")
    if 0 in X.shape:
        raise ValueError(f"X holds no samples: its shape is {X.shape}")
    if not np.isfinite(X).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(X))[0])
        raise ValueError(f"X must be finite, got {X[where]} at {list(where)}")
    return X.astype(np.empty(0, dtype).real.dtype, copy=False)


def as_integers(y: Any) -> NDArray[np.integer]:
    """y as an array of integers: labels.

    >>> as_integers([0.5])
    Traceback (most recent call last):
    ValueError: y must hold integer labels, got float64 values such as 0.5: try y.astype(int)
    """
    try:
        labels = np.asarray(y)
    except (ValueError, TypeError, RuntimeError):  # rows of different lengths; torch, where gradients are required
        raise ValueError(f"y must hold integer labels of one shape, got {shown(y)}") from None
    if labels.dtype.kind not in "iu":
        one = labels.flat[0] if labels.size else labels
        raise ValueError(
            f"y must hold integer labels, got {labels.dtype} values such as {one!s:.60}: try y.astype(int)"
        )
    return labels


def as_labels(y: ArrayLike, X: NDArray) -> NDArray[np.integer]:
    """y as integers of shape (..., samples), one label for each sample of X.

    >>> as_labels([0, 2], np.zeros((2, 5)))
    array([0, 2])
    """
    y = as_integers(y)
    if y.ndim == 0 or y.shape[-1] != X.shape[-2]:
        raise ValueError(f"y must hold one label for each of the {X.shape[-2]} samples of X, got shape {y.shape}")
    return y


def require_labels_below(classes: int, y: NDArray[np.integer]) -> None:
    """Nothing, if every label of y is one of the classes 0 to classes - 1.

    >>> require_labels_below(3, np.array([0, 2]))
    """
    if y.size and (y.min() < 0 or y.max() >= classes):
        wrong = y.min() if y.min() < 0 else y.max()
        raise ValueError(
            f"y must hold labels from 0 to {classes - 1}, because there are {classes} classes, got {wrong}"
        )


def as_reg(reg: ArrayLike, runs: tuple[int, ...]) -> NDArray:
    """reg as floats that broadcast to the shape `runs`, none of them negative.

    >>> float(as_reg(0.5, ()))
    0.5
    """
    reg = as_floats("reg", reg)
    require_all("reg", reg, reg >= 0, "not negative")
    require_runs("reg", reg.shape, runs)
    return reg


def require_runs(name: str, shape: tuple[int, ...], runs: tuple[int, ...]) -> None:
    """Nothing, if an argument whose leading axes are `shape` fits weights whose leading axes are `runs`.

    >>> require_runs("X", (1,), (8,))
    """
    if not fits(shape, runs) or np.broadcast_shapes(shape, runs) != runs:
        raise ValueError(
            f"{name} has runs of shape {shape}, but w has runs of shape {runs}: the first must fit the second"
        )


def require_finite(name: str, values: NDArray) -> NDArray:
    """The values, if all of them are finite.

    >>> require_finite("mean", np.array([0.0, np.inf]))
    Traceback (most recent call last):
    ValueError: mean must be finite, got inf
    """
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite, got {values[~np.isfinite(values)].flat[0]}")
    return values


def fits(*shapes: tuple[int, ...]) -> bool:
    """Whether arrays of these shapes can be broadcast against each other.

    >>> fits((3, 1), (4,)), fits((3,), (4,))
    (True, False)
    """
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        return False
    return True
