"""Exercise of "How do people find the numbers?": draw on a logarithmic scale."""

import numpy as np

from lecopt.checker import Alternative, Complaint, Exercise, Mistake, edit


def log_uniform(low, high, n, rng):
    """n numbers between low and high, their logarithm uniform.

    low, high: 0 < low < high. rng: np.random.Generator. Returns an array (n,).
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


def _ranges(rng):
    for low, high, n in ((1e-4, 1.0, 5), (1e-6, 1e-2, 8), (0.05, 20.0, 4), (1.0, 1000.0, 6), (2.0, 3.0, 1)):
        yield low, high, n, np.random.default_rng(int(rng.integers(1 << 30)))


WHOLE = (
    "Your numbers are powers of ten alone: the exponents are whole. The exponent is uniform *between* the ends, with "
    "what follows its point: `rng.uniform`, and not rounded."
)


def spread(answer, args, kwargs):
    """Where a drawing function puts its numbers: the ends and the middle of what many draws in a range reach.

    These many draws come from generators with fixed seeds, so that an answer is told the same each time.
    """
    low, high, n, rng = args
    shape = np.shape(answer(low, high, n, rng))
    if shape == (n,) and n == 1:
        return {"shape": np.array(shape)}
    many = np.asarray(answer(low, high, 10_000, np.random.default_rng(7)), dtype=float)
    once, again, other = (np.asarray(answer(low, high, 50, np.random.default_rng(seed))) for seed in (7, 7, 8))
    exponents = np.log10(many[many > 0])
    if exponents.size == many.size > 1 and np.ptp(exponents) > 0 and np.allclose(exponents, np.round(exponents)):
        raise Complaint(WHOLE)
    quantiles = np.quantile(many, (0.05, 0.25, 0.5, 0.75, 0.95))
    gaps = np.diff(np.unique(np.log(np.maximum(many, 1e-300))))
    return {
        "shape": np.array(shape),
        "on a grid": bool(
            gaps.size and gaps.std() < 0.1 * gaps.mean()
        ),  # drawn gaps deviate by as much as they measure
        "all between low and high": bool((many >= low * (1 - 1e-9)).all() and (many <= high * (1 + 1e-9)).all()),
        "quantiles on the log scale": np.log(np.maximum(quantiles, 1e-300) / low) / np.log(high / low),
        "same draws from the same rng": np.array_equal(once, again),
        "different draws from another": not np.array_equal(once, other),
        "in order": bool((np.diff(many.ravel()) >= 0).all()),
    }


def alike(want, got):
    """Whether two spreads are the same, but for chance: a quantile of 10 000 draws is known within 0.03."""
    where = "quantiles on the log scale"
    if where not in want or where not in got:
        return want.keys() == got.keys() and all(np.array_equal(want[k], got[k]) for k in want)
    return all(np.array_equal(want[k], got[k]) for k in want if k != where) and bool(
        np.isclose(want[where], got[where], rtol=0, atol=0.03, equal_nan=True).all()
    )


LINE, BETWEEN = "np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(np.log(low), np.log(high), n)"


EXERCISES = [
    Exercise(
        reference=log_uniform,
        title="Draw on a logarithmic scale",
        statement=(
            "Write `log_uniform(low, high, n, rng)`: `n` random numbers between `low` and `high` whose *logarithm* "
            "is uniform. Any base will do."
        ),
        hints=(
            "Which quantity is uniform here? Draw that one first.",
            "Draw the exponent between the logarithms of the ends, and undo the logarithm with its own inverse.",
        ),
        cases=_ranges,
        trial=spread,
        same=alike,
        alternatives=(
            Alternative(
                "base 10",
                edit(
                    LINE,
                    "10 ** rng.uniform(np.log10(low), np.log10(high), n)",
                ),
            ),
            Alternative(
                "a ratio",
                edit(LINE, "low * (high / low) ** rng.random(n)"),
            ),
        ),
        mistakes=(
            Mistake(
                "uniform",
                edit(LINE, "rng.uniform(low, high, n)"),
                "You draw the numbers themselves uniformly: nearly all fall into the last decade. Their "
                "logarithm must be uniform.",
                "the section “On which scale?”",
            ),
            Mistake(
                "base mixed up",
                (
                    edit(
                        LINE,
                        "10 ** rng.uniform(np.log(low), np.log(high), n)",
                    ),
                    edit("np.log(low), np.log(high)", "np.log10(low), np.log10(high)"),
                ),
                "Two bases are mixed: `np.log` belongs to `np.exp`, `np.log10` to `10 **`.",
            ),
            Mistake(
                "the exponent returned",
                (
                    edit(LINE, BETWEEN),
                    edit(
                        LINE,
                        "rng.uniform(np.log10(low), np.log10(high), n)",
                    ),
                ),
                "You return the exponents. Raise the base to them.",
            ),
            Mistake(
                "the ends as exponents",
                (
                    edit(LINE, "np.exp(rng.uniform(low, high, n))"),
                    edit(LINE, "10 ** rng.uniform(low, high, n)"),
                ),
                "You use low and high as exponents. They are the numbers themselves: take their logarithms.",
            ),
            Mistake(
                "another generator",
                (
                    edit("rng.uniform", "np.random.default_rng(0).uniform"),
                    edit("rng.uniform", "np.random.uniform"),
                    edit("rng.uniform", "np.random.default_rng().uniform"),
                ),
                "Your draws don't come from the `rng` that was given.",
            ),
            Mistake(
                "the logarithm of a uniform draw",
                edit(LINE, "np.log(rng.uniform(low, high, n))"),
                "You take the logarithm of a uniform draw. It is the other way round: draw the logarithm "
                "uniformly, then undo it.",
            ),
            Mistake(
                "sorted",
                edit(
                    LINE,
                    "np.sort(np.exp(rng.uniform(np.log(low), np.log(high), n)))",
                ),
                "You sort the draws. Whoever stops halfway has then tried only the small ones: leave them in the "
                "order they came.",
            ),
            Mistake(
                "evenly spaced",
                edit(LINE, "np.geomspace(low, high, n)"),
                "That is a grid on the logarithmic scale, evenly spaced. Draw at random.",
            ),
            Mistake(
                "normal",
                tuple(
                    edit(
                        BETWEEN, f"rng.normal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / {k}, n)"
                    )
                    for k in (4, 2, 6, 3, 1, 8)
                )
                + (
                    edit(LINE, "rng.lognormal(0, 1, n)"),
                    edit(LINE, "rng.lognormal(np.log(low), np.log(high / low), n)"),
                    edit(LINE, "rng.lognormal((np.log(low) + np.log(high)) / 2, 1, n)"),
                ),
                "The logarithm is to be *uniform*; yours is normal, and leaves the range.",
            ),
            Mistake(
                "normal, held inside",
                tuple(
                    edit(
                        LINE,
                        "np.clip(np.exp(rng.normal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) "
                        f"/ {k}, n)), low, high)",
                    )
                    for k in (4, 2, 6)
                ),
                "The logarithm is to be *uniform*; yours is normal, and what leaves the range is put at its ends.",
            ),
            Mistake(
                "a grid mixed",
                (
                    edit(LINE, "rng.permutation(np.geomspace(low, high, n))"),
                    edit(LINE, "rng.choice(np.geomspace(low, high, 1000), n)"),
                    edit(LINE, "rng.choice(np.geomspace(low, high, 100), n)"),
                ),
                "Your numbers are those of a fixed grid. Draw the logarithm itself from the interval.",
            ),
            Mistake(
                "the reciprocal uniform",
                edit(LINE, "1 / rng.uniform(1 / high, 1 / low, n)"),
                "You draw the reciprocal uniformly: nearly all fall into the first decade. Their logarithm must be "
                "uniform.",
            ),
            Mistake(
                "one number too many",
                (edit(", n))", ", n + 1))"), edit(", n))", ", (n, 1)))"), edit(", n))", ", (1, n)))")),
                "The result should be an array of shape (n,): n numbers in a row.",
            ),
            Mistake(
                "beyond the range",
                (
                    edit(LINE, "low * (high / low) ** rng.uniform(0, 1.1, n)"),
                    edit(LINE, "low * 10 ** rng.uniform(0, np.log10(high), n)"),
                    edit(LINE, "low + np.exp(rng.uniform(np.log(low), np.log(high), n))"),
                ),
                "Some of your numbers lie outside low and high.",
            ),
            Mistake("one number", edit(", n))", "))"), "You draw one number. Asked are n of them."),
        ),
    ),
]
