"""Gradients without calculus, and the check of gradients made with it.

- differences: numeric_gradient (forward, central, complex step), and Counted, which counts calls
- check: check_gradient, the judge; evidence: what rounding and kinks can explain; report: its verdict in words
"""

from .check import check_gradient
from .differences import Counted, numeric_gradient
from .evidence import relative_error
from .report import GradientReport

__all__ = ["Counted", "GradientReport", "check_gradient", "numeric_gradient", "relative_error"]
