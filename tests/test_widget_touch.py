"""Fingers and paper: a swipe scrolls the page, the handle is dragged, and what is printed is every widget's picture."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from widget_page import settled, show, site_kernel  # noqa: F401, fixtures

from lecopt.widgets import curves, frames, race

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TALL = '<div style="height: 2000px"></div>'
GRID = np.add.outer(np.arange(4.0), np.arange(3.0))


def a_race():
    return race("bowl", ["sgd"], lr=0.1, steps=20)


def a_curve():
    return curves("x**2", x=(-2, 2), point=1.0)


def a_pad():
    lines = {"l": GRID[..., None] * np.ones(5)}
    return frames(sliders={"a": range(4), "b": range(3)}, lines=lines, x=range(5), heat=GRID, pad=("a", "b"), alt=".")


# Of each: the canvas to swipe, where its handle is (as shares of the canvas, from the left and the top), and its state.
WIDGETS = {
    "race": (a_race, 0, (2.5 / 3, 0.5 / 3), lambda page: points(page)[:2]),
    "loss": (a_race, 1, None, lambda page: page.locator("output").first.inner_text()),
    "curve": (a_curve, 0, None, lambda page: page.locator(".lw-note").first.inner_text()),
    "pad": (a_pad, 0, None, lambda page: page.locator("output").all_inner_texts()),
}


def points(page):
    return page.evaluate("[...document.querySelector('.lecopt-widget').lecopt.results.get('sgd').points]")


def opened(show, make):
    page = show(body="<div style='height: 300px'></div>" + make().page() + TALL, **PHONE)
    page.evaluate("scrollTo(0, 250)")
    settled(page)
    return page


def swipe(page, start, by, steps=12):
    """A finger goes down, moves and is lifted: what Chromium makes of touches, its scrolling included."""
    session = page.context.new_cdp_session(page)
    touch = lambda kind, *at: session.send(
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]}
    )
    touch("touchStart", start)
    for k in range(1, steps + 1):
        touch("touchMove", (start[0] + by[0] * k / steps, start[1] + by[1] * k / steps))
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_timeout(400)
    settled(page)


def place(page, which, share):
    box = page.locator("canvas").nth(which).bounding_box()
    return box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"]


@pytest.mark.parametrize("kind", WIDGETS)
def test_an_upright_swipe_scrolls_the_page_and_moves_nothing(show, kind):
    make, which, _, state = WIDGETS[kind]
    page = opened(show, make)
    page.locator("canvas").nth(which).scroll_into_view_if_needed()
    before, scrolled = state(page), page.evaluate("scrollY")
    swipe(page, place(page, which, (0.4, 0.7)), (3, -150))
    assert page.evaluate("scrollY") > scrolled + 80
    assert state(page) == before


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_sideways_swipe_beside_the_handle_moves_nothing(show, kind):
    make, which, _, state = WIDGETS[kind]
    page = opened(show, make)
    page.locator("canvas").nth(which).scroll_into_view_if_needed()
    before = state(page)
    swipe(page, place(page, which, (0.45, 0.65)), (90, 2))
    assert state(page) == before


def test_a_finger_on_the_start_of_the_race_drags_it_and_the_page_stays(show):
    page = opened(show, a_race)
    scrolled = page.evaluate("scrollY")
    swipe(page, place(page, 0, (2.5 / 3, 0.5 / 3)), (-100, 150))
    width, height = (page.locator("canvas").first.bounding_box()[side] for side in ("width", "height"))
    assert points(page)[:2] == pytest.approx([1 - 300 / width, 1 - 450 / height], abs=0.03)
    assert page.evaluate("scrollY") == scrolled


def test_a_finger_on_the_point_of_a_curve_drags_it_along_x(show):
    page = opened(show, a_curve)
    box = page.locator("canvas").first.bounding_box()
    at = (box["x"] + 46 + 0.75 * (box["width"] - 56), mark_height(page, box))
    swipe(page, at, (-90, 4))
    x = float(re.match(r"At (−?[\d.]+)", page.locator(".lw-note").first.inner_text())[1].replace("−", "-"))
    assert x == pytest.approx(1 - 90 * 4 / (box["width"] - 56), abs=0.05)


def mark_height(page, box):
    low, high = a_curve().axes["y"]["low"], a_curve().axes["y"]["high"]
    return box["y"] + box["height"] - 34 - (1 - low) / (high - low) * (box["height"] - 54)


def test_a_finger_on_the_point_of_a_pad_drags_it_and_the_page_stays(show):
    page = opened(show, a_pad)
    scrolled, box = page.evaluate("scrollY"), page.locator("canvas").first.bounding_box()
    left, right, top, bottom = 46, box["width"] - 64, 20, box["height"] - 34
    at = (box["x"] + left + (right - left) / 8, box["y"] + bottom - (bottom - top) / 6)
    swipe(page, at, ((right - left) / 2, -(bottom - top) * 2 / 3))
    assert page.locator("output").all_inner_texts() == ["2", "2"]
    assert page.evaluate("scrollY") == scrolled


@pytest.mark.parametrize("kind, said", [("race", None), ("curve", "At 0"), ("pad", ["2", "1"])])
def test_a_tap_still_moves_the_handle_there(show, kind, said):
    make, which, _, state = WIDGETS[kind]
    page = opened(show, make)
    box = page.locator("canvas").first.bounding_box()
    if kind == "pad":
        at = (box["x"] + 46 + 0.6 * (box["width"] - 110), box["y"] + 20 + 0.5 * (box["height"] - 54))
    else:
        at = (box["x"] + (box["width"] - 56) / 2 + 46, box["y"] + box["height"] / 2)
    before = state(page)
    page.touchscreen.tap(*at)
    settled(page)
    assert state(page) != before
    if kind == "pad":
        assert state(page) == said
    elif kind == "curve":
        assert abs(float(state(page).split()[1].rstrip(":").replace("−", "-"))) < 0.02


# Paper


def printable():
    asked = {"question": "Which?", "choices": ["a", "b"], "answer": 0, "because": "So."}
    return [race("bowl", ["sgd"]), curves("x**2", point=1.0, predict=asked), a_pad(), race("saddle", ["adam"])]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_paper_every_widget_is_its_picture_scrolled_to_or_not(show, theme):
    widgets = printable()
    page = show(body=TALL.join(widget.page() for widget in widgets))
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    settled(page)
    alive = page.locator(".lecopt-widget[data-alive]")
    assert 0 < alive.count() < len(widgets)
    assert page.locator(".lw-still svg:visible").count() == 0
    page.emulate_media(media="print")
    pictures = page.locator(".lecopt-widget svg.lecopt-figure")
    for k in range(len(widgets)):
        box = pictures.nth(k).bounding_box()
        assert pictures.nth(k).is_visible() and box["width"] > 300 and box["height"] > 150
        whole = page.locator(".lecopt-widget").nth(k).bounding_box()
        assert whole["height"] < box["height"] + 40
        assert pictures.nth(k).evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert page.locator(".lecopt-widget :is(canvas, input, button, table):visible").count() == 0
    page.emulate_media(media="screen")
    assert page.locator(".lw-still svg:visible").count() == 0 and page.locator("canvas:visible").count() > 0


# Captions and marks of frames


def test_the_caption_is_there_at_once_and_only_where_it_says_more_than_the_slider(show):
    options = {"sliders": {"n": [1, 2, 3]}, "lines": {"a": np.ones((3, 5))}, "x": range(5), "alt": "."}
    page = show(frames(**options, captions=["first", "second", "third"]), frames(**options))
    slider = page.get_by_role("slider", name="n").first
    slider.focus()
    slider.press("ArrowRight")
    settled(page)
    assert page.locator(".lw-note").all_inner_texts() == ["second"]
    expect(page.locator("[aria-live]").first).to_have_text("second")
    page.get_by_role("slider", name="n").nth(1).press("ArrowRight")
    page.wait_for_timeout(700)
    assert page.locator("[aria-live]").nth(1).inner_text() == ""  # the slider says its value itself


def test_the_last_marker_is_drawn_whole_at_the_border(show):
    line = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    page = show(frames(sliders={"k": [0, 1]}, lines={"a": line}, x=[0, 0.5, 1], y=(0, 1), alt="."))
    settled(page)
    # the mark stands on the corner (width - 10, 20); its ink reaches beyond the frame on both sides
    inked = page.locator("canvas").first.evaluate(
        """canvas => {
          const density = canvas.width / canvas.clientWidth;
          const [left, top] = [canvas.clientWidth - 20, 0];
          const ink = canvas.getContext('2d').getImageData(left * density, top, 20 * density, 40 * density);
          const at = (x, y) => ink.data[4 * (Math.round((y - top) * density) * ink.width
            + Math.round((x - left) * density)) + 3] > 200;
          const [x, y] = [canvas.clientWidth - 10, 20];
          return [at(x + 3, y), at(x, y - 3), at(x + 3, y - 2)];
        }"""
    )
    assert inked == [True, True, True]


def test_newtons_landing_point_is_drawn_and_the_step_can_be_taken(show):
    page = show(curves("exp(x) - 2*x", x=(-1.5, 2.5), y=(0, 5), point=2.0, newton=True))
    note = page.locator(".lw-note")
    landed = 2 - (np.exp(2) - 2) / np.exp(2)
    expect(note).to_contain_text(f"Newton's step leads to {landed:.4g}")
    for _ in range(5):
        page.get_by_role("button", name="Take Newton's step").click()
    expect(note).to_contain_text("At 0.6931")


# The table of the race


def test_the_table_holds_every_rules_rate_and_a_click_on_a_row_brings_its_sliders(show):
    page = show(race("bowl", ["sgd", "adam"], sgd={"lr": 0.05}, adam={"lr": 0.2}))
    settled(page)
    rows = page.locator("tbody tr:visible")
    assert [row.locator("td").nth(1).inner_text() for row in rows.all()] == ["0.05", "0.2"]
    expect(page.get_by_text("Click a rule for its sliders")).to_be_visible()
    expect(page.get_by_label("beta1")).to_be_visible()
    rows.nth(0).locator("td").nth(2).click()
    expect(page.get_by_label("beta1")).to_be_hidden()
    page.get_by_label("lr", exact=True).press("End")
    settled(page)
    assert rows.nth(0).locator("td").nth(1).inner_text() == "10"
