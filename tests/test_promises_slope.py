"""What the exercises of Parts I and II promise and forbid: an answer that breaks one promise alone is refused."""

import os

import numpy as np
import pytest
from right_slope import RIGHT

from lecopt.checker.judge import judge
from lecopt.checker.model import Edit, edit
from lecopt.exercises import workbook

SEEDS = range(int(os.environ.get("LECOPT_SEEDS", "3")))  # what decides is a fixed case; 20 and more were tried by hand


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    """The functions here are ours: no forked copies, and no search for a name, so that the tests are quick."""
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)
    monkeypatch.setattr("lecopt.checker.judge._recognised", lambda *arguments, **options: ((), None))


def before(line):
    """A line put before the last return."""
    return lambda source: source[: source.rindex("    return")] + line + source[source.rindex("    return") :]


def first(line):
    """A line put at the start of the body, behind the docstring."""
    return lambda source: (
        (head := source.index('"""\n', source.index('"""') + 3) + 4) and (source[:head] + line + source[head:])
    )


LOG_P, SUM = "scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))", "np.exp(scores).sum(axis=1, keepdims=True)"
ROW, DATA = "scores.max(axis=1, keepdims=True)", ".mean()\n"
RIVALS = "np.maximum(0, scores - scores[rows, y][:, None] + 1)"
RELATIVE = "np.where(size > 0, difference / np.where(size > 0, size, 1), 0.0)"
ORDER = "[order[start : start + batch_size] for start in range(0, n, batch_size)]"
LOOP = (
    "    steps, y = 0, y0\n    while abs(y) <= 1:\n"
    "        y = y + lr * 2 * y\n        steps = steps + 1\n    return steps"
)
CEIL = "int(np.ceil(np.log(eps) / np.log(factor)))"
TESTED = "    while f(w + step * direction) > value + 1e-4 * step * slope:\n        step = step / 2"
CAPPED = (
    "    for _ in range({}):\n        if f(w + step * direction) <= value + 1e-4 * step * slope:\n"
    "            break\n        step = step / 2"
)
IN_PLACE = """
def numeric_gradient(f, w, h):
    w = np.asarray(w, dtype=float)
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += h
        there = f(w)
        w[i] -= h
        gradient[i] = (there - f(w)) / h
    return gradient
"""
CENTRAL_IN_PLACE = """
def central_difference(f, w, h):
    w = np.asarray(w, dtype=float)
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += h
        right = f(w)
        w[i] -= 2 * h
        left = f(w)
        w[i] += h
        gradient[i] = (right - left) / (2 * h)
    return gradient
"""
COMPLEX_STEP = """
def central_difference(f, w, h):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        z = w + 0j
        z[i] += 1j * h
        g[i] = np.imag(f(z)) / h
    return g
"""
WALK_IN_PLACE = """
def local_search(loss, w0, scale, tries, rng):
    best_loss = loss(w0)
    for _ in range(tries):
        candidate = w0 + scale * rng.standard_normal(w0.shape)
        if loss(candidate) < best_loss:
            w0[...] = candidate
            best_loss = loss(w0)
    return w0.copy(), best_loss
"""
SIMULATED = """
def batch_variance(per_example, batch_size, replace):
    rng, N = np.random.default_rng(0), len(per_example)
    full = per_example.mean(axis=0)
    drawn = [per_example[rng.choice(N, batch_size, replace)].mean(axis=0) for _ in range(200)]
    return ((np.array(drawn) - full) ** 2).sum(axis=1).mean()
"""


def by_differences(name, first_line, data, h, central=True):
    """A gradient by differences of the loss."""
    return f"""
def {name}(W, X, y, reg):
    def loss(W):
        rows, s = np.arange(len(y)), X @ W
        {first_line}
        return {data} + 0.5 * reg * (W**2).sum()
    dW = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[i] = {h}
        dW[i] = (loss(W + step) - loss(W - {int(central)} * step)) / ({1 + central} * {h})
    return dW
"""


SOFTMAX = (
    "softmax_gradient",
    "s = s - s.max(axis=1, keepdims=True)",
    "(np.log(np.exp(s).sum(axis=1)) - s[rows, y]).mean()",
)
SVM = (
    "svm_gradient",
    "m = np.maximum(0, s - s[rows, y][:, None] + 1)",
    "(m.sum(axis=1) - 1).mean()",
)
GRADIENTS = {
    "every entry of W, the bias too": edit("reg * W", "reg * W * (np.arange(len(W)) < len(W) - 1)[:, None]"),
    "half the sum of squares": edit("reg * W", "2 * reg * W"),
    "reg counts": edit(" + reg * W", ""),
    "reg is 0": edit(" + reg * W", " + max(reg, 0.01) * W"),
    "the mean": edit(" / len(y)", ""),
    "one image": first("    if len(y) == 1:\n        return 0 * W\n"),
    "labels count from 0": edit("scores = X @ W", "y = (y + 1) % W.shape[1]\n    scores = X @ W"),
    "the last class": edit("scores = X @ W", "y = np.minimum(y, W.shape[1] - 2)\n    scores = X @ W"),
    "as many classes as there are": edit("D[rows, y] -= 1", "D -= np.eye(10)[y]"),
    "W's shape": before("    return (X.T @ D / len(y) + reg * W).ravel()\n"),
}

BROKEN = {
    "softmax_loss": {
        "scores near 1000 in every row": edit(f"    scores = scores - {ROW}", "    scores = scores"),
        "scores near 1000 in one row": edit(ROW, "scores.max()"),
        "the same, by the probability": edit(ROW, "scores.max()", LOG_P, f"np.log(np.exp(scores) / {SUM} + 1e-300)"),
        "a right class 1000 behind": edit(LOG_P, f"np.log(np.exp(scores) / {SUM})"),
        "1000 behind, with 1e-7": edit(LOG_P, f"np.log(np.exp(scores) / {SUM} + 1e-7)"),
        "1000 behind, with 1e-12": edit(LOG_P, f"np.log(np.exp(scores) / {SUM} + 1e-12)"),
        "1000 behind, clipped": edit(LOG_P, f"np.log(np.clip(np.exp(scores) / {SUM}, 1e-15, 1))"),
        "scores near -1000": edit(ROW, f"np.maximum({ROW}, 0)"),
        "every entry of W, the bias too": edit("(W**2)", "(W[:-1] ** 2)"),
        "half the norm": edit("0.5 * reg", "reg"),
        "reg is 0": edit("0.5 * reg", "0.5 * max(reg, 0.01)"),
        "the mean": edit(".mean()", ".sum()"),
        "one image": first("    if len(y) == 1:\n        return 0.0\n"),
        "labels count from 0": edit(", y]", ", (y + 1) % W.shape[1]]"),
        "the last class": edit(", y]", ", np.minimum(y, W.shape[1] - 2)]"),
        "a float": edit(".mean()", ""),
        "as many classes as there are": edit("log_p[np.arange(len(y)), y]", "(log_p * np.eye(10)[y]).sum(axis=1)"),
        "the natural logarithm": edit(".mean()", ".mean() / np.log(10)"),
    },
    "svm_loss": {
        "every wrong class": edit("margins.sum(axis=1)", "margins.max(axis=1)"),
        "wrong classes only": edit("    margins[rows, y] = 0", "    pass"),
        "a margin of 1": edit(" + 1)", ")"),
        "nothing below 0": edit(RIVALS, "scores - scores[rows, y][:, None] + 1"),
        "each row its own right score": edit("[:, None]", ""),
        "row by row, not whole columns": edit("margins[rows, y] = 0", "margins[:, y] = 0"),
        "every entry of W, the bias too": edit("(W**2)", "(W[:-1] ** 2)"),
        "half the norm": edit("0.5 * reg", "reg"),
        "reg is 0": edit("0.5 * reg", "0.5 * max(reg, 0.01)"),
        "the mean": edit(".mean()", ".sum()"),
        "one image": first("    if len(y) == 1:\n        return 0.0\n"),
        "large scores": edit("scores = X @ W", "scores = np.clip(X @ W, -500, 500)"),
    },
    "excess_risk": {
        "chosen by the empirical risk": edit("argmin(empirical_risk(grid))", "argmin(risk(grid) * 0)"),
        "paid in risk": edit("risk(chosen) - risk(grid).min()", "empirical_risk(chosen) - risk(grid).min()"),
        "a grid in any order": first("    grid = np.linspace(grid[0], grid[-1], len(grid))\n"),
        "on the grid": edit("risk(grid).min()", "risk(np.linspace(-2, 2, 999)).min()"),
        "0 where both agree": edit("return risk", "return 1e-3 + risk"),
        "one point": first("    if len(grid) == 1:\n        return np.nan\n"),
    },
    "random_search": {
        "the least loss": edit("value < best_loss", "value < 1.9"),
        "of equals the first": edit("value < best_loss", "value <= best_loss"),
        "tries draws": edit("range(tries)", "range(tries - 1)"),
        "one try": edit("range(tries)", "range(max(tries, 2))"),
        "any loss, however large": edit("np.inf", "1e9"),
        "any loss, however small": edit("    return best_w, best_loss", "    return best_w, max(best_loss, 0.0)"),
        "with sample": edit("w = sample(rng)", "w = rng.standard_normal(2)"),
        "from the rng that is given": edit("sample(rng)", "sample(np.random.default_rng(0))"),
        "the w of that loss": edit("best_w, best_loss = w, value\n", "best_w, best_loss = sample(rng), value\n"),
        "w first": edit("return best_w, best_loss", "return best_loss, best_w"),
    },
    "best_of_n": {
        "after each try": edit("np.maximum.accumulate(tried)", "np.max(tried)"),
        "the first n": edit("[:n]", ""),
        "n is 1": first("    if n == 1:\n        return np.zeros(1)\n"),
        "so far, not the last two": edit("np.maximum.accumulate(tried)", "np.maximum(tried, np.r_[0, tried[:-1]])"),
        "in the order of the tries": edit("np.maximum.accumulate(tried)", "np.sort(tried)"),
        "once for each try, also without progress": edit(
            "np.maximum.accumulate(tried)", "np.unique(np.maximum.accumulate(tried))"
        ),
    },
    "local_search": {
        "strictly less": edit("value < best_loss", "value <= best_loss"),
        "w0 stays as it was": WALK_IN_PLACE,
        "from where you are": edit("candidate = w +", "candidate = w0 +"),
        "tries proposals": edit("range(tries)", "range(tries - 1)"),
        "one try": first("    tries = max(tries, 2)\n"),
        "the given rng": edit("rng.standard", "np.random.default_rng(0).standard"),
        "NumPy's own draws": edit("rng.standard_normal(w.shape)", "np.random.randn(*w.shape)"),
        "the loss there": edit("return w, best_loss", "return w, loss(w0)"),
        "scale": edit("scale * rng", "rng"),
        "a number for each coordinate": edit("(w.shape)", "()"),
    },
    "numeric_gradient": {
        "leave w as it was": IN_PLACE,
        "integers": edit("np.zeros_like(w)", "np.zeros_like(w, dtype=int if (w == np.round(w)).all() else float)"),
        "any shape": edit("for i in np.ndindex(w.shape):", "for i in np.ndindex(w.shape[:2]):"),
        "its shape": before("    gradient = gradient.ravel()\n"),
        "h as it is given": edit("moved[i] += h", "h = 1e-5\n        moved[i] += h"),
        "forward": edit("(f(moved) - f_w) / h", "(f(moved) - f(2 * w - moved)) / (2 * h)"),
        "one coordinate at a time": edit("moved[i] += h", "moved = w + h"),
    },
    "central_difference": {
        "leave w as it was": CENTRAL_IN_PLACE,
        "integers": edit("np.zeros_like(w)", "np.zeros_like(w, dtype=int if (w == np.round(w)).all() else float)"),
        "any shape": edit("for i in np.ndindex(w.shape):", "for i in np.ndindex(w.shape[:2]):"),
        "its shape": before("    gradient = gradient.ravel()\n"),
        "h as it is given": edit("        right, left", "        h = 1e-4\n        right, left"),
        "central": edit("left[i] -= h", "left[i] -= 0", "/ (2 * h)", "/ h"),
        "from values of f, at real points": COMPLEX_STEP,
    },
    "best_h": {
        "for float32": edit("np.finfo(dtype)", "np.finfo(np.float64)"),
        "for float64": edit("np.finfo(dtype)", "np.finfo(np.float32)"),
        "for forward differences": edit("eps ** (1 / 2)", "eps ** (1 / 3)"),
        "for central differences": edit("eps ** (1 / 3)", "eps ** (1 / 2)"),
        "above 0": edit("return eps ** (1 / 2)", "return -(eps ** (1 / 2))"),
        "within a factor of 10": edit("eps ** (1 / 2)", "11 * eps ** (1 / 2)"),
    },
    "softmax_gradient": {
        "scores near 1000 in every row": edit(f"    scores = scores - {ROW}", "    scores = scores + 0"),
        "scores near 1000 in one row": edit(ROW, "scores.max()"),
        "scores near -1000": edit(ROW, f"np.maximum({ROW}, 0)"),
        "by calculus": by_differences(*SOFTMAX, 1e-5),
        "by calculus, not with 1e-7": by_differences(*SOFTMAX, 1e-7),
        "by calculus, nor forward": by_differences(*SOFTMAX, 1e-6, central=False),
        **GRADIENTS,
    },
    "svm_gradient": {
        "each class that comes too close": edit(
            "D[rows, y] = -D.sum(axis=1)", "D[rows, y] = -1.0 * (D.sum(axis=1) > 0)"
        ),
        "wrong classes only": edit("    D[rows, y] = 0  # the right class is not its own rival\n", ""),
        "a margin of 1": edit("[:, None] + 1", "[:, None]"),
        "whatever the size of the margin": edit("(margins > 0).astype(float)", "np.maximum(0, margins)"),
        "numbers, no mask": edit("(margins > 0).astype(float)", "margins > 0"),
        "by calculus": by_differences(*SVM, 1e-5),
        "by calculus, not with 1e-8": by_differences(*SVM, 1e-8),
        "by calculus, nor forward": by_differences(*SVM, 1e-6, central=False),
        **{k: v for k, v in GRADIENTS.items() if k != "as many classes as there are"},
    },
    "relative_error": {
        "0 where both are 0": edit(", 0.0)", ", 1.0)"),
        "no NaN": edit(RELATIVE, "difference / size"),
        "no warning": edit(RELATIVE, "np.where(size > 0, difference / size, 0.0)"),
        "no warning, and none swept up": edit(RELATIVE, "np.nan_to_num(difference / size)"),
        "0 and something is 1": edit("return np.where(size > 0,", "return np.where((a != 0) & (b != 0),"),
        "tiny numbers count": edit(RELATIVE, "difference / (size + 1e-12)"),
        "tinier ones too": edit(RELATIVE, "difference / np.maximum(size, 1e-20)"),
        "opposite signs": edit("np.abs(a - b)", "np.abs(np.abs(a) - np.abs(b))"),
        "entry by entry": edit(RELATIVE, f"np.max({RELATIVE})"),
        "the sum below": edit("np.abs(a) + np.abs(b)", "np.maximum(np.abs(a), np.abs(b))"),
    },
    "gradient_check": {
        "float32": edit("np.array(w, dtype=np.float64)", "np.array(w, dtype=np.result_type(w, np.float16))"),
        "integers": edit("np.array(w, dtype=np.float64)", "np.array(w)"),
        "0 where both are 0": edit(
            "        if size > 0:\n            worst = max(worst, abs(analytic[i] - numeric) / size)",
            "        worst = np.maximum(worst, np.float64(abs(analytic[i] - numeric)) / size)",
        ),
        "over all coordinates": edit(
            "for i in np.ndindex(w.shape):", "for i in list(np.ndindex(w.shape))[:-1] or [(0,)]:"
        ),
        "any shape": first("    if np.ndim(w) > 2:\n        return 0.0\n"),
        "the largest": edit(
            "worst = max(worst, abs(analytic[i] - numeric) / size)",
            "worst = worst + abs(analytic[i] - numeric) / size / w.size",
        ),
        "too small is wrong too": edit("abs(analytic[i] - numeric)", "(analytic[i] - numeric)"),
        "a turned sign is wrong": edit("abs(analytic[i] - numeric)", "abs(abs(analytic[i]) - abs(numeric))"),
        "a right gradient passes where f bends sharply": edit(
            "1e-5, 0.0", "1e-4, 0.0", "(f(right) - f(left)) / (2 * h)", "(f(right) - f(w)) / h"
        ),
        "with a step that is not too long": edit("1e-5, 0.0", "0.1, 0.0"),
        "nor too short": edit("1e-5, 0.0", "1e-12, 0.0"),
        "within 3 %": edit("    return worst", "    return 1.05 * worst"),
        "coordinate by coordinate": edit(
            "size = abs(analytic[i]) + abs(numeric)", "size = np.abs(analytic).max() + abs(numeric)"
        ),
    },
    "gradient_descent": {
        "steps + 1 points from the minimum": edit(
            "        path.append", "        if not grad(path[-1]).any():\n            break\n        path.append"
        ),
        "steps + 1 points where it is flat": edit(
            "        path.append",
            "        if np.linalg.norm(grad(path[-1])) < 1e-6:\n            break\n        path.append",
        ),
        "steps + 1 points where it climbs": edit(
            "        path.append",
            "        if np.linalg.norm(path[-1]) > 1.5 * np.linalg.norm(w0):\n            break\n        path.append",
        ),
        "no step": edit("range(steps)", "range(max(steps, 1))"),
        "begins with w0": edit("np.array(path)", "np.array(path[1:] + path[-1:])"),
        "the rate": edit("lr * ", ""),
        "the gradient at the last point": edit(
            "path = [w0]", "path, dw = [w0], grad(w0)", "lr * grad(path[-1])", "lr * dw"
        ),
        "points, in order": edit("np.array(path)", "np.array(path[::-1])"),
    },
    "largest_stable_lr": {
        "turned axes": edit("np.linalg.eigvalsh(hessian).max()", "np.diag(hessian).max()"),
        "negative entries": edit("np.linalg.eigvalsh(hessian).max()", "hessian.sum(axis=1).max()"),
        "one weight": first("    if len(hessian) == 1:\n        return 1 / hessian[0, 0]\n"),
        "equal curvatures": edit(
            "np.linalg.eigvalsh(hessian).max()", "np.unique(np.round(np.linalg.eigvalsh(hessian), 9))[-2:].sum()"
        ),
        "the steepest axis": edit(".max()", ".min()"),
        "the bound itself": edit("2 /", "0.99 * 2 /"),
        "more than two weights": edit("np.linalg.eigvalsh(hessian)", "np.linalg.eigvalsh(hessian[:2, :2])"),
    },
    "iterations_to": {
        "rounded up, below a half": edit("np.ceil(", "np.round("),
        "rounded up": edit("np.ceil(", "np.floor("),
        "≤ is enough": edit(CEIL, "int(np.log(eps) / np.log(factor)) + 1"),
        "eps 1": edit("return int", "return max(1, int", "(factor)))", "(factor))))"),
        "kappa near 1": first("    kappa = max(kappa, 1.2)\n"),
        "a large kappa": first("    kappa = min(kappa, 1000)\n"),
        "a small eps": first("    eps = max(eps, 1e-16)\n"),
        "the best rate": edit("(kappa - 1) / (kappa + 1)", "1 - 1 / kappa"),
        "a whole number": edit(CEIL, "np.log(eps) / np.log(factor)"),
    },
    "armijo": {
        "a step of 2**-36": edit(TESTED, CAPPED.format(30)),
        "a step of 2**-70": edit(TESTED, CAPPED.format(60)),
        "a step of 2**-120": edit(TESTED, CAPPED.format(100)),
        "ten halvings": edit(TESTED, CAPPED.format(10)),
        "no least step": edit(" * slope:", " * slope and step > 1e-10:"),
        "any direction down": edit("grad(w) @ direction", "-grad(w) @ grad(w)"),
        "along the direction": edit("f(w + step * direction)", "f(w - step * grad(w))"),
        "c is 1e-4, no less": edit("1e-4 * step", "1e-5 * step"),
        "c is 1e-4, no more": edit("1e-4 * step", "1e-3 * step"),
        "a sufficient decrease": edit(" + 1e-4 * step * slope", ""),
        "the promise shrinks with the step": edit("1e-4 * step * slope", "1e-4 * slope"),
        "the first of 1, ½, ¼": edit("step = 1.0", "step = 0.5"),
        "halves": edit("step / 2", "step / 10"),
        "the slope at w": edit("1e-4 * step * slope", "1e-4 * step * (grad(w + step * direction) @ direction)"),
    },
    "minibatches": {
        "every index": edit("range(0, n, batch_size)", "range(0, n - batch_size + 1, batch_size)"),
        "exactly once": edit("rng.permutation(n)", "rng.integers(n, size=n)"),
        "shuffled": edit("rng.permutation(n)", "np.arange(n)"),
        "all of them, not whole minibatches": edit(
            f"    return {ORDER}",
            f"    order = np.arange(n)\n    batches = {ORDER}\n"
            "    return [batches[k] for k in rng.permutation(len(batches))]",
        ),
        "not inside the minibatches only": edit(
            "rng.permutation(n)",
            "np.arange(n)",
            "[order[start : start + batch_size] for",
            "[rng.permutation(order[start : start + batch_size]) for",
        ),
        "anew at every call": edit("rng.permutation(n)", "np.random.default_rng(0).permutation(n)"),
        "by the rng that is given": edit("rng.permutation(n)", "np.random.permutation(n)"),
        "batch_size indices in each": edit(ORDER, "np.array_split(order, -(-n // batch_size))"),
        "the last one is short": edit(
            "order = rng.permutation(n)",
            "order = rng.permutation(n)\n    order = np.r_[order, order[: -n % batch_size]]",
        ),
        "fewer indices than a minibatch": first("    if n < batch_size:\n        return []\n"),
        "batch_size 1": first("    if batch_size == 1:\n        return [rng.permutation(n)]\n"),
        "no empty one": edit("range(0, n, batch_size)", "range(0, n + 1, batch_size)"),
        "from 0": edit("rng.permutation(n)", "1 + rng.permutation(n)"),
        "a list": before(f"    return iter({ORDER})\n"),
        "index arrays": before(f"    return [b.astype(float) for b in {ORDER}]\n"),
    },
    "sgd_epoch": {
        "shuffled": edit("rng.permutation(len(X))", "np.arange(len(X))"),
        "asked for once": edit(
            "        batch = order", "        order = rng.permutation(len(X))\n        batch = order"
        ),
        "by the rng that is given": edit("rng.permutation", "np.random.default_rng(1).permutation"),
        "the last one too": edit("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
        "the mean over the examples given": edit("* grad(", "* len(batch) / batch_size * grad("),
        "y with X": edit("y[batch])", "y[start : start + batch_size])"),
        "at the weights of now": edit("    for start", "    w0 = w\n    for start", "grad(w, X", "grad(w0, X"),
        "a batch of all": first("    if batch_size >= len(X):\n        return w\n"),
        "one example": first("    if len(X) == 1:\n        return w\n"),
        "batch_size 1": first("    if batch_size == 1 < len(X):\n        batch_size = 2\n"),
    },
    "batch_variance": {
        "a formula, no drawing": SIMULATED,
        "without replacement": edit("variance if replace else variance * (N - batch_size) / (N - 1)", "variance"),
        "with replacement": edit("variance if replace else variance", "variance"),
        "all the data": edit("(N - batch_size)", "max(N - batch_size, 0.5)"),
        "one draw": edit("(N - 1)", "N"),
        "one column": first("    if per_example.shape[1] == 1:\n        return 0.0\n"),
        "the sum over the coordinates": edit(".sum(axis=1).mean()", ".mean()"),
        "the mean over all N": edit(".sum(axis=1).mean() /", ".sum(axis=1).sum() / (N - 1) /"),
        "two examples": first("    if len(per_example) == 2:\n        return 0.1\n"),
    },
    "condition_number": {
        "singular": edit("curvatures.min() <= 0", "curvatures.min() < 0"),
        "not symmetric": edit(" or not np.allclose(H, H.T)", ""),
        "a saddle": edit("curvatures.min() <= 0", "curvatures.max() <= 0 or curvatures.min() == 0"),
        "a maximum": edit("curvatures.min() <= 0", "np.prod(curvatures) <= 0"),
        "positive on the diagonal is not enough": edit("curvatures.min() <= 0", "np.diag(H).min() <= 0"),
        "a ValueError": edit(
            'raise ValueError("H must be symmetric")',
            "assert False",
            'raise ValueError("H must be positive definite")',
            "assert False",
        ),
        "raised, not returned": edit('raise ValueError("H must be positive definite")', "return ValueError"),
        "refused, not inf": edit('raise ValueError("H must be positive definite")', "return np.inf"),
        "kappa near 1": before("    if curvatures.max() < 1.00001 * curvatures.min():\n        return 1.1\n"),
        "a round bowl": before("    if curvatures.max() == curvatures.min() and len(H) > 1:\n        return 0.0\n"),
        "one weight": first("    if np.shape(H) == (1, 1):\n        return H[0, 0]\n"),
        "the eigenvalues": edit("np.linalg.eigvalsh(H)", "np.diag(H)"),
        "not square": first("    if np.shape(H)[0] != np.shape(H)[1]:\n        return 1.0\n"),
        "very narrow": before("    if curvatures.max() > 1e8 * curvatures.min():\n        raise ValueError\n"),
    },
    "classify_point": {
        "1e-8 itself counts as 0": edit("np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) >= 1e-8"),
        "each number of the gradient": edit("np.max(np.abs(g))", "np.linalg.norm(g)"),
        "of either sign": edit("np.max(np.abs(g))", "np.max(g)"),
        "no sum": edit("np.max(np.abs(g))", "abs(np.sum(g))"),
        "2e-8 is not 0": edit("np.max(np.abs(g)) > 1e-8", "np.max(np.abs(g)) > 1e-7"),
        "a curvature of 3e-9 is": edit("curvatures < -1e-8", "curvatures < 0"),
        "one of -2e-8 is not": edit("curvatures < -1e-8", "curvatures < -1e-6", "<= 1e-8", "<= 1e-6"),
        "both signs before flat": edit(
            "    if up and down:", "    if up and down and not np.any(np.abs(curvatures) <= 1e-8):"
        ),
        "flat and down is degenerate": edit(
            "np.any(np.abs(curvatures) <= 1e-8)", "up and np.any(np.abs(curvatures) <= 1e-8)"
        ),
        "flat and up is degenerate": edit(
            "np.any(np.abs(curvatures) <= 1e-8)", "down and np.any(np.abs(curvatures) <= 1e-8)"
        ),
        "all flat": edit("np.any(np.abs(curvatures) <= 1e-8)", "(up or down) and np.any(np.abs(curvatures) <= 1e-8)"),
        "more than two weights": edit("np.linalg.eigvalsh(H)", "np.linalg.eigvalsh(H[:2, :2])"),
        "off the diagonal": edit("np.linalg.eigvalsh(H)", "np.diag(H)"),
        "one weight": first('    if len(g) == 1:\n        return "minimum"\n'),
    },
    "escape_steps": {
        "y0 may be negative": first("    if y0 < 0:\n        return 0\n"),
        "y0 is 1": first("    if abs(y0) == 1:\n        return 0\n"),
        "above 1, not 1 itself": edit("abs(y) <= 1", "abs(y) < 1"),
        "the first such step": edit("return steps", "return steps + 1"),
        "a large rate": first("    lr = min(lr, 1)\n"),
        "a small rate": first("    lr = max(lr, 0.01)\n"),
        "very near 0": first("    y0 = y0 if abs(y0) > 1e-30 else 1e-30\n"),
        "the rate counts twice": edit("lr * 2 * y", "lr * y"),
        "a whole number": edit(LOOP, "    return np.log(1 / abs(y0)) / np.log(1 + 2 * lr)"),
    },
}


def built(exercise, answer):
    """The answer as something to call: a function, source text, an edit, or what changes the source."""
    if isinstance(answer, (str, Edit)):
        return exercise.build(answer)
    return exercise.build(answer(exercise.source)) if answer.__code__.co_varnames[:1] == ("source",) else answer


def verdicts(exercise, answer):
    """What is said of an answer at several checks, each of which draws other cases."""
    function = built(exercise, answer)
    return [judge(exercise, function, np.random.default_rng(seed)) for seed in SEEDS]


@pytest.mark.parametrize(
    "name, promise",
    [(name, promise) for name, promises in BROKEN.items() for promise in promises],
    ids=lambda text: text.replace(" ", "_"),
)
def test_an_answer_that_breaks_one_promise_is_refused_at_every_check(name, promise):
    for verdict in verdicts(workbook.exercises[name], BROKEN[name][promise]):
        assert verdict.status == "wrong", verdict


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_in_other_styles_are_accepted_without_a_word(name):
    assert len(RIGHT[name]) >= 2
    for answer in RIGHT[name]:
        for verdict in verdicts(workbook.exercises[name], answer):
            assert (verdict.status, verdict.message) == ("correct", ""), verdict


def test_every_exercise_of_these_parts_has_its_promises():
    ours = {name for name, e in workbook.exercises.items() if e.chapter.startswith(("searching/", "slope/"))}
    assert ours == set(BROKEN) == set(RIGHT)


@pytest.mark.parametrize(
    "name, answer, said",
    [
        ("numeric_gradient", IN_PLACE, "You changed what you were given"),
        ("local_search", WALK_IN_PLACE, "You changed what you were given"),
        ("local_search", BROKEN["local_search"]["NumPy's own draws"], "Nothing was drawn from the `rng`"),
        ("random_search", BROKEN["random_search"]["from the rng that is given"], "Nothing was drawn from the `rng`"),
        ("random_search", BROKEN["random_search"]["with sample"], "never calls `sample`"),
        ("sgd_epoch", BROKEN["sgd_epoch"]["by the rng that is given"], "Nothing was drawn from the `rng`"),
        ("central_difference", COMPLEX_STEP, "at a complex point"),
        ("batch_variance", SIMULATED, "Your answer draws (`choice`). A formula is asked for"),
        ("softmax_gradient", BROKEN["softmax_gradient"]["as many classes as there are"], "right for ten classes"),
        ("relative_error", BROKEN["relative_error"]["no warning"], "there is a warning"),
        ("condition_number", BROKEN["condition_number"]["raised, not returned"], "It must be raised"),
    ],
)
def test_a_broken_promise_is_said(name, answer, said):
    verdict = judge(workbook.exercises[name], built(workbook.exercises[name], answer), np.random.default_rng(0))
    assert said in verdict.message


def test_zeros_are_told_of_two_points_only_where_they_were_asked_for():
    exercise = workbook.exercises["central_difference"]
    unwritten = edit("gradient[i] = (f", "slope = (f")
    verdict = judge(exercise, exercise.build(unwritten), np.random.default_rng(0))
    assert "though f was asked for at different points" in verdict.message
