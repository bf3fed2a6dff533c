"""All exercises there are: every module beside this one that holds a list EXERCISES."""

import functools
import importlib
import pkgutil

CHAPTERS = {  # the order of the book
    "searching": ("optimization", "random_search"),
    "slope": (
        "numeric_gradients",
        "analytic_gradients",
        "gradient_descent",
        "stochastic_gradient_descent",
        "difficulties",
    ),
    "rules": ("momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "comparison", "bug_hunt"),
    "curvature": ("newton", "quasi_newton"),
    "practice": ("signal", "scaling", "tuning", "pytorch"),
}
ORDER = [f"{part}/{chapter}" for part, chapters in CHAPTERS.items() for chapter in chapters]


@functools.cache
def exercises():
    """A dict from name to `Exercise`, in the book's order of chapters and each file's own order."""
    package = importlib.import_module(__package__)
    modules = [importlib.import_module(f"{__package__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)]
    every = [exercise for module in modules for exercise in getattr(module, "EXERCISES", ())]
    every.sort(key=lambda exercise: ORDER.index(exercise.chapter))
    named = {exercise.name: exercise for exercise in every}
    if len(named) < len(every):
        names = [exercise.name for exercise in every]
        raise ValueError(f"two exercises have the name {next(n for n in names if names.count(n) > 1)}")
    return named


def find(name):
    """The exercise of this name; a KeyError that lists the known ones where there is none."""
    known = exercises()
    if not isinstance(name, str) or name not in known:
        raise KeyError(f"there is no exercise {name!r}; there are {', '.join(known)}")
    return known[name]
