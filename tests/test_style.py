"""The form of the code: ruff has nothing to say of the repository, and no line of it is over 120 characters.

What git doesn't know yet is left alone: it may be a chapter in the making. Each check is tried on a planted fault.
"""

import shutil
import subprocess
import sys

import pytest
from repository import ROOT, files

LONGEST_LINE = 120
FREE = {".md", ".ipynb", ".svg", ".gz"}  # prose keeps its own form; pictures and data are written by programs
LICENCES = {"LICENSE", "LICENSE-TEXT"}  # the words of others


def ruff(*words, folder=ROOT):
    """(exit code, everything it said) of a command of ruff in a folder."""
    command = [sys.executable, "-m", "ruff", words[0], "--no-cache", *words[1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def long_lines(root):
    """Every line over 120 characters, as a sentence."""
    for path in files(root, new=False):
        if path.suffix not in FREE and path.name not in LICENCES:
            for number, line in enumerate(path.read_text("utf8").split("\n"), 1):
                if len(line) > LONGEST_LINE:
                    yield f"{path.relative_to(root)}:{number} has {len(line)} characters"


@pytest.mark.parametrize("words", [("check", "--output-format=concise"), ("format", "--check")], ids=lambda w: w[0])
def test_ruff_has_nothing_to_say(words):
    python = [str(path) for path in files(new=False) if path.suffix == ".py"]
    assert len(python) > 200
    code, said = ruff(*words, "--force-exclude", *python)
    assert code == 0, said


def test_no_line_is_over_120_characters():
    assert list(long_lines(ROOT)) == []


@pytest.mark.parametrize("folder", ["lecopt", "tests", "tools", "benchmarks", "book/_site"])
@pytest.mark.parametrize(
    "text, said, checked, formatted",
    [
        ('"""Nothing."""\n', "All checks passed", 0, 0),
        ('"""Numbers."""\n\nimport math\n', "F401", 1, 0),
        (f'"""{"x " * 56}x."""\n', "All checks passed", 0, 0),
        (f'"""{"x " * 56}xx."""\n', "E501", 1, 0),
        ("x = [1,2]\n", "All checks passed", 0, 1),
    ],
    ids=["nothing", "an import that nothing uses", "120 characters", "121 characters", "a form of its own"],
)
def test_ruff_sees_a_planted_fault(tmp_path, folder, text, said, checked, formatted):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "planted.py").write_text(text, "utf8")
    code, words = ruff("check", ".", folder=tmp_path)
    assert code == checked and said in words
    assert ruff("format", "--check", ".", folder=tmp_path)[0] == formatted


@pytest.mark.parametrize("with_git", [True, False], ids=["with git", "without git"])
def test_a_long_line_is_found_in_every_kind_of_file_that_is_ours(tmp_path, with_git):
    names = ["a.py", "b/c.js", "b/d.mjs", "b/e.css", "_config.yml", "pyproject.toml", "Makefile", ".ci/run", "f.html"]
    free = ["README.md", "chapter.ipynb", "picture.svg", "LICENSE", ".venv/g.py", "_build/h.js", "b/__pycache__/i.py"]
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for name in [*names, *free, "short.py"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("é" * (120 if name == "short.py" else 121) + "\n", "utf8")
    if with_git:
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
        (tmp_path / "new.py").write_text("x" * 121)
    assert sorted(long_lines(tmp_path)) == sorted(f"{name}:1 has 121 characters" for name in names)
