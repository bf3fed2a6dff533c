"""Racers: the rules of a race with their programs, and the paths they take in Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.descent import run
from lecopt.first_order import RULES
from lecopt.landscapes import Landscape
from lecopt.plotting import COLOURS
from lecopt.signatures import signature_of
from lecopt.symbolic import NotArithmetic, evaluate, program, working
from lecopt.widgets.noise import noise

OWN_COLOURS = ("#C2185B", "#6B8E23", "#8C6D31", "#607D8B")  # of a learner's own rules, in the order they come


@dataclass
class Racer:
    """A rule in a race. program: None where the rule is more than arithmetic, and why says what it did."""

    name: str
    rule: object
    colour: str
    hyper: dict
    program: dict | None = None
    lines: list = field(default_factory=list)
    why: str = ""

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
        **hyper: ArrayLike,
    ) -> NDArray:
        """Path of shape (steps + 1, 2); many, as in `lecopt.run`, for a start of shape (..., 2) and arrays in hyper."""
        if self.coupled:
            return _coupled_path(self.program, landscape, start, steps, noise_size, seed, hyper)
        return run(self.rule, _noisy(landscape.grad, noise_size, seed, steps), start, steps, **hyper)


def racers(rules: str | Callable | Iterable | None = None) -> list[Racer]:
    """The racers for names and functions. Raises: ValueError with a sentence for a name that is no rule's."""
    if isinstance(rules, str) or callable(rules):
        rules = [rules]
    found = []
    for rule in RULES if rules is None else rules:
        racer = _racer(rule, sum(racer.colour in OWN_COLOURS for racer in found))
        if any(racer.name == other.name for other in found):
            racer.name += " (yours)"
        if any(racer.name == other.name for other in found):
            raise ValueError(f"rules must have different names, got {racer.name!r} twice")
        found.append(racer)
    if not found:
        raise ValueError("rules must name one rule or more, got none")
    return found


def _racer(rule, owns):
    if isinstance(rule, str) and rule not in RULES:
        raise ValueError(f"rules: there is no rule {rule!r}; there are {', '.join(RULES)}, or give a function")
    rule = RULES.get(rule, rule) if isinstance(rule, str) else rule
    if not callable(rule):
        raise ValueError(f"rules must be names or functions, got {rule!r}")
    name = getattr(rule, "__name__", type(rule).__name__)
    colour = COLOURS[name] if RULES.get(name) is rule else OWN_COLOURS[owns % len(OWN_COLOURS)]
    _, hyper = signature_of(rule)
    for word, default in hyper.items():
        if not isinstance(default, (int, float)) or isinstance(default, bool):
            raise ValueError(f"{name}: the hyper-parameter {word} needs a number as its default, got {default!r}")
    hyper = {word: float(default) for word, default in hyper.items()}
    try:
        arithmetic = getattr(rule, "program", None) or program(rule)
    except NotArithmetic as error:
        return Racer(name, rule, colour, hyper, why=str(error))
    lines = [] if arithmetic.get("coupled") else working(rule, arithmetic)
    return Racer(name, rule, colour, hyper, arithmetic, lines)


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
