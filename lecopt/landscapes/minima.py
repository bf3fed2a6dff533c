"""Local minima of a function of two weights: the lowest points of a fine grid, settled by Newton's method."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRID = 401  # points a side; a minimum narrower than two of its meshes can be missed


def local_minima(f: Callable, grad: Callable, hess: Callable, window: ArrayLike, kinks: bool = False) -> NDArray:
    """Isolated local minima strictly inside a window, shape (k, 2), the lowest first; the floor of a valley has none.

    Args: f, grad, hess: functions of w of shape (..., 2). window: ((x_min, x_max), (y_min, y_max)). kinks: whether f
        may have a minimum where it has no gradient, as at the tip of a cone.

    >>> local_minima(lambda w: (w**2).sum(-1), lambda w: 2 * w, lambda w: 2 * np.eye(2), ((-1, 1), (-1, 1)))
    array([[0., 0.]])
    """
    low, high = np.transpose(window)
    size = np.max(high - low)
    found = np.empty((0, 2))
    with np.errstate(all="ignore"):
        for point in _lowest_of_neighbours(f, window):
            point = _settled(point, f, grad, hess, size, kinks)
            new = not np.any(np.linalg.norm(found - point, axis=1) < 1e-5)
            if new and np.all((low < point) & (point < high)) and _is_isolated_minimum(point, f, size):
                found = np.vstack([found, point])
    order = sorted(found, key=lambda point: (round(float(f(point)), 9), *np.round(point, 6)))
    return np.reshape(order, (-1, 2))


def _lowest_of_neighbours(f, window):
    """Points of a grid over the window that lie no higher than their eight neighbours, and lower than one of them."""
    grid = np.stack(np.meshgrid(*(np.linspace(*side, GRID) for side in window), indexing="ij"), axis=-1)
    z = np.pad(f(grid), 1, constant_values=-np.inf)
    here, n = z[1:-1, 1:-1], GRID
    around = [z[i : i + n, j : j + n] for i in (0, 1, 2) for j in (0, 1, 2) if (i, j) != (1, 1)]
    return grid[np.all([here <= z for z in around], axis=0) & np.any([here < z for z in around], axis=0)]


def _settled(point, f, grad, hess, size, kinks):
    """The stationary point next to a point of the grid, by Newton's method; at a kink the lowest point, by compass."""
    settled = point
    for _ in range(60):
        g, h = grad(settled), hess(settled)
        if not (np.all(np.isfinite(h)) and abs(np.linalg.det(h)) > 1e-300):
            break
        move = np.linalg.solve(h, g)
        settled = settled - move
        if np.max(np.abs(move)) < 1e-15:
            break
    settled = np.where(np.abs(settled) < 1e-12, 0.0, settled)
    near = np.linalg.norm(settled - point) < 0.05 * size and f(settled) <= f(point) + 1e-12 * abs(f(point))
    settled = settled if near else point
    return _by_compass(settled, f, size / GRID) if kinks and not np.max(np.abs(grad(settled))) < 1e-6 else settled


def _by_compass(point, f, step):
    """Downhill along the axes and the diagonals, with half the step where none of them leads lower."""
    directions = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    for _ in range(200):
        points = point + step * directions
        lowest = points[np.argmin(f(points))]
        point, step = (lowest, step) if f(lowest) < f(point) else (point, step / 2)
    return point


def _is_isolated_minimum(point, f, size):
    """True where f rises all around the point, and no way out of it stays level (it would be one of a valley's)."""
    near, _ = _least_rise(point, f, 1e-4)
    far, typical = _least_rise(point, f, 0.01 * size)
    return np.isfinite(f(point)) and near > 0 and abs(far) > 1e-12 * typical


def _least_rise(point, f, radius):
    """How far f rises from the centre of a ring to its lowest point, found closer and closer; and to a typical one."""
    angle, step = np.linspace(0, 2 * np.pi, 721), 2 * np.pi / 720
    for closer in range(12):
        rise = f(point + radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1)) - f(point)
        if closer == 0:
            typical = np.median(rise)
        lowest = np.argmin(rise)
        angle, step = angle[lowest] + np.linspace(-step, step, 21), step / 10
    return rise[lowest], typical
