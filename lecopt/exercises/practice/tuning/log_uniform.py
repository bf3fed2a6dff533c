"""Exercise of "How do people find the numbers?": draw on a logarithmic scale."""

import numpy as np

from lecopt.checker import Alternative, Exercise, Mistake, edit


def log_uniform(low, high, n, rng):
    """n numbers between low and high, their logarithm uniform.

    low, high: 0 < low < high. rng: np.random.Generator. Returns an array (n,).
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


def _ranges(rng):
    for low, high, n in ((1e-4, 1.0, 5), (1e-6, 1e-2, 8), (0.5, 2.0, 4), (1.0, 1000.0, 6)):
        yield low, high, n, np.random.default_rng(int(rng.integers(1 << 30)))


def spread(answer, args, kwargs):
    """Where a drawing function puts its numbers: the ends and the middle of what many draws in a range reach."""
    low, high, n, rng = args
    few = np.asarray(answer(low, high, n, rng), dtype=float)
    many = np.asarray(answer(low, high, 20_000, rng), dtype=float)
    again = np.asarray(answer(low, high, 20_000, np.random.default_rng(7)), dtype=float)
    same = np.asarray(answer(low, high, 20_000, np.random.default_rng(7)), dtype=float)
    quantiles = np.quantile(many, (0.05, 0.25, 0.5, 0.75, 0.95))
    where = np.log(np.maximum(quantiles, 1e-300) / low) / np.log(high / low)
    return {
        "shape": np.array(few.shape),
        "quantiles on the log scale": where,
        "same draws from the same rng": bool((again == same).all()),
        "different draws from another": bool((many != again).any()),
        "in order": bool((np.diff(many.ravel()) >= 0).all()),
    }


def alike(want, got):
    """Whether two spreads are the same, but for chance: a quantile of 20 000 draws is known within 0.02."""
    where = "quantiles on the log scale"
    return all(np.array_equal(want[k], got[k]) for k in want if k != where) and bool(
        np.all(np.abs(want[where] - got[where]) < 0.02)
    )


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
                    "np.exp(rng.uniform(np.log(low), np.log(high), n))",
                    "10 ** rng.uniform(np.log10(low), np.log10(high), n)",
                ),
            ),
            Alternative(
                "a ratio",
                edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "low * (high / low) ** rng.random(n)"),
            ),
        ),
        mistakes=(
            Mistake(
                "uniform",
                edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(low, high, n)"),
                "You draw the numbers themselves uniformly: nearly all fall into the last decade. Their "
                "logarithm must be uniform.",
                "the section “On which scale?”",
            ),
            Mistake(
                "base mixed up",
                (
                    edit(
                        "np.exp(rng.uniform(np.log(low), np.log(high), n))",
                        "10 ** rng.uniform(np.log(low), np.log(high), n)",
                    ),
                    edit("np.log(low), np.log(high)", "np.log10(low), np.log10(high)"),
                ),
                "Two bases are mixed: `np.log` belongs to `np.exp`, `np.log10` to `10 **`.",
            ),
            Mistake(
                "the exponent returned",
                (
                    edit(
                        "np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(np.log(low), np.log(high), n)"
                    ),
                    edit(
                        "np.exp(rng.uniform(np.log(low), np.log(high), n))",
                        "rng.uniform(np.log10(low), np.log10(high), n)",
                    ),
                ),
                "You return the exponents. Raise the base to them.",
            ),
            Mistake(
                "the ends as exponents",
                (
                    edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.exp(rng.uniform(low, high, n))"),
                    edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "10 ** rng.uniform(low, high, n)"),
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
                edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.log(rng.uniform(low, high, n))"),
                "You take the logarithm of a uniform draw. It is the other way round: draw the logarithm "
                "uniformly, then undo it.",
            ),
            Mistake(
                "sorted",
                edit(
                    "np.exp(rng.uniform(np.log(low), np.log(high), n))",
                    "np.sort(np.exp(rng.uniform(np.log(low), np.log(high), n)))",
                ),
                "You sort the draws. Whoever stops halfway has then tried only the small ones: leave them in the "
                "order they came.",
            ),
            Mistake(
                "evenly spaced",
                edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.geomspace(low, high, n)"),
                "That is a grid on the logarithmic scale, evenly spaced. Draw at random.",
            ),
            Mistake(
                "normal",
                edit(
                    "rng.uniform(np.log(low), np.log(high), n)",
                    "rng.normal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 4, n)",
                ),
                "The logarithm is to be *uniform*; yours is normal, and leaves the range.",
            ),
            Mistake("one number", edit(", n))", "))"), "You draw one number. Asked are n of them."),
        ),
    ),
]
