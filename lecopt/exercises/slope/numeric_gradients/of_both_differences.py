"""The inputs and the mistakes that the two difference formulas share, and what their trial sees."""

import numpy as np

from lecopt.checker import Case, Complaint, Mistake, edit

from ...searching.promises import promised


def surface(rng, shape):
    """A function that bends in every coordinate, and couples neighbours."""
    a, b, c = rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape), rng.normal()

    def f(w):
        flat = np.ravel(w)
        return float((a * np.exp(b * np.asarray(w) / 2)).sum() + c * (flat[1:] * flat[:-1]).sum())

    return f


def points(rng):
    """First one that can be done by hand; the last can tell that a step there and back does not lead home."""
    yield (lambda w: float(w[0] ** 2 + 3 * w[1])), np.array([1.0, 2.0]), 0.5
    for shape, h in (((2,), 0.1), ((3,), 0.01), ((2, 3), 0.1), ((4,), 0.2), ((3, 3), 0.05)):
        yield surface(rng, shape), rng.normal(size=shape), h
    yield Case((surface(rng, (3,)), rng.integers(-2, 3, 3), 0.1), {}, "w holds integers")
    yield Case((surface(rng, (3, 2)), rng.integers(-2, 3, (3, 2)), 0.3), {}, "w holds integers")
    yield Case((surface(rng, (2, 1, 3)), rng.normal(size=(2, 1, 3)), 0.1), {}, "w has three axes")
    yield Case((surface(rng, (1,)), np.array([0.3]), 0.1), {}, "w has one entry")
    yield Case((surface(rng, (3,)), np.array([0.3, 0.6, 0.7]), 0.1), {}, "0.3 + 0.1 - 0.1 is not 0.3")


ALL_ZERO = (
    "All your slopes are 0: the two values that you subtract are taken at one and the same point. Is there one array "
    "under two names? `a = b = w.copy()` and `a = w` make no second one."
)


def asked_at(reference):
    """A trial that sees where the answer asks for f: at real points of w's shape, and not twice at the same one."""
    trial = promised(reference, leaves=("w",))

    def seen(answer, args, kwargs):
        f, w, h = args
        asked = []

        def noted(*points):
            if len(points) != 1:
                raise Complaint(f"f takes one argument, an array of w's shape, and you give it {len(points)}.")
            asked.append(np.array(points[0]))
            if asked[-1].shape != w.shape:
                raise Complaint(
                    f"You ask for f at something of shape {asked[-1].shape}. f takes the whole w, of shape {w.shape}, "
                    f"with one coordinate moved."
                )
            if asked[-1].dtype.kind == "c":
                raise Complaint("You ask for f at a complex point. f is a function of real numbers: move w by h.")
            return f(points[0])

        result = trial(answer, (noted, w, h), kwargs)
        flat = isinstance(result, np.ndarray) and result.shape == w.shape and not result.any()
        if flat and asked and w.dtype.kind == "f" and _differ(asked):  # of integers all slopes may have been cut to 0
            raise Complaint("All your slopes are 0, though f was asked for at different points. Are they written down?")
        return result

    return seen


def _differ(asked):
    """Whether two points that were asked for one after the other, the first of all apart, are not the same."""
    pairs = asked[len(asked) % 2 :]
    return any(not np.array_equal(a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=True))


def of_both(moved):
    """The mistakes that both differences share; `moved` is the first line that moves a coordinate."""
    loop, done = "for i in np.ndindex(w.shape):", "    return gradient"
    return (
        Mistake(
            "moves whole rows",
            edit(loop, "for i in range(len(w)):"),
            "`for i in range(len(w))` runs over the *rows* of a matrix, and `w[i]` is a whole row. Run over "
            "every entry: `np.ndindex(w.shape)`, or flatten w first.",
            "one coordinate at a time",
        ),
        Mistake(
            "h is rounded away",
            (
                edit(
                    "np.array(w, dtype=float)",
                    "np.array(w)",
                    "np.zeros_like(w)",
                    "np.zeros(w.shape)",
                    moved,
                    moved.replace("+= h", "= np.asarray(w.flat[0] * 0 + w[i] + h).astype(w.dtype)"),
                ),
            ),
            "In an array of integers w + h is cut back to w, so the slope comes out as 0. Make w an array of "
            "floats first.",
            "the exercise's text: w may hold integers",
        ),
        Mistake(
            "the result is rounded",
            edit("np.zeros_like(w)", "np.zeros_like(w, dtype=int if (w == np.round(w)).all() else float)"),
            "Your gradient has the type of w. Where w holds integers, the slopes are cut to integers too: "
            "collect them in an array of floats.",
        ),
        Mistake(
            "forgets to divide",
            None,
            "You return the *difference* of the two values. The slope is that divided by the length of the step.",
            "the limit, in numbers",
        ),
        Mistake(
            "the wrong sign",
            edit(done, "    return -gradient"),
            "The sign is turned round: where f grows with w, its slope is positive.",
        ),
        Mistake(
            "returns a flat array",
            edit(done, "    return gradient.ravel()"),
            "The numbers are right, and the shape is not: the gradient has the shape of w.",
        ),
        Mistake(
            "returns the length",
            edit(done, "    return np.linalg.norm(gradient)"),
            "You return the length of the gradient. All its entries are asked for.",
        ),
        Mistake(
            "only the first coordinate",
            edit(done, "    return gradient * (np.arange(w.size) == 0).reshape(w.shape)"),
            "Only the first coordinate is filled in. Is `return` inside the loop?",
        ),
    )


def with_answer(mistakes, **answers):
    """The shared mistakes, with the answers that differ from one exercise to the other."""
    return tuple(
        Mistake(m.name, answers[m.name.replace(" ", "_")], m.sentence, m.read) if m.answer is None else m
        for m in mistakes
    )
