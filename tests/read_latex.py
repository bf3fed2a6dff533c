r"""A small reader of LaTeX formulas for the tests: it knows nothing of lecopt, and refuses what is ambiguous.

It takes \frac, \sqrt, powers, products side by side, \left( \right), bars, functions, and lines ``a, b &\leftarrow …``.
Two numbers side by side (23 or 2·3?) and a power on a bare fraction are errors.
"""

import math
import re

import numpy as np

TOKEN = re.compile(r"\s*(\\[a-zA-Z]+|\\[^a-zA-Z]|\d+\.?\d*|\.\d+|.)", re.S)
FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "arctan": np.arctan,
    "atan": np.arctan,
    "sign": np.sign,
}


class Unclear(ValueError):
    """A person could read the formula in two ways, or not at all."""


def value(latex, known):
    """Value of a formula. Args: known: dict from a symbol, as it stands in LaTeX, to a number or an array."""
    reader = Reader(latex, known)
    result = reader.sum()
    if reader.token is not None:
        raise Unclear(f"{reader.token!r} is left over in {latex!r}")
    return result


def after_lines(latex, known):
    """The symbols after the lines of an aligned block, done in order from top to bottom."""
    known = dict(known)
    body = re.fullmatch(r"\s*\\begin\{aligned\}(.*)\\end\{aligned\}\s*", latex, re.S)[1]
    for line in re.split(r"\\\\", body):
        names, _, values = line.partition(r"&\leftarrow")
        values = [value(part, known) for part in values.split(",")]
        known.update(zip((symbol(name) for name in names.split(",")), values, strict=True))
    return known


def symbol(latex):
    return re.sub(r"\s", "", latex)


class Reader:
    def __init__(self, latex, known):
        self.tokens, self.known, self.place = TOKEN.findall(latex.strip()), known, 0

    @property
    def token(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *expected):
        token = self.token
        if expected and token not in expected:
            raise Unclear(f"{token!r} where one of {expected} should be")
        self.place += 1
        return token

    def sum(self):
        total = -self.product() if self.token == "-" and self.take() else self.product()
        while self.token in ("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self):
        total = self.factor()
        while self.token not in (None, "+", "-", "}", ")", "]", "|", r"\right", ","):
            if self.token == r"\cdot":
                self.take()
            elif self.token[0].isdigit():
                raise Unclear("a number in the middle of a product")
            total = total * self.factor()
        return total

    def factor(self):
        start = self.place
        base = self.base()
        if self.token == "^":
            if self.tokens[start] == r"\frac":
                raise Unclear("a power on a bare fraction")
            self.take()
            return base ** self.group()
        return base

    def group(self):
        if self.token == "{":
            self.take()
            inside = self.sum()
            self.take("}")
            return inside
        token = self.take()
        return float(token) if token.isdigit() else self.known[token]

    def base(self):
        token = self.take()
        if token[0].isdigit() or token[0] == "." and len(token) > 1:
            return float(token)
        if token == r"\frac":
            over = self.group()
            return over / self.group()
        if token == r"\sqrt":
            return self.group() ** 0.5
        if token == "{":
            self.place -= 1
            return self.group()
        if token == r"\left":
            bracket = self.take("(", "|", "[")
            inside = self.sum()
            self.take(r"\right")
            self.take({"(": ")", "|": "|", "[": "]"}[bracket])
            return abs(inside) if bracket == "|" else inside
        name = self.text() if token == r"\operatorname" else token[1:]
        if name in FUNCTIONS and token not in self.known:
            power = self.group() if self.token == "^" and self.take() else 1
            return FUNCTIONS[name](self.base()) ** power
        return self.named(token)

    def text(self):
        """What stands in braces, as it is."""
        self.take("{")
        end = self.tokens.index("}", self.place)
        text = "".join(self.tokens[self.place : end])
        self.place = end + 1
        return text

    def named(self, token):
        if token in (r"\hat", r"\mathrm"):
            token += "{" + self.text() + "}"
        if self.token == "_":
            self.take()
            token += "_" + self.take()
        if token in self.known:
            return self.known[token]
        if token in ("e", r"\pi"):
            return math.e if token == "e" else math.pi
        raise Unclear(f"nothing is known of {token!r}")
