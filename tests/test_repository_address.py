"""The repository's address and branch stand in pyproject.toml; every copy agrees, and one command moves them all."""

import json
import re
import shutil
import subprocess

import notebook as tool
import pytest
import repository as address

OURS = address.repository()
ELSEWHERE = address.Repository("https://github.com/someone-else/my.course", "trunk")

# What can only be an address of this repository, whatever it says.
LOOKS_OURS = [
    (re.compile(r"git\+(https://[^\s@\"'\\]+)@([\w./-]+)"), lambda repo: (repo.url, repo.branch)),
    (
        re.compile(r"colab\.research\.google\.com/github/([\w.-]+/[\w.-]+)/blob/([\w.-]+)/"),
        lambda repo: (f"{repo.owner}/{repo.name}", repo.branch),
    ),
    (re.compile(r"github\.com/([\w.-]+)/(lecopt)\b"), lambda repo: (repo.owner, repo.name)),
    (re.compile(r"\b([\w-]+)\.github\.io/(lecopt)\b"), lambda repo: (repo.owner, repo.name)),
]


def strangers(root, repo):
    """Copies that say something else than `repo`: [(file, text)]."""
    return [
        (path.relative_to(root), match[0])
        for path, text in address.texts(root)
        for pattern, expected in LOOKS_OURS
        for match in pattern.finditer(text)
        if match.groups() != expected(repo)
    ]


@pytest.fixture
def copy(tmp_path):
    """The tree's texts in a folder of their own, with one copy of every form planted."""
    for path, text in address.texts():
        target = tmp_path / path.relative_to(address.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf8")
    (tmp_path / "planted.md").write_text(planted(OURS) + "".join(UNTOUCHED))
    return tmp_path


def planted(repo):
    path = f"{repo.owner}/{repo.name}"
    return (
        f'%pip install "lecopt @ git+{repo.url}@{repo.branch}"\n'
        f"[Colab](https://colab.research.google.com/github/{path}/blob/{repo.branch}/book/index.ipynb)\n"
        f"{repo.url}/edit\n{repo.url}.git\nhttps://{repo.owner}.github.io/{repo.name}/index.html\n"
        f"{repo.url}/blob/{repo.branch}/README.md\n"
        f"{repo.url}/actions/workflows/ci.yml\n  branch: {repo.branch}\non: {{push: {{branches: [{repo.branch}]}}}}\n"
    )


UNTOUCHED = [
    "https://github.com/manzt/anywidget\n",
    "the main idea\n",
    "from lecopt import run\n",
    "https://github.com/lecopt/lecopt-extras\n",
    "  branch: maintained\n",
]


def test_every_copy_agrees_with_pyproject():
    assert strangers(address.ROOT, OURS) == []


def test_the_places_that_need_the_address_have_it():
    holders = {str(path.relative_to(address.ROOT)) for path, _, _ in address.copies()}
    needed = {
        "pyproject.toml",
        "README.md",
        "_config.yml",
        *(str(path.relative_to(address.ROOT)) for path in tool.notebooks()),
    }
    assert needed - holders == set()


def test_the_site_is_configured_with_the_same_address():
    yaml = pytest.importorskip("yaml")
    config = yaml.safe_load((address.ROOT / "_config.yml").read_text("utf8"))["repository"]
    assert (config["url"], config["branch"]) == OURS


@pytest.mark.parametrize(
    "text",
    [
        '%pip install "lecopt @ git+https://github.com/old/place@main"',
        '%pip install "lecopt @ git+https://github.com/lecopt/lecopt@dev"',
        "https://colab.research.google.com/github/old/place/blob/main/a.ipynb",
        "https://github.com/old/lecopt",
        "https://old.github.io/lecopt/",
    ],
)
def test_a_copy_that_was_left_behind_is_found(copy, text):
    (copy / "left.md").write_text(text)
    assert [str(path) for path, _ in strangers(copy, OURS)] == ["left.md"]


def test_moving_rewrites_every_copy_and_nothing_else(copy):
    before = dict(address.texts(copy))
    address.move(ELSEWHERE, copy)
    assert address.repository(copy) == ELSEWHERE
    assert (copy / "planted.md").read_text() == planted(ELSEWHERE) + "".join(UNTOUCHED)
    for path, text in address.texts(copy):
        if path.name == "planted.md":
            text = text.replace("lecopt/lecopt-extras", "").replace("lecopt/lecopt/", "")
        assert f"github.com/{OURS.owner}/{OURS.name}" not in text, path
        if path.suffix == ".ipynb":
            json.loads(text)
    address.move(OURS, copy)
    assert dict(address.texts(copy)) == before


def test_the_command_refuses_what_is_no_address():
    done = subprocess.run(["python3", address.__file__, "lecopt/fork"], capture_output=True, text=True)
    assert done.returncode == 1 and "got lecopt/fork" in done.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_repository_lists_and_moves(copy):
    for name in ("Makefile", "tools"):
        source = address.ROOT / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy / name)
    command = ["make", "repository", f"URL={ELSEWHERE.url}", f"BRANCH={ELSEWHERE.branch}"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    assert address.repository(copy) == ELSEWHERE
