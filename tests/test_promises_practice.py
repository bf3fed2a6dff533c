"""What the exercises of Parts IV and V promise and forbid: an answer that breaks one promise alone is refused."""

import numpy as np
import pytest

from lecopt.checker.judge import judge
from lecopt.checker.model import Edit, edit
from lecopt.exercises import workbook

SEEDS, SLOW = range(3), range(1)  # what decides is a fixed case; more seeds were tried by hand


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    """The functions here are ours: no forked copies, and no search for a name, so that the tests are quick."""
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)
    monkeypatch.setattr("lecopt.checker.judge._recognised", lambda *arguments, **options: ((), None))


SOLVE = "np.linalg.solve(H, g)"
DAMPED = "H + damping * np.eye(len(g))"
GUARD = "np.where(train.max(axis=0) == train.min(axis=0), 1.0, std)"
LINE = "np.exp(rng.uniform(np.log(low), np.log(high), n))"
CLIP = "    return [g * (max_norm / norm) for g in grads]"
MOVE, DW = 'p.sub_(group["lr"] * v)', 'dw = p.grad + group["weight_decay"] * p'
SUPER = "super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))"
NONE = "                if p.grad is None:\n                    continue\n"


def before(line):
    """A line put before the last return."""
    return lambda source: source[: source.rindex("    return")] + line + source[source.rindex("    return") :]


BROKEN = {
    "newton_step": {
        "the sign": edit("-np", "np"),
        "the same formula at a saddle": before(
            "    if np.linalg.eigvalsh(H).min() < 0 < np.linalg.eigvalsh(H).max():\n        return -g\n"
        ),
        "the same formula at a maximum": before("    if np.linalg.eigvalsh(H).max() < 0:\n        return -g\n"),
        "a flat direction": edit(SOLVE, "np.linalg.solve(H + 1e-8 * np.eye(len(g)), g)"),
        "one weight": before("    if len(g) == 1:\n        return -g\n"),
        "its shape": edit(SOLVE, "np.linalg.solve(H, g)[:, None]"),
        "g comes first": edit("newton_step(g, H)", "newton_step(H, g)"),
        "the whole inverse": edit(SOLVE, "g / np.diag(H)"),
        "no bound on its length": before("    H = H * max(1, np.linalg.norm(np.linalg.solve(H, g)) / 100)\n"),
    },
    "damped_newton_step": {
        "no damping is Newton's step": edit("damping *", "max(damping, 1e-8) *"),
        "no damping at a saddle": before(
            "    if damping == 0 and np.linalg.eigvalsh(H).min() < 0:\n        return -g\n"
        ),
        "a singular Hessian": before("    if abs(np.linalg.det(H)) < 1e-9:\n        return -g\n"),
        "H + δI may stay indefinite": before(f"    if np.linalg.eigvalsh({DAMPED}).min() < 0:\n        return -g\n"),
        "the damping is not bounded above": edit("damping *", "min(damping, 10) *"),
        "nor below": edit("damping *", "(damping if damping > 0.01 else 0) *"),
        "δ times the identity": edit("damping * np.eye(len(g))", "damping * np.diag(np.diag(H))"),
        "H keeps its sign": edit(DAMPED, "H @ H + damping * np.eye(len(g))"),
    },
    "bfgs_update": {
        "sᵀy < 0 leaves H": edit("s @ y <= 0", "s @ y == 0"),
        "sᵀy = 0 leaves H": edit("<= 0", "< 0"),
        "unchanged, not begun again": edit("return H\n", "return np.eye(len(s))\n"),
        "unchanged, not scaled": edit("return H\n", "return 0.5 * H\n"),
        "a small sᵀy updates": edit("s @ y <= 0", "s @ y <= 1e-10"),
        "H is not the identity": edit("V @ H @ V.T", "V @ V.T"),
        "one weight": before("    if len(s) == 1:\n        return H\n"),
        "symmetric": edit("V @ H @ V.T", "V @ H"),
        "ρ = 1 / yᵀs": edit("1 / (s @ y)", "1 / (y @ y)"),
        "the inverse Hessian": edit("np.outer(s, y)", "np.outer(y, s)", "np.outer(s, s)", "np.outer(y, y)"),
    },
    "lbfgs_direction": {
        "without pairs -g": before("    if not pairs:\n        return np.zeros_like(g)\n"),
        "without pairs it doesn't stop": edit("    if pairs:\n        s, y", "    if True:\n        s, y"),
        "oldest first": edit("q, alphas = g, []", "q, alphas, pairs = g, [], pairs[::-1]"),
        "γ of the newest": edit("pairs[-1]", "pairs[0]"),
        "γ = sᵀy / yᵀy": edit("(s @ y) / (y @ y)", "(s @ s) / (s @ y)"),
        "all pairs": edit("q, alphas = g, []", "q, alphas, pairs = g, [], pairs[-2:]"),
        "short steps count": edit(
            "q, alphas = g, []", "q, alphas, pairs = g, [], [p for p in pairs if p[0] @ p[1] > 1e-9]"
        ),
        "downhill": edit("return -q", "return q"),
        "the second loop": edit("(alpha - (y @ q) / (s @ y))", "alpha"),
    },
    "wolfe": {
        "the value": edit("value + 1e-4 * step * slope", "value + 1e9"),
        "c₁ of the slope at the start": edit("value + 1e-4 * step * slope", "value"),
        "c₁ is 1e-4": edit("value + 1e-4 *", "value + 4e-5 *"),
        "the strong condition": edit(" or there > -0.9 * slope", ""),
        "c₂ is 0.9": edit("there < 0.9 * slope", "there < 0.95 * slope"),
        "c₂ on the far side": edit("there > -0.9 * slope", "there > -0.95 * slope"),
        "1 is tried first": edit("np.inf, 1.0\n", "np.inf, 0.5\n"),
        "longer than 1": edit(
            "        step = 2 * low", "        if low:\n            return 1.0\n        step = 2 * low"
        ),
        "much longer than 1": edit(
            "        step = 2 * low", "        if low >= 4:\n            return low\n        step = 2 * low"
        ),
        "much shorter than 1": edit(
            "        step = 2 * low", "        if high < 0.01:\n            return high\n        step = 2 * low"
        ),
        "positive": edit("return step", "return -step"),
        "finite": edit("return step", "return np.inf"),
        "a number": edit("return step", "return np.array([step])"),
    },
    "init_std": {
        "the deviation": edit("variance**0.5", "variance"),
        "(2) for tanh": edit("2 / (n_in + n_out)", "1 / n_in"),
        "(3) for relu": edit("2 / n_in\n", "2 / n_out\n"),
        "each its own": edit('== "tanh"', '!= "tanh"'),
        "one input and output": before("    if n_in == n_out == 1:\n        return 0.5\n"),
        "a number": edit("variance**0.5", "variance**0.5 * np.ones((n_in, n_out))"),
    },
    "activation_gradient": {
        "any number of axes": before("    if np.ndim(x) > 2:\n        return np.zeros(1)\n"),
        "an array without axes": edit('    if name == "sigmoid"', '    x = np.atleast_1d(x)\n    if name == "sigmoid"'),
        "the shape of x": lambda source: source.replace("    if name ==", "    x = np.ravel(x)\n    if name ==", 1),
        "the leak is 0.01": edit("1.0, 0.01)", "1.0, 0.02)"),
        "alpha is 1": edit("1.0, np.exp", "1.0, 0.9 * np.exp"),
        "the left of relu": edit("1.0, 0.0)", "1.0, 0.01)"),
        "the right of elu": edit("np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))", "np.exp(x)"),
        "the sigmoid": edit("y * (1 - y)", "y"),
        "tanh": edit("np.tanh(x) ** 2", "np.tanh(x)"),
        "far out": edit("np.exp(-np.logaddexp(0, -x))", "1 / (1 + np.exp(np.clip(-x, -3, 3)))"),
    },
    "standardise": {
        "mean and deviation of training": edit("(test - mean) / std", "(test - test.mean(axis=0)) / std"),
        "one test image": before("    if len(test) == 1:\n        return (train - mean) / std, test\n"),
        "a constant column is 0": edit(GUARD, "1.0 * std"),
        "without a warning": edit(
            "return (train - mean) / std,", "return np.nan_to_num((train - mean) / train.std(axis=0)),"
        ),
        "also with decimals": edit(GUARD, "np.where(std == 0, 1.0, std)"),
        "divided by 1 in test": edit(GUARD, "np.where(std < 1e-12, 1e-8, std)"),
        "kept in test": edit("(test - mean) / std", "(test - mean) / std * (np.ptp(train, axis=0) > 0)"),
        "small numbers are not constant": edit(GUARD, "np.where(std < 1e-5, 1.0, std)"),
        "nothing added": edit(GUARD, "std + 1e-8"),
        "both sets": edit("(train - mean) / std,", "train,"),
        "training first": edit(
            "(train - mean) / std, (test - mean) / std", "(test - mean) / std, (train - mean) / std"
        ),
        "column by column": edit("std = np", "std = std.mean()\n    std = np"),
    },
    "batchnorm": {
        "eps is used": edit("variance + eps", "variance + 1e-5"),
        "any eps": edit("variance + eps", "variance + min(eps, 1)"),
        "under the root": edit("np.sqrt(variance + eps)", "(np.sqrt(variance) + eps)"),
        "added": edit("variance + eps", "np.maximum(variance, eps)"),
        "a constant feature": edit("variance + eps", "variance"),
        "a batch of two": before("    if len(x) == 2:\n        return x\n"),
        "one feature": before("    if x.shape[1] == 1:\n        return x\n"),
        "each feature its own": edit("x.var(axis=0)", "x.var()"),
        "scaled, then shifted": edit("gamma * n + beta", "gamma * (n + beta)"),
    },
    "batchnorm_gradient": {
        "eps is used": edit("+ eps", "+ 1e-5"),
        "the variance depends on x": edit(" - n * (dy * n).mean(axis=0)", ""),
        "the mean depends on x": edit(" - dy.mean(axis=0)", ""),
        "a batch of two": before("    if len(x) == 2:\n        return dy, dgamma, dbeta\n"),
        "dgamma is a sum": edit("(dy * n).sum(axis=0)", "(dy * n).mean(axis=0)"),
        "dbeta is a sum": edit("dy.sum(axis=0)", "dy.mean(axis=0)"),
        "means in dx": edit("(dy * n).mean(axis=0)", "(dy * n).sum(axis=0)"),
        "gamma once in dx": edit("gamma / std", "1 / std"),
        "their order": edit("* dn, dgamma, dbeta", "* dn, dbeta, dgamma"),
    },
    "log_uniform": {
        "n numbers": edit(", n))", ", n + 1))"),
        "one number is an array too": before("    if n == 1:\n        return low\n"),
        "above low": edit("np.log(low)", "np.log(low / 1.05)"),
        "below high": edit("np.log(high)", "np.log(high * 1.05)"),
        "all of the range": edit("np.log(high)", "np.log(low) + 0.9 * np.log(high / low)"),
        "the logarithm": edit(LINE, "rng.uniform(low, high, n)"),
        "uniform": edit(LINE, "low * (high / low) ** rng.beta(2, 2, n)"),
        "from rng": edit("rng.uniform", "np.random.default_rng(0).uniform"),
        "drawn": edit(LINE, "rng.permutation(np.geomspace(low, high, n))"),
        "each alone": edit(LINE, "np.sort(np.exp(rng.uniform(np.log(low), np.log(high), n)))"),
        "not exponents of ten alone": edit(LINE, "10.0 ** np.round(rng.uniform(np.log10(low), np.log10(high), n))"),
    },
    "cosine_schedule": {
        "0 at first": edit("lr * t / warmup", "lr * (t + 1) / (warmup + 1)"),
        "lr at the end of the warm-up": edit(
            "    if t < warmup", "    if t == warmup:\n        return 0.9 * lr\n    if t < warmup"
        ),
        "0 at the last step": before("    if t == steps:\n        return 0.01 * lr\n"),
        "no warm-up": edit("t < warmup", "t <= warmup"),
        "lr at once without a warm-up": edit(
            "    if t < warmup", "    if t == 0:\n        return 0.0\n    if t < warmup"
        ),
        "a warm-up of one step": before("    if warmup == 1:\n        return lr\n"),
        "a straight climb": edit("lr * t / warmup", "lr * (t / warmup) ** 2"),
        "half a cosine": edit("np.pi * (t", "0.9 * np.pi * (t"),
        "an lr above 1": edit("    if t < warmup", "    lr = min(lr, 1)\n    if t < warmup"),
        "the way down ends at steps": edit("(steps - warmup)))", "(steps - 1 - warmup)))"),
    },
    "clip_by_global_norm": {
        "one norm of all": edit("    if norm", "    norm = max(np.sqrt((g**2).sum()) for g in grads)\n    if norm"),
        "one factor": edit(CLIP, "    return [g * (max_norm / norm) if g.any() else g + 1 for g in grads]"),
        "never longer": edit("norm <= max_norm", "norm == 0"),
        "max_norm far above": edit("norm <= max_norm", "0.01 * max_norm < norm <= max_norm or norm == 0"),
        "a gradient of 0": edit(
            "norm <= max_norm", "0 < norm <= max_norm", "max_norm / norm", "max_norm / np.float64(norm)"
        ),
        "leave what was given": edit(CLIP, "    for g in grads:\n        g *= max_norm / norm\n    return grads"),
        "leave the list": edit(
            CLIP,
            "    grads.reverse()\n    return [g * (max_norm / norm) for g in grads[::-1]]",
        ),
        "a list of arrays": edit(CLIP, "    return np.concatenate([g.ravel() * (max_norm / norm) for g in grads])"),
        "their shapes": edit(CLIP, "    return [g.ravel() * (max_norm / norm) for g in grads]"),
    },
    "diagnose": {
        "NaN": edit("not np.isfinite([train_loss, val_loss]).all()", "np.isinf([train_loss, val_loss]).any()"),
        "infinity": edit("not np.isfinite([train_loss, val_loss]).all()", "np.isnan([train_loss, val_loss]).any()"),
        "some loss, at any epoch": edit("[train_loss, val_loss]", "[train_loss[-1], val_loss[-1]]"),
        "some loss, of both": edit("[train_loss, val_loss]", "train_loss"),
        "no lower than it began": edit(" or train_loss[-1] >= train_loss[0]", ""),
        "its lowest value": edit("np.min(val_loss)", "val_loss[len(val_loss) // 2]"),
        "not the gap": edit("1.1 * np.min(val_loss)", "1.1 * train_loss[-1]"),
        "question 1 before 2": lambda source: source.replace(
            "    if not",
            '    if val_loss[-1] > 1.1 * np.nanmin(val_loss):\n        return "overfitting"\n    if not',
            1,
        ),
        "question 2 before 3": edit("if val_loss[-1]", "if train_loss[-1] <= 0.5 * train_loss[0] and val_loss[-1]"),
        "still falling": edit('"lr too low" if still_falling else "underfitting"', '"underfitting"'),
        "level": edit('"lr too low" if still_falling else "underfitting"', '"lr too low"'),
        "fine": edit('return "fine"', 'return "good"'),
    },
    "param_dict_update": {
        "leave params": edit(
            "new[name] = w - lr",
            "w += 0.0 * w - 1 if w.dtype.kind == 'f' else 0\n        new[name] = w + (w.dtype.kind == 'f') - lr",
        ),
        "leave grads": edit("    new, velocity", "    grads['more'] = 0\n    new, velocity"),
        "leave state": edit("return new, velocity", "state.update(velocity)\n    return new, velocity"),
        "a new dict": edit(
            "new, velocity = {}, {}", "new, velocity = params, {}", "params.items()", "list(params.items())"
        ),
        "the state is returned": edit("return new, velocity", "return new, state"),
        "state is empty at first": edit("state.get(name, 0)", "state[name]"),
        "ρ is 0.9": edit("0.9 * state", "0.95 * state"),
        "by name": edit("in params.items()", "in zip(grads, params.values())"),
        "whole numbers": edit("w - lr * velocity[name]", "(w - lr * velocity[name]).astype(w.dtype)"),
        "all parameters": edit("        new[name] = w - lr", "        new[name] = w if name == 'b2' else w - lr"),
        "nothing kept by itself": edit(
            "lr):",
            "lr, kept={}):",
            "state.get(name, 0)",
            "kept.get(name, 0)",
            "        new[name]",
            "        kept[name] = velocity[name]\n        new[name]",
        ),
    },
    "TorchRule": {
        "a subclass": lambda source: source.replace("(torch.optim.Optimizer)", ""),
        "its own work": "import torch\nclass TorchRule(torch.optim.SGD):\n    pass",
        "its own work, inside": f"""import torch
class TorchRule(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        {SUPER}
        self.inner = torch.optim.SGD(self.param_groups, lr=lr, momentum=momentum, weight_decay=weight_decay)
    def step(self):
        self.inner.step()
""",
        "state_dict": edit(
            SUPER,
            SUPER + "\n        self.vs = {}",
            'self.state[p].get("v", 0)',
            "self.vs.get(p, 0)",
            'self.state[p]["v"] = v',
            "self.vs[p] = v",
        ),
        "a group's lr": edit('group["lr"]', 'self.param_groups[0]["lr"]'),
        "a group's momentum": edit('group["momentum"]', 'self.param_groups[0]["momentum"]'),
        "a group's decay": edit('group["weight_decay"]', 'self.param_groups[0]["weight_decay"]'),
        "a scheduler's lr": edit(
            SUPER,
            SUPER + "\n        self.lrs = [each['lr'] for each in self.param_groups]",
            "for group in self.param_groups",
            "for lr, group in zip(self.lrs, self.param_groups)",
            'group["lr"]',
            "lr",
        ),
        "no gradient, no step": edit(NONE, "", "p.grad +", "(torch.zeros_like(p) if p.grad is None else p.grad) +"),
        "no gradient, no decay": edit(
            NONE,
            NONE.replace("continue", 'p.mul_(1 - group["lr"] * group["weight_decay"])\n                    continue'),
        ),
        "the gradients stay": edit(DW, 'dw = p.grad.add_(p, alpha=group["weight_decay"])'),
        "the decay enters the velocity": edit(
            DW, "dw = p.grad", MOVE, 'p.sub_(group["lr"] * (v + group["weight_decay"] * p))'
        ),
        "v is 0 at first": edit('.get("v", 0)', '.get("v", 1)'),
        "a sum": edit(" + dw", ' + (1 - group["momentum"]) * dw'),
        "parameters as they come from a network": edit(SUPER, "list(params)\n        " + SUPER),
        "defaults": edit("momentum=0.0", "momentum=0.9"),
    },
}


RIGHT = {
    "newton_step": [
        lambda g, H: -np.linalg.pinv(H).dot(g),
        lambda g, H: np.linalg.lstsq(H, -g, rcond=None)[0],
    ],
    "damped_newton_step": [
        lambda g, H, damping: -np.linalg.inv(H + np.diag(np.full(len(g), damping))) @ g,
        lambda g, H, damping: -(lambda v, Q: Q @ (Q.T @ g / (v + damping)))(*np.linalg.eigh(H)),
    ],
    "bfgs_update": [
        """
def bfgs_update(H, s, y):
    sy = np.dot(s, y)
    if not sy > 0:
        return H.copy()
    s, y, I = s[:, None], y[:, None], np.identity(s.size)
    return (I - s @ y.T / sy) @ H @ (I - y @ s.T / sy) + s @ s.T / sy
""",
        """
def bfgs_update(H, s, y):
    if s @ y > 0:
        Hy = H @ y
        H = H + (s @ y + y @ Hy) / (s @ y) ** 2 * np.outer(s, s) - (np.outer(Hy, s) + np.outer(s, Hy)) / (s @ y)
    return H
""",
    ],
    "lbfgs_direction": [
        """
def lbfgs_direction(g, pairs):
    if len(pairs) == 0:
        return -g
    (s, y), d = pairs[-1], len(g)
    H = (s @ y) / (y @ y) * np.eye(d)
    for s, y in pairs:
        V = np.eye(d) - np.outer(s, y) / (s @ y)
        H = V @ H @ V.T + np.outer(s, s) / (s @ y)
    return -H @ g
""",
        """
def lbfgs_direction(g, pairs):
    q, m, alpha = g.copy(), len(pairs), {}
    for i in range(m - 1, -1, -1):
        alpha[i] = pairs[i][0].dot(q) / pairs[i][1].dot(pairs[i][0])
        q -= alpha[i] * pairs[i][1]
    if m > 0:
        q *= pairs[-1][0].dot(pairs[-1][1]) / pairs[-1][1].dot(pairs[-1][1])
    for i in range(m):
        q += pairs[i][0] * (alpha[i] - pairs[i][1].dot(q) / pairs[i][1].dot(pairs[i][0]))
    return np.negative(q)
""",
    ],
    "wolfe": [
        """
def wolfe(f, grad, w, direction):
    start, before, step = grad(w) @ direction, 0.0, 1.0
    def fits(t):
        return f(w + t * direction) <= f(w) + 1e-4 * t * start, grad(w + t * direction) @ direction
    while True:
        low, slope = fits(step)
        if low and abs(slope) <= -0.9 * start:
            return step
        if not low or slope > 0:
            break
        before, step = step, 2 * step
    a, b = before, step
    while True:
        middle = (a + b) / 2
        low, slope = fits(middle)
        if low and abs(slope) <= -0.9 * start:
            return middle
        a, b = (middle, b) if low and slope < 0 else (a, middle)
""",
        """
def wolfe(f, grad, w, direction):
    phi, slope = lambda t: f(w + t * direction), lambda t: grad(w + t * direction) @ direction
    lo, hi, t = 0, None, 1
    for _ in range(100):
        if phi(t) > phi(0) + 1e-4 * t * slope(0) or slope(t) > 0.9 * abs(slope(0)):
            hi = t
        elif abs(slope(t)) <= 0.9 * abs(slope(0)):
            return t
        else:
            lo = t
        t = 3 * t if hi is None else 0.3 * lo + 0.7 * hi
""",
    ],
    "init_std": [
        lambda n_in, n_out, activation: np.sqrt({"tanh": 1 / ((n_in + n_out) / 2), "relu": 2 / n_in}[activation]),
        lambda n_in, n_out, activation: (2 / (n_in + n_out * (activation == "tanh"))) ** 0.5,
    ],
    "activation_gradient": [
        """
def activation_gradient(name, x):
    def slope(v):
        y = 1 / (1 + np.exp(-v))
        return {"sigmoid": y * (1 - y), "tanh": 1 / np.cosh(v) ** 2, "relu": 1.0 * (v >= 0),
                "leaky_relu": 1.0 if v >= 0 else 0.01, "elu": 1.0 if v >= 0 else np.exp(v)}[name]
    return np.vectorize(slope)(x)
""",
        """
def activation_gradient(name, x):
    if name == "sigmoid":
        return 0.25 * (1 - np.tanh(x / 2) ** 2)
    if name == "tanh":
        return 4 / (np.exp(x) + np.exp(-x)) ** 2
    g = np.ones_like(x)
    g[x < 0] = {"relu": 0, "leaky_relu": 0.01, "elu": np.exp(x[x < 0])}[name]
    return g
""",
    ],
    "standardise": [
        """
def standardise(train, test):
    train, test = train.copy(), test.copy()
    for j in range(train.shape[1]):
        column = train[:, j].copy()
        scale = 1 if (column == column[0]).all() else column.std()
        train[:, j] = (column - column.mean()) / scale
        test[:, j] = (test[:, j] - column.mean()) / scale
    return train, test
""",
        """
def standardise(train, test):
    m, s = np.mean(train, 0), np.std(train, 0)
    s[s <= 1e-10 * np.abs(m)] = 1
    return [(np.array(z) - m) / s for z in (train, test)]
""",
    ],
    "batchnorm": [
        lambda x, gamma, beta, eps: gamma * (x - x.mean(0)) * (x.var(0) + eps) ** -0.5 + beta,
        """
def batchnorm(x, gamma, beta, eps):
    n = len(x)
    mu = sum(x) / n
    var = np.sum((x - mu) ** 2, axis=0) / n
    scale = gamma / np.sqrt(eps + var)
    return x * scale + (beta - mu * scale)
""",
    ],
    "batchnorm_gradient": [
        """
def batchnorm_gradient(dy, x, gamma, eps):
    N = x.shape[0]
    xc, root = x - x.mean(0), np.sqrt(x.var(0) + eps)
    dn = dy * gamma
    dvar = np.sum(dn * xc, 0) * -0.5 * root**-3
    dmu = -np.sum(dn / root, 0) + dvar * -2 * xc.mean(0)
    return dn / root + dvar * 2 * xc / N + dmu / N, np.sum(dy * xc / root, 0), dy.sum(0)
""",
        """
def batchnorm_gradient(dy, x, gamma, eps):
    N, s = len(x), 1 / np.sqrt(np.var(x, 0) + eps)
    n = (x - np.mean(x, 0)) * s
    dbeta, dgamma = np.sum(dy, 0), np.sum(dy * n, 0)
    return gamma * s / N * (N * dy - dbeta - n * dgamma), dgamma, dbeta
""",
    ],
    "log_uniform": [
        lambda low, high, n, rng: np.array([2 ** rng.uniform(np.log2(low), np.log2(high)) for _ in range(n)]),
        lambda low, high, n, rng: high * np.power(low / high, rng.random(size=(n,))),
    ],
    "cosine_schedule": [
        """
import math
def cosine_schedule(t, steps, lr, warmup):
    if warmup > 0 and t <= warmup:
        return t / warmup * lr
    share = (t - warmup) / (steps - warmup)
    return lr * 0.5 + lr * 0.5 * math.cos(math.pi * share)
""",
        """
def cosine_schedule(t, steps, lr, warmup):
    down = lr * np.cos(np.pi / 2 * (t - warmup) / (steps - warmup)) ** 2
    return np.where(t < warmup, lr * t / max(warmup, 1), down)
""",
    ],
    "clip_by_global_norm": [
        lambda grads, max_norm: [
            g * min(1.0, max_norm / (np.linalg.norm([np.linalg.norm(g) for g in grads]) + 1e-15)) for g in grads
        ],
        """
def clip_by_global_norm(grads, max_norm):
    flat = np.concatenate([g.flatten() for g in grads])
    norm = np.linalg.norm(flat)
    if norm <= max_norm:
        return grads
    return list(map(lambda g: max_norm * g / norm, grads))
""",
    ],
    "diagnose": [
        """
def diagnose(train_loss, val_loss):
    if np.isnan(train_loss).any() or np.isinf(train_loss).any() or not np.all(np.isfinite(val_loss)):
        return "lr too high"
    if train_loss[-1] >= train_loss[0]:
        return "lr too high"
    if val_loss[-1] / min(val_loss) > 1.1:
        return "overfitting"
    if train_loss[-1] <= train_loss[0] / 2:
        return "fine"
    return "lr too low" if 1 - train_loss[-1] / train_loss[int(0.75 * len(train_loss))] > 0.02 else "underfitting"
""",
        edit("1.1 *", "1.15 *", "0.98 *", "0.99 *", "0.5 *", "0.55 *"),
    ],
    "param_dict_update": [
        """
import copy
def param_dict_update(params, grads, state, lr):
    params, state = {k: 1.0 * v for k, v in params.items()}, copy.deepcopy(state)
    for k in params:
        state[k] = 0.9 * state.get(k, np.zeros_like(params[k])) + grads[k]
        params[k] -= lr * state[k]
    return params, state
""",
        """
def param_dict_update(params, grads, state, lr):
    v = {k: grads[k] if not state else grads[k] + 0.9 * state["v"][k] for k in params}
    return {k: params[k] - lr * v[k] for k in params}, {"v": v}
""",
    ],
    "TorchRule": [
        f"""
import torch
class TorchRule(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        {SUPER}

    def step(self, closure=None):
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        state = self.state[p]
                        if len(state) == 0:
                            state["momentum_buffer"] = torch.zeros_like(p)
                        grad = p.grad.add(p, alpha=group["weight_decay"])
                        state["momentum_buffer"].mul_(group["momentum"]).add_(grad)
                        p.add_(state["momentum_buffer"], alpha=-group["lr"])
""",
        edit(MOVE, 'p.data = p.data - group["lr"] * v'),
    ],
}


def built(exercise, answer):
    """The answer as something to call: a function, source text, an edit, or what changes the source."""
    if isinstance(answer, (str, Edit)):
        return exercise.build(answer)
    return exercise.build(answer(exercise.source)) if answer.__code__.co_varnames[:1] == ("source",) else answer


def verdicts(exercise, answer):
    """What is said of an answer at several checks, each of which draws other cases."""
    seeds = SLOW if exercise.name == "TorchRule" else SEEDS
    return [judge(exercise, built(exercise, answer), np.random.default_rng(seed)) for seed in seeds]


def each(table):
    rows = [(name, promise) for name, promises in table.items() for promise in promises]
    return pytest.mark.parametrize("name, promise", rows, ids=lambda text: text.replace(" ", "_"))


@each(BROKEN)
def test_an_answer_that_breaks_one_promise_is_refused_at_every_check(name, promise):
    for verdict in verdicts(workbook.exercises[name], BROKEN[name][promise]):
        assert verdict.status == "wrong", verdict


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_in_other_styles_are_accepted_without_a_word(name):
    for answer in RIGHT[name]:
        for verdict in verdicts(workbook.exercises[name], answer):
            assert (verdict.status, verdict.message) == ("correct", ""), verdict


def test_every_exercise_of_these_parts_has_its_promises():
    ours = {name for name, e in workbook.exercises.items() if e.chapter.startswith(("curvature/", "practice/"))}
    assert ours == set(BROKEN) == set(RIGHT)
