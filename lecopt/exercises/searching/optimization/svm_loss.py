"""Exercise of "What do we minimise?": the SVM loss."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from .softmax_loss import OF_BOTH_LOSSES, SECTION, classifiers


def svm_loss(W, X, y, reg):
    """Mean SVM loss with margin 1, plus half of reg times the sum of squared weights.

    W: (inputs, classes). X: (N, inputs). y: (N,), integers from 0. Returns a float.
    """
    rows = np.arange(len(y))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0  # the right class is not its own rival
    data_loss = margins.sum(axis=1).mean()
    return data_loss + 0.5 * reg * (W**2).sum()


EXERCISES = [
    Exercise(
        reference=svm_loss,
        position=2,
        title="The SVM loss",
        statement=(
            "Write the multiclass SVM loss of a linear classifier. The scores are $s = XW$. One example pays for "
            "every *wrong* class whose score "
            "comes within a margin of 1 of the right one's, and\n\n"
            "$$\nL_i = \\sum_{j \\ne y_i} \\max(0,\\ s_j - s_{y_i} + 1), \\qquad L = \\frac{1}{N} "
            "\\sum_{i=1}^{N} L_i + \\mathrm{reg} \\cdot \\frac12 \\lVert W \\rVert^2 .\n$$"
        ),
        hints=(
            "Two loops do it: over the examples, and over the classes but the right one.",
            (
                "`scores[np.arange(len(y)), y]` holds every example's right score. `[:, None]` makes a column of it, "
                "which NumPy subtracts from all columns."
            ),
            "The right class always contributes max(0, 0 + 1) = 1 unless you leave it out.",
        ),
        cases=classifiers,
        mistakes=(
            Mistake(
                "counts the right class",
                edit("    margins[rows, y] = 0", "    pass"),
                "Your loss is too large by exactly 1: the sum includes j = y, where the margin is always max(0, "
                "0 + 1) = 1.",
                SECTION,
            ),
            Mistake(
                "margin 0",
                edit(" + 1)", ")"),
                "You charge a wrong class only when it *beats* the right one. The margin asks for a lead of 1.",
            ),
            Mistake(
                "scores the other way round",
                edit("scores - scores[rows, y][:, None] + 1", "scores[rows, y][:, None] - scores + 1"),
                "You charge the right class for being ahead: it should be the wrong class's score minus the "
                "right one's.",
            ),
            Mistake(
                "no maximum with 0",
                edit("np.maximum(0, scores - scores[rows, y][:, None] + 1)", "scores - scores[rows, y][:, None] + 1"),
                "A class far behind must cost 0. Yours pays a negative price and hides the others' mistakes.",
            ),
            Mistake(
                "squared",
                edit("scores[rows, y][:, None] + 1)", "scores[rows, y][:, None] + 1) ** 2"),
                "You square the margins. That is a loss too (L2-SVM), and not the one asked for.",
            ),
            Mistake(
                "the maximum outside the sum",
                edit(
                    "np.maximum(0, scores - scores[rows, y][:, None] + 1)",
                    "scores - scores[rows, y][:, None] + 1",
                    "margins.sum(axis=1)",
                    "np.maximum(0, margins.sum(axis=1))",
                ),
                "You add first and take the maximum with 0 after that, so a class far behind pays for one that "
                "is close. Take the maximum class by class.",
            ),
            Mistake(
                "charges only a rival that is ahead",
                edit("margins[rows, y] = 0", "margins[scores <= scores[rows, y][:, None]] = 0"),
                "You charge a wrong class only when its score is the larger one. It pays from the margin on: "
                "whenever s_j − s_y + 1 is positive.",
            ),
            Mistake(
                "the margin subtracted",
                edit(" + 1)", " - 1)"),
                "Your margin has the wrong sign: a rival pays from s_y − 1 on, so 1 is *added* to s_j − s_y.",
            ),
            Mistake(
                "counts the rivals",
                edit("margins[rows, y] = 0", "margins = (margins > 0).astype(float)\n    margins[rows, y] = 0"),
                "You count the classes that come too close. The loss adds up by *how much* they do.",
            ),
            Mistake(
                "only the worst rival",
                edit("margins.sum(axis=1)", "margins.max(axis=1)"),
                "You charge only for the worst rival. This loss adds up all classes that come too close.",
            ),
            *OF_BOTH_LOSSES,
        ),
    ),
]
