"""Numeric gradients: the slope of f along each coordinate, from values of f alone."""

import warnings

import numpy as np

# The step that balances the formula's own error (h, h²) against the rounding of f (eps / h); the complex step has no
# difference to round, so its h may be as small as one likes.
STEPS = {"forward": lambda eps: eps ** (1 / 2), "central": lambda eps: eps ** (1 / 3), "complex": lambda eps: 1e-20}


class Counted:
    """A function that counts how often it is called: an honest price, the same on every machine.

    >>> f = Counted(lambda x: x**2)
    >>> f(3.0) + f(4.0), f.calls
    (25.0, 2)
    """

    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.f(*args, **kwargs)

    def __repr__(self):
        return f"{getattr(self.f, '__name__', 'f')}, called {self.calls} times"


def numeric_gradient(f, w, h=None, scheme="central"):
    """The gradient of f at w by finite differences, one coordinate at a time.

    "forward" is (f(w + h) - f(w)) / h, "central" (f(w + h) - f(w - h)) / 2h, "complex" the imaginary part of
    f(w + ih) / h. They call f n + 1, 2n and n times for n coordinates.

    Args: f: function of an array of w's shape, returns one number; it gets a fresh copy each time. w: array of any
        shape; integers are taken as float64, and float32 too unless h is given. h: the absolute step, > 0; by default
        eps^½ (forward) or eps^⅓ (central) times max(1, abs(w_i)), and 1e-20 (complex).
    Returns: array of w's shape. Where f gives NaN, so does the gradient.
    Raises: ValueError naming h, scheme, w or f; among these "complex" if f returns a real number to the complex step.

    >>> numeric_gradient(lambda w: w[0] ** 2 + 3 * w[1], [2, 5]).round(6)
    array([4., 3.])

    Source: Nocedal & Wright 2006, section 8.1; the complex step: Squire & Trapp 1998.
    """
    w, steps = point_and_steps(w, h, scheme)
    gradient = np.empty_like(w)
    f_w = value(f, w) if scheme == "forward" and w.size else None
    for i in np.ndindex(w.shape):
        gradient[i] = slope(f, w, i, steps[i], scheme, f_w)
    return gradient[()]


def point_and_steps(w, h, scheme):
    """A copy of w in the precision to compute in, and the step of each coordinate.

    >>> point_and_steps([3, 4], 0.5, "central")
    (array([3., 4.]), array([0.5, 0.5]))
    """
    if not isinstance(scheme, str) or scheme not in STEPS:
        raise ValueError(f"scheme must be one of {', '.join(STEPS)}, got {scheme!r}")
    w = np.array(w)
    if w.dtype.kind not in "biuf":
        raise ValueError(f"w must be an array of real numbers, got {w.dtype}")
    if h is None:
        w = w.astype(np.promote_types(w.dtype, np.float64))
        return w, default_steps(w, scheme, np.finfo(w.dtype).eps)
    w = w if w.dtype.kind == "f" else w.astype(np.float64)
    if not (np.ndim(h) == 0 and np.isreal(h) and 0 < h < np.inf):
        raise ValueError(f"h must be a positive number, got {h}")
    return w, np.broadcast_to(np.asarray(h, w.dtype), w.shape)


def default_steps(w, scheme, eps):
    """The step of each coordinate that suits an f known to a relative precision of eps.

    >>> default_steps(np.array([0.5, 100.0]), "forward", 1e-16)
    array([1.e-08, 1.e-06])
    """
    scale = np.ones(w.shape) if scheme == "complex" else np.fmax(1.0, abs(w))
    return STEPS[scheme](eps) * scale


def value(f, w):
    """f at a copy of w, as one NumPy number.

    >>> float(value(np.sum, np.ones(3)))
    3.0
    """
    result = f(w.copy()[()])
    number = np.asarray(result)
    if number.size != 1 or number.dtype.kind not in "biufc":
        shown = f"an array of shape {number.shape}" if number.size != 1 else repr(result)
        raise ValueError(f"f must return one number, got {shown}")
    return number.reshape(())[()]


def slope(f, w, index, h, scheme, f_w=None):
    """The derivative of f along one coordinate of w; f_w is f(w), which only "forward" needs.

    >>> round(float(slope(np.prod, np.array([2.0, 3.0]), (0,), 1e-6, "central")), 6)
    3.0
    """
    if scheme == "complex":
        return _complex_value(f, _moved(w.astype(np.result_type(w, np.complex64)), index, 1j * h)).imag / h
    with np.errstate(all="ignore"):
        if scheme == "forward":
            return (real_value(f, _moved(w, index, h)) - f_w) / h
        return (real_value(f, _moved(w, index, h)) - real_value(f, _moved(w, index, -h))) / (2 * h)


def real_value(f, w):
    """f at w, which must be real.

    >>> float(real_value(np.sum, np.ones(2)))
    2.0
    """
    number = value(f, w)
    if number.dtype.kind == "c":
        raise ValueError(f"f must return a real number, got {number}")
    return np.float64(number) if number.dtype.kind in "biu" else number


def _moved(w, index, step):
    moved = w.copy()
    moved[index] += step
    return moved


def _complex_value(f, w):
    advice = "use scheme='central', or write f without abs, max, float() and comparisons"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            number = value(f, w)
    except (TypeError, np.exceptions.ComplexWarning) as problem:
        raise ValueError(f"f cannot take complex numbers ({problem}): {advice}") from problem
    if number.dtype.kind != "c":
        raise ValueError(f"f must return a complex number to scheme='complex', got the real number {number}: {advice}")
    return number
