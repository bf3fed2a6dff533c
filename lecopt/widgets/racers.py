"""Racers: the rules of a race with their programs, and the paths they take in Python."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_number, shown
from lecopt.descent import run
from lecopt.first_order import RULES
from lecopt.landscapes import Landscape
from lecopt.plotting import COLOURS
from lecopt.signatures import name_of, require_rule, signature_of
from lecopt.symbolic import NotArithmetic, evaluate, program, working
from lecopt.symbolic.programs import require_program
from lecopt.widgets.checks import plain
from lecopt.widgets.noise import noise

OWN_COLOURS = ("#C2185B", "#6B8E23", "#8C6D31", "#607D8B")  # of a learner's own rules, in the order they come
TAKEN = ("landscape", "rules", "start", "steps", "noise", "seed", "predict", "rule", "grad", "w0")  # by race and run


class RuleProblem(ValueError):
    """A rule that can't run: what it did, in one sentence."""


@dataclass
class Racer:
    """A rule in a race. program: None where the rule is more than arithmetic, and why says what it did."""

    name: str
    rule: Callable
    colour: str
    hyper: dict
    program: dict | None = None
    lines: list = field(default_factory=list)
    why: str = ""
    ranges: dict = field(default_factory=dict)  # the rule's own sliders: hyper-parameter -> (kind, low, high)

    @property
    def coupled(self) -> bool:
        """True where the program takes the whole point with its Hessian, and not one coordinate at a time."""
        return bool(self.program and self.program.get("coupled"))

    def spec(self) -> dict:
        """What the browser needs to know of it."""
        program = self.program and {
            key: self.program[key] for key in ("inputs", "ops", "outputs", "coupled") if key in self.program
        }
        return {"name": self.name, "colour": self.colour, "program": program, "lines": self.lines, "why": self.why}

    def path(
        self,
        landscape: Landscape,
        start: ArrayLike,
        steps: int,
        noise_size: float = 0.0,
        seed: int = 0,
        /,
        **hyper: ArrayLike,
    ) -> NDArray:
        """Path of shape (steps + 1, 2); many, as in `lecopt.run`, for a start of shape (..., 2) and arrays in hyper.

        Raises: ValueError (RuleProblem, where the rule itself is to blame) with one sentence.
        """
        if self.coupled:
            return _coupled_path(self.program, landscape, start, steps, noise_size, seed, hyper)
        return run(self._watched(), _noisy(landscape.grad, noise_size, seed, steps), start, steps, **hyper)

    def _watched(self):
        """The rule under the racer's name; what goes wrong in it is said in one sentence."""
        try:
            require_rule(self.rule)
        except TypeError:
            raise RuleProblem(f"{self.name} must take w and dw, as in (w, dw, *, lr=0.1)") from None

        @functools.wraps(self.rule)
        def watched(*arguments, **hyper):
            try:
                result = self.rule(*arguments, **hyper)
            except Exception as error:
                said = " ".join(str(error).split())[:200]
                raise RuleProblem(f"{self.name} raised {type(error).__name__}: {said}") from error
            if not isinstance(result, tuple) or len(result) != 2:
                got = f"{len(result)} things" if isinstance(result, tuple) else f"a single {type(result).__name__}"
                got = "None, as a function without `return` does" if result is None else got
                need = "the new w and its state, as in `return w, ()`"
                raise RuleProblem(f"{self.name} must return two things, {need}, and it returned {got}")
            return result

        watched.__name__ = self.name
        return watched


def racers(rules: str | Callable | Iterable | None = None) -> list[Racer]:
    """The racers for names and functions. Raises: ValueError with a sentence for what is no rule, and for one twice."""
    rules = _listed(RULES if rules is None else rules)
    names, found = _names(rules), []
    for rule, name in zip(rules, names):
        found.append(_racer(rule, name, sum(racer.colour in OWN_COLOURS for racer in found)))
    return found


def _listed(rules):
    """The rules as functions, in a list."""
    if isinstance(rules, str) or callable(rules):
        rules = [rules]
    if not isinstance(rules, Iterable):
        raise ValueError(f"rules must be names or functions, got {shown(rules)}")
    rules = list(rules)
    if not rules:
        raise ValueError("rules must name one rule or more, got none")
    for rule in rules:
        if isinstance(rule, str) and rule not in RULES:
            raise ValueError(f"rules: there is no rule {rule!r}; there are {', '.join(RULES)}, or give a function")
        if isinstance(rule, type) or not (isinstance(rule, str) or callable(rule)):
            got = f"the class {rule.__name__}" if isinstance(rule, type) else shown(rule)
            raise ValueError(f"rules must be names or functions, got {got}")
    return [RULES[rule] if isinstance(rule, str) else rule for rule in rules]


def _names(rules):
    """A name for each rule, no two alike. One without a name of its own is called by its place."""
    names = []
    of_the_book = {name for name, rule in RULES.items() if any(rule is other for other in rules)}
    for place, rule in enumerate(rules, 1):
        if any(rule is other for other in rules[: place - 1]):
            raise ValueError(f"rules must have different names, got {name_of(rule)!r} twice")
        name = name_of(rule)
        if name == "<lambda>" or isinstance(rule, functools.partial):
            name = f"rule {place}"
        if name in of_the_book and RULES[name] is not rule:
            name += " (yours)"
        alike = 1 + sum(other == name or other.startswith(f"{name} #") for other in names)
        names.append(name if alike == 1 else f"{name} #{alike}")
    return names


def _racer(rule, name, owns):
    colour = COLOURS[name] if RULES.get(name) is rule else OWN_COLOURS[owns % len(OWN_COLOURS)]
    try:
        _, hyper = signature_of(rule)
    except TypeError:
        raise ValueError(f"rules must be names or functions of w and dw, got {shown(rule)}") from None
    hyper = {word: _default(name, word, default) for word, default in hyper.items()}
    ranges = getattr(rule, "sliders", {})
    ranges = ranges if isinstance(ranges, Mapping) else {}
    try:
        arithmetic = getattr(rule, "program", None) or program(rule)
        require_program(arithmetic)
    except NotArithmetic as error:
        return Racer(name, rule, colour, hyper, why=str(error), ranges=ranges)
    lines = [] if arithmetic.get("coupled") else working(rule, arithmetic)
    return Racer(name, rule, colour, hyper, arithmetic, lines, ranges=ranges)


def _default(name, word, default):
    """The default of a hyper-parameter: where its slider starts."""
    if word in TAKEN:
        raise ValueError(f"{name}: {word} is an argument of race or run; give the hyper-parameter another name")
    try:
        return as_number(word, plain(default))
    except ValueError:
        what = f"a number as its default, got {shown(default)}"
        raise ValueError(f"{name}: the hyper-parameter {word} needs {what}") from None


def _noisy(grad, size, seed, steps):
    """The gradient with noise of a standard deviation: the same noise for every rule, so that the race is fair."""
    if not size:
        return grad
    disturbances = iter(size * noise(seed, 2 * steps).reshape(steps, 2))
    return lambda w: grad(w) + next(disturbances)


def _coupled_path(program, landscape: Landscape, start, steps, noise_size, seed, hyper):
    """Path of a program over (x, y, dx, dy, hxx, hxy, hyy, *state, *hyper) with outputs (x, y, *state)."""
    w = np.array(start, dtype=float)
    path, grad = [w], _noisy(landscape.grad, noise_size, seed, steps)
    values = [float(hyper[name]) for name in program["inputs"] if name in hyper]
    state = [0.0] * (len(program["inputs"]) - 7 - len(values))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            (hxx, hxy), (_, hyy) = landscape.hess(w)
            x, y, *state = evaluate(program, *w, *grad(w), hxx, hxy, hyy, *state, *values)
            w = np.array([x, y], dtype=float)
            path.append(w)
    return np.array(path)
