"""What GitHub runs: every job asks for no more than it needs, nothing is published before all is green."""

import re
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / ".github/workflows"
FILES = {path.name: path.read_text("utf8") for path in sorted(FOLDER.glob("*.yml"))}
JOBS = {
    f"{file}:{name}": job for file, text in FILES.items() for name, job in yaml.safe_load(text)["jobs"].items()
}  # fmt: skip


def needed(file, name):
    """All jobs that a job waits for."""
    needs = JOBS[f"{file}:{name}"].get("needs", [])
    needs = [needs] if isinstance(needs, str) else needs
    return {*needs, *(more for need in needs for more in needed(file, need))}


def test_the_site_is_published_only_after_every_test_is_green():
    publishing = [name for name, job in JOBS.items() if "actions/deploy-pages" in str(job)]
    assert publishing == ["ci.yml:publish"] and needed("ci.yml", "publish") == {"site", "test"}
    assert JOBS["ci.yml:test"]["steps"][-1]["run"] == "bash .ci/run" and "if" not in JOBS["ci.yml:test"]
    assert not any("continue-on-error" in text or "always()" in text for text in FILES.values())


@pytest.mark.parametrize("name", JOBS)
def test_a_job_may_write_only_where_it_publishes(name):
    assert yaml.safe_load(FILES[name.split(":")[0]])["permissions"] == {}
    writes = {what for what, how in JOBS[name]["permissions"].items() if how == "write"}
    assert writes == ({"pages", "id-token"} if name == "ci.yml:publish" else set())


@pytest.mark.parametrize("file", FILES)
def test_an_action_is_pinned_by_its_commit_with_its_version_beside_it(file):
    used = re.findall(r"uses: *(.*)", FILES[file])
    assert used and [line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v[\d.]+", line)] == []


def test_every_version_of_python_that_the_pins_are_for_is_tested():
    assert JOBS["ci.yml:test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert "on Python 3.11 to 3.13" in (FOLDER.parents[1] / "requirements.txt").read_text("utf8")


def test_once_a_week_the_chapters_run_with_colabs_versions_of_that_day():
    assert re.fullmatch(
        r"\d+ \d+ \* \* \d", yaml.safe_load(FILES["colab.yml"])[True]["schedule"][0]["cron"]
    )  # True: on
    assert JOBS["colab.yml:chapters"]["steps"][-1]["run"].startswith("make test-colab VERSIONS=")
