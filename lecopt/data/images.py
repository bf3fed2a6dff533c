"""The two image sets of the course, split into training and test and scaled to [0, 1]."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lecopt.arguments import require_whole

from .cifar import SHA256, URL, read_archive
from .download import fetch


class Data(NamedTuple):
    """A data set, split: samples in rows, and integer labels."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def digits(bias=True, seed=0, images=False):
    """The 1797 handwritten digits of scikit-learn, 8 × 8 pixels in [0, 1]: 1347 for training, 450 for the test.

    Args:
        bias: append a column of ones (65 columns, not 64), so that the last weight is the bias.
        seed: which split; 0 is the one of the book. Every split keeps the share of each digit.
        images: X of shape (samples, 1, 8, 8), as torch wants pictures, and no bias.
    Returns: Data(X_train, y_train, X_test, y_test), X float64 and y in 0 to 9.
    Raises: ValueError for a seed that is not a whole number, 0 or more.

    >>> X_train, y_train, X_test, y_test = digits()
    >>> X_train.shape, X_test.shape
    ((1347, 65), (450, 65))

    Source: E. Alpaydin & C. Kaynak 1998, Optical Recognition of Handwritten Digits, UCI; its test part.
    """
    from sklearn.model_selection import train_test_split

    require_whole("seed", seed, least=0)
    pixels, y = _scans()
    X_train, X_test, y_train, y_test = train_test_split(pixels, y, test_size=0.25, random_state=seed, stratify=y)
    shape = (1, 8, 8) if images else None
    return Data(
        _scaled(X_train, 16, np.float64, bias, shape), y_train, _scaled(X_test, 16, np.float64, bias, shape), y_test
    )


def cifar10(bias=True, images=False, root="~/.cache/lecopt", dtype=np.float32, *, url=URL, sha256=SHA256):
    """CIFAR-10, 60 000 colour pictures of 10 classes, 32 × 32 pixels in [0, 1]: 50 000 for training, 10 000 for the test.

    The first call downloads 170 MB; later ones read them from the disk in a few seconds.

    Args:
        bias: append a column of ones (3073 columns, not 3072).
        images: X of shape (samples, 3, 32, 32), as torch wants pictures, and no bias.
        root: the folder in which the archive is kept.
        dtype: of X. float32 is half the memory of float64: 0.7 GB.
        url, sha256: where the archive comes from, and what it must be.
    Returns: Data(X_train, y_train, X_test, y_test); y holds 0 to 9, their names are CIFAR10_CLASSES.
    Raises: ConnectionError, one sentence that says what to do, where it can't be downloaded; ValueError for an archive
        of another form or a dtype that is not floating.

    Source: A. Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images.
    """
    if np.dtype(dtype).kind != "f":
        raise ValueError(f"dtype must be floating, such as numpy.float32, got {dtype!r}")
    archive = Path(root).expanduser() / "cifar-10-binary.tar.gz"
    try:
        fetch(url, archive, sha256)
    except ConnectionError as error:
        raise ConnectionError(f'{error}; load("digits") needs no network') from None
    train, test = read_archive(archive)
    shape = (3, 32, 32) if images else None
    X_train, X_test = (_scaled(part[:, 1:], 255, dtype, bias, shape) for part in (train, test))
    return Data(X_train, train[:, 0].astype(np.int64), X_test, test[:, 0].astype(np.int64))


SETS = {"digits": digits, "cifar10": cifar10}


def load(name="digits", **options):
    """The image set of that name, so that a chapter moves to another one with a single word.

    Args: name: "digits" or "cifar10". options: those of `digits` or `cifar10`, such as bias and images.
    Returns: Data(X_train, y_train, X_test, y_test).
    Raises: ValueError for an unknown name.

    >>> load("digits", images=True).X_test.shape
    (450, 1, 8, 8)
    """
    if name not in SETS:
        raise ValueError(f"name must be one of {', '.join(SETS)}, got {name!r}")
    return SETS[name](**options)


@lru_cache(maxsize=1)
def _scans():
    from sklearn.datasets import load_digits  # takes a second: only who wants the digits waits for it

    return load_digits(return_X_y=True)


def _scaled(pixels, largest, dtype, bias, shape):
    """Pixels (samples, inputs) divided by the largest value; as pictures of that shape, or with a column of ones."""
    samples, inputs = pixels.shape
    X = np.ones((samples, inputs + (bias and shape is None)), dtype)
    np.divide(pixels, largest, out=X[:, :inputs], casting="same_kind")
    return X.reshape(samples, *shape) if shape else X
