"""Exercises of "How do people find the numbers?": draws on a logarithmic scale, a schedule, a clip, a diagnosis."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def log_uniform(low, high, n, rng):
    """n numbers between low and high, their logarithm uniform.

    low, high: 0 < low < high. rng: np.random.Generator. Returns an array (n,).
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


def cosine_schedule(t, steps, lr, warmup):
    """The learning rate at step t: a straight climb, then half a cosine down to 0.

    t: 0, 1, …, steps. lr: the largest. warmup: number of steps, may be 0.
    Returns a float.
    """
    if t < warmup:
        return lr * t / warmup
    return 0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))


def clip_by_global_norm(grads, max_norm):
    """The gradients, all scaled by one factor so that their norm is max_norm at most.

    grads: list of arrays. max_norm: > 0. Returns a list of arrays of the same shapes.
    """
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    if norm <= max_norm:
        return [g.copy() for g in grads]
    return [g * (max_norm / norm) for g in grads]


def diagnose(train_loss, val_loss):
    """What two curves of loss say, from before the training and after each epoch.

    Returns "lr too high", "lr too low", "overfitting", "underfitting" or "fine".
    """
    if not np.isfinite(train_loss).all() or train_loss[-1] >= train_loss[0]:
        return "lr too high"
    if val_loss[-1] > 1.1 * np.min(val_loss):
        return "overfitting"
    if train_loss[-1] > 0.5 * train_loss[0]:
        still_falling = train_loss[-1] < 0.98 * train_loss[3 * len(train_loss) // 4]
        return "lr too low" if still_falling else "underfitting"
    return "fine"


def _ranges(rng):
    for low, high, n in ((1e-4, 1.0, 5), (1e-6, 1e-2, 8), (0.5, 2.0, 4), (1.0, 1000.0, 6)):
        yield low, high, n, np.random.default_rng(int(rng.integers(1 << 30)))


def spread(answer, args, kwargs):
    """Where a drawing function puts its numbers: for draws in a range, the ends and the middle of what many draws reach."""
    low, high, n, rng = args
    few = np.asarray(answer(low, high, n, rng), dtype=float)
    many = np.asarray(answer(low, high, 20_000, rng), dtype=float)
    again = np.asarray(answer(low, high, 20_000, np.random.default_rng(7)), dtype=float)
    same = np.asarray(answer(low, high, 20_000, np.random.default_rng(7)), dtype=float)
    quantiles = np.quantile(many, (0.05, 0.25, 0.5, 0.75, 0.95))
    where = np.log(np.maximum(quantiles, 1e-300) / low) / np.log(high / low)
    return {"shape": np.array(few.shape), "quantiles on the log scale": where, "same draws from the same rng": bool((again == same).all()),
            "different draws from another": bool((many != again).any()), "in order": bool((np.diff(many.ravel()) >= 0).all())}  # fmt: skip


def alike(want, got):
    """Whether two spreads are the same, but for chance: a quantile of 20 000 draws is known within 0.02."""
    where = "quantiles on the log scale"
    return all(np.array_equal(want[k], got[k]) for k in want if k != where) and bool(np.all(np.abs(want[where] - got[where]) < 0.02))


def _times(rng):
    for steps, warmup in ((100, 10), (50, 0), (int(rng.integers(200, 900)), int(rng.integers(20, 90)))):
        lr = float(rng.uniform(0.1, 1))
        for t in (int(rng.integers(warmup + 2, steps // 2)), 0, steps, warmup, steps - 1, warmup // 2 + 1, int(rng.integers(steps // 2, steps))):
            yield Case((t, steps, lr, warmup), {}, {0: "the first step", steps: "the last step", warmup: "the end of the warm-up"}.get(t, ""))


def _gradients(rng):
    def arrays(size):
        return [size * rng.normal(size=shape) for shape in ((3, 2), (2,), (4,))]

    yield arrays(5.0), 1.0
    yield arrays(1.0), 0.7
    yield [np.array([3.0, 0.0]), np.array([[4.0]])], 2.5
    yield Case((arrays(1e-3), 1.0), {}, "a gradient that is short enough")
    yield Case(([np.array([3.0]), np.array([0.1, -0.2])], 2.0), {}, "one long array, one short")
    yield Case(([np.zeros((2, 2)), np.zeros(3)], 1.0), {}, "a gradient of 0")


def _curves(rng):
    """Curves that leave no doubt, whatever the thresholds within reason."""
    e = np.arange(41)
    start = float(rng.uniform(2.25, 2.4))
    decay = 0.05 + (start - 0.05) * np.exp(-e / rng.uniform(3, 5))
    rising = np.r_[decay[:12] + 0.1, decay[11] + 0.1 + 0.05 * np.arange(1, 30)]
    creeping = start - e * rng.uniform(0.012, 0.018)
    level = 1.5 + (start - 1.5) * np.exp(-e / 3.0)
    slope = 1.7 + (start - 1.7) * np.exp(-e / 4.0)
    broken = np.r_[start, start * 5, np.full(39, np.nan)]
    yield Case((decay, decay + 0.05), {}, "falls fast, levels off low")
    yield Case((decay, rising), {}, "the validation loss turns")
    yield Case((creeping, creeping + 0.02), {}, "falls slowly to the end")
    yield Case((level, level + 0.05), {}, "levels off high")
    yield Case((start + rng.uniform(0.2, 2, 41) * (e > 0), start + rng.uniform(0.2, 2, 41) * (e > 0)), {}, "jumps, above where it began")
    yield Case((broken, broken), {}, "not a number")
    yield Case((0.8 * slope, np.r_[slope[:15], slope[15] + 0.04 * np.arange(26)]), {}, "levels off high, and the validation loss rises")
    yield Case((np.r_[start, np.full(40, start + 0.0025)], np.full(41, start)), {}, "lies flat, just above where it began")
    yield Case((decay * 0.01, decay * 0.01 + 0.3), {}, "a gap that doesn't grow")


IN_ORDER = "the section “Reading the curves”"

EXERCISES = [
    Exercise(
        reference=log_uniform, title="Draw on a logarithmic scale",
        statement="Write `log_uniform(low, high, n, rng)`: `n` random numbers between `low` and `high` whose *logarithm* is uniform. Any base will do.",
        hints=("Which quantity is uniform here? Draw that one first.", "Draw the exponent between the logarithms of the ends, and undo the logarithm with its own inverse."),
        cases=_ranges, trial=spread, same=alike,
        alternatives=(Alternative("base 10", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "10 ** rng.uniform(np.log10(low), np.log10(high), n)")),
                      Alternative("a ratio", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "low * (high / low) ** rng.random(n)"))),  # fmt: skip
        mistakes=(
            Mistake("uniform", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(low, high, n)"), "You draw the numbers themselves uniformly: nearly all fall into the last decade. Their logarithm must be uniform.", "the section “On which scale?”"),
            Mistake("base mixed up", (edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "10 ** rng.uniform(np.log(low), np.log(high), n)"), edit("np.log(low), np.log(high)", "np.log10(low), np.log10(high)")), "Two bases are mixed: `np.log` belongs to `np.exp`, `np.log10` to `10 **`."),
            Mistake("the exponent returned", (edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(np.log(low), np.log(high), n)"), edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "rng.uniform(np.log10(low), np.log10(high), n)")), "You return the exponents. Raise the base to them."),
            Mistake("the ends as exponents", (edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.exp(rng.uniform(low, high, n))"), edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "10 ** rng.uniform(low, high, n)")), "You use low and high as exponents. They are the numbers themselves: take their logarithms."),
            Mistake("another generator", (edit("rng.uniform", "np.random.default_rng(0).uniform"), edit("rng.uniform", "np.random.uniform"), edit("rng.uniform", "np.random.default_rng().uniform")), "Your draws don't come from the `rng` that was given."),
            Mistake("the logarithm of a uniform draw", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.log(rng.uniform(low, high, n))"), "You take the logarithm of a uniform draw. It is the other way round: draw the logarithm uniformly, then undo it."),
            Mistake("sorted", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.sort(np.exp(rng.uniform(np.log(low), np.log(high), n)))"), "You sort the draws. Whoever stops halfway has then tried only the small ones: leave them in the order they came."),
            Mistake("evenly spaced", edit("np.exp(rng.uniform(np.log(low), np.log(high), n))", "np.geomspace(low, high, n)"), "That is a grid on the logarithmic scale, evenly spaced. Draw at random."),
            Mistake("normal", edit("rng.uniform(np.log(low), np.log(high), n)", "rng.normal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 4, n)"), "The logarithm is to be *uniform*; yours is normal, and leaves the range."),
            Mistake("one number", edit(", n))", "))"), "You draw one number. Asked are n of them."),
        ),
    ),
    Exercise(
        reference=cosine_schedule, title="Cosine with warm-up",
        statement="Write `cosine_schedule(t, steps, lr, warmup)`, the learning rate at step `t`: $\\text{lr}\\cdot t/\\text{warmup}$ below `warmup`, then $\\tfrac12\\,\\text{lr}\\,(1 + \\cos(\\pi\\,(t - \\text{warmup})/(\\text{steps} - \\text{warmup})))$. At 0 it is 0 (where there is a warm-up), at `warmup` it is `lr`, at `steps` it is 0.",
        hints=("Two pieces. At which t do they meet, and with which value?", "In the second piece, ask for the share of the way down that is done: 0 at the end of the warm-up, 1 at the end of the run."),
        cases=_times,
        alternatives=(Alternative("cosine squared", edit("0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))", "lr * np.cos(0.5 * np.pi * (t - warmup) / (steps - warmup)) ** 2")),),
        mistakes=(
            Mistake("no warm-up", (edit("    if t < warmup:\n        return lr * t / warmup\n", ""), edit("    if t < warmup:\n        return lr * t / warmup\n", "    warmup = 0\n")), "There is no warm-up: the rate must climb from 0 in a straight line first.", "the section “Why warm up?”"),
            Mistake("the way down without lr", edit("0.5 * lr", "0.5"), "In the second piece lr is missing: it starts at 1, whatever lr is."),
            Mistake("the climb without lr", edit("lr * t / warmup", "t / warmup"), "In the climb lr is missing: it ends at 1, whatever lr is."),
            Mistake("no climb", edit("return lr * t / warmup", "return lr"), "During the warm-up you use the whole rate. It must climb from 0 in a straight line."),
            Mistake("without pi", edit("np.pi * (t", "(t"), "π is missing in the cosine: it would fall only to ½(1 + cos 1) = 0.77 of lr."),
            Mistake("degrees", edit("np.pi * (t", "180 * (t"), "Half a period is π, not 180: NumPy and `math` count angles in radians."),
            Mistake("one step early", edit("t / warmup", "(t + 1) / warmup", "(t - warmup)", "(t + 1 - warmup)"), "You are one step early at both ends: at t = 0 the rate is 0, at t = steps it is 0, and not before."),
            Mistake("the climb one step early", edit("t / warmup", "(t + 1) / warmup"), "The climb starts one step early: at t = 0 the rate is 0, and at t = warmup it is lr."),
            Mistake("the last step missing", (edit("(steps - warmup)))", "(steps - 1 - warmup)))"), edit("(t - warmup)", "(t + 1 - warmup)")), "The way down ends one step early. It reaches 0 at t = steps."),
            Mistake("falls over all steps", (edit("(t - warmup) / (steps - warmup)", "t / steps"), edit("(t - warmup) / (steps - warmup)", "(t - warmup) / steps")), "The way down takes `steps − warmup` steps and begins at the end of the warm-up."),
            Mistake("a whole period", edit("np.pi * (t", "2 * np.pi * (t"), "You use 2π, a whole period: the rate would climb again. Half a period is π."),
            Mistake("without the half", edit("0.5 * lr", "lr"), "1 + cos goes up to 2, so the factor ½ is needed."),
            Mistake("without the 1", edit("(1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))", "np.cos(np.pi * (t - warmup) / (steps - warmup))"), "Without the 1 the rate becomes negative, and you climb."),
            Mistake("upside down", edit("(1 + np.cos", "(1 - np.cos"), "It is upside down: 1 + cos starts at 2 and falls to 0."),
            Mistake("a straight line down", edit("0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))", "lr * (1 - (t - warmup) / (steps - warmup))"), "You fall in a straight line. The cosine stays high at first and arrives gently."),
        ),
    ),
    Exercise(
        reference=clip_by_global_norm, title="Clip the whole gradient",
        statement="Write `clip_by_global_norm(grads, max_norm)` by (2). `grads` is a list of arrays, one for each layer. Return a new list, all of it scaled by one factor that is at most 1.",
        hints=("All arrays count as one long vector. What is its length?", "The squares of all entries of all arrays add up under one root.", "What happens to a gradient that is short enough? And to one that is 0?"),
        cases=_gradients,
        alternatives=(Alternative("the smaller of 1 and the quotient", edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]", "    return [g * min(1, max_norm / (norm + 1e-12)) for g in grads]")),),
        mistakes=(
            Mistake("per array", edit("    norm = np.sqrt(sum((g**2).sum() for g in grads))\n    if norm <= max_norm:\n        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]", "    return [g * min(1, max_norm / max(np.sqrt((g**2).sum()), 1e-12)) for g in grads]"), "You clip each array by itself, which turns the direction. One norm of all arrays, one factor for all.", "the section “Clipping”"),
            Mistake("scales up too", (edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n", ""), edit("norm <= max_norm", "norm == 0")), "A gradient that is short enough is made *longer*. The factor is never above 1."),
            Mistake("division by zero", edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]", "    return [g * np.minimum(1, np.float64(max_norm) / norm) if norm else g / norm for g in grads]"), "A gradient of 0 has norm 0, and you divide by it."),
            Mistake("value by value", (edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]", "    return [np.clip(g, -max_norm, max_norm) for g in grads]"), edit("    if norm <= max_norm:\n        return [g.copy() for g in grads]\n    return [g * (max_norm / norm) for g in grads]", "    return [np.minimum(g, max_norm) for g in grads]")), "You clip value by value, which turns the direction. Scale all by one factor."),
            Mistake("without the root", edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum((g**2).sum() for g in grads)"), "The norm is the *root* of the sum of squares."),
            Mistake("the sum of the norms", edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum(np.sqrt((g**2).sum()) for g in grads)"), "You add up the norms. The squares add up, under one root."),
            Mistake("the largest norm", edit("np.sqrt(sum((g**2).sum() for g in grads))", "max(np.sqrt((g**2).sum()) for g in grads)"), "You take the longest array's norm. All of them together count."),
            Mistake("the sum of absolute values", edit("np.sqrt(sum((g**2).sum() for g in grads))", "sum(abs(g).sum() for g in grads)"), "You add up absolute values. The norm is the root of the sum of squares."),
            Mistake("divided by max_norm", (edit("(max_norm / norm)", "(1 / max_norm)"), edit("(max_norm / norm)", "max_norm")), "You use max_norm without the norm. The factor is max_norm over the norm of all arrays."),
            Mistake("the mean of the norms", edit("np.sqrt(sum((g**2).sum() for g in grads))", "np.mean([np.sqrt((g**2).sum()) for g in grads])"), "You take the mean of the arrays' norms. The squares of all of them add up, under one root."),
            Mistake("without max_norm", edit("(max_norm / norm)", "(1 / norm)"), "A gradient that is too long is brought to length 1. Its new length is max_norm."),
            Mistake("upside down", edit("max_norm / norm", "norm / max_norm"), "The factor is upside down: a long gradient gets longer still."),
        ),
    ),
    Exercise(
        reference=diagnose, title="Diagnose",
        statement="Write `diagnose(train_loss, val_loss)`: ask the four questions of “Reading the curves”, in their order, and return one of the five phrases. The curves in the check are clear cases, so thresholds of your own may pass too.",
        hints=("`np.isfinite(…).all()` answers the first half of question 1.", "Compare the last entry: with the first, with the lowest, with the one at three quarters.", "Question 3 has two answers; ask about the last quarter only where the loss is still high."),
        cases=_curves, fixed_inputs=False,
        alternatives=(Alternative("other thresholds", edit("1.1 *", "1.07 *", "0.5 *", "0.6 *", "0.98 *", "0.985 *")),),
        mistakes=(
            Mistake("NaN not looked for", edit("not np.isfinite(train_loss).all() or ", ""), "A comparison with NaN is always False, so a training that broke slips through. Ask with `np.isfinite` first."),
            Mistake("only NaN", edit(" or train_loss[-1] >= train_loss[0]", ""), "A rate can be too high without a NaN: the loss that ends no lower than it began."),
            Mistake("overfitting by the gap", edit("val_loss[-1] > 1.1 * np.min(val_loss)", "val_loss[-1] > 1.1 * train_loss[-1]"), "You compare validation with training. A gap is normal; overfitting shows when the validation loss *rises* above its own lowest value.", IN_ORDER),
            Mistake("overfitting never seen", edit("    if val_loss[-1] > 1.1 * np.min(val_loss):\n        return \"overfitting\"\n", ""), "You never say “overfitting”: look for a validation loss that has turned."),
            Mistake("low and under swapped", edit('"lr too low" if still_falling else "underfitting"', '"underfitting" if still_falling else "lr too low"'), "Swapped: *still falling* at the end means that the rate is too low; *level* and high means underfitting."),
            Mistake("always too low", edit('"lr too low" if still_falling else "underfitting"', '"lr too low"'), "A high loss at the end has two reasons. Look at the last quarter: is it still falling?"),
            Mistake("always underfitting", edit('"lr too low" if still_falling else "underfitting"', '"underfitting"'), "A high loss at the end has two reasons. Look at the last quarter: is it still falling?"),
            Mistake("high and low swapped", edit('"lr too low" if', '"lr too high" if', 'return "lr too high"\n', 'return "lr too low"\n'), "Too high and too low are swapped. A rate that is too high makes the loss jump; one that is too low makes it creep."),
            Mistake("the last question first", edit("    if val_loss[-1] > 1.1 * np.min(val_loss):\n        return \"overfitting\"\n    if train", "    if train_loss[-1] <= 0.5 * train_loss[0] and val_loss[-1] > 1.1 * np.min(val_loss):\n        return \"overfitting\"\n    if train"), "You look for overfitting only where the training loss is low. A rising validation loss comes first, also where both are high.", IN_ORDER),
        ),
    ),
]
