"""Exercise of "What do we minimise?": the softmax loss."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit

from ..classifiers import classifiers, of_any_classes
from .of_both_losses import OF_BOTH_LOSSES, SECTION


def softmax_loss(W, X, y, reg):
    """Mean softmax loss plus half of reg times the sum of the squared weights.

    W: (inputs, classes). X: (N, inputs). y: (N,), integers from 0. Returns a float.
    """
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)  # changes no probability, and exp cannot overflow
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    data_loss = -log_p[np.arange(len(y)), y].mean()
    return data_loss + 0.5 * reg * (W**2).sum()


LOG_P, SUM = "scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))", "np.exp(scores).sum(axis=1, keepdims=True)"
P, PICKED, LARGEST = f"np.exp(scores) / {SUM}", "log_p[np.arange(len(y)), y]", "scores.max(axis=1, keepdims=True)"
FLAT_ROW, FLAT_SUM = "scores.max(axis=1)", "np.exp(scores).sum(axis=1)"
LOG_OF, P_OF = "scores - np.log({})", "np.log(np.exp(scores) / {})"
SMALL = ("1e-5", "1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16", "2.220446049250313e-16")
SMALL += ("1e-20", "1e-30", "1e-100", "1e-300")

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
        trial=of_any_classes(softmax_loss),
        mistakes=(
            Mistake(
                "one maximum for all examples",
                (edit(LARGEST, "scores.max()"), edit(LARGEST, "scores.max()", LOG_P, f"np.log({P})")),
                "Right, until one example's scores lie far below another's. The largest score of the whole table is "
                "then far above all of its own, and its exponentials are all 0. Each row has its own largest score.",
                SECTION,
            ),
            Mistake(
                "no column of maxima or sums",
                tuple(
                    edit(
                        *((f"scores = scores - {LARGEST}", row) if row else ()),
                        *((SUM, FLAT_SUM) if total else ()),
                        *last,
                    )
                    for row in (f"scores = scores - {FLAT_ROW}", f"scores -= {FLAT_ROW}", "")
                    for total in ((True, False) if row else (True,))
                    for last in (
                        (),
                        (LOG_OF.format(FLAT_SUM if total else SUM), P_OF.format(FLAT_SUM if total else SUM)),
                    )
                ),
                "A maximum or sum along axis 1 has N numbers, and taken with a table they go along the *columns*: that "
                "stops, or, where there are as many classes as examples, pairs them wrongly. `keepdims=True` makes a "
                "column of them.",
            ),
            Mistake(
                "logarithm of 0",
                edit(LOG_P, f"np.log({P})"),
                "Right, until the right class lies far behind: its probability is then so small that it is stored as "
                "0, and the loss is infinite. The logarithm can be had without the probability: the score minus the "
                "logarithm of the sum of exponentials.",
                SECTION,
            ),
            Mistake(
                "a small constant inside the logarithm",
                tuple(edit(LOG_P, f"np.log({P} + {c})") for c in SMALL)
                + tuple(edit(LOG_P, f"np.log(np.maximum({P}, {c}))") for c in SMALL),
                "Right, until the right class lies far behind: your loss of one example never gets larger than minus "
                "the logarithm of a small constant. 1000 behind costs 1000. The logarithm can be had without the "
                "probability: the score minus the logarithm of the sum of exponentials.",
                SECTION,
            ),
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
                tuple(
                    edit(*bare, ".mean()", f".mean() / np.log({base})")
                    for base in (2, 10)
                    for bare in ((), (LOG_P, f"np.log({P})"))
                ),
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
            Mistake(
                "one minus the probability",
                (
                    edit(f"-{PICKED}", f"(1 - np.exp({PICKED}))"),
                    edit(f"-{PICKED}", f"-np.log(1 - np.exp({PICKED}))"),
                ),
                "You use 1 − p. One example's loss is −log p, which grows without bound as p goes to 0.",
                SECTION,
            ),
            Mistake(
                "never normalised",
                (
                    edit(LOG_P, "scores"),
                    edit(LOG_P, "X @ W"),
                    edit(LOG_P, f"scores - {SUM}"),
                    edit(LOG_P, f"scores / {SUM}"),
                ),
                "The logarithm of the probability is the score minus the *logarithm* of the sum of exponentials. "
                "Without that term the loss has no least value.",
            ),
            Mistake(
                "every class counts",
                (edit(f"-{PICKED}.mean()", "-log_p.sum(axis=1).mean()"), edit(PICKED, "log_p")),
                "You add the logarithms of *all* classes. Only the right class of each example counts.",
            ),
            Mistake(
                "the class with the largest score",
                """
def softmax_loss(W, X, y, reg):
    scores = X @ W
    best = scores.max(axis=1, keepdims=True)
    return np.log(np.exp(scores - best).sum(axis=1)).mean() + 0.5 * reg * (W**2).sum()
""",
                "You take the probability of the class with the *largest* score. The right class is `y`, whatever its "
                "score is.",
            ),
            Mistake(
                "minus the scores",
                edit("scores = X @ W", "scores = -(X @ W)"),
                "You put minus the score into the exponential: a large score then means a *small* probability.",
            ),
            Mistake(
                "maximum over the examples",
                tuple(edit(LARGEST, "scores.max(axis=0)", *bare) for bare in ((), (LOG_P, f"np.log({P})"))),
                "You subtract from each *class* its largest score (axis 0). That changes the probabilities. It must be "
                "one number for each example: axis 1.",
            ),
            *OF_BOTH_LOSSES,
        ),
    ),
]
