"""curves, frames, and the question before the outcome: in Python, as packed data, and alive on a page."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect
from widget_page import settled, show, site_kernel  # noqa: F401, fixtures

from lecopt.widgets import curves, frames, race
from lecopt.widgets.packing import packed, unpacked

ROOT = Path(__file__).parents[1]
ASKED = {"question": "How much?", "choices": ["one", "two"], "answer": 1, "because": "Count them."}


def some_frames(**more):
    n = np.array([1.0, 2.0, 3.0])
    options = {
        "sliders": {"n": n},
        "lines": {"n x": np.outer(n, [0, 0.5, 1]), "one": [1, 1, 1]},
        "x": [0, 0.5, 1],
        "alt": "Lines.",
        "title": "T",
    }
    return frames(**options | more)


@pytest.mark.parametrize("bits, steps", [(8, 254), (16, 65534)])
def test_packed_numbers_come_back_within_half_a_step_of_their_range(bits, steps):
    values = np.random.default_rng(0).normal(size=(4, 50))
    values[1, 3], values[2, 5] = np.nan, np.inf
    back = unpacked(packed(values, bits))
    good = np.isfinite(values)
    assert np.isnan(back[~good]).all()
    assert np.abs(back[good] - values[good]).max() <= np.ptp(values[good]) / (steps - 1) / 2 * (1 + 1e-9)


def test_packed_logarithms_keep_a_relative_precision_and_drop_what_has_none():
    values = np.geomspace(1e-12, 1e6, 100)
    assert np.abs(unpacked(packed(values, log=True)) / values - 1).max() < 1e-3
    assert np.isnan(unpacked(packed(np.array([1.0, 0.0, -2.0, 10.0]), log=True))).tolist() == [False, True, True, False]


def test_the_browser_unpacks_what_python_packs():
    node = shutil.which("node")
    if not node:
        pytest.skip("there is no node")
    values = np.random.default_rng(1).normal(size=(3, 7))
    values[0, 0] = np.nan
    cases = [packed(values, 8), packed(values, 16), packed(np.abs(values) + 1, 16, log=True)]
    program = (
        f'import {{ unpacked }} from "{ROOT}/lecopt/widgets/js/maths/arrays.js";'
        f"const cases = {json.dumps(cases)};"
        "console.log(JSON.stringify(cases.map((c) => { const a = unpacked(c); return Array.from({ length: 21 }, "
        "(_, k) => a.at(k)); })));"
    )
    out = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=True
    ).stdout
    for case, found in zip(cases, json.loads(out)):
        np.testing.assert_allclose(np.array(found, dtype=float), unpacked(case).ravel(), rtol=1e-12)


@pytest.mark.parametrize(
    "bad, said",
    [
        ({"sliders": {}}, "sliders"),
        ({"lines": None}, "something to show"),
        ({"lines": {"a": np.zeros((2, 3))}}, r"a must have shape \(3"),
        ({"lines": {"a": [[1, 2], [3]]}}, "a must be real numbers of one shape, got rows of different lengths"),
        ({"alt": "", "title": ""}, "alt"),
        ({"captions": ["a"]}, "captions"),
        ({"start": [3]}, "at must be"),
        ({"pad": ("n", "m"), "heat": np.zeros((3, 3))}, "pad must name"),
        ({"predict": {"question": "?"}}, "predict"),
    ],
)
def test_frames_says_in_a_sentence_what_is_wrong(bad, said):
    with pytest.raises(ValueError, match=said):
        some_frames(**bad)


def test_frames_refuses_more_data_than_a_page_can_hold():
    noise = np.random.default_rng(0).normal(size=(200, 1000))
    with pytest.raises(ValueError, match="150 kB"):
        frames(sliders={"k": range(200)}, lines={"noise": noise}, x=np.arange(1000.0), alt="Noise.")


@pytest.mark.parametrize(
    "bad, said",
    [
        ({"formulas": "x + b"}, "b"),
        ({"formulas": "import os"}, "cannot read"),
        ({"tangent": True}, "point"),
        ({"secant": "h", "point": 1.0}, "secant"),
        ({"point": "p"}, "point must be"),
        ({"sliders": {"a": (0, 1, 5)}}, "slider a"),
        ({"x": (0, np.inf)}, "x must be"),
        ({"x": 3}, r"x must be finite numbers of shape \(2,\), got 3"),
        (
            {"formulas": "x + a", "sliders": {"a": (0, 1)}},
            r"slider a must be finite numbers of shape \(3,\), got \(0, 1\)",
        ),
        ({"point": [1]}, r"point must be a finite number, got \[1\]"),
        ({"predict": {**ASKED, "answer": 2}}, "answer"),
    ],
)
def test_curves_says_in_a_sentence_what_is_wrong(bad, said):
    with pytest.raises(ValueError, match=said):
        curves(**{"formulas": "x**2", "x": (0, 1)} | bad)


def test_the_drawn_picture_of_frames_keeps_the_ends_it_was_given(monkeypatch):
    drawn = []
    monkeypatch.setattr(sys.modules["lecopt.widgets.frames"], "show", lambda fig, alt: drawn.append(fig.axes[0].axis()))
    frames(sliders={"k": [0, 1]}, points={"p": np.zeros((2, 1, 2))}, x=(-3, 5), y=(-1, 4), alt="Points.").picture()
    frames(
        sliders={"k": [0, 1]},
        lines={"p": np.array([[1.0, 2.0], [1.0, 100.0]])},
        x=np.array([0.0, 1.0]),
        alt="Every frame fits.",
    ).picture()
    assert drawn[0] == (-3, 5, -1, 4)
    assert drawn[1][3] > 100


def test_traits_can_be_set_and_observed_and_refuse_what_is_not_theirs():
    seen, widget = [], some_frames()
    widget.observe(lambda change: seen.append(change["new"]), "at")
    widget.at = [2]
    assert seen == [[2]]
    with pytest.raises(ValueError, match="at must be"):
        widget.at = [7]
    line = curves("a*x", sliders={"a": (0, 2, 1)}, point=0.5)
    line.values = {"a": 2.0}
    assert line.values == {"a": 2.0}
    with pytest.raises(ValueError, match="no slider 'b'"):
        line.values = {"b": 1.0}


def test_words_in_a_spec_stay_words(show):
    evil = "<img src=x onerror=alert(1)>"
    page = show(
        some_frames(title=evil, alt=evil, sliders={evil: [1, 2, 3]}),
        curves("x", labels=[evil], predict={**ASKED, "question": evil}),
    )
    settled(page)
    assert page.locator("img").count() == 0
    expect(page.locator(".lw-title")).to_have_text(evil)
    expect(page.locator("legend")).to_have_text(evil)


def pixels(page):
    settled(page)
    return page.locator("canvas").first.evaluate("canvas => canvas.toDataURL()")


def test_the_slider_of_frames_moves_the_picture_and_says_where_it_is(show):
    page = show(some_frames(captions=["first", "second", "third"]))
    before, slider = pixels(page), page.get_by_role("slider", name="n")
    slider.focus()
    slider.press("ArrowRight")
    assert pixels(page) != before
    expect(page.locator("[aria-live]")).to_have_text("second")
    expect(page.locator("output")).to_have_text("2")


def test_a_pad_takes_the_pointer_and_the_arrow_keys(show):
    grid = np.add.outer(np.arange(4.0), np.arange(3.0))
    page = show(
        frames(
            sliders={"a": range(4), "b": range(3)},
            lines={"l": grid[..., None] * np.ones(5)},
            x=np.arange(5.0),
            heat=grid,
            pad=("a", "b"),
            alt="Pad.",
        )
    )
    pad = page.get_by_role("application")
    pad.focus()
    pad.press("ArrowRight")
    pad.press("ArrowUp")
    expect(page.locator("output")).to_have_text(["1", "1"])
    box = pad.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + 30)
    expect(page.locator("output")).to_have_text(["3", "2"])


def test_the_curve_tells_value_slope_and_secant_at_the_point(show):
    page = show(curves("x**2", x=(0, 4), sliders={"h": (0.5, 2.0, 1.0)}, point=1.0, secant="h", tangent=True))
    expect(page.locator(".lw-note")).to_have_text("At 1: value 1, slope 2, secant 3, error 1.")
    plot = page.get_by_role("application")
    plot.focus()
    plot.press("ArrowRight")
    expect(page.locator(".lw-note")).not_to_contain_text("At 1:")
    said = page.locator(".lw-note").inner_text()
    x = float(re.match(r"At ([\d.]+)", said)[1])
    assert 1 < x < 1.1 and f"slope {2 * x:.6g}" in said


def test_a_point_may_be_a_slider_and_moves_the_other_curves(show):
    page = show(curves(["x**2", "2*p*x - p**2"], x=(-2, 2), sliders={"p": (-1, 1, 0.5)}, point="p"))
    plot, slider, note = page.get_by_role("application"), page.get_by_role("slider", name="p"), page.locator(".lw-note")
    expect(note).to_contain_text("At 0.5: value 0.25, slope 1")
    before = pixels(page)
    plot.focus()
    plot.press("ArrowRight")
    expect(note).not_to_contain_text("At 0.5:")
    assert 0.5 < float(re.match(r"At ([\d.]+)", note.inner_text())[1]) < 0.6
    assert pixels(page) != before
    box = plot.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 20, box["y"] + 40)  # beyond the slider's end
    expect(note).to_contain_text("At 1: value 1, slope 2")
    slider.focus()
    slider.press("Home")
    expect(note).to_contain_text("value 1, slope −2")


def test_descent_along_a_curve_is_that_of_the_rule(show):
    page = show(curves("5*x**2", x=(-1.5, 1.5), point=1.0, descent={"lr": (0.01, 0.3, 0.05), "steps": 3}))
    expect(page.locator(".lw-note")).to_contain_text("From 1, after 3 steps: at 0.125, value 0.07813")


@pytest.mark.parametrize(
    "predict, answer, said",
    [
        (ASKED, 1, "Right. Count them."),
        (ASKED, 0, "You said one, it is two. Count them."),
        ({"question": "?", "number": 4, "unit": "steps", "because": "So."}, "4,1", "Right. So."),
        (
            {"question": "?", "number": 4, "unit": "steps", "because": "So."},
            "5",
            "You said 5 steps, it is 4 steps. So.",
        ),
    ],
)
def test_the_outcome_is_hidden_until_the_reader_has_committed(show, predict, answer, said):
    page = show(some_frames(predict=predict))
    hidden = pixels(page)
    page.get_by_role("button", name="Commit").click()
    expect(page.locator(".lw-verdict")).to_contain_text("first")
    assert pixels(page) == hidden
    if isinstance(answer, int):
        page.get_by_role("radio").nth(answer).check()
    else:
        page.get_by_role("textbox").fill(answer)
    page.get_by_role("button", name="Commit").click()
    expect(page.locator(".lw-verdict")).to_have_text(said)
    assert pixels(page) != hidden


def test_a_race_with_a_question_draws_no_path_before_the_answer(show):
    page = show(race("bowl", ["sgd"], steps=20, lr=0.1, predict=ASKED))
    hidden = pixels(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Commit").click()
    page.wait_for_timeout(600)
    assert pixels(page) != hidden
