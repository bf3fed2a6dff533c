"""Proofs: a rule run on SymPy symbols, so that "these two are the same" is a difference that simplifies to zero."""

import sympy as sp

from lecopt.signatures import name_of, parted, signature_of

from .recording import NotArithmetic


def symbols_of(rule):
    """Symbols for everything a rule takes, by name: w and dw real, hyper-parameters positive, state real."""
    state, hyper = signature_of(rule)
    names = {name: sp.Symbol(name, real=True) for name in ("w", "dw", *state)}
    return names | {name: sp.Symbol(name, positive=True) for name in hyper}


def path(rule, w, gradients, **hyper):
    """Weights of a rule on symbols, from state 0: [w, after one gradient, after two, …].

    >>> from lecopt.first_order import sgd
    >>> path(sgd, sp.Symbol("w"), sp.symbols("g1 g2"), lr=sp.Symbol("a"))
    [w, -a*g1 + w, -a*g1 - a*g2 + w]
    """
    weights, state = [w], ()
    for gradient in gradients:
        w, state = _stepped(rule, w, gradient(w) if callable(gradient) else gradient, state, hyper)
        weights.append(w)
    return weights


def step(rule, **values):
    """One step of a rule on its own symbols from state 0: the change of w. Give a value to replace its symbol.

    >>> from lecopt.first_order import adam
    >>> step(adam, eps=0, dw=sp.Symbol("g", positive=True))
    -lr
    """
    symbols = symbols_of(rule) | values
    _, hyper = signature_of(rule)
    new_w, _ = _stepped(rule, symbols["w"], symbols["dw"], (), {name: symbols[name] for name in hyper})
    return sp.simplify(sp.nsimplify(new_w - symbols["w"], rational=True))


def same(a, b):
    """True where two expressions are equal for all values of their symbols: their difference simplifies to zero.

    A float counts as the decimal that it prints: 0.9 is 9/10, but 1 - 0.9 is not 1/10 (it is 0.09999999999999998).

    >>> x = sp.Symbol("x")
    >>> same((x + 1)**2, x**2 + 2 * x + 1), same(x**2, x)
    (True, False)
    """
    try:
        difference = sp.sympify(a, strict=True) - sp.sympify(b, strict=True)  # strict: text would be run
    except sp.SympifyError:
        raise ValueError(f"same compares SymPy expressions and numbers, got {a!r:.60} and {b!r:.60}") from None
    return sp.simplify(sp.nsimplify(difference, rational=True)) == 0


def _stepped(rule, w, dw, state, hyper):
    try:
        return parted(rule(w, dw, *state, **hyper), rule)
    except (TypeError, AttributeError) as error:  # what NumPy says of a symbol
        raise NotArithmetic(f"{name_of(rule)} does not run on symbols: {error}") from error
