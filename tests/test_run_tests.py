"""The test runner counts what there was, hides no part behind another, and ends with its one line."""

import shutil
import subprocess
from pathlib import Path

import pytest
import run_tests
from run_tests import Count

PYTEST = [run_tests.sys.executable, *"-m pytest -q -c /dev/null -p no:cacheprovider".split()]
SUITE = """
import pytest
def test_passes(): pass
def test_fails(): assert False
@pytest.mark.skip(reason="planted")
def test_is_skipped(): pass
@pytest.fixture
def broken(): raise ValueError("planted")
def test_has_a_broken_fixture(broken): pass
"""


def part(tmp_path, monkeypatch, text):
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "PYTEST", [*PYTEST, "--noconftest"])
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "test_planted.py").write_text(text)
    return run_tests.pytest_part("planted", str(tmp_path / "test_planted.py"))


def test_passed_failed_and_skipped_are_counted(tmp_path, monkeypatch):
    assert part(tmp_path, monkeypatch, SUITE) == Count(passed=1, failed=2, skipped=1)


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path, monkeypatch):
    assert part(tmp_path, monkeypatch, "import nowhere_to_be_found").failed == 1


def test_a_crash_is_a_failure(tmp_path, monkeypatch):
    assert part(tmp_path, monkeypatch, "import os\ndef test_crashes(): os._exit(3)").failed == 1


def test_a_part_without_tests_is_no_failure(tmp_path, monkeypatch):
    assert part(tmp_path, monkeypatch, "") == Count()


def test_a_part_that_takes_too_long_is_ended_and_fails(monkeypatch):
    monkeypatch.setattr(run_tests, "LIMIT", 0.2)
    assert run_tests.finished(["sleep", "30"]) != 0


def test_a_failing_part_does_not_hide_the_next_and_the_last_line_is_the_sum(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "PARTS", {"one": lambda: Count(2, 1), "two": lambda: Count(5, 0, 3)})
    for function in run_tests.PARTS.values():
        function.__doc__ = "Planted."
    assert run_tests.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed"
    assert run_tests.main(["two"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed"


def test_a_run_of_nothing_is_no_success(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "PARTS", {"one": lambda: Count()})
    run_tests.PARTS["one"].__doc__ = "Planted."
    assert run_tests.main([]) == 1


@pytest.mark.parametrize("ci, expected", [("", Count(passed=1, skipped=3)), ("true", Count(passed=1, failed=3))])
def test_without_a_site_and_a_browser_their_tests_are_skipped_but_never_in_ci(tmp_path, monkeypatch, ci, expected):
    (tmp_path / "tests").mkdir()
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path / "tests")
    (tmp_path / "tests/test_planted.py").write_text(
        "import pytest\ndef test_reads(site): pass\ndef test_clicks(browser): pass\n"
        "@pytest.mark.site\ndef test_is_marked(): pass\ndef test_needs_nothing(): pass\n"
    )
    for name, value in {"CI": ci, "CHROMIUM": "", "PATH": str(tmp_path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}.items():
        monkeypatch.setenv(name, value)
    report = tmp_path / "report.xml"
    run_tests.finished([*PYTEST, f"--junitxml={report}", str(tmp_path / "tests")])
    assert run_tests.counted(report) == expected


@pytest.mark.parametrize(
    "test, colab, last, code",
    [
        ("echo '3 passed, 0 failed'", "echo '2 passed, 0 failed'", "5 passed, 0 failed", 0),
        ("echo '3 passed, 1 failed'; exit 2", "echo '2 passed, 0 failed'", "5 passed, 1 failed", 1),
        ("echo '3 passed, 0 failed'", "echo broke off; exit 2", "3 passed, 1 failed", 1),
        ("true", "true", "0 passed, 0 failed", 1),
    ],
)
def test_the_ci_run_ends_with_the_sum_of_both(tmp_path, monkeypatch, test, colab, last, code):
    for name, text in {"make": f"case $1 in test) {test};; *) {colab};; esac", "chromium": "true"}.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{text}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    command = ["bash", str(run_tests.ROOT / ".ci/run")]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.stdout.splitlines()[-1], done.returncode) == (last, code)
