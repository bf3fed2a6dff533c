"""The Colab run sees what it is there to see: a changed version, a chapter that needs torch, the checkout as it is."""

import sys

import colab
import notebook as tool
import pytest


def test_an_upgrade_a_downgrade_and_a_removal_are_changes_and_a_new_package_is_none():
    before = {"numpy": "2.1.3", "sympy": "1.14.0", "tqdm": "4.67.1", "scipy": "1.16.3"}
    after = {"numpy": "2.4.6", "sympy": "1.13.0", "scipy": "1.16.3", "lecopt": "0.1.0"}
    assert colab.changes(before, after) == [
        "numpy was 2.1.3 and is now 2.4.6",
        "sympy was 1.14.0 and is now 1.13.0",
        "tqdm was 4.67.1 and is now gone",
    ]
    assert colab.changes(before, before | {"lecopt": "0.1.0"}) == []


def test_other_versions_come_from_what_pip_freeze_says_in_colab():
    freeze = """# not the current state
numpy==2.2.6
scikit_learn==1.7.0
torch @ https://download.example/whl/cu118/torch-2.9.0%2Bcu118-cp312-cp312-linux_x86_64.whl#sha256=a81b
torchvision @ https://download.example/torchvision-0.16.0%2Bcu118.whl
numpy-financial==1.0
tqdm==4.67.1+build7
"""
    packages = ["numpy==2.1.3", "scikit-learn==1.6.1", "tqdm==4.60.0", "sympy==1.14.0", "setuptools", "torch==2.13.0"]
    expected = ["numpy==2.2.6", "scikit-learn==1.7.0", "tqdm==4.67.1", "sympy==1.14.0", "setuptools", "torch==2.9.0"]
    assert colab.with_versions(packages, freeze) == expected
    assert colab.with_versions(packages, "torch==2.9.1+cpu")[-1] == "torch==2.9.1"
    with pytest.raises(SystemExit, match="names none of our packages"):
        colab.with_versions(packages, "<html>404: not found, numpy==")


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
