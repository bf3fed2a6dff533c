"""Exercise of "How do people find the numbers?": cosine with warm-up."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


def cosine_schedule(t, steps, lr, warmup):
    """The learning rate at step t: a straight climb, then half a cosine down to 0.

    t: 0, 1, …, steps. lr: the largest. warmup: number of steps, may be 0.
    Returns a float.
    """
    if t < warmup:
        return lr * t / warmup
    return 0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))


def _times(rng):
    for steps, warmup in ((100, 10), (50, 0), (int(rng.integers(200, 900)), int(rng.integers(20, 90)))):
        lr = float(rng.uniform(0.1, 1))
        for t in (
            int(rng.integers(warmup + 2, steps // 2)),
            0,
            steps,
            warmup,
            steps - 1,
            warmup // 2 + 1,
            int(rng.integers(steps // 2, steps)),
        ):
            yield Case(
                (t, steps, lr, warmup),
                {},
                {0: "the first step", steps: "the last step", warmup: "the end of the warm-up"}.get(t, ""),
            )


EXERCISES = [
    Exercise(
        reference=cosine_schedule,
        position=2,
        title="Cosine with warm-up",
        statement=(
            "Write `cosine_schedule(t, steps, lr, warmup)`, the learning rate at step `t`: $\\text{lr}\\cdot "
            "t/\\text{warmup}$ below `warmup`, then $\\tfrac12\\,\\text{lr}\\,(1 + \\cos(\\pi\\,(t - "
            "\\text{warmup})/(\\text{steps} - \\text{warmup})))$. At 0 it is 0 (where there is a warm-up), at "
            "`warmup` it is `lr`, at `steps` it is 0."
        ),
        hints=(
            "Two pieces. At which t do they meet, and with which value?",
            (
                "In the second piece, ask for the share of the way down that is done: 0 at the end of the warm-up, 1 "
                "at the end of the run."
            ),
        ),
        cases=_times,
        alternatives=(
            Alternative(
                "cosine squared",
                edit(
                    "0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))",
                    "lr * np.cos(0.5 * np.pi * (t - warmup) / (steps - warmup)) ** 2",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "no warm-up",
                (
                    edit("    if t < warmup:\n        return lr * t / warmup\n", ""),
                    edit("    if t < warmup:\n        return lr * t / warmup\n", "    warmup = 0\n"),
                ),
                "There is no warm-up: the rate must climb from 0 in a straight line first.",
                "the section “Why warm up?”",
            ),
            Mistake(
                "the way down without lr",
                edit("0.5 * lr", "0.5"),
                "In the second piece lr is missing: it starts at 1, whatever lr is.",
            ),
            Mistake(
                "the climb without lr",
                edit("lr * t / warmup", "t / warmup"),
                "In the climb lr is missing: it ends at 1, whatever lr is.",
            ),
            Mistake(
                "no climb",
                edit("return lr * t / warmup", "return lr"),
                "During the warm-up you use the whole rate. It must climb from 0 in a straight line.",
            ),
            Mistake(
                "without pi",
                edit("np.pi * (t", "(t"),
                "π is missing in the cosine: it would fall only to ½(1 + cos 1) = 0.77 of lr.",
            ),
            Mistake(
                "degrees",
                edit("np.pi * (t", "180 * (t"),
                "Half a period is π, not 180: NumPy and `math` count angles in radians.",
            ),
            Mistake(
                "one step early",
                edit("t / warmup", "(t + 1) / warmup", "(t - warmup)", "(t + 1 - warmup)"),
                "You are one step early at both ends: at t = 0 the rate is 0, at t = steps it is 0, and not before.",
            ),
            Mistake(
                "the climb one step early",
                edit("t / warmup", "(t + 1) / warmup"),
                "The climb starts one step early: at t = 0 the rate is 0, and at t = warmup it is lr.",
            ),
            Mistake(
                "the last step missing",
                (edit("(steps - warmup)))", "(steps - 1 - warmup)))"), edit("(t - warmup)", "(t + 1 - warmup)")),
                "The way down ends one step early. It reaches 0 at t = steps.",
            ),
            Mistake(
                "falls over all steps",
                (
                    edit("(t - warmup) / (steps - warmup)", "t / steps"),
                    edit("(t - warmup) / (steps - warmup)", "(t - warmup) / steps"),
                ),
                "The way down takes `steps − warmup` steps and begins at the end of the warm-up.",
            ),
            Mistake(
                "a whole period",
                edit("np.pi * (t", "2 * np.pi * (t"),
                "You use 2π, a whole period: the rate would climb again. Half a period is π.",
            ),
            Mistake("without the half", edit("0.5 * lr", "lr"), "1 + cos goes up to 2, so the factor ½ is needed."),
            Mistake(
                "without the 1",
                edit(
                    "(1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))",
                    "np.cos(np.pi * (t - warmup) / (steps - warmup))",
                ),
                "Without the 1 the rate becomes negative, and you climb.",
            ),
            Mistake(
                "upside down",
                edit("(1 + np.cos", "(1 - np.cos"),
                "It is upside down: 1 + cos starts at 2 and falls to 0.",
            ),
            Mistake(
                "a straight line down",
                edit(
                    "0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))",
                    "lr * (1 - (t - warmup) / (steps - warmup))",
                ),
                "You fall in a straight line. The cosine stays high at first and arrives gently.",
            ),
        ),
    ),
]
