"""Frames: arrays computed in Python, and sliders or a pad to move among them in the browser."""

import gzip
import json
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lecopt.arguments import as_floats, require_whole
from lecopt.plotting import Picture, in_style, show
from lecopt.widgets.base import SiteWidget
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
    sizes = _sizes(sliders)
    axes, layers = Axes(x, y, xlabel, ylabel, log_x, log_y), []
    for name, array in (lines or {}).items():
        layers.append(line_layer(name, as_floats(name, array), sizes, axes, len(layers)))
    for name, array in (points or {}).items():
        layers.append(points_layer(name, as_floats(name, array), sizes, axes, len(layers)))
    if heat is not None and not pad:
        array = as_floats("heat", heat)
        moves = moves_of("heat", array, sizes, 2)
        heat_layer = {"kind": "heat", "name": heat_label, "moves": moves, "array": packed(array, 8, log=log_heat)}
        layers.insert(0, heat_layer)
    if images is not None:
        array = as_floats("images", images)
        layers = [
            {"kind": "images", "name": "", "moves": moves_of("images", array, sizes, 3), "array": packed(array, 8)}
        ]
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
                f"frames holds {size // 1000} kB of data after compression, and {MOST_BYTES // 1000} kB fit a page: "
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


def _sizes(sliders):
    if not isinstance(sliders, dict) or not sliders or not all(len(values) for values in sliders.values()):
        raise ValueError(f"sliders must be a dict from names to lists of values, got {sliders!r}")
    return tuple(len(values) for values in sliders.values())


def _pad(pad, heat, label, log, names, sizes):
    if not pad:
        return None
    if len(pad) != 2 or not all(name in names for name in pad):
        raise ValueError(f"pad must name two of the sliders {names}, got {pad!r}")
    across, up = (names.index(name) for name in pad)
    array = as_floats("heat", heat)
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
