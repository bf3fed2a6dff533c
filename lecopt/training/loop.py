"""Training on minibatches: any rule, any loss of a flat w, with history, progress, checkpoints and resume."""

from collections.abc import Callable
from os import PathLike

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lecopt.arguments import as_array, as_returned, as_weights, require_function, require_rng, require_whole, shown
from lecopt.descent import as_hyper, checked_hyper
from lecopt.signatures import name_of, parted, starts_of, takes_any

from .checkpoints import as_path, load_checkpoint, plain, save_checkpoint
from .history import CURVES, History, summary
from .schedules import scheduled


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[NDArray]:
    """The indices 0 to n - 1, shuffled and cut into minibatches: one epoch.

    Args: n, batch_size: >= 1. rng: generator.
    Returns: list of index arrays; each index stands in one of them, the last may be short.
    Raises: ValueError naming the argument.

    >>> [len(batch) for batch in minibatches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    require_whole("n", n, least=1)
    require_whole("batch_size", batch_size, least=1)
    require_rng(rng)
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train(
    rule: Callable, loss: Callable, grad: Callable, w0: ArrayLike, data: tuple[ArrayLike, ...], *,
    epochs: int, batch_size: int, rng: np.random.Generator, accuracy: Callable | None = None,
    schedule: Callable[[int], ArrayLike] | None = None, checkpoint: str | PathLike | None = None, **hyper: ArrayLike,
) -> History:  # fmt: skip
    """The history of a training: epochs of minibatch steps of a rule, from w0.

    Many networks train at once where w0 has shape (runs, n), and loss and grad broadcast: all see the same minibatches,
    and a hyper-parameter may have shape (runs, 1).

    Args:
        rule: update rule, such as those of `lecopt.first_order`. w0: start, of shape (n,) or (..., n); float32 is kept.
        loss, accuracy: (w, X, y) -> number, or one for each run. grad: (w, X, y) -> gradient of w's shape.
        data: (X, y), or (X, y, X_val, y_val) such as `lecopt.data.digits()`; samples along the first axis.
        epochs: in all, >= 0. batch_size: >= 1. rng: generator; it shuffles.
        schedule: number of steps taken -> lr, in place of a constant lr, such as those of `lecopt.training.schedules`.
        checkpoint: path of an .npz file, written after each epoch. If it is there, the training goes on from it, with
            its state of rng: the numbers are those of a training that was never interrupted.
        hyper: hyper-parameters of the rule by name.
    Returns: History. It ends early, and says so in a sentence, also in `.stopped`, when no run has a finite w or a loss
        any more.
    Raises: ValueError or TypeError naming the argument, or what a checkpoint of another training has different.

    >>> from lecopt.first_order import sgd
    >>> def loss(w, X, y): return np.mean((X @ w - y) ** 2) / 2
    >>> def grad(w, X, y): return X.T @ (X @ w - y) / len(X)
    >>> data, rng = (np.ones((8, 1)), np.full(8, 3.0)), np.random.default_rng(0)
    >>> train(sgd, loss, grad, [0.0], data, epochs=3, batch_size=4, rng=rng, lr=0.5)
    3 epochs: train loss 0.0011
    """
    from tqdm import tqdm

    require_whole("epochs", epochs, least=0)
    require_whole("batch_size", batch_size, least=1)
    require_rng(rng)
    measures = {"loss": loss, **({} if accuracy is None else {"accuracy": accuracy})}
    for name, function in {**measures, "grad": grad}.items():
        require_function(name, function, "(w, X, y)")
    if schedule is not None and "lr" in hyper:
        raise TypeError(f"the lr comes from schedule or from lr, not from both, got lr={hyper['lr']!r}")
    w = _start(w0)
    X, y, *val = _samples(data)
    first_lr = None
    if schedule is not None:
        rule, first_lr = scheduled(rule, schedule), schedule(0)
        as_hyper("lr", first_lr, w, said="schedule(0)")
    plan = {"rule": name_of(rule), "hyper-parameters": hyper, "first lr of schedule": first_lr,
            "batch_size": batch_size, "shape of w": w.shape, "precision": w.dtype.name,
            "number of samples": len(X)}  # fmt: skip
    hyper = checked_hyper(rule, hyper, w)
    starts, stopped = starts_of(rule), ""
    state, names = tuple(starts.values()), None if takes_any(rule)[0] else list(starts)
    checkpoint = None if checkpoint is None else as_path("checkpoint", checkpoint)

    with np.errstate(all="ignore"):
        rows = [_row(w, measures, X, y, *val)]
        if not np.isfinite(rows[0]["train_loss"]).any():
            raise ValueError(f"loss must be finite at w0, got {rows[0]['train_loss']}")
        if checkpoint is not None and checkpoint.exists():
            w, state, rows, stopped = _resumed(checkpoint, plan, rows[0], epochs, rng)
        batches = -(-len(X) // batch_size)
        with tqdm(
            total=epochs * batches, initial=(len(rows) - 1) * batches, desc=name_of(rule), unit="step", delay=2
        ) as bar:
            bar.set_postfix_str(summary(rows[-1]), refresh=False)
            while len(rows) <= epochs and not stopped:
                for batch in minibatches(len(X), batch_size, rng):
                    dw = as_returned("grad", grad(w.copy(), X[batch], y[batch]), w)
                    new_w, state = parted(rule(w, dw, *state, **hyper), rule, names)
                    w = as_returned(name_of(rule), new_w, w)
                    bar.update()
                    if not np.isfinite(w).all(-1).any():
                        stopped = f"Stopped in epoch {len(rows)}: the weights are no longer finite. Try a smaller lr."
                        break
                rows.append(_row(w, measures, X, y, *val))
                if not stopped and np.isnan(rows[-1]["train_loss"]).all():
                    stopped = f"Stopped after epoch {len(rows) - 1}: the loss is no longer a number. Try a smaller lr."
                bar.set_postfix_str(summary(rows[-1]), refresh=False)
                if checkpoint is not None:
                    _save(checkpoint, plan, w, state, rows, stopped, rng)
    if stopped:
        tqdm.write(stopped)
    return History(w, **_curves(rows), stopped=stopped)


def _row(w, measures, X, y, *val):
    """One entry of each curve there is."""
    row = {}
    for measure, f in measures.items():
        for part, samples in (("train", (X, y)), *([("val", val)] if val else [])):
            returned = f(w, *samples)
            values = row[f"{part}_{measure}"] = as_array(f"what {measure} returns", returned)
            if values.shape != w.shape[:-1] or values.dtype.kind not in "biuf":
                got = values.shape if values.dtype.kind in "biuf" else shown(returned)
                raise ValueError(f"{measure} must return one number for each run, shape {w.shape[:-1]}, got {got}")
    return row


def _curves(rows):
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _save(path, plan, w, state, rows, stopped, rng):
    arrays = {"w": w, **_curves(rows), **{f"state_{k}": part for k, part in enumerate(state)}}
    facts = {"plan": plan, "parts of state": len(state), "stopped": stopped, "rng": rng.bit_generator.state}
    save_checkpoint(path, arrays, facts)


def _resumed(path, plan, start, epochs, rng):
    """w, state, rows and stopped of a checkpoint, if it is one of this training; rng is set to where it was."""
    arrays, facts = load_checkpoint(path)
    if not isinstance(facts, dict) or not all(isinstance(facts.get(part), dict) for part in ("plan", "rng")):
        raise ValueError(f"the checkpoint {path} was not written by train: give this one another name")
    generator = facts["rng"].get("bit_generator")
    then = {**facts["plan"], "curves": sorted(set(arrays) & set(CURVES)), "rng": generator}
    now = {**plain(plan), "curves": sorted(start), "rng": type(rng.bit_generator).__name__}
    if then == now:
        then["loss at w0"], now["loss at w0"] = arrays["train_loss"][0].tolist(), start["train_loss"].tolist()
    for what in now:
        same = (
            np.allclose(then[what], now[what], 1e-5, equal_nan=True)
            if what == "loss at w0"
            else then.get(what) == now[what]
        )
        if not same:
            verb = "are" if what in ("hyper-parameters", "curves") else "is"
            raise ValueError(f"the checkpoint {path} belongs to another training: its {what} {verb} {then.get(what)}, "
                             f"here {now[what]}; give this one another name, or delete that file")  # fmt: skip
    done = len(arrays["train_loss"]) - 1
    if done > epochs:
        raise ValueError(
            f"epochs must be at least {done}, as many as the checkpoint {path} has behind it, got {epochs}"
        )
    rng.bit_generator.state = facts["rng"]
    state = tuple(arrays[f"state_{k}"] for k in range(facts["parts of state"]))
    rows = [{name: arrays[name][epoch] for name in start} for epoch in range(done + 1)]
    return arrays["w"], tuple(part if part.ndim else part.item() for part in state), rows, facts["stopped"]


def _start(w0):
    w = as_weights("w0", w0)
    if w.ndim == 0 or not np.isfinite(w).all():
        raise ValueError(f"w0 must be finite numbers of shape (n,) or (runs, n), got {shown(w0)}")
    return w


def _samples(data):
    parts = list(data) if np.iterable(data) else []
    if len(parts) not in (2, 4):
        got = f"{len(parts)} parts" if np.iterable(data) else shown(data)
        raise ValueError(f"data must be (X, y) or (X, y, X_val, y_val), got {got}")
    data = [as_array("data", part) for part in parts]
    for X, y in zip(data[::2], data[1::2]):
        if not (X.ndim and y.ndim and len(X) == len(y) > 0):
            raise ValueError(
                f"data must have one y for each X, along the first axis, got shapes {X.shape} and {y.shape}"
            )
    return data
