"""Reads the binary archive of CIFAR-10 in memory: nothing in it is run, and nothing is written to the disk."""

import os
import zlib

import numpy as np
from numpy.typing import NDArray

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"  # 170 052 171 bytes
SHA256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

FOLDER = "cifar-10-batches-bin/"
TRAIN = [f"{FOLDER}data_batch_{k}.bin" for k in range(1, 6)]
TEST = [f"{FOLDER}test_batch.bin"]
RECORD = 1 + 3 * 32 * 32  # a label, then the red, the green and the blue plane, each in row order
LARGEST = 10_000 * RECORD


def read_archive(path: str | os.PathLike) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The images and labels in a cifar-10-binary.tar.gz.

    Args: path: the archive.
    Returns: (train, test), each an array of bytes (samples, 3073): the label, then 3 × 32 × 32 pixels, 0 to 255.
    Raises: ValueError naming the path and what is wrong there.

    Source: A. Krizhevsky 2009; the layout is the "Binary version" on the page
        https://www.cs.toronto.edu/~kriz/cifar.html
    """
    import tarfile  # with what it brings along it takes as long as to read the digits, which don't need it

    found = {}
    try:
        with tarfile.open(path, "r|gz") as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                if name in TRAIN + TEST:
                    found[name] = _records(archive, member)
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise ValueError(f"{path} is no CIFAR-10 archive: {error}") from None
    missing = [name for name in TRAIN + TEST if name not in found]
    if missing:
        raise ValueError(f"{path} is no CIFAR-10 archive: it lacks {', '.join(missing)}")
    return np.concatenate([found[name] for name in TRAIN]), np.concatenate([found[name] for name in TEST])


def _records(archive, member):
    if not member.isfile():
        raise ValueError(f"{member.name} is not a plain file")
    if not 0 < member.size <= LARGEST or member.size % RECORD:
        raise ValueError(f"{member.name} has {member.size} bytes, not a multiple of {RECORD} up to {LARGEST}")
    records = np.frombuffer(archive.extractfile(member).read(), np.uint8).reshape(-1, RECORD)
    if records[:, 0].max() >= len(CLASSES):
        raise ValueError(f"{member.name} holds a label {records[:, 0].max()}, and they go from 0 to 9")
    return records
