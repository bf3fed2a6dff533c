"""The layers of a frame: lines, paths and points as plain JSON, the axes that hold them, and how they are drawn."""

import numpy as np
from matplotlib.axes import Axes as MatplotlibAxes
from numpy.typing import NDArray

from lecopt.plotting import COLOURS
from lecopt.widgets.packing import packed, unpacked

PALETTE = [COLOURS[name] for name in ("adam", "sgd", "nesterov", "momentum", "rmsprop", "adagrad", "adamw")]


class Axes:
    """The ends and labels of the two axes; what is drawn widens them where no ends were given."""

    def __init__(self, x, y, xlabel, ylabel, log_x, log_y):
        self.places = (
            None
            if x is None or len(x) == 2 and np.ndim(x) == 1 and isinstance(x, tuple)
            else np.asarray(x, dtype=float)
        )
        given = {"x": None if x is None or self.places is not None else x, "y": y}
        self.labels, self.logs, self.fixed = {"x": xlabel, "y": ylabel}, {"x": log_x, "y": log_y}, given
        self.ends = {"x": [np.inf, -np.inf], "y": [np.inf, -np.inf]}

    def hold(self, axis: str, values: NDArray) -> None:
        """Widen the axis "x" or "y" until it holds the values."""
        values = values[np.isfinite(values) & (values > 0 if self.logs[axis] else True)]
        if values.size:
            low, high = self.ends[axis]
            self.ends[axis] = [min(low, values.min()), max(high, values.max())]

    def spec(self) -> dict:
        """Both axes as plain JSON."""
        return {
            axis: {"low": low, "high": high, "log": self.logs[axis], "label": self.labels[axis]}
            for axis in "xy"
            for low, high in [self._ends(axis)]
        }

    def _ends(self, axis):
        if self.fixed[axis] is not None:
            return tuple(float(v) for v in self.fixed[axis])
        low, high = self.ends[axis] if self.ends[axis][0] < np.inf else (0.0, 1.0)
        if low == high:
            low, high = (low / 2, high * 2) if self.logs[axis] else (low - 1, high + 1)
        room = 0 if axis == "x" and self.places is not None else 0.04
        if self.logs[axis]:
            return float(low * (low / high) ** room), float(high * (high / low) ** room)
        return float(low - room * (high - low)), float(high + room * (high - low))


def moves_of(name: str, array: NDArray, sizes: tuple, rest: int) -> bool:
    """True where the array has a frame for each slider value, False where it is one for all."""
    if array.ndim == rest:
        return False
    if array.shape[: len(sizes)] != sizes or array.ndim != len(sizes) + rest:
        raise ValueError(
            f"{name} must have shape {(*sizes, *'·' * rest)} or {(*'·' * rest,)}, got {array.shape}".replace("'", "")
        )
    return True


def line_layer(name: str, array: NDArray, sizes: tuple, axes: Axes, index: int) -> dict:
    """A line over the places of the x axis, or a path in the plane; the axes are widened to hold it."""
    look = {"name": name, "colour": COLOURS.get(name, PALETTE[index % len(PALETTE)])}
    flat = axes.places is not None and array.shape[-1:] == axes.places.shape and array.ndim in (1, len(sizes) + 1)
    if not flat:
        moves = moves_of(name, array, sizes, 2)
        axes.hold("x", array[..., 0])
        axes.hold("y", array[..., 1])
        return {**look, "kind": "paths", "moves": moves, "dashed": not moves, "array": packed(array)}
    moves = moves_of(name, array, sizes, 1)
    axes.hold("x", axes.places)
    axes.hold("y", array)
    places = [float(f"{v:.7g}") for v in axes.places]
    return {
        **look,
        "kind": "lines",
        "moves": moves,
        "dashed": not moves,
        "x": places,
        "array": packed(array, log=axes.logs["y"]),
    }


def points_layer(name: str, array: NDArray, sizes: tuple, axes: Axes, index: int) -> dict:
    """Points of shape (…, n, 2); the axes are widened to hold them."""
    moves = moves_of(name, array, sizes, 2)
    axes.hold("x", array[..., 0])
    axes.hold("y", array[..., 1])
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
