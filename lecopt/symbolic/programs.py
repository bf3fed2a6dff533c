"""Programs: arithmetic recorded once as plain data, run by NumPy here and by the browser on the page.

A program is a dict that JSON can hold::

    {"inputs": ["x", "y"], "ops": [["const", 2.0], ["*", 2, 0], ["sqrt", 3]], "outputs": [4]}

Registers are numbered: the inputs come first, then every operation writes the next one. Nothing in it is code, so
nothing needs ``eval``, here or in the browser.
"""

import sympy as sp

from lecopt.signatures import name_of, parted, signature_of, starts_of

from .recording import BINARY, UNARY, NotArithmetic, Recording, number


def program(what, inputs=None):
    """Program of an update rule, or of one or several SymPy expressions.

    Args: what: a rule such as `lecopt.first_order.adam`, or an expression, or a list of them. inputs: for expressions,
        the symbols, or their names, in the order in which their values will be given (default: x, y).
    Returns: dict with inputs, ops and outputs; of a rule also "state" (names) and "hyper" (name -> default).
    Raises: NotArithmetic (a ValueError) where the rule or the expression is more than arithmetic.

    >>> program(sp.Symbol("x")**2 / 2, ["x"])
    {'inputs': ['x'], 'ops': [['*', 0, 0], ['const', 0.5], ['*', 2, 1]], 'outputs': [3]}
    """
    return (
        _program_of_rule(what)
        if callable(what) and not isinstance(what, sp.Basic)
        else _program_of_expressions(what, inputs)
    )


def evaluate(program, *values):
    """Outputs of a program, as a list. Args: values: one number or array for each input; they broadcast.

    >>> evaluate({"inputs": ["x"], "ops": [["*", 0, 0]], "outputs": [1]}, 3.0)
    [9.0]
    """
    if len(values) != len(program["inputs"]):
        raise ValueError(
            f"a program of {', '.join(program['inputs'])} takes {len(program['inputs'])} values, got {len(values)}"
        )
    registers = list(values)
    for op, *arguments in program["ops"]:
        if op == "const":
            registers.append(arguments[0])
        elif op in BINARY:
            registers.append(BINARY[op](registers[arguments[0]], registers[arguments[1]]))
        else:
            registers.append(UNARY[op](registers[arguments[0]]))
    return [registers[index] for index in program["outputs"]]


def _program_of_rule(rule):
    state, hyper = signature_of(rule)
    for name, start in starts_of(rule).items():
        if not (isinstance(start, (int, float)) and start == 0):
            raise NotArithmetic(
                f"every part of the state starts at 0, but {name} of {name_of(rule)} starts at {start!r}"
            )
    recording = Recording(["w", "dw", *state, *hyper])
    w, dw, *rest = recording.registers
    try:
        result = rule(w, dw, *rest[: len(state)], **dict(zip(hyper, rest[len(state) :])))
    except NotArithmetic:
        raise
    except Exception as error:
        raise NotArithmetic(f"{name_of(rule)} does not run on symbols: {error}") from error
    try:
        new_w, new_state = parted(result, rule, state)
    except ValueError as error:
        raise NotArithmetic(str(error)) from None
    return {
        **recording.program([new_w, *new_state]),
        "state": state,
        "hyper": {name: value if value is None else number(value) for name, value in hyper.items()},
    }


def _program_of_expressions(expressions, inputs):
    names = ["x", "y"] if inputs is None else [str(symbol) for symbol in inputs]
    recording = Recording(names)
    known = dict(zip(names, recording.registers))
    outputs = []
    for expression in expressions if isinstance(expressions, (list, tuple)) else [expressions]:
        try:
            outputs.append(_write(sp.sympify(expression, strict=True), known))  # strict: text would be run
        except sp.SympifyError:
            raise NotArithmetic(
                f"a program is made of a rule or of SymPy expressions, got {expression!r:.60}"
            ) from None
    return recording.program(outputs)


_FUNCTIONS = {
    sp.Abs: abs,
    **{
        function: UNARY[function.__name__]
        for function in (sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.sign)
    },
}


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
        power = int(exponent) if exponent.is_Integer else 0.5 if exponent == sp.S.Half else _write(exponent, known)
        value = _write(base, known) ** power
    elif type(expression) in _FUNCTIONS:
        value = _FUNCTIONS[type(expression)](_write(expression.args[0], known))
    else:
        raise NotArithmetic(f"cannot turn {expression} into a program")
    known[expression] = value
    return value


def _divides(expression):
    return expression.is_Pow and expression.exp.is_Rational and expression.exp.is_negative
