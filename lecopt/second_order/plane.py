"""Newton's method on a landscape of two weights, as a program that a race can run in the browser."""

from typing import Any, NoReturn

import sympy as sp

from lecopt.symbolic import program

_x, _y, _dx, _dy, _hxx, _hxy, _hyy, _lr, _damping = sp.symbols("x y dx dy hxx hxy hyy lr damping", real=True)


def newton(w: Any, dw: Any, *, lr: float = 1.0, damping: float = 0.0) -> NoReturn:
    """Newton's step in the plane: ``race("rosenbrock", ["sgd", newton])``.

    It needs the Hessian, so only a race runs it.

    Args: lr: share of the step that is taken, >= 0. damping: added to both curvatures, >= 0.
    Raises: TypeError when called as a first-order rule.

    >>> newton.program["coupled"], len(newton.program["outputs"])
    (True, 2)

    Source: Nocedal & Wright 2006, eq. (3.30); with damping, eq. (3.48) with a multiple of the identity.
    """
    raise TypeError("newton needs the Hessian as well: give it to a race, or use lecopt.second_order.minimize")


_determinant = (_hxx + _damping) * (_hyy + _damping) - _hxy**2
newton.program = {
    **program(
        [
            _x - _lr * ((_hyy + _damping) * _dx - _hxy * _dy) / _determinant,
            _y - _lr * ((_hxx + _damping) * _dy - _hxy * _dx) / _determinant,
        ],
        [_x, _y, _dx, _dy, _hxx, _hxy, _hyy, _lr, _damping],
    ),
    "coupled": True,
}
