"""Exercise of "Does the signal get through?": slopes of activations."""

import numpy as np

from lecopt.checker import Alternative, Case, Exercise, Mistake, edit


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


def _points(rng):
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        yield name, rng.normal(size=5)
        yield name, 2 * rng.normal(size=(3, 4))
        yield Case((name, np.array([-3.0, -0.5, 0.5, 3.0])), {}, "both sides of 0")


SIGMOID = "        y = np.exp(-np.logaddexp(0, -x))\n        return y * (1 - y)"


ELU = "    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))"


EXERCISES = [
    Exercise(
        reference=activation_gradient,
        position=2,
        title="Slopes of activations",
        statement=(
            "Write `activation_gradient(name, x)`: the derivative at `x`, an array of any shape, for "
            '`"sigmoid"`, `"tanh"`, `"relu"`, `"leaky_relu"` (slope 0.01) and `"elu"` (alpha 1).'
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
            Mistake(
                "takes x for y",
                (edit(SIGMOID, "        return x * (1 - x)"), edit("1 - np.tanh(x) ** 2", "1 - x**2")),
                "y(1 − y) and 1 − y² are formulas for the *value* y. You put x itself into one: compute the "
                "sigmoid or tanh first.",
            ),
            Mistake(
                "the sigmoid for its slope",
                edit("return y * (1 - y)", "return y"),
                "For the sigmoid you return the value. Its slope is y(1 − y).",
            ),
            Mistake(
                "the sigmoid's slope without y",
                edit("return y * (1 - y)", "return 1 - y"),
                "The sigmoid's slope is y(1 − y); a factor y is missing.",
            ),
            Mistake(
                "the sigmoid's square",
                edit("return y * (1 - y)", "return 1 - y**2"),
                "1 − y² is the slope of tanh. The sigmoid's is y(1 − y).",
            ),
            Mistake(
                "tanh for its slope",
                edit("1 - np.tanh(x) ** 2", "np.tanh(x)"),
                "For tanh you return the value. Its slope is 1 − y².",
            ),
            Mistake(
                "tanh without the square",
                edit("np.tanh(x) ** 2", "np.tanh(x)"),
                "The slope of tanh is 1 − y², and you have 1 − y.",
            ),
            Mistake(
                "tanh like a sigmoid",
                edit("1 - np.tanh(x) ** 2", "np.tanh(x) * (1 - np.tanh(x))"),
                "y(1 − y) is the slope of the sigmoid. For tanh it is 1 − y².",
            ),
            Mistake(
                "ReLU for its slope",
                edit("np.where(x > 0, 1.0, 0.0)", "np.maximum(x, 0)"),
                "For ReLU you return the value. Its slope is 1 on the right and 0 on the left.",
            ),
            Mistake(
                "ReLU the wrong way round",
                edit("np.where(x > 0, 1.0, 0.0)", "np.where(x > 0, 0.0, 1.0)"),
                "Your two sides of ReLU are swapped: its slope is 1 on the right, where it lets x through.",
            ),
            Mistake(
                "the sign of x",
                edit("np.where(x > 0, 1.0, 0.0)", "np.sign(x)"),
                "The sign of x is −1 on the left. ReLU is level there: its slope is 0.",
            ),
            Mistake("another leak", edit("1.0, 0.01)", "1.0, 0.1)"), "The leak here is 0.01, and yours is 0.1."),
            Mistake(
                "x on the right of the leaky ReLU",
                edit("np.where(x > 0, 1.0, 0.01)", "np.where(x > 0, x, 0.01)"),
                "On the right you return the value x of the leaky ReLU. Its slope there is 1.",
            ),
            Mistake(
                "x on the right of ELU",
                edit(ELU, "    return np.where(x > 0, x, np.exp(np.minimum(x, 0)))"),
                "On the right you return ELU's value x. Its slope there is 1.",
            ),
            Mistake(
                "the leak forgotten",
                edit("1.0, 0.01)", "1.0, 0.0)"),
                "Leaky ReLU's slope on the left is 0.01, not 0: that leak is its whole point.",
            ),
            Mistake(
                "the leak with a sign",
                edit("1.0, 0.01)", "1.0, -0.01)"),
                "On the left the leaky ReLU is 0.01·x, which *rises*: its slope is +0.01.",
            ),
            Mistake(
                "the leak times x",
                edit("1.0, 0.01)", "1.0, 0.01 * x)"),
                "On the left you return the value 0.01·x. Its slope is 0.01.",
            ),
            Mistake(
                "ELU for its slope",
                edit(ELU, "    return np.where(x > 0, 1.0, np.expm1(np.minimum(x, 0)))"),
                "On ELU's left piece you return its value eˣ − 1. The derivative of a constant is 0, so the "
                "slope is eˣ.",
            ),
            Mistake(
                "ELU like ReLU",
                edit(ELU, "    return np.where(x > 0, 1.0, 0.0)"),
                "ELU is eˣ − 1 on the left, so its slope there is eˣ, not 0.",
            ),
            Mistake(
                "ELU without its right side",
                edit(ELU, "    return np.exp(x)"),
                "For positive x ELU is x, and its slope is 1. You use eˣ on both sides.",
            ),
        ),
    ),
]
