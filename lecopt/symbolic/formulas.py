"""Formulas in text: read into SymPy without running any of it."""

import ast
import math
import operator
from collections.abc import Iterable

import sympy as sp

from lecopt.arguments import as_number

_FUNCTIONS = {
    f.__name__: f for f in (sp.sqrt, sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.atan)
}
_FUNCTIONS |= {"abs": sp.Abs}
_CONSTANTS = {"pi": sp.pi, "e": sp.E}
_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
LONGEST, DEEPEST, LARGEST = 500, 12, 10**300  # characters, functions and powers inside each other, size of a number
MOST = 50  # operations: twice those of the book's longest formula; the Hessian of 66, all multiplied, takes 20 seconds


def parse(text: str, names: Iterable[str] = ("x", "y")) -> sp.Expr:
    """SymPy expression of a formula in text, read without running any of it.

    Args: text: such as ``"x**2 + 3*sin(pi*y)"``; ^ is a power too. names: the symbols it may hold.
    Raises: ValueError with the part that can't be read, or saying what there is too much of.

    >>> parse("x^2 + 3*y**2")
    x**2 + 3*y**2
    """
    symbols = _symbols(names)
    try:
        if not isinstance(text, str) or len(text) > LONGEST:
            raise SyntaxError
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(
            f"cannot read the formula {str(text)[:60]!r}: write it as in Python, such as 'x**2 + 3*y**2'"
        ) from None
    try:
        expression = _parsed(tree, symbols, depth=0)
    except RecursionError:
        raise ValueError(f"too many operations inside each other in the formula {text[:60]!r}") from None
    if expression.has(sp.zoo, sp.nan, sp.oo) or expression.is_real is False:
        raise ValueError(f"the formula {text[:60]!r} has no finite real value")
    if expression.count_ops() > MOST:
        raise ValueError(f"the formula {text[:60]!r} has {expression.count_ops()} operations: at most {MOST}")
    return expression


def exact(number: float) -> sp.Number:
    """A number as it is written: 0.1 is one tenth, and not the nearest float; very large and small ones stay floats.

    Raises: ValueError where it is no finite real number.

    >>> exact(0.1), exact(1e-20)
    (1/10, 1.00000000000000e-20)
    """
    if type(number) is not int:  # which has no largest, and can be too long for a float
        as_number("number", number)
    simple = number == 0 or 1e-6 <= abs(number) <= 1e12
    return sp.Rational(str(number)) if simple else sp.Float(number)


def _symbols(names):
    """{name: symbol}."""
    try:
        return {name: sp.Symbol(name, real=True) for name in names}
    except TypeError:
        raise ValueError(f"names must be the names of symbols, such as ('x', 'y'), got {names!r:.60}") from None


def _parsed(node, names, depth):
    """The expression of a node; what is only a number is checked at once, before a power makes it fill the memory."""
    expression = _read(node, names, depth)
    if not expression.free_symbols and not expression.has(sp.zoo, sp.nan):
        size = abs(expression.evalf(15))
        if not (size == 0 or 1 / LARGEST < size < LARGEST):
            raise ValueError(f"the number {ast.unparse(node)[:60]} is too large or too small to compute with")
    return expression


def _read(node, names, depth):
    if depth > DEEPEST:
        raise ValueError(f"more than {DEEPEST} functions and powers inside each other in a formula")
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return exact(number) if number < math.inf else sp.oo  # 1e400; what holds it is refused above
        case ast.Name(id=name) if name in names or name in _CONSTANTS:
            return names.get(name, _CONSTANTS.get(name))
        case ast.UnaryOp(op=ast.USub()):
            return -_parsed(node.operand, names, depth)
        case ast.UnaryOp(op=ast.UAdd()):
            return _parsed(node.operand, names, depth)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_parsed(argument, names, depth + 1))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            depth += isinstance(op, ast.Pow)
            left, right = _parsed(left, names, depth), _parsed(right, names, depth)
            if isinstance(op, ast.Pow) and right.is_number and not abs(right) <= 32:
                raise ValueError(f"the power {ast.unparse(node.right)[:60]} is too large: at most 32")
            return _OPERATIONS[type(op)](left, right)
    known = ", ".join([*names, *_CONSTANTS, *_FUNCTIONS])
    raise ValueError(f"cannot read {ast.unparse(node)[:60]!r} in a formula; known are numbers, + - * / ** and {known}")
