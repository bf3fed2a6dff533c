"""The loop that joins a direction and a step length: minimise a smooth function."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_number, require_whole, shown
from lecopt.line_search import search

from .knowledge import METHODS
from .objective import Objective

FLAT = "the largest component of the gradient is at most tol"
SADDLE = "a saddle or a maximum: the gradient is at most tol, but f curves down along some direction"
STEPS = "max_iter steps were taken"
STUCK = "no step lowers f: rounding allows no less, f has a kink here, or grad is not its gradient"
ENDLESS = "f falls without end along the direction"
SINGULAR = "the Hessian is singular: there is no Newton direction"
NOT_FINITE = "{} is not finite at the next point"


@dataclass(frozen=True)
class Minimum:
    """Where `minimize` ended: w, the path to it, the calls that it cost, and why it stopped, in words."""

    w: NDArray
    value: float
    path: NDArray
    f_evals: int
    grad_evals: int
    hess_evals: int
    reason: str
    converged: bool

    def __repr__(self):
        end = "converged" if self.converged else "not converged"
        calls = f"{self.f_evals} f, {self.grad_evals} grad, {self.hess_evals} hess"
        return f"{end} in {len(self.path) - 1} steps ({calls}), f = {self.value:.6g}: {self.reason}"


def minimize(
    f: Callable, grad: Callable[[NDArray], ArrayLike] | bool, w0: ArrayLike, method: str = "newton",
    hess: Callable[[NDArray], ArrayLike] | None = None, tol: float = 1e-6, max_iter: int = 10_000, *,
    memory: int = 10, pure: bool = False,
) -> Minimum:  # fmt: skip
    """The minimum of a smooth function that lies downhill from w0.

    Each step goes along a direction of the method, as far as the weak Wolfe conditions allow; it lowers f. Where f
    can't tell any more because of rounding, the slopes decide.

    Args: f: function, w -> number. grad: function, w -> gradient of w's shape; or True, if f returns the pair (value,
        gradient), each call then counts as one of each. w0: start, an array of any shape with n numbers, or a number.
        method: "newton" (n² numbers; its Hessian is made positive definite where it isn't, by `modified_hessian`),
        "bfgs" (n² numbers) or "lbfgs" (2 · memory · n numbers).
        hess: function, w -> Hessian of shape (n, n); without it "newton" takes n differences of grad, which are
        counted. tol: converged when no component of the gradient is larger than this, >= 0. max_iter: steps, >= 0.
        memory: pairs that "lbfgs" keeps, >= 1. pure: the textbook's method, step 1 and nothing guarded; it may go up,
        to a saddle, or away.
    Returns: `Minimum` with w, value, path (the accepted points from w0 to w, n numbers a step), f_evals, grad_evals,
        hess_evals (calls made, line search included), reason (a sentence) and converged. All is computed in float64.
    Raises: ValueError naming the argument, among these f or w0 if f or its gradient is not finite at the start;
        TypeError if f, grad or hess is no function.

    >>> minimize(lambda x: np.exp(x) - 2 * x, lambda x: np.exp(x) - 2, 2.0, hess=np.exp)
    converged in 5 steps (6 f, 6 grad, 6 hess), f = 0.613706: the largest component of the gradient is at most tol

    Source: Nocedal & Wright 2006, Algorithms 3.2 (newton), 6.1 (bfgs) and 7.5 (lbfgs). Differs: see
    `lecopt.line_search.search`, `modified_hessian` and `knowledge.Bfgs`.
    """
    problem = Objective(f, grad, hess, w0)
    if not isinstance(method, str) or method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {shown(method)}")
    tol = as_number("tol", tol, least=0)
    require_whole("max_iter", max_iter, least=0)
    require_whole("memory", memory, least=1)
    with np.errstate(all="ignore"):
        knows = METHODS[method](problem, memory, pure)
        return _descend(problem, knows, tol, max_iter, _pure_step if pure else _guarded_step)


def _descend(problem, knows, tol, max_iter, next_point):
    from tqdm import tqdm

    w = problem.start
    value, g = problem.value(w), problem.gradient(w)
    if not (np.isfinite(value) and np.isfinite(g).all()):
        what = "f(w0)" if not np.isfinite(value) else "the gradient of f at w0"
        raise ValueError(f"{what} must be finite, got {value if what == 'f(w0)' else g}: choose another w0")
    path, fell, reason = [w], None, None
    for _ in tqdm(range(max_iter), desc=type(knows).__name__.lower(), unit="step", delay=2, leave=False):
        if abs(g).max() <= tol or reason:
            break
        w, step, reason = next_point(problem, knows, w, value, g, fell)
        if step == 0:
            break
        path.append(w)
        fell, value = value - problem.value(w), problem.value(w)
        g, old = problem.gradient(w), g
        knows.learn(w - path[-2], g - old, -step * old)
    if abs(g).max() <= tol:
        reason = SADDLE if knows.sees_saddle(w, path) else FLAT
    return Minimum(
        problem.outside(w), value, np.reshape(path, (-1, *problem.shape)),
        problem.f_evals, problem.grad_evals, problem.hess_evals, reason or STEPS, reason == FLAT,
    )  # fmt: skip


def _pure_step(problem, knows, w, value, g, fell):
    """The point w + d, the step 1, and no reason to stop; or w, 0 and the reason."""
    try:
        following = w + knows.direction(w, g)
    except np.linalg.LinAlgError:
        return w, 0.0, SINGULAR
    for name, result in (
        ("w", following),
        ("f", problem.value(following)),
        ("the gradient", problem.gradient(following)),
    ):
        if not np.isfinite(result).all():
            return w, 0.0, NOT_FINITE.format(name)
    return following, 1.0, None


def _guarded_step(problem, knows, w, value, g, fell):
    """The next point, the step to it along the direction, and a reason to stop there or None.

    If the method's direction does not lead down, or nothing along it is lower, what the method knew is forgotten and
    the steepest descent tried.
    """
    for direction in (knows.direction, lambda w, g: -g):
        d = direction(w, g)
        slope = g @ d
        if np.isfinite(d).all() and slope < 0:
            step, outcome = search(
                lambda t, d=d: problem.value(w + t * d), lambda t, d=d: problem.gradient(w + t * d) @ d, value, slope,
                step=knows.first_step(w, g, slope, fell), strong=False, rounding=1e-12 * abs(value),
            )  # fmt: skip
            if step > 0:
                return w + step * d, step, ENDLESS if outcome == "endless" else None
        knows.forget()
    return w, 0.0, STUCK
