"""How large the first weights are: standard deviations that keep a signal alive through many layers."""

from ..arguments import as_number, require_whole
from .activations import require_activation

# The variance of a weight between n_in inputs and n_out outputs.
VARIANCES = {
    "lecun": lambda n_in, n_out: 1 / n_in,
    "glorot": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}


def init_std(n_in: int, n_out: int, activation: str) -> float:
    """The standard deviation that suits a layer's activation: Glorot's for sigmoid and tanh, He's for the ReLU family.

    A weight of variance 1 / n_in keeps the size of the signal; Glorot's is a compromise between the way forward and the
    way back, He's doubles it because ReLU switches half of the signal off.

    Args: n_in, n_out: positive integers. activation: "sigmoid", "tanh", "relu", "leaky_relu" or "elu".
    Returns: float > 0.
    Raises: ValueError naming n_in, n_out or activation.

    >>> init_std(200, 100, "relu"), round(init_std(200, 100, "tanh"), 4)
    (0.1, 0.0816)

    Source: Glorot & Bengio 2010, eq. (12), (16); He et al. 2015, eq. (10), (15). Differs: elu has He's by custom.
    """
    require_activation(activation)
    require_whole("n_in", n_in, least=1)
    require_whole("n_out", n_out, least=1)
    if activation in ("sigmoid", "tanh"):
        return (2 / (n_in + n_out)) ** 0.5
    slope = 0.01 if activation == "leaky_relu" else 0
    return (2 / ((1 + slope**2) * n_in)) ** 0.5


def layer_std(n_in: int, n_out: int, std: float | str) -> float:
    """The standard deviation of a layer's weights, where std is a number or the name of a scheme.

    >>> layer_std(200, 100, "he"), layer_std(200, 100, 0.01)
    (0.1, 0.01)
    """
    if isinstance(std, str):
        if std not in VARIANCES:
            raise ValueError(f"std must be a number or one of {', '.join(VARIANCES)}, got {std!r}")
        return VARIANCES[std](n_in, n_out) ** 0.5
    return as_number("std", std, least=0)
