"""The function to minimise, its gradient and its Hessian, with every call counted and every answer checked."""

import numpy as np

from lecopt.gradients import Counted
from lecopt.gradients.differences import value as checked_value


class Objective:
    """f, grad and hess for flat w, whatever the shape of w outside.

    f and grad may share work: with grad=True, f returns the pair (value, gradient), and one call counts as one of each.
    The last value and the last gradient are remembered, so asking again at the same w is free.

    >>> problem = Objective(lambda w: (w @ w, 2 * w), True, None, [3.0, 4.0])
    >>> problem.value(problem.start), problem.gradient(problem.start), problem.f_evals, problem.grad_evals
    (25.0, array([6., 8.]), 1, 1)
    """

    def __init__(self, f, grad, hess, w0):
        for name, function, also in (
            ("f", f, ""),
            ("grad", grad, ", or True if f returns (value, gradient)"),
            ("hess", hess, " or None"),
        ):
            if (
                not callable(function)
                and not (name == "grad" and function is True)
                and not (name == "hess" and function is None)
            ):
                raise ValueError(f"{name} must be a function{also}, got {function!r:.60}")
        self.shared = grad is True
        self.f = Counted(f)
        self.grad = self.f if self.shared else Counted(grad)
        self.hess = hess and Counted(hess)
        start = _floats("w0", w0)
        if start.size == 0 or not np.isfinite(start).all():
            raise ValueError(f"w0 must hold finite numbers, got {w0!r:.60}")
        self.shape, self.start = start.shape, start.ravel()
        self._w_value = self._w_gradient = None

    f_evals = property(lambda self: self.f.calls)
    grad_evals = property(lambda self: self.grad.calls)
    hess_evals = property(lambda self: self.hess.calls if self.hess else 0)

    def value(self, w):
        """f at w, a float; NaN and inf are values too."""
        if self._w_value is None or not np.array_equal(w, self._w_value):
            if self.shared:
                self._both(w)
            else:
                self._value = _real(checked_value(self.f, self.outside(w)))
            self._w_value = w
        return self._value

    def gradient(self, w):
        """The gradient at w, a new array of shape (n,)."""
        if self._w_gradient is None or not np.array_equal(w, self._w_gradient):
            if self.shared:
                self._both(w)
            else:
                self._gradient = self._flat(self.grad(self.outside(w)))
            self._w_gradient = w
        return self._gradient

    def hessian(self, w):
        """The Hessian at w, shape (n, n): from hess, or from n differences of the gradient."""
        n = w.size
        if self.hess:
            H = _floats("the result of hess", self.hess(self.outside(w)))
            if H.size != n * n or H.shape != (n, n) and H.shape != self.shape * 2:
                raise ValueError(f"hess must return shape {(n, n)}, got {H.shape}")
            return H.reshape(n, n)
        g = self.gradient(w)
        steps = np.finfo(float).eps ** 0.5 * np.maximum(1, abs(w))
        H = np.array([(self.gradient(w + step * row) - g) / step for step, row in zip(steps, np.eye(n), strict=True)])
        return 0.5 * (H + H.T)

    def outside(self, w):
        """A copy of the flat w in the shape the user gave it."""
        return w.copy().reshape(self.shape)[()]

    def _both(self, w):
        pair = self.f(self.outside(w))
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(f"with grad=True, f must return (value, gradient), got {type(pair).__name__}")
        self._value, self._gradient = _real(checked_value(lambda _: pair[0], w)), self._flat(pair[1])
        self._w_value = self._w_gradient = w

    def _flat(self, gradient):
        gradient = _floats("the result of grad", gradient)
        if gradient.shape != self.shape:
            raise ValueError(f"grad must return the shape of w, {self.shape}, got {gradient.shape}")
        return gradient.ravel()


def _real(number):
    if number.dtype.kind == "c":
        raise ValueError(f"f must return a real number, got {number}")
    return float(number)


def _floats(name, values):
    try:
        array = np.asarray(values)
        if array.dtype.kind in "biuf":
            return np.array(array, float)
    except (TypeError, ValueError, RuntimeError):  # ragged lists; tensors that want a gradient
        pass
    raise ValueError(f"{name} must be real numbers, got {values!r:.60}")
