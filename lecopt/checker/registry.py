"""Where the exercises are: each module of a package that holds a list EXERCISES, in folders named like the chapters."""

import difflib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .model import Exercise


def exercises_of(package: str, chapters: Sequence[str]) -> dict[str, Exercise]:
    """A dict from name to `Exercise`: in the order of the chapters, and in a chapter by `Exercise.position`.

    Args: package: dotted name of the package. chapters: as "rules/adam", in the order of the course. An exercise in
        ``<package>.rules.adam`` or below it belongs to that chapter.
    Raises: ValueError for two exercises of one name, and for a module that belongs to no chapter.
    """
    found = []
    for name in _modules(package):
        chapter = "/".join(name.removeprefix(f"{package}.").split(".")[:2])
        entries = getattr(importlib.import_module(name), "EXERCISES", ())
        if entries and chapter not in chapters:
            raise ValueError(f"{name} holds exercises and belongs to none of the chapters")
        found += [replace(entry, chapter=chapter) for entry in entries]
    found.sort(key=lambda exercise: (chapters.index(exercise.chapter), exercise.position))
    named = {exercise.name: exercise for exercise in found}
    if len(named) < len(found):
        names = [exercise.name for exercise in found]
        raise ValueError(f"two exercises have the name {next(n for n in names if names.count(n) > 1)}")
    return named


class NoSuchExercise(KeyError):
    """There is no exercise of this name; the sentence says which ones are near it."""

    def __init__(self, name: Any, known: Iterable[str]) -> None:
        known = list(known)
        self.name, self.near = name, _near(name, known) if isinstance(name, str) else []
        others = f"did you mean {' or '.join(map(repr, self.near))}?" if self.near else f"there are {', '.join(known)}"
        super().__init__(f"there is no exercise {name!r:.60}; {others}")

    def __str__(self):
        return self.args[0]  # a KeyError shows its sentence in quotes


def _near(name, known):
    """Up to three names that one may have meant: with other capitals or signs, cut short, or mistyped."""
    plain = re.sub(r"\W|^my_", "", name.lower().replace(" ", "_").replace("-", "_"))
    if plain in known:
        return [plain]
    longer = [other for other in known if plain and plain in other.split("_")]
    return (longer + [close for close in difflib.get_close_matches(plain, known) if close not in longer])[:3]


def _modules(package):
    """The dotted names of all modules below a package that are no packages."""
    path = importlib.import_module(package).__path__
    return [found.name for found in pkgutil.walk_packages(path, f"{package}.") if not found.ispkg]
