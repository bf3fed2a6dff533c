"""The inputs on which the losses of Part I and the gradients of Part II are tried, and how they are tried."""

import contextlib
from collections.abc import Callable, Iterator

import numpy as np

from lecopt.checker import Case, Complaint
from lecopt.checker.compare import agree, plain


def classifiers(rng: np.random.Generator) -> Iterator:
    """Weights, inputs, labels and reg; the bias is the last row of W, as everywhere in the book.

    Fixed ones first and last: one image; as many classes as images; scores near 1000 in every row, in one row only, and
    far below 0; a right class 1000 behind. No margin is 0.
    """
    W = np.array([[1.0, 0.0, -1.0], [0.5, 0.25, 0.0]])
    yield W, np.array([[2.0, 1.0], [-1.0, 1.0], [0.25, 1.0]]), np.array([0, 0, 1]), 0.0
    yield Case((W, np.array([[0.25, 1.0]]), np.array([1]), 0.4), {}, "one image")
    for n, inputs, classes, scale, reg in (
        (5, 3, 4, 1, 0.5),
        (8, 4, 3, 1, 1.5),
        (6, 3, 5, 0.3, 0.2),
        (4, 3, 3, 2, 0.7),
    ):
        yield *_random(rng, n, inputs, classes - 1, classes, scale), reg  # without the last class
    W, X, y = _random(rng, 9, 3, 3, 3, 1)
    yield W, X, y, 0.3
    W = W.copy()
    W[-1] += 1000
    yield Case((W, X, y, 0.0), {}, "all scores are near 1000")
    yield _scores([[1000, 999.5], [1, 0.25]], [0, 0], "the scores of one image are near 1000, the other's near 1")
    yield _scores([[1000, 0], [0, 1]], [1, 0], "one right class lies 1000 behind")
    yield _scores([[-1000, -1001.5], [-1001.5, -1000]], [0, 0], "all scores are near -1000")


def in_large_units() -> Case:
    """Inputs near a trillion beside weights near a trillionth: the scores are ordinary, and no step of a weight is "
    "small."""
    W = np.array([[1.0, 0.25, -0.5], [0.5, 1.25, 0.875]]) / 2**40
    X = np.array([[1.0, 2.0], [-1.0, 1.0]]) * 2**40
    return Case((W, X, np.array([0, 1]), 0.0), {}, "inputs near a trillion, weights near a trillionth")


def _random(rng, n, inputs, labels, classes, scale):
    y = rng.permutation(np.arange(n) % labels)
    return scale * rng.normal(size=(inputs + 1, classes)), np.c_[rng.normal(size=(n, inputs)), np.ones(n)], y


def _scores(scores, y, note):
    return Case((np.eye(len(scores[0])), np.array(scores, float), np.array(y), 0.0), {}, note)


def of_any_classes(reference: Callable) -> Callable:
    """A trial of one call that finds out whether an answer which stops would be right for ten classes."""

    def trial(answer, args, kwargs):
        classes = args[0].shape[1]
        try:
            return answer(*args, **kwargs)
        except (ValueError, IndexError):
            if classes != 10 and _right_for_ten(answer, reference):
                raise Complaint(
                    f"It is right for ten classes, and stops for {classes}: a 10 is written in. The number of classes "
                    f"is that of W's columns, `W.shape[1]`."
                ) from None
            raise

    return trial


def _right_for_ten(answer, reference):
    args = *_random(np.random.default_rng(0), 12, 3, 10, 10, 1), 0.3
    with contextlib.suppress(Exception):
        return agree(plain(reference(*args)), plain(answer(*args)), 1e-5)
    return False
