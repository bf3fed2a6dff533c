"""Exercise of "Why standardise?": batch normalisation, forward."""

import contextlib

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit
from lecopt.checker.compare import agree, plain
from lecopt.checker.trial import fresh


def batchnorm(x, gamma, beta, eps):
    """Each feature of a batch at mean 0 and variance 1, then scaled and shifted.

    x: (batch, features). gamma, beta: (features,). eps: added to the variance.
    Returns y of x's shape.
    """
    mean, variance = x.mean(axis=0), x.var(axis=0)
    n = (x - mean) / np.sqrt(variance + eps)
    return gamma * n + beta


def batches(rng):
    """Arguments x, gamma, beta, eps: fixed ones that decide, and drawn ones."""
    x = np.array([[1.0, 2.0, 5.0], [3.0, 2.0, 0.0], [4.0, 6.0, 1.0], [0.0, 4.0, 2.0]])
    gamma, beta = np.array([1.5, 2.0, 0.5]), np.array([0.5, -1.0, 3.0])
    yield x, gamma, beta, 0.1
    yield Case((x, gamma, beta, 5.0), {}, "an eps above some of the variances")
    yield Case((x, gamma, beta, 1e-2), {}, "a smaller eps")
    yield Case((x[:2], gamma, beta, 1e-2), {}, "a batch of two, with a feature that is equal in both")
    yield Case((x[:, :1], gamma[:1], beta[:1], 0.05), {}, "one feature")
    flat = x.copy()
    flat[:, 1] = 2.0
    yield Case((flat, gamma, beta, 1e-3), {}, "a feature that is constant over the batch")
    for n, d, eps in ((4, 2, 1e-5), (5, 5, 1e-5), (8, 3, 0.1), (3, 4, 0.5)):
        spread = rng.permuted(np.tile(np.linspace(-2, 2, n)[:, None], d), axis=0) * rng.uniform(1, 3, d)
        yield spread + rng.uniform(1, 4, d), rng.uniform(0.5, 2, d), rng.normal(size=d) + 1, eps


FIXED = 6  # of the batches


def tried_with_two_eps(reference):
    """A trial: the result; or, where it is right but for eps and another eps changes nothing in it, that this is so."""

    def trial(answer, args, kwargs):
        *given, eps = args
        with contextlib.suppress(Exception):
            one, two = (plain(answer(*fresh(given), own)) for own in (eps, 10 * eps + 1))
            x = given[0] if reference is batchnorm else given[1]
            varies = np.ptp(x, axis=0) > 0
            near = agree(_columns(plain(reference(*given, 1e-9)), varies), _columns(one, varies), rtol=0.05)
            if near and agree(one, two, rtol=1e-13):
                return {"with another eps": "the same result"}
        return answer(*args)

    return trial


def _columns(result, which):
    return [part[..., which] for part in result] if isinstance(result, list) else result[..., which]


UNBIASED = (
    "You divide the variance by n − 1. Batch normalisation, in the paper and in torch, divides by n; for larger "
    "batches the two hardly differ, so this is accepted."
)

OWN = ("", " + 1e-5", " + 1e-8", " + 1e-6", " + 1e-7", " + 1e-3", " + 1e-10", " + 1e-12", " + 1e-4", " + 1e-2")
EPS_NOT_USED = (
    "Nothing changes with the `eps` that is given: your result is that of no eps, or of another one. Add the given one "
    "to the variance, under the root."
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
        trial=tried_with_two_eps(batchnorm),
        alternatives=(Alternative("unbiased variance", edit("x.var(axis=0)", "x.var(axis=0, ddof=1)"), UNBIASED),),
        mistakes=(
            Mistake(
                "over the wrong axis",
                edit("x.mean(axis=0), x.var(axis=0)", "x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)"),
                "You take the statistics of each *sample*, over its features. That is layer normalisation. Here "
                "they are those of each feature, over the batch: `axis=0`.",
                "the section “Batch normalisation”",
            ),
            Mistake(
                "one mean for all features",
                edit("x.mean(axis=0), x.var(axis=0)", "x.mean(), x.var()"),
                "You take one mean and one variance over everything. Each feature has its own: `axis=0`.",
            ),
            Mistake(
                "eps not used",
                tuple(edit("variance + eps", f"variance{own}") for own in OWN),
                EPS_NOT_USED,
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
            Mistake(
                "eps beside the deviation, under no root",
                edit("np.sqrt(variance + eps)", "np.sqrt(variance) + eps"),
                "`(x − mean) / √variance + eps` adds eps to the quotient. It belongs under the root, in brackets.",
            ),
            Mistake(
                "eps squared",
                (edit("variance + eps", "variance + eps**2"), edit("variance + eps", "np.maximum(variance, eps)")),
                "eps is *added* to the variance, as it is.",
            ),
            Mistake(
                "gamma under the root",
                edit("gamma * n + beta", "n / gamma + beta"),
                "You divide by gamma. It multiplies: y = gamma·n + beta.",
            ),
        ),
    ),
]
