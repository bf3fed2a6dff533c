"""Pictures: draw on a given ax, and show a figure that is right on a light page and on a dark one.

The book's figures have the look of `STYLE`, a dict of matplotlib's rcParams: a chapter says ``plt.style.use(STYLE)``.
Importing this module changes nothing.
"""

import base64
import functools
import html
import io
import os
import re
from collections.abc import Callable
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from numpy.typing import ArrayLike

# One colour a rule through the whole book: Okabe & Ito's colour-blind-safe set, a purple beside it.
COLOURS = {
    "sgd": "#0072B2",
    "momentum": "#E69F00",
    "nesterov": "#009E73",
    "adagrad": "#CC79A7",
    "rmsprop": "#56B4E9",
    "adam": "#D55E00",
    "adamw": "#8073AC",
    "grey": "#888888",
}

STYLE = {
    "figure.figsize": (6.4, 3.6),
    "figure.dpi": 110,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
    "axes.prop_cycle": plt.cycler(color=[c for name, c in COLOURS.items() if name != "grey"]),
}


def in_style(draw: Callable) -> Callable:
    """The function, drawing in the look of the book whatever the notebook around it has chosen."""

    @functools.wraps(draw)
    def drawing(*arguments):
        with plt.rc_context(STYLE):
            return draw(*arguments)

    return drawing


class Picture:
    """A finished figure: inline SVG in the page's own colours on the site, a PNG in every notebook."""

    def __init__(self, svg: str, png: str, alt: str) -> None:
        self.svg, self.png, self.alt = svg, png, alt

    def __repr__(self):
        return f"Picture: {self.alt}"

    def _repr_mimebundle_(self, **_):
        if os.environ.get("LECOPT_SITE") == "1":
            return {"text/html": self.svg, "text/plain": self.alt}, {}
        return {"image/png": self.png, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def show(fig: Figure, alt: str) -> Picture:
    """The figure as the cell's output. Args: alt: what to notice in it, a sentence for who can't see it.

    On the site black is the page's text colour and the background is the page's own; every other colour stays.

    Raises: ValueError without alt text, TypeError for what is no figure.
    """
    if not isinstance(fig, Figure):
        raise TypeError(
            f"fig must be a matplotlib figure, such as the first of plt.subplots(), got {type(fig).__name__}"
        )
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must say in a sentence what the figure shows, got {alt!r}")
    png = io.BytesIO()
    fig.savefig(png, format="png", dpi=110, facecolor="white")
    for legend in fig.findobj(Legend):
        legend.get_frame().set_facecolor("none")
    svg = io.StringIO()
    identity = f"lecopt{next(_numbers)}"
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": identity}):
        fig.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
    plt.close(fig)
    return Picture(_inline(svg.getvalue(), identity, alt), base64.b64encode(png.getvalue()).decode(), alt)


_numbers = iter(range(1, 10**9))


def _inline(svg, identity, alt):
    """The <svg> element alone: its ids unique on a page, black as the text colour, no style for the page around it."""
    svg = svg[svg.index("<svg") :].replace("#000000", "currentColor")
    svg = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.S)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{identity}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{identity}-", svg)
    svg = re.sub(r'(?<= )(?:d|x|y)="[^"]+"', lambda places: re.sub(r"-?\d+\.\d{2,}", _tenth, places[0]), svg)
    label = html.escape(alt, quote=True)
    # matplotlib names no fill where it is black, so what names none takes the page's text colour
    return svg.replace(
        "<svg ",
        f'<svg role="img" aria-label="{label}" class="lecopt-figure" fill="currentColor" '
        'stroke-linejoin="round" stroke-linecap="butt" ',
        1,
    )


def _tenth(number):
    """A tenth of a point is finer than any screen, and halves the page."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def draw_landscape(ax: Axes, landscape: Any, resolution: int = 91, colorbar: bool = False) -> Axes:
    """Bands of equal log height over the landscape's window, with its minima as stars. Returns ax.

    Raises: ValueError where the landscape has no finite height in its window.
    """
    (left, right), (bottom, top) = landscape.window
    X, Y = np.meshgrid(np.linspace(left, right, resolution), np.linspace(bottom, top, resolution))
    z = landscape(np.stack([X, Y], axis=-1))
    z = np.where(np.isfinite(z), z, np.nan)
    if np.isnan(z).all():
        raise ValueError(f"{landscape.name} has no finite height in its window {landscape.window}")
    lowest = np.nanmin(z)
    height = np.log10(z - lowest + 1e-3 * (np.nanmedian(z) - lowest or 1))
    bands = ax.contourf(X, Y, height, levels=12, cmap="Greys", alpha=0.55)
    for minimum in landscape.minima[:12]:
        ax.plot(
            *minimum, marker="*", color="white", markeredgecolor="#111111", markersize=11, linestyle="none", zorder=5
        )
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="$x$", ylabel="$y$")
    ax.grid(False)
    if colorbar:
        ax.figure.colorbar(bands, ax=ax, label="log$_{10}$ height")
    return ax


def draw_path(ax: Axes, path: ArrayLike, color: str | None = None, label: str | None = None, points: int = 60) -> Axes:
    """A path of shape (steps + 1, 2) as a line, its first `points` points as dots, the start as a ring. Returns ax.

    A path that diverges is drawn until it leaves every picture.
    """
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or path.shape[1] != 2:
        raise ValueError(f"path must have shape (steps + 1, 2), got {path.shape}")
    near = np.all(np.abs(path) < 1e6, axis=-1)
    path = path[: len(path) if near.all() else np.argmin(near)]
    (line,) = ax.plot(path[:, 0], path[:, 1], "-", color=color, label=label, linewidth=1.4, zorder=4)
    ax.plot(path[:points, 0], path[:points, 1], ".", color=line.get_color(), markersize=4, zorder=4)
    ax.plot(*path[:1].T, "o", color=line.get_color(), markerfacecolor="white", markersize=7, zorder=6)
    return ax


def draw_losses(ax: Axes, losses: dict[str, ArrayLike], xlabel: str = "step") -> Axes:
    """Curves of loss against step on a log axis. Args: losses: dict name -> array; a rule's name gives its colour.

    A log axis has no place for 0 and below, nor for what is nearly inf: there the curve is broken.
    """
    for name, values in losses.items():
        values = np.asarray(values, dtype=float)
        ax.semilogy(np.where((values > 1e-300) & (values < 1e300), values, np.nan), label=name, color=COLOURS.get(name))
    ax.set(xlabel=xlabel, ylabel="loss")
    if losses:
        ax.legend()
    return ax


def draw_band(
    ax: Axes,
    x: ArrayLike,
    values: ArrayLike,
    color: str | None = None,
    label: str | None = None,
    low: float = 0.1,
    high: float = 0.9,
) -> Axes:
    """Median over runs as a line and the quantiles low to high as a band. Args: values of shape (runs, len(x)).

    NaN is a run that diverged: it counts as inf and is not left out, which would flatter.
    """
    ranked = np.sort(np.where(np.isnan(values), np.inf, values), axis=0)
    lower, median, upper = (_quantile(ranked, q) for q in (low, 0.5, high))
    (line,) = ax.plot(x, median, color=color, label=label)
    ax.fill_between(x, lower, upper, color=line.get_color(), alpha=0.2, linewidth=0)
    return ax


def _quantile(ranked, q):
    """np.quantile of sorted rows, which makes 0 · inf = NaN of a rank beside a diverged run."""
    share, below = np.modf(q * (len(ranked) - 1))
    least = ranked[int(below)]
    return least if share == 0 else (1 - share) * least + share * ranked[int(below) + 1]


def draw_images(axes: ArrayLike, images: ArrayLike, titles: list[str] | None = None) -> ArrayLike:
    """Small grey images, one an ax. Args: images of shape (n, height, width); titles: n texts."""
    for k, (ax, image) in enumerate(zip(np.ravel(axes), images)):
        ax.imshow(image, cmap="gray_r", interpolation="nearest")
        ax.set(xticks=[], yticks=[], title="" if titles is None else titles[k])
        ax.grid(False)
    return axes
