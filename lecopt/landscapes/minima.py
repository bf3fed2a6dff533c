"""Local minima of a function of two weights: the lowest points of a fine grid, settled by Newton's method."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRID = 401  # points a side; a minimum narrower than two of its meshes can be missed
MOST = 1500  # points of the grid that are settled: a minimum for every 107, more than a picture can show
CHUNK = 64  # points whose rings are walked at once: what they need stays in the processor's cache


def local_minima(f: Callable, grad: Callable, hess: Callable, window: ArrayLike, kinks: bool = False) -> NDArray:
    """Isolated local minima strictly inside a window, shape (k, 2), the lowest first; the floor of a valley has none.

    A minimum narrower than two meshes of a grid of 401 × 401 points can be missed. Where more than 1500 points of the
    grid lie no higher than their neighbours, the 1500 are looked at that lie in the flattest surroundings: beside a
    pole, where there is no minimum, it is steep.

    Args: f, grad, hess: functions of w of shape (..., 2). window: ((x_min, x_max), (y_min, y_max)). kinks: whether f
        may have a minimum where it has no gradient, as at the tip of a cone.

    >>> local_minima(lambda w: (w**2).sum(-1), lambda w: 2 * w, lambda w: 2 * np.eye(2), ((-1, 1), (-1, 1)))
    array([[0., 0.]])
    """
    low, high = np.transpose(window)
    size = np.max(high - low)
    found = np.empty((0, 2))
    with np.errstate(all="ignore"):
        points = _lowest_of_neighbours(f, window)
        points = _settled(points, f, grad, hess, size, kinks)
        points = points[np.all((low < points) & (points < high), axis=1)]
        for chunk in np.split(points, range(CHUNK, len(points), CHUNK)):
            for point in chunk[_are_isolated_minima(chunk, f, size)]:
                if not np.any(np.linalg.norm(found - point, axis=1) < 1e-5):
                    found = np.vstack([found, point])
        x, y = np.round(found, 6).T
        return found[np.lexsort((y, x, np.round(f(found), 9)))]


def _lowest_of_neighbours(f, window):
    """Points of a grid over the window that lie no higher than their eight neighbours, and lower than one of them."""
    grid = np.stack(np.meshgrid(*(np.linspace(*side, GRID) for side in window), indexing="ij"), axis=-1)
    z = np.pad(f(grid), 1, constant_values=-np.inf)
    here, n = z[1:-1, 1:-1], GRID
    around = [z[i : i + n, j : j + n] for i in (0, 1, 2) for j in (0, 1, 2) if (i, j) != (1, 1)]
    lowest = np.all([here <= z for z in around], axis=0) & np.any([here < z for z in around], axis=0)
    if np.count_nonzero(lowest) > MOST:
        rise = np.max([z[lowest] for z in around], axis=0) - here[lowest]
        lowest[lowest] = np.argsort(np.argsort(rise, kind="stable")) < MOST
    return grid[lowest]


def _settled(points, f, grad, hess, size, kinks):
    """The stationary point next to each of some points, by Newton's method; at a kink the lowest point, by compass."""
    settled, moving = points.copy(), np.arange(len(points))
    for _ in range(60):
        now = settled[moving]
        g, h = grad(now), np.broadcast_to(hess(now), (len(now), 2, 2))
        goes_on = np.isfinite(h).all(axis=(1, 2)) & (np.linalg.norm(now - points[moving], axis=1) < size)
        goes_on[goes_on] = np.abs(np.linalg.det(h[goes_on])) > 1e-300
        moving = moving[goes_on]
        move = np.linalg.solve(h[goes_on], g[goes_on][..., None])[..., 0]
        settled[moving] -= move
        moving = moving[~(np.max(np.abs(move), axis=1) < 1e-15)]
        if not len(moving):
            break
    settled = np.where(np.abs(settled) < 1e-12, 0.0, settled)
    before = f(points)
    near = (np.linalg.norm(settled - points, axis=1) < 0.05 * size) & (f(settled) <= before + 1e-12 * np.abs(before))
    settled = np.where(near[:, None], settled, points)
    if kinks:
        steep = ~(np.max(np.abs(grad(settled)), axis=1) < 1e-6)
        settled[steep] = _by_compass(settled[steep], f, size / GRID)
    return settled


def _by_compass(points, f, mesh):
    """Downhill along the axes and the diagonals, with half the step where none of them leads lower."""
    directions = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    points, height, step = points.copy(), f(points), np.full(len(points), mesh)
    moving = np.arange(len(points))
    for _ in range(200):
        around = points[moving, None] + step[moving, None, None] * directions
        goes_on = np.any(around != points[moving, None], axis=(1, 2))  # else the step is lost in rounding
        moving, around = moving[goes_on], around[goes_on]
        if not len(moving):
            break
        heights = f(around)
        best = np.arange(len(moving)), np.argmin(heights, axis=1)
        lower = heights[best] < height[moving]
        points[moving[lower]], height[moving[lower]] = around[best][lower], heights[best][lower]
        step[moving[~lower]] /= 2
    return points


def _are_isolated_minima(points, f, size):
    """True where f rises all around a point, and no way out of it stays level (it would be one of a valley's)."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)  # most that are none fail here already
    good = np.isfinite(f(points)) & ~(_rises(points, f, 1e-4, angles[None]) <= 0).any(axis=1)
    good[good] = _least_rise(points[good], f, 1e-4)[0] > 0
    far, typical = _least_rise(points[good], f, 0.01 * size)
    good[good] = np.abs(far) > 1e-12 * typical
    return good


def _least_rise(points, f, radius):
    """How far f rises from a ring's centre to the ring's lowest point, ever closer, and to a typical one."""
    angles, step = np.linspace(0, 2 * np.pi, 721)[None], 2 * np.pi / 720
    rows = np.arange(len(points))
    for closer in range(12):
        rise = _rises(points, f, radius, angles)
        if closer == 0:
            typical = np.median(rise, axis=1)
            angles = np.broadcast_to(angles, rise.shape)
        lowest = rows, np.argmin(rise, axis=1)
        angles, step = angles[lowest][:, None] + np.linspace(-step, step, 21), step / 10
    return rise[lowest], typical


def _rises(points, f, radius, angles):
    """How far f rises from each point to the points of a ring around it, at those angles."""
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return f(points[:, None] + radius * ring) - f(points)[:, None]
