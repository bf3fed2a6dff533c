"""Checkpoints: arrays and facts in one .npz file, written whole or not at all, and read without pickle."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_array, shown

FACTS = "facts.json"


def save_checkpoint(path: str | os.PathLike, arrays: Mapping[str, ArrayLike], facts: Any) -> Path:
    """The path of a new checkpoint; an older one stays until the new one is whole.

    Args: path: where, by custom "….npz". arrays: {name: array of numbers}; "file" and "facts.json" are no names. facts:
        anything that JSON can hold, arrays too.
    Returns: path, as a Path.
    Raises: ValueError for a path that is none or a folder, a name that is taken, facts that JSON can't hold; TypeError
        for an array of objects.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save_checkpoint(folder + "/run.npz", {"w": np.zeros(2)}, {"epoch": 3})
    ...     load_checkpoint(path)
    ({'w': array([0., 0.])}, {'epoch': 3})
    """
    path = as_path("path", path)
    if path.is_dir():
        raise ValueError(f"path must name a file, got the folder {path}")
    arrays = {name: as_array(name, array) for name, array in arrays.items()}
    for name, array in arrays.items():
        if name in ("file", FACTS):
            raise ValueError(f"arrays must have other names than 'file' and {FACTS!r}, got {name!r}")
        if array.dtype.hasobject:
            raise TypeError(
                f"a checkpoint holds numbers and arrays of numbers, and {name} is neither: {array.item(0)!r:.60}"
            )
    try:
        text = json.dumps(plain(facts))
    except (TypeError, ValueError) as error:
        raise ValueError(f"facts must be what JSON can hold ({error}), got {shown(facts)}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        np.savez(file, **arrays, **{FACTS: np.array(text)})
    os.replace(part, path)
    return path


def load_checkpoint(path: str | os.PathLike) -> tuple[dict[str, NDArray], Any]:
    """The arrays and the facts of a checkpoint.

    Returns: ({name: array}, facts).
    Raises: ValueError where there is no such file, for a folder, and for a file that is damaged or no checkpoint.
    """
    path = as_path("path", path)
    if not path.exists():
        raise ValueError(f"there is no file {path}")
    if path.is_dir():
        raise ValueError(f"{path} is a folder, not a checkpoint")
    try:
        with open(path, "rb") as opened:
            if not zipfile.is_zipfile(opened):
                raise ValueError("it is no whole archive of arrays")
            opened.seek(0)
            with np.load(opened, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
    except PermissionError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from None
    except Exception as error:  # what NumPy, zipfile and zlib raise on broken bytes is of a dozen kinds
        why = " ".join(str(error).split())[:120] or type(error).__name__
        if path.suffix != ".npz" or why.startswith("Object arrays"):
            raise ValueError(f"{path} is no checkpoint ({why})") from None
        raise ValueError(f"{path} is damaged or no checkpoint ({why}): delete it to start from the beginning") from None
    try:
        return arrays, json.loads(arrays.pop(FACTS).item())
    except (KeyError, ValueError, TypeError):
        raise ValueError(f"{path} is no checkpoint: it holds no {FACTS}") from None


def as_path(name: str, path: str | os.PathLike) -> Path:
    """The path as a Path. Raises: ValueError naming the argument.

    >>> as_path("checkpoint", 3)
    Traceback (most recent call last):
    ValueError: checkpoint must be a path, got 3
    """
    try:
        return Path(path)
    except TypeError:
        raise ValueError(f"{name} must be a path, got {shown(path)}") from None


def plain(facts: Any) -> Any:
    """Facts as JSON gives them back: tuples and arrays as lists, NumPy's numbers as Python's.

    >>> plain({"shape": (2, 3), "lr": np.float64(0.1)})
    {'shape': [2, 3], 'lr': 0.1}
    """
    return json.loads(json.dumps(facts, default=lambda value: np.asarray(value).tolist()))
