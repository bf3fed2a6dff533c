"""What does a step cost? The rules of the lecture beside torch.optim, and a sweep of 4096 runs beside JAX.

    python benchmarks/rules.py [float32] [cpu]

**The sweep** is Adam on Rosenbrock, 64 learning rates × 64 values of beta1, 500 steps, as each library would have it
written: one call of `lecopt.run`; jax.vmap + jit + optax, compiled once and then called again; a Python loop of
torch.optim with autograd, of which RUNS are timed and the whole is reckoned from them. lecopt and JAX keep every point
of every path; a second row of JAX keeps the ends only. JAX is not among the requirements: pip install jax optax.
Without it its rows are left out.

**The step** is one call of the rule, the gradient given, beside one `step()` of torch.optim: plain (its default on a
CPU), foreach and fused (RMSprop has none). Before anything is timed, both must have come to the same weights.

All in float64, NumPy's and lecopt's default, unless float32 is asked for. The fastest of many short rounds counts, in
which all take turns. The clock is the one on the wall, and every library takes as many threads as it likes; on a busy
machine ask for `cpu`: processor time, all threads together, one thread for torch.
"""

import os
import sys
import time
from functools import partial

import numpy as np
import torch

from lecopt.descent import run
from lecopt.first_order import RULES, adam
from lecopt.landscapes import LANDSCAPES

STEPS, START = 500, (-1.2, 1.0)
LR, BETA1 = np.geomspace(1e-3, 1, 64), np.linspace(0, 0.99, 64)
RUNS = 3
SIZES = (2, 1000, 10_000, 100_000, 1_000_000)
RIVALS = {
    "sgd": partial(torch.optim.SGD, lr=0.01),
    "momentum": partial(torch.optim.SGD, lr=0.01, momentum=0.9),
    "nesterov": partial(torch.optim.SGD, lr=0.01, momentum=0.9, nesterov=True),
    "adagrad": partial(torch.optim.Adagrad, lr=0.01),
    "rmsprop": partial(torch.optim.RMSprop, lr=0.01),
    "adam": partial(torch.optim.Adam, lr=1e-3),
    "adamw": partial(torch.optim.AdamW, lr=1e-3),
}
VARIANTS = {"plain": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}


def clock():
    """Seconds since whenever: by the wall, or of the processor where that was asked for."""
    return time.process_time() if "cpu" in sys.argv else time.perf_counter()


def rosenbrock(w):
    """Rosenbrock's valley at one point, for what differentiates by itself."""
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def seconds(act):
    """Seconds that one call of act takes."""
    begun = clock()
    act()
    return clock() - begun


def fastest(acts, rounds=30, lasting=0.003):
    """Seconds a call of each act, the fastest of several rounds in which all take turns.

    A round repeats an act for about `lasting`.
    """
    for act in acts.values():
        act()
    calls = {name: max(1, int(lasting / seconds(act))) for name, act in acts.items()}
    best = dict.fromkeys(acts, np.inf)
    for _ in range(rounds):
        for name, act in acts.items():
            spent = seconds(lambda act=act, n=calls[name]: [act() for _ in range(n)] and None)
            best[name] = min(best[name], spent / calls[name])
    return best


def lecopts_sweep(dtype):
    """Paths of all runs, shape (STEPS + 1, 64, 64, 2)."""
    w0 = np.broadcast_to(np.array(START, dtype), (64, 64, 2))
    return run(adam, LANDSCAPES["rosenbrock"].grad, w0, STEPS, lr=LR[:, None, None], beta1=BETA1[:, None])


def jaxs_sweep(dtype, whole):
    """The sweep compiled by JAX, and the seconds that took.

    It returns the paths, (STEPS, 64, 64, 2), or the ends, (64, 64, 2).
    """
    import jax
    import optax

    jax.config.update("jax_enable_x64", dtype == "float64")
    w0, lr, beta1 = (jax.numpy.array(a, dtype) for a in (START, LR, BETA1))

    def one(lr, beta1):
        rule = optax.adam(lr, b1=beta1)

        def step(carry, _):
            w, state = carry
            updates, state = rule.update(jax.grad(rosenbrock)(w), state)
            w = optax.apply_updates(w, updates)
            return (w, state), w if whole else None

        (end, _), path = jax.lax.scan(step, (w0, rule.init(w0)), length=STEPS)
        return path if whole else end

    axis = int(whole)  # the steps stay in front, so that nothing is laid out anew
    every = jax.vmap(jax.vmap(one, (None, 0), axis), (0, None), axis)
    begun = clock()
    compiled = jax.jit(every).lower(lr, beta1).compile()
    return lambda: np.asarray(compiled(lr, beta1)), clock() - begun


def torchs_run(dtype, lr, beta1):
    """Path of one run, shape (STEPS + 1, 2)."""
    w = torch.tensor(START, dtype=getattr(torch, dtype), requires_grad=True)
    rule = torch.optim.Adam([w], lr=lr, betas=(beta1, 0.999))
    path = np.empty((STEPS + 1, 2), dtype)
    path[0] = START
    for step in range(STEPS):
        rule.zero_grad()
        rosenbrock(w).backward()
        rule.step()
        path[step + 1] = w.detach().numpy()
    return path


def print_sweep(dtype):
    """The table of the sweep."""
    acts, compiling = {"lecopt.run": partial(lecopts_sweep, dtype)}, {}
    try:
        for name, whole in (("jax, every point", True), ("jax, ends only", False)):
            acts[name], compiling[name] = jaxs_sweep(dtype, whole)
    except ImportError:
        print("JAX's rows are left out: pip install jax optax brings them.\n")
    path = lecopts_sweep(dtype)
    if compiling:
        agree("JAX's first steps", acts["jax, every point"]()[:10], path[1:11])
    chosen = [(20, 20), (40, 50), (60, 10)][:RUNS]
    for i, k in chosen:
        agree("torch's first steps", torchs_run(dtype, LR[i], BETA1[k])[:10], path[:10, i, k])
    times = fastest(acts)
    one = min(seconds(partial(torchs_run, dtype, LR[i], BETA1[k])) for i, k in chosen)
    times["torch.optim, a loop (reckoned)"] = LR.size * BETA1.size * one
    print(f"| Adam on Rosenbrock, 64 × 64 runs, {STEPS} steps | seconds | × lecopt's | compiling |\n|---|---|---|---|")
    for name, spent in times.items():
        once = f"{compiling[name]:.2f}" if name in compiling else ""
        print(f"| {name} | {spent:.3g} | {spent / times['lecopt.run']:.3g} | {once} |")


def agree(what, found, wanted):
    """Stop unless two arrays are the same but for rounding: what isn't the same rule isn't worth a race."""
    # Rosenbrock's walls are steep: single precision loses digits there.
    rounding = 1e-5 if wanted.dtype == np.float64 else 1e-2
    if not np.allclose(found, wanted, rtol=rounding, atol=rounding):
        sys.exit(f"{what} differ from lecopt's by up to {np.abs(found - wanted).max():.2g}")


def stepper(rule, w, dw):
    """Function that takes the next step of a rule each time it is called, and returns the weights."""
    state = ()

    def step():
        nonlocal w, state
        w, state = rule(w, dw, *state)
        return w

    return step


def torchs_stepper(rival, w, dw):
    """As `stepper`, for an optimizer of torch."""
    weights = torch.tensor(w, requires_grad=True)
    rule = rival([weights])

    def step():
        # Anew each time: foreach's Nesterov adds the velocity into the gradient it is given.
        weights.grad = torch.tensor(dw)
        rule.step()
        return weights.detach().numpy()

    step.timed = rule.step
    return step


def step_times(name, size, dtype):
    """Seconds a step of one rule: by lecopt, and by each variant torch has."""
    rng = np.random.default_rng(0)
    w, dw = rng.standard_normal((2, size)).astype(dtype)
    acts = {"lecopt": stepper(RULES[name], w, dw)}
    for variant, options in VARIANTS.items():
        if not (name == "rmsprop" and variant == "fused"):
            acts[variant] = torchs_stepper(partial(RIVALS[name], **options), w, dw)
    ends = {variant: [act() for _ in range(5)][-1] for variant, act in acts.items()}
    for variant, end in ends.items():
        agree(f"the weights of {name}, {variant},", end, ends["lecopt"])
    return fastest({variant: getattr(act, "timed", act) for variant, act in acts.items()})


def crossing(sizes, ratios):
    """Where a ratio first falls below 1, between two sizes on a line in the logarithms; None where it never does."""
    logs, below = np.log(ratios), np.flatnonzero(np.less(ratios, 1))
    if not below.size or below[0] == 0:
        return None if not below.size else sizes[0]
    k = below[0]
    share = logs[k - 1] / (logs[k - 1] - logs[k])
    return float(np.exp(np.log(sizes[k - 1]) + share * np.log(sizes[k] / sizes[k - 1])))


def print_steps(dtype):
    """The table of single steps, and where the crossings lie."""
    columns = ("lecopt", *VARIANTS)
    print(f"\n| µs a step | weights | {' | '.join(columns)} | plain / lecopt | torch's best / lecopt |\n|{'---|' * 8}")
    crossings = []
    for name in RULES:
        ratios = []
        for size in SIZES:
            times = step_times(name, size, dtype)
            best = min(times[variant] for variant in VARIANTS if variant in times)
            ratios.append((times["plain"] / times["lecopt"], best / times["lecopt"]))
            cells = [f"{1e6 * times[column]:.3g}" if column in times else "" for column in columns]
            cells += [f"{ratio:.2g}" for ratio in ratios[-1]]
            print(f"| {name} | {size} | {' | '.join(cells)} |", flush=True)
        crossings.append((name, *(crossing(SIZES, column) for column in zip(*ratios))))
    print("\n| lecopt is cheaper up to … weights | than plain | than torch's best |\n|---|---|---|")
    for name, *found in crossings:
        print(f"| {name} | {' | '.join('all' if size is None else f'{size:.1g}' for size in found)} |")


def main():
    """Print the tables."""
    unknown = set(sys.argv[1:]) - {"float64", "float32", "cpu"}
    if unknown:
        sys.exit(f"the words may be float64, float32 and cpu, got {', '.join(sorted(unknown))}")
    dtype = "float32" if "float32" in sys.argv else "float64"
    if "cpu" in sys.argv:
        torch.set_num_threads(1)
    time = "processor" if "cpu" in sys.argv else "wall"
    print(f"{dtype}; {os.cpu_count()} cores, torch takes {torch.get_num_threads()} of them; {time} time.\n")
    print_sweep(dtype)
    print_steps(dtype)


if __name__ == "__main__":
    main()
