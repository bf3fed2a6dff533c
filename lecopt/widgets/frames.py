"""Frames: arrays computed in Python, and sliders or a pad to move among them in the browser."""

import gzip
import json

import matplotlib.pyplot as plt
import numpy as np
import traitlets

from lecopt.arguments import require_whole
from lecopt.plotting import COLOURS, show
from lecopt.widgets.base import SiteWidget
from lecopt.widgets.packing import packed, unpacked

MOST_BYTES = 150_000
PALETTE = [COLOURS[name] for name in ("adam", "sgd", "nesterov", "momentum", "rmsprop", "adagrad", "adamw")]


def frames(
    *,
    sliders,
    lines=None,
    points=None,
    heat=None,
    images=None,
    x=None,
    y=None,
    xlabel="",
    ylabel="",
    title="",
    log_x=False,
    log_y=False,
    heat_label="",
    log_heat=False,
    captions=None,
    pad=None,
    start=None,
    aspect=None,
    alt="",
    predict=None,
):
    """Widget: pictures computed before, with sliders to move among them.

    Args:
        sliders: dict name -> list of values (numbers or words); their lengths (a, b, …) are the first axes below.
        lines: dict name -> array (a, b, …, len(x)) over `x`, or (a, b, …, n, 2), a path in the plane. An array without
            the first axes is drawn, dashed, in every frame. A rule's name gives its colour.
        points: dict name -> array (a, b, …, n, 2), or (n, 2) for every frame.
        heat: array (a, b, …, rows, columns) or (rows, columns), the first row at the bottom; with `pad` the map itself.
        images: array (a, b, …, k, height, width), k grey images in a row, the first row on top.
        x: for lines the places, 1-D; else the ends (low, high) of the axis. y: the ends. Default: what is there.
        captions: texts, one for each frame, nested or an array of shape (a, b, …), read out when one moves.
        pad: two names of sliders; `heat`, of their lengths, becomes a map on which a point can be dragged.
        start: indices to begin with; default: 0 each. aspect: width over height.
        alt: the sentence for readers who can't see it. predict: a question to ask before the outcome shows.
    Returns: a widget with the trait `at`, the indices of the sliders, to set and to observe.
    Raises: ValueError naming the argument, also where the data is over 150 kB after compression.

    >>> frames(sliders={"n": [1, 2, 3]}, lines={"n x": np.outer([1, 2, 3], [0, 1])}, x=[0, 1], alt="Lines.").at
    [0]
    """
    sizes = _sizes(sliders)
    axes, layers = _Axes(x, y, xlabel, ylabel, log_x, log_y), []
    for name, array in (lines or {}).items():
        layers.append(_line(name, _array(name, array), sizes, axes, len(layers)))
    for name, array in (points or {}).items():
        layers.append(_points(name, _array(name, array), sizes, axes, len(layers)))
    if heat is not None and not pad:
        array = _array("heat", heat)
        layers.insert(
            0,
            {
                "kind": "heat",
                "name": heat_label,
                "moves": _moves("heat", array, sizes, 2),
                "array": packed(array, 8, log=log_heat),
            },
        )
    if images is not None:
        array = _array("images", images)
        layers = [{"kind": "images", "name": "", "moves": _moves("images", array, sizes, 3), "array": packed(array, 8)}]
    if not layers:
        raise ValueError("frames needs something to show: lines, points, heat or images")
    return Frames(
        layers=layers,
        axes=axes.spec(),
        title=title,
        label=alt or title,
        aspect=aspect or (2.4 if images is not None else 1.7),
        sliders=[{"name": name, "texts": [_text(v) for v in values]} for name, values in sliders.items()],
        captions=None if captions is None else _captions(captions, sizes),
        pad=_pad(pad, heat, heat_label, log_heat, list(sliders), sizes),
        at=start or [0] * len(sizes),
        predict=predict,
    )


class Frames(SiteWidget):
    """The widget that `frames` makes."""

    kind = "frames"
    layers = traitlets.List().tag(sync=True)
    axes = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    aspect = traitlets.Float().tag(sync=True)
    captions = traitlets.List(allow_none=True).tag(sync=True)
    pad = traitlets.Dict(allow_none=True).tag(sync=True)
    at = traitlets.List().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        if not self.label.strip():
            raise ValueError("frames needs alt, a sentence for readers who can't see the picture")
        size = len(gzip.compress(json.dumps(self.spec()).encode()))
        if size > MOST_BYTES:
            raise ValueError(
                f"frames holds {size // 1000} kB of data after compression, at most {MOST_BYTES // 1000} kB fit "
                f"a page: "
                "fewer slider values, or fewer points in each frame"
            )

    def __repr__(self):
        return f"frames({', '.join(slider['name'] for slider in self.sliders)}: {self.label})"

    @traitlets.validate("at")
    def _inside(self, proposal):
        sizes = [len(slider["texts"]) for slider in self.sliders]
        at = proposal["value"]
        if len(at) != len(sizes):
            raise ValueError(f"at must be {len(sizes)} whole numbers, one for each slider, got {at!r}")
        return [require_whole("at", k, 0, n - 1) for k, n in zip(at, sizes)]

    def picture(self):
        """The first frame, as a picture."""
        fig, ax = plt.subplots(figsize=(6.4, 6.4 / self.aspect))
        for layer in self.layers:
            _draw(ax, layer, self.at, [len(slider["texts"]) for slider in self.sliders], self.axes)
        if any(layer["kind"] == "images" for layer in self.layers):
            ax.axis("off")
        else:
            for name, axis in self.axes.items():
                ax.set(
                    **{
                        f"{name}label": axis["label"],
                        f"{name}scale": "log" if axis["log"] else "linear",
                        f"{name}lim": (axis["low"], axis["high"]),
                    }
                )
        if ax.get_legend_handles_labels()[0]:
            ax.legend()
        ax.set_title(self.title)
        return show(fig, self.label)


class _Axes:
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

    def hold(self, axis, values):
        values = values[np.isfinite(values) & (values > 0 if self.logs[axis] else True)]
        if values.size:
            low, high = self.ends[axis]
            self.ends[axis] = [min(low, values.min()), max(high, values.max())]

    def spec(self):
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


def _sizes(sliders):
    if not isinstance(sliders, dict) or not sliders or not all(len(values) for values in sliders.values()):
        raise ValueError(f"sliders must be a dict from names to lists of values, got {sliders!r}")
    return tuple(len(values) for values in sliders.values())


def _array(name, values):
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an array of numbers of one shape, got {type(values).__name__}") from None


def _moves(name, array, sizes, rest):
    """True where the array has a frame for each slider value, False where it is one for all."""
    if array.ndim == rest:
        return False
    if array.shape[: len(sizes)] != sizes or array.ndim != len(sizes) + rest:
        raise ValueError(
            f"{name} must have shape {(*sizes, *'·' * rest)} or {(*'·' * rest,)}, got {array.shape}".replace("'", "")
        )
    return True


def _line(name, array, sizes, axes, index):
    look = {"name": name, "colour": COLOURS.get(name, PALETTE[index % len(PALETTE)])}
    flat = axes.places is not None and array.shape[-1:] == axes.places.shape and array.ndim in (1, len(sizes) + 1)
    if not flat:
        moves = _moves(name, array, sizes, 2)
        axes.hold("x", array[..., 0])
        axes.hold("y", array[..., 1])
        return {**look, "kind": "paths", "moves": moves, "dashed": not moves, "array": packed(array)}
    moves = _moves(name, array, sizes, 1)
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


def _points(name, array, sizes, axes, index):
    moves = _moves(name, array, sizes, 2)
    axes.hold("x", array[..., 0])
    axes.hold("y", array[..., 1])
    return {
        "name": name,
        "colour": COLOURS.get(name, PALETTE[index % len(PALETTE)]),
        "kind": "points",
        "moves": moves,
        "array": packed(array),
    }


def _pad(pad, heat, label, log, names, sizes):
    if not pad:
        return None
    if len(pad) != 2 or not all(name in names for name in pad):
        raise ValueError(f"pad must name two of the sliders {names}, got {pad!r}")
    across, up = (names.index(name) for name in pad)
    array = _array("heat", heat)
    if array.shape != (sizes[across], sizes[up]):
        raise ValueError(f"heat must have the shape of the pad, {(sizes[across], sizes[up])}, got {array.shape}")
    return {"across": across, "up": up, "name": label, "array": packed(array.T, 8, log=log)}


def _captions(captions, sizes):
    captions = np.asarray(captions, dtype=object)
    if captions.shape != sizes:
        raise ValueError(f"captions must have the shape of the sliders, {sizes}, got {captions.shape}")
    return [str(text) for text in captions.ravel()]


def _text(value):
    return value if isinstance(value, str) else f"{value:,}" if isinstance(value, (int, np.integer)) else f"{value:.4g}"


def _draw(ax, layer, at, sizes, axes):
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
