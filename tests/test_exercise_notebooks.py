"""The exercises in their chapters: the cells are those of the data, and with the solutions a chapter runs green."""

import re

import nbformat
import notebook as tool
import portable
import pytest
from nbclient.exceptions import CellExecutionError
from solved import CHECK, run, solved

from lecopt.checker.cells import as_percent, cells
from lecopt.exercises import CHAPTERS, workbook

BOOK = tool.ROOT / "book"
NOTEBOOKS = [path for path in tool.notebooks() if CHECK.search("\n".join(cell["source"] for cell in tool.read(path)))]
SETUP = "import numpy as np\nfrom lecopt import check, hint, solution"


def chapter_name(path):
    return str(path.relative_to(BOOK).with_suffix(""))


def notebook_of(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


@pytest.mark.parametrize("exercise", workbook.exercises.values(), ids=lambda exercise: exercise.name)
def test_a_chapter_holds_the_cells_of_its_exercises_word_for_word(exercise):
    path = BOOK / f"{exercise.chapter}.ipynb"
    if not path.exists():
        pytest.skip(f"{exercise.chapter} is not written yet")
    theirs = [(cell["cell_type"], cell["source"].strip()) for cell in tool.read(path)]
    positions = []
    for cell in cells(exercise):
        assert cell in theirs, (
            f"{exercise.chapter} lacks this cell (see python -m lecopt.exercises {exercise.chapter}):\n{cell[1]}"
        )
        positions.append(theirs.index(cell))
    assert positions == sorted(positions)


def test_progress_goes_through_the_book_in_its_order():
    """The package is installed without _toc.yml, so it holds the order itself."""
    assert list(CHAPTERS) == re.findall(r"file: (?:book/)?(\w+/\w+)$", (tool.ROOT / "_toc.yml").read_text("utf8"), re.M)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=chapter_name)
def test_a_chapter_checks_only_its_own_exercises_and_names_that_exist(path):
    for name in re.findall(
        r'\b(?:check|hint|solution)\("(\w+)"',
        "\n".join(cell["source"] for cell in tool.read(path) if cell["cell_type"] == "code"),
    ):
        assert workbook.exercises[name].chapter == chapter_name(path)


@pytest.mark.parametrize("exercise", workbook.exercises.values(), ids=lambda exercise: exercise.name)
def test_a_section_that_a_mistake_sends_one_to_is_in_the_chapter(exercise):
    path = BOOK / f"{exercise.chapter}.ipynb"
    if not path.exists():
        pytest.skip(f"{exercise.chapter} is not written yet")
    text = "\n".join(cell["source"] for cell in tool.read(path) if cell["cell_type"] == "markdown")
    headings = {line.lstrip("# ").replace("$", "") for line in text.splitlines() if line.startswith("#")}
    for mistake in exercise.mistakes:
        assert set(re.findall("“(.+?)”", mistake.read)) <= headings


def test_the_cells_keep_the_portable_subset(tmp_path):
    text = (
        "# %% [markdown]\n# # A chapter\n#\n# What is a sentence, and how long must it be?\n\n"
        "# %% [markdown]\n# ## Exercises\n\n"
    ) + "\n".join(map(as_percent, workbook.exercises.values()))
    tool.write(tmp_path / "chapter.ipynb", tool.with_install(tool.cells_of_percent(text)))
    assert portable.problems(tmp_path / "chapter.ipynb") == []


def test_solved_replaces_starters_and_asserts_checks():
    exercise = workbook.exercises["best_of_n"]
    done = solved(notebook_of(SETUP, *(text for kind, text in cells(exercise) if kind == "code")))
    sources = [cell.source for cell in done.cells]
    assert exercise.source in sources and "NotImplementedError" not in "".join(sources)
    assert any('check("best_of_n", best_of_n)\nassert verdict.status == "correct"' in source for source in sources)


@pytest.mark.solved
def test_a_solved_notebook_runs_and_an_unsolved_one_would_not(tmp_path):
    sources = [text for exercise in workbook.exercises.values() for kind, text in cells(exercise) if kind == "code"]
    done = run(solved(notebook_of(SETUP, *sources)), tmp_path)
    shown = [
        output["data"]["text/html"] for cell in done.cells if "assert verdict" in cell.source for output in cell.outputs
    ]
    assert len(shown) == len(workbook.exercises) and all("✓ Correct" in page for page in shown)
    with pytest.raises(CellExecutionError, match="Not attempted"):
        run(
            notebook_of(
                SETUP,
                workbook.exercises["best_of_n"].starter,
                CHECK.sub(
                    r'verdict = check("\1", \1)\nassert verdict.status == "correct", verdict',
                    'check("best_of_n", best_of_n)',
                ),
            ),
            tmp_path,
        )


@pytest.mark.solved
def test_in_a_notebook_a_wrong_answer_is_told_with_the_line_of_its_cell_and_a_loop_is_stopped(tmp_path):
    wrong = "def best_of_n(accuracies, n):\n    total = 0\n    return total / 0"
    endless = "import asyncio, threading\ndef best_of_n(accuracies, n):\n    while True:\n        n += 1"
    done = run(
        notebook_of(
            SETUP,
            wrong,
            'print(check("best_of_n", best_of_n))',
            endless,
            'print(check("best_of_n", best_of_n))',
            "print(2 + 2)",
        ),
        tmp_path,
    )
    texts = ["".join(output.get("text", "") for output in cell.outputs) for cell in done.cells]
    assert "ZeroDivisionError: division by zero at line 3 (`return total / 0`)" in texts[2]
    assert "stopped at line " in texts[4] and texts[5] == "4\n"


@pytest.mark.solved
@pytest.mark.parametrize("path", NOTEBOOKS, ids=chapter_name)
def test_a_chapter_with_its_exercises_solved_runs_green_from_top_to_bottom(path):
    run(solved(nbformat.read(path, 4)), path.parent)
