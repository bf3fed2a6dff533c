"""How check, hint, solution and progress look: in a notebook, on the site, in a terminal in colour and without."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from lecopt.checker import Case, Exercise
from lecopt.checker.paste import as_line
from lecopt.checker.verdict import Folded, Verdict, as_html
from lecopt.exercises import check, exercise, hint, progress, solution, workbook


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.delenv("LECOPT_SITE", raising=False)
    monkeypatch.delenv("LECOPT_COLAB", raising=False)
    monkeypatch.setattr("lecopt.checker.sandbox.CAN_FORK", False)
    workbook.forget()


def best_of_n(accuracies, n):
    return workbook.exercise("best_of_n").solve(accuracies, n)


class WellFormed(HTMLParser):
    """Fails on a tag that is closed in the wrong place."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags = [], []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br",):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


class Terminal:
    def __init__(self, stream):
        self.stream = stream

    def isatty(self):
        return True

    def __getattr__(self, name):
        return getattr(self.stream, name)


def test_an_unknown_name_is_a_key_error_that_lists_the_known_ones():
    for ask in (lambda: check("tea", 1), lambda: hint(3), lambda: solution(""), lambda: exercise(["softmax_loss"])):
        with pytest.raises(KeyError) as error:
            ask()
        assert all(name in str(error.value) for name in workbook.exercises)


@pytest.mark.parametrize(
    "name, meant",
    [
        ("Adam", "'adam'"),
        ("my_adam", "'adam'"),
        ("newton_stp", "'newton_step' or 'damped_newton_step'"),
        ("softmax", "'softmax_loss' or 'softmax_gradient'"),
        ("bug hunt 3", "'bug_hunt_3'"),
        ("L-BFGS direction", "'lbfgs_direction'"),
        ("torchrule", "'TorchRule'"),
    ],
)
def test_a_name_that_is_nearly_right_is_asked_for(name, meant):
    with pytest.raises(KeyError) as error:
        check(name, best_of_n)
    assert str(error.value).startswith(f"there is no exercise {name!r}; did you mean {meant}")
    assert len(str(error.value)) < 120


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["best_of_n"], "the function that you wrote is missing: check('best_of_n', best_of_n)"),
        ([best_of_n], "the name of the exercise is missing: check('best_of_n', best_of_n)"),
        ([3], "the name of the exercise is missing: check('adam', adam)"),
    ],
)
def test_a_check_of_one_thing_says_what_is_missing(arguments, sentence):
    with pytest.raises(TypeError) as error:
        check(*arguments)
    assert str(error.value) == f"check takes two things, and {sentence}"


def test_the_input_of_a_wrong_answer_can_be_pasted():
    wrong = check("softmax_loss", lambda W, X, y, reg: 0.5 * reg * (W**2).sum())
    names = {"np": np}
    exec(wrong.input, names)
    assert [type(names[name]) for name in ("W", "X", "y")] == [np.ndarray] * 3
    assert "On the input W = " in wrong.message and check("best_of_n", best_of_n).input == ""


@pytest.mark.parametrize(
    "case, line",
    [
        (((np.array([1.0, np.nan, -np.inf]), 3), {}), "a = np.array([1.0, np.nan, -np.inf]); b = 3"),
        (((np.float32([[0.5]]), [np.arange(2)]), {}), "a = np.array([[0.5]], dtype='float32'); b = [np.array([0, 1])]"),
        ((((1,), {"x": "it's"}), {}), "a = (1,); b = {'x': \"it's\"}"),
        (((np.float64(0.1), None), {"c": True}), "a = 0.1; b = None; c = True"),
        (((len, np.random.default_rng(0)), {}), "a = ...; b = ...  # a and b: made by the check"),
    ],
)
def test_a_line_to_paste_gives_the_values_back(case, line):
    exercise = Exercise(reference="def f(a, b): pass", title="", statement="", hints=(), cases=None)
    assert as_line(exercise, Case(*case)) == line
    exec(line, {"np": np})


def test_an_input_that_nobody_would_paste_is_left_out():
    exercise = Exercise(reference="def f(a): pass", title="", statement="", hints=(), cases=None)
    assert as_line(exercise, Case((np.zeros(10_000),), {})) == ""


def test_none_is_an_answer_that_was_not_attempted():
    assert check("best_of_n", None).status == "not attempted"


def test_a_fault_of_the_check_itself_is_a_sentence_too(monkeypatch):
    def broken(*arguments):
        raise RuntimeError("out of order")

    monkeypatch.setattr("lecopt.checker.verbs.judge", broken)
    verdict = check("best_of_n", best_of_n)
    assert verdict.status == "wrong" and "a fault of the check (RuntimeError: out of order)" in verdict.message


def test_names_count_to_the_letter():
    with pytest.raises(KeyError):
        check("Best_of_n", best_of_n)


def test_a_verdict_has_its_status_mistake_and_message():
    good, bad, none = (
        check("best_of_n", best_of_n),
        check("best_of_n", lambda a, n: max(a[:n])),
        check("best_of_n", None),
    )
    assert (good.status, good.mistake, good.message) == ("correct", None, "")
    assert (bad.status, bad.mistake) == ("wrong", "one number only") and "n numbers" in bad.message
    assert (none.status, none.mistake, none.message) == ("not attempted", None, "")


def test_a_verdict_is_plain_text_in_a_pipe():
    text = repr(check("best_of_n", lambda a, n: max(a[:n])))
    assert text.startswith("✗ Not yet: best_of_n\n") and "\x1b" not in text


def test_a_verdict_is_in_colour_in_a_terminal_unless_that_is_not_wanted(monkeypatch):
    verdict = check("best_of_n", best_of_n)
    monkeypatch.setattr(sys, "stdout", Terminal(sys.stdout))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert repr(verdict) == "\x1b[1;32m✓ Correct: best_of_n\x1b[0m" and "\x1b" not in str(verdict)
    monkeypatch.setenv("NO_COLOR", "1")
    assert repr(verdict) == "✓ Correct: best_of_n"


@pytest.mark.parametrize("status", ["correct", "wrong", "not attempted"])
def test_a_verdict_is_html_in_a_notebook_that_follows_the_pages_colours(status):
    page = Verdict("x", status, "Use `a < b` & more.\nSecond.", None, "<script>alert(1)</script>\x1b[31m")._repr_html_()
    tags = WellFormed(page).tags
    assert "<script" not in page and "\x1b" not in page and "<code>a &lt; b</code> &amp; more.<br>Second." in page
    assert "color: inherit" in tags[0][1]["style"] and "background: transparent" in tags[0][1]["style"]
    assert not any("onclick" in attrs or "src" in attrs for _, attrs in tags)


def test_a_verdict_says_its_status_in_words_not_in_colour_alone():
    pages = [Verdict("x", status)._repr_html_() for status in ("correct", "wrong", "not attempted")]
    assert [re.search("<strong>(.*?)</strong>", page)[1] for page in pages] == [
        "✓ Correct",
        "✗ Not yet",
        "○ Not attempted yet",
    ]


def test_what_an_answer_printed_is_shown_with_the_input_it_belongs_to():
    calls = []

    def answer(accuracies, n):
        calls.append(n)
        print(f"call {len(calls)}")
        return best_of_n(accuracies, n) + (len(calls) == 3)

    verdict = check("best_of_n", answer)
    assert (
        verdict.printed == "call 3\n" and "  | call 3" in str(verdict) and "<pre>call 3</pre>" in verdict._repr_html_()
    )


def test_hints_come_one_more_at_each_call_and_stop_at_the_last():
    ladder = workbook.exercises["softmax_loss"].hints
    for count in range(1, len(ladder) + 3):
        shown = hint("softmax_loss")
        assert [text for _, text, _ in shown.items] == list(ladder[: min(count, len(ladder))])
    assert "last hint" in shown.closing


def test_on_the_site_the_whole_ladder_is_there_each_hint_folded(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")
    shown = hint("svm_loss")
    page = shown._repr_html_()
    assert len(shown.items) == len(workbook.exercises["svm_loss"].hints) and shown.closing == ""
    assert page.count("<details><summary>Hint") == len(shown.items) and " open" not in page
    WellFormed(page)


def test_the_solution_is_folded_and_is_the_source():
    folded = solution("best_of_n")
    page = folded._repr_html_()
    WellFormed(page)
    assert page.count("<details><summary>Solution of best_of_n</summary>") == 1 and "np.maximum.accumulate" in page
    assert str(folded).startswith("Solution of best_of_n\ndef best_of_n(accuracies, n):")


def test_code_and_emphasis_in_a_sentence_become_html():
    assert as_html("the *best* of `a*b*c`\n2 * 3 * 4") == "the <em>best</em> of <code>a*b*c</code><br>2 * 3 * 4"
    assert as_html("a lonely ` and <b>") == "a lonely ` and &lt;b&gt;"


def test_folded_code_is_escaped():
    assert "&lt;b&gt;" in Folded((("t", "<b>", True),))._repr_html_()


def test_progress_lists_what_was_solved_by_chapter():
    check("best_of_n", best_of_n)
    check("softmax_loss", lambda *a: 0.0)
    shown = progress()
    chapters = [heading for heading, _ in shown.rows]
    assert "searching/random_search (1 of 3)" in chapters and "searching/optimization (0 of 3)" in chapters
    assert "✓ best_of_n" in str(shown) and "○ softmax_loss" in str(shown)
    WellFormed(shown._repr_html_())


def test_progress_forgets_nothing_that_was_solved_once():
    check("best_of_n", best_of_n)
    check("best_of_n", None)
    assert "✓ best_of_n" in str(progress())


def test_on_the_site_an_untouched_exercise_links_to_its_chapter_in_colab(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")
    monkeypatch.setenv("LECOPT_COLAB", "https://colab.example/github/a/b/blob/main/book/")
    page = check("best_of_n", None)._repr_html_()
    assert 'href="https://colab.example/github/a/b/blob/main/book/searching/random_search.ipynb"' in page
    monkeypatch.delenv("LECOPT_SITE")
    assert "href" not in check("best_of_n", None)._repr_html_()


def test_an_exercise_displays_its_statement_and_starter():
    shown = exercise("best_of_n")
    assert "### Exercise: The best of n" in shown._repr_markdown_() and "raise NotImplementedError" in repr(shown)


def test_checks_in_a_new_python_have_the_same_inputs_and_two_checks_have_different_ones():
    code = (
        "from lecopt.exercises import check\n"
        "[check('best_of_n', lambda a, n: print(a[0])) for _ in 'ab']\n"
        "print(*(check('best_of_n', lambda a, n: print(float(a[0]))).printed for _ in 'abc'))"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in "ab"
    )
    assert first == second and len(set(first)) == 3
