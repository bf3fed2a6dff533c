"""The function to minimise, its gradient and its Hessian, with every call counted and every answer checked."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_floats, as_returned, as_value, finite_floats, require_function, shown
from lecopt.gradients import Counted


class Objective:
    """f, grad and hess for flat w, whatever the shape of w outside.

    f and grad may share work: with grad=True, f returns the pair (value, gradient), and one call counts as one of each.
    The last value and the last gradient are remembered, so asking again at the same w is free.

    >>> problem = Objective(lambda w: (w @ w, 2 * w), True, None, [3.0, 4.0])
    >>> problem.value(problem.start), problem.gradient(problem.start), problem.f_evals, problem.grad_evals
    (25.0, array([6., 8.]), 1, 1)
    """

    def __init__(self, f: Callable, grad: Callable | bool, hess: Callable | None, w0: ArrayLike):
        self.shared = grad is True
        self.f = Counted(require_function("f", f))
        self.grad, self.hess = self.f, None
        if not self.shared:
            self.grad = Counted(require_function("grad", grad, "w, or True if f returns (value, gradient)"))
        if hess is not None:
            self.hess = Counted(require_function("hess", hess, "w, or None"))
        start = finite_floats("w0", w0)
        if start.size == 0:
            raise ValueError(f"w0 must hold a number or more, got {shown(w0)}")
        self.shape, self.start = start.shape, start.ravel()
        self._like = start
        self._w_value = self._w_gradient = None

    f_evals = property(lambda self: self.f.calls)
    grad_evals = property(lambda self: self.grad.calls)
    hess_evals = property(lambda self: self.hess.calls if self.hess else 0)

    def value(self, w: NDArray) -> float:
        """f at w, a float; NaN and inf are values too."""
        if self._w_value is None or not np.array_equal(w, self._w_value):
            if self.shared:
                self._both(w)
            else:
                self._value = float(as_value("f", self.f(self.outside(w))))
            self._w_value = w
        return self._value

    def gradient(self, w: NDArray) -> NDArray:
        """The gradient at w, a new array of shape (n,)."""
        if self._w_gradient is None or not np.array_equal(w, self._w_gradient):
            if self.shared:
                self._both(w)
            else:
                self._gradient = self._flat(self.grad(self.outside(w)))
            self._w_gradient = w
        return self._gradient

    def hessian(self, w: NDArray) -> NDArray:
        """The Hessian at w, shape (n, n): from hess, or from n differences of the gradient."""
        n = w.size
        if self.hess:
            H = as_floats("what hess returns", self.hess(self.outside(w))).astype(np.float64)
            if H.size != n * n or H.shape != (n, n) and H.shape != self.shape * 2:
                raise ValueError(f"hess must return shape {(n, n)}, got {H.shape}")
            return H.reshape(n, n)
        g = self.gradient(w)
        steps = np.finfo(float).eps ** 0.5 * np.maximum(1, abs(w))
        H = np.array([(self.gradient(w + step * row) - g) / step for step, row in zip(steps, np.eye(n), strict=True)])
        return 0.5 * (H + H.T)

    def outside(self, w: NDArray) -> NDArray:
        """A copy of the flat w in the shape the user gave it."""
        return w.copy().reshape(self.shape)[()]

    def _both(self, w):
        pair = self.f(self.outside(w))
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(f"with grad=True, f must return (value, gradient), got {type(pair).__name__}")
        self._value, self._gradient = float(as_value("f", pair[0])), self._flat(pair[1])
        self._w_value = self._w_gradient = w

    def _flat(self, gradient):
        return as_returned("grad", gradient, self._like).flatten()  # a copy: the caller's grad may use its array again
