"""What race, curves and frames say to a wrong argument and to a rule that can't run: one sentence, never silence."""

import json
import warnings
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from playwright.sync_api import expect
from widget_page import settled, show, site_kernel  # noqa: F401, fixtures

from lecopt.first_order import adam
from lecopt.second_order.plane import newton
from lecopt.widgets import curves, frames, race

NAN = float("nan")


def no_return(w, dw, *, lr=0.1):
    w - lr * dw


def only_w(w, dw, *, lr=0.1):
    return w - lr * dw


def name_error(w, dw, *, lr=0.1):
    return w - lr * grad, ()  # noqa: F821, the fault that is tried


def one_argument(w):
    return w, ()


def no_star(w, dw, lr=0.1):
    return w - lr * dw, ()


def other_shape(w, dw, *, lr=0.1):
    return np.append(w, 0), ()


def state_lost(w, dw, v=0, *, lr=0.1):
    return w - lr * dw, ()


def later(w, dw, t=0, *, lr=0.1):
    if np.any(t == 3):
        raise KeyError("step 3")
    return w - lr * dw, (t + 1,)


BROKEN = [
    (
        no_return,
        "no_return must return two things, the new w and its state, as in `return w, ()`, and it returned None",
    ),
    (only_w, "only_w must return two things, the new w and its state, as in `return w, ()`, and it returned a single"),
    (name_error, "name_error raised NameError: name 'grad' is not defined"),
    (one_argument, "one_argument must take w and dw, as in (w, dw, *, lr=0.1)"),
    (no_star, "no_star takes 1 parts of state (lr) and returns 0. What is no state stands behind a *"),
    (other_shape, "other_shape must return the shape of w, (2,), got (3,)"),
    (state_lost, "state_lost takes 1 parts of state (v) and returns 0"),
    (later, "later raised KeyError: 'step 3'"),
]


@pytest.mark.parametrize("rule, sentence", BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_rule_that_cannot_run_says_why_in_python_and_in_the_picture(site_kernel, rule, sentence):
    for rules in ([rule], ["momentum", rule]):
        widget = race("bowl", rules)
        assert list(widget.problems) == [rule.__name__]
        assert widget.problems[rule.__name__].startswith(sentence) and "\n" not in widget.problems[rule.__name__]
        assert list(widget.path) == [name for name in rules if isinstance(name, str)]
        assert sentence in repr(widget) and sentence in widget.picture().alt
        json.dumps(widget.spec(), allow_nan=False)
        assert sentence in widget._repr_mimebundle_()[0]["text/plain"]
    widget.start = [0.5, 0.5]
    assert list(widget.problems) == [rule.__name__] and list(widget.path) == ["momentum"]


@pytest.mark.parametrize("rule, sentence", BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_in_a_notebook_too(monkeypatch, rule, sentence):
    monkeypatch.delenv("LECOPT_SITE", raising=False)
    data, about = race("bowl", [rule])._repr_mimebundle_()
    assert sentence in data["text/plain"] and sentence in about["image/png"]["alt"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_table_of_the_race_says_why(show):
    page = show(race("bowl", ["momentum", name_error, no_return]), race("bowl", [no_star]))
    settled(page)
    whys = page.locator(".lw-why:visible").all_inner_texts()
    assert [why.split()[0] for why in whys] == ["name_error", "no_return", "no_star"]
    assert whys[0] == "name_error raised NameError: name 'grad' is not defined"
    live = page.locator("[aria-live=polite]").first
    expect(live).to_contain_text("name_error raised NameError")
    expect(live).to_contain_text("momentum: loss")
    page.get_by_text("The arithmetic of this step").first.click()
    expect(page.locator(".lw-working").first).to_contain_text("no_return must return two things")
    page.get_by_role("button", name="name_error").click()
    expect(page.locator(".lw-working").first).to_contain_text("name_error raised NameError")
    page.get_by_label("show name_error").uncheck()
    settled(page)
    assert page.locator(".lw-why:visible").count() == 2


def test_a_rule_that_only_the_browser_could_run_draws_no_path_that_python_does_not_have(show):
    def shy(w, dw, *, lr=0.1):
        if isinstance(w, np.ndarray):
            raise ValueError("no arrays")
        return w - lr * dw, ()

    widget = race("bowl", ["sgd", shy])
    assert widget.rules[1]["program"] and widget.problems == {"shy": "shy raised ValueError: no arrays"}
    page = show(widget)
    settled(page)
    drawn = page.evaluate("[...document.querySelector('.lecopt-widget').lecopt.results.keys()]")
    assert drawn == ["sgd"] and page.locator(".lw-why:visible").all_inner_texts() == [
        "shy raised ValueError: no arrays"
    ]


def test_a_rule_that_runs_has_no_problem():
    widget = race("bowl", ["sgd", lambda w, dw, *, lr=0.1: (w - lr * np.clip(dw, -1, 1), ())])
    assert widget.problems == {} and repr(widget) == "race('bowl', rules=['sgd', 'rule 2'])"


def test_rules_without_a_name_are_called_by_their_place_and_no_two_alike():
    def make(scale):
        def rule(w, dw, *, lr=0.1):
            return w - scale * lr * dw, ()

        return rule

    lambdas = [lambda w, dw, *, lr=0.1: (w - lr * dw, ()), lambda w, dw, *, lr=0.1: (w - 2 * lr * dw, ())]
    assert list(race("bowl", lambdas).path) == ["rule 1", "rule 2"]
    assert list(race("bowl", [make(1), make(2), make(3)]).path) == ["rule", "rule #2", "rule #3"]

    def adam(w, dw, *, lr=0.1):
        return w - lr * dw, ()

    assert list(race("bowl", [adam, "adam"]).path) == ["adam (yours)", "adam"]
    assert list(race("bowl", [adam]).path) == ["adam"]


def hyper_called_steps(w, dw, *, steps=3):
    return w - dw / steps, ()


def default_in_words(w, dw, *, lr="small"):
    return w - dw, ()


def default_out_of_range(w, dw, v=0, *, lr=0.1, rho=1.5):
    return w - lr * dw, (v,)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(rules=[hyper_called_steps]), "hyper_called_steps: steps is an argument of race or run"),
        (dict(rules=[default_in_words]), "default_in_words: the hyper-parameter lr needs a number as its default"),
        (dict(rules=[default_out_of_range]), r"rho of default_out_of_range must be finite and in \[0, 1\), got 1.5"),
        (dict(rules=["adam", "adam"]), "rules must have different names, got 'adam' twice"),
        (dict(rules=["adam", adam]), "rules must have different names, got 'adam' twice"),
        (dict(rules=3), "rules must be names or functions, got 3"),
        (dict(rules=[dict]), "rules must be names or functions, got the class dict"),
        (dict(rules=[None]), "rules must be names or functions, got None"),
        (dict(landscape=lambda w: w @ w), "landscape must be a name such as 'bowl', .* got the function <lambda>"),
        (dict(landscape=None), "landscape must be a name .* got None"),
        (dict(landscape="x**2 +"), "landscape: cannot read the formula"),
        (dict(landscape="bowll"), "landscape: there is no landscape 'bowll'"),
        (dict(landscape="log(x - 9) + y"), "landscape: .* has no finite value in its window"),
        (dict(landscape="log(x) + y**2", start=[-1, 1]), "start must be where .* finite value: at .* it is nan"),
        (dict(landscape="1/x + y**2", start=[0, 1]), "start must be where .* finite value: at .* it is inf"),
        (dict(predict="x"), "predict must be {"),
        (dict(predict={"question": "?", "because": ".", "choices": 3, "answer": 0}), "predict: choices must be a list"),
        (dict(predict={"question": "?", "because": ".", "choices": "ab", "answer": 0}), "predict: choices must be a"),
        (dict(predict={"question": "?", "because": ".", "choices": ["a", "b"]}), "predict: answer must be a whole"),
        (dict(predict={"question": "?", "because": None, "number": 3}), "predict: because must be a text"),
        (dict(predict={"question": "?", "because": ".", "number": 3, "tolerance": -1}), "predict: tolerance must be"),
        (dict(adam=0.1, rules=["adam"]), r"adam must be a dict of hyper-parameters, such as adam=dict\(lr=0.1\)"),
        (dict(adam={"lr": 1}, rules=["sgd"]), "race has no rule 'adam'; there are sgd"),
        (dict(rules=[newton], damping=-1), "damping must be a finite number, 0 or more, got -1"),
        (dict(rules=[newton], lr=-1), "lr must be finite and not negative, got -1"),
        (dict(start=None, steps=None), "steps must be a whole number from 1 to 2000, got None"),
        (dict(noise=None), "noise must be a finite number, 0 or more, got None"),
        (dict(seed=None), "seed must be a whole number .* got None"),
        (dict(lr=None), "lr must be a finite number, got None"),
    ],
)
def test_race_names_the_argument(arguments, sentence):
    refused(sentence, race, **{"landscape": "bowl"} | arguments)


def refused(sentence, make, *arguments, **more):
    """Says so, in one line, before anything is shown, and without a warning of NumPy's."""
    with warnings.catch_warnings(), pytest.raises(ValueError, match="^" + sentence) as caught:
        warnings.simplefilter("error")
        make(*arguments, **more)
    assert "\n" not in str(caught.value)


DESCENT = {"point": 0.5, "formulas": "x**2", "sliders": {}}


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(sliders={"a": (0, 3)}), r"slider a must be \(low, high, value\), three finite numbers, got \(0, 3\)"),
        (dict(sliders={"a": 1}), r"slider a must be \(low, high, value\), three finite numbers, got 1"),
        (dict(sliders={"a": (0, 1, NAN)}), r"slider a must be \(low, high, value\), three finite numbers"),
        (dict(sliders={"a": (3, 0, 1)}), "slider a must have low before high, got low 3 and high 0"),
        (dict(sliders={"a": (1, 1, 1)}), "slider a must have low before high, got low 1 and high 1"),
        (dict(sliders=[("a", 0, 1)]), r"sliders must be a dict from names to \(low, high, value\), got"),
        (dict(sliders={1: (0, 1, 0)}), "sliders must be a dict from names"),
        (dict(sliders={"a": (0, 1, 0), "b": (0, 1, 0)}), "sliders: b moves nothing"),
        (dict(sliders={"a": (0, 1, 0), "x": (0, 1, 0)}), "sliders: x is the axis, so a slider needs another name"),
        (dict(formulas=[]), "formulas must be one formula or more, got none"),
        (dict(formulas=None), "formulas must be texts such as 'x\\*\\*2' or SymPy expressions in x, got None"),
        (dict(formulas=["x", lambda x: x]), "formulas must be texts .* got <function"),
        (dict(formulas="x +"), "formulas: cannot read the formula"),
        (dict(formulas="log(x - 9 - a)"), r"formulas: log\(x - 9 - a\) has no finite value"),
        (DESCENT | dict(descent={"lr": (0, 1, 0.1)}), r'descent must be {"lr": .* got {\'lr\': \(0, 1, 0.1\)}'),
        (DESCENT | dict(descent={"rate": 0.1}), 'descent must be {"lr":'),
        (DESCENT | dict(descent={}), 'descent must be {"lr":'),
        (DESCENT | dict(descent=3), "descent must be a dict"),
        (DESCENT | dict(descent={"lr": 0.1, "steps": 3}), r"descent: lr must be \(low, high, value\)"),
        (DESCENT | dict(descent={"lr": (-1, 1, 0), "steps": 3}), "descent: lr must not be negative"),
        (DESCENT | dict(descent={"lr": (0, 1, 0.1), "steps": None}), "descent: steps must be a whole number"),
        (
            DESCENT | dict(formulas="lr*x", sliders={"lr": (0, 1, 0.1)}, descent={"lr": (0, 1, 0.1), "steps": 3}),
            "sliders: lr is a slider of descent already",
        ),
        (dict(formulas="-x**2 - 1 - a**2", log_y=True), "log_y needs values above 0, and formulas: .* has none"),
        (dict(x=(2, -2)), r"x must go from low to high, got \(2, -2\)"),
        (dict(x=(1, 1)), "x must go from low to high"),
        (dict(x=None), r"x must be finite numbers of shape \(2,\), got None"),
        (dict(x=(-1, 1), log_x=True), "x must be above 0 where log_x is set"),
        (dict(x=(0, 1), log_x=True), "x must be above 0 where log_x is set"),
        (dict(y=(3, 1)), "y must go from low to high"),
        (dict(y=(0, 1), log_y=True), "y must be above 0 where log_y is set"),
        (dict(log_x="no"), "log_x must be True or False, got 'no'"),
        (dict(labels=[]), "labels must be 1 text, one for each formula, got 0"),
        (dict(labels=["a", "b"]), "labels must be 1 text, one for each formula, got 2"),
        (dict(formulas=["x", "a*x", "2"], labels=["a", "b"]), "labels must be 3 texts, one for each formula, got 2"),
        (dict(labels="tanh"), "labels must be a list of texts, got 'tanh'"),
        (dict(labels=[None]), "labels must be a list of texts"),
        (dict(point=7), r"point must be a finite number in \[-2, 2\], got 7"),
        (dict(point=NAN), "point must be a finite number"),
        (dict(point=True), "point must be a finite number"),
        (dict(formulas="log(x) + a", point=-1.0), "point must be where the first curve has a finite value, got -1"),
        (dict(point="a", sliders={"a": (-3, 3, 0)}), r"both ends of slider a, which is the point, must be .* got -3"),
        (dict(secant=3, point=1.0), "secant must name a slider"),
        (dict(newton=True), "point must be a place on the x axis"),
        (dict(alt=None), "alt must be a text, got None"),
        (dict(xlabel=3), "xlabel must be a text, got 3"),
        (dict(predict="x"), "predict must be {"),
    ],
)
def test_curves_names_the_argument(arguments, sentence):
    refused(sentence, curves, **{"formulas": "a*x**2", "sliders": {"a": (0, 3, 1)}} | arguments)


LINE = np.ones((3, 5))


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(sliders={"k": 3}), "sliders: k must be a list of numbers or words, one or more, got 3"),
        (dict(sliders={"k": "abc"}), "sliders: k must be a list of numbers or words, one or more, got 'abc'"),
        (dict(sliders={"k": []}), "sliders: k must be a list of numbers or words, one or more"),
        (dict(sliders={"k": [None, 1, 2]}), "sliders: k must be a list of numbers or words"),
        (dict(sliders={"k": np.eye(3)}), "sliders: k must be a list of numbers or words"),
        (dict(sliders=None), "sliders must have one slider or more, got none"),
        (dict(sliders=[1, 2]), "sliders must be a dict from names to lists of values"),
        (dict(start=[7]), "start, the place on slider n, must be a whole number from 0 to 2, got 7"),
        (dict(start=1), "start must be 1 whole numbers, one for each slider, got 1"),
        (dict(start=[]), "start must be 1 whole numbers, one for each slider"),
        (dict(start=[None]), "start, the place on slider n, must be a whole number"),
        (dict(lines=[LINE]), "lines must be a dict from names to arrays"),
        (dict(points={"p": None}), "points: p must be real numbers of one shape, got None"),
        (dict(lines={"a": np.ones((3, 6))}), r"lines: a must have shape \(3, ·, 2\) or \(·, 2\), or over x \(3, 5\)"),
        (dict(x=None), r"lines: a must have shape .*; else x must be the places of the lines"),
        (dict(x=(0, 1)), r"lines: a must have shape .*; else x must be the places of the lines"),
        (dict(points={"p": np.ones((3, 6))}), r"points: p must have shape \(3, ·, 2\) or \(·, 2\), got \(3, 6\)"),
        (dict(lines={"a": LINE * NAN}), "lines: a has no finite value"),
        (dict(points={"p": np.full((2, 2), NAN)}), "points: p has no finite value"),
        (dict(heat=np.full((2, 2), NAN)), "heat has no finite value"),
        (dict(heat=-np.ones((2, 2)), log_heat=True), "log_heat needs values above 0, and heat has none"),
        (dict(lines={"a": -LINE}, log_y=True), "log_y needs values above 0, and lines: a has none"),
        (
            dict(points={"p": -np.ones((4, 2))}, log_x=True, x=range(1, 6)),
            "log_x needs values above 0, and points: p has none",
        ),
        (dict(x=[0, 1, 2, 3, 4], log_x=True), "x must be above 0 where log_x is set, got 0"),
        (dict(x=(2, -2)), "x must go from low to high"),
        (dict(x=3), "x must be the ends"),
        (dict(x=[1, 2, 3, 4, NAN]), "x must be finite numbers"),
        (dict(y=(1, 0)), "y must go from low to high"),
        (dict(y=3), r"y must be finite numbers of shape \(2,\), got 3"),
        (dict(y=(-1, 1), log_y=True), "y must be above 0 where log_y is set"),
        (dict(lines={}, points={"p": np.ones((3, 4, 2))}), "x must be finite numbers of shape"),
        (dict(aspect=-1), r"aspect must be a finite number in \[0.1, 10\], got -1"),
        (dict(aspect=0), "aspect must be a finite number"),
        (dict(aspect="wide"), "aspect must be a finite number"),
        (dict(lines={"a": np.ones(5)}), "sliders: n moves nothing"),
        (dict(captions=["a", "b"]), r"captions must have the shape of the sliders, \(3,\), got \(2,\)"),
        (dict(captions=[None, "b", "c"]), "captions must be a text, got None"),
        (dict(pad=3), "pad must name two of the sliders"),
        (dict(pad=("n", "n")), "pad must name two of the sliders"),
        (dict(images=np.ones((3, 1, 2, 2))), "images stand alone"),
        (dict(lines={}, images=np.ones((2, 2, 2))), "sliders: n moves nothing"),
        (dict(lines={}, images=np.ones((2, 2))), "images must have shape"),
        (dict(title=3), "title must be a text, got 3"),
        (dict(alt=None), "alt must be a text, got None"),
        (dict(alt=" "), "frames needs alt"),
        (dict(predict=3), "predict must be {"),
    ],
)
def test_frames_names_the_argument(arguments, sentence):
    refused(
        sentence, frames, **{"sliders": {"n": [1, 2, 3]}, "lines": {"a": LINE}, "x": range(5), "alt": "."} | arguments
    )


def test_a_pad_needs_its_map():
    refused("pad needs heat", frames, sliders={"a": [1, 2], "b": [1, 2]}, lines={"l": np.ones((2, 2, 3))},
            x=range(3), alt=".", pad=("a", "b"))  # fmt: skip


TRAITS = [
    (lambda: race("bowl", ["sgd", "adam"]), ["start", "steps", "noise", "seed", "hyper", "shown"]),
    (lambda: curves("a*x", sliders={"a": (0, 2, 1)}, point=0.5), ["point"]),
    (lambda: frames(sliders={"n": [1, 2, 3]}, lines={"a": LINE}, x=range(5), alt="."), ["at"]),
]


@pytest.mark.parametrize("make, trait", [(make, trait) for make, traits in TRAITS for trait in traits])
@pytest.mark.parametrize("value", [None, "x", [NAN], {"a": NAN}, -9])
@pytest.mark.parametrize("held", [False, True])
def test_a_trait_keeps_its_value_when_another_is_refused(make, trait, value, held):
    widget = make()
    before = getattr(widget, trait)
    with pytest.raises(ValueError, match=trait if trait != "hyper" else "hyper|no rule"):
        if held:
            with widget.hold_trait_notifications():
                setattr(widget, trait, value)
        else:
            setattr(widget, trait, value)
    assert getattr(widget, trait) == before
    json.dumps(widget.spec(), allow_nan=False)
    widget.picture()


def test_the_traits_of_curves_stay_on_their_axis_and_their_sliders():
    widget = curves("a*x", sliders={"a": (0, 2, 1)}, point=0.5)
    for trait, value, sentence in [
        ("point", 9, r"point must be a finite number in \[-2, 2\], got 9"),
        ("values", {"a": 3}, r"values: a must be a finite number in \[0, 2\], got 3"),
        ("values", {"a": None}, "values: a must be a finite number"),
        ("values", [1], "values must be a dict"),
        ("predict", 3, "predict must be"),
    ]:
        refused(sentence, setattr, widget, trait, value)
    assert widget.values == {"a": 1.0} and widget.point == 0.5
    refused("point can't be set", setattr, curves("x"), "point", 1.0)


def test_numbers_of_numpy_and_fractions_are_numbers():
    third = Fraction(1, 3)
    widget = race("bowl", ["sgd"], start=[sp.Rational(1, 3), third], steps=np.int64(5), noise=np.float32(0.5),
                  seed=np.uint8(3), lr=third)  # fmt: skip
    assert widget.start == [1 / 3, 1 / 3] and widget.hyper["sgd"]["lr"] == 1 / 3
    widget.start, widget.noise, widget.hyper = (
        np.array([1, third], dtype=object),
        third,
        {"sgd": {"lr": sp.sqrt(2) / 9}},
    )
    assert widget.start == [1, 1 / 3] and widget.noise == 1 / 3

    def mine(w, dw, *, lr=np.float32(0.5), mix=third, power=np.int64(2)):
        return w - lr * mix * dw / power, ()

    assert race("bowl", [mine], lr=1).hyper["mine"] == {"lr": 1, "mix": 1 / 3, "power": 2}
    line = curves("a*x", x=(0, sp.pi), sliders={"a": (0, 1, sp.Rational(2, 3))}, point=third)
    assert line.point == 1 / 3 and line.values["a"] == 2 / 3 and line.axes["x"]["high"] == float(sp.pi)
    shown = frames(sliders={"a": [third, np.float32(2)]}, lines={"l": np.ones((2, 3))}, x=np.arange(3), alt=".",
                   aspect=Fraction(3, 2), start=np.array([1]))  # fmt: skip
    assert [slider["texts"] for slider in shown.sliders] == [["0.3333", "2"]] and shown.at == [1]
    asked = {"question": "?", "number": Fraction(2, 3), "because": "."}
    assert curves("x", predict=asked).predict["number"] == 2 / 3


@pytest.mark.parametrize("typed, said", [("2/3", "Right. So."), (" 4 / 6 ", "Right. So."), ("0,667", "Right. So."),
                                         ("1/3", "You said 0.3333, it is 0.6667. So."), ("2/", "is no number"),
                                         ("1/0", "is no number"), ("two", "“two” is no number")])  # fmt: skip
def test_a_prediction_may_be_a_fraction(show, typed, said):
    page = show(curves("x", predict={"question": "?", "number": 2 / 3, "tolerance": 0.01, "because": "So."}))
    page.get_by_role("textbox").fill(typed)
    page.get_by_role("button", name="Commit").click()
    expect(page.locator(".lw-verdict")).to_contain_text(said)


def test_a_list_of_two_ends_is_an_axis_where_no_line_needs_places():
    widget = frames(sliders={"k": [1, 2]}, points={"p": np.zeros((2, 1, 2))}, x=[-3, 5], y=[-1, 4], alt=".")
    assert (widget.axes["x"]["low"], widget.axes["x"]["high"]) == (-3, 5)


def test_a_slider_reaches_what_the_text_says():
    widget = race("himmelblau", ["sgd", newton])
    assert widget.sliders["damping"] == {"kind": "log0", "low": 0.01, "high": 100.0}
    assert race("bowl", [newton], damping=500).sliders["damping"]["high"] == 500

    def mine(w, dw, *, lr=0.1, mix=0.25):
        return w - lr * mix * dw, ()

    low = race("bowl", [mine], mix=-3).sliders["mix"]
    assert low["kind"] == "linear" and low["low"] <= -3 < 0.25 <= low["high"]


def test_damping_leads_away_from_a_maximum():
    himmelblau = race("himmelblau", ["sgd", newton], start=[-0.5, -1.0], steps=20, newton={"damping": 60})
    path = himmelblau.path["newton"]
    land = himmelblau._land
    assert land(path[-1]) < 1e-3 < 170 < land(path[0])
