"""The layers of a frame: lines, paths and points as plain JSON, the axes that hold them, and how they are drawn."""

import numpy as np
from matplotlib.axes import Axes as MatplotlibAxes
from numpy.typing import NDArray

from lecopt.arguments import as_floats, shown
from lecopt.plotting import COLOURS
from lecopt.widgets.checks import drawn, ends, floats, switch, text
from lecopt.widgets.packing import packed, unpacked

PALETTE = [COLOURS[name] for name in ("adam", "sgd", "nesterov", "momentum", "rmsprop", "adagrad", "adamw")]


class Axes:
    """The ends and labels of the two axes; what is drawn widens them where no ends were given.

    x: a tuple of two ends, or the places of the lines, or two ends as a list where no line needs places.
    """

    def __init__(self, x, y, xlabel, ylabel, log_x, log_y):
        self.labels = {"x": text("xlabel", xlabel), "y": text("ylabel", ylabel)}
        self.logs = {"x": switch("log_x", log_x), "y": switch("log_y", log_y)}
        self.given, self.places, self.used = x, None, False
        self.fixed = {"x": None, "y": None if y is None else ends("y", y, self.logs["y"])}
        if isinstance(x, tuple) and len(x) == 2:
            self.fixed["x"] = ends("x", x, self.logs["x"])
        elif x is not None:
            self.places = floats("x", x)
            if self.places.ndim != 1 or not self.places.size:
                raise ValueError(f"x must be the ends (low, high), or the places of the lines in a row, got {shown(x)}")
            if self.logs["x"] and self.places.min() <= 0:
                raise ValueError(f"x must be above 0 where log_x is set, got {self.places.min():g}")
        self.ends = {"x": [np.inf, -np.inf], "y": [np.inf, -np.inf]}

    def hold(self, axis: str, values: NDArray, name: str) -> None:
        """Widen the axis "x" or "y" until it holds the values. name: whose they are, for the sentence."""
        values = drawn(name, values, log=f"log_{axis}" if self.logs[axis] else "")
        values = values[np.isfinite(values) & (values > 0 if self.logs[axis] else True)]
        if values.size:
            low, high = self.ends[axis]
            self.ends[axis] = [min(low, values.min()), max(high, values.max())]

    def spec(self) -> dict:
        """Both axes as plain JSON."""
        if self.places is not None and not self.used:
            self.fixed["x"] = ends("x", self.given, self.logs["x"])
        return {
            axis: {"low": low, "high": high, "log": self.logs[axis], "label": self.labels[axis]}
            for axis in "xy"
            for low, high in [self._ends(axis)]
        }

    def _ends(self, axis):
        if self.fixed[axis] is not None:
            return self.fixed[axis]
        low, high = self.ends[axis] if self.ends[axis][0] < np.inf else (0.1 if self.logs[axis] else 0.0, 1.0)
        if low == high:
            low, high = (low / 2, high * 2) if self.logs[axis] else (low - 1, high + 1)
        room = 0 if axis == "x" and self.places is not None else 0.04
        if self.logs[axis]:
            return float(low * (low / high) ** room), float(high * (high / low) ** room)
        return float(low - room * (high - low)), float(high + room * (high - low))


def moves_of(name: str, array: NDArray, sizes: tuple, rest: tuple, other: str = "") -> bool:
    """True where the array has a frame for each slider value, False where it is one for all.

    Args: rest: the shape of one frame, None where any length will do. other: what else it may be, for the sentence.
    """
    fits = [
        len(shape) == array.ndim and all(want in (None, have) for want, have in zip(shape, array.shape))
        for shape in (rest, (*sizes, *rest))
    ]
    if not any(fits):
        shapes = [
            f"({', '.join('·' if n is None else str(n) for n in shape)}{',' * (len(shape) == 1)})"
            for shape in ((*sizes, *rest), rest)
        ]
        raise ValueError(f"{name} must have shape {' or '.join(shapes)}{other}, got {array.shape}")
    return not fits[0]


def line_layer(name: str, array: NDArray, sizes: tuple, axes: Axes, index: int) -> dict:
    """A line over the places of the x axis, or a path in the plane; the axes are widened to hold it."""
    look, said = {"name": name, "colour": COLOURS.get(name, PALETTE[index % len(PALETTE)])}, f"lines: {name}"
    array, n = as_floats(said, array), 0 if axes.places is None else axes.places.size
    if array.shape[-1:] != (n,) or array.ndim not in (1, len(sizes) + 1):
        other = f", or over x {(*sizes, n)}" if n else "; else x must be the places of the lines, in a list or an array"
        moves = moves_of(said, array, sizes, (None, 2), other)
        axes.hold("x", array[..., 0], said)
        axes.hold("y", array[..., 1], said)
        return {**look, "kind": "paths", "moves": moves, "dashed": not moves, "array": packed(array)}
    moves = moves_of(said, array, sizes, (n,))
    axes.used = True
    axes.hold("x", axes.places, "x")
    axes.hold("y", array, said)
    return {
        **look,
        "kind": "lines",
        "moves": moves,
        "dashed": not moves,
        "x": [float(f"{v:.7g}") for v in axes.places],
        "array": packed(array, log=axes.logs["y"]),
    }


def points_layer(name: str, array: NDArray, sizes: tuple, axes: Axes, index: int) -> dict:
    """Points of shape (…, n, 2); the axes are widened to hold them."""
    said = f"points: {name}"
    array = as_floats(said, array)
    moves = moves_of(said, array, sizes, (None, 2))
    axes.hold("x", array[..., 0], said)
    axes.hold("y", array[..., 1], said)
    return {
        "name": name,
        "colour": COLOURS.get(name, PALETTE[index % len(PALETTE)]),
        "kind": "points",
        "moves": moves,
        "array": packed(array),
    }


def draw_layer(ax: MatplotlibAxes, layer: dict, at: list[int], axes: dict) -> None:
    """Draw a layer as it is in the frame `at`."""
    values = unpacked(layer["array"])
    values = values[tuple(at)] if layer["moves"] else values
    if layer["kind"] == "heat":
        (left, right), (bottom, top) = ((axes[k]["low"], axes[k]["high"]) for k in "xy")
        ax.imshow(values, origin="lower", extent=(left, right, bottom, top), aspect="auto", cmap="viridis")
    elif layer["kind"] == "images":
        ax.imshow(np.hstack(list(values)), cmap="gray_r")
    elif layer["kind"] == "points":
        ax.plot(values[:, 0], values[:, 1], ".", color=layer["colour"], label=layer["name"], markersize=3)
    else:
        x, y = (layer["x"], values) if layer["kind"] == "lines" else values.T
        ax.plot(x, y, "--" if layer["dashed"] else "-", color=layer["colour"], label=layer["name"])
