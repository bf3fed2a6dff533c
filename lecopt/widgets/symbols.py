"""The symbols of curves: formulas read, and a slider for each of their other symbols."""

import sympy as sp

from lecopt.arguments import require_whole, shown
from lecopt.symbolic import parse
from lecopt.widgets.checks import floats, named

MOST_STEPS = 500


def expressions_of(formulas: list[str | sp.Expr], symbols: list[sp.Symbol]) -> list[sp.Expr]:
    """The formulas as expressions in the symbols, x first.

    Raises: ValueError for what is none, and for a symbol that has no slider.
    """
    if not formulas:
        raise ValueError("formulas must be one formula or more, got none")
    return [_expression(formula, symbols) for formula in formulas]


def _expression(formula, symbols):
    if isinstance(formula, sp.Expr) and not formula.is_Matrix:
        expression = formula
    elif isinstance(formula, str):
        try:
            expression = parse(formula, names=[symbol.name for symbol in symbols])
        except ValueError as error:
            raise ValueError(f"formulas: {error}") from None
    else:
        raise ValueError(f"formulas must be texts such as 'x**2' or SymPy expressions in x, got {shown(formula)}")
    expression = expression.subs({s: sp.Symbol(s.name, real=True) for s in expression.free_symbols})
    unknown = expression.free_symbols - set(symbols)
    if unknown:
        raise ValueError(f"formulas: {formula} needs a slider for {', '.join(sorted(map(str, unknown)))}")
    return expression


def require_used(sliders: dict, expressions: list[sp.Expr], secant: str | None, point: float | str | None) -> None:
    """Nothing, if every slider moves something and none is called x."""
    used = {symbol.name for expression in expressions for symbol in expression.free_symbols} | {secant}
    for name in sliders:
        if name == "x":
            raise ValueError("sliders: x is the axis, so a slider needs another name")
        if name not in used and not (isinstance(point, str) and name == point):
            raise ValueError(f"sliders: {name} moves nothing: it is in no formula, and is neither point nor secant")


def ranges_of(sliders: dict, descent: dict | None) -> list[dict]:
    """The ranges of all sliders with the values they start at; those of a descent come last."""
    ranges = [_slider(name, f"slider {name}", given) for name, given in sliders.items()]
    if descent is None:
        return ranges
    descent = named("descent", descent, "lr and steps")
    form = '{"lr": (low, high, value), "steps": most}'
    if set(descent) != {"lr", "steps"}:
        raise ValueError(f"descent must be {form}, got {shown(descent)}")
    for name in sliders:
        if name in descent:
            raise ValueError(f"sliders: {name} is a slider of descent already, so this one needs another name")
    rate = _slider("lr", "descent: lr", descent["lr"]) | {"label": "learning rate"}
    if rate["low"] < 0:
        raise ValueError(f"descent: lr must not be negative, got {shown(descent['lr'])}")
    most = require_whole("descent: steps", descent["steps"], 1, MOST_STEPS)
    return [*ranges, rate, {"name": "steps", "kind": "whole", "low": 0, "high": most, "value": most}]


def _slider(name, said, given):
    try:
        low, high, value = floats(said, given, (3,)).tolist()
    except ValueError:
        raise ValueError(f"{said} must be (low, high, value), three finite numbers, got {shown(given)}") from None
    if not low < high:
        raise ValueError(f"{said} must have low before high, got low {low:g} and high {high:g}")
    if not low <= value <= high:
        raise ValueError(f"{said} must start between {low} and {high}, got {value}")
    kind = "log" if low > 0 and high / low >= 100 else "linear"
    return {"name": name, "kind": kind, "low": low, "high": high, "value": value}
