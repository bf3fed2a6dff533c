"""Exercise of "Must we look at all the data?": one epoch of SGD."""

import numpy as np

from lecopt.checker import Alternative, Exercise, Mistake, edit


def sgd_epoch(grad, w, X, y, lr, batch_size, rng):
    """The weights after one epoch of minibatch gradient descent.

    grad: (w, X, y) -> mean gradient over the examples given.
    w: (d,). X: (N, inputs). y: (N,). Returns (d,).
    """
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * grad(w, X[batch], y[batch])
    return w


def _problems(rng):
    """Least squares with a mean gradient; sizes that leave a short last minibatch."""
    for n, d, batch_size in ((4, 1, 2), (7, 2, 3), (10, 3, 4), (9, 2, 1), (13, 3, 5)):
        X, y = rng.normal(size=(n, d)), rng.normal(size=n)
        seed = int(rng.integers(1 << 30))
        yield (
            lambda w, X, y: X.T @ (X @ w - y) / len(y),
            rng.normal(size=d),
            X,
            y,
            0.1,
            batch_size,
            np.random.default_rng(seed),
        )
    X, y = rng.normal(size=(6, 2)), rng.normal(size=6)
    yield lambda w, X, y: (np.tanh(X @ w - y) @ X) / len(y), rng.normal(size=2), X, y, 0.3, 4, np.random.default_rng(5)


EXERCISES = [
    Exercise(
        reference=sgd_epoch,
        position=2,
        title="One epoch of SGD",
        statement=(
            "Write `sgd_epoch(grad, w, X, y, lr, batch_size, rng)`. It returns the weights after one epoch. So "
            "that your numbers can be compared, let the order be "
            "`rng.permutation(len(X))`, asked for once, and take consecutive slices of it; the last one may be "
            "short. `grad(w, X_b, y_b)` is the *mean* gradient over the examples that it is given."
        ),
        hints=(
            "How many steps does one epoch take? One for each minibatch.",
            "Inside the loop the gradient must be that of the minibatch, at the weights of *now*.",
            "Index X and y with the same slice of the order.",
        ),
        cases=_problems,
        alternatives=(
            Alternative(
                "shuffles the data once",
                edit(
                    "order = rng.permutation(len(X))",
                    "order = rng.permutation(len(X))\n    X, y = X[order], y[order]",
                    "batch = order[start : start + batch_size]",
                    "batch = slice(start, start + batch_size)",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "uses all the data",
                edit("X[batch], y[batch]", "X, y"),
                "You draw a minibatch and then take the gradient of *all* the data. That is full-batch descent "
                "at full price, many times an epoch.",
                "a bug that nobody sees",
            ),
            Mistake(
                "sums",
                (
                    edit("* grad(w, X[batch], y[batch])", "* len(batch) * grad(w, X[batch], y[batch])"),
                    edit("* grad(w, X[batch], y[batch])", "* batch_size * grad(w, X[batch], y[batch])"),
                ),
                "Your step grows with the batch size: you take a sum where the mean is meant. `grad` has divided "
                "by B already.",
            ),
            Mistake(
                "divides once more",
                (edit("* grad(", "/ len(batch) * grad("), edit("* grad(", "/ batch_size * grad(")),
                "You divide by the batch size once more. `grad` is a mean already.",
            ),
            Mistake(
                "divides by N",
                (edit("* grad(", "* len(batch) / len(X) * grad("), edit("* grad(", "/ len(X) * grad(")),
                "You divide by N, the number of all examples. A step's mean runs over the B examples of its "
                "minibatch: 1/B.",
            ),
            Mistake(
                "one step an epoch",
                (
                    edit(
                        "    for start",
                        "    dw, n = 0 * w, 0\n    for start",
                        "w = w - lr * grad(w, X[batch], y[batch])",
                        "dw, n = dw + grad(w, X[batch], y[batch]), n + 1",
                        "    return w",
                        "    return w - lr * dw / n",
                    ),
                    edit(
                        "    for start",
                        "    dw, n = 0 * w, 0\n    for start",
                        "w = w - lr * grad(w, X[batch], y[batch])",
                        "dw, n = dw + len(batch) * grad(w, X[batch], y[batch]), n + 1",
                        "    return w",
                        "    return w - lr * dw / len(X)",
                    ),
                ),
                "You average over the minibatches and take one step. That is full-batch descent. The average is "
                "*inside* a minibatch, and every minibatch makes a step.",
                "the step",
            ),
            Mistake(
                "draws each minibatch afresh",
                (
                    edit(
                        "    order = rng.permutation(len(X))\n",
                        "",
                        "order[start : start + batch_size]",
                        "rng.permutation(len(X))[:batch_size]",
                    ),
                    edit(
                        "    order = rng.permutation(len(X))\n",
                        "",
                        "order[start : start + batch_size]",
                        "rng.choice(len(X), batch_size, replace=False)",
                    ),
                    edit(
                        "    order = rng.permutation(len(X))\n",
                        "",
                        "order[start : start + batch_size]",
                        "rng.choice(len(X), batch_size)",
                    ),
                    edit(
                        "    order = rng.permutation(len(X))\n",
                        "",
                        "order[start : start + batch_size]",
                        "rng.integers(len(X), size=batch_size)",
                    ),
                ),
                "You draw each minibatch afresh, so some examples come twice in an epoch and others never. Ask "
                "for one order, and take consecutive slices of it.",
                "independent draws, or every example once",
            ),
            Mistake(
                "overlapping minibatches",
                edit("range(0, len(X), batch_size)", "range(len(X))"),
                "Your minibatches overlap: each starts one example after the one before. The next one starts "
                "where the last one ended: `range(0, len(X), batch_size)`.",
            ),
            Mistake(
                "single examples",
                edit(
                    "range(0, len(X), batch_size)", "range(len(X))", "start : start + batch_size", "start : start + 1"
                ),
                "You take one example a step, whatever `batch_size` says.",
            ),
            Mistake(
                "gradients of the start",
                edit("    for start", "    w0 = w\n    for start", "grad(w, X", "grad(w0, X"),
                "All your gradients are taken at the weights the epoch began with. Take each at the weights of now.",
            ),
            Mistake(
                "never shuffles",
                edit("rng.permutation(len(X))", "np.arange(len(X))"),
                "You go through the data in the order of the file. If that is sorted by class, the epoch is ruined.",
                "sorted data",
            ),
            Mistake(
                "drops the last",
                edit("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
                "You leave out the short last minibatch. Its examples count too.",
            ),
            Mistake(
                "ascends",
                edit("w = w - lr", "w = w + lr"),
                "You climb: the gradient points uphill, so it is subtracted.",
            ),
            Mistake(
                "labels not shuffled",
                edit("y[batch])", "y[start : start + batch_size])"),
                "You shuffle the inputs and not their labels, so that each image gets another one's label.",
            ),
            Mistake(
                "one step only",
                edit("X[batch], y[batch])", "X[batch], y[batch])\n        break"),
                "You stop after the first minibatch. An epoch goes through all of them.",
            ),
        ),
    ),
]
