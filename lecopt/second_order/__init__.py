"""Second order: directions that use curvature, and `minimize`, the loop that joins them to a line search."""

from .directions import bfgs_update, lbfgs_direction, modified_hessian, newton_direction
from .minimize import Minimum, minimize

__all__ = ["Minimum", "bfgs_update", "lbfgs_direction", "minimize", "modified_hessian", "newton_direction"]
