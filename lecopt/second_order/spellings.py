"""What SciPy calls the arguments of `minimize`, and its methods."""

import difflib
from typing import Any

from lecopt.arguments import shown

from .knowledge import METHODS

SAME = {"fun": "f", "jac": "grad", "x0": "w0"}
MEANT = {
    **dict.fromkeys(("maxiter", "niter", "maxfun", "nit"), "max_iter"),
    **dict.fromkeys(("gtol", "ftol", "xtol", "eps"), "tol"),
    **dict.fromkeys(("m", "maxcor"), "memory"),
    **dict.fromkeys(("gradient", "fprime", "derivative"), "grad"),
    **dict.fromkeys(("hessian", "hessp", "fhess"), "hess"),
    **dict.fromkeys(("w", "x", "start"), "w0"),
    "options": "max_iter, tol and memory",
    "args": "f = lambda w: f(w, *args)",
}
NAMES = ("f", "grad", "w0", "method", "hess", "tol", "max_iter", "memory", "pure")
SPELLED = {"lbfgsb": "lbfgs"}  # without bounds they are one


def scipys(f: Any, grad: Any, w0: Any, hess: Any, spelled: dict[str, Any]) -> tuple:
    """f, grad, hess and w0 of a call in which SciPy's names may stand for ours.

    Raises: TypeError for a name that is neither's, and for an argument given twice.

    >>> scipys("f", "w0", None, None, {"jac": "grad"})  # the second in SciPy's order is the start
    ('f', 'grad', None, 'w0')
    """
    given = {name: value for name, value in (("f", f), ("grad", grad), ("w0", w0)) if value is not None}
    if "jac" in spelled and "grad" in given and "w0" not in given and "x0" not in spelled:
        given["w0"] = given.pop("grad")
    for name, value in spelled.items():
        if name not in SAME:
            near = [MEANT[name]] if name in MEANT else difflib.get_close_matches(name, NAMES, 1)
            hint = f": did you mean {near[0]}?" if near else f"; it has {', '.join(NAMES)}"
            raise TypeError(f"minimize has no argument {name!r}{hint}")
        if SAME[name] in given:
            raise TypeError(f"{name} is SciPy's name for {SAME[name]}: give one of the two")
        given[SAME[name]] = value
    return given.get("f"), given.get("grad"), hess, given.get("w0")


def method_of(method: Any) -> str:
    """The name of the method here: SciPy's "BFGS" and "L-BFGS-B" are "bfgs" and "lbfgs". Raises: ValueError.

    >>> method_of("L-BFGS-B")
    'lbfgs'
    """
    bare = "".join(letter for letter in method.lower() if letter.isalnum()) if isinstance(method, str) else None
    if (found := SPELLED.get(bare, bare)) in METHODS:
        return found
    near = difflib.get_close_matches(bare, METHODS, 1) if bare else []
    hint = f": did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"method must be one of {', '.join(METHODS)}, got {shown(method)}{hint}")
