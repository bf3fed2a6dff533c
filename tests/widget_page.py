"""A page with widgets, from file://, without a network, under a strict policy: fixtures for the widgets' tests."""

import pytest

from lecopt.widgets import classic_script, stylesheet

# matplotlib's SVG has style attributes.
POLICY = "default-src 'none'; script-src file:; style-src file: 'unsafe-inline'; img-src data:"
THEME = """
html { --pst-color-text-base: #222832; --pst-color-background: #ffffff; --pst-color-link: #176de8; }
html { background: var(--pst-color-background); color: var(--pst-color-text-base); }
html[data-theme=dark] { --pst-color-text-base: #ced6dd; --pst-color-background: #14181e; --pst-color-link: #3fb1c5; }
html[data-theme=dark] { color-scheme: dark; }
main { max-width: 740px; margin: auto }
"""


@pytest.fixture
def site_kernel(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")


@pytest.fixture
def show(tmp_path, browser, site_kernel):
    """show(widget, …, hash="", **options of the page) -> a page with the widgets on it, open; it must not complain."""
    pages, complaints = [], []

    def opened(*widgets, hash="", body=None, **options):
        (tmp_path / "widgets.js").write_text(classic_script())
        (tmp_path / "widgets.css").write_text(stylesheet() + THEME)
        body = "".join(widget.page() for widget in widgets) if body is None else body
        (tmp_path / "page.html").write_text(
            '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf8"><title>Race</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="widgets.css">'
            '<script defer src="widgets.js"></script></head>'
            f"<body><main><h1>Race</h1>{body}</main></body></html>"
        )
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}} | options)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(f"file://{tmp_path}") else complaints.append(request.url),
        )
        page.goto(f"file://{tmp_path}/page.html{hash}")
        pages.append(page)
        return page

    opened.complaints = complaints
    yield opened
    for page in pages:
        page.close()
    assert not complaints


def settled(page):
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
