"""Programs: arithmetic recorded once as plain data, run by NumPy here and by the browser on the page.

A program is a dict that JSON can hold::

    {"inputs": ["x", "y"], "ops": [["const", 2.0], ["*", 2, 0], ["sqrt", 3]], "outputs": [4]}

Registers are numbered: the inputs come first, then every operation writes the next one. Nothing in it is code, so
nothing needs ``eval``, here or in the browser. The program of a rule needs no SymPy, and this module imports none.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from lecopt.arguments import as_floats
from lecopt.signatures import name_of, parted, signature_of, starts_of

from .recording import BINARY, UNARY, NotArithmetic, Program, Recording, number


def program(what: Any, inputs: Iterable | None = None) -> Program:
    """Program of an update rule, or of one or several SymPy expressions.

    Args: what: a rule such as `lecopt.first_order.adam`, or an expression, or a list of them. inputs: for expressions,
        the symbols, or their names, in the order in which their values will be given (default: x, y).
    Returns: dict with inputs, ops and outputs; of a rule also "state" (names) and "hyper" (name -> default).
    Raises: NotArithmetic (a ValueError) where the rule or the expression is more than arithmetic.

    >>> from lecopt.first_order import sgd
    >>> program(sgd)["ops"]  # w, dw and lr are the registers 0, 1 and 2
    [['*', 2, 1], ['-', 0, 3]]
    >>> import sympy as sp
    >>> program(sp.Symbol("x")**2 / 2, ["x"])
    {'inputs': ['x'], 'ops': [['*', 0, 0], ['const', 0.5], ['*', 2, 1]], 'outputs': [3]}
    """
    if callable(what) and not hasattr(what, "free_symbols"):  # SymPy has expressions that can be called
        if inputs is not None:
            raise ValueError(f"inputs are for expressions: {name_of(what)} names its own, got {inputs!r:.60}")
        return _program_of_rule(what)
    from .expressions import program_of_expressions  # not above: it imports SymPy, and a rule needs none

    return program_of_expressions(what, inputs)


def evaluate(program: Program, *values: Any) -> list:
    """Outputs of a program, as a list. Args: values: one number or array for each input; they broadcast.

    Raises: ValueError where the program is none, or the values are not as many numbers of one shape as it has inputs.

    >>> evaluate({"inputs": ["x"], "ops": [["*", 0, 0]], "outputs": [1]}, 3.0)
    [9.0]
    """
    compute = function_of(program)
    values = _inputs(program["inputs"], values)
    try:
        return compute(*values)
    except (TypeError, ValueError):
        shapes = ", ".join(str(np.shape(value)) for value in values)
        raise ValueError(f"the values of a program must broadcast to one shape, got shapes {shapes}") from None


def function_of(program: Program) -> Callable[..., list]:
    """The program as a function of its inputs, which it doesn't check, to a list of outputs: for one that runs often.

    Raises: ValueError where the program is none.

    >>> function_of({"inputs": ["x"], "ops": [["*", 0, 0]], "outputs": [1, 0]})(3.0)
    [9.0, 3.0]
    """
    require_program(program)
    steps = [_step(*operation) for operation in program["ops"]]
    outputs = program["outputs"]

    def compute(*registers):
        registers = [*registers]
        for operation, a, b in steps:
            if operation is None:
                registers.append(a)
            elif b is None:
                registers.append(operation(registers[a]))
            else:
                registers.append(operation(registers[a], registers[b]))
        return [registers[k] for k in outputs]

    return compute


def _step(op, a, b=None):
    """(function, register, register) of an operation; of a constant (None, its value, None)."""
    return (None, float(a), None) if op == "const" else (BINARY.get(op) or UNARY[op], a, b)


def require_program(program: Any) -> None:
    """Nothing, if it is a program; the sentence shows the first operation that is none.

    >>> require_program({"inputs": ["x"], "ops": [["*", 0, 7]], "outputs": [1]})
    Traceback (most recent call last):
    ValueError: operation 0 of the program must be a const or an operation on registers before it, got ['*', 0, 7]
    """
    parts = [program.get(key) if isinstance(program, dict) else None for key in ("inputs", "ops", "outputs")]
    if not all(isinstance(part, Sequence) and not isinstance(part, str) for part in parts):
        raise ValueError(
            f"program must be a dict with lists of inputs, ops and outputs, made by lecopt.symbolic.program, "
            f"got {program!r:.60}"
        )
    inputs, ops, outputs = parts
    for k, operation in enumerate(ops):
        match operation:
            case ["const", int() | float()]:
                pass
            case [str() as op, *registers] if _takes(op) == len(registers) and _written(registers, len(inputs) + k):
                pass
            case _:
                raise ValueError(
                    f"operation {k} of the program must be a const or an operation on registers before it, "
                    f"got {operation!r:.60}"
                )
    if not _written(outputs, len(inputs) + len(ops)):
        raise ValueError(
            f"outputs of the program must be registers below {len(inputs) + len(ops)}, got {outputs!r:.60}"
        )


def _takes(op):
    return 2 if op in BINARY else 1 if op in UNARY else None


def _written(registers, n):
    return all(isinstance(index, int) and 0 <= index < n for index in registers)


def _inputs(names, values):
    """The first registers: the values as they are if they are Python's numbers, else as arrays."""
    if len(values) != len(names):
        raise ValueError(f"a program of {', '.join(map(str, names))} takes {len(names)} values, got {len(values)}")
    return [
        value if isinstance(value, (int, float, complex)) else as_floats(name, value, complex_too=True)
        for name, value in zip(names, values)
    ]


def _program_of_rule(rule: Callable) -> Program:
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
