"""Landscapes: functions of two weights, each one SymPy expression from which all else follows.

Value, gradient, Hessian, LaTeX and the browser's program come from the one expression, so they can't disagree.
"""

from functools import cached_property

import numpy as np
import sympy as sp

from lecopt.formulas import exact, parse
from lecopt.minima import local_minima
from lecopt.programs import evaluate, program

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

    def __init__(self, name, expr, window, start):
        self.name, self.expr = name, _in_x_and_y(expr)
        self.window = tuple(map(tuple, _numbers("window", window, (2, 2)).tolist()))
        if not all(low < high for low, high in self.window):
            raise ValueError(f"window must be ((x_min, x_max), (y_min, y_max)), low before high, got {window}")
        self.start = tuple(_numbers("start", start, (2,)).tolist())

    def __repr__(self):
        return f"Landscape({self.name}: {self.expr})"

    def __call__(self, w):
        """Value at w. Args: w of shape (..., 2), complex too. Returns: array of shape (...), a float for one point."""
        w = _points(w, complex_too=not self.expr.has(sp.Abs, sp.sign))
        with np.errstate(all="ignore"):
            return np.zeros(w.shape[:-1])[()] + evaluate(self.program, w[..., 0], w[..., 1])[0]

    def grad(self, w):
        """Gradient at w, of w's shape. At a cone's tip, where it is 0/0, the subgradient 0."""
        w = _points(w)
        return self._fill((2,), self._grad_program, w, undefined=0.0 if self._has_tip else np.nan)

    def hess(self, w):
        """Hessian at w. Args: w of shape (..., 2). Returns: array of shape (..., 2, 2)."""
        return self._fill((2, 2), self._hess_program, _points(w), undefined=np.nan)

    def _fill(self, shape, program, w, undefined):
        parts = np.empty((len(program["outputs"]), *w.shape[:-1]))
        with np.errstate(all="ignore"):
            for k, value in enumerate(evaluate(program, w[..., 0], w[..., 1])):
                parts[k] = value
            if undefined == 0.0 and np.isnan(parts).any():
                parts[np.isnan(parts) & np.isfinite(self(w))] = 0.0
        # coordinates first in memory, last in shape: a sweep over many runs is twice as fast so
        return np.moveaxis(parts, 0, -1) if len(shape) == 1 else np.moveaxis(parts, 0, -1).reshape(*w.shape[:-1], *shape)

    @cached_property
    def latex(self):
        """The right-hand side in LaTeX, without dollars."""
        return sp.latex(self.expr)

    @cached_property
    def program(self):
        """Program of the value, inputs x and y; see `lecopt.programs`."""
        return program(self.expr, (x, y))

    @cached_property
    def _grad_program(self):
        return program([sp.diff(self.expr, s) for s in (x, y)], (x, y))

    @cached_property
    def _hess_program(self):
        return program([sp.diff(self.expr, a, b).replace(sp.DiracDelta, lambda *_: 0) for a in (x, y) for b in (x, y)], (x, y))

    @cached_property
    def _has_tip(self):
        return any(p.exp.is_Rational and not p.exp.is_Integer for p in self.expr.atoms(sp.Pow)) or self.expr.has(sp.Abs)

    @cached_property
    def minima(self):
        """All isolated local minima inside the window, shape (k, 2), the lowest first; shape (0, 2) where there is none."""
        minima = local_minima(self, self.grad, self.hess, self.window, kinks=self._has_tip)
        minima.flags.writeable = False
        return minima


def _points(w, complex_too=False):
    """w as an array of floats of shape (..., 2); complex numbers, those of the complex step, only where they have a meaning."""
    try:
        w = np.asarray(w)
        known = w.dtype.kind in "biufc" if complex_too else w.dtype.kind in "biuf"
    except ValueError:
        known = False
    if not known:
        got = "complex ones" if getattr(w, "dtype", None) == np.complex128 else f"{w!r:.80}"
        raise ValueError(f"w must be real numbers of shape (..., 2), got {got}")
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"w must have shape (..., 2), got {w.shape}")
    return w.astype(np.complex128 if w.dtype.kind == "c" else np.float64)


def _numbers(name, given, shape):
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers of shape {shape}, got {given!r:.80}")
    return array


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


def bowl(kappa=10):
    """Quadratic bowl along the axes, (x² + κ y²) / 2. Args: kappa: condition number, > 0."""
    return Landscape("bowl", (x**2 + _positive(kappa) * y**2) / 2, ((-1.5, 1.5), (-1.5, 1.5)), (1, 1))


def ravine(kappa=100):
    """The quadratic bowl turned by 45 degrees, so that no coordinate is its own. Args: kappa: condition number, > 0."""
    return Landscape("ravine", ((x + y)**2 + _positive(kappa) * (x - y)**2) / 4, ((-1.5, 1.5), (-1.5, 1.5)), (1.2, 0.6))


def _positive(kappa):
    if not (isinstance(kappa, (int, float, np.number)) and np.isfinite(kappa) and kappa > 0):
        raise ValueError(f"kappa must be a number above 0, got {kappa!r}")
    return exact(float(kappa))


def landscape(what, window=((-2, 2), (-2, 2)), start=None):
    """Landscape by its name, by a formula in text or by an expression in x and y; a landscape comes back as it is.

    >>> landscape("x**2 + 3*y**2").minima
    array([[0., 0.]])
    """
    if isinstance(what, Landscape):
        return what
    if isinstance(what, str) and what in LANDSCAPES:
        return LANDSCAPES[what]
    if isinstance(what, str) and what.isidentifier() and what not in ("x", "y", "e", "pi"):
        raise ValueError(f"there is no landscape {what!r}; there are {', '.join(LANDSCAPES)}, or give a formula in x and y")
    (left, right), (bottom, top) = _numbers("window", window, (2, 2))
    start = (left + 0.85 * (right - left), bottom + 0.7 * (top - bottom)) if start is None else start
    return Landscape(str(what), what if isinstance(what, sp.Basic) else parse(what), window, start)


def _square(half):
    return ((-half, half), (-half, half))


LANDSCAPES = {landscape.name: landscape for landscape in (
    bowl(),
    ravine(),
    Landscape("rosenbrock", (1 - x)**2 + 100 * (y - x**2)**2, ((-2, 2), (-1, 3)), (-1.2, 1)),
    Landscape("beale", (sp.Rational(3, 2) - x + x * y)**2 + (sp.Rational(9, 4) - x + x * y**2)**2
              + (sp.Rational(21, 8) - x + x * y**3)**2, _square(4.5), (1, 1)),
    Landscape("himmelblau", (x**2 + y - 11)**2 + (x + y**2 - 7)**2, _square(6), (0, 0)),
    Landscape("camel", 2 * x**2 - sp.Rational(21, 20) * x**4 + x**6 / 6 + x * y + y**2, _square(2.5), (-2.2, -1.5)),
    Landscape("styblinski_tang", (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2, _square(5), (0.5, 4.5)),
    Landscape("rastrigin", 20 + x**2 - 10 * sp.cos(2 * sp.pi * x) + y**2 - 10 * sp.cos(2 * sp.pi * y),
              _square(5.12), (3.3, -3.8)),
    Landscape("ackley", 20 + sp.E - 20 * sp.exp(-sp.sqrt((x**2 + y**2) / 2) / 5)
              - sp.exp((sp.cos(2 * sp.pi * x) + sp.cos(2 * sp.pi * y)) / 2), _square(5), (2.6, -3.4)),
    Landscape("saddle", x**2 - y**2, _square(1.5), (1, 0.001)),
    Landscape("monkey_saddle", x**3 - 3 * x * y**2, _square(1.5), (1, 0.1)),
    Landscape("inflection", x**3 + y**2, _square(1), (0.8, 0.6)),
    # one-dimensional in x (the book's f = x cos πx); a bowl in y, so that it takes two weights like the others
    Landscape("x_cos_pi_x", x * sp.cos(sp.pi * x) + y**2 / 2, ((-1, 2), (-1, 1)), (0.2, 0.5)),
    Landscape("plateau", 1 - sp.exp(-(x**2 + y**2) / 2), _square(5), (2.4, 1.8)),
)}
