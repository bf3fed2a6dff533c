"""Exercise of "What if we just try?": random local search."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from ..promises import promised
from .random_search import bowl


def local_search(loss, w0, scale, tries, rng):
    """Where `tries` random steps lead that are taken only downhill, and the loss there.

    loss: w -> float. w0: an array. scale: size of a step. Returns (w, loss of w).
    """
    w, best_loss = w0, loss(w0)
    for _ in range(tries):
        candidate = w + scale * rng.standard_normal(w.shape)
        value = loss(candidate)
        if value < best_loss:
            w, best_loss = candidate, value
    return w, best_loss


def _walks(rng):
    for shape, scale, tries in (((2,), 0.5, 6), ((3,), 0.3, 12), ((2, 3), 0.2, 20), ((4,), 1.0, 15)):
        start = rng.normal(size=shape)
        yield (
            bowl(start + rng.choice((-1, 1), shape) * rng.uniform(1, 2, shape), rng.uniform()),
            start,
            scale,
            tries,
            np.random.default_rng(int(rng.integers(1 << 30))),
        )
    for _ in range(3):
        start, centre = rng.normal(size=3), rng.normal(size=3)

        def stairs(w, centre=centre):
            return float(np.floor(2 * ((w - centre) ** 2).sum()))

        yield Case(
            (stairs, start, 0.3, 25, np.random.default_rng(int(rng.integers(1 << 30)))),
            {},
            "a loss with flat steps, like an accuracy",
        )
    # this generator goes up, down, up, down, down, down: the fourth step is the last one, and counts
    yield Case((bowl(-1000, 0), np.ones(1), 0.5, 4, np.random.default_rng(3)), {}, "one weight, four tries")
    yield Case((bowl(-1000, 0), np.ones(1), 0.5, 1, np.random.default_rng(3)), {}, "one try, and it goes up")
    yield Case(
        (lambda w: 0.5, np.array([0.3, -0.7]), 0.1, 6, np.random.default_rng(int(rng.integers(1 << 30)))),
        {},
        "the loss is the same everywhere",
    )


EXERCISES = [
    Exercise(
        reference=local_search,
        position=3,
        title="Random local search",
        statement=(
            "Now start somewhere and stay near. At each of `tries` tries propose `w + scale * "
            "rng.standard_normal(w.shape)` and move there only if the loss is "
            "strictly less. Return where you end and the loss there; `w0` itself stays as it was."
        ),
        hints=(
            "It is random search with one change: where the proposal comes from.",
            "The proposal starts from where you *are*, not from where you began.",
            "Give the proposal a name of its own, so that a rejected one leaves no trace.",
        ),
        cases=_walks,
        trial=promised(local_search, leaves=("w0",), draws=True),
        mistakes=(
            Mistake(
                "accepts always",
                edit("if value < best_loss:", "if True:"),
                "You accept every proposal. That is a random walk: move only when the loss got less.",
            ),
            Mistake(
                "perturbs w0 for ever",
                edit("candidate = w +", "candidate = w0 +"),
                "Every proposal of yours starts from w0. A local search goes on from the best point it has found.",
                "the section “Random local search”",
            ),
            Mistake(
                "accumulates rejected moves",
                (
                    edit(
                        "w, best_loss = w0, loss(w0)",
                        "w, best, best_loss = w0, w0, loss(w0)",
                        "candidate = w +",
                        "candidate = w = w +",
                        "w, best_loss = candidate, value\n    return w",
                        "best, best_loss = candidate, value\n    return best",
                    ),
                    edit("candidate = w +", "candidate = w = w +"),
                ),
                "A rejected move stays in your w: the next proposal starts from it. Keep the proposal apart from "
                "w, and move only when it is accepted.",
            ),
            Mistake(
                "one number for all coordinates",
                (
                    edit("rng.standard_normal(w.shape)", "rng.standard_normal()"),
                    edit("rng.standard_normal(w.shape)", "rng.standard_normal(1)"),
                ),
                "You draw one number and move every coordinate by it. Each coordinate gets a number of its own: "
                "`rng.standard_normal(w.shape)`.",
            ),
            Mistake(
                "uniform steps",
                edit("rng.standard_normal(w.shape)", "rng.uniform(-1, 1, w.shape)"),
                "Your steps are uniform. Here they come from `rng.standard_normal(w.shape)`.",
            ),
            Mistake(
                "stops at the first rejection",
                edit(
                    "            w, best_loss = candidate, value\n",
                    "            w, best_loss = candidate, value\n        else:\n            break\n",
                ),
                "You stop at the first proposal that is no better. Most are not: stay where you are, and go on "
                "until all `tries` are made.",
            ),
            Mistake(
                "starts from infinity",
                edit("best_loss = w0, loss(w0)", "best_loss = w0, np.inf"),
                "You start from a loss of infinity, so the first proposal is always accepted. You are at w0 "
                "already: start from its loss.",
            ),
            Mistake(
                "lengthens the best w",
                edit(
                    "w + scale * rng", "w * (1 + scale * rng", "(w.shape)\n        value", "(w.shape))\n        value"
                ),
                "You multiply w by a random factor. The step is *added*: `w + scale * …`.",
            ),
            Mistake(
                "a draw, not a step",
                edit("w + scale * rng", "scale * rng"),
                "You propose a point near 0, wherever you are: that is random search. The step is added to w.",
            ),
            Mistake(
                "one try too few",
                edit("range(tries)", "range(1, tries)"),
                "You make one try too few: `range(1, tries)` runs tries − 1 times.",
            ),
            Mistake("one try too many", edit("range(tries)", "range(tries + 1)"), "You make one try too many."),
            Mistake(
                "remembers the w and not the loss",
                edit("            w, best_loss = candidate, value", "            w = candidate"),
                "You move, and go on to compare with the loss at w0. Remember the new loss too.",
            ),
            Mistake(
                "goes uphill",
                edit("value < best_loss", "value > best_loss"),
                "You accept a proposal when its loss is *larger*.",
            ),
            Mistake(
                "accepts ties",
                edit("value < best_loss", "value <= best_loss"),
                "You also take what has the *same* loss. Only a strictly smaller loss counts here.",
            ),
            Mistake("forgets the scale", edit("scale * rng", "rng"), "You don't multiply the step by `scale`."),
            Mistake(
                "compares with the start",
                edit(
                    "w, best_loss = w0, loss(w0)",
                    "w, best_loss = w0, loss(w0)\n    start_loss = best_loss",
                    "value < best_loss",
                    "value < start_loss",
                ),
                "You compare each proposal with the loss at w0. It must beat the loss where you are *now*: "
                "remember it whenever you move.",
            ),
            Mistake(
                "returns the first loss",
                edit(
                    "w, best_loss = candidate, value\n    return w, best_loss",
                    "w, best_loss = candidate, value\n    return w, loss(w0)",
                ),
                "The w is right, and the loss you return is that of w0.",
            ),
        ),
    ),
]
