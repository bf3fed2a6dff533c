"""Exercises that know your mistake: check, hint, solution, progress.

    check("best_of_n", best_of_n)     a verdict: correct, wrong (and why), or not attempted
    hint("best_of_n")                 the next hint
    solution("best_of_n")             the solution, folded
    progress()                        what has been solved
    exercise("best_of_n")             the statement and the untouched cell

**To add an exercise**, add one entry to the list EXERCISES of a file in this folder; a new file (one a subject or
chapter) is found by itself. An entry holds a reference solution, whose name,
arguments and docstring are the exercise's own, and whose source, which uses nothing but np, is the solution shown:

    def relative_error(a, b):
        \"\"\"|a - b| / (|a| + |b|), 0 where both are 0.\"\"\"
        scale = np.abs(a) + np.abs(b)
        return np.abs(a - b) / np.where(scale == 0, 1, scale)

    EXERCISES = [                                      # from .model import Exercise, Mistake, edit
        Exercise(
            reference=relative_error,
            chapter="slope/analytic_gradients",
            title="Relative error",
            statement="Write `relative_error(a, b)` …",
            hints=("What if both are zero?", "Divide by 1 there."),
            cases=_pairs,                              # cases(rng) yields tuples of arguments, simple ones first
            mistakes=(
                Mistake("divides by one side", edit("np.abs(a) + np.abs(b)", "np.abs(b)"), "You divide by …"),
            ),
        ),
    ]

A mistake or an alternative is a function of the same arguments, an `edit` of the reference's source, or source text.
`Exercise` in model.py explains every field; trials.py has trials for answers that are not judged by one call, such as
update rules. tests/test_exercises.py then runs the entry without being told. The cells for the chapter come from

    python -m lecopt.exercises slope/analytic_gradients

and a test keeps the chapter's cells equal to the entry.

The engine: verbs (the five functions above), registry, model (what an exercise is), judge, guess, compare, verdict, cells;
and what runs a learner's code safely: trial, trials, sandbox, clock, place. Every other file here holds exercises.
"""

from .verbs import check, exercise, hint, progress, solution

__all__ = ["check", "exercise", "hint", "progress", "solution"]
