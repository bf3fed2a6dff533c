"""The data of the course: handwritten digits (embedded), CIFAR-10 (downloaded) and small synthetic sets.

- images: `digits`, `cifar10`, and `load`, which takes either by name
- split: which samples are for training, which for the test
- cifar: reads the CIFAR-10 archive
- download: fetches a file that must have a given checksum
- synthetic: sets drawn from a known truth
"""

from .cifar import CLASSES as CIFAR10_CLASSES
from .images import Data, cifar10, digits, load
from .synthetic import blobs, least_squares, noisy_sine

__all__ = ["CIFAR10_CLASSES", "Data", "blobs", "cifar10", "digits", "least_squares", "load", "noisy_sine"]
