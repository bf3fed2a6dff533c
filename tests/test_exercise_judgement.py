"""Checks are fair to every way of writing a right answer, and say something useful of a wrong one."""

import functools
from dataclasses import replace

import numpy as np
import pytest

from lecopt import RULES, line_search, models
from lecopt.checker.judge import judge
from lecopt.checker.model import Alternative, Complaint, Exercise, Mistake, edit
from lecopt.checker.trials import path_of_rule
from lecopt.exercises import workbook
from lecopt.first_order import momentum, nesterov


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)


def judged(exercise, answer, seed=0):
    exercise = workbook.exercise(exercise) if isinstance(exercise, str) else exercise
    return judge(exercise, answer, np.random.default_rng(seed))


def column_means(X):
    """Mean of every column."""
    return X.mean(axis=0)


MEANS = Exercise(
    reference=column_means,
    chapter="searching/optimization",
    title="Means",
    statement="Means.",
    hints=("Add.",),
    cases=lambda rng: ((rng.normal(size=(n, m)),) for n, m in ((4, 3), (6, 3), (5, 2), (7, 4))),
    mistakes=(Mistake("median", edit("X.mean(axis=0)", "np.median(X, axis=0)"), "That is the median."),),
)


def outer(a, b):
    """The table of products."""
    return np.outer(a, b)


OUTER = replace(
    MEANS,
    reference=outer,
    cases=lambda rng: ((rng.normal(size=3), rng.normal(size=n)) for n in (3, 4, 5)),
    mistakes=(),
)


def running(x):
    """Running sum."""
    return np.cumsum(x)


RUNNING = replace(MEANS, reference=running, cases=lambda rng: ((rng.normal(size=n),) for n in (4, 5, 6)), mistakes=())


# Fair


def by_loops(W, X, y, reg):
    total = 0.0
    for row, label in zip(X.tolist(), y.tolist(), strict=True):
        scores = [sum(row[i] * W[i][j] for i in range(len(row))) for j in range(W.shape[1])]
        top = max(scores)
        total += -(scores[label] - top - np.log(sum(np.exp(s - top) for s in scores)))
    return total / len(X) + reg / 2 * sum(w * w for w in W.ravel())


def by_probabilities(W, X, y, reg):
    scores = X @ W
    p = np.exp(scores - scores.max())
    p /= p.sum(axis=1, keepdims=True)
    return [-np.log(p[range(len(y)), y]).mean() + reg * np.linalg.norm(W) ** 2 / 2][0]


def in_single_precision(W, X, y, reg):
    W, X = W.astype("float32"), X.astype("float32")
    scores = X @ W
    scores -= scores.max(1, keepdims=True)
    return np.float32(
        (np.log(np.exp(scores).sum(1)) - scores[np.arange(len(y)), y]).mean() + np.float32(reg / 2) * (W * W).sum()
    )


def with_more_arguments(W, X, y, reg=0.0, verbose=True, **more):
    print("verbose", verbose)
    return by_probabilities(W, X, y, reg)


class Loss:
    def __call__(self, W, X, y, reg):
        return by_loops(W, X, y, reg)

    def method(self, *arguments):
        return by_loops(*arguments)


@pytest.mark.parametrize(
    "answer",
    [
        by_loops,
        by_probabilities,
        in_single_precision,
        with_more_arguments,
        Loss(),
        Loss().method,
        functools.partial(with_more_arguments, verbose=False),
        lambda *a: np.array(by_loops(*a)),
    ],
    ids=lambda f: getattr(f, "__name__", type(f).__name__),
)
def test_a_right_loss_is_accepted_however_it_is_written(answer):
    for seed in range(5):
        verdict = judged("softmax_loss", answer, seed)
        assert (verdict.status, verdict.message) == ("correct", ""), verdict


@pytest.mark.parametrize(
    "answer",
    [
        lambda a, n: list(np.maximum.accumulate(a[:n])),
        lambda a, n: tuple(max(a[: i + 1]) for i in range(n)),
        lambda a, n: (max(a[: i + 1]) for i in range(n)),
        lambda a, n: np.maximum.accumulate(a[:n]).astype("float32"),
        lambda a, n: np.maximum.accumulate(a[:n]).astype("float16"),
        lambda a, n: np.ma.array(np.maximum.accumulate(a[:n])),
        lambda a, n: [np.array(x) for x in np.maximum.accumulate(a[:n])],
    ],
)
def test_a_sequence_of_numbers_is_accepted_in_every_form(answer):
    assert judged("best_of_n", answer).status == "correct"


def test_a_torch_tensor_is_a_result_too():
    torch = pytest.importorskip("torch")
    assert (
        judged("best_of_n", lambda a, n: torch.cummax(torch.tensor(a[:n], requires_grad=True), 0).values).status
        == "correct"
    )


def test_builtin_callables_are_accepted():
    assert (
        judged(
            replace(
                MEANS,
                reference=lambda_sum,
                mistakes=(),
                cases=lambda rng: (([1.5, 2.0, n],) for n in range(4)),
            ),
            sum,
        ).status
        == "correct"
    )


def lambda_sum(x):
    """Sum."""
    return np.sum(x)


def test_changing_an_argument_in_place_is_told_kindly_and_judged_on_the_rest():
    def changes(X):
        X /= len(X)
        return X.sum(axis=0)

    def works_on_a_copy(X):
        X = X.copy()
        X /= len(X)
        return X.sum(axis=0)

    assert judged(MEANS, works_on_a_copy).message == ""
    verdict = judged(MEANS, changes)
    assert (
        verdict.status == "correct" and "changes `X` in place" in verdict.message and "X = X.copy()" in verdict.message
    )
    wrong = judged(MEANS, lambda X: changes(X) + 1)
    assert wrong.status == "wrong" and "changes `X` in place" in wrong.message


def test_one_answers_changes_never_reach_the_next_input_or_the_reference():
    seen = []

    def spoils(X):
        seen.append(X.copy())
        result = X.mean(axis=0)
        X[:] = np.nan
        return result

    assert judged(MEANS, spoils).status == "correct" and not any(np.isnan(X).any() for X in seen)


def test_the_state_of_a_rule_may_be_a_list_and_scaled_as_one_likes():
    exercise = replace(MEANS, reference=momentum, trial=path_of_rule, mistakes=(), cases=_rule_cases)

    def negative_velocity(w, dw, v=0, *, lr, rho):
        v = rho * v - lr * dw
        return w + v, [v]

    def average(w, dw, v=0, *, lr, rho):
        v = rho * v + (1 - rho) * dw
        return w - lr * v / (1 - rho), (v,)

    def in_place(w, dw, v=0, *, lr, rho):
        v = rho * v + dw
        w -= lr * v
        return w, (v,)

    assert judged(exercise, negative_velocity).status == judged(exercise, average).status == "correct"
    assert (
        judged(exercise, in_place).status == "correct" and "changes `w` in place" in judged(exercise, in_place).message
    )
    assert judged(exercise, nesterov).status == "wrong"
    assert "the comma" in judged(exercise, lambda w, dw, v=0, *, lr, rho: (w, v)).message
    assert "two things" in judged(exercise, lambda w, dw, v=0, *, lr, rho: w).message
    assert "shape" in judged(exercise, lambda w, dw, v=0, *, lr, rho: (0.0, (v,))).message


def _rule_cases(rng):
    from lecopt.checker.model import Case

    for _ in range(4):
        yield Case((rng.normal(size=3), list(rng.normal(size=(5, 3)))), {"lr": 0.1, "rho": 0.8})


# Diagnosis


def test_of_two_mistakes_that_fit_the_first_is_named():
    first, second = (Mistake(name, edit("axis=0", "axis=1"), f"It is {name}.") for name in ("specific", "general"))
    assert judged(replace(MEANS, mistakes=(first, second)), lambda X: X.mean(axis=1)).mistake == "specific"


def test_a_mistake_is_named_also_when_something_else_is_wrong_beside_it():
    def median_but_not_of_seven(X):
        return np.zeros(3) if len(X) == 7 else np.median(X, axis=0)

    verdict = judged(MEANS, median_but_not_of_seven)
    assert verdict.mistake == "median" and "something else" in verdict.message and "shape (4,)" in verdict.message


def test_two_mistakes_at_once_are_both_named():
    def sum_and_whole_regulariser(W, X, y, reg):
        scores = X @ W
        scores = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y]).sum() + reg * (W**2).sum()

    verdict = judged("softmax_loss", sum_and_whole_regulariser)
    assert verdict.mistake == "regulariser without the half" and "twice as large" in verdict.message
    assert "You add the losses of all examples" in verdict.message


def test_two_mistakes_that_together_never_end_are_given_up(monkeypatch):
    monkeypatch.setattr("lecopt.checker.judge.PAIRING", 0.2)

    def countdown(x):
        """Quarters from x down to 0."""
        found, step = [x], 1
        while found[-1] > 0.1:
            found.append(found[-1] - 0.25 * step)
        return np.array(found)

    never = (
        Mistake("no step", edit("step = [x], 1", "step = [x], 1 - 1"), "No step."),
        Mistake("one turn", edit("0.25 * step", "0.25 * step - 1e-9"), "x"),
    )
    early = tuple(Mistake(f"stops {k}", edit("> 0.1", f"> 0.1 + {k}"), "Stops.") for k in (1, 2))
    exercise = replace(
        MEANS,
        reference=countdown,
        cases=lambda rng: ((k + 0.5,) for k in range(3)),
        mistakes=(*early, never[1]),
    )
    assert judged(exercise, lambda x: np.array([x, 0.123])).mistake is None


def test_words_that_agree_by_chance_name_no_mistake():
    def kind(x):
        """Word."""
        return "even" if x % 2 == 0 else "odd"

    exercise = replace(
        MEANS,
        reference=kind,
        cases=lambda rng: ((i,) for i in range(8)),
        mistakes=(Mistake("swapped", edit('"even" if', '"odd" if', 'else "odd"', 'else "even"'), "Swapped."),),
    )
    assert judged(exercise, lambda x: "odd" if x % 2 == 0 else "even").mistake == "swapped"
    assert judged(exercise, lambda x: "odd").mistake is None


def test_an_accepted_form_says_so():
    exercise = replace(MEANS, alternatives=(Alternative("sum", edit("X.mean", "X.sum"), "A sum is accepted."),))
    assert judged(exercise, lambda X: X.sum(axis=0)).message == "A sum is accepted."
    assert judged(exercise, lambda X: X.mean(axis=0)).message == ""


def test_a_trial_can_complain():
    def fussy(answer, args, kwargs):
        raise Complaint("Say please.")

    assert (
        judged(
            replace(
                MEANS,
                trial=lambda answer, args, kwargs: fussy(answer, args, kwargs) if answer is not column_means else 1,
            ),
            max,
        ).message
        == "Say please."
    )


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda X: -X.mean(axis=0), "sign is turned round"),
        (lambda X: 3 * X.mean(axis=0), "3 times too large"),
        (lambda X: X.mean(axis=0) / 2, "2 times too small"),
        (lambda X: -X.mean(axis=0) / 2, "with the wrong sign, and 2 times too small"),
        (lambda X: X.sum(axis=0), "too large by the number of rows of X: a sum where a mean is asked?"),
        (lambda X: X.mean(axis=0) / len(X), "too small by the number of rows of X"),
        (lambda X: X.mean(axis=0)[::-1], "reverse order"),
        (lambda X: np.sort(X.mean(axis=0)), "in another order"),
        (lambda X: X.mean(axis=0) * np.nan, "On every input, all that your function returns is nan."),
        (lambda X: np.where(X.mean(axis=0) > 0, np.nan, X.mean(axis=0)), "It gives NaN"),
        (lambda X: print(), "Is a `return` missing?"),
        (lambda X: X.mean(), "should have shape (3,) (float64), got shape () (float64)"),
        (lambda X: "text", "got 'text'"),
        (lambda X: [X.mean(axis=0), 1], "should be"),
        (lambda X: np.trunc(X.mean(axis=0)), "On every input, all that your function returns is 0."),
        (lambda X: X.mean(axis=0) + 1, "off by one"),
        (lambda X: 1 / X.mean(axis=0), "reciprocal"),
        (lambda X: X.mean(axis=0) ** 2, "square"),
        (lambda X: X.mean(axis=0) if len(X) < 5 else X.mean(axis=0) + 0.5, "right on 1 of 4 inputs"),
        (lambda X: X.mean(axis=0) if X.shape[1] != 4 else 1 / 0, "right on 3 of 4 inputs"),
        (lambda X: X.mean(axis=0) + np.array([0, 0.25, 0])[: X.shape[1]].sum() * np.eye(X.shape[1])[1], "expected"),
    ],
)  # fmt: skip
def test_what_a_wrong_result_looks_like_is_said(answer, words):
    verdict = judged(MEANS, answer)
    assert verdict.status == "wrong" and verdict.mistake is None
    assert words in verdict.message or words == "expected" and "should be" in verdict.message


def test_a_cause_is_not_named_where_other_code_gives_the_same():
    cut = judged(replace(MEANS, cases=lambda rng: ((100 + 10 * rng.normal(size=(4, 3)),) for _ in range(4))), _cut)
    assert "without what follows the point. Is there a `//`" in cut.message
    assert "the point" not in judged(MEANS, lambda X: np.zeros(X.shape[1])).message


def _cut(X):
    return np.trunc(X.mean(axis=0))


def test_one_factor_is_said_of_everything_only_where_it_is_on_everything():
    doubled = judged(MEANS, lambda X: 2 * X.mean(axis=0))
    assert "Everything is 2 times too large." in doubled.message
    some = judged(MEANS, lambda X: (2 if len(X) < 5 else 1) * X.mean(axis=0))
    assert "Everything" not in some.message and "right on" in some.message


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (lambda X: X, "Your function returns `X` as it came in."),
        (lambda X: X.tolist(), "Your function returns `X` as it came in."),
        (lambda X: 3.0, "Whatever comes in, your function returns 3."),
        (lambda X: "mean", "Whatever comes in, your function returns 'mean'."),
        (lambda X: np.zeros(X.shape[1]), "On every input, all that your function returns is 0."),
        (lambda X: np.full(X.shape[1], -np.inf), "On every input, all that your function returns is -inf."),
    ],
)
def test_what_is_no_attempt_at_all_is_said_as_what_it_is(answer, sentence):
    verdict = judged(MEANS, answer)
    assert (verdict.status, verdict.mistake) == ("wrong", None)
    assert verdict.message.startswith(sentence)


def test_two_things_that_come_back_as_they_came_are_named_and_no_two_causes():
    verdict = judged("standardise", lambda train, test: (train, test))
    assert verdict.message.startswith("Your function returns `train` and `test` as they came in.")
    assert verdict.mistake is None and "deviation" not in verdict.message


def test_the_books_own_function_is_no_answer():
    for name, answer in (("adam", RULES["adam"]), ("softmax_loss", models.softmax_loss), ("wolfe", line_search.wolfe)):
        verdict = judged(name, answer)
        assert verdict.status == "wrong" and verdict.message.startswith(
            f"This is the book's own `{name}`, from lecopt."
        )


def test_the_advice_on_a_copy_is_right_for_the_kind_of_argument():
    def clip(grads, max_norm):
        norm = np.sqrt(sum((g**2).sum() for g in grads))
        for g in grads:
            g *= min(1, max_norm / norm) if norm else 1
        return grads

    assert "`grads = [part.copy() for part in grads]`" in judged("clip_by_global_norm", clip).message

    def means(X):
        X -= 0.5
        return X.mean(axis=0) + 0.5

    assert "Work on a copy: `X = X.copy()`." in judged(MEANS, means).message


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x: np.cumsum(x)[1:], "first entry is missing"),
        (lambda x: np.cumsum(x)[:-1], "last entry is missing"),
        (lambda x: np.r_[0, np.cumsum(x)], "one entry too many at the start"),
        (lambda x: np.r_[np.cumsum(x), 0], "one entry too many at the end"),
        (lambda x: np.r_[0, np.cumsum(x)[:-1]], "one place too late"),
        (lambda x: np.r_[np.cumsum(x)[1:], 0], "one place too early"),
    ],
)
def test_off_by_one_step_is_said(answer, words):
    assert words in judged(RUNNING, answer).message


def test_a_transpose_is_said():
    assert "transpose" in judged(OUTER, lambda a, b: np.outer(b, a)).message


def test_swapped_results_are_said():
    assert "changed places" in judged(replace(MEANS, reference=pair, mistakes=()), lambda X: pair(X)[::-1]).message


def test_one_number_for_each_where_one_is_asked_is_said():
    exercise = replace(MEANS, reference=grand_mean, mistakes=())
    assert "their mean is right" in judged(exercise, lambda X: X.mean(axis=1)).message
    assert "sign is turned round" in judged(exercise, lambda X: -X.mean()).message
    assert "4 times too large" in judged(exercise, lambda X: 4 * X.mean()).message
    assert "their sum is right" in judged(exercise, lambda X: X.mean(axis=1) / len(X)).message


def grand_mean(X):
    """Mean of all."""
    return X.mean()


def pair(X):
    """Mean of the columns, and the largest entry."""
    return X.mean(axis=0), X.max()


def test_the_first_difference_names_the_input_the_entry_and_both_values():
    def first_is_off(X):
        m = X.mean(axis=0)
        m[1] += 0.5
        return m

    verdict = judged(replace(MEANS, cases=lambda rng: [(np.arange(20.0).reshape(2, 10),)]), first_is_off)
    assert "X = an array of shape (2, 10), float64" in verdict.message
    assert "of shape (10,) (float64), differs first at [1]: expected 6, got 6.5" in verdict.message


def test_an_exercise_may_be_given_as_source_text_with_a_helper_and_an_import():
    text = """
    import math

    def half(x):
        return x / 2

    def halves(x):
        \"\"\"Half of the floor.\"\"\"
        return half(math.floor(x))
    """
    exercise = replace(
        MEANS,
        reference=text,
        mistakes=(Mistake("ceiling", edit("floor(x)", "ceil(x)"), "That is the ceiling."),),
        cases=lambda rng: ((x,) for x in rng.normal(size=5)),
    )
    assert (
        exercise.name == "halves"
        and exercise.starter == 'def halves(x):\n    """Half of the floor."""\n    raise NotImplementedError\n'
    )
    assert judged(exercise, lambda x: np.floor(x) / 2).status == "correct"
    assert judged(exercise, lambda x: np.ceil(x) / 2).mistake == "ceiling"


def test_an_edit_that_fits_nowhere_or_twice_is_an_error_of_the_author():
    for old in ("max", "X"):
        with pytest.raises(ValueError, match="not once"):
            MEANS.build(edit(old, "min"))
    with pytest.raises(ValueError, match="pairs"):
        edit("one")


def test_hyper_parameters_of_a_rule_may_change_from_step_to_step():
    rng = np.random.default_rng(0)
    gradients = list(rng.normal(size=(4, 2)))
    varying = path_of_rule(momentum, (np.zeros(2), gradients), {"lr": [0.1, 0.1, 0.2, 0.2], "rho": 0.0})
    assert np.allclose(np.diff(varying, axis=0), -np.array([0.1, 0.1, 0.2, 0.2])[:, None] * gradients)
