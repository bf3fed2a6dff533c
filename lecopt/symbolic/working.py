"""The working of a rule: its own lines with the place of every number in its program, so a page can fill them in."""

import ast
import io
import tokenize
from collections.abc import Callable

from .programs import Program, require_program
from .recording import Recording
from .source import source_of

_OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def working(rule: Callable, program: Program) -> list[list]:
    """The lines of a rule, each [name, pieces, register]; [] where its source has more than assignments.

    A piece is a text such as "*", or [name, register] for a name whose value stands in that register.

    Args: rule: a function. program: its program, made by `lecopt.symbolic.program`; the registers are places in it.
    Raises: ValueError where program is none.

    >>> from lecopt.first_order import sgd
    >>> from lecopt.symbolic import program
    >>> working(sgd, program(sgd))
    [['w', [['w', 0], '-', ['lr', 2], '*', ['dw', 1]], 4]]
    """
    require_program(program)
    recording = Recording(program["inputs"])
    try:
        lines = list(_lines(rule, dict(zip(program["inputs"], recording.registers))))
        places = iter(recording.program([value for line in lines for value in _values(line)])["outputs"])
    except (TypeError, LookupError, AttributeError, ValueError, RecursionError):
        return []
    written = [
        [name, [piece if isinstance(piece, str) else [piece[0], next(places)] for piece in pieces], next(places)]
        for name, pieces, _ in lines
    ]
    return written if recording.ops == program["ops"] else []


def _values(line):
    _, pieces, value = line
    return [*(piece[1] for piece in pieces if not isinstance(piece, str)), value]


def _lines(rule, known):
    """(name, pieces, value) of every line, computed on registers; then those of the rule that it ends in."""
    source = source_of(rule)
    for name, value, in_place in source.lines:
        if in_place:
            raise ValueError("a line that is more than name = expression")
        yield name, _pieces(value, known), _value(value, known)
        known = known | {name: _value(value, known)}
    if source.call:
        if source.call.left_out or rule.__globals__.get(source.returned.func.id) is not source.call.rule:
            raise ValueError("a rule that isn't given all it takes, or that only this one knows")
        yield from _lines(source.call.rule, {name: _value(node, known) for name, node in source.call.given.items()})
    elif not isinstance(source.returned, ast.Tuple):
        raise ValueError("a rule returns w and its state")
    elif not isinstance(new_w := source.returned.elts[0], ast.Name):
        yield "w", _pieces(new_w, known), _value(new_w, known)


def _value(node, known):
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name):
            return known[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_value(left, known), _value(right, known))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
        case ast.Call(func=ast.Name(id="abs"), args=[argument]):
            return abs(_value(argument, known))
    raise ValueError("more than arithmetic")


def _pieces(node, known):
    """The expression's own text, cut into names with their values and everything else."""
    tokens = tokenize.generate_tokens(io.StringIO(ast.unparse(node)).readline)
    return [
        [token.string, known[token.string]] if token.string in known else token.string
        for token in tokens
        if token.string.strip()
    ]
