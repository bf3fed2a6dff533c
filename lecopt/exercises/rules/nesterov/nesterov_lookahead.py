"""Exercise of "What if we looked where we are going?": look ahead."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit
from lecopt.checker.trials import Varied, ignored, silence

from ..shared import written_in


def nesterov_lookahead(grad, x, v, lr, rho):
    """One step of Nesterov momentum as it was first told: look ahead, then move.

    grad: point -> gradient. x, v: position and velocity. Returns (x, v), the new ones.
    """
    v = rho * v - lr * grad(x + rho * v)
    x = x + v
    return x, v


FIRST_LINE = "    v = rho * v - lr * grad(x + rho * v)"


def function(text):
    """The function of a text, which is its name too: what an input shows can be pasted."""
    made = eval(text, {"np": np})
    made.__name__ = text
    return made


def _looks(rng):
    valley, waves = function("lambda x: np.array([[2.0, 1.0], [1.0, 3.0]]) @ x"), function("lambda x: np.cos(3 * x)")
    slope = function("lambda x: 0 * x + np.array([1.0, -2.0])")
    x, v = np.array([1.0, -2.0]), np.array([0.5, 1.5])
    yield valley, x, v, Varied(0.1, 0.2), Varied(0.9, 0.5)
    yield Case((function("lambda x: 2 * x"), np.array([1.0]), np.array([0.5]), 0.25, 0.5), {}, "one weight")
    yield Case((valley, x, np.zeros(2), 0.1, 0.9), {}, "no velocity yet")
    yield Case((valley, x, v, 0.1, 0.0), {}, "rho is 0, and it must be gradient descent")
    yield Case((valley, x, v, 0.1, 0.999), {}, "rho close to 1")
    yield Case((waves, x, v, 0.1, 0.9), {}, "a landscape that is not quadratic")
    yield Case((slope, x, v, 0.1, 0.9), {}, "the same slope everywhere")
    yield Case((function("lambda x: 1e6 * x"), x, v, 0.1, 0.9), {}, "a steep landscape")
    yield Case(
        (function("lambda x: 2 * x"), np.array([[1.0, 2.0], [3.0, -1.0]]), np.eye(2), 0.1, 0.8), {}, "a matrix x"
    )
    for d in (2, 3):
        slopes = np.round(rng.uniform(0.1, 3, size=d), 3).tolist()
        lr, rho = (float(rng.uniform(*range_)) for range_ in ((0.05, 0.3), (0.5, 0.95)))
        yield function(f"lambda x: np.array({slopes}) * x"), rng.normal(size=d), rng.normal(size=d), lr, rho


def _pair(answer, args, kwargs):
    """The new pair by name; where lr and rho have second values, the pair must change with them."""
    grad, x, v, *numbers = args
    varied = {name: value for name, value in zip(("lr", "rho"), numbers, strict=True) if isinstance(value, Varied)}
    before = x.copy(), v.copy()

    def other(changed):
        hyper = dict(zip(("lr", "rho"), map(float, numbers), strict=True)) | changed
        return [np.copy(part) for part in _called(answer, grad, *(part.copy() for part in before), **hyper)]

    result = _called(answer, grad, x, v, *map(float, numbers))
    if varied:
        with silence():
            again = other({})
            if not all(map(np.array_equal, again, result)):
                raise Complaint(
                    "Called again with the same arguments, your function gives another pair: something outside its "
                    "arguments has changed in between. All that it needs are `x` and `v`."
                )
            unused = ignored(varied, result, other)
        if unused:
            raise Complaint(unused)
    return {"x": result[0], "v": result[1]}


def _called(answer, grad, x, v, lr, rho):
    result = answer(grad, x, v, lr, rho)
    if result is None:
        raise Complaint("Your function returns None: is its `return` missing? Its last line is `return x, v`.")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        kind = f"{len(result)} things" if isinstance(result, (tuple, list)) else "one thing"
        raise Complaint(f"Return two things, the new position and the new velocity: `return x, v`. Yours is {kind}.")
    for name, part in zip("xv", result, strict=True):
        if np.shape(part) != np.shape(x):
            raise Complaint(f"The new {name} has shape {np.shape(part)}, and x had shape {np.shape(x)}.")
    return result


EXERCISES = [
    Exercise(
        reference=nesterov_lookahead,
        position=2,
        title="Look ahead",
        statement="Write one step of (1), `nesterov_lookahead(grad, x, v, lr, rho)`. It returns the new pair `(x, v)`.",
        hints=(
            "Where is the gradient taken?",
            "At x + rho · v, with the old velocity.",
            "The learning rate stands inside the velocity here, with a minus; then x moves by the new v.",
        ),
        cases=_looks,
        trial=_pair,
        mistakes=(
            Mistake(
                "gradient here",
                edit("grad(x + rho * v)", "grad(x)"),
                "You take the gradient at x. That is plain momentum: look ahead, to x + ρ·v.",
            ),
            Mistake(
                "x + v",
                edit("grad(x + rho * v)", "grad(x + v)"),
                "You look at x + v. The velocity is worn down before it moves us: x + ρ·v.",
                "the section “How far ahead?”",
            ),
            Mistake(
                "x − ρv",
                edit("grad(x + rho * v)", "grad(x - rho * v)"),
                "You look behind: x − ρ·v. In this form the velocity points where we go.",
            ),
            Mistake(
                "moves by the old velocity",
                edit(
                    "    v = rho * v - lr * grad(x + rho * v)\n    x = x + v",
                    "    x, v = x + v, rho * v - lr * grad(x + rho * v)",
                ),
                "You move by the *old* velocity. First the new v, then x + v.",
            ),
            Mistake(
                "goes up",
                edit("- lr * grad", "+ lr * grad"),
                "The sign: the velocity must point downhill, so the gradient enters with a minus.",
            ),
            Mistake(
                "friction forgotten",
                edit("v = rho * v -", "v = v -"),
                "The old velocity is not worn down: it enters the new one as ρ·v.",
            ),
            Mistake(
                "forgets the learning rate",
                edit("lr * grad", "grad"),
                "The learning rate is missing: the gradient enters as lr times it.",
            ),
            Mistake(
                "the rate outside",
                (
                    edit("- lr * grad(x + rho * v)\n    x = x + v", "+ grad(x + rho * v)\n    x = x - lr * v"),
                    edit("- lr * grad(x + rho * v)\n    x = x + v", "+ grad(x - lr * rho * v)\n    x = x - lr * v"),
                ),
                "Your learning rate stands outside the velocity. Here the velocity is a step in x, as in (1): v "
                "= ρ·v − lr·grad, and then x + v.",
            ),
            Mistake(
                "subtracts the velocity",
                edit("x = x + v", "x = x - v"),
                "In this form the velocity already points downhill: *add* it.",
            ),
            Mistake(
                "returns the look-ahead point",
                edit("return x, v", "return x + rho * v, v"),
                "Your x is ρ·v too far: that is the next look-ahead point. It is only for the gradient; return "
                "the position itself, x + v.",
            ),
            Mistake(
                "moves from the look-ahead point",
                edit(
                    "    v = rho * v - lr * grad(x + rho * v)\n    x = x + v",
                    "    x = x + rho * v\n    v = rho * v - lr * grad(x)\n    x = x + v",
                ),
                "You move from the look-ahead point. It is only for the gradient: move from x.",
            ),
            Mistake("the other order", edit("return x, v", "return v, x"), "The pair is (x, v), in this order."),
            Mistake(
                "the old velocity is lost",
                edit("v = rho * v - lr", "v = -lr"),
                "Your new velocity is the gradient's part alone. The old one is kept, worn down: v = ρ·v − lr·grad.",
            ),
            Mistake(
                "returns the old velocity",
                edit(FIRST_LINE + "\n    x = x + v", "    x = x + rho * v - lr * grad(x + rho * v)"),
                "Your x is right, and v comes back as it was. Return the new velocity, ρ·v − lr·grad.",
            ),
            Mistake(
                "friction once more in the step",
                edit("x = x + v", "x = x + rho * v"),
                "You move by ρ times the new velocity. It has been worn down already: x + v.",
            ),
            Mistake(
                "the velocity added to the gradient",
                edit("grad(x + rho * v)", "(grad(x) + rho * v)"),
                "You add ρ·v to the *gradient*. Add it to the place where the gradient is taken: grad(x + ρ·v).",
            ),
            Mistake(
                "the gradient of the velocity",
                edit("grad(x + rho * v)", "grad(rho * v)"),
                "You take the gradient at ρ·v. Look ahead *from x*: grad(x + ρ·v).",
            ),
            written_in("rho", FIRST_LINE, "0.9", "0.99", "0.95", "0.5"),
            written_in("lr", FIRST_LINE, "0.01", "0.1", "0.001"),
        ),
    ),
]
