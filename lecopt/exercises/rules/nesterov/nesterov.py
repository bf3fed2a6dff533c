"""Exercises of "What if we looked where we are going?": Nesterov's rule in both of its forms."""

import numpy as np

from lecopt.checker import Alternative, Case, Complaint, Exercise, Mistake, edit, path_of_rule


def nesterov(w, dw, v=0, *, lr=0.01, rho=0.9):
    """One step of Nesterov momentum; w is the look-ahead point, and dw is taken there.

    w, dw: arrays of one shape. v: the velocity, 0 at first.
    Returns the new w, and the state (v,).
    """
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
    return w, (v,)


def nesterov_lookahead(grad, x, v, lr, rho):
    """One step of Nesterov momentum as it was first told: look ahead, then move.

    grad: point -> gradient. x, v: position and velocity. Returns (x, v), the new ones.
    """
    v = rho * v - lr * grad(x + rho * v)
    x = x + v
    return x, v


def _steps(rng):
    for shape, steps, rho in (((1,), 3, 0.9), ((2,), 4, 0.5), ((3,), 6, 0.8), ((2, 2), 5, 0.95)):
        yield Case((rng.normal(size=shape), [rng.normal(size=shape) for _ in range(steps)]), {"lr": float(rng.uniform(0.01, 0.2)), "rho": rho})
    yield Case((rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]), {"lr": 0.1, "rho": 0.0}, "rho is 0, and it must be gradient descent")
    yield Case((rng.normal(size=2), [rng.normal(size=2) for _ in range(4)]), {"lr": [0.1, 0.1, 0.02, 0.02], "rho": 0.9}, "the learning rate drops on the way")


def _looks(rng):
    for d in (1, 2, 3, 4):
        A = rng.normal(size=(d, d))
        A = A @ A.T / d + 0.1 * np.eye(d)
        yield lambda x, A=A: A @ x, rng.normal(size=d), rng.normal(size=d), float(rng.uniform(0.05, 0.3)), float(rng.uniform(0.5, 0.95))
    yield Case((lambda x: np.cos(3 * x), rng.normal(size=2), rng.normal(size=2), 0.1, 0.9), {}, "a landscape that is not quadratic")
    yield Case((lambda x: 2 * x, rng.normal(size=2), np.zeros(2), 0.1, 0.9), {}, "no velocity yet")


def _pair(answer, args, kwargs):
    result = answer(*args, **kwargs)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Complaint("Return two things, the new position and the new velocity: `return x, v`.")
    return {"x": result[0], "v": result[1]}


EXERCISES = [
    Exercise(
        reference=nesterov,
        title="Nesterov momentum",
        statement=(
            "Write the rule `nesterov(w, dw, v=0, *, lr, rho)` in the second form, where `w` is the look-ahead point. It returns `w, (v,)`. "
            "The learning rate may stand outside the velocity or inside."
        ),
        hints=(
            "The velocity is that of momentum.",
            "The step is the new gradient, plus what the new velocity will still add after friction.",
            "The step is lr times (dw + rho · new v).",
        ),
        cases=_steps,
        trial=path_of_rule,
        alternatives=(
            Alternative(
                "the lecture's form",
                edit("    v = rho * v + dw\n", "    old_v = v\n    v = rho * v - lr * dw\n", "w - lr * (dw + rho * v)", "w - (rho * old_v - (1 + rho) * v)"),
                "Your learning rate stands inside the velocity, as in the lecture. That is the same path as long as the rate is constant.",
            ),
        ),
        mistakes=(
            Mistake("plain momentum", (edit("w - lr * (dw + rho * v)", "w - lr * v"), edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + v")), "That is plain momentum: it moves by lr·v. Nesterov's step is lr·(dw + ρ·v), with the new v."),
            Mistake(
                "x + v",
                edit("lr * (dw + rho * v)", "lr * (dw + v)"),
                "You look ahead by the whole velocity. It will be worn down first: ρ·v, not v.",
                "how far ahead",
            ),
            Mistake(
                "old and new velocity swapped",
                (
                    edit("    v = rho * v + dw\n    w = w - lr * (dw + rho * v)", "    old_v = v\n    v = rho * v + dw\n    w = w - lr * ((1 + rho) * old_v - rho * v)"),
                    edit("    v = rho * v + dw\n    w = w - lr * (dw + rho * v)", "    old_v = v\n    v = rho * v - lr * dw\n    w = w - (rho * v - (1 + rho) * old_v)"),
                ),
                "Old and new velocity have changed places: the *new* one enters with 1 + ρ, and ρ times the old one is taken away.",
            ),
            Mistake("goes up", edit("w - lr * (", "w + lr * ("), "You go uphill: subtract the step."),
            Mistake("forgets the velocity", (edit("v = rho * v + dw", "v = dw"), edit("return w, (v,)", "return w, (0 * v,)")), "The old velocity plays no part. Wear it down by rho, add the gradient, and return it as the state, `w, (v,)`."),
            Mistake("no gradient in the step", (edit("(dw + rho * v)", "(rho * v)"), edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + rho * v")), "The step lacks the gradient itself: lr·(dw + ρ·v)."),
            Mistake("moves twice", (edit("(dw + rho * v)", "(v + rho * v)"), edit("v = rho * v + dw", "v = rho * v - lr * dw", "w - lr * (dw + rho * v)", "w + v + rho * v")), "You move by v, and then ahead by ρ·v. But w is ahead already, by ρ times the *old* v: take that away, and lr·(dw + ρ·v) is left."),
            Mistake("the averaging form", edit("rho * v + dw", "rho * v + (1 - rho) * dw"), "Your velocity is a running *mean*: the gradient enters with 1 − ρ. It should be a sum, `rho * v + dw`."),
            Mistake("the rate twice", edit("rho * v + dw", "rho * v + lr * dw"), "The learning rate stands in the velocity and in the step, so it counts squared."),
            Mistake(
                "the lecture's signs repaired",
                (
                    edit("    v = rho * v + dw\n", "    old_v = v\n    v = rho * v - lr * dw\n", "w - lr * (dw + rho * v)", "w - (rho * old_v + (1 + rho) * v)"),
                    edit("    v = rho * v + dw\n", "    old_v = v\n    v = rho * v - lr * dw\n", "w - lr * (dw + rho * v)", "w + (rho * old_v + (1 + rho) * v)"),
                    edit("    v = rho * v + dw\n", "    old_v = v\n    v = rho * v - lr * dw\n", "w - lr * (dw + rho * v)", "w + (rho * old_v - (1 + rho) * v)"),
                ),
                "You changed a sign in the lecture's line. It looks wrong and is right: `w -= rho * old_v - (1 + rho) * v`.",
                "signs that look wrong",
            ),
        ),
    ),
    Exercise(
        reference=nesterov_lookahead,
        title="Look ahead",
        statement="Write one step of (1), `nesterov_lookahead(grad, x, v, lr, rho)`. It returns the new pair `(x, v)`.",
        hints=("Where is the gradient taken?", "At x + rho · v, with the old velocity.", "The learning rate stands inside the velocity here, with a minus; then x moves by the new v."),
        cases=_looks,
        trial=_pair,
        mistakes=(
            Mistake("gradient here", edit("grad(x + rho * v)", "grad(x)"), "You take the gradient at x. That is plain momentum: look ahead, to x + ρ·v."),
            Mistake("x + v", edit("grad(x + rho * v)", "grad(x + v)"), "You look at x + v. The velocity is worn down before it moves us: x + ρ·v.", "how far ahead"),
            Mistake("x − ρv", edit("grad(x + rho * v)", "grad(x - rho * v)"), "You look behind: x − ρ·v. In this form the velocity points where we go."),
            Mistake("moves by the old velocity", edit("    v = rho * v - lr * grad(x + rho * v)\n    x = x + v", "    x, v = x + v, rho * v - lr * grad(x + rho * v)"), "You move by the *old* velocity. First the new v, then x + v."),
            Mistake("goes up", edit("- lr * grad", "+ lr * grad"), "The sign: the velocity must point downhill, so the gradient enters with a minus."),
            Mistake("friction forgotten", edit("v = rho * v -", "v = v -"), "The old velocity is not worn down: it enters the new one as ρ·v."),
            Mistake("forgets the learning rate", edit("lr * grad", "grad"), "The learning rate is missing: the gradient enters as lr times it."),
            Mistake("the rate outside", (edit("- lr * grad(x + rho * v)\n    x = x + v", "+ grad(x + rho * v)\n    x = x - lr * v"), edit("- lr * grad(x + rho * v)\n    x = x + v", "+ grad(x - lr * rho * v)\n    x = x - lr * v")), "Your learning rate stands outside the velocity. Here the velocity is a step in x, as in (1): v = ρ·v − lr·grad, and then x + v."),
            Mistake("subtracts the velocity", edit("x = x + v", "x = x - v"), "In this form the velocity already points downhill: *add* it."),
            Mistake(
                "returns the look-ahead point",
                edit("return x, v", "return x + rho * v, v"),
                "Your x is ρ·v too far: that is the next look-ahead point. It is only for the gradient; return the position itself, x + v.",
            ),
            Mistake("moves from the look-ahead point", edit("    v = rho * v - lr * grad(x + rho * v)\n    x = x + v", "    x = x + rho * v\n    v = rho * v - lr * grad(x)\n    x = x + v"), "You move from the look-ahead point. It is only for the gradient: move from x."),
            Mistake("the other order", edit("return x, v", "return v, x"), "The pair is (x, v), in this order."),
        ),
    ),
]
