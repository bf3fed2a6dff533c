"""Curves: functions of one variable, with sliders for their other symbols, a point to drag, a descent along them."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp
import traitlets
from numpy.typing import NDArray

from lecopt.arguments import shown
from lecopt.plotting import COLOURS, Picture, in_style, show
from lecopt.symbolic import evaluate, program
from lecopt.widgets.base import SiteWidget
from lecopt.widgets.checks import Checked, drawn, ends, named, number, switch, text, texts
from lecopt.widgets.symbols import expressions_of, ranges_of, require_used

PALETTE = [COLOURS[name] for name in ("sgd", "adam", "nesterov", "momentum", "adagrad", "rmsprop", "adamw")]


def curves(
    formulas: str | sp.Expr | list[str | sp.Expr],
    x: tuple[float, float] = (-2, 2),
    sliders: dict[str, tuple[float, float, float]] | None = None,
    point: float | str | None = None,
    tangent: bool = False,
    secant: str | None = None,
    descent: dict | None = None,
    newton: bool = False,
    y: tuple[float, float] | None = None,
    log_x: bool = False,
    log_y: bool = False,
    labels: list[str] | None = None,
    xlabel: str = "x",
    ylabel: str = "",
    alt: str = "",
    predict: dict | None = None,
) -> "Curves":
    """Widget: one or several functions of x, drawn as curves that move with their sliders.

    Args:
        formulas: text such as "x**2 + a" or a SymPy expression in x, or a list of them.
        x: the ends of the axis. y: the ends of the other one; default: what the curves need.
        sliders: dict name -> (low, high, value), low < high, one for each other symbol; the slider is
            logarithmic where both ends are above 0 and lie a factor 100 apart.
        point: a place on the first curve that can be dragged, or the name of the slider that is this place: then the
            other curves may depend on it. tangent: draw the tangent there.
        secant: name of the slider that is h: draw the line through the curve at the point and at the point + h.
        descent: {"lr": (low, high, value), "steps": most}: gradient descent from the point, drawn on the first curve.
        newton: mark where Newton's step from the point lands, with a button that takes it.
        log_x, log_y: logarithmic axes. labels: names of the curves. alt: the sentence for readers who can't see it.
        predict: a question to ask before the outcome shows.
    Returns: a widget with the traits values (dict slider -> value) and point (None where a slider is it), to set and to
        observe.
    Raises: ValueError naming the argument.

    >>> curves("x**2 + a", sliders={"a": (0, 1, 0.5)}, point=1.0).values
    {'a': 0.5}
    """
    log_x, log_y, tangent, newton = map(
        switch, ("log_x", "log_y", "tangent", "newton"), (log_x, log_y, tangent, newton)
    )
    sliders = named("sliders", sliders, "(low, high, value)")
    symbols = [sp.Symbol(name, real=True) for name in ("x", *sliders)]
    formulas = list(formulas) if isinstance(formulas, (list, tuple, np.ndarray)) else [formulas]
    expressions = expressions_of(formulas, symbols)
    _check_point(point, sliders, secant, needed=tangent or newton or secant is not None or descent is not None)
    ranges = ranges_of(sliders, descent)
    require_used(sliders, expressions, secant, point)
    names = [""] * len(expressions) if labels is None else texts("labels", labels, len(expressions), "formula")
    lines = [
        {
            "name": name,
            "colour": PALETTE[k % len(PALETTE)],
            "program": program(_outputs(e, symbols[0], newton), symbols),
        }
        for k, (e, name) in enumerate(zip(expressions, names))
    ]
    values = {r["name"]: r.pop("value") for r in ranges}
    low, high = ends("x", x, log_x)
    axis = {"low": low, "high": high, "log": log_x, "label": text("xlabel", xlabel)}
    heights = _heights(lines, formulas, axis, [values[name] for name in sliders], log_y)
    bottom, top = _reach(heights, log_y) if y is None else ends("y", y, log_y)
    moves = point if isinstance(point, str) else None
    for end in [r[side] for r in ranges for side in ("low", "high") if r["name"] == moves]:
        number(f"both ends of slider {moves}, which is the point,", end, least=low, most=high)
    extra = {
        "point": point is not None,
        "moves": moves,
        "tangent": tangent,
        "secant": secant,
        "descent": descent is not None,
        "newton": newton,
        "colour": COLOURS["adam"],
    }
    place = None if point is None or moves else number("point", point, least=low, most=high)
    _check_height(lines[0], values[moves] if moves else place, [values[name] for name in sliders])
    return Curves(
        lines=lines,
        axes={"x": axis, "y": {"low": bottom, "high": top, "log": log_y, "label": text("ylabel", ylabel)}},
        sliders=ranges,
        extra=extra,
        initial={"values": values, "point": place},
        values=values,
        point=place,
        label=text("alt", alt) or "Curve of " + ", ".join(map(str, formulas)),
        predict=predict,
    )


class Curves(SiteWidget):
    """The widget that `curves` makes."""

    kind = "curves"
    lines = traitlets.List().tag(sync=True)
    axes = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    extra = traitlets.Dict().tag(sync=True)
    initial = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    values = Checked().tag(sync=True)
    point = Checked().tag(sync=True)

    def __repr__(self):
        return f"curves({self.label})"

    def checked(self, name: str, value: Any) -> Any:
        """The value of a trait that is set. Raises: one sentence that names it."""
        if name == "values":
            return self._known(value)
        return self._placed(value) if name == "point" else super().checked(name, value)

    def _known(self, values):
        ranges = {slider["name"]: slider for slider in self.sliders}
        for name in (values := named("values", values, "numbers")):
            if name not in ranges:
                raise ValueError(f"values has no slider {name!r}; there are {', '.join(ranges) or 'none'}")
        return {
            **self.initial["values"],
            **{k: number(f"values: {k}", v, least=ranges[k]["low"], most=ranges[k]["high"]) for k, v in values.items()},
        }

    def _placed(self, place):
        if self.initial["point"] is None:  # there is none, or a slider is it
            if place is not None:
                raise ValueError(f"point can't be set: these curves have none of their own, got {shown(place)}")
            return None
        return number("point", place, least=self.axes["x"]["low"], most=self.axes["x"]["high"])

    @in_style
    def picture(self) -> Picture:
        """The curves with their sliders as they start, as a picture."""
        fig, ax = plt.subplots()
        x = _places(self.axes["x"])
        for line in self.lines:
            inputs = [self.values[name] for name in line["program"]["inputs"][1:]]
            ax.plot(x, _curve(line, x, inputs), color=line["colour"], label=line["name"])
        ax.set(
            ylim=(self.axes["y"]["low"], self.axes["y"]["high"]),
            xlabel=self.axes["x"]["label"],
            ylabel=self.axes["y"]["label"],
            xscale="log" if self.axes["x"]["log"] else "linear",
            yscale="log" if self.axes["y"]["log"] else "linear",
        )
        if any(line["name"] for line in self.lines):
            ax.legend()
        return show(fig, self.label)


def _outputs(expression, x, newton):
    """What the browser computes of a curve: its value, its slope, and its curvature where Newton needs it."""
    return [sp.diff(expression, x, k) for k in range(3 if newton else 2)]


def _check_point(point, sliders, secant, needed):
    if needed and point is None:
        raise ValueError("point must be a place on the x axis where there is a tangent, a secant, a descent or a step")
    if isinstance(point, str) and point not in sliders:
        raise ValueError(f"point must be a place on the x axis or name a slider, one of {list(sliders)}, got {point!r}")
    if secant is not None and secant not in sliders:
        raise ValueError(f"secant must name a slider, one of {list(sliders)}, got {shown(secant)}")


def _check_height(line, place, values):
    """Nothing, if the first curve has a finite value at the point, where there is one."""
    if place is not None and not np.isfinite(_curve(line, np.array([place]), values)).all():
        raise ValueError(f"point must be where the first curve has a finite value, got {place:g}")


def _curve(line, x, values) -> NDArray:
    with np.errstate(all="ignore"):
        return x * 0 + evaluate(line["program"], x, *values)[0]


def _places(axis):
    return (np.geomspace if axis["log"] else np.linspace)(axis["low"], axis["high"], 300)


def _heights(lines, formulas, axis, values, log_y):
    """What the curves reach with the sliders as they start; each must have something to draw."""
    heights = [
        drawn(f"formulas: {formula}", _curve(line, _places(axis), values), log="log_y" if log_y else "")
        for line, formula in zip(lines, formulas)
    ]
    heights = np.concatenate(heights)
    return heights[np.isfinite(heights) & (heights > 0 if log_y else True)]


def _reach(heights, log_y):
    """The ends of the y axis where none are given."""
    low, high = float(heights.min()), float(heights.max())
    room = 0.06 * (high - low or 1.0)
    return (low / 1.5, high * 1.5) if log_y else (low - room, high + room)
