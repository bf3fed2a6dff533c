"""Exercise of "What do we minimise?": what it costs to know only the empirical risk."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit


def excess_risk(risk, empirical_risk, grid):
    """How much risk we accept by minimising the empirical risk in place of the risk.

    risk, empirical_risk: functions of an array. grid: the points to search, (n,).
    Returns a float.
    """
    chosen = grid[np.argmin(empirical_risk(grid))]
    return risk(chosen) - risk(grid).min()


def _risks(rng):
    for _ in range(6):
        a, b, c = rng.uniform(0.5, 2, 3)
        shift = rng.uniform(2, 4)

        def risk(x, a=a, b=b):
            return a * x * np.cos(np.pi * x) + b * x**2

        def empirical_risk(x, risk=risk, c=c, shift=shift):
            return risk(x) + c * np.cos(shift * np.pi * x + 1)

        yield risk, empirical_risk, np.linspace(-1.5, 2, int(rng.integers(200, 400)))


EXERCISES = [
    Exercise(
        reference=excess_risk,
        position=3,
        title="The price of not knowing the risk",
        statement=(
            "We would like to minimise the risk and can only minimise the empirical risk. Write "
            "`excess_risk(risk, empirical_risk, grid)`: the risk at the point "
            "of the grid that looks best to us, minus the least risk on the grid. Both functions take an array "
            "of points."
        ),
        hints=(
            (
                "Two questions, one after the other. Which point do we choose, knowing only the empirical risk? What "
                "does it really cost?"
            ),
            "`np.argmin` gives the position of the least entry; `grid[…]` turns it into a point.",
            "Both terms of the difference are values of the *risk*. It can't be negative.",
        ),
        cases=_risks,
        mistakes=(
            Mistake(
                "compares the two minima",
                (
                    edit("risk(chosen) - risk(grid).min()", "empirical_risk(grid).min() - risk(grid).min()"),
                    edit("risk(chosen) - risk(grid).min()", "risk(grid).min() - empirical_risk(grid).min()"),
                ),
                "You compare the least empirical risk with the least risk: two functions at two different "
                "points. Ask what the chosen point costs in true risk.",
                "the section “What we want, and what we minimise”",
            ),
            Mistake(
                "compares with the empirical minimum",
                (
                    edit("risk(chosen) - risk(grid).min()", "risk(chosen) - empirical_risk(chosen)"),
                    edit("risk(chosen) - risk(grid).min()", "abs(risk(chosen) - empirical_risk(chosen))"),
                ),
                "You compare risk and empirical risk at the chosen point. That is the generalisation gap; the "
                "excess risk compares with the *best point's* risk.",
                "the section “What we want, and what we minimise”",
            ),
            Mistake(
                "distance between the minima",
                (
                    edit("risk(chosen) - risk(grid).min()", "chosen - grid[np.argmin(risk(grid))]"),
                    edit("risk(chosen) - risk(grid).min()", "abs(chosen - grid[np.argmin(risk(grid))])"),
                ),
                "You measure how far apart the two minimisers lie. The question is what that costs: compare "
                "their risks.",
            ),
            Mistake(
                "the two swapped",
                edit(
                    "argmin(empirical_risk(grid))",
                    "argmin(risk(grid))",
                    "return risk(chosen) - risk(grid).min()",
                    "return empirical_risk(chosen) - empirical_risk(grid).min()",
                ),
                "The two functions have changed places: we choose by the empirical risk and pay in risk.",
            ),
            Mistake(
                "the position for the point",
                edit("chosen = grid[np.argmin(empirical_risk(grid))]", "chosen = np.argmin(empirical_risk(grid))"),
                "`np.argmin` gives a position, not a point: look the point up in `grid`.",
            ),
            Mistake(
                "the wrong way round",
                edit("risk(chosen) - risk(grid).min()", "risk(grid).min() - risk(chosen)"),
                "The sign is turned round: nothing on the grid has less risk than the minimum, so the excess is "
                "never negative.",
            ),
        ),
    ),
]
