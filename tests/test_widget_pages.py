"""The race in a browser: a page from file://, without a network, under a strict content security policy."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from widget_page import settled, show, site_kernel  # noqa: F401, fixtures

from lecopt.descent import run
from lecopt.first_order import RULES
from lecopt.landscapes import LANDSCAPES
from lecopt.widgets import module, race


def points(page, rule, nth=0):
    """A rule's path as the page drew it; None where it drew none."""
    settled(page)
    values = page.evaluate(
        (
            "([rule, nth]) => { const r = document.querySelectorAll('.lecopt-widget')[nth].lecopt.results.get(rule); "
            "return r && [...r.points].map(String) }"
        ),
        [rule, nth],
    )
    return values and np.array([float(value.replace("Infinity", "inf")) for value in values]).reshape(-1, 2)


def row(page, rule):
    """What the table says of a rule: [loss, distance]."""
    settled(page)
    return page.locator("tr", has=page.get_by_role("button", name=rule, exact=True)).locator("td").all_inner_texts()[1:]


def slide(page, label, way):
    """Moves a slider to a share of its way, as a reader's hand would."""
    page.get_by_label(label, exact=True).evaluate(
        (
            "(input, way) => { input.value = Math.round(way * input.max); input.dispatchEvent(new Event('input', { "
            "bubbles: true })); }"
        ),
        way,
    )


def picture_of(page, which=0):
    settled(page)
    return page.locator("canvas").nth(which).evaluate("canvas => canvas.toDataURL()")


def test_the_page_draws_the_paths_of_lecopt_run(show):
    page = show(race("rosenbrock", lr=0.002, steps=200), race("himmelblau", lr=0.01, steps=200))
    for nth, (name, lr) in enumerate([("rosenbrock", 0.002), ("himmelblau", 0.01)]):
        land = LANDSCAPES[name]
        for rule in RULES:
            path = run(RULES[rule], land.grad, land.start, 200, lr=lr)
            assert np.abs(points(page, rule, nth) - path).max() < 1e-12 * np.ptp(land.window), (name, rule)


def test_the_start_follows_a_drag_a_click_and_the_arrow_keys(show):
    page = show(race("bowl", rules=["sgd"], lr=0.1, steps=10))
    canvas = page.get_by_role("application")
    box = canvas.bounding_box()
    at = lambda x, y: (box["x"] + (x + 1.5) / 3 * box["width"], box["y"] + (1.5 - y) / 3 * box["height"])
    page.mouse.click(*at(-1, 0.5))
    assert points(page, "sgd")[0] == pytest.approx([-1, 0.5], abs=0.01)
    page.mouse.move(*at(-1, 0.5))
    page.mouse.down()
    page.mouse.move(*at(0.3, -0.6), steps=4)
    assert points(page, "sgd")[0] == pytest.approx([0.3, -0.6], abs=0.01)
    page.mouse.up()
    page.mouse.move(*at(1, 1))
    start = points(page, "sgd")[0]
    assert start == pytest.approx([0.3, -0.6], abs=0.01)
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert points(page, "sgd")[0] == pytest.approx(start + [0.03, 0.3], abs=1e-5)
    assert canvas.evaluate("c => getComputedStyle(c).touchAction") == "none"
    for _ in range(20):
        page.keyboard.press("Shift+ArrowUp")
    assert points(page, "sgd")[0][1] == 1.5  # it stays in the picture


def test_touch_moves_the_start_too(show):
    page = show(
        race("bowl", rules=["sgd"], lr=0.1), viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    box = page.get_by_role("application").bounding_box()
    page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + 0.5 * box["height"])
    assert points(page, "sgd")[0] == pytest.approx([-0.75, 0], abs=0.02)


def test_sliders_switches_and_the_table_move_what_they_name(show):
    page = show(race("bowl", rules=["sgd", "adam"], lr=0.1, steps=50))
    assert row(page, "sgd")[0] != ""
    page.get_by_role("button", name="sgd", exact=True).click()
    slide(page, "lr", 1)
    assert points(page, "sgd")[1] == pytest.approx([-9, -99])  # lr = 10 from (1, 1)
    assert row(page, "sgd") == ["diverged", "at step 2"]  # 9801 is a thousand windows away
    assert points(page, "adam")[1] == pytest.approx([0.9, 0.9])
    page.get_by_label("move it for every rule").check()
    slide(page, "lr", 1 / 3)
    assert points(page, "sgd")[1] == pytest.approx([0.999, 0.99])
    assert points(page, "adam")[1] == pytest.approx([0.999, 0.999])
    page.get_by_label("show sgd").uncheck()
    assert points(page, "sgd") is None and row(page, "sgd") == ["", ""]
    slide(page, "steps", 0.2)
    assert len(points(page, "adam")) == 102
    page.get_by_role("button", name="adam", exact=True).click()
    expect(page.get_by_label("beta1")).to_be_visible()
    slide(page, "beta1", 0)
    assert points(page, "adam").shape == (102, 2)
    page.get_by_role("button", name="Reset").click()
    assert points(page, "sgd") is not None and len(points(page, "adam")) == 51


def test_noise_has_a_size_and_a_seed(show):
    page = show(race("bowl", rules=["sgd", "momentum"], lr=0.1, steps=20))
    quiet = points(page, "sgd")
    slide(page, "gradient noise", 1)
    first = points(page, "sgd")
    page.get_by_label("noise seed").fill("7")
    second = points(page, "sgd")
    assert not np.allclose(quiet, first) and not np.allclose(first, second)
    widget = race("bowl", rules=["sgd"], lr=0.1, steps=20, noise=2.0, seed=7)
    assert np.allclose(second, widget.path["sgd"], rtol=1e-12, atol=1e-14)


def test_play_pause_step_and_scrub(show):
    page = show(race("bowl", rules=["sgd"], lr=0.1, steps=40))
    scrub = page.get_by_label("step", exact=True)
    assert scrub.get_attribute("aria-valuetext") == "40 of 40"
    whole = picture_of(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Pause").click()
    step = int(scrub.input_value())
    assert 0 < step < 40 and picture_of(page) != whole
    page.get_by_role("button", name="One step on").click()
    settled(page)
    assert scrub.input_value() == str(step + 1)
    page.get_by_role("button", name="One step back").click()
    settled(page)
    assert scrub.input_value() == str(step)
    slide(page, "step", 0)
    assert row(page, "sgd")[0] == "5.5" and page.get_by_role("button", name="One step back").is_disabled()
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output").first).to_have_text("40 of 40")
    assert page.get_by_role("button", name="Play").is_visible() and picture_of(page) == whole
    slide(page, "step", 0.5)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("output").first).to_have_text("40 of 40")


def test_with_reduced_motion_play_takes_a_few_large_steps(show):
    page = show(race("bowl", rules=["sgd"], lr=0.1, steps=400), reduced_motion="reduce")
    page.evaluate(
        "() => { window.seen = new Set(); new MutationObserver(() => "
        "seen.add(document.querySelector('output').textContent)).observe(document.querySelector('output'), { "
        "childList: true }) }"
    )
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Pause").click()
    assert 2 <= page.evaluate("seen.size") <= 5


def test_a_switch_of_theme_redraws_at_once(show):
    page = show(race("bowl", rules=["sgd"]))
    light = [picture_of(page, which) for which in (0, 1)]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert all(picture_of(page, which) != light[which] for which in (0, 1))
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert [picture_of(page, which) for which in (0, 1)] == light


def test_a_link_carries_the_state_and_restores_it(show):
    widgets = [race("bowl", rules=["sgd", "adam"], lr=0.1, steps=50) for _ in range(2)]
    page = show(*widgets)
    box = page.get_by_role("application").nth(1).bounding_box()
    page.mouse.click(box["x"] + 30, box["y"] + 40)
    page.evaluate("document.querySelectorAll('.lecopt-widget')[1].lecopt.goTo(20)")
    page.get_by_label("show adam").nth(1).uncheck()
    before = points(page, "sgd", 1)
    hash = page.get_by_role("link", name="Link to this state").nth(1).get_attribute("href")
    assert hash.startswith("#lecopt-race-2&")
    other = show(*widgets, hash=hash)
    assert np.array_equal(points(other, "sgd", 1), before) and points(other, "adam", 1) is None
    assert other.locator("output").all_inner_texts().count("20 of 50") == 1
    assert points(other, "sgd", 0)[0].tolist() == [1, 1]  # the other race is left alone
    other.evaluate("location.hash = '#lecopt-race-1&steps=5'")
    expect(other.locator("output").first).to_have_text("5 of 5")


def test_a_widget_far_down_wakes_when_the_reader_comes_near_or_a_link_means_it(show):
    far = '<div style="height: 6000px"></div>'
    body = (
        race("bowl", rules=["sgd"]).page()
        + far
        + race("bowl", rules=["sgd"]).page()
        + far
        + race("bowl", rules=["sgd"]).page()
    )
    alive = lambda page: page.evaluate(
        "[...document.querySelectorAll('.lecopt-widget')].map(e => 'alive' in e.dataset)"
    )
    page = show(body=body)
    assert alive(page) == [True, False, False]
    page.mouse.wheel(0, 5500)
    expect(page.locator(".lecopt-widget").nth(1)).to_have_attribute("data-alive", "")
    page.evaluate("location.hash = '#lecopt-race-3&steps=7'")
    expect(page.locator(".lecopt-widget").nth(2).locator("output").first).to_have_text("7 of 7")
    linked = show(body=body, hash="#lecopt-race-3&steps=7")
    assert alive(linked) == [True, False, True]
    assert linked.evaluate("scrollY") > 5000


def test_several_on_a_page_are_independent_and_no_id_stands_twice(show):
    page = show(race("bowl", rules=["sgd"]), race("bowl", rules=["sgd"]))
    box = page.get_by_role("application").first.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    assert points(page, "sgd", 0)[0].tolist() != [1, 1] and points(page, "sgd", 1)[0].tolist() == [1, 1]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 6


def test_a_screen_reader_hears_how_it_went(show):
    page = show(race("bowl", rules=["sgd", "momentum"], sgd={"lr": 0.3}, momentum={"lr": 0.05}, steps=60))
    live = page.locator("[aria-live=polite]").first
    expect(live).not_to_be_empty()
    said = live.inner_text()
    path = run(RULES["momentum"], LANDSCAPES["bowl"].grad, [1, 1], 60, lr=0.05)
    assert said.startswith("Step 60 of 60.") and f"momentum: loss {LANDSCAPES['bowl'](path[-1]):.3g}"[:18] in said
    assert re.search(r"sgd diverged at step \d+", said)
    assert page.get_by_role("application").get_attribute("aria-label").startswith("Landscape bowl")
    assert page.locator("canvas").nth(1).get_attribute("role") == "img"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_sticks_out(show, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = show(race("rosenbrock"), viewport={"width": width, "height": 900}, bypass_csp=True)
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    page.locator("details").evaluate("d => d.open = true")
    settled(page)
    assert not show.complaints
    violations = Axe().run(page).response["violations"]
    show.complaints.clear()  # axe itself asks for the stylesheet, which file:// refuses
    assert not violations, json.dumps([(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in violations], indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_arithmetic_of_a_step_shows_the_numbers_that_go_into_it(show):
    page = show(race("bowl", rules=["momentum"], lr=0.1, rho=0.5, steps=5))
    page.get_by_text("The arithmetic of this step").click()
    slide(page, "step", 0.2)
    settled(page)
    text = page.locator(".lw-working").inner_text()
    assert "from step 1 to step 2" in text
    # from (1, 1): v = dw = (1, 10), w = (0.9, 0); then dw = (0.9, 0), v = (0.5 + 0.9, 5), w = (0.9 - 0.14, -0.5)
    for line in (
        "v = rho · v + dw",
        "0.5 · 1 + 0.9 = 1.4",
        "0.5 · 10 + 0 = 5",
        "w = w − lr · v",
        "0.9 − 0.1 · 1.4 = 0.76",
        "0 − 0.1 · 5 = −0.5",
    ):
        assert line in text, line


def test_text_of_a_spec_stays_text(show):
    def rule(w, dw, *, lr=0.1):
        return w - lr * dw, ()

    rule.__name__ = "<img src=x onerror=alert(1)><b>mine</b>"
    page = show(race("bowl", rules=[rule]))
    page.get_by_text("The arithmetic of this step").click()
    settled(page)
    assert page.locator("img").count() == 0
    assert rule.__name__ in page.locator(".lw-table").inner_text()


def test_a_rule_that_only_python_can_run_says_so_and_shows_where_it_holds(show):
    def clipped(w, dw, *, lr=0.1):
        return w - lr * np.clip(dw, -1, 1), ()

    page = show(race("bowl", rules=["sgd", clipped], lr=0.1, steps=30))
    path = run(clipped, LANDSCAPES["bowl"].grad, [1, 1], 30, lr=0.1)
    assert np.array_equal(points(page, "clipped"), path)
    assert "is more than arithmetic" in page.locator(".lw-note").all_inner_texts()[1]
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowLeft")
    assert points(page, "clipped") is None and row(page, "clipped")[0] == "–"
    page.get_by_role("button", name="Reset").click()
    assert np.array_equal(points(page, "clipped"), path)


def test_the_outcome_waits_for_the_prediction(show):
    page = show(
        race(
            "bowl",
            rules=["sgd"],
            lr=0.21,
            predict={
                "question": "Does it converge?",
                "choices": ["yes", "no"],
                "answer": 1,
                "because": "lr is above 2/10.",
            },
        )
    )
    settled(page)
    assert row(page, "sgd") == ["", ""]
    assert "diverged" not in page.locator("main").inner_text() and not any(
        page.locator("[aria-live=polite]").all_inner_texts()
    )
    before = [picture_of(page, which) for which in (0, 1)]
    page.get_by_label("lr", exact=True).press("ArrowLeft")
    assert [picture_of(page, which) for which in (0, 1)] == before
    page.get_by_label("lr", exact=True).press("ArrowRight")
    slide(page, "step", 1)
    assert picture_of(page) == before[0]  # nor does the end give it away
    page.get_by_label("no", exact=True).check()
    page.get_by_role("button", name="Commit").click()
    expect(page.get_by_text("Right. lr is above 2/10.")).to_be_visible()
    expect(page.locator("output").first).to_have_text("100 of 100", timeout=15_000)
    assert (
        row(page, "sgd")[0]
        == f"{LANDSCAPES['bowl'](run(RULES['sgd'], LANDSCAPES['bowl'].grad, [1, 1], 100, lr=0.21)[-1]):.3g}"
        or row(page, "sgd")[0] == "diverged"
    )


def test_without_javascript_the_picture_says_it(show):
    page = show(race("bowl", rules=["sgd"]), java_script_enabled=False)
    assert page.get_by_role("img", name="Paths of sgd over 100 steps on the landscape bowl").is_visible()


def test_a_widget_that_fails_leaves_its_picture_and_the_others_alone(show):
    broken = race("bowl", rules=["sgd"]).page().replace('"ops":[["', '"ops":[["un', 1)
    page = show(body=broken + race("bowl", rules=["sgd"]).page())
    assert page.get_by_role("img", name="Paths of sgd").is_visible()
    assert page.get_by_role("application").count() == 1
    assert any("no operation un" in text for text in show.complaints)
    show.complaints.clear()


def test_a_view_that_goes_takes_its_listeners_and_observers_with_it(show, tmp_path):
    page = show(body="<div id='place'></div>", bypass_csp=True)
    left = page.evaluate(
        """async ([text, state]) => {
        const alive = new Set();
        const add = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type, act, options) {
          if (options?.signal !== undefined || this instanceof AbortSignal) {
            if (!(this instanceof AbortSignal)) alive.add(options.signal);
          } else alive.add(type + ' without a signal');
          return add.call(this, type, act, options);
        };
        for (const name of ['MutationObserver', 'ResizeObserver']) {
          const Real = window[name];
          window[name] = class extends Real {
            constructor(act) { super(act); alive.add(this); }
            disconnect() { super.disconnect(); alive.delete(this); }
          };
        }
        const widgets = (await import('data:text/javascript;charset=utf-8,' + encodeURIComponent(text))).default;
        const listeners = new Set();
        const model = {
          get: (k) => state[k],
          set(k, v) { state[k] = v; },
          save_changes() {},
          on: (e, f) => listeners.add(f),
          off: (e, f) => listeners.delete(f),
        };
        const clean = widgets.render({ model, el: document.querySelector('#place') });
        await new Promise((done) => setTimeout(done, 100));
        const during = listeners.size;
        clean();
        return [during > 0, listeners.size, [...alive].filter((x) => x?.aborted !== true).map(String)];
      }""",
        [module(), race("bowl", rules=["sgd"]).spec()],
    )
    assert left == [True, 0, []]


def test_the_published_page_draws_the_paths_of_lecopt_run(site, browser):
    file = next((file for file in sorted(site.rglob("*.html")) if 'data-widget="race"' in file.read_text("utf8")), None)
    if file is None:
        pytest.skip("no page of the built site holds a race")
    page = browser.new_page()
    page.context.set_offline(True)
    page.goto(file.as_uri())
    element = page.locator('.lecopt-widget[data-widget="race"]').first
    spec = json.loads(element.get_attribute("data-spec"))
    element.scroll_into_view_if_needed()
    expect(element).to_have_attribute("data-alive", "")
    settled(page)
    for rule in set(spec["shown"]) & set(RULES):
        land = LANDSCAPES[spec["landscape"]["name"]]
        drawn = element.evaluate(
            "(e, rule) => [...(e.lecopt ?? e.lastElementChild.lecopt).results.get(rule).points]", rule
        )
        path = run(RULES[rule], land.grad, spec["start"], spec["steps"], **spec["hyper"][rule])
        assert np.abs(np.reshape(drawn, (-1, 2)) - path).max() < 1e-12 * np.ptp(land.window)
    page.close()
