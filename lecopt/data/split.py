"""A split into training and test that keeps the share of each class: the one that scikit-learn makes, draw by draw."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def stratified(labels: ArrayLike, tests: int, rng: np.random.RandomState) -> tuple[NDArray, NDArray]:
    """The indices of a training and a test set, both in random order; each class has in both the share it has in all.

    It draws what `train_test_split(…, test_size=tests, random_state=rng, stratify=labels)` draws, in the same order:
    how many of each class train, how many test, an order of each class, and at last an order of each set. RandomState
    is the generator that NumPy has frozen, so a seed gives this split in every version.

    Args: labels: (samples,). tests: how many are for the test, 1 to samples - 1. rng: numpy.random.RandomState(seed).
    Returns: (train, test), whole numbers of shape (samples - tests,) and (tests,).

    >>> train, test = stratified([0, 1, 0, 1, 0, 0], 3, np.random.RandomState(0))
    >>> train, test
    (array([4, 1, 5]), array([3, 2, 0]))

    Source: scikit-learn, `StratifiedShuffleSplit`.
    """
    _, which, counts = np.unique(labels, return_inverse=True, return_counts=True)
    for_train = _shares(counts, len(which) - tests, rng)
    for_test = _shares(counts - for_train, tests, rng)
    train, test = [], []
    for k, (a, b) in enumerate(zip(for_train, for_test)):
        of_class = rng.permutation(np.flatnonzero(which == k))
        train.append(of_class[:a])
        test.append(of_class[a : a + b])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


def _shares(counts, total, rng):
    """How many of each class make `total`: in proportion, rounded down, then one more where the most was cut off."""
    exact = counts / counts.sum() * total
    shares = np.floor(exact)
    cut_off, missing = exact - shares, int(total - shares.sum())
    for largest in np.unique(cut_off)[::-1]:
        if missing == 0:
            break
        tied = np.flatnonzero(cut_off == largest)
        chosen = rng.choice(tied, min(len(tied), missing), replace=False)  # draws even where all are taken, as theirs
        shares[chosen] += 1
        missing -= len(chosen)
    return shares.astype(int)
