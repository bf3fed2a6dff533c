"""What a training leaves behind: the weights it ended with, and its curves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CURVES = ("train_loss", "val_loss", "train_accuracy", "val_accuracy")


@dataclass(frozen=True, repr=False, eq=False)
class History:
    """What a training was: the weights it ended with, and its curves.

    A curve has one entry before the training began and one after each epoch, shape (epochs + 1, *runs); it is None
    where there was no validation set or no accuracy.
    """

    w: NDArray
    train_loss: NDArray
    val_loss: NDArray | None = None
    train_accuracy: NDArray | None = None
    val_accuracy: NDArray | None = None
    stopped: str = ""  # why it ended before its time, a sentence

    def __repr__(self):
        best = "" if self.train_loss.ndim == 1 else f" (best of {self.train_loss[0].size} runs)"
        ends = summary({name: curve[-1] for name, curve in self.curves().items()})
        return f"{len(self.train_loss) - 1} epochs: {ends}{best}{'. ' * bool(self.stopped)}{self.stopped}"

    def curves(self) -> dict[str, NDArray]:
        """{name: curve}, of those there are."""
        return {name: getattr(self, name) for name in CURVES if getattr(self, name) is not None}


def summary(row: dict[str, NDArray]) -> str:
    """One entry of each curve in words: the least loss and the greatest accuracy among runs, NaN left aside.

    >>> summary({"train_loss": np.array([0.5, np.nan]), "val_accuracy": np.array([0.25, 0.75])})
    'train loss 0.5, val accuracy 0.75'
    """
    return ", ".join(f"{name.replace('_', ' ')} {_best(name, values):.3g}" for name, values in row.items())


def _best(name, values):
    return (np.fmax if name.endswith("accuracy") else np.fmin).reduce(np.ravel(values))
