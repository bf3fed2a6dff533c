"""Registers: numbers that aren't known yet, whose arithmetic is written down instead of done."""

import math
import operator
from typing import Any

import numpy as np

Program = dict[str, Any]  # JSON can hold it: {"inputs": names, "ops": [[name, *registers], …], "outputs": registers}

BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow}
UNARY = {
    "neg": operator.neg,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "atan": np.arctan,
    "sign": np.sign,
}

# what NumPy's functions write when a rule calls them on a register
_WRITTEN = {function: name for name, function in UNARY.items()}
_DONE = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.divide: operator.truediv,
    np.power: operator.pow,
    np.negative: operator.neg,
    np.square: lambda register: register**2,
}
_ALLOWED = (
    f"a program holds + - * / ** abs and "
    f"np.{', '.join(name for name in UNARY if name not in ('neg', 'abs', 'atan'))}, arctan"
)


class NotArithmetic(ValueError):
    """A function did something with its arguments that is not arithmetic, so no program can be made of it."""


class Register:
    """A number that is not known yet: arithmetic on it is written down instead of done."""

    def __init__(self, recording, index):
        self.recording, self.index = recording, index

    # fmt: off
    def __add__(self, other): return self.recording.write("+", self, other)
    def __radd__(self, other): return self.recording.write("+", other, self)
    def __sub__(self, other): return self.recording.write("-", self, other)
    def __rsub__(self, other): return self.recording.write("-", other, self)
    def __mul__(self, other): return self.recording.write("*", self, other)
    def __rmul__(self, other): return self.recording.write("*", other, self)
    def __truediv__(self, other): return self.recording.write("/", self, other)
    def __rtruediv__(self, other): return self.recording.write("/", other, self)
    def __rpow__(self, other): return self.recording.write("**", other, self)
    def __neg__(self): return self.recording.write("neg", self)
    def __pos__(self): return self
    def __abs__(self): return self.recording.write("abs", self)
    # fmt: on

    def __pow__(self, power):
        if isinstance(power, float) and power == 0.5:
            return self.recording.write("sqrt", self)
        if isinstance(power, int) and 1 <= power <= 16:  # as NumPy squares: x * x, exact in every language
            half = self ** (power // 2) if power > 1 else None
            return self if half is None else half * half if power % 2 == 0 else half * half * self
        return self.recording.write("**", self, power)

    def __array_ufunc__(self, ufunc, method, *arguments, **options):
        """np.sqrt(register), and a NumPy number times a register too, come to us and not to NumPy."""
        if method != "__call__" or options or ufunc not in _WRITTEN | _DONE:
            raise NotArithmetic(f"np.{ufunc.__name__} is not plain arithmetic; {_ALLOWED}")
        if ufunc in _WRITTEN:
            return self.recording.write(_WRITTEN[ufunc], *arguments)
        return _DONE[ufunc](*(a if isinstance(a, Register) else number(a) for a in arguments))

    def __array_function__(self, function, *_):
        raise NotArithmetic(f"np.{function.__name__} is not plain arithmetic; {_ALLOWED}")

    def __getattr__(self, name):
        asked = "it becomes an array" if name.startswith("__array") else f"it is asked for .{name}"
        raise NotArithmetic(f"a rule works on one number, but {asked}; {_ALLOWED}")

    def _unknown(self, *_):
        raise NotArithmetic(
            f"the number is not known while its arithmetic is written down: no if, no comparison, no max; {_ALLOWED}"
        )

    __bool__ = __float__ = __int__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __len__ = __iter__ = _unknown
    __hash__ = None


class Recording:
    """The list of operations being written; equal operations are written once."""

    def __init__(self, inputs):
        self.inputs, self.ops, self.known = list(inputs), [], {}
        self.registers = [Register(self, i) for i in range(len(self.inputs))]

    def write(self, op: str, *arguments: Any) -> Register:
        """The register of an operation on registers and numbers, which is written down."""
        return self._append(op, *(self._index(a) for a in arguments))

    def program(self, outputs: list) -> Program:
        """What was written down, with these registers and numbers as its outputs."""
        return {"inputs": self.inputs, "ops": self.ops, "outputs": [self._index(out) for out in outputs]}

    def _index(self, value):
        return value.index if isinstance(value, Register) else self._append("const", number(value)).index

    def _append(self, op, *arguments):
        key = (op, *map(repr, arguments))
        if key not in self.known:
            self.known[key] = Register(self, len(self.inputs) + len(self.ops))
            self.ops.append([op, *arguments])
        return self.known[key]


def number(value: Any) -> float:
    """The float of a constant; JSON has no inf and no NaN, so neither has a program."""
    try:
        constant = float("nan" if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        constant = math.nan
    if not math.isfinite(constant):
        raise NotArithmetic(f"a program knows finite real numbers only, got {value!r:.60}")
    return constant
