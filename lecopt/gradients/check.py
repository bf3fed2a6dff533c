"""The gradient check: is grad the gradient of f? Judged coordinate by coordinate against differences of f."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import as_floats, as_number, require_function, require_rng, shown
from .differences import ADVICE, Counted, default_steps, point_and_steps, real_value, slope_and_step
from .evidence import SAFETY, relative_error, rounding_noise, second_look
from .report import GradientReport, beware, guess, name_of

NOISY = 1e-10  # relative noise of f above which it isn't computed in float64, and longer steps serve better
CLEAR = 1e-3  # relative error above which a smooth f has lost an imaginary part on the way
COARSEST = 1e-6  # relative noise beyond which longer steps don't help any more


def check_gradient(
    f: Callable[[NDArray], Any],
    grad: Callable[[NDArray], ArrayLike],
    w: ArrayLike,
    *,
    tol: float = 1e-6,
    coordinates: int | ArrayLike | None = None,
    rng: np.random.Generator | None = None,
    scheme: str = "central",
    h: float | None = None,
) -> GradientReport:
    """A report on whether grad is the gradient of f at w: print it, or ask it: `if check_gradient(...):`.

    The relative error of a coordinate is |grad - slope| / (|grad| + |slope|). What the rounding of f explains, measured
    beforehand, is not held against it: a right gradient that is zero is right. Where a coordinate fails, other step
    sizes tell a wrong gradient from a kink of f.

    Args: f: function of an array of w's shape, returns one number, the same each time. grad: function of the same
        array, returns an array of its shape. w: array of any shape; float32 is taken as float64 unless h is given.
        tol: relative error that is still right, in (0, 1). coordinates: None for all of them; or how many, drawn with
        rng (np.random.Generator, by default seed 0); or a list of indices, flat ones or tuples. scheme: "central",
        "forward" or "complex". h: absolute step, > 0; by default it fits scheme and the precision of f.
    Returns: GradientReport, with .ok .worst .where .errors .analytic .numeric .evaluations .hint .warnings.
    Raises: ValueError naming f, grad, w, tol, coordinates, rng, scheme or h; "complex" where the complex step finds
        another slope than grad and than central differences. TypeError if f or grad is no function.

    >>> check_gradient(lambda w: w @ w, lambda w: 2 * w, [1.0, 2.0, 0.0]).ok
    True
    >>> print(check_gradient(lambda w: w @ w, lambda w: -2 * w, [1.0, 2.0, 0.0]))
    The gradient is WRONG in 2 of 3 coordinates: largest relative error 1.0e+00 at w[1], tolerance 1e-06.
    <BLANKLINE>
                 where            grad      slope of f  relative error
                  w[1]              -4               4         1.0e+00
                  w[0]              -2               2         1.0e+00
    <BLANKLINE>
      Guess: the sign is flipped: grad is -1 times the slope everywhere.

    Source: the relative error and the bands of cs231n, "Gradient checks". Differs: the noise of f is measured.
    """
    for name, function in (("f", f), ("grad", grad)):
        require_function(name, function)
    tol = as_number("tol", tol, above=0, below=1)
    given_dtype, f = as_floats("w", w).dtype, Counted(f)
    w, steps = point_and_steps(w, h, scheme)
    if w.size == 0 or not np.isfinite(w).all():
        raise ValueError(f"w must hold finite numbers, got {w[~np.isfinite(w)][0] if w.size else 'none'}")
    chosen = _chosen(coordinates, w.shape, rng)
    f_w, f_writes = _value_at(f, w)
    analytic, grad_writes = _gradient_at(grad, w)

    noise, single = rounding_noise(f, w, f_w)
    noisy = noise > NOISY * abs(f_w) > 0
    precision = min(noise / abs(f_w), COARSEST) if noisy else np.finfo(w.dtype).eps
    steps = default_steps(w, scheme, precision) if h is None else steps
    central_steps = default_steps(w, "central", precision)
    slack = 8 * np.finfo(analytic.dtype).eps * np.max(abs(analytic), initial=0, where=np.isfinite(analytic))
    numeric = np.full(w.shape, np.nan)
    for i in chosen:
        numeric[i], steps[i] = slope_and_step(f, w, i, steps[i], scheme, f_w, given=h is not None)
    floors = np.maximum(slack, (1 + (scheme == "forward")) * SAFETY * (scheme != "complex") * noise / steps)
    checked = np.zeros(w.shape, bool)
    checked[tuple(np.transpose(chosen))] = True
    errors = np.where(checked, relative_error(analytic, numeric, floors, tol), np.nan)
    stories = {}
    for i in chosen:
        if scheme == "complex":
            if h is None and (errors[i] > tol or numeric[i] == 0):  # 0 is what a lost imaginary part leaves
                seen = second_look(f, w, i, central_steps[i], f_w, numeric[i], noise, slack, tol)
                _require_analytic(i, numeric[i], seen)
        elif errors[i] > tol and np.isfinite(analytic[i]):
            numeric[i], errors[i], stories[i] = second_look(
                f, w, i, central_steps[i], f_w, analytic[i], noise, slack, tol
            )

    wrong = errors > tol
    return GradientReport(
        ok=not wrong.any(),
        errors=errors,
        analytic=np.where(checked, analytic, np.nan),
        numeric=numeric,
        tol=tol,
        evaluations=f.calls,
        hint=guess(analytic, numeric, w, floors, wrong) if wrong.any() else "",
        warnings=beware(
            f_writes=f_writes,
            grad_writes=grad_writes,
            float32_w=given_dtype.kind == "f" and given_dtype.itemsize < 8,
            float32_used=w.dtype.itemsize < 8,
            float32_f=single,
            float32_grad=analytic.dtype.itemsize < 8,
            relative_noise=noise / abs(f_w) if noisy else 0.0,
            stories=stories,
            hidden=[i for i in chosen if 0 < 1e-3 * (abs(analytic[i]) + abs(numeric[i])) < floors[i]],
            checked=len(chosen),
        ),
    )


def _require_analytic(index, found, seen):
    """Nothing, if a second look at f didn't see a slope that is clearly not what the complex step found."""
    slope, error, story = seen
    if error > CLEAR and not story:
        raise ValueError(
            f"f cannot take complex numbers: the slope at {name_of(index)} is {found:.6g} by the complex step, "
            f"{slope:.6g} by central differences: {ADVICE}"
        )


def _value_at(f, w):
    """f(w), which must be a finite number, the same twice; and whether f changed the w that it was given."""
    point = w.copy()
    first = real_value(lambda _: f(point[()]), w)
    second = real_value(f, w)
    if not np.isfinite(first):
        raise ValueError(f"f must be finite at w, got {first}")
    if abs(first - second) > 1e-6 * abs(first):
        raise ValueError(
            f"f must give one value at one w, got {first:.6g} and then {second:.6g}: "
            "fix its random numbers (minibatch, dropout)"
        )
    return first, bool((point != w).any())


def _gradient_at(grad, w):
    """grad(w) as floats, which must have w's shape; and whether grad changed the w that it was given."""
    point = w.copy()
    analytic = np.array(as_floats("grad(w)", grad(point[()])))
    if analytic.shape != w.shape:
        transposed = ", the transpose" if analytic.shape == w.shape[::-1] else ""
        raise ValueError(f"grad must return an array of w's shape {w.shape}, got {analytic.shape}{transposed}")
    return analytic, bool((point != w).any())


def _chosen(coordinates, shape, rng):
    """The indices to check, a list of tuples."""
    size = int(np.prod(shape))
    if coordinates is None:
        return list(np.ndindex(shape))
    if isinstance(coordinates, (int, np.integer)) and not isinstance(coordinates, bool):
        if coordinates < 1:
            raise ValueError(f"coordinates must be at least 1 when it says how many, got {coordinates}")
        rng = np.random.default_rng(0) if rng is None else rng
        require_rng(rng)
        coordinates = np.sort(rng.choice(size, min(size, int(coordinates)), replace=False))
    try:
        chosen = [_index(c, shape) for c in coordinates]
    except (TypeError, ValueError, IndexError):
        chosen = []
    if not chosen:
        raise ValueError(
            f"coordinates must be None, a number, or a list of indices into w of shape {shape}, "
            f"got {shown(coordinates)}"
        )
    return list(dict.fromkeys(chosen))


def _index(coordinate, shape):
    if np.ndim(coordinate) == 0:  # counted through w in row order
        coordinate = np.unravel_index(range(int(np.prod(shape)))[coordinate], shape)
    if len(coordinate) != len(shape):
        raise IndexError
    return tuple(range(n)[i] for i, n in zip(coordinate, shape, strict=True))
