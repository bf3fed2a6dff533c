"""The landscapes of the course by name, and the way to make one of a formula."""

from types import MappingProxyType

import sympy as sp
from numpy.typing import ArrayLike

from lecopt.arguments import as_number, finite_floats
from lecopt.symbolic import exact, parse

from .landscape import Landscape, x, y


def bowl(kappa: float = 10) -> Landscape:
    """Quadratic bowl along the axes, (x² + κ y²) / 2. Args: kappa: condition number, > 0."""
    return Landscape("bowl", (x**2 + _condition(kappa) * y**2) / 2, ((-1.5, 1.5), (-1.5, 1.5)), (1, 1))


def ravine(kappa: float = 100) -> Landscape:
    """The quadratic bowl turned by 45 degrees, so that no coordinate is its own. Args: kappa: condition number, > 0."""
    return Landscape(
        "ravine", ((x + y) ** 2 + _condition(kappa) * (x - y) ** 2) / 4, ((-1.5, 1.5), (-1.5, 1.5)), (1.2, 0.6)
    )


def _condition(kappa):
    return exact(as_number("kappa", kappa, above=0))


def landscape(
    what: str | sp.Expr | Landscape, window: ArrayLike = ((-2, 2), (-2, 2)), start: ArrayLike | None = None
) -> Landscape:
    """Landscape by its name, by a formula in text or by an expression in x and y; a landscape comes back as it is.

    >>> landscape("x**2 + 3*y**2").minima
    array([[0., 0.]])
    """
    if isinstance(what, Landscape):
        return what
    if isinstance(what, str) and what in LANDSCAPES:
        return LANDSCAPES[what]
    if isinstance(what, str) and what.isidentifier() and what not in ("x", "y", "e", "pi"):
        raise ValueError(
            f"there is no landscape {what!r}; there are {', '.join(LANDSCAPES)}, or give a formula in x and y"
        )
    (left, right), (bottom, top) = finite_floats("window", window, (2, 2))
    start = (left + 0.85 * (right - left), bottom + 0.7 * (top - bottom)) if start is None else start
    return Landscape(str(what), what if isinstance(what, sp.Basic) else parse(what), window, start)


def _square(half):
    return ((-half, half), (-half, half))


LANDSCAPES = MappingProxyType(
    {
        landscape.name: landscape
        for landscape in (
            bowl(),
            ravine(),
            Landscape("rosenbrock", (1 - x) ** 2 + 100 * (y - x**2) ** 2, ((-2, 2), (-1, 3)), (-1.2, 1)),
            Landscape(
                "beale",
                (sp.Rational(3, 2) - x + x * y) ** 2
                + (sp.Rational(9, 4) - x + x * y**2) ** 2
                + (sp.Rational(21, 8) - x + x * y**3) ** 2,
                _square(4.5),
                (1, 1),
            ),
            Landscape("himmelblau", (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, _square(6), (0, 0)),
            Landscape(
                "camel", 2 * x**2 - sp.Rational(21, 20) * x**4 + x**6 / 6 + x * y + y**2, _square(2.5), (-2.2, -1.5)
            ),
            Landscape(
                "styblinski_tang", (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2, _square(5), (0.5, 4.5)
            ),
            Landscape(
                "rastrigin",
                20 + x**2 - 10 * sp.cos(2 * sp.pi * x) + y**2 - 10 * sp.cos(2 * sp.pi * y),
                _square(5.12),
                (3.3, -3.8),
            ),
            Landscape(
                "ackley",
                20
                + sp.E
                - 20 * sp.exp(-sp.sqrt((x**2 + y**2) / 2) / 5)
                - sp.exp((sp.cos(2 * sp.pi * x) + sp.cos(2 * sp.pi * y)) / 2),
                _square(5),
                (2.6, -3.4),
            ),
            Landscape("saddle", x**2 - y**2, _square(1.5), (1, 0.001)),
            Landscape("monkey_saddle", x**3 - 3 * x * y**2, _square(1.5), (1, 0.1)),
            Landscape("inflection", x**3 + y**2, _square(1), (0.8, 0.6)),
            # one-dimensional in x (the book's f = x cos πx); a bowl in y, so that it takes two weights like the others
            Landscape("x_cos_pi_x", x * sp.cos(sp.pi * x) + y**2 / 2, ((-1, 2), (-1, 1)), (0.2, 0.5)),
            Landscape("plateau", 1 - sp.exp(-(x**2 + y**2) / 2), _square(5), (2.4, 1.8)),
        )
    }
)
