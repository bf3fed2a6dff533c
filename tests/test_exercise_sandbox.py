"""Whatever a learner passes in, a check returns a verdict within seconds and the notebook is unharmed."""

import builtins
import contextlib
import functools
import gc
import itertools
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lecopt.checker.compare import Strange
from lecopt.checker.judge import judge
from lecopt.checker.model import Exercise, Mistake, edit
from lecopt.checker.report import Raised, Report, Returned
from lecopt.checker.stopwatch import Stopwatch
from lecopt.checker.verdict import Verdict
from lecopt.exercises import workbook

SECONDS = 0.2  # for answers that never end


def twice(x):
    """Twice x."""
    return 2 * x


TWICE = Exercise(
    reference=twice,
    chapter="searching/optimization",
    title="Twice",
    statement="Twice.",
    hints=("Add it to itself.",),
    cases=lambda rng: ((rng.normal(size=3),) for _ in range(4)),
    mistakes=(Mistake("thrice", edit("2 * x", "3 * x"), "That is three times x."),),
)
HERE = replace(TWICE, isolate=False)  # without a forked copy: as on Windows and macOS

forked = pytest.mark.skipif(sys.platform != "linux", reason="a forked copy is made on Linux only")
both = pytest.mark.parametrize(
    "exercise", [pytest.param(TWICE, marks=forked, id="in_a_copy"), pytest.param(HERE, id="here")]
)


def hurried(exercise, answer):
    return judged(replace(exercise, seconds=SECONDS), answer, within=10)


def judged(exercise, answer, within=30):  # generous: the machine may be busy
    start = time.monotonic()
    verdict = judge(exercise, answer, np.random.default_rng(0))
    assert time.monotonic() - start < within
    assert type(verdict) is Verdict and verdict.status in ("correct", "wrong", "not attempted")
    for text in (str(verdict), repr(verdict), verdict._repr_html_(), verdict.message):
        assert type(text) is str and len(text) < 20_000
    assert verdict.status != "wrong" or verdict.message
    return verdict


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("lecopt.checker.sandbox.GRACE", 0.3)


# Exceptions


class Rude(BaseException):
    def __str__(self):
        raise SystemExit("not even my text")


@both
@pytest.mark.parametrize(
    "error",
    [
        ValueError("v"),
        SystemExit(3),
        GeneratorExit(),
        StopIteration(),
        MemoryError(),
        RecursionError(),
        OSError(2, "no"),
        UnicodeDecodeError("utf8", b"", 0, 1, "x"),
        AssertionError(),
        ExceptionGroup("two", [ValueError(), TypeError()]),
        Rude(),
        Warning("w"),
        AttributeError("a"),
        KeyError(object()),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_of_any_kind_is_told_with_its_line(exercise, error):
    def answer(x):
        raise error

    verdict = judged(exercise, answer)
    assert verdict.status == "wrong"
    assert "test_exercise_sandbox.py (`raise error`)" in verdict.message


@both
def test_the_line_told_is_the_learners_even_when_the_error_is_deep_in_a_library(exercise):
    def answer(x):
        y = np.zeros((2, 2))
        return np.linalg.inv(y)

    verdict = judged(exercise, answer)
    assert "LinAlgError" in verdict.message and "(`return np.linalg.inv(y)`)" in verdict.message


@both
def test_a_wrong_number_of_arguments_is_explained_with_both_signatures(exercise):
    for answer in (lambda: 1, lambda x, y: x, lambda *, x: x):
        assert "cannot be called as `twice(x)`" in judged(exercise, answer).message
    assert "yours is `<lambda>(x, y)`" in judged(exercise, lambda x, y: x).message


@both
def test_recursion_without_end_is_a_sentence(exercise):
    def answer(x):
        return answer(x)

    assert "calls itself without end" in judged(exercise, answer).message


# Loops


def endless(x):
    while True:
        pass


def swallowing(x):
    while True:
        try:
            time.sleep(0.01)
        except:  # noqa: E722, as a learner may write it
            continue


def nested(x):
    while True:
        try:
            while True:
                try:
                    x = x + 1
                except BaseException:
                    pass
        except BaseException:
            pass


def stubborn(x):
    try:
        while True:
            pass
    finally:
        while True:
            time.sleep(1)


def sleeping(x):
    time.sleep(1000)


def printing(x):
    while True:
        print("again " * 100)


def deadlocked(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def yielding(x):
    while True:
        yield 1.0


def slow_iterator(x):
    return iter(lambda: time.sleep(100), 1)


def in_c(x):
    return sum(itertools.count())


def huge_power(x):
    return 10 ** (10**9)


@both
@pytest.mark.parametrize(
    "answer", [endless, swallowing, stubborn, sleeping, printing, deadlocked, slow_iterator], ids=lambda f: f.__name__
)
def test_a_loop_without_end_is_stopped_and_its_line_told(exercise, answer):
    verdict = hurried(exercise, answer)
    assert verdict.status == "wrong" and "still running after 0.2 seconds" in verdict.message
    assert "line " in verdict.message


@forked
@pytest.mark.parametrize("answer", [nested, in_c, huge_power], ids=lambda f: f.__name__)
def test_a_loop_that_nothing_in_python_can_stop_is_stopped_too(answer):
    assert "still running" in hurried(TWICE, answer).message


@both
def test_a_generator_without_end_is_a_result_too_large(exercise):
    assert "far too large" in judged(exercise, yielding).message


def test_a_loop_is_stopped_in_a_thread_that_is_not_the_main_one():
    found = []
    for exercise in (TWICE, HERE):
        thread = threading.Thread(target=lambda exercise=exercise: found.append(hurried(exercise, endless)))
        thread.start()
        thread.join()
    assert [verdict.status for verdict in found] == ["wrong", "wrong"]


@forked
def test_what_an_answer_writes_into_the_pipe_is_never_run(tmp_path):
    trace = tmp_path / "run"

    class Bomb:
        def __reduce__(self):
            return trace.touch, ()

    def pipes():
        found = {}
        for fd in range(3, 64):
            with contextlib.suppress(OSError):
                found[os.fstat(fd).st_ino] = fd
        return found

    ours = pipes()

    def answer(x):
        for fd in (fd for inode, fd in pipes().items() if inode not in ours):
            with contextlib.suppress(OSError):
                os.write(fd, pickle.dumps(("done", Bomb())))
        os._exit(0)

    assert judged(TWICE, answer).status == "wrong"
    assert not trace.exists()


def test_a_report_comes_back_from_json_as_it_went():
    value = [np.arange(3.0), np.float32([[1], [2]]), np.array(2 + 1j), np.array([True]), np.array([]), None, "ü\ud800"]
    outcomes = [
        Returned({"a": value, 3: Strange("set"), True: [[], {}]}, ("x", "y")),
        Returned(np.array([np.nan, np.inf])),
        Raised("ValueError", "x", "line 3"),
    ]
    report = Report(outcomes, ["printed"], True, "f(x)")
    back = Report.unpacked(json.loads(json.dumps(report.packed())))
    assert repr(back) == repr(report) and back.outcomes[0].value["a"][1].dtype == np.float32
    back.outcomes[1].value[0] = 1.0


@both
def test_what_an_import_takes_does_not_count(exercise, tmp_path, monkeypatch):
    slow = "import time\nend = time.thread_time() + 0.8\nwhile time.thread_time() < end:\n    pass\n"
    (tmp_path / "slow_to_import.py").write_text(slow)
    monkeypatch.syspath_prepend(tmp_path)

    def answer(x):
        return 2 * x * bool(__import__("slow_to_import"))

    def slow_itself(x):
        exec(slow, {})
        return 2 * x

    assert judged(replace(exercise, seconds=0.2), slow_itself).status == "wrong"
    assert judged(replace(exercise, seconds=0.2), answer).status == "correct"
    sys.modules.pop("slow_to_import", None)


def test_a_stopwatch_counts_computing_and_neither_waiting_for_a_turn_nor_imports():
    now = [0.0, 0.0]  # processor, wall
    watch = Stopwatch(4.0)
    watch._now = lambda: tuple(now)
    watch._began = (0.0, 0.0)

    def left(cpu, wall):
        now[:] = cpu, wall
        return watch.left()

    assert left(3.0, 3.0) == 1.0 and left(4.0, 4.0) == 0.0
    assert left(1.5, 6.0) == 2.5, "a busy machine: it has had a quarter of the time"
    assert left(1.5, 12.0) == 0.0, "and patience ends"
    assert left(0.01, 3.9) > 0 and left(0.01, 4.0) == 0.0, "it sleeps"
    watch._imports = (3.0, 5.0)
    assert left(3.5, 5.5) == 3.5
    watch._import_began = (3.5, 5.5)
    assert left(9.0, 60.0) > 0, "it imports"
    assert left(9.0, 300.0) == 0.0, "for ever"


def test_the_real_import_is_put_back():
    before = builtins.__import__
    with Stopwatch(1.0):
        assert builtins.__import__ is not before
    assert builtins.__import__ is before


TRACED = """
import sys, threading
from lecopt.checker.clock import OutOfTime, time_limit

def endless():
    while True:
        pass

def stopped():
    try:
        with time_limit(0.05) as run:
            run(endless)
    except OutOfTime:
        print("stopped")

thread = threading.Thread(target=stopped)
thread.start()
thread.join()
sys.settrace(lambda *_: None)
(lambda: print("traced"))()
"""


def test_a_debugger_works_after_a_thread_was_stopped():
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("stopped\ntraced\n", "")


@forked
def test_an_answer_that_turns_the_clock_off_is_stopped_all_the_same():
    def answer(x):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
        time.sleep(1000)

    assert "still running" in hurried(TWICE, answer).message


@both
def test_the_time_is_counted_over_all_inputs_together(exercise):
    def answer(x):
        time.sleep(0.12)
        return 2 * x

    assert "still running" in hurried(exercise, answer).message


# Results


class Hostile:
    """Every question is answered with an exception of another kind."""

    def _no(self, *args, **kwargs):
        raise SystemExit("no")

    __eq__ = __ne__ = __lt__ = __bool__ = __len__ = __iter__ = __array__ = __float__ = __repr__ = __str__ = __hash__ = (
        _no
    )
    __getattr__ = __add__ = __mul__ = __getitem__ = __contains__ = __call__ = __reduce_ex__ = __next__ = __int__ = (
        __index__
    ) = _no

    def __getattribute__(self, name):
        raise KeyError(name)

    @property
    def __class__(self):
        raise OSError("no class")


class SlowArray:
    def __array__(self, *args, **kwargs):
        while True:
            pass


class Claims(np.ndarray):
    def __array_finalize__(self, other):
        raise RuntimeError("never finished")


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit("nameless")

    def __instancecheck__(cls, other):
        raise ValueError

    def mro(cls):
        return type.mro(cls)


class Nameless(metaclass=Meta):
    pass


class Text(str):
    def __str__(self):
        raise ValueError

    __eq__ = __repr__ = __len__ = __str__
    __hash__ = str.__hash__


class Number(float):
    def __float__(self):
        raise ValueError

    __eq__ = __repr__ = __array__ = __float__


def itself():
    found = []
    found.append(found)
    return found


def array_of_hostile():
    found = np.empty(2, dtype=object)
    found[1] = Hostile()
    return found


RESULTS = {
    "hostile": Hostile,
    "list of hostile": lambda: [Hostile(), 1.0],
    "array of hostile": array_of_hostile,
    "dict of hostile": lambda: {"a": Hostile(), 3: Hostile(), (1, 2): 3},
    "slow array": SlowArray,
    "nameless": Nameless,
    "the class": lambda: Nameless,
    "text": lambda: Text("a"),
    "number": lambda: Number(3),
    "itself": itself,
    "function": lambda: print,
    "module": lambda: os,
    "huge int": lambda: 10**5000,
    "complex": lambda: 1j,
    "set": lambda: {1, 2},
    "bytes": lambda: b"abc",
    "dates": lambda: np.array(["2020-01-01"], "datetime64[D]"),
    "records": lambda: np.zeros(3, dtype=[("a", int), ("b", float)]),
    "texts": lambda: np.array(["a", "b"]),
    "ragged": lambda: [[1, 2], [3]],
    "nan": lambda: np.full(3, np.nan),
    "empty": lambda: np.zeros((0, 3)),
    "empty list": list,
    "range": lambda: range(10**12),
    "masked": lambda: np.ma.masked_all(3),
    "huge zeros": lambda: np.zeros((10**5, 10**3)),
    "huge text": lambda: "x" * 10**7,
    "long keys": lambda: {"k" * 10**4: 1, 2: "v" * 10**4},
    "control characters": lambda: "\x1b[31mred\x00\ud800",
    "NotImplemented": lambda: NotImplemented,
    "Ellipsis": lambda: ...,
    "exception": lambda: ValueError("returned"),
}


@both
@pytest.mark.parametrize("name", RESULTS)
def test_any_result_gets_a_verdict(exercise, name):
    ask = hurried if name == "slow array" else judged
    assert ask(exercise, lambda x: RESULTS[name]()).status == "wrong"


@both
def test_any_object_as_the_answer_gets_a_verdict(exercise):
    answers = [
        3,
        "text",
        [1],
        {},
        np.zeros(3),
        Hostile(),
        Hostile,
        Nameless,
        Nameless(),
        type,
        object,
        print,
        len,
        exit,
        input,
        breakpoint,
        np.add,
        np.zeros,
        os._exit if exercise.isolate else max,
    ]
    answers += [
        functools.partial(twice),
        functools.partial(int, base=2),
        property(twice),
        staticmethod(twice),
        iter([]),
        Ellipsis.__class__,
        float("nan"),
        itself(),
        NotImplemented,
        sys,
    ]
    for answer in answers:
        judged(exercise, answer)
    assert judged(exercise, None).status == judged(exercise, ...).status == "not attempted"
    assert "without calling it" in judged(exercise, np.zeros(3)).message


@pytest.mark.filterwarnings("ignore:coroutine")
@both
def test_an_async_function_gets_a_verdict(exercise):
    async def answer(x):
        return 2 * x

    assert "a coroutine" in judged(exercise, answer).message


@forked
def test_a_result_or_a_list_beyond_all_memory_is_a_sentence():
    def growing(x):
        blocks = []
        while True:
            blocks.append(np.zeros(1 << 28, "u1"))

    assert "more memory" in judged(TWICE, lambda x: np.ones(10**13)).message
    assert "more memory" in judged(TWICE, growing).message


@both
def test_a_flood_of_output_is_caught_and_shortened(exercise, capfd):
    def answer(x):
        for _ in range(20_000):
            print("flood " * 10)
        print("err", file=sys.stderr)
        return 2 * x

    verdict = judged(exercise, answer)
    assert verdict.status == "correct" and "characters more" in verdict.printed and len(verdict.printed) < 5000
    assert capfd.readouterr() == ("", "")


@forked
def test_output_past_python_is_caught_too(capfd):
    def answer(x):
        os.write(1, b"raw")
        os.system("echo shell")
        return 2 * x

    assert judged(TWICE, answer).status == "correct"
    assert capfd.readouterr() == ("", "")


# The notebook unharmed


@forked
@pytest.mark.parametrize(
    "deed",
    [
        lambda: os._exit(0),
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: os.kill(os.getpid(), signal.SIGSEGV),
        lambda: os.abort(),
        lambda: os.closerange(3, 200),
    ],
    ids=["exits", "kills", "segfaults", "aborts", "closes all files"],
)
def test_an_answer_that_ends_python_ends_a_copy_only(deed):
    verdict = judged(TWICE, lambda x: deed() or 2 * x)
    assert verdict.status == "wrong" and "ended Python itself" in verdict.message


@forked
def test_what_an_answer_does_to_the_world_is_undone(monkeypatch):
    places = []

    def answer(x):
        os.chdir("/")
        np.random.seed(0)
        np.mean = None
        sys.path.clear()
        sys.stdout.close()
        places.append(x)
        os.environ["HOME"] = "nowhere"
        return 2 * x

    before = os.getcwd(), np.mean, list(sys.path), os.environ["HOME"], np.random.get_state()[1][0]
    assert judged(TWICE, answer).status == "correct"
    assert (
        os.getcwd(),
        np.mean,
        list(sys.path),
        os.environ["HOME"],
        np.random.get_state()[1][0],
    ) == before and not places


@forked
def test_an_answer_that_forks_gets_one_verdict():
    def answer(x):
        os.fork()
        return 2 * x

    assert judged(TWICE, answer).status == "correct"


@forked
def test_garbage_of_the_notebook_is_not_finalised_in_a_copy(tmp_path):
    class Leftover:
        def __init__(self):
            self.me = self  # a circle: only the collector finds it

        def __del__(self):
            (tmp_path / str(os.getpid())).touch()

    def answer(x):
        gc.collect()
        return 2 * x

    gc.disable()
    try:
        Leftover()
        assert judged(TWICE, answer).status == "correct"
        assert list(tmp_path.iterdir()) == []
    finally:
        gc.enable()
        gc.collect()


@forked
def test_a_notebook_that_ignores_its_children_gets_verdicts_too():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert judged(TWICE, twice).status == "correct"
        assert "ended Python itself" in judged(TWICE, lambda x: os._exit(3)).message
    finally:
        signal.signal(signal.SIGCHLD, before)


@both
def test_streams_clock_and_limits_are_as_before(exercise):
    before = (
        sys.stdout,
        sys.stderr,
        sys.stdin,
        input,
        sys.breakpointhook,
        sys.getrecursionlimit(),
        sys.gettrace(),
        signal.getsignal(signal.SIGALRM),
        np.geterr(),
    )

    def answer(x):
        sys.setrecursionlimit(5000)
        np.seterr(all="raise")
        sys.stdout = None
        breakpoint()
        return 2 * x

    for this in (answer, endless, swallowing, lambda x: input("?")):
        hurried(exercise, this)
    assert before == (
        sys.stdout,
        sys.stderr,
        sys.stdin,
        input,
        sys.breakpointhook,
        sys.getrecursionlimit(),
        sys.gettrace(),
        signal.getsignal(signal.SIGALRM),
        np.geterr(),
    )
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert threading.active_count() == 1 or all("watch" not in thread.name for thread in threading.enumerate())


@both
def test_asking_for_input_is_told(exercise):
    assert "cannot ask for input" in judged(exercise, lambda x: input("x?")).message


@both
def test_warnings_of_numpy_stay_inside(exercise):
    assert judged(exercise, lambda x: 2 * x + 0 * np.log(np.float64(0.0) + 1) + 0 / np.exp(1e9)).status == "correct"


@both
def test_no_process_and_no_open_file_is_left_behind(exercise):
    files = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    for answer in (twice, endless, lambda x: 1 / 0):
        hurried(exercise, answer)
    if files:
        assert len(os.listdir("/proc/self/fd")) == files
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# KeyboardInterrupt


@both
def test_keyboard_interrupt_still_interrupts(exercise):
    def answer(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(exercise, answer, np.random.default_rng(0))


@both
def test_the_interrupt_button_stops_a_running_check(exercise):
    exercise = replace(exercise, seconds=20)
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    # A process started in the background ignores the signal; a kernel never does.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            judge(exercise, sleeping, np.random.default_rng(0))
        assert time.monotonic() - start < 5
    finally:
        timer.cancel()
        timer.join()
        signal.signal(signal.SIGINT, before)


# Junk by the thousand


LEAVES = st.sampled_from([name for name in RESULTS if "slow" not in name and "range" not in name]).map(
    lambda name: ("odd", name)
) | st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.decimals(),
    st.dates(),
)
JUNK = (
    LEAVES
    | st.lists(LEAVES, max_size=3)
    | st.tuples(LEAVES, LEAVES)
    | st.dictionaries(st.text(max_size=2) | st.integers(), LEAVES, max_size=2)
)
JUNK = st.lists(JUNK, min_size=25, max_size=25)  # so many a check: thousands in all, in seconds
NAMES = sorted(workbook.exercises)
quickly = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def real(junk):
    """Junk with the odd objects in their places: hypothesis itself could not bear them."""
    if type(junk) is tuple and junk[:1] == ("odd",):
        return RESULTS[junk[1]]()
    if type(junk) in (list, tuple):
        return type(junk)(real(item) for item in junk)
    return {key: real(item) for key, item in junk.items()} if type(junk) is dict else junk


@quickly
@given(junk=JUNK)
def test_junk_returned_never_escapes(junk):
    answers = iter(junk)
    exercise = replace(HERE, cases=lambda rng: [(rng.normal(size=3),) for _ in junk])
    assert judged(exercise, lambda x: real(next(answers))).status in ("wrong", "not attempted")


@quickly
@given(name=st.sampled_from(NAMES), junk=JUNK)
def test_junk_returned_never_escapes_any_exercise(name, junk):
    answers = itertools.cycle(junk)
    exercise = replace(workbook.exercises[name], isolate=False)
    assert judged(exercise, lambda *args, **kwargs: real(next(answers))).status in ("wrong", "not attempted")


@quickly
@given(name=st.sampled_from(NAMES), junk=JUNK)
def test_junk_as_the_answer_never_escapes(name, junk):
    for answer in junk:
        verdict = judged(replace(workbook.exercises[name], isolate=False), real(answer))
        assert verdict.status in ("wrong", "not attempted")
