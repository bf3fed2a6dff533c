"""A chapter as it is when its reader has solved every exercise.

    python tests/solved.py book/searching/random_search.ipynb     runs it so, from top to bottom

Starters are replaced by solutions, and checks must say "correct".
"""

import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from lecopt.exercises import workbook

CHECK = re.compile(r'^check\("(\w+)", \w+\)$', re.MULTILINE)


def solved(notebook):
    """A copy of the notebook with every untouched starter replaced by the solution, and its check asserted."""
    copy = nbformat.from_dict(notebook)
    solutions = {exercise.starter.strip(): exercise.source for exercise in workbook.exercises.values()}
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.source = solutions.get(cell.source.strip(), cell.source)
            cell.source = CHECK.sub(
                r'verdict = check("\1", \1)\nassert verdict.status == "correct", verdict\nverdict', cell.source
            )
    return copy


def run(notebook, folder, seconds=120):
    """Execute the notebook in its folder; raises CellExecutionError where a cell fails. Returns it with its outputs."""
    return NotebookClient(
        notebook, timeout=seconds, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        done = run(solved(nbformat.read(path, 4)), path.parent)
        checks = sum("assert verdict.status" in cell.source for cell in done.cells)
        print(f"{path}: {checks} exercises solved")
