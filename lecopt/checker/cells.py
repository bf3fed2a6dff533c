"""The cells of an exercise in its chapter: statement, starter, check, hint, solution."""

from .model import Exercise


def cells(exercise: Exercise) -> list[tuple[str, str]]:
    """The notebook cells of an exercise as (kind, text), kind being "markdown" or "code".

    A test keeps the chapters equal to them.
    """
    name = exercise.name
    return [
        ("markdown", f"### Exercise: {exercise.title}\n\n{exercise.statement}"),
        ("code", exercise.starter.rstrip()),
        ("code", f'check("{name}", {name})'),
        ("code", f'hint("{name}")'),
        ("code", f'solution("{name}")'),
    ]


def as_percent(exercise: Exercise) -> str:
    """The cells as py:percent text, to paste into a chapter that is written as text."""
    parts = []
    for kind, text in cells(exercise):
        if kind == "markdown":
            parts.append("# %% [markdown]\n" + "\n".join(f"# {line}".rstrip() for line in text.splitlines()))
        else:
            parts.append("# %%\n" + text)
    return "\n\n".join(parts) + "\n"
