"""One trial after another: an answer is run on every case, and what happened is kept as plain data."""

import copy
import dis
import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from .clock import OutOfTime, time_limit
from .compare import TooBig, plain, type_name
from .model import Case, Complaint, Exercise
from .place import code_of, frames_of_exception, frames_out, place
from .quiet import quiet
from .report import Outcome, Raised, Report, Returned
from .sandbox import Died, guarded


def trusted(exercise: Exercise, answer: Callable, cases: list[Case]) -> list[Outcome]:
    """The outcomes of a reference or a mistake on the cases, without a sandbox."""
    with np.errstate(all="ignore"):
        return [_outcome(exercise, answer, case) for case in cases]


def rehearse(exercise: Exercise, answer: Any, cases: list[Case]) -> Report:
    """What a learner's answer does on the cases: a `Report`. Raises only KeyboardInterrupt."""

    def task(note):
        report, stood = Report(), []

        def on_time(frame):
            stood.append(place(frames_out(frame), answer))
            note.stands(stood[0])

        with quiet() as stream:
            try:
                with time_limit(exercise.seconds, on_time, note.importing) as run:
                    report.empty, report.accepts = run(
                        lambda: (_is_empty(answer) or _is_untouched(exercise, answer), _accepts(answer))
                    )
                    for case in cases:
                        stream.start_over()
                        report.outcomes.append(run(lambda case=case: _outcome(exercise, answer, case)))
                        report.printed.append(stream.text())
            except OutOfTime:
                report.outcomes.append(Raised("OutOfTime", "", stood[0] if stood else ""))
                report.printed.append(stream.text())
        return report.packed()

    try:
        return Report.unpacked(guarded(task, exercise.seconds, exercise.isolate))
    except OutOfTime as late:
        return Report([Raised("OutOfTime", "", str(late))], [""])
    except Died as death:
        return Report([Raised("Died", str(death))], [""])


def _outcome(exercise, answer, case):
    args, kwargs = fresh(case.args), fresh(case.kwargs)
    try:
        value = plain(exercise.trial(answer, args, kwargs))
        return Returned(value, _changed(exercise, case, args, kwargs))
    except (KeyboardInterrupt, OutOfTime):
        raise
    except (Complaint, TooBig) as error:
        return Raised(type(error).__name__, str(error))
    except BaseException as error:
        return _raised(error, answer)


def _changed(exercise, case, args, kwargs):
    pairs = [
        (name, *pair) for name, pair in zip(exercise.argument_names, zip(case.args, args, strict=True), strict=False)
    ]
    pairs += [(name, case.kwargs[name], kwargs[name]) for name in kwargs]
    return tuple(
        name for name, before, after in pairs if name not in exercise.may_change and not unchanged(before, after)
    )


def _raised(error, answer):
    kind = "NotImplementedError" if issubclass(type(error), NotImplementedError) else type_name(type(error))
    text = _asked(lambda: str.__str__(str(error))[:300])
    return Raised(kind, text, place(frames_of_exception(), answer))


def _asked(question):
    """What a question to an unknown object gives, or "" where it raises."""
    try:
        return question()
    except (KeyboardInterrupt, OutOfTime):
        raise
    except BaseException:
        return ""


def fresh(value: Any) -> Any:
    """A copy of an argument: arrays, lists, dicts and generators are copied, functions and everything else are not."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(fresh(item) for item in value)
    if isinstance(value, dict):
        return {key: fresh(item) for key, item in value.items()}
    return copy.deepcopy(value) if isinstance(value, np.random.Generator) else value


def unchanged(before: Any, after: Any) -> bool:
    """Whether an argument still holds what it held; only data counts, not what a generator has drawn."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(unchanged(b, a) for b, a in zip(before, after, strict=True))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(unchanged(before[key], after[key]) for key in before)
    return True


def _is_untouched(exercise, answer):
    """Whether a function is the starter itself: the same lines, and the same defaults in its head."""
    start = exercise.untouched
    if type(answer) is not types.FunctionType or start is None:
        return False
    told = ("co_code", "co_consts", "co_names", "co_varnames")
    return _defaults(answer) == _defaults(start) and all(
        getattr(answer.__code__, part) == getattr(start.__code__, part) for part in told
    )


def _defaults(function):
    """The numbers in a function's head; anything else could be hostile and is only there."""
    values = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    return [value if type(value) in (int, float) else None for value in values]


def _is_empty(answer):
    """Whether a function's body is only a docstring, ``pass`` or ``...``: an untouched starter."""
    code = code_of(answer)
    if code is None:
        return False
    quiet_ones = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "COPY_FREE_VARS"}
    steps = list(dis.get_instructions(code))
    returned = [step.argval for step in steps if step.opname in ("LOAD_CONST", "RETURN_CONST")]
    return {step.opname for step in steps} <= quiet_ones and returned in ([None], [Ellipsis], [NotImplemented])


def _accepts(answer):
    return _asked(lambda: f"{answer.__name__}{inspect.signature(answer)}"[:200])
