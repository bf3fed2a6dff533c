"""What an update rule takes and what it gives back: read from the function itself, said in sentences."""

import inspect


def signature_of(rule):
    """Names of a rule's state, and its hyper-parameters as a dict name -> default (None where there is no default).

    >>> def momentum(w, dw, v=0, *, lr, rho=0.9): ...
    >>> signature_of(momentum)
    (['v'], {'lr': None, 'rho': 0.9})
    """
    parameters = _parameters(rule)
    state = [p.name for p in parameters[2:] if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    hyper = {p.name: None if p.default is p.empty else p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
    return state, hyper


def starts_of(rule):
    """What each part of a rule's state starts at, by name: its default, and 0 where it has none."""
    state, _ = signature_of(rule)
    return {p.name: 0 if p.default is p.empty else p.default for p in _parameters(rule) if p.name in state}


def takes_any(rule):
    """(any state, any hyper-parameter): True where the rule is a wrapper with *state, with **hyper."""
    kinds = {p.kind for p in _parameters(rule)}
    return inspect.Parameter.VAR_POSITIONAL in kinds, inspect.Parameter.VAR_KEYWORD in kinds


def name_of(rule):
    """Name of a rule, for sentences."""
    return getattr(rule, "__name__", type(rule).__name__)


def parted(result, rule, names=None):
    """What a rule returned, parted into w and a tuple of state. Args: names: of its state, where they are to be counted.

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


def _parameters(rule):
    try:
        return list(inspect.signature(rule).parameters.values())
    except (TypeError, ValueError):
        raise TypeError(f"rule must be a function such as lecopt.first_order.adam, got {rule!r}") from None
