"""Exercise of "What does calculus buy?": the SVM gradient."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .softmax_gradient import classifiers, of_both_gradients


def svm_gradient(W, X, y, reg):
    """Gradient of the mean SVM loss, margin 1, plus half of reg times the sum of W².

    W: (inputs, classes). X: (N, inputs). y: (N,), integers from 0.
    Returns an array of W's shape.
    """
    rows = np.arange(len(y))
    scores = X @ W
    margins = scores - scores[rows, y][:, None] + 1
    D = (margins > 0).astype(float)
    D[rows, y] = 0  # the right class is not its own rival
    D[rows, y] = -D.sum(axis=1)
    return X.T @ D / len(y) + reg * W


EXERCISES = [
    Exercise(
        reference=svm_gradient,
        position=2,
        title="The SVM gradient",
        statement=(
            "Write the gradient of the multiclass SVM loss with margin 1: (6) for the scores, then the weights. The "
            "bias is the last row of $W$ and is regularised too. No margin is exactly 0."
        ),
        hints=(
            "Do one image first. Which wrong classes come within 1 of the right score?",
            "Each of them gets +1. What does the right class get, if there are three of them?",
            "A comparison gives an array of True and False; `.astype(float)` makes 1 and 0 of it.",
            "The right class is not its own rival, but its margin, 0 + 1, is positive: set it to 0 before you count.",
        ),
        cases=classifiers,
        mistakes=of_both_gradients(
            (
                Mistake(
                    "the right class counted once",
                    edit("D[rows, y] = -D.sum(axis=1)", "D[rows, y] = -1"),
                    "The right class gets −1 from you, whatever the number of classes that come too close. It "
                    "stands in *every* term: one −1 for each of them.",
                    "the SVM gradient",
                ),
                Mistake(
                    "the right class once, if at all",
                    edit("D[rows, y] = -D.sum(axis=1)", "D[rows, y] = -1.0 * (D.sum(axis=1) > 0)"),
                    "The right class gets −1 from you as soon as one class comes too close. It stands in *every* "
                    "term: one −1 for each of them.",
                    "the SVM gradient",
                ),
                Mistake(
                    "forgets the right class",
                    edit("    D[rows, y] = -D.sum(axis=1)\n", ""),
                    "The right class gets nothing from you. Its score stands in every term with a minus: it gets "
                    "minus the number of classes that come too close.",
                    "the SVM gradient",
                ),
                Mistake(
                    "counts the right class as a rival",
                    edit("    D[rows, y] = 0  # the right class is not its own rival\n", ""),
                    "You count the right class among its own rivals: its margin, 0 + 1, is always positive. Its "
                    "entry is one too low.",
                    "the SVM gradient",
                ),
                Mistake(
                    "the rivals of all images",
                    edit("-D.sum(axis=1)", "-D.sum()"),
                    "Each right class gets from you the count of *all* images. It is the rivals in its own row "
                    "that count: `sum(axis=1)`.",
                ),
                Mistake(
                    "plus at the right class",
                    edit("= -D.sum", "= D.sum"),
                    "The right class gets a *plus* from you. A higher right score lowers the loss: minus.",
                ),
                Mistake(
                    "margin 0",
                    edit("[:, None] + 1", "[:, None]"),
                    "You compare with the right score itself. The margin is 1: a class pays as soon as it comes "
                    "within 1 of the right score.",
                ),
                Mistake(
                    "the margins themselves",
                    edit("(margins > 0).astype(float)", "np.maximum(0, margins)"),
                    "You use the margins themselves, how far each class has come too close. The slope of max(0, "
                    "m) is 1 where m > 0, however large m is. (Yours is the gradient of *squared* margins, up to "
                    "a 2.)",
                ),
                Mistake(
                    "every margin",
                    edit("(margins > 0).astype(float)", "np.ones(margins.shape)"),
                    "You count every wrong class. Only those with a positive margin pay; for the others max(0, "
                    "m) is flat.",
                ),
                Mistake(
                    "only the closest rival",
                    edit(
                        "D[rows, y] = 0",
                        "margins[rows, y] = -np.inf\n"
                        "    D = D * (margins == margins.max(axis=1, keepdims=True))\n    D[rows, y] = 0",
                    ),
                    "You count the strongest rival only. Here *each* wrong class that comes too close pays.",
                ),
                Mistake(
                    "the violations turned round",
                    edit("margins > 0", "margins < 0"),
                    "You count the classes that keep their distance. Those pay nothing; the others, with a "
                    "positive margin, do.",
                ),
            )
        ),
    ),
]
