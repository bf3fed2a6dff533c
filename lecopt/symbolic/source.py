"""Source: a rule's own text, read once: its lines, and the rule that it ends in or what it returns."""

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from typing import Any, NamedTuple

from lecopt.signatures import name_of

from .recording import NotArithmetic


class Line(NamedTuple):
    """An assignment, name = value. in_place: it was written with += or its like."""

    name: str
    value: ast.expr
    in_place: bool


class Call(NamedTuple):
    """The rule that a rule ends in. given: all that it takes, by its own names. left_out: what gets its default."""

    rule: Callable
    given: dict[str, ast.expr]
    left_out: list[str]


class Source(NamedTuple):
    """A rule as it is written. parameters: its names for w, dw and the state. returned: what stands after return.

    call: of the rule that it ends in; None where it ends in anything else.
    """

    parameters: list[str]
    lines: list[Line]
    returned: ast.expr
    call: Call | None


def source_of(rule: Any) -> Source:
    """The source of a rule, read.

    Raises: ValueError in the words of `latex`, the reader that says why, where there is no source; NotArithmetic where
        a line is no assignment.

    >>> from lecopt.first_order import sgd
    >>> source = source_of(sgd)
    >>> source.parameters, source.lines, ast.unparse(source.returned), source.call
    (['w', 'dw'], [], '(w - lr * dw, ())', None)
    """
    function = _function(rule)
    lines = []
    for statement in function.body:
        match statement:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                lines.append(Line(name, value, in_place=False))
            case ast.AugAssign(target=ast.Name(id=name) as old, op=op, value=value):
                lines.append(Line(name, ast.BinOp(old, op, value), in_place=True))
            case ast.Return(value=ast.expr() as returned):
                parameters = [a.arg for a in function.args.posonlyargs + function.args.args]
                return Source(parameters, lines, returned, _call(returned, rule))
            case ast.Return():
                break
            case _:
                raise NotArithmetic(
                    f"line {statement.lineno} of {name_of(rule)} is no assignment, so it has no formula: "
                    f"{ast.unparse(statement).splitlines()[0]}"
                )
    raise NotArithmetic(f"{name_of(rule)} returns nothing")


def _function(rule):
    try:
        function = ast.parse(textwrap.dedent(inspect.getsource(rule))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        function = None
    code = getattr(inspect.unwrap(rule) if callable(rule) else rule, "__code__", None)
    if not isinstance(function, ast.FunctionDef) or function.name != getattr(code, "co_name", None):
        raise ValueError(f"latex needs the source of the rule, a function made with def, got {rule!r}")
    return function


def _call(returned, rule):
    """The call of another rule that is all that a rule returns; abs and the like are arithmetic, and no rules."""
    called_by_name = isinstance(returned, ast.Call) and isinstance(returned.func, ast.Name)
    if not called_by_name or hasattr(builtins, returned.func.id):
        return None
    names = inspect.getclosurevars(inspect.unwrap(rule))
    called = {**names.globals, **names.nonlocals}.get(returned.func.id)
    try:
        bound = inspect.signature(called).bind(*returned.args, **{word.arg: word.value for word in returned.keywords})
        takes = [p for p in bound.signature.parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        if not bound.arguments.keys() <= {p.name for p in takes}:
            raise TypeError("what goes into *state or **hyper has no name")
    except (TypeError, ValueError):
        raise NotArithmetic(f"{ast.unparse(returned)[:60]} at the end of {name_of(rule)} has no formula") from None
    given = {p.name: bound.arguments.get(p.name, ast.Constant(p.default)) for p in takes}
    return Call(called, given, [name for name in given if name not in bound.arguments])
