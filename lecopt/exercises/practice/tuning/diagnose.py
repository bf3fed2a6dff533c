"""Exercise of "How do people find the numbers?": diagnose."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


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
    yield Case(
        (start + rng.uniform(0.2, 2, 41) * (e > 0), start + rng.uniform(0.2, 2, 41) * (e > 0)),
        {},
        "jumps, above where it began",
    )
    yield Case((broken, broken), {}, "not a number")
    yield Case(
        (0.8 * slope, np.r_[slope[:15], slope[15] + 0.04 * np.arange(26)]),
        {},
        "levels off high, and the validation loss rises",
    )
    yield Case(
        (np.r_[start, np.full(40, start + 0.0025)], np.full(41, start)), {}, "lies flat, just above where it began"
    )
    yield Case((decay * 0.01, decay * 0.01 + 0.3), {}, "a gap that doesn't grow")


IN_ORDER = "the section “Reading the curves”"


EXERCISES = [
    Exercise(
        reference=diagnose,
        position=4,
        title="Diagnose",
        statement=(
            "Write `diagnose(train_loss, val_loss)`: ask the four questions of “Reading the curves”, in their order, "
            "and return one of the five phrases. The curves in the check are clear cases, so thresholds of your own "
            "may pass too."
        ),
        hints=(
            "`np.isfinite(…).all()` answers the first half of question 1.",
            "Compare the last entry: with the first, with the lowest, with the one at three quarters.",
            "Question 3 has two answers; ask about the last quarter only where the loss is still high.",
        ),
        cases=_curves,
        fixed_inputs=False,
        alternatives=(Alternative("other thresholds", edit("1.1 *", "1.07 *", "0.5 *", "0.6 *", "0.98 *", "0.985 *")),),
        mistakes=(
            Mistake(
                "NaN not looked for",
                edit("not np.isfinite(train_loss).all() or ", ""),
                "A comparison with NaN is always False, so a training that broke slips through. Ask with "
                "`np.isfinite` first.",
            ),
            Mistake(
                "only NaN",
                edit(" or train_loss[-1] >= train_loss[0]", ""),
                "A rate can be too high without a NaN: the loss that ends no lower than it began.",
            ),
            Mistake(
                "overfitting by the gap",
                edit("val_loss[-1] > 1.1 * np.min(val_loss)", "val_loss[-1] > 1.1 * train_loss[-1]"),
                "You compare validation with training. A gap is normal; overfitting shows when the validation "
                "loss *rises* above its own lowest value.",
                IN_ORDER,
            ),
            Mistake(
                "overfitting never seen",
                edit('    if val_loss[-1] > 1.1 * np.min(val_loss):\n        return "overfitting"\n', ""),
                "You never say “overfitting”: look for a validation loss that has turned.",
            ),
            Mistake(
                "low and under swapped",
                edit(
                    '"lr too low" if still_falling else "underfitting"',
                    '"underfitting" if still_falling else "lr too low"',
                ),
                "Swapped: *still falling* at the end means that the rate is too low; *level* and high means "
                "underfitting.",
            ),
            Mistake(
                "always too low",
                edit('"lr too low" if still_falling else "underfitting"', '"lr too low"'),
                "A high loss at the end has two reasons. Look at the last quarter: is it still falling?",
            ),
            Mistake(
                "always underfitting",
                edit('"lr too low" if still_falling else "underfitting"', '"underfitting"'),
                "A high loss at the end has two reasons. Look at the last quarter: is it still falling?",
            ),
            Mistake(
                "high and low swapped",
                edit('"lr too low" if', '"lr too high" if', 'return "lr too high"\n', 'return "lr too low"\n'),
                "Too high and too low are swapped. A rate that is too high makes the loss jump; one that is too "
                "low makes it creep.",
            ),
            Mistake(
                "the last question first",
                edit(
                    '    if val_loss[-1] > 1.1 * np.min(val_loss):\n        return "overfitting"\n    if train',
                    "    if train_loss[-1] <= 0.5 * train_loss[0] and val_loss[-1] > 1.1 * np.min(val_loss):\n"
                    '        return "overfitting"\n    if train',
                ),
                "You look for overfitting only where the training loss is low. A rising validation loss comes "
                "first, also where both are high.",
                IN_ORDER,
            ),
        ),
    ),
]
