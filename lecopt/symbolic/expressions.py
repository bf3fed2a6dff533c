"""Expressions of SymPy, written down as programs."""

from collections.abc import Iterable
from typing import Any

import sympy as sp

from .recording import UNARY, NotArithmetic, Program, Recording, number

_FUNCTIONS = {
    sp.Abs: abs,
    **{
        function: UNARY[function.__name__]
        for function in (sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.sign)
    },
}


def program_of_expressions(expressions: Any, inputs: Iterable | None) -> Program:
    """Program of one or several expressions; `lecopt.symbolic.program` says all else.

    >>> x = sp.Symbol("x")
    >>> program_of_expressions([sp.sqrt(x), 1 / sp.sqrt(x)], ["x"])["ops"]
    [['sqrt', 0], ['const', 1.0], ['/', 2, 1]]
    """
    recording = Recording(_names(inputs))
    known = dict(zip(recording.inputs, recording.registers))
    several = expressions if isinstance(expressions, (list, tuple)) else [expressions]
    return recording.program([_write(_expression(one), known) for one in several])


def _names(inputs):
    try:
        names = ["x", "y"] if inputs is None else [str(symbol) for symbol in inputs]
    except TypeError:
        names = [None, None]
    if len(set(names)) < len(names):
        raise ValueError(f"inputs must be a list of different symbols or names, got {inputs!r:.60}")
    return names


def _expression(given):
    try:
        expression = sp.sympify(given, strict=True)  # strict: text would be run
    except sp.SympifyError:
        expression = None
    if not isinstance(expression, sp.Basic):
        raise NotArithmetic(f"a program is made of a rule or of SymPy expressions, got {given!r:.60}")
    return expression


def _write(expression, known):
    """Register that holds the value of a SymPy expression; what stands in it twice is computed once."""
    if expression in known:
        return known[expression]
    if expression.is_Symbol:
        value = known.get(expression.name)
        if value is None:
            raise NotArithmetic(
                f"{expression} is none of the inputs {', '.join(n for n in known if isinstance(n, str))}"
            )
    elif expression.is_number:
        value = number(expression)
    elif expression.is_Add:
        first, *rest = [_write(part, known) for part in expression.args]
        value = sum(rest, start=first)
    elif expression.is_Mul:
        over = [_write(factor, known) for factor in expression.args if not _divides(factor)]
        value = over[0] if over else 1.0
        for factor in over[1:]:
            value = value * factor
        for factor in filter(_divides, expression.args):
            value = value / _write(1 / factor, known)
    elif _divides(expression):
        value = 1.0 / _write(1 / expression, known)
    elif expression.is_Pow:
        base, exponent = expression.args
        power = int(exponent) if exponent.is_Integer else _write(exponent, known)  # of 0.5 a register makes √
        value = _write(base, known) ** power
    elif type(expression) in _FUNCTIONS:
        value = _FUNCTIONS[type(expression)](_write(expression.args[0], known))
    else:
        raise NotArithmetic(f"cannot turn {expression} into a program")
    known[expression] = value
    return value


def _divides(expression):
    return expression.is_Pow and expression.exp.is_Rational and expression.exp.is_negative
