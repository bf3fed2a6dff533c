"""Exercise of "What does calculus buy?": the softmax gradient."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from ...searching.classifiers import of_any_classes
from .of_both_gradients import cases, of_both_gradients


def softmax_gradient(W, X, y, reg):
    """Gradient of the mean softmax loss plus half of reg times the sum of W².

    W: (inputs, classes). X: (N, inputs). y: (N,), integers from 0.
    Returns an array of W's shape.
    """
    rows = np.arange(len(y))
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    D = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    D[rows, y] -= 1
    return X.T @ D / len(y) + reg * W


EXERCISES = [
    Exercise(
        reference=softmax_gradient,
        title="The softmax gradient",
        statement=(
            "Write the gradient (4) of the softmax loss, without looking back if you can. The bias is in $W$ "
            "already, as its last row, and it is regularised too. "
            "Scores near 1000 must work."
        ),
        hints=(
            "Do one image first: how does its loss change with its ten scores?",
            "The answer is its probabilities, with 1 taken away at the right class.",
            (
                "`D[np.arange(len(y)), y]` picks the entry of the right class in every row; you may subtract from it "
                "in place."
            ),
            (
                "From scores to weights it is a matrix product with the transpose of X. Look at the shapes: (inputs, "
                "N) and (N, classes)."
            ),
        ),
        cases=cases,
        trial=of_any_classes(softmax_gradient),
        mistakes=of_both_gradients(
            "softmax_gradient",
            (
                Mistake(
                    "one maximum for all images",
                    edit("scores.max(axis=1, keepdims=True)", "scores.max()"),
                    "Right, until one image's scores lie far below another's. The largest score of the whole table is "
                    "then far above all of its own, and its exponentials are all 0: 0/0. Each row has its own largest "
                    "score.",
                ),
                Mistake(
                    "forgets the 1 at the right class",
                    edit("    D[rows, y] -= 1\n", ""),
                    "You use p where p − 1 belongs: at the right class 1 is taken away. Without it every class "
                    "is pushed down, the right one too.",
                    "the softmax gradient, line by line",
                ),
                Mistake(
                    "adds 1 at the right class",
                    edit("D[rows, y] -= 1", "D[rows, y] += 1"),
                    "You *add* 1 at the right class: there the slope is p − 1.",
                ),
                Mistake(
                    "no column of maxima or sums",
                    (
                        *(
                            edit("scores = scores - scores.max(axis=1, keepdims=True)", row, *total)
                            for row in ("scores = scores - scores.max(axis=1)", "scores -= scores.max(axis=1)")
                            for total in ((), ("sum(axis=1, keepdims=True)", "sum(axis=1)"))
                        ),
                        edit("sum(axis=1, keepdims=True)", "sum(axis=1)"),
                    ),
                    "A maximum or sum along axis 1 has N numbers, and taken with a table they go along the *columns*: "
                    "that stops, or, where there are as many classes as images, pairs them wrongly. `keepdims=True` "
                    "makes a column of them.",
                ),
                Mistake(
                    "maximum over the images",
                    edit("scores.max(axis=1, keepdims=True)", "scores.max(axis=0)"),
                    "You subtract from each *class* its largest score (axis 0). That changes the probabilities. It "
                    "must be one number for each image: axis 1.",
                ),
                Mistake(
                    "takes 1 away everywhere",
                    edit("D[rows, y] -= 1", "D = D - 1"),
                    "You subtract 1 from *every* probability. Only the right class of each image gets it.",
                ),
                Mistake(
                    "takes 1 away from whole columns",
                    edit("D[rows, y] -= 1", "D[:, np.unique(y)] -= 1"),
                    "`D[:, y] -= 1` changes whole columns. Row i has its own right class: `D[np.arange(len(y)), y]`.",
                ),
                Mistake(
                    "only the right class",
                    edit("D[rows, y] -= 1", "D = np.where(np.arange(W.shape[1]) == y[:, None], D - 1, 0)"),
                    "Only the right class's column is filled. The wrong classes are pushed down by their "
                    "probabilities.",
                ),
                Mistake(
                    "normalised over the images",
                    (
                        edit("np.exp(scores).sum(axis=1", "np.exp(scores).sum(axis=0"),
                        edit(
                            "scores.max(axis=1, keepdims=True)",
                            "scores.max()",
                            "np.exp(scores).sum(axis=1",
                            "np.exp(scores).sum(axis=0",
                        ),
                    ),
                    "Your probabilities add up to 1 over the *images*. They must add up to 1 over the classes of "
                    "one image: axis 1.",
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
                    "Your probabilities add up to 1 over the whole table. Each image has its own sum, over its "
                    "classes: `sum(axis=1, keepdims=True)`.",
                ),
                Mistake(
                    "overflows",
                    edit("scores = scores - scores.max(axis=1, keepdims=True)", "scores = scores + 0"),
                    "Right, until the scores are large: then `np.exp` overflows. Subtract each row's largest "
                    "score first; the probabilities stay as they are.",
                ),
                Mistake(
                    "scores in place of probabilities",
                    edit("np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)", "X @ W"),
                    "You use the scores themselves. The slope in a score is the *probability* of its class.",
                ),
                Mistake(
                    "differentiates the probability",
                    edit("D[rows, y] -= 1", "D = D[rows, y][:, None] * (D - np.eye(W.shape[1])[y])"),
                    "That is the gradient of the probability of the right class (with a minus). The loss is "
                    "minus its *logarithm*, and that divides the probability out.",
                ),
            ),
        ),
    ),
]
