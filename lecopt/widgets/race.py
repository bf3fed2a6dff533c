"""The race: several rules down one landscape, with everything about them in the reader's hands."""

from collections.abc import Callable, Iterable

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp
import traitlets
from numpy.typing import ArrayLike

from lecopt.arguments import as_number, finite_floats, require_whole
from lecopt.landscapes import Landscape
from lecopt.landscapes import landscape as landscape_of
from lecopt.plotting import Picture, draw_landscape, draw_path, in_style, show
from lecopt.widgets.base import SiteWidget
from lecopt.widgets.racers import racers
from lecopt.widgets.terrain import terrain, tuned_rate

MOST_STEPS = 2000
CHECKS = {
    "start": lambda value: finite_floats("start", value, (2,)).tolist(),
    "steps": lambda value: require_whole("steps", value, 1, MOST_STEPS),
    "noise": lambda value: as_number("noise", value, least=0),
    "seed": lambda value: require_whole("seed", value, 0, 2**32 - 1),
}
SLIDERS = {"lr": ("log", 1e-5, 10), "eps": ("log0", 1e-12, 1), "weight_decay": ("log0", 1e-4, 10)}
SLIDERS |= dict.fromkeys(("rho", "decay", "beta", "beta1", "beta2"), ("keep", 0, 0.9999))


def race(
    landscape: str | sp.Expr | Landscape = "rosenbrock",
    rules: str | Callable | Iterable[str | Callable] | None = None,
    start: ArrayLike | None = None,
    steps: int = 100,
    noise: float = 0.0,
    seed: int = 0,
    predict: dict | None = None,
    **hyper: float | dict[str, float],
) -> "Race":
    """Widget: rules race down a landscape; drag the start, move the hyper-parameters, play it step by step.

    Args:
        landscape: a name of `lecopt.LANDSCAPES`, a formula in text such as "x**2 + 3*y**2", or a landscape.
        rules: names of `lecopt.RULES` or functions of the same shape, your own among them; default: all seven.
        start: two numbers; default: the landscape's.
        steps: 1 to 2000. noise: standard deviation of the noise on the gradient, >= 0. seed: whole number, 0 or more.
        predict: a question to ask before the outcome shows, see `lecopt.widgets`.
        hyper: a number for every rule that has it (lr=0.1, beta1=0.8), or by rule (adam=dict(lr=0.1)). An lr that is
            not given is tuned: of 1, 2, 5 × 10^k the one with the lowest loss over the second half of the race, of
            those that stay in the window and never climb above the start.
    Returns: a widget with the traits start, steps, noise, seed, hyper (rule -> name -> value), shown (names of the
        rules that are on) to set and to observe, and path (rule -> array (steps + 1, 2)) to observe.

    >>> race("bowl", rules=["sgd", "adam"], start=[1, 1], steps=3, lr=0.1).path["sgd"]
    array([[1.   , 1.   ],
           [0.9  , 0.   ],
           [0.81 , 0.   ],
           [0.729, 0.   ]])
    """
    return Race(landscape, racers(rules), start, steps, noise, seed, predict, hyper)


class Race(SiteWidget):
    """The widget that `race` makes."""

    kind = "race"
    landscape = traitlets.Dict().tag(sync=True)
    rules = traitlets.List().tag(sync=True)
    sliders = traitlets.Dict().tag(sync=True)
    start = traitlets.Any().tag(sync=True)
    steps = traitlets.Any().tag(sync=True)
    noise = traitlets.Any().tag(sync=True)
    seed = traitlets.Any().tag(sync=True)
    hyper = traitlets.Any().tag(sync=True)
    shown = traitlets.Any().tag(sync=True)
    initial = traitlets.Dict().tag(sync=True)
    computed = traitlets.Dict().tag(sync=True)  # paths of the rules that only Python can run
    path = traitlets.Dict()

    def __init__(self, landscape, entrants, start, steps, noise, seed, predict, hyper):
        self._land = landscape_of(landscape)
        self._racers = {racer.name: racer for racer in entrants}
        steps = CHECKS["steps"](steps)
        start = CHECKS["start"](self._land.start if start is None else start)
        state = {
            "start": start,
            "steps": steps,
            "noise": CHECKS["noise"](noise),
            "seed": CHECKS["seed"](seed),
            "hyper": self._starting_hyper(hyper, start, steps),
            "shown": list(self._racers),
        }
        self._hyper, self._ran = state["hyper"], None
        super().__init__(
            landscape=terrain(self._land, hessian=any(racer.coupled for racer in entrants)),
            rules=[racer.spec() for racer in entrants],
            sliders=_sliders(entrants, state["hyper"]),
            initial=state,
            predict=predict,
            **state,
        )
        self._run()
        self.observe(self._run, ["start", "steps", "noise", "seed", "hyper"])

    def __repr__(self):
        return f"race({self._land.name!r}, rules={list(self._racers)})"

    def _starting_hyper(self, given, start, steps):
        hyper = {name: dict(racer.hyper) for name, racer in self._racers.items()}
        for word, value in given.items():
            if word in hyper and isinstance(value, dict):
                continue
            takers = [name for name in hyper if word in hyper[name]]
            if not takers:
                raise ValueError(f"race has no argument {word!r}, and none of its rules has such a hyper-parameter")
            for name in takers:
                hyper[name][word] = as_number(word, value)
        hyper = self._completed(
            hyper, {name: value for name, value in given.items() if name in hyper and isinstance(value, dict)}
        )
        for name, racer in self._racers.items():
            if "lr" in racer.hyper and "lr" not in given and "lr" not in given.get(name, {}):
                hyper[name]["lr"] = tuned_rate(racer, self._land, start, min(steps, 500), **hyper[name])
        return hyper

    def _completed(self, hyper, changes):
        """hyper with the changes; raises a sentence for a rule or a name that isn't there."""
        if not isinstance(changes, dict) or not all(isinstance(values, dict) for values in changes.values()):
            raise ValueError(f"hyper must be a dict such as {{'adam': {{'lr': 0.1}}}}, got {changes!r}")
        hyper = {name: dict(values) for name, values in hyper.items()}
        for name, values in changes.items():
            if name not in hyper:
                raise ValueError(f"hyper: there is no rule {name!r} in this race; there are {', '.join(hyper)}")
            for word, value in values.items():
                if word not in hyper[name]:
                    raise ValueError(
                        f"{name} has no hyper-parameter {word!r}; it has {', '.join(hyper[name]) or 'none'}"
                    )
                hyper[name][word] = as_number(f"{word} of {name}", value)
        return hyper

    @traitlets.validate("start", "steps", "noise", "seed", "hyper", "shown")
    def _checked(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        return {**CHECKS, "shown": self._known, "hyper": self._tried}[name](value)

    def _tried(self, changes):
        """hyper after changes, once every rule has made a step with it: run says what is out of range."""
        hyper = self._completed(self._hyper, changes)
        for name, racer in self._racers.items():
            if racer.program:
                racer.path(self._land, self._land.start, 1, **hyper[name])
        self._hyper = hyper
        return hyper

    def _known(self, names):
        if isinstance(names, str) or not all(name in self._racers for name in names):
            raise ValueError(f"shown must be a list of {', '.join(self._racers)}, got {names!r}")
        return [name for name in self._racers if name in names]

    def _run(self, _=None):
        """Every path anew, once for each state: several traits may have changed together."""
        state = repr([self.start, self.steps, self.noise, self.seed, self.hyper])
        if state == self._ran:
            return
        self._ran, paths, computed = state, {}, {}
        for name, racer in self._racers.items():
            try:
                path = racer.path(self._land, self.start, self.steps, self.noise, self.seed, **self.hyper[name])
            except Exception as error:
                if racer.program:
                    raise
                computed[name] = {"points": [], "sorry": f"{name} raised {type(error).__name__}: {error}"}
                continue
            paths[name] = path
            if not racer.program:
                computed[name] = {"points": [[float(v) if np.isfinite(v) else None for v in point] for point in path]}
        self.path, self.computed = paths, computed

    @in_style
    def picture(self) -> Picture:
        """The landscape with every path, as a picture."""
        fig, ax = plt.subplots(figsize=(5.2, 4.2))
        draw_landscape(ax, self._land, resolution=31)
        for name, path in self.path.items():
            draw_path(ax, path, self._racers[name].colour, name, points=0)
        ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
        best = min(self.path, key=lambda name: np.nan_to_num(self._land(self.path[name][-1]), nan=np.inf))
        return show(
            fig,
            f"Paths of {', '.join(self.path)} over {self.steps} steps on the landscape {self._land.name}; "
            f"{best} ends lowest, at a loss of {self._land(self.path[best][-1]):.3g}.",
        )


def _sliders(entrants, hyper):
    """The range of every hyper-parameter's slider, wide enough for the values it starts with."""
    ranges = {}
    for racer in entrants:
        for word, default in racer.hyper.items():
            kind, low, high = ranges.get(word) or SLIDERS.get(word) or _range(default)
            values = [v for v in (default, hyper[racer.name][word]) if v > 0 or kind == "linear"]
            ranges[word] = (
                (kind, low, high) if kind == "keep" else (kind, min(low, *values, low), max(high, *values, high))
            )
    return {word: {"kind": kind, "low": low, "high": high} for word, (kind, low, high) in ranges.items()}


def _range(default):
    """A slider for a hyper-parameter of which only the default is known."""
    if default > 0:
        return "log", default / 1000, default * 1000
    return "linear", min(default * 3, -1.0), max(-default, 1.0)
