"""Is `minimize` as good as scipy? The calls of f and of the gradient that each needs on the classical problems.

    python benchmarks/second_order.py

Both stop when no component of the gradient is larger than 1e-6. scipy's calls are counted up to the first gradient
that small, ours to the end; scipy's L-BFGS-B is told not to stop for anything else (ftol=0), and both L-BFGS keep ten
pairs. A ratio below 1 means that ours needs fewer calls.
"""

from typing import NamedTuple

import numpy as np
import scipy.optimize
from problems import problems

from lecopt.second_order import minimize

TOL = 1e-6
RIVALS = {
    "bfgs": ("BFGS", {"gtol": TOL, "maxiter": 20_000}),
    "lbfgs": ("L-BFGS-B", {"gtol": TOL, "ftol": 0, "maxiter": 20_000, "maxfun": 100_000}),
}


class Comparison(NamedTuple):
    """One problem, one method: the calls (f, gradient) of ours and of scipy's, and the values reached."""

    problem: str
    ours: tuple
    scipys: tuple
    value: float
    scipys_value: float
    converged: bool

    @property
    def ratio(self):
        """Our calls as a share of scipy's."""
        return sum(self.ours) / sum(self.scipys)

    @property
    def reached(self):
        """Whether ours converged to a value as low as scipy's."""
        return self.converged and self.value <= self.scipys_value + 1e-7 * max(1, abs(self.scipys_value))


def scipys_calls(problem, method):
    """Calls (f, gradient) of scipy's method up to its first gradient below TOL, and the value it ends with."""
    calls, until = {"f": 0, "grad": 0}, []

    def value(w):
        calls["f"] += 1
        return problem.value(w)

    def gradient(w):
        calls["grad"] += 1
        g = problem.gradient(w)
        if abs(g).max() <= TOL:
            until.append((calls["f"], calls["grad"]))
        return g

    name, options = RIVALS[method]
    result = scipy.optimize.minimize(value, problem.w0, jac=gradient, method=name, options=options)
    return (until or [(calls["f"], calls["grad"])])[0], float(result.fun)


def comparison(problem, method):
    """Ours beside scipy's on one problem."""
    ours = minimize(problem.value, problem.gradient, problem.w0, method, tol=TOL, max_iter=20_000)
    scipys, scipys_value = scipys_calls(problem, method)
    return Comparison(problem.name, (ours.f_evals, ours.grad_evals), scipys, ours.value, scipys_value, ours.converged)


def geometric_mean(numbers):
    """The factor that, multiplied as often as there are numbers, gives their product."""
    return float(np.exp(np.mean(np.log(numbers))))


def main():
    """Print the tables."""
    for method, (rival, _) in RIVALS.items():
        rows = [comparison(problem, method) for problem in problems()]
        print(
            f"\n| {method} | calls of f, grad | scipy's {rival} | ratio | value | scipy's | as low? |\n"
            "|---|---|---|---|---|---|---|"
        )
        for row in rows:
            calls, theirs = (f"{f}, {g}" for f, g in (row.ours, row.scipys))
            values = f"{row.value:.6g} | {row.scipys_value:.6g} | {'yes' if row.reached else 'NO'}"
            print(f"| {row.problem} | {calls} | {theirs} | {row.ratio:.2f} | {values} |")
        both = geometric_mean([row.ratio for row in rows])
        alone = geometric_mean([row.ours[0] / row.scipys[0] for row in rows])
        print(f"| **geometric mean** | | | **{both:.3f}** | | | |\n\nCalls of f alone: {alone:.3f}.")


if __name__ == "__main__":
    main()
