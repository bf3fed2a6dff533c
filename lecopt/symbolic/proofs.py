"""Proofs: a rule run on SymPy symbols, so that "these two are the same" is a difference that simplifies to zero."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp

from lecopt.signatures import name_of, parted, signature_of, starts_of

from .recording import NotArithmetic


def symbols_of(rule: Callable) -> dict[str, sp.Symbol]:
    """Symbols for everything a rule takes, by name: w and dw real, hyper-parameters positive, state real."""
    state, hyper = signature_of(rule)
    names = {name: sp.Symbol(name, real=True) for name in ("w", "dw", *state)}
    return names | {name: sp.Symbol(name, positive=True) for name in hyper}


def path(rule: Callable, w: Any, gradients: Iterable, **hyper: Any) -> list:
    """Weights of a rule on symbols, from state 0: [w, after one gradient, after two, …].

    Args: w: expression or number. gradients: expressions, or functions of w that return one. hyper: by name.
    Raises: TypeError for an unknown or missing hyper-parameter; ValueError for what is no expression; NotArithmetic (a
        ValueError) where the rule asks of w what a symbol can't do.

    >>> from lecopt.first_order import sgd
    >>> path(sgd, sp.Symbol("w"), sp.symbols("g1 g2"), lr=sp.Symbol("a"))
    [w, -a*g1 + w, -a*g1 - a*g2 + w]
    """
    if not isinstance(gradients, Iterable) or isinstance(gradients, str):
        raise ValueError(f"gradients must be a list of expressions or functions of w, got {gradients!r:.60}")
    _require_expressions({"w": w, **hyper})
    weights, state = [w], tuple(starts_of(rule).values())
    for gradient in gradients:
        dw = gradient(w) if callable(gradient) else gradient
        _require_expressions({"every gradient": dw})
        w, state = _stepped(rule, w, dw, state, hyper)
        weights.append(w)
    return weights


def step(rule: Callable, **values: Any) -> sp.Expr:
    """One step of a rule on its own symbols from state 0: the change of w. Give a value to replace its symbol.

    Raises: as `path`.

    >>> from lecopt.first_order import adam
    >>> step(adam, eps=0, dw=sp.Symbol("g", positive=True))
    -lr
    """
    starts, symbols = starts_of(rule), symbols_of(rule)
    _require_expressions(values)
    given = symbols | starts | values
    state = [given.pop(name) for name in starts]
    w, dw = given.pop("w"), given.pop("dw")
    new_w, _ = _stepped(rule, w, dw, state, given)
    return sp.simplify(sp.nsimplify(new_w - w, rational=True))


def same(a: Any, b: Any) -> bool:
    """True where two expressions are equal for all values of their symbols: their difference simplifies to zero.

    A float counts as the decimal that it prints: 0.9 is 9/10, but 1 - 0.9 is not 1/10 (it is 0.09999999999999998).

    Raises: ValueError for what is neither an expression nor a number.

    >>> x = sp.Symbol("x")
    >>> same((x + 1)**2, x**2 + 2 * x + 1), same(x**2, x)
    (True, False)
    """
    if not (_is_expression(a) and _is_expression(b)):
        raise ValueError(f"same compares SymPy expressions and numbers, got {a!r:.60} and {b!r:.60}")
    return sp.simplify(sp.nsimplify(sp.sympify(a) - sp.sympify(b), rational=True)) == 0


def _is_expression(value):
    try:
        expression = sp.sympify(value, strict=True)  # strict: text would be run
    except sp.SympifyError:
        return False
    return isinstance(expression, sp.Expr) and not expression.is_Matrix


def _require_expressions(values):
    for name, value in values.items():
        if not _is_expression(value):
            raise ValueError(f"{name} must be a SymPy expression or a number, got {value!r:.60}")


def _stepped(rule, w, dw, state, hyper):
    try:
        inspect.signature(rule).bind(w, dw, *state, **hyper)
    except TypeError as error:
        raise TypeError(f"{name_of(rule)}: {error}") from None
    try:
        return parted(rule(w, dw, *state, **hyper), rule)
    except (TypeError, AttributeError, RecursionError) as error:  # what NumPy says of a symbol
        raise NotArithmetic(f"{name_of(rule)} does not run on symbols: {error}") from error
