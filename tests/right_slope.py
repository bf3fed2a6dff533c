"""Right answers to the exercises of Parts I and II in other styles than the course's: loops, lists, other formulas."""

from lecopt.checker.model import edit

RIGHT = {
    "softmax_loss": [
        """
def softmax_loss(W, X, y, reg):
    total = 0.0
    for x, label in zip(X, y):
        s = x @ W
        s = s - np.max(s)
        total += np.log(np.exp(s).sum()) - s[label]
    return total / len(X) + reg / 2 * np.sum(W * W)
""",
        """
def softmax_loss(W, X, y, reg):
    scores = X.dot(W)
    everywhere = np.logaddexp.reduce(scores, axis=1)
    right = np.take_along_axis(scores, y[:, None], axis=1)[:, 0]
    return np.mean(everywhere - right) + 0.5 * reg * np.linalg.norm(W) ** 2
""",
    ],
    "svm_loss": [
        """
def svm_loss(W, X, y, reg):
    loss = 0.0
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W)
""",
        """
def svm_loss(W, X, y, reg):
    s = X @ W
    right = np.choose(y, s.T).reshape(-1, 1)
    return (np.clip(s - right + 1, 0, None).sum() - len(y)) / len(y) + reg * (W * W).sum() / 2
""",
    ],
    "excess_risk": [
        """
def excess_risk(risk, empirical_risk, grid):
    true, seen = risk(grid), empirical_risk(grid)
    return true[seen.argmin()] - np.min(true)
""",
        """
def excess_risk(risk, empirical_risk, grid):
    pairs = list(zip(empirical_risk(grid), risk(grid)))
    return float(min(pairs)[1] - min(true for _, true in pairs))
""",
    ],
    "random_search": [
        """
def random_search(loss, sample, tries, rng):
    draws = [sample(rng) for _ in range(tries)]
    losses = [loss(w) for w in draws]
    best = int(np.argmin(losses))
    return draws[best], losses[best]
""",
        """
def random_search(loss, sample, tries, rng):
    best_w = sample(rng)
    best = loss(best_w)
    for _ in range(tries - 1):
        w = sample(rng)
        if loss(w) < best:
            best_w, best = w, loss(w)
    return [best_w, best]
""",
        "def random_search(loss, sample, tries, rng):\n"
        "    return min(((w, loss(w)) for w in [sample(rng) for _ in range(tries)]), key=lambda pair: pair[1])\n",
    ],
    "best_of_n": [
        """
def best_of_n(accuracies, n):
    best, found = 0, []
    for accuracy in accuracies[:n]:
        best = max(best, accuracy)
        found.append(best)
    return found
""",
        "def best_of_n(accuracies, n):\n    return np.array([np.max(accuracies[: k + 1]) for k in range(n)])\n",
    ],
    "local_search": [
        """
def local_search(loss, w0, scale, tries, rng):
    w = w0.copy()
    for _ in range(tries):
        step = scale * rng.standard_normal(w.shape)
        if loss(w + step) < loss(w):
            w += step
    return w, loss(w)
""",
        """
def local_search(loss, w0, scale, tries, rng):
    path = [np.array(w0)]
    for step in [rng.standard_normal(w0.shape) for _ in range(tries)]:
        path.append(min(path[-1], path[-1] + scale * step, key=loss))
    return path[-1], loss(path[-1])
""",
    ],
    "numeric_gradient": [
        """
def numeric_gradient(f, w, h):
    x = w.astype(float)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        above = f(x)
        x[ix] = old
        grad[ix] = (above - f(x)) / h
        it.iternext()
    return grad
""",
        """
def numeric_gradient(f, w, h):
    steps = h * np.eye(w.size).reshape(w.size, *w.shape)
    return np.reshape([(f(w + step) - f(w)) / h for step in steps], w.shape)
""",
    ],
    "central_difference": [
        """
def central_difference(f, w, h):
    flat = np.ravel(w).astype(float)
    slopes = []
    for k in range(flat.size):
        moved = flat.copy()
        moved[k] = flat[k] + h
        right = f(moved.reshape(w.shape))
        moved[k] -= 2 * h
        slopes.append((right - f(moved.reshape(w.shape))) / 2 / h)
    return np.array(slopes).reshape(w.shape)
""",
        """
def central_difference(f, w, h):
    steps = h * np.eye(w.size).reshape(w.size, *w.shape)
    return np.reshape([(f(w + step) - f(w - step)) / (2 * h) for step in steps], w.shape)
""",
    ],
    "best_h": [
        """
def best_h(dtype, scheme):
    return {("float64", "forward"): 1e-8, ("float64", "central"): 1e-5,
            ("float32", "forward"): 1e-3, ("float32", "central"): 1e-3}[np.dtype(dtype).name, scheme]
""",
        "def best_h(dtype, scheme):\n    return np.finfo(dtype).eps ** (0.5 if scheme == 'forward' else 0.33)\n",
    ],
    "softmax_gradient": [
        """
def softmax_gradient(W, X, y, reg):
    dW = np.zeros_like(W)
    for x, label in zip(X, y):
        s = x @ W
        p = np.exp(s - s.max())
        p /= p.sum()
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == label)) * x
    return dW / len(X) + reg * W
""",
        """
def softmax_gradient(W, X, y, reg):
    s = X @ W
    p = np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))
    return X.T @ (p - np.eye(W.shape[1])[y]) / X.shape[0] + reg * W
""",
    ],
    "svm_gradient": [
        """
def svm_gradient(W, X, y, reg):
    dW = np.zeros(W.shape)
    for i in range(len(X)):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j != y[i] and scores[j] - scores[y[i]] + 1 > 0:
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return dW / len(X) + reg * W
""",
        """
def svm_gradient(W, X, y, reg):
    s, hot = X @ W, np.eye(W.shape[1])[y]
    close = np.where(hot == 1, 0.0, s - (s * hot).sum(1, keepdims=True) + 1 > 0)
    return X.T @ (close - hot * close.sum(1, keepdims=True)) / len(X) + reg * W
""",
    ],
    "relative_error": [
        """
def relative_error(a, b):
    size = np.abs(a) + np.abs(b)
    return np.divide(np.abs(a - b), size, out=np.zeros_like(size), where=size != 0)
""",
        """
def relative_error(a, b):
    pairs = zip(np.ravel(a), np.ravel(b))
    return np.array([0 if x == y == 0 else abs(x - y) / (abs(x) + abs(y)) for x, y in pairs]).reshape(np.shape(a))
""",
        """
def relative_error(a, b):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.abs(a - b) / (np.abs(a) + np.abs(b)))
""",
    ],
    "gradient_check": [
        """
def gradient_check(f, grad, w):
    w = np.asarray(w, float)
    numeric = np.zeros(w.shape)
    for i in range(w.size):
        e = np.zeros(w.size)
        e[i] = 1e-6
        e = e.reshape(w.shape)
        numeric[np.unravel_index(i, w.shape)] = (f(w + e) - f(w - e)) / 2e-6
    analytic = grad(w)
    size = np.abs(numeric) + np.abs(analytic)
    return np.max(np.abs(numeric - analytic) / np.where(size == 0, 1, size))
""",
        edit("1e-5, 0.0", "1e-4, 0.0"),
    ],
    "gradient_descent": [
        """
def gradient_descent(grad, w0, lr, steps):
    path = np.zeros((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - lr * grad(path[t])
    return path
""",
        """
def gradient_descent(grad, w0, lr, steps):
    w, path = w0.copy(), [w0.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return path
""",
    ],
    "largest_stable_lr": [
        "def largest_stable_lr(hessian):\n    return 2 / np.linalg.norm(hessian, 2)\n",
        "def largest_stable_lr(hessian):\n    return min(2 / k for k in np.linalg.eig(hessian)[0].real)\n",
    ],
    "iterations_to": [
        """
def iterations_to(kappa, eps):
    import math
    return math.ceil(math.log(eps) / math.log((kappa - 1) / (kappa + 1)))
""",
        """
def iterations_to(kappa, eps):
    k, left = 0, 1.0
    while left > eps:
        left *= (kappa - 1) / (kappa + 1)
        k += 1
    return k
""",
        edit("np.log(eps) / np.log(factor)", "np.log10(1 / eps) / np.log10((kappa + 1) / (kappa - 1))"),
    ],
    "armijo": [
        """
def armijo(f, grad, w, direction):
    t, here, promise = 1, f(w), 1e-4 * np.dot(grad(w), direction)
    while True:
        if f(w + t * direction) <= here + t * promise:
            return t
        t *= 0.5
""",
        """
def armijo(f, grad, w, direction):
    for k in range(1075):
        if f(w + direction / 2.0**k) <= f(w) + 1e-4 / 2.0**k * (direction @ grad(w)):
            return np.float64(2.0**-k)
""",
    ],
    "minibatches": [
        """
def minibatches(n, batch_size, rng):
    indices, batches = list(range(n)), []
    rng.shuffle(indices)
    while indices:
        batches.append(np.array(indices[:batch_size]))
        indices = indices[batch_size:]
    return batches
""",
        "def minibatches(n, batch_size, rng):\n"
        "    return np.array_split(rng.choice(n, n, replace=False), range(batch_size, n, batch_size))\n",
    ],
    "sgd_epoch": [
        """
def sgd_epoch(grad, w, X, y, lr, batch_size, rng):
    order = rng.permutation(len(X))
    X, y, i = X[order], y[order], 0
    while i < len(X):
        w = w - lr * grad(w, X[i : i + batch_size], y[i : i + batch_size])
        i += batch_size
    return w
""",
        """
def sgd_epoch(grad, w, X, y, lr, batch_size, rng):
    for batch in np.split(rng.permutation(len(X)), range(batch_size, len(X), batch_size)):
        w = w - lr * np.asarray(grad(w, X[batch], y[batch]))
    return w
""",
    ],
    "batch_variance": [
        """
def batch_variance(per_example, batch_size, replace):
    N = per_example.shape[0]
    sigma2 = np.trace(np.atleast_2d(np.cov(per_example.T, bias=True)))
    return sigma2 / batch_size * (1 if replace else (N - batch_size) / (N - 1))
""",
        """
def batch_variance(per_example, batch_size, replace):
    from itertools import combinations, product
    N, full = len(per_example), per_example.mean(0)
    drawn = product(range(N), repeat=batch_size) if replace else combinations(range(N), batch_size)
    rows = np.array(list(drawn))
    return ((per_example[rows].mean(axis=1) - full) ** 2).sum(axis=1).mean()
""",
    ],
    "condition_number": [
        """
def condition_number(H):
    if H.ndim != 2 or not np.array_equal(H, H.T):
        raise ValueError("not symmetric")
    try:
        np.linalg.cholesky(H)
    except np.linalg.LinAlgError:
        raise ValueError("not positive definite") from None
    return np.linalg.cond(H)
""",
        """
def condition_number(H):
    if H.shape != H.T.shape or np.abs(H - H.T).max() > 1e-9:
        raise ValueError
    curvatures = sorted(np.linalg.eig(H)[0].real)
    if curvatures[0] <= 0:
        raise ValueError
    return float(curvatures[-1] / curvatures[0])
""",
    ],
    "classify_point": [
        """
def classify_point(g, H):
    if any(abs(slope) > 1e-8 for slope in g):
        return "not stationary"
    signs = {0 if abs(c) <= 1e-8 else int(np.sign(c)) for c in np.linalg.eigvalsh(H)}
    if {1, -1} <= signs:
        return "saddle"
    if 0 in signs:
        return "degenerate"
    return "minimum" if signs == {1} else "maximum"
""",
        """
def classify_point(g, H):
    if not np.allclose(g, 0, rtol=0, atol=1e-8):
        return "not stationary"
    low, *_, high = np.linalg.eigvalsh(H) if len(g) > 1 else [H[0, 0], H[0, 0]]
    if low < -1e-8 and high > 1e-8:
        return "saddle"
    return "minimum" if low > 1e-8 else "maximum" if high < -1e-8 else "degenerate"
""",
    ],
    "escape_steps": [
        """
def escape_steps(y0, lr):
    y, t = abs(y0), 0
    while not y > 1:
        y *= 1 + 2 * lr
        t += 1
    return t
""",
        "def escape_steps(y0, lr):\n    return int(np.floor(-np.log(abs(y0)) / np.log1p(2 * lr))) + 1\n",
    ],
}
