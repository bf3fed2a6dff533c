"""Print the cells of a chapter's exercises as py:percent text: ``python -m lecopt.exercises rules/adam``."""

import sys

from lecopt.checker.cells import as_percent
from lecopt.exercises import CHAPTERS, workbook


def main(arguments: list[str]) -> None:
    """Print the cells of the exercises of the chapters named; without a name, the names and chapters of all."""
    unknown = [chapter for chapter in arguments if chapter not in CHAPTERS]
    if unknown:
        sys.exit(f"there is no chapter {unknown[0]!r}; there are {', '.join(CHAPTERS)}")
    for exercise in workbook.exercises.values():
        if exercise.chapter in arguments:
            print(as_percent(exercise))
        elif not arguments:
            print(f"{exercise.chapter:40} {exercise.signature}")


if __name__ == "__main__":
    main(sys.argv[1:])
