"""What the models accept: weights, samples, labels and reg, each refused in one sentence that names it."""

import numpy as np

from ..arguments import as_floats


def as_samples(X, dtype=np.float64):
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


def as_labels(y, X):
    """y as integers of shape (..., samples), one label for each sample of X.

    >>> as_labels([0, 2], np.zeros((2, 5)))
    array([0, 2])
    """
    y = np.asarray(y)
    if y.dtype.kind not in "iu":
        shown = y.flat[0] if y.size else y
        raise ValueError(f"y must hold integer labels, got {y.dtype} values such as {shown}: try y.astype(int)")
    if y.ndim == 0 or y.shape[-1] != X.shape[-2]:
        raise ValueError(f"y must hold one label for each of the {X.shape[-2]} samples of X, got shape {y.shape}")
    return y


def require_labels_below(classes, y):
    """Nothing, if every label of y is one of the classes 0 to classes - 1.

    >>> require_labels_below(3, np.array([0, 2]))
    """
    if y.min() < 0 or y.max() >= classes:
        wrong = y.min() if y.min() < 0 else y.max()
        raise ValueError(
            f"y must hold labels from 0 to {classes - 1}, because there are {classes} classes, got {wrong}"
        )


def as_reg(reg, runs):
    """reg as floats that broadcast to the shape `runs`, none of them negative.

    >>> float(as_reg(0.5, ()))
    0.5
    """
    reg = as_floats("reg", reg)
    if reg.dtype.kind == "c" or not np.all((reg >= 0) & np.isfinite(reg)):
        raise ValueError(f"reg must be a finite number >= 0, got {reg}")
    require_runs("reg", reg.shape, runs)
    return reg


def require_runs(name, shape, runs):
    """Nothing, if an argument whose leading axes are `shape` fits weights whose leading axes are `runs`.

    >>> require_runs("X", (1,), (8,))
    """
    try:
        fits = np.broadcast_shapes(shape, runs) == runs
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has runs of shape {shape}, but w has runs of shape {runs}: the first must fit the second"
        )
