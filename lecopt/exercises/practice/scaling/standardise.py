"""Exercises of "Why standardise?": preprocessing, and batch normalisation there and back."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def standardise(train, test):
    """Both sets, with the training set at mean 0 and deviation 1, column by column.

    train: (n, d). test: (m, d). A column that is constant in training becomes 0 there.
    Returns (train, test).
    """
    mean, std = train.mean(axis=0), train.std(axis=0)
    std = np.where(std == 0, 1.0, std)
    return (train - mean) / std, (test - mean) / std


def batchnorm(x, gamma, beta, eps):
    """Each feature of a batch at mean 0 and variance 1, then scaled and shifted.

    x: (batch, features). gamma, beta: (features,). eps: added to the variance.
    Returns y of x's shape.
    """
    mean, variance = x.mean(axis=0), x.var(axis=0)
    n = (x - mean) / np.sqrt(variance + eps)
    return gamma * n + beta


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


def _sets(rng):
    for n, m, d in ((5, 4, 2), (6, 6, 6), (12, 3, 4)):
        shift, scale = rng.uniform(-5, 5, d), rng.uniform(0.3, 4, d)
        yield shift + scale * rng.normal(size=(n, d)), shift + 1 + 2 * scale * rng.normal(size=(m, d))
    train, test = rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    train[:, 1] = test[:, 1] = 5.0
    yield Case((train, test), {}, "a constant column")


def _batches(rng):
    for n, d, eps in ((4, 2, 1e-5), (5, 5, 1e-5), (8, 3, 0.1), (3, 4, 0.5)):
        yield 3 * rng.normal(size=(n, d)) + rng.uniform(1, 4, d), rng.uniform(0.5, 2, d), rng.normal(size=d) + 1, eps
    x = rng.normal(size=(4, 2))
    x[:, 1] = 2.0
    yield Case((x, np.array([1.5, 2.0]), np.array([0.5, -1.0]), 1e-3), {}, "a feature that is constant over the batch")


def _ways_back(rng):
    for x, gamma, _, eps in (case if isinstance(case, tuple) else case.args for case in _batches(rng)):
        yield rng.normal(size=x.shape) + 0.5, x, gamma, eps


NORMED = "n = (x - mean) / np.sqrt(variance + eps)"
DN = "dy - dy.mean(axis=0) - n * (dy * n).mean(axis=0)"
UNBIASED = "You divide the variance by n − 1. Batch normalisation, in the paper and in torch, divides by n; for larger batches the two hardly differ, so this is accepted."

EXERCISES = [
    Exercise(
        reference=standardise,
        title="Standardise",
        statement=(
            "Write `standardise(train, test)`. It returns both, each column minus a mean, divided by a standard deviation. Which set do mean and deviation come from? "
            "A column that is constant in training must become 0, without a warning."
        ),
        hints=(
            "When the network is in use, test images come one at a time. What is known by then?",
            "Mean and standard deviation are taken over the samples: `axis=0`.",
            "Replace a standard deviation of 0 by 1 before you divide: `np.where` chooses entry by entry.",
        ),
        cases=_sets,
        alternatives=(
            Alternative("the sample deviation", edit("train.std(axis=0)", "train.std(axis=0, ddof=1)"), "You divide by n − 1 in the variance. Any fixed scale does the job, so this is accepted."),
            Alternative("a tiny number added", edit("np.where(std == 0, 1.0, std)", "std + 1e-9")),
        ),
        mistakes=(
            Mistake("test statistics used", edit("(test - mean) / std\n", "(test - test.mean(axis=0)) / np.where(test.std(axis=0) == 0, 1.0, test.std(axis=0))\n"), "You standardise the test set with its *own* mean and deviation. Then one and the same image is a different input in training and in testing. Use the training set's for both.", "the statistics belong to the model"),
            Mistake(
                "both sets together",
                edit("train.mean(axis=0), train.std(axis=0)", "np.concatenate([train, test]).mean(axis=0), np.concatenate([train, test]).std(axis=0)"),
                "You take mean and deviation over both sets together, so the model has seen something of the test. Training set only.",
                "the statistics belong to the model",
            ),
            Mistake("std 0", edit("np.where(std == 0, 1.0, std)", "1.0 * std"), "A constant column has the deviation 0, and 0/0 is NaN. Put 1 in its place.", "the statistics belong to the model"),
            Mistake("the test set left as it is", edit("(test - mean) / std\n", "1.0 * test\n"), "You leave the test set as it was. The model expects the inputs it was trained on: same mean, same scale."),
            Mistake("one mean for all columns", edit("train.mean(axis=0), train.std(axis=0)", "train.mean(), train.std()"), "You take one mean and one deviation over all columns. Each column has its own: `axis=0`."),
            Mistake("over the wrong axis", edit("train.mean(axis=0), train.std(axis=0)", "train.mean(axis=1)[:1], train.std(axis=1)[:1]"), "You take the statistics of a *sample*, over its columns. They belong to a column, over the samples: `axis=0`."),
            Mistake("centred only", edit("std = np.where(std == 0, 1.0, std)", "std = 1.0"), "You take the mean away, and don't divide by the deviation."),
            Mistake("not centred", edit("return (train - mean)", "mean = 0\n    return (train - mean)"), "You divide by the deviation, and don't take the mean away."),
            Mistake("divides by the variance", edit("train.std(axis=0)", "train.var(axis=0)"), "You divide by the variance. The standard deviation is its root, and has the unit of the column."),
            Mistake("divides by the length", edit("train.std(axis=0)", "np.linalg.norm(train - train.mean(axis=0), axis=0)"), "You divide by the length of the whole column, which grows with the number of samples. The standard deviation is the root of a *mean* square."),
            Mistake("divides by the length of the raw column", edit("train.std(axis=0)", "np.linalg.norm(train, axis=0)"), "You divide by the length of the whole column. The standard deviation is the root of the mean squared distance from the mean."),
            Mistake("brings to 0 and 1", edit("train.mean(axis=0), train.std(axis=0)", "train.min(axis=0), train.max(axis=0) - train.min(axis=0)"), "You bring each column to the range from 0 to 1. That is scaling to a range; asked for are mean 0 and standard deviation 1."),
        ),
    ),
    Exercise(
        reference=batchnorm,
        title="Batch normalisation, forward",
        statement="Write `batchnorm(x, gamma, beta, eps)`, equation (1), with the statistics of the batch. `x` has shape (batch, features).",
        hints=(
            "There is one mean and one variance for each feature. Over which axis are they taken?",
            "eps stands beside the variance, under the root.",
            "Scale and shift come last: `gamma * n + beta`.",
        ),
        cases=_batches,
        alternatives=(Alternative("unbiased variance", edit("x.var(axis=0)", "x.var(axis=0, ddof=1)"), UNBIASED),),
        mistakes=(
            Mistake(
                "over the wrong axis",
                edit("x.mean(axis=0), x.var(axis=0)", "x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)"),
                "You take the statistics of each *sample*, over its features. That is layer normalisation. Here they are those of each feature, over the batch: `axis=0`.",
                "batch normalisation",
            ),
            Mistake("one mean for all features", edit("x.mean(axis=0), x.var(axis=0)", "x.mean(), x.var()"), "You take one mean and one variance over everything. Each feature has its own: `axis=0`."),
            Mistake("no eps", edit("variance + eps", "variance"), "eps is missing: a feature that is constant over the batch gives 0/0."),
            Mistake("eps outside the root", edit("np.sqrt(variance + eps)", "(np.sqrt(variance) + eps)"), "Your eps stands outside the root. In batch normalisation it is added to the variance, under the root (in AdaGrad and Adam it is the other way round)."),
            Mistake("the root of the deviation", edit("x.var(axis=0)", "x.std(axis=0)"), "Under your root stands the standard *deviation*. The variance belongs there."),
            Mistake("an eps of its own", edit("variance + eps", "variance + 1e-5"), "You use an eps of your own. Use the one that is given."),
            Mistake("brackets missing", edit("gamma * n + beta", "gamma * x - mean / np.sqrt(variance + eps) + beta"), "You divide only the mean by the root: a division binds before a minus. Put x − mean in brackets."),
            Mistake("no root", edit("np.sqrt(variance + eps)", "(variance + eps)"), "You divide by the variance. Divide by its root."),
            Mistake("not centred", edit("(x - mean)", "x"), "You do not take the mean away."),
            Mistake("no scale and shift", edit("return gamma * n + beta", "return n"), "Scale and shift are missing: y = gamma·n + beta."),
            Mistake("no shift", edit("return gamma * n + beta", "return gamma * n"), "The shift beta is missing."),
            Mistake("no scale", edit("return gamma * n + beta", "return n + beta"), "The scale gamma is missing."),
            Mistake("gamma and beta swapped", edit("return gamma * n + beta", "return beta * n + gamma"), "Scale and shift are swapped: gamma multiplies, beta is added."),
            Mistake("shifts before it scales", edit("return gamma * n + beta", "return gamma * (n + beta)"), "You shift first and scale then. It is gamma·n + beta."),
        ),
    ),
    Exercise(
        reference=batchnorm_gradient,
        title="Batch normalisation, backward",
        statement="Write `batchnorm_gradient(dy, x, gamma, eps)`. It returns `dx, dgamma, dbeta`, equations (2) and (3).",
        hints=(
            "Compute n first, as on the way forward.",
            "gamma and beta meet every sample of the batch, so their gradients are *sums* over the batch.",
            "What is left of dy when its mean, and its part along n, are taken away? Then times gamma over the root.",
        ),
        cases=_ways_back,
        mistakes=(
            Mistake("statistics taken as constants", edit(DN, "dy"), "You treat mean and variance as constants. They depend on every x of the batch: two terms are missing, the mean of dy and the part along n.", "the way back"),
            Mistake("the variance taken as constant", edit(DN, "dy - dy.mean(axis=0)"), "You let the mean depend on x, and not the variance: the term n·mean(dy·n) is missing.", "the way back"),
            Mistake("the mean taken as constant", edit(DN, "dy - n * (dy * n).mean(axis=0)"), "You let the variance depend on x, and not the mean: the term mean(dy) is missing.", "the way back"),
            Mistake("sums for means in dx", edit(DN, "dy - dy.sum(axis=0) - n * (dy * n).sum(axis=0)"), "In dx stand the *means* of dy and of dy·n over the batch. You take sums."),
            Mistake("a sign", edit("- n * (dy", "+ n * (dy"), "The sign of the last term: the part along n is taken *away*."),
            Mistake("no gamma in dx", edit("gamma / std * dn", "dn / std"), "gamma is missing in dx: y is gamma times n, so dn is gamma times dy."),
            Mistake("not divided by the root", edit("gamma / std * dn", "gamma * dn"), "dx must be divided by √(variance + eps), because n was."),
            Mistake("means for sums", edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "(dy * n).mean(axis=0), dy.mean(axis=0)"), "dgamma and dbeta are *sums* over the batch; you take means. (If the loss is a mean, its 1/n is in dy already.)"),
            Mistake("the three in another order", edit("return gamma / std * dn, dgamma, dbeta", "return dbeta, dgamma, gamma / std * dn"), "All three are right and stand in another order. Return dx, dgamma, dbeta."),
            Mistake("not summed over the batch", edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "dy * n, dy"), "Your dgamma and dbeta have an entry for each sample. gamma and beta meet every sample: sum over the batch."),
            Mistake("summed over the features too", edit("(dy * n).sum(axis=0), dy.sum(axis=0)", "(dy * n).sum(), dy.sum()"), "You sum over everything. Each feature has its own gamma and beta: sum over the batch only, `axis=0`."),
            Mistake("gamma twice in dx", edit("gamma / std * dn", "gamma**2 / std * dn"), "gamma stands twice in dx. y holds it once, so dx does."),
            Mistake("x in place of n", edit("(dy * n).sum(axis=0)", "(dy * x).sum(axis=0)"), "gamma multiplies n, not x: dgamma is the sum of dy·n."),
            Mistake("dgamma and dbeta swapped", edit("dgamma, dbeta = ", "dbeta, dgamma = "), "dgamma and dbeta are swapped. beta is only added, so dbeta is the plain sum of dy."),
            Mistake("no eps", edit("x.var(axis=0) + eps", "x.var(axis=0)"), "eps is missing in the root: the way back must use the same n as the way forward."),
            Mistake(
                "over the wrong axis",
                edit(DN, "dy - dy.mean(axis=1, keepdims=True) - n * (dy * n).mean(axis=1, keepdims=True)"),
                "You take the means in dx over the features of each sample. They go over the batch: `axis=0`.",
            ),
        ),
        alternatives=(Alternative("unbiased variance", edit("x.var(axis=0)", "x.var(axis=0, ddof=1)", DN, "dy - dy.mean(axis=0) - n * (dy * n).sum(axis=0) / (len(x) - 1)"), UNBIASED),),
    ),
]
