"""What a signal looks like after each layer of a network: does it get through?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, shown
from .activations import ACTIVATIONS
from .mlp import forward


class LayerStatistics(NamedTuple):
    """One hidden layer's outputs in figures: mean, standard deviation, and a histogram of counts between edges."""

    mean: float
    std: float
    counts: NDArray
    edges: NDArray


@np.errstate(all="ignore")
def layer_outputs(w: ArrayLike, X: ArrayLike, sizes: Sequence[int], activation: str = "tanh") -> list[NDArray]:
    """What each hidden layer hands on, after its activation.

    Args: as `mlp_scores`.
    Returns: list of arrays (..., samples, units), one for each hidden layer.
    Raises: ValueError naming w, X, sizes or activation.

    >>> [a.shape for a in layer_outputs(np.zeros(20), np.ones((5, 2)), [2, 3, 2, 1])]
    [(5, 3), (5, 2)]
    """
    _, _, outputs = forward(w, X, sizes, activation)
    return [ACTIVATIONS[activation](z) for z in outputs[:-1]]


@np.errstate(all="ignore")
def layer_statistics(
    w: ArrayLike, X: ArrayLike, sizes: Sequence[int], activation: str = "tanh", bins: int | str | ArrayLike = 40
) -> list[LayerStatistics]:
    """Mean, standard deviation and histogram of what each hidden layer of one network hands on.

    Args: w, X, sizes, activation: as `mlp_scores`, one w. bins: how many, or their edges, as np.histogram takes them.
    Returns: list of LayerStatistics (mean, std, counts, edges), one for each hidden layer. A layer that overflowed has
        mean and std inf or nan and counts its finite outputs only.
    Raises: ValueError naming w, X, sizes, activation or bins.

    >>> layer, = layer_statistics([2.0, 0.0, 1.0, 0.0], [[-1.0], [1.0]], [1, 1, 1], "relu", bins=[0, 1, 3])
    >>> layer.mean, layer.std, layer.counts
    (1.0, 1.0, array([1, 1]))
    """
    w = as_floats("w", w)
    if w.ndim != 1:
        raise ValueError(f"w must be one network, a vector, got shape {w.shape}")
    refused = f"bins must be how many, or two or more edges, rising, got {shown(bins)}"
    if not isinstance(bins, str) and as_floats("bins", bins).shape in ((0,), (1,)):
        raise ValueError(refused)
    statistics = []
    for a in layer_outputs(w, X, sizes, activation):
        try:
            counts, edges = np.histogram(a[np.isfinite(a)], bins)
        except (TypeError, ValueError):
            raise ValueError(refused) from None
        statistics.append(LayerStatistics(a.mean().item(), a.std().item(), counts, edges))
    return statistics
