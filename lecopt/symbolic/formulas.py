"""Formulas in text: read into SymPy without running any of it."""

import ast
import operator

import sympy as sp

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


def parse(text, names=("x", "y")):
    """SymPy expression of a formula in text, read without running any of it.

    Args: text: such as ``"x**2 + 3*sin(pi*y)"``; ^ is a power too. names: the symbols it may hold.
    Raises: ValueError with the part that can't be read.

    >>> parse("x^2 + 3*y**2")
    x**2 + 3*y**2
    """
    try:
        if not isinstance(text, str) or len(text) > LONGEST:
            raise SyntaxError
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(
            f"cannot read the formula {str(text)[:60]!r}: write it as in Python, such as 'x**2 + 3*y**2'"
        ) from None
    expression = _parsed(tree, {name: sp.Symbol(name, real=True) for name in names}, depth=0)
    if expression.has(sp.zoo, sp.nan, sp.oo) or expression.is_real is False:
        raise ValueError(f"the formula {text[:60]!r} has no finite real value")
    return expression


def exact(number):
    """A number as it is written: 0.1 is one tenth, and not the nearest float. Very large and very small ones stay floats.

    >>> exact(0.1), exact(1e-20)
    (1/10, 1.00000000000000e-20)
    """
    simple = number == 0 or 1e-6 <= abs(number) <= 1e12
    return sp.Rational(repr(number)) if simple else sp.Float(number)


def _parsed(node, names, depth):
    """The expression of a node; what is only a number is checked at once, before a power makes it larger than the memory."""
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
            return exact(number)
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
