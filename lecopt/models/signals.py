"""What a signal looks like after each layer of a network: does it get through?"""

from typing import NamedTuple

import numpy as np

from .activations import ACTIVATIONS
from .mlp import forward


class LayerStatistics(NamedTuple):
    """One hidden layer's outputs in figures: mean, standard deviation, and a histogram of counts between edges."""

    mean: float
    std: float
    counts: np.ndarray
    edges: np.ndarray


@np.errstate(all="ignore")
def layer_outputs(w, X, sizes, activation="tanh"):
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
def layer_statistics(w, X, sizes, activation="tanh", bins=40):
    """Mean, standard deviation and histogram of what each hidden layer of one network hands on.

    Args: w, X, sizes, activation: as `mlp_scores`, one w. bins: how many, or their edges, as np.histogram takes them.
    Returns: list of LayerStatistics (mean, std, counts, edges), one for each hidden layer. A layer that overflowed has
        mean and std inf or nan and counts its finite outputs only.
    Raises: ValueError naming w, X, sizes or activation.

    >>> layer, = layer_statistics([2.0, 0.0, 1.0, 0.0], [[-1.0], [1.0]], [1, 1, 1], "relu", bins=[0, 1, 3])
    >>> layer.mean, layer.std, layer.counts
    (1.0, 1.0, array([1, 1]))
    """
    if np.ndim(w) != 1:
        raise ValueError(f"w must be one network, a vector, got shape {np.shape(w)}")
    statistics = []
    for a in layer_outputs(w, X, sizes, activation):
        counts, edges = np.histogram(a[np.isfinite(a)], bins)
        statistics.append(LayerStatistics(a.mean().item(), a.std().item(), counts, edges))
    return statistics
