"""Ranges: how far the slider of each hyper-parameter goes, and which values a rule takes."""

from typing import Any

import numpy as np

from lecopt.arguments import as_number, shown
from lecopt.descent import as_hyper, did_you_mean
from lecopt.widgets.checks import number
from lecopt.widgets.racers import Racer

SLIDERS = {"lr": ("log", 1e-5, 10), "eps": ("log0", 1e-12, 1), "weight_decay": ("log0", 1e-4, 10)}
SLIDERS |= dict.fromkeys(("rho", "decay", "beta", "beta1", "beta2"), ("keep", 0, 0.9999))


def hyper_value(racer: Racer, word: str, value: Any, said: str) -> float:
    """The value of a hyper-parameter, if the rule takes it. said: what the sentence calls it.

    Raises: ValueError for what is no finite number or lies out of the range that `lecopt.run`, or the rule itself, has.
    """
    value = number(said, value)
    if word in racer.ranges:  # such as newton's damping: its slider starts at 0, or where it says
        kind, low, _ = racer.ranges[word]
        as_number(said, value, least=0 if kind == "log0" else low)
    return float(as_hyper(word, value, np.zeros(2), said))


def slider_ranges(racers: list[Racer], hyper: dict[str, dict[str, float]]) -> dict[str, dict]:
    """The range of every hyper-parameter's slider, wide enough for the values that it starts with."""
    ranges = {}
    for racer in racers:
        for word, default in racer.hyper.items():
            values = [default, hyper[racer.name][word]]
            kind, low, high = ranges.get(word) or racer.ranges.get(word) or SLIDERS.get(word) or _range(values)
            if kind != "linear" and min(values) < (0 if kind in ("log0", "keep") else 1e-300):
                kind, low = "linear", 0.0  # a rule of one's own may start below what the word promises
            if kind != "keep":
                above = [value for value in values if value > 0 or kind == "linear"]
                low, high = min(low, *above, low), max(high, *above, high)
            ranges[word] = kind, low, high
    return {word: {"kind": kind, "low": low, "high": high} for word, (kind, low, high) in ranges.items()}


def _range(values):
    """A slider for a hyper-parameter of which only the default and the first value are known."""
    default = values[0]
    if min(values) > 0:
        return "log", default / 1000, default * 1000
    return "linear", min(default * 3, -1.0), max(abs(default), 1.0)


def nothing_takes(word: str, value: Any, hyper: dict[str, dict]) -> str:
    """Why race can do nothing with an argument."""
    if word in hyper:
        return f"{word} must be a dict of hyper-parameters, such as {word}=dict(lr=0.1), got {shown(value)}"
    if isinstance(value, dict):
        return f"race has no rule {word!r}; there are {', '.join(hyper)}"
    meant = did_you_mean(word, {known: 0 for names in hyper.values() for known in names})
    return f"race has no argument {word!r}, and none of its rules has such a hyper-parameter{meant}"
