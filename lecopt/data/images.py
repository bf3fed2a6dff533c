"""The two image sets of the course, split into training and test and scaled to [0, 1]."""

import gzip
import os
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from lecopt.arguments import require_whole

from .cifar import SHA256, URL, read_archive
from .split import stratified

PACKED = Path(__file__).with_name("digits.gz")  # what it is and whose: digits.txt


class Data(NamedTuple):
    """A data set, split: samples in rows, and integer labels."""

    X_train: NDArray
    y_train: NDArray
    X_test: NDArray
    y_test: NDArray


def digits(bias: bool = True, seed: int = 0, images: bool = False) -> Data:
    """The 1797 handwritten digits of scikit-learn, 8 × 8 pixels in [0, 1]: 1347 for training, 450 for the test.

    Args:
        bias: append a column of ones (65 columns, not 64), so that the last weight is the bias.
        seed: which split, 0 to 2**32 - 1; 0 is the one of the book. Every split keeps the share of each digit, and is
            the one that scikit-learn's train_test_split makes of that seed.
        images: X of shape (samples, 1, 8, 8), as torch wants pictures, and no bias.
    Returns: Data(X_train, y_train, X_test, y_test), X float64 and y in 0 to 9.
    Raises: ValueError naming bias, seed or images.

    >>> X_train, y_train, X_test, y_test = digits()
    >>> X_train.shape, X_test.shape
    ((1347, 65), (450, 65))

    Source: E. Alpaydin & C. Kaynak 1998, Optical Recognition of Handwritten Digits, UCI, its test part; CC BY 4.0.
    """
    require_whole("seed", seed, least=0, most=2**32 - 1)
    shape = _shape(bias, images, (1, 8, 8))
    scans = _scans()
    train, test = stratified(scans[:, 0], 450, np.random.RandomState(seed))
    return _data(scans[train], scans[test], 16, np.float64, bias, shape)


def cifar10(
    bias: bool = True,
    images: bool = False,
    root: str | os.PathLike = "~/.cache/lecopt",
    dtype: DTypeLike = np.float32,
    *,
    url: str = URL,
    sha256: str = SHA256,
) -> Data:
    """CIFAR-10, colour pictures of 10 classes, 32 × 32 pixels in [0, 1]: 50 000 for training, 10 000 for the test.

    The first call downloads 170 MB; later ones read them from the disk in a few seconds.

    Args:
        bias: append a column of ones (3073 columns, not 3072).
        images: X of shape (samples, 3, 32, 32), as torch wants pictures, and no bias.
        root: the folder in which the archive is kept.
        dtype: of X. float32 is half the memory of float64: 0.7 GB.
        url, sha256: where the archive comes from, and what it must be.
    Returns: Data(X_train, y_train, X_test, y_test); y holds 0 to 9, their names are CIFAR10_CLASSES.
    Raises: ConnectionError, one sentence that says what to do, where it can't be downloaded; ValueError for an archive
        of another form, a dtype that is not floating, a root that can't be written, or naming another argument.

    Source: A. Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images.
    """
    from .download import fetch  # http and ssl take longer to import than the digits to read

    shape = _shape(bias, images, (3, 32, 32))
    _require_floating(dtype)
    archive = _folder(root) / "cifar-10-binary.tar.gz"
    try:
        fetch(url, archive, sha256)
    except ConnectionError as error:
        raise ConnectionError(f'{error}; load("digits") needs no network') from None
    return _data(*read_archive(archive), 255, dtype, bias, shape)


SETS = {"digits": digits, "cifar10": cifar10}


def load(name: str = "digits", **options: Any) -> Data:
    """The image set of that name, so that a chapter moves to another one with a single word.

    Args: name: "digits" or "cifar10". options: those of `digits` or `cifar10`, such as bias and images.
    Returns: Data(X_train, y_train, X_test, y_test).
    Raises: ValueError for an unknown name.

    >>> load("digits", images=True).X_test.shape
    (450, 1, 8, 8)
    """
    if not isinstance(name, str) or name not in SETS:
        raise ValueError(f"name must be one of {', '.join(SETS)}, got {name!r:.60}")
    return SETS[name](**options)


@lru_cache(maxsize=1)
def _scans():
    """All digits as bytes (1797, 65), which can't be written to: the label, then 8 × 8 pixels, 0 to 16."""
    return np.frombuffer(gzip.decompress(PACKED.read_bytes()), np.uint8).reshape(-1, 65)


def _data(train, test, largest, dtype, bias, shape):
    """What the reader gets of two arrays of bytes, a sample in a row: its label, then its pixels, 0 to the largest."""
    X_train, X_test = (_scaled(part[:, 1:], largest, dtype, bias, shape) for part in (train, test))
    return Data(X_train, train[:, 0].astype(np.int64), X_test, test[:, 0].astype(np.int64))


def _scaled(pixels, largest, dtype, bias, shape):
    """Pixels (samples, inputs) divided by the largest value; as pictures of that shape, or with a column of ones."""
    samples, inputs = pixels.shape
    X = np.ones((samples, inputs + (bias and shape is None)), dtype)
    np.divide(pixels, largest, out=X[:, :inputs], casting="same_kind")
    return X.reshape(samples, *shape) if shape else X


def _shape(bias, images, shape):
    """The shape of a picture where pictures are wanted, else None; a sentence where a switch is no boolean."""
    for name, value in (("bias", bias), ("images", images)):
        if not isinstance(value, (bool, np.bool_)):  # "no" would count as yes
            raise ValueError(f"{name} must be True or False, got {value!r:.60}")
    return shape if images else None


def _require_floating(dtype):
    try:
        with warnings.catch_warnings(action="ignore"):  # NumPy warns of old names such as "a"
            floating = np.dtype(dtype).kind == "f"
    except (TypeError, ValueError):
        floating = False
    if not floating:
        raise ValueError(f"dtype must be floating, such as numpy.float32, got {dtype!r:.60}")


def _folder(root):
    """The folder, made where it isn't there."""
    try:
        folder = Path(root).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
    except (TypeError, ValueError, RuntimeError, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise ValueError(f"root must be a folder that can be written, got {root!r:.60} ({why})") from None
    return folder
