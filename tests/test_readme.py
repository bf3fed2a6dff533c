"""What README.md and CONTRIBUTING.md promise is there: examples that run, commands that exist, links that lead on."""

import doctest
import re
from pathlib import Path

import exercise_picture
import pytest
import yaml
from repository import repository

import lecopt

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


def test_the_picture_of_an_exercise_shows_what_the_check_says():
    shown = exercise_picture.TARGET.read_text("utf8")
    assert shown == exercise_picture.picture(), "the check says something else now: run tools/exercise_picture.py"


def test_the_citation_names_this_version_and_address():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert (citation["version"], citation["repository-code"]) == (lecopt.__version__, repository().url)
    assert f"## {lecopt.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf8")


@pytest.mark.parametrize("form", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")), ids=lambda form: form.stem)
def test_a_form_for_issues_is_one_that_github_can_read(form):
    read = yaml.safe_load(form.read_text("utf8"))
    assert {"name", "description", "body"} <= set(read)
    assert {part["type"] for part in read["body"]} <= {"input", "textarea", "dropdown", "markdown", "checkboxes"}
    assert all(part["attributes"]["label"] for part in read["body"])
    assert len({part["id"] for part in read["body"]}) == len(read["body"])
