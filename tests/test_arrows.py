"""The shape of the package: imports follow the map in lecopt/__init__.py, no module is long, names say what is inside.

Each check is tried on a planted fault.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lecopt"
LONGEST_MODULE, LONGEST_EXERCISE = 225, 235  # "about 220": a list of mistakes may run over a little

FORBIDDEN = {"torch", "book", "tests", "tools"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}


def modules(package):
    """{dotted name below the package: path}, a subpackage named for itself."""
    names = {path: path.relative_to(package).with_suffix("").parts for path in sorted(package.rglob("*.py"))}
    return {
        ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts): path
        for path, parts in names.items()
    }


def imported(name, path):
    """The dotted names that a module imports, anywhere in it, relative ones spelled out."""
    here = ["lecopt", *([] if name == "__init__" else name.split("."))]
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join(base + ([node.module] if node.module else []))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def map_of(package):
    """{part: its floor on the map of the package's docstring}; a blank line is the ceiling between two floors."""
    text = (package / "__init__.py").read_text("utf8").partition("\nModules")[2]
    table = text.partition("\n====")[2].partition("\n====")[0].partition("\n")[2]
    floors = [floor.splitlines() for floor in table.strip("\n").split("\n\n")]
    return {line.split()[0]: floor for floor, lines in enumerate(floors, 1) for line in lines}


def shape_problems(package):
    """Every departure from the plan, as sentences."""
    found, known, arrows, floors = [], modules(package), {}, map_of(package)
    needs = dict.fromkeys(floors, 0)
    found += [f"{part} is on the map and not in the package" for part in floors if part not in known]
    for name, path in known.items():
        part, text = name.split(".")[0], path.read_text("utf8")
        if part not in floors and part != "__init__":
            found.append(f"{part} is not on the map: give it a line in lecopt/__init__.py")
            continue
        longest = LONGEST_EXERCISE if part == "exercises" else LONGEST_MODULE
        if len(text.splitlines()) > longest:
            found.append(f"{name} has {len(text.splitlines())} lines, more than {longest}")
        if set(name.split(".")) & EMPTY_NAMES:
            found.append(f"{name} is a name that says nothing")
        if not (ast.get_docstring(ast.parse(text)) or "").split("\n")[0].rstrip().endswith((".", ":", "?")):
            found.append(f"{name} does not begin with one sentence that says what it is for")
        for target in imported(name, path):
            first, _, inner = target.partition(".")
            if first in FORBIDDEN:
                found.append(f"{name} imports {first}")
            if first == "lecopt":
                below = inner.split(".")[0]
                if part != "__init__" and below != part:
                    if floors.get(below, len(floors)) >= floors[part]:
                        found.append(f"{name} imports {target}, which is not on a floor below it")
                    needs[part] = max(needs[part], floors.get(below, 0))
                parts = inner.split(".")
                module = next((".".join(parts[:n]) for n in (4, 3, 2, 1) if ".".join(parts[:n]) in known), None)
                arrows.setdefault(name, set()).add(module)
    found += [
        f"{part} stands higher than it needs to" for part in floors if part in known and floors[part] > needs[part] + 1
    ]
    return found + [f"{' -> '.join(circle)} is a circle" for circle in circles(arrows)]


def circles(arrows):
    """The imports that lead back to where they started, a subpackage's own __init__ left aside."""

    def walk(name, path):
        for target in arrows.get(name, ()):
            if target == path[0] and len(path) > 1:
                yield (*path, target)
            elif target and target not in path and target > path[0]:
                yield from walk(target, (*path, target))

    return [circle for name in sorted(arrows) for circle in walk(name, (name,))]


def test_the_package_has_the_planned_shape():
    assert shape_problems(PACKAGE) == []


def test_importing_every_module_does_not_bring_in_torch():
    code = (
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
        "assert not {'torch', 'book'} & set(sys.modules)"
    )
    names = ["lecopt" if name == "__init__" else f"lecopt.{name}" for name in modules(PACKAGE)]
    done = subprocess.run([sys.executable, "-c", code, *names], cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


GOOD = {
    "__init__.py": (
        '"""A package.\n\nModules:\n\n=====\nfirst_order  rules\n\ndescent      loops\n\n'
        'widgets      alive\n=====\n"""\n'
        "from .descent import run\n"
    ),
    "first_order.py": '"""Rules."""\nimport numpy\n',
    "descent.py": '"""Loops."""\nfrom lecopt.first_order import sgd\n',
    "widgets/__init__.py": '"""Widgets."""\nfrom .race import race\nfrom .. import descent\n',
    "widgets/race.py": '"""A race."""\nfrom .drawing import draw\n',
    "widgets/drawing.py": '"""Drawing."""\n',
}


def planted(folder, **files):
    for name, text in {**GOOD, **files}.items():
        (folder / "lecopt" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "lecopt" / name).write_text(text)
    return shape_problems(folder / "lecopt")


def test_a_package_of_the_planned_shape_has_no_problem(tmp_path):
    assert planted(tmp_path) == []


@pytest.mark.parametrize(
    "name, text, problem",
    [
        ("first_order.py", '"""Rules."""\nfrom lecopt.descent import run\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\nfrom .descent import run\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\nimport lecopt.descent\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\nfrom lecopt import descent\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\nfrom lecopt import run\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\nfrom lecopt import formulas\n', "not on a floor below"),
        ("first_order.py", '"""Rules."""\ndef late():\n    from . import descent\n', "not on a floor below"),
        ("widgets/race.py", '"""A race."""\nfrom lecopt import exercises\n', "not on a floor below"),
        ("widgets/race.py", '"""A race."""\nfrom ..exercises import check\n', "not on a floor below"),
        ("widgets/drawing.py", '"""Drawing."""\nfrom . import race\n', "circle"),
        ("descent.py", '"""Loops."""\nimport torch\n', "imports torch"),
        ("descent.py", '"""Loops."""\ndef late():\n    from torch.optim import Adam\n', "imports torch"),
        ("descent.py", '"""Loops."""\nimport tests\n', "imports tests"),
        ("descent.py", '"""Loops."""\n' + "x = 1\n" * 225, "226 lines"),
        ("widgets/utils.py", '"""Things."""\n', "says nothing"),
        ("descent.py", "import numpy\n", "one sentence"),
        ("descent.py", '"""\nLoops."""\nfrom .first_order import sgd\n', None),
        ("descent.py", '"""Loops"""\n', "one sentence"),
        ("descent.py", '"""Loops."""\nimport numpy\n', "higher than it needs"),
        ("chapter_3.py", '"""A chapter."""\n', "not on the map"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, name, text, problem):
    found = planted(tmp_path, **{name: text})
    assert [line for line in found if problem in line] if problem else not found, found


@pytest.mark.parametrize("lines, problems", [(235, []), (236, ["exercises.adam has 236 lines, more than 235"])])
def test_an_exercise_may_be_a_little_longer(tmp_path, lines, problems):
    package = {
        "__init__.py": GOOD["__init__.py"].replace("first_order ", "exercises  x\nfirst_order "),
        "exercises/__init__.py": '"""Exercises."""\n',
        "exercises/adam.py": '"""Adam."""\n' + "x = 1\n" * (lines - 1),
    }
    assert planted(tmp_path, **package) == problems


def test_a_line_of_the_map_without_a_module_is_found(tmp_path):
    assert planted(tmp_path, **{"__init__.py": GOOD["__init__.py"].replace("widgets ", "models  x\nwidgets ")}) == [
        "models is on the map and not in the package"
    ]
