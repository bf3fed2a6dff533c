"""The first-order update rules of the lecture, each a few lines of arithmetic.

Every rule has one shape: ``w, state = rule(w, dw, *state, lr=...)``. ``w`` holds the weights, ``dw`` the gradient
there, and the two have one shape, which may be any. Each part of ``state`` starts at the scalar 0, which broadcasts, so
there is nothing to initialise. The bodies use only ``+ - * / **``: the same lines run on NumPy arrays, on torch
tensors, on thousands of runs at once (a hyper-parameter may be an array that broadcasts against ``w``) and on SymPy
symbols. They check nothing; `lecopt.descent.run` checks the hyper-parameters.
"""

from types import MappingProxyType
from typing import Any

Step = tuple[Any, tuple]  # the new w, and the state; w is whatever has + - * / **


def sgd(w, dw, *, lr=0.01) -> Step:
    """One step of (stochastic) gradient descent: straight down the slope.

    Args: w, dw: arrays of one shape. lr: learning rate, >= 0.
    Returns: the new w, and an empty state ().

    >>> sgd(1.0, 2.0, lr=0.25)
    (0.5, ())

    Source: Cauchy 1847; with a random gradient Robbins & Monro 1951, eq. (6).
    """
    return w - lr * dw, ()


def momentum(w, dw, v=0, *, lr=0.01, rho=0.9) -> Step:
    """One step of SGD with momentum: a velocity sums the gradients and friction wears it down.

    Args: w, dw: arrays of one shape. v: velocity, 0 at the start. lr: learning rate, >= 0. rho: friction, in [0, 1).
    Returns: the new w, and the state (v,).

    >>> momentum(1.0, 2.0, 1.0, lr=0.1, rho=0.5)
    (0.75, (2.5,))

    Source: Polyak 1964, eq. (9); in this form (lr outside the velocity) the lecture and torch.optim.SGD.
    """
    v = rho * v + dw
    w = w - lr * v
    return w, (v,)


def nesterov(w, dw, v=0, *, lr=0.01, rho=0.9) -> Step:
    """One step of Nesterov momentum: the gradient is taken where the velocity is about to carry us.

    Here w is the look-ahead point itself (the lecture's change of variables), so dw is the gradient at w.

    Args: w, dw: arrays of one shape. v: velocity, 0 at the start. lr: learning rate, >= 0. rho: friction, in [0, 1).
    Returns: the new w, and the state (v,).

    >>> nesterov(1.0, 2.0, 0.0, lr=0.1, rho=0.5)
    (0.7, (2.0,))

    Source: Nesterov 1983; Sutskever et al. 2013, eq. (3)-(4), after the change of variables w = x + rho v.
    """
    v = rho * v + dw
    w = w - lr * (dw + rho * v)
    return w, (v,)


def adagrad(w, dw, s=0, *, lr=0.01, eps=1e-10) -> Step:
    """One step of AdaGrad: each coordinate is divided by the root of the sum of its squared gradients.

    Args: w, dw: arrays of one shape. s: sum of squared gradients, 0 at the start. lr: learning rate, >= 0.
        eps: >= 0, keeps 0 / 0 away; stands outside the root.
    Returns: the new w, and the state (s,).

    >>> w, s = adagrad(1.0, 4.0, lr=0.1, eps=0.0)
    >>> w, s
    (0.9, (16.0,))

    Source: Duchi, Hazan & Singer 2011, Figure 1 (diagonal).
    """
    s = s + dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


def rmsprop(w, dw, s=0, *, lr=0.01, decay=0.99, eps=1e-8) -> Step:
    """One step of RMSProp: AdaGrad that forgets, with a running mean in place of the sum.

    Args: w, dw: arrays of one shape. s: running mean of squared gradients, 0 at the start. lr: learning rate, >= 0.
        decay: share of s that is kept, in [0, 1). eps: >= 0, outside the root.
    Returns: the new w, and the state (s,).

    >>> w, s = rmsprop(1.0, 4.0, lr=0.1, decay=0.75, eps=0.0)
    >>> w, s
    (0.8, (4.0,))

    Source: Tieleman & Hinton 2012, lecture 6e, slide 29. Differs: the slide has no eps; here as in torch.
    """
    s = decay * s + (1 - decay) * dw**2
    w = w - lr * dw / (s**0.5 + eps)
    return w, (s,)


def adam(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8) -> Step:
    """One step of Adam: a running mean of the gradient over the root of a running mean of its square.

    Args: w, dw: arrays of one shape. m, v: running means of dw and dw**2, 0 at the start. t: steps taken so far.
        lr: learning rate, >= 0. beta1, beta2: share of m and v that is kept, in [0, 1). eps: >= 0, outside the root.
    Returns: the new w, and the state (m, v, t).

    >>> w, (m, v, t) = adam(1.0, 4.0, lr=0.1, eps=0.0)
    >>> round(w, 12), t
    (0.9, 1)

    Source: Kingma & Ba 2015, Algorithm 1.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)  # both means start at 0: divide that bias out
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (v_hat**0.5 + eps)
    return w, (m, v, t)


def adamw(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01) -> Step:
    """One step of AdamW: the weights shrink by a fixed share, apart from Adam's step.

    Args: as `adam`, and weight_decay: >= 0, the share lost a step is lr * weight_decay.
    Returns: the new w, and the state (m, v, t).

    >>> w, state = adamw(1.0, 0.0, lr=0.1, weight_decay=0.5)
    >>> w
    0.95

    Source: Loshchilov & Hutter 2019, Algorithm 2. Differs: the decay is multiplied by lr, as in torch.optim.AdamW;
    the paper's decay is this lr * weight_decay.
    """
    w = w * (1 - lr * weight_decay)
    return adam(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


RULES = MappingProxyType({rule.__name__: rule for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw)})
