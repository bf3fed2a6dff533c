"""A landscape: a function of two weights, one SymPy expression from which all else follows.

Value, gradient, Hessian, LaTeX and the browser's program come from the one expression, so they can't disagree.
"""

import math
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, finite_floats
from lecopt.symbolic import function_of, program

from .minima import local_minima

x, y = sp.symbols("x y", real=True)


class Landscape:
    """A function of two weights with everything that follows from its formula.

    Args: name: word that names it. expr: SymPy expression in the symbols x and y. window: ((x_min, x_max),
        (y_min, y_max)), the part worth drawing. start: a point of the window that is not stationary.
    Raises: ValueError naming expr, window or start.

    >>> bowl = Landscape("bowl", (x**2 + 10 * y**2) / 2, ((-1.5, 1.5), (-1.5, 1.5)), (1, 1))
    >>> print(bowl([1, 1]), bowl.grad([1, 1]))
    5.5 [ 1. 10.]
    >>> bowl.minima
    array([[0., 0.]])
    """

    def __init__(self, name: str, expr: sp.Expr, window: ArrayLike, start: ArrayLike):
        self.name, self.expr = name, _in_x_and_y(expr)
        self.window = tuple(map(tuple, finite_floats("window", window, (2, 2)).tolist()))
        if not all(low < high for low, high in self.window):
            raise ValueError(f"window must be ((x_min, x_max), (y_min, y_max)), low before high, got {window}")
        self.start = tuple(finite_floats("start", start, (2,)).tolist())

    def __repr__(self):
        return f"Landscape({self.name}: {self.expr})"

    def __call__(self, w: ArrayLike) -> float | NDArray:
        """Value at w. Args: w of shape (..., 2), complex too. Returns: array of shape (...), a float for one point."""
        w = _points(w, complex_too=not self.expr.has(sp.Abs, sp.sign))
        with np.errstate(all="ignore"):
            return np.zeros(w.shape[:-1])[()] + self._value(w[..., 0], w[..., 1])[0]

    def grad(self, w: ArrayLike) -> NDArray:
        """Gradient at w, of w's shape. At a cone's tip, where it is 0/0, the subgradient 0."""
        w = _points(w)
        return self._fill((2,), self._grad, w, undefined=0.0 if self._has_tip else np.nan)

    def hess(self, w: ArrayLike) -> NDArray:
        """Hessian at w. Args: w of shape (..., 2). Returns: array of shape (..., 2, 2)."""
        return self._fill((2, 2), self._hess, _points(w), undefined=np.nan)

    def _fill(self, shape, parts_at, w, undefined):
        parts = np.empty((math.prod(shape), *w.shape[:-1]))
        with np.errstate(all="ignore"):
            for k, value in enumerate(parts_at(w[..., 0], w[..., 1])):
                parts[k] = value
            if undefined == 0.0 and np.isnan(parts).any():
                parts[np.isnan(parts) & np.isfinite(self(w))] = 0.0
        # coordinates first in memory, last in shape: a sweep over many runs is twice as fast so
        return (
            np.moveaxis(parts, 0, -1) if len(shape) == 1 else np.moveaxis(parts, 0, -1).reshape(*w.shape[:-1], *shape)
        )

    @cached_property
    def latex(self) -> str:
        """The right-hand side in LaTeX, without dollars."""
        return sp.latex(self.expr)

    @cached_property
    def program(self) -> dict:
        """Program of the value, inputs x and y; see `lecopt.symbolic.programs`."""
        return program(self.expr, (x, y))

    @cached_property
    def _value(self):
        return function_of(self.program)

    @cached_property
    def _grad(self):
        return function_of(program([sp.diff(self.expr, s) for s in (x, y)], (x, y)))

    @cached_property
    def _hess(self):
        second = [sp.diff(self.expr, a, b).replace(sp.DiracDelta, lambda *_: 0) for a in (x, y) for b in (x, y)]
        return function_of(program(second, (x, y)))

    @cached_property
    def _has_tip(self):
        return any(p.exp.is_Rational and not p.exp.is_Integer for p in self.expr.atoms(sp.Pow)) or self.expr.has(sp.Abs)

    @cached_property
    def minima(self) -> NDArray:
        """All isolated local minima inside the window, shape (k, 2), the lowest first; (0, 2) where there is none."""
        minima = local_minima(self, self.grad, self.hess, self.window, kinks=self._has_tip)
        minima.flags.writeable = False
        return minima


def _points(w, complex_too=False):
    """w as floats of shape (..., 2); complex numbers, those of the complex step, only where they have a meaning."""
    w = as_floats("w", w, complex_too=complex_too)
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"w must have shape (..., 2), got {w.shape}")
    return w.astype(np.complex128 if w.dtype.kind == "c" else np.float64, copy=False)


def _in_x_and_y(expr):
    """The expression in this module's own x and y, whatever the learner's symbols of that name assume of themselves."""
    try:
        expr = sp.sympify(expr, strict=True)  # strict: text would be run
        expr = expr.xreplace({symbol: {"x": x, "y": y}[symbol.name] for symbol in expr.free_symbols})
    except (sp.SympifyError, KeyError, AttributeError):
        expr = None
    if not isinstance(expr, sp.Expr) or expr.is_Matrix:
        raise ValueError("expr must be a SymPy expression in x and y")
    return expr
