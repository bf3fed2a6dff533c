"""What an update rule takes and what it gives back: read from the function itself, said in sentences."""

import inspect
from collections.abc import Callable
from typing import Any


def signature_of(rule: Callable) -> tuple[list[str], dict[str, Any]]:
    """Names of a rule's state, and its hyper-parameters as a dict name -> default (None where there is no default).

    Raises: TypeError for what can't be called and for a class.

    >>> def momentum(w, dw, v=0, *, lr, rho=0.9): ...
    >>> signature_of(momentum)
    (['v'], {'lr': None, 'rho': 0.9})
    """
    parameters = _parameters(rule)
    hyper = {p.name: None if p.default is p.empty else p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
    return [p.name for p in _positional(parameters)[2:]], hyper


def starts_of(rule: Callable) -> dict[str, Any]:
    """What each part of a rule's state starts at, by name: its default, and 0 where it has none."""
    return {p.name: 0 if p.default is p.empty else p.default for p in _positional(_parameters(rule))[2:]}


def takes_any(rule: Callable) -> tuple[bool, bool]:
    """(any state, any hyper-parameter): True where the rule is a wrapper with *state, with **hyper."""
    kinds = {p.kind for p in _parameters(rule)}
    return inspect.Parameter.VAR_POSITIONAL in kinds, inspect.Parameter.VAR_KEYWORD in kinds


def name_of(rule: Callable) -> str:
    """Name of a rule, for sentences."""
    return getattr(rule, "__name__", type(rule).__name__)


def parted(result: Any, rule: Callable, names: list[str] | None = None) -> tuple[Any, tuple]:
    """What a rule returned, parted into w and a tuple of state.

    Args: names: of its state, where they are to be counted.

    >>> parted((1.0, 2.0), min)  # a single part of state may come without its tuple
    (1.0, (2.0,))
    """
    if not isinstance(result, tuple) or len(result) != 2:
        got = f"a tuple of {len(result)}" if isinstance(result, tuple) else type(result).__name__
        raise ValueError(f"{name_of(rule)} must return two things, the new w and its state, got {got}")
    w, state = result
    state = tuple(state) if isinstance(state, (tuple, list)) else (state,)
    if names is not None and len(state) != len(names):
        star = ". What is no state stands behind a *, as in (w, dw, *, lr=0.1)" if len(state) < len(names) else ""
        raise ValueError(
            f"{name_of(rule)} takes {len(names)} parts of state ({', '.join(names)}) and returns {len(state)}{star}"
        )
    return w, state


def require_rule(rule: Callable) -> None:
    """Nothing, if rule can be called with w and dw.

    Raises: TypeError for what can't be called, for a class, and for a function of w alone.

    >>> require_rule(lambda w: 2 * w)
    Traceback (most recent call last):
    TypeError: rule must be a function of w and dw, got <lambda> of (w): have rule and grad changed places?
    """
    parameters = _parameters(rule)
    if len(_positional(parameters)) < 2 and not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        takes = f"{name_of(rule)} of ({', '.join(p.name for p in parameters)})"
        raise TypeError(f"rule must be a function of w and dw, got {takes}: have rule and grad changed places?")


def _positional(parameters):
    return [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]


def _parameters(rule):
    """The parameters of a rule; a TypeError for what can't be called and for a class."""
    try:
        parameters = list(inspect.signature(rule).parameters.values()) if not isinstance(rule, type) else None
    except (TypeError, ValueError):
        parameters = None
    if parameters is None:
        got = " ".join(repr(rule).split())[:60]  # on one line: an optimizer of torch shows itself on ten
        if isinstance(rule, type):
            torchs = ": a torch optimizer is a class, not a rule" if rule.__module__.startswith("torch.optim") else ""
            got = f"the class {rule.__name__}{torchs}"
        raise TypeError(f"rule must be a function such as lecopt.first_order.adam, got {got}")
    return parameters
