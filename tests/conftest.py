"""What all tests share: when the site and browser tests run, and the site and the browser that they ask for.

A test marked `site` reads the built site, one marked `browser` needs Chromium; asking for a fixture below marks it.
Where there is no site or no Chromium such a test is skipped with the reason, except in CI (CI=true), where it fails.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

os.environ.setdefault("MPLBACKEND", "agg")
signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where it is ignored, every exit code reads as 0
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools"), str(ROOT / "benchmarks")]


def chromium_path():
    """The system's Chromium, or None."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


MISSING = {
    "site": lambda: None if (SITE / "index.html").exists() else "there is no site: run `make book`",
    "browser": lambda: None if chromium_path() else "there is no Chromium: install it, or set CHROMIUM to its path",
}


def pytest_collection_modifyitems(items):
    for item in items:
        for mark in {"site", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(mark)


def pytest_runtest_setup(item):
    for mark, missing in MISSING.items():
        if item.get_closest_marker(mark) and (reason := missing()):
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    return SITE


@pytest.fixture(scope="session")
def browser():
    """A browser, started once: Playwright's, on the system's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
