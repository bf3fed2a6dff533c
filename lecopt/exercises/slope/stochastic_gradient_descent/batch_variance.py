"""An exercise of "Must we look at all the data?": the variance of a minibatch gradient."""

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def batch_variance(per_example, batch_size, replace):
    """The expected squared distance of a minibatch gradient from the full one.

    per_example: (N, d), one gradient a row, N >= 2. batch_size: 1 to N.
    replace: True or False. Returns a float.
    """
    N = len(per_example)
    variance = ((per_example - per_example.mean(axis=0)) ** 2).sum(axis=1).mean() / batch_size
    return variance if replace else variance * (N - batch_size) / (N - 1)


def _gradients(rng):
    for n, d, batch_size in ((5, 1, 2), (8, 3, 4), (20, 4, 7), (12, 2, 1)):
        gradients = rng.normal(size=(n, d)) * rng.uniform(0.5, 2, d) + rng.normal(size=d)
        for replace in (True, False):
            yield gradients, batch_size, replace
    yield Case((gradients, 12, False), {}, "the minibatch is all the data")


EXERCISES = [
    Exercise(
        reference=batch_variance,
        position=3,
        title="How noisy is a minibatch?",
        statement=(
            "`per_example` holds the gradient of each of N examples, one a row. Write "
            "`batch_variance(per_example, batch_size, replace)`: the expectation "
            "$\\mathbb{E}\\lVert\\hat g - g\\rVert^2$ of (2), for minibatches drawn with replacement "
            "(`replace=True`) or without. A formula, no drawing."
        ),
        hints=(
            "$\\sigma^2$ is the mean squared length of the difference between one gradient and the mean gradient.",
            "The squared length adds up over the coordinates; the mean is over the N examples.",
            "Without replacement a factor comes on top that is 1 at B = 1 and 0 at B = N.",
        ),
        cases=_gradients,
        alternatives=(
            Alternative(
                "with np.var",
                edit(
                    "((per_example - per_example.mean(axis=0)) ** 2).sum(axis=1).mean()",
                    "per_example.var(axis=0).sum()",
                ),
            ),
            Alternative(
                "from the covariance matrix",
                edit(
                    "((per_example - per_example.mean(axis=0)) ** 2).sum(axis=1).mean()",
                    "np.trace(np.atleast_2d(np.cov(per_example.T, bias=True)))",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "forgets that it is without replacement",
                edit("variance if replace else variance * (N - batch_size) / (N - 1)", "variance"),
                "With replacement you are right. Without it, the factor (N − B)/(N − 1) comes on top: a batch of "
                "all the data has no noise.",
            ),
            Mistake(
                "the other way round",
                edit("variance if replace", "variance if not replace"),
                "You have the two cases the wrong way round: the factor (N − B)/(N − 1) belongs to drawing "
                "*without* replacement.",
            ),
            Mistake(
                "N in place of N - 1",
                edit("/ (N - 1)", "/ N"),
                "Almost: the factor is (N − B)/(N − 1). With a single draw, B = 1, it must be 1.",
            ),
            Mistake(
                "sample variance",
                edit(".sum(axis=1).mean() /", ".sum(axis=1).sum() / (N - 1) /"),
                "You divide by N − 1, as one does to *estimate* a variance. Here all N gradients are known: it "
                "is the population's variance, a mean over N.",
            ),
            Mistake(
                "mean over the coordinates",
                edit(".sum(axis=1).mean()", ".mean()"),
                "You average over the coordinates. The squared length is their *sum*.",
            ),
            Mistake(
                "one mean of all numbers",
                edit("per_example.mean(axis=0)", "per_example.mean()", ".sum(axis=1).mean()", ".mean()"),
                "`per_example.var()` takes one mean of all numbers. Each coordinate has its own: `var(axis=0)`, "
                "and the variances add up over the coordinates.",
            ),
            Mistake(
                "one for each coordinate",
                edit(".sum(axis=1).mean()", ".mean(axis=0)"),
                "You give a variance for each coordinate. The squared length is their *sum*, one number.",
            ),
            Mistake(
                "the root of the factor",
                edit("variance * (N - batch_size) / (N - 1)", "variance * ((N - batch_size) / (N - 1)) ** 0.5"),
                "You take the root of the factor. The root belongs to the standard deviation; the variance has "
                "(N − B)/(N − 1) itself.",
            ),
            Mistake(
                "the standard deviation",
                edit(
                    "return variance if replace else variance * (N - batch_size) / (N - 1)",
                    "return variance**0.5 if replace else (variance * (N - batch_size) / (N - 1))**0.5",
                ),
                "You take the root. The variance is asked for, the squared distance.",
            ),
            Mistake(
                "root of the batch size",
                edit("/ batch_size", "/ batch_size**0.5"),
                "You divide by √B. The *standard deviation* falls like 1/√B; the variance like 1/B.",
            ),
            Mistake(
                "the batch size forgotten",
                edit(".mean() / batch_size", ".mean()"),
                "You give the variance of a single example. A mean of B has 1/B of it.",
            ),
            Mistake(
                "divides by B squared",
                edit("/ batch_size", "/ batch_size**2"),
                "You divide by B². A *sum* of B has B times the variance; divided by B², the square of the "
                "factor 1/B, that leaves 1/B.",
            ),
            Mistake(
                "mean not subtracted",
                edit("per_example - per_example.mean(axis=0)", "per_example"),
                "You forget to subtract the mean gradient: that is the mean squared length, not the variance.",
            ),
        ),
    ),
]
