"""Frames: arrays computed in Python, and sliders or a pad to move among them in the browser."""

import gzip
import json
import numbers
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lecopt.arguments import require_whole, shown
from lecopt.plotting import Picture, in_style, show
from lecopt.widgets.base import SiteWidget
from lecopt.widgets.checks import Checked, drawn, named, number, plain, switch, text
from lecopt.widgets.layers import Axes, draw_layer, line_layer, moves_of, points_layer
from lecopt.widgets.packing import packed

MOST_BYTES = 150_000


def frames(
    *,
    sliders: dict[str, Sequence],
    lines: dict[str, ArrayLike] | None = None,
    points: dict[str, ArrayLike] | None = None,
    heat: ArrayLike | None = None,
    images: ArrayLike | None = None,
    x: ArrayLike | None = None,
    y: tuple[float, float] | None = None,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    log_x: bool = False,
    log_y: bool = False,
    heat_label: str = "",
    log_heat: bool = False,
    captions: Sequence | None = None,
    pad: tuple[str, str] | None = None,
    start: Sequence[int] | None = None,
    aspect: float | None = None,
    alt: str = "",
    predict: dict | None = None,
) -> "Frames":
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
    sliders = _sliders(sliders)
    sizes = tuple(map(len, sliders.values()))
    axes, layers = Axes(x, y, xlabel, ylabel, log_x, log_y), []
    for name, array in named("lines", lines, "arrays").items():
        layers.append(line_layer(name, array, sizes, axes, len(layers)))
    for name, array in named("points", points, "arrays").items():
        layers.append(points_layer(name, array, sizes, axes, len(layers)))
    log_heat, heat_label = switch("log_heat", log_heat), text("heat_label", heat_label)
    if heat is not None:
        heat = drawn("heat", heat, log="log_heat" if log_heat else "")
    if heat is not None and pad is None:
        moves = moves_of("heat", heat, sizes, (None, None))
        heat_layer = {"kind": "heat", "name": heat_label, "moves": moves, "array": packed(heat, 8, log=log_heat)}
        layers.insert(0, heat_layer)
    if images is not None:
        if layers:
            raise ValueError("images stand alone: leave out lines, points and heat")
        array = drawn("images", images)
        moves = moves_of("images", array, sizes, (None, None, None))
        layers = [{"kind": "images", "name": "", "moves": moves, "array": packed(array, 8)}]
    if not layers:
        raise ValueError("frames needs something to show: lines, points, heat or images")
    if captions is None and not any(layer["moves"] for layer in layers):
        raise ValueError(f"sliders: {', '.join(sliders)} moves nothing: no array has a frame for each of its values")
    size = 2.4 if images is not None else 1.7
    return Frames(
        layers=layers,
        axes=axes.spec(),
        title=text("title", title),
        label=text("alt", alt) or title,
        aspect=size if aspect is None else number("aspect", aspect, least=0.1, most=10),
        sliders=[{"name": name, "texts": [_text(v) for v in values]} for name, values in sliders.items()],
        captions=None if captions is None else _captions(captions, sizes),
        pad=_pad(pad, heat, heat_label, log_heat, list(sliders), sizes),
        at=[0] * len(sizes) if start is None else _indices("start", start, sliders),
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
    at = Checked().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        if not self.label.strip():
            raise ValueError("frames needs alt, a sentence for readers who can't see the picture")
        size = len(gzip.compress(json.dumps(self.spec()).encode()))
        if size > MOST_BYTES:
            raise ValueError(
                f"frames holds {size // 1000} kB of data after compression, and {MOST_BYTES // 1000} kB fit a page: "
                "fewer slider values, or fewer points in each frame"
            )

    def __repr__(self):
        return f"frames({', '.join(slider['name'] for slider in self.sliders)}: {self.label})"

    def checked(self, name: str, value: Any) -> Any:
        """The value of a trait that is set. Raises: one sentence that names it."""
        sliders = {slider["name"]: slider["texts"] for slider in self.sliders}
        return _indices("at", value, sliders) if name == "at" else super().checked(name, value)

    @in_style
    def picture(self) -> Picture:
        """The first frame, as a picture."""
        fig, ax = plt.subplots(figsize=(6.4, 6.4 / self.aspect))
        for layer in self.layers:
            draw_layer(ax, layer, self.at, self.axes)
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


def _sliders(sliders):
    """The values of every slider, as lists of numbers and words."""
    sliders = named("sliders", sliders, "lists of values")
    if not sliders:
        raise ValueError("sliders must have one slider or more, got none")
    return {name: _values(name, values) for name, values in sliders.items()}


def _values(name, values):
    listed = [] if isinstance(values, (str, dict)) or not isinstance(values, Iterable) else plain([*values])
    if not listed or not all(isinstance(value, (str, numbers.Real)) for value in listed):
        raise ValueError(f"sliders: {name} must be a list of numbers or words, one or more, got {shown(values)}")
    return listed


def _indices(name, at, sliders):
    """The indices of a frame, one for each slider."""
    if isinstance(at, np.ndarray):
        at = at.tolist()
    if not isinstance(at, (list, tuple)) or len(at) != len(sliders):
        raise ValueError(f"{name} must be {len(sliders)} whole numbers, one for each slider, got {shown(at)}")
    return [
        require_whole(f"{name}, the place on slider {slider},", k, 0, len(values) - 1)
        for k, (slider, values) in zip(at, sliders.items())
    ]


def _pad(pad, heat, label, log, names, sizes):
    if pad is None:
        return None
    good = isinstance(pad, (list, tuple)) and len(pad) == 2 and all(name in names for name in pad) and pad[0] != pad[1]
    if not good:
        raise ValueError(f"pad must name two of the sliders {names}, got {shown(pad)}")
    if heat is None:
        raise ValueError(f"pad needs heat, the map over {pad[0]} and {pad[1]}")
    across, up = (names.index(name) for name in pad)
    if heat.shape != (sizes[across], sizes[up]):
        raise ValueError(f"heat must have the shape of the pad, {(sizes[across], sizes[up])}, got {heat.shape}")
    return {"across": across, "up": up, "name": label, "array": packed(heat.T, 8, log=log)}


def _captions(captions, sizes):
    captions = np.asarray(captions, dtype=object)
    if captions.shape != sizes:
        raise ValueError(f"captions must have the shape of the sliders, {sizes}, got {captions.shape}")
    return [text("captions", caption) for caption in captions.ravel()]


def _text(value):
    if isinstance(value, (str, bool, np.bool_)):
        return str(value)
    return f"{value:,}" if isinstance(value, numbers.Integral) else f"{value:.4g}"
