"""The joiner of the widgets' script: folders, each file's own names, and a sentence for what can't be joined."""

import glob
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from lecopt.widgets.script import FOLDER, joined

ROOT = Path(__file__).parents[1]
NODE = shutil.which("node")
UI = {"page/ui.js": "export const make = 1;"}


@pytest.fixture
def scripts(tmp_path):
    """scripts({"race/race.js": text, …}) -> the folder js/ that holds these files."""

    def written(files):
        for name, text in files.items():
            path = tmp_path / "js" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n")
        return tmp_path / "js"

    return written


@pytest.mark.skipif(NODE is None, reason="there is no Node: install nodejs")
def test_files_of_different_folders_may_use_the_same_names(scripts):
    folder = scripts(
        {
            "main.js": 'import { a } from "./one/map.js";\nimport { b } from "./two/map.js";\nexport const c = [a, b];',
            "one/map.js": 'import { ten } from "../one_map.js";\nconst size = () => 1;\nexport const a = size() + ten;',
            "two/map.js": 'import { ten } from "../one_map.js";\nconst size = () => 2;\nexport const b = size() + ten;',
            "one_map.js": "const size = 10;\nexport const ten = size;",
        }
    )
    text = joined("main", folder)
    assert text.count("const size = 10;") == 1
    program = f"{text}console.log(JSON.stringify($main.c));"
    out = subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True, timeout=60).stdout
    assert json.loads(out) == [11, 12]


def test_a_path_leads_from_the_file_that_imports(scripts):
    folder = scripts(
        {
            "race/race.js": 'import { make } from "../page/ui.js";\nimport { map } from "./map.js";',
            "race/map.js": 'import { make } from "./../page/ui.js";\nexport const map = make;',
        }
        | UI
    )
    text = joined("race/race", folder)
    assert re.findall(r"^const (\S+) = \(", text, re.M) == ["$page$ui", "$race$map", "$race$race"]
    assert text.count("const { make } = $page$ui;") == 2 and text.count("const { map } = $race$map;") == 1


@pytest.mark.parametrize(
    "path, target",
    [
        ("./ui.js", "race/ui.js"),
        ("../page/iu.js", "page/iu.js"),
        ("../ui.js", "ui.js"),
        ("../page.js", "page.js"),
        ("../../elsewhere.js", "../elsewhere.js"),
        ("../../page/ui.js", "../page/ui.js"),
    ],
)
def test_a_path_to_no_file_of_the_widgets_is_refused(scripts, path, target):
    folder = scripts({"race/race.js": f'import {{ make }} from "{path}";', "../elsewhere.js": UI["page/ui.js"]} | UI)
    sentence = f'race/race.js imports "{path}", but js/ has no file {target}'
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        joined("race/race", folder)


@pytest.mark.parametrize("names", ["mkae", "make, mkae", "mkae, make"])
def test_a_name_that_the_other_file_does_not_export_is_refused(scripts, names):
    folder = scripts({"race/race.js": f'import {{ {names} }} from "../page/ui.js";'} | UI)
    with pytest.raises(ValueError, match=r"^race/race\.js imports mkae, but page/ui\.js exports no such name$"):
        joined("race/race", folder)


@pytest.mark.parametrize(
    "imports, circle",
    [
        ({"race/race": "./race"}, ["race/race", "race/race"]),
        ({"race/race": "../page/ui", "page/ui": "../race/race"}, ["race/race", "page/ui", "race/race"]),
        (
            {"race/race": "./map", "race/map": "../page/ui", "page/ui": "./../race/map"},
            ["race/map", "page/ui", "race/map"],
        ),
    ],
)
def test_files_that_import_in_a_circle_are_refused(scripts, imports, circle):
    folder = scripts({f"{name}.js": f'import {{ x }} from "{path}.js";' for name, path in imports.items()})
    sentence = "files must not import in a circle: " + " → ".join(f"{name}.js" for name in circle)
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        joined("race/race", folder)


def test_two_ways_to_one_file_are_no_circle(scripts):
    folder = scripts(
        {
            "main.js": 'import { a } from "./race/a.js";\nimport { make } from "./page/ui.js";',
            "race/a.js": 'import { make } from "../page/ui.js";\nexport const a = make;',
        }
        | UI
    )
    assert joined("main", folder).count("const $page$ui = (") == 1


def test_an_installed_package_holds_every_file_of_the_script():
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["setuptools"]["package-data"]["lecopt"]
    packed = {name for pattern in data for name in glob.glob(pattern, root_dir=ROOT / "lecopt", recursive=True)}
    assert {str(path.relative_to(ROOT / "lecopt")) for path in FOLDER.rglob("*") if path.is_file()} <= packed


@pytest.mark.parametrize("folder", ["lecopt/widgets/js", "tests/js", "book/_site"])
def test_no_line_is_longer_than_120_characters(folder):
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".js", ".mjs", ".css", ".html"}]
    assert files
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1)
        if len(line) > 120
    ]
    assert long == []
