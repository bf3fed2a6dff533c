"""Exercise of "Why standardise?": standardise."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def standardise(train, test):
    """Both sets, with the training set at mean 0 and deviation 1, column by column.

    train: (n, d). test: (m, d). A column constant in training is only shifted, in both.
    Returns (train, test).
    """
    mean, std = train.mean(axis=0), train.std(axis=0)
    std = np.where(train.max(axis=0) == train.min(axis=0), 1.0, std)
    return (train - mean) / std, (test - mean) / std


def _sets(rng):
    train = np.array([[1.0, 10.0], [2.0, 30.0], [3.0, 20.0], [6.0, 20.0], [8.0, 45.0]])
    yield train, np.array([[4.0, 25.0], [0.0, 100.0], [5.0, -3.0]])
    yield Case((train, np.array([[4.0, 25.0]])), {}, "one test image")
    flat = np.column_stack([train[:, 0], np.full(5, 5.0)])
    yield Case((flat, np.array([[4.0, 5.0], [1.0, 5.0]])), {}, "a constant column")
    yield Case((flat, np.array([[4.0, 7.0], [1.0, 5.0]])), {}, "a column that is constant in training, and not in test")
    decimal = np.column_stack([train[:3, 0], np.full(3, 0.1)])
    yield Case((decimal, np.array([[4.0, 0.1], [1.0, 0.6]])), {}, "a column that holds 0.1 in all of training")
    yield Case((train * [1e-6, 1.0], train[:2] * [1e-6, 2.0]), {}, "a column of very small numbers")
    for n, m, d in ((5, 4, 2), (6, 6, 6), (12, 3, 4)):
        shift, scale = rng.uniform(-5, 5, d), rng.uniform(0.3, 4, d)
        yield shift + scale * rng.normal(size=(n, d)), shift + 1 + 2 * scale * rng.normal(size=(m, d))


def without_warning(answer, args, kwargs):
    """The two sets; a division by 0 is an error where it happens, because the statement forbids its warning."""
    with np.errstate(divide="raise", invalid="raise"):
        return answer(*args, **kwargs)


GUARD = "np.where(train.max(axis=0) == train.min(axis=0), 1.0, std)"

BELONG = "the section “The statistics belong to the model”"


EXERCISES = [
    Exercise(
        reference=standardise,
        title="Standardise",
        statement=(
            "Write `standardise(train, test)`. It returns both, each column minus a mean, divided by a standard "
            "deviation. Which set do mean and deviation come from? "
            "Where a column is constant in training, divide by 1 in both: it becomes 0 there, also if it holds "
            "decimals, and no warning appears."
        ),
        hints=(
            "When the network is in use, test images come one at a time. What is known by then?",
            "Mean and standard deviation are taken over the samples: `axis=0`.",
            "Put 1 in the place of a constant column's deviation before you divide: `np.where` chooses entry by entry.",
            "In floating point the mean of three times 0.1 is not quite 0.1. What does a constant column's maximum "
            "equal?",
        ),
        cases=_sets,
        trial=without_warning,
        alternatives=(
            Alternative(
                "the sample deviation",
                edit("train.std(axis=0)", "train.std(axis=0, ddof=1)"),
                "You divide by n − 1 in the variance. Any fixed scale does the job, so this is accepted.",
            ),
            Alternative("nearly 0", edit(GUARD, "np.where(std < 1e-12, 1.0, std)")),
        ),
        mistakes=(
            Mistake(
                "unchanged",
                edit("return (train - mean) / std, (test - mean) / std", "return train, test"),
                "Your function returns its input unchanged.",
            ),
            Mistake(
                "test statistics used",
                edit(
                    "(test - mean) / std\n",
                    "(test - test.mean(axis=0)) / np.where(np.ptp(test, axis=0) == 0, 1.0, test.std(axis=0))\n",
                ),
                "You standardise the test set with its *own* mean and deviation. Then one and the same image is "
                "a different input in training and in testing. Use the training set's for both.",
                BELONG,
            ),
            Mistake(
                "both sets together",
                edit(
                    "train.mean(axis=0), train.std(axis=0)",
                    "np.concatenate([train, test]).mean(axis=0), np.concatenate([train, test]).std(axis=0)",
                ),
                "You take mean and deviation over both sets together, so the model has seen something of the "
                "test. Training set only.",
                BELONG,
            ),
            Mistake(
                "std 0",
                edit(GUARD, "1.0 * std"),
                "In a column that is constant in training you divide by 0, and NumPy warns. Put 1 in the place of "
                "that deviation *before* you divide; mending the result afterwards doesn't take the warning back.",
                BELONG,
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
                edit("std = " + GUARD, "std = 1.0"),
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
            Mistake(
                "compares the deviation with 0",
                edit(GUARD, "np.where(std == 0, 1.0, std)"),
                "A column that holds 0.1 three times has the deviation 1.4e-17 here and not 0: rounding in the mean. "
                "You divide by it. Ask whether maximum and minimum are equal.",
                BELONG,
            ),
            Mistake(
                "a small number in the deviation",
                tuple(
                    edit(GUARD, guard.format(own))
                    for own in (1e-8, 1e-7, 1e-6, 1e-5, 1e-9, 1e-10, 1e-12)
                    for guard in ("std + {}", "np.maximum(std, {})", "np.where(std == 0, {}, std)")
                ),
                "A small number of your own stands in the deviation. A test image that differs in a column that was "
                "constant in training is divided by it, and becomes huge. Divide by 1 there.",
                BELONG,
            ),
            Mistake(
                "the constant column dropped from test",
                edit("(test - mean) / std\n", "np.where(np.ptp(train, axis=0) == 0, 0.0, (test - mean) / std)\n"),
                "You make a column that was constant in training 0 in the test set, too. Divide by 1 there: what "
                "differs from training stays to be seen.",
            ),
            Mistake(
                "only the training set",
                edit("return (train - mean) / std, (test - mean) / std", "return (train - mean) / std"),
                "You return one set. Return both, `train, test`.",
            ),
            Mistake(
                "the test set first",
                edit(
                    "return (train - mean) / std, (test - mean) / std",
                    "return (test - mean) / std, (train - mean) / std",
                ),
                "The two sets stand in the other order. Return the training set first.",
            ),
        ),
    ),
]
