"""What the exercises of Part III share: mistakes that sister rules have in common, told in one sentence everywhere."""

from lecopt.checker import Alternative, Mistake, edit

NO_EPS = "There is no eps, so a weight that has never had a gradient becomes 0/0. Add it to the root."
LOSES_W = "The old w is missing in your step: w becomes the step alone. It is w *minus* the step."
FORGETS_RATE = "The learning rate is missing in the step."
UPHILL = "You go uphill: subtract."
NO_GRADIENT = "The gradient is missing in your step: only its size is there, so w always moves the same way."
MULTIPLIES = "You multiply by the root. Divide by it: a weight with large gradients gets *smaller* steps."
BRACKETS = "eps stands outside the fraction, so it moves the weights. Brackets: divide by (root + eps)."
SQUARED_STEP = (
    "Your step holds the *square* of the gradient, which has no sign. The square belongs into the state only."
)


def written_in(name: str, before: str, *values: str) -> Mistake:
    """A number in place of an argument; `before`: the first line of the body."""
    versions = tuple(edit(before, f"    {name} = {value}\n{before}") for value in values)
    return Mistake(
        f"{name} written in",
        versions,
        f"Your rule does the same whatever `{name}` it is given: a number stands in its place. Use the argument.",
    )


def inside(root: str, default: str, acts: str) -> Mistake:
    """eps under the root; root: the reference's denominator without eps, as "s**0.5"."""
    return Mistake(
        "eps inside the root",
        edit(f"{root} + eps", f"({root.removesuffix('**0.5')} + eps) ** 0.5"),
        f"Your eps stands inside the root, where {default} acts as {acts}. Here, in the papers and in torch it stands "
        "outside.",
    )


def without(mistakes: tuple, *names: str) -> tuple:
    """The mistakes of a sister exercise, but for those that are told in another way here."""
    known = {mistake.name for mistake in mistakes}
    assert known >= set(names), set(names) - known
    return tuple(mistake for mistake in mistakes if mistake.name not in names)


DECAY = "    w = w * (1 - lr * weight_decay)\n"
STEP = "    w = w - lr * m_hat / (v_hat**0.5 + eps)\n"
DECAY_AFTER = Alternative(
    "decay after the step",
    edit(DECAY + STEP, STEP + DECAY),
    "You let the weights decay *after* Adam's step; torch does it before. The two are the same method up to the order: "
    "they differ by lr · weight_decay of one step.",
)
