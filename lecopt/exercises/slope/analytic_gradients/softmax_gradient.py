"""Exercise of "What does calculus buy?": the softmax gradient."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit


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


def classifiers(rng):
    """Weights, images and labels; the bias is the last row of W, as everywhere in the book."""
    for n, inputs, classes, scale, reg in (
        (3, 2, 4, 1, 0.0),
        (5, 3, 3, 1, 0.5),
        (8, 4, 3, 1, 1.5),
        (6, 3, 5, 0.3, 0.2),
        (7, 2, 3, 2, 0.7),
    ):
        y = rng.permutation(np.arange(n) % (classes - 1))  # without the last class
        yield scale * rng.normal(size=(inputs + 1, classes)), np.c_[rng.normal(size=(n, inputs)), np.ones(n)], y, reg
    W, X, y = rng.normal(size=(4, 3)), np.c_[rng.normal(size=(9, 3)), np.ones(9)], rng.permutation(np.arange(9) % 3)
    yield W, X, y, 0.3
    W = W.copy()
    W[-1] += 1000
    yield Case((W, X, y, 0.0), {}, "all scores are near 1000")


def of_both_gradients(scored):
    where = "the softmax gradient, line by line"
    whole = "X.T @ D / len(y) + reg * W"
    return (
        Mistake(
            "forgets the regulariser",
            edit(" + reg * W", ""),
            "The data part is right. The regulariser's part, reg·W, is missing.",
            where,
        ),
        Mistake(
            "twice the regulariser",
            edit("reg * W", "2 * reg * W"),
            "Your regulariser's part is 2·reg·W. In this book R is *half* the sum of squares, so its gradient is "
            "reg·W. (The lecture has no half, and there the 2 is right.)",
            where,
        ),
        Mistake(
            "half the regulariser",
            edit("reg * W", "0.5 * reg * W"),
            "The half is gone after differentiating: ½·reg·W² has the slope reg·W.",
        ),
        Mistake(
            "adds the loss of the regulariser",
            edit("reg * W", "0.5 * reg * (W**2).sum()"),
            "You add the regulariser itself, a number. Its *gradient* is reg·W, one entry for each weight.",
        ),
        Mistake(
            "bias not regularised",
            edit("reg * W", "reg * W * (np.arange(len(W)) < len(W) - 1)[:, None]"),
            "You leave the last row of W, the bias, out of the regulariser. Many do; in this book every entry of "
            "W counts.",
        ),
        Mistake(
            "regulariser divided by N",
            edit(whole, "(X.T @ D + reg * W) / len(y)"),
            "You divide the regulariser too. Only the data part is a mean over the images.",
        ),
        Mistake(
            "forgets 1/N",
            edit(" / len(y)", ""),
            "You add the gradients of all images. The loss is their *mean*, so divide the data part by N.",
            where,
        ),
        Mistake(
            "divides by the classes too",
            edit("/ len(y)", "/ len(y) / W.shape[1]"),
            "You divide by the number of classes as well. The mean is over the images only.",
        ),
        Mistake(
            "the wrong sign",
            (edit(whole, "-(X.T @ D / len(y) + reg * W)"), edit(whole, "-X.T @ D / len(y) + reg * W")),
            "The sign is turned round. The gradient points *uphill*: positive where the loss grows with the weight.",
        ),
        Mistake(
            "transposed",
            (edit(whole, "(X.T @ D / len(y) + reg * W).T"),),
            "Your result is the transpose. Entry (i, j) belongs to the weight from input i to class j: the shape "
            "is W's.",
        ),
        Mistake(
            "reshaped for transposed",
            edit(whole, "(D.T @ X).reshape(W.shape) / len(y) + reg * W"),
            "You have the transpose and bring it to W's shape with `reshape`. That puts the numbers in other "
            "places; `.T` transposes.",
            "find the bug",
        ),
        Mistake(
            "wrong class",
            edit("X.T @ D", "X.T @ np.roll(D, 1, axis=1)"),
            "Everything stands one class too far to the right. Labels count from 0, as columns do.",
        ),
        *scored,
    )


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
        cases=classifiers,
        mistakes=of_both_gradients(
            (
                Mistake(
                    "forgets the 1 at the right class",
                    edit("    D[rows, y] -= 1\n", ""),
                    "You use p where p − 1 belongs: at the right class 1 is taken away. Without it every class "
                    "is pushed down, the right one too.",
                    "the softmax gradient, line by line",
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
            )
        ),
    ),
]
