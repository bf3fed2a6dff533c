"""Exercise of "What do we minimise?": the softmax loss."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

SECTION = "the section “Scores, losses, one number”"


def softmax_loss(W, X, y, reg):
    """Mean softmax loss plus half of reg times the sum of the squared weights.

    W: (inputs, classes). X: (N, inputs). y: (N,), integers from 0. Returns a float.
    """
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)  # changes no probability, and exp cannot overflow
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    data_loss = -log_p[np.arange(len(y)), y].mean()
    return data_loss + 0.5 * reg * (W**2).sum()


def classifiers(rng):
    """Weights, images and labels; the bias is the last row of W, as everywhere in the book."""
    for n, inputs, classes, scale, reg in (
        (3, 2, 3, 1, 0.0),
        (5, 3, 4, 1, 0.5),
        (8, 4, 3, 1, 1.5),
        (6, 3, 5, 0.3, 0.2),
        (4, 3, 3, 2, 0.7),
    ):
        y = rng.permutation(np.arange(n) % (classes - 1))  # without the last class
        yield scale * rng.normal(size=(inputs + 1, classes)), np.c_[rng.normal(size=(n, inputs)), np.ones(n)], y, reg
    W, X, y = rng.normal(size=(4, 3)), np.c_[rng.normal(size=(9, 3)), np.ones(9)], rng.permutation(np.arange(9) % 3)
    yield W, X, y, 0.3
    W = W.copy()
    W[-1] += 1000
    yield Case((W, X, y, 0.0), {}, "all scores are near 1000")


WHOLE = "0.5 * reg * (W**2).sum()"


OF_BOTH_LOSSES = (
    Mistake(
        "forgets the regulariser",
        edit(f" + {WHOLE}", ""),
        "The data part is right. The regulariser is missing.",
        SECTION,
    ),
    Mistake(
        "regulariser without the half",
        edit("0.5 * reg", "reg"),
        "Your regulariser is twice as large as ours: in this book R is *half* the sum of squares, so that its "
        "gradient is W.",
        SECTION,
    ),
    Mistake(
        "regulariser without the square",
        (
            edit(WHOLE, "0.5 * reg * W.sum()"),
            edit(WHOLE, "0.5 * reg * np.abs(W).sum()"),
            edit(WHOLE, "0.5 * reg * np.sqrt((W**2).sum())"),
        ),
        "The data part is right, and the regulariser is not the sum of the *squares* of the weights.",
        SECTION,
    ),
    Mistake(
        "regulariser averaged",
        (
            edit(WHOLE, "0.5 * reg * (W**2).mean()"),
            edit("data_loss + " + WHOLE, "data_loss + 0.5 * reg * (W**2).sum() / len(y)"),
        ),
        "You divide the regulariser too. Only the data part is a mean: the regulariser is a sum over the "
        "weights, whatever N is.",
        SECTION,
    ),
    Mistake(
        "bias not regularised",
        edit("W**2", "W[:-1]**2"),
        "You leave the last row of W, the bias, out of the regulariser. Many books do; this one counts every "
        "entry of W.",
        SECTION,
    ),
    Mistake(
        "sum in place of the mean",
        edit(".mean()", ".sum()"),
        "You add the losses of all examples. The data part is their *mean*; a sum grows with N, and with it the "
        "best learning rate.",
        SECTION,
    ),
    Mistake(
        "mean over the classes too",
        edit(".mean()", ".mean() / W.shape[1]"),
        "You divide by the number of classes as well. One example's loss is divided by nothing; only the sum "
        "over examples is, by N.",
        SECTION,
    ),
)


EXERCISES = [
    Exercise(
        reference=softmax_loss,
        title="The softmax loss",
        statement=(
            "Write the loss of a linear softmax classifier. The scores are $XW$; the bias is in $W$ already, as "
            "its last row. "
            "One example's loss is minus the logarithm of the probability that softmax gives to its right class, "
            "and\n\n"
            "$$\nL = \\frac{1}{N} \\sum_{i=1}^{N} L_i + \\mathrm{reg} \\cdot \\frac12 \\lVert W \\rVert^2 .\n$$\n\n"
            "The norm runs over every entry of $W$. Scores near 1000 must work too. A loop over the examples is "
            "as welcome as one formula."
        ),
        hints=(
            "Do one example first: its scores, its probabilities, then the logarithm of one of them.",
            (
                "The exponential of 1000 is too large for a float. Adding one number to all scores of an example "
                "changes no probability: which number helps?"
            ),
            "`scores[np.arange(len(y)), y]` takes from every row the entry of its right class.",
            (
                "The logarithm of the probability is the score minus the logarithm of the sum of exponentials: no "
                "division is needed."
            ),
        ),
        cases=classifiers,
        mistakes=(
            Mistake(
                "overflows",
                (
                    edit("    scores = scores - scores.max(axis=1, keepdims=True)", "    scores = scores"),
                    edit(
                        "    scores = scores - scores.max(axis=1, keepdims=True)",
                        "    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)",
                        "log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))",
                        "log_p = np.log(p)",
                    ),
                ),
                "Right, until the scores are large: then `np.exp` overflows. Subtract each row's largest score "
                "first; the probabilities stay as they are.",
                SECTION,
            ),
            Mistake(
                "the next class",
                edit(", y]", ", (y + 1) % W.shape[1]]"),
                "You take the probability of class y + 1. Labels count from 0, as columns do: column y is the "
                "right one.",
            ),
            Mistake(
                "the class before",
                edit(", y]", ", y - 1]"),
                "You take the probability of class y − 1. Labels count from 0, as columns do: column y is the "
                "right one.",
            ),
            Mistake(
                "logarithm forgotten",
                edit("-log_p[", "-np.exp(log_p)["),
                "You average the probabilities themselves, not their logarithms.",
            ),
            Mistake(
                "minus forgotten",
                edit("-log_p", "log_p"),
                "The logarithm of a probability is negative, and the loss is *minus* it: a good classifier has a "
                "small positive loss.",
            ),
            Mistake(
                "logarithm to another base",
                (edit(".mean()", ".mean() / np.log(2)"), edit(".mean()", ".mean() / np.log(10)")),
                "You use another base. `np.log` is the natural logarithm, and that is the one meant.",
            ),
            Mistake(
                "normalised over the examples",
                edit("sum(axis=1", "sum(axis=0"),
                "Your probabilities add up to 1 over the *examples*. They must add up to 1 over the classes of "
                "one example: sum along axis 1.",
            ),
            Mistake(
                "normalised over the whole table",
                tuple(
                    edit(
                        "scores.max(axis=1, keepdims=True)",
                        largest,
                        "np.exp(scores).sum(axis=1, keepdims=True)",
                        "np.exp(scores).sum()",
                    )
                    for largest in ("scores.max()", "scores.max(axis=1)[:, None]")
                ),
                "Your probabilities add up to 1 over the whole table. Each example has its own sum, over its "
                "classes: sum along axis 1, with `keepdims=True`.",
            ),
            Mistake(
                "all columns of all rows",
                edit("log_p[np.arange(len(y)), y]", "log_p[:, y]"),
                "`[:, y]` takes N entries from *every* row. One from each is meant: `[np.arange(len(y)), y]`.",
            ),
            *OF_BOTH_LOSSES,
        ),
    ),
]
