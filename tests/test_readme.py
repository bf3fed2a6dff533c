"""What README.md and CONTRIBUTING.md promise is there: examples that run, commands that exist, links that lead on."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md"]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf8"), re.M))


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_run_as_shown(page):
    result = doctest.testfile(str(ROOT / page), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf8")
    assert result.failed == 0
    assert result.attempted > 0 or page != "README.md"


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_exists(page):
    assert set(re.findall(r"(?:^    |`)make ([a-z-]+)", (ROOT / page).read_text("utf8"), re.M)) <= TARGETS


@pytest.mark.parametrize("page", PAGES)
def test_links_and_paths_lead_to_files(page):
    text = (ROOT / page).read_text("utf8")
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named += re.findall(r"`((?:book|lecopt|tests|tools|\.github)/[\w./]*)`", text)
    named += re.findall(r"^\s+\.venv/bin/python ((?:tools|tests)/\w+\.py)", text, re.M)
    assert [name for name in named if not (ROOT / name).exists()] == []
