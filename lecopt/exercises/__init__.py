"""Exercises that know your mistake: check, hint, solution, progress.

    check("best_of_n", best_of_n)     a verdict: correct, wrong (and why), or not attempted
    hint("best_of_n")                 the next hint
    solution("best_of_n")             the solution, folded
    progress()                        what has been solved
    exercise("best_of_n")             the statement and the untouched cell

**To add an exercise**, add one entry to the list EXERCISES of its chapter: ``rules/adam.py`` here is that of
``book/rules/adam.ipynb``, and a chapter with several exercises is a folder, a file for each. A new file is found by
itself. An entry holds a reference solution, whose name, arguments and docstring are the exercise's own, and whose
source, which uses nothing but np, is the solution shown:

    def relative_error(a, b):
        \"\"\"|a - b| / (|a| + |b|), 0 where both are 0.\"\"\"
        scale = np.abs(a) + np.abs(b)
        return np.abs(a - b) / np.where(scale == 0, 1, scale)

    EXERCISES = [                                      # from lecopt.checker import Exercise, Mistake, edit
        Exercise(
            reference=relative_error,
            position=3,                                # the third of its chapter
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
`lecopt.checker.model.Exercise` explains every field; `lecopt.checker.trials` has trials for answers that are not judged
by one call, such as update rules. tests/test_exercises.py then runs the entry without being told. The cells for the
chapter come from

    python -m lecopt.exercises slope/analytic_gradients

and a test keeps the chapter's cells equal to the entry.
"""

from lecopt.checker import Workbook

# The order of the book's chapters; one without an exercise has no file here.
CHAPTERS = (
    "searching/optimization",
    "searching/random_search",
    "slope/numeric_gradients",
    "slope/analytic_gradients",
    "slope/gradient_descent",
    "slope/stochastic_gradient_descent",
    "slope/difficulties",
    "rules/momentum",
    "rules/nesterov",
    "rules/adagrad",
    "rules/rmsprop",
    "rules/adam",
    "rules/adamw",
    "rules/comparison",
    "rules/bug_hunt",
    "curvature/newton",
    "curvature/quasi_newton",
    "practice/signal",
    "practice/scaling",
    "practice/tuning",
    "practice/pytorch",
)

workbook = Workbook(__name__, CHAPTERS)
check, hint, solution = workbook.check, workbook.hint, workbook.solution
progress, exercise = workbook.progress, workbook.exercise

__all__ = ["CHAPTERS", "check", "exercise", "hint", "progress", "solution", "workbook"]
