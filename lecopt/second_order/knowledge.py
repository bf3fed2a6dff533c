"""What each method knows about the curvature of f, and what direction it makes of that."""

import numpy as np
from numpy.typing import NDArray

from .directions import bfgs_update, curves_up, lbfgs_direction, modified_hessian, newton_direction
from .saddles import bends_down, has_negative_eigenvalue


class Newton:
    """Asks for the Hessian at every point; nothing is learned from one to the next. Where it is not finite: -g."""

    def __init__(self, problem, memory, pure):
        self.problem, self.pure = problem, pure

    def direction(self, w: NDArray, g: NDArray) -> NDArray:
        H = self.problem.hessian(w)
        if self.pure:
            return newton_direction(g, H)
        return newton_direction(g, modified_hessian(H)) if np.isfinite(H).all() else -g

    def first_step(self, w: NDArray, g: NDArray, slope: float, fell: float | None) -> float:
        return 1.0

    def learn(self, s: NDArray, y: NDArray, Bs: NDArray) -> None:
        pass

    def forget(self) -> None:
        pass

    def sees_saddle(self, w: NDArray, path: list[NDArray]) -> bool:
        return has_negative_eigenvalue(self.problem.hessian(w))


class Bfgs:
    """Keeps an estimate H of the inverse Hessian, n² numbers, which starts as the identity.

    Differs: before an update, H is enlarged where f turns out flatter than H believed, by sᵀBs / sᵀy > 1 with B = H⁻¹
    (the self-scaling of Al-Baali 1998); it is never made smaller. Scaling the first H both ways, as Nocedal & Wright
    2006, eq. (6.20), costs 3 times the evaluations on a quadratic whose first step meets the largest curvature.
    """

    def __init__(self, problem, memory, pure):
        self.problem, self.pure = problem, pure
        self.forget()

    def direction(self, w: NDArray, g: NDArray) -> NDArray:
        return -g if self.H is None else -self.H @ g

    def first_step(self, w: NDArray, g: NDArray, slope: float, fell: float | None) -> float:
        """The step that would lower f as much as the last one did, if it is shorter than 1; at first, one of length 1.

        Nocedal & Wright 2006, eq. (3.60).
        """
        if fell is None or self.H is None:
            return min(1.0, 1 / np.linalg.norm(g))
        return min(1.0, -2.02 * fell / slope) if fell > 0 else 1.0

    def learn(self, s: NDArray, y: NDArray, Bs: NDArray) -> None:
        if curves_up(s, y):
            H = np.eye(len(s)) if self.H is None else self.H
            H = H if self.pure else H * max(1.0, (s @ Bs) / (s @ y))
            self.H = bfgs_update(H, s, y) if np.isfinite(H).all() else None

    def forget(self) -> None:
        self.H = None

    def sees_saddle(self, w: NDArray, path: list[NDArray]) -> bool:
        return bends_down(self.problem, w, None if self.pure else path)


class Lbfgs:
    """Keeps the last few pairs (step, change of gradient), 2mn numbers."""

    def __init__(self, problem, memory, pure):
        self.problem, self.memory, self.pure = problem, memory, pure
        self.forget()

    def direction(self, w: NDArray, g: NDArray) -> NDArray:
        return lbfgs_direction(g, self.pairs)

    def first_step(self, w: NDArray, g: NDArray, slope: float, fell: float | None) -> float:
        return 1.0 if self.pairs else min(1.0, 1 / np.linalg.norm(g))

    def learn(self, s: NDArray, y: NDArray, Bs: NDArray) -> None:
        if curves_up(s, y):
            self.pairs = [*self.pairs, (s, y)][-self.memory :]

    def forget(self) -> None:
        self.pairs = []

    def sees_saddle(self, w: NDArray, path: list[NDArray]) -> bool:
        return bends_down(self.problem, w, None if self.pure else path)


METHODS = {"newton": Newton, "bfgs": Bfgs, "lbfgs": Lbfgs}
