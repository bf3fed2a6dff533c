"""Training: any rule on any loss of a flat w, in minibatches; its schedules and its checkpoints.

- loop: minibatches, epochs, history, resume
- schedules: learning rates that change with time
- checkpoints: arrays and facts in one file, written whole or not at all
"""

from .checkpoints import load_checkpoint, save_checkpoint
from .loop import History, minibatches, train
from .schedules import scheduled

__all__ = ["History", "load_checkpoint", "minibatches", "save_checkpoint", "scheduled", "train"]
