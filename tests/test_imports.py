"""What importing lecopt costs and changes: NumPy and the standard library for a check, nothing of the caller's."""

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

import lecopt
from lecopt.landscapes import LANDSCAPES

PACKAGE = Path(lecopt.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "exercises" not in path.parts)

ADAM = """
def my_adam(w, dw, m=0, v=0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return w, (m, v, t)
"""


def brought_in(code):
    """The packages that code loads into a fresh interpreter beyond NumPy and the standard library."""
    lines = (
        "import sys, numpy.random, sysconfig",
        "before = set(sys.modules)",
        code,
        "print(*set(sys.modules) - before)",
    )
    told = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, cwd=PACKAGE.parent)
    assert done.returncode == 0, done.stderr
    found = {name.split(".")[0] for name in done.stdout.split()} - {"numpy", "lecopt", "__mp_main__"}
    return {name for name in found if name not in sys.stdlib_module_names and not name.startswith("_sysconfigdata")}


@pytest.mark.parametrize(
    "code",
    [
        "from lecopt import check, hint, solution, progress, run, RULES",
        f"from lecopt import check\n{ADAM}\nassert check('adam', my_adam).status == 'wrong'",
        "from lecopt import hint, solution, progress\nhint('adam'), solution('adam'), progress()",
        "from lecopt import run, RULES\nrun(RULES['adam'], lambda w: w, [1.0], 3)",
        "from lecopt.data import digits\ndigits()",
        "from lecopt.training import train\nfrom lecopt import gradients, line_search, models, search, second_order",
    ],
    ids=["names", "a check", "hints", "run", "digits", "the loops and the models"],
)
def test_numpy_and_the_standard_library_are_enough(code):
    bars = {"tqdm"} if "run(" in code else set()  # drawn where work may be long
    assert brought_in(code) <= bars


def test_what_is_heavy_is_seen():
    assert {"sympy", "mpmath"} <= brought_in("from lecopt import LANDSCAPES")
    assert "matplotlib" in brought_in("import lecopt.plotting")


def test_importing_every_module_leaves_matplotlib_as_it_was():
    names = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for path in MODULES
    ]
    code = (
        "import importlib, matplotlib, sys\nbefore = dict(matplotlib.rcParams)\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "assert dict(matplotlib.rcParams) == before and 'lecopt.plotting' in sys.modules"
    )
    names = [name for name in names if not name.endswith("__main__")]
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, cwd=PACKAGE.parent)
    assert done.returncode == 0, done.stderr


def test_a_widget_draws_its_picture_in_the_look_of_the_book_and_changes_nobody_elses(monkeypatch):
    from lecopt.plotting import STYLE
    from lecopt.widgets import curves

    widget, sizes = curves("x**2"), []
    monkeypatch.setattr(
        sys.modules["lecopt.widgets.curves"], "show", lambda fig, alt: sizes.append(tuple(fig.get_size_inches()))
    )
    with plt.rc_context({"figure.figsize": (2.0, 2.0)}):
        widget.picture()
        assert plt.rcParams["figure.figsize"] == [2.0, 2.0]
    assert sizes == [STYLE["figure.figsize"]]


@pytest.mark.parametrize("table", [lecopt.RULES, LANDSCAPES], ids=["RULES", "LANDSCAPES"])
def test_the_tables_cannot_be_changed_by_accident(table):
    name = next(iter(table))
    with pytest.raises(TypeError):
        table[name] = None
    with pytest.raises(TypeError):
        del table[name]
    assert not hasattr(table, "update") and {**table, "mine": 1}["mine"] == 1


def test_lecopt_names_what_it_has_and_nothing_else():
    assert lecopt.LANDSCAPES is LANDSCAPES and set(lecopt.__all__) <= set(dir(lecopt))
    with pytest.raises(AttributeError, match="'lecopt' has no attribute 'LANDSCAPE'"):
        lecopt.LANDSCAPE  # noqa: B018


def test_the_version_stands_in_one_place():
    pyproject = (PACKAGE.parent / "pyproject.toml").read_text("utf8")
    assert importlib.metadata.version("lecopt") == lecopt.__version__ and lecopt.__version__ not in pyproject


def public_functions(path):
    """The functions of a module that others may call: at its top or in its classes, without an underscore."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, (ast.Module, ast.ClassDef)) and not getattr(node, "name", "").startswith("_"):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                    yield part


def without_hint(function):
    """What of a function has no type hint: its parameters and its result."""
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    bare = [p.arg for p in parameters if p.annotation is None and p.arg not in ("self", "cls")]
    return bare + ["return"] * (function.returns is None)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_functions_have_type_hints(path):
    if path.name == "first_order.py":  # a rule takes whatever has + - * / **: arrays, tensors, symbols
        assert all(without_hint(function)[-1] != "return" for function in public_functions(path))
        return
    assert [f"{f.name}: {', '.join(without_hint(f))}" for f in public_functions(path) if without_hint(f)] == []


def test_a_missing_hint_is_seen(tmp_path):
    (tmp_path / "bad.py").write_text("def f(a: int, b, *, c=1) -> int: ...\nclass C:\n    def g(self): ...\n")
    assert [without_hint(f) for f in public_functions(tmp_path / "bad.py")] == [["b", "c"], ["return"]]


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").exists()
    assert '"py.typed"' in (PACKAGE.parent / "pyproject.toml").read_text("utf8")
