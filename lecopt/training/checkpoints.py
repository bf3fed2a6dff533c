"""Checkpoints: arrays and facts in one .npz file, written whole or not at all, and read without pickle."""

import json
import os
import zipfile
from pathlib import Path

import numpy as np

FACTS = "facts.json"


def save_checkpoint(path, arrays, facts):
    """The path of a new checkpoint; an older one stays until the new one is whole.

    Args: path: where, by custom "….npz". arrays: {name: array of numbers}. facts: anything that JSON can hold, arrays
        too.
    Returns: path, as a Path.
    Raises: TypeError for an array of objects.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save_checkpoint(folder + "/run.npz", {"w": np.zeros(2)}, {"epoch": 3})
    ...     load_checkpoint(path)
    ({'w': array([0., 0.])}, {'epoch': 3})
    """
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise TypeError(
                f"a checkpoint holds numbers and arrays of numbers, and {name} is neither: {array.item(0)!r:.60}"
            )
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        np.savez(file, **arrays, **{FACTS: np.array(json.dumps(plain(facts)))})
    os.replace(part, path)
    return path


def load_checkpoint(path):
    """The arrays and the facts of a checkpoint.

    Returns: ({name: array}, facts).
    Raises: ValueError for a file that is damaged or no checkpoint.
    """
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return arrays, json.loads(arrays.pop(FACTS).item())
    except (
        OSError,
        EOFError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        NotImplementedError,
        zipfile.BadZipFile,
    ) as error:
        raise ValueError(
            f"{path} is damaged or no checkpoint ({error}): delete it to start from the beginning"
        ) from None


def plain(facts):
    """Facts as JSON gives them back: tuples and arrays as lists, NumPy's numbers as Python's.

    >>> plain({"shape": (2, 3), "lr": np.float64(0.1)})
    {'shape': [2, 3], 'lr': 0.1}
    """
    return json.loads(json.dumps(facts, default=lambda value: np.asarray(value).tolist()))
