"""The gradients, right ones and wrong ones, on which a gradient check is tried."""

import numpy as np

from lecopt.checker import Case
from lecopt.checker.compare import as_array


def gradients(rng):
    """Functions with gradients, right ones and wrong ones; all smooth, and the slopes no smaller than rounding."""

    yield (lambda w: float((w**2).sum())), (lambda w: 3 * w), np.array([1.0, 2.0])
    yield Case(
        ((lambda w: float((w**2).sum())), (lambda w: -2 * w), np.array([1.0, 2.0])), {}, "grad has the wrong sign"
    )
    small = np.array([0.9, 1.0, 0.5])
    yield Case(
        ((lambda w: float((w**2).sum())), (lambda w: 2 * small * w), np.array([1.0, 2.0, 3.0])),
        {},
        "the entries of grad are too small",
    )
    yield Case(
        ((lambda w: float((w**2).sum())), (lambda w: 2 * w * np.array([1.0, 1.5])), np.array([1000.0, 0.01])),
        {},
        "the small entry is wrong, beside a large one that is right",
    )

    def surface(shape):
        a, b = rng.uniform(0.5, 1.5, shape), rng.uniform(1, 2, shape)
        return (lambda w: float((a * np.exp(b * w / 2)).sum())), (lambda w: a * b / 2 * np.exp(b * w / 2))

    for shape, slip in (((3,), 1.5), ((2, 3), 0.3), ((4,), -1.0), ((2, 1, 2), 1.0)):
        f, grad = surface(shape)
        off = rng.uniform(0.3, 0.9, shape) * slip
        yield f, (lambda w, grad=grad, off=off: grad(w) * (1 + off)), rng.normal(size=shape)
    for size in (4, 6):
        f, grad = surface((size,))
        off = np.zeros(size)
        off[rng.integers(1, size - 1)] = rng.uniform(0.05, 0.2)
        yield Case(
            (f, (lambda w, grad=grad, off=off: grad(w) * (1 + off)), rng.normal(size=size)),
            {},
            "one entry of grad is wrong",
        )
    f, grad = surface((3,))
    yield Case((f, (lambda w, grad=grad: 3 * grad(w)), rng.normal(size=3).astype(np.float32)), {}, "w is float32")
    yield Case((f, (lambda w, grad=grad: 1.5 * grad(w)), rng.integers(-1, 2, 3)), {}, "w holds integers")
    bent = (lambda w: float(np.exp(w).sum())), np.exp, np.linspace(-1, 1, 5)
    yield Case(bent, {}, "grad is right, f is bent")
    high = (lambda w: float(1000 + np.exp(w).sum())), np.exp, np.linspace(-1, 0.9, 12)
    yield Case(high, {}, "grad is right, f is near 1000 and rounded accordingly")
    f, grad = surface((3, 2))
    yield Case((f, grad, rng.normal(size=(3, 2))), {}, "grad is right")
    yield Case((f, grad, rng.normal(size=(3, 2)).astype(np.float32)), {}, "grad is right, w is float32")
    c = np.array([rng.uniform(1, 2), 0.0, rng.uniform(1, 2)])
    yield Case(
        ((lambda w: float((c * w**2).sum())), (lambda w: 2.2 * c * w), rng.normal(size=3) + 3),
        {},
        "f does not depend on w[1]",
    )
    bend, centre = 10 ** rng.uniform(4, 5), rng.normal(size=2)
    yield Case(
        (
            (lambda w: float((bend * (w - centre) ** 2 + w).sum())),
            (lambda w: 2 * bend * (w - centre) + 1),
            centre + 1e-6,
        ),
        {},
        "grad is right, f bends sharply",
    )


def same_verdict(want, got):
    """Equal within 3 %, and below 1e-4 all values are alike: what is left there is the rounding of f."""
    want, got = as_array(want), as_array(got)
    if want is None or got is None or want.size != 1 or got.size != 1 or "c" in want.dtype.kind + got.dtype.kind:
        return False
    if (want.dtype.kind == "b") != (got.dtype.kind == "b"):
        return False
    want, got = float(want.reshape(())), float(got.reshape(()))
    if not np.isfinite(want) or not np.isfinite(got):
        return bool(np.array_equal(want, got, equal_nan=True))
    return bool(abs(got) < 1e-4 if abs(want) < 1e-4 else abs(got - want) <= 0.03 * abs(want))
