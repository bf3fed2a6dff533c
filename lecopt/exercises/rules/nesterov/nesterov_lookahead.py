"""Exercise of "What if we looked where we are going?": look ahead."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit


def nesterov_lookahead(grad, x, v, lr, rho):
    """One step of Nesterov momentum as it was first told: look ahead, then move.

    grad: point -> gradient. x, v: position and velocity. Returns (x, v), the new ones.
    """
    v = rho * v - lr * grad(x + rho * v)
    x = x + v
    return x, v


def _looks(rng):
    for d in (1, 2, 3, 4):
        A = rng.normal(size=(d, d))
        A = A @ A.T / d + 0.1 * np.eye(d)
        yield (
            lambda x, A=A: A @ x,
            rng.normal(size=d),
            rng.normal(size=d),
            float(rng.uniform(0.05, 0.3)),
            float(rng.uniform(0.5, 0.95)),
        )
    yield Case(
        (lambda x: np.cos(3 * x), rng.normal(size=2), rng.normal(size=2), 0.1, 0.9),
        {},
        "a landscape that is not quadratic",
    )
    yield Case((lambda x: 2 * x, rng.normal(size=2), np.zeros(2), 0.1, 0.9), {}, "no velocity yet")


def _pair(answer, args, kwargs):
    result = answer(*args, **kwargs)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Complaint("Return two things, the new position and the new velocity: `return x, v`.")
    return {"x": result[0], "v": result[1]}


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
                "how far ahead",
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
        ),
    ),
]
