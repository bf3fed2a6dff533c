"""The verbs of an exercise: check, hint, solution, progress, exercise."""

import itertools
import os
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np

from .compare import type_name
from .judge import judge
from .model import Exercise
from .registry import NoSuchExercise, exercises_of
from .verdict import Folded, Progress, Verdict, on_the_site

MISSING = object()  # no answer at all; None is one


class Workbook:
    """The exercises of a package, and what one learner has checked, seen and solved of them since Python was started.

    Args: package: dotted name of the package that holds them. chapters: as "rules/adam", in the order of the course.
    """

    def __init__(self, package: str, chapters: Iterable[str]) -> None:
        self.package, self.chapters = package, tuple(chapters)
        self.forget()

    def forget(self) -> None:
        """Start over: nothing was checked, shown or solved."""
        self._checks = itertools.count()  # each check has other inputs, and a notebook run again has the same
        self._shown = {}  # name: how many hints were shown
        self._solved = set()

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """A dict from name to `Exercise`, in the order of the course; they are looked for when first asked for."""
        return exercises_of(self.package, self.chapters)

    def exercise(self, name: str) -> Exercise:
        """The exercise of this name: its statement and its untouched cell, to read.

        Raises: NoSuchExercise, a KeyError that says which one may be meant, where there is none.
        """
        if not isinstance(name, str) or name not in self.exercises:
            raise NoSuchExercise(name, self.exercises)
        return self.exercises[name]

    def check(self, name: str, answer: Any = MISSING) -> Verdict:
        """Judge an answer to the exercise `name` on fresh inputs.

        Args: name: of the exercise. answer: what the learner wrote; may be anything.
        Returns: a `Verdict` with .status ("correct", "wrong" or "not attempted"), .mistake (the name of the mistake
            that behaves the same, or None) and .message.
        Raises: NoSuchExercise for another name, TypeError where the name or the answer is missing; whatever the answer
            does, nothing but KeyboardInterrupt.

        >>> from lecopt import check
        >>> check("best_of_n", lambda accuracies, n: np.maximum.accumulate(accuracies[:n])).status
        'correct'
        """
        if answer is MISSING:
            raise TypeError(self._what_is_missing(name))
        exercise = self.exercise(name)
        try:
            verdict = judge(exercise, answer, np.random.default_rng([next(self._checks), len(name)]))
        except Exception as error:  # ours, not the learner's: a check never ends in a traceback
            kind = type_name(type(error))
            sentence = f"This answer could not be judged, which is a fault of the check ({kind}: {error})."
            verdict = Verdict(name, "wrong", sentence)
        if verdict.status == "correct":
            self._solved.add(name)
        base = os.environ.get("LECOPT_COLAB", "")  # https://colab.research.google.com/github/…/book/, set by the site
        if base and on_the_site() and verdict.status == "not attempted":
            link = f"{base.rstrip('/')}/{exercise.chapter}.ipynb"
            return Verdict(name, verdict.status, verdict.message, link=link)
        return verdict

    def _what_is_missing(self, name):
        if isinstance(name, str):
            exercise, which, given = self.exercise(name), "the function that you wrote", name
        else:
            given = getattr(name, "__name__", "adam")
            exercise, which = self.exercises.get(given), "the name of the exercise"
        called = exercise.name if exercise else "adam"
        return f"check takes two things, and {which} is missing: check({called!r}, {given})"

    def hint(self, name: str) -> Folded:
        """The next hint for an exercise, folded: each call adds one. On the site, which cannot be asked twice, all."""
        ladder = self.exercise(name).hints
        shown = len(ladder) if on_the_site() else min(self._shown.get(name, 0) + 1, len(ladder))
        self._shown[name] = shown
        items = tuple((f"Hint {i} of {len(ladder)}", text, False) for i, text in enumerate(ladder[:shown], 1))
        last = "That was the last hint." if shown == len(ladder) else "Run this cell again for one more."
        return Folded(items, "" if on_the_site() else last)

    def solution(self, name: str) -> Folded:
        """The solution of an exercise, folded."""
        return Folded(((f"Solution of {name}", self.exercise(name).source, True),))

    def progress(self) -> Progress:
        """What has been solved since Python was started, chapter by chapter, as a table."""
        chapters = {}
        for name, exercise in self.exercises.items():
            chapters.setdefault(exercise.chapter, []).append(name)
        rows = []
        for chapter, names in chapters.items():
            done = sum(name in self._solved for name in names)
            rows.append((f"{chapter} ({done} of {len(names)})", tuple((name, name in self._solved) for name in names)))
        return Progress(tuple(rows))
