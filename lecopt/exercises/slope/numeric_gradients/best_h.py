"""Exercise of "How steep is it here?", second half: the best step."""

import numpy as np

from lecopt.checker import Exercise, Mistake, edit
from lecopt.checker.compare import agree, as_array, plain


def best_h(dtype, scheme):
    """A good step for differences of a function whose values and slopes are about 1.

    dtype: np.float32 or np.float64. scheme: "forward" or "central". Returns a float.
    """
    eps = float(np.finfo(dtype).eps)
    if scheme == "forward":
        return eps ** (1 / 2)
    return eps ** (1 / 3)


def _precisions(rng):
    for dtype in (np.float64, np.float32):
        for scheme in ("forward", "central"):
            yield dtype, scheme


def _step_and_what_it_depends_on(answer, args, kwargs):
    """The step, and whether it changes with the precision and with the formula: one argument is varied at a time."""
    dtype, scheme = args
    step = answer(dtype, scheme, **kwargs)
    others = (
        (np.float32 if dtype is np.float64 else np.float64, scheme),
        (dtype, {"forward": "central"}.get(scheme, "forward")),
    )
    return {
        f"the step for {np.dtype(dtype)}, {scheme}": step,
        "changes": [not agree(plain(step), plain(answer(*other)), 1e-5) for other in others],
    }


def _within_a_factor_of_ten(want, got):
    """What doesn't change is compared only with an answer that is known to be wrong: a right one may repeat a step."""
    ignored = [not changes for changes in want["changes"]]
    if any(ignored) and any(changes for i, changes in zip(ignored, got["changes"], strict=True) if i):
        return False
    (want, _), (got, _) = want.values(), got.values()
    want, got = as_array(want), as_array(got)
    if want is None or got is None or want.size != 1 or got.size != 1 or got.dtype.kind not in "iuf":
        return False
    want, got = float(want.reshape(())), float(got.reshape(()))
    return bool(want > 0 and got > 0 and want / 10 <= got <= want * 10)


EXERCISES = [
    Exercise(
        reference=best_h,
        position=3,
        title="The best step",
        statement=(
            "Write `best_h(dtype, scheme)`: a good step for a function whose values and slopes are about 1. "
            '`dtype` is `np.float32` or `np.float64`, `scheme` is `"forward"` or `"central"`. '
            "A factor of 10 either way is fine."
        ),
        hints=(
            (
                "Two errors pull in opposite directions. One is the rounding, about ε / h. What is the other, for "
                "each formula?"
            ),
            "At the best h the two errors are about equal: h = ε / h for one formula, h² = ε / h for the other.",
            "`np.finfo(dtype).eps` is the relative precision ε of a type of number.",
        ),
        cases=_precisions,
        trial=_step_and_what_it_depends_on,
        same=_within_a_factor_of_ten,
        fixed_inputs=True,
        mistakes=(
            Mistake(
                "one step for everything",
                tuple(
                    edit("eps ** (1 / 2)", h, "eps ** (1 / 3)", h)
                    for h in (
                        "1e-4",
                        "1e-5",
                        "1e-6",
                        "1e-7",
                        "1e-8",
                        "1e-3",
                        "1e-2",
                        "1e-10",
                        "1e-12",
                        "0.1",
                        "1e-15",
                        "1e-16",
                    )
                ),
                "You give one step for all four (the lecture's 1e-4 was chosen to be readable). The best step depends "
                "on the formula and on the precision.",
                "error against h",
            ),
            Mistake(
                "as small as it gets",
                (edit("eps ** (1 / 2)", "eps", "eps ** (1 / 3)", "eps"),),
                "You take ε itself. With so small a step the difference of the two values is nothing but "
                "rounding. Balance it against the formula's own error.",
                "error against h",
            ),
            Mistake(
                "forward and central swapped",
                edit("1 / 2", "1 / 0.3", "1 / 3", "1 / 2", "1 / 0.3", "1 / 3"),
                "The two are swapped. The central difference has the smaller error (h²), so it can afford the "
                "*larger* step.",
                "error against h",
            ),
            Mistake(
                "the same for both schemes",
                (edit("1 / 3", "1 / 2"), edit("1 / 2", "1 / 3")),
                "Your step depends on the precision and not on the formula. The forward difference errs by about "
                "h, the central one by about h²: that moves the balance.",
                "error against h",
            ),
            Mistake(
                "the same for both precisions",
                (edit("np.finfo(dtype)", "np.finfo(np.float64)"), edit("np.finfo(dtype)", "np.finfo(np.float32)")),
                "Your step depends on the formula and not on the precision. float32 rounds half a billion times "
                "more coarsely, so its step must be larger.",
                "error against h",
            ),
            Mistake(
                "the two types swapped",
                edit("np.finfo(dtype)", "np.finfo(np.float32 if dtype is np.float64 else np.float64)"),
                "The two types are swapped: float32 has the coarser ε and needs the *larger* step.",
            ),
            Mistake(
                "the smallest number",
                edit("np.finfo(dtype).eps", "np.finfo(dtype).tiny"),
                "`tiny` is the smallest number that the type can hold. What limits a difference is `eps`, the "
                "gap between neighbours near 1.",
            ),
            Mistake(
                "the smallest error",
                edit("eps ** (1 / 3)", "eps ** (2 / 3)"),
                "For the central difference you give the smallest *error*, ε to the ⅔. The step where it is "
                "reached is ε to the ⅓.",
            ),
        ),
    ),
]
