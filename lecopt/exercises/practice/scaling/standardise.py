"""Exercise of "Why standardise?": standardise."""

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


def _sets(rng):
    for n, m, d in ((5, 4, 2), (6, 6, 6), (12, 3, 4)):
        shift, scale = rng.uniform(-5, 5, d), rng.uniform(0.3, 4, d)
        yield shift + scale * rng.normal(size=(n, d)), shift + 1 + 2 * scale * rng.normal(size=(m, d))
    train, test = rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    train[:, 1] = test[:, 1] = 5.0
    yield Case((train, test), {}, "a constant column")


NORMED = "n = (x - mean) / np.sqrt(variance + eps)"


EXERCISES = [
    Exercise(
        reference=standardise,
        title="Standardise",
        statement=(
            "Write `standardise(train, test)`. It returns both, each column minus a mean, divided by a standard "
            "deviation. Which set do mean and deviation come from? "
            "A column that is constant in training must become 0, without a warning."
        ),
        hints=(
            "When the network is in use, test images come one at a time. What is known by then?",
            "Mean and standard deviation are taken over the samples: `axis=0`.",
            "Replace a standard deviation of 0 by 1 before you divide: `np.where` chooses entry by entry.",
        ),
        cases=_sets,
        alternatives=(
            Alternative(
                "the sample deviation",
                edit("train.std(axis=0)", "train.std(axis=0, ddof=1)"),
                "You divide by n − 1 in the variance. Any fixed scale does the job, so this is accepted.",
            ),
            Alternative("a tiny number added", edit("np.where(std == 0, 1.0, std)", "std + 1e-9")),
        ),
        mistakes=(
            Mistake(
                "test statistics used",
                edit(
                    "(test - mean) / std\n",
                    "(test - test.mean(axis=0)) / np.where(test.std(axis=0) == 0, 1.0, test.std(axis=0))\n",
                ),
                "You standardise the test set with its *own* mean and deviation. Then one and the same image is "
                "a different input in training and in testing. Use the training set's for both.",
                "the statistics belong to the model",
            ),
            Mistake(
                "both sets together",
                edit(
                    "train.mean(axis=0), train.std(axis=0)",
                    "np.concatenate([train, test]).mean(axis=0), np.concatenate([train, test]).std(axis=0)",
                ),
                "You take mean and deviation over both sets together, so the model has seen something of the "
                "test. Training set only.",
                "the statistics belong to the model",
            ),
            Mistake(
                "std 0",
                edit("np.where(std == 0, 1.0, std)", "1.0 * std"),
                "A constant column has the deviation 0, and 0/0 is NaN. Put 1 in its place.",
                "the statistics belong to the model",
            ),
            Mistake(
                "the test set left as it is",
                edit("(test - mean) / std\n", "1.0 * test\n"),
                "You leave the test set as it was. The model expects the inputs it was trained on: same mean, "
                "same scale.",
            ),
            Mistake(
                "one mean for all columns",
                edit("train.mean(axis=0), train.std(axis=0)", "train.mean(), train.std()"),
                "You take one mean and one deviation over all columns. Each column has its own: `axis=0`.",
            ),
            Mistake(
                "over the wrong axis",
                edit("train.mean(axis=0), train.std(axis=0)", "train.mean(axis=1)[:1], train.std(axis=1)[:1]"),
                "You take the statistics of a *sample*, over its columns. They belong to a column, over the "
                "samples: `axis=0`.",
            ),
            Mistake(
                "centred only",
                edit("std = np.where(std == 0, 1.0, std)", "std = 1.0"),
                "You take the mean away, and don't divide by the deviation.",
            ),
            Mistake(
                "not centred",
                edit("return (train - mean)", "mean = 0\n    return (train - mean)"),
                "You divide by the deviation, and don't take the mean away.",
            ),
            Mistake(
                "divides by the variance",
                edit("train.std(axis=0)", "train.var(axis=0)"),
                "You divide by the variance. The standard deviation is its root, and has the unit of the column.",
            ),
            Mistake(
                "divides by the length",
                edit("train.std(axis=0)", "np.linalg.norm(train - train.mean(axis=0), axis=0)"),
                "You divide by the length of the whole column, which grows with the number of samples. The "
                "standard deviation is the root of a *mean* square.",
            ),
            Mistake(
                "divides by the length of the raw column",
                edit("train.std(axis=0)", "np.linalg.norm(train, axis=0)"),
                "You divide by the length of the whole column. The standard deviation is the root of the mean "
                "squared distance from the mean.",
            ),
            Mistake(
                "brings to 0 and 1",
                edit(
                    "train.mean(axis=0), train.std(axis=0)", "train.min(axis=0), train.max(axis=0) - train.min(axis=0)"
                ),
                "You bring each column to the range from 0 to 1. That is scaling to a range; asked for are mean "
                "0 and standard deviation 1.",
            ),
        ),
    ),
]
