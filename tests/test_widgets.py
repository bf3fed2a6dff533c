"""The ground of the widgets and the race in Python: one safe script, specs that stay data, traits that are checked."""

import gzip
import html.parser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lecopt.descent import run
from lecopt.first_order import RULES, momentum, sgd
from lecopt.landscapes import LANDSCAPES
from lecopt.symbolic import evaluate, latex, program, working
from lecopt.widgets import classic_script, module, race, stylesheet
from lecopt.widgets.script import FOLDER, joined

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="there is no Node: install nodejs")
UNSAFE = (
    r"\beval\s*\(|new\s+Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|"
    r"setAttribute\(\s*[\"'](?:style|on\w+)|\bimport\s*\(|https?://(?!www\.w3\.org/)"
)


# The script


@needs_node
@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent / "js").glob("*.test.mjs")), ids=lambda file: file.stem.removesuffix(".test")
)
def test_the_maths_of_the_browser_passes_its_own_tests_in_node(file):
    done = subprocess.run([NODE, "--test", str(file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_node
@pytest.mark.parametrize("text, suffix", [(module(), ".mjs"), (classic_script(), ".js")])
def test_the_joined_script_is_a_module_for_the_notebook_and_a_plain_script_for_the_page(tmp_path, text, suffix):
    file = tmp_path / f"widgets{suffix}"
    file.write_text(text)
    subprocess.run([NODE, "--check", file], check=True, timeout=60)
    if suffix == ".mjs":
        subprocess.run(
            [NODE, "--input-type=module", "-e", f"import w from '{file}'; if (typeof w.render !== 'function') throw 1"],
            check=True,
            timeout=60,
        )
    assert not re.search(r"^(import|export (?!default \{ render))", text, re.M)


def test_the_script_holds_no_way_to_run_text_or_to_make_markup_of_it():
    assert not re.search(UNSAFE, "".join(file.read_text() for file in FOLDER.rglob("*.js")))
    for planted in (
        "eval('1')",
        "new Function('a')",
        "el.innerHTML = x",
        "el.setAttribute('onclick', x)",
        "import ('./x.js')",
        'el.setAttribute("style", x)',
        "fetch('https://example.org')",
    ):
        assert re.search(UNSAFE, planted)


def test_the_script_of_all_widgets_is_under_25_kB_packed():
    assert len(gzip.compress(classic_script().encode())) < 25_000


def test_every_file_stands_once_in_the_script_after_what_it_imports():
    text = classic_script()
    files = {path: "$" + "$".join(path.relative_to(FOLDER).with_suffix("").parts) for path in FOLDER.rglob("*.js")}
    assert len(files) > len(list(FOLDER.glob("*.js"))) > 0
    assert all(text.count(f"const {variable} = (") == 1 for variable in files.values())
    places = {path: text.index(f"const {variable} = (") for path, variable in files.items()}
    for path in files:
        for used in re.findall(r'^import .* from "(.+)";', path.read_text(), re.M):
            assert places[(path.parent / used).resolve()] < places[path]


@pytest.mark.parametrize(
    "line", ['import x from "./y.js";', "export { a };", "/* no */", "const a = `two", 'import { a } from "elsewhere";']
)
def test_a_line_that_cannot_be_joined_is_refused(tmp_path, line):
    (tmp_path / "bad.js").write_text(line + "\n")
    with pytest.raises(ValueError, match="bad.js"):
        joined("bad", tmp_path)


def test_the_stylesheet_touches_nothing_but_widgets():
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@[^{]*\{", "", stylesheet()))
    assert len(selectors) > 20
    assert all(
        ".lecopt-widget" in part for selector in selectors for part in re.split(r",(?![^(]*\))", selector.strip())
    )


# The page without a kernel


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


def test_text_in_a_spec_cannot_become_markup(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")

    def rule(w, dw, *, lr=0.1):
        return w - lr * dw, ()

    rule.__name__ = "</div><script>alert('1')</script>\"'&amp;"
    widget = race("bowl", rules=[rule])
    tags = Tags(widget._repr_mimebundle_()[0]["text/html"]).seen
    assert not any(tag == "script" for tag, _ in tags)
    tag, attributes = tags[0]
    assert tag == "div" and attributes["class"] == "lecopt-widget" and attributes["data-widget"] == "race"
    assert json.loads(attributes["data-spec"]) == json.loads(json.dumps(widget.spec()))
    assert json.loads(attributes["data-spec"])["rules"][0]["name"] == rule.__name__


def test_on_the_site_nothing_is_opened_and_the_picture_stands_in_the_page(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")
    widget = race("bowl", rules="sgd")
    data, _ = widget._repr_mimebundle_()
    assert widget.comm is None
    assert set(data) == {"text/plain", "text/html"}
    assert 'role="img"' in data["text/html"] and "Paths of sgd over 100 steps" in data["text/html"]


def test_in_a_notebook_it_is_an_ordinary_widget_with_a_picture_for_those_who_cannot_show_it(monkeypatch):
    monkeypatch.delenv("LECOPT_SITE", raising=False)
    data, about = race("bowl", rules="sgd")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["image/png"] and about["image/png"]["alt"].startswith("Paths of sgd")
    assert "text/html" not in data


def test_a_spec_holds_traits_and_nothing_of_ipywidgets():
    widget = race("bowl", rules="sgd")
    assert set(widget.spec()) == {
        "kind",
        "predict",
        "landscape",
        "rules",
        "sliders",
        "start",
        "steps",
        "noise",
        "seed",
        "hyper",
        "shown",
        "initial",
        "computed",
    }
    json.dumps(widget.spec(), allow_nan=False)


# The race


def test_the_path_is_runs_and_follows_every_trait():
    widget = race("bowl", rules=["sgd", "momentum"], lr=0.05, steps=20)
    seen = []
    widget.observe(lambda change: seen.append(change["new"]), "path")
    widget.start, widget.steps, widget.hyper = [0.5, -1], 30, {"momentum": {"rho": 0.5}}
    assert len(seen) == 3
    bowl = LANDSCAPES["bowl"]
    assert np.array_equal(widget.path["sgd"], run(RULES["sgd"], bowl.grad, [0.5, -1], 30, lr=0.05))
    assert np.array_equal(widget.path["momentum"], run(RULES["momentum"], bowl.grad, [0.5, -1], 30, lr=0.05, rho=0.5))
    widget.noise, widget.seed = 0.5, 4
    noisy = widget.path["sgd"]
    widget.seed = 5
    assert not np.allclose(noisy, widget.path["sgd"])
    widget.seed = 4
    assert np.array_equal(noisy, widget.path["sgd"])


def test_every_rule_of_a_race_meets_the_same_noise():
    def twin(w, dw, *, lr=0.01):
        return w - lr * dw, ()

    widget = race("bowl", rules=["sgd", twin], lr=0.05, noise=1.0)
    assert np.array_equal(widget.path["sgd"], widget.path["twin"])


def test_sliders_are_the_keyword_only_hyper_parameters_of_the_signatures():
    def mine(w, dw, v=0, *, lr=0.1, mix=0.25, shift=-2.0, off=0.0):
        return w - lr * dw, (v,)

    widget = race("bowl", rules=["adam", mine])
    assert set(widget.sliders) == {"lr", "beta1", "beta2", "eps", "mix", "shift", "off"}
    assert set(widget.hyper["mine"]) == {"lr", "mix", "shift", "off"}
    for values in widget.hyper.values():
        for name, value in values.items():
            assert widget.sliders[name]["low"] <= value <= widget.sliders[name]["high"]
    assert (
        widget.sliders["lr"]["kind"] == "log"
        and widget.sliders["beta2"]["kind"] == "keep"
        and widget.sliders["shift"]["kind"] == "linear"
    )


def test_hyper_parameters_are_given_for_all_rules_or_for_one():
    widget = race("bowl", rules=["sgd", "adam"], lr=0.3, adam={"lr": 0.2, "beta1": 0.5})
    assert widget.hyper["sgd"] == {"lr": 0.3}
    assert widget.hyper["adam"] == {"lr": 0.2, "beta1": 0.5, "beta2": 0.999, "eps": 1e-8}


def test_a_learning_rate_that_is_not_given_is_one_that_works():
    for name in ("rosenbrock", "ravine", "himmelblau"):
        widget, land = race(name), LANDSCAPES[name]
        for rule, path in widget.path.items():
            assert land(path[-1]) < land(path[0]), (name, rule)
            assert np.all(land(path) <= land(path[0])), (name, rule)


def test_a_rule_that_is_more_than_arithmetic_is_run_by_python_and_says_so():
    def clipped(w, dw, *, lr=0.1):
        return w - lr * np.clip(dw, -1, 1), ()

    widget = race("bowl", rules=["sgd", clipped], lr=0.1)
    spec = widget.spec()["rules"][1]
    assert spec["program"] is None and "clip" in spec["why"]
    assert np.allclose(spec_points(widget, "clipped"), run(clipped, LANDSCAPES["bowl"].grad, [1, 1], 100, lr=0.1))
    widget.start = [0.5, 0.5]
    assert spec_points(widget, "clipped")[0] == [0.5, 0.5]


def spec_points(widget, name):
    return widget.spec()["computed"][name]["points"]


def test_a_rule_that_raises_or_runs_to_infinity_breaks_nothing():
    def wild(w, dw, *, lr=0.1):
        return np.where(dw > 0, np.inf, w), ()

    def broken(w, dw, *, lr=0.1):
        return np.linalg.inv(w), ()

    widget = race("bowl", rules=["sgd", wild, broken])
    assert None in spec_points(widget, "wild")[1]
    assert "broken raised LinAlgError" in widget.computed["broken"]["sorry"]
    assert set(widget.path) == {"sgd", "wild"}
    json.dumps(widget.spec(), allow_nan=False)


def test_a_rule_of_ones_own_may_bear_the_name_of_a_rule_of_the_book():
    def adam(w, dw, *, lr=0.1):
        return w - lr * dw, ()

    widget = race("bowl", rules=["adam", adam])
    assert list(widget.path) == ["adam", "adam (yours)"]
    assert widget.rules[0]["colour"] != widget.rules[1]["colour"]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(rules=["sdg"]), "there is no rule 'sdg'; there are sgd, momentum"),
        (dict(rules=[]), "rules must name one rule or more"),
        (dict(rules=["sgd", "sgd", "sgd"]), "rules must have different names"),
        (dict(rules=[3]), "rules must be names or functions, got 3"),
        (dict(start=[1]), r"start must be finite numbers of shape \(2,\), got \[1\]"),
        (dict(start=[1, float("nan")]), r"start must be finite numbers of shape \(2,\), got \[1, nan\]"),
        (dict(steps=0), "steps must be a whole number from 1 to 2000, got 0"),
        (dict(steps=True), "steps must be a whole number from 1 to 2000, got True"),
        (dict(lr=[0.1]), r"lr must be a finite number, got \[0.1\]"),
        (dict(steps=2.5), "steps must be a whole number from 1 to 2000, got 2.5"),
        (dict(noise=-1), "noise must be a finite number, 0 or more, got -1"),
        (dict(noise="much"), "noise must be a finite number, 0 or more, got 'much'"),
        (dict(seed=-1), "seed must be a whole number from 0"),
        (dict(lr=-0.1), "lr must be finite and not negative, got -0.1"),
        (dict(beta1=1.0), r"beta1 must be finite and in \[0, 1\), got 1.0"),
        (dict(learning_rate=0.1), "race has no argument 'learning_rate'"),
        (dict(adam={"rho": 0.9}), "adam has no hyper-parameter 'rho'; it has lr, beta1, beta2, eps"),
        (dict(landscape="x**2 + z"), "cannot read 'z'"),
        (dict(landscape="__import__('os').system('true')"), "cannot read"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        race(**{"landscape": "bowl"} | arguments)


@pytest.mark.parametrize(
    "trait, value, sentence",
    [
        ("start", "here", r"start must be finite numbers of shape \(2,\), got 'here'"),
        ("steps", 5000, "steps must be a whole number from 1 to 2000"),
        ("noise", float("inf"), "noise must be a finite number"),
        ("seed", 1.5, "seed must be a whole number"),
        ("shown", ["sgd", "nobody"], "shown must be a list of sgd, adam"),
        ("hyper", {"adam": {"lr": -1}}, "lr must be finite and not negative"),
        ("hyper", {"adamw": {}}, "there is no rule 'adamw' in this race"),
        ("hyper", {"adam": 3}, "hyper must be a dict such as"),
    ],
)
def test_a_trait_that_is_set_wrong_gets_a_sentence_and_stays_as_it_was(trait, value, sentence):
    widget = race("bowl", rules=["sgd", "adam"])
    before = getattr(widget, trait)
    with pytest.raises(ValueError, match=sentence):
        setattr(widget, trait, value)
    assert getattr(widget, trait) == before
    widget.hyper = {"sgd": {"lr": 0.07}}
    assert widget.hyper["sgd"]["lr"] == 0.07


# The working


def locals_of(rule, *values, **hyper):
    """What every name of a rule, and of the rule that it ends in, holds when it returns: seen from outside."""
    found = {}

    def trace(frame, event, _):
        if event == "return" and frame.f_code.co_name in RULES:
            found.update(
                {name: value for name, value in frame.f_locals.items() if name not in found}
            )  # the innermost returns first
        return trace

    sys.settrace(trace)
    try:
        w, _ = rule(*values, **hyper)
    finally:
        sys.settrace(None)
    return found | {"w": w}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_numbers_of_the_working_are_those_of_the_rule_while_it_runs(rule):
    recorded = program(rule)
    lines = working(rule, recorded)
    rng = np.random.default_rng(1)
    values = rng.uniform(0.1, 0.9, 2 + len(recorded["state"])).tolist()
    hyper = dict(zip(recorded["hyper"], rng.uniform(0.1, 0.9, len(recorded["hyper"])).tolist()))
    registers = [*values, *hyper.values()]
    everything = evaluate({**recorded, "outputs": range(len(registers) + len(recorded["ops"]))}, *registers)
    held = locals_of(rule, *values, **hyper)
    assert lines, "every rule of the book has its lines"
    last = {name: everything[register] for name, _, register in lines}
    for name, value in last.items():
        assert value == pytest.approx(float(held[name]), rel=1e-14), name


def test_a_rule_with_more_than_assignments_has_no_lines_and_still_races():
    def looped(w, dw, *, lr=0.1):
        for _ in range(2):
            w = w - lr * dw
        return w, ()

    widget = race("bowl", rules=[looped])
    assert widget.rules[0]["lines"] == [] and widget.rules[0]["program"]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_working_and_the_formula_are_the_same_lines(rule):
    assert len(working(rule, program(rule))) == latex(rule).count(r"&\leftarrow")


def in_place(w, dw, v=0, *, lr=0.1):
    v += dw
    return w - lr * v, (v,)


def leaves_rho_out(w, dw, v=0, *, lr=0.1):
    return momentum(w, dw, v, lr=lr)


def calls_itself(w, dw, *, lr=0.1):
    return calls_itself(w, dw, lr=lr)


def made_inside(base):
    def mine(w, dw, *, lr=0.1):
        return base(w, dw, lr=lr)

    return mine


def without_source():
    names = {}
    exec("def mine(w, dw, *, lr=0.1):\n    return w - lr * dw, ()", names)
    return names["mine"]


@pytest.mark.parametrize("rule", [in_place, leaves_rho_out, made_inside(sgd), without_source()])
def test_a_rule_whose_lines_are_not_all_its_arithmetic_has_no_working(rule):
    assert working(rule, program(rule)) == []


@pytest.mark.parametrize("rule", [abs, None, calls_itself])
def test_what_has_no_lines_has_no_working_whatever_the_program(rule):
    assert working(rule, program(sgd)) == []


@pytest.mark.parametrize("made", [None, 3, {}, {"inputs": ["w"], "ops": 3, "outputs": []}])
def test_the_working_needs_a_program(made):
    with pytest.raises(ValueError, match="^program must be a dict with lists of inputs, ops and outputs"):
        working(RULES["sgd"], made)


def test_two_of_a_kind_on_one_page_draw_pictures_with_ids_of_their_own(monkeypatch):
    monkeypatch.setenv("LECOPT_SITE", "1")
    ids = [
        tag["id"]
        for widget in (race("bowl", rules="sgd"), race("bowl", rules="sgd"))
        for _, tag in Tags(widget.page()).seen
        if "id" in tag
    ]
    assert len(ids) == len(set(ids)) > 10
