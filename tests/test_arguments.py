"""What functions ask of their arguments: what may pass, what is refused, and in which sentence."""

import ast
import decimal
import fractions
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from lecopt.arguments import (
    as_array,
    as_floats,
    as_number,
    as_returned,
    as_value,
    as_weights,
    finite_floats,
    require_all,
    require_function,
    require_rng,
    require_whole,
    shown,
)

PACKAGE = Path(__file__).parents[1] / "lecopt"
WANTS_GRAD = torch.ones(2, requires_grad=True)


def sentence(call, error=ValueError):
    with pytest.raises(error) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ---------------------------------------------------------------- arrays


@pytest.mark.parametrize(
    "values, kept",
    [
        ([1, 2], np.float64),
        ([True, False], np.float64),
        (3, np.float64),
        (np.float32([1, 2]), np.float32),
        (np.longdouble([1, 2]), np.longdouble),
        (torch.ones(2), np.float32),
    ],
)
def test_numbers_become_floats_and_floats_keep_their_precision(values, kept):
    array = as_floats("w", values)
    assert array.dtype == kept and array.tolist() == np.asarray(values).tolist()


def test_floats_are_handed_on_and_the_others_are_copied():
    w = np.ones(2)
    assert as_floats("w", w) is w
    for copy in (as_weights, finite_floats):
        assert copy("w", w) is not w and copy("w", w).base is None


@pytest.mark.parametrize("small", [np.float32, ">f4"])
def test_weights_have_one_of_two_precisions(small):
    assert as_weights("w0", np.array([1, 2], small)).dtype == (np.float32 if small is np.float32 else np.float64)
    for other in (np.float16, np.longdouble, ">f8", np.int8, bool):
        assert as_weights("w0", np.array([1, 0], other)).dtype.str == np.dtype(np.float64).str


@pytest.mark.parametrize("ask", [as_floats, as_weights, finite_floats])
@pytest.mark.parametrize(
    "bad, got",
    [
        ("steep", "'steep'"),
        (None, "None"),
        ([None, 1.0], "[None, 1.0]"),
        ({1: 2}, "{1: 2}"),
        (np.array(["2020-01-01"], "M8[D]"), "array(['2020-01-01'], dtype='datetime64[D]')"),
        ([1j, 2], "complex ones: [1j, 2]"),
        ([[1], [1, 2]], "rows of different lengths: [[1], [1, 2]]"),
        ([[1.0] * 99, [2.0]], "rows of different lengths: [[" + "1.0, " * 11 + "1.0"),
        (10**400, "1" + "0" * 59),
    ],
)
def test_what_is_no_array_of_real_numbers_is_named(ask, bad, got):
    what = "finite numbers" if ask is finite_floats else "real numbers of one shape"
    assert sentence(lambda: ask("w", bad)) == f"w must be {what}, got {got}"


@pytest.mark.parametrize("bad", [WANTS_GRAD, [WANTS_GRAD, WANTS_GRAD], WANTS_GRAD[0]])
@pytest.mark.parametrize("ask", [as_array, as_floats, as_weights, finite_floats])
def test_a_tensor_that_requires_grad_is_told_how_to_become_an_array(ask, bad):
    assert sentence(lambda: ask("w0", bad)) == "w0 is a tensor that requires grad: give its .detach()"


def test_a_tensor_that_no_array_can_hold_is_named():
    said = sentence(lambda: as_floats("w", torch.ones(2, dtype=torch.bfloat16)))
    assert said.startswith("w can't become an array: ") and "BFloat16" in said


def test_an_object_that_refuses_to_be_an_array_speaks_for_itself():
    class Mine(ValueError):
        pass

    class Register:
        def __array__(self, *_, **__):
            raise Mine("its arithmetic is only written down")

    for values in (Register(), [Register()]):
        with pytest.raises(Mine, match="^its arithmetic is only written down$"):
            as_floats("t", values)


def test_complex_numbers_pass_only_where_they_are_asked_for():
    assert as_floats("w", [1j, 2], complex_too=True).dtype == np.complex128
    assert sentence(lambda: as_floats("w", "a", complex_too=True)) == "w must be numbers of one shape, got 'a'"


@pytest.mark.parametrize("bad", [[np.nan, 1], [np.inf, 1], [1, 2, 3], [[1, 2]], 1.0])
def test_finite_floats_of_a_shape(bad):
    assert sentence(lambda: finite_floats("start", bad, (2,))) == (
        f"start must be finite numbers of shape (2,), got {bad!r}"
    )
    assert finite_floats("start", [1, 2], (2,)).tolist() == [1, 2]


# ---------------------------------------------------------------- what a function returned


def test_what_fits_is_handed_on_as_it_is_and_the_rest_takes_its_precision():
    like, fits = np.zeros(2, np.float32), np.ones(2, np.float32)
    assert as_returned("grad", fits, like) is fits
    for other in ([1, 1], np.ones(2), np.ones(2, ">f4"), np.array([True, True]), torch.ones(2)):
        array = as_returned("grad", other, like)
        assert type(array) is np.ndarray and array.dtype.str == like.dtype.str and array.tolist() == [1, 1]
    assert type(as_returned("grad", np.float64(2), np.zeros(()))) is np.ndarray
    assert type(as_returned("grad", np.ma.ones(2), np.zeros(2))) is np.ndarray


@pytest.mark.parametrize(
    "bad, said",
    [
        (None, "grad must return real numbers of the shape of w, (2,), got None"),
        (
            np.ones(2) * 1j,
            "grad must return real numbers of the shape of w, (2,), got complex ones: array([0.+1.j, 0.+1.j])",
        ),
        (
            [[1], [1, 2]],
            "grad must return real numbers of the shape of w, (2,), got rows of different lengths: [[1], [1, 2]]",
        ),
        (np.ones(3), "grad must return the shape of w, (2,), got (3,)"),
        (1.0, "grad must return the shape of w, (2,), got ()"),
        (WANTS_GRAD, "what grad returns is a tensor that requires grad: give its .detach()"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(bad, said):
    assert sentence(lambda: as_returned("grad", bad, np.zeros(2))) == said


@pytest.mark.parametrize(
    "good", [2, 2.0, np.float32(2), np.array([2]), np.array([[2.0]]), [2.0], torch.tensor(2.0), np.float64(2)]
)
def test_one_real_number_may_come_in_many_clothes(good):
    assert as_value("f", good) == 2 and type(as_value("f", good)) in (int, float)


@pytest.mark.parametrize("bad", [None, "2", [1, 2], [], 1j, [[1], [1, 2]], np.ones((2, 2)), {1}])
def test_what_is_not_one_real_number_is_named_with_its_place(bad):
    assert sentence(lambda: as_value("loss", bad, " at try 3")) == (
        f"loss must return one real number, got {shown(bad)} at try 3"
    )


def test_nan_and_inf_are_values_too():
    assert math.isnan(as_value("f", np.nan)) and as_value("f", np.inf) == math.inf


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("good", [1, 1.0, np.float32(1), np.int8(1), np.array(1.0), fractions.Fraction(1)])
def test_a_number_comes_back_as_a_float(good):
    assert type(as_number("c", good)) is float and as_number("c", good) == 1


@pytest.mark.parametrize(
    "bad",
    ["1", None, True, np.True_, 1j, [1], np.array([1]), np.array("1"), np.array(True), np.nan, np.inf, 10**400, {}]
    + [decimal.Decimal("NaN"), torch.tensor(1.0)],
)
def test_what_is_no_finite_number_is_named(bad):
    assert sentence(lambda: as_number("c", bad)) == f"c must be a finite number, got {shown(bad)}"


@pytest.mark.parametrize(
    "span, inside, outside, said",
    [
        ({"least": 0}, [0, 5], [-1e-300], ", 0 or more"),
        ({"above": 0}, [1e-300], [0, -1], " above 0"),
        ({"most": 1}, [1, -9], [1.1], ", at most 1"),
        ({"below": 1}, [0.9], [1], " below 1"),
        ({"least": 0, "most": 1}, [0, 1], [-0.1, 1.1], " in [0, 1]"),
        ({"least": 0, "below": 1}, [0], [-0.1, 1], " in [0, 1)"),
        ({"above": 0, "most": 1}, [1], [0, 1.1], " in (0, 1]"),
        ({"above": 1e-4, "below": 1}, [0.5], [1e-4, 1], " in (0.0001, 1)"),
    ],
)
def test_the_ends_of_a_range_are_in_or_out_as_the_sentence_says(span, inside, outside, said):
    assert [as_number("c", value, **span) for value in inside] == inside
    for value in outside:
        assert sentence(lambda: as_number("c", value, **span)) == f"c must be a finite number{said}, got {value}"


@pytest.mark.parametrize("good", [0, 3, np.int8(3), np.uint64(3)])
def test_a_whole_number_comes_back_as_an_int(good):
    assert type(require_whole("n", good, 0)) is int and require_whole("n", good, 0, 3) == good


@pytest.mark.parametrize("bad", [-1, 4, 2.0, True, "3", None, np.nan, [3], np.array(3), WANTS_GRAD])
def test_what_is_no_whole_number_in_the_range_is_named(bad):
    assert sentence(lambda: require_whole("n", bad, 0, 3)) == (
        f"n must be a whole number from 0 to 3, got {shown(bad)}"
    )


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_the_first_bad_one_of_many_is_shown(bad):
    for values in (np.float64(bad), np.array([1.0, bad, -2.0]), np.array([[1.0], [bad]])):
        said = sentence(lambda values=values: require_all("lr", values, values >= 0, "not negative"))
        assert said == f"lr must be finite and not negative, got {bad}"
    assert require_all("lr", np.ones((2, 0)), np.ones((2, 0)) > 0, "positive") is None


# ---------------------------------------------------------------- functions, generators, sentences


def test_functions_and_generators_come_back():
    rng = np.random.default_rng(0)
    assert require_rng(rng) is rng and require_function("f", min) is min
    assert (
        sentence(lambda: require_function("f", None, "(w, X)"), TypeError) == "f must be a function of (w, X), got None"
    )
    for bad in (0, None, np.random, np.random.RandomState(0)):
        assert sentence(lambda bad=bad: require_rng(bad)).startswith("rng must be a generator such as numpy.random.")


def test_a_value_is_shown_on_one_line_and_not_at_length():
    assert shown(np.eye(3)) == "array([[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]])"
    assert len(shown("a" * 999)) == 60


# ---------------------------------------------------------------- the only place


def written_elsewhere(package):
    """Every test for a kind of number outside arguments.py, as file:line."""
    for path in sorted(package.rglob("*.py")):
        if path == package / "arguments.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("Integral", "Real"):
                yield f"{path.relative_to(package)}:{node.lineno}"


def test_what_a_whole_number_is_stands_in_one_place(tmp_path):
    assert list(written_elsewhere(PACKAGE)) == []
    (tmp_path / "fault.py").write_text("import numbers\nisinstance(3, numbers.Integral)\n")
    assert list(written_elsewhere(tmp_path)) == ["fault.py:2"]
