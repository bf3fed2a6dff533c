"""Curves: functions of one variable, with sliders for their other symbols, a point to drag, a descent along them."""

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp
import traitlets

from lecopt.arguments import as_number, finite_floats, require_whole
from lecopt.plotting import COLOURS, Picture, in_style, show
from lecopt.symbolic import evaluate, parse, program
from lecopt.widgets.base import SiteWidget

PALETTE = [COLOURS[name] for name in ("sgd", "adam", "nesterov", "momentum", "adagrad", "rmsprop", "adamw")]


def curves(
    formulas: str | sp.Expr | list[str | sp.Expr],
    x: tuple[float, float] = (-2, 2),
    sliders: dict[str, tuple[float, float, float]] | None = None,
    point: float | str | None = None,
    tangent: bool = False,
    secant: str | None = None,
    descent: dict | None = None,
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
        sliders: dict name -> (low, high, value), one for each other symbol; the slider is logarithmic where both ends
            are above 0 and lie a factor 100 apart.
        point: a place on the first curve that can be dragged, or the name of the slider that is this place: then the
            other curves may depend on it. tangent: draw the tangent there.
        secant: name of the slider that is h: draw the line through the curve at the point and at the point + h.
        descent: {"lr": (low, high, value), "steps": most}: gradient descent from the point, drawn on the first curve.
        log_x, log_y: logarithmic axes. labels: names of the curves. alt: the sentence for readers who can't see it.
        predict: a question to ask before the outcome shows.
    Returns: a widget with the traits values (dict slider -> value) and point (None where a slider is it), to set and to
        observe.
    Raises: ValueError naming the argument.

    >>> curves("x**2 + a", sliders={"a": (0, 1, 0.5)}, point=1.0).values
    {'a': 0.5}
    """
    sliders = dict(sliders or {})
    symbols = [sp.Symbol(name, real=True) for name in ("x", *sliders)]
    texts = list(formulas) if isinstance(formulas, (list, tuple)) else [formulas]
    expressions = [_expression(text, symbols) for text in texts]
    if (tangent or secant or descent) and point is None:
        raise ValueError("point must be a place on the x axis where there is a tangent, a secant or a descent")
    if isinstance(point, str) and point not in sliders:
        raise ValueError(f"point must be a place on the x axis or name a slider, one of {list(sliders)}, got {point!r}")
    if secant is not None and secant not in sliders:
        raise ValueError(f"secant must name a slider, one of {list(sliders)}, got {secant!r}")
    lines = [
        {"name": name, "colour": PALETTE[k % len(PALETTE)], "program": program([e, sp.diff(e, symbols[0])], symbols)}
        for k, (e, name) in enumerate(zip(expressions, labels or [""] * len(texts)))
    ]
    ranges = [_slider(name, ends) for name, ends in sliders.items()]
    if descent:
        ranges += [
            _slider("lr", descent["lr"]),
            {
                "name": "steps",
                "kind": "whole",
                "low": 0,
                "high": require_whole("steps", descent["steps"], 1, 500),
                "value": descent["steps"],
            },
        ]
        ranges[-2]["label"] = "learning rate"
    values = {r["name"]: r.pop("value") for r in ranges}
    axes = {
        "x": {**_ends("x", x), "log": log_x, "label": xlabel},
        "y": {**_heights(y, lines, x, values, list(sliders), log_x, log_y), "log": log_y, "label": ylabel},
    }
    moves = point if isinstance(point, str) else None
    place = None if point is None or moves else as_number("point", point)
    extra = {
        "point": point is not None,
        "moves": moves,
        "tangent": bool(tangent),
        "secant": secant,
        "descent": bool(descent),
        "colour": COLOURS["adam"],
    }
    return Curves(
        lines=lines,
        axes=axes,
        sliders=ranges,
        extra=extra,
        values=values,
        point=place,
        initial={"values": values, "point": place},
        label=alt or "Curve of " + ", ".join(map(str, texts)),
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
    values = traitlets.Dict().tag(sync=True)
    point = traitlets.Float(allow_none=True).tag(sync=True)

    def __repr__(self):
        return f"curves({self.label})"

    @traitlets.validate("values")
    def _known(self, proposal):
        values, names = proposal["value"], [slider["name"] for slider in self.sliders]
        for name in values:
            if names and name not in names:
                raise ValueError(f"values has no slider {name!r}; there are {', '.join(names)}")
        return {
            **(self.initial.get("values") or {}),
            **{name: as_number(name, value) for name, value in values.items()},
        }

    @in_style
    def picture(self) -> Picture:
        """The curves with their sliders as they start, as a picture."""
        fig, ax = plt.subplots()
        low, high = self.axes["x"]["low"], self.axes["x"]["high"]
        x = np.geomspace(low, high, 300) if self.axes["x"]["log"] else np.linspace(low, high, 300)
        for line in self.lines:
            inputs = [self.values[name] for name in line["program"]["inputs"][1:]]
            with np.errstate(all="ignore"):
                ax.plot(x, x * 0 + evaluate(line["program"], x, *inputs)[0], color=line["colour"], label=line["name"])
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


def _expression(text, symbols):
    expression = text if isinstance(text, sp.Basic) else parse(text, names=[s.name for s in symbols])
    expression = expression.subs({s: sp.Symbol(s.name, real=True) for s in expression.free_symbols})
    unknown = expression.free_symbols - set(symbols)
    if unknown:
        raise ValueError(f"formulas: {text} needs a slider for {', '.join(sorted(map(str, unknown)))}")
    return expression


def _ends(name, ends):
    low, high = finite_floats(name, ends, (2,)).tolist()
    return {"low": low, "high": high}


def _slider(name, ends):
    low, high, value = finite_floats(f"slider {name}", ends, (3,)).tolist()
    if not low <= value <= high:
        raise ValueError(f"slider {name} must start between {low} and {high}, got {value}")
    return {
        "name": name,
        "kind": "log" if low > 0 and high / low >= 100 else "linear",
        "low": low,
        "high": high,
        "value": value,
    }


def _heights(y, lines, x, values, names, log_x, log_y):
    """The ends of the y axis: those given, or what the curves reach with the sliders as they start."""
    if y is not None:
        return _ends("y", y)
    places = np.geomspace(*x, 300) if log_x else np.linspace(*x, 300)
    with np.errstate(all="ignore"):
        heights = np.concatenate(
            [places * 0 + evaluate(line["program"], places, *(values[name] for name in names))[0] for line in lines]
        )
    heights = heights[np.isfinite(heights) & (heights > 0 if log_y else True)]
    low, high = (heights.min(), heights.max()) if heights.size else (0.0, 1.0)
    room = 0.06 * (high - low or 1.0)
    return {"low": float(low / 1.5 if log_y else low - room), "high": float(high * 1.5 if log_y else high + room)}
