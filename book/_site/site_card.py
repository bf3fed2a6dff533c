"""The picture that a link to the book shows in a message: rules racing down a landscape, and the book's name."""

import matplotlib
import numpy as np
from font_source_serif_pro import font_files_ttf
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

WORDS = "Optimisation for deep learning:\nread it, run it, play with it"
RACERS = {"sgd": {"lr": 1.5e-3}, "momentum": {"lr": 5e-4, "rho": 0.9}, "adam": {"lr": 0.03}}


def write_card(path):
    """Draw the card, 1200 by 630 pixels, to `path`."""
    from lecopt import LANDSCAPES, RULES, run
    from lecopt.plotting import COLOURS

    landscape = LANDSCAPES["rosenbrock"]
    with matplotlib.rc_context({"axes.grid": False, "figure.constrained_layout.use": False}):
        figure = Figure((12, 6.3), dpi=100, facecolor="#15181c")
        ax = figure.add_axes((0, 0, 1, 1))
        x, y = np.meshgrid(np.linspace(-3.6, 1.9, 300), np.linspace(-0.9, 2.3, 180))
        height = np.log10(landscape(np.stack([x, y], axis=-1)) + 0.05)
        ax.contour(x, y, height, levels=16, colors="#7dc1dc", linewidths=1.2, alpha=0.35, linestyles="solid")
        for name, hyper in RACERS.items():
            path_of_rule = run(RULES[name], landscape.grad, [-0.9, 2.05], 400, **hyper)
            ax.plot(*path_of_rule.T, color=COLOURS[name], linewidth=3.5, solid_capstyle="round")
        ax.plot(-0.9, 2.05, "o", color="white", markersize=11)
        ax.set(xlim=(-3.6, 1.9), ylim=(-0.9, 2.3))
        ax.axis("off")
        figure.text(
            0.06,
            0.42,
            "lecopt",
            color="white",
            fontproperties=FontProperties(fname=font_files_ttf["SourceSerifProSemibold"], size=72),
        )
        figure.text(
            0.063,
            0.22,
            WORDS,
            color="#d8dbde",
            linespacing=1.5,
            fontproperties=FontProperties(fname=font_files_ttf["SourceSerifPro"], size=24),
        )
        figure.savefig(path, metadata={"Software": None})
