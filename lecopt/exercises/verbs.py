"""The four verbs of an exercise: check, hint, solution, progress."""

import itertools
import os

import numpy as np

from .compare import type_name
from .judge import judge
from .registry import exercises, find
from .verdict import Folded, Progress, Verdict, on_the_site

_checks = itertools.count()  # how many checks were made: each has other inputs, and a notebook run again has the same
_shown = {}  # name: how many hints were shown
_solved = set()


def check(name, answer):
    """Judge an answer to the exercise `name` on fresh inputs.

    Args: name: one of the exercises', else a KeyError that lists them. answer: what the learner wrote; may be anything.
    Returns: a `Verdict` with .status ("correct", "wrong" or "not attempted"), .mistake (the name of the mistake that
        behaves the same, or None) and .message. Raises nothing else, whatever the answer does, but KeyboardInterrupt.

    >>> check("best_of_n", lambda accuracies, n: np.maximum.accumulate(accuracies[:n])).status
    'correct'
    """
    exercise = find(name)
    try:
        verdict = judge(exercise, answer, np.random.default_rng([next(_checks), len(name)]))
    except Exception as error:  # ours, not the learner's: a check never ends in a traceback
        verdict = Verdict(name, "wrong", f"This answer could not be judged, which is a fault of the check ({type_name(type(error))}: {error}).")
    if verdict.status == "correct":
        _solved.add(name)
    base = os.environ.get("LECOPT_COLAB", "")  # https://colab.research.google.com/github/…/book/, set by the site
    if base and on_the_site() and verdict.status == "not attempted":
        return Verdict(name, verdict.status, verdict.message, link=f"{base.rstrip('/')}/{exercise.chapter}.ipynb")
    return verdict


def hint(name):
    """The next hint for an exercise, folded: each call adds one. On the site, which cannot be asked twice, all of them."""
    ladder = find(name).hints
    shown = len(ladder) if on_the_site() else min(_shown.get(name, 0) + 1, len(ladder))
    _shown[name] = shown
    items = tuple((f"Hint {i} of {len(ladder)}", text, False) for i, text in enumerate(ladder[:shown], 1))
    closing = "" if on_the_site() else "That was the last hint." if shown == len(ladder) else "Run this cell again for one more."
    return Folded(items, closing)


def solution(name):
    """The solution of an exercise, folded."""
    return Folded(((f"Solution of {name}", find(name).source, True),))


def progress():
    """What has been solved since Python was started, chapter by chapter, as a table."""
    chapters = {}
    for name, exercise in exercises().items():
        chapters.setdefault(exercise.chapter, []).append(name)
    rows = []
    for chapter, names in chapters.items():
        done = sum(name in _solved for name in names)
        rows.append((f"{chapter} ({done} of {len(names)})", tuple((name, name in _solved) for name in names)))
    return Progress(tuple(rows))


def exercise(name):
    """The exercise itself, to read: its statement and its untouched cell."""
    return find(name)
