"""The race: several rules down one landscape, with everything about them in the reader's hands."""

import textwrap
from collections.abc import Callable, Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp
import traitlets
from numpy.typing import ArrayLike

from lecopt.arguments import require_whole, shown
from lecopt.descent import did_you_mean
from lecopt.landscapes import Landscape
from lecopt.landscapes import landscape as landscape_of
from lecopt.plotting import Picture, draw_landscape, draw_path, in_style, show
from lecopt.signatures import name_of
from lecopt.widgets.base import SiteWidget
from lecopt.widgets.checks import Checked, floats, number
from lecopt.widgets.racers import racers
from lecopt.widgets.ranges import hyper_value, nothing_takes, slider_ranges
from lecopt.widgets.terrain import terrain, tuned_rate

MOST_STEPS = 2000


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
        rules that are on) to set and to observe, and path (rule -> array (steps + 1, 2)) and problems (rule -> one
        sentence, for those that can't run) to observe.
    Raises: ValueError naming the argument.

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
    start = Checked().tag(sync=True)
    steps = Checked().tag(sync=True)
    noise = Checked().tag(sync=True)
    seed = Checked().tag(sync=True)
    hyper = Checked().tag(sync=True)
    shown = Checked().tag(sync=True)
    initial = traitlets.Dict().tag(sync=True)
    computed = traitlets.Dict().tag(sync=True)  # paths of the rules that only Python can run, and why one can't run
    path = traitlets.Dict()
    problems = traitlets.Dict()

    def __init__(self, landscape, entrants, start, steps, noise, seed, predict, hyper):
        self._land = _landscape(landscape)
        self._racers = {racer.name: racer for racer in entrants}
        ground = terrain(self._land, hessian=any(racer.coupled for racer in entrants))
        steps = self._settings["steps"](steps)
        start = self._settings["start"](self._land.start if start is None else start)
        state = {
            "start": start,
            "steps": steps,
            "noise": self._settings["noise"](noise),
            "seed": self._settings["seed"](seed),
            "hyper": self._starting_hyper(hyper, start, steps),
            "shown": list(self._racers),
        }
        self._first, self._ran = state["hyper"], None
        sliders = slider_ranges(entrants, state["hyper"])
        specs = [racer.spec() for racer in entrants]
        super().__init__(landscape=ground, rules=specs, sliders=sliders, initial=state, predict=predict, **state)
        self._run()
        self.observe(self._run, ["start", "steps", "noise", "seed", "hyper"])

    def __repr__(self):
        return "; ".join([f"race({self._land.name!r}, rules={list(self._racers)})", *self.problems.values()])

    @property
    def _settings(self):
        """What each trait that can be set asks of its value."""
        return {
            "start": self._placed,
            "steps": lambda value: require_whole("steps", value, 1, MOST_STEPS),
            "noise": lambda value: number("noise", value, least=0),
            "seed": lambda value: require_whole("seed", value, 0, 2**32 - 1),
            "hyper": lambda value: self._completed(self._trait_values.get("hyper", self._first), value),
            "shown": self._known,
        }

    def checked(self, name: str, value: Any) -> Any:
        """The value of a trait that is set. Raises: one sentence that names it."""
        return self._settings[name](value) if name in self._settings else super().checked(name, value)

    def _placed(self, start):
        start = floats("start", start, (2,)).tolist()
        if not np.isfinite(height := self._land(start)):
            raise ValueError(f"start must be where the landscape has a finite value: at {start} it is {height}")
        return start

    def _starting_hyper(self, given, start, steps):
        hyper = {name: dict(racer.hyper) for name, racer in self._racers.items()}
        of_rules = {}
        for word, value in given.items():
            takers = [name for name in hyper if word in hyper[name]]
            if word in hyper and isinstance(value, dict):
                of_rules[word] = value
            elif not takers:
                raise ValueError(nothing_takes(word, value, hyper))
            for name in takers if word not in of_rules else ():
                hyper[name][word] = hyper_value(self._racers[name], word, value, said=word)
        hyper = self._completed(hyper, of_rules)
        for name, racer in self._racers.items():
            for word, value in hyper[name].items():
                hyper_value(racer, word, value, said=f"{word} of {name}")  # a default may be out of range
            if "lr" in racer.hyper and "lr" not in given and "lr" not in of_rules.get(name, {}):
                hyper[name]["lr"] = tuned_rate(racer, self._land, start, min(steps, 500), **hyper[name])
        return hyper

    def _completed(self, hyper, changes):
        """hyper with the changes; raises a sentence for a rule or a name that isn't there, and for a value."""
        if not isinstance(changes, dict) or not all(isinstance(values, dict) for values in changes.values()):
            raise ValueError(f"hyper must be a dict such as {{'adam': {{'lr': 0.1}}}}, got {shown(changes)}")
        hyper = {name: dict(values) for name, values in hyper.items()}
        for name, values in changes.items():
            if name not in hyper:
                raise ValueError(f"hyper: there is no rule {name!r} in this race; there are {', '.join(hyper)}")
            for word, value in values.items():
                if word not in hyper[name]:
                    has = ", ".join(hyper[name]) or "none"
                    meant = did_you_mean(word, hyper[name])
                    raise ValueError(f"{name} has no hyper-parameter {word!r}; it has {has}{meant}")
                hyper[name][word] = hyper_value(self._racers[name], word, value, said=f"{word} of {name}")
        return hyper

    def _known(self, names):
        if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) and n in self._racers for n in names):
            raise ValueError(f"shown must be a list of {', '.join(self._racers)}, got {shown(names)}")
        return [name for name in self._racers if name in names]

    def _run(self, _=None):
        """Every path anew, once for each state: several traits may have changed together."""
        state = repr([self.start, self.steps, self.noise, self.seed, self.hyper])
        if state == self._ran:
            return
        self._ran, paths, computed, problems = state, {}, {}, {}
        for name, racer in self._racers.items():
            try:
                path = racer.path(self._land, self.start, self.steps, self.noise, self.seed, **self.hyper[name])
            except Exception as error:  # a rule of one's own: what it does is its business, and is said
                problems[name] = str(error)
                computed[name] = {"points": [], "sorry": problems[name]}
                continue
            paths[name] = path
            if not racer.program:
                computed[name] = {"points": [[float(v) if np.isfinite(v) else None for v in point] for point in path]}
        self.problems, self.path, self.computed = problems, paths, computed

    @in_style
    def picture(self) -> Picture:
        """The landscape with every path, as a picture; under it, why a rule can't run."""
        fig, ax = plt.subplots(figsize=(5.2, 4.2))
        draw_landscape(ax, self._land, resolution=31)
        for name, path in self.path.items():
            draw_path(ax, path, self._racers[name].colour, name, points=0)
        if self.path:
            ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
        if self.problems:
            lines = [line.replace("$", r"\$") for why in self.problems.values() for line in textwrap.wrap(why, 72)]
            fig.supxlabel("\n".join(lines), fontsize=8.5, x=0.02, ha="left", multialignment="left")
        return show(fig, " ".join([self._outcome(), *(f"{why}." for why in self.problems.values())]))

    def _outcome(self):
        """How it went, in a sentence."""
        where = f"over {self.steps} steps on the landscape {self._land.name}"
        if not self.path:
            return f"No rule of this race can run {where}."
        ends = {name: float(self._land(path[-1])) for name, path in self.path.items()}
        best = min(ends, key=lambda name: np.nan_to_num(ends[name], nan=np.inf))
        how = (
            f"{best} ends lowest, at a loss of {ends[best]:.3g}"
            if np.isfinite(ends[best])
            else "none ends at a finite loss"
        )
        return f"Paths of {', '.join(self.path)} {where}; {how}."


def _landscape(what):
    """The landscape for a name, a formula or a landscape; the sentence names the argument."""
    if not isinstance(what, (str, sp.Expr, Landscape)):
        got = f"the function {name_of(what)}" if callable(what) else shown(what)
        raise ValueError(f"landscape must be a name such as 'bowl', a formula such as 'x**2 + 3*y**2', got {got}")
    try:
        return landscape_of(what)
    except ValueError as error:
        raise ValueError(f"landscape: {error}") from None
