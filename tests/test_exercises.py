"""Every exercise, whatever file it stands in: its reference, forms, mistakes, starter, hints, solution and cells."""

import ast
import os

import numpy as np
import pytest

from lecopt.checker.cells import cells
from lecopt.checker.judge import judge, same
from lecopt.checker.model import as_case
from lecopt.checker.trial import trusted
from lecopt.exercises import check, solution, workbook

EVERY = list(workbook.exercises.values())
# LECOPT_SEEDS=100 looks for a mistake that is missed now and then.
SEEDS = range(int(os.environ.get("LECOPT_SEEDS", "2")))

each = pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
each_mistake = pytest.mark.parametrize(
    "exercise, mistake, version",
    [
        (exercise, mistake, version)
        for exercise in EVERY
        for mistake in exercise.mistakes
        for version in range(len(mistake.answers))
    ],
    ids=lambda value: getattr(value, "name", str(value)).replace(" ", "_"),
)


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    """The functions here are ours: no forked copies, so that the tests are quick. The sandbox has tests of its own."""
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)


def judged(exercise, answer, seed):
    return judge(exercise, answer, np.random.default_rng(seed))


def from_source(source, name):
    """What a learner's cell defines who has imported NumPy and nothing else."""
    names = {"np": np}
    exec(compile(source, "<cell>", "exec"), names)
    return names[name]


@each
def test_the_reference_is_correct(exercise):
    for seed in SEEDS:
        verdict = judged(exercise, exercise.solve, seed)
        assert (verdict.status, verdict.mistake) == ("correct", None), verdict
        assert verdict.message == "", "the reference must not be told anything"


@each
def test_the_shown_solution_passes_its_own_check_with_numpy_alone(exercise):
    assert check(exercise.name, from_source(solution(exercise.name).items[0][1], exercise.name)).status == "correct"


@each
def test_every_other_form_is_accepted_and_its_note_shown(exercise):
    for form in exercise.alternatives:
        for seed in SEEDS:
            verdict = judged(exercise, exercise.build(form.answer), seed)
            assert verdict.status == "correct", f"{form.name}: {verdict}"
            assert form.note in verdict.message


@each_mistake
def test_every_mistake_is_wrong_and_named(exercise, mistake, version):
    for seed in SEEDS:
        verdict = judged(exercise, exercise.build(mistake.answers[version]), seed)
        assert (verdict.status, verdict.mistake) == ("wrong", mistake.name), verdict
        assert mistake.sentence in verdict.message


@each
def test_an_exercise_has_mistakes_to_recognise_and_no_two_of_one_name(exercise):
    names = [mistake.name for mistake in exercise.mistakes]
    assert names and len(set(names)) == len(names)


@each
def test_no_two_mistakes_behave_alike(exercise):
    seen = {}
    for mistake in exercise.mistakes:
        for version in mistake.answers:
            for seed in SEEDS:
                cases = [as_case(inputs) for inputs in exercise.cases(np.random.default_rng(seed))]
                seen.setdefault(seed, []).append((mistake.name, trusted(exercise, exercise.build(version), cases)))
    for runs in seen.values():
        for i, (name, outcomes) in enumerate(runs):
            alike = [other for other, theirs in runs[i + 1 :] if other != name and same(exercise, outcomes, theirs)]
            assert not alike, f"{name} behaves like {alike}"


@each
def test_the_untouched_starter_is_not_attempted(exercise):
    starter = from_source(exercise.starter, exercise.name)
    verdict = judged(exercise, starter, 0)
    assert (verdict.status, verdict.mistake, verdict.message) == ("not attempted", None, "")
    repair = "raise NotImplementedError" not in exercise.starter
    if repair:  # the same fault under another roof is an attempt, and wrong
        first = exercise.starter.index("\n    ", exercise.starter.index(":\n"))
        attempt = from_source(
            exercise.starter[:first] + "\n    attempted = True" + exercise.starter[first:], exercise.name
        )
        assert judged(exercise, attempt, 0).status == "wrong"
        head = exercise.starter.replace("=0.", "=0.5", 1)  # and so is one with another default in its head
        assert judged(exercise, from_source(head, exercise.name), 0).status == "wrong"
    for body in () if repair else ("...", "pass"):
        emptied = from_source(exercise.starter.replace("raise NotImplementedError", body), exercise.name)
        if not isinstance(emptied, type):
            assert judged(exercise, emptied, 0).status == "not attempted"


@each
def test_hints_never_contain_a_line_of_the_answer(exercise):
    tree = ast.parse(exercise.source)
    lines = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr))
    }
    lines = {line.removeprefix("return ").split(" = ", 1)[-1].replace(" ", "") for line in lines}
    told = "\n".join(exercise.hints).replace(" ", "")
    assert exercise.hints
    for line in lines:
        assert len(line) < 20 or line not in told, line


@each
def test_inputs_are_new_at_each_check_and_enough_to_tell(exercise):
    first, second = (list(exercise.cases(np.random.default_rng(seed))) for seed in (0, 1))
    assert len(first) >= 3
    given = [[data(value) for inputs in cases for value in as_case(inputs).args] for cases in (first, second)]
    outcomes = [
        str(trusted(exercise, exercise.solve, [as_case(inputs) for inputs in cases])) for cases in (first, second)
    ]
    assert exercise.fixed_inputs or given[0] != given[1] or outcomes[0] != outcomes[1]


def data(value):
    """What an input holds, as text; functions can't be looked into."""
    if isinstance(value, np.random.Generator):
        return str(value.bit_generator.state)
    return "a function" if callable(value) else str(value)


@each
def test_the_cells_are_short_and_the_statement_is_portable(exercise):
    for kind, text in cells(exercise):
        if kind == "code":
            assert len(text.splitlines()) <= 15 and max(map(len, text.splitlines())) <= 120
    assert "\\(" not in exercise.statement and "{" + "{" not in exercise.statement
