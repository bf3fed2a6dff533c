"""Exercise of "What if we just try?": the best of n."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit


def best_of_n(accuracies, n):
    """The best accuracy seen so far, after each of the first n tries.

    accuracies: (tries,), at least n of them. Returns an array of length n.
    """
    tried = np.asarray(accuracies)[:n]
    return np.maximum.accumulate(tried)


EXERCISES = [
    Exercise(
        reference=best_of_n,
        position=2,
        title="The best of n",
        statement=(
            "`accuracies` holds the accuracy of one random classifier after another. Write `best_of_n(accuracies, "
            "n)`: the best one so far, after 1, 2, …, n tries."
        ),
        hints=(
            "After the third try the best is the largest of three. How does it follow from the best after the second?",
            "A loop with one remembered number does it. NumPy has it too: look for `accumulate`.",
        ),
        cases=lambda rng: (
            (rng.uniform(size=size), n) for size, n in ((6, 4), (10, 10), (30, 1), (50, 40), (200, 150))
        ),
        mistakes=(
            Mistake(
                "one number only",
                edit("np.maximum.accumulate(tried)", "np.max(tried)"),
                "You give the best of all n. Asked is the best after *each* try: n numbers.",
            ),
            Mistake(
                "running minimum",
                edit("np.maximum", "np.minimum"),
                "You keep the least accuracy. For a loss that would be right; of accuracies the best is the largest.",
            ),
            Mistake("ignores n", edit("[:n]", ""), "You use all accuracies. Only the first n were tried."),
            Mistake(
                "sorted",
                edit("np.maximum.accumulate(tried)", "np.sort(tried)"),
                "You sort them. A best-so-far stays level until something better comes; it doesn't count up.",
            ),
            Mistake(
                "the n best",
                (
                    edit("np.maximum.accumulate(tried)", "np.sort(tried)[::-1]"),
                    edit("[:n]", "", "np.maximum.accumulate(tried)", "np.sort(tried)[-n:]"),
                    edit("[:n]", "", "np.maximum.accumulate(tried)", "np.sort(tried)[::-1][:n]"),
                ),
                "You sort, and list the n best. Asked is, in the order of the tries, the best *so far*.",
            ),
            Mistake(
                "positions",
                edit("np.maximum.accumulate(tried)", "[int(np.argmax(tried[: k + 1])) for k in range(n)]"),
                "You give the *position* of the best one. Asked is its accuracy.",
            ),
            Mistake(
                "only where it improves",
                edit("np.maximum.accumulate(tried)", "np.unique(np.maximum.accumulate(tried))"),
                "You note the best only when it improves. After a try that is no better the old best stands "
                "again: n numbers.",
            ),
            Mistake(
                "running mean",
                edit("np.maximum.accumulate(tried)", "np.cumsum(tried) / np.arange(1, n + 1)"),
                "You give the running *mean*. The best of n tries is their maximum.",
            ),
            Mistake(
                "running sum",
                edit("np.maximum.accumulate(tried)", "np.cumsum(tried)"),
                "You add the accuracies up. The best of n tries is their maximum.",
            ),
            Mistake(
                "one try behind",
                edit("np.maximum.accumulate(tried)", "np.r_[0, np.maximum.accumulate(tried)[:-1]]"),
                "Your best-so-far doesn't count the present try: it is one step behind.",
            ),
            Mistake(
                "better than the one before",
                edit(
                    "np.maximum.accumulate(tried)",
                    "np.maximum(tried, np.r_[0, tried[:-1]])",
                ),
                "You compare each try with the one before it only. The best so far is the largest of *all* tries "
                "up to here.",
            ),
        ),
    ),
]
