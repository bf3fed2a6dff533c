"""The random numbers of the widgets: the same in Python and in the browser, to the last bit."""

import numpy as np
from numpy.typing import NDArray


def noise(seed: int, count: int) -> NDArray:
    """`count` nearly normal numbers (mean 0, variance 1), always the same for a seed; array of shape (count,).

    Each is the sum of twelve uniform numbers, less six: only whole numbers are added, so that js/maths/noise.js finds
    the very same ones. (Box and Muller's logarithm and cosine differ in the last bit from one machine to the next.)
    The word number k is Mulberry32's mix of ``seed * 0x9e3779b9 + k * 0x6d2b79f5``.

    >>> noise(0, 3).round(3)
    array([-1.706,  0.283, -0.636])
    """
    words = np.arange(1, 12 * count + 1, dtype=np.uint64) * 0x6D2B79F5 + np.uint64(
        int(seed) % 2**32 * 0x9E3779B9 % 2**32
    )
    a = (words & 0xFFFFFFFF).astype(np.uint32)
    t = (a ^ a >> np.uint32(15)) * (a | np.uint32(1))
    t ^= t + (t ^ t >> np.uint32(7)) * (t | np.uint32(61))
    t ^= t >> np.uint32(14)
    sums = t.reshape(count, 12).astype(np.int64).sum(axis=1)
    return (sums - 6 * 2**32) / 2**32
