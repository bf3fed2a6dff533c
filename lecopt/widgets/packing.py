"""Arrays as text that travels in a page: whole numbers of 8 or 16 bits between two ends."""

import base64

import numpy as np
from numpy.typing import ArrayLike, NDArray


def packed(
    values: ArrayLike, bits: int = 16, low: float | None = None, high: float | None = None, log: bool = False
) -> dict:
    """Dict that JSON can hold and js/maths/arrays.js reads: shape, low, high, log, bits, data (base64, little endian).

    Args: values: array; NaN and inf become "no value", and so does what is not above 0 where log is set. bits: 8 or 16.
        low, high: the ends; by default the smallest and the largest value (of the logarithm, where log is set).

    >>> packed(np.array([0.0, 1.0]), bits=8)["data"]
    'AP4='
    """
    values = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log10(values) if log else values
    finite = values[np.isfinite(values)]
    low = (finite.min() if finite.size else 0.0) if low is None else low
    high = (finite.max() if finite.size else 1.0) if high is None else high
    none = 2**bits - 1
    span = high - low or 1.0
    codes = np.full(values.shape, none, dtype="<u2" if bits == 16 else "u1")
    inside = np.isfinite(values)
    codes[inside] = np.clip(np.round((values[inside] - low) / span * (none - 1)), 0, none - 1)
    return {
        "shape": list(values.shape),
        "low": float(low),
        "high": float(low + span),
        "log": bool(log),
        "bits": bits,
        "data": base64.b64encode(codes.tobytes()).decode(),
    }


def unpacked(array: dict) -> NDArray:
    """The values of a `packed` array, as close as its bits allow; NaN where there is none.

    >>> unpacked(packed(np.array([0.0, 1.0, np.nan])))
    array([ 0.,  1., nan])
    """
    codes = np.frombuffer(base64.b64decode(array["data"]), dtype="<u2" if array["bits"] == 16 else "u1").reshape(
        array["shape"]
    )
    none = 2 ** array["bits"] - 1
    values = array["low"] + codes / (none - 1) * (array["high"] - array["low"])
    return np.where(codes == none, np.nan, 10**values if array["log"] else values)
