"""Exercise of "What if we just try?": random search."""

import numpy as np

from lecopt.checker import Case, Complaint, Exercise, Mistake, edit

from ..promises import NOT_DRAWN


def random_search(loss, sample, tries, rng):
    """The best of `tries` random draws, the first of equals, and its loss.

    loss: w -> float. sample: rng -> one random w. Returns (best_w, best_loss).
    """
    best_w, best_loss = None, np.inf
    for _ in range(tries):
        w = sample(rng)
        value = loss(w)
        if value < best_loss:
            best_w, best_loss = w, value
    return best_w, best_loss


def bowl(centre, floor):
    """A round loss with its least value, floor, at the centre."""
    return lambda w: float(floor + ((np.asarray(w) - centre) ** 2).sum())


def _draws(rng):
    """Losses that stay above 1, so that a search that starts from 0 finds nothing."""
    for shape, tries in (((2,), 5), ((3,), 8), ((2, 3), 10), ((4,), 20), ((1,), 6), ((2, 2), 15)):
        scale = rng.uniform(0.5, 2)
        yield bowl(rng.normal(size=shape), 1 + rng.uniform()), _normal(scale, shape), tries, _generator(rng)
    yield Case((lambda w: 1.5, _normal(1, (2,)), 4, _generator(rng)), {}, "all draws have the same loss")
    yield Case((bowl(np.zeros(2), 1e300), _normal(1e153, (2,)), 5, _generator(rng)), {}, "losses above 1e300")
    yield Case((bowl(np.zeros(2), -50.0), _normal(1, (2,)), 5, _generator(rng)), {}, "losses below 0")
    yield Case((bowl(np.zeros(2), 1.0), _normal(1, (2,)), 1, _generator(rng)), {}, "one try")


def _normal(scale, shape):
    def sample(rng):
        return scale * rng.standard_normal(shape)

    return sample


def _generator(rng):
    return np.random.default_rng(int(rng.integers(1 << 30)))


def _and_count_draws(answer, args, kwargs):
    """What a search returns, and how many draws it made."""
    loss, sample, tries, rng = args
    start, draws = str(rng.bit_generator.state), 0

    def counted(rng):
        nonlocal draws
        draws += 1
        return sample(rng)

    result = answer(loss, counted, tries, rng, **kwargs)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Complaint("Return two things, the best w and its loss: `return best_w, best_loss`.")
    if not draws:
        raise Complaint("Your answer never calls `sample`: each draw is `sample(rng)`, whatever a draw looks like.")
    if str(rng.bit_generator.state) == start:
        raise Complaint(NOT_DRAWN)
    return {"best_w": result[0], "best_loss": result[1], "number of draws": draws}


EXERCISES = [
    Exercise(
        reference=random_search,
        title="Random search",
        statement=(
            "Write the lecture's first idea. Draw `tries` times with `sample(rng)`, in order, and return the "
            "draw with the least loss together with that loss. Of draws with the same loss the first counts."
        ),
        hints=(
            "Two things must be remembered from one try to the next. Which?",
            (
                "Before the first try nothing was seen, so any loss must count as an improvement: infinity is a good "
                "loss to start from."
            ),
            "When a draw is better, remember both it and its loss.",
        ),
        cases=_draws,
        trial=_and_count_draws,
        mistakes=(
            Mistake(
                "keeps the last",
                edit("        if value < best_loss:\n            best_w", "        if True:\n            best_w"),
                "You return the *last* draw. Keep a draw only when its loss is less than the best so far.",
            ),
            Mistake(
                "keeps the worst",
                edit("np.inf", "-np.inf", "value < best_loss", "value > best_loss"),
                "You keep the draw with the *largest* loss. A smaller loss is better.",
            ),
            Mistake(
                "draws once",
                edit(
                    "    for _ in range(tries):\n        w = sample(rng)\n",
                    "    w = sample(rng)\n    for _ in range(tries):\n",
                ),
                "You make one draw only. Draw inside the loop, and let `return` stand after it.",
            ),
            Mistake(
                "compares with the previous",
                edit(
                    "best_w, best_loss = None, np.inf\n",
                    "best_w, best_loss, last = None, np.inf, np.inf\n",
                    "        if value < best_loss:\n            best_w, best_loss = w, value\n",
                    "        if value < last:\n            best_w, best_loss = w, value\n        last = value\n",
                ),
                "You compare each draw with the one before it. It must beat the *best so far*: the draws are "
                "independent, and being better than the last means little.",
                "the section “The best of n”",
            ),
            Mistake(
                "draws again",
                edit(
                    "        w = sample(rng)\n        value = loss(w)\n",
                    "        value = loss(sample(rng))\n",
                    "            best_w, best_loss = w, value",
                    "            best_w = sample(rng)\n            best_loss = loss(best_w)",
                ),
                "You draw once to look at the loss, and draw again to keep a w: that is another one. Give the "
                "draw a name, and keep what you looked at.",
            ),
            Mistake(
                "steps from the best",
                edit("w = sample(rng)", "w = sample(rng) if best_w is None else best_w + sample(rng)"),
                "You add each draw to the best w so far: that is a *local* search. Here every draw stands alone.",
            ),
            Mistake(
                "remembers the loss and not the w",
                edit(
                    "            best_w, best_loss = w, value\n    return best_w",
                    "            best_loss = value\n    return w",
                ),
                "The loss is the best one, and the w is the last one. When a draw is better, remember both.",
            ),
            Mistake(
                "starts from a loss of 0",
                edit("np.inf", "0.0"),
                "You start from a best loss of 0, and no loss here is less than that, so nothing is ever kept. "
                "Start from infinity.",
            ),
            Mistake(
                "accepts ties",
                edit("value < best_loss", "value <= best_loss"),
                "You also take what has the *same* loss. Only a strictly smaller loss counts here.",
            ),
            Mistake(
                "starts from a finite loss",
                tuple(
                    edit("np.inf", c) for c in ("1e9", "1e3", "1e6", "1e10", "1e100", "9e9", "9999", "100", "1000.0")
                ),
                "Where every loss is very large, you keep none. Start from infinity, `np.inf`: any loss is less than "
                "that.",
            ),
            Mistake(
                "loss and w swapped",
                edit("return best_w, best_loss", "return best_loss, best_w"),
                "Loss and w have changed places: `return best_w, best_loss`.",
            ),
            Mistake(
                "one try too few",
                edit("range(tries)", "range(1, tries)"),
                "You make one try too few: `range(1, tries)` runs tries − 1 times.",
            ),
            Mistake("one try too many", edit("range(tries)", "range(tries + 1)"), "You make one try too many."),
        ),
    ),
]
