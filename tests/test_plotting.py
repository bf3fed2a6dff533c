"""Pictures: said in words by duty, right in the dark, one colour a rule; drawings that no run or formula can upset."""

import base64
import itertools
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lecopt.descent import run
from lecopt.first_order import RULES, sgd
from lecopt.landscapes import LANDSCAPES, landscape
from lecopt.plotting import COLOURS, Picture, draw_band, draw_images, draw_landscape, draw_losses, draw_path, show

WHITE, DARK = "#ffffff", "#14181e"


@pytest.fixture(autouse=True)
def _no_figure_stays():
    yield
    plt.close("all")


def _busy_figure():
    """Everything that is black unless told otherwise: text, axes, arrows, bars, areas, lines, legends."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    draw_landscape(left, LANDSCAPES["himmelblau"], colorbar=True)
    draw_path(left, run(sgd, LANDSCAPES["himmelblau"].grad, [0, 0], 20, lr=0.01), color=COLOURS["sgd"], label="sgd")
    left.legend(frameon=True)
    right.annotate("an arrow", (10, 4), (30, 8), arrowprops={"arrowstyle": "->"})
    right.axhline(1, color="k")
    right.plot([1, 2], [3, 4], color=(0, 0, 0), marker="s")
    right.bar([50], [10], color="black")
    right.fill_between([0, 10], [1, 1], [2, 2], color="#000000")
    right.text(1, 1, "black text", color="#000000")
    right.set_title("a title")
    return fig


def _svg(alt="what to notice"):
    return show(_busy_figure(), alt).svg


# show


@pytest.mark.parametrize("alt", ["", " ", "\n", None, 3, ["text"]])
def test_a_figure_without_words_is_refused(alt):
    with pytest.raises(ValueError, match="^alt must say in a sentence what the figure shows, got"):
        show(plt.figure(), alt)


def test_a_figure_must_be_one():
    with pytest.raises(TypeError, match="^fig must be a matplotlib figure, .* got Axes$"):
        show(plt.subplots()[1], "an ax")


def test_the_words_stand_in_the_picture_whatever_they_are():
    alt = "a \"quoted\" <b>bold</b> & 'single' κ"
    root = ElementTree.fromstring(_svg(alt))
    assert root.get("aria-label") == alt and root.get("role") == "img"
    assert "<b>" not in _svg(alt) and repr(show(plt.figure(), alt)) == f"Picture: {alt}"


def test_the_site_gets_svg_and_everyone_else_a_png(monkeypatch):
    picture = show(_busy_figure(), "what to notice")
    monkeypatch.setenv("LECOPT_SITE", "1")
    data, _ = picture._repr_mimebundle_(include=None, exclude=None)
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/html"].startswith("<svg ") and data["text/plain"] == "what to notice"
    monkeypatch.delenv("LECOPT_SITE")
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"} and base64.b64decode(data["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
    assert metadata["image/png"]["alt"] == "what to notice" and isinstance(picture, Picture)


def test_black_is_the_colour_of_the_page_and_other_colours_stay():
    svg = _svg()
    root = ElementTree.fromstring(svg)
    assert root.get("fill") == "currentColor" and "currentColor" in svg.split(">", 1)[1]
    drawn = re.sub(r'(?:id|href|aria-label)="[^"]*"|<!--.*?-->', "", svg)
    assert not re.search(r"#000000|#010203|\bblack\b(?! text)", drawn)
    assert COLOURS["sgd"].lower() in svg


def _drawn(root, fill=None, stroke=None):
    """(fill, stroke) of every shape that is seen, as a browser inherits them."""
    styles = [dict(part.split(":", 1) for part in re.sub(r"\s", "", root.get("style", "")).split(";") if ":" in part)]
    styles.append({key: root.get(key) for key in ("fill", "stroke") if root.get(key)})
    for style in styles:
        fill, stroke = style.get("fill", fill), style.get("stroke", stroke)
    if root.tag.endswith(("path", "use", "rect")):
        yield fill, stroke
    for child in root:
        if not child.tag.endswith(("defs", "clipPath")):
            yield from _drawn(child, fill, stroke)


def test_nothing_that_is_seen_is_left_black_by_default():
    seen = list(_drawn(ElementTree.fromstring(_svg())))
    assert len(seen) > 50 and all(fill is not None for fill, _ in seen)


def test_the_background_is_the_pages_own():
    root = ElementTree.fromstring(_svg())
    figure = next(iter(root.iter("{http://www.w3.org/2000/svg}path")))
    assert "fill: none" in figure.get("style")
    legend = next(group for group in root.iter() if group.get("id", "").endswith("legend_1"))
    frame = next(legend.iter("{http://www.w3.org/2000/svg}path"))
    assert "fill: none" in frame.get("style")


def test_no_rule_of_style_leaks_into_the_page():
    assert "<style" not in _svg() and "<metadata" not in _svg() and "<?xml" not in _svg() and "<!DOCTYPE" not in _svg()


def test_two_pictures_on_a_page_share_no_id_and_each_finds_its_own():
    svgs = [_svg(), _svg()]
    ids = [re.findall(r'\bid="([^"]+)"', svg) for svg in svgs]
    assert not set(ids[0]) & set(ids[1]) and len(ids[0]) == len(set(ids[0])) > 10
    for svg, own in zip(svgs, ids):
        asked = re.findall(r'href="#([^"]+)"', svg) + re.findall(r"url\(#([^)]+)\)", svg)
        assert asked and set(asked) <= set(own)


def test_the_same_page_built_twice_is_the_same_to_the_byte():
    code = (
        "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt, hashlib\n"
        "from lecopt.plotting import show\n"
        "for _ in 'ab':\n"
        "    fig, ax = plt.subplots(); ax.plot([1, 3, 2], 'o-'); ax.set_title('t')\n"
        "    p = show(fig, 'x'); print(hashlib.md5((p.svg + p.png).encode()).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "random"}
    command = [sys.executable, "-c", code]
    done = (subprocess.run(command, capture_output=True, text=True, check=True, env=env) for _ in "ab")
    first, second = (each.stdout.split() for each in done)
    assert first == second and len(set(first)) == 2


def test_numbers_in_the_picture_are_a_tenth_of_a_point_fine():
    places = " ".join(re.findall(r'(?<= )(?:d|x|y)="([^"]+)"', _svg()))
    assert not re.search(r"\d\.\d{2}", places)
    assert len(_svg()) < 150_000


def test_a_figure_that_was_shown_is_closed():
    fig = _busy_figure()
    show(fig, "what to notice")
    assert not plt.fignum_exists(fig.number)


# colours


def _linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(a, b):
    """Contrast ratio of WCAG 2.2."""
    high, low = sorted((_linear(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# severe colour-blindness: Machado, Oliveira & Fernandes 2009, table 1
EYES = {
    "all cones": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def _lab(linear):
    scaled = XYZ @ np.clip(linear, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_every_eye_tells_the_rules_apart(eye):
    """CIE76: 2.3 is just noticeable. The nearest pair is sgd and adamw for an eye without red cones (8.8)."""
    rules = [COLOURS[name] for name in RULES]
    apart = [
        np.linalg.norm(_lab(EYES[eye] @ _linear(a)) - _lab(EYES[eye] @ _linear(b)))
        for a, b in itertools.combinations(rules, 2)
    ]
    assert min(apart) > 8


def test_the_check_of_colours_sees_two_that_an_eye_confuses():
    red, green = "#b03a2e", "#6b6b1f"
    assert np.linalg.norm(_lab(_linear(red)) - _lab(_linear(green))) > 40
    assert np.linalg.norm(_lab(EYES["no green"] @ _linear(red)) - _lab(EYES["no green"] @ _linear(green))) < 16


@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_is_seen_on_both_pages(name):
    """3 : 1 is WCAG's bound for graphics.

    Orange and sky blue miss it on white (2.2, 2.3), as they do in Okabe & Ito's set: their lines are wide and the
    legend names them.
    """
    assert _contrast(COLOURS[name], DARK) >= 3
    assert _contrast(COLOURS[name], WHITE) >= (2.2 if name in ("momentum", "rmsprop") else 3)


def test_contrast_is_measured_as_wcag_has_it():
    assert _contrast("#000000", WHITE) == pytest.approx(21)
    assert _contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


def test_every_rule_has_a_colour_of_its_own():
    assert set(RULES) | {"grey"} == set(COLOURS) and len(set(COLOURS.values())) == len(COLOURS)


# drawings


@pytest.mark.parametrize(
    "what",
    [
        *LANDSCAPES,
        "1",
        "1/x",
        "log(x)",
        "-x**2",
        "exp(50*x)",
        "1/(x**2 + y**2)",
        "x**y",
        "x**2",
        "abs(x) + abs(y)",
        "1e200*x**2",
    ],
)
def test_every_landscape_draws_without_a_warning(what):
    fig, ax = plt.subplots()
    land = landscape(what)
    assert draw_landscape(ax, land, resolution=41, colorbar=True) is ax
    fig.canvas.draw()
    assert (ax.get_xlim(), ax.get_ylim()) == land.window and ax.get_xlabel() and ax.get_ylabel()


def test_the_minima_are_stars_where_they_are():
    ax = draw_landscape(plt.subplots()[1], LANDSCAPES["himmelblau"], resolution=41)
    stars = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "*"]
    assert np.allclose(sorted(map(tuple, stars)), sorted(map(tuple, LANDSCAPES["himmelblau"].minima)))


def test_a_landscape_without_a_height_is_named():
    with pytest.raises(ValueError, match=r"^log\(x-5\) has no finite height in its window"):
        draw_landscape(plt.subplots()[1], landscape("log(x-5)"), resolution=41)


def test_a_path_is_a_line_with_its_start():
    path = run(sgd, lambda w: w, [1.0, 2.0], 10, lr=0.1)
    ax = draw_path(plt.subplots()[1], path, color=COLOURS["sgd"], label="sgd")
    assert np.array_equal(ax.lines[0].get_xydata(), path) and np.array_equal(ax.lines[-1].get_xydata(), path[:1])
    assert {line.get_color() for line in ax.lines} == {COLOURS["sgd"]} and ax.lines[0].get_label() == "sgd"


def test_a_path_that_diverges_is_drawn_until_it_leaves():
    path = run(sgd, lambda w: w, [1.0, 2.0], 300, lr=11.0)  # each step is w -> -10 w
    ax = draw_path(plt.subplots()[1], path)
    assert np.array_equal(ax.lines[0].get_xydata(), path[:6])
    back = np.array([[0, 0], [1e9, 0], [1, 1.0]])
    assert len(draw_path(plt.subplots()[1], back).lines[0].get_xydata()) == 1
    for nothing in (np.full((3, 2), np.nan), np.zeros((0, 2))):
        fig, ax = plt.subplots()
        draw_path(ax, nothing)
        fig.canvas.draw()


@pytest.mark.parametrize("shape", [(5,), (5, 3), (5, 4, 2), ()])
def test_a_path_of_another_shape_is_named(shape):
    with pytest.raises(ValueError, match=r"^path must have shape \(steps \+ 1, 2\), got \("):
        draw_path(plt.subplots()[1], np.zeros(shape))


@pytest.mark.parametrize(
    "values", [[3, 2, 1], [1, 0, 1], [0, 0], [-1, -2], [np.nan] * 3, [1, np.inf, np.nan], [], [5e-324, 1e308]]
)
def test_losses_of_every_kind_draw_without_a_warning(values):
    fig, ax = plt.subplots()
    assert draw_losses(ax, {"sgd": values, "mine": [1, 2]}) is ax
    fig.canvas.draw()
    assert ax.get_yscale() == "log" and ax.get_xlabel() == "step" and ax.get_ylabel() == "loss"
    assert ax.lines[0].get_color() == COLOURS["sgd"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["sgd", "mine"]


def test_no_losses_are_an_empty_ax():
    assert draw_losses(plt.subplots()[1], {}).get_legend() is None


def test_a_band_is_the_median_and_the_quantiles_and_a_diverged_run_counts():
    values = np.random.default_rng(0).random((9, 4))
    ax = draw_band(plt.subplots()[1], np.arange(4), values, label="runs")
    assert np.allclose(ax.lines[0].get_ydata(), np.sort(values, axis=0)[4])
    edges = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert edges.min() == pytest.approx(np.quantile(values, 0.1, axis=0).min())
    assert edges.max() == pytest.approx(np.quantile(values, 0.9, axis=0).max())
    fig, ax = plt.subplots()
    holes = np.array([[1, np.nan, np.nan, 1.0], [2, 5.0, np.nan, 9.0], [3, np.nan, np.inf, np.nan]])
    draw_band(ax, np.arange(4), holes)
    fig.canvas.draw()
    medians = ax.lines[0].get_ydata()
    assert medians[0] == 2 and medians[3] == 9 and not np.isfinite(medians[1:3]).any()


def test_images_are_drawn_one_an_ax():
    axes = draw_images(plt.subplots(1, 3)[1], np.random.default_rng(0).random((3, 8, 8)), ["a", "b", "c"])
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == ["a", "b", "c"]
    assert all(len(ax.images) == 1 for ax in axes)
    assert len(draw_images(plt.subplots()[1], np.zeros((4, 8, 8))).images) == 1
