"""Runs every test, the fast ones first, and ends with the line 'N passed, N failed'.

    .venv/bin/python tools/run_tests.py              everything
    .venv/bin/python tools/run_tests.py fast book    only these parts: fast, notebooks, solved, book, site

A part that fails does not hide the next one.
"""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as xml
from typing import NamedTuple

from notebook import ROOT, notebooks

REPORTS = ROOT / "_build" / "reports"
LIMIT = 1800  # seconds a part may take
COLOURED = sys.stdout.isatty() or os.environ.get("CI") == "true"
GREEN, RED, BOLD, PLAIN = ("\033[32m", "\033[31m", "\033[1m", "\033[0m") if COLOURED else [""] * 4
PYTEST = [sys.executable, *"-m pytest -q --no-header --tb=short -rs -n 2".split()]
PYTEST += [f"--color={'yes' if COLOURED else 'no'}"]


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def counted(report):
    """What a JUnit report says; an error, such as a file that cannot be imported, is a failure."""
    suite = xml.parse(report).getroot().find("testsuite")
    tests, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    return Count(tests - failures - errors - skipped, failures + errors, skipped)


def finished(command, **environment):
    """The exit code of a command; one that takes too long is ended."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        print(f"ended after {LIMIT} seconds", flush=True)
        return 1


def pytest_part(name, *arguments):
    """Run pytest; what it counted, and a failure more when it broke off (a crash, a usage error, no report)."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    code = finished([*PYTEST, f"--junitxml={report}", *arguments], OMP_NUM_THREADS="1")
    try:
        count = counted(report)
    except (OSError, xml.ParseError, AttributeError):
        count = Count()
    return count if count.failed or code in (0, 5) else count._replace(failed=1)


def fast():
    """The package, its examples, and the tools."""
    return pytest_part("fast", "--dist", "worksteal", "-m", "not solved and not site and not browser")


def chapters():
    """Every cell of every chapter, in a fresh kernel a chapter.

    Warnings are the cells' own business here: those of nbval itself must not end the run.
    """
    paths = notebooks()
    if not paths:
        return Count()
    return pytest_part(
        "notebooks",
        *"--dist loadfile --nbval-lax --nbval-current-env --nbval-cell-timeout=120".split(),
        *"-p no:doctest -o addopts= -W default".split(),
        *(str(path.relative_to(ROOT)) for path in paths),
    )


def solved():
    """Every chapter once more, with the solutions in the place of its exercises."""
    return pytest_part("solved", "--dist", "worksteal", "-m", "solved")


def book():
    """The strict build: no failing cell, no warning, no bad formula."""
    code = finished([sys.executable, "book/_site/build.py"])
    return Count(passed=int(code == 0), failed=int(code != 0))


def site():
    """The built pages, as files and in the browser."""
    return pytest_part("site", "--dist", "worksteal", "-m", "site or browser")


PARTS = {"fast": fast, "notebooks": chapters, "solved": solved, "book": book, "site": site}


def main(names):
    REPORTS.mkdir(parents=True, exist_ok=True)
    total, summary = Count(), []
    for name in names or PARTS:
        print(f"\n{BOLD}{name}{PLAIN}: {PARTS[name].__doc__.splitlines()[0]}", flush=True)
        start = time.time()
        count = PARTS[name]()
        total = Count(*(a + b for a, b in zip(total, count)))
        colour, spent = RED if count.failed else GREEN, time.time() - start
        counts = f"{count.passed:5} passed {count.failed:3} failed {count.skipped:3} skipped"
        summary.append(f"{colour}{name:10}{PLAIN} {counts} {spent:5.0f} s")
    print("\n" + "\n".join(summary))
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where it is ignored, every exit code reads as 0
    sys.exit(main(sys.argv[1:]))
