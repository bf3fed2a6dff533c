"""An exercise of "How far should one step go?": Armijo's rule."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from .gradient_descent import curved


def armijo(f, grad, w, direction):
    """The first of 1, 1/2, 1/4, … that brings a sufficient decrease.

    f: w -> float. grad: w -> gradient. w, direction: (d,), the direction goes down.
    Returns the step, a float.
    """
    step = 1.0
    value, slope = f(w), grad(w) @ direction
    while f(w + step * direction) > value + 1e-4 * step * slope:
        step = step / 2
    return step


def _downhill(rng, g):
    """A direction of the gradient's size that clearly goes down, and is not -g."""
    while True:
        d = -0.3 * g + 0.3 * np.linalg.norm(g) * rng.normal(size=g.shape)
        if g @ d < -0.1 * np.linalg.norm(g) * np.linalg.norm(d):
            return d


def _searches(rng):
    """Steps on which every trial decision has room: no answer depends on rounding."""
    yield (lambda w: float(2 * w @ w)), (lambda w: 4 * w), np.array([1.0, -2.0]), np.array([-4.0, 8.0])
    for d, steep in ((1, 1.0), (2, 8.0), (2, 60.0), (3, 300.0)):
        A, grad = curved(rng, d)
        A, slope = steep * A, lambda w, grad=grad, steep=steep: steep * grad(w)
        centre = np.linalg.solve(A, -slope(np.zeros(d)))

        def f(w, A=A, centre=centre):
            return float((w - centre) @ A @ (w - centre) / 2)

        w = rng.normal(size=d) + 1
        yield f, slope, w, -slope(w)
        yield Case((f, slope, w, _downhill(rng, slope(w)) / steep), {}, "a direction that is not -g")
    for power in (36, 70, 120):

        def wall(w, gap=1.5 * 2.0**-power):
            return float(1 - w[0] if w[0] <= 0 else 0 if w[0] < gap else 2)

        yield Case(
            (wall, lambda w: np.array([-1.0]), np.zeros(1), np.ones(1)),
            {},
            f"a wall so near that the step is 2**-{power}",
        )
    yield Case(
        ((lambda w: float(w @ w)), (lambda w: 2 * w), np.array([1.0, 1.0]), np.array([1.0, -2.0])),
        {},
        "a direction across: one coordinate goes up",
    )

    def quartic(w):
        return float((w**4).sum())

    w = rng.uniform(1, 2, 2)
    yield Case((quartic, lambda w: 4 * w**3, w, -4 * w**3), {}, "a landscape that is not quadratic")
    # a full step that changes next to nothing: only the term with c tells whether it may be taken
    for change, length in ((-1e-5, 1.0), (5e-5, 1.0), (-5e-5, 0.05)):

        def stair(w, change=change, length=length):
            return float(1 + change if w[0] > 0.6 * length else 1 - w[0])

        yield Case(
            (stair, lambda w: np.array([-1.0]), np.zeros(1), np.array([length])), {}, "a full step that hardly pays"
        )

    # half a step that hardly pays: the promise must shrink with the step, and be that of the slope at w
    def landing(w):
        return float(1.1 if w[0] > 0.6 else 1 - 0.75e-4 if w[0] > 0.3 else 1 - w[0])

    def ledge(w):
        return float(1 - 1.5e-4 if w[0] > 0.6 else 1 - w[0])

    for f in (landing, ledge):
        yield Case((f, lambda w: np.array([-1 - w[0]]), np.zeros(1), np.ones(1)), {}, "a step that hardly pays")


def _step_and_halvings(answer, args, kwargs):
    """The step, and how often 1 was halved: two steps that are both tiny are not the same."""
    step = answer(*args, **kwargs)
    if np.ndim(step) or not isinstance(step, (int, float, np.number, np.ndarray)) or isinstance(step, bool):
        return step
    with np.errstate(all="ignore"):
        return {"the step": step, "the number of halvings": -np.log2(step)}


EXERCISES = [
    Exercise(
        reference=armijo,
        position=4,
        title="Armijo's rule",
        statement=(
            "Write `armijo(f, grad, w, direction)`: the first of $1, \\tfrac12, \\tfrac14, \\dots$ for which (3) "
            "holds with $c = 10^{-4}$. The direction may be any that goes down, not only $-g$."
        ),
        hints=(
            (
                "What does the slope promise for a step t? It is t times the gradient times the direction, a "
                "negative number."
            ),
            "Start with 1 and halve as long as the condition is *not* met.",
            "The gradient is the one at w; it does not change while you search.",
        ),
        cases=_searches,
        trial=_step_and_halvings,
        mistakes=(
            Mistake(
                "gives up",
                tuple(
                    edit(
                        "    while f(w + step * direction) > value + 1e-4 * step * slope:\n        step = step / 2",
                        f"    for _ in range({tries}):\n"
                        "        if f(w + step * direction) <= value + 1e-4 * step * slope:\n            break\n"
                        "        step = step / 2",
                        "    return step",
                        end,
                    )
                    for end in ("    return step", "    else:\n        return None\n    return step")
                    for tries in (10, 20, 30, 50, 100, 25, 40, 60, 11, 21, 31, 51, 101, 64)
                )
                + tuple(
                    edit(" * slope:", f" * slope and step > {least}:")
                    for least in ("1e-10", "1e-8", "1e-6", "1e-12", "1e-16", "1e-5", "1e-4", "1e-3", "1e-20")
                ),
                "You give up before (3) holds: where a wall is near, the step must be halved more often. Halve as long "
                "as it takes.",
            ),
            Mistake(
                "a step of 0",
                edit("step / 2", "step // 2"),
                "Your step is 0 wherever 1 is too long, so that nothing moves. Half of 1 is ½; `1 // 2` is 0.",
            ),
            Mistake(
                "doubles",
                edit("step / 2", "step * 2", " * slope:", " * slope and step < 1e9:"),
                "You double the step where it is refused. A refused step is too long: halve it.",
            ),
            Mistake(
                "halves while it holds",
                edit(") > value", ") <= value", " * slope:", " * slope and step > 1e-200:"),
                "You halve as long as the condition *holds*. Halve as long as it does not.",
            ),
            Mistake(
                "only one halving",
                edit("    while f", "    if f"),
                "You halve once at most: `if` asks once, `while` as long as it takes.",
            ),
            Mistake(
                "any decrease will do",
                edit(" + 1e-4 * step * slope", ""),
                "You accept any decrease. Armijo asks for a share of what the slope promises, c·t·gᵀd, or else "
                "steps can be accepted that gain next to nothing.",
                "line search",
            ),
            Mistake(
                "the full promise",
                edit("1e-4 * step", "step"),
                "You ask for all that the slope promises, and a curved landscape can't keep that. The share is c "
                "= 1e-4.",
            ),
            Mistake(
                "the step forgotten",
                edit("1e-4 * step * slope", "1e-4 * slope"),
                "You ask every step for the same decrease, c·gᵀd. A shorter step promises less: c·t·gᵀd.",
            ),
            Mistake(
                "the slope at the new point",
                edit("1e-4 * step * slope", "1e-4 * step * (grad(w + step * direction) @ direction)"),
                "You take the gradient at the point that you try. The promise is that of the slope at w, where "
                "you stand.",
            ),
            Mistake(
                "another c",
                tuple(
                    edit("1e-4 * step", f"{c} * step")
                    for c in ("0.5", "0.1", "1e-3", "0.3", "0.9", "0.01", "0.2", "0.25", "1e-5", "1e-6", "0.05")
                ),
                "Your share c is not the one asked for: c = 1e-4.",
            ),
            Mistake(
                "walks the other way",
                edit("f(w + step * direction)", "f(w - step * direction)"),
                "You walk against the direction. It goes down already: w *plus* t times it.",
            ),
            Mistake(
                "uses the length of the gradient",
                edit("grad(w) @ direction", "-grad(w) @ grad(w)"),
                "You use −‖g‖² as the slope. That is right for d = −g only; in general it is gᵀd.",
            ),
            Mistake(
                "the wrong sign",
                edit("+ 1e-4 * step * slope", "- 1e-4 * step * slope"),
                "The sign: gᵀd is negative, and the value must fall below f(w) *plus* c·t·gᵀd. With a minus you "
                "allow it to rise.",
            ),
            Mistake(
                "one halving too many",
                edit("    return step", "    return step / 2"),
                "You halve once more than needed: the first step that meets the condition is asked for.",
            ),
            Mistake("shrinks by ten", edit("step / 2", "step / 10"), "You divide by 10. The candidates are 1, ½, ¼, …"),
            Mistake(
                "returns the new w",
                edit("    return step", "    return w + step * direction"),
                "You return the new point. The *step* is asked for, a number.",
            ),
            Mistake(
                "steps along the gradient",
                edit("f(w + step * direction)", "f(w - step * grad(w))"),
                "You walk along −g whatever the direction. Walk along `direction`.",
            ),
        ),
    ),
]
