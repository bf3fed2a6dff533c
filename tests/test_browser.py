"""The built site in a real browser: nothing foreign, no error, readable by all, light and dark, wide and narrow."""

import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from pages import BASE, CHAPTERS, PAGES

WIDTHS = {"desk": 1280, "phone": 390}
LIMIT = 250_000  # bytes a page weighs, gzip, with everything it fetches


class Deployed(SimpleHTTPRequestHandler):
    """The site where it will be deployed: under the path of its address, with 404.html for what is not there."""

    prefix = urlsplit(BASE).path

    def translate_path(self, path):
        if not path.startswith(self.prefix):
            return "/nowhere"
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_error(self, code, message=None, explain=None):
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def deployed(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Deployed, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{Deployed.prefix}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(browser):
    """Opens a page with a colour scheme and a width; the page collects its `.faults` and the requests `.fetched`."""
    contexts = []

    def opened(address, scheme="light", width=1280, **options):
        contexts.append(browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.faults, page.fetched = [], []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console",
            lambda message: page.faults.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("request", lambda request: page.fetched.append(request))
        page.goto(address, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => 0)")
        return page

    yield opened
    for context in contexts:
        context.close()  # a second time does no harm


EVERYTHING = ["document", {"resultTypes": ["violations"]}]
# Measuring the colours of a thousand words of code takes seconds, and they are the same on a phone as on a desk.
ALL_BUT_COLOURS = ["document", {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}]
COLOURS_BUT_OF_CODE = [
    {"exclude": [["pre"], ["mjx-math"], ["svg.lecopt-figure"]]},
    {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
]


def axe(page, runs=(EVERYTHING,)):
    """What axe-core objects to, a line each: rule, and the first elements it names."""
    page.evaluate(AXE_FILE_PATH.read_text("utf8"))
    script = """([context, options]) =>
        axe.run(context === 'document' ? document : context, options).then((results) => results.violations)"""
    found = [rule for run in runs for rule in page.evaluate(script, list(run))]
    return [f"{rule['id']}: {[node['target'][0] for node in rule['nodes'][:3]]} {rule['help']}" for rule in found]


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def settled(page):
    """Every widget is awake and has drawn, and no colour is on its way: axe would measure half-faded ones."""
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    for widget in page.locator(".lecopt-widget[data-widget]").all():
        widget.scroll_into_view_if_needed()
        widget.locator("canvas, svg:not(.lecopt-figure)").first.wait_for()
    page.evaluate("scrollTo(0, 0); new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(deployed, tab, name, scheme, width):
    page = tab(deployed + name, scheme, WIDTHS[width])
    settled(page)
    strangers = [request.url for request in page.fetched if not request.url.startswith((deployed, "data:", "blob:"))]
    assert strangers == []
    assert page.faults == []
    assert too_wide(page) <= 0
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert axe(page, [EVERYTHING] if width == "desk" else [ALL_BUT_COLOURS, COLOURS_BUT_OF_CODE]) == []


def test_the_checks_see_planted_faults(tab):
    page = tab(
        "data:text/html,<title>t</title><body style='margin:0'><div style='width:3000px'>wide</div><img src='data:,x'>"
        "<p style='color:rgb(200,200,200)'>pale</p><script>console.error('planted')</script>"
    )
    assert page.faults and too_wide(page) > 1000
    for runs in ([EVERYTHING], [ALL_BUT_COLOURS, COLOURS_BUT_OF_CODE]):
        assert {"image-alt", "color-contrast"} <= {line.split(":")[0] for line in axe(page, runs)}


@pytest.mark.parametrize("name", [f"{name}.html" for name in CHAPTERS])
def test_a_page_weighs_less_than_a_photograph(deployed, tab, name):
    page = tab(deployed + name)
    page.wait_for_load_state("networkidle")
    bodies = {request.url: request.response().body() for request in page.fetched if request.url.startswith("http")}
    weight = sum(min(len(body), len(gzip.compress(body))) for body in bodies.values())
    assert weight < LIMIT, {url: len(gzip.compress(body)) for url, body in bodies.items()}


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_site_works_over_http_and_from_a_file(deployed, site, tab, way):
    """Two pages, the search and the colour switch, with the network off where the pages are files."""
    start = deployed if way == "http" else site.as_uri() + "/"
    page = tab(start + "index.html", offline=way == "file")
    page.locator(".prev-next-area a.right-next").click()
    page.wait_for_load_state("load")
    assert page.locator("article h1").count() == 1
    page.locator(".theme-switch-button").first.click()
    chosen = page.evaluate("document.documentElement.dataset.mode")
    page.goto(start + "search.html?q=gradient")
    page.wait_for_selector("#search-results li a")
    if way == "http":  # a browser may give each file a memory of its own
        assert page.evaluate("document.documentElement.dataset.mode") == chosen
    assert page.faults == []


def test_every_widget_comes_to_life_from_a_file_with_the_network_off(site, tab):
    names = [name for name in CHAPTERS if 'class="lecopt-widget"' in (site / f"{name}.html").read_text("utf8")]
    for name in names:
        page = tab(f"{site.as_uri()}/{name}.html", offline=True)
        settled(page)
        assert page.faults == [], name
        page.context.close()
    assert "index" in names


def test_search_opens_from_the_keyboard_and_leads_to_a_chapter(deployed, tab):
    page = tab(deployed + "index.html")
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.fill("learning rate")
    field.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.locator("#search-results li a").first.click()
    page.wait_for_load_state("load")
    assert page.locator("article h1").count() == 1 and "search.html" not in page.url


def test_previous_and_next_walk_through_the_whole_book(deployed, tab):
    page, seen = tab(deployed + "index.html"), ["index"]
    while page.locator("a.right-next").count():
        came_from = page.url
        page.goto(page.evaluate("document.querySelector('a.right-next').href"))
        assert page.evaluate("document.querySelector('a.left-prev').href") == came_from
        seen.append(page.url.removeprefix(deployed).removesuffix(".html"))
    assert sorted(seen) == CHAPTERS


def test_a_code_cell_can_be_copied(deployed, tab):
    page = tab(next(f"{deployed}{name}.html" for name in CHAPTERS), permissions=["clipboard-read", "clipboard-write"])
    for name in CHAPTERS:
        page.goto(f"{deployed}{name}.html")
        if page.locator(".cell_input button.copybtn").count():
            break
    button = page.locator(".cell_input button.copybtn").first
    code = page.locator(".cell_input pre").first.inner_text()
    button.hover()
    button.click()
    page.wait_for_selector("button.copybtn.success")
    assert page.evaluate("navigator.clipboard.readText()").strip() == code.strip()


def test_an_address_that_does_not_exist_shows_the_404_page_with_working_links(deployed, tab):
    page = tab(deployed + "no/such/page.html")
    page.faults = [fault for fault in page.faults if "404" not in fault]  # the page itself
    assert page.locator("article h1").inner_text() == "This page is not here"
    statuses = {
        request.url: request.response().status
        for request in page.fetched
        if request.url != page.url and request.response()
    }
    assert set(statuses.values()) == {200}, statuses
    page.locator(".navbar-brand").click()
    page.wait_for_load_state("load")
    assert page.url.removeprefix(deployed) == "index.html" and page.faults == []


def test_without_javascript_the_page_follows_the_systems_colours(deployed, browser):
    colours = {}
    for scheme in ("light", "dark"):
        with browser.new_context(java_script_enabled=False, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(deployed + "index.html")
            body = page.locator("body")
            script = "body => [getComputedStyle(body).backgroundColor, getComputedStyle(body).color]"
            colours[scheme] = body.evaluate(script)
            assert page.locator("nav.bd-links a").first.is_visible()
    assert colours["light"] != colours["dark"] and all(len(set(pair)) == 2 for pair in colours.values())


def test_a_page_does_not_jump_while_it_loads(deployed, tab):
    page = tab(deployed + "index.html", width=390)
    shift = page.evaluate("""new Promise(done => {
        let sum = 0;
        const add = entry => { if (!entry.hadRecentInput) sum += entry.value; };
        new PerformanceObserver(list => list.getEntries().forEach(add))
            .observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(sum), 800);
    })""")
    assert shift < 0.1
