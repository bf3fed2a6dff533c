"""requirements.txt pins everything, exactly, and everything that is imported stands in it with its reason."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("packaging")
import pins
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TEXT = pins.FILE.read_text("utf8")
FOLDERS = ("lecopt", "tools", "tests", "book", "benchmarks")
COMPARED_WITH = {"jax", "optax"}  # a benchmark has a row for them where they are, and a sentence where they are not
OWN = {path.stem for folder in FOLDERS[1:] for path in (ROOT / folder).rglob("*.py")} | {"lecopt"}


def imported(folder):
    """The packages that the Python files of a folder import, by their names in Python."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.split(".")[0]


def test_every_line_is_an_exact_pin():
    lines = [line.partition("#")[0].strip() for line in TEXT.splitlines()]
    assert [line for line in lines if line and not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_nothing_that_a_pin_brings_along_is_left_open():
    closed = {**pins.closure(pins.pins(TEXT))}
    assert set(closed) - set(pins.pins(TEXT)) == set()


def test_the_environment_is_the_pinned_one():
    different = {name: (pin, pins.version(name)) for name, pin in pins.pins(TEXT).items() if pins.version(name) != pin}
    assert different == {}, "run make, or tools/pins.py after a change that was meant"


def test_what_is_imported_is_asked_for():
    distributions = importlib.metadata.packages_distributions()
    names = {name for folder in FOLDERS for name in imported(folder)}
    names -= OWN | COMPARED_WITH | set(sys.stdlib_module_names)
    pinned = set(pins.pins(TEXT))
    assert {name for name in names if not {canonicalize_name(d) for d in distributions.get(name, [])} & pinned} == set()


def test_the_pins_lie_in_the_ranges_that_the_package_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    texts = sum(project.get("optional-dependencies", {}).values(), project["dependencies"])
    asked = [Requirement(text) for text in texts]
    pinned = pins.pins(TEXT)
    assert {
        str(need): pinned.get(canonicalize_name(need.name))
        for need in asked
        if need.name != "lecopt" and pinned.get(canonicalize_name(need.name), "0") not in need.specifier
    } == {}


def test_colabs_versions_lie_in_the_ranges_too():
    colab = {
        "numpy": "2.1.3",
        "sympy": "1.14.0",
        "scikit-learn": "1.6.1",
        "matplotlib": "3.10.0",
        "ipywidgets": "7.7.1",
        "traitlets": "5.7.1",
        "anywidget": "0.9.21",
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    for need in map(Requirement, project["dependencies"]):
        assert colab.get(need.name, "99") in need.specifier, need
    assert "3.13" in SpecifierSet(project["requires-python"])
