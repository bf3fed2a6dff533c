"""Writes lecopt/data/digits.gz from scikit-learn's copy of the digits, which the package itself then does without.

.venv/bin/python tools/pack_digits.py
"""

import gzip
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

FILE = Path(__file__).resolve().parents[1] / "lecopt/data/digits.gz"


def packed():
    """The scans as bytes, 65 a scan: its label, then its pixels in row order; gzip without name or time."""
    pixels, labels = load_digits(return_X_y=True)
    records = np.column_stack([labels, pixels]).astype(np.uint8)
    return gzip.compress(records.tobytes(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    FILE.write_bytes(packed())
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")
