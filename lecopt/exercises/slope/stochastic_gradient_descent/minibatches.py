"""Exercises of "Must we look at all the data?": minibatches and an epoch of SGD."""

import numpy as np

from lecopt.checker import Alternative, Complaint, Exercise, Mistake, edit


def minibatches(n, batch_size, rng):
    """One epoch: the indices 0 to n - 1, shuffled and cut into minibatches.

    n, batch_size: whole numbers, 1 or more. rng: generator.
    Returns a list of index arrays.
    """
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


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


def _epochs(rng):
    """Sizes with and without a short last minibatch; enough indices that no shuffle is the identity by accident."""
    for batch_size, whole, rest in ((4, 3, 0), (4, 3, 2), (8, 3, 1), (1, 11, 0), (7, 4, 2), (40, 1, 0)):
        n = batch_size * (whole + int(rng.integers(3))) + rest
        yield n, batch_size, np.random.default_rng(int(rng.integers(1 << 30)))


def _facts_of_epochs(answer, args, kwargs):
    """What can be said of two epochs, whatever the way they were shuffled; the check does not ask for one order."""
    n, batch_size, rng = args
    seed = rng.bit_generator.state
    epochs = []
    for _ in range(2):
        batches = answer(n, batch_size, rng, **kwargs)
        if not isinstance(batches, (list, tuple)) or not all(isinstance(b, (list, np.ndarray)) and np.ndim(b) == 1 for b in batches):
            raise Complaint("Return a list of one-dimensional index arrays, one for each minibatch.")
        epochs.append([[int(i) for i in batch] for batch in batches])
    rng.bit_generator.state = seed
    first = [[int(i) for i in batch] for batch in answer(n, batch_size, rng, **kwargs)]
    flat = [i for batch in epochs[0] for i in batch]
    return {
        "sizes of the minibatches": [len(batch) for batch in epochs[0]],
        "every index from 0 to n - 1": all(0 <= i < n for i in flat),
        "no index twice": len(set(flat)) == len(flat),
        "in the order of the file": flat == sorted(flat),
        "neighbours stay together": batch_size > 1 and all(max(b) - min(b) < len(b) for b in epochs[0] if b) and len(epochs[0]) > 1,
        "the second epoch repeats the first": epochs[0] == epochs[1],
        "the same generator gives the same epoch": first == epochs[0],
    }


def _problems(rng):
    """Least squares with a mean gradient; sizes that leave a short last minibatch."""
    for n, d, batch_size in ((4, 1, 2), (7, 2, 3), (10, 3, 4), (9, 2, 1), (13, 3, 5)):
        X, y = rng.normal(size=(n, d)), rng.normal(size=n)
        seed = int(rng.integers(1 << 30))
        yield lambda w, X, y: X.T @ (X @ w - y) / len(y), rng.normal(size=d), X, y, 0.1, batch_size, np.random.default_rng(seed)
    X, y = rng.normal(size=(6, 2)), rng.normal(size=6)
    yield lambda w, X, y: (np.tanh(X @ w - y) @ X) / len(y), rng.normal(size=2), X, y, 0.3, 4, np.random.default_rng(5)


EXERCISES = [
    Exercise(
        reference=minibatches,
        title="Minibatches",
        statement=(
            "Write `minibatches(n, batch_size, rng)`: one epoch as a list of index arrays. Every index from 0 to n − 1 stands in exactly one of them, in an order "
            "that `rng` shuffles anew at every call. All have `batch_size` indices but the last, which may be short."
        ),
        hints=("First one shuffled array of all n indices: `rng.permutation` gives it.", "Then cut it: from 0 to batch_size, from there to twice that, and so on.", "A slice that reaches past the end is short, and that is right here."),
        cases=_epochs,
        trial=_facts_of_epochs,
        alternatives=(
            Alternative("shuffled in place", edit("order = rng.permutation(n)", "order = np.arange(n)\n    rng.shuffle(order)")),
            Alternative("array_split at the cuts", edit("[order[start : start + batch_size] for start in range(0, n, batch_size)]", "np.split(order, range(batch_size, n, batch_size))")),
        ),
        mistakes=(
            Mistake("drops the last", edit("range(0, n, batch_size)", "range(0, n - batch_size + 1, batch_size)"), "You drop the last minibatch when it is short, and those examples are never seen in this epoch. Keep it, short as it is."),
            Mistake(
                "with replacement",
                (edit("rng.permutation(n)", "rng.integers(n, size=n)"), edit("rng.permutation(n)", "rng.choice(n, n)")),
                "You draw with replacement: some indices come twice, and more than a third never. An epoch shows each example once.",
                "reshuffling against independent draws",
            ),
            Mistake(
                "draws each minibatch afresh",
                (
                    edit("order[start : start + batch_size] for", "rng.integers(n, size=batch_size) for"),
                    edit("order[start : start + batch_size] for", "rng.choice(n, min(batch_size, n), replace=False) for"),
                ),
                "You draw each minibatch afresh, so some indices come twice in an epoch and others never. Shuffle all of them once, then cut.",
                "independent draws, or every example once",
            ),
            Mistake(
                "pieces of equal size",
                (edit("[order[start : start + batch_size] for start in range(0, n, batch_size)]", "np.array_split(order, max(1, n // batch_size))"), edit("[order[start : start + batch_size] for start in range(0, n, batch_size)]", "np.array_split(order, -(-n // batch_size))")),
                "You cut the indices into pieces of nearly equal size. All minibatches have `batch_size` indices, only the last may be short.",
            ),
            Mistake("the number of minibatches", edit("[order[start : start + batch_size] for start in range(0, n, batch_size)]", "np.array_split(order, batch_size)"), "You make `batch_size` minibatches. It is the number of indices *in* each of them."),
            Mistake("one minibatch only", edit("range(0, n, batch_size)", "(0,)"), "You return one minibatch. An epoch has as many as it takes to use every index."),
            Mistake("fills up the last", edit("order = rng.permutation(n)", "order = rng.permutation(n)\n    order = np.r_[order, order[: -n % batch_size]]"), "You fill up the short last minibatch with indices that were used already. It may stay short: each index stands in one minibatch."),
            Mistake("shuffles inside the minibatches", edit("rng.permutation(n)", "np.arange(n)", "[order[start : start + batch_size] for", "[rng.permutation(order[start : start + batch_size]) for"), "You shuffle inside each minibatch, but neighbours in the file stay together. Shuffle all indices first, then cut."),
            Mistake("never shuffles", edit("rng.permutation(n)", "np.arange(n)"), "You never shuffle. If the file is sorted by class, each minibatch sees one class only.", "sorted data"),
            Mistake(
                "repeats the same order",
                (edit("rng.permutation(n)", "np.random.default_rng(0).permutation(n)"),),
                "Every epoch of yours has the same order: you make a new generator at each call. Use the `rng` that was given.",
            ),
            Mistake("another generator", edit("rng.permutation(n)", "np.random.permutation(n)"), "Your order doesn't come from the `rng` that was given, so nobody can repeat your training."),
            Mistake(
                "shuffles whole minibatches",
                edit("order = rng.permutation(n)", "order = np.arange(n)", "    return [", "    batches = [", "batch_size)]", "batch_size)]\n    rng.shuffle(tail := list(range(len(batches))))\n    return [rng.permutation(batches[k]) for k in sorted(tail, key=lambda k: (k + 1 == len(batches) and n % batch_size > 0, tail.index(k)))]"),
                "You shuffle the order of the minibatches, but neighbours in the file stay together. Shuffle all indices first, then cut.",
            ),
            Mistake("counts from 1", edit("rng.permutation(n)", "1 + rng.permutation(n)"), "Your indices run from 1 to n. Python counts from 0, and n is past the end."),
            Mistake("an empty one at the end", edit("range(0, n, batch_size)", "range(0, n + 1, batch_size)"), "Where n is a multiple of the batch size you add an empty minibatch; its mean gradient would be 0/0."),
        ),
    ),
    Exercise(
        reference=sgd_epoch,
        title="One epoch of SGD",
        statement=(
            "Write `sgd_epoch(grad, w, X, y, lr, batch_size, rng)`. It returns the weights after one epoch. So that your numbers can be compared, let the order be "
            "`rng.permutation(len(X))`, asked for once, and take consecutive slices of it; the last one may be short. `grad(w, X_b, y_b)` is the *mean* gradient over the examples that it is given."
        ),
        hints=("How many steps does one epoch take? One for each minibatch.", "Inside the loop the gradient must be that of the minibatch, at the weights of *now*.", "Index X and y with the same slice of the order."),
        cases=_problems,
        alternatives=(
            Alternative("shuffles the data once", edit("order = rng.permutation(len(X))", "order = rng.permutation(len(X))\n    X, y = X[order], y[order]", "batch = order[start : start + batch_size]", "batch = slice(start, start + batch_size)")),
        ),
        mistakes=(
            Mistake("uses all the data", edit("X[batch], y[batch]", "X, y"), "You draw a minibatch and then take the gradient of *all* the data. That is full-batch descent at full price, many times an epoch.", "a bug that nobody sees"),
            Mistake("sums", (edit("* grad(w, X[batch], y[batch])", "* len(batch) * grad(w, X[batch], y[batch])"), edit("* grad(w, X[batch], y[batch])", "* batch_size * grad(w, X[batch], y[batch])")), "Your step grows with the batch size: you take a sum where the mean is meant. `grad` has divided by B already."),
            Mistake("divides once more", (edit("* grad(", "/ len(batch) * grad("), edit("* grad(", "/ batch_size * grad(")), "You divide by the batch size once more. `grad` is a mean already."),
            Mistake("divides by N", (edit("* grad(", "* len(batch) / len(X) * grad("), edit("* grad(", "/ len(X) * grad(")), "You divide by N, the number of all examples. A step's mean runs over the B examples of its minibatch: 1/B."),
            Mistake(
                "one step an epoch",
                (
                    edit("    for start", "    dw, n = 0 * w, 0\n    for start", "w = w - lr * grad(w, X[batch], y[batch])", "dw, n = dw + grad(w, X[batch], y[batch]), n + 1", "    return w", "    return w - lr * dw / n"),
                    edit("    for start", "    dw, n = 0 * w, 0\n    for start", "w = w - lr * grad(w, X[batch], y[batch])", "dw, n = dw + len(batch) * grad(w, X[batch], y[batch]), n + 1", "    return w", "    return w - lr * dw / len(X)"),
                ),
                "You average over the minibatches and take one step. That is full-batch descent. The average is *inside* a minibatch, and every minibatch makes a step.",
                "the step",
            ),
            Mistake(
                "draws each minibatch afresh",
                (
                    edit("    order = rng.permutation(len(X))\n", "", "order[start : start + batch_size]", "rng.permutation(len(X))[:batch_size]"),
                    edit("    order = rng.permutation(len(X))\n", "", "order[start : start + batch_size]", "rng.choice(len(X), batch_size, replace=False)"),
                    edit("    order = rng.permutation(len(X))\n", "", "order[start : start + batch_size]", "rng.choice(len(X), batch_size)"),
                    edit("    order = rng.permutation(len(X))\n", "", "order[start : start + batch_size]", "rng.integers(len(X), size=batch_size)"),
                ),
                "You draw each minibatch afresh, so some examples come twice in an epoch and others never. Ask for one order, and take consecutive slices of it.",
                "independent draws, or every example once",
            ),
            Mistake("overlapping minibatches", edit("range(0, len(X), batch_size)", "range(len(X))"), "Your minibatches overlap: each starts one example after the one before. The next one starts where the last one ended: `range(0, len(X), batch_size)`."),
            Mistake("single examples", edit("range(0, len(X), batch_size)", "range(len(X))", "start : start + batch_size", "start : start + 1"), "You take one example a step, whatever `batch_size` says."),
            Mistake("gradients of the start", edit("    for start", "    w0 = w\n    for start", "grad(w, X", "grad(w0, X"), "All your gradients are taken at the weights the epoch began with. Take each at the weights of now."),
            Mistake("never shuffles", edit("rng.permutation(len(X))", "np.arange(len(X))"), "You go through the data in the order of the file. If that is sorted by class, the epoch is ruined.", "sorted data"),
            Mistake("drops the last", edit("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"), "You leave out the short last minibatch. Its examples count too."),
            Mistake("ascends", edit("w = w - lr", "w = w + lr"), "You climb: the gradient points uphill, so it is subtracted."),
            Mistake("labels not shuffled", edit("y[batch])", "y[start : start + batch_size])"), "You shuffle the inputs and not their labels, so that each image gets another one's label."),
            Mistake("one step only", edit("X[batch], y[batch])", "X[batch], y[batch])\n        break"), "You stop after the first minibatch. An epoch goes through all of them."),
        ),
    ),
]
