"""What an exercise is: data. A statement, a reference solution, fresh inputs, and the mistakes worth recognising."""

import __future__

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Edit:
    """A wrong version told by its difference: pairs (old text, new text) to change in the reference's source."""

    changes: tuple


def edit(*texts: str) -> Edit:
    """Wrong version made by editing the reference: ``edit("old", "new")``, or more pairs one after another.

    Every old text must occur exactly once in the reference's source (after the changes before it).

    >>> edit("0.5 * reg", "reg").changes
    (('0.5 * reg', 'reg'),)
    """
    if not texts or len(texts) % 2:
        raise ValueError(f"edit takes pairs of texts (old, new), got {len(texts)} of them")
    return Edit(tuple(zip(texts[::2], texts[1::2], strict=True)))


@dataclass(frozen=True)
class Mistake:
    """A named mistake: a small wrong implementation and the sentence that explains it.

    answer: a function, an `edit` of the reference, or source text; a tuple of them where one mistake has several faces.
    sentence: what this answer does and why that is wrong; `code` stands in backticks.
    read: where to read on, for instance "the section “Bias correction”"; such a heading must be in the chapter.
    """

    name: str
    answer: "Callable | Edit | str | tuple"
    sentence: str
    read: str = ""

    @property
    def answers(self) -> tuple:
        """The implementations, one or several, as a tuple."""
        return self.answer if isinstance(self.answer, tuple) else (self.answer,)


@dataclass(frozen=True)
class Alternative:
    """Another right form. Where its results differ from the reference's, `note` says that it was accepted, and why."""

    name: str
    answer: "Callable | Edit | str"
    note: str = ""


def call(answer: Callable, args: tuple, kwargs: dict) -> Any:
    """The result of the plain trial: one call."""
    return answer(*args, **kwargs)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    reference: the solution, a function (its source is what `solution` shows, so it may use only its arguments and
        ``np``), or source text, for a solution that imports another library, is a class, or has helpers before it.
    title: the heading. statement: Markdown, all that a reader must know. position: its place among those of its
    chapter. chapter: "searching/random_search", filled in by the registry from the place of the file.
    hints: the ladder, from a nudge to nearly everything.
    cases: ``cases(rng)`` gives the inputs of one check, new ones each time: tuples of arguments, or (tuple, dict) in a
        `Case`. Simple ones first: the first on which an answer differs is the one shown.
    mistakes, alternatives: the more specific first.
    cell: the untouched cell, where it is not the reference's head and docstring over ``raise NotImplementedError``.
    trial: ``trial(answer, args, kwargs)`` gives what is compared; by default the result of one call. It may raise
        `Complaint` with a sentence.
    same: ``same(want, got)``, in place of the comparison within `rtol`.
    may_change: names of the arguments that an answer may change in place.
    fixed_inputs: True where there are no other inputs to ask about (words, dtypes). seconds: time one check may take.
        isolate: False where a forked copy of the process won't do (torch's backward).
    """

    reference: "Callable | str"
    title: str
    statement: str
    hints: tuple
    cases: "Callable[[np.random.Generator], Iterable]"
    mistakes: tuple = ()
    alternatives: tuple = ()
    cell: str = ""
    trial: Callable = call
    same: "Callable | None" = None
    rtol: float = 1e-5
    may_change: tuple = ()
    fixed_inputs: bool = False
    seconds: float = 4.0
    isolate: bool = True
    position: int = 1
    chapter: str = ""

    @cached_property
    def source(self) -> str:
        """The solution as text: what `solution` shows and the tests put into the starter's place."""
        text = self.reference if isinstance(self.reference, str) else inspect.getsource(self.reference)
        return textwrap.dedent(text).strip() + "\n"

    @cached_property
    def starter(self) -> str:
        """The untouched cell."""
        return self.cell or _starter(self.source, self._definition)

    @cached_property
    def _definition(self):
        return [node for node in ast.parse(self.source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))][-1]

    @property
    def name(self) -> str:
        """The name given to `check`: the reference's."""
        return self.reference.__name__ if callable(self.reference) else self._definition.name

    @property
    def signature(self) -> str:
        """How the answer is called, as text: "softmax_loss(W, X, y, reg)"."""
        node = self._definition
        return f"{self.name}({ast.unparse(node.args)})" if isinstance(node, ast.FunctionDef) else self.name

    @property
    def argument_names(self) -> list[str]:
        """The names of the positional arguments, for messages."""
        node = self._definition
        return [a.arg for a in node.args.args] if isinstance(node, ast.FunctionDef) else []

    @cached_property
    def untouched(self) -> Callable | None:
        """The starter as a function, or None where it is a class.

        An answer of the same code and defaults was not attempted, also where the starter is a rule to repair.
        """
        names = {}
        if self.starter.startswith("def "):
            exec(_compiled(self.starter, "<starter>"), names)
        return names.get(self.name)

    @cached_property
    def solve(self) -> Callable:
        """The reference as something to call."""
        return self.build(self.reference)

    def build(self, answer: Callable | Edit | str) -> Callable:
        """Callable of a reference, mistake or alternative, whichever way it was written."""
        if callable(answer):
            return answer
        text = answer if isinstance(answer, str) else _edited(self.source, answer)
        names = {"np": np, **getattr(self.reference, "__globals__", {})}
        exec(_compiled(textwrap.dedent(text), f"<{self.name}>"), names)
        return names[self.name]

    def _repr_markdown_(self):
        return f"### Exercise: {self.title}\n\n{self.statement}\n\n```python\n{self.starter}```"

    def __repr__(self):
        return f"Exercise: {self.title}\n\n{self.statement}\n\n{self.starter}"


@dataclass(frozen=True)
class Case:
    """Inputs of one trial: positional arguments, keyword arguments, and a word on what is special about them."""

    args: tuple
    kwargs: dict
    note: str = ""


def as_case(inputs: Case | tuple) -> Case:
    """A `Case` from what an exercise's ``cases`` yields: a Case, or a tuple of arguments."""
    return inputs if isinstance(inputs, Case) else Case(tuple(inputs), {})


class Complaint(Exception):
    """What a trial raises when an answer's result has the wrong form: its text is the sentence shown."""


def _compiled(text, file):
    """Code of a text whose type hints are not looked up: they may name what only its own module knows."""
    return compile(text, file, "exec", flags=__future__.annotations.compiler_flag)


def _edited(source, edit):
    for old, new in edit.changes:
        if source.count(old) != 1:
            raise ValueError(f"the text {old!r} stands {source.count(old)} times in the reference, not once")
        source = source.replace(old, new)
    return source


def _starter(source, node):
    body = node.body
    documented = ast.get_docstring(node) is not None
    last = body[0].end_lineno if documented else body[0].lineno - 1
    head = source.splitlines()[node.lineno - 1 : last]
    return "\n".join([*head, "    raise NotImplementedError"]) + "\n"
