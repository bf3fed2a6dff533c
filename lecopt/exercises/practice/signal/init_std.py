"""Exercise of "Does the signal get through?": how large should the first weights be?"""

from lecopt.checker import Case, Exercise, Mistake, edit


def init_std(n_in, n_out, activation):
    """The standard deviation of a layer's first weights.

    n_in, n_out: numbers of inputs and outputs. activation: "tanh" or "relu".
    Returns a float.
    """
    if activation == "tanh":
        variance = 2 / (n_in + n_out)
    else:
        variance = 2 / n_in
    return variance**0.5


def _layers(rng):
    for activation in ("tanh", "relu"):
        yield 500, 100, activation
        yield 64, 256, activation
        for _ in range(2):
            yield int(rng.integers(2, 800)), int(rng.integers(2, 800)), activation
    yield Case((1, 1, "relu"), {}, "a layer with one input")


EXERCISES = [
    Exercise(
        reference=init_std,
        title="How large should the first weights be?",
        statement=(
            "Write `init_std(n_in, n_out, activation)`: the *standard deviation* of the first weights, by (2) "
            'for `"tanh"` and by (3) for `"relu"`.'
        ),
        hints=(
            "Equations (2) and (3) give a variance. What is asked for?",
            "Which of the two recipes makes up for the half that ReLU cuts off?",
            "√(2 / (n_in + n_out)) for tanh, √(2 / n_in) for ReLU.",
        ),
        cases=_layers,
        mistakes=(
            Mistake(
                "variance",
                edit("variance**0.5", "variance"),
                "That is the variance. The standard deviation is its root.",
                "the scale, derived",
            ),
            Mistake(
                "Xavier for ReLU",
                edit("variance = 2 / n_in\n", "variance = 2 / (n_in + n_out)\n"),
                "You use Xavier's scale for ReLU too. ReLU cuts off half of the signal; without twice the "
                "variance it loses a factor √2 a layer. It is 2/n_in.",
                "the scale, derived",
            ),
            Mistake(
                "1 / n for ReLU",
                edit("variance = 2 / n_in\n", "variance = 1 / n_in\n"),
                "1/n_in keeps a *linear* signal alive. ReLU cuts off half of it: the variance must be twice that.",
            ),
            Mistake(
                "He for tanh",
                edit("2 / (n_in + n_out)", "2 / n_in"),
                "You use He's scale for tanh too. tanh cuts nothing off near 0, so it does not need the doubled "
                "variance.",
            ),
            Mistake(
                "swapped",
                edit('== "tanh"', '!= "tanh"'),
                "The two recipes are swapped: Xavier's belongs to tanh, He's to ReLU.",
            ),
            Mistake(
                "n_out alone",
                (
                    edit("2 / n_in\n", "2 / n_out\n"),
                    edit("2 / (n_in + n_out)", "1 / n_out"),
                    edit("2 / (n_in + n_out)", "1 / n_out", "2 / n_in\n", "2 / n_out\n"),
                ),
                "You use n_out. A unit adds up its *inputs*, n_in of them; n_out alone keeps the way back level, "
                "and not the way forward.",
            ),
            Mistake(
                "1 / n_in for tanh",
                edit("2 / (n_in + n_out)", "1 / n_in"),
                "1/n_in keeps the way forward level, and is right where n_in = n_out. Glorot's compromise takes "
                "the mean of n_in and n_out: 2/(n_in + n_out).",
            ),
            Mistake(
                "1 for 2 in Xavier",
                edit("2 / (n_in + n_out)", "1 / (n_in + n_out)"),
                "1/(n_in + n_out) is half of it: one divides by the *mean* of n_in and n_out, (n_in + n_out)/2.",
            ),
            Mistake(
                "the root of 2 alone",
                edit("return variance**0.5", "return variance / 2**0.5"),
                "You take the root of the 2 only. The root goes over the whole fraction.",
            ),
            Mistake(
                "the product of n_in and n_out",
                edit("2 / (n_in + n_out)", "2 / (n_in * n_out)", "2 / n_in\n", "2 / (n_in * n_out)\n"),
                "You divide by the product of n_in and n_out. Equation (2) has their sum, equation (3) n_in alone.",
            ),
            Mistake(
                "the mean of both for ReLU",
                edit("2 / n_in\n", "4 / (n_in + n_out)\n"),
                "You take the mean of n_in and n_out for ReLU too. That would be possible, but He's recipe, "
                "equation (3), has n_in alone.",
            ),
            Mistake(
                "the half-width of a uniform distribution",
                (edit("variance**0.5", "(3 * variance) ** 0.5"), edit("2 / (n_in + n_out)", "6 / (n_in + n_out)")),
                "√(6/(n_in + n_out)) is the half-width of the *uniform* distribution with that variance, as "
                "libraries' xavier_uniform uses it. The standard deviation is asked for.",
            ),
        ),
    ),
]
