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
    drawn = int(rng.integers(200, 900)), int(rng.integers(20, 90)), float(rng.uniform(0.1, 1))
    for steps, warmup, lr in ((100, 10, 0.5), (50, 0, 0.3), (60, 1, 2.0), (7, 3, 0.1), drawn):
        for t in sorted(
            {(warmup + steps) // 2 - 1, 0, steps, warmup, warmup + 1, steps - 1, max(warmup - 1, 0), warmup // 2 + 1},
            key=lambda t: (t in (0, steps), t),
        ):
            words = {0: "the first step", steps: "the last step", warmup: "the end of the warm-up"}
            yield Case((t, steps, lr, warmup), {}, "no warm-up" if t == warmup == 0 else words.get(t, ""))


DOWN = "0.5 * lr * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))"


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
                    DOWN,
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
                    DOWN,
                    "lr * (1 - (t - warmup) / (steps - warmup))",
                ),
                "You fall in a straight line. The cosine stays high at first and arrives gently.",
            ),
            Mistake(
                "a quarter of a cosine",
                (
                    edit(DOWN, "lr * np.cos(np.pi / 2 * (t - warmup) / (steps - warmup))"),
                    edit("np.pi * (t", "np.pi / 2 * (t"),
                ),
                "You use a quarter of a period, π/2. The way down is half a period: π, and then ½(1 + cos).",
            ),
            Mistake(
                "a sine",
                edit("np.cos", "np.sin"),
                "You use the sine, which is 0 at both ends of the way. It is the cosine that falls from 1 to −1.",
            ),
            Mistake(
                "divides by a warm-up of 0",
                (
                    edit("t < warmup", "t <= warmup"),
                    edit("    if t < warmup:", "    climb = t / warmup\n    if t < warmup:"),
                ),
                "Without a warm-up, `warmup` is 0, and you divide by it. Only `t < warmup` may lead to that division.",
            ),
            Mistake(
                "whole-number division",
                (
                    edit("(t - warmup) / (steps", "(t - warmup) // (steps"),
                    edit("lr * t / warmup", "lr * (t // warmup)"),
                    edit("lr * t / warmup", "lr * (t // warmup)", "(t - warmup) / (steps", "(t - warmup) // (steps"),
                ),
                "`//` throws away what follows the point, so the share of the way is 0 until its end. Divide with `/`.",
            ),
            Mistake(
                "0 without a warm-up",
                edit("    if t < warmup:", "    if t == 0:\n        return 0.0\n    if t < warmup:"),
                "At t = 0 you always return 0. Without a warm-up the rate begins at lr.",
            ),
            Mistake(
                "constant",
                (
                    edit("    if t < warmup:", "    return 0.0\n    if t < warmup:"),
                    edit("    if t < warmup:", "    return lr\n    if t < warmup:"),
                ),
                "You return the same at every t. The rate climbs to lr, and falls to 0.",
            ),
            Mistake(
                "grows by squares",
                edit("lr * t / warmup", "lr * (t / warmup) ** 2"),
                "The climb is a straight line, lr · t / warmup, and yours is curved.",
            ),
        ),
    ),
]
