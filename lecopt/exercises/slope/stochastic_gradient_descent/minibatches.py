"""Exercise of "Must we look at all the data?": minibatches."""

import numpy as np

from lecopt.checker import Alternative, Case, Complaint, Exercise, Mistake, edit


def minibatches(n, batch_size, rng):
    """One epoch: the indices 0 to n - 1, shuffled and cut into minibatches.

    n, batch_size: whole numbers, 1 or more. rng: generator.
    Returns a list of index arrays.
    """
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def _epochs(rng):
    """Sizes with and without a short last minibatch, and the ends of both ranges."""
    for n, batch_size in ((12, 4), (14, 4), (25, 8), (11, 1), (30, 7), (40, 40)):
        yield n, batch_size, _generator(rng)
    yield Case((5, 8, _generator(rng)), {}, "fewer indices than a minibatch holds")
    yield Case((1, 1, _generator(rng)), {}, "one index")
    yield Case((3, 1, _generator(rng)), {}, "three indices, one by one")
    for batch_size, whole, rest in ((4, 3, 3), (6, 4, 0)):
        yield batch_size * (whole + int(rng.integers(3))) + rest, batch_size, _generator(rng)


def _generator(rng):
    return np.random.default_rng(int(rng.integers(1 << 30)))


ENOUGH = 11  # indices: so many are shuffled into their own order once in 40 million times

SIZES, ALL, TWICE = "sizes of the minibatches", "every index from 0 to n - 1", "does an index come twice"
SORTED, NEIGHBOURS = "are the indices in the order 0, 1, 2, …", "does each minibatch hold neighbours, as 4, 5, 6, 7"
AGAIN, REPEATS = "does the second epoch repeat the first", "does the same generator give the same epoch"


def _facts_of_epochs(answer, args, kwargs):
    """What can be said of two epochs, whatever the way they were shuffled; the check does not ask for one order."""
    n, batch_size, rng = args
    seed = rng.bit_generator.state
    epochs = [_epoch(answer, args, kwargs) for _ in range(2)]
    rng.bit_generator.state = seed
    first = _epoch(answer, args, kwargs)
    flat = [i for batch in epochs[0] for i in batch]
    sizes, many = [len(batch) for batch in epochs[0]], n >= ENOUGH
    blocks = many and 1 < batch_size < n and all(max(b) - min(b) < len(b) for b in epochs[0] if b)
    return {
        SIZES: sorted(sizes, reverse=True) if blocks else sizes,  # of shuffled blocks the short one may stand anywhere
        ALL: _yes(set(flat) <= set(range(n))),
        TWICE: _yes(len(set(flat)) < len(flat)),
        SORTED: _yes(many and flat == sorted(flat)),
        NEIGHBOURS: _yes(blocks),
        AGAIN: _yes(many and epochs[0] == epochs[1]),
        REPEATS: _yes(not many or first == epochs[0]),
    }


def _epoch(answer, args, kwargs):
    batches = answer(*args, **kwargs)
    if not isinstance(batches, (list, tuple)) or not all(
        isinstance(b, (list, np.ndarray)) and np.ndim(b) == 1 for b in batches
    ):
        raise Complaint("Return a list of one-dimensional index arrays, one for each minibatch.")
    if any(np.asarray(b).dtype.kind not in "iu" for b in batches if len(b)):
        raise Complaint("The indices of a minibatch are whole numbers: an array of floats can't be used as an index.")
    return [[int(i) for i in batch] for batch in batches]


def _yes(fact):
    return "yes" if fact else "no"


EXERCISES = [
    Exercise(
        reference=minibatches,
        title="Minibatches",
        statement=(
            "Write `minibatches(n, batch_size, rng)`: one epoch as a list of index arrays. Every index from 0 to "
            "n − 1 stands in exactly one of them, in an order "
            "that `rng` shuffles anew at every call. All have `batch_size` indices but the last, which may be short."
        ),
        hints=(
            "First one shuffled array of all n indices: `rng.permutation` gives it.",
            "Then cut it: from 0 to batch_size, from there to twice that, and so on.",
            "A slice that reaches past the end is short, and that is right here.",
        ),
        cases=_epochs,
        trial=_facts_of_epochs,
        alternatives=(
            Alternative(
                "shuffled in place", edit("order = rng.permutation(n)", "order = np.arange(n)\n    rng.shuffle(order)")
            ),
            Alternative(
                "array_split at the cuts",
                edit(
                    "[order[start : start + batch_size] for start in range(0, n, batch_size)]",
                    "np.split(order, range(batch_size, n, batch_size))",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "drops the last",
                edit("range(0, n, batch_size)", "range(0, n - batch_size + 1, batch_size)"),
                "You drop the last minibatch when it is short, and those examples are never seen in this epoch. "
                "Keep it, short as it is.",
            ),
            Mistake(
                "with replacement",
                (edit("rng.permutation(n)", "rng.integers(n, size=n)"), edit("rng.permutation(n)", "rng.choice(n, n)")),
                "You draw with replacement: some indices come twice, and more than a third never. An epoch shows "
                "each example once.",
                "reshuffling against independent draws",
            ),
            Mistake(
                "draws each minibatch afresh",
                (
                    edit("order[start : start + batch_size] for", "rng.integers(n, size=batch_size) for"),
                    edit(
                        "order[start : start + batch_size] for", "rng.choice(n, min(batch_size, n), replace=False) for"
                    ),
                ),
                "You draw each minibatch afresh, so some indices come twice in an epoch and others never. "
                "Shuffle all of them once, then cut.",
                "independent draws, or every example once",
            ),
            Mistake(
                "pieces of equal size",
                (
                    edit(
                        "[order[start : start + batch_size] for start in range(0, n, batch_size)]",
                        "np.array_split(order, max(1, n // batch_size))",
                    ),
                    edit(
                        "[order[start : start + batch_size] for start in range(0, n, batch_size)]",
                        "np.array_split(order, -(-n // batch_size))",
                    ),
                ),
                "You cut the indices into pieces of nearly equal size. All minibatches have `batch_size` "
                "indices, only the last may be short.",
            ),
            Mistake(
                "the number of minibatches",
                edit(
                    "[order[start : start + batch_size] for start in range(0, n, batch_size)]",
                    "np.array_split(order, batch_size)",
                ),
                "You make `batch_size` minibatches. It is the number of indices *in* each of them.",
            ),
            Mistake(
                "one minibatch only",
                edit("range(0, n, batch_size)", "(0,)"),
                "You return one minibatch. An epoch has as many as it takes to use every index.",
            ),
            Mistake(
                "fills up the last",
                edit(
                    "order = rng.permutation(n)",
                    "order = rng.permutation(n)\n    order = np.r_[order, order[: -n % batch_size]]",
                ),
                "You fill up the short last minibatch with indices that were used already. It may stay short: "
                "each index stands in one minibatch.",
            ),
            Mistake(
                "shuffles inside the minibatches",
                edit(
                    "rng.permutation(n)",
                    "np.arange(n)",
                    "[order[start : start + batch_size] for",
                    "[rng.permutation(order[start : start + batch_size]) for",
                ),
                "You shuffle inside each minibatch, and each holds neighbours of the file, as 5, 4, 7, 6. Shuffle all "
                "indices first, then cut.",
            ),
            Mistake(
                "never shuffles",
                edit("rng.permutation(n)", "np.arange(n)"),
                "You never shuffle. If the file is sorted by class, each minibatch sees one class only.",
                "sorted data",
            ),
            Mistake(
                "repeats the same order",
                (edit("rng.permutation(n)", "np.random.default_rng(0).permutation(n)"),),
                "Every epoch of yours has the same order: you make a new generator at each call. Use the `rng` "
                "that was given.",
            ),
            Mistake(
                "another generator",
                edit("rng.permutation(n)", "np.random.permutation(n)"),
                "Your order doesn't come from the `rng` that was given, so nobody can repeat your training.",
            ),
            Mistake(
                "shuffles whole minibatches",
                edit(
                    "order = rng.permutation(n)",
                    "order = np.arange(n)",
                    "    return [",
                    "    batches = [",
                    "batch_size)]",
                    "batch_size)]\n    return [batches[k] for k in rng.permutation(len(batches))]",
                ),
                "Each of your minibatches holds neighbours of the file, as 4, 5, 6, 7. Shuffle all indices first, then "
                "cut.",
            ),
            Mistake(
                "counts from 1",
                edit("rng.permutation(n)", "1 + rng.permutation(n)"),
                "Your indices run from 1 to n. Python counts from 0, and n is past the end.",
            ),
            Mistake(
                "an empty one at the end",
                edit("range(0, n, batch_size)", "range(0, n + 1, batch_size)"),
                "Where n is a multiple of the batch size you add an empty minibatch; its mean gradient would be 0/0.",
            ),
        ),
    ),
]
