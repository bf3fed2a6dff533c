"""Exercise of "Why standardise?": batch normalisation, backward."""

import numpy as np

from lecopt.checker import Alternative, Exercise, Mistake, edit

from .batchnorm import UNBIASED, batches


def batchnorm_gradient(dy, x, gamma, eps):
    """The way back through batch normalisation.

    dy: gradient of the loss by y, of x's shape. x, gamma, eps: as forward.
    Returns (dx, dgamma, dbeta).
    """
    std = np.sqrt(x.var(axis=0) + eps)
    n = (x - x.mean(axis=0)) / std
    dn = dy - dy.mean(axis=0) - n * (dy * n).mean(axis=0)
    dgamma, dbeta = (dy * n).sum(axis=0), dy.sum(axis=0)
    return gamma / std * dn, dgamma, dbeta


def _ways_back(rng):
    for x, gamma, _, eps in (case if isinstance(case, tuple) else case.args for case in batches(rng)):
        yield rng.normal(size=x.shape) + 0.5, x, gamma, eps


DN = "dy - dy.mean(axis=0) - n * (dy * n).mean(axis=0)"


EXERCISES = [
    Exercise(
        reference=batchnorm_gradient,
        position=3,
        title="Batch normalisation, backward",
        statement=(
            "Write `batchnorm_gradient(dy, x, gamma, eps)`. It returns `dx, dgamma, dbeta`, equations (2) and (3)."
        ),
        hints=(
            "Compute n first, as on the way forward.",
            "gamma and beta meet every sample of the batch, so their gradients are *sums* over the batch.",
            "What is left of dy when its mean, and its part along n, are taken away? Then times gamma over the root.",
        ),
        cases=_ways_back,
        mistakes=(
            Mistake(
                "statistics taken as constants",
                edit(DN, "dy"),
                "You treat mean and variance as constants. They depend on every x of the batch: two terms are "
                "missing, the mean of dy and the part along n.",
                "the way back",
            ),
            Mistake(
                "the variance taken as constant",
                edit(DN, "dy - dy.mean(axis=0)"),
                "You let the mean depend on x, and not the variance: the term n·mean(dy·n) is missing.",
                "the way back",
            ),
            Mistake(
                "the mean taken as constant",
                edit(DN, "dy - n * (dy * n).mean(axis=0)"),
                "You let the variance depend on x, and not the mean: the term mean(dy) is missing.",
                "the way back",
            ),
            Mistake(
                "sums for means in dx",
                edit(DN, "dy - dy.sum(axis=0) - n * (dy * n).sum(axis=0)"),
                "In dx stand the *means* of dy and of dy·n over the batch. You take sums.",
            ),
            Mistake(
                "a sign", edit("- n * (dy", "+ n * (dy"), "The sign of the last term: the part along n is taken *away*."
            ),
            Mistake(
                "no gamma in dx",
                edit("gamma / std * dn", "dn / std"),
                "gamma is missing in dx: y is gamma times n, so dn is gamma times dy.",
            ),
            Mistake(
                "not divided by the root",
                edit("gamma / std * dn", "gamma * dn"),
                "dx must be divided by √(variance + eps), because n was.",
            ),
            Mistake(
                "means for sums",
                edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "(dy * n).mean(axis=0), dy.mean(axis=0)"),
                "dgamma and dbeta are *sums* over the batch; you take means. (If the loss is a mean, its 1/n is "
                "in dy already.)",
            ),
            Mistake(
                "the three in another order",
                edit("return gamma / std * dn, dgamma, dbeta", "return dbeta, dgamma, gamma / std * dn"),
                "All three are right and stand in another order. Return dx, dgamma, dbeta.",
            ),
            Mistake(
                "not summed over the batch",
                edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "dy * n, dy"),
                "Your dgamma and dbeta have an entry for each sample. gamma and beta meet every sample: sum over "
                "the batch.",
            ),
            Mistake(
                "summed over the features too",
                edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "(dy * n).sum(), dy.sum()"),
                "You sum over everything. Each feature has its own gamma and beta: sum over the batch only, `axis=0`.",
            ),
            Mistake(
                "gamma twice in dx",
                edit("gamma / std * dn", "gamma**2 / std * dn"),
                "gamma stands twice in dx. y holds it once, so dx does.",
            ),
            Mistake(
                "x in place of n",
                edit("(dy * n).sum(axis=0)", "(dy * x).sum(axis=0)"),
                "gamma multiplies n, not x: dgamma is the sum of dy·n.",
            ),
            Mistake(
                "dgamma and dbeta swapped",
                edit("dgamma, dbeta = ", "dbeta, dgamma = "),
                "dgamma and dbeta are swapped. beta is only added, so dbeta is the plain sum of dy.",
            ),
            Mistake(
                "no eps",
                edit("x.var(axis=0) + eps", "x.var(axis=0)"),
                "eps is missing in the root: the way back must use the same n as the way forward.",
            ),
            Mistake(
                "over the wrong axis",
                edit(DN, "dy - dy.mean(axis=1, keepdims=True) - n * (dy * n).mean(axis=1, keepdims=True)"),
                "You take the means in dx over the features of each sample. They go over the batch: `axis=0`.",
            ),
        ),
        alternatives=(
            Alternative(
                "unbiased variance",
                edit(
                    "x.var(axis=0)",
                    "x.var(axis=0, ddof=1)",
                    DN,
                    "dy - dy.mean(axis=0) - n * (dy * n).sum(axis=0) / (len(x) - 1)",
                ),
                UNBIASED,
            ),
        ),
    ),
]
