"""Draws the README's picture, .github/picture.svg: four rules race to the bottom of a bowl.

    .venv/bin/python tools/picture.py

It is right on light and on dark pages, and needs no drawing library.
"""

from pathlib import Path

import numpy as np
from contourpy import contour_generator

from lecopt import RULES, run
from lecopt.landscapes import landscape
from lecopt.plotting import COLOURS

TARGET = Path(__file__).resolve().parents[1] / ".github" / "picture.svg"
WIDTH, HEIGHT = 800, 340
WINDOW = (-2.0, 0.55), (-0.55, 0.534)
STEPS, START = 40, (-1.75, 0.42)
RACERS = {
    "sgd": {"lr": 0.088},
    "momentum": {"lr": 0.016, "rho": 0.87},
    "rmsprop": {"lr": 0.03, "decay": 0.9},
    "adam": {"lr": 0.16},
}
TITLE = "Four rules race to the bottom of a bowl"
STYLE = (
    "text{font:600 15px system-ui,sans-serif}.line,.path{fill:none}"
    ".line{stroke:#888;stroke-opacity:.35}.path{stroke-width:2.5;stroke-linejoin:round}"
    ".ink{fill:#333}@media(prefers-color-scheme:dark){.ink{fill:#ddd}}"
)


def pixels(points):
    """Points of the window, of shape (n, 2), as pixels of the picture, y downwards."""
    (x0, x1), (y0, y1) = WINDOW
    return np.stack([(points[:, 0] - x0) / (x1 - x0) * WIDTH, (y1 - points[:, 1]) / (y1 - y0) * HEIGHT], axis=1)


def polyline(points, precision):
    """An SVG path through the points, those that fall on the same spot left out."""
    spots = np.round(pixels(points), precision)
    spots = spots[np.r_[True, np.any(np.diff(spots, axis=0), axis=1)]]
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in spots)


def picture():
    """The SVG's text."""
    bowl = landscape("(x**2 + 22 * y**2) / 2")
    x, y = (np.linspace(low, high, 49) for low, high in WINDOW)
    contours = contour_generator(x, y, bowl(np.stack(np.meshgrid(x, y), axis=-1)))
    levels = np.linspace(0.08, 2.4, 11) ** 2
    lines = "".join(polyline(line, 1) for level in levels for line in contours.lines(level))
    parts = [f'<path class="line" d="{lines}"/>']
    ends = {name: run(RULES[name], bowl.grad, START, STEPS, **hyper) for name, hyper in RACERS.items()}
    parts += [f'<path class="path" stroke="{COLOURS[name]}" d="{polyline(path, 0)}"/>' for name, path in ends.items()]
    for name, path in ends.items():
        px, py = pixels(path[-1:])[0]
        parts.append(f'<circle cx="{px:.0f}" cy="{py:.0f}" r="5" fill="{COLOURS[name]}"/>')
    for row, name in enumerate(RACERS):
        parts.append(
            f'<rect x="660" y="{HEIGHT - 96 + 22 * row}" width="22" height="4" rx="2" fill="{COLOURS[name]}"/>'
            f'<text class="ink" x="692" y="{HEIGHT - 89 + 22 * row}">{name}</text>'
        )
    star = pixels(bowl.minima[:1])[0]
    start = pixels(np.array([START]))[0]
    parts.append(
        f'<text class="ink" x="{star[0] - 9:.0f}" y="{star[1] + 7:.0f}" font-size="22">★</text>'
        f'<circle class="ink" cx="{start[0]:.0f}" cy="{start[1]:.0f}" r="4"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{TITLE}">'
        f"<title>{TITLE}</title><style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    TARGET.write_text(picture(), "utf8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
