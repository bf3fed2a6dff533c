"""The working of a rule: its own lines with the place of every number in its program, so a page can fill them in."""

import ast
import inspect
import io
import textwrap
import tokenize

from lecopt.signatures import signature_of

from .recording import Recording

_OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def working(rule, program):
    """The lines of a rule, each [name, pieces, register]; [] where its source has more than assignments.

    Args: rule: a function. program: its program from `lecopt.symbolic.programs.program`; the registers are places in
    it. A piece is a text such as "*", or [name, register] for a name whose value stands in that register.

    >>> from lecopt.first_order import sgd
    >>> from lecopt.symbolic.programs import program
    >>> working(sgd, program(sgd))
    [['w', [['w', 0], '-', ['lr', 2], '*', ['dw', 1]], 4]]
    """
    recording = Recording(program["inputs"])
    try:
        lines = list(_lines(rule, dict(zip(program["inputs"], recording.registers))))
    except (OSError, TypeError, SyntaxError, LookupError, AttributeError, ValueError):
        return []
    places = iter(recording.program([value for line in lines for value in _values(line)])["outputs"])
    written = [
        [name, [piece if isinstance(piece, str) else [piece[0], next(places)] for piece in pieces], next(places)]
        for name, pieces, _ in lines
    ]
    return written if recording.ops[: len(program["ops"])] == program["ops"] == recording.ops else []


def _values(line):
    _, pieces, value = line
    return [*(piece[1] for piece in pieces if not isinstance(piece, str)), value]


def _lines(rule, known):
    """(name, pieces, value) of every assignment, computed on registers; a rule that ends in another goes on with its lines."""
    function = ast.parse(textwrap.dedent(inspect.getsource(rule))).body[0]
    if not isinstance(function, ast.FunctionDef):
        raise ValueError("no lines")
    for statement in function.body:
        match statement:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, _pieces(value, known), _value(value, known)
                known[name] = _value(value, known)
            case ast.Return(value=ast.Call(func=ast.Name(id=name)) as call):
                yield from _lines_of_call(rule.__globals__[name], call, known)
            case ast.Return(value=ast.Tuple(elts=[ast.Name(), *_])):
                pass
            case ast.Return(value=ast.Tuple(elts=[value, *_])):
                yield "w", _pieces(value, known), _value(value, known)
            case _:
                raise ValueError("a line that is no assignment")


def _lines_of_call(rule, call, known):
    state, hyper = signature_of(rule)
    given = dict(zip(["w", "dw", *state], call.args)) | {word.arg: word.value for word in call.keywords}
    return _lines(rule, {name: _value(given[name], known) for name in ["w", "dw", *state, *hyper]})


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
