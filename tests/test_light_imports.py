"""The rules and the loops import NumPy and the standard library alone; a bar comes when it is drawn."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lecopt"


CODE = """
import importlib, sys, types
import numpy.random
before = set(sys.modules)
package = types.ModuleType("lecopt")  # without its __init__, which imports more
package.__path__, sys.modules["lecopt"] = [sys.argv[1]], package
importlib.import_module(f"lecopt.{sys.argv[2]}")
roots = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(roots - set(sys.stdlib_module_names) - {"lecopt", "numpy"}))
"""


def brought_in(package, module):
    """What a module of a package imports beside NumPy, the standard library and the package."""
    call = [sys.executable, "-c", CODE, str(package), module]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    "module", ["arguments", "descent", "first_order", "search", "line_search", "training", "second_order"]
)
def test_a_loop_imports_numpy_and_the_standard_library_alone(module):
    assert brought_in(PACKAGE, module) == []


def test_an_import_at_the_top_is_seen(tmp_path):
    (tmp_path / "fault.py").write_text("import json\nfrom tqdm import tqdm\n")
    assert brought_in(tmp_path, "fault") == ["tqdm"]
