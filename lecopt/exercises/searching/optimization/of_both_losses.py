"""The mistakes that the softmax loss and the SVM loss share."""

from lecopt.checker import Mistake, edit

SECTION = "the section “Scores, losses, one number”"
WHOLE = "0.5 * reg * (W**2).sum()"


OF_BOTH_LOSSES = (
    Mistake(
        "forgets the regulariser",
        edit(f" + {WHOLE}", ""),
        "The data part is right. The regulariser is missing.",
        SECTION,
    ),
    Mistake(
        "regulariser without the half",
        edit("0.5 * reg", "reg"),
        "Your regulariser is twice as large as ours: in this book R is *half* the sum of squares, so that its "
        "gradient is W.",
        SECTION,
    ),
    Mistake(
        "regulariser without the square",
        (
            edit(WHOLE, "0.5 * reg * W.sum()"),
            edit(WHOLE, "0.5 * reg * np.abs(W).sum()"),
            edit(WHOLE, "0.5 * reg * np.sqrt((W**2).sum())"),
        ),
        "The data part is right, and the regulariser is not the sum of the *squares* of the weights.",
        SECTION,
    ),
    Mistake(
        "regulariser averaged",
        (
            edit(WHOLE, "0.5 * reg * (W**2).mean()"),
            edit("data_loss + " + WHOLE, "data_loss + 0.5 * reg * (W**2).sum() / len(y)"),
        ),
        "You divide the regulariser too. Only the data part is a mean: the regulariser is a sum over the "
        "weights, whatever N is.",
        SECTION,
    ),
    Mistake(
        "bias not regularised",
        edit("W**2", "W[:-1]**2"),
        "You leave the last row of W, the bias, out of the regulariser. Many books do; this one counts every "
        "entry of W.",
        SECTION,
    ),
    Mistake(
        "sum in place of the mean",
        edit(".mean()", ".sum()"),
        "You add the losses of all examples. The data part is their *mean*; a sum grows with N, and with it the "
        "best learning rate.",
        SECTION,
    ),
    Mistake(
        "mean over the classes too",
        edit(".mean()", ".mean() / W.shape[1]"),
        "You divide by the number of classes as well. One example's loss is divided by nothing; only the sum "
        "over examples is, by N.",
        SECTION,
    ),
    Mistake(
        "one for each example",
        edit(".mean()", ""),
        "You return one number for each example. The loss is one number: their mean, and the regulariser.",
    ),
    Mistake(
        "the regulariser's sign",
        edit(f" + {WHOLE}", f" - {WHOLE}"),
        "You subtract the regulariser, so large weights pay. It is added.",
    ),
)
