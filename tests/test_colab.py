"""The Colab run sees what it is there to see: a changed version, a chapter that needs torch, the checkout as it is."""

import sys

import colab
import notebook as tool


def test_an_upgrade_a_downgrade_and_a_removal_are_changes_and_a_new_package_is_none():
    before = {"numpy": "2.1.3", "sympy": "1.14.0", "tqdm": "4.67.1", "scipy": "1.16.3"}
    after = {"numpy": "2.4.6", "sympy": "1.13.0", "scipy": "1.16.3", "lecopt": "0.1.0"}
    assert colab.changes(before, after) == [
        "numpy was 2.1.3 and is now 2.4.6",
        "sympy was 1.14.0 and is now 1.13.0",
        "tqdm was 4.67.1 and is now gone",
    ]
    assert colab.changes(before, before | {"lecopt": "0.1.0"}) == []


def test_a_chapter_that_imports_torch_is_told_from_one_that_mentions_it(tmp_path):
    for code, uses in {
        "import torch": True,
        "from torch.optim import Adam": True,
        "x = 1  # import torch": False,
        "torchy = 1": False,
    }.items():
        cells = [
            {"cell_type": kind, "metadata": {}, "source": source}
            for kind, source in (("markdown", "import torch"), ("code", code))
        ]
        tool.write(tmp_path / "chapter.ipynb", cells)
        assert colab.uses_torch(tmp_path / "chapter.ipynb") is uses


def test_the_snapshot_holds_the_package_and_nothing_that_git_ignores(tmp_path):
    colab.snapshot(tmp_path)
    assert (tmp_path / "lecopt/first_order.py").read_text() == (colab.ROOT / "lecopt/first_order.py").read_text()
    assert not (tmp_path / ".venv").exists() and not (tmp_path / "_build").exists()
    assert colab.output("git", "rev-parse", "--abbrev-ref", "HEAD", cwd=tmp_path) == colab.repository().branch


def test_a_package_installed_beside_the_machines_own_is_the_one_that_counts(tmp_path, monkeypatch):
    """As when pip upgrades in a fresh environment: the old version still lies in the machine below."""
    below, above = tmp_path / "below", tmp_path / "above"
    for folder, version in ((below, "1.0"), (above, "2.0")):
        (folder / f"planted-{version}.dist-info").mkdir(parents=True)
        (folder / f"planted-{version}.dist-info/METADATA").write_text(
            f"Metadata-Version: 2.1\nName: planted\nVersion: {version}\n"
        )
    monkeypatch.setenv("PYTHONPATH", f"{above}:{below}")
    assert colab.installed(sys.executable)["planted"] == "2.0"
