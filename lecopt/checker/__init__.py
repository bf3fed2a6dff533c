"""The checker: judges an answer to an exercise, and names the mistake in it. It knows no subject.

What an exercise is made of is exported here: `Exercise`, `Mistake`, `edit`, `Alternative`, `Case`, `Complaint`, and the
trial of an update rule, `path_of_rule`. `Workbook` gives the verbs check, hint, solution and progress on a package of
them.

An answer goes this way:

- verbs: what a learner calls; registry: the exercise of that name; model: what an exercise is
- judge: from what an answer did to a verdict: right, right in another form, a named mistake, or the first difference
- trial: the answer on every case; trials: when one call can't judge it; report: what it did there, as plain data
- compare: are two results the same?
- sandbox, quiet, clock, stopwatch, place: code that loops, prints, crashes or swallows exceptions, and where
- observe, explain, guess, paste: the sentences about a wrong result, its input; verdict: how a verdict looks
- cells: the cells of an exercise in its chapter
"""

from .model import Alternative, Case, Complaint, Exercise, Mistake, edit
from .trials import path_of_rule
from .verbs import Workbook

__all__ = ["Alternative", "Case", "Complaint", "Exercise", "Mistake", "Workbook", "edit", "path_of_rule"]
