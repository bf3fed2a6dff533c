"""Landscapes: functions of two weights, each one SymPy expression from which all else follows."""

from .landscape import Landscape
from .table import LANDSCAPES, bowl, landscape, ravine

__all__ = ["LANDSCAPES", "Landscape", "bowl", "landscape", "ravine"]
