"""LaTeX: the source of an update rule typeset line by line, so that what is read is what is run."""

import ast
from typing import Any

import sympy as sp

from lecopt.signatures import name_of

from .recording import NotArithmetic
from .source import source_of

SYMBOLS = {
    "dw": "g",
    "lr": r"\alpha",
    "rho": r"\rho",
    "eps": r"\epsilon",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "decay": r"\beta",
    "weight_decay": r"\lambda",
    "m_hat": r"\hat{m}",
    "v_hat": r"\hat{v}",
    "g": r"\mathrm{g}",
}  # a rule's own g is not the gradient
_FUNCTIONS = {name: rf"\{name}" for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan")}
_FUNCTIONS["sign"] = r"\operatorname{sign}"
_STRENGTH = {ast.Add: 1, ast.Sub: 1, ast.USub: 1, ast.Mult: 2, ast.Div: 2, ast.Pow: 4}
_ATOM = 5


def latex(what: Any) -> str:
    """LaTeX of a rule (its own lines, one below the other) or of a SymPy expression. No dollars around it.

    In a rule the arrow is the assignment of the code; g stands for dw, the gradient at w.

    Raises: NotArithmetic (a ValueError) where a line of the rule has no formula.

    >>> from lecopt.first_order import momentum
    >>> print(latex(momentum))
    \\begin{aligned}
    v &\\leftarrow \\rho v + g \\\\
    w &\\leftarrow w - \\alpha v
    \\end{aligned}
    """
    try:
        return sp.latex(what) if isinstance(what, sp.Basic) else _latex_of_lines(what)
    except RecursionError:
        raise NotArithmetic(f"{name_of(what)} has no formula: it calls itself, or is too long") from None


def _latex_of_lines(rule):
    """The assignments of a rule in LaTeX, aligned; a rule that ends in another one goes on with its lines."""
    lines = r" \\".join(
        f"\n{', '.join(map(_name, names))} &\\leftarrow {', '.join(map(_term, values))}"
        for names, values in _lines(rule)
    )
    return rf"\begin{{aligned}}{lines}" + "\n\\end{aligned}"


def _lines(rule):
    """(names, expressions) of every line, in order, what the rule returns included; nearly always one of each.

    Around the lines of a called rule: what it gets under another name or not at all, and the way back.
    """
    source = source_of(rule)
    lines = [([line.name], [line.value]) for line in source.lines]
    if source.call is None:
        return lines + _lines_of_return(source.returned, source.parameters)
    there = source.call.given
    back = {
        mine: ast.Name(theirs) for mine, theirs in zip(source.parameters, there) if mine not in source.parameters[1:2]
    }
    return lines + _in_order(there) + _lines(source.call.rule) + _in_order(back)


def _lines_of_return(value, parameters):
    """The lines that the returned expressions make: the state's first, as papers have it, then that of w."""
    new_w, state = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == 2 else (value, ast.Tuple([]))
    state = state.elts if isinstance(state, (ast.Tuple, ast.List)) else [state]
    if len(state) != len(parameters) - 2:
        raise NotArithmetic(f"{len(parameters) - 2} parts of state come in and {len(state)} are returned")
    return _in_order(dict(zip([*parameters[2:], parameters[0]], [*state, new_w])))


def _in_order(changes):
    """Simultaneous changes {name: expression} as lines one by one, so that none reads what another has changed."""
    changes = {name: value for name, value in changes.items() if not (isinstance(value, ast.Name) and value.id == name)}
    lines = []
    while changes:
        read = {
            name: {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} for name, value in changes.items()
        }
        free = [name for name in changes if not any(name in read[other] for other in changes if other != name)]
        now = free[:1] or list(changes)  # the last ones need each other's old values: they change together
        lines.append((now, [changes.pop(name) for name in now]))
    return lines


def _name(name):
    return SYMBOLS.get(name) or (name if len(name) == 1 else rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}")


def _term(node, at_least=0):
    """LaTeX of one expression of Python source, in brackets where it binds less than `at_least`."""
    node = _minus_in_front(node)
    strength = _STRENGTH.get(type(node.op), 0) if isinstance(node, (ast.BinOp, ast.UnaryOp)) else _ATOM
    if isinstance(node, ast.Constant) and "e" in repr(node.value):
        strength = _STRENGTH[ast.Mult]
    text = _bare_term(node)
    return rf"\left({text}\right)" if strength < at_least else text


def _minus_in_front(node):
    """(-a) * b as -(a * b), the same number and fewer brackets."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
        left = _minus_in_front(node.left)
        if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub):
            return ast.UnaryOp(ast.USub(), ast.BinOp(left.operand, node.op, node.right))
    return node


def _bare_term(node):
    match node:
        case ast.Name(id=name):
            return _name(name)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) < float("inf"):
            return _number(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return "-" + _term(operand, 2)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _bare_term(operand)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return f"{_term(left, 1)} + {_term(right, 2 if _starts_with_minus(right) else 1)}"
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return f"{_term(left, 1)} - {_term(right, 2)}"
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _product(left, _term(right, 2))
        case ast.BinOp(left=ast.BinOp(left=factor, op=ast.Mult(), right=over), op=ast.Div(), right=under):
            # of a product such as lr * m / root only the last factor goes on top, as the papers write it
            return _product(factor, rf"\frac{{{_term(over)}}}{{{_term(under)}}}")
        case ast.BinOp(left=over, op=ast.Div(), right=under):
            return rf"\frac{{{_term(over)}}}{{{_term(under)}}}"
        case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=0.5)):
            return rf"\sqrt{{{_term(base)}}}"
        case ast.BinOp(left=base, op=ast.Pow(), right=power):
            return rf"{_term(base, _ATOM)}^{{{_term(power)}}}"
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np" | "math"), attr=name),
            args=[argument],
            keywords=[],
        ):
            return _call(name, argument)
    raise NotArithmetic(f"{ast.unparse(node)} is not plain arithmetic, so it has no formula")


def _starts_with_minus(node):
    return _term(node).startswith("-")


def _number(value):
    """0.001 as it is; 1e-08 as a power of ten, since an e among letters is a letter."""
    digits, _, exponent = repr(value).removesuffix(".0").partition("e")
    power = f"10^{{{int(exponent)}}}" if exponent else ""
    return power if exponent and digits == "1" else digits + rf" \cdot {power}" * bool(exponent)


def _product(left, right):
    """a b; a · b where digits would run together, those of a fraction too."""
    between = r" \cdot " if right.removeprefix(r"\frac{")[0].isdigit() else " "
    return _term(left, 2) + between + right


def _call(name, argument):
    if name == "sqrt":
        return rf"\sqrt{{{_term(argument)}}}"
    if name in ("abs", "fabs", "absolute"):
        return rf"\left|{_term(argument)}\right|"
    if name == "square":
        return rf"{_term(argument, _ATOM)}^{{2}}"
    if name in _FUNCTIONS:
        return _FUNCTIONS[name] + rf"\left({_term(argument)}\right)"
    raise NotArithmetic(f"{name}({ast.unparse(argument)}) is not plain arithmetic, so it has no formula")
