"""Exercises of "Does the signal get through?": the scale of the first weights, and the slopes of the activations."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


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


def activation_gradient(name, x):
    """The derivative of an activation at x, entry by entry.

    name: "sigmoid", "tanh", "relu", "leaky_relu" (0.01) or "elu" (1).
    x: array of any shape. Returns x's shape.
    """
    if name == "sigmoid":
        y = np.exp(-np.logaddexp(0, -x))
        return y * (1 - y)
    if name == "tanh":
        return 1 - np.tanh(x) ** 2
    if name == "relu":
        return np.where(x > 0, 1.0, 0.0)
    if name == "leaky_relu":
        return np.where(x > 0, 1.0, 0.01)
    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))


def _layers(rng):
    for activation in ("tanh", "relu"):
        yield 500, 100, activation
        yield 64, 256, activation
        for _ in range(2):
            yield int(rng.integers(2, 800)), int(rng.integers(2, 800)), activation
    yield Case((1, 1, "relu"), {}, "a layer with one input")


def _points(rng):
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        yield name, rng.normal(size=5)
        yield name, 2 * rng.normal(size=(3, 4))
        yield Case((name, np.array([-3.0, -0.5, 0.5, 3.0])), {}, "both sides of 0")


SIGMOID = "        y = np.exp(-np.logaddexp(0, -x))\n        return y * (1 - y)"
ELU = "    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))"

EXERCISES = [
    Exercise(
        reference=init_std,
        title="How large should the first weights be?",
        statement=(
            "Write `init_std(n_in, n_out, activation)`: the *standard deviation* of the first weights, by (2) for `\"tanh\"` and by (3) for `\"relu\"`."
        ),
        hints=(
            "Equations (2) and (3) give a variance. What is asked for?",
            "Which of the two recipes makes up for the half that ReLU cuts off?",
            "√(2 / (n_in + n_out)) for tanh, √(2 / n_in) for ReLU.",
        ),
        cases=_layers,
        mistakes=(
            Mistake("variance", edit("variance**0.5", "variance"), "That is the variance. The standard deviation is its root.", "the scale, derived"),
            Mistake("Xavier for ReLU", edit("variance = 2 / n_in\n", "variance = 2 / (n_in + n_out)\n"), "You use Xavier's scale for ReLU too. ReLU cuts off half of the signal; without twice the variance it loses a factor √2 a layer. It is 2/n_in.", "the scale, derived"),
            Mistake("1 / n for ReLU", edit("variance = 2 / n_in\n", "variance = 1 / n_in\n"), "1/n_in keeps a *linear* signal alive. ReLU cuts off half of it: the variance must be twice that."),
            Mistake("He for tanh", edit("2 / (n_in + n_out)", "2 / n_in"), "You use He's scale for tanh too. tanh cuts nothing off near 0, so it does not need the doubled variance."),
            Mistake("swapped", edit("== \"tanh\"", "!= \"tanh\""), "The two recipes are swapped: Xavier's belongs to tanh, He's to ReLU."),
            Mistake(
                "n_out alone",
                (edit("2 / n_in\n", "2 / n_out\n"), edit("2 / (n_in + n_out)", "1 / n_out"), edit("2 / (n_in + n_out)", "1 / n_out", "2 / n_in\n", "2 / n_out\n")),
                "You use n_out. A unit adds up its *inputs*, n_in of them; n_out alone keeps the way back level, and not the way forward.",
            ),
            Mistake("1 / n_in for tanh", edit("2 / (n_in + n_out)", "1 / n_in"), "1/n_in keeps the way forward level, and is right where n_in = n_out. Glorot's compromise takes the mean of n_in and n_out: 2/(n_in + n_out)."),
            Mistake("1 for 2 in Xavier", edit("2 / (n_in + n_out)", "1 / (n_in + n_out)"), "1/(n_in + n_out) is half of it: one divides by the *mean* of n_in and n_out, (n_in + n_out)/2."),
            Mistake("the root of 2 alone", edit("return variance**0.5", "return variance / 2**0.5"), "You take the root of the 2 only. The root goes over the whole fraction."),
            Mistake("the product of n_in and n_out", edit("2 / (n_in + n_out)", "2 / (n_in * n_out)", "2 / n_in\n", "2 / (n_in * n_out)\n"), "You divide by the product of n_in and n_out. Equation (2) has their sum, equation (3) n_in alone."),
            Mistake("the mean of both for ReLU", edit("2 / n_in\n", "4 / (n_in + n_out)\n"), "You take the mean of n_in and n_out for ReLU too. That would be possible, but He's recipe, equation (3), has n_in alone."),
            Mistake(
                "the half-width of a uniform distribution",
                (edit("variance**0.5", "(3 * variance) ** 0.5"), edit("2 / (n_in + n_out)", "6 / (n_in + n_out)")),
                "√(6/(n_in + n_out)) is the half-width of the *uniform* distribution with that variance, as libraries' xavier_uniform uses it. The standard deviation is asked for.",
            ),
        ),
    ),
    Exercise(
        reference=activation_gradient,
        title="Slopes of activations",
        statement=(
            "Write `activation_gradient(name, x)`: the derivative at `x`, an array of any shape, for `\"sigmoid\"`, `\"tanh\"`, `\"relu\"`, `\"leaky_relu\"` (slope 0.01) and `\"elu\"` (alpha 1)."
        ),
        hints=(
            "Three of them have two pieces: `np.where(x > 0, …, …)`.",
            "For sigmoid and tanh, compute the value y first: the slope is y(1 − y), and 1 − y².",
            "ELU's left piece is eˣ − 1. What is its derivative?",
        ),
        cases=_points,
        alternatives=(
            Alternative("the plain sigmoid", edit("np.exp(-np.logaddexp(0, -x))", "1 / (1 + np.exp(-x))")),
            Alternative("tanh from cosh", edit("1 - np.tanh(x) ** 2", "1 / np.cosh(x) ** 2")),
        ),
        mistakes=(
            Mistake("takes x for y", (edit(SIGMOID, "        return x * (1 - x)"), edit("1 - np.tanh(x) ** 2", "1 - x**2")), "y(1 − y) and 1 − y² are formulas for the *value* y. You put x itself into one: compute the sigmoid or tanh first."),
            Mistake("the sigmoid for its slope", edit("return y * (1 - y)", "return y"), "For the sigmoid you return the value. Its slope is y(1 − y)."),
            Mistake("the sigmoid's slope without y", edit("return y * (1 - y)", "return 1 - y"), "The sigmoid's slope is y(1 − y); a factor y is missing."),
            Mistake("the sigmoid's square", edit("return y * (1 - y)", "return 1 - y**2"), "1 − y² is the slope of tanh. The sigmoid's is y(1 − y)."),
            Mistake("tanh for its slope", edit("1 - np.tanh(x) ** 2", "np.tanh(x)"), "For tanh you return the value. Its slope is 1 − y²."),
            Mistake("tanh without the square", edit("np.tanh(x) ** 2", "np.tanh(x)"), "The slope of tanh is 1 − y², and you have 1 − y."),
            Mistake("tanh like a sigmoid", edit("1 - np.tanh(x) ** 2", "np.tanh(x) * (1 - np.tanh(x))"), "y(1 − y) is the slope of the sigmoid. For tanh it is 1 − y²."),
            Mistake("ReLU for its slope", edit("np.where(x > 0, 1.0, 0.0)", "np.maximum(x, 0)"), "For ReLU you return the value. Its slope is 1 on the right and 0 on the left."),
            Mistake("ReLU the wrong way round", edit("np.where(x > 0, 1.0, 0.0)", "np.where(x > 0, 0.0, 1.0)"), "Your two sides of ReLU are swapped: its slope is 1 on the right, where it lets x through."),
            Mistake("the sign of x", edit("np.where(x > 0, 1.0, 0.0)", "np.sign(x)"), "The sign of x is −1 on the left. ReLU is level there: its slope is 0."),
            Mistake("another leak", edit("1.0, 0.01)", "1.0, 0.1)"), "The leak here is 0.01, and yours is 0.1."),
            Mistake("x on the right of the leaky ReLU", edit("np.where(x > 0, 1.0, 0.01)", "np.where(x > 0, x, 0.01)"), "On the right you return the value x of the leaky ReLU. Its slope there is 1."),
            Mistake("x on the right of ELU", edit(ELU, "    return np.where(x > 0, x, np.exp(np.minimum(x, 0)))"), "On the right you return ELU's value x. Its slope there is 1."),
            Mistake("the leak forgotten", edit("1.0, 0.01)", "1.0, 0.0)"), "Leaky ReLU's slope on the left is 0.01, not 0: that leak is its whole point."),
            Mistake("the leak with a sign", edit("1.0, 0.01)", "1.0, -0.01)"), "On the left the leaky ReLU is 0.01·x, which *rises*: its slope is +0.01."),
            Mistake("the leak times x", edit("1.0, 0.01)", "1.0, 0.01 * x)"), "On the left you return the value 0.01·x. Its slope is 0.01."),
            Mistake("ELU for its slope", edit(ELU, "    return np.where(x > 0, 1.0, np.expm1(np.minimum(x, 0)))"), "On ELU's left piece you return its value eˣ − 1. The derivative of a constant is 0, so the slope is eˣ."),
            Mistake("ELU like ReLU", edit(ELU, "    return np.where(x > 0, 1.0, 0.0)"), "ELU is eˣ − 1 on the left, so its slope there is eˣ, not 0."),
            Mistake("ELU without its right side", edit(ELU, "    return np.exp(x)"), "For positive x ELU is x, and its slope is 1. You use eˣ on both sides."),
        ),
    ),
]
