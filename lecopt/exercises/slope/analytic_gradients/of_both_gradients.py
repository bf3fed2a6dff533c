"""The inputs and the mistakes that the softmax gradient and the SVM gradient share."""

from lecopt.checker import Mistake, edit

from ...searching.classifiers import classifiers, in_large_units


def cases(rng):
    yield from classifiers(rng)
    yield in_large_units()


LOSSES = {
    "softmax_gradient": (
        "s = s - s.max(axis=1, keepdims=True)",
        "data = (np.log(np.exp(s).sum(axis=1)) - s[rows, y]).mean()",
    ),
    "svm_gradient": (
        "m = np.maximum(0, s - s[rows, y][:, None] + 1)",
        "data = (m.sum(axis=1) - 1).mean()",
    ),
}


def _differences(name, h, central):
    """The gradient by differences of the loss, as text."""
    first, second = LOSSES[name]
    return f"""
def {name}(W, X, y, reg):
    def loss(W):
        rows, s = np.arange(len(y)), X @ W
        {first}
        {second}
        return data + 0.5 * reg * (W**2).sum()

    dW = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        right, left = W.copy(), W.copy()
        right[i] += {h}
        left[i] -= {h if central else 0}
        dW[i] = (loss(right) - loss(left)) / ({2 if central else 1} * {h})
    return dW
"""


def of_both_gradients(name, scored):
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
        Mistake(
            "differences of the loss",
            tuple(_differences(name, h, True) for h in ("1e-5", "1e-4", "1e-6", "1e-3", "1e-7"))
            + tuple(_differences(name, h, False) for h in ("1e-5", "1e-6", "1e-7", "1e-8")),
            "Your numbers are those of differences of the loss, also where a step is too long for them: with inputs "
            "near a trillion. The gradient by calculus is asked for.",
            where,
        ),
    )
