"""From what an answer did to a verdict: right, right in another form, a named mistake, or the first difference."""

import contextlib
import itertools
from typing import Any

import numpy as np

from .clock import OutOfTime, time_limit
from .compare import agree, as_array
from .explain import changes_in_place, difference, give_the_function, looks_like, read_on, write_your_own
from .model import Edit, Exercise, as_case
from .observe import belongs_to_the_book, observed
from .paste import as_line
from .report import Outcome, Raised, Returned
from .trial import rehearse, trusted
from .verdict import Verdict

FROM_DATA = {
    "ZeroDivisionError",
    "IndexError",
    "OverflowError",
    "LinAlgError",
    "FloatingPointError",
}  # exceptions that a formula meets
LONGEST = 1500  # letters of a sentence
PAIRING = 1.0  # seconds spent on trying two mistakes at once


def judge(exercise: Exercise, answer: Any, rng: np.random.Generator) -> Verdict:
    """The `Verdict` on an answer, on the inputs that `rng` gives. Raises only KeyboardInterrupt."""
    if answer is None or answer is Ellipsis:
        return Verdict(exercise.name, "not attempted")
    if not callable(answer):
        return Verdict(exercise.name, "wrong", give_the_function(exercise, answer))
    if belongs_to_the_book(answer):
        return Verdict(exercise.name, "wrong", write_your_own(answer))
    cases = [as_case(inputs) for inputs in exercise.cases(rng)]
    report = rehearse(exercise, answer, cases)
    got = report.outcomes

    def verdict(status, *sentences, mistake=None, case=0):
        sentences = [
            sentence[:LONGEST] for sentence in (*sentences, changes_in_place(exercise, cases, got)) if sentence
        ]
        pasted = as_line(exercise, cases[case]) if status == "wrong" else ""
        return Verdict(exercise.name, status, "\n".join(sentences), mistake, report.printed[case], input=pasted)

    if report.empty or all(isinstance(outcome, Raised) and outcome.kind == "NotImplementedError" for outcome in got):
        return Verdict(exercise.name, "not attempted")
    want = trusted(exercise, exercise.solve, cases)
    if same(exercise, want, got):
        return verdict("correct")
    for form in exercise.alternatives:
        if same(exercise, trusted(exercise, exercise.build(form.answer), cases), got):
            return verdict("correct", form.note)
    wrong = [i for i, (w, g) in enumerate(zip(want, got, strict=False)) if not _agree(exercise, w, g)]
    seen = observed(exercise, cases, want, got)
    mistakes, other = _recognised(exercise, cases, got, wrong, exactly=bool(seen))
    if mistakes:
        sentences = [seen, *(part for mistake in mistakes for part in (mistake.sentence, read_on(mistake)))]
        if other is not None:
            sentences.append(
                f"And there is something else. {difference(exercise, cases[other], want[other], got[other])}"
            )
        return verdict("wrong", *sentences, mistake=mistakes[0].name, case=wrong[0])
    first = wrong[0]
    fine = f"It is right on {len(got) - len(wrong)} of {len(got)} inputs." if len(got) > len(wrong) else ""
    if seen:
        return verdict("wrong", seen, difference(exercise, cases[first], want[first], got[first]), case=first)
    words = difference(exercise, cases[first], want[first], got[first], report.accepts)
    return verdict("wrong", fine, words, looks_like(exercise, cases, want, got, wrong), case=first)


def _recognised(exercise, cases, got, wrong, exactly=False):
    """The mistakes that an answer makes, and the first case that they leave unexplained, or None.

    One that behaves the same on all cases; else two at once that do; else one that explains most of what is wrong.
    exactly: only the first; what does the same on every input would fit all too many pairs.
    """
    versions = [(mistake, version) for mistake in exercise.mistakes for version in mistake.answers]
    partly = (), None
    for mistake, version in versions:
        theirs = trusted(exercise, exercise.build(version), cases)
        shared = [i for i in wrong if _agree(exercise, theirs[i], got[i])]
        if same(exercise, theirs, got) and any(_tells(got[i]) for i in shared):
            return (mistake,), None
        certain = [i for i in shared if _is_no_coincidence(got[i])]
        if not partly[0] and len(certain) >= 3 and 2 * len(certain) >= len(wrong):
            partly = (mistake,), next((i for i in wrong if i not in shared), None)
    if exactly:
        return (), None
    if sum(_is_no_coincidence(got[i]) for i in wrong) >= 2:
        with contextlib.suppress(OutOfTime), time_limit(PAIRING) as run:  # nobody wrote these pairs: one may never end
            pair = run(lambda: _two_at_once(exercise, versions, cases, got))
            if pair:
                return pair, None
    return partly


def _two_at_once(exercise, versions, cases, got):
    edits = [(mistake, version) for mistake, version in versions if isinstance(version, Edit)]
    for (first, one), (second, two) in itertools.permutations(edits, 2):
        if first is second:
            continue
        with contextlib.suppress(ValueError, SyntaxError):  # the two change the same line
            both = exercise.build(Edit(one.changes + two.changes))
            if all(_agree(exercise, *outcomes) for outcomes in zip(_lazily(exercise, both, cases), got, strict=True)):
                return tuple(sorted((first, second), key=exercise.mistakes.index))
    return ()


def _lazily(exercise, function, cases):
    for case in cases:
        yield from trusted(exercise, function, [case])


def same(exercise: Exercise, want: list[Outcome], got: list[Outcome]) -> bool:
    """Whether two lists of outcomes are the same, within what the exercise tolerates."""
    return len(want) == len(got) and all(_agree(exercise, w, g) for w, g in zip(want, got, strict=True))


def _agree(exercise, want, got):
    if isinstance(want, Raised) or isinstance(got, Raised):
        alike = isinstance(want, Raised) and isinstance(got, Raised) and want.kind == got.kind
        return alike and (want.kind in FROM_DATA or want.text == got.text)
    if not exercise.same:
        return agree(want.value, got.value, exercise.rtol)
    with contextlib.suppress(Exception):  # an exercise's own comparison need not expect junk
        return bool(exercise.same(want.value, got.value))
    return False


def _tells(outcome):
    return isinstance(outcome, Returned) or outcome.kind in FROM_DATA


def _is_no_coincidence(outcome):
    """Whether a result holds a number with something after the point: two answers don't share that by chance."""
    if isinstance(outcome, Raised):
        return False
    parts = outcome.value.values() if isinstance(outcome.value, dict) else outcome.value
    array = as_array(parts)
    if array is None:
        return isinstance(parts, (list, type({}.values()))) and any(
            _is_no_coincidence(Returned(part)) for part in parts
        )
    finite = array[np.isfinite(array)]
    return bool((finite != np.round(finite)).any())
