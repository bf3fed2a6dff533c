"""Training: any rule on any loss of a flat w, in minibatches; its schedules and its checkpoints.

- loop: minibatches, epochs, resume
- history: the weights it ended with, and its curves
- schedules: learning rates that change with time
- checkpoints: arrays and facts in one file, written whole or not at all
"""

from .checkpoints import load_checkpoint, save_checkpoint
from .history import History
from .loop import minibatches, train
from .schedules import scheduled

__all__ = ["History", "load_checkpoint", "minibatches", "save_checkpoint", "scheduled", "train"]
