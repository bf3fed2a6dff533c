"""Trials for answers that one call cannot judge: an update rule is judged by the path of w."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .model import Complaint


def path_of_rule(answer: Callable, args: tuple, kwargs: dict) -> NDArray:
    """Path of w under a learner's update rule; args are (w, gradients), kwargs the hyper-parameters.

    The gradients are given, one for each step, so the path is the same whatever the scale of the state. A
    hyper-parameter that is a list has one value for each step. The state may be a tuple or a list.
    """
    w, gradients = args
    path, state = [w.copy()], ()
    for t, dw in enumerate(gradients):
        hyper = {name: value[t] if isinstance(value, list) else value for name, value in kwargs.items()}
        result = answer(w, dw, *state, **hyper)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise Complaint("A rule returns two things, the new w and the tuple of its state: `return w, (v,)`.")
        w, state = result
        if not isinstance(state, (tuple, list)):
            raise Complaint("The state is a tuple, also when it holds one thing: `return w, (v,)`, with the comma.")
        if np.shape(w) != np.shape(dw):
            raise Complaint(f"The new w has shape {np.shape(w)}, and w had shape {np.shape(dw)}.")
        path.append(np.array(w))
        w = np.array(w)
    return np.array(path)
