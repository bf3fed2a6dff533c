"""Exercise of "Why standardise?": batch normalisation, forward."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def batchnorm(x, gamma, beta, eps):
    """Each feature of a batch at mean 0 and variance 1, then scaled and shifted.

    x: (batch, features). gamma, beta: (features,). eps: added to the variance.
    Returns y of x's shape.
    """
    mean, variance = x.mean(axis=0), x.var(axis=0)
    n = (x - mean) / np.sqrt(variance + eps)
    return gamma * n + beta


def batches(rng):
    for n, d, eps in ((4, 2, 1e-5), (5, 5, 1e-5), (8, 3, 0.1), (3, 4, 0.5)):
        yield 3 * rng.normal(size=(n, d)) + rng.uniform(1, 4, d), rng.uniform(0.5, 2, d), rng.normal(size=d) + 1, eps
    x = rng.normal(size=(4, 2))
    x[:, 1] = 2.0
    yield Case((x, np.array([1.5, 2.0]), np.array([0.5, -1.0]), 1e-3), {}, "a feature that is constant over the batch")


UNBIASED = (
    "You divide the variance by n − 1. Batch normalisation, in the paper and in torch, divides by n; for larger "
    "batches the two hardly differ, so this is accepted."
)


EXERCISES = [
    Exercise(
        reference=batchnorm,
        position=2,
        title="Batch normalisation, forward",
        statement=(
            "Write `batchnorm(x, gamma, beta, eps)`, equation (1), with the statistics of the batch. `x` has shape "
            "(batch, features)."
        ),
        hints=(
            "There is one mean and one variance for each feature. Over which axis are they taken?",
            "eps stands beside the variance, under the root.",
            "Scale and shift come last: `gamma * n + beta`.",
        ),
        cases=batches,
        alternatives=(Alternative("unbiased variance", edit("x.var(axis=0)", "x.var(axis=0, ddof=1)"), UNBIASED),),
        mistakes=(
            Mistake(
                "over the wrong axis",
                edit("x.mean(axis=0), x.var(axis=0)", "x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)"),
                "You take the statistics of each *sample*, over its features. That is layer normalisation. Here "
                "they are those of each feature, over the batch: `axis=0`.",
                "batch normalisation",
            ),
            Mistake(
                "one mean for all features",
                edit("x.mean(axis=0), x.var(axis=0)", "x.mean(), x.var()"),
                "You take one mean and one variance over everything. Each feature has its own: `axis=0`.",
            ),
            Mistake(
                "no eps",
                edit("variance + eps", "variance"),
                "eps is missing: a feature that is constant over the batch gives 0/0.",
            ),
            Mistake(
                "eps outside the root",
                edit("np.sqrt(variance + eps)", "(np.sqrt(variance) + eps)"),
                "Your eps stands outside the root. In batch normalisation it is added to the variance, under the "
                "root (in AdaGrad and Adam it is the other way round).",
            ),
            Mistake(
                "the root of the deviation",
                edit("x.var(axis=0)", "x.std(axis=0)"),
                "Under your root stands the standard *deviation*. The variance belongs there.",
            ),
            Mistake(
                "an eps of its own",
                edit("variance + eps", "variance + 1e-5"),
                "You use an eps of your own. Use the one that is given.",
            ),
            Mistake(
                "brackets missing",
                edit("gamma * n + beta", "gamma * x - mean / np.sqrt(variance + eps) + beta"),
                "You divide only the mean by the root: a division binds before a minus. Put x − mean in brackets.",
            ),
            Mistake(
                "no root",
                edit("np.sqrt(variance + eps)", "(variance + eps)"),
                "You divide by the variance. Divide by its root.",
            ),
            Mistake("not centred", edit("(x - mean)", "x"), "You do not take the mean away."),
            Mistake(
                "no scale and shift",
                edit("return gamma * n + beta", "return n"),
                "Scale and shift are missing: y = gamma·n + beta.",
            ),
            Mistake("no shift", edit("return gamma * n + beta", "return gamma * n"), "The shift beta is missing."),
            Mistake("no scale", edit("return gamma * n + beta", "return n + beta"), "The scale gamma is missing."),
            Mistake(
                "gamma and beta swapped",
                edit("return gamma * n + beta", "return beta * n + gamma"),
                "Scale and shift are swapped: gamma multiplies, beta is added.",
            ),
            Mistake(
                "shifts before it scales",
                edit("return gamma * n + beta", "return gamma * (n + beta)"),
                "You shift first and scale then. It is gamma·n + beta.",
            ),
        ),
    ),
]
